"""Finds what may go wrong with a PDF: each check takes the report and the records of the libraries."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from cvgen.diagnostics import Severity
from cvgen.inspect.agreement import FEW_WORDS, split_words
from cvgen.inspect.contents import is_spaced_out, plain
from cvgen.inspect.extractors.records import MAX_CHARACTERS, MAX_PAGES
from cvgen.inspect.extractors.run import STRUCTURE, TEXT_EXTRACTORS, Extraction
from cvgen.inspect.file_facts import bare_address, is_font
from cvgen.inspect.report import Finding, Report

_Extractions: TypeAlias = Mapping[str, Extraction]
_Check: TypeAlias = Callable[[Report, _Extractions], Iterator[Finding]]

INSTALL_TEXT_EXTRACTORS: Final = "pip install pypdfium2 pypdf pdfminer.six"
_LARGE: Final = 5 * 1000**2  # bytes; many portals take no more
_SCAN: Final = 0.5  # of a page: images cover so much of a scan, and of no page with a photo
_NO_TEXT: Final = 50  # characters: a scanned page may have fewer, such as a page number
_ICONS: Final = 20  # a few, beside an address or a number
_SHAPES: Final = 100  # a page of text that is drawn has at least as many
# Fonts that every reader has, or one of the same widths.
_STANDARD_FONT: Final = re.compile(
    "(?:Helvetica|Courier|Arial|CourierNew)(?![A-Za-z])|Times-|TimesNewRoman|Symbol$|ZapfDingbats$"
)


def counted(number: int, noun: str) -> str:
    """Return a number and a noun, which is in the plural unless the number is 1."""
    ending = "" if number == 1 else "es" if noun.endswith("s") else "s"
    return f"{number} {noun}{ending}"


def _page_list(pages: Sequence[int]) -> str:
    shown = ", ".join(map(str, pages[:5])) + (f" and {len(pages) - 5} more" if len(pages) > 5 else "")
    return f"page{'s' if len(pages) > 1 else ''} {shown}"


def _quoted(texts: Iterable[str], most: int = 5) -> str:
    """Return the first few of the texts in quotes, and how many more there are."""
    listed = list(dict.fromkeys(texts))
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(f'"{each[:60]}"' for each in listed[:most]) + more


# --- what could not be read -----------------------------------------------------------------------


def _unread_parts(report: Report, extractions: _Extractions) -> Iterator[Finding]:
    for name, extraction in extractions.items():
        failures = list(extraction.about("failed"))
        pages = tuple(record["page"] for record in failures if "page" in record)
        subject = "the structure" if name == STRUCTURE else "the text"
        if extraction.missing:
            hint = f"install it: {INSTALL_TEXT_EXTRACTORS}" if name != STRUCTURE else "pip install pikepdf"
            yield Finding("reader-missing", Severity.NOTE, f"{name} is not installed, so it was not asked", hint)
        elif extraction.error:
            read = sum(1 for _ in extraction.about("page"))
            share = f"only {counted(read, 'page')} of " if read else ""
            message = f"{name} could not read {share}{subject}: {extraction.error}"
            hint = "other readers may fail as well: export the PDF again, if possible with another program"
            yield Finding("reader-failed", Severity.WARNING, message, hint)
        elif pages:
            message = f"{name} could not read {_page_list(pages)}: {failures[0]['reason']}"
            yield Finding("reader-failed", Severity.WARNING, message, "export the PDF again; is it whole?", pages)
        elif failures:
            message = f"the {failures[0]['part']} of the PDF could not be read: {failures[0]['reason']}"
            yield Finding("reader-failed", Severity.WARNING, message, "export the PDF again; is it whole?")
    if report.file.pages > MAX_PAGES:
        message = f"only the first {MAX_PAGES} of {report.file.pages} pages were read"
        yield Finding(
            "many-pages", Severity.NOTE, message, "applicant tracking systems have limits, too: send a CV alone"
        )
    cut = sorted({each["page"] for every in extractions.values() for each in every.about("page") if each.get("cut")})
    if cut:
        message = f"{_page_list(cut)} has more than {MAX_CHARACTERS} characters, of which the first were read"
        yield Finding("page-too-long", Severity.WARNING, message, "is there text that nobody sees?", tuple(cut))
    if report.file.repaired:
        message = f"the file is damaged, and was repaired to be read: {report.file.repaired}"
        yield Finding("pdf-repaired", Severity.WARNING, message, "not every reader repairs: export it again")
    if report.file.pages == 0:
        yield Finding("no-pages", Severity.ERROR, "the PDF has no pages", "export it again")


def _pages_without_text(report: Report, extractions: _Extractions) -> Iterator[Finding]:
    scans: list[int] = []
    drawn: list[int] = []
    blank: list[int] = []
    recognised: list[int] = []
    for record in extractions["pdfium"].about("page"):
        page = report.pages[record["page"] - 1]
        invisible = record["hidden"].get("invisible", "")
        letter_count = sum(not c.isspace() for c in record["text"])
        if letter_count - len(invisible) >= _NO_TEXT:
            continue
        if record["image"] >= _SCAN:
            (recognised if len(invisible) >= _NO_TEXT else scans).append(page.number)
        elif record["shapes"] >= _SHAPES and letter_count < _NO_TEXT:
            drawn.append(page.number)
        elif letter_count == 0:
            blank.append(page.number)
    if scans:
        message = f"{_page_list(scans)}: an image of text, which machines do not read"
        hint = "send the document that was scanned, or run text recognition (OCR) over it"
        yield Finding("scanned-page", Severity.ERROR, message, hint, tuple(scans))
    if drawn:
        message = f"{_page_list(drawn)}: text drawn as shapes, which machines do not read"
        hint = "export without turning text into paths or outlines"
        yield Finding("text-as-shapes", Severity.ERROR, message, hint, tuple(drawn))
    if recognised:
        message = f"{_page_list(recognised)}: a scan, with the text that recognition (OCR) found below it"
        hint = "recognition makes mistakes: read the text with --json, or better send the document itself"
        yield Finding("recognised-scan", Severity.WARNING, message, hint, tuple(recognised))
    if blank and len(blank) < len(report.pages):
        message = f"{_page_list(blank)}: no text at all"
        yield Finding("blank-page", Severity.NOTE, message, "leave empty pages out", tuple(blank))


# --- how the libraries agree ----------------------------------------------------------------------


def _disagreement(report: Report, _: _Extractions) -> Iterator[Finding]:
    agreement = report.agreement
    if agreement is None:
        return
    if readers := _misreaders_of_rtl(report):
        message = f"{' and '.join(readers)} give text that runs from right to left in another order than pdfium"
        hint = (
            "they take the text as it is seen, which nothing in the file can change; systems for such languages turn it"
        )
        yield Finding("right-to-left", Severity.NOTE, message, hint)
        return
    if agreement.words < 0.99:
        share = f"{agreement.words:.0%}" if agreement.words < 0.985 else "98 to 99 %"
        disputed = _quoted(each.text for each in agreement.disputed)
        message = f"the readers agree on {share} of the words only, not on {disputed}"
        severity = Severity.WARNING if agreement.words < 0.97 else Severity.NOTE
        hint = (
            "the cause is often a font that is not mapped to Unicode, or gaps instead of spaces; "
            "export with another program or font"
        )
        yield Finding(
            "readers-disagree", severity, message, hint, tuple(sorted({each.page for each in agreement.disputed}))
        )


def _misreaders_of_rtl(report: Report) -> list[str]:
    """Return the libraries that do not find the words of pdfium in a text from right to left; pdfium orders it."""
    pages = next((each.pages for each in report.text if each.extractor == "pdfium"), ())
    words = [word for page in pages for word in split_words(page or "")]
    rtl_count = sum(unicodedata.bidirectional(word[0]) in {"R", "AL"} for word in words)
    if report.agreement is None or 4 * rtl_count < len(words) or rtl_count < FEW_WORDS:
        return []
    return [pair.second for pair in report.agreement.pairs if pair.first == "pdfium" and pair.words < 0.9]


def _order(report: Report, _: _Extractions) -> Iterator[Finding]:
    pages = report.pages
    interleaved = tuple(page.number for page in pages if page.interleaved)
    if interleaved:
        message = f"{_page_list(interleaved)}: lines of two columns alternate in the text, and sentences with them"
        hint = "make columns with the program's own columns, not with tabs, spaces or a table; or use one column"
        yield Finding("mixed-columns", Severity.ERROR, message, hint, interleaved)
    jumping = tuple(page.number for page in pages if page.out_of_order)
    if jumping:
        texts = _quoted((text for page in pages for text in page.out_of_order), 3)
        message = f"{_page_list(jumping)}: text that stands further up comes later when it is extracted: {texts}"
        hint = "place text boxes and headers in the order in which they are to be read"
        yield Finding("out-of-order", Severity.WARNING, message, hint, jumping)
    apart = tuple(page.number for page in pages if page.order is not None and page.order < 0.75)
    if apart and not interleaved and not _misreaders_of_rtl(report):
        least = min(page.order for page in pages if page.order is not None)
        message = f"{_page_list(apart)}: the readers agree on the order of {least:.0%} of the words only"
        hint = "columns, tables and text boxes do this; a layout with one column is read alike by all"
        yield Finding("order-disputed", Severity.WARNING, message, hint, apart)
    beside = tuple(page.number for page in pages if page.columns and not page.interleaved)
    if beside:
        message = f"{_page_list(beside)}: columns side by side: readers differ in their order, and those that go line by line mix them"
        yield Finding("side-by-side", Severity.NOTE, message, "a layout with one column is safe", beside)


# --- characters -----------------------------------------------------------------------------------


def _unmapped_characters(report: Report, extractions: _Extractions) -> Iterator[Finding]:
    """Find codes of glyphs that stand for no character: pdfium counts them, pdfminer.six writes (cid:12)."""
    unmapped: Counter[str] = Counter()
    for record in extractions["pdfium"].about("page"):
        unmapped.update(record["unmapped"])
    cid_count = sum(record["text"].count("(cid:") for record in extractions["pdfminer.six"].about("page"))
    unreadable = {font.name for font in report.fonts if not font.readable and font.characters != 0}
    if not (unmapped or unreadable or cid_count):
        return
    more = {name for name in unmapped if not any(is_font(name, other) for other in unreadable)}
    fonts = f"the fonts {_quoted(sorted(unreadable | more), 3)}" if unreadable | more else "some font"
    letters, total = max(unmapped.total(), cid_count), sum(font.characters or 0 for font in report.fonts)
    severity = Severity.ERROR if letters > max(20, 0.02 * total) else Severity.WARNING
    subject = f"{counted(letters, 'character')} in {fonts}" if letters else f"text in {fonts}"
    message = f"{subject}: the PDF does not say which letters they are"
    hint = "export with fonts embedded and their text mapped to Unicode; printing to a PDF often loses it"
    yield Finding("unmapped-glyphs", severity, message, hint)


def _undecoded_characters(_: Report, extractions: _Extractions) -> Iterator[Finding]:
    replaced = _count_by_page(extractions, lambda c: c in "\ufffd\uffff")
    if replaced:
        count = counted(sum(replaced.values()), "character")
        message = f"{count} could not be decoded (U+FFFD), on {_page_list([*replaced])}"
        yield Finding(
            "undecoded-characters", Severity.WARNING, message, "export again, or use another font", tuple(replaced)
        )
    private = _count_by_page(extractions, lambda c: unicodedata.category(c) == "Co")
    if private:
        count = counted(sum(private.values()), "character")
        where = _page_list([*private])
        message = f"{count} of private use, such as icons, on {where}: they read as nothing, or as boxes"
        severity = Severity.WARNING if sum(private.values()) > _ICONS else Severity.NOTE
        yield Finding("private-use", severity, message, "use words instead, or beside them", tuple(private))


def _count_by_page(extractions: _Extractions, condition: Callable[[str], bool]) -> dict[int, int]:
    """Return how many characters meet a condition on each page that has some, by the library that has most."""
    most: Counter[int] = Counter()
    for name in TEXT_EXTRACTORS:
        for record in extractions[name].about("page"):
            if count := sum(map(condition, record["text"])):
                most[record["page"]] = max(count, most[record["page"]])
    return dict(sorted(most.items()))


def _unsearchable_words(report: Report, _: _Extractions) -> Iterator[Finding]:
    """Find words that are in the text, but not as one would search for them."""
    texts = ["\n".join(filter(None, each.pages)) for each in report.text if any(each.pages)]
    joined = max((re.findall("\\w*[\ufb00-\ufb06]\\w*", text) for text in texts), key=len, default=[])
    if joined:  # pdfium takes ligatures apart, and others do not
        count = counted(len(joined), "word")
        message = f"{count} with letters joined into one, which searches miss: {_quoted(joined, 3)}"
        yield Finding("ligatures", Severity.WARNING, message, "turn ligatures off, or export with another program")
    if divided := re.findall(r"[^\W\d_]{2,40}-\n *[^\W\d_A-Z]{2,40}", "".join(texts[:1])):
        shown = _quoted((re.sub(r"\s+", "", each) for each in divided), 3)
        message = f"{counted(len(divided), 'word')} divided at the end of a line, which searches may miss: {shown}"
        yield Finding("divided-words", Severity.NOTE, message, "turn hyphenation off")
    if spaced := [section.title for section in report.sections if is_spaced_out(section.title)]:
        message = f"titles with spaces between the letters, which programs do not read as words: {_quoted(spaced, 3)}"
        yield Finding(
            "spaced-titles", Severity.WARNING, message, "use the letter spacing of the font instead of spaces"
        )


def _hidden_text(report: Report, extractions: _Extractions) -> Iterator[Finding]:
    reasons = {
        "invisible": "drawn without colour",
        "tiny": "smaller than 2 pt",
        "outside": "outside of the page",
    }
    without_text = _pages_without_text(report, extractions)
    scans = {page for finding in without_text for page in finding.pages if finding.code == "recognised-scan"}
    for reason, description in reasons.items():
        records = [each for each in extractions["pdfium"].about("page") if reason in each["hidden"]]
        pages = tuple(each["page"] for each in records if each["page"] not in scans)
        sample = "".join(each["hidden"][reason] for each in records if each["page"] in pages)
        if sample:
            count = counted(len(sample), "character")
            message = f"{count} that machines read and people do not see: {description}, on {_page_list(pages)}: {_quoted([sample])}"
            hint = "take it out: it looks like an attempt to deceive, even if it was left there by mistake"
            yield Finding("hidden-text", Severity.WARNING, message, hint, pages)


# --- contents and links ---------------------------------------------------------------------------


def _contents(report: Report, _: _Extractions) -> Iterator[Finding]:
    if not any(page.words for page in report.pages):
        was_read = any(text is not None for each in report.text for text in each.pages)
        if was_read and report.file.pages and not any(page.image >= _SCAN for page in report.pages):
            hint = "export it from the document itself"
            yield Finding("no-text", Severity.ERROR, "there is no text in the PDF", hint)
        elif not was_read and report.file.pages:
            message = "no library could read the text of a single page"
            yield Finding("no-text", Severity.ERROR, message, "export it again, with another program")
        return
    reader_count = sum(any(text is not None for text in each.pages) for each in report.text)
    targets = [link.target for link in report.links if link.target]
    mail_targets = [bare_address(target) for target in targets if target.casefold().startswith("mailto:")]
    if not report.emails:
        only = f", only in a link: {_quoted(mail_targets, 1)}" if mail_targets else ""
        hint = "write the address out, in the body of the first page"
        yield Finding("no-email", Severity.WARNING, f"no e-mail address in the text{only}", hint)
    if not report.phones:
        hint = "write it with + and the country's code"
        yield Finding("no-phone", Severity.NOTE, "no phone number in the text", hint)
    for noun, mentions in (("e-mail address", report.emails), ("phone number", report.phones)):
        for each in mentions[:3]:
            if len(each.found_by) < reader_count:
                message = f'the {noun} "{each.text}" was found by {" and ".join(each.found_by)} only'
                yield Finding(
                    "contact-disputed", Severity.WARNING, message, "set it on a line of its own", (each.page,)
                )
    if not report.sections:
        message = "no section has a usual title on a line of its own"
        hint = 'use titles such as "Education", "Experience", "Skills"'
        yield Finding("no-sections", Severity.WARNING, message, hint)
    elif disputed := [each for each in report.sections if len(each.found_by) < reader_count]:
        titles = _quoted(each.title for each in disputed)
        message = f"titles that not all readers find on a line of their own: {titles}"
        pages = tuple(sorted({each.page for each in disputed}))
        if not _misreaders_of_rtl(report):
            yield Finding(
                "titles-disputed", Severity.NOTE, message, "leave space around them, and nothing beside them", pages
            )
    if not report.dates:
        yield Finding("no-dates", Severity.WARNING, "no year in the text", "write dates as 05/2024 or May 2024")


def _links(report: Report, _: _Extractions) -> Iterator[Finding]:
    dead = [link for link in report.links if link.problem]
    if dead:
        texts = _quoted((link.text or f"on page {link.page}" for link in dead), 3)
        message = f"{counted(len(dead), 'link')} without a target: {texts} ({dead[0].problem})"
        pages = tuple(sorted({link.page for link in dead}))
        yield Finding("broken-links", Severity.WARNING, message, "give them an address, or take them out", pages)
    words = {part.casefold() for each in report.text for page in each.pages if page for part in plain(page).split()}
    divided = [
        link
        for link in report.links
        if link.kind == "web" and link.in_text and link.target and link.target.startswith("http")
        if not any(bare_address(link.target) in word for word in words)
    ]
    if divided:
        texts = _quoted((link.target or "" for link in divided), 3)
        count = counted(len({link.target for link in divided}), "address")
        pages = tuple(sorted({link.page for link in divided}))
        message = f"{count} divided at the end of a line: {texts}"
        yield Finding(
            "divided-addresses", Severity.NOTE, message, "use a shorter one, or give it a line of its own", pages
        )
    unwritten = [link for link in report.links if link.kind == "web" and link.target and not link.in_text]
    if unwritten:
        texts = _quoted((link.text or link.target or "" for link in unwritten), 3)
        message = f"{counted(len(unwritten), 'link')} whose address is not in the text: {texts}"
        hint = "readers of text alone do not get it: write out the addresses that matter"
        yield Finding(
            "addresses-not-printed", Severity.NOTE, message, hint, tuple(sorted({link.page for link in unwritten}))
        )


# --- how the file is made -------------------------------------------------------------------------


def _embedding(report: Report, _: _Extractions) -> Iterator[Finding]:
    missing = [font.name for font in report.fonts if not font.embedded and font.characters != 0]
    if missing:
        message = f"{counted(len(missing), 'font')} not in the file: {_quoted(missing)}"
        hint = "embed all fonts: other machines show another one instead"
        severity = Severity.NOTE if all(map(_STANDARD_FONT.match, missing)) else Severity.WARNING
        yield Finding("font-not-embedded", severity, message, hint)


def _accessibility(report: Report, _: _Extractions) -> Iterator[Finding]:
    tags = report.tagging
    if tags is None:
        return
    if not tags.tree:
        message = "the PDF is not tagged: it does not say what is a heading, a list, a paragraph"
        yield Finding("pdf-untagged", Severity.NOTE, message, "export as tagged or accessible PDF (PDF/UA)")
    else:
        if not tags.headings:
            hint = "use the program's heading styles"
            yield Finding("no-headings", Severity.NOTE, "no heading is tagged as one", hint)
        skips = [(a, b) for a, b in pairwise((0, *tags.headings)) if b > a + 1]
        if skips:
            a, b = skips[0]
            where = f"from H{a} to H{b}" if a else f"as they begin with H{b}"
            message = f"levels of headings are skipped, {where}"
            yield Finding("skipped-levels", Severity.NOTE, message, "go down one level at a time")
        if tags.figures_without_text:
            message = f"{counted(tags.figures_without_text, 'figure')} without a text that stands for it"
            yield Finding("figures-without-text", Severity.NOTE, message, "describe it, or mark it as decoration")
    if not tags.language:
        yield Finding("no-language", Severity.NOTE, "the PDF does not say its language", "set the document's language")
    if not report.file.title:
        yield Finding("no-title", Severity.NOTE, "the PDF has no title", "set the document's title, such as the name")
    if any(claim.startswith("PDF/UA") for claim in report.file.standards) and not (tags.tree and tags.marked):
        message = "the PDF claims to be PDF/UA, and is not tagged"
        yield Finding("unkept-standard", Severity.WARNING, message, "export it again as PDF/UA, or without the claim")


def _refusals(report: Report, _: _Extractions) -> Iterator[Finding]:
    """Find reasons for which a system or a portal may refuse the file."""
    file = report.file
    if not file.copying:
        message = "the PDF forbids to take text out of it"
        yield Finding("text-locked", Severity.ERROR, message, "export it without restrictions: some systems obey")
    elif file.encryption:
        message = f"the PDF is encrypted ({file.encryption}), though it opens without a password"
        yield Finding("encrypted", Severity.WARNING, message, "export it without protection: some systems refuse it")
    if file.active:
        message = f"the PDF has {', '.join(file.active)}"
        yield Finding(
            "active-content", Severity.WARNING, message, "export without: some systems refuse it, or do not see it"
        )
    if file.bytes > _LARGE:
        message = f"the file has {file.bytes / 1000**2:.0f} MB, and many portals take 5 at most"
        yield Finding("large-file", Severity.WARNING, message, "make images smaller, or leave them out")


# Among findings of one severity, those of earlier checks come first.
CHECKS: Final[Sequence[_Check]] = (
    _unread_parts,
    _pages_without_text,
    _refusals,
    _unmapped_characters,
    _undecoded_characters,
    _unsearchable_words,
    _order,
    _disagreement,
    _hidden_text,
    _contents,
    _links,
    _embedding,
    _accessibility,
)
