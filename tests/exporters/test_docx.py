"""DOCX: every text, in Word's own styles, with links; the same CV has the same bytes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from cvgen.diagnostics import CvgenError
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from cvgen.steps.engine.contract import NoEngine
from tests.conftest import SAMPLES
from tests.exporters.test_formats import CVS, letters, texts

EVERY_KIND = SAMPLES / "every-kind.yaml"


def export(path: Path, folder: Path, style: str = "classic") -> Path:
    return rendering.render(Request(path, style, folder, ("docx",)), NoEngine()).files[0]


def read(path: Path) -> list[str]:
    """The text of each paragraph."""
    body = docx.Document(str(path)).element.body
    return ["".join(text.text or "" for text in each.iter(qn("w:t"))) for each in body.iter(qn("w:p"))]


@pytest.mark.parametrize("path", CVS, ids=lambda path: path.stem)
def test_every_text_is_in_the_document(path: Path, tmp_path: Path) -> None:
    found = letters("".join(read(export(path, tmp_path))))
    assert [text for text in texts(path) if letters(text) not in found] == []


def test_parts_have_the_styles_of_word(tmp_path: Path) -> None:
    paragraphs = docx.Document(str(export(EVERY_KIND, tmp_path))).paragraphs
    styles = {each.text: each.style.name for each in paragraphs if each.style}
    expected = {
        "Education": "Heading 1",
        "Sample College\t2017–2021": "Heading 2",
        "Founded the typography club": "List Bullet",
        "with eviction": "List Bullet 3",
        "Profiled it": "List Number",
    }
    assert {text: styles.get(text) for text in expected} == expected


def test_each_numbered_list_begins_at_one(tmp_path: Path) -> None:
    paragraphs = docx.Document(str(export(EVERY_KIND, tmp_path))).paragraphs
    items = ("Profiled it", "Found out why.", "Measure first.")
    numbers = [
        number.get(qn("w:val")) for each in paragraphs if each.text in items for number in each._p.iter(qn("w:numId"))
    ]
    assert len(set(numbers)) == len(items)


def test_links_lead_where_the_profile_says(tmp_path: Path) -> None:
    relations = docx.Document(str(export(EVERY_KIND, tmp_path))).part.rels.values()
    links = {each.target_ref for each in relations if each.is_external}
    assert {"mailto:zoe@example.com", "https://github.com/zoe-example", "https://doi.org/10.1000/182"} <= links


def test_the_language_is_that_of_the_cv(tmp_path: Path) -> None:
    document = docx.Document(str(export(SAMPLES / "languages" / "ar.yaml", tmp_path)))
    languages = {each.get(qn("w:bidi")) for each in document.styles.element.iter(qn("w:lang"))}
    bidi = [next(each._p.iter(qn("w:bidi")), None) is not None for each in document.paragraphs]
    assert (languages, set(bidi), document.core_properties.language) == ({"ar"}, {True}, "ar")


def test_a_name_that_is_longer_than_word_takes_is_cut_in_the_properties_alone(tmp_path: Path) -> None:
    path = tmp_path / "long.yaml"
    path.write_text(f"basics: {{ name: {'Ada ' * 100} }}", encoding="utf-8")
    document = docx.Document(str(export(path, tmp_path)))
    assert len(document.core_properties.title) == len(document.core_properties.author) == 255
    assert document.paragraphs[0].text == ("Ada " * 100).strip()


@pytest.mark.parametrize("style", ["classic", "compact", "academic"])
def test_the_same_profile_gives_the_same_bytes(style: str, tmp_path: Path) -> None:
    first, second = (export(EVERY_KIND, tmp_path / name, style).read_bytes() for name in ("first", "second"))
    assert first == second


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(CvgenError, match="DOCX needs the package python-docx") as raised:
        export(EVERY_KIND, tmp_path)
    assert raised.value.diagnostics[0].hint == "pip install 'cvgen-latex[docx]'"


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", CVS, ids=lambda path: path.stem)
def test_an_office_opens_it_with_every_word(path: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    document = export(path, tmp_path)
    command = [
        office,
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/office",
        "--convert-to",
        "txt:Text (encoded):UTF8",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path), str(document)], check=True, capture_output=True, timeout=120)
    found = letters(document.with_suffix(".txt").read_text(encoding="utf-8"))
    assert [text for text in texts(path) if letters(text) not in found] == []
