"""PDF files to Documents."""

from __future__ import annotations

from hashlib import sha256

from extractor.read.layout import attach_captions, number_tables
from extractor.read.pdf_blocks import page_blocks
from extractor.read.pdf_pdfium import open_pdf, pdfium_pages
from extractor.types import Block, Document


def read_pdf(data: bytes, name: str) -> Document:
    """The Document of a PDF's bytes; raises Unreadable where there is none."""
    document = open_pdf(data)
    blocks: list[Block] = []
    pages = 0
    try:
        for ink in pdfium_pages(document):
            pages += 1
            if ink is not None:
                blocks.extend(page_blocks(ink))
    finally:
        document.close()
    return Document(sha256(data).hexdigest(), name, "pdf", number_tables(attach_captions(blocks)), pages)
