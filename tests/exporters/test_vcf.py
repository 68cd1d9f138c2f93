"""The card for address books: by RFC 6350, and nothing in a text ends its line."""

from __future__ import annotations

import re
from pathlib import Path

from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from cvgen.steps.engine.contract import NoEngine
from tests.conftest import SAMPLES


def card(path: Path, tmp_path: Path) -> bytes:
    return rendering.render(Request(path, output_dir=tmp_path, formats=("vcf",)), NoEngine()).files[0].read_bytes()


def test_the_card_has_the_person_and_the_ways_to_reach_them(tmp_path: Path) -> None:
    lines = card(SAMPLES / "every-kind.yaml", tmp_path).decode().split("\r\n")
    assert lines[:4] == ["BEGIN:VCARD", "VERSION:4.0", "FN:Zoë Ångström-Łukasiewicz", "FN:佐伊"]
    assert lines[-2:] == ["END:VCARD", ""]
    expected = {"EMAIL:zoe@example.com", "TEL;VALUE=uri:tel:+15550100", "URL:https://github.com/zoe-example"}
    assert expected <= {*lines}


def test_a_line_has_at_most_75_bytes_and_divides_no_character(tmp_path: Path) -> None:
    path = tmp_path / "long.yaml"
    name, label = "名" * 60, "a, b; c\\\\d " * 12
    path.write_text(f'basics: {{ name: "{name}", label: "{label}" }}', encoding="utf-8")
    written = card(path, tmp_path)
    assert max(map(len, written.split(b"\r\n"))) <= 75
    unfolded = re.sub(rb"\r\n ", b"", written).decode()
    escaped = re.sub(r"([,;])", r"\\\1", label.strip())
    assert (f"FN:{name}\r\n" in unfolded, f"TITLE:{escaped}\r\n" in unfolded) == (True, True)
