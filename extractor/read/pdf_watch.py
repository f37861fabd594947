"""What of a PDF could not be read: scanned, damaged and undecodable pages."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence

from extractor.read.pdf_page import PageInk
from extractor.read.pdf_plumber import letters_by_page
from extractor.types import Anchor, Issue, Severity, Unreadable

GARBLED = 0.03
"""Share of a page's characters without Unicode from which it is worth a word."""
COVERED = 0.25
"""Share of a page without text that images cover where the page is a scan."""
LOST = 0.01
"""Share of a page's letters by which two engines may differ."""
MOST_PAGES = 80
"""Pages of a damaged file that are counted twice."""
MOST_UNPACKED = 100_000_000
"""Bytes that are unpacked to see whether the streams are whole."""
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FLATE = re.compile(rb"/Filter\s*\[?\s*/FlateDecode")
_START = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF\s*$")


class PageWatch:
    """Counts what could not be read, page by page."""

    def __init__(self) -> None:
        self.pages = 0
        self.letters: list[int] = []
        self.pictured: list[int] = []
        self.broken: list[int] = []
        self.garbled: list[int] = []
        self.crowded: list[int] = []
        self.turned: dict[int, tuple[int, float, float]] = {}

    def saw(self, number: int, ink: PageInk | None) -> None:
        """Notes one page."""
        self.pages = number
        if ink is None:
            self.broken.append(number)
            self.letters.append(0)
            return
        printed = ink.printed
        self.letters.append(printed)
        covered = sum((b[2] - b[0]) * (b[3] - b[1]) for b in ink.images)
        if not printed and covered > COVERED * ink.width * ink.height:
            self.pictured.append(number)
        if ink.illegible or ink.undecoded > max(9, GARBLED * printed):
            self.garbled.append(number)
        if ink.turned:
            self.turned[number] = ink.turned, ink.width, ink.height
        if ink.cut_short:
            self.crowded.append(number)

    def must_have_text(self) -> None:
        """Raises Unreadable for a file without a letter of text."""
        if any(self.letters):
            return
        if self.broken and len(self.broken) == self.pages:
            raise Unreadable("damaged-pdf", "No page of the PDF can be opened.")
        if self.garbled:
            raise Unreadable(
                "text-not-decodable",
                "The text of the PDF cannot be read: its fonts do not say which letters they print.",
            )
        if self.pictured:
            raise Unreadable(
                "no-text-layer", "The PDF is a scan: pictures of pages without text; OCR is not available."
            )
        raise Unreadable("empty", "The PDF holds no text.")

    def issues(self, data: bytes) -> tuple[Issue, ...]:
        """One Issue for each run of pages that has the same trouble; `data` is the whole file."""
        scanned = "is a picture without text; OCR is not available"
        garbled = "has letters that the file gives no meaning for: this text cannot be read"
        return (
            *_issues("page-without-text", "warning", self.pictured, scanned),
            *_issues("page-unreadable", "error", self.broken, "cannot be opened: the file is damaged there"),
            *_issues("text-not-decodable", "warning", self.garbled, garbled),
            *_issues("drawing-too-complex", "info", self.crowded, "has more drawing than was looked at"),
            *(self._lost(data) if looks_damaged(data) else ()),
        )

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


def looks_damaged(data: bytes) -> bool:
    """The file's end does not point at its table of contents, or a compressed stream is broken."""
    found = _START.search(data[-2048:].rstrip(b"\x00\r\n\t "))
    if found is None:
        return True
    start = data.find(b"%PDF-", 0, 1024)
    at = data[int(found[1]) + start : int(found[1]) + start + 40].lstrip()
    if not (at.startswith(b"xref") or re.match(rb"\d+\s+\d+\s+obj", at)):
        return True
    return b"/Encrypt" not in data and _has_broken_stream(data)


def _has_broken_stream(data: bytes) -> bool:
    """One of the streams that zlib packed, pictures apart, does not unpack."""
    budget = MOST_UNPACKED
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - 400) : found.start()].rsplit(b"obj", 1)[-1]
        if not _FLATE.search(head) or b"/Image" in head:
            continue
        end = data.find(b"endstream", found.end())
        packed = data[found.end() : end if end > 0 else len(data)]
        unpacker = zlib.decompressobj()
        try:
            while packed and budget > 0:
                budget -= len(unpacker.decompress(packed, 1_000_000))
                packed = unpacker.unconsumed_tail
        except zlib.error:
            return True
    return False


def _issues(code: str, severity: Severity, pages: Sequence[int], what: str) -> Iterator[Issue]:
    start = 0
    for index in range(1, len(pages) + 1):
        if index < len(pages) and pages[index] == pages[index - 1] + 1:
            continue
        first, last = pages[start], pages[index - 1]
        where = f"Page {first}" if first == last else f"Every page from {first} to {last}"
        yield Issue(code, severity, f"{where} {what}.", Anchor(page=first))
        start = index
