"""Names of other tools lead to names that the schema has."""

from __future__ import annotations

import re

import pytest

from cvgen.validation import other_names, schemas


def property_names(node: object) -> set[str]:
    """The names of all properties anywhere in a schema."""
    if isinstance(node, list):
        return {name for part in node for name in property_names(part)}
    if not isinstance(node, dict):
        return set()
    return {*node.get("properties", ()), *(name for part in node.values() for name in property_names(part))}


@pytest.mark.parametrize("name", other_names.KEYS)
def test_a_key_leads_to_keys_that_the_schema_has(name: str) -> None:
    assert property_names(schemas.profile()) >= set(other_names.KEYS[name])


def test_a_kind_leads_to_a_kind_that_the_schema_has() -> None:
    kinds = schemas.profile()["$defs"]["section"]["properties"]["kind"]["enum"]
    assert {*other_names.KINDS.values()} - {*kinds} == set()


@pytest.mark.parametrize("name", other_names.ELSEWHERE)
def test_a_key_that_belongs_elsewhere_says_where(name: str) -> None:
    quoted = set(re.findall(r'"(\w+)"', other_names.ELSEWHERE[name]))
    assert quoted <= property_names(schemas.profile())
