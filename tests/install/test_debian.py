"""Debian's packages: apt fetches and verifies them, what was fetched is kept, and what goes wrong is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from cvgen.install import debian
from tests.install.places import Repository, complaint, left, program

OFFLINE = """#!/bin/sh
echo "W: Failed to fetch http://mirror/InRelease  Could not resolve 'mirror'" >&2
case "$*" in *download*) echo "E: Unable to locate package tex" >&2; exit 100;; esac
"""
FULL = '#!/bin/sh\necho "E: write: No space left on device" >&2; exit 100\n'


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with two packages."""
    made = Repository(tmp_path / "repository")
    made.add("tex", "1:2.0-1", {"usr/share/texmf/a.sty": "a", "usr/share/doc/tex/copyright": "free"})
    made.add("font", "3", {"usr/share/fonts/b.otf": "b"})
    return made


def fetch(repository: Repository, folder: Path, *names: str) -> dict[debian.Package, Path]:
    folder.mkdir(exist_ok=True)
    return debian.fetch(names or ("tex", "font"), folder, repository.environment, lambda _done, _what: None)


def test_packages_are_fetched_in_the_order_of_their_names(tmp_path: Path, repository: Repository) -> None:
    packages = fetch(repository, tmp_path / "work")
    assert [(each.name, each.version) for each in packages] == [("tex", "1:2.0-1"), ("font", "3")]
    assert all(package.is_whole(path) for package, path in packages.items())


def test_the_files_of_a_package_are_read_out_of_it(tmp_path: Path, repository: Repository) -> None:
    [path] = fetch(repository, tmp_path / "work", "tex").values()
    files = {place: content.read() for place, content in debian.members(path, repository.environment)}
    assert files == {"usr/share/texmf/a.sty": b"a", "usr/share/doc/tex/copyright": b"free"}


def test_who_has_found_a_file_may_stop_reading(tmp_path: Path, repository: Repository) -> None:
    repository.add("large", "1", {"usr/share/a": "a", **{f"usr/share/b{number}": 200_000 * "b" for number in range(9)}})
    [path] = fetch(repository, tmp_path / "work", "large").values()
    assert next(iter(debian.members(path, repository.environment)))[0] == "usr/share/a"


def test_a_damaged_package_is_told(tmp_path: Path, repository: Repository) -> None:
    [path] = fetch(repository, tmp_path / "work", "tex").values()
    path.write_bytes(path.read_bytes()[:-1500])
    told = complaint(lambda: [content.read() for _, content in debian.members(path, repository.environment)])
    assert told.message == f"{path} cannot be unpacked"


def test_a_download_that_is_whole_is_kept_and_another_is_not(tmp_path: Path, repository: Repository) -> None:
    tex, font = fetch(repository, tmp_path / "work").values()
    before = tex.stat().st_mtime_ns, tex.stat().st_ino
    font.write_text("half of it")
    packages = fetch(repository, tmp_path / "work")
    assert (tex.stat().st_mtime_ns, tex.stat().st_ino) == before
    assert all(package.is_whole(path) for package, path in packages.items())


def test_a_repository_without_a_signature_is_refused(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository", trusted=False)
    repository.add("tex", "1", {"usr/share/texmf/a.sty": "a"})
    complaint(lambda: fetch(repository, tmp_path / "work", "tex"))
    assert not [name for name in left(tmp_path / "work") if name.endswith(".deb")]


def test_a_package_that_the_release_has_not_is_named_with_a_way_out(tmp_path: Path, repository: Repository) -> None:
    told = complaint(lambda: fetch(repository, tmp_path / "work", "tex", "texlive-gone"))
    assert told.message == "this system's apt-get has no package texlive-gone"
    assert "cvgen setup --from DIR" in (told.hint or "")
    assert "--engine xelatex" in (told.hint or "")


def with_apt(repository: Repository, folder: Path, script: str) -> None:
    program(folder / "apt-get", script)
    repository.environment["PATH"] = f"{folder}:{repository.environment['PATH']}"


def test_without_a_network_it_says_so(tmp_path: Path, repository: Repository) -> None:
    with_apt(repository, tmp_path / "bin", OFFLINE)
    told = complaint(lambda: fetch(repository, tmp_path / "work"))
    assert told.message.startswith("Debian's packages cannot be fetched: Failed to fetch http://mirror/InRelease")
    assert "check the network and try again (what was fetched is kept)" in (told.hint or "")


def test_a_full_disk_is_a_failure_of_the_file_system(tmp_path: Path, repository: Repository) -> None:
    with_apt(repository, tmp_path / "bin", FULL)
    with pytest.raises(OSError, match="No space left"):
        fetch(repository, tmp_path / "work")
