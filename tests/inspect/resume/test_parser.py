"""What a résumé parser fills in, by where texts stand and how they look."""

from __future__ import annotations

import pytest

from cvgen.inspect.resume.fields import Dates, Group
from cvgen.text import language
from tests.inspect.resume.pages import NAME, line, read, title

HEAD = (
    (NAME, (50.0, "Ada Example", "Serif-Bold")),
    line("Oslo, Norway | ada@example.com | +1 555 0100 | github.com/ada"),
)
WORK = (
    title("Experience"),
    line("Example Corporation", "Oslo, Norway", font="Serif-Bold"),
    line("Staff Engineer", "Feb 2022 – Present", font="Serif-Italic"),
    line("• Made builds fast"),
    line("and kept them so", left=60),
    line("Engineer", "2020 – 2022", font="Serif-Italic"),
    line("• Fixed builds"),
    line("Sample Laboratory", font="Serif-Bold"),
    line("Assistant", "2019", font="Serif-Italic"),
)


def test_the_head_has_a_name_and_ways_to_reach_the_person() -> None:
    fields = read(*HEAD, *WORK)
    found = (fields.name, fields.place, fields.emails, fields.phones, fields.links)
    assert found == ("Ada Example", "Oslo, Norway", ("ada@example.com",), ("+1 555 0100",), ("github.com/ada",))


def test_an_address_of_two_lines_is_put_together() -> None:
    fields = read(HEAD[0], line("linkedin.com/in/"), line("ada-example"), *WORK)
    assert fields.links == ("linkedin.com/in/ada-example",)


def test_a_position_without_an_organisation_belongs_to_the_one_above() -> None:
    jobs = [(job.company, job.title, job.dates.text, job.bullets) for job in read(*HEAD, *WORK).jobs]
    assert jobs == [
        ("Example Corporation", "Staff Engineer", "Feb 2022 – Present", ("Made builds fast and kept them so",)),
        ("Example Corporation", "Engineer", "2020 – 2022", ("Fixed builds",)),
        ("Sample Laboratory", "Assistant", "2019", ()),
    ]


def test_a_place_stands_at_the_end_of_a_line() -> None:
    assert read(*HEAD, *WORK).jobs[0].place == "Oslo, Norway"


def test_a_position_may_stand_before_the_organisation() -> None:
    [job] = read(
        *HEAD,
        title("Experience"),
        line("Software Engineer", "2020", font="Serif-Bold"),
        line("Example Corporation"),
        line("• Wrote code"),
    ).jobs
    assert (job.company, job.title) == ("Example Corporation", "Software Engineer")


def test_dates_may_stand_in_a_column_on_the_left_and_have_two_lines() -> None:
    beside = ((10.0, (50.0, "Sep 2021 –", "Serif"), (150.0, "Example College", "Serif-Bold")),)
    below = ((10.0, (50.0, "Jun 2023", "Serif"), (150.0, "B.Sc., Mathematics", "Serif-Italic")),)
    [school] = read(*HEAD, title("Education"), *beside, *below).schools
    assert (school.institution, school.degree, school.dates) == (
        "Example College",
        "B.Sc., Mathematics",
        Dates("Sep 2021 – Jun 2023", "2021-09", "2023-06"),
    )


def test_groups_of_skills_have_names_and_are_no_sections() -> None:
    small = (8.0, (50.0, "Languages", "Serif-Bold"))
    fields = read(*HEAD, title("Skills"), small, line("Python, Rust"), line("Tools: Git, Make"))
    assert fields.skills == (Group("Languages", ("Python", "Rust")), Group("Tools", ("Git", "Make")))
    assert [each.title for each in fields.sections] == ["Skills"]


@pytest.mark.parametrize("tag", language.names())
def test_titles_of_sections_are_known_in_all_languages(tag: str) -> None:
    spoken = language.load(tag).sections
    kinds = ("education", "experience", "skills", "languages")
    lines = [each for kind in kinds for each in (title(spoken[kind]), line("Example"))]
    assert [each.kind for each in read(*HEAD, *lines).sections] == list(kinds)


def test_the_fields_are_a_json_resume() -> None:
    resume = read(*HEAD, *WORK).as_json_resume()
    assert resume["basics"]["email"] == "ada@example.com"
    assert resume["work"][0] == {
        "name": "Example Corporation",
        "position": "Staff Engineer",
        "location": "Oslo, Norway",
        "startDate": "2022-02",
        "highlights": ["Made builds fast and kept them so"],
    }
