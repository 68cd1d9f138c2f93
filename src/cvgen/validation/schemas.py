"""The JSON Schemas as data, and as rules that other data keeps or breaks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cvgen.data import assets
from cvgen.validation import verdict

if TYPE_CHECKING:
    from jsonschema.protocols import Validator


@cache
def profile() -> dict[str, Any]:
    """Return the schema of a profile."""
    return _load(assets.SCHEMA)


@cache
def property_names() -> frozenset[str]:
    """Return each key that a profile may have somewhere."""
    return frozenset(_property_names(profile()))


def _property_names(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node.get("properties", ())
        for inner in node.values():
            yield from _property_names(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _property_names(inner)


class Rules:
    """The demands of a schema in two forms: a quick verdict, and jsonschema's validator, which says what is wrong."""

    def __init__(
        self, schema: Callable[[], dict[str, Any]], others: Mapping[str, Callable[[], dict[str, Any]]]
    ) -> None:
        self._schema = schema
        self._others = others  # the schemas that it refers to, by their file names

    @cached_property
    def are_kept_by(self) -> verdict.Check:
        """Say whether data is valid; False means that jsonschema must be asked."""
        return verdict.checker(self._schema(), {name: schema() for name, schema in self._others.items()})

    @cached_property
    def validator(self) -> Validator:
        """Explain data that is not valid."""
        from jsonschema import Draft202012Validator  # 0.06 s
        from referencing import Registry, Resource

        others = [(name, Resource.from_contents(schema())) for name, schema in self._others.items()]
        registry: Registry[Any] = Registry().with_resources(others)
        return Draft202012Validator(self._schema(), registry=registry)


@cache
def _style() -> dict[str, Any]:
    return _load(assets.STYLE_SCHEMA)


PROFILE: Final = Rules(profile, {})
STYLE: Final = Rules(_style, {assets.SCHEMA.name: profile})


def _load(path: Path) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema
