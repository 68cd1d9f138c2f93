"""What of a CV counts as a term of the job."""

from __future__ import annotations

import json
import random

import pytest

from cvgen.inspect.keywords.coverage import Status
from cvgen.inspect.keywords.matching import compare
from cvgen.inspect.keywords.text_report import as_text
from cvgen.steps import document, profile, source
from cvgen.steps.document import walk
from cvgen.text import language
from tests.conftest import SAMPLES
from tests.inspect.keywords.documents import compared, cv, found

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


def test_a_phrase_is_covered_only_if_its_words_stand_together() -> None:
    job = "about machine learning"
    assert found(job, "Applied machine learning") == {"machine learning": "covered"}
    assert found(job, "Learning of a machine") == {"machine learning": "partly"}
    assert found(job, "A machine, learning", "x") == {"machine learning": "partly"}
    assert found(job, "A machine") == {"machine learning": "missing"}


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


def test_half_of_the_pairs_of_characters_are_a_part() -> None:
    assert found("分布式系统", "分布式训练，系统", tag="zh") == {"分布式系统": "partly"}
    assert found("分布式系统", "系统", tag="zh") == {"分布式系统": "missing"}


def test_a_folded_line_of_yaml_parts_no_chinese_word() -> None:
    assert found("机器学习", "研究机器 学习", tag="zh") == {"机器学习": "covered"}


@pytest.mark.parametrize("job", ODD, ids=lambda job: ascii(job[:12]))
def test_no_odd_text_is_too_odd(job: str) -> None:
    for tag in (None, "en", "de", "fr", "ko", "vi", "zh", "ja"):
        coverage = compare(job, cv(*(("x", job) if job.isprintable() and job.strip() else ("x",))), tag)
        assert all(term.in_job > 0 for term in coverage.terms)
        assert as_text(coverage).isascii() or job
        json.dumps(coverage.as_data())


def test_no_mixture_of_odd_texts_is_too_odd() -> None:
    chance = random.Random(7)
    for _ in range(150):
        job = "".join(chance.choice([*ODD, " ", "\n", "\n- ", ", ", "Python "]) for _ in range(chance.randint(2, 25)))
        coverage = compare(job, cv("Python and C++"), chance.choice([None, "en", "de", "tr", "zh"]))
        assert sum(len(coverage.with_status(each)) for each in Status) == len(coverage.terms)
        assert "\x1b" not in as_text(coverage)


@pytest.mark.parametrize("tag", language.names())
def test_a_job_that_is_the_cv_is_covered(tag: str) -> None:
    """What a CV says in some order is found when a job asks for just that."""
    path = SAMPLES / "languages" / f"{tag}.yaml"
    read = document.build(profile.validate(source.read(path)))
    job = "\n".join(str(text) for text in walk.texts((read.person, read.sections)) if text.span)
    assert [term.text for term in compare(job, read, tag).with_status(Status.MISSING)] == []
