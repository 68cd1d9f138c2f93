"""``cvgen setup``."""

from __future__ import annotations

from tests.cli.place import Place


def test_a_setup_from_a_folder_that_is_not_there_is_an_error(place: Place) -> None:
    done = place.run("setup", "--from", "nowhere")
    assert (done.returncode, done.stdout, "error: " in done.stderr, "nowhere" in done.stderr) == (1, "", True, True)
