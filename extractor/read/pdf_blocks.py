"""One page's words, grids and pictures to blocks in reading order."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.read.layout import blocks_from_table
from extractor.read.pdf_aligned import Aligned
from extractor.read.pdf_flow import Item, Stretch, Thing, ordered
from extractor.read.pdf_grids import find_grids
from extractor.read.pdf_page import PageInk
from extractor.read.pdf_paragraphs import paragraphs
from extractor.read.pdf_refine import refine
from extractor.read.pdf_rules import split_rules
from extractor.read.pdf_tables import aligned_table, prose_of, raw_table
from extractor.read.pdf_words import rows_of, words_of
from extractor.types import Block


def page_blocks(ink: PageInk) -> list[Block]:
    """The blocks of one page."""
    grids, words = find_grids(ink, words_of(ink))
    things = [
        Thing(filled.box, tuple(blocks_from_table(raw_table(refine(filled), ink.number)))) for filled in grids
    ]
    across, _ = split_rules(ink.rules, 30.0)
    return blocks_of(ordered(rows_of(words), things, across), ink.number)


def blocks_of(items: Sequence[Item], page: int) -> list[Block]:
    """Items of the page, in reading order, as blocks."""
    blocks: list[Block] = []
    for item in items:
        if isinstance(item, Thing):
            blocks.extend(item.blocks)
        elif isinstance(item, Stretch):
            blocks.extend(prose_of(para, page) for para in paragraphs(item.rows))
        elif isinstance(item, Aligned):
            blocks.append(aligned_table(item, page))
    return blocks
