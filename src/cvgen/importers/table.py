"""The table of the formats of other tools: a module for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

from cvgen.importers import fresh, json_resume, rendercv, yamlresume


class Importer(Protocol):
    """The contract of a module for a format: its name, and a function that recognises its files by their keys.

    A module that can also import is to have ``to_profile(data)``; there is none yet.
    """

    NAME: str

    def recognise(self, data: Mapping[str, Any]) -> bool:
        """Return whether a file that is not a valid profile is in this format, by its data."""


IMPORTERS: Final[tuple[Importer, ...]] = (json_resume, rendercv, yamlresume, fresh)


def recognise(data: object) -> Importer | None:
    """Return the importer for the data of a file that is not a valid profile, if its format is known."""
    return next((each for each in IMPORTERS if each.recognise(data)), None) if isinstance(data, Mapping) else None
