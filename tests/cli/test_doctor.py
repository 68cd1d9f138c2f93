"""``cvgen doctor``."""

from __future__ import annotations

from tests.cli.place import Place


def test_the_doctor_says_whether_cvs_can_be_rendered(place: Place) -> None:
    done = place.run("doctor")
    assert (done.returncode, done.stderr, "xetex" in done.stdout) == (0, "", True)
    place.environment["PATH"] = str(place.tmp)
    done = place.run("doctor")
    assert (done.returncode, done.stderr, "cvgen setup" in done.stdout) == (1, "", True)
