"""Finds the language of a file that does not name it, by its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from cvgen.importers.node import Node, Placed

_LEAST: Final = 2  # common words, of which one that several languages have is a part
_AHEAD: Final = 1.25  # times as many as of the next language
# Words that are frequent in CVs, and tell a language from its neighbours.
_WORDS: Final = {
    "bg": "и на в за от с по със при като се разработка опит са също години е до",
    "hr": "i u na za od s te je rad razvoj iskustvo kao sveučilište nagrada suradnja iz se po",
    "id": "dan di untuk dengan yang dari pada sebagai dalam pengembangan universitas tim selama ke lebih oleh",
    "lt": "ir su į iš už bei kaip vadovavo kūrimas universitetas darbo per nuo metų buvo apie",
    "ms": "dan di untuk dengan yang dari pada sebagai dalam pembangunan universiti pasukan kepada oleh telah kerja",
    "sk": "a v na so pre z vo do som pomocou vrátane skúsenosti ktorý vývoj práce pri ako po univerzita",
    "sl": "in v na za z s pri je razvoj izkušnje kot univerza nagrada sodelovanje iz se po od",
    "ca": "i de la les en l d universitat enginyeria català anglès premi amb dels les per als una del què més des aquest entre va ser projectes experiència",
    "cs": "a v na se pro z ve do s jsem pomocí včetně zkušenosti který vývoj práce při jako po k",
    "da": "og i af til med for på at en et fra efter jeg har er som udvikling arbejde samt også blev hos",
    "de": "und der die das mit für von im in den zur zum des bei auf eine einer sowie als durch entwicklung über",
    "en": "and the of for with in to a an by on from as at using developed led",
    "es": "y universidad ingeniería premio español inglés de la el en los las con para una del por que un al como desarrollo más entre experiencia se",
    "fi": "ja sekä kanssa on oli että myös joka kuin tai kehitys mukaan työ vastasin osana yliopisto tutkimus suomi vuonna",
    "fr": "et de la le les des en du pour avec une un dans sur au aux par d l développement gestion ainsi",
    "hu": "és a az egy hogy valamint fejlesztése is volt mint alapú során magyar ben ban fejlesztés kezelése",
    "it": "e l d di il la per con del della dei un una in le nel gli che alla delle sviluppo gestione come da",
    "nl": "en van de het een voor met in op te aan bij door als naar ontwikkeling over zijn ook tot",
    "no": "og av utdanning erfaring universitetet ved språk ferdigheter i til med for på å en et fra etter jeg har er som utvikling arbeid samt også ble hos",
    "pl": "i w na z do oraz dla się przez od o jako po za pracy zespołu rozwój we ze nad",
    "pt": "e de em do da para com os as um uma dos das por no na desenvolvimento como ao mais que",
    "ro": "și de în la cu pentru din pe a al ale prin care sau dezvoltarea ca un o ai",
    "sv": "och i av till med för på att en ett från efter jag har är som utveckling arbete samt också hos",
    "tr": "ve bir için ile olarak bu da de olan geliştirme geliştirdi üzerinde yönetimi en çok gibi",
    "uk": "і та в у на з для до що як від за розробка досвід із також або роботи",
    "ru": "и в на с для по из от к о что как разработка опыт также или работы при",
    "vi": "và của các cho với trong là một được những có tại phát triển về đã",
}
# Letters that a language has and its neighbours do not.
_LETTERS: Final = {"bg": "ъ", "cs": "řůě", "ru": "ыэё", "sk": "ľĺŕô", "uk": "іїєґ"}
_SCRIPTS: Final = (
    ("ja", r"[\u3041-\u30ff]"), ("ko", r"[\uac00-\ud7a3]"), ("el", r"[\u0370-\u03ff]"), ("he", r"[\u05d0-\u05ea]"),
    ("hi", r"[\u0900-\u097f]"), ("th", r"[\u0e00-\u0e7f]"), ("ar", r"[\u0621-\u064a]"), ("zh-Hans", r"[\u4e00-\u9fff]"),
)  # fmt: skip
_PERSIAN: Final = "پچژگکی"
_SIMPLIFIED: Final = set("们这个时间说对学习发动师业电开关东车长门问题经验责设计软统网络数据团队产项级为与实现应")
_TRADITIONAL: Final = set("們這個時間說對學習發動師業電開關東車長門問題經驗責設計軟統網絡數據團隊產項級為與實現應")


def detect(profile: Any, root: Node) -> Placed | None:
    """Return the language that a profile is written in, with the place of ``root``; None where its words do not tell."""
    tag = spoken(profile)
    return root.here(tag, "found by the words of the file") if tag else None


def spoken(profile: Any) -> str | None:
    """Return the language that texts are written in; None for English, or where their words do not tell."""
    text = " ".join(_texts(profile)).lower()
    tag = _by_script(text) or _by_words(text)
    if tag == "pt" and re.search(r"\b(?:brasil|brazil|paulo|janeiro)\b", text):
        tag = "pt-BR"
    return tag


def _by_script(text: str) -> str | None:
    letters = sum(map(str.isalpha, text)) or 1
    for tag, pattern in _SCRIPTS:
        share = len(re.findall(pattern, text)) / letters
        if share > (0.04 if tag == "ja" else 0.3):
            if tag == "ar" and sum(map(text.count, _PERSIAN)) > 0.05 * letters:
                return "fa"
            return _chinese(text) if tag == "zh-Hans" else tag
    return None


def _chinese(text: str) -> str:
    simplified = sum(character in _SIMPLIFIED - _TRADITIONAL for character in text)
    traditional = sum(character in _TRADITIONAL - _SIMPLIFIED for character in text)
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _by_words(text: str) -> str | None:
    counts = Counter(re.findall(r"[^\W\d_]+", text))
    lists = {tag: common.split() for tag, common in _WORDS.items()}
    languages = Counter(word for common in lists.values() for word in common)  # that have a word
    scores = {tag: sum(counts[word] / languages[word] for word in common) for tag, common in lists.items()}
    for tag, letters in _LETTERS.items():
        scores[tag] += sum(map(text.count, letters)) / 2
    (best, most), (_, next_most) = sorted(scores.items(), key=lambda item: -item[1])[:2]
    return best if best != "en" and most >= _LEAST and most >= _AHEAD * next_most else None


def _texts(data: Any) -> Iterable[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from _texts(each)
