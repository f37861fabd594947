"""PDF files to Documents."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from typing import Literal

from extractor.read.pdf_blocks import Story
from extractor.read.pdf_draft import Draft, draft_of
from extractor.read.pdf_hyphens import settle_hyphens
from extractor.read.pdf_page import PageInk
from extractor.read.pdf_pdfium import open_pdf, pdfium_pages, titles
from extractor.read.pdf_plumber import plumber_pages
from extractor.read.pdf_watch import PageWatch
from extractor.read.settle import finish
from extractor.types import Document

BATCH = 200
"""Pages whose words are held at a time."""


def read_pdf(data: bytes, name: str, engine: Literal["pdfium", "pdfplumber"] = "pdfium") -> Document:
    """The Document of a PDF's bytes; raises Unreadable where there is none.

    Codes: `not-a-pdf`, `damaged-pdf`, `encrypted`, `no-pages`, `no-text-layer`, `empty`.
    `engine` says who takes the pages apart; all reading is done here either way.
    """
    source = open_pdf(data)
    story, watch = Story(), PageWatch()
    try:
        named = titles(source)
        pages = pdfium_pages(source) if engine == "pdfium" else plumber_pages(data)
        drafts = _drafts(pages, watch)
        while batch := list(islice(drafts, BATCH)):
            story.add(batch)
    finally:
        source.close()
    watch.must_have_text()
    found, issues = story.blocks()
    return Document(
        id=sha256(data).hexdigest(),
        name=name,
        format="pdf",
        blocks=finish(settle_hyphens(found)),
        pages=watch.pages,
        titles=named,
        furniture=tuple(story.furniture),
        issues=(*watch.issues(data), *issues),
    )


def _drafts(pages: Iterator[PageInk | None], watch: PageWatch) -> Iterator[Draft]:
    """Every page that loads, read by itself; only the words of a page are kept."""
    for number, ink in enumerate(pages, start=1):
        watch.saw(number, ink)
        if ink is not None:
            yield draft_of(ink)
