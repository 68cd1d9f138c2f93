"""Finds the size and the spacing at which a CV has a number of pages, by trying."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

RUNS: Final = 6  # of the engine

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Setting:
    """A size of the text in points, and a density."""

    size: float
    density: float


@dataclass(frozen=True, slots=True)
class Limits:
    """The least, what the design asks for, and the most, of sizes and of densities."""

    least: Setting
    wanted: Setting
    most: Setting


@dataclass(slots=True)
class Trials(Generic[_T]):
    """What has been tried: ``best`` is the loosest setting that fitted, and what came of it."""

    attempt: Callable[[Setting], _T]
    fits: Callable[[_T], bool]
    runs: int = 0
    best: tuple[Setting, _T] | None = None

    def try_(self, setting: Setting) -> bool:
        """Try a setting; True if it fits. Only looser ones are tried after one that does."""
        self.runs += 1
        came = self.attempt(setting)
        if fitted := self.fits(came):
            self.best = (setting, came)
        return fitted

    def loosest(self, settings: Sequence[Setting]) -> None:
        """Try settings, from tight to loose, by halves, while runs are left."""
        low, high = 0, len(settings)
        while low < high and self.runs < RUNS:
            middle = (low + high) // 2
            if self.try_(settings[middle]):
                low = middle + 1
            else:
                high = middle


def fit(trials: Trials[_T], limits: Limits) -> bool:
    """Find the loosest setting that fits, the wanted one first; False if even the tightest does not."""
    if trials.try_(limits.wanted):
        if not trials.try_(limits.most):
            trials.loosest(between(limits.wanted, limits.most, RUNS - trials.runs)[:-1])
        return True
    if trials.try_(limits.least):
        trials.loosest(between(limits.least, limits.wanted, RUNS - trials.runs)[:-1])
        return True
    return False


def between(tight: Setting, loose: Setting, runs: int) -> list[Setting]:
    """As many settings after ``tight``, up to ``loose``, as halving can decide between in so many runs."""
    count = 2**runs - 1
    return [
        Setting(
            round(tight.size + (loose.size - tight.size) * i / count, 2),
            round(tight.density + (loose.density - tight.density) * i / count, 3),
        )
        for i in range(1, count + 1)
    ]
