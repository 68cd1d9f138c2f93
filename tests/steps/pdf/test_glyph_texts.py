"""Step 6: what a reader extracts from the PDF is what was typed, although the driver guesses."""

from __future__ import annotations

import io
import re

import pikepdf
import pypdf
import pytest

from cvgen.steps.pdf import glyph_texts, tounicode
from cvgen.steps.pdf.glyph_texts import Passage, Shown
from tests.steps.pdf.handmade import add_font, add_page, chars

RANGE = "1 beginbfrange\n<0001> <0003> {}\nendbfrange"


def made(cmap: str, glyphs: int = 1, used: tuple[int, ...] = ()) -> pikepdf.Pdf:
    """A PDF with the glyphs 1, 2, 3 ... of a font on its page."""
    pdf = pikepdf.new()
    shown = "".join(f"{glyph:04X}" for glyph in range(1, glyphs + 1))
    add_page(pdf, f"BT /F1 10 Tf 10 10 Td <{shown}> Tj ET", F1=add_font(pdf, cmap, used=used))
    return pdf


def stream(pdf: pikepdf.Pdf) -> bytes:
    found: bytes = pdf.pages[0].obj.Resources.Font.F1.ToUnicode.read_bytes()
    return found


def name(pdf: pikepdf.Pdf) -> str:
    """The stream's, by which the others know it."""
    return str(pdf.pages[0].obj.Resources.Font.F1.ToUnicode.objgen)


def extracted(pdf: pikepdf.Pdf) -> str:
    """What a program of others reads."""
    out = io.BytesIO()
    pdf.save(out)
    [page] = pypdf.PdfReader(out).pages
    return page.extract_text()


# --- mended ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("driver", "typed", "read"),
    [
        ("\ufb00", "ff", "ff"),
        ("\ufb03", "fi", "ffi"),
        ("\ufb00", "f\ufb00", "\ufb00"),
        ("\u2011", "-", "-"),
        ("\u00ad", "-", "-"),
        ("\u2010", "\u2011", "\u2011"),
        ("\u2f42", "文", "文"),
        ("\u2f42", "\u2f42文", "\u2f42"),
        ("\u00b5", "\u03bc", "\u03bc"),
        ("\u03bc", "\u00b5", "\u00b5"),
        ("\u2206", "\u0394", "\u0394"),
        ("\u2126", "\u03a9", "\u03a9"),
        ("\u2219", "·", "·"),
        ("\u02c9", "¯", "¯"),
        ("\u00a0", " ", " "),
        ("\u03b9", "\u0269", "\u0269"),
        ("\uff5e", "\u301c", "\u301c"),
        ("➀", "①", "①"),
        ("►", "▶", "▶"),
        ("\uffa1", "\u3131", "\u3131"),
        ("2", "²", "2"),
        ("a\ufb01b", "abfi", "afib"),
        ("😀", "😀", "😀"),
        ("\u2022", "a", "\u2022"),
        ("\ufb00", "a", "\ufb00"),
    ],
)
def test_a_glyph_reads_as_what_was_typed(driver: str, typed: str, read: str) -> None:
    pdf = made(chars({1: driver, 2: "|"}), glyphs=2)
    glyph_texts.correct(pdf, {*typed, "|"})
    assert extracted(pdf) == f"{read}|"


def test_the_box_for_a_missing_character_reads_as_no_ligature() -> None:
    pdf = made(chars({1: "\uffff", 2: "Qu"}), glyphs=2)
    glyph_texts.correct(pdf, {*"Quick"})
    assert extracted(pdf) == "\ufffdQu"


def test_a_range_of_glyphs_is_mended_one_by_one() -> None:
    pdf = made(RANGE.format("<FB00>"), glyphs=3)
    glyph_texts.correct(pdf, {*"fi\ufb02"})
    assert extracted(pdf) == "fffi\ufb02"


def test_chars_and_ranges_stand_beside_each_other() -> None:
    ranges = "2 beginbfrange\n<0002> <0003> <0061>\n<0005><0005><D83DDE00>\nendbfrange"
    pdf = made(f"{chars({1: 'ﬀ'})}\n{ranges}\n{chars({4: '-'})}", glyphs=5)
    glyph_texts.correct(pdf, {*"fab-😀"})
    assert extracted(pdf) == "ffab-😀"


def test_a_map_is_written_in_blocks_of_a_hundred_at_most() -> None:
    texts = {glyph: chr(0x4E00 + glyph) for glyph in range(1, 250)} | {250: "\ufb00"}
    pdf = made(chars(texts), glyphs=250)
    glyph_texts.correct(pdf, {*"".join(texts.values())[:-1], "f"})
    assert re.findall(r"(\d+) beginbfchar", stream(pdf).decode()) == ["100", "100", "50"]
    assert extracted(pdf) == "".join(texts.values())[:-1] + "ff"


@pytest.mark.parametrize("cmap", [chars({1: "a"}), RANGE.format("[<FB00> <FB01> <FB02>]"), chars({1: ""})])
def test_what_reads_right_or_is_another_writers_stays_as_it_is(cmap: str) -> None:
    pdf = made(cmap)
    before = stream(pdf)
    glyph_texts.correct(pdf, {"a", "f", "i", "l"})
    assert stream(pdf) == before


def test_the_texts_of_all_glyphs_are_told_by_their_stream() -> None:
    pdf = made(chars({1: "\ufb00", 2: "a"}))
    assert glyph_texts.correct(pdf, {"f", "a"}) == {name(pdf): {1: "ff", 2: "a"}}


# --- completed -------------------------------------------------------------------------------------


def completed(known: dict[int, str], used: tuple[int, ...], *words: tuple[str, tuple[tuple[int, ...], ...]]) -> str:
    """What the used glyphs read as, after texts were found to be shown by glyphs."""
    pdf = made(chars(known), glyphs=len(used), used=used)
    texts = glyph_texts.correct(pdf, {*"".join(known.values())})
    passages = [Passage(text, tuple((name(pdf), glyphs) for glyphs in pieces)) for text, pieces in words]
    glyph_texts.complete(pdf, texts, Shown({name(pdf): {*used}}, passages))
    return extracted(pdf)


def test_a_ligature_reads_as_what_stands_between_its_neighbours() -> None:
    assert completed({1: "a", 3: "e"}, (1, 2, 3), ("cafe", ((1, 2, 3),))) == "afe"


def test_a_ligature_may_stand_for_several_letters() -> None:
    assert completed({1: "o", 3: "e"}, (1, 2, 3), ("an office", ((1, 2, 3),))) == "office"


def test_letters_that_run_from_right_to_left_are_met_from_the_left() -> None:
    # The word is alef, lam-alef (unknown), beh: on the page, beh stands first.
    pdf = made(chars({1: "\u0628", 3: "\u0627"}), glyphs=3, used=(1, 2, 3))
    texts = glyph_texts.correct(pdf, {"\u0627", "\u0628"})
    passage = Passage("\u0627\u0644\u0627\u0628", ((name(pdf), (1, 2, 3)),))
    glyph_texts.complete(pdf, texts, Shown({name(pdf): {1, 2, 3}}, [passage]))
    assert tounicode.read(stream(pdf)) == {1: "\u0628", 2: "\u0644\u0627", 3: "\u0627"}


def test_a_word_is_looked_for_after_the_one_before() -> None:
    words = ("bat bit", ((1, 9, 4), (1, 2, 4)))
    assert completed({1: "b", 4: "t", 9: "a"}, (1, 2, 4), words)[:2] == "bi"


def test_a_glyph_that_no_text_explains_is_unknown() -> None:
    assert completed({1: "a"}, (1, 2)) == "a\ufffd"


def test_a_word_that_is_not_in_the_text_explains_nothing() -> None:
    assert completed({1: "a", 3: "b"}, (1, 2, 3), ("xyz", ((1, 2, 3),))) == "a\ufffdb"


def test_glyphs_of_an_unknown_stream_are_skipped() -> None:
    pdf = made(chars({1: "a"}), used=(1, 2))
    texts = glyph_texts.correct(pdf, {"a"})
    passage = Passage("ab", (("none", (1, 2)), (name(pdf), (1, 2))))
    glyph_texts.complete(pdf, texts, Shown({name(pdf): {1, 2}}, [passage]))
    assert tounicode.read(stream(pdf)) == {1: "a", 2: "b"}


# --- chosen ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("glyphs", "texts", "read"),
    [
        ({1: "\u2010"}, ["a-b-c\u2010d"], {1: "-"}),
        ({1: "-"}, ["a\u2010b\u2010c-d"], {1: "\u2010"}),
        ({1: "\u2010"}, ["a-b", "c\u2010d"], {1: "-"}),
        ({1: "\u2010"}, ["a-b", "\u2010\u2010"], {1: "\u2010"}),
        ({1: "\u2010", 2: "-"}, ["a-b-c\u2010d"], {1: "\u2010", 2: "-"}),
        ({1: "\u2011"}, ["a\u2011b"], {1: "\u2011"}),
        ({1: "\u00b5"}, ["μήνυμα µ"], {1: "\u03bc"}),
        ({1: "a"}, ["b"], {1: "a"}),
    ],
)
def test_a_glyph_that_is_shared_reads_as_what_it_is_used_for_most(
    glyphs: dict[int, str], texts: list[str], read: dict[int, str]
) -> None:
    pdf = made(chars(glyphs))
    passages = [Passage(text, ((name(pdf), tuple(glyphs)), ("none", (1,)))) for text in texts]
    glyph_texts.complete(pdf, {name(pdf): {**glyphs}}, Shown({}, [], passages))
    assert tounicode.read(stream(pdf)) == read


@pytest.mark.parametrize(
    ("text", "found"),
    [("a-b", ""), ("a-b\u2010c \u2219", "-\u2010"), ("µμ·", "µμ"), ("a b\u00a0c", ""), ("", "")],
)
def test_those_that_look_like_another_of_a_text_are_rivals(text: str, found: str) -> None:
    assert glyph_texts.rivals(text) == {*found}


# --- settled ---------------------------------------------------------------------------------------

Piece = tuple[int, tuple[int, ...]]  # a font, from 1, and glyphs of it


def settled(fonts: list[dict[int, str]], *passages: tuple[str, tuple[Piece, ...]]) -> list[dict[int, str] | None]:
    """What the glyphs of each font read as, after texts were found to be shown by them."""
    pdf = pikepdf.new()
    made_of = [add_font(pdf, chars(texts)) for texts in fonts]
    names = [str(font.ToUnicode.objgen) for font in made_of]
    texts = dict(zip(names, fonts, strict=True))
    found = [Passage(text, tuple((names[font - 1], glyphs) for font, glyphs in pieces)) for text, pieces in passages]
    glyph_texts.complete(pdf, texts, Shown({}, found))
    return [tounicode.read(font.ToUnicode.read_bytes()) for font in made_of]


def test_a_character_that_shares_its_glyph_with_another_reads_as_typed() -> None:
    assert settled([{1: "王", 2: "曶"}], ("王㫚", ((1, (1, 2)),))) == [{1: "王", 2: "㫚"}]


def test_letters_that_are_two_without_case_are_not_looked_for() -> None:
    assert settled([{1: "曶", 2: "ß"}], ("㫚ß", ((1, (1, 2)),))) == [{1: "㫚", 2: "ß"}]


def test_several_that_share_glyphs_are_told_apart_by_their_order() -> None:
    shown = ((1, (1, 2, 1, 3)),)
    assert settled([{1: "曶", 2: "胶", 3: "王"}], ("㫚㬵㫚王", shown)) == [{1: "㫚", 2: "㬵", 3: "王"}]


def test_a_passage_after_that_tells_what_is_left() -> None:
    passages = ("㫚", ((1, (1,)),)), ("㫚㬵", ((1, (1, 2)),))
    assert settled([{1: "曶", 2: "胶"}], *passages) == [{1: "㫚", 2: "㬵"}]


def test_of_two_characters_with_one_glyph_the_drivers_stays() -> None:
    assert settled([{1: "曶"}], ("㫚", ((1, (1,)),)), ("曶", ((1, (1,)),))) == [{1: "曶"}]


def test_in_another_font_the_other_of_them_is_read() -> None:
    fonts = [{1: "曶"}, {1: "曶"}]
    assert settled(fonts, ("㫚", ((1, (1,)),)), ("曶", ((2, (1,)),))) == [{1: "㫚"}, {1: "曶"}]


def test_letters_of_fonts_that_show_no_passage_are_not_looked_for() -> None:
    assert settled([{1: "曶"}, {1: "X", 2: "y"}], ("Xy㫚", ((1, (1,)),))) == [{1: "㫚"}, {1: "X", 2: "y"}]


@pytest.mark.parametrize(
    ("driver", "text"),
    [
        ("Ж", "ж"),  # styles print capitals
        ("•", "㫚"),  # and bullets
        ("曶", "㫚㬵"),
        ("曶", "曶㫚"),
        ("曶", "㫚ש"),
        ("曶", "㫚ह"),
    ],
)
def test_a_glyph_that_no_passage_explains_stays_as_it_is(driver: str, text: str) -> None:
    assert settled([{1: driver}], (text, ((1, (1,)),))) == [{1: driver}]
