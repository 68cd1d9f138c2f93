"""The pinned requirements: one release of every package, with the hashes of its files, and no host."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
FILES: Final = ("run", "test", "dev")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def read(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    """The version of each package of a file."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", read(name), re.MULTILINE))


def wanted(name: str) -> list[Requirement]:
    """What pyproject.toml asks for, with the extras that refer to the project itself written out."""
    extras: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
    texts = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["build"], *extras.get(name, ())]
    requirements: list[Requirement] = []
    for requirement in map(Requirement, texts):
        if requirement.name == PROJECT["project"]["name"]:
            requirements += [each for extra in requirement.extras for each in wanted(extra)]
        else:
            requirements.append(requirement)
    return requirements


@pytest.mark.parametrize("name", FILES)
def test_all_that_the_project_asks_for_is_pinned_within_its_range(name: str) -> None:
    versions = pins(name)
    outside = [
        str(requirement)
        for requirement in wanted(name)
        if not requirement.specifier.contains(versions.get(canonicalize_name(requirement.name), "0"))
    ]
    assert outside == [], "make lock"


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_a_pin_or_a_hash_of_it(name: str) -> None:
    pin = r"[a-z0-9-]+==\S+( ; [^\n\\]+)? \\\n"
    digest = r"    --hash=sha256:[0-9a-f]{64}"
    assert re.fullmatch(rf"(#.*\n)*({pin}({digest} \\\n)*{digest}\n)+", read(name))


@pytest.mark.parametrize(("smaller", "larger"), [("run", "test"), ("test", "dev")])
def test_the_files_agree(smaller: str, larger: str) -> None:
    assert pins(smaller).items() <= pins(larger).items()
