"""Tells what kind of section a title stands for, in the language of the file and in English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from cvgen.diagnostics import CvgenError
from cvgen.text import language

# Words of titles in English, by kind, beside those of the language files. The first that fits counts.
_WORDS: Final = (
    ("publications", r"publications?|papers|articles"),
    ("education", r"education|academic background|qualifications|studies|degrees"),
    ("experience", r"experience|employment|work( history)?|career|positions?|appointments|internships?|jobs|volunteer\w*|leadership|activities"),
    ("projects", r"projects?|portfolio|open.source"),
    ("languages", r"languages"),
    ("skills", r"skills|technologies|tools|competenc\w+|expertise|tech stack"),
    ("awards", r"awards?|honou?rs?|prizes?|scholarships?|achievements|grants"),
    ("certificates", r"certificat\w+|licen[cs]es?"),
    ("talks", r"talks|presentations|conferences|speaking"),
    ("patents", r"patents?"),
    ("courses", r"courses?|coursework|training"),
    ("interests", r"interests|hobbies"),
    ("references", r"references|referees|recommendations"),
)  # fmt: skip
_SUMMARY: Final = re.compile(
    r"(?:about(?: me)?|(?:professional |career |executive )?summary|(?:career )?objective|profile?|profil|perfil|über mich"
    r"|zusammenfassung|à propos|résumé|resumen|sobre m[ií]m?|riepilogo|profilo|个人简介|自我评价|自己紹介|概要)",
    re.IGNORECASE,
)

# Titles of sections that other tools have and cvgen has no kind for, by language.
_OWN: Final[Mapping[str, Mapping[str, str]]] = {
    "Volunteering": {
        "bg": "Доброволчество", "hr": "Volontiranje", "id": "Sukarelawan", "lt": "Savanorystė", "ms": "Sukarelawan", "sk": "Dobrovoľníctvo", "sl": "Prostovoljstvo", "th": "งานอาสาสมัคร",
        "ar": "العمل التطوعي", "ca": "Voluntariat", "cs": "Dobrovolnictví", "da": "Frivilligt arbejde", "de": "Ehrenamt",
        "el": "Εθελοντισμός", "es": "Voluntariado", "fa": "فعالیت داوطلبانه", "fi": "Vapaaehtoistyö", "fr": "Bénévolat",
        "he": "התנדבות", "hi": "स्वयंसेवा", "hu": "Önkéntes munka", "it": "Volontariato", "ja": "ボランティア活動",
        "ko": "봉사 활동", "nl": "Vrijwilligerswerk", "no": "Frivillig arbeid", "pl": "Wolontariat", "pt": "Voluntariado",
        "pt-BR": "Voluntariado", "ro": "Voluntariat", "ru": "Волонтёрская деятельность", "sv": "Ideellt arbete",
        "tr": "Gönüllülük", "uk": "Волонтерство", "vi": "Hoạt động tình nguyện", "zh-Hans": "志愿服务", "zh-Hant": "志願服務",
    },
    "Affiliations": {
        "bg": "Членства", "hr": "Članstva", "id": "Keanggotaan", "lt": "Narystės", "ms": "Keahlian dalam persatuan", "sk": "Členstvá", "sl": "Članstva", "th": "สมาชิกภาพ",
        "ar": "العضويات", "ca": "Afiliacions", "cs": "Členství", "da": "Medlemskaber", "de": "Mitgliedschaften",
        "el": "Συμμετοχή σε οργανισμούς", "es": "Afiliaciones", "fa": "عضویت‌ها", "fi": "Jäsenyydet", "fr": "Affiliations",
        "he": "חברויות", "hi": "सदस्यताएँ", "hu": "Tagságok", "it": "Affiliazioni", "ja": "所属団体", "ko": "소속 단체",
        "nl": "Lidmaatschappen", "no": "Medlemskap", "pl": "Członkostwo", "pt": "Afiliações", "pt-BR": "Afiliações",
        "ro": "Afilieri", "ru": "Членство", "sv": "Medlemskap", "tr": "Üyelikler", "uk": "Членство",
        "vi": "Tư cách thành viên", "zh-Hans": "会员资格", "zh-Hant": "會員資格",
    },
}  # fmt: skip


def translated(title: str, tag: str) -> str:
    """Return a title of an importer's own, which is in English, in a language; as it is where there are no words for it."""
    spoken = language.load(tag)
    own = _OWN.get(title, {}).get(spoken.base)
    kind = _titles("en").get(_folded(title))
    return own or (spoken.sections[kind] if kind else title)


def kind_of(title: str, tag: str | None) -> str | None:
    """Return the kind of a section with a title; None if its title does not tell."""
    folded = _folded(title)
    for each in (tag, "en"):
        if each and (kind := _titles(each).get(folded)):
            return kind
    return next((kind for kind, words in _WORDS if re.search(rf"\b(?:{words})\b", folded)), None)


def is_summary(title: str) -> bool:
    """Return whether a title stands above what a person says of themselves."""
    return _SUMMARY.fullmatch(title.strip(" :")) is not None


def is_title(line: str, tag: str | None) -> bool:
    """Return whether a line of plain text is the title of a section: one that is known, or one in capitals."""
    text = line.strip().rstrip(":").strip()
    if not text or len(text) > 50 or re.search(r"[.,;!?@]\s*$|\d{3}", text):
        return False
    folded = _folded(text)
    is_known = any(folded in _titles(each) for each in (tag, "en") if each)
    is_loud = text.isupper() and len(text) > 3 and len(text.split()) <= 5
    return is_known or is_summary(text) or (is_loud and kind_of(text, tag) is not None)


@cache
def _titles(tag: str) -> Mapping[str, str]:
    try:
        spoken = language.load(tag)
    except CvgenError:
        return {}
    return {_folded(title): kind for kind, title in spoken.sections.items()}


def _folded(title: str) -> str:
    """Return a title without its case and its signs."""
    return " ".join(re.sub(r"[^\w\s.-]+", " ", title).casefold().split())
