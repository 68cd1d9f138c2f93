"""Nothing of a file is lost silently: each field is in the profile or in the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cvgen import importers
from cvgen.diagnostics import CvgenError, Severity
from cvgen.importers import conversion
from cvgen.importers.conversion import Imported
from cvgen.steps import profile as profile_step
from cvgen.steps import source as source_step
from tests.conftest import SAMPLES
from tests.importers.imports import entries, imported, left_out, profile, refused, sections


def resume(**sections: Any) -> dict[str, Any]:
    return {"basics": {"name": "Ada"}, "work": [{"name": "Mill"}], **sections}


def test_the_report_says_how_much_was_read_and_what_was_not() -> None:
    made = imported(resume(volunteer=[{"organization": "Shelter", "flavor": "x", "mood": {"a": 1}}]))
    assert [str(each) for each in made.report] == [
        "resume:1:1: note: read as JSON Resume: 3 fields imported, 2 left out [imported]",
        'resume:13:4: warning: "volunteer[0].flavor" is not imported: a profile has no place for it [not-imported]',
        'resume:14:4: warning: "volunteer[0].mood" is not imported: a profile has no place for it [not-imported]',
    ]


def test_what_says_nothing_is_left_out_without_a_word() -> None:
    made = imported(resume(education=None, awards=[], skills=[{}, {"name": ""}], theme="", x={"y": [None, " "]}))
    assert (left_out(made), len(made.source.data["sections"])) == ([], 1)


def test_what_is_not_imported_can_be_kept_as_comments() -> None:
    made = imported(resume(theme={"a": [1]}, mood="good\nor not"))
    foot = made.to_yaml(keep_unknown=True).splitlines()[-3:]
    assert foot == ["# Not imported from resume:", '#   line 10: theme: {"a": ["1"]}', "#   line 15: mood: good or not"]
    assert made.to_yaml().count("#") == 1


def test_what_is_written_is_what_was_validated() -> None:
    made = imported(resume(skills=[{"name": "no", "level": "3.90", "keywords": ["null", "a: b", "2024"]}]))
    assert source_step.parse(made.to_yaml(), Path("x.yaml")).data == made.source.data


def test_a_long_value_is_kept_as_a_short_comment() -> None:
    lines = imported(resume(theme="x" * 10_000)).to_yaml(keep_unknown=True).splitlines()
    assert max(map(len, lines)) < 400


def test_all_that_is_wrong_is_reported_at_once_with_its_line() -> None:
    wrong = resume(
        basics={"name": "Ada", "email": "nobody", "url": "no address", "profiles": {}},
        work=[{"name": "Mill", "startDate": "soon"}, "text", {"name": ["a"]}],
    )
    found = [(each.span.line if each.span else 0, each.code) for each in refused(wrong)]
    assert found == [
        (4, "invalid-value"),
        (5, "invalid-value"),
        (11, "date-format"),
        (13, "wrong-type"),
        (15, "wrong-type"),
    ]


def test_a_refusal_says_how_to_import_the_rest() -> None:
    with pytest.raises(CvgenError) as caught:
        imported(resume(work="text"))
    assert str(caught.value.diagnostics[-1].hint).startswith("correct what is wrong; or cvgen import --lenient")


def test_the_lenient_import_takes_what_is_right() -> None:
    wrong = resume(work=[{"name": "Mill", "startDate": "soon", "endDate": "2020-13", "url": "x"}, "text"], awards={})
    made = imported(wrong, lenient=True)
    assert made.source.data["sections"] == [{"kind": "experience", "entries": [{"name": "Mill"}]}]
    assert sorted(each.code for each in made.report if each.severity is Severity.WARNING) == [
        *("date-format", "date-format", "invalid-value", "wrong-type")
    ]


def test_a_file_without_a_name_gets_one_to_be_replaced() -> None:
    made = imported({"basics": {}, "work": [{"name": "Mill"}]})
    assert made.source.data["basics"] == {"name": "Your Name"}
    assert "# the file gives no name: write yours" in made.to_yaml()
    assert [each.code for each in made.report] == ["imported", "no-name"]


# --- jobs in a row --------------------------------------------------------------------------------

MILL = [
    {"name": "Mill", "position": "Head", "startDate": "2020", "location": "York", "url": "https://mill.example"},
    {"name": "mill ", "position": "Hand", "startDate": "2018", "endDate": "2020", "location": "York"},
    {"name": "Forge", "position": "Smith"},
    {"name": "Mill", "position": "Boy"},
]


def test_jobs_in_a_row_at_one_employer_are_roles() -> None:
    assert entries(resume(work=MILL)) == [
        {
            "name": "Mill",
            "url": "https://mill.example",
            "roles": [
                {"position": "Head", "startDate": "2020"},
                {"position": "Hand", "startDate": "2018", "endDate": "2020"},
            ],
            "location": "York",
        },
        {"name": "Forge", "position": "Smith"},
        {"name": "Mill", "position": "Boy"},
    ]


def test_a_place_that_differs_belongs_to_the_role() -> None:
    jobs = [{**MILL[0], "location": "Leeds"}, MILL[1]]
    assert [role["location"] for role in entries(resume(work=jobs))[0]["roles"]] == ["Leeds", "York"]


def test_jobs_can_stay_apart() -> None:
    assert [entry["name"] for entry in entries(resume(work=MILL), merge=False)] == ["Mill", "mill", "Forge", "Mill"]


@pytest.mark.parametrize("other", [{"url": "https://other.example"}, {"description": "Another mill"}, {"position": ""}])
def test_what_may_be_another_employer_stays_apart(other: dict[str, str]) -> None:
    jobs = [{**MILL[0], "description": "A mill"}, {**MILL[1], **other}]
    assert len(entries(resume(work=jobs))) == 2


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2013-12-01", "2014-12-01", ("2013-12", "2014-12")),
        ("2013-12-01", None, ("2013-12", None)),
        ("2016-08-24", "2016-08-24", ("2016-08-24", "2016-08-24")),
        ("2013-12-01", "2014-12-24", ("2013-12-01", "2014-12-24")),
        ("2013-12", "2014", ("2013-12", "2014")),
        ("2013-12-01T00:00:00Z", "Present", ("2013-12", "present")),
        ("Sep 2013", "9/2014", ("2013-09", "2014-09")),
    ],
)
def test_the_day_one_is_dropped_where_the_entry_has_no_other(
    start: str, end: str | None, expected: tuple[str, str | None]
) -> None:
    [entry] = entries(resume(work=[{"name": "Mill", "startDate": start, "endDate": end}]))
    assert (entry["startDate"], entry.get("endDate")) == expected


def test_the_report_says_from_how_many_dates_a_day_was_taken() -> None:
    made = imported(resume(work=[{"name": "Mill", "startDate": "2013-12-01"}]))
    assert made.report[0].message.endswith("; the day 01 is taken off 1 date")


# --- photos ---------------------------------------------------------------------------------------


def with_photo(image: str, folder: Path) -> Imported:
    (folder / "photo.png").write_bytes((SAMPLES / "photo.png").read_bytes())
    path = folder / "resume.json"
    path.write_text(json.dumps(resume(basics={"name": "Ada", "image": image})), encoding="utf-8")
    return conversion.convert(path)


def test_a_photo_beside_the_file_is_kept(tmp_path: Path) -> None:
    assert with_photo("photo.png", tmp_path).source.data["basics"]["image"] == "photo.png"


def test_the_path_of_a_photo_is_that_from_the_folder_of_the_profile(tmp_path: Path) -> None:
    written = with_photo("photo.png", tmp_path).to_yaml(tmp_path / "cv")
    assert source_step.parse(written, tmp_path).data["basics"]["image"] == "../photo.png"


@pytest.mark.parametrize(
    "image",
    [
        "/etc/passwd",
        "../../etc/passwd",
        "~/photo.png",
        "https://example.com/photo.png",
        "//example.com/photo.png",
        "data:image/png;base64,AAAA",
        "file:///etc/passwd",
        "C:\\photo.png",
        "missing.png",
        "x" * 5000,
    ],
)
def test_any_other_photo_is_left_out_and_named(image: str, tmp_path: Path) -> None:
    made = with_photo(image, tmp_path)
    assert "image" not in made.source.data["basics"]
    [message] = left_out(made)
    assert message.startswith('"basics.image" is not imported: ')


# --- any file -------------------------------------------------------------------------------------

SOME = st.recursive(
    st.none()
    | st.booleans()
    | st.text(max_size=30)
    | st.sampled_from(["2020", "2020-01-01", "https://a.example", "a@b.c"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["name", "position", "summary", "startDate", "url", "email", "keywords", "highlights", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
KEYS = [
    "work",
    "education",
    "skills",
    "projects",
    "awards",
    "publications",
    "references",
    "languages",
    "interests",
    "y",
]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), SOME, max_size=4))
def test_the_lenient_import_of_any_file_is_a_valid_profile(data: dict[str, Any]) -> None:
    made = imported({"basics": {"name": "Ada"}, **data}, "json-resume", lenient=True)
    written = source_step.parse(made.to_yaml(keep_unknown=True), Path("x.yaml"))
    assert profile_step.validate(written).data == made.source.data


def test_the_sections_keep_their_order() -> None:
    data = {"basics": {"name": "Ada"}, "skills": [{"name": "a"}], "work": [{"name": "b"}], "awards": [{"title": "c"}]}
    assert [section["kind"] for section in sections(data)] == ["skills", "experience", "awards"]
    assert profile(data)["basics"] == {"name": "Ada"}


def test_what_was_looked_for_is_known_so_that_a_change_of_it_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "cv.tex"
    text = "\\documentclass{moderncv}\\name{Ada}{B}\\photo{me.png}\\begin{document}\\input{more}\\end{document}"
    path.write_text(text, encoding="utf-8")
    (tmp_path / "more.tex").write_text("\\section{A}\\cvlistitem{b}", encoding="utf-8")
    assert importers.source(path).read == (tmp_path / "me.png", tmp_path / "more.tex")
    with_settings = source_step.with_settings(importers.source(path), ["design.paper=a4"])
    assert with_settings.read == (tmp_path / "me.png", tmp_path / "more.tex")
