"""What of a PDF could not be read: scanned, damaged and undecodable pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.model.types import Anchor, Issue, Severity, Unreadable
from extractor.read.ocr.engines import INSTALL
from extractor.read.pdf.damage import looks_damaged
from extractor.read.pdf.engine.plumber import letters_by_page
from extractor.read.pdf.ink import UNDECODED, PageInk
from extractor.read.pdf.scan.pages import ScanReader, told_pages
from extractor.read.pdf.text.words import Word

GARBLED = 0.03
"""Share of a page's characters without Unicode from which it is worth a word."""
MEANINGLESS = 0.3
"""The share from which the page is read by OCR instead."""
COVERED = 0.25
"""Share of a page without text that images cover where the page is a scan."""
LOST = 0.01
"""Share of a page's letters by which two engines may differ."""
MOST_PAGES = 80
"""Pages of a damaged file that are counted twice."""
FAR = 4.0
"""In sizes: text behind a bullet or an icon begins at most this far from it."""
FIGURE = "has a figure or a cell in which the file gives a sign no meaning: it was not read"
UNSEEN = "has text that cannot be seen, without ink or in the colour of its ground: it was left out"
STRUCK = "has text that is struck out: it was left out"


class PageWatch:
    """Counts what could not be read, page by page; `scans` reads what is a picture."""

    def __init__(self, scans: ScanReader | None = None) -> None:
        self.scans = scans
        self.pages = 0
        self.letters: list[int] = []
        self.pictured: list[int] = []
        self.broken: list[int] = []
        self.garbled: list[int] = []
        self.crowded: list[int] = []
        self.unseen: list[int] = []
        self.struck: list[int] = []
        self.figures: list[int] = []
        self.turned: dict[int, tuple[int, float, float, float]] = {}

    def saw(self, number: int, ink: PageInk | None) -> PageInk | None:
        """Notes one page, and gives it as it is to be read: a picture of text by OCR."""
        self.pages = number
        if ink is None:
            self.broken.append(number)
            self.letters.append(0)
            return None
        printed = ink.printed
        self.letters.append(printed)
        covered = sum((b[2] - b[0]) * (b[3] - b[1]) for b in ink.images)
        if ink.turned:
            self.turned[number] = ink.turned, ink.width, ink.height, 1.0
        for many, pages in (
            (ink.cut_short, self.crowded),
            (ink.unseen, self.unseen),
            (ink.struck, self.struck),
        ):
            if many:
                pages.append(number)
        pictured = not printed and covered > COVERED * ink.width * ink.height
        garbled = ink.illegible or ink.undecoded > max(9, GARBLED * printed)
        lost = ink.illegible or ink.undecoded > MEANINGLESS * printed
        if self.scans and (pictured or (garbled and lost)):
            read = self.scans.read(ink)
            if read is not None:
                return read
        if pictured:
            self.pictured.append(number)
        if garbled:
            self.garbled.append(number)
        return ink

    def lost_figures(self, number: int, words: Sequence[Word]) -> None:
        """Notes a page on which a cell or a figure has letters without a meaning.

        A letter with text behind it on its line is a bullet or an icon.
        """
        if number in self.garbled:
            return
        lost = [word for word in words if UNDECODED in word.text]
        if any(not _leads(word, words) for word in lost):
            self.figures.append(number)

    def must_have_text(self) -> None:
        """Raises Unreadable for a file without a letter of text."""
        scans = self.scans
        if any(self.letters) or (scans and any(scan.words for scan in scans.scans)):
            return
        if self.broken and len(self.broken) == self.pages:
            raise Unreadable("damaged-pdf", "No page of the PDF can be opened.")
        if self.garbled:
            raise Unreadable(
                "text-not-decodable",
                "The text of the PDF cannot be read: its fonts do not say which letters they print.",
            )
        if self.pictured and scans and scans.failed:
            raise Unreadable("ocr-failed", f"The PDF is a scan, and OCR failed: {scans.failed[0][1]}.")
        if self.pictured:
            raise Unreadable(
                "no-text-layer", f"The PDF is a scan: pictures of pages without text; {INSTALL}."
            )
        if scans and scans.scans and scans.engine:
            raise Unreadable(
                "no-text-found", f"The PDF is pictures in which {scans.engine.name} found no words."
            )
        raise Unreadable("empty", "The PDF holds no text.")

    def issues(self, data: bytes) -> tuple[Issue, ...]:
        """One Issue for each run of pages that has the same trouble; `data` is the whole file."""
        scanned = "is a picture without text and was not read"
        garbled = "has letters that the file does not identify: this text cannot be read"
        return (
            *self._by_ocr(),
            *_issues("page-without-text", "warning", self.pictured, scanned, self._remedy()),
            *_issues("page-unreadable", "error", self.broken, "cannot be opened: the file is damaged there"),
            *_issues("text-not-decodable", "warning", self.garbled, garbled),
            *_issues("figure-not-decodable", "warning", self.figures, FIGURE),
            *_issues("text-not-shown", "info", self.unseen, UNSEEN),
            *_issues("text-struck-out", "info", self.struck, STRUCK),
            *_issues("drawing-too-complex", "info", self.crowded, "has more drawing than was examined"),
            *(self._lost(data) if looks_damaged(data) else ()),
        )

    def _by_ocr(self) -> Iterator[Issue]:
        """What a reader of figures from OCR should know."""
        scans = self.scans
        if scans is None or scans.engine is None:
            return
        if scans.scans:
            where = told_pages([scan.page for scan in scans.scans])
            what = f"{where[0].upper()}{where[1:]}: pictures of text, read by OCR ({scans.engine.name})"
            message = f"{what}; letters and figures may be misread."
            yield Issue("read-by-ocr", "info", message, Anchor(page=scans.scans[0].page))
            empty = [scan.page for scan in scans.scans if not scan.words]
            yield from _issues("ocr-found-nothing", "info", empty, "is a picture in which OCR found no words")
        for page, why in scans.failed:
            yield Issue(
                "ocr-failed", "error", f"Page {page} could not be read by OCR: {why}.", Anchor(page=page)
            )

    def _remedy(self) -> str:
        return "" if self.scans and self.scans.engine else f"{INSTALL[0].upper()}{INSTALL[1:]}"

    def unread(self) -> tuple[str, ...]:
        """What could not be read at all, for the report's line of coverage.csv."""
        if not self.pictured:
            return ()
        are = "are pictures without text" if len(self.pictured) > 1 else "is a picture without text"
        remedy = "OCR failed there" if self.scans and self.scans.failed else INSTALL
        return (f"{told_pages(self.pictured)} {are}; {remedy}",)

    def _lost(self, data: bytes) -> Iterator[Issue]:
        """Where a second engine finds more letters in a damaged file."""
        try:
            counts = letters_by_page(data, MOST_PAGES)
        except Exception:
            counts = []
        own = [*self.letters, *[0] * len(counts)]
        lost = [n for n, count in enumerate(counts, start=1) if count > own[n - 1] * (1 + LOST) + 2]
        lost += [n for n in range(self.pages + 1, len(counts) + 1) if n not in lost]
        yield Issue("file-damaged", "warning", "The PDF is damaged; text may be missing.")
        yield from _issues(
            "text-may-be-missing", "error", lost, "has more text than could be read: the file is damaged"
        )


def _leads(word: Word, words: Sequence[Word]) -> bool:
    """The word is one sign with other text close behind it on its line."""
    if len(word.text) > 1:
        return False
    return any(
        other is not word
        and abs(other.baseline - word.baseline) < 0.3 * word.style.size
        and 0 < other.x0 - word.x0 < FAR * word.style.size
        and UNDECODED not in other.text
        for other in words
    )


def _issues(
    code: str, severity: Severity, pages: Sequence[int], what: str, remedy: str = ""
) -> Iterator[Issue]:
    start = 0
    for index in range(1, len(pages) + 1):
        if index < len(pages) and pages[index] == pages[index - 1] + 1:
            continue
        first, last = pages[start], pages[index - 1]
        where = f"Page {first}" if first == last else f"Every page from {first} to {last}"
        yield Issue(code, severity, f"{where} {what}.", Anchor(page=first), remedy)
        start = index
