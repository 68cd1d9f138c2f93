"""What is typeset has every option, and what it opens goes into the bundle that needs it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError
from cvgen.install.font_coverage import pairing_files
from cvgen.look import fonts, styles
from cvgen.text import language
from tests.install.places import program, write
from tools.bundle import documents, packages
from tools.bundle.packages import Unpacked
from tools.bundle.recording import Job

# Opens what a document says it does, as Tectonic would: faces, and "opens: NAME"; writes a log, and fails if told to.
TECTONIC = r"""#!{python} -IS
import gzip, re, socket, sys
from pathlib import Path

if "--version" in sys.argv:
    sys.exit("Tectonic 0.0")
host, port = re.search(r"//([\d.]+):(\d+)/", sys.argv[sys.argv.index("-b") + 1]).groups()

def get(path, extra=""):
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"GET {{path}} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{{extra}}\r\n".encode())
        return connection.makefile("rb").read().partition(b"\r\n\r\n")[2]

index = {{}}
for line in gzip.decompress(get("/files.tar.index.gz")).decode().splitlines():
    name, start, size = line.split()
    index[name] = int(start), int(size)
text = Path("document.tex").read_text()
log = "This is a log\n"
wanted = ["tectonic-format-latex.tex", "latex.ltx", *re.findall(r"\[([^]{{}}]+\.[ot]tf)\]|$", text)]
wanted += re.findall(r"^% opens: (\S+)", text, re.M)
if "g__cv_chain_seq" in text:
    log += "".join(f"cvgen-bundle={{name}}\n" for name in ("latin", "Sinhala", "han-ja"))
face = {{"latin": "NotoSerif-Regular.ttf", "Sinhala": "NotoSerifSinhala-Regular.ttf", "han-ja": "NotoSerifCJK-Regular.ttc"}}
for found in re.findall(r"cvShow\{{([\w-]+)\}}", text):
    if face[found] in index:
        wanted.append(face[found])
    else:
        log += f"cvgen-bundle={{found}}\n"
if "% fails" in text:
    log += "! Undefined control sequence.\nl.1 \\nothing\n"
for name in filter(None, wanted):
    start, size = index[name]
    assert len(get("/files.tar", f"Range: bytes={{start}}-{{start + size - 1}}\r\n")) == size, name
Path("document.log").write_text(log)
sys.exit("it failed" if "% fails" in text else 0)
""".replace('sys.exit("Tectonic 0.0")', "sys.exit(0)")

STAND_INS = ("NotoSerif-Regular.ttf", "NotoSerifSinhala-Regular.ttf", "NotoSerifCJK-Regular.ttc")
TEXMF = "usr/share/texlive/texmf-dist"


def faces() -> set[str]:
    """The files of every pairing."""
    return {file for name in fonts.pairings() for file in pairing_files(name)}


@pytest.fixture
def tectonic(tmp_path: Path) -> Path:
    return program(tmp_path / "bin" / "tectonic", TECTONIC.format(python=sys.executable))


@pytest.fixture
def unpacked(tmp_path: Path) -> list[Unpacked]:
    """Packages in which everything is that cvgen asks for, and what it does not ask for."""
    tex = write(
        tmp_path / "tex",
        {
            f"{TEXMF}/tex/latex/base/latex.ltx": "% the LaTeX Project Public License",
            f"{TEXMF}/tex/latex/other/other.sty": "not opened",
            f"{TEXMF}/tex/latex/opened/opened.sty": "opened",
            f"{TEXMF}/dvipdfmx/dvipdfmx.cfg": "V 5",
        },
    )
    names = (*faces(), *STAND_INS)
    letters = write(tmp_path / "fonts", {f"usr/share/fonts/opentype/{name}": name for name in names})
    return [Unpacked("tex", "1", tex), Unpacked("fonts", "2", letters)]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Has a single document typeset besides the lists of fonts."""

    def have(text: str) -> None:
        monkeypatch.setattr(documents, "_documents", lambda _: [Job("a document", text)])

    have("% opens: opened.sty")
    return have


def record(tmp_path: Path, unpacked: list[Unpacked], tectonic: Path, *profiles: Path) -> dict[str, set[str]]:
    """The names of the files of each bundle."""
    (tmp_path / "scratch").mkdir()
    listed = packages.record(unpacked, tectonic, tmp_path / "scratch", profiles)
    return {bundle: {file.name for file in group} for bundle, group in listed.files.items()}


@pytest.mark.usefixtures("few")
def test_a_bundle_has_what_was_opened_and_no_more(tmp_path: Path, tectonic: Path, unpacked: list[Unpacked]) -> None:
    base, more, cjk = record(tmp_path, unpacked, tectonic).values()
    assert base >= {"latex.ltx", "opened.sty", "dvipdfmx.cfg", "NotoSerif-Regular.ttf", "Lato-Bold.ttf"}
    assert more >= {"Carlito-Regular.ttf", "NotoSerifSinhala-Regular.ttf"}
    assert cjk == {"NotoSerifCJK-Regular.ttc"}
    assert base | more | cjk == {"latex.ltx", "opened.sty", "dvipdfmx.cfg"} | faces() | {*STAND_INS}
    assert not (base & more)


@pytest.mark.usefixtures("few")
def test_the_list_says_where_a_file_is_from(tmp_path: Path, tectonic: Path, unpacked: list[Unpacked]) -> None:
    (tmp_path / "scratch").mkdir()
    listed = packages.record(unpacked, tectonic, tmp_path / "scratch")
    [file] = [each for each in listed.files["base"] if each.name == "latex.ltx"]
    assert file[:3] == (f"{TEXMF}/tex/latex/base/latex.ltx", "tex", "LPPL")
    assert listed.packages == {"tex": "1", "fonts": "2"}


@pytest.mark.usefixtures("few")
def test_profiles_are_typeset_in_every_style(
    tmp_path: Path, tectonic: Path, unpacked: list[Unpacked], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def job(path: Path, chosen: styles.Style, *_: str, passes: int = 1) -> Job:
        asked.append((path.name, chosen.name))
        return Job("a profile", "% opens: other.sty", passes=passes)

    monkeypatch.setattr(documents, "_job", job)
    groups = record(tmp_path, unpacked, tectonic, Path("a.yaml"))
    assert asked == [("a.yaml", name) for name in styles.names()]
    assert "other.sty" in groups["base"]


def test_what_fails_is_told(
    tmp_path: Path, tectonic: Path, unpacked: list[Unpacked], few: Callable[[str], None]
) -> None:
    few("% fails")
    with pytest.raises(CvgenError, match=r"a document cannot be typeset: Undefined control sequence\."):
        record(tmp_path, unpacked, tectonic)


@pytest.mark.usefixtures("few")
def test_fonts_of_pairings_that_are_missing_are_named(tmp_path: Path, tectonic: Path, unpacked: list[Unpacked]) -> None:
    (tmp_path / "fonts/usr/share/fonts/opentype/Lato-Bold.ttf").unlink()
    with pytest.raises(CvgenError, match=r"no package has the fonts Lato-Bold\.ttf"):
        record(tmp_path, unpacked, tectonic)


@pytest.mark.usefixtures("few")
def test_a_fallback_font_that_no_package_has_is_named(tmp_path: Path, tectonic: Path, unpacked: list[Unpacked]) -> None:
    (tmp_path / "fonts/usr/share/fonts/opentype/NotoSerifSinhala-Regular.ttf").unlink()
    with pytest.raises(CvgenError, match="no package has the fallback fonts Sinhala"):
        record(tmp_path, unpacked, tectonic)


def test_cvgens_own_files_are_never_listed(
    tmp_path: Path, tectonic: Path, unpacked: list[Unpacked], few: Callable[[str], None]
) -> None:
    write(tmp_path / "tex" / TEXMF, {"tex/generic/babel/hyphen.cfg": "all languages", "tex/latex/cvgen.sty": "old"})
    few("% opens: hyphen.cfg\n% opens: cvgen.sty\n")
    groups = record(tmp_path, unpacked, tectonic)
    assert {"hyphen.cfg", "cvgen.sty"} & set().union(*groups.values()) == set()


def test_every_style_option_language_and_kind_of_photo_is_typeset(tmp_path: Path) -> None:
    passes = {job.name: job.passes for job in documents._documents(tmp_path)}
    for chosen in styles.names():
        for value in ("paper=letter", "paper=legal", "dates=left", "icons=true", "hyphenation=true", "photo=false"):
            assert f"short.yaml {chosen} design.{value}" in passes
        for suffix in ("png", "jpg"):  # in a CV so long that some styles take a second pass
            assert passes[f"long.yaml {chosen} basics.image={tmp_path / f'photo.{suffix}'}"] == 2
        assert f"short.yaml {chosen} language=ar" in passes
    for tag in language.names():
        assert any(name.endswith(f" language={tag}") for name in passes)


@pytest.mark.parametrize(
    ("stand_in", "group"),
    [
        ("latin", "base"),
        ("symbols2", "base"),
        ("math", "base"),
        ("Hebrew", "base"),
        ("arabic", "base"),
        ("Devanagari", "base"),
        ("Thai", "base"),
        ("Ethiopic", "more"),
        ("Sinhala", "more"),
        ("han-zh-Hans", "cjk"),
    ],
)
def test_scripts_of_no_language_of_cvgen_are_not_in_the_base(stand_in: str, group: str) -> None:
    assert documents.bundle_of(stand_in) == group
