"""YAMLResume (https://yamlresume.dev): all content is below ``content``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NAME = "YAMLResume"


def recognise(data: Mapping[str, Any]) -> bool:
    """Return whether ``content`` has ``basics``."""
    content = data.get("content")
    return isinstance(content, Mapping) and "basics" in content
