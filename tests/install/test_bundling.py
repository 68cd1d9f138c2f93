"""Bundles: what is opened is in them, the same each time, with where it is from; and what can go wrong is said."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError
from cvgen.install import bundling
from cvgen.look import fonts, styles
from cvgen.steps.engine import bundle
from cvgen.text import language

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs of these tests are scripts")

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
    log += "".join(f"cvgen-bundle={{name}}\n" for name in ("latin", "Thai", "han-ja"))
face = {{"latin": "NotoSerif-Regular.ttf", "Thai": "NotoSerifThai-Regular.ttf", "han-ja": "NotoSerifCJK-Regular.ttc"}}
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

STAND_INS = ("NotoSerif-Regular.ttf", "NotoSerifThai-Regular.ttf", "NotoSerifCJK-Regular.ttc")


def faces() -> set[str]:
    """The files of every pairing."""
    named = (face for name in fonts.pairings() for part in fonts.PARTS for face in fonts.face(name, part).faces)
    return {face.strip("[]") for face in named}


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def tectonic(tmp_path: Path) -> Path:
    return program(tmp_path / "bin" / "tectonic", TECTONIC.format(python=sys.executable))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree of TeX in which everything is that cvgen asks for, and what it does not ask for."""
    folder = write(
        tmp_path / "tree",
        {
            "tex/latex/base/latex.ltx": "% the LaTeX Project Public License",
            "tex/latex/other/other.sty": "not opened",
            "tex/latex/opened/opened.sty": "opened",
            "dvipdfmx/dvipdfmx.cfg": "V 5",
        },
    )
    return write(folder, {f"fonts/opentype/{name}": name for name in (*faces(), *STAND_INS)})


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Has a single document typeset besides the lists of fonts."""

    def have(text: str) -> None:
        monkeypatch.setattr(bundling, "_documents", lambda _: [bundling._Job("a document", text)])

    have("% opens: opened.sty")
    return have


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def refusal(call: Callable[[], object]) -> tuple[str, str]:
    """Message and hint of the one problem that a call reports."""
    with pytest.raises(CvgenError) as caught:
        call()
    [problem] = caught.value.diagnostics
    return problem.message, problem.hint or ""


# --- whole builds ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("few")
def test_a_bundle_has_what_was_opened_and_no_more(tmp_path: Path, tectonic: Path, tree: Path) -> None:
    made = bundling.build(tmp_path / "made", tectonic=tectonic, workspace=tmp_path / "work", roots=[tree])
    assert [each.name for each in made] == ["base", "more", "cjk"]
    base, more, cjk = (names(each.folder) - {"manifest.json"} for each in made)
    assert base >= {"latex.ltx", "opened.sty", "dvipdfmx.cfg", "NotoSerif-Regular.ttf", "Lato-Bold.ttf"}
    assert more >= {"Carlito-Regular.ttf", "NotoSerifThai-Regular.ttf"}
    assert cjk == {"NotoSerifCJK-Regular.ttc"}
    assert base | more | cjk == {"latex.ltx", "opened.sty", "dvipdfmx.cfg"} | faces() | {*STAND_INS}
    assert not (base & more)


@pytest.mark.usefixtures("few")
def test_what_is_made_is_read_and_verified(tmp_path: Path, tectonic: Path, tree: Path) -> None:
    for made in bundling.build(tmp_path / "made", tectonic=tectonic, workspace=tmp_path / "work", roots=[tree]):
        assert made.folder == tmp_path / "made" / bundling.FOLDERS[made.name]
        assert bundle.read(made.folder) == made
        assert bundle.verify(made) == []


@pytest.mark.usefixtures("few")
def test_two_builds_are_the_same_byte_for_byte(tmp_path: Path, tectonic: Path, tree: Path) -> None:
    for name in ("one", "two"):
        bundling.build(tmp_path / name, tectonic=tectonic, workspace=tmp_path / f"work-{name}", roots=[tree])
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@pytest.mark.usefixtures("few")
def test_nothing_but_bundles_is_left(tmp_path: Path, tectonic: Path, tree: Path) -> None:
    target, work = tmp_path / "made", tmp_path / "work"
    write(target, {".cvgen-bundle-killed/x": "of a run that was killed"})
    bundling.build(target, tectonic=tectonic, workspace=work, roots=[tree])
    assert names(target) == {"bundle", "bundle-cjk", "bundle-more"}
    assert not work.exists()


@pytest.mark.usefixtures("few")
def test_fonts_of_others_need_not_be_made(tmp_path: Path, tectonic: Path, tree: Path) -> None:
    (tree / "fonts/opentype/NotoSerifCJK-Regular.ttc").unlink()
    made = bundling.build(
        tmp_path / "made", tectonic=tectonic, workspace=tmp_path / "work", roots=[tree], cjk=False, more=False
    )
    assert [each.name for each in made] == ["base"]
    assert names(tmp_path / "made") == {"bundle"}


@pytest.mark.usefixtures("few")
def test_profiles_are_typeset_in_every_style(
    tmp_path: Path, tectonic: Path, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def job(path: Path, chosen: styles.Style, *_: str, passes: int = 1) -> object:
        asked.append((path.name, chosen.name))
        return bundling._Job("a profile", "% opens: other.sty", passes=passes)

    monkeypatch.setattr(bundling, "_job", job)
    [base, *_] = bundling.build(
        tmp_path / "made", tectonic=tectonic, workspace=tmp_path / "work", roots=[tree], profiles=[Path("a.yaml")]
    )
    assert asked == [("a.yaml", name) for name in styles.names()]
    assert (base.folder / "other.sty").exists()


@pytest.mark.usefixtures("few")
def test_progress_goes_from_nothing_to_all(tmp_path: Path, tectonic: Path, tree: Path) -> None:
    seen: list[float] = []
    bundling.build(
        tmp_path / "made",
        tectonic=tectonic,
        workspace=tmp_path / "work",
        roots=[tree],
        progress=lambda done, _: seen.append(done),
    )
    assert seen == sorted(seen)
    assert seen[-1] == 1


# --- what goes wrong ------------------------------------------------------------------------------


def test_what_fails_leaves_the_old_bundle(
    tmp_path: Path, tectonic: Path, tree: Path, few: Callable[[str], None]
) -> None:
    target = write(tmp_path / "made", {"bundle/old": "old"})
    few("% fails")
    message, _ = refusal(lambda: bundling.build(target, tectonic=tectonic, workspace=tmp_path / "work", roots=[tree]))
    assert message == "the bundle cannot be made: a document cannot be typeset: Undefined control sequence."
    assert contents(target) == {"bundle/old": b"old"}


@pytest.mark.usefixtures("few")
def test_what_cannot_be_written_leaves_the_old_bundle(
    tmp_path: Path, tectonic: Path, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = write(tmp_path / "made", {"bundle/old": "old"})
    write_bytes = Path.write_bytes

    def fill(path: Path, content: bytes) -> int:
        if path.name == "opened.sty":
            raise OSError(28, "No space left on device", str(path))
        return write_bytes(path, content)

    monkeypatch.setattr(Path, "write_bytes", fill)
    message, hint = refusal(
        lambda: bundling.build(target, tectonic=tectonic, workspace=tmp_path / "work", roots=[tree])
    )
    assert message.endswith("opened.sty cannot be written: No space left on device")
    assert "free some space" in hint
    assert contents(target) == {"bundle/old": b"old"}


def test_without_tectonic_nothing_begins(tmp_path: Path, tree: Path) -> None:
    missing = tmp_path / "tectonic"
    message, hint = refusal(
        lambda: bundling.build(tmp_path / "made", tectonic=missing, workspace=tmp_path / "work", roots=[tree])
    )
    assert message == f"Tectonic cannot be started: {missing}: No such file or directory"
    assert hint == '"cvgen setup" installs it'


@pytest.mark.usefixtures("few")
def test_a_crash_of_tectonic_is_said(tmp_path: Path, tree: Path) -> None:
    crashing = program(tmp_path / "tectonic", '#!/bin/sh\n[ "$1" = --version ] || kill -SEGV $$\n')
    message, _ = refusal(
        lambda: bundling.build(tmp_path / "made", tectonic=crashing, workspace=tmp_path / "work", roots=[tree])
    )
    assert message.endswith("signal 11 ended Tectonic")


@pytest.mark.usefixtures("few")
def test_fonts_of_pairings_that_are_missing_are_named(tmp_path: Path, tectonic: Path, tree: Path) -> None:
    (tree / "fonts/opentype/Lato-Bold.ttf").unlink()
    message, hint = refusal(
        lambda: bundling.build(tmp_path / "made", tectonic=tectonic, workspace=tmp_path / "work", roots=[tree])
    )
    assert message == "fonts for the bundle are missing: Lato-Bold.ttf"
    assert hint == "install them; Debian and Ubuntu have them in fonts-lato"


@pytest.mark.usefixtures("few")
def test_a_stand_in_without_a_font_is_named(tmp_path: Path, tectonic: Path, tree: Path) -> None:
    (tree / "fonts/opentype/NotoSerifThai-Regular.ttf").unlink()
    message, hint = refusal(
        lambda: bundling.build(tmp_path / "made", tectonic=tectonic, workspace=tmp_path / "work", roots=[tree])
    )
    assert message == "fonts for the bundle are missing: what stands in as Thai"
    assert "fonts-noto-core" in hint


def test_a_root_that_is_not_there_is_named(tmp_path: Path, tectonic: Path) -> None:
    message, _ = refusal(
        lambda: bundling.build(
            tmp_path / "made", tectonic=tectonic, workspace=tmp_path / "work", roots=[tmp_path / "no"]
        )
    )
    assert message == f"there is no folder {tmp_path / 'no'}"


def test_without_tex_and_debian_there_is_nothing_to_make_it_from(
    tmp_path: Path, tectonic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    message, hint = refusal(lambda: bundling.build(tmp_path / "made", tectonic=tectonic, workspace=tmp_path / "work"))
    assert message == "there is nothing to make a bundle from: no TeX is installed (no kpsewhich)"
    assert "https://tug.org/texlive" in hint


# --- which file a name stands for -----------------------------------------------------------------


def index(*trees: Path) -> dict[str, Path]:
    return bundling._index([bundling._Package(None, trees)])


def test_a_name_stands_for_the_file_that_xelatex_would_find(tmp_path: Path) -> None:
    tree = write(
        tmp_path,
        {
            "tex/generic/a/a.tex": "",
            "tex/latex/a/a.tex": "",
            "tex/latex-dev/base/b.tex": "",
            "tex/latex/base/b.tex": "",
            "tex/plain/c.tex": "",
            "doc/latex/d.tex": "",
            "source/latex/e.dtx": "",
        },
    )
    found = {name: path.relative_to(tree).as_posix() for name, path in index(tree).items()}
    assert found == {"a.tex": "tex/latex/a/a.tex", "b.tex": "tex/latex/base/b.tex", "c.tex": "tex/plain/c.tex"}


def test_the_first_tree_wins(tmp_path: Path) -> None:
    local = write(tmp_path / "local", {"tex/generic/a.tex": ""})
    main = write(tmp_path / "main", {"tex/latex/a.tex": ""})
    assert index(local, main) == {"a.tex": local / "tex/generic/a.tex"}


def test_the_trees_of_packages_are_in_the_order_of_those_of_a_system(tmp_path: Path) -> None:
    names = ("usr/share/texlive/texmf-dist", "usr/share/fonts", "usr/share/texmf")
    trees = [write(tmp_path / f"package{i}" / name, {"fonts/a.otf": ""}) for i, name in enumerate(names)]
    assert index(*trees) == {"a.otf": trees[2] / "fonts/a.otf"}


def test_links_out_of_the_trees_and_names_with_spaces_are_left_out(tmp_path: Path) -> None:
    tree = write(tmp_path / "tree", {"tex/a b.tex": "", "tex/c.tex": ""})
    (tree / "tex/passwd").symlink_to("/etc/passwd")
    (tree / "tex/broken").symlink_to("nowhere")
    (tree / "tex/d.tex").symlink_to("c.tex")
    assert sorted(index(tree)) == ["c.tex", "d.tex"]


def test_cvgens_own_files_are_never_candidates(
    tmp_path: Path, tectonic: Path, tree: Path, few: Callable[[str], None]
) -> None:
    write(tree, {"tex/generic/babel/hyphen.cfg": "all languages", "tex/latex/cvgen.sty": "old"})
    few("% opens: hyphen.cfg\n% opens: cvgen.sty\n")
    made = bundling.build(tmp_path / "made", tectonic=tectonic, workspace=tmp_path / "work", roots=[tree])
    assert {"hyphen.cfg", "cvgen.sty"} & {name for each in made for name in names(each.folder)} == set()


# --- the server -----------------------------------------------------------------------------------


def test_the_server_notes_what_is_asked_for(tmp_path: Path) -> None:
    files = {"a.tex": "first", "b.tex": "", "c.tex": "third"}
    write(tmp_path, files)
    with bundling._Recorder(tmp_path, {name: tmp_path / name for name in files}, tmp_path) as recorder:
        connection = http.client.HTTPConnection("127.0.0.1", recorder.server.server_port)

        def get(path: str, **headers: str) -> tuple[int, bytes]:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, response.read()

        status, listing = get("/files.tar.index.gz")
        lines = [line.split() for line in gzip.decompress(listing).decode().splitlines()]
        assert (status, [(name, size) for name, _, size in lines]) == (
            200,
            [("a.tex", "5"), ("b.tex", "0"), ("c.tex", "5")],
        )
        start = int(lines[2][1])
        assert get("/files.tar", Range=f"bytes={start}-{start + 4}") == (206, b"third")
        assert get("/elsewhere") == (404, b"")
        connection.close()
        assert recorder.opened == {"c.tex"}


# --- what is typeset ------------------------------------------------------------------------------


def test_every_style_option_language_and_kind_of_photo_is_typeset(tmp_path: Path) -> None:
    passes = {job.name: job.passes for job in bundling._documents(tmp_path)}
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
        ("Thai", "more"),
        ("Ethiopic", "more"),
        ("Sinhala", "more"),
        ("han-zh-Hans", "cjk"),
    ],
)
def test_scripts_of_no_language_of_cvgen_are_not_in_the_base(stand_in: str, group: str) -> None:
    assert bundling._group(stand_in) == group


# --- Debian's packages ----------------------------------------------------------------------------

# A mirror is a folder with files NAME_VERSION_all.deb, each of which unpacks to a folder of the same name beside it.
APT_GET = r"""#!/bin/sh
echo "$*" >> {log}
for last; do :; done
case "$*" in
  *--print-uris*)
    for deb in {mirror}/*.deb; do
      echo "'http://mirror/$(basename $deb)' $(basename $deb) $(stat -c %s $deb) SHA256:$(sha256sum $deb | cut -d' ' -f1)"
    done;;
  *download*) cp {mirror}/${{last%%=*}}_*.deb . ;;
esac
"""
DPKG_DEB = r"""#!/bin/sh
name=$(cat "$2") && cp -r {mirror}/$name "$3"
"""
OFFLINE = """#!/bin/sh
echo "W: Failed to fetch http://deb.debian.org/InRelease  Could not resolve 'deb.debian.org'" >&2
case "$*" in *download*) echo "E: Unable to locate package texlive-base" >&2; exit 100;; esac
"""


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A mirror with two packages, and an apt-get that knows it and writes what it is asked to ``log``."""
    folder = write(
        tmp_path / "mirror",
        {
            "tex_1%3a2.0-1_all.deb": "tex",
            "tex/usr/share/texlive/texmf-dist/tex/latex/a.sty": "a",
            "font_3_all.deb": "font",
            "font/usr/share/fonts/b.otf": "b",
        },
    )
    programs = tmp_path / "programs"
    program(programs / "apt-get", APT_GET.format(mirror=folder, log=tmp_path / "log"))
    program(programs / "dpkg-deb", DPKG_DEB.format(mirror=folder))
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return folder


def fetch(folder: Path) -> list[bundling._Package]:
    folder.mkdir(exist_ok=True)
    return bundling._Debian(folder, ["tex", "font"]).packages(lambda *_: None)


def fetched(tmp_path: Path) -> list[str]:
    """The packages that were fetched, in their order."""
    asked = (tmp_path / "log").read_text(encoding="utf-8")
    return re.findall(r" download (\S+)$", asked, re.MULTILINE)


@pytest.mark.usefixtures("mirror")
def test_packages_are_fetched_and_unpacked(tmp_path: Path) -> None:
    packages = fetch(tmp_path / "work")
    assert [package.label for package in packages] == ["tex 1:2.0-1", "font 3"]
    assert {name: path.read_text() for name, path in bundling._index(packages).items()} == {"a.sty": "a", "b.otf": "b"}
    assert fetched(tmp_path) == ["tex=1:2.0-1", "font=3"]


@pytest.mark.usefixtures("mirror")
def test_what_is_there_is_not_fetched_again(tmp_path: Path) -> None:
    fetch(tmp_path / "work")
    shutil.rmtree(tmp_path / "work/files/font_3_all")
    fetch(tmp_path / "work")
    assert fetched(tmp_path) == ["tex=1:2.0-1", "font=3", "font=3"]


def test_a_download_that_is_whole_is_kept_and_another_is_not(tmp_path: Path, mirror: Path) -> None:
    downloads = tmp_path / "work" / "packages"
    downloads.mkdir(parents=True)
    shutil.copyfile(mirror / "tex_1%3a2.0-1_all.deb", downloads / "tex_1%3a2.0-1_all.deb")
    (downloads / "font_3_all.deb").write_text("fon")
    fetch(tmp_path / "work")
    assert fetched(tmp_path) == ["font=3"]


@pytest.mark.usefixtures("mirror")
def test_what_was_unpacked_by_half_is_unpacked_again(tmp_path: Path) -> None:
    write(tmp_path / "work/files/.font_3_all.part", {"usr/share/fonts/half.otf": ""})
    assert sorted(bundling._index(fetch(tmp_path / "work"))) == ["a.sty", "b.otf"]


@pytest.mark.usefixtures("mirror")
def test_without_a_network_it_says_so(tmp_path: Path) -> None:
    program(tmp_path / "programs/apt-get", OFFLINE)
    message, hint = refusal(lambda: fetch(tmp_path / "work"))
    assert message.startswith("Debian's packages cannot be fetched: Failed to fetch http://deb.debian.org/InRelease")
    assert hint == "check the network and try again; what was fetched is kept"


@pytest.mark.usefixtures("mirror")
def test_a_package_that_no_mirror_has_is_named(tmp_path: Path) -> None:
    unknown = '#!/bin/sh\n[ "${*#*download}" = "$*" ] || { echo "E: Unable to locate package tex" >&2; exit 100; }\n'
    program(tmp_path / "programs/apt-get", unknown)
    message, _ = refusal(lambda: fetch(tmp_path / "work"))
    assert message == "apt-get knows no package tex"


@pytest.mark.usefixtures("mirror")
def test_a_full_disk_is_said(tmp_path: Path, tectonic: Path) -> None:
    program(tmp_path / "programs/apt-get", '#!/bin/sh\necho "E: write: No space left on device" >&2; exit 100\n')
    message, hint = refusal(lambda: bundling.build(tmp_path / "made", tectonic=tectonic, workspace=tmp_path / "work"))
    assert message.endswith("cannot be written: No space left on device")
    assert "free some space" in hint


def test_every_package_with_a_font_of_a_pairing_is_fetched() -> None:
    named = {name for pairing in fonts.pairings().values() for name in pairing["packages"]}
    assert named <= {*bundling._packages(cjk=False)}


def test_the_largest_package_is_fetched_only_for_its_bundle() -> None:
    assert {*bundling._packages(cjk=True)} - {*bundling._packages(cjk=False)} == {"fonts-noto-cjk"}


# --- licences -------------------------------------------------------------------------------------

DEP5 = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: 2010 Somebody
License: OFL-1.1

Files: fonts/opentype/Other*
 fonts/truetype/Other*
Copyright: 2010 Somebody else
License: Apache-2.0
 with an explanation

Files: debian/*
Copyright: 2010 A packager
License: GPL-2+

License: OFL-1.1
 The text of the licence, in which "License: none" stands.
"""
CATALOGUE = """Licenses for source package texlive-base

cm: knuth
texmf-dist/fonts/tfm/public/cm/*
l3kernel: lppl1.3c
texmf-dist/doc/latex/l3kernel/*
texmf-dist/tex/latex/l3kernel/*
glyphlist:
texmf-dist/fonts/map/glyphlist/*
"""


def licence(folder: Path, file: str, text: str = "", **documents: str) -> str:
    write(folder, {f"texmf-dist/{file}": text, **{f"doc/{name}": content for name, content in documents.items()}})
    if "Licenses" in documents:
        (folder / "doc" / "Licenses.gz").write_bytes(gzip.compress(documents["Licenses"].encode()))
    return bundling._licence(folder / "texmf-dist" / file, folder / "doc")


@pytest.mark.parametrize(("file", "expected"), [("a/Some-Bold.ttf", "OFL-1.1"), ("a/Other-Bold.ttf", "Apache-2.0")])
def test_the_last_paragraph_of_debians_copyright_file_that_is_about_a_file_counts(
    tmp_path: Path, file: str, expected: str
) -> None:
    assert licence(tmp_path, file, copyright=DEP5) == expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("fonts/tfm/public/cm/cmr10.tfm", "Knuth-CTAN"),
        ("tex/latex/l3kernel/expl3.ltx", "LPPL-1.3c"),
        ("fonts/map/glyphlist/glyphlist.txt", "see the package"),
    ],
)
def test_the_catalogue_of_tex_says_the_licence_of_a_folder(tmp_path: Path, file: str, expected: str) -> None:
    assert licence(tmp_path, file, Licenses=CATALOGUE) == expected


def test_the_copyright_file_in_prose_is_read_from_the_word_licence_on(tmp_path: Path) -> None:
    prose = "Based on what is in the public domain.\n\nLicense:\n This work is under the GUST Font\n License.\n"
    assert licence(tmp_path, "a.otf", copyright=prose) == "GUST-Font-License"


def test_what_a_file_says_of_itself_counts_where_the_package_says_nothing(tmp_path: Path) -> None:
    notice = "%% This may be distributed under the conditions of the LaTeX Project\n%% Public License."
    assert licence(tmp_path, "a.sty", notice) == "LPPL"


@pytest.mark.usefixtures("few")
def test_the_manifest_says_where_a_file_of_a_tex_live_is_from(tmp_path: Path, tectonic: Path, tree: Path) -> None:
    root = tmp_path / "texlive"
    root.mkdir()
    tree.rename(root / "texmf-dist")
    database = """name opened
category Package
revision 123
shortdesc A package
catalogue-license lppl1.3c
runfiles size=1
 texmf-dist/tex/latex/opened/opened.sty

name other
revision 7
"""
    write(root, {"tlpkg/texlive.tlpdb": database})
    [base, *_] = bundling.build(
        tmp_path / "made", tectonic=tectonic, workspace=tmp_path / "work", roots=[root / "texmf-dist"]
    )
    files = json.loads((base.folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert files["opened.sty"] == {
        "sha256": hashlib.sha256(b"opened").hexdigest(),
        "size": 6,
        "package": "opened r123",
        "licence": "LPPL-1.3c",
    }
    assert (files["latex.ltx"]["package"], files["latex.ltx"]["licence"]) == ("unknown", "LPPL")


# --- as a program ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("few")
def test_the_program_says_what_it_made(
    tmp_path: Path, tectonic: Path, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "made"
    code = bundling.main(["--output", str(output), "--tectonic", str(tectonic), "--root", str(tree), "--no-cjk"])
    made = bundle.read(output / "bundle")
    assert made is not None
    assert code == 0
    assert capsys.readouterr().out.splitlines()[0].endswith(f" MB, {made.digest}")


def test_the_program_fails_with_a_hint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = bundling.main(["--output", str(tmp_path / "made"), "--tectonic", str(tmp_path / "no")])
    assert code == 1
    assert capsys.readouterr().err.splitlines()[-1] == '  hint: "cvgen setup" installs it'


# --- with TeX itself ------------------------------------------------------------------------------


@pytest.mark.exhaustive
@pytest.mark.skipif(shutil.which("kpsewhich") is None, reason="no TeX is installed")
def test_the_base_is_small_and_nothing_but_what_cvgen_thinks_of_is_needed(tmp_path: Path) -> None:
    from cvgen.environment import cache_folder
    from cvgen.install import setup
    from tests.conftest import PEOPLE, SAMPLES

    engine = setup.engine_path(cache_folder())
    if engine is None:
        pytest.skip("Tectonic is not installed")
    profiles = [*PEOPLE, *sorted(SAMPLES.glob("*.yaml")), *sorted((SAMPLES / "languages").glob("*.yaml"))]
    digests = []
    for name, asked in (("own", []), ("all", profiles)):
        made = bundling.build(
            tmp_path / name, tectonic=engine, workspace=tmp_path / "work", roots=bundling.installed(), profiles=asked
        )
        digests.append([each.digest for each in made])
    assert digests[0] == digests[1]
    assert sum(path.stat().st_size for path in (tmp_path / "own/bundle").iterdir()) < 30e6
