"""The quick verdict: the same as that of jsonschema, for valid data and for data with mistakes."""

from __future__ import annotations

import copy
import json
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cvgen.data import assets
from cvgen.steps.source import read
from cvgen.validation import schemas, verdict
from tests.conftest import PEOPLE, ROOT, SAMPLES

PROFILES = [*PEOPLE, SAMPLES / "every-kind.yaml"]
STYLES = sorted((ROOT / "latex_templates").glob("*/style.toml"))
RUBBISH: tuple[Any, ...] = (
    *("", " ", "x", "2024-05", "2024-13", "https://example.org", "education", "present", "4", "<b>", "a@b.c", "#12"),
    *(None, True, False, [], {}, [""], ["a", "b"], [None], {"name": "x"}, {"x": []}, 0, 3, 99, 2.5, -1.0),
)


def nodes(data: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each mapping and list within data, with each of its keys or indices."""
    for key in data if isinstance(data, dict) else range(len(data)):
        yield data, key
        if isinstance(data[key], dict | list):
            yield from nodes(data[key])


def mutated(data: Any, chance: random.Random) -> Any:
    """Return a copy of data with one to three mistakes."""
    data = copy.deepcopy(data)
    for _ in range(chance.randint(1, 3)):
        places = list(nodes(data))
        if not places:
            break
        holder, key = chance.choice(places)
        match chance.randrange(4):
            case 0:
                del holder[key]
            case 1:
                holder[key] = copy.deepcopy(chance.choice(RUBBISH))
            case 2:
                other, its_key = chance.choice(places)
                holder[key] = copy.deepcopy(other[its_key])
            case _ if isinstance(holder, dict):
                other, its_key = chance.choice(places)
                holder[its_key if isinstance(its_key, str) else "x"] = holder.pop(key)
    return data


def differences(rules: schemas.Rules, originals: list[Any], count: int) -> tuple[list[Any], int]:
    """Return the mutated data whose two verdicts differ, and how many were invalid."""
    chance = random.Random(20261201)
    tried = [mutated(chance.choice(originals), chance) for _ in range(count)]
    verdicts = [(data, rules.are_kept_by(data), rules.validator.is_valid(data)) for data in tried]
    return [data for data, quick, thorough in verdicts if quick != thorough], sum(not each[2] for each in verdicts)


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_a_valid_profile_is_valid(path: Path) -> None:
    assert schemas.PROFILE.are_kept_by(read(path).data) is True


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.parent.name)
def test_the_settings_of_a_style_are_valid(path: Path) -> None:
    assert schemas.STYLE.are_kept_by(tomllib.loads(path.read_text())) is True


@pytest.mark.parametrize("count", [400, pytest.param(12_000, marks=pytest.mark.exhaustive)])
def test_mutated_profiles_get_the_verdict_of_jsonschema(count: int) -> None:
    different, invalid = differences(schemas.PROFILE, [read(path).data for path in PROFILES], count)
    assert different == []
    assert count / 3 < invalid < count  # the mistakes are of both sorts


def test_mutated_settings_of_a_style_get_the_verdict_of_jsonschema() -> None:
    different, invalid = differences(schemas.STYLE, [tomllib.loads(path.read_text()) for path in STYLES], 1000)
    assert different == []
    assert 300 < invalid < 1000


@pytest.mark.parametrize("path", [assets.SCHEMA, assets.STYLE_SCHEMA], ids=lambda path: path.name)
def test_every_keyword_of_the_schemas_is_known(path: Path) -> None:
    # A keyword that is not known makes valid data invalid, so jsonschema would be asked about each profile.
    keywords = {keyword for each in subschemas(json.loads(path.read_text())) for keyword in each}
    assert keywords - verdict.ANNOTATIONS - verdict.RULES.keys() <= {
        *("$ref", "properties", "additionalProperties", "items", "allOf", "anyOf", "if", "then"),
    }


def subschemas(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield a schema and each schema within it."""
    if not isinstance(schema, dict):
        return
    yield schema
    for keyword, value in schema.items():
        if keyword in {"properties", "$defs"}:
            for each in value.values():
                yield from subschemas(each)
        elif keyword in {"items", "additionalProperties", "if", "then"}:
            yield from subschemas(value)
        elif keyword in {"allOf", "anyOf"}:
            for each in value:
                yield from subschemas(each)


def test_an_unknown_keyword_leaves_the_verdict_to_jsonschema() -> None:
    assert verdict.checker({"contains": {"type": "string"}})(["a text"]) is False
