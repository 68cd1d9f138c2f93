"""``cvgen import``: a file of another tool becomes a profile; nothing that is there is written over."""

from __future__ import annotations

import json

from tests.cli.place import Place, outcome

RESUME = json.dumps({"basics": {"name": "Ada Lovelace"}, "work": [{"name": "Mill", "mood": "good"}]}, indent=1)
SAID = """resume.json:1:1: note: read as JSON Resume: 2 fields imported, 1 left out [imported]
    1 | {
      | ^
resume.json:8:4: warning: "work[0].mood" is not imported: a profile has no place for it [not-imported]
    8 |    "mood": "good"
      |    ^
"""
YAML = """# yaml-language-server: $schema=profile.schema.json
# Imported from resume.json, a file of JSON Resume.
basics:
  name: Ada Lovelace

sections:
  - kind: experience
    entries:
      - name: Mill
"""


def test_a_file_becomes_a_profile_that_is_named_for_the_person(place: Place) -> None:
    place.write("resume.json", RESUME)
    written = "wrote ada-lovelace.yaml\nwrote profile.schema.json\n"
    assert outcome(place.run("import", "resume.json")) == (0, written, SAID)
    assert (place.folder / "ada-lovelace.yaml").read_text(encoding="utf-8") == YAML
    assert outcome(place.run("validate", "ada-lovelace.yaml")) == (0, "", "")


def test_a_profile_can_be_printed(place: Place) -> None:
    place.write("resume.json", RESUME)
    done = place.run("import", "resume.json", "-o", "-")
    assert (done.returncode, done.stdout, place.names()) == (0, YAML.partition("\n")[2], ["resume.json"])


def test_a_file_that_is_there_is_written_over_by_force_only(place: Place) -> None:
    place.write("resume.json", RESUME)
    place.write("cv.yaml", "mine")
    hint = "  hint: it was left as it is; -o names another file, --force writes over it\n"
    refused = f"error: cv.yaml exists already [file-exists]\n{hint}"
    assert outcome(place.run("import", "resume.json", "-o", "cv.yaml")) == (1, "", refused)
    assert (place.folder / "cv.yaml").read_text(encoding="utf-8") == "mine"
    assert place.run("import", "resume.json", "-o", "cv.yaml", "--force").returncode == 0
    assert (place.folder / "cv.yaml").read_text(encoding="utf-8") == YAML


def test_options_reach_the_import(place: Place) -> None:
    job = {"position": "x", "name": "Mill"}
    place.write("cv", json.dumps({"basics": {"name": "Ada", "url": "x"}, "work": [job, job], "y": 1}))
    done = place.run("import", "cv", "--from", "json-resume", "-o", "-", "--keep-unknown", "--lenient", "--no-merge")
    assert (done.returncode, done.stdout.count("- name: Mill"), "# Not imported" in done.stdout) == (0, 2, True)
    assert outcome(place.run("import", "cv", "--from", "word"))[0] == 1


def test_a_file_of_another_tool_is_rendered_and_validated_at_once(place: Place) -> None:
    place.write("resume.json", RESUME)
    done = place.run("render", "resume.json")
    assert (done.returncode, done.stderr.startswith(SAID), "build/resume-classic.pdf" in place.names()) == (
        0,
        True,
        True,
    )
    assert outcome(place.run("validate", "resume.json")) == (0, "", SAID)


def test_what_is_wrong_is_said_once_and_nothing_is_written(place: Place) -> None:
    place.write("resume.json", '{"basics": {"name": "Ada"}, "work": "none"}')
    for command in ("import", "render", "validate"):
        done = place.run(command, "resume.json")
        assert (done.returncode, done.stderr.count("error"), place.names()) == (1, 1, ["resume.json"])
