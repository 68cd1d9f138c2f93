"""RenderCV (https://rendercv.com): all content is below ``cv``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NAME = "RenderCV"


def recognise(data: Mapping[str, Any]) -> bool:
    """Return whether there is a mapping ``cv``, and no ``basics``."""
    return isinstance(data.get("cv"), Mapping) and "basics" not in data
