"""The page for the web by the judgement of others: html-validate, and axe-core in a browser. Both come from npm."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.exporters.test_formats import CVS, export

pytestmark = pytest.mark.exhaustive
WIDTHS = (360, 768, 1280)


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the packages of npm."""
    folder = tmp_path_factory.mktemp("npm")
    npm = shutil.which("npm")
    command = [npm or "npm", "install", "--silent", "html-validate@10", "axe-core@4"]
    if npm is None or subprocess.run(command, cwd=folder, check=False).returncode:
        pytest.skip("npm cannot fetch html-validate and axe-core")
    return folder / "node_modules"


@pytest.mark.parametrize("contact", [False, True])
def test_the_page_is_valid_html(contact: bool, tmp_path: Path, tools: Path) -> None:
    pages = []
    for path in CVS:
        [name] = [name for name in export(path, tmp_path, contact=contact) if name.endswith(".html")]
        pages.append(str(tmp_path / name))
    # A style sheet keeps telephone numbers in one line; the rule wants other characters in them.
    rules = {"extends": ["html-validate:recommended", "html-validate:a11y"], "rules": {"tel-non-breaking": "off"}}
    (tmp_path / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    command = [
        str(tools / ".bin/html-validate"),
        "--config",
        str(tmp_path / "rules.json"),
        "--formatter",
        "text",
        *pages,
    ]
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=300)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "path",
    [SAMPLES / "every-kind.yaml", *(SAMPLES / f"languages/{tag}.yaml" for tag in ("ar", "zh-Hans"))],
    ids=lambda path: path.stem,
)
def test_the_page_is_accessible(path: Path, width: int, tmp_path: Path, tools: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("Chromium is not installed")
    html = export(path, tmp_path, contact=True)[f"{path.stem}-classic.html"]
    html = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)  # which keeps every script out
    run = "axe.run().then(found => { document.title = JSON.stringify(found.violations.map(each => each.id).concat("
    run += "document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['overflow'] : [])) })"
    page = tmp_path / "page.html"
    scripts = f"<script>{(tools / 'axe-core/axe.min.js').read_text(encoding='utf-8')}</script><script>{run}</script>"
    page.write_text(html.replace("</body>", f"{scripts}</body>"), encoding="utf-8")
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--window-size={width},900",
        "--virtual-time-budget=20000",
    ]
    command = [browser, *options, "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, check=True, text=True, timeout=120)
    title = re.search("<title>(.*?)</title>", done.stdout, re.DOTALL)
    assert title is not None
    assert json.loads(title[1]) == []
