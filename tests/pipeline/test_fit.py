"""A number of pages: the loosest setting that fits is found, the wanted one first, in six runs at most."""

from __future__ import annotations

import pytest

from cvgen.pipeline import fit
from cvgen.pipeline.fit import Limits, Setting, Trials

LEAST, WANTED, MOST = Setting(9.2, 0.6), Setting(10.6, 1.0), Setting(11.6, 1.35)
LIMITS = Limits(LEAST, WANTED, MOST)
SIZES = [9.0, 9.19, 9.2, 9.21, 9.5, 10.0, 10.3, 10.59, 10.6, 10.61, 11.0, 11.3, 11.59, 11.6, 14.0]


class Pages:
    """Something that fits up to a size, and what was tried."""

    def __init__(self, largest: float) -> None:
        self.largest = largest
        self.tried: list[Setting] = []
        self.trials: Trials[float] = Trials(self.attempt, lambda size: size <= largest)

    def attempt(self, setting: Setting) -> float:
        self.tried.append(setting)
        return setting.size


def fitted(largest: float) -> Pages:
    pages = Pages(largest)
    fit.fit(pages.trials, LIMITS)
    return pages


def test_the_wanted_setting_is_tried_first_and_then_the_tightest_if_it_must() -> None:
    assert fitted(9.0).tried == [WANTED, LEAST]
    assert fitted(9.5).tried[:2] == [WANTED, LEAST]
    assert fitted(11.0).tried[0] == WANTED
    assert LEAST not in fitted(11.0).tried


@pytest.mark.parametrize("largest", SIZES)
def test_six_runs_are_enough_and_each_is_counted(largest: float) -> None:
    pages = fitted(largest)
    assert len(pages.tried) == pages.trials.runs <= fit.RUNS


@pytest.mark.parametrize("largest", SIZES)
def test_what_is_found_fits_and_is_the_loosest_but_for_a_step(largest: float) -> None:
    best = fitted(largest).trials.best
    if largest < LEAST.size:
        assert best is None
        return
    assert best is not None
    setting, came = best
    step = max((MOST.size - WANTED.size) / 31, (WANTED.size - LEAST.size) / 15) + 0.01  # sizes are rounded
    assert came == setting.size
    assert max(LEAST.size, min(largest, MOST.size) - step) <= setting.size <= largest


@pytest.mark.parametrize("largest", SIZES)
def test_no_setting_is_outside_of_the_limits_or_tried_twice(largest: float) -> None:
    tried = fitted(largest).tried
    assert all(LEAST.size <= each.size <= MOST.size and LEAST.density <= each.density <= MOST.density for each in tried)
    assert len(set(tried)) == len(tried)


@pytest.mark.parametrize("largest", SIZES)
def test_after_one_that_fits_only_looser_ones_are_tried(largest: float) -> None:
    fitting = [each.size for each in fitted(largest).tried if each.size <= largest]
    assert fitting == sorted(fitting)


@pytest.mark.parametrize("largest", SIZES)
def test_the_same_is_found_every_time(largest: float) -> None:
    assert fitted(largest).tried == fitted(largest).tried


@pytest.mark.parametrize(("largest", "fits"), [(9.19, False), (9.2, True), (10.6, True), (20.0, True)])
def test_whether_it_fits_at_all_is_told(largest: float, fits: bool) -> None:
    assert fit.fit(Pages(largest).trials, LIMITS) is fits


def test_what_fits_at_its_loosest_is_set_so() -> None:
    best = fitted(20.0).trials.best
    assert best is not None
    assert best[0] == MOST


@pytest.mark.parametrize("runs", [1, 2, 3, 4, 5])
def test_settings_between_two_are_as_many_as_halving_can_decide(runs: int) -> None:
    settings = fit.between(LEAST, MOST, runs)
    assert (len(settings), settings[-1], LEAST in settings) == (2**runs - 1, MOST, False)
    assert settings == sorted(settings, key=lambda each: (each.size, each.density))


@pytest.mark.parametrize("largest", SIZES)
@pytest.mark.parametrize("before", range(fit.RUNS + 1))
def test_halving_stops_when_no_runs_are_left(largest: float, before: int) -> None:
    pages = Pages(largest)
    pages.trials.runs = before
    pages.trials.loosest(fit.between(LEAST, MOST, 5))
    assert pages.trials.runs <= max(before, fit.RUNS)
