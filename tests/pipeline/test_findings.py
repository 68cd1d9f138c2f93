"""What TeX noticed and what the pages show: diagnostics at the lines of the profile that led to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Severity, Span
from cvgen.look import design as designs
from cvgen.look import styles
from cvgen.pipeline import findings
from cvgen.steps import document, source
from cvgen.steps import profile as profile_step
from cvgen.steps.engine import RunStatus
from cvgen.steps.engine.contract import TexSource
from tests.fakes import FakeEngine
from tests.pipeline.profiles import landed, refused, render


def warned(profile: Path, log: Callable[[TexSource], str], build: Path, *settings: str) -> list[str]:
    """The warnings of a render, without the path of the profile; notes are none."""
    result = render(profile, FakeEngine(log=log), build, settings=settings)
    warnings = [each for each in result.warnings if each.severity is not Severity.NOTE]
    return [str(warning).removeprefix(str(profile)) for warning in warnings]


def line_of(tex: TexSource, text: str) -> int:
    return next(i for i, line in enumerate(tex.text.splitlines(), 1) if text in line)


# --- when TeX fails -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"), [("two", 9), ("one", 8), (r"\cvSection", 5), (r"\begin{cvHeader}", 2), (r"\documentclass", 1)]
)
def test_an_error_of_tex_is_at_the_line_of_the_profile(profile: Path, build: Path, text: str, line: int) -> None:
    failed = FakeEngine(
        lambda _: RunStatus.FAILED, lambda tex: f"./document.tex:{line_of(tex, text)}: Undefined control sequence."
    )
    problem = refused(profile, failed, build)
    assert str(problem) == f"{profile}:{line}:1: error: TeX failed: Undefined control sequence [tex-failed]"
    assert problem.hint == f"the log is {build / 'ann-classic.log'}"


@pytest.mark.parametrize(
    ("outcome", "log", "message"),
    [
        (RunStatus.FAILED, "", "TeX failed without saying why [tex-failed]"),
        (RunStatus.FAILED, "! Emergency stop.\n", "TeX failed: Emergency stop [tex-failed]"),
        (RunStatus.FAILED, "./cvgen.sty:9: Too bad.\n", "TeX failed: Too bad (cvgen.sty, line 9) [tex-failed]"),
        (RunStatus.FAILED, "caused by: xmalloc request for 9 bytes failed\n", "TeX ran out of memory [tex-failed]"),
        (
            RunStatus.FAILED,
            "./document.tex:9: Font TU/x/m/n/10=[Inter-Bold.otf]/OT at 10pt not loadable: Metric (TFM) file not found.\n",
            "TeX cannot load the font Inter-Bold.otf: its file is missing or damaged [tex-failed]",
        ),
        (RunStatus.TIMED_OUT, "", "TeX took too long and was stopped [tex-timeout]"),
        (RunStatus.TIMED_OUT, "./document.tex:9: Too bad.\n", "TeX took too long and was stopped [tex-timeout]"),
    ],
)
def test_every_failure_is_an_error_that_names_the_log(
    profile: Path, build: Path, outcome: RunStatus, log: str, message: str
) -> None:
    problem = refused(profile, FakeEngine(lambda _: outcome, lambda _: log), build)
    assert str(problem) == f"{profile}:1:1: error: {message}"
    assert f"the log is {build / 'ann-classic.log'}" in (problem.hint or "")


# --- what TeX noticed -----------------------------------------------------------------------------


def missing(*characters: str) -> Callable[[TexSource], str]:
    said = "".join(f"Missing character: There is no {c} (U+{ord(c):04X}) in font x!\n" for c in characters)
    return lambda _: said


@pytest.mark.parametrize(
    ("characters", "errors"),
    [
        (
            ["Ж"],
            [":3:10: error: no font has the character Ж (U+0416 CYRILLIC CAPITAL LETTER ZHE) [missing-character]"],
        ),
        (
            ["♞"],
            [
                ":8:9: error: no font has the character ♞ (U+265E BLACK CHESS KNIGHT) [missing-character]",
                ":9:9: error: no font has the character ♞ (U+265E BLACK CHESS KNIGHT) [missing-character]",
            ],
        ),
        (["•"], ["error: no font has the character • (U+2022 BULLET) [missing-character]"]),
        (["\ue000"], ["error: no font has the character \ue000 (U+E000) [missing-character]"]),
    ],
)
def test_a_missing_character_is_an_error_at_each_of_its_lines(
    profile: Path, build: Path, characters: list[str], errors: list[str]
) -> None:
    assert not_shown(profile, characters, build) == errors


def not_shown(profile: Path, characters: Iterable[str], build: Path) -> list[str]:
    with pytest.raises(CvgenError) as error:
        render(profile, FakeEngine(log=missing(*characters)), build)
    return [str(each).removeprefix(str(profile)) for each in error.value.diagnostics]


def test_many_missing_letters_of_a_script_are_one_error(profile: Path, build: Path) -> None:
    message = "no font has 6 characters of Cyrillic that stand here and below, such as Ж И Й Щ Ы"
    assert not_shown(profile, "ЖЩИЙЮЫ", build) == [f":3:10: error: {message} [missing-character]"]


def test_each_of_many_missing_signs_is_an_error_of_its_own(profile: Path, build: Path) -> None:
    # one stands on two lines, and one shows nothing
    assert len(not_shown(profile, "♞🧪🧬🧭🧮🧯\U000e0100", build)) == 7


def missing_once(source: TexSource) -> str:
    return missing("Ж")(source) if "Ж" in source.text else ""


@pytest.mark.parametrize(("instead", "is_named"), [("name", True), ("drop", False)])
def test_what_is_printed_for_a_missing_character_is_the_authors_choice(
    profile: Path, build: Path, instead: str, *, is_named: bool
) -> None:
    sources: list[str] = []

    def log(source: TexSource) -> str:
        sources.append(source.text)
        return missing_once(source)

    result = render(profile, FakeEngine(log=log), build, missing=instead)
    assert [each.code for each in result.warnings if each.severity is Severity.WARNING] == ["missing-character"]
    assert ["Ж" in text for text in sources] == [True, False]
    assert ("[cyrillic capital letter zhe]" in sources[-1]) == is_named


def test_what_the_pages_show_names_its_style(profile: Path, build: Path) -> None:
    assert {
        each.style
        for each in render(profile, FakeEngine(log=missing_once), build, missing="drop").warnings
        if each.code != "no-standard"
    } == {"classic"}


def test_what_sticks_out_is_a_warning_at_its_line(profile: Path, build: Path) -> None:
    def log(tex: TexSource) -> str:
        place = line_of(tex, "two")
        return (
            f"Overfull \\hbox (12.5pt too wide) in paragraph at lines {place}--{place + 1}\n"
            "Overfull \\vbox (3.0pt too high) has occurred while \\output is active []\n"
        )

    assert warned(profile, log, build) == [
        ":9:1: warning: a line is too wide for the page by 12.5 pt [overfull-line]",
        "warning: a page is too full by 3.0 pt [overfull-page]",
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        (
            "lato",
            "cvgen doctor says if one is damaged, and cvgen setup --more brings them; for an installed TeX: fonts-lato (Debian, Ubuntu)",
        ),
        (
            "garamond",
            "cvgen doctor says if one is damaged, and cvgen setup --more brings them; for an installed TeX: fonts-ebgaramond fonts-linuxlibertine (Debian, Ubuntu)",
        ),
        ("mono", None),
    ],
)
def test_a_font_that_is_not_installed_is_a_warning(profile: Path, build: Path, name: str, hint: str | None) -> None:
    text = f'the fonts of "{name}" are not installed, or damaged: Latin Modern stands in'
    said = f"Package cvgen Warning: {text} on input line 9.\n"
    result = render(profile, FakeEngine(log=lambda _: said * 2), build)
    assert result.warnings == (Diagnostic(text, None, hint, Severity.WARNING, code="font-missing"),)


def test_what_was_noticed_of_the_yaml_is_passed_on(profile: Path, build: Path) -> None:
    profile.write_text("basics:\n  name: Ann #1\n", encoding="utf-8")
    [warning] = warned(profile, lambda _: "", build)
    assert warning.startswith(':2:13: warning: "#1" is a comment to YAML')


def test_what_a_reader_would_stumble_over_is_a_warning_at_its_line(profile: Path, build: Path) -> None:
    assert warned(profile, landed("section 5 1 590", "item 8 2 12", "end 9 2 300"), build) == [
        ":5:1: warning: a section's title is alone at the foot of page 1 [lone-heading]"
    ]


# --- what the pages and the design show -----------------------------------------------------------


def test_what_could_be_better_is_a_note(profile: Path, build: Path) -> None:
    log = landed("item 8 1 12", "end 9 2 30")
    [note] = render(profile, FakeEngine(log=log), build).warnings
    text, hint = "the last page is filled by 5 % only", "--pages 1 may make it fit on 1"
    assert note == Diagnostic(text, Span(profile, 0), hint, Severity.NOTE, code="sparse-page")


def test_an_accent_that_is_hard_to_read_is_a_warning_where_it_is_chosen(profile: Path, build: Path) -> None:
    [warning] = warned(profile, lambda _: "", build, "design.accent=#FFD700")
    assert warning.startswith("--set design.accent=#FFD700: warning: the accent #FFD700 is hard to read")


NAMED = """\
basics: { name: Ann }
sections:
  - title: My tools
    kind: skills
    entries: [{ name: C }]
  - title: Life
    sections:
      - { kind: interests, entries: [{ name: Go }] }
design:
  {option}
"""


@pytest.mark.parametrize(
    ("option", "unmatched"),
    [
        ("order: [skills, Life, my tools]", []),
        ("order: [interests]", []),  # what "Life" begins with
        ("order: [Interests]", ["Interests"]),  # it cannot leave "Life"
        ("order: [awards, Live]", ["awards", "Live"]),
        ("titles: { my tools: Tools, interests: Hobbies }", []),
        ("titles: { skills: Tools }", ["skills"]),  # that section has a title of its own
        ("titles: { Hobbies: Interests }", ["Hobbies"]),
    ],
)
def test_a_name_that_no_section_answers_to_is_a_warning(
    profile: Path, build: Path, option: str, unmatched: list[str]
) -> None:
    profile.write_text(NAMED.replace("{option}", option), encoding="utf-8")
    key = option.partition(":")[0]
    assert warned(profile, lambda _: "", build) == [
        f':10:{len(key) + 5}: warning: "{key}" names "{name}", and no section is called so [unknown-section]'
        for name in unmatched
    ]


def test_a_name_that_no_section_answers_to_leads_to_the_nearest(profile: Path, build: Path) -> None:
    profile.write_text(NAMED.replace("{option}", "order: [Live, Nothing]"), encoding="utf-8")
    hints = [each.hint for each in render(profile, FakeEngine(), build).warnings]
    assert hints == ['did you mean "Life"?', "the sections are: My tools, Life"]


@pytest.mark.parametrize(
    ("design", "notes"),
    [
        ("", ["sidebar prints Skills and Tongues beside the other sections, where they are read first"]),
        ("design: { side: [] }", []),
        ("design: { side: [skills] }", []),
        ("design: { order: [skills] }", []),
    ],
)
def test_a_style_that_moves_sections_by_itself_is_noted(design: str, notes: list[str]) -> None:
    text = f"""
basics: {{ name: Ada }}
sections:
  - {{ title: Work, kind: projects, entries: [{{ name: P }}] }}
  - {{ kind: skills, entries: [{{ name: S }}] }}
  - {{ title: Tongues, kind: languages, entries: [{{ language: L }}] }}
{design}
"""
    valid, style = profile_step.validate(source.parse(text, Path("a.yaml"))), styles.load("sidebar")
    look = designs.resolve(style, *valid.design)
    assert [each.message for each in findings.order_changes(look, document.build(valid), style)] == notes
