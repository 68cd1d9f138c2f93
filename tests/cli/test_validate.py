"""``cvgen validate``."""

from __future__ import annotations

from tests.cli.place import VALID, Place, outcome


def test_valid_profiles_pass_in_silence(place: Place) -> None:
    place.write("ann.yaml", VALID)
    assert outcome(place.run("validate", "ann.yaml")) == (0, "", "")
    assert place.names() == ["ann.yaml"]
