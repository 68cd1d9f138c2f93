"""The documents that are typeset to learn which files the engine reads, and the bundle that each fills."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from cvgen.data import assets
from cvgen.diagnostics import CvgenError
from cvgen.look import design, fonts, styles
from cvgen.steps import document, latex, profile, source
from cvgen.text import language
from cvgen.validation import schemas
from tools.bundle.recording import Job, Recorder

BUNDLES: Final = ("base", "more", "cjk")

_MARK: Final = "cvgen-bundle="  # begins lines of the log that are for us
_SHAPES: Final = "".join(
    rf"{{\fontencoding{{TU}}\fontseries{{{series}}}\fontshape{{{shape}}}\selectfont\XeTeXglyph3}}"
    for series, shape in (("m", "n"), ("b", "n"), ("m", "it"), ("b", "it"))
)
_LONG: Final = 20  # times the sections of the starter profile: so many pages that styles print their contents
_FORMAT: Final = Job("a format", r"\shipout\hbox{}\csname @@end\endcsname", format="cvgen")


def record(recorder: Recorder, profiles: Sequence[Path] = ()) -> dict[str, set[str]]:
    """Return the names of the files that go into each bundle.

    The base has what the styles read by themselves; "more" what only fonts that no style chooses need, and scripts
    that no language of cvgen is written in; "cjk" the fonts of Chinese, Japanese and Korean. ``profiles`` are typeset
    in every style besides what cvgen itself thinks of. Raises CvgenError.
    """
    pairings = _pairings(recorder.files)
    stand_ins = _stand_ins(recorder)
    documents = _documents(recorder.folder)
    given = [_job(path, styles.load(name), passes=2) for path in profiles for name in styles.names()]
    phases = [
        ("base", [_FORMAT, *pairings["base"], *stand_ins["base"], *(job for job in documents if not job.has_han)]),
        ("more", [*pairings["more"], *stand_ins["more"]]),
        ("cjk", [*stand_ins["cjk"], *(job for job in documents if job.has_han)]),
        ("base", given),  # last, as they may ask for anything: what nothing else opened is found with them
    ]
    groups: dict[str, set[str]] = {name: set() for name in BUNDLES}
    known: frozenset[str] = frozenset()
    for name, jobs in phases:
        missing = [each for _, log in recorder.run_all(jobs) for each in _marked(log)]
        if missing:
            raise CvgenError.of(f"no font stands in as {', '.join(dict.fromkeys(missing))}", code="font-missing")
        groups[name] |= recorder.opened - known
        known = recorder.opened
    return groups


def own_files(folder: Path) -> dict[str, Path]:
    """Return the files that are cvgen's and in no bundle: its TeX packages, and the sources of the formats."""
    folder.mkdir()
    for path in (*assets.STYLES.glob("*/*.sty"), *assets.STYLES.glob("*/*.cfg")):
        shutil.copyfile(path, folder / path.name)
    shutil.copyfile(assets.SHARED / "cvgen-format.tex", folder / "tectonic-format-cvgen.tex")
    texts = {
        "tectonic-format-latex.tex": "\\input latex.ltx\n",
        "pdftex.map": "",
        "SHA256SUM": "0" * 64 + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="ascii")
    return {path.name: path for path in folder.iterdir()}


# --- profiles -------------------------------------------------------------------------------------


def _documents(folder: Path) -> list[Job]:
    """Return a CV with every option in every style, in every language, and from right to left in every style."""
    from PIL import Image  # pikepdf brings it

    text = assets.STARTER.read_text(encoding="utf-8").replace("NAME", "A Name")
    head, sections = re.split(r"^sections:.*\n", text, flags=re.MULTILINE)
    short, long = folder / "short.yaml", folder / "long.yaml"
    short.write_text(f"{head}sections:\n{sections}", encoding="utf-8")
    long.write_text(f"{head}sections:\n{_LONG * sections}", encoding="utf-8")
    jobs = []
    for name in styles.names():
        chosen = styles.load(name)
        for suffix in (".png", ".jpg"):
            photo = folder / f"photo{suffix}"
            Image.new("RGB", (8, 8)).save(photo)
            jobs.append(_job(long, chosen, f"basics.image={photo}", passes=2))
        jobs += [_job(short, chosen, setting) for setting in _options()]
        for tag in language.names():
            if name == styles.names()[0] or language.load(tag).direction == "rtl":
                jobs.append(_job(short, chosen, f"language={tag}"))
    return jobs


def _job(path: Path, chosen: styles.Style, *settings: str, passes: int = 1) -> Job:
    valid = profile.validate(source.with_settings(source.read(path), settings))
    tex = latex.generate(document.build(valid), chosen, design.resolve(chosen, *valid.design), path.stem)
    return Job(" ".join((path.name, chosen.name, *settings)), tex.text, tex.assets, passes)


def _options() -> list[str]:
    """Return a setting for each value of each option of the design that has a list of them."""
    settings = []
    for name, rule in schemas.profile()["$defs"]["design"]["properties"].items():
        values = rule.get("enum", ["true", "false"] if rule.get("type") == "boolean" else [])
        settings += [f"design.{name}={value}" for value in values]
    return settings


# --- fonts ----------------------------------------------------------------------------------------


def _with_packages(name: str, text: str) -> Job:
    """Return a document in TeX that has read cvgen's packages."""
    text = f"\\documentclass{{article}}\\usepackage{{cvgen}}\\makeatletter\\everypar{{}}\n{text}\\shipout\\hbox{{}}\\@@end\n"
    return Job(name, text, {path.name: path for path in assets.SHARED.glob("*.sty")})


def _pairings(files: Mapping[str, Path]) -> dict[str, list[Job]]:
    """Return documents with all faces of each pairing: those that styles choose are in the base."""
    chosen: set[str] = set()
    for name in styles.names():
        font = styles.load(name).design["font"]
        chosen |= {font} if isinstance(font, str) else {*font.values()}
    texts = {"base": "", "more": ""}
    for name in fonts.pairings():
        faces = sorted({face for part in fonts.PARTS for face in fonts.face(name, part).faces})
        if missing := {face.strip("[]") for face in faces} - files.keys():
            raise CvgenError.of(f"no package has the fonts {', '.join(sorted(missing))}", code="font-missing")
        text = "".join(rf'\font\cvface="{face}" at 10pt \cvface\XeTeXglyph3 ' for face in faces)
        texts["base" if name in chosen else "more"] += rf"\shipout\vbox{{{text}}}"
    jobs = {name: [_with_packages("fonts", text)] for name, text in texts.items()}
    return {**jobs, "base": [*jobs["base"], _no_pairing()]}


def _no_pairing() -> Job:
    """Return a document whose fonts are not there, so that Latin Modern stands in."""
    text = ""
    for part, serif in (("text", "true"), ("heads", "false"), ("mono", "false")):
        options = f"name=none,pairing=true,features=,scale=1,serif={serif},smallcaps=false"
        text += rf"\cvFont{{{part}}}{{{options}}}{{{4 * '{[none]}'}}}\fontfamily{{cv{part}}}{_SHAPES}"
    return _with_packages("no pairing", rf"\shipout\vbox{{{text}}}")


def _stand_ins(recorder: Recorder) -> dict[str, list[Job]]:
    r"""Return documents, by bundle, with all faces of the fonts that cvgen-fonts.sty declares by \cvFallback."""
    each = rf"\ExplSyntaxOn\seq_map_inline:Nn\g__cv_chain_seq{{\typeout{{{_MARK}#1}}}}\ExplSyntaxOff"
    names = _marked(recorder.run(_with_packages("the stand-ins", each)))
    assert names, "cvgen-fonts.sty declares some"
    texts = dict.fromkeys(BUNDLES, "")
    for name in names:
        texts[bundle_of(name)] += rf"\shipout\vbox{{\cvShow{{{name}}}{{serif}}\cvShow{{{name}}}{{sans}}}}" + "\n"
    show = rf"""\ExplSyntaxOn
\cs_new_protected:Npn\cvShow#1#2{{\group_begin:
  \tl_set:Nn\l__cv_kind_tl{{#2}}\fontfamily{{none}}\__cv_select:n{{#1}}
  \tl_if_eq:NnTF\f@family{{none}}{{\typeout{{{_MARK}#1}}}}{{{_SHAPES}}}\group_end:}}
\ExplSyntaxOff
"""
    return {name: [_with_packages("stand-ins", show + text)] for name, text in texts.items()}


def _marked(log: str) -> list[str]:
    return re.findall(rf"^{_MARK}(\S+)$", log, re.MULTILINE)


def bundle_of(stand_in: str) -> str:
    """Return the bundle of a stand-in: the base only has scripts that a language of cvgen is written in."""
    if stand_in.startswith("han-"):
        return "cjk"
    script = stand_in.upper()
    return "more" if script in _scripts() and script not in _scripts_of_languages() else "base"


@cache
def _scripts() -> frozenset[str]:
    """Return what Unicode calls scripts: the first words of the names of letters."""
    return frozenset(_first_words(chr(code) for code in range(0x80, 0x10000)))


@cache
def _scripts_of_languages() -> frozenset[str]:
    return frozenset(_first_words(char for tag in language.names() for char in repr(language.load(tag))))


def _first_words(characters: Iterable[str]) -> Iterator[str]:
    return (unicodedata.name(each, "").partition(" ")[0] for each in characters if each.isalpha())
