"""Pages of a PDF by pdfium's own interface: few calls, no objects per letter but ours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdfium2 as pdfium

from extractor.model.types import Unreadable
from extractor.read.pdf.engine.images import charted
from extractor.read.pdf.engine.paths import Ink
from extractor.read.pdf.engine.pdfium_letters import Frame, Letters, Point, letters
from extractor.read.pdf.engine.pdfium_paths import draw
from extractor.read.pdf.engine.unmapped_fonts import Legible
from extractor.read.pdf.engine.unseen import Ground, without_struck
from extractor.read.pdf.ink import PageInk

LEANING = 0.8
"""Share of a page's letters that are upended alike where the page itself lies on its side."""
FEWEST_LEANING = 60
"""Letters; fewer are the words along a chart's scale."""
_CATALOGUE = re.compile(rb"(\d{1,9})\s+(\d{1,5})\s+obj\s*<<[^>]{0,400}?/Type\s*/Catalog\b")
_PLACEHOLDER = re.compile(r"\(?(?:untitled|unspecified|anonymous|unknown|user|admin)\)?$", re.IGNORECASE)
_TYPED_FROM = re.compile(r"^Microsoft (?:Word|PowerPoint|Excel) - ")


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """The opened file; raises Unreadable with a plain sentence."""
    head = data[:1024]
    if b"%PDF-" not in head:
        raise Unreadable("not-a-pdf", "The file does not start like a PDF.")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("encrypted", "The PDF is protected by a password.") from error
        document = _repaired(data)
    if len(document) == 0:
        document.close()
        raise Unreadable("no-pages", "The PDF has no pages.")
    return document


def _repaired(data: bytes) -> pdfium.PdfDocument:
    """The file with a new end that points at its catalogue, where that is still there."""
    catalogues = _CATALOGUE.findall(data)
    if catalogues:
        number, generation = catalogues[-1]
        end = b"\nendobj\ntrailer <</Root %b %b R>>\nstartxref\n0\n%%%%EOF\n" % (number, generation)
        try:
            return pdfium.PdfDocument(data + end)
        except pdfium.PdfiumError:
            pass
    raise Unreadable("damaged-pdf", "The PDF is damaged beyond repair.")


def pdfium_pages(document: pdfium.PdfDocument) -> Iterator[PageInk | None]:
    """Page by page, each closed before the next; None for a page that does not load."""
    legible: Legible = {}
    for index in range(len(document)):
        try:
            page = document[index]
        except pdfium.PdfiumError:
            yield None
            continue
        try:
            yield _read_page(page, index + 1, legible)
        finally:
            page.close()


def _read_page(page: Any, number: int, legible: Legible) -> PageInk:
    """A page as it is shown, or as it is read where all its text lies on its side."""
    frame = frame_of(page)
    ink, complete = _drawn(page, frame)
    found = letters(page, frame, legible, Ground(ink))
    turned = _leaning(found)
    if turned:
        frame = frame_of(page, turned)
        ink, complete = _drawn(page, frame)
        found = letters(page, frame, legible, Ground(ink))
    chars, rules, struck = without_struck(found.chars, ink.rules)
    whole = PageInk(
        number,
        frame.width,
        frame.height,
        chars,
        rules,
        tuple(ink.fills),
        tuple(ink.shapes),
        tuple(ink.images),
        found.undecoded,
        not complete,
        found.illegible,
        turned,
        found.unseen,
        struck,
    )
    # a page without text is a scan, and one of endless drawing takes long to draw
    return replace(whole, charted=charted(page, whole)) if ink.images and found.chars and complete else whole


def _drawn(page: Any, frame: Frame) -> tuple[Ink, bool]:
    """What is drawn on a page; False where that is more than is looked at."""
    ink = Ink(frame.place, frame.width, frame.height)
    return ink, draw(page.raw, ink)


def _leaning(found: Letters) -> int:
    """The right angle, clockwise, by which a page must be turned to be read; 0 for a page as usual."""
    angles: Counter[int] = Counter()
    for char in found.chars:
        angles[char.style.angle] += len(char.text.strip())
    angle, own = max(angles.items(), key=lambda pair: pair[1], default=(0, 0))
    return angle if angle in (90, 180, 270) and own >= max(FEWEST_LEANING, LEANING * angles.total()) else 0


def frame_of(page: Any, turned: int = 0) -> Frame:
    """The map from the file's coordinates to the page as shown, turned clockwise by a right angle more."""
    x0, y0, x1, y1 = page.get_bbox()
    rotation = (page.get_rotation() + turned) % 360
    maps: dict[int, Point] = {
        0: lambda x, y: (x - x0, y1 - y),
        90: lambda x, y: (y - y0, x - x0),
        180: lambda x, y: (x1 - x, y - y0),
        270: lambda x, y: (y1 - y, x1 - x),
    }
    width, height = x1 - x0, y1 - y0
    if rotation in (90, 270):
        width, height = height, width
    return Frame(maps.get(rotation, maps[0]), width, height, rotation)


def titles(document: pdfium.PdfDocument) -> tuple[str, ...]:
    """Title, subject and author as the file's own metadata give them; placeholders left out."""
    found = (" ".join(document.get_metadata_value(key).split()) for key in ("Title", "Subject", "Author"))
    found = (_TYPED_FROM.sub("", text) for text in found)
    return tuple(dict.fromkeys(text for text in found if text and not _PLACEHOLDER.match(text)))
