"""What the head of a page says of the ways to reach a person, as programs read it: whole addresses in all styles."""

from __future__ import annotations

from pathlib import Path

import pytest

from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from tests.conftest import STYLES, tex
from tests.end_to_end.extraction import EXTRACTORS

ADDRESSES = {
    "youtube.com/@someone": "YouTube, username: '@someone'",
    "github.com/jacobryan": "GitHub, username: jacobryan",
    "linkedin.com/in/jacobryan": "LinkedIn, username: in/jacobryan",
    "social.example.org/@someone": "Mastodon, username: '@someone@social.example.org'",
    "bsky.app/profile/some.bsky.social": "Bluesky, username: some.bsky.social",
    "x.com/alexsmith": "X, username: alexsmith",
    "wiki.example.org/ada": "知乎 X, url: https://wiki.example.org/ada",
    "firstname.lastname@university.edu": None,
}
PROFILE = f"""\
basics:
  name: A. Person
  email: firstname.lastname@university.edu
  phone: +1 555 0100
  profiles: [{", ".join(f"{{ network: {account} }}" for account in ADDRESSES.values() if account)}]
"""


def render(profile: str, style: str, folder: Path, *settings: str) -> tuple[str, list[str]]:
    """Return the text of a profile's PDF, and the codes of its warnings."""
    (folder / "a.yaml").write_text(profile, encoding="utf-8")
    result = rendering.render(Request(folder / "a.yaml", style, folder, ("pdf",), settings), tex())
    return EXTRACTORS["pypdfium2"](result.files[0]), [each.code for each in result.warnings]


@pytest.mark.parametrize("icons", ["true", "false"])
@pytest.mark.parametrize("style", STYLES)
def test_an_address_is_printed_whole_and_on_one_line(style: str, icons: str, tmp_path: Path) -> None:
    text, warnings = render(PROFILE, style, tmp_path, f"design.icons={icons}")
    assert [each for each in ADDRESSES if each not in text] == []
    assert warnings == []


def test_a_name_of_an_account_stands_alone_if_the_author_wants_it(tmp_path: Path) -> None:
    text, _ = render(PROFILE, "classic", tmp_path, "design.contacts=handle")
    assert ("GitHub: jacobryan" in text, "github.com" in text) == (True, False)


LONG = "a-long-first-name.and-a-long-lastname@department.university.edu"


@pytest.mark.parametrize(("style", "codes"), [("classic", []), ("sidebar", ["address-divided"])])
def test_an_address_too_long_for_its_column_is_said(style: str, codes: list[str], tmp_path: Path) -> None:
    assert render(f"basics: {{ name: Ada, email: {LONG} }}\n", style, tmp_path)[1] == codes


def test_an_address_of_a_page_breaks_after_a_slash(tmp_path: Path) -> None:
    profile = "basics: { name: Ada, profiles: [{ network: LinkedIn, username: ada-lovelace-countess-a1b2 }] }\n"
    profile += "sections: [{ kind: skills, entries: [{ name: Tools, keywords: [Git, Make, Sed, Awk, Vi, Ed] }] }]\n"
    assert "linkedin.com/in/\r\nada-lovelace-countess-a1b2" in render(profile, "sidebar", tmp_path)[0]
