"""How a PDF is made: links and tags."""

from __future__ import annotations

from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, String

from cvgen.inspect.inspection import inspect_pdf
from cvgen.inspect.report import Link, Tagging
from tests.inspect.documents import (
    CV,
    Document,
    address,
    findings,
    lines,
    linked,
)


def test_a_link_has_its_address_and_its_text(tmp_path: Path) -> None:
    report = linked(tmp_path, address("https://example.org/ann"))
    assert report.links == (Link(1, "web", "https://example.org/ann", "my page", in_text=False, problem=None),)
    assert '"my page"' in findings(report)["addresses-not-printed"].message


@pytest.mark.parametrize(
    ("uri", "text"),
    [
        ("https://www.example.org/ann/", "example.org/ann"),
        ("mailto:ann@example.com?subject=CV", "write to me"),
        ("tel:+49-30-1234567", "call me"),
    ],
)
def test_an_address_that_is_written_out_is_in_the_text(tmp_path: Path, uri: str, text: str) -> None:
    [link] = linked(tmp_path, address(uri), text=text).links
    assert link.in_text


def test_tags_are_told(tmp_path: Path) -> None:
    document = Document()
    document.page(lines(*CV))
    kinds = (Name.H1, Name.Topic, Name.P, Name.Figure)
    elements = [document.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=kind)) for kind in kinds]
    root = document.pdf.Root
    root.StructTreeRoot = Dictionary(K=Array(elements), RoleMap=Dictionary(Topic=Name.H3))
    root.MarkInfo = Dictionary(Marked=True)
    root.Lang = String("en-GB")
    document.pdf.docinfo["/Title"] = "CV of Ann"
    report = inspect_pdf(document.save(tmp_path / "a.pdf"))
    assert report.tagging == Tagging(
        marked=True,
        tree=True,
        language="en-GB",
        headings=(1, 3),
        elements={"H1": 1, "H3": 1, "P": 1, "Figure": 1},
        figures_without_text=1,
    )
    assert report.file.title == "CV of Ann"
    assert findings(report).keys() == {"font-not-embedded", "skipped-levels", "figures-without-text"}
