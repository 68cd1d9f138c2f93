"""Step 5: ``TexSource`` -> ``TexRun``: runs an external TeX engine, hermetically.

An engine gets a folder with documents and nothing else, a clean environment, no shell escape, and limits of time,
memory and file size. Nothing that it starts outlives it. It is started before there is a document: while it loads
its format, the YAML is read. One run typesets any number of documents, and one that fails spoils no other.

``contract`` says what an engine is; ``tectonic`` and ``xelatex`` are engines.
"""

from cvgen.steps.engine.contract import RunStatus, Session, TexEngine, TexRun

__all__ = ["RunStatus", "Session", "TexEngine", "TexRun"]
