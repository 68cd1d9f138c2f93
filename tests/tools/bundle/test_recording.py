"""The server gives Tectonic files by name, and notes those that it asks for; a run that fails is told."""

from __future__ import annotations

import gzip
import http.client
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError
from tests.install.places import program, write
from tools.bundle.recording import Job, Recorder


def test_the_server_notes_what_is_asked_for(tmp_path: Path) -> None:
    files = {"a.tex": "first", "b.tex": "", "c.tex": "third"}
    write(tmp_path, files)
    with Recorder(tmp_path, {name: tmp_path / name for name in files}, tmp_path) as recorder:
        connection = http.client.HTTPConnection("127.0.0.1", recorder.server.server_port)

        def get(path: str, **headers: str) -> tuple[int, bytes]:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, response.read()

        status, listing = get("/files.tar.index.gz")
        lines = [line.split() for line in gzip.decompress(listing).decode().splitlines()]
        assert (status, [(name, size) for name, _, size in lines]) == (
            200,
            [("a.tex", "5"), ("b.tex", "0"), ("c.tex", "5")],
        )
        start = int(lines[2][1])
        assert get("/files.tar", Range=f"bytes={start}-{start + 4}") == (206, b"third")
        assert get("/elsewhere") == (404, b"")
        connection.close()
        assert recorder.opened == {"c.tex"}


def failure(tectonic: Path, folder: Path) -> str:
    folder.mkdir()
    with pytest.raises(CvgenError) as caught, Recorder(tectonic, {}, folder) as recorder:
        recorder.run(Job("a document", "x"))
    return caught.value.diagnostics[0].message


def test_an_error_of_tex_is_told(tmp_path: Path) -> None:
    failing = program(tmp_path / "tectonic", '#!/bin/sh\necho "! Undefined control sequence." > document.log; exit 1\n')
    assert failure(failing, tmp_path / "work") == "a document cannot be typeset: Undefined control sequence."


def test_a_crash_of_tectonic_is_told(tmp_path: Path) -> None:
    crashing = program(tmp_path / "tectonic", "#!/bin/sh\nkill -SEGV $$\n")
    assert failure(crashing, tmp_path / "work") == "a document cannot be typeset: signal 11 ended Tectonic"


def test_a_tectonic_that_is_not_there_is_told(tmp_path: Path) -> None:
    missing = tmp_path / "tectonic"
    assert failure(missing, tmp_path / "work") == f"{missing} cannot be started: No such file or directory"
