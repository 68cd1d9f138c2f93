"""The schema is the single truth: it explains itself, and nothing that it allows is dropped on the way."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from cvgen.diagnostics import CvgenError, Pointer, Span
from cvgen.steps import document, profile, source
from cvgen.steps.document import Document, walk
from cvgen.text.dates import Date
from cvgen.text.inline import Plain

Schema: TypeAlias = Mapping[str, Any]

SCHEMA: Schema = json.loads((Path(__file__).parents[2] / "schemas" / "profile.schema.json").read_text(encoding="utf-8"))
DEFS: Schema = SCHEMA["$defs"]
KINDS: list[str] = DEFS["section"]["properties"]["kind"]["enum"]
# What an entry of each kind is, as the conditions of a section say it.
ENTRIES: Mapping[str, Schema] = {
    rule["if"]["properties"]["kind"]["const"]: DEFS[
        rule["then"]["properties"]["entries"]["items"]["$ref"].removeprefix("#/$defs/")
    ]
    for rule in DEFS["section"]["allOf"]
}


def is_valid(value: Any, schema: Schema) -> bool:
    return bool(Draft202012Validator({**schema, "$defs": DEFS}).is_valid(value))


def as_read(value: Any) -> Any:
    """A value as it comes out of a YAML file: every number is text."""
    return source.parse(json.dumps([value]), Path("x.yaml")).data[0]


def subschemas(schema: Schema, place: str) -> Iterator[tuple[str, Schema]]:
    """A schema and all those in it, but for conditions."""
    yield place, schema
    for keyword in ("properties", "$defs"):
        for name, inner in schema.get(keyword, {}).items():
            yield from subschemas(inner, f"{place}/{keyword}/{name}")
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            yield from subschemas(schema[keyword], f"{place}/{keyword}")


ALL = dict(subschemas(SCHEMA, "#"))
OBJECTS = {place: each for place, each in ALL.items() if "object" in each.get("type", ())}
NAMED = {place: each for place, each in ALL.items() if place.split("/")[-2:-1] in (["properties"], ["$defs"])}
EXAMPLES = [pytest.param(name, e, id=f"{name}-{i}") for name, d in DEFS.items() for i, e in enumerate(d["examples"])]


# --- the schema itself ----------------------------------------------------------------------------


def test_it_is_valid_2020_12() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("place", NAMED)
def test_every_property_and_definition_is_described(place: str) -> None:
    assert NAMED[place].get("description", "").endswith(".")


@pytest.mark.parametrize("place", OBJECTS)
def test_every_object_refuses_unknown_keys_or_has_none_that_are_known(place: str) -> None:
    assert (OBJECTS[place].get("additionalProperties") is False) == ("properties" in OBJECTS[place])


@pytest.mark.parametrize("place", OBJECTS)
def test_every_required_key_is_a_property(place: str) -> None:
    assert set(OBJECTS[place].get("required", ())) <= set(OBJECTS[place].get("properties", ()))


@pytest.mark.parametrize("name", DEFS)
def test_every_definition_is_used(name: str) -> None:
    assert json.dumps({"$ref": f"#/$defs/{name}"})[1:-1] in json.dumps(SCHEMA)


@pytest.mark.parametrize("read", [copy.copy, as_read], ids=["as written", "as read from YAML"])
@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_every_definition_has_examples_that_it_allows(name: str, example: Any, read: Callable[[Any], Any]) -> None:
    assert is_valid(read(example), {"$ref": f"#/$defs/{name}"})


@pytest.mark.parametrize("example", SCHEMA["examples"])
def test_the_examples_of_a_profile_are_profiles(example: Any) -> None:
    assert profile.validate(source.parse(json.dumps(example), Path("x.yaml"))).data == as_read(example)


def test_every_kind_says_what_its_entries_are() -> None:
    assert list(ENTRIES) == KINDS


# --- profiles made from the schema: nothing is dropped ---------------------------------------------


# A number has no room for a word of its own.
NUMBERS = {
    "priority": "9",
    "number of pages": "2",
    "date format": "iso",
    "number of columns": "2",
    "length": "20mm",
    "margin": "20mm",
    "number of authors": "3",
    "size": "10.5",
    "density": "1.25",
    "number": "9",
    "a number, or newest": "9",
}
# What a document is made of: the design is for the steps after it, the variants and their tags for the step before.
CONTENT = {
    **SCHEMA,
    "properties": {name: each for name, each in SCHEMA["properties"].items() if name not in {"design", "variants"}},
}


@dataclass
class Filler:
    """Makes values that the schema allows, with a word of its own in each text, and remembers the words.

    A rich value has every property, and a list has an item of every type that it may have; a plain one is a text
    wherever a text will do. ``kind`` is that of the sections.
    """

    kind: str
    rich: bool = True
    words: list[str] = field(default_factory=list)

    def value(self, schema: Schema, within: tuple[str, ...] = ()) -> Any:
        """A value for a schema that stands within the definitions of these names."""
        schema, within = followed(schema, within)
        return self.of_type(self.types(schema, within)[0], schema, within)

    def types(self, schema: Schema, within: tuple[str, ...]) -> list[str]:
        """The types to make; a number comes as text."""
        allowed = schema.get("type", "string")
        if "string" in allowed and "boolean" in allowed:  # a text or, to say that there is none, false
            allowed = [name for name in allowed if name != "boolean"]
        if self.rich and not repeats(within):
            return [name for name in ("object", "array", "string", "boolean") if name in allowed]
        return [name for name in ("string", "boolean", "object", "array") if name in allowed][:1]

    def of_type(self, name: str, schema: Schema, within: tuple[str, ...]) -> Any:
        if name == "object" and "properties" not in schema:  # the keys are the author's
            return {self.text({}): self.value(schema["additionalProperties"], within)}
        if name == "object":
            return self.mapping(schema, () if repeats(within) else schema["properties"], within)
        if name == "array":
            items, inner = followed(schema["items"], within)
            return [self.of_type(each, items, inner) for each in self.types(items, inner)]
        return True if name == "boolean" else self.text(schema)

    def mapping(self, schema: Schema, wanted: Iterable[str], within: tuple[str, ...] = ()) -> dict[str, Any]:
        """A mapping with the wanted properties and those that these, or the schema, require."""
        properties = dict(schema["properties"])
        for rule in schema.get("allOf", ()):
            if is_valid({"kind": self.kind}, rule["if"]):
                properties |= {name: {**properties[name], **more} for name, more in rule["then"]["properties"].items()}
        names = {*wanted, *schema.get("required", ())} - {"tags", "aliases"}
        names.update(*(schema.get("dependentRequired", {}).get(name, ()) for name in tuple(names)))
        options = [set(option["required"]) for option in schema.get("anyOf", ()) if "required" in option]
        if not any(option <= names for option in options):
            names.update(*options[:1])
        return {name: self.value(each, within) for name, each in properties.items() if name in names}

    def text(self, schema: Schema) -> str:
        if "enum" in schema:
            choice: str = self.kind if self.kind in schema["enum"] else schema["enum"][0]
            self.words.append(choice)
            return choice
        if schema.get("title") in NUMBERS:
            return NUMBERS[schema["title"]]
        number = str(1001 + len(self.words))  # a year, so that what is filled in later is not before
        word = "w" + number.translate(str.maketrans("0123456789", "abcdefghij"))
        forms = {
            f"de-{word}" if schema.get("title") == "language tag" else word: word,
            f"https://example.com/{word}": word,
            f"{word}@example.com": word,
            f"10.1000/{word}": word,
            f"{number}-05": number,
            f"{number}.12345": f"{number}.12345",
            f"{number}ff": f"{number}ff",
        }
        form = next((form for form in forms if is_valid(form, {**schema, "type": "string"})), None)
        assert form is not None, f"this test knows no text that matches {schema['pattern']}"
        self.words.append(forms[form])
        return form


def followed(schema: Schema, within: tuple[str, ...]) -> tuple[Schema, tuple[str, ...]]:
    """A schema with its reference resolved, and the name of the definition added to those it is within."""
    if "$ref" not in schema:
        return schema, within
    name = schema["$ref"].removeprefix("#/$defs/")
    return {**DEFS[name], **{k: v for k, v in schema.items() if k != "$ref"}}, (*within, name)


def repeats(within: tuple[str, ...]) -> bool:
    """Whether a definition stands within itself, where once more is enough."""
    return len(set(within)) < len(within)


def written(data: Any) -> str:
    """A profile with each value on a line of its own."""
    return json.dumps(data, indent=1)


def built(data: Any, folder: Path) -> Document:
    if image := data["basics"].get("image"):
        Image.new("RGB", (8, 8)).save(folder / image, "PNG")
    return document.build(profile.validate(source.parse(written(data), folder / "x.yaml")))


def shown(node: Any) -> Iterator[str]:
    """What a document holds beside texts: addresses, dates, paths and closed words."""
    if isinstance(node, str | Path | Date):
        yield str(node)
    elif isinstance(node, tuple):
        yield from (each for part in node for each in shown(part))
    elif isinstance(node, Mapping):
        yield from map(str, node.values())
    elif dataclasses.is_dataclass(node) and not isinstance(node, Span | Plain):
        yield from (each for part in dataclasses.fields(node) for each in shown(getattr(node, part.name)))


def scalars(node: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, str | bool]]:
    """The texts and flags of a profile, and where they are."""
    if isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from scalars(value, (*pointer, key))
    else:
        yield pointer, node


def without(data: Any, flag: Pointer) -> Any:
    """A profile in which something is false."""
    changed = copy.deepcopy(data)
    node = changed
    for step in flag[:-1]:
        node = node[step]
    node[flag[-1]] = False
    return changed


def ignored(data: Any, words: list[str], folder: Path) -> list[str | Pointer]:
    """The words of a profile that its document has not, and the flags that change nothing in it."""
    whole = built(data, folder)
    everything = "\n".join([*map(str, walk.texts(whole)), *shown(whole)])
    flags = [pointer for pointer, value in scalars(data) if value is True]
    idle = [flag for flag in flags if built(without(data, flag), folder) == whole]
    return [*(word for word in words if word not in everything), *idle]


@pytest.mark.parametrize("rich", [True, False], ids=["rich", "plain"])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_in_a_full_profile_is_dropped(kind: str, rich: bool, tmp_path: Path) -> None:
    filler = Filler(kind, rich)
    assert ignored(filler.value(CONTENT), filler.words, tmp_path) == []


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, entry in ENTRIES.items() for name in entry.get("properties", ())]
)
def test_no_field_of_an_entry_needs_another_to_be_shown(kind: str, name: str, tmp_path: Path) -> None:
    filler = Filler(kind)
    entry = filler.mapping(ENTRIES[kind], [name])
    data = {"basics": {"name": "Ada"}, "sections": [{"title": "T", "kind": kind, "entries": [entry]}]}
    assert ignored(data, filler.words, tmp_path) == []


@pytest.mark.parametrize("name", DEFS["basics"]["properties"])
def test_no_field_of_the_person_needs_another_to_be_shown(name: str, tmp_path: Path) -> None:
    filler = Filler("text")
    assert ignored({"basics": filler.mapping(DEFS["basics"], [name])}, filler.words, tmp_path) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_has_the_place_of_a_word_in_it_or_of_the_mapping_around_that(kind: str, tmp_path: Path) -> None:
    filler = Filler(kind)
    data = filler.value(CONTENT)
    whole = built(data, tmp_path)
    spans = source.parse(written(data), tmp_path / "x.yaml").spans
    words = (
        (pointer, word)
        for pointer, word in scalars(data)
        if word != kind and pointer[-1] != "priority" and "labels" not in pointer
    )
    places = {str(word): {spans[pointer], spans[pointer[:-1]]} for pointer, word in words}
    texts = [(text, [places[word] for word in places if word in str(text)]) for text in walk.texts(whole)]
    assert [str(text) for text, around in texts if around and text.span not in set().union(*around)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_priority_is_that_of_something_that_may_be_left_out(kind: str, tmp_path: Path) -> None:
    data = Filler(kind).value(CONTENT)
    spans = source.parse(written(data), tmp_path / "x.yaml").spans
    places = {node.span: str(node.priority) for node in walk.droppable(built(data, tmp_path))}
    wanted = {pointer: priority for pointer, priority in scalars(data) if pointer[-1] == "priority"}
    if kind == "languages":  # its scores stand within its line, and go when it goes
        wanted = {pointer: priority for pointer, priority in wanted.items() if "scores" not in pointer}
    assert {spans[pointer[:-1]]: priority for pointer, priority in wanted.items()} == places


@pytest.mark.parametrize("wrong", [None, True, "", " ", [], {}, [[]], [None], {"": None}], ids=repr)
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_stands_in_a_field_is_accepted_or_reported_at_its_place(kind: str, wrong: Any, tmp_path: Path) -> None:
    def spoiled(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: spoiled(value) for key, value in node.items()}
        return [spoiled(value) for value in node] if isinstance(node, list) else wrong

    read = source.parse(written(spoiled(Filler(kind).value(SCHEMA))), tmp_path / "x.yaml")
    with pytest.raises(CvgenError) as caught:
        profile.validate(read)
    assert {problem.span for problem in caught.value.diagnostics} <= {*read.spans.values(), *read.key_spans.values()}
