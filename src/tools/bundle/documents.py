"""Makes the documents that show which files the engine reads, and sorts the files into bundles."""

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

_MARK: Final = "cvgen-bundle="  # lines of the log that begin with it are for this module
_SHAPES: Final = "".join(
    rf"{{\fontencoding{{TU}}\fontseries{{{series}}}\fontshape{{{shape}}}\selectfont\XeTeXglyph3}}"
    for series, shape in (("m", "n"), ("b", "n"), ("m", "it"), ("b", "it"))
)
_LONG: Final = 20  # repetitions of the starter profile's sections that make styles print a table of contents
_FORMAT: Final = Job("a format", r"\shipout\hbox{}\csname @@end\endcsname", format="cvgen")


def record(recorder: Recorder, profiles: Sequence[Path] = ()) -> dict[str, set[str]]:
    """Return the names of the files that go into each bundle.

    "base" has the files that the styles read by themselves; "more" those that only other fonts need, and fonts for
    scripts that no language of cvgen uses; "cjk" the fonts for Chinese, Japanese and Korean. ``profiles`` are typeset
    in every style, in addition to the documents of this module. Raises CvgenError.
    """
    pairings = _pairings(recorder.files)
    fallbacks = _fallbacks(recorder)
    documents = _documents(recorder.folder)
    from_profiles = [_job(path, styles.load(name), passes=2) for path in profiles for name in styles.names()]
    phases = [
        ("base", [_FORMAT, *pairings["base"], *fallbacks["base"], *(job for job in documents if not job.has_han)]),
        ("more", [*pairings["more"], *fallbacks["more"]]),
        ("cjk", [*fallbacks["cjk"], *(job for job in documents if job.has_han)]),
        ("base", from_profiles),  # last: the base only gets those of their files that are in no other bundle
    ]
    groups: dict[str, set[str]] = {name: set() for name in BUNDLES}
    known: frozenset[str] = frozenset()
    for name, jobs in phases:
        missing = [each for _, log in recorder.run_all(jobs) for each in _marked(log)]
        if missing:
            raise CvgenError.of(
                f"no package has the fallback fonts {', '.join(dict.fromkeys(missing))}", code="font-missing"
            )
        groups[name] |= recorder.opened - known
        known = recorder.opened
    return groups


def own_files(folder: Path) -> dict[str, Path]:
    """Return cvgen's own files, which are in no bundle: its TeX packages, and the sources of the formats."""
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
    """Return CVs in every style with every option, in every language, and in every style from right to left."""
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
        values = rule.get("enum", ["true", "false"] if "boolean" in rule.get("type", ()) else [])
        settings += [f"design.{name}={value}" for value in values]
    return settings


# --- fonts ----------------------------------------------------------------------------------------


def _with_packages(name: str, text: str) -> Job:
    """Return a TeX document that loads cvgen's packages and then has this text."""
    text = f"\\documentclass{{article}}\\usepackage{{cvgen}}\\makeatletter\\everypar{{}}\n{text}\\shipout\\hbox{{}}\\@@end\n"
    return Job(name, text, {path.name: path for path in assets.SHARED.glob("*.sty")})


def _pairings(files: Mapping[str, Path]) -> dict[str, list[Job]]:
    """Return documents, by bundle, with all faces of each pairing; pairings that a style chooses are in the base."""
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
    """Return a document whose fonts are missing, so that cvgen uses Latin Modern."""
    text = ""
    for part, serif in (("text", "true"), ("heads", "false"), ("mono", "false")):
        options = f"name=none,pairing=true,features=,scale=1,serif={serif},smallcaps=false"
        text += rf"\cvFont{{{part}}}{{{options}}}{{{4 * '{[none]}'}}}\fontfamily{{cv{part}}}{_SHAPES}"
    return _with_packages("no pairing", rf"\shipout\vbox{{{text}}}")


def _fallbacks(recorder: Recorder) -> dict[str, list[Job]]:
    r"""Return documents, by bundle, with all faces of the fallback fonts that cvgen-fonts.sty declares by \cvFallback."""
    each = rf"\ExplSyntaxOn\seq_map_inline:Nn\g__cv_chain_seq{{\typeout{{{_MARK}#1}}}}\ExplSyntaxOff"
    names = _marked(recorder.run(_with_packages("the fallback fonts", each)))
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
    return {name: [_with_packages("fallback fonts", show + text)] for name, text in texts.items()}


def _marked(log: str) -> list[str]:
    return re.findall(rf"^{_MARK}(\S+)$", log, re.MULTILINE)


def bundle_of(font: str) -> str:
    """Return the bundle of a fallback font: the base only has those of scripts that a language of cvgen uses."""
    if font.startswith("han-"):
        return "cjk"
    script = font.upper()
    return "more" if script in _scripts() and script not in _scripts_of_languages() else "base"


@cache
def _scripts() -> frozenset[str]:
    """Return the names of scripts: the first words of the Unicode names of letters."""
    return frozenset(_first_words(chr(code) for code in range(0x80, 0x10000)))


@cache
def _scripts_of_languages() -> frozenset[str]:
    return frozenset(_first_words(char for tag in language.names() for char in repr(language.load(tag))))


def _first_words(characters: Iterable[str]) -> Iterator[str]:
    return (unicodedata.name(each, "").partition(" ")[0] for each in characters if each.isalpha())
