"""Europass: the SkillsPassport in XML and JSON, today's Candidate, HTML in texts, and XML that means harm."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cvgen.importers.html_text import to_markup
from tests.importers.imports import imported, left_out, profile, refused, sections

PASSPORT = """<?xml version="1.0" encoding="UTF-8"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="de">
 <DocumentInfo><DocumentType>ECV</DocumentType></DocumentInfo>
 <LearnerInfo>
  <Identification>
   <PersonName><FirstName>Ada</FirstName><Surname>Example</Surname></PersonName>
   <ContactInfo>
    <Address><Contact><AddressLine>1 Road</AddressLine><PostalCode>YO1</PostalCode><Municipality>York</Municipality>
     <Country><Code>UK</Code><Label>United Kingdom</Label></Country></Contact></Address>
    <Email><Contact>a@b.example</Contact></Email>
    <TelephoneList><Telephone><Contact>555 0100</Contact><Use><Code>home</Code></Use></Telephone>
     <Telephone><Contact>555 0101</Contact></Telephone></TelephoneList>
    <WebsiteList><Website><Contact>a.example</Contact></Website></WebsiteList>
    <InstantMessagingList><InstantMessaging><Contact>ada.e</Contact><Use><Code>skype</Code><Label>Skype</Label></Use>
     </InstantMessaging></InstantMessagingList>
   </ContactInfo>
   <Demographics><Birthdate year="1990" month="--05" day="---07"/></Demographics>
  </Identification>
  <Headline><Description><Label>Smith</Label></Description></Headline>
  <WorkExperienceList><WorkExperience>
   <Period><From year="2002" month="--08"/><Current>true</Current></Period>
   <Position><Label>Head</Label></Position>
   <Activities>&lt;p&gt;Ran &lt;b&gt;it&lt;/b&gt;:&lt;/p&gt;&lt;ul&gt;&lt;li&gt;one&lt;/li&gt;&lt;li&gt;two&lt;/li&gt;&lt;/ul&gt;</Activities>
   <Employer><Name>Mill</Name></Employer>
  </WorkExperience></WorkExperienceList>
  <EducationList><Education><Period><From year="1997"/><To year="2001"/></Period><Title>PhD</Title>
   <Organisation><Name>School</Name></Organisation><Level><Label>ISCED 6</Label></Level></Education></EducationList>
  <Skills>
   <Linguistic>
    <MotherTongueList><MotherTongue><Description><Label>English</Label></Description></MotherTongue></MotherTongueList>
    <ForeignLanguageList><ForeignLanguage><Description><Label>French</Label></Description>
     <ProficiencyLevel><Listening>C1</Listening><Writing>B2</Writing></ProficiencyLevel></ForeignLanguage></ForeignLanguageList>
   </Linguistic>
   <Communication><Description>Speaks well</Description></Communication>
   <Driving><Description><Licence>A</Licence><Licence>B</Licence></Description></Driving>
  </Skills>
  <AchievementList><Achievement><Title><Label>Publications</Label></Title><Description>&lt;p&gt;A paper&lt;/p&gt;</Description>
   </Achievement></AchievementList>
 </LearnerInfo>
</SkillsPassport>
"""
JSON = {
    "SkillsPassport": {
        "Locale": "de",
        "LearnerInfo": {
            "Identification": {
                "PersonName": {"FirstName": "Ada", "Surname": "Example"},
                "ContactInfo": {"Telephone": [{"Contact": "555 0100"}, {"Contact": "555 0101"}]},
                "Demographics": {"Birthdate": {"Year": 1990, "Month": 5, "Day": 7}},
            },
            "WorkExperience": [
                {
                    "Period": {"From": {"Year": 2002, "Month": 8}, "Current": True},
                    "Position": {"Label": "Head"},
                    "Employer": {"Name": "Mill"},
                }
            ],
        },
    }
}


def test_a_passport_in_xml_becomes_a_profile() -> None:
    made = imported(PASSPORT)
    assert made.source.data == {
        "basics": {
            "name": "Ada Example",
            "label": "Smith",
            "email": "a@b.example",
            "phone": [{"label": "home", "value": "555 0100"}, "555 0101"],
            "url": "https://a.example",
            "location": {"address": "1 Road", "postalCode": "YO1", "city": "York", "countryCode": "United Kingdom"},
            "birthDate": "1990-05-07",
            "profiles": [{"network": "Skype", "username": "ada.e"}],
        },
        "sections": [
            {
                "kind": "experience",
                "entries": [
                    {
                        "name": "Mill",
                        "position": "Head",
                        "startDate": "2002-08",
                        "endDate": "present",
                        "summary": "Ran **it**:",
                        "highlights": ["one", "two"],
                    }
                ],
            },
            {
                "kind": "education",
                "entries": [
                    {
                        "institution": "School",
                        "studyType": "PhD",
                        "startDate": "1997",
                        "endDate": "2001",
                        "highlights": ["ISCED 6"],
                    }
                ],
            },
            {
                "kind": "languages",
                "entries": [
                    {"language": "English", "fluency": "native"},
                    {
                        "language": "French",
                        "scores": [
                            {
                                "name": "CEFR",
                                "parts": [{"name": "Listening", "score": "C1"}, {"name": "Writing", "score": "B2"}],
                            }
                        ],
                    },
                ],
            },
            {
                "kind": "skills",
                "entries": [
                    {"name": "Communication", "summary": ["Speaks well"]},
                    {"name": "Driving", "keywords": ["A", "B"]},
                ],
            },
            {"title": "Publications", "kind": "bullets", "entries": ["A paper"]},
        ],
        "language": "de",
    }
    assert [message for message in left_out(made) if "about the file" not in message] == []


def test_a_passport_in_json_becomes_the_same() -> None:
    found = profile(json.dumps(JSON))
    assert (found["basics"]["phone"], found["basics"]["birthDate"], found["language"]) == (
        ["555 0100", "555 0101"],
        "1990-05-07",
        "de",
    )
    [work] = found["sections"]
    assert work["entries"] == [{"name": "Mill", "position": "Head", "startDate": "2002-08", "endDate": "present"}]


CANDIDATE = """<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9" xmlns:hr="http://www.hr-xml.org/3">
 <CandidatePerson>
  <PersonName><oa:GivenName>Ada</oa:GivenName><hr:FamilyName>Example</hr:FamilyName></PersonName>
  <Communication><ChannelCode>Email</ChannelCode><oa:URI>a@b.example</oa:URI></Communication>
  <Communication><ChannelCode>Telephone</ChannelCode><CountryDialing>44</CountryDialing><oa:DialNumber>20 7946</oa:DialNumber></Communication>
  <Communication><ChannelCode>Social Media</ChannelCode><UseCode>linkedin</UseCode><oa:URI>https://www.linkedin.com/in/a</oa:URI></Communication>
  <PrimaryLanguageCode name="FREE_TEXT">English</PrimaryLanguageCode>
 </CandidatePerson>
 <CandidateProfile languageCode="en">
  <EmploymentHistory><EmployerHistory><hr:OrganizationName>Mill</hr:OrganizationName>
   <PositionHistory><PositionTitle typeCode="URI">Head</PositionTitle>
    <EmploymentPeriod><StartDate><hr:FormattedDateTime>2021-10</hr:FormattedDateTime></StartDate><hr:CurrentIndicator>true</hr:CurrentIndicator>
    </EmploymentPeriod></PositionHistory></EmployerHistory></EmploymentHistory>
  <ConferencesAndSeminars><ConferenceAndSeminar><Title>On corn</Title><Date><StartDate><hr:FormattedDateTime>2022-10-26</hr:FormattedDateTime>
   </StartDate></Date><Location>York</Location></ConferenceAndSeminar></ConferencesAndSeminars>
  <Others><Title>Course</Title><Other><Title>A</Title></Other></Others>
  <Others><Title>Course</Title><Other><Title>B</Title></Other></Others>
 </CandidateProfile>
</Candidate>"""


def test_todays_xml_becomes_a_profile() -> None:
    found = profile(CANDIDATE, "europass")
    assert found["basics"] == {
        "name": "Ada Example",
        "email": "a@b.example",
        "phone": "+44 20 7946",
        "profiles": [{"network": "LinkedIn", "url": "https://www.linkedin.com/in/a"}],
    }
    assert found["sections"] == [
        {
            "kind": "experience",
            "entries": [{"name": "Mill", "position": "Head", "startDate": "2021-10", "endDate": "present"}],
        },
        {"kind": "languages", "entries": [{"language": "English", "fluency": "native"}]},
        {"kind": "talks", "entries": [{"name": "On corn", "location": "York", "date": "2022-10-26"}]},
        {"title": "Course", "kind": "projects", "entries": [{"name": "A"}, {"name": "B"}]},
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("plain *text* 1 < 2", r"plain \*text\* 1 < 2"),
        ("<p>a</p><p>b<br>c</p>", "a\n\nb\nc"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n   - b\n- c"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<p><strong> a </strong>b <em></em></p>", "**a** b"),
        ('<a href="https://e.example">x</a> <a href="javascript:x">y</a>', "[x](https://e.example) y"),
        ("a<script>alert(1)</script><style>p{}</style>b", "ab"),
        ("AT&amp;T &lt;b&gt;", "AT&T <b>"),
    ],
)
def test_html_becomes_markup(html: str, expected: str) -> None:
    assert to_markup(html) == expected


LAUGHS = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><SkillsPassport>&l9;</SkillsPassport>', "xml-syntax"),
        ('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><SkillsPassport>&f;</SkillsPassport>', "xml-syntax"),
        ('<!DOCTYPE SkillsPassport SYSTEM "https://e.example/x.dtd"><SkillsPassport/>', "xml-syntax"),
        ("<SkillsPassport><a></SkillsPassport>", "xml-syntax"),
        ("<SkillsPassport>&foo;</SkillsPassport>", "xml-syntax"),
        ("<SkillsPassport>" + "<a>" * 100_000, "too-complex"),
        ("<SkillsPassport>" + "<a/>" * 50_000 + "</SkillsPassport>", "too-complex"),
    ],
    ids=["laughs", "file", "address", "not closed", "entity", "deep", "many"],
)
def test_xml_that_is_wrong_or_means_harm_is_refused(xml: str, code: str) -> None:
    assert [each.code for each in refused(xml, "europass")] == [code]


def test_a_value_has_its_line() -> None:
    wrong: Any = PASSPORT.replace('year="2002"', 'year="99"')
    line = 1 + PASSPORT.partition('year="2002"')[0].count("\n")
    assert [each.span.line for each in refused(wrong) if each.span] == [line]
    assert len(sections(PASSPORT)) == 5
