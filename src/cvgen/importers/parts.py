"""Parts of a profile that several formats make in the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

from cvgen.importers.node import Node, Placed
from cvgen.text import lists
from cvgen.text.lists import TypedItem

Data: TypeAlias = dict[str, Any]  # a part of a profile, whose texts are ``Placed``

_SINGLE: Final = re.compile(r"\s*[-*+\u2022]\s+(?=\S)(.+)", re.DOTALL)
_ITEM_LINE: Final = re.compile(r"[ \t]*(?:[-*+\u2022\u2023\u25aa\u25e6]|\d{1,2}[.)])[ \t]+\S.*")
_DAY_ONE: Final = re.compile(r"(\d{4}-\d{2})-01")
_FULL_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATES: Final = ("startDate", "endDate", "date", "releaseDate")
_OF_THE_EMPLOYER: Final = ("name", "description", "url")


def mapping(**fields: Any) -> Data:
    """Return a mapping of the fields that have a value."""
    return {key: value for key, value in fields.items() if value is not None and value not in ("", [], {})}


def section(kind: str, entries: Iterable[Data | Placed | None], title: str | None = None, **more: Any) -> Data | None:
    """Return a section of a kind; None if it has no entries."""
    found = [entry for entry in entries if entry]
    if not found and not more.get("summary"):
        return None
    if not found:
        return mapping(title=title, **more)
    return mapping(title=title, kind=kind, **more, entries=found)


def place(node: Node, **names: str) -> Data | None:
    """Return a location from its parts, whose names here are those in the profile; an address of several lines is one."""
    fields = {ours: node.text(theirs) for ours, theirs in names.items()}
    if address := fields.get("address"):
        fields["address"] = address.but(
            ", ".join(line.strip(" ,") for line in address.splitlines() if line.strip(" ,"))
        )
    return mapping(**fields) or None


def labelled(value: Placed, label: Placed | None) -> Placed | Data:
    """Return a phone number or an e-mail address with its label, if it has one."""
    return {"label": label, "value": value} if label else value


def account(network: Placed | None, username: Placed | None, url: Placed | None) -> Data | None:
    """Return an online profile; its network is called by the host of its address if it has no name."""
    if url is None and username is None:
        return None
    if network is None:
        if url is None:
            return None
        host = (urlsplit(url).hostname or url).removeprefix("www.")
        network = url.but(host, "the file does not name the network")
    return mapping(network=network, username=username, url=url)


def first(fields: Data, *names: str) -> tuple[Placed | None, Data]:
    """Return the first of the fields that has a text, and the others: a heading for what has no name."""
    for name in names:
        if isinstance(fields.get(name), Placed):
            heading = fields[name]
            return heading, {key: value for key, value in fields.items() if key != name}
    return None, fields


def headed(heading: str, fields: Data, *instead: str) -> Data | None:
    """Return an entry that has its required field, by ``instead`` where the file does not give it; None if it is empty."""
    if fields.get(heading):
        return fields
    found, others = first(fields, *instead)
    if found is None:
        text = next(iter(_texts(fields)), None)
        if text is None:
            return None
        return {heading: text.but("-", f'the file gives no "{heading}"'), **fields}
    return {heading: found.but(found, f'the file gives no "{heading}"'), **others}


def summary_and_items(text: Placed | None, *, keep_lines: bool = False) -> Data:
    """Return a text as paragraphs and, where it ends in a list, as list items.

    A text with a numbered list, or with a list that more follows, stays as it is typed: the document finds the lists in
    it. With ``keep_lines``, lines end where those of the text do.
    """
    if text is None:
        return {}
    if "\n" not in text and (match := _SINGLE.fullmatch(text)):
        return {"highlights": [text.but(match[1])]}
    lines = text.split("\n")
    if sum(bool(_ITEM_LINE.fullmatch(line)) for line in lines) == 1:  # a list of one item
        start = next(i for i, line in enumerate(lines) if _ITEM_LINE.fullmatch(line))
        if all(line[:1].isspace() or not line for line in lines[start + 1 :]):
            item = " ".join(" ".join(lines[start:]).split())
            above = text.but("\n".join(lines[:start]).strip())
            return mapping(
                summary=paragraphs(above, keep_lines=keep_lines), highlights=[text.but(item.partition(" ")[2])]
            )
    found = lists.find(text)
    if found is None or found.after or found.is_numbered:
        return mapping(summary=paragraphs(text, keep_lines=keep_lines))
    said = paragraphs(text.but(found.before), keep_lines=keep_lines)
    return mapping(summary=said, highlights=[_item(text, each) for each in found.items])


def paragraphs(text: Placed | None, *, keep_lines: bool = False) -> Placed | list[Placed] | None:
    """Return the paragraphs of a text: one text, or a list of them; a text with lists stays as it is typed."""
    if not text:
        return None
    shown = str.strip if keep_lines else _folded
    parts = [text.but(shown(part)) for part in re.split(r"\n[ \t]*\n", text) if part.strip()]
    if any(_ITEM_LINE.match(line) for line in text.split("\n")):
        return text  # a list amid the text, which the document finds
    return parts[0] if len(parts) == 1 else parts


def _folded(text: str) -> str:
    return " ".join(text.split())


def _item(text: Placed, item: TypedItem) -> Placed | Data:
    said = text.but(item.text)
    if not item.items:
        return said
    key = "contributions" if lists.are_numbered(item.items) else "highlights"
    return {"text": said, key: [_item(text, each) for each in item.items]}


def items(texts: Iterable[Placed]) -> list[Placed | Data]:
    """Return list items, of which each may have a list of its own below it: typed as lines, or as texts with a hyphen."""
    found: list[Placed | Data] = []
    for text in texts:
        if found and "\n" not in text and (below_last := re.fullmatch(r"- (\S.*)", text)):
            above = found[-1] if isinstance(found[-1], dict) else {"text": found[-1], "highlights": []}
            found[-1] = {**above, "highlights": [*above.get("highlights", []), text.but(below_last[1])]}
            continue
        below = lists.find(f"{text}\n") if "\n" in text else None
        if below is None and "\n" in text:
            head, _, rest = text.partition("\n")
            single = _SINGLE.fullmatch(rest)
            found.append({"text": text.but(head), "highlights": [text.but(_folded(single[1]))]} if single else text)
        elif below is not None and below.before and not below.after:
            key = "contributions" if below.is_numbered else "highlights"
            found.append({"text": text.but(below.before), key: [_item(text, each) for each in below.items]})
        else:
            found.append(text)
    return found


# --- after the format -----------------------------------------------------------------------------


def merged(entries: list[Data]) -> list[Data]:
    """Return jobs, with those that stand in a row at one employer as roles of one entry."""
    groups: list[list[Data]] = []
    for entry in entries:
        if groups and _is_same_employer(groups[-1][-1], entry):
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return [group[0] if len(group) == 1 else _with_roles(group) for group in groups]


def _is_same_employer(one: Data, other: Data) -> bool:
    names = [re.sub(r"[\W_]+", "", str(each.get("name"))).casefold() for each in (one, other)]
    if names[0] != names[1] or not names[0]:
        return False
    are_jobs = all("position" in each and "roles" not in each for each in (one, other))
    return are_jobs and all(one.get(key) in (None, other.get(key)) or key not in other for key in _OF_THE_EMPLOYER[1:])


def _with_roles(jobs: list[Data]) -> Data:
    comment = "jobs in a row at one employer"
    employer: Data = {}
    for key in _OF_THE_EMPLOYER:
        employer |= mapping(**{key: next((job[key] for job in jobs if key in job), None)})
    employer["name"] = employer["name"].but(employer["name"], comment)
    shared = {"location"} if all(job.get("location") == jobs[0].get("location") for job in jobs) else set()
    if "location" in jobs[0] and shared:
        employer["location"] = jobs[0]["location"]
    apart = {*_OF_THE_EMPLOYER, *shared}
    return {**employer, "roles": [{key: value for key, value in job.items() if key not in apart} for job in jobs]}


def without_padded_days(profile: Any) -> int:
    """Take the day 01 from the dates of each entry all of whose dates have it; return from how many it was taken."""
    count = 0
    if isinstance(profile, list):
        return sum(map(without_padded_days, profile))
    if not isinstance(profile, Mapping):
        return 0
    full = [key for key in _DATES if isinstance(profile.get(key), str) and _FULL_DATE.fullmatch(profile[key])]
    if isinstance(profile, dict) and full and all(_DAY_ONE.fullmatch(profile[key]) for key in full):
        for key in full:
            profile[key] = profile[key].but(profile[key][:7])
        count += len(full)
    return count + sum(map(without_padded_days, profile.values()))


def _texts(data: Any) -> Iterable[Placed]:
    if isinstance(data, Placed):
        yield data
    elif isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from _texts(each)
