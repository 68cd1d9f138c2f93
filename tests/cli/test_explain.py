"""``cvgen explain``: what a code means."""

from __future__ import annotations

import re

from cvgen.data import assets
from tests.cli.place import Place, outcome

EXPLAINED = """\
It ends before it starts

The `endDate` is earlier than the `startDate`. Most often the two are swapped,
or a digit of a year is wrong.

Wrong:

    basics:
"""


def test_a_code_is_explained_with_an_example(place: Place) -> None:
    done = place.run("explain", "date-order")
    assert (done.returncode, done.stderr) == (0, "")
    assert (done.stdout.startswith(EXPLAINED), "```" in done.stdout) == (True, False)


def test_a_code_may_be_copied_with_its_brackets(place: Place) -> None:
    assert place.run("explain", "[date-order]").stdout == place.run("explain", "date-order").stdout


def test_without_a_code_all_are_listed_with_their_titles(place: Place) -> None:
    code, listed, errors = outcome(place.run("explain"))
    pages = {path.stem: path.read_text(encoding="utf-8") for path in assets.EXPLANATIONS.glob("*.md")}
    titles = {name: page.partition("\n")[0].removeprefix("# ") for name, page in pages.items()}
    assert (code, errors) == (0, "")
    assert dict(re.findall(r"^(\S+) +(.+)$", listed, re.MULTILINE)) == titles


def test_an_unknown_code_suggests_the_nearest(place: Place) -> None:
    said = 'error: there is no code "unknown-kye" [unknown-code]\n  hint: did you mean "unknown-key"?\n'
    assert outcome(place.run("explain", "unknown-kye")) == (1, "", said)


def test_a_code_like_none_gets_the_list(place: Place) -> None:
    said = 'error: there is no code "x" [unknown-code]\n  hint: cvgen explain lists all codes\n'
    assert outcome(place.run("explain", "x")) == (1, "", said)
