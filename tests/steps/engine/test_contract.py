"""An engine is any object that keeps the contract, and nothing of cvgen's needs to be inherited from."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from cvgen.steps.engine import RunStatus, TexEngine, TexRun
from cvgen.steps.engine.contract import TexSource
from tests.conftest import PEOPLE


class Refusal:
    """An engine that typesets nothing: the least that one can be."""

    identity = "refusal 1"

    def __init__(self) -> None:
        self.texts: list[str] = []

    @contextlib.contextmanager
    def start(self, folder: Path, style: str = "", *, any_package: bool = False) -> Iterator[Refusal]:  # noqa: ARG002
        yield self

    def typeset(self, sources: Sequence[TexSource]) -> list[TexRun]:
        self.texts += [source.text for source in sources]
        return [TexRun(RunStatus.FAILED, Path("none.pdf"), "! I refuse.") for _ in sources]


def test_an_engine_is_what_has_an_identity_and_can_be_started(tmp_path: Path) -> None:
    refusal = Refusal()
    engine: TexEngine = refusal
    [result] = rendering.render_all([Request(PEOPLE[0], output_dir=tmp_path)], engine)
    assert ("TeX failed: I refuse" in str(result), len(refusal.texts)) == (True, 1)
