"""Output formats: each is a module and a row of the table, and what it returns is what is written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from cvgen.diagnostics import CvgenError
from cvgen.exporters import EXPORTERS, Exporter, RenderedDocument
from cvgen.pipeline import rendering
from cvgen.pipeline.request import DEFAULT_FORMATS, Request, Result
from tests.fakes import FakeEngine


class Text:
    """A format of one's own: the name, and a file beside it."""

    NEEDS: Final = "document"

    def export(self, rendered: RenderedDocument) -> Mapping[str, bytes]:
        person = str(rendered.document.person.name)
        return {f"{rendered.name}.name": person.encode(), "beside.txt": rendered.design.paper.encode()}


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "ann.yaml"
    path.write_text("basics: { name: Ann }", encoding="utf-8")
    return path


def render(profile: Path, fake: FakeEngine, *formats: str) -> Result:
    return rendering.render(Request(profile, output_dir=profile.parent / "build", formats=formats, check=False), fake)


@pytest.fixture
def with_text(monkeypatch: pytest.MonkeyPatch) -> None:
    exporter: Exporter = Text()
    monkeypatch.setitem(EXPORTERS, "name", exporter)


@pytest.mark.usefixtures("with_text")
def test_a_row_of_the_table_is_a_format(profile: Path) -> None:
    fake = FakeEngine()
    result = render(profile, fake, "name")
    build = profile.parent / "build"
    assert (result.files, result.support, result.pages) == (
        (build / "ann-classic.name",),
        (build / "beside.txt",),
        None,
    )
    assert [path.read_text(encoding="utf-8") for path in (*result.files, *result.support)] == ["Ann", "a4"]
    assert fake.folders == []  # it needs no engine


@pytest.mark.usefixtures("with_text")
def test_files_come_in_the_order_of_the_table(profile: Path) -> None:
    suffixes = [path.suffix for path in render(profile, FakeEngine(), "name", "tex", "pdf").files]
    assert suffixes == [".pdf", ".tex", ".name"]


def test_a_format_without_a_row_is_refused(profile: Path) -> None:
    with pytest.raises(CvgenError, match='"name" is not a format'):
        render(profile, FakeEngine(), "name")


def test_what_is_written_by_default_is_in_the_table() -> None:
    assert {*DEFAULT_FORMATS} <= EXPORTERS.keys()
