"""The formats of other tools, a module a format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

from cvgen.importers import fresh, json_resume, rendercv, yamlresume


class Importer(Protocol):
    """The contract of a module for a format: its name, and how to know a file by its keys.

    A module that can import has ``to_profile(data)`` as well; there is none yet.
    """

    NAME: str

    def recognise(self, data: Mapping[str, Any]) -> bool:
        """Return whether the data of a file, which is no valid profile, is of this format."""


IMPORTERS: Final[tuple[Importer, ...]] = (json_resume, rendercv, yamlresume, fresh)


def recognise(data: object) -> Importer | None:
    """Return the importer for the data of a file that is not a valid profile, if its format is known."""
    return next((each for each in IMPORTERS if each.recognise(data)), None) if isinstance(data, Mapping) else None
