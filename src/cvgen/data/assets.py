"""Finds the data that ships with cvgen, in a checkout and in a wheel: schemas, templates, explanations."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_CHECKOUT = _PACKAGE.parent.parent


def _folder(name: str, checkout: str | None = None) -> Path:
    # The wheel carries the folders inside the package (see force-include in pyproject.toml).
    shipped = _PACKAGE / name
    return shipped if shipped.is_dir() else _CHECKOUT / (checkout or name)


SCHEMA = _folder("schemas") / "profile.schema.json"
STYLE_SCHEMA = _folder("schemas") / "style.schema.json"
EXPLANATIONS = _folder("explanations", "docs/diagnostics")
STYLES = _folder("latex_templates")
SHARED = STYLES / "shared"  # the templates and packages that all styles use
LANGUAGES = _PACKAGE / "data" / "languages"
DATES = _PACKAGE / "data" / "dates"
COUNTRIES = _PACKAGE / "data" / "countries"
LANGUAGE_NAMES = _PACKAGE / "data" / "language_names.json"
TRANSLATED_NAMES = _PACKAGE / "data" / "translated_names.json"
STOP_WORDS = _PACKAGE / "data" / "stopwords"
EMOJI_FONT = _PACKAGE / "data" / "fonts" / "NotoEmoji-Regular.ttf"
STARTER = _PACKAGE / "data" / "starter.yaml"
# An ICC profile (ICC.1:2001-04) of sRGB, made for cvgen and free to use: the primaries and the white of IEC 61966-2-1,
# adapted to D50, and its curve in 1024 steps.
SRGB_PROFILE = _PACKAGE / "data" / "sRGB.icc"
