"""Profiles of random hostile text in every field, the same ones for a seed in every run."""

# ruff: noqa: RUF001, SIM905  # texts are hostile, and many
from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from cvgen.validation import schemas

DEFS: Final[dict[str, Any]] = schemas.profile()["$defs"]
KINDS: Final[dict[str, Any]] = {
    rule["if"]["properties"]["kind"]["const"]: rule["then"]["properties"]["entries"]["items"]
    for rule in DEFS["section"]["allOf"]
}
LANGUAGES: Final = ("en", "de", "fr", "ru", "ar", "he", "fa", "zh-Hans", "zh-Hant", "ja", "ko", "hi", "tr", "el")
BATCH: Final = 10
_DEEPEST: Final = 7
_LATIN: Final = (
    "Ann Müller managed teams naïve façade Łódź O'Neil x86-64 C++ C# R&D 50% $5M #1 a_b ~/x fi ffl ﬁnd ½ x² "
    "e\u0301tude Ångström Straße Iıİi ǆ µ-ops".split()
)
_SIGNS: Final = r"""\ { } $ & # ^ _ ~ % \\ \input{x} \par ^^41 {{7*7}} <% raw %> <<x>> --- `` '' ?` " ' "q" 'q' | < > @ ; : ! * ` [ ] ( ) ** []() &amp; <b> %s {0} \end{document} $x$ \u0041""".split()
_CONTROLS: Final = "\x01 \x0b \x1b \x7f \x85 \x9b".split(" ")
_BIDI: Final = "\u200e \u200f \u061c \u202a \u202b \u202c \u202d \u202e \u2066 \u2067 \u2068 \u2069".split(" ")
_UNSEEN: Final = "\u00ad \u200b \u200c \u200d \u2060 \ufeff \ufe0f \ufe0e \u034f \u3164".split(" ")
_MARKS: Final = (
    "\u0301 \u0327\u0301 \u0323\u0307 \u20dd \u0489 \u0e31 \u064b \u05b8 \u093f \u0300\u0301\u0302\u0303\u0304".split(
        " "
    )
)
_RIGHTWARD: Final = (
    "שלום עולם שָׁלוֹם בע״מ מרحبا مرحبا بالعالم لا إله می\u200cروم اَلْعَرَبِيَّة ١٢٣ ۴۵۶ ﷺ ﷽ پژوهش גרסה2 (שלום) ת״א".split()
)
_EAST: Final = "你好 世界 分布式训练框架 「測試」 （笑）。 漢字かな カタカナ、テスト ｶﾞ ㍿ 葛\U000e0100 𠮷野家 한국어 조선말 《书名》 ——排名 …… ・ ， ！".split()
_EMOJI: Final = "😀 👍🏽 👨‍👩‍👧‍👦 👩‍💻 🇩🇪 🏳️‍🌈 ❤️ 1️⃣ ⭐ ☆ ★ 🧩 🫩 ☕ ✅ → ✔ 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f".split()
_OTHERS: Final = "नमस्ते क्षत्रिय สวัสดีครับ ทำงาน বাংলা தமிழ் ខ្មែរ မြန်မာ ລາວ አማርኛ ქართული Հայ Ελλάδα Привет Ω \ue000 𓀀 ᚠᚢ \U0001d518 ﬀ ⼀ ꙮ \u0378".split()
_MARKUP: Final = (
    ("**bold**", "bold"), ("*it*", "it"), ("`code`", "code"), ("[text](https://a.example/b)", "text"),
    ("***both***", "both"), ("**a *b* c**", "abc"), ("**oops", "oops"), ("*oops", "oops"), ("`oops", "oops"),
    ("[oops](", "oops"), ("[x](javascript:y)", "xjavascripty"), ("[a](example.org)", "a"), ("[[x](y)](z)", "xyz"),
    ("https://example.org/a_b?c=1&d#e", "httpsexampleorgabc1de"), ("www.example.org.", "wwwexampleorg"),
    ("ann@example.org", "annexampleorg"), ("*" * 40 + "x", "x"), ("[" * 60, ""), ("**[b](https://c.example)**", "b"),
    ("\u0301[t](https://a.example)", "t"), ("[\u0301t](https://a.example)", "t"), ("**“引号”**文字", "引号文字"),
)  # fmt: skip
_DATES: Final = ("2020", "2021-05", "2022-02-28", "Summer 2023", "Jun 2023", "09/2021")
_ODD_DATES: Final = (
    "2023-13",
    "2023-02-30",
    "yesterday",
    "0000",
    "-",
    "20201",
    "May-ish 1842",
    "2024–",
    "१२३४",
    "\u200b",
)
_URLS: Final = (
    "https://example.com/~a_b/%20?x=1&y=#z", "https://example.org/" + "long/" * 40, "http://пример.рф/путь", "https://a.example/(b)",
    "https://例え.jp/道?x={y}", "https://e.example/'\"\\^",
)  # fmt: skip
_NETWORKS: Final = ("GitHub", "X", "LinkedIn", "知乎", "Mastodon", "ORCID", "ВКонтакте", "42", "X (Twitter)", "Bluesky")


class Typed(NamedTuple):
    """A text that was typed into a field, and its letters and digits that have to show."""

    text: str
    shown: str


@dataclass
class Hostile:
    """A profile, and the texts in it that print as they are typed."""

    data: dict[str, Any]
    texts: list[Typed] = field(default_factory=list)

    def yaml(self) -> str:
        """Return the profile as YAML: JSON, with what does not show as escapes."""
        return json.dumps(self.data, ensure_ascii=False, indent=1).translate(
            {code: f"\\u{code:04x}" for code in (0x7F, 0x85, 0x9B, 0x2028, 0x2029, 0xFEFF)}
        )


def profile(seed: int) -> Hostile:
    """Return the hostile profile of a seed."""
    return _Maker(random.Random(seed), random.Random(seed // BATCH)).profile()


def good(seed: int) -> Hostile:
    """Return a profile that nothing is wrong with, and that has no reason to fail with any neighbour."""
    name = f"Ann Lee{seed}"
    entry = {
        "name": "Acme",
        "position": "Engineer",
        "startDate": "2020",
        "endDate": "2021",
        "highlights": [f"Kept {seed} machines."],
    }
    data = {"basics": {"name": name}, "sections": [{"kind": "experience", "entries": [entry]}]}
    shown = (name, "Acme", "Engineer", f"Kept {seed} machines.")
    return Hostile(data, [Typed(text, _letters(text)) for text in shown])


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if char.isalnum())


class _Maker:
    def __init__(self, rng: random.Random, batch: random.Random) -> None:
        self.rng = rng
        self.hostile = Hostile({})
        # Profiles of a batch are about the same few kinds of text: they share runs of TeX, and no fault hides another.
        kinds: list[Callable[[], Typed]] = [
            self.of(_LATIN), self.of(_SIGNS), self.of(_BIDI), self.of(_UNSEEN), self.of(_MARKS), self.of(_RIGHTWARD), self.of(_EAST),
            self.of(_EMOJI), self.of(_OTHERS), self.markup, self.any_character,
        ]  # fmt: skip
        self.kinds = [self.of(_LATIN), *batch.sample(kinds, batch.randint(1, 3))]
        self.language = batch.choice(LANGUAGES)
        self.has_controls = rng.random() < 0.03
        self.has_gaps = rng.random() < 0.05
        self.oddness = rng.choice((0.0, 0.0, 0.02))

    def profile(self) -> Hostile:
        rng = self.rng
        data: dict[str, Any] = {"language": self.language, "basics": self.filled(DEFS["basics"], "basics", 0)}
        data["basics"].pop("image", None)
        if rng.random() < 0.5:
            data["design"] = {
                "icons": rng.random() < 0.5,
                "hyphenation": rng.random() < 0.7,
                "paper": rng.choice(("a4", "letter")),
            }
        data["sections"] = [self.section(0) for _ in range(rng.randint(1, 2))]
        self.hostile.data = data
        return self.hostile

    def section(self, depth: int) -> dict[str, Any]:
        rng = self.rng
        kind = rng.choice(list(KINDS))
        entries = [self.filled(KINDS[kind], kind, 0) for _ in range(rng.randint(1, 2))]
        section: dict[str, Any] = {"title": self.text(), "kind": kind, "entries": entries}
        if rng.random() < 0.3:
            section["summary"] = self.text()
        if depth < 3 and rng.random() < 0.15:
            section["sections"] = [self.section(depth + 1)]
        return section

    def filled(self, schema: dict[str, Any], name: str, depth: int) -> Any:
        rng = self.rng
        if "$ref" in schema:
            inner = schema["$ref"].rpartition("/")[2]
            if (value := self.special(inner)) is not None:
                return value
            return self.filled(DEFS[inner], name, depth + 1)
        if (value := self.special(name)) is not None and "pattern" in schema:
            return value
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if "object" in types and ("string" not in types or rng.random() < 0.5):
            return self.mapping(schema, depth)
        if "array" in types and ("string" not in types or rng.random() < 0.3):
            count = rng.randint(1, 3) if rng.random() > 0.02 or depth > 2 else rng.randint(60, 200)
            return [self.filled(schema["items"], name, depth) for _ in range(count)]
        if "boolean" in types:
            return rng.random() < 0.5
        if "enum" in schema:
            return rng.choice(schema["enum"])
        if types == ["object"] or "string" not in types:
            return self.mapping(schema, depth)
        return self.text(prints=name not in _CHANGED)

    def mapping(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        rng = self.rng
        options = [option["required"] for option in schema.get("anyOf", ()) if "required" in option]
        needed = {*schema.get("required", ()), *(options[0] if options else ())}
        found: dict[str, Any] = {}
        for key, rule in schema["properties"].items():
            if key == "image" or (depth > _DEEPEST and key not in needed):
                continue
            if key in needed or rng.random() < 0.35:
                found[key] = self.filled(rule, key, depth + 1)
        for key, partners in schema.get("dependentRequired", {}).items():
            for partner in partners if key in found else ():
                if partner not in found:
                    found[partner] = self.filled(schema["properties"][partner], partner, depth + 1)
        if "endDate" in found and "startDate" in found:
            found["startDate"], found["endDate"] = "2019", self.rng.choice(("2024-05", "present"))
        return found

    def special(self, name: str) -> Any:
        """Return a value for a field that does not take any text; None for others."""
        rng = self.rng
        if name in {"date", "startDate", "endDate", "birthDate", "releaseDate"}:
            dates = _ODD_DATES if rng.random() < self.oddness else _DATES
            return rng.choice(dates)
        if name == "dates":
            ranges = [{"startDate": "2019", "endDate": "present"}]
            date = rng.choice((*_DATES, "2023-2024", "present", "yesterday", [*_DATES[:2]], ranges, None))
            return self.text() if date is None else date
        if name in {"url", "urls"}:
            return rng.choice(_URLS) if rng.random() > self.oddness else self.text(prints=False)
        if name in {"email", "emails"}:
            return "a_b#c@example.com" if rng.random() > self.oddness else self.text(prints=False)
        if name == "priority":
            return rng.choice("123456789")
        if name == "doi":
            return "10.1000/a_b%c#1"
        if name == "arxiv":
            return rng.choice(("2506.15251", "arXiv:math.GT/0309136"))
        if name == "network":
            return rng.choice(_NETWORKS)
        if name == "phone":
            return rng.choice(("+1 555 0100 x12", "030-123 45 67", "+49 (0)30 901820 (home)", "call me", "١٢٣٤٥٦٧"))
        return None

    # --- texts ------------------------------------------------------------------------------------

    def text(self, *, prints: bool = True) -> str:
        """Return a hostile text; ``prints`` says whether the page has it as typed."""
        rng = self.rng
        chance = rng.random()
        if self.has_gaps and chance < 0.06:
            return rng.choice(("", " ", "\u200b", "\u200b\u00ad"))
        if chance > 0.99:
            pieces = [
                Typed(
                    piece := rng.choice(("x", "ж", "字", "A/b-", ".", "=", "ש", "न")) * rng.randint(50, 400),
                    _letters(piece),
                )
            ]
            between = ""
        else:
            pieces = [rng.choice(self.kinds)() for _ in range(rng.choice((1, 1, 2, 3, 5, 8)))]
            between = rng.choice((" ", " ", " ", "", "/", "\u00a0", "\n", "-"))
        if not self.has_gaps and not any(map(str.isalnum, "".join(piece.text for piece in pieces))):
            pieces.append(Typed("q", "q"))
        if self.has_controls and rng.random() < 0.1:
            pieces.append(Typed(rng.choice(_CONTROLS), ""))
        typed = Typed(between.join(piece.text for piece in pieces), "".join(piece.shown for piece in pieces))
        if prints:
            self.hostile.texts.append(typed)
        return typed.text

    def of(self, pieces: list[str]) -> Callable[[], Typed]:
        def choose() -> Typed:
            piece = self.rng.choice(pieces)
            return Typed(piece, _letters(piece))

        return choose

    def markup(self) -> Typed:
        return Typed(*self.rng.choice(_MARKUP))

    def any_character(self) -> Typed:
        first, last = self.rng.choice(((0x21, 0x7E), (0xA1, 0x24F), (0x370, 0x7FF), (0x900, 0x1FFF), (0x2010, 0x2BFF), (0x3000, 0xD7FF), (0xF900, 0xFFFD), (0x10000, 0x1FFFF)))  # fmt: skip
        piece = "".join(chr(self.rng.randint(first, last)) for _ in range(self.rng.randint(1, 4)))
        return Typed(piece, _letters(piece))


# Fields that are printed in other words, or not at all.
_CHANGED: Final = frozenset({"tags", "username", "countryCode", "language", "level", "url"})
