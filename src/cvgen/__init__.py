"""cvgen: one CV in YAML, typeset by LaTeX in several styles.

    import cvgen

    result = cvgen.render("ada-lovelace.yaml", style="academic")
    pdf = cvgen.render({"basics": {"name": "Ada Lovelace"}}, output_dir=None).pdf

``render`` makes a PDF and its LaTeX, in files or in memory; ``validate`` and ``check`` return what is wrong with a profile
and with its PDF; ``load`` returns a valid profile. What is wrong raises ``CvgenError``, whose ``diagnostics`` say what, where,
and what to do about it. Importing cvgen costs nothing: its parts are imported when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cvgen.api import check, load, render, validate
    from cvgen.diagnostics import CvgenError, Diagnostic, Severity, Span
    from cvgen.pipeline.request import Request, Result
    from cvgen.steps.profile import Profile

__version__ = "0.1.0"
__all__ = [
    "CvgenError",
    "Diagnostic",
    "Profile",
    "Request",
    "Result",
    "Severity",
    "Span",
    "__version__",
    "check",
    "load",
    "render",
    "validate",
]

_HOMES: Final = {
    **dict.fromkeys(("check", "load", "render", "validate"), "cvgen.api"),
    **dict.fromkeys(("CvgenError", "Diagnostic", "Severity", "Span"), "cvgen.diagnostics"),
    **dict.fromkeys(("Request", "Result"), "cvgen.pipeline.request"),
    "Profile": "cvgen.steps.profile",
}


if not TYPE_CHECKING:  # to a type checker, there are no other names than those above

    def __getattr__(name: str) -> object:
        """Import a part of the interface when it is first used."""
        import importlib

        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        part = globals()[name] = getattr(importlib.import_module(_HOMES[name]), name)
        return part


def __dir__() -> list[str]:
    return __all__
