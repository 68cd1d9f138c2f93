"""``cvgen schema``."""

from __future__ import annotations

from cvgen.data import assets
from tests.cli.place import Place, outcome


def test_the_schema_is_printed_as_it_is(place: Place) -> None:
    assert outcome(place.run("schema")) == (0, assets.SCHEMA.read_text(encoding="utf-8"), "")
