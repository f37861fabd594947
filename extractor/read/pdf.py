"""PDF files to Documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice

from extractor.read.pdf_blocks import Story
from extractor.read.pdf_draft import Draft, draft_of
from extractor.read.pdf_hyphens import settle_hyphens
from extractor.read.pdf_page import PageInk
from extractor.read.pdf_pdfium import open_pdf, pdfium_pages, titles
from extractor.read.settle import finish
from extractor.types import Anchor, Document, Issue, Severity, Unreadable

BATCH = 200
"""Pages whose words are held at a time."""
GARBLED = 0.03
"""Share of a page's characters without Unicode from which it is worth a word."""
COVERED = 0.25
"""Share of a page without text that images cover where the page is a scan."""


def read_pdf(data: bytes, name: str) -> Document:
    """The Document of a PDF's bytes; raises Unreadable where there is none.

    Codes: `not-a-pdf`, `damaged-pdf`, `encrypted`, `no-pages`, `no-text-layer`, `empty`.
    """
    source = open_pdf(data)
    story, watch = Story(), _Watch()
    try:
        named = titles(source)
        drafts = _drafts(pdfium_pages(source), watch)
        while batch := list(islice(drafts, BATCH)):
            story.add(batch)
    finally:
        source.close()
    watch.must_have_text()
    blocks = finish(settle_hyphens(story.blocks()))
    return Document(
        id=sha256(data).hexdigest(),
        name=name,
        format="pdf",
        blocks=blocks,
        pages=watch.pages,
        titles=named,
        furniture=tuple(story.furniture),
        issues=watch.issues(),
    )


def _drafts(pages: Iterator[PageInk | None], watch: _Watch) -> Iterator[Draft]:
    """Every page that loads, read by itself; only the words of a page are kept."""
    for number, ink in enumerate(pages, start=1):
        watch.saw(number, ink)
        if ink is not None:
            yield draft_of(ink)


class _Watch:
    """Counts what could not be read, page by page."""

    def __init__(self) -> None:
        self.pages = 0
        self.letters = 0
        self.pictured: list[int] = []
        self.broken: list[int] = []
        self.garbled: list[int] = []
        self.crowded: list[int] = []

    def saw(self, number: int, ink: PageInk | None) -> None:
        """Notes one page."""
        self.pages = number
        if ink is None:
            self.broken.append(number)
            return
        printed = sum(1 for char in ink.chars if char.text.strip())
        self.letters += printed
        covered = sum((b[2] - b[0]) * (b[3] - b[1]) for b in ink.images)
        if not printed and covered > COVERED * ink.width * ink.height:
            self.pictured.append(number)
        if ink.undecoded > max(9, GARBLED * len(ink.chars)):
            self.garbled.append(number)
        if ink.cut_short:
            self.crowded.append(number)

    def must_have_text(self) -> None:
        """Raises Unreadable for a file without a letter of text."""
        if self.letters:
            return
        if self.broken and len(self.broken) == self.pages:
            raise Unreadable("damaged-pdf", "No page of the PDF can be opened.")
        if self.pictured:
            raise Unreadable(
                "no-text-layer", "The PDF is a scan: pictures of pages without text; OCR is not available."
            )
        raise Unreadable("empty", "The PDF holds no text.")

    def issues(self) -> tuple[Issue, ...]:
        """One Issue for each run of pages that has the same trouble."""
        return (
            *_issues("page-without-text", "warning", self.pictured, "is a picture without text; OCR is not available"),
            *_issues("page-unreadable", "error", self.broken, "cannot be opened: the file is damaged there"),
            *_issues("text-not-decodable", "warning", self.garbled, "has letters that the file gives no meaning for"),
            *_issues("drawing-too-complex", "info", self.crowded, "has more drawing than was looked at"),
        )


def _issues(code: str, severity: Severity, pages: Sequence[int], what: str) -> Iterator[Issue]:
    start = 0
    for index in range(1, len(pages) + 1):
        if index < len(pages) and pages[index] == pages[index - 1] + 1:
            continue
        first, last = pages[start], pages[index - 1]
        where = f"Page {first}" if first == last else f"Every page from {first} to {last}"
        yield Issue(code, severity, f"{where} {what}.", Anchor(page=first))
        start = index
