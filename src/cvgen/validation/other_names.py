"""The names of other tools, and those that people write from memory, for the names of the schema."""

from __future__ import annotations

from typing import Final

# Keys: the names in the schema that may be meant; the first that the place allows is suggested.
KEYS: Final = {
    "achievements": ("highlights", "contributions"),
    "authors": ("inventors",),
    "body": ("text", "summary"),
    "bullets": ("highlights",),
    "company": ("name", "entity", "organization"),
    "conference": ("publisher", "event"),
    "date_of_birth": ("birthDate",),
    "degree": ("studyType",),
    "details": ("highlights", "summary"),
    "employer": ("name",),
    "end": ("endDate",),
    "end_date": ("endDate",),
    "fullname": ("name",),
    "gpa": ("score", "grades"),
    "headline": ("label",),
    "homepage": ("url",),
    "items": ("highlights", "entries"),
    "job_title": ("position",),
    "journal": ("publisher",),
    "level": ("fluency",),
    "link": ("url",),
    "major": ("area",),
    "organisation": ("name", "entity", "organization"),
    "organization": ("name", "entity"),
    "photo": ("image",),
    "role": ("position", "roles"),
    "school": ("institution",),
    "site": ("url",),
    "social": ("profiles",),
    "social_networks": ("profiles",),
    "start": ("startDate",),
    "start_date": ("startDate",),
    "supervisor": ("advisor",),
    "title": ("name", "position"),
    "university": ("institution",),
    "venue": ("publisher", "event"),
    "website": ("url",),
    "year": ("date", "releaseDate"),
}

# Kinds of section.
KINDS: Final = {
    "employment": "experience",
    "honors": "awards",
    "honours": "awards",
    "job": "experience",
    "list": "bullets",
    "numbers": "numbered",
    "research": "experience",
    "service": "experience",
    "teaching": "experience",
    "volunteer": "experience",
    "volunteering": "experience",
    "work": "experience",
}
