# ruff: noqa: RUF001  (letters of many scripts)
"""CVs to compare jobs with, and what of a job they have."""

from __future__ import annotations

import json
from pathlib import Path

from cvgen.inspect.keywords.coverage import Coverage, Term
from cvgen.inspect.keywords.matching import compare
from cvgen.steps import document, profile, source

PATH = Path("cv/ada.yaml")


def cv(*lines: str, language_tag: str = "en") -> document.Document:
    """A CV with a paragraph for each text; the first stands in line 7."""
    text = f"basics:\n  name: Ada Example\nlanguage: {language_tag}\nsections:\n  - kind: text\n    entries:\n"
    text += "".join(f"      - {json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    return document.build(profile.validate(source.parse(text, PATH)))


def compared(job: str, *lines: str, tag: str | None = "en") -> dict[str, Term]:
    return {term.text: term for term in compare(job, cv(*lines or ("Nothing",)), tag).terms}


def terms(job: str, tag: str = "en") -> list[str]:
    return list(compared(job, tag=tag))


def found(job: str, *lines: str, tag: str = "en") -> dict[str, str]:
    return {text: str(term.status) for text, term in compared(job, *lines, tag=tag).items()}


SENTENCES = {
    "en": "You will work with us on the things that matter to you and your team.",
    "de": "Wir suchen dich für unser Team, damit du mit uns die Zukunft gestaltest.",
    "fr": "Nous recherchons pour notre équipe une personne qui aime ce que nous faisons.",
    "es": "Buscamos una persona que quiera trabajar con nosotros en este equipo.",
    "it": "Cerchiamo una persona che abbia voglia di lavorare con noi nel nostro team.",
    "pt": "Procuramos uma pessoa que queira trabalhar com a nossa equipa em Lisboa.",
    "nl": "Wij zoeken iemand die met ons wil werken aan de toekomst van het bedrijf.",
    "sv": "Vi söker dig som vill arbeta hos oss och som har erfarenhet av att leda.",
    "pl": "Szukamy osoby, która chce z nami pracować i ma doświadczenie w tej roli.",
    "ru": "Мы ищем человека, который хочет работать с нами и имеет опыт.",
    "uk": "Ми шукаємо людину, яка хоче працювати з нами та має досвід.",
    "tr": "Ekibimize katılacak ve bizimle birlikte çalışacak bir kişi arıyoruz.",
    "ar": "نبحث عن شخص لديه خبرة في هذا المجال ويريد العمل معنا",
    "fa": "ما به دنبال کسی هستیم که با ما در این شرکت کار کند",
    "he": "אנחנו מחפשים אדם עם ניסיון שרוצה לעבוד איתנו על זה",
    "ja": "私たちと一緒に働きたい方を募集しています。",
    "ko": "저희와 함께 일할 분을 찾고 있습니다. 관련 경험이 있는 분을 우대합니다.",
    "zh-Hans": "我们正在寻找有相关经验的人加入我们的团队。",
    "zh-Hant": "我們正在尋找有相關經驗的人加入我們的團隊。",
    "th": "เรากำลังมองหาผู้ที่มีประสบการณ์และความสามารถในการทำงาน",
}


def shown() -> Coverage:
    job = "Python, Python, Rust\n\nRequirements:\n- models\n- SQL\n- about machine learning"
    return compare(job, cv("A model in Python", "learning with a machine"), "en")
