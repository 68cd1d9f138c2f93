"""The JSON Schemas as data, and validators for them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cvgen.data import assets

if TYPE_CHECKING:
    from jsonschema.protocols import Validator


@cache
def profile() -> dict[str, Any]:
    """Return the schema of a profile."""
    return _load(assets.SCHEMA)


@cache
def property_names() -> frozenset[str]:
    """Return each key that a profile may have somewhere."""
    definitions = [profile(), *profile()["$defs"].values()]
    names = {name for each in definitions for name in each.get("properties", ())}
    dates = profile()["$defs"]["dates"]["items"]["properties"]
    return frozenset(names | dates.keys())


@cache
def profile_validator() -> Validator:
    """Return a validator for profiles."""
    from jsonschema import Draft202012Validator  # 0.07 s

    return Draft202012Validator(profile())


@cache
def style_validator() -> Validator:
    """Return a validator for the settings of a style, whose schema refers to that of a profile."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    registry: Registry[Any] = Registry().with_resource(assets.SCHEMA.name, Resource.from_contents(profile()))
    return Draft202012Validator(_load(assets.STYLE_SCHEMA), registry=registry)


def _load(path: Path) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema
