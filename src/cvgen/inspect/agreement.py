"""Splits texts into words, and measures how far the libraries agree on the words and on their order."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, pairwise
from typing import Final, TypeAlias

from cvgen.inspect.report import Agreement, Mention, PairAgreement
from cvgen.text.scripts import HAN, HIRAGANA, KATAKANA

# The text of each page, by the name of the library and the number of the page.
Texts: TypeAlias = Mapping[str, Mapping[int, str]]

MAX_LISTED: Final = 200  # of each kind of thing that a report lists
FEW_WORDS: Final = 10  # with fewer, an order says nothing
INVISIBLE: Final = {"Cf", "Cc", "Cs"}  # categories of Unicode

# Scripts without spaces between words: each character counts as one.
_WORD: Final = re.compile(f"[{HAN}{HIRAGANA}{KATAKANA}]|[^\\s{HAN}{HIRAGANA}{KATAKANA}]+")


def split_words(text: str) -> list[str]:
    """Return the words of a text without invisible characters, and with ligatures taken apart."""
    plain = unicodedata.normalize("NFKC", text)
    return _WORD.findall("".join(c for c in plain if c.isspace() or unicodedata.category(c) not in INVISIBLE))


def measure_agreement(texts: Texts) -> Agreement:
    """Compare the words of at least two libraries, pair by pair and page by page."""
    words = {name: {page: split_words(text) for page, text in pages.items()} for name, pages in texts.items()}
    pairs = []
    for first, second in combinations(words, 2):
        shared = words[first].keys() & words[second].keys()
        counts = [Counter(w for page in sorted(shared) for w in words[name][page]) for name in (first, second)]
        total, same = sum(count.total() for count in counts), (counts[0] & counts[1]).total()
        orders = [same_order(words[first][page], words[second][page]) for page in shared]
        same_pairs, all_pairs = sum(order[0] for order in orders), sum(order[1] for order in orders)
        word_share = round(2 * same / total, 4) if total else 1.0
        order_share = round(same_pairs / all_pairs, 4) if all_pairs else 1.0
        pairs.append(PairAgreement(first, second, word_share, order_share))
    return Agreement(
        words=min(pair.words for pair in pairs),
        order=min(pair.order for pair in pairs),
        pairs=tuple(pairs),
        disputed=tuple(islice(_disputed_words(words), MAX_LISTED)),
    )


def same_order(first: Sequence[str], second: Sequence[str]) -> tuple[int, int]:
    """Return how many words are followed by the same word in both texts, and how many are followed by any.

    Only words that stand once in both count. Two columns in another order break few of these pairs, those at their
    ends; lines of both columns in turn break most.
    """
    once = [{word for word, count in Counter(words).items() if count == 1} for words in (first, second)]
    both = once[0] & once[1]
    next_words = [dict(pairwise(word for word in words if word in both)) for words in (first, second)]
    return sum(next_words[1].get(word) == after for word, after in next_words[0].items()), len(next_words[0])


def _disputed_words(words: Mapping[str, Mapping[int, Sequence[str]]]) -> Iterator[Mention]:
    """Iterate over the words that not all libraries found, on pages that all have read."""
    for page in sorted(set.intersection(*(set(pages) for pages in words.values()))):
        known = {name: set(pages[page]) for name, pages in words.items()}
        for word in dict.fromkeys(word for pages in words.values() for word in pages[page]):
            found_by = tuple(name for name in words if word in known[name])
            if len(found_by) < len(words):
                yield Mention(word[:100], page, found_by)
