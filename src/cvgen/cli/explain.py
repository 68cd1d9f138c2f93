"""``cvgen explain``: say what a code means and how to mend the problem, as ``docs/diagnostics`` has it."""

from __future__ import annotations

from typing import Annotated

import typer

from cvgen.cli.command import guarded
from cvgen.data import assets
from cvgen.diagnostics import CvgenError, did_you_mean


def _codes() -> list[str]:
    return sorted(path.stem for path in assets.EXPLANATIONS.glob("*.md"))


@guarded
def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="[CODE]",
            autocompletion=_codes,
            show_default=False,
            help="What stands in brackets after a problem, such as unknown-key.",
        ),
    ] = None,
) -> None:
    """Explain a problem by its code, with an example; without a code, list them all."""
    codes = _codes()
    if code is None:
        wide = max(map(len, codes), default=0)
        for each in codes:
            title = _page(each).splitlines()[0].removeprefix("# ")
            typer.echo(f"{each:<{wide}}  {title}")
    elif (name := code.strip("[]").lower()) in codes:
        typer.echo(_plain(_page(name)), nl=False)
    else:
        hint = did_you_mean(name, codes) or "cvgen explain lists all codes"
        raise CvgenError.of(f'there is no code "{code}"', hint=hint, code="unknown-code")


def _page(code: str) -> str:
    return (assets.EXPLANATIONS / f"{code}.md").read_text(encoding="utf-8")


def _plain(page: str) -> str:
    """Return a page without marks of Markdown: its examples are indented."""
    lines: list[str] = []
    in_example = False
    for line in page.splitlines():
        if line.startswith("```"):
            in_example = not in_example
        elif in_example:
            lines.append(f"    {line}".rstrip())
        else:
            lines.append(line.removeprefix("# "))
    return "\n".join(lines) + "\n"
