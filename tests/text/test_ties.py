"""No line may end at some spaces; all others stay as they are."""

from __future__ import annotations

import pytest

from cvgen.text import inline
from cvgen.text.inline import Text
from cvgen.text.ties import tied, with_ties

STORY = "A story that is long enough for a paragraph with several lines, and"


@pytest.mark.parametrize(
    ("text", "expected"),  # with _ for a no-break space
    [
        ("raised it by 34 / % of all", "raised it by 34_/_% of all"),
        ("from 10 % ~ / 20 % of all", "from 10_% ~_/ 20_% of all"),
        ("a gain of ≥ 5 and ± 3", "a gain of ≥_5 and ±_3"),
        ("C + D and +5 more", "C_+ D and_+5 more"),
        ("some (e.g. this one)", "some (e.g._this one)"),
        ("as in (1, 2, 3, 4) here", "as in (1,_2,_3,_4) here"),
        ("tools (z. B. Werkzeug)", "tools (z._B._Werkzeug)"),
        (f"{STORY} then ends so.", f"{STORY} then ends_so."),
        (f"{STORY} {STORY} then is finished.", f"{STORY} {STORY} then is_finished."),
        (f"{STORY} then is finished.", f"{STORY} then is finished."),
        (f"{STORY} ends internationally", f"{STORY} ends internationally"),
        ("Mar 2021 – Present", "Mar 2021 – Present"),
        ("Data Lab", "Data Lab"),
        ("/ at the start", "/ at the start"),
    ],
)
def test_signs_and_short_last_words_stay_with_their_words(text: str, expected: str) -> None:
    assert tied(text).replace("\u00a0", "_") == expected


def test_no_more_is_tied_than_fits_into_a_narrow_column() -> None:
    pieces = tied(f"{STORY} {'1 / ' * 50}(1, 2, {'3, ' * 50}4) of it").split(" ")
    assert max(map(len, pieces)) <= 24


def test_markup_keeps_its_characters() -> None:
    text = inline.parse("a **bold / [link](https://example.com) + `x / y`** and 5 %")
    changed = with_ties(text)
    assert str(changed) == "a bold\u00a0/ link\u00a0+ x\u00a0/ y and 5\u00a0%"
    assert [type(node) for node in changed.inlines] == [type(node) for node in text.inlines]


def test_a_text_without_such_places_is_itself() -> None:
    text = Text((inline.Plain("nothing to tie here"),))
    assert with_ties(text) is text
