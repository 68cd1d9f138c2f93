"""How the terminal shows problems and progress."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys

import pytest

from cvgen.cli import terminal
from tests.cli.place import CVGEN, SUMMARY, VALID, Place, outcome
from tests.conftest import STYLES
from tests.fakes import DEADLINE


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "basics:\n  name: Ann\n  emial: ann@example.com\n",
            """\
ann.yaml:3:3: error: unknown key "emial" [unknown-key]
    3 |   emial: ann@example.com
      |   ^
  hint: did you mean "email"?
""",
        ),
        (
            """\
basics: { name: Ann }
sections:
  - { title: 奖项, kind: awards, entries: [{ title: 奖学金, dat: 2023 }] }
""",
            """\
ann.yaml:3:56: error: unknown key "dat" [unknown-key]
    3 |   - { title: 奖项, kind: awards, entries: [{ title: 奖学金, dat: 2023 }] }
      |                                                             ^
  hint: did you mean "date"?
""",
        ),
        (
            "basics: { name: Ann }\nsections: [{ title: e\u0301e\u0301, dat: 1 }]\n",
            """\
ann.yaml:2:27: error: unknown key "dat" [unknown-key]
    2 | sections: [{ title: e\u0301e\u0301, dat: 1 }]
      |                         ^
  hint: the keys here are: title, kind, summary, break, columns, numbering, lead, labels, entries, sections, tags
""",
        ),
        (
            'basics: { name: Ann }\nsections: [{ title: "a\tb", dat: 1 }]\n',
            """\
ann.yaml:2:28: error: unknown key "dat" [unknown-key]
    2 | sections: [{ title: "a b", dat: 1 }]
      |                            ^
  hint: the keys here are: title, kind, summary, break, columns, numbering, lead, labels, entries, sections, tags
""",
        ),
        (
            "\ufeffbasics: { name: Ann, urll: x }\r\n",
            """\
ann.yaml:1:22: error: unknown key "urll" [unknown-key]
    1 | basics: { name: Ann, urll: x }
      |                      ^
  hint: did you mean "url"?
""",
        ),
        (
            f"basics: {{ name: {'x' * 100}, labl: y, label: {'z' * 100} }}\n",
            f"""\
ann.yaml:1:119: error: unknown key "labl" [unknown-key]
    1 | {"x" * 57}, labl: y, label: {"z" * 35}
      | {" " * 59}^
  hint: did you mean "label"?
""",
        ),
    ],
    ids=["plain", "Chinese", "accents", "tab", "byte order mark", "long line"],
)
def test_a_problem_is_shown_at_its_place_with_a_remedy(place: Place, text: str, shown: str) -> None:
    (place.folder / "ann.yaml").write_bytes(text.encode())
    assert outcome(place.run("validate", "ann.yaml")) == (1, "", shown)


def test_all_problems_are_shown_in_the_order_of_their_lines(place: Place) -> None:
    place.write("ann.yaml", "basics:\n  nam: Ann\n  url: x\nsection: []\n")
    said = place.run("validate", "ann.yaml").stderr
    assert re.findall(r"^ann\.yaml:(\d+):\d+: error: ", said, re.MULTILINE) == ["2", "3", "4"]


def test_several_errors_are_counted_at_the_end(place: Place) -> None:
    place.write("ann.yaml", "basics:\n  nam: Ann\n  url: x\n  label: a #b\nsection: [a]\n")
    assert place.run("validate", "ann.yaml").stderr.endswith("\n3 errors and 1 warning in ann.yaml\n")


def test_one_error_is_not_counted(place: Place) -> None:
    place.write("ann.yaml", "basics:\n  nam: Ann\n")
    assert " in ann.yaml" not in place.run("validate", "ann.yaml").stderr


def on_terminal(place: Place, *arguments: str, **environment: str) -> str:
    """What a command writes to standard error where that is a terminal."""
    ours, theirs = pty.openpty()
    command = [*CVGEN, *arguments]
    with subprocess.Popen(command, cwd=place.folder, env=place.environment | environment, stderr=theirs) as process:
        os.close(theirs)
        said = b""
        while True:
            try:
                said += os.read(ours, 10_000)
            except OSError:  # the terminal's way to say that no one writes any more
                break
        os.close(ours)
        process.wait(DEADLINE)
    return said.decode().replace("\r\n", "\n")


def test_a_terminal_is_told_what_was_written(place: Place) -> None:
    place.write("ann.yaml", VALID)
    said = on_terminal(place, "render", "--no-check", "ann.yaml")
    assert re.fullmatch(r"ann\.yaml -> build/ann-classic\.pdf, 1 page, \d+\.\d\d s\n", said)


RED = "\x1b[31m\x1b[1merror\x1b[0m"


@pytest.mark.parametrize(("environment", "severity"), [({}, RED), ({"NO_COLOR": "1"}, "error")])
def test_a_terminal_gets_colour_unless_it_asks_for_none(
    place: Place, environment: dict[str, str], severity: str
) -> None:
    place.write("bad.yaml", "[]")
    said = on_terminal(place, "validate", "bad.yaml", **environment)
    assert said.startswith(f"bad.yaml:1:1: {severity}: the file must be a mapping")


def test_a_terminal_sees_how_far_many_documents_are(place: Place) -> None:
    place.write("ann.yaml", VALID)
    said = on_terminal(place, "render", "--no-check", "ann.yaml", "--style", "all")
    assert "rendering" in said
    assert f"{len(STYLES)}/{len(STYLES)}" in said or "100%" in said
    assert SUMMARY.findall(said.rpartition("\n")[0].rpartition("\n")[2] + "\n") == [f"{len(STYLES)} done, "]


def progress(bar: terminal.Bar) -> None:
    with bar as show:
        for done, part in (
            (0.1, "fetching Tectonic"),
            (0.1, "fetching Tectonic"),
            (0.2, "fetching packages"),
            (0.9, 50 * "é "),
        ):
            show(done, part)


def test_progress_is_one_line_that_fits_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "is_watched", lambda: True)
    monkeypatch.setattr(os, "get_terminal_size", lambda _descriptor: os.terminal_size((40, 24)))
    monkeypatch.setattr(sys.stderr, "fileno", lambda: 2, raising=False)
    progress(terminal.Bar())
    said = capsys.readouterr().err
    shown = [line.removesuffix("\x1b[K") for line in said.split("\r")]
    assert "\n" not in said
    assert max(map(len, shown)) < 40
    assert shown[1:3] == ["[##                  ]  10%  fetching T", "[####                ]  20%  fetching p"]
    assert said.endswith("\r")  # and there, the line is cleared


def test_elsewhere_progress_is_a_line_for_each_kind_of_work(capsys: pytest.CaptureFixture[str]) -> None:
    progress(terminal.Bar())
    assert capsys.readouterr().err.splitlines() == ["fetching Tectonic", 50 * "é "]


@pytest.mark.parametrize(
    "control",
    [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\u2028\u2060\ufeff\xad\x9b\x07"],
)
def test_nothing_that_a_terminal_obeys_or_nobody_sees_reaches_it(control: str, place: Place) -> None:
    key = (
        f'"emial{control}x": "a"'
        if control.isprintable() or ord(control) > 0x9F
        else f'"emial\\x{ord(control):02x}x": "a"'
    )
    place.write(
        f"a{control}b.yaml", f"basics:\n  name: Ann\n  {key}\n  image: 'x{control.strip(chr(7) + chr(0x9B))}.jpg'\n"
    )
    done = place.run("validate", f"a{control}b.yaml")
    escape = f"\\x{ord(control):02x}" if ord(control) < 0x100 else f"\\u{ord(control):04x}"
    assert (done.returncode, control in done.stderr, f"a{escape}b.yaml:" in done.stderr) == (1, False, True)


def test_joiners_that_scripts_need_are_shown() -> None:
    assert terminal.printable("می\u200c 👩\u200d💻") == "می\u200c 👩\u200d💻"
