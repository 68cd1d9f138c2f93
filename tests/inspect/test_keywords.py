# ruff: noqa: RUF001  (letters of many scripts)
"""Which words of a job description a CV has: what is a term, what counts as the same, and what the report says."""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError
from cvgen.inspect import keywords, vocabulary
from cvgen.inspect.keywords import Coverage, Found, Term
from cvgen.steps import document, profile, source
from cvgen.steps.document import walk
from cvgen.text import language

PATH = Path("cv/ada.yaml")
ODD = [
    *(
        "",
        " \n\t",
        "\0\x1b[31m",
        "\ud800",
        "?!",
        "----",
        "- - -",
        "'",
        "a'",
        "''''",
        "5+",
        "5+ 5+",
        "C++++",
        "#",
        "C#/",
    ),
    *(".NET.NET", "//", "CI/", "/CD", "&&", "R&", "A-", "-A", "a-b-c-d-e-f-g-h", "deep", "deep deep", "machine", "_"),
    *(
        "é" * 50,
        "e\u0301" * 50,
        "哈" * 100,
        "的的的",
        "の",
        "カ",
        "ๆ",
        "\u200d\u200c",
        "\u202eabc",
        "🙂" * 9,
        "ﬁ",
        "İI",
    ),
    *(
        "https://",
        "a@",
        "@a",
        "1.",
        "a)",
        "**",
        "# ",
        "Requirements:",
        "Requirements:\n\n",
        "m/w/d",
        "(m/w/d)",
        "kenntnisse",
    ),
    *("A B C D E F", "AA BB CC DD EE FF", "要求", "任职要求：\n熟悉", "और", "x" * 5000, "Ab-" * 500, "l'", "l'l'l'"),
]


def cv(*lines: str, language_tag: str = "en") -> document.Document:
    """A CV with a paragraph for each text; the first stands in line 7."""
    text = f"basics:\n  name: Ada Example\nlanguage: {language_tag}\nsections:\n  - kind: text\n    entries:\n"
    text += "".join(f"      - {json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    return document.build(profile.validate(source.parse(text, PATH)))


def compared(job: str, *lines: str, tag: str | None = "en") -> dict[str, Term]:
    return {term.text: term for term in keywords.compare(job, cv(*lines or ("Nothing",)), tag).terms}


def terms(job: str, tag: str = "en") -> list[str]:
    return list(compared(job, tag=tag))


def found(job: str, *lines: str, tag: str = "en") -> dict[str, str]:
    return {text: str(term.found) for text, term in compared(job, *lines, tag=tag).items()}


# --- terms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["C++", "C#", ".NET", "Node.js", "CI/CD", "R&D", "scikit-learn", "GPT-4", "TCP/IP", "ASP.NET", "C", "R", "Go"],
)
def test_a_name_keeps_its_signs(name: str) -> None:
    assert terms(f"We use {name}, too.") == [name]


def test_alternatives_are_terms_of_their_own() -> None:
    assert terms("C/C++, Python/Java and HTML/CSS") == ["C", "C++", "Python", "Java", "HTML", "CSS"]


def test_numbers_and_amounts_are_no_terms() -> None:
    assert terms("24/7, 365 and 3.5, 50%, 80k, 80-110k EUR, 1st of 2024-05-17") == []


def test_how_many_years_is_a_term() -> None:
    assert terms("2+ years of Python, 3+") == ["2+ years", "Python", "3+"]


def test_common_words_and_those_of_advertisements_are_no_terms() -> None:
    assert terms("We are looking for a strong team player with the ability to work independently.") == []


def test_addresses_and_sexes_are_no_terms() -> None:
    assert terms("Programmer (m/f/d): jobs@example.com, https://example.com/jobs?x=1") == ["Programmer"]


def test_a_name_is_told_from_a_common_word_by_its_case() -> None:
    assert found("IT and Go", "It may go") == {"IT": "missing", "Go": "missing"}


def test_terms_stand_in_the_order_of_the_job() -> None:
    assert terms("Python, 机器学习, Rust") == ["Python", "机器学习", "Rust"]


# --- phrases --------------------------------------------------------------------------------------


def test_words_with_capitals_are_a_phrase() -> None:
    assert terms("You know Spring Boot and Amazon Web Services well") == ["Spring Boot", "Amazon Web Services"]


def test_the_capital_of_a_sentence_makes_no_phrase() -> None:
    assert terms("Develop Python services. Test Rust libraries.") == [
        *("Develop", "Python", "services", "Test", "Rust", "libraries")
    ]


def test_capitals_in_a_line_of_capitals_make_no_phrase() -> None:
    assert terms("KUBERNETES TERRAFORM") == ["KUBERNETES", "TERRAFORM"]


def test_words_that_stand_together_again_are_a_phrase() -> None:
    assert {text: term.in_job for text, term in compared("event sourcing; kernels; event sourcing").items()} == {
        "event sourcing": 2,
        "kernels": 1,
    }


def test_words_that_belong_to_the_next_are_a_phrase_at_once() -> None:
    assert terms("about deep learning and large language models") == ["deep learning", "large language models"]


def test_a_phrase_is_covered_only_if_its_words_stand_together() -> None:
    job = "about machine learning"
    assert found(job, "Applied machine learning") == {"machine learning": "covered"}
    assert found(job, "Learning of a machine") == {"machine learning": "partly"}
    assert found(job, "A machine, learning", "x") == {"machine learning": "partly"}
    assert found(job, "A machine") == {"machine learning": "missing"}


# --- forms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("job", "in_cv"),
    [
        *(("models", "model"), ("model", "Models"), ("libraries", "library"), ("classes", "class")),
        *(("databases", "database"), ("analyses", "analysis"), ("testing", "tested"), ("planning", "plans")),
        *(("caching", "cache"), ("modelling", "model"), ("optimisation", "optimization")),
        *(("full-stack", "full stack"), ("full-stack", "fullstack"), ("fullstack", "full-stack")),
        *(("Node.js", "NodeJS"), ("PhD", "Ph.D."), ("scikit-learn", "Scikit-Learn"), ("PostgreSQL", "Postgre SQL")),
        *(("CI/CD", "CI/CD pipelines"), ("résumé", "re\u0301sume\u0301"), ("GPUs", "GPU")),
    ],
)
def test_forms_of_a_word_are_one(job: str, in_cv: str) -> None:
    assert set(found(f"our {job},", f"With {in_cv} here").values()) <= {"covered"}


@pytest.mark.parametrize(
    ("job", "in_cv"),
    [
        ("Java", "JavaScript"),
        ("C++", "C"),
        ("C", "C++"),
        ("C#", "C"),
        ("Engineers", "Engineering"),
        ("GPT-4", "GPT, 4"),
    ],
)
def test_what_only_looks_alike_is_not_one(job: str, in_cv: str) -> None:
    assert found(f"our {job},", in_cv) == {job: "missing"}


def test_the_form_in_the_cv_is_told_if_it_is_another() -> None:
    [models, python] = compared("models, python", "A model in Python", "Python").values()
    assert (models.form, python.form) == ("model", None)
    assert "models (as: model)" in keywords.report(keywords.compare("models", cv("A model"), "en"))


def test_a_word_counts_once_in_each_place() -> None:
    [term] = compared("full-stack", "full-stack, fullstack and full stack; full-stack").values()
    assert term.in_cv == 4


def test_the_place_is_the_first_line_of_the_very_form() -> None:
    [term] = compared("models", "x", "One model", "Two models", "More models").values()
    assert term.span is not None
    assert (term.in_cv, term.span.line) == (3, 9)


@pytest.mark.parametrize(
    ("tag", "job", "in_cv"),
    [
        *(
            ("de", "Datenbanken", "Datenbank"),
            ("de", "Entwickler*innen", "Entwickler"),
            ("de", "Python-Kenntnisse", "Python"),
        ),
        *(
            ("de", "Englischkenntnisse", "Englisch"),
            ("fr", "l'analyse", "analyses"),
            ("fr", "développeur·se", "développeurs"),
        ),
        *(("es", "aplicaciones", "aplicación"), ("it", "dell'analisi", "Analisi"), ("pt", "soluções", "solução")),
        *(("nl", "databanken", "databank"), ("tr", "Python'da", "Python"), ("ru", "алгоритмов", "алгоритмы")),
        *(("ko", "데이터를", "데이터"), ("ar", "البرمجيات", "برمجيات"), ("pl", "Kubernetesa", "Kubernetes")),
        *(
            ("ja", "機械学習を", "機械学習の研究"),
            ("zh", "熟悉机器学习", "机器学习研究"),
            ("th", "ฐานข้อมูล", "ด้านฐานข้อมูล"),
        ),
    ],
)
def test_each_language_joins_its_forms(tag: str, job: str, in_cv: str) -> None:
    assert list(found(job, in_cv, tag=tag).values()) == ["covered"]


def test_what_says_nothing_is_taken_off_a_word_before_it_is_shown() -> None:
    assert terms("Python-Kenntnisse, Englischkenntnisse", "de") == ["Python", "Englisch"]


# --- scripts without spaces -----------------------------------------------------------------------


def test_chinese_is_cut_at_common_words() -> None:
    assert terms("1、熟悉C++、Python等编程语言，具备扎实的数据结构基础；", "zh") == [
        "C++",
        "Python",
        "编程语言",
        "数据结构",
    ]


def test_long_chinese_is_cut_at_words_that_stand_alone() -> None:
    assert terms("量化、剪枝；模型量化剪枝", "zh") == ["量化", "剪枝", "模型"]


def test_half_of_the_pairs_of_characters_are_a_part() -> None:
    assert found("分布式系统", "分布式训练，系统", tag="zh") == {"分布式系统": "partly"}
    assert found("分布式系统", "系统", tag="zh") == {"分布式系统": "missing"}


def test_a_folded_line_of_yaml_parts_no_chinese_word() -> None:
    assert found("机器学习", "研究机器 学习", tag="zh") == {"机器学习": "covered"}


def test_japanese_is_cut_at_hiragana_and_between_its_scripts() -> None:
    assert terms("データベースの設計・開発を行う", "ja") == ["データベース", "設計", "開発"]


# --- requirements ---------------------------------------------------------------------------------


def required(job: str, tag: str = "en") -> list[str]:
    return [text for text, term in compared(job, tag=tag).items() if term.required]


def test_a_line_below_a_heading_of_requirements_is_one() -> None:
    job = "About us\n- Rust\n\nRequirements\n- Python\n- SQL\n\nWhat we offer\n- Fruit"
    assert required(job) == ["Python", "SQL"]


def test_a_line_that_says_so_is_a_requirement() -> None:
    assert required("Python is a must have.\nRust is nice to have.\nSQL is required.") == ["Python", "SQL"]


def test_a_wish_among_requirements_is_none() -> None:
    assert required("Requirements:\n- Python\n- Rust is a plus\n- SQL\nNice to have:\n- Java") == ["Python", "SQL"]


@pytest.mark.parametrize(
    ("tag", "job"),
    [
        ("de", "Dein Profil\n- Python\n\nWir bieten\n- Kaffee"),
        ("zh-Hans", "任职要求：\n1、Python\n2、Rust优先\n加分项：\nJava"),
    ],
)
def test_headings_are_known_in_each_language(tag: str, job: str) -> None:
    assert required(job, tag) == ["Python"]


def test_required_terms_come_first_and_often_named_ones_before_others() -> None:
    coverage = keywords.compare("Rust, Java. Java, Java.\n\nRequirements:\n- SQL\n- Python and SQL", cv("x"), "en")
    assert [term.text for term in coverage.having(Found.MISSING)] == ["SQL", "Python", "Java", "Rust"]


# --- languages ------------------------------------------------------------------------------------

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


@pytest.mark.parametrize("tag", SENTENCES)
def test_the_language_is_the_one_with_the_most_common_words(tag: str) -> None:
    coverage = keywords.compare(SENTENCES[tag], cv("x"))
    assert coverage.language == tag
    assert coverage.detected is not None


def test_a_given_language_is_not_questioned() -> None:
    coverage = keywords.compare(SENTENCES["en"], cv("x"), "de-AT")
    assert (coverage.language, coverage.detected) == ("de", None)


def test_a_text_without_common_words_is_in_the_language_of_the_cv() -> None:
    coverage = keywords.compare("Kubernetes", cv("x", language_tag="pt-BR"))
    assert (coverage.language, coverage.detected) == ("pt", None)


def test_an_unknown_language_is_an_error_with_a_hint() -> None:
    with pytest.raises(CvgenError) as caught:
        keywords.compare("x", cv("x"), "germann")
    assert caught.value.diagnostics[0].hint is not None


def test_another_language_than_the_cvs_is_told() -> None:
    note = "The CV is in another language"
    assert note in " ".join(keywords.report(keywords.compare("Python", cv("x"), "de")).split())
    assert note not in " ".join(keywords.report(keywords.compare("Python", cv("x"), "en")).split())


@pytest.mark.parametrize("tag", language.names())
def test_every_language_has_common_words(tag: str) -> None:
    lexicon = vocabulary.for_language(tag)
    least = (80, 40) if tag in {"en", "de", "fr", "es", "it", "pt", "nl"} else (40, 40)
    assert (len(lexicon.words) >= least[0], len(lexicon.advert) >= least[1]) == (True, True)


@pytest.mark.parametrize("path", sorted(vocabulary.FILES.glob("*.toml")), ids=lambda path: path.stem)
def test_no_word_is_listed_twice(path: Path) -> None:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    listed = [*data["words"].split(), *data["advert"].split()]
    assert sorted({word for word in listed if listed.count(word) > 1}) == []


# --- what comes out -------------------------------------------------------------------------------


def shown() -> Coverage:
    job = "Python, Python, Rust\n\nRequirements:\n- models\n- SQL\n- about machine learning"
    return keywords.compare(job, cv("A model in Python", "learning with a machine"), "en")


def test_the_share_is_that_of_the_covered_terms() -> None:
    assert shown().share == 2 / 5
    assert keywords.compare("", cv("x")).share == 0


def test_the_report_says_what_is_there_and_what_is_not() -> None:
    lines = keywords.report(shown()).splitlines()
    assert lines[:15] == [
        "The CV has 2 of the job's 5 terms (40%), and 1 more in part.",
        "",
        "Not in the CV, and named under requirements:",
        "  SQL",
        "",
        "Not in the CV, named elsewhere:",
        "  Rust",
        "",
        "In part: the words are in the CV, but not together:",
        "  machine learning",
        "",
        "In the CV:",
        "                      in job  in CV  first line",
        "  models (as: model)       1      1           7",
        "  Python                   2      1           7",
    ]


def test_the_report_says_how_it_counted_and_that_a_list_is_no_measure() -> None:
    report = " ".join(keywords.report(keywords.compare(SENTENCES["en"] + " Python", cv("x"))).split())
    assert re.search("the job was read as English, which [0-9]+ of its words are common in", report)
    assert "A list of words is no measure of how well you fit" in report


def test_a_job_without_terms_is_told_so() -> None:
    assert keywords.report(keywords.compare("We are a team", cv("x"))).startswith(
        "The job description has no words but common ones in English."
    )


def test_a_report_names_no_more_than_can_be_read() -> None:
    job = ", ".join(f"word{i}x" for i in range(500))
    report = keywords.report(keywords.compare(job, cv("x"), "en"))
    assert "and 440 more" in report
    assert len(report.splitlines()) < 30


def test_lines_of_the_report_fit_a_terminal() -> None:
    job = " ".join(f"模型{chr(0x4E00 + i)}{chr(0x5000 + i)}、" for i in range(50)) + "x" * 300
    report = keywords.report(keywords.compare(job, cv("x"), "zh"))
    assert max(keywords._columns(line) for line in report.splitlines()) <= 100


def test_json_has_the_terms_in_the_order_of_the_job() -> None:
    data = json.loads(keywords.as_json(shown()))
    words = data.pop("words")
    counts = {"terms": 5, "covered": 2, "partly": 1, "missing": 2, "share": 0.4}
    assert data == {"language": "en", "cvLanguage": "en", "detectedBy": None} | counts
    assert [word["text"] for word in words] == ["Python", "Rust", "models", "SQL", "machine learning"]
    assert words[2] == {
        "text": "models",
        "found": "covered",
        "required": True,
        "inJob": 1,
        "inCv": 1,
        "form": "model",
        "line": 7,
    }


@pytest.mark.parametrize("job", ODD, ids=lambda job: ascii(job[:12]))
def test_no_odd_text_is_too_odd(job: str) -> None:
    for tag in (None, "en", "de", "fr", "ko", "vi", "zh", "ja"):
        coverage = keywords.compare(job, cv(*(("x", job) if job.isprintable() and job.strip() else ("x",))), tag)
        assert all(term.in_job > 0 for term in coverage.terms)
        assert keywords.report(coverage).isascii() or job
        json.loads(keywords.as_json(coverage))


def test_no_mixture_of_odd_texts_is_too_odd() -> None:
    chance = random.Random(7)
    for _ in range(150):
        job = "".join(chance.choice([*ODD, " ", "\n", "\n- ", ", ", "Python "]) for _ in range(chance.randint(2, 25)))
        coverage = keywords.compare(job, cv("Python and C++"), chance.choice([None, "en", "de", "tr", "zh"]))
        assert sum(len(coverage.having(each)) for each in Found) == len(coverage.terms)
        assert "\x1b" not in keywords.report(coverage)


@pytest.mark.parametrize("tag", language.names())
def test_a_job_that_is_the_cv_is_covered(tag: str) -> None:
    """What a CV says in some order is found when a job asks for just that."""
    path = Path(__file__).parents[1] / "samples" / "languages" / f"{tag}.yaml"
    read = document.build(profile.validate(source.read(path)))
    job = "\n".join(str(text) for text in walk.texts((read.person, read.sections)) if text.span)
    assert [term.text for term in keywords.compare(job, read, tag).having(Found.MISSING)] == []


# --- files ----------------------------------------------------------------------------------------


def test_a_job_is_read_without_its_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "job.txt"
    path.write_bytes(b"\xef\xbb\xbfPython")
    assert keywords.read_job(path) == "Python"


def write(content: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(content)

    return make


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda _: None, "does not exist"),
        (lambda path: path.mkdir(), "is a folder"),
        (write(b"Caf\xe9"), "the byte 0xE9 is not UTF-8"),
        (write(b"\xff\xfeP\0y\0"), "is in UTF-16"),
        (write(b" "), "has no words"),
        (write(b"12 34\n--"), "has no words"),
        (write(b"x " * keywords.MAX_BYTES), "is too large"),
        (write(b"%PDF-1.7"), "is a PDF, not a text"),
        (write(b"PK\3\4"), "is an office document"),
        (write(b"<!DOCTYPE html><html>"), "is a web page"),
    ],
    ids=["missing", "folder", "latin1", "utf16", "blank", "numbers", "huge", "pdf", "docx", "html"],
)
def test_what_cannot_be_read_is_an_error_with_a_hint(
    tmp_path: Path, make: Callable[[Path], None], message: str
) -> None:
    path = tmp_path / "job.txt"
    make(path)
    with pytest.raises(CvgenError, match=message) as caught:
        keywords.read_job(path)
    assert caught.value.diagnostics[0].hint is not None
