"""Gives tests the folders of the checkout, the engine, and PDFs that are rendered once for all tests."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest

from cvgen.diagnostics import CvgenError, Severity
from cvgen.environment import cache_folder
from cvgen.install import engines
from cvgen.look import styles
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request, Result
from cvgen.steps.engine.tectonic import Tectonic
from cvgen.steps.engine.xelatex import XeLatex
from tests.false_engines import free_false_engines

free_false_engines()

ROOT = Path(__file__).parent.parent
PEOPLE = sorted((ROOT / "cv").glob("*.yaml"))
SAMPLES = ROOT / "tests" / "samples"
STYLES = styles.names()


@dataclass(frozen=True)
class Rendered:
    """A finished document: its PDF, and the result of the pipeline."""

    pdf: Path
    result: Result

    @property
    def warnings(self) -> list[str]:
        """The warnings about it as texts, without notes."""
        return [str(each) for each in self.result.warnings if each.severity is not Severity.NOTE]


@cache
def tex() -> Tectonic | XeLatex:
    """Return the engine that CVGEN_ENGINE names, or the best one that is installed."""
    return engines.choose(os.environ.get("CVGEN_ENGINE"), cache_folder(), os.environ)


@cache
def real(name: str) -> Tectonic | XeLatex:
    """Return the engine with this name; skip the test if it is not installed, or would have to download its files."""
    try:
        engine = engines.choose(name, cache_folder(), os.environ)
    except CvgenError as error:
        pytest.skip(str(error))
    if isinstance(engine, Tectonic) and not engine.bundles:
        pytest.skip("Tectonic has no files: cvgen setup installs them")
    return engine


def new_user(folder: Path) -> dict[str, str]:
    """Return the environment of a user whose cache is this folder: cvgen is set up, and has rendered nothing yet."""
    folder.mkdir(parents=True)
    for name in ("engine", *engines.FOLDERS.values()):
        if (cache_folder() / name).exists():
            (folder / name).symlink_to((cache_folder() / name).resolve())
    return {"CVGEN_CACHE": str(folder)}


Render: TypeAlias = Callable[[Path, str], Rendered]


@pytest.fixture
def small_files() -> Iterator[None]:
    """A limit of 1,000 bytes on files, which fail beyond it as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Render:
    """Return a function that renders a profile in a style, each pair once in a session."""
    folder = tmp_path_factory.mktemp("rendered")

    @cache
    def attempt(profile: Path, style: str) -> Rendered | CvgenError:
        try:
            result = rendering.render(Request(profile, style, folder), tex())
        except CvgenError as error:
            return error  # kept, as each new attempt may take minutes
        return Rendered(result.files[0], result)

    def render(profile: Path, style: str) -> Rendered:
        outcome = attempt(profile, style)
        if isinstance(outcome, CvgenError):
            pytest.fail(str(outcome), pytrace=False)
        return outcome

    return render
