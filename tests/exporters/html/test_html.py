"""The page for the web: it stands by itself, tells nobody too much, and no text in it is HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given

from cvgen.exporters.html import _html
from cvgen.text import inline
from tests.conftest import SAMPLES
from tests.exporters.test_formats import Page, export, hostile


@given(hostile())
def test_no_text_is_markup_of_html(text: str) -> None:
    page = Page(f"<p>{''.join(_html(inline.literal(text).inlines))}</p>")
    assert (page.text, page.open) == (text, [])


def test_a_page_for_the_web_tells_no_contacts_unless_asked_for(tmp_path: Path) -> None:
    private = ["zoe@example.com", "tel:+15550100", "Example Street", "1990", "grace@example.com", "tel:+15550102"]
    path = SAMPLES / "every-kind.yaml"
    public = export(path, tmp_path / "public")["every-kind-classic.html"]
    whole = export(path, tmp_path / "whole", contact=True)["every-kind-classic.html"]
    assert [each for each in private if each in public] == []
    assert [each for each in private if each not in whole] == []


def test_a_page_for_the_web_reads_nothing_from_elsewhere(tmp_path: Path) -> None:
    html = export(SAMPLES / "every-kind.yaml", tmp_path)["every-kind-classic.html"]
    page = Page(html)
    loaded = re.findall(r'(?:src|srcset)="([^"]*)"|url\(|@import', html)
    assert (page.open, [address[:11] for address in loaded]) == ([], ["data:image/"])


@pytest.mark.parametrize("name", ["</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><b>'])
def test_no_text_is_a_script(name: str, tmp_path: Path) -> None:
    path = tmp_path / "mallory.yaml"
    path.write_text(f"basics: {{ name: '{name}', summary: '{name}', label: '{name}' }}", encoding="utf-8")
    html = export(path, tmp_path)["mallory-classic.html"]
    assert html.count("<script") == 1  # its data
    assert "<img" not in html
    assert "<b>" not in html
    assert name in Page(html).text
