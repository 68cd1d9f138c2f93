"""A stranger's style is a program, and can neither read nor write what is not its own."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from cvgen.diagnostics import CvgenError
from cvgen.look import styles
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request, Result
from cvgen.system import sandbox
from tests.conftest import SAMPLES, real

pytestmark = pytest.mark.skipif(sandbox.name() is None, reason="no wall on this machine")
both_engines = pytest.mark.parametrize("engine", ["tectonic", "xelatex"])

PROFILE = "basics:\n  name: Ada Lovelace\n  email: ada@example.com\n"
SECRET = "a private key"


@dataclass(frozen=True)
class Place:
    """Where a hostile style is tried: ``private`` is a folder of the user's with a text, a picture and a PDF."""

    folder: Path

    @property
    def private(self) -> Path:
        return self.folder / "private"

    def render(self, engine: str, code: str, *, in_head: bool = True) -> Result:
        """Render with a style that is classic with code in its head, or else at its end."""
        [package, _] = styles.copy(styles.load("classic"), "stranger", self.folder)
        added = (
            rf"\let\cvOldHeader\cvStyleHeader \renewcommand\cvStyleHeader{{{code}\cvOldHeader}}" if in_head else code
        )
        text = package.read_text(encoding="utf-8").replace("\\endinput", "") + f"\n{added}\n"
        package.write_text(text.replace("PRIVATE", str(self.private)), encoding="utf-8")
        profile = self.folder / "ada.yaml"
        profile.write_text(PROFILE, encoding="utf-8")
        request = Request(profile, str(package.parent), self.folder / "build")
        return rendering.render(request, real(engine), self.folder / "cache")

    def codes(self, engine: str, code: str) -> set[str]:
        """Return the codes of all that is said of such a style, errors and warnings."""
        try:
            return {str(each.code) for each in self.render(engine, code).warnings}
        except CvgenError as error:
            return {str(each.code) for each in error.diagnostics}

    def written(self) -> bytes:
        """All that was written, streams of PDFs unpacked."""
        content = b""
        for path in (self.folder / "build").glob("*"):
            content += path.read_bytes() if path.suffix != ".sty" else b""
            if path.suffix == ".pdf":
                with pikepdf.open(path) as pdf:
                    content += b"".join(each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream))
        return content


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.private.mkdir()
    (place.private / "secret.tex").write_text(f"{SECRET}\n", encoding="utf-8")
    (place.private / "secret.png").write_bytes((SAMPLES / "photo.png").read_bytes())
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(place.private / "secret.pdf")
    return place


WRITES = r"\newwrite\stolen \immediate\openout\stolen={%s}\immediate\write\stolen{taken}\immediate\closeout\stolen"


@both_engines
@pytest.mark.parametrize("target", ["PRIVATE/new.tex", "PRIVATE/secret.tex", "../new.tex", "/tmp/cvgen-stolen.tex"])
def test_it_writes_nothing_outside_its_folder(target: str, engine: str, place: Place) -> None:
    before = {path: path.read_bytes() for path in place.private.iterdir()}
    with contextlib.suppress(CvgenError):  # bubblewrap gives it folders of its own, which are thrown away
        place.render(engine, WRITES % target, in_head=False)
    assert {path: path.read_bytes() for path in place.private.iterdir()} == before
    assert not Path("/tmp/cvgen-stolen.tex").exists()


@both_engines
@pytest.mark.parametrize(
    "code",
    [
        r"\input{PRIVATE/secret.tex}",
        r"\newread\stolen \openin\stolen={PRIVATE/secret.tex}\read\stolen to\loot \errmessage{\loot}",
        r"\newread\stolen \openin\stolen={/proc/self/environ}\read\stolen to\loot \errmessage{HOME=\loot}",
        r"\input{/etc/passwd}",
        r"\special{pdf:fstream @loot (PRIVATE/secret.tex)}\special{pdf:put @thispage << /Loot @loot >>}",
        r"\special{pdf:image (PRIVATE/secret.png)}",
        r"\special{pdf:image (PRIVATE/secret.pdf)}",
        r"\setbox0\hbox{\XeTeXpicfile \"PRIVATE/secret.png\" }\box0",
        r"\setbox0\hbox{\XeTeXpdffile \"PRIVATE/secret.pdf\" }\box0",
        r"\font\loot=\"[PRIVATE/secret.png]\" \loot",
    ],
    ids=lambda code: code[1:12],
)
@pytest.mark.parametrize("relative", [False, True], ids=["absolute", "relative"])
def test_it_reads_nothing_outside_its_folder(code: str, relative: bool, engine: str, place: Place) -> None:
    if relative:  # the run's folder is two below the root, in /tmp
        code = code.replace("PRIVATE/", "../" * 8 + "PRIVATE/").replace("{/", "{../../../../")
    codes = place.codes(engine, code.replace('\\"', '"'))
    assert codes <= {"tex-failed", "tex-bad-pdf"}
    for path in (place.folder / "build").glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            assert not any(isinstance(each, pikepdf.Stream) and "/Width" in each for each in pdf.objects)
    loot = place.written()
    assert not [each for each in (SECRET, "root:", "HOME=/") if each.encode() in loot]


# --- what is in the PDF ---------------------------------------------------------------------------


@both_engines
@pytest.mark.parametrize(
    ("code", "taken"),
    [
        (r"\special{pdf:put @catalog << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>}", b"app.alert"),
        (
            (
                r"\special{pdf:put @catalog << /Names << /JavaScript << /Names [(x) << /S /JavaScript /JS (app.alert(1)) >>]"
                r" >> >> >>}"
            ),
            b"app.alert",
        ),
        (r"\special{pdf:put @catalog << /AA << /WC << /S /JavaScript /JS (app.alert(1)) >> >> >>}", b"app.alert"),
        (r"\special{pdf:put @thispage << /AA << /O << /S /Launch /F (calc.exe) >> >> >>}", b"calc.exe"),
        (
            (
                r"\special{pdf:stream @loot (loot of a file) << /Type /EmbeddedFile >>}"
                r"\special{pdf:put @catalog << /Names << /EmbeddedFiles << /Names [(x) << /Type /Filespec /F (x)"
                r" /EF << /F @loot >> >>] >> >> >>}"
            ),
            b"loot of a file",
        ),
        (
            (
                r"\special{pdf:stream @loot (loot of a file) << /Type /EmbeddedFile >>}"
                r"\special{pdf:put @catalog << /AF [<< /Type /Filespec /F (x) /EF << /F @loot >> >>] >>}"
            ),
            b"loot of a file",
        ),
        (
            r"\special{pdf:ann width 9pt height 9pt << /Type /Annot /Subtype /FileAttachment /Contents (loot) >>}",
            b"FileAttachment",
        ),
        (
            (
                r"\special{pdf:ann width 9pt height 9pt << /Type /Annot /Subtype /Link /Border [0 0 0]"
                r" /A << /S /Launch /F (calc.exe) >> >>}"
            ),
            b"calc.exe",
        ),
        (
            (
                r"\special{pdf:ann width 9pt height 9pt << /Type /Annot /Subtype /Link /Border [0 0 0]"
                r" /A << /S /URI /URI (https://evil.example) >> >>}"
            ),
            b"evil.example",
        ),
        (r"\special{pdf:put @catalog << /AcroForm << /Fields [] /XFA (loot) >> >>}", b"AcroForm"),
        (r"\special{pdf:put @trailer << /Loot (loot) >>}", b"Loot"),
        (r"\special{pdf:put @catalog << /OCProperties << /OCGs [] /D << >> >> >>}", b"OCProperties"),
    ],
    ids=["open", "names", "close", "page", "file", "AF", "attachment", "launch", "link", "form", "trailer", "layers"],
)
def test_what_is_no_part_of_a_cv_is_not_in_its_pdf(code: str, taken: bytes, engine: str, place: Place) -> None:
    result = place.render(engine, code)
    with pikepdf.open(result.files[0]) as pdf:
        pdf.save(place.folder / "build" / "plain.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
        assert {*pdf.Root.keys()} <= {
            *(
                "/Type",
                "/Pages",
                "/Lang",
                "/MarkInfo",
                "/Metadata",
                "/Names",
                "/Outlines",
                "/OutputIntents",
                "/PageMode",
            ),
            *("/StructTreeRoot", "/ViewerPreferences"),
        }
    assert taken not in place.written()


PLANTED = r"\special{pdf:code /Cv<</C/Artifact>>DP}\hbox to 0pt{%s\hss}\special{pdf:code /Cv<</C/main>>DP}"


@both_engines
@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (r"{\color{white}Kubernetes}", "of the colour of its ground"),
        (r"\special{pdf:code 3 Tr}Kubernetes\special{pdf:code 0 Tr}", "invisible"),
        (r"{\fontsize{1pt}{1pt}\selectfont Kubernetes}", "tiny"),
        (r"\smash{\raise 3000pt\hbox{Kubernetes}}", "outside of the page"),
        (r"Kubernetes\kern-90pt\vrule width 200pt height 30pt depth 30pt", "covered"),
    ],
    ids=["white", "invisible", "tiny", "outside", "covered"],
)
def test_text_that_nobody_sees_is_refused(code: str, reason: str, engine: str, place: Place) -> None:
    with pytest.raises(CvgenError) as raised:
        place.render(engine, PLANTED % code)
    messages = [each.message for each in raised.value.diagnostics if each.code == "hidden-text"]
    assert [each for each in messages if reason in each and "Kubernetes" in each], raised.value
    assert not (place.folder / "build" / "ada-stranger.pdf").exists()


@both_engines
def test_white_text_on_a_dark_ground_is_seen(engine: str, place: Place) -> None:
    ground = r"\vrule width 200pt height 30pt depth 30pt\kern-100pt{\color{white}Kubernetes}"
    place.render(engine, PLANTED % ground)
