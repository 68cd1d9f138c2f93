"""Warns of what is valid and most likely prints differently than its author means."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from cvgen.diagnostics import Diagnostic, Pointer, Severity
from cvgen.steps.source import Source
from cvgen.text import addresses, inline, lists, networks

# Fields that are no text with markup.
_NO_TEXTS: Final = frozenset({
    "arxiv", "birthDate", "design", "doi", "email", "endDate", "image", "kind", "language", "network", "phone", "priority",
    "startDate", "url", "username",
})  # fmt: skip
# Fields in which a list that is typed as text becomes one.
_WITH_PROSE: Final = frozenset({"description", "motivation", "reference", "summary"})
_OF_ITEMS: Final = frozenset({"contributions", "entries", "highlights", "text"})
_NAMES: Final = frozenset({"authors", "inventors", "advisor"})
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.[ \u00a0-]?){1,4}")
_BARE_INITIALS: Final = re.compile(r"\s*[A-Z]{1,3}\.?\s*")
# Two stars where markup would open, but not those of code, such as **kwargs.
_UNCLOSED: Final = re.compile(r"(?:^|(?<=[\s(\[“\"]))\*\*(?![\s*]|(?:kw)?args\b|argv\b|envp?\b|opt\w*\b)")
_CLOSED: Final = re.compile(r"\*\*(?=\S).+?(?<=\S)\*\*")
_LINK: Final = re.compile(r"(?<![\w\])])\[([^\[\]]+)\]\(([^()\s]*)\)")
_KEYPAD: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")


def remarks(source: Source) -> Iterator[Diagnostic]:
    """Yield a warning on each: markup that is not closed, links, accounts and numbers that lead nowhere, split names."""
    waiting: list[tuple[Pointer, Any]] = [((), source.data)]
    while waiting:
        pointer, value = waiting.pop()
        key = next((step for step in reversed(pointer) if isinstance(step, str)), "")
        if isinstance(value, dict):
            waiting += [((*pointer, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [((*pointer, i), inner) for i, inner in enumerate(value)]
        for remark in _REMARKS:
            for found in remark(key, value, pointer):
                yield dataclasses.replace(found, span=source.spans[pointer])


def _markup(key: str, value: Any, pointer: Pointer) -> Iterator[Diagnostic]:
    if not isinstance(value, str) or key in _NO_TEXTS or "design" in pointer[:1]:
        return
    # (To take the markup apart costs time that few texts are worth.)
    if "**" in value and "**" in _CLOSED.sub("", value) and (match := _UNCLOSED.search(_plain(value))):
        rest = _plain(value)[match.end() :].split("*")[0].strip()
        hint = f"write **{_short(rest)}**; for two stars, \\*\\*"
        yield _warning(f'the "**" before "{_short(rest)}" is not closed, and prints', hint, code="markup-unclosed")
    if not all(_leads_somewhere(match[2]) for match in _LINK.finditer(value)):
        for match in _LINK.finditer(_plain(value)):
            shown, target = match.groups()
            if not _leads_somewhere(target):
                hint = f"write the whole address, such as [{_short(shown)}](https://example.org/{target.lstrip('./#')})"
                yield _warning(
                    f'the link "{_short(match.group())}" leads nowhere, and prints as typed', hint, code="link-target"
                )


def _leads_somewhere(target: str) -> bool:
    return re.match(r"(?:https?|ftp|mailto|tel):.", inline.with_scheme(target)) is not None


def _plain(value: str) -> str:
    """Return the text outside of markup: without what is bold, in italics, a link or code, and without escaped signs."""
    text = inline.parse(re.sub(r"\\[*`\[\]]", "", value))
    return "\ufffc".join(node.text for node in text.inlines if isinstance(node, inline.Plain))


def _list(key: str, value: Any, pointer: Pointer) -> Iterator[Diagnostic]:
    if not isinstance(value, str) or key in _NO_TEXTS | _WITH_PROSE or not (found := lists.find(value)):
        return
    if key in _OF_ITEMS and lists.may_be_below(pointer):
        return
    message = f'the list from "{_short(found.items[0].text)}" on runs together: a list is no text of "{key}"'
    hint = "write each as an item of its own, or as highlights of the entry"
    yield _warning(message, hint, code="typed-list")


def _account(_: str, value: Any, pointer: Pointer) -> Iterator[Diagnostic]:
    if pointer[-2:-1] != ("profiles",) or not isinstance(value, Mapping) or "url" in value:
        return
    network, username = str(value.get("network", "")), str(value.get("username", ""))
    account = networks.account(network, username)
    if not account.is_sure:
        form = networks.example(network)
        if form:
            message = f'"{_short(username)}" is no name of an account on {_short(network)}, and is no link'
            yield _warning(message, f"write {form}, or the address of the page in url", code="account-unlinked")
        else:
            message = f"the account on {_short(network)} is no link: cvgen does not know the network's address"
            yield _warning(message, "write the address of the page in url", code="account-unlinked")


def _phone(key: str, value: Any, pointer: Pointer) -> Iterator[Diagnostic]:
    is_labelled = key == "value" and "phone" in pointer[-3:-1]
    if not (key == "phone" or is_labelled) or not isinstance(value, str) or addresses.telephone(value):
        return
    dialled = value.upper().translate(_KEYPAD)
    parts = [part.strip() for part in re.split(r"[,;/|]|\bor\b|\s(?=\+)", value) if part.strip()]
    if len(parts) > 1 and all(map(addresses.telephone, parts)):
        hint = f"write a list: [{', '.join(_quoted(part) for part in parts)}]"
    elif re.search(r"\d[\s-]*[A-Z]{4,}", value) and addresses.telephone(dialled):
        hint = f"write {dialled}"
    elif re.search(r"\d", value):
        hint = "write the number alone, such as +1 555 0100 or +1 555 0100 x12"
    else:
        hint = "write a number, such as +1 555 0100, or leave the field out"
    yield _warning(f'"{_short(value)}" cannot be dialled, and is no link', hint, code="phone-unlinked")


def _names(key: str, value: Any, _: Pointer) -> Iterator[Diagnostic]:
    if key not in _NAMES or not isinstance(value, list):
        return
    texts = [item if isinstance(item, str) else "" for item in value]
    if len(texts) % 2 == 0 and all(map(_BARE_INITIALS.fullmatch, texts[1::2])) and all(map(_is_surname, texts[::2])):
        texts = [text.strip().rstrip(".") + "." if i % 2 else text for i, text in enumerate(texts)]
    split = [i for i in range(1, len(texts)) if _INITIALS.fullmatch(texts[i].strip()) and _is_surname(texts[i - 1])]
    if split:
        names = [f"{texts[i - 1].strip()}, {texts[i].strip()}" for i in split]
        message = f'"{texts[split[0] - 1]}" and "{texts[split[0]]}" print as two people'
        yield _warning(
            message, f"if it is one name, put it in quotes: [{', '.join(map(_quoted, names[:3]))}]", code="name-split"
        )


def _is_surname(text: str) -> bool:
    return bool(text.strip()) and not re.search(r"[.,]", text)


def _title_alone(_: str, value: Any, pointer: Pointer) -> Iterator[Diagnostic]:
    if pointer[-2:-1] == ("sections",) and isinstance(value, Mapping) and value.keys() == {"title"}:
        hint = "write a kind and entries, or a summary, or delete it"
        title = value["title"]
        message = f'the section "{_short(str(title))}" has a title alone' if title else "the section has nothing in it"
        yield _warning(message, hint, code="title-alone")


def _warning(message: str, hint: str, *, code: str) -> Diagnostic:
    return Diagnostic(message, None, hint, Severity.WARNING, code=code)


_REMARKS: Final[tuple[Callable[[str, Any, Pointer], Iterator[Diagnostic]], ...]] = (
    _markup,
    _list,
    _account,
    _phone,
    _names,
    _title_alone,
)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:37] + "..."


def _quoted(text: str) -> str:
    return f'"{text}"'
