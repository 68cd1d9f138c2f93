"""CVs in LaTeX: the commands of moderncv, Awesome-CV, AltaCV and Jake's template are read; nothing is run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cvgen.diagnostics import CvgenError
from cvgen.importers import conversion
from tests.importers.imports import imported, left_out, profile, refused, sections


def document(body: str, head: str = r"\name{Ada}{Example}") -> str:
    return f"\\documentclass{{moderncv}}\n{head}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"


def one(body: str, title: str = "Experience") -> Any:
    [found] = sections(document(f"\\section{{{title}}}\n{body}"))
    [entry] = found["entries"]
    return found["kind"], entry


HEAD = r"""\name{Ada}{Example}
\title{Smith} % a comment
\address{1 Road}{York}{England}
\phone[mobile]{+1~(234)~567~890}
\email{ada@example.org}
\homepage{www.example.com}
\social[linkedin]{ada.e}
\github{ada}
\quote{Festina lente}"""


def test_the_person_is_imported() -> None:
    assert profile(document(r"\section{A}\cvlistitem{x}", HEAD))["basics"] == {
        "name": "Ada Example",
        "label": "Smith",
        "email": "ada@example.org",
        "phone": "+1 (234) 567 890",
        "url": "https://www.example.com",
        "location": "1 Road, York, England",
        "profiles": [{"network": "LinkedIn", "username": "ada.e"}, {"network": "GitHub", "username": "ada"}],
        "epigraph": "Festina lente",
    }


LIST = r"""{Text.\newline{} More:
\begin{itemize}
\item One 100\% % gone
\item Two:
  \begin{itemize}
  \item {Three}
  \end{itemize}
\end{itemize}}"""
STORY = {"summary": ["Text.", "More:"], "highlights": ["One 100%", {"text": "Two:", "highlights": ["Three"]}]}


@pytest.mark.parametrize(
    ("title", "body", "kind", "expected"),
    [
        (
            "Experience",
            rf"\cventry{{2010--2012}}{{Smith}}{{Mill}}{{York}}{{}}{LIST}",
            "experience",
            {"name": "Mill", "position": "Smith", "location": "York", "startDate": "2010", "endDate": "2012", **STORY},
        ),
        (
            "Work Experience",
            rf"\cventry{{Smith}}{{Mill}}{{York}}{{Mar. 2021 - Present}}{LIST}",
            "experience",
            {"name": "Mill", "position": "Smith", "location": "York", "startDate": "2021-03", "endDate": "present", **STORY},
        ),
        (
            "Education",
            r"\cventry{2012--}{BSc}{School}{York}{\textit{1.0}}{}",
            "education",
            {
                "institution": "School",
                "studyType": "BSc",
                "location": "York",
                "score": "*1.0*",
                "startDate": "2012",
                "endDate": "present",
            },
        ),
        (
            "Experience",
            r"\cvevent{Smith}{Mill}{2010 -- 2012}{York}" + LIST[1:-1].replace("Text.\\newline{} More:", ""),
            "experience",
            {
                "name": "Mill",
                "position": "Smith",
                "location": "York",
                "startDate": "2010",
                "endDate": "2012",
                "highlights": STORY["highlights"],
            },
        ),
        (
            "Education",
            r"\resumeSubheading{School}{York}{BSc}{Aug. 2018 -- May 2021}",
            "education",
            {"institution": "School", "studyType": "BSc", "location": "York", "startDate": "2018-08", "endDate": "2021-05"},
        ),
        (
            "Experience",
            r"\resumeSubheading{Smith}{June 2020 -- Present}{Mill}{York}",
            "experience",
            {"name": "Mill", "position": "Smith", "location": "York", "startDate": "2020-06", "endDate": "present"},
        ),
        (
            "Projects",
            r"\resumeProjectHeading{\textbf{Wheel} $|$ \emph{wood}}{2020}",
            "projects",
            {"name": "**Wheel** | *wood*", "date": "2020"},
        ),
        ("Languages", r"\cvitemwithcomment{English}{native}{TOEFL}", "languages", {"language": "English", "fluency": "native", "summary": "TOEFL"}),
        ("Skills", r"\cvskill{Tools}{Git, C++}", "skills", {"name": "Tools", "keywords": ["Git", "C++"]}),
        ("Honors", r"\cvhonor{Cup}{Fair}{York}{2014}", "awards", {"title": "Cup", "awarder": "Fair", "location": "York", "date": "2014"}),
        ("Thesis", r"\cvitem{Title}{\emph{On corn}}", "table", {"label": "Title", "value": "*On corn*"}),
        ("More", r"\cvlistitem{One \& two}", "bullets", "One & two"),
        ("Summary", "Some text,\nin a paragraph.", "text", "Some text, in a paragraph."),
    ],
)  # fmt: skip
def test_each_command_is_an_entry(title: str, body: str, kind: str, expected: Any) -> None:
    assert one(body, title) == (kind, expected)


def test_subsections_are_sections_inside() -> None:
    body = r"\section{Work}\subsection{Old}\cvlistitem{a}\subsection{New}\cvlistitem{b}"
    [found] = sections(document(body))
    assert (found["title"], [inner["title"] for inner in found["sections"]]) == ("Work", ["Old", "New"])


def test_a_command_that_is_not_known_is_named_with_its_line() -> None:
    made = imported(document("\\section{A}\n\\cvlistitem{x}\n\\mystery{y}"))
    assert left_out(made) == ['"sections[0].parts[1]" is not imported: a profile has no place for it']
    assert [each.span.line for each in made.report if each.code == "not-imported" and each.span] == [6]


def test_files_that_are_input_are_read_from_the_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "cv").mkdir()
    (tmp_path / "secret.tex").write_text(r"\cvlistitem{secret}", encoding="utf-8")
    (tmp_path / "cv" / "a.tex").write_text(r"\section{A}\cvlistitem{a}\input{a}", encoding="utf-8")
    main = tmp_path / "cv" / "main.tex"
    inputs = rf"\input{{a.tex}}\input{{../secret}}\input{{{tmp_path}/secret.tex}}\input{{missing}}\input{{|ls}}"
    main.write_text(document(inputs), encoding="utf-8")
    text = str(conversion.convert(main).source.data)
    assert ("secret" not in text, "'a'" in text) == (True, True)


@pytest.mark.parametrize("body", [r"\section{A", r"\section{A}\cvitem{x}{y", "{" * 100_000])
def test_a_brace_that_is_not_closed_has_its_line(body: str) -> None:
    [problem] = refused(document(body), "latex")
    assert problem.code == "latex-syntax"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            [
                *[
                    r"\section{A}",
                    r"\cventry{a}{b}{c}",
                    r"\item x",
                    r"\begin{itemize}",
                    r"\end{itemize}",
                    r"{",
                    r"}",
                    r"\input{x}",
                    r"%",
                    r"$x$",
                    r"\textbf{",
                    r"[",
                    r"]",
                    r"\\",
                ]
            ]
        )
        | st.text(max_size=10),
        max_size=20,
    )
)
def test_any_latex_is_imported_or_refused(pieces: list[str]) -> None:
    codes: set[str] = set()
    try:
        imported(document("".join(pieces)), "latex", lenient=True)
    except CvgenError as error:
        codes = {each.code for each in error.diagnostics}
    assert codes <= {"latex-syntax"}
