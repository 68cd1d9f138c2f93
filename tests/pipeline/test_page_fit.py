"""A number of pages: the loosest setting that fits is found, the wanted one first, in six runs at most."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Severity, Span
from cvgen.pipeline import page_fit
from cvgen.pipeline.page_fit import Limits, Search, Setting
from cvgen.pipeline.request import Result
from cvgen.steps.engine import TexEngine
from tests.fakes import PagedEngine
from tests.pipeline.profiles import PACKAGES, SIX, elastic, failing, names, render

LEAST, WANTED, MOST = Setting(9.2, 0.6), Setting(10.6, 1.0), Setting(11.6, 1.35)
LIMITS = Limits(LEAST, WANTED, MOST)
SIZES = [9.0, 9.19, 9.2, 9.21, 9.5, 10.0, 10.3, 10.59, 10.6, 10.61, 11.0, 11.3, 11.59, 11.6, 14.0]


class Pages:
    """Something that fits up to a size, and what was tried."""

    def __init__(self, largest: float) -> None:
        self.largest = largest
        self.tried: list[Setting] = []
        self.search: Search[float] = Search(self.attempt, lambda size: size <= largest)

    def attempt(self, setting: Setting) -> float:
        self.tried.append(setting)
        return setting.size


def searched(largest: float) -> Pages:
    pages = Pages(largest)
    pages.search.run(LIMITS)
    return pages


def test_the_wanted_setting_is_tried_first_and_then_the_tightest_if_it_must() -> None:
    assert searched(9.0).tried == [WANTED, LEAST]
    assert searched(9.5).tried[:2] == [WANTED, LEAST]
    assert searched(11.0).tried[0] == WANTED
    assert LEAST not in searched(11.0).tried


@pytest.mark.parametrize("largest", SIZES)
def test_six_runs_are_enough_and_each_is_counted(largest: float) -> None:
    pages = searched(largest)
    assert len(pages.tried) == pages.search.runs <= page_fit.RUNS


@pytest.mark.parametrize("largest", SIZES)
def test_what_is_found_fits_and_is_the_loosest_but_for_a_step(largest: float) -> None:
    best = searched(largest).search.best
    if largest < LEAST.size:
        assert best is None
        return
    assert best is not None
    setting, size = best
    step = max((MOST.size - WANTED.size) / 31, (WANTED.size - LEAST.size) / 15) + 0.01  # sizes are rounded
    assert size == setting.size
    assert max(LEAST.size, min(largest, MOST.size) - step) <= setting.size <= largest


@pytest.mark.parametrize("largest", SIZES)
def test_no_setting_is_outside_of_the_limits_or_tried_twice(largest: float) -> None:
    tried = searched(largest).tried
    assert all(LEAST.size <= each.size <= MOST.size and LEAST.density <= each.density <= MOST.density for each in tried)
    assert len(set(tried)) == len(tried)


@pytest.mark.parametrize("largest", SIZES)
def test_after_one_that_fits_only_looser_ones_are_tried(largest: float) -> None:
    fitting = [each.size for each in searched(largest).tried if each.size <= largest]
    assert fitting == sorted(fitting)


@pytest.mark.parametrize("largest", SIZES)
def test_the_same_is_found_every_time(largest: float) -> None:
    assert searched(largest).tried == searched(largest).tried


@pytest.mark.parametrize(("largest", "fits"), [(9.19, False), (9.2, True), (10.6, True), (20.0, True)])
def test_whether_it_fits_at_all_is_told(largest: float, fits: bool) -> None:
    assert Pages(largest).search.run(LIMITS) is fits


def test_what_fits_at_its_loosest_is_set_so() -> None:
    best = searched(20.0).search.best
    assert best is not None
    assert best[0] == MOST


@pytest.mark.parametrize("runs", [1, 2, 3, 4, 5])
def test_settings_between_two_are_as_many_as_halving_can_decide(runs: int) -> None:
    settings = page_fit.between(LEAST, MOST, runs)
    assert (len(settings), settings[-1], LEAST in settings) == (2**runs - 1, MOST, False)
    assert settings == sorted(settings, key=lambda each: (each.size, each.density))


@pytest.mark.parametrize("largest", SIZES)
@pytest.mark.parametrize("before", range(page_fit.RUNS + 1))
def test_halving_stops_when_no_runs_are_left(largest: float, before: int) -> None:
    pages = Pages(largest)
    pages.search.runs = before
    pages.search.bisect(page_fit.between(LEAST, MOST, 5))
    assert pages.search.runs <= max(before, page_fit.RUNS)


# --- a document -----------------------------------------------------------------------------------

# Six items are 24 points high at the tightest, 60 as they are wanted, and 108 at the loosest.
HEIGHTS = [7.0, 11.0, 15.0, 19.0, 23.0, 24.5, 30.0, 45.0, 59.0, 61.0, 80.0, 107.0, 200.0]


def fitted(six: Path, fake: TexEngine, build: Path, pages: int = 1, *, drop: bool = False) -> Result:
    return render(six, fake, build, str(elastic(six)), pages=pages, drop=drop)


def too_long(six: Path, fake: TexEngine, build: Path, *, drop: bool = False) -> Diagnostic:
    with pytest.raises(CvgenError) as raised:
        fitted(six, fake, build, drop=drop)
    [problem] = raised.value.diagnostics
    return problem


def printed(build: Path) -> list[str]:
    """The items of what was written."""
    text = (build / "six-classic.tex").read_text(encoding="utf-8")
    return re.findall(r"\\cv(?:Last)?Item.+\n\\cvNode\{\d+\}(.+)\\cvItemEnd", text)


@pytest.mark.parametrize("height", [height for height in HEIGHTS if height > 24])
def test_a_cv_fits_on_its_pages_as_loosely_as_it_can(six: Path, build: Path, height: float) -> None:
    fake = PagedEngine(height)
    assert fitted(six, fake, build).pages == 1
    [size, density] = map(
        float, re.findall(r" size = ([\d.]+), density = ([\d.]+),", (build / "six-classic.tex").read_text("utf-8"))[0]
    )
    step = 1.12  # between the settings that six runs can tell apart
    assert 6 * size * density <= height
    assert (size, density) == (12, 1.5) or 6 * size * density > height / step


@pytest.mark.parametrize("drop", [False, True])
@pytest.mark.parametrize("tells", [False, True])
@pytest.mark.parametrize("height", HEIGHTS)
def test_six_runs_decide_the_same_every_time(six: Path, build: Path, height: float, tells: bool, drop: bool) -> None:
    fakes = [PagedEngine(height, tells), PagedEngine(height, tells)]
    for fake in fakes:
        with contextlib.suppress(CvgenError):
            fitted(six, fake, build, drop=drop)
    assert len(fakes[0].tried) <= 6
    assert fakes[0].tried == fakes[1].tried


def test_what_was_chosen_is_noted_with_how_to_keep_it(six: Path, build: Path) -> None:
    [note] = fitted(six, PagedEngine(200), build).warnings
    text, hint = "1 page at size 12 and density 1.5", "to keep it: --set design.size=12 --set design.density=1.5"
    assert (note.severity, note.span, note.hint) == (Severity.NOTE, Span(six, 1), hint)
    assert note.message.startswith(text)


def test_too_little_text_for_the_pages_is_a_warning_and_printed_as_designed(six: Path, build: Path) -> None:
    [warning] = fitted(six, PagedEngine(200), build, 3).warnings
    assert (warning.severity, warning.code, warning.span) == (Severity.WARNING, "too-few-pages", Span(six, 1))
    assert warning.message.startswith("it does not fill 3 pages: ")
    assert warning.message.endswith(" allows it has 1 page")
    text = (build / "six-classic.tex").read_text(encoding="utf-8")
    assert re.findall(r" size = ([\d.]+), density = ([\d.]+),", text) == [("10", "1")]


def test_what_is_kept_as_noted_comes_out_the_same(six: Path, build: Path) -> None:
    [note] = fitted(six, PagedEngine(50), build).warnings
    text = (build / "six-classic.tex").read_text(encoding="utf-8")
    settings = re.findall(r"--set (\S+)", str(note.hint))
    render(six, PagedEngine(50), build, str(elastic(six)), settings=tuple(settings))
    assert (build / "six-classic.tex").read_text(encoding="utf-8") == text


def test_a_size_outside_of_the_styles_limits_is_brought_within(six: Path, build: Path) -> None:
    fake = PagedEngine(200)
    render(six, fake, build, str(elastic(six)), pages=1, settings=("design.size=14", "design.density=0.5"))
    assert fake.tried[0] == (12, 0.5)


def test_the_tex_alone_is_fitted_too(six: Path, build: Path) -> None:
    fake = PagedEngine(50)
    assert render(six, fake, build, str(elastic(six)), formats=("tex",), pages=1).pages == 1
    assert (len(fake.tried), names(build)) == (6, [*PACKAGES, "six-classic.tex"])


@pytest.mark.parametrize(
    ("height", "over", "names"),
    [
        (23, "0.04", ["first to go"]),
        (19, "0.26", ["as seldom", "first to go"]),
        (15, "0.60", ["seldom", "as seldom", "first to go"]),
        (11, "1.18", ["seldom", "often", "as seldom", "first to go"]),
        (7, "2.43", ["seldom", "often", "as seldom", "first to go"]),
    ],
)
def test_what_does_not_fit_says_by_how_much_and_what_could_go(
    six: Path, build: Path, height: float, over: str, names: list[str]
) -> None:
    places = {"seldom": 8, "often": 9, "as seldom": 10, "first to go": 11}
    assert too_long(six, PagedEngine(height), build) == Diagnostic(
        f"it does not fit on 1 page: at the tightest that classic allows it is {over} pages too long",
        Span(six, 1),
        "--drop would leave out: " + ", ".join(f'"{name}" (line {places[name]})' for name in names),
        code="too-many-pages",
    )
    assert [*build.iterdir()] == []


def test_of_much_that_could_go_the_first_is_named(six: Path, build: Path) -> None:
    many = "".join(f"\n      - {{ text: item {i}, priority: 1 }}" for i in range(30))
    six.write_text(SIX.replace("\n      - { text: first to go, priority: 9 }", many), encoding="utf-8")
    hint = str(too_long(six, PagedEngine(11), build).hint)
    assert (hint.count(" (line "), hint.endswith(", and 13 more")) == (20, True)


def test_where_nothing_may_go_it_is_said_how_something_may(six: Path, build: Path) -> None:
    six.write_text(re.sub(r", priority: \d", "", SIX), encoding="utf-8")
    for drop in (False, True):
        hint = too_long(six, PagedEngine(15), build, drop=drop).hint
        assert hint == "give what may be left out a priority, from 1 to 9 (goes first), and use --drop"


@pytest.mark.parametrize(
    ("height", "left"),
    [
        (24.5, "always seldom often as+seldom first+to+go always,+too"),
        (23, "always seldom often as+seldom always,+too"),
        (19, "always seldom often always,+too"),
        (15, "always often always,+too"),
        (11, "always always,+too"),
    ],
)
def test_what_has_a_priority_goes_as_far_as_it_must_9_first_and_of_equals_the_last(
    six: Path, build: Path, height: float, left: str
) -> None:
    result = fitted(six, PagedEngine(height), build, drop=True)
    assert (result.pages, printed(build)) == (1, [each.replace("+", " ") for each in left.split()])


def test_what_went_is_noted_at_its_place(six: Path, build: Path) -> None:
    _, *notes = fitted(six, PagedEngine(15), build, drop=True).warnings
    assert [(each.message, each.span, each.severity) for each in notes] == [
        ('left out: "seldom" (priority 5)', Span(six, 8, 9), Severity.NOTE),
        ('left out: "as seldom" (priority 5)', Span(six, 10, 9), Severity.NOTE),
        ('left out: "first to go" (priority 9)', Span(six, 11, 9), Severity.NOTE),
    ]


def test_what_is_left_is_as_loose_as_it_can_be(six: Path, build: Path) -> None:
    fake = PagedEngine(15)
    fitted(six, fake, build, drop=True)  # three items are 12 points high at the tightest
    assert fake.tried[:3] == [(10, 1), (8, 0.5), (8, 0.5)]
    assert max(fake.tried[3:]) > (8, 0.5)


def test_if_all_that_may_go_is_not_enough_nothing_is_written(six: Path, build: Path) -> None:
    problem = too_long(six, PagedEngine(7), build, drop=True)
    assert problem.hint == "leaving out all that has a priority is not enough"
    assert [*build.iterdir()] == []


@pytest.mark.parametrize(("height", "gone"), [(23, 2), (19, 2), (15, 3), (11, 4)])
def test_a_style_that_does_not_tell_where_things_land_drops_by_halves(
    six: Path, build: Path, height: float, gone: int
) -> None:
    fitted(six, PagedEngine(height, tells=False), build, drop=True)
    assert len(printed(build)) == 6 - gone


def test_when_the_runs_end_all_goes_that_may(six: Path, build: Path) -> None:
    six.write_text(SIX + "      - { text: seldom, priority: 1 }\n" * 9, encoding="utf-8")
    fake = PagedEngine(10, tells=False)
    fitted(six, fake, build, drop=True)
    assert (len(fake.tried), printed(build)) == (6, ["always", "always, too"])


def test_what_stands_within_what_went_is_not_noted_for_itself(six: Path, build: Path) -> None:
    outer = "{ label: outer, priority: 9, highlights: [{ text: inner, priority: 1 }, more, more] }"
    six.write_text(SIX.replace("{ text: first to go, priority: 9 }", outer), encoding="utf-8")
    _, *notes = fitted(six, PagedEngine(26), build, drop=True).warnings
    assert [each.message for each in notes] == ['left out: "outer" (priority 9)']


def test_what_stands_within_what_goes_frees_nothing_more_and_little_is_left_out(six: Path, build: Path) -> None:
    entry = "{{ label: outer {0}, priority: 5, highlights: [{{ text: inner {0}, priority: 9 }}, more, more] }}"
    outer = "".join(f"\n      - {entry.format(i)}" for i in range(40))
    six.write_text(SIX.replace("\n      - { text: first to go, priority: 9 }", outer), encoding="utf-8")
    result = fitted(six, PagedEngine(400), build, drop=True)
    assert result.pages == 1
    assert 90 < len(printed(build)) <= 100


def test_a_failure_while_trying_is_an_error(six: Path, build: Path) -> None:
    assert too_long(six, failing("! Oops."), build).message == "TeX failed: Oops"
    assert names(build) == ["six-classic.log"]
