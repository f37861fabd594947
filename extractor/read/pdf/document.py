"""PDF files to Documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Literal

from extractor.model.types import Document, Unreadable
from extractor.read.layout.finish import finish
from extractor.read.pdf.blocks import Story
from extractor.read.pdf.damage import looks_damaged
from extractor.read.pdf.engine.pdfium import open_pdf, pdfium_pages, titles
from extractor.read.pdf.engine.plumber import plumber_pages
from extractor.read.pdf.ink import PageInk, scaled
from extractor.read.pdf.page_reading import Draft, draft_of
from extractor.read.pdf.quality import PageWatch
from extractor.read.pdf.scan.pages import ScanReader
from extractor.read.pdf.text.headings import body_size, nested_headings
from extractor.read.pdf.text.hyphens import settle_hyphens
from extractor.read.pdf.turned import placed, shown_blocks

BATCH = 50
"""Pages whose words are held at a time."""
LOOKED_AT = 8
"""Pages by which the size of print of a report is judged."""
SMALL = 8.5
"""Points: a report whose text is in smaller print is read enlarged to USUAL."""
USUAL = 10.0


def read_pdf(data: bytes, name: str, engine: Literal["pdfium", "pdfplumber"] = "pdfium") -> Document:
    """The Document of a PDF's bytes; raises Unreadable where there is none.

    Codes: `not-a-pdf`, `damaged-pdf`, `encrypted`, `no-pages`, `no-text-layer`, `no-text-found`,
    `ocr-failed`, `empty`.
    Pages without text are read by OCR, where the machine has an engine for it.
    `engine` says who takes the pages apart; all reading is done here either way.
    A file too damaged for pdfium is tried once more with pdfplumber.
    """
    try:
        source = open_pdf(data)
    except Unreadable as trouble:
        if trouble.code != "damaged-pdf":
            raise
        return _rescued(data, name, trouble)
    try:
        pages = pdfium_pages(source) if engine == "pdfium" else plumber_pages(data)
        return _document(data, name, pages, titles(source), ScanReader(source))
    finally:
        source.close()


def _rescued(data: bytes, name: str, trouble: Unreadable) -> Document:
    """What the second engine finds in a file that the first cannot open."""
    pages = 0

    def counted() -> Iterator[PageInk | None]:
        nonlocal pages
        for pages, page in enumerate(plumber_pages(data), start=1):  # noqa: B007
            yield page

    try:
        return _document(data, name, counted(), ())
    except Exception:  # pdfminer raises anything on damaged files
        if not pages and not looks_damaged(data):
            raise Unreadable("no-pages", "The PDF has no pages.") from None
        raise trouble from None


def _document(
    data: bytes,
    name: str,
    pages: Iterator[PageInk | None],
    named: tuple[str, ...],
    scans: ScanReader | None = None,
) -> Document:
    story, watch = Story(), PageWatch(scans)
    drafts = _drafts(pages, watch)
    while batch := list(islice(drafts, BATCH)):
        story.add(batch)
    watch.must_have_text()
    found, issues = story.blocks()
    return Document(
        blocks=nested_headings(finish(settle_hyphens(shown_blocks(found, watch.turned)))),
        pages=watch.pages,
        titles=named,
        furniture=tuple(placed(line, watch.turned) for line in story.furniture),
        issues=(*watch.issues(data), *(placed(issue, watch.turned) for issue in issues)),
        scans=tuple(scans.scans) if scans else (),
        unread=watch.unread(),
    )


def _drafts(pages: Iterator[PageInk | None], watch: PageWatch) -> Iterator[Draft]:
    """Every page that loads, read by itself; only the words of a page are kept."""
    seen = (watch.saw(number, page) for number, page in enumerate(pages, start=1))
    inks = (ink for ink in seen if ink is not None)
    first = list(islice(inks, LOOKED_AT))
    by = _enlarged(first)
    for ink in chain(first, inks):
        if by != 1:
            watch.turned[ink.number] = ink.turned, ink.width, ink.height, 1 / by
        draft = draft_of(scaled(ink, by) if by != 1 else ink)
        if ink.undecoded:
            watch.lost_figures(ink.number, draft.words())
        yield draft


def _enlarged(pages: Sequence[PageInk]) -> float:
    """By how much a report in small print is read enlarged: measures in points are those of usual print."""
    letters = Counter[float]()
    for ink in pages:
        for char in ink.chars:
            letters[char.style.size] += len(char.text)
    size = body_size(letters)
    return USUAL / size if 0 < size < SMALL else 1.0
