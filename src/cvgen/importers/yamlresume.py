"""YAMLResume 0.16 (https://yamlresume.dev): all content is below ``content``.

Degrees, levels, fluencies, languages and countries are words of closed lists in English, which the language of the résumé
translates. Summaries are Markdown. Dates are those that JavaScript reads, of which it prints the month and the year.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from cvgen.data import assets
from cvgen.importers import markup
from cvgen.importers.file import File
from cvgen.importers.node import Node, Placed, iso
from cvgen.importers.parts import Data, account, headed, mapping, place, section, summary_and_items
from cvgen.importers.rendercv import points
from cvgen.steps.source import Source
from cvgen.text import dates, lists

NAME = "YAMLResume"

# The tags of its languages.
_LANGUAGES: Final = {
    "en": None, "zh-hans": "zh-Hans", "zh-hant-hk": "zh-Hant-HK", "zh-hant-tw": "zh-Hant-TW", "es": "es", "fr": "fr",
    "no": "no", "nl": "nl", "ja": "ja", "de": "de", "id": "id", "pt-br": "pt-BR",
}  # fmt: skip
_DEGREES: Final = {
    "Middle School": "de Mittelschule|es Educación Secundaria|fr Collège|id SMP|ja 中学校|nl Middelbare school (onderbouw)|no Ungdomsskole|pt-BR Ensino Fundamental|zh-Hans 初中|zh-Hant 初中",
    "High School": "de Gymnasium|es Bachillerato|fr Lycée|id SMA|ja 高等学校|nl Middelbare school|no Videregående skole|pt-BR Ensino Médio|zh-Hans 高中|zh-Hant 高中",
    "Diploma": "de Diplom|es Diplomado|fr Diplôme|id Diploma|ja ディプロマ|nl Diploma|no Diplom|pt-BR Diploma|zh-Hans 专科|zh-Hant 專科",
    "Associate": "de Associate Degree|es Técnico Superior|fr DEUG|id Diploma III|ja 準学士|nl Associate degree|no Høyskolekandidat|pt-BR Tecnólogo|zh-Hans 副学士|zh-Hant 副學士",
    "Bachelor": "de Bachelor|es Grado|fr Licence|id Sarjana|ja 学士|nl Bachelor|no Bachelor|pt-BR Bacharelado|zh-Hans 学士|zh-Hant 學士",
    "Master": "de Master|es Máster|fr Master|id Magister|ja 修士|nl Master|no Master|pt-BR Mestrado|zh-Hans 硕士|zh-Hant 碩士",
    "Doctor": "de Promotion|es Doctorado|fr Doctorat|id Doktor|ja 博士|nl Doctoraat|no Doktorgrad|pt-BR Doutorado|zh-Hans 博士|zh-Hant 博士",
}
_LEVELS: Final = {
    "Novice": "de Anfänger|es Novato|fr Novice|id Pemula|ja 入門|nl Beginneling|no Nybegynner|pt-BR Novato|zh-Hans 新手|zh-Hant 新手",
    "Beginner": "de Grundkenntnisse|es Principiante|fr Débutant|id Dasar|ja 初級|nl Beginner|no Grunnleggende|pt-BR Iniciante|zh-Hans 初级|zh-Hant 初級",
    "Intermediate": "de Mittelstufe|es Intermedio|fr Intermédiaire|id Menengah|ja 中級|nl Gemiddeld|no Middels|pt-BR Intermediário|zh-Hans 中级|zh-Hant 中級",
    "Advanced": "de Fortgeschritten|es Avanzado|fr Avancé|id Lanjutan|ja 上級|nl Gevorderd|no Avansert|pt-BR Avançado|zh-Hans 高级|zh-Hant 高級",
    "Expert": "de Experte|es Experto|fr Expert|id Ahli|ja エキスパート|nl Expert|no Ekspert|pt-BR Especialista|zh-Hans 专家|zh-Hant 專家",
    "Master": "de Meister|es Maestro|fr Maître|id Mahir|ja マスター|nl Meester|no Mester|pt-BR Mestre|zh-Hans 大师|zh-Hant 大師",
}
_FLUENCIES: Final = {
    "Elementary Proficiency": "de Grundkenntnisse|es Competencia básica|fr Compétence élémentaire|id Kemampuan dasar|ja 初級|nl Elementaire vaardigheid|no Grunnleggende ferdigheter|pt-BR Proficiência básica|zh-Hans 初级|zh-Hant 初級",
    "Limited Working Proficiency": "de Begrenzte Berufskenntnisse|es Competencia laboral limitada|fr Compétence professionnelle limitée|id Kemampuan kerja terbatas|ja 限定的な実務レベル|nl Beperkte werkvaardigheid|no Begrensede arbeidsferdigheter|pt-BR Proficiência profissional limitada|zh-Hans 有限的工作水平|zh-Hant 有限的工作水平",
    "Minimum Professional Proficiency": "de Ausreichende Berufskenntnisse|es Competencia profesional mínima|fr Compétence professionnelle minimale|id Kemampuan profesional minimum|ja 最低限のビジネスレベル|nl Minimale professionele vaardigheid|no Tilstrekkelige yrkesferdigheter|pt-BR Proficiência profissional mínima|zh-Hans 基本的专业水平|zh-Hant 基本的專業水平",
    "Full Professional Proficiency": "de Verhandlungssicher|es Competencia profesional plena|fr Compétence professionnelle complète|id Kemampuan profesional penuh|ja ビジネスレベル|nl Volledige professionele vaardigheid|no Fullgode yrkesferdigheter|pt-BR Proficiência profissional plena|zh-Hans 完全的专业水平|zh-Hant 完全的專業水平",
    "Native or Bilingual Proficiency": "de Muttersprache oder zweisprachig|es Nativo o bilingüe|fr Langue maternelle ou bilingue|id Penutur asli atau dwibahasa|ja 母語またはバイリンガル|nl Moedertaal of tweetalig|no Morsmål eller tospråklig|pt-BR Nativo ou bilíngue|zh-Hans 母语或双语水平|zh-Hant 母語或雙語水平",
}
# The titles of the sections that cvgen has no kind for.
_TITLES: Final = {
    "volunteer": "en Volunteering|de Ehrenamt|es Voluntariado|fr Bénévolat|id Sukarelawan|ja ボランティア活動|nl Vrijwilligerswerk|no Frivillig arbeid|pt-BR Voluntariado|zh-Hans 志愿服务|zh-Hant 志願服務",
    "basics": "en Summary|de Profil|es Perfil|fr Profil|id Ringkasan|ja 概要|nl Profiel|no Profil|pt-BR Resumo|zh-Hans 简介|zh-Hant 簡介",
}  # fmt: skip
_ORDER: Final = (
    "basics", "education", "work", "languages", "skills", "awards", "certificates", "publications", "references",
    "projects", "interests", "volunteer",
)  # fmt: skip
_LOOK: Final = "it is about the look that YAMLResume gives it"


def recognise(file: File) -> bool:
    """Return whether ``content`` has ``basics``."""
    data = file.data
    if not isinstance(data, Mapping):
        return False
    content = data.get("content")
    return isinstance(content, Mapping) and "basics" in content


def read(file: File) -> Source:
    """Return the file as data."""
    return file.source


def to_profile(root: Node) -> Data:
    """Return the profile that the data makes, with its sections in the order of its first layout."""
    content = root.child("content")
    language = root.child("locale").text("language")
    words = _Words(str(language or "en").lower())
    layout = next(iter(root.children("layouts")), root.at("layouts"))
    order, aliases = layout.child("sections").texts("order"), layout.child("sections").child("aliases")
    root.ignore("layouts", technical=True, because=_LOOK)
    sections: list[Data | None] = []
    for key in dict.fromkeys((*order, *_ORDER)):
        if key == "basics":
            found = _summary(content.child("basics"), words)
        else:
            found = _SECTIONS[key](content, words) if key in _SECTIONS else None
        if found and (title := aliases.text(key)):
            found = {**found, "title": title}
        sections.append(found)
    return mapping(
        language=_tag(language),
        basics=_basics(content, words),
        sections=[each for each in sections if each],
        design=_design(layout),
    )


class _Words:
    """The words of a language for what is a word of a closed list."""

    def __init__(self, locale: str) -> None:
        tag = _LANGUAGES.get(locale) or "en"
        self.tag = "zh-Hant" if tag.startswith("zh-Hant") else tag

    def of(self, text: Placed | None, table: Mapping[str, str]) -> Placed | None:
        """Return a word of a table in the language; another word as it is."""
        if text is None:
            return None
        return text.but(_words(table.get(text, "")).get(self.tag, text))

    def name(self, text: Placed | None, what: str) -> Placed | None:
        """Return the name of a country or a language in the language."""
        if text is None or self.tag == "en":
            return text
        name = _names()[self.tag][what].get(text.lower(), text)
        return text.but(name[:1].upper() + name[1:])

    def title(self, key: str, node: Node) -> Placed | None:
        """Return the title of a section, where its kind gives none."""
        found = _words(_TITLES.get(key, ""))
        title = found.get(self.tag) or found.get("en")
        return node.here(title) if title else None


@cache
def _names() -> Mapping[str, Any]:
    names: dict[str, Any] = json.loads(assets.TRANSLATED_NAMES.read_text(encoding="utf-8"))
    return names


@cache
def _words(table: str) -> dict[str, str]:
    return {tag: word for tag, _, word in (each.partition(" ") for each in table.split("|"))}


def _tag(language: Placed | None) -> Placed | None:
    tag = _LANGUAGES.get(language.lower(), language) if language else None
    return language.but(tag) if language and tag else None


def _design(layout: Node) -> Data:
    page = layout.child("page")
    size = layout.child("typography").text("fontSize")
    icons = layout.child("advanced")
    if size and points(size) is None:
        layout.reading.take_back(size, _LOOK, technical=True)
    return mapping(
        paper=page.text("paperSize"),
        size=points(size),
        icons=icons.flag("showIcons") if "showIcons" in icons else None,
        pageNumbers=page.flag("showPageNumbers") if "showPageNumbers" in page else None,
    )


# --- the person -----------------------------------------------------------------------------------


def _basics(content: Node, words: _Words) -> Data:
    basics, location = content.child("basics"), content.child("location")
    where = place(location, address="address", postalCode="postalCode", city="city", region="region")
    country = words.name(location.text("country"), "countries")
    return mapping(
        name=basics.text("name"),
        label=basics.text("headline"),
        email=basics.email("email"),
        phone=basics.text("phone"),
        url=basics.url("url"),
        location=mapping(**(where or {}), countryCode=country),
        profiles=[
            profile
            for each in content.children("profiles")
            if (profile := account(each.text("network"), each.text("username"), each.url("url")))
        ],
        summary=None if _has_list(basics) else summary_and_items(_markdown(basics)).get("summary"),
    )


def _has_list(basics: Node) -> bool:
    text = str(basics.at("summary").value or "")
    return lists.find(text) is not None or "highlights" in summary_and_items(basics.here(text.strip()))


def _summary(basics: Node, words: _Words) -> Data | None:
    """Return the section for a summary that has a list; one without is the person's own."""
    if not basics or not _has_list(basics):
        return None
    story = summary_and_items(_markdown(basics))
    title = words.title("basics", basics.at("summary"))
    return section("bullets", story.get("highlights", []), title, **mapping(summary=story.get("summary")))


def _markdown(node: Node, key: str = "summary") -> Placed | None:
    text = node.text(key)
    return None if text is None else text.but(markup.from_markdown(text))


# --- entries --------------------------------------------------------------------------------------


def _story(node: Node) -> Data:
    return summary_and_items(_markdown(node))


def _date(node: Node, key: str) -> Placed | None:
    """Return a date without its day, which YAMLResume does not print; another text as it is."""
    text = node.text(key)
    if text is None:
        return None
    date = iso(text)
    return text.but(date[:7] if re.fullmatch(r"\d{4}-\d{2}-\d{2}", date) else date)


def _range(node: Node) -> Data:
    """Return the dates of an entry; texts that are no dates print as they are."""
    start, end = _date(node, "startDate"), _date(node, "endDate")
    if all(each is None or _is_date(each) for each in (start, end)):
        return mapping(startDate=start, endDate=end)
    first = start or end
    assert first is not None
    return {"date": first.but(" – ".join(each for each in (start, end) if each))}


def _is_date(text: str) -> bool:
    try:
        dates.parse_date(text)
    except ValueError:
        return text == "present"
    return True


def _job(node: Node, _: _Words) -> Data | None:
    fields = mapping(
        name=node.text("name", "organization"),
        url=node.url("url"),
        position=node.text("position"),
        **_range(node),
        **_story(node),
        keywords=node.texts("keywords"),
    )
    return headed("name", fields, "position", "url")


def _education(node: Node, words: _Words) -> Data | None:
    fields = mapping(
        institution=node.text("institution"),
        url=node.url("url"),
        studyType=words.of(node.text("degree"), _DEGREES),
        area=node.text("area"),
        **_range(node),
        score=node.text("score"),
        courses=node.texts("courses"),
        **_story(node),
    )
    return headed("institution", fields, "studyType", "area")


def _language(node: Node, words: _Words) -> Data | None:
    keywords = node.texts("keywords")
    fields = mapping(
        language=words.name(node.text("language"), "languages"),
        fluency=words.of(node.text("fluency"), _FLUENCIES),
        summary=keywords[0].but(", ".join(keywords)) if keywords else None,
    )
    return headed("language", fields, "fluency", "summary")


def _skill(node: Node, words: _Words) -> Data | None:
    fields = mapping(
        name=node.text("name"), level=words.of(node.text("level"), _LEVELS), keywords=node.texts("keywords")
    )
    return headed("name", fields, "level")


def _award(node: Node, _: _Words) -> Data | None:
    fields = mapping(title=node.text("title"), awarder=node.text("awarder"), date=_date(node, "date"), **_story(node))
    return headed("title", fields, "awarder")


def _certificate(node: Node, _: _Words) -> Data | None:
    fields = mapping(name=node.text("name"), issuer=node.text("issuer"), date=_date(node, "date"), url=node.url("url"))
    return headed("name", fields, "issuer")


def _publication(node: Node, _: _Words) -> Data | None:
    fields = mapping(
        name=node.text("name"),
        publisher=node.text("publisher"),
        releaseDate=_date(node, "releaseDate"),
        url=node.url("url"),
        **_story(node),
    )
    return headed("name", fields, "publisher")


def _reference(node: Node, _: _Words) -> Data | None:
    story = _story(node)
    said = story.get("summary")
    reference = [*(said if isinstance(said, list) else [said] if said else []), *story.get("highlights", [])]
    fields = mapping(
        name=node.text("name"),
        relation=node.text("relationship"),
        email=node.email("email"),
        phone=node.text("phone"),
        reference=[each if isinstance(each, str) else each["text"] for each in reference],
    )
    return headed("name", fields, "relation")


def _project(node: Node, _: _Words) -> Data | None:
    fields = mapping(
        name=node.text("name"),
        description=_markdown(node, "description"),
        url=node.url("url"),
        **_range(node),
        **_story(node),
        keywords=node.texts("keywords"),
    )
    return headed("name", fields, "description", "url")


def _section(kind: str, key: str, entry: Callable[[Node, _Words], Data | None]) -> Any:
    def build(content: Node, words: _Words) -> Data | None:
        entries = [entry(node, words) for node in content.children(key)]
        return section(kind, entries, words.title(key, content.at(key)))

    return build


_SECTIONS: Final[Mapping[str, Callable[[Node, _Words], Data | None]]] = {
    "education": _section("education", "education", _education),
    "work": _section("experience", "work", _job),
    "languages": _section("languages", "languages", _language),
    "skills": _section("skills", "skills", _skill),
    "awards": _section("awards", "awards", _award),
    "certificates": _section("certificates", "certificates", _certificate),
    "publications": _section("publications", "publications", _publication),
    "references": _section("references", "references", _reference),
    "projects": _section("projects", "projects", _project),
    "interests": _section("interests", "interests", _skill),
    "volunteer": _section("experience", "volunteer", _job),
}
