"""LinkedIn's export: a ZIP, of which only the files about the CV are read, and none is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.importers.imports import imported, left_out, profile, refused

PROFILE = (
    "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,"
    "Websites,Instant Messengers\n"
    'Ada,Example,,,"Jan 1, 1990",Smith *here*,"I make:\n• wheels\n• gears",Metal,123,"York, England",[ada],'
    '"[COMPANY:https://a.example,PORTFOLIO:b.example]",\n'
)
FILES = {
    "Profile.csv": PROFILE,
    "Email Addresses.csv": "Email Address,Confirmed,Primary,Updated On\nold@a.example,Yes,No,x\na@a.example,Yes,Yes,x\n",
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n"
    "Mill,Head,=1+1,York,Jan 2020,\nMill,Hand,,York,2018,Dec 2019\n",
    "Education.csv": "School Name,Start Date,End Date,Notes,Degree Name,Activities\nSchool,2010,2013,Logic,BSc,Chess\n",
    "Skills.csv": "Name\nC++\nGo\n",
    "Languages.csv": "Name,Proficiency\nEnglish,Native\n",
    "Certifications.csv": "Name,Url,Authority,Started On,Finished On,License Number\nL,https://l.example,Office,Mar 2020,,7\n",
    "Honors.csv": "Title,Description,Issued On\nCup,For corn,May 2014\n",
    "Recommendations_Received.csv": "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\nBo,Bee,M,B,Good.,x,VISIBLE\n",
    "messages.csv": "FROM,TO\nx,y\n",
}


def archive(files: Mapping[str, str], **options: Any) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, **options) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return stream.getvalue()


def test_the_files_about_the_cv_become_a_profile() -> None:
    made = imported(archive(FILES))
    assert made.source.data["basics"] == {
        "name": "Ada Example",
        "label": r"Smith \*here\*",
        "email": "a@a.example",
        "url": ["https://a.example", "https://b.example"],
        "location": "York, England",
        "birthDate": "1990-01-01",
        "profiles": [{"network": "X", "username": "ada"}],
        "summary": "I make:\n- wheels\n- gears",
    }
    assert [(each["kind"], len(each["entries"])) for each in made.source.data["sections"]] == [
        ("experience", 1),
        ("education", 1),
        ("text", 1),
        ("languages", 1),
        ("certificates", 1),
        ("awards", 1),
        ("references", 1),
    ]
    assert made.source.data["sections"][0]["entries"][0]["roles"][0] == {
        "position": "Head",
        "startDate": "2020-01",
        "summary": "=1+1",
    }
    assert [message for message in left_out(made) if "account" not in message] == [
        f'"Profile[0].{field}" is not imported: LinkedIn shows it to nobody, either'
        for field in ("Industry", "Zip Code")
    ]


def test_a_value_has_the_line_in_its_file() -> None:
    files = {"Positions.csv": 'Company Name,Title,Started On\n"Mill\nand more",Head,2020\nForge,Hand,soon\n'}
    [problem] = refused(archive(files))
    assert str(problem.span) == "resume/Positions.csv:4:1"


@pytest.mark.parametrize("name", ["../../Positions.csv", "/etc/Positions.csv", "x/Positions.csv", "..\\Positions.csv"])
def test_the_name_of_a_file_leads_nowhere(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = archive({"Profile.csv": PROFILE, name: "Company Name\nMill\n"})
    assert len(profile(made).get("sections", [])) == (0 if "\\" in name else 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (archive({"Positions.csv": "a\n" + "x" * 50_000_000}), "file-too-large"),
        (archive({"Positions.csv": "Company Name\n" + "Mill\n" * 100_000}), "too-complex"),
        (archive({"Positions.csv": "Company Name\n" + "x" * 200_000 + "\n"}), "archive-unreadable"),
        (archive(FILES)[:-30], "archive-unreadable"),
        (archive(FILES).replace(b"\x8d", b"\x8e").replace(b"\xcb", b"\xcc"), "archive-unreadable"),
        (archive({"x.txt": "x"}), "unknown-import"),
    ],
    ids=["bomb", "many rows", "long cell", "cut short", "damaged", "other archive"],
)
def test_what_is_no_export_is_refused(content: bytes, code: str) -> None:
    assert {each.code for each in refused(content, "linkedin")} == {code}
