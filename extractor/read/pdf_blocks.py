"""One page's words, grids and pictures to blocks in reading order."""

from __future__ import annotations

from extractor.read.layout import blocks_from_table
from extractor.read.pdf_grids import find_grids
from extractor.read.pdf_page import PageInk
from extractor.read.pdf_paragraphs import paragraphs
from extractor.read.pdf_tables import prose_of, raw_table
from extractor.read.pdf_words import rows_of, words_of
from extractor.types import Block


def page_blocks(ink: PageInk) -> list[Block]:
    """The blocks of one page."""
    grids, words = find_grids(ink, words_of(ink))
    items: list[tuple[float, list[Block]]] = []
    for filled in grids:
        items.append((filled.box[1], blocks_from_table(raw_table(filled, ink.number))))
    for para in paragraphs(rows_of(words)):
        items.append((para.box[1], [prose_of(para, ink.number)]))
    items.sort(key=lambda item: item[0])
    return [block for _, blocks in items for block in blocks]
