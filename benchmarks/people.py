"""Makes up CVs of two pages. A person's number always gives the same words; different numbers give different ones."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml


def _listed(words: str) -> list[str]:
    return words.split(", ")


_SYLLABLES: Final = _listed("ba, do, fe, ga, hu, ki, la, me, no, pe, ri, sa, te, vu, wi, ya, zo, bré, mü, nó")
_VERBS: Final = _listed(
    "Built, Designed, Measured, Rewrote, Shortened, Automated, Documented, Replaced, Tested, Simplified"
)
_THINGS: Final = (
    "the ordering service",
    "a *compiler* for tariff rules",
    "the nightly reports",
    "a search over scanned letters",
    "the scheduler of the field stations",
    "an archive of sensor readings",
    "the billing of small customers",
    "a simulator for bridge loads",
    "the translation workflow",
    "a library for tidal models",
)
_WAYS: Final = (
    "by moving what never changes out of the inner loop",
    "together with four colleagues from two departments",
    "so that a failed run resumes where it had stopped",
    "which `make check` now verifies on every change",
    "after a survey among everyone who works with it",
    "in place of three scripts that nobody dared to touch",
    "with a test for each fault that had been reported",
    "for teams in Delft, São Paulo and Kyōto",
)
_RESULTS: Final = (
    "**{n}% less** time from order to delivery",
    "{n} fewer calls to the help desk each month",
    "{n} of 120 offices have switched to it",
    "the bill for computing fell by *{n}%*",
    "{n} issues closed in the first quarter",
    "used by {n} groups outside the company",
)
_FIELDS: Final = _listed("Hydrology, Statistics, Linguistics, Robotics, Optics, Cartography, Acoustics, Logistics")
_DEGREES: Final = ("B.Sc.", "M.Sc.", "Ph.D.")
_PLACES: Final = _listed("Delft, Uppsala, Porto, Brno, Tartu, Ghent, Lyon, Turku, Graz, Bergen")
_ROLES: Final = _listed("Software engineer, Data analyst, Research assistant, Team lead, Systems programmer")
_METHODS: Final = (
    "Sparse estimation of",
    "A field study of",
    "Fast and exact bounds for",
    "What is lost in",
    "Towards reproducible maps of",
    "Ten years of",
)
_SUBJECTS: Final = (
    "river levels from irregular samples",
    "delays in regional rail networks",
    "dialect words in parish registers",
    "heat loss in historic buildings",
    "noise near harbours at night",
    "routes through crowded warehouses",
)
_SKILLS: Final = {
    "Languages": _listed("Python, C++, Rust, Fortran, Julia, SQL, Haskell, Go"),
    "Tools": _listed("Git, Docker, PostgreSQL, Kafka, Ansible, Grafana, CMake"),
    "Methods": _listed("profiling, code review, numerical analysis, survey design, time series, fault injection"),
}


@dataclass(frozen=True, slots=True)
class Post:
    """A job, or a project; dates are years and months, such as 2021-09."""

    name: str
    role: str
    place: str
    start: str
    end: str
    highlights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree from one school."""

    school: str
    kind: str
    field: str
    start: str
    end: str
    highlights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A publication."""

    title: str
    authors: tuple[str, ...]
    journal: str
    date: str


@dataclass(frozen=True, slots=True)
class Person:
    """The content of a CV; texts have the stars and backticks of Markdown, which cvgen and RenderCV both read."""

    name: str
    label: str
    email: str
    phone: str
    place: str
    summary: str
    degrees: tuple[Degree, ...]
    posts: tuple[Post, ...]
    projects: tuple[Post, ...]
    papers: tuple[Paper, ...]
    skills: tuple[tuple[str, tuple[str, ...]], ...]


def person(number: int) -> Person:
    """Return the person with this number."""
    chance = random.Random(number)  # noqa: S311 (no secret)
    name = f"{_name(chance)} {_name(chance)}"
    role = chance.choice(_ROLES)
    sentences = " ".join(f"{_highlight(chance)}." for _ in range(2))
    return Person(
        name,
        role,
        f"person{number}@example.com",
        f"+44 20 7946 0{number % 1000:03}",
        f"{chance.choice(_PLACES)}, Examplia",
        f"{role} with {chance.randint(5, 20)} years of practice in {chance.choice(_FIELDS).lower()}. {sentences}",
        tuple(_degree(chance, kind, year) for kind, year in zip(reversed(_DEGREES), (2014, 2012, 2009), strict=True)),
        tuple(_post(chance, chance.choice(_ROLES), year, 4) for year in (2022, 2019, 2016, 2014)),
        tuple(_post(chance, "Maintainer", year, 2) for year in (2021, 2018, 2015)),
        tuple(_paper(chance, name, year) for year in (2024, 2022, 2019, 2017, 2015)),
        tuple((kind, tuple(chance.sample(words, 5))) for kind, words in _SKILLS.items()),
    )


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).capitalize()


def _highlight(chance: random.Random) -> str:
    result = chance.choice(_RESULTS).format(n=chance.randint(11, 98))
    return f"{chance.choice(_VERBS)} {chance.choice(_THINGS)} {chance.choice(_WAYS)}: {result}"


def _degree(chance: random.Random, kind: str, year: int) -> Degree:
    thesis = f"Thesis: {chance.choice(_METHODS).lower()} {chance.choice(_SUBJECTS)}"
    school, field = f"University of {chance.choice(_PLACES)}", chance.choice(_FIELDS)
    return Degree(school, kind, field, f"{year}-09", f"{year + 3}-07", (thesis,))


def _post(chance: random.Random, role: str, year: int, highlights: int) -> Post:
    name, start, end = f"{_name(chance)} Works", f"{year}-{chance.randint(1, 9):02}", f"{year + 2}-11"
    texts = tuple(_highlight(chance) for _ in range(highlights))
    return Post(name, role, f"{chance.choice(_PLACES)}, Examplia", start, end, texts)


def _paper(chance: random.Random, name: str, year: int) -> Paper:
    authors = [name, *(f"{_name(chance)} {_name(chance)}" for _ in range(3))]
    chance.shuffle(authors)
    title = f"{chance.choice(_METHODS)} {chance.choice(_SUBJECTS)}"
    return Paper(title, tuple(authors), f"Journal of {chance.choice(_FIELDS)}", f"{year}-{chance.randint(1, 12):02}")


# --- the same words as input of each program --------------------------------------------------------


def as_cvgen(of: Person) -> str:
    """Return the CV as a profile for cvgen."""
    basics = {"name": of.name, "label": of.label, "email": of.email, "phone": of.phone, "location": of.place}
    sections = [
        {
            "kind": "education",
            "entries": [
                {"institution": each.school, "studyType": each.kind, "area": each.field, **_period(each, "startDate")}
                for each in of.degrees
            ],
        },
        {
            "kind": "experience",
            "entries": [
                {"name": each.name, "position": each.role, "location": each.place, **_period(each, "startDate")}
                for each in of.posts
            ],
        },
        {
            "kind": "projects",
            "entries": [
                {"name": each.name, "roles": [each.role], "location": each.place, **_period(each, "startDate")}
                for each in of.projects
            ],
        },
        {
            "kind": "publications",
            "entries": [
                {
                    "name": each.title,
                    "authors": list(each.authors),
                    "publisher": each.journal,
                    "releaseDate": each.date,
                }
                for each in of.papers
            ],
        },
        {"kind": "skills", "entries": [{"name": kind, "keywords": list(words)} for kind, words in of.skills]},
    ]
    titled = [{"title": str(each["kind"]).capitalize(), **each} for each in sections]
    return _yaml({"basics": basics | {"summary": of.summary}, "sections": titled})


def as_rendercv(of: Person) -> str:
    """Return the CV as input for RenderCV."""
    sections = {
        "Summary": [of.summary],
        "Education": [
            {"institution": each.school, "degree": each.kind, "area": each.field, **_period(each, "start_date")}
            for each in of.degrees
        ],
        "Experience": [
            {"company": each.name, "position": each.role, "location": each.place, **_period(each, "start_date")}
            for each in of.posts
        ],
        "Projects": [
            {"name": each.name, "summary": each.role, "location": each.place, **_period(each, "start_date")}
            for each in of.projects
        ],
        "Publications": [
            {"title": each.title, "authors": list(each.authors), "journal": each.journal, "date": each.date}
            for each in of.papers
        ],
        "Skills": [{"label": kind, "details": ", ".join(words)} for kind, words in of.skills],
    }
    head = {"name": of.name, "headline": of.label, "location": of.place, "email": of.email, "phone": of.phone}
    return _yaml({"cv": {**head, "sections": sections}})


def as_latex(of: Person) -> str:
    """Return the CV as plain LaTeX with two packages, as somebody may write it by hand."""
    parts = [
        r"\documentclass[10pt]{article}\usepackage[a4paper,margin=2cm]{geometry}\usepackage{fontspec}",
        r"\pagestyle{empty}\setlength\parindent{0pt}",
        r"\newcommand\entry[3]{\textbf{#1}, #2\hfill #3\par}\begin{document}",
        rf"\begin{{center}}{{\LARGE {_tex(of.name)}}}\\{_tex(of.label)}",
        rf"\\{_tex(of.place)}, {_tex(of.phone)}, {_tex(of.email)}\end{{center}}",
        _tex(of.summary),
        r"\section*{Education}",
    ]
    for degree in of.degrees:
        parts += _latex_entry(degree.school, f"{degree.kind} in {degree.field}", degree, degree.highlights)
    for title, posts in (("Experience", of.posts), ("Projects", of.projects)):
        parts.append(rf"\section*{{{title}}}")
        for post in posts:
            parts += _latex_entry(post.name, f"{post.role}, {post.place}", post, post.highlights)
    parts.append(r"\section*{Publications}\begin{itemize}")
    for paper in of.papers:
        parts.append(
            rf"\item {_tex(', '.join(paper.authors))}: \emph{{{_tex(paper.title)}}}. {paper.journal}, {paper.date}"
        )
    parts.append(r"\end{itemize}\section*{Skills}")
    parts += (rf"\textbf{{{kind}}}: {_tex(', '.join(words))}\par" for kind, words in of.skills)
    return "\n".join([*parts, r"\end{document}", ""])


def words(text: str) -> int:
    """Return how many words of letters or digits a text has."""
    return len(re.findall(r"\w+", text))


def _period(of: Post | Degree, start: str) -> dict[str, Any]:
    return {start: of.start, start.replace("start", "end"): of.end, "highlights": list(of.highlights)}


def _latex_entry(name: str, what: str, of: Post | Degree, highlights: Sequence[str]) -> list[str]:
    items = [rf"\item {_tex(each)}" for each in highlights]
    head = rf"\entry{{{_tex(name)}}}{{{_tex(what)}}}{{{of.start} -- {of.end}}}"
    return [head, r"\begin{itemize}", *items, r"\end{itemize}"]


def _tex(markdown: str) -> str:
    text = re.sub(r"([%&#_$])", r"\\\1", markdown)
    text = re.sub(r"\*\*(.+?)\*\*", r"\\textbf{\1}", text)
    text = re.sub(r"\*(.+?)\*", r"\\emph{\1}", text)
    return re.sub(r"`(.+?)`", r"\\texttt{\1}", text)


def _yaml(data: dict[str, Any]) -> str:
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100))
