"""Any Unicode text in any field is printed and reads back as typed, or is refused or warned about by name.

Hypothesis makes up the texts, the fields that they stand in, the style and the language. One profile holds several
texts, each on a line and in a section of its own, because a run of TeX takes half a second. What goes wrong with
several is tried again with each alone, so that a failure names the field and the text.

What a reader gets is read here without cvgen's own reader: the structure tree by pikepdf, what is shown by pdfminer.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cvgen.diagnostics import CvgenError, Diagnostic, Severity
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from cvgen.steps.profile import load as load_profile
from cvgen.validation import schemas
from tests.conftest import STYLES, tex
from tests.filled import UNPRINTED
from tests.fuzz.reading import Block, bare, folded, read

DEFS: Final[dict[str, Any]] = schemas.profile()["$defs"]
FILLER: Final = "Qed"  # what stands in fields that a text needs beside it

# --- texts ----------------------------------------------------------------------------------------


def ranges(*pairs: tuple[int, int]) -> st.SearchStrategy[str]:
    """A character from one of some ranges, each of which is as likely."""
    return st.one_of(
        [st.characters(min_codepoint=first, max_codepoint=last, exclude_categories=["Cs"]) for first, last in pairs]
    )


# Rows of 128 characters in which Unicode has assigned some, but those of large scripts: a rare script comes as often.
_LARGE: Final = (
    (0x3400, 0x9FFF),
    (0xAC00, 0xD7FF),
    (0xE000, 0xF8FF),
    (0x17000, 0x18CFF),
    (0x20000, 0x3FFFF),
    (0xF0000, 0x10FFFF),
)
_ROWS: Final = [
    (row, row + 127)
    for row in range(0x80, 0x110000, 128)
    if not any(first <= row <= last for first, last in _LARGE)
    and any(unicodedata.category(chr(each)) not in {"Cn", "Cs"} for each in range(row, row + 128))
]
_SPACES: Final = "\u00a0\u1680\u2000\u2002\u2003\u2007\u2009\u200a\u202f\u205f\u3000\u2028\u2029\x85"
_BIDI: Final = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSEEN: Final = "\u00ad\u034f\u200b\u200c\u200d\u2060\u2061\u2064\ufeff\ufe0e\ufe0f\u180e\u115f\u3164\uffa0\U000e0100"
CHARACTERS: Final = st.one_of(
    st.characters(min_codepoint=0x20, max_codepoint=0x7E),
    st.sampled_from("\\{}$&#^_~%*`[]()<>|\"'@!?-:,;=+/"),
    ranges((0xA1, 0x24F)),
    st.sampled_from(_SPACES),
    st.sampled_from(_BIDI + _UNSEEN),
    ranges((0x300, 0x36F), (0x483, 0x489), (0x1AB0, 0x1ACE), (0x1DC0, 0x1DFF), (0x20D0, 0x20F0), (0xFE20, 0xFE2F)),
    ranges((0x370, 0x52F), (0x1E00, 0x1FFF), (0x10A0, 0x10FF), (0x530, 0x58F)),
    ranges((0x590, 0x8FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF), (0x10800, 0x10CFF), (0x1E900, 0x1EEFF)),
    ranges(
        (0x900, 0x97F),
        (0x980, 0x9FF),
        (0xA00, 0xDFF),
        (0xE00, 0xEFF),
        (0xF00, 0xFFF),
        (0x1000, 0x109F),
        (0x1780, 0x17FF),
    ),
    ranges((0x1100, 0x11FF), (0xA960, 0xA97F), (0xD7B0, 0xD7FF), (0xAC00, 0xD7A3), (0x3130, 0x318F)),
    ranges(
        (0x4E00, 0x9FFF),
        (0x3400, 0x4DBF),
        (0x20000, 0x323AF),
        (0x2E80, 0x2FDF),
        (0xF900, 0xFAFF),
        (0x2F800, 0x2FA1F),
        (0x3000, 0x30FF),
        (0xFF00, 0xFFEF),
        (0xFE30, 0xFE6F),
        (0x3200, 0x33FF),
    ),
    ranges(
        (0xFB00, 0xFB06), (0x2070, 0x209F), (0x2100, 0x218F), (0x2150, 0x218B), (0x1D400, 0x1D7FF), (0x2460, 0x24FF)
    ),
    ranges((0x2010, 0x206F), (0x20A0, 0x20C0), (0x2190, 0x2BFF), (0x27C0, 0x27FF)),
    ranges((0x1F300, 0x1FAFF), (0x1F1E6, 0x1F1FF), (0x1F3FB, 0x1F3FF), (0x2600, 0x27BF)),
    ranges((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD)),
    st.sampled_from(
        "\ufdd0\ufffd\ufffe\uffff\U0001fffe\U0010ffff\u0378\U0001f8ff\U000e0001\U000e0041\U000e007f\ud800\udfff"
    ),
    st.sampled_from(_ROWS).flatmap(ranges),
    st.characters(exclude_categories=["Cc", "Cs"]),
)
WORDS: Final = st.sampled_from(
    [
        "a", "Ann Lee", "naïve café", "C++ & C#", "100% $5 a_b ~/x", "fi ffl", "x² H₂O", "½ ¾", "Ω Ω", "µ μ", "ﬁnd ﬀ ﬆ", "e\u0301", "a\u0327\u0301", "q\u0307\u0323",
        "\\alpha \\%", "{{7*7}} <<x>> <% y %>", "^^41", "--- - -- ?` !`", "**not bold**", "[a](b)", "1 * 2 * 3", "# no", "key: value", "- item", "'", '"', "\\", "\\\\*",
        "שלום", "שָׁלוֹם", "مرحبا بالعالم", "لا إله", "میروم", "می\u200cروم", "اَلْعَرَبِيَّة", "١٢٣", "ABC שלום 123", "שלום (ABC) 12%",
        "नमस्ते", "क्षत्रिय", "क\u094d\u200dष", "हिन्दी", "বাংলা", "தமிழ்", "తెలుగు", "ಕನ್ನಡ", "മലയാളം", "සිංහල", "ਪੰਜਾਬੀ", "ગુજરાતી", "สวัสดีครับ", "ลำน้ำ", "ລາວ", "ខ្មែរ", "မြန်မာ", "བོད་ཡིག",
        "한국어", "\u1112\u1161\u11ab", "\u1112\u1161", "你好 世界", "漢字かな", "葛\U000e0100", "𠮷野家", "⼀⽇", "豈", "\uff46\uff55\uff4c\uff4c", "ｶﾞ", "㍿㎏",
        "😀", "👍🏽", "👨‍👩‍👧‍👦", "🇩🇪", "❤️", "1️⃣", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🫨", "🫩",
        "\U0001d518\U0001d52b\U0001d526", "\U0001d49c \U0001d7d9", "Ελλάδα", "ᾳ", "Привет", "й", "Հայ", "ქართული", "አማርኛ", "ᏣᎳᎩ", "ᚠᚢ", "𓀀", "𐎀", "Ǆ ǆ", "ĳ", "ŉ", "\u0130 \u0131", "ß ẞ", "\u017f", "Å Å K",
        "co\u00adop", "a\u200bb", "a\u00a0b", "a\u2009b", "a\u202fb", "non\u2011breaking", "a\u2010b", "\u202eabc\u202c", "x\u2066\u05e9\u05dc\u05d5\u05dd\u2069y", "a  b",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "x" * 120, "https://example.com/" + "a/b-c_d" * 12, "ж" * 60, "字" * 90, "न" * 50, "ש" * 50,
    ]
)  # fmt: skip
PIECES: Final = st.one_of(st.text(CHARACTERS, min_size=1, max_size=5), WORDS)
# Not promised yet: what runs from right to left, whose words and brackets a page has as they are seen.
_LEFTWARD: Final = {"R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI"}


def _is_rightward(text: str) -> bool:
    return not any(unicodedata.bidirectional(char) in _LEFTWARD or char in "\u200e\u200f\u061c" for char in text)


TEXTS: Final = st.builds(
    lambda pieces, between: between.join(pieces),
    st.lists(PIECES, min_size=1, max_size=4),
    st.sampled_from([" ", "", " ", "/", "\u00a0"]),
).filter(_is_rightward)

# --- fields ---------------------------------------------------------------------------------------


class Field(NamedTuple):
    """Where a text stands: the kind of its section, "basics", or "section" for a section's own; and the keys to it."""

    kind: str
    keys: tuple[str | int, ...]

    def __str__(self) -> str:
        return ".".join([self.kind, *map(str, self.keys)])


ENTRIES: Final[dict[str, Any]] = {
    rule["if"]["properties"]["kind"]["const"]: rule["then"]["properties"]["entries"]["items"]
    for rule in DEFS["section"]["allOf"]
}


def resolved(schema: Any) -> Any:
    return DEFS[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def free(schema: Any) -> bool:
    """Whether any text will do: others are dates, addresses and closed words."""
    return "string" in schema.get("type", ()) and schema.get("pattern") == r"\S"


def fields(
    schema: Any, keys: tuple[str | int, ...] = (), within: tuple[str, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """The keys to all places for texts in what a schema allows, to the second of what holds itself."""
    if name := schema.get("$ref"):
        if within.count(name) == 2:
            return
        within = (*within, name)
    schema = resolved(schema)
    if free(schema) and keys[-1:] != ("image",):
        yield keys
    for name, inner in schema.get("properties", {}).items():
        if name not in UNPRINTED:
            yield from fields(inner, (*keys, name), within)
    if schema.get("type") == "array":
        yield from fields(schema["items"], (*keys, 0), within)


FIELDS: Final = [
    Field("section", ("title",)),
    Field("section", ("summary",)),
    *(Field("basics", keys) for keys in fields(DEFS["basics"])),
    *(Field(kind, keys) for kind, entry in ENTRIES.items() for keys in fields(entry)),
]
# Literal: markup is none there.
LITERAL: Final = {"phone"}


def least(schema: Any) -> Any:
    """The least that a schema allows, of texts without a meaning."""
    schema = resolved(schema)
    if "string" in schema["type"]:
        return FILLER
    return [least(schema["items"])] if schema["type"] == "array" else filled(schema, {})


def filled(schema: Any, value: dict[str, Any]) -> dict[str, Any]:
    """A mapping with what it must have beside what it has."""
    wanted = [
        *schema.get("required", ()),
        *(each for key in value for each in schema.get("dependentRequired", {}).get(key, ())),
    ]
    options = [option["required"] for option in schema.get("anyOf", ()) if "required" in option]
    if options and not any({*option} <= value.keys() for option in options):
        wanted += options[0]
    return {**{key: least(schema["properties"][key]) for key in wanted if key not in value}, **value}


def placed(schema: Any, keys: Sequence[str | int], text: str) -> Any:
    """What a schema allows, with a text at its place and little else."""
    schema = resolved(schema)
    if not keys:
        return text
    if isinstance(keys[0], int):
        return [placed(schema["items"], keys[1:], text)]
    return filled(schema, {keys[0]: placed(schema["properties"][keys[0]], keys[1:], text)})


# --- profiles -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A profile to be: each text with its field; whether what does not show is written as escapes."""

    style: str
    language: str
    hyphenation: bool
    escaped: bool
    texts: tuple[tuple[Field, str], ...]


def own(pair: tuple[Field, str]) -> object:
    """Of what a profile has only one: a key of the person."""
    return pair[0].keys[0] if pair[0].kind == "basics" else pair


def cases(most: int) -> st.SearchStrategy[Case]:
    return st.builds(
        Case,
        st.sampled_from(["classic", *(each for each in STYLES if each != "classic")]),
        st.sampled_from(["en", "de", "zh-Hans", "ja", "ko", "ar", "he", "hi", "ru"]),
        st.booleans(),
        st.booleans(),
        st.lists(st.tuples(st.sampled_from(FIELDS), TEXTS), min_size=1, max_size=most, unique_by=own).map(tuple),
    ).map(promised)


def promised(case: Case) -> Case:
    """A case without what is read as it is seen: on pages from right to left, a bracket or the like is the other one."""
    if case.language not in {"ar", "he"}:
        return case
    return replace(case, texts=tuple(each for each in case.texts if not any(map(unicodedata.mirrored, each[1]))))


def written(case: Case) -> tuple[str, list[int], list[str]]:
    """The profile as YAML, the line that each text is on, and each text as YAML has it."""
    data: dict[str, Any] = {
        "language": case.language,
        "design": {"hyphenation": case.hyphenation},
        "basics": {"name": FILLER},
        "sections": [],
    }
    for number, (field, _) in enumerate(case.texts):
        token = f"<{number}>"
        if field.kind == "basics":
            data["basics"] = {
                **data["basics"],
                **placed({"type": "object", "properties": DEFS["basics"]["properties"]}, field.keys, token),
            }
        elif field.kind == "section":
            data["sections"].append({"title": title(number), "kind": "text", "entries": [FILLER], field.keys[0]: token})
        else:
            entry = placed(ENTRIES[field.kind], field.keys, token)
            data["sections"].append({"title": title(number), "kind": field.kind, "entries": [entry]})
    scalars = [
        quoted(text if LITERAL.intersection(field.keys) else escaped(text), escapes=case.escaped)
        for field, text in case.texts
    ]
    out, at = "", 0
    lines = [0] * len(scalars)
    template = json.dumps(data, indent=1)
    for found in re.finditer(r'"<(\d+)>"', template):
        out += template[at : found.start()]
        lines[int(found[1])] = lines_in(out)
        out += scalars[int(found[1])]
        at = found.end()
    return out + template[at:], lines, [as_loaded(quoted(text, escapes=case.escaped), text) for _, text in case.texts]


def lines_in(text: str) -> int:
    """How many lines a text has by YAML's rules."""
    return 1 + len(re.findall("\r\n|[\n\r\x85\u2028\u2029]", text))


def as_loaded(scalar: str, text: str) -> str:
    """What YAML makes of a scalar: line breaks in it are folded. What is no YAML is to be refused."""
    try:
        return str(yaml.safe_load(scalar))
    except yaml.YAMLError:
        return text


def title(number: int) -> str:
    return f"Part{number}"


def escaped(text: str) -> str:
    """A text in which nothing is markup."""
    return re.sub(r"([*`\[\]])", r"\\\1", text)


def quoted(text: str, *, escapes: bool) -> str:
    """A text as YAML has it in double quotes."""

    def char(each: str) -> str:
        if each in {'"', "\\"}:
            return "\\" + each
        shown = each == " " or unicodedata.category(each)[0] not in "ZC"
        return each if shown or not (escapes or "\ud800" <= each <= "\udfff") else f"\\U{ord(each):08X}"

    return f'"{"".join(map(char, text))}"'


# --- the promise ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Problem:
    """A promise that was broken, and the least that breaks it."""

    case: Case
    why: str

    def __str__(self) -> str:
        texts = "\n".join(f"  {field}: {text!a} {text}" for field, text in self.case.texts)
        return f"{self.why}\n{texts}\n  in {replace(self.case, texts=())}"


@dataclass(frozen=True)
class Attempt:
    """A case, tried: where and what each text is, and what came of it.

    ``places`` are lines of the YAML: warnings of what stands together on the page have the place of its first text.
    ``blocks`` is None where there is no PDF; ``refused`` is whether the profile was at fault.
    """

    case: Case
    places: Sequence[range]
    expected: Sequence[str]
    said: Sequence[Diagnostic]
    blocks: Sequence[Block] | None
    refused: bool = False


def attempt(case: Case, folder: Path) -> Attempt:
    path = folder / "any.yaml"
    text, lines, typed = written(case)
    path.write_text(text, encoding="utf-8", newline="")
    starts = [lines_in(text[: part.start()]) for part in re.finditer(r'"basics": |"title": ', text)]
    places = [range(max(start for start in starts if start <= line), line + 1) for line in lines]
    tried = Attempt(case, places, [folded(each) for each in typed], (), None)
    try:
        load_profile(path)
    except CvgenError as error:
        return replace(tried, said=error.diagnostics, refused=True)
    try:
        result = rendering.render(Request(path, case.style, folder, ("pdf",), missing="drop"), tex())
    except CvgenError as error:
        return replace(tried, said=error.diagnostics)
    return replace(tried, said=result.warnings, blocks=read(result.files[0]))


def problems(case: Case, folder: Path, *, strictly: bool = True) -> Iterator[Problem]:
    """The promises that are broken, each with the one text that breaks it, if it does so alone.

    A warning may speak of several texts and name the first; ``strictly`` tries alone what it may mean, too.
    """
    tried = attempt(case, folder)
    while tried.blocks is None:
        refused = {i for i in range(len(case.texts)) if is_refused(tried, i)}
        if not refused:
            errors = "; ".join(str(each) for each in tried.said if each.severity is Severity.ERROR)
            yield from alone(case, range(len(case.texts)), folder) or [Problem(case, f"fails: {errors}")]
            return
        case = without(case, refused)
        if not case.texts:
            return
        tried = attempt(case, folder)
    in_one_breath = any(re.search(r"and \d+ more|and others|no font has \d+ ", each.message) for each in tried.said)
    for i in range(len(case.texts)):
        lost = difference(tried, i)
        if lost is None or is_named(tried, i, lost):
            continue
        problem = Problem(case, f"is not read back, and there is no word of it: {shown(tried, i)}")
        if not in_one_breath:
            yield from alone(case, [i], folder) or [problem]
        elif strictly:
            yield from [problem] if len(case.texts) == 1 else alone(case, [i], folder)


def alone(case: Case, places: Iterable[int], folder: Path) -> list[Problem]:
    """What fails of some texts, each by itself; nothing if there is but one."""
    if len(case.texts) == 1:
        return []
    each = (replace(case, texts=case.texts[i : i + 1]) for i in places)
    return [problem for one in each for problem in problems(one, folder)]


def without(case: Case, gone: Collection[int]) -> Case:
    return replace(case, texts=tuple(each for i, each in enumerate(case.texts) if i not in gone))


def is_refused(tried: Attempt, i: int) -> bool:
    """Whether an error is about a text: of a wrong profile by its place, of a PDF by a character that it names."""
    errors = [each for each in tried.said if each.severity is Severity.ERROR]
    named = any(name(char) in each.message for each in errors for char in tried.case.texts[i][1])
    placed = any(each.span is not None and each.span.line in tried.places[i] for each in errors)
    return named or (tried.refused and placed)


def name(char: str) -> str:
    return f"U+{ord(char):04X}"


def blocks_of(tried: Attempt, i: int) -> list[Block]:
    """Where a text may stand. That of a title, or of the person, has no section to be found by."""
    field = tried.case.texts[i][0]
    anywhere = field.kind == "basics" or field == Field("section", ("title",))
    return [each for each in tried.blocks or () if anywhere or each.section == title(i)]


def shown(tried: Attempt, i: int) -> str:
    found = [(each.said, each.shown) for each in blocks_of(tried, i)]
    return f"{tried.expected[i]!r} in {found}; {list(map(str, tried.said))}"


def difference(tried: Attempt, i: int) -> Counter[str] | None:
    """Which characters of a text are not read back; None if it reads as it was typed."""
    hyphens = re.compile(
        "[-\u2010\u2011]" if tried.case.hyphenation else "(?!)"
    )  # long words have more than were typed
    text = hyphens.sub("", bare(tried.expected[i]))
    if not text:
        return None
    blocks = [Block(*(hyphens.sub("", bare(part)) for part in each)) for each in blocks_of(tried, i)]
    holding = [each for each in blocks if text in each.said]
    lost = min((unseen(text, each) for each in holding or blocks), key=Counter.total, default=Counter(text))
    return None if holding and not lost else lost


def unseen(text: str, block: Block) -> Counter[str]:
    """Which characters of a text a block does not show. Brackets face the other way in what runs from right to left."""
    lost = Counter(text) - Counter(block.shown)
    return Counter({char: n for char, n in lost.items() if block.said == block.shown or not unicodedata.mirrored(char)})


def is_named(tried: Attempt, i: int, lost: Counter[str]) -> bool:
    """Whether a warning at a text's place names a character that is lost; or any, if only their order is."""
    return any(
        name(char) in each.message or re.match(r"no font has \d+ ", each.message)
        for each in tried.said
        if each.severity is Severity.WARNING and each.span is not None and each.span.line in tried.places[i]
        for char in lost or tried.expected[i]
    )


PHASES: Final = (Phase.generate, Phase.shrink)  # what failed before is found again: each run makes the same texts


@settings(max_examples=30, derandomize=True, deadline=None, database=None, phases=PHASES)
@given(case=cases(8))
def test_any_text_is_read_back_or_spoken_of(tmp_path_factory: pytest.TempPathFactory, case: Case) -> None:
    assert list(map(str, problems(case, tmp_path_factory.mktemp("fuzz"), strictly=False))) == []


@pytest.mark.exhaustive
@settings(max_examples=600, derandomize=True, deadline=None, database=None, phases=PHASES)
@given(case=cases(12))
def test_each_of_very_many_texts_is(tmp_path_factory: pytest.TempPathFactory, case: Case) -> None:
    assert list(map(str, problems(case, tmp_path_factory.mktemp("fuzz")))) == []
