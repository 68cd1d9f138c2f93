"""The records in which an extractor writes down what it reads, and how much of a PDF it reads at most."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

# Far beyond a CV: the longest academic ones have some thirty pages of some 6000 characters.
MAX_PAGES: Final = 50
MAX_CHARACTERS: Final = 30_000  # of a page
MAX_OBJECTS: Final = 10_000  # of a kind: annotations of a page, fonts, elements of the structure tree

# A JSON object. Its "is" names its subject, such as "page".
Record: TypeAlias = dict[str, Any]
# Writes a record: takes the subject, and the other entries as keyword arguments.
Emit: TypeAlias = Callable[..., None]


def text_record(text: str) -> Record:
    """Return a page's text with line feeds only, cut to ``MAX_CHARACTERS``, and whether it was cut."""
    whole = re.sub(r"\r\n?|\f", "\n", text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return {"text": whole[:MAX_CHARACTERS], "cut": len(whole) > MAX_CHARACTERS}


@contextlib.contextmanager
def failure_recorded(emit: Emit, **part: Any) -> Iterator[None]:
    """Record an exception as a failure of this part, so that the other parts are still read."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  (libraries raise all kinds on damaged files)
        emit("failed", **part, reason=reason(error))


def reason(error: Exception) -> str:
    """Return one line about an exception of a library."""
    if isinstance(error, MemoryError):
        return "it ran out of memory"
    text = without_stream_name(error)
    return f"{type(error).__name__}: {text}"[:300] if text else type(error).__name__


def without_stream_name(message: object) -> str:
    """Return a message of qpdf without the name that it gives to an open file, as it does not know the real one."""
    return " ".join(re.sub(r"^stream <.*?>(?: \(([^()]*)\))?: ", "", str(message)).split())
