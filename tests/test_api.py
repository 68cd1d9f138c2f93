"""``import cvgen`` for programs that use cvgen as a library."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cvgen
from cvgen.look import styles
from tests.conftest import SAMPLES
from tests.fakes import FakeEngine

ANN = "basics: { name: Ann Example }\n"
DATA = {"basics": {"name": "Ann Example"}}


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("api") / "ann.yaml"
    path.write_text(ANN, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def result(profile: Path) -> cvgen.Result:
    return cvgen.render(str(profile), style="academic", output_dir=str(profile.parent / "out"))


class NoPath:
    def __fspath__(self) -> Any:
        return 1


def problems(*args: Any, **options: Any) -> list[str]:
    """The codes of what is wrong with a call of render, which writes nothing."""
    with pytest.raises(cvgen.CvgenError) as raised:
        cvgen.render(*args, engine=FakeEngine(), **options)
    return [each.code for each in raised.value.diagnostics]


def places(diagnostics: tuple[cvgen.Diagnostic, ...]) -> list[str]:
    return [str(each.span) for each in diagnostics]


# --- files ----------------------------------------------------------------------------------------


def test_a_render_tells_what_it_wrote(profile: Path, result: cvgen.Result) -> None:
    out = profile.parent / "out"
    files = (out / "ann-academic.pdf", out / "ann-academic.tex")
    assert (result.files, result.pages, result.warnings) == (files, 1, ())


def test_the_files_are_there_and_the_result_reads_them(result: cvgen.Result) -> None:
    pdf, tex = (path.read_bytes() for path in result.files)
    assert (pdf[:5], tex[:5], result.pdf, result.tex) == (b"%PDF-", b"% Mad", pdf, tex.decode())


def test_a_file_that_was_deleted_since_is_an_error(profile: Path, tmp_path: Path) -> None:
    result = cvgen.render(profile, output_dir=tmp_path, formats=["pdf"])
    result.files[0].unlink()
    message = f"error: {result.files[0]} was there, and is gone [file-missing]\n  hint: render it again"
    with pytest.raises(cvgen.CvgenError) as raised:
        _ = result.pdf
    assert str(raised.value.diagnostics[0]) == message.partition("\n")[0]


def test_the_style_and_the_folder_have_defaults(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(profile.parent)
    made = cvgen.render("ann.yaml", formats=["tex"])
    assert (made.files, made.pdf) == ((Path("build/ann-classic.tex"),), None)


def test_a_date_in_the_environment_makes_the_pdf_the_same_each_time(
    profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    one, two = (cvgen.render(profile, output_dir=None, formats=["pdf"]).pdf for _ in range(2))
    assert one == two


def test_what_the_command_line_can_do_is_there_for_programs(profile: Path, tmp_path: Path) -> None:
    made = cvgen.render(
        profile, output_dir=tmp_path, formats=["tex"], settings=["basics.name=Bob"], pages=1, drop=True, strict=True
    )
    assert (made.pages, [str(each.severity) for each in made.warnings]) == (1, ["note"])
    assert r"name = {\cvNode{1}Bob}" in made.files[0].read_text(encoding="utf-8")


def test_a_style_may_be_the_path_of_a_folder(profile: Path, tmp_path: Path) -> None:
    styles.copy(styles.load("classic"), "mine", tmp_path)
    made = cvgen.render(profile, style=str(tmp_path / "mine"), output_dir=tmp_path, formats=["tex"])
    assert made.files == (tmp_path / "ann-mine.tex",)


def test_a_request_has_all_options_in_it(profile: Path, tmp_path: Path) -> None:
    request = cvgen.Request(profile, "compact", tmp_path, ("tex",))
    assert cvgen.render(request).files == (tmp_path / "ann-compact.tex",)


# --- profiles that are no files, and results in memory --------------------------------------------


def test_a_pdf_can_stay_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = cvgen.render(text=ANN, output_dir=None, name="ann")
    assert made.pdf is not None
    assert made.tex is not None
    assert (made.pdf[:5], made.tex[:5], made.files, [*tmp_path.iterdir()]) == (b"%PDF-", "% Mad", (), [])
    assert {"ann-classic.pdf", "ann-classic.tex", "cvgen.sty"} < made.contents.keys()


def test_text_data_and_a_loaded_profile_make_the_document_of_the_file(profile: Path) -> None:
    options: dict[str, Any] = {"output_dir": None, "formats": ["tex"], "name": "ann"}
    made = cvgen.render(profile, **options).tex
    assert made == cvgen.render(text=ANN, **options).tex
    from_data = cvgen.render(DATA, **options).tex
    assert made is not None
    assert from_data is not None
    lines = re.compile(r"\\cvAt\{\d+\}")  # which data has none of
    assert lines.sub("", made) == lines.sub("", from_data)
    assert made == cvgen.render(cvgen.load(profile), **options).tex


def test_a_profile_that_is_no_file_is_written_under_its_name(tmp_path: Path) -> None:
    made = cvgen.render(DATA, name="ann", output_dir=tmp_path, formats=["tex"])
    assert made.files == (tmp_path / "ann-classic.tex",)


def test_data_may_have_numbers_and_dates_as_yaml_libraries_return_them() -> None:
    entry = {"name": "x", "startDate": 2023, "endDate": dt.date(2024, 5, 17)}
    data = DATA | {"sections": [{"kind": "experience", "entries": (entry,)}]}
    assert cvgen.load(data).data["sections"][0]["entries"] == [
        {"name": "x", "startDate": "2023", "endDate": "2024-05-17"}
    ]


def test_every_kind_of_data_is_the_same_from_text_and_from_data() -> None:
    loaded = cvgen.load(SAMPLES / "every-kind.yaml")
    data = {**loaded.data, "basics": {**loaded.data["basics"]}}
    data["basics"].pop("image", None)  # which is beside the file
    assert cvgen.load(json.loads(json.dumps(data))).data == data


def test_a_mistake_in_data_is_named_by_its_keys() -> None:
    data = DATA | {"sections": [{"kind": "awards", "entries": [{"title": "x"}, {"title": "y", "dat": "2024"}]}]}
    found = cvgen.validate(data)
    assert [(str(each.span), each.span and each.span.line, each.message) for each in found] == [
        ("sections[0].entries[1].dat", 0, 'unknown key "dat"')
    ]


def test_a_mistake_in_a_text_is_named_by_its_line() -> None:
    assert places(cvgen.validate(text="basics:\n  nam: Ann\n", name="ann")) == ["ann:2:3"]


def test_what_tex_says_of_data_is_named_by_its_keys() -> None:
    data = DATA | {"design": {"accent": "#F0C000"}}
    made = cvgen.render(data, output_dir=None, formats=["tex"])
    assert places(made.warnings) == ["design.accent"]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"basics": {"name": b"Ann"}}, "basics.name"),
        ({"basics": {"name": {"Ann"}}}, "basics.name"),
        ({"basics": {1: "Ann"}}, "basics"),
        (DATA | {"sections": [{"title": object()}]}, "sections[0].title"),
        (DATA | {"language": dt.datetime(2024, 1, 1)}, "language"),  # noqa: DTZ001
    ],
)
def test_data_that_yaml_cannot_hold_is_named_by_its_keys(data: dict[str, Any], place: str) -> None:
    [found] = cvgen.validate(data)
    assert (found.code, str(found.span)) == ("value-type", place)


def test_a_number_that_python_does_not_write_is_refused_at_its_place() -> None:
    [found] = cvgen.validate({"basics": {"name": 10**5000}})
    assert (found.code, str(found.span)) == ("value-type", "basics.name")


def test_data_that_is_inside_of_itself_is_refused() -> None:
    data: dict[str, Any] = {"basics": {}}
    data["basics"]["basics"] = data
    assert [each.code for each in cvgen.validate(data)] == ["too-complex"]


@pytest.mark.parametrize("text", ["Ann\x07", "Ann\udcff"], ids=["bell", "no character"])
def test_text_that_cannot_be_printed_is_refused_at_its_place(text: str) -> None:
    assert places(cvgen.validate({"basics": {"name": text}})) == ["basics.name"]
    assert places(cvgen.validate(text=f"basics: {{ name: {text} }}\n")) == ["profile:1:20"]


# --- what is wrong --------------------------------------------------------------------------------


def test_validate_returns_errors_and_warnings_and_nothing_of_a_good_profile(profile: Path) -> None:
    found = cvgen.validate(text="basics:\n  name: Ann #1\n  nam: x\n")
    assert [each.severity for each in found] == [cvgen.Severity.WARNING, cvgen.Severity.ERROR]
    assert cvgen.validate(profile) == ()


def test_validate_returns_a_file_that_is_not_there(tmp_path: Path) -> None:
    [found] = cvgen.validate(tmp_path / "none.yaml")
    assert "does not exist" in found.message


def test_check_returns_what_is_wrong_with_the_pdf(profile: Path) -> None:
    assert cvgen.check(profile) == ()
    found = cvgen.check(profile, engine=FakeEngine())  # whose pages are blank
    assert {each.severity for each in found} == {cvgen.Severity.ERROR}


@pytest.mark.parametrize("content", ["basics: {}\n", "basics:\n  name: [\n", ""])
def test_a_profile_that_is_wrong_raises_with_its_problems(tmp_path: Path, content: str) -> None:
    path = tmp_path / "ann.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(cvgen.CvgenError) as raised:
        cvgen.render(path, output_dir=tmp_path / "build")
    assert [problem.span.path for problem in raised.value.diagnostics if problem.span] == [path]


def test_an_unknown_style_raises(profile: Path) -> None:
    with pytest.raises(cvgen.CvgenError, match='there is no style "clasic"'):
        cvgen.render(profile, style="clasic")


def test_an_unknown_engine_raises(profile: Path) -> None:
    with pytest.raises(cvgen.CvgenError, match='there is no engine "pdftex"'):
        cvgen.check(profile, engine="pdftex")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"formats": ["papyrus"]}, "unknown-format"),
        ({"formats": []}, "unknown-format"),
        ({"formats": "pdf"}, "wrong-argument"),
        ({"formats": [1]}, "wrong-argument"),
        ({"pages": 0}, "page-number"),
        ({"pages": 100}, "page-number"),
        ({"pages": True}, "wrong-argument"),
        ({"pages": "1"}, "page-number"),
        ({"drop": True}, "drop-without-pages"),
        ({"drop": 1, "pages": 1}, "wrong-argument"),
        ({"strict": None}, "wrong-argument"),
        ({"check": "no"}, "wrong-argument"),
        ({"style": 1}, "wrong-argument"),
        ({"style": None}, "wrong-argument"),
        ({"style": "x" * 300}, "unknown-style"),
        ({"settings": "design.paper=a4"}, "wrong-argument"),
        ({"settings": {"design.paper": "a4"}}, "wrong-argument"),
        ({"output_dir": 1}, "wrong-argument"),
        ({"epoch": -1}, "bad-epoch"),
        ({"epoch": 10**30}, "bad-epoch"),
        ({"output_dir": "a\0b"}, "wrong-argument"),
        ({"output_dir": "a\ud800b"}, "wrong-argument"),
        ({"style": "./a\ud800b"}, "wrong-argument"),
        ({"cache": "a\ud800b"}, "wrong-argument"),
        ({"style": "./a\0b"}, "wrong-argument"),
        ({"cache": "a\0b"}, "wrong-argument"),
        ({"epoch": 1.5}, "wrong-argument"),
        ({"stile": "classic"}, "wrong-argument"),
        ({"cache": 1}, "wrong-argument"),
        ({"text": ANN}, "wrong-argument"),
    ],
    ids=str,
)
def test_an_option_that_is_wrong_raises_before_anything_is_done(
    profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (problems(profile, **options), [*tmp_path.iterdir()]) == ([code], [])


@pytest.mark.parametrize(
    ("args", "options"),
    [
        ((), {}),
        ((1,), {}),
        ((["ann.yaml"],), {}),
        ((), {"text": b"basics: {}"}),
        ((), {"text": ANN, "name": "a/b"}),
        ((), {"text": ANN, "name": ""}),
        ((), {"text": ANN, "name": "a\0b"}),
        ((), {"text": ANN, "name": "a\ud800b"}),
        (("a\0b",), {}),
        (("a\ud800b",), {}),
        ((NoPath(),), {}),
        ((cvgen.Request(Path("ann.yaml")),), {"name": "ann"}),
        ((cvgen.Request(Path("ann.yaml")),), {"style": "classic"}),
    ],
)
def test_what_is_no_profile_raises(args: tuple[Any, ...], options: dict[str, Any]) -> None:
    assert problems(*args, **options) == ["wrong-argument"]


@pytest.mark.parametrize("cache", ["a file", "a file/below", "x" * 300])
def test_a_cache_that_cannot_be_is_none(
    profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a file").touch()
    assert cvgen.render(profile, engine=FakeEngine(), cache=cache, output_dir=None, check=False).pdf is not None


@pytest.mark.parametrize("function", [cvgen.load, cvgen.validate, cvgen.check])
def test_a_wrong_call_raises_and_is_no_problem_of_the_profile(function: Any) -> None:
    for args in ((), (1,), (b"ann.yaml",)):
        with pytest.raises(cvgen.CvgenError, match="wrong-argument"):
            function(*args)


def test_a_cache_may_be_a_relative_path(profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cvgen.render(profile, cache="cache", engine="xelatex", output_dir=None).pages == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"source": DATA}, "source must be the source of a loaded profile"),
        ({"path": "ann.yaml"}, "path must be a pathlib.Path"),
        ({"output_dir": "build"}, "output_dir must be the pathlib.Path of a folder"),
    ],
    ids=str,
)
def test_a_request_of_the_wrong_types_raises(options: dict[str, Any], said: str) -> None:
    with pytest.raises(cvgen.CvgenError, match=said):
        cvgen.Request(**{"path": Path("ann.yaml"), **options})


def test_a_request_takes_lists() -> None:
    lists: Any = {"formats": ["pdf"], "settings": ["design.paper=a4"]}
    request = cvgen.Request(Path("ann.yaml"), **lists)
    assert (request.formats, request.settings) == (("pdf",), ("design.paper=a4",))


def test_a_cache_that_cannot_be_written_is_no_problem_of_the_profile(profile: Path) -> None:
    with pytest.raises(cvgen.CvgenError, match="file-unwritable"):
        cvgen.check(profile, cache=profile, engine="xelatex")


def test_an_engine_that_is_none_raises(profile: Path) -> None:
    engine: Any = 1
    with pytest.raises(cvgen.CvgenError, match="engine must be the name of an engine"):
        cvgen.render(profile, engine=engine)


def test_all_that_is_wrong_with_a_request_is_told_at_once() -> None:
    with pytest.raises(cvgen.CvgenError) as raised:
        cvgen.Request(Path("ann.yaml"), formats=("papyrus", "stone"), drop=True)
    assert [each.code for each in raised.value.diagnostics] == [
        "unknown-format",
        "unknown-format",
        "drop-without-pages",
    ]


@pytest.mark.parametrize("epoch", ["abc", "", "-1", "1.5", "1" * 12])
def test_a_date_in_the_environment_that_is_none_raises(
    profile: Path, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(cvgen.CvgenError, match="SOURCE_DATE_EPOCH"):
        cvgen.render(profile, output_dir=None)


def test_the_log_of_a_failure_in_memory_is_in_the_notes(profile: Path) -> None:
    from cvgen.steps.engine import RunStatus

    engine = FakeEngine(
        status=lambda _: RunStatus.FAILED, log=lambda _: "./document.tex:6: Undefined control sequence."
    )
    with pytest.raises(cvgen.CvgenError) as raised:
        cvgen.render(profile, output_dir=None, engine=engine)
    [problem] = raised.value.diagnostics
    assert "__notes__" in str(problem.hint)
    assert "Undefined control sequence" in raised.value.__notes__[0]


# --- the interface itself -------------------------------------------------------------------------


def test_each_name_of_the_interface_is_there_and_has_a_docstring() -> None:
    parts = {name: getattr(cvgen, name) for name in cvgen.__all__ if name != "__version__"}
    assert [name for name, part in parts.items() if not part.__doc__] == []
    assert sorted(dir(cvgen)) == sorted(cvgen.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'rendr'"):
        _ = cvgen.rendr  # type: ignore[attr-defined]


def test_importing_cvgen_loads_nothing_heavy() -> None:
    heavy = {"babel", "jinja2", "jsonschema", "markdown_it", "pikepdf", "pylatexenc", "subprocess", "typer", "yaml"}
    script = f"import sys, cvgen; print(sorted({heavy!r} & sys.modules.keys()))"
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, encoding="utf-8")
    assert loaded.stdout == "[]\n"


def test_an_engine_that_starts_in_another_way_is_a_wrong_call() -> None:
    class Engine:
        def start(self) -> None:
            pass

    with pytest.raises(cvgen.CvgenError, match="cannot be called as TexEngine"):
        cvgen.render({"basics": {"name": "Ann"}}, engine=Engine(), output_dir=None)  # type: ignore[arg-type]
