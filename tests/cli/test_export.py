"""``cvgen export``: what is written, and the remedies that its messages name."""

from __future__ import annotations

import pytest

from tests.cli.place import VALID, Place, outcome


@pytest.mark.parametrize(
    "asked", [["--to", "txt,md"], ["--to", "txt", "--to", "md"], ["--to", "md, txt", "--to", "txt"]]
)
def test_each_format_that_is_asked_for_is_written_once(place: Place, asked: list[str]) -> None:
    place.write("ann.yaml", VALID)
    assert outcome(place.run("export", "ann.yaml", *asked))[0] == 0
    assert place.names() == ["ann.yaml", "build/ann.md", "build/ann.txt"]


def test_missing_takes_the_ways_that_the_message_names(place: Place) -> None:
    place.write("ann.yaml", VALID)
    codes = [
        outcome(place.run("export", "ann.yaml", "--to", "txt", "--missing", way))[0] for way in ("drop", "name", "x")
    ]
    assert codes == [0, 0, 2]


@pytest.mark.parametrize("option", ["--variant", "--lang"])
def test_an_empty_name_is_not_the_whole_profile(place: Place, option: str) -> None:
    place.write("ann.yaml", VALID)
    code, _, said = outcome(place.run("export", "ann.yaml", "--to", "txt", option, ""))
    assert (code, f"error: {option} has no name [wrong-argument]" in said) == (2, True)
    assert place.names() == ["ann.yaml"]
