"""Whole profiles of hostile text, in all styles, alone and in batches: no crash, no lost word, no neighbour to blame.

A profile that is refused is refused by an error at its place; one that is valid is printed, and all of it reads back, or
a warning names what does not. A good profile that shares its batch with hostile ones is printed as ever.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Severity
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request, Result
from cvgen.steps import document
from cvgen.steps.document import walk
from cvgen.steps.profile import Profile
from cvgen.steps.profile import load as load_profile
from tests.conftest import STYLES, tex
from tests.fuzz import hostile
from tests.fuzz.hostile import BATCH
from tests.fuzz.reading import Block, bare, folded, read

# How a profile of such texts may be wrong; each error has its place in the file.
REFUSALS: Final = {
    "control-character", "date-format", "date-order", "empty-value", "invalid-value", "lists-too-deep", "missing-key",
    "missing-partner", "too-complex", "unknown-value", "wrong-type",
}  # fmt: skip


def faults(seeds: Sequence[int], chosen: Sequence[str], folder: Path, *, every: int = 1) -> Iterator[str]:
    """Render the profiles of seeds, and a good one, in styles in one batch; yield what is wrong.

    Every so many of them are also rendered in one style alone, which costs as much as the batch.
    """
    profiles = {f"h{seed}": hostile.profile(seed) for seed in seeds}
    profiles[f"good{seeds[0]}"] = hostile.good(seeds[0])
    valid: dict[str, Profile] = {}
    for name, each in profiles.items():
        path = folder / f"{name}.yaml"
        path.write_text(each.yaml(), encoding="utf-8")
        try:
            valid[name] = load_profile(path)
        except CvgenError as error:
            wrong = [str(one) for one in error.diagnostics if one.severity is Severity.ERROR and not is_refusal(one)]
            yield from (f"{name}: {one}" for one in wrong)
            if name.startswith("good"):
                yield f"{name}: a good profile is refused: {error}"
    requests = [
        Request(folder / f"{name}.yaml", style, folder / "batch", ("pdf",), missing="drop")
        for name in valid
        for style in chosen
    ]
    results = dict(zip(requests, rendering.render_all(requests, tex()), strict=True))
    for request, result in results.items():
        yield from (f"{request.path.stem} in {request.style}: {one}" for one in wrong_results(request, result, valid))
    for number, name in enumerate(list(valid)[::every]):  # alone, where nothing but itself can be at fault
        style = chosen[number % len(chosen)]
        request = Request(folder / f"{name}.yaml", style, folder / "alone", ("pdf",), missing="drop")
        [alone] = rendering.render_all([request], tex())
        together = next(each for other, each in results.items() if (other.path, other.style) == (request.path, style))
        if summary(alone) != summary(together):
            yield f"{name} in {style}: alone {summary(alone)}; in a batch {summary(together)}"


def is_refusal(error: Diagnostic) -> bool:
    return error.code in REFUSALS and error.span is not None and error.span.line > 0


def summary(result: Result | CvgenError) -> tuple[int | None, list[str]]:
    """The number of pages and what is said: the same in any company.

    But documents that share a run share fonts, where a glyph that two characters have may read as either.
    """
    if isinstance(result, CvgenError):
        return None, [str(each) for each in result.diagnostics]
    return result.pages, [str(each) for each in result.warnings if each.code != "pdf-unsure-text"]


def wrong_results(request: Request, result: Result | CvgenError, valid: dict[str, Profile]) -> Iterator[str]:
    if isinstance(result, CvgenError):
        yield from (f"fails: {each}" for each in result.diagnostics if each.severity is Severity.ERROR)
        return
    blocks = [Block(each.section, bare(each.said), bare(each.shown)) for each in read(result.files[0])]
    built = document.build(valid[request.path.stem])
    # An icon stands for a network, and the address of its page for a name.
    accounts = {
        str(text) for each in built.person.contacts if each.network for text in (each.network, each.text, each.handle)
    }
    for text in walk.texts((built.person, built.sections)):
        wanted = bare(folded(str(text)))
        if text.span is None or not wanted or str(text) in accounts:
            continue
        lost = missing(wanted, blocks)
        if lost and not is_named(lost, wanted, result.warnings):
            yield f"line {text.span.line}: {str(text)!r} is not read back: {lost!r}; {list(map(str, result.warnings))}"


def missing(text: str, blocks: Sequence[Block]) -> str:
    """Which characters of a text are in no block, or the text if only their order is another one."""
    sides = [plain(side) for block in blocks for side in (block.said, block.shown)]
    text = plain(text)
    lost = [Counter(text) - Counter(side) for side in sides]
    if any(not each and unmarked(text) in unmarked(side) for side, each in zip(sides, lost, strict=True)):
        return ""
    least = min(lost, key=Counter.total)
    return "".join(least) or text


def unmarked(text: str) -> str:
    """A text without its accents: they have no order among themselves, nor with those that begin the text after it."""
    return "".join(char for char in text if unicodedata.category(char)[0] != "M")


def plain(text: str) -> str:
    """A text without hyphens, which long words get more of, and brackets, which face the other way from right to left.

    It is decomposed: a mark at a text's start would join what stands before it.
    """
    text = unicodedata.normalize("NFD", text)
    return "".join(char for char in text if char not in "-\u2010\u2011" and not unicodedata.mirrored(char))


def is_named(lost: str, text: str, warnings: Sequence[Diagnostic]) -> bool:
    said = [each.message for each in warnings if each.severity is Severity.WARNING]
    return any("and others" in each or "no font has " in each for each in said) or any(
        f"U+{ord(char):04X}" in each for each in said for char in {*lost, *text}
    )


def styles(seed: int, count: int) -> list[str]:
    """Some styles, by turns."""
    return [STYLES[(seed // BATCH + 2 * i + i // 3) % len(STYLES)] for i in range(count)]


@pytest.mark.parametrize("first", range(0, 30, BATCH))
def test_hostile_profiles_are_printed_whole_or_refused_at_their_places(first: int, tmp_path: Path) -> None:
    assert list(faults(range(first, first + BATCH), styles(first, 1), tmp_path, every=5)) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("first", range(30, 2000, BATCH))
def test_each_of_very_many_is(first: int, tmp_path: Path) -> None:
    assert list(faults(range(first, first + BATCH), styles(first, 2), tmp_path)) == []
