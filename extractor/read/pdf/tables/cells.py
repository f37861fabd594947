"""Grids of a page to tables: cells with their paragraphs and anchors, ready to be joined over pages."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from extractor.model.types import Anchor, Block, Box, Cell, Prose, RawCell, RawTable, Table
from extractor.read.layout.tables import blocks_from_table
from extractor.read.pdf.ink import hull
from extractor.read.pdf.tables.ruled import Filled, cell_paragraphs
from extractor.read.pdf.tables.white_space import Aligned
from extractor.read.pdf.text.headings import Spot, spot
from extractor.read.pdf.text.list_markers import BULLETS
from extractor.read.pdf.text.paragraphs import Para, joined
from extractor.read.pdf.text.pieces import is_value

_LEADER = re.compile(r"\s*(?:\.\s?){4,}\s*(?=\d|$)")
_PAGE = re.compile(r"\d{1,3}(?:[-–]\d{1,3})?$")

Sizes = dict[Spot, float]
"""Size of print of every paragraph, by where it stands."""


class Placed(NamedTuple):
    """A cell of a ruled table with its place in the raster."""

    row: int
    column: int
    row_span: int
    column_span: int
    content: tuple[Block, ...]
    anchor: Anchor
    bold: bool = False
    header: bool = False

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.content if isinstance(block, Prose))


class Ruled(NamedTuple):
    """A ruled table of one page, or of several joined; xs are the column edges."""

    xs: tuple[float, ...]
    rows: int
    cells: tuple[Placed, ...]
    box: Box
    page: int


def rounded(box: Box) -> Box:
    """A box to a hundredth of a point, as anchors give it."""
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)


def prose_of(para: Para, page: int, sizes: Sizes) -> Prose:
    """A paragraph or a list item; headings and the rest are settled later."""
    anchor = Anchor(page=page, bbox=rounded(para.box))
    text = _with_leader(para)
    marker = para.marker
    if marker and (not any(ch.isalnum() for ch in marker) or marker == "o"):
        return Prose(text, "list", 1, marker, anchor, para.bold)
    prose = Prose(f"{marker} {text}" if marker else text, anchor=anchor, emphasis=para.bold)
    sizes[spot(prose)] = para.size
    return prose


def _with_leader(para: Para) -> str:
    """The text; a page number at the end of a line of contents stands behind a tab."""
    text = para.text
    if "...." in text:
        return _LEADER.sub("\t", text)
    words = para.rows[-1].words
    far = len(words) > 1 and words[-1].x0 - words[-2].x1 > 4 * para.size
    if far and len(para.rows) == 1 and _PAGE.match(words[-1].text):
        return f"{text[: -len(words[-1].text)].rstrip()}\t{words[-1].text}"
    return text


def ruled_table(filled: Filled, page: int, sizes: Sizes) -> Ruled:
    """A grid with the paragraphs, tables and figures of its cells."""
    contents = cell_paragraphs(filled)
    cells: list[Placed] = []
    for index, cell in enumerate(filled.grid.cells):
        content: list[Block] = [prose_of(para, page, sizes) for para in contents[index]]
        for inner in filled.inner[index]:
            if isinstance(inner, Filled):
                content.extend(blocks_from_table(raw_table(ruled_table(inner, page, sizes))))
            else:
                content.extend(inner.blocks)
        content.sort(key=lambda block: block.anchor.bbox[1] if block.anchor.bbox else 0.0)
        box = rounded(filled.grid.cell_box(cell))
        anchor = Anchor(page=page, bbox=box, row=cell.row + 1, column=cell.column + 1)
        bold = bool(contents[index]) and all(para.bold for para in contents[index])
        cells.append(Placed(*cell, tuple(content), anchor, bold))
    return Ruled(filled.grid.xs, len(filled.grid.ys) - 1, tuple(cells), filled.box, page)


def raw_table(ruled: Ruled) -> RawTable:
    """The table as the layout stage wants it: rows of cells, left to right."""
    rows: list[list[RawCell]] = [[] for _ in range(ruled.rows)]
    for cell in sorted(ruled.cells, key=lambda c: (c.row, c.column)):
        rows[cell.row].append(
            RawCell(cell.content, cell.column_span, cell.row_span, cell.header, cell.anchor)
        )
    anchor = Anchor(page=ruled.page, bbox=rounded(ruled.box))
    return RawTable(tuple(tuple(row) for row in rows), anchor=anchor)


def aligned_table(found: Aligned, page: int) -> Table:
    """A table that only white space draws; figures stacked in a cell stay on lines of their own."""
    cells: list[Cell] = []
    spans = _spans(found)
    for row, parts in enumerate(found.rows):
        for column, last, lines in parts:
            first, rows = spans.get((row, column), (row, 1))
            texts = [line.text for line in lines]
            text = "\n".join(texts) if len(texts) > 1 and all(map(is_value, texts)) else joined(texts)
            if len(text) > 1 and text[0] in BULLETS and text[0] not in "*→":
                text = text[1:].lstrip()
            box = rounded(hull([line.box for line in lines]))
            anchor = Anchor(page=page, bbox=box, row=first + 1, column=column + 1)
            cells.append(Cell(text, first, column, rows, last - column + 1, False, anchor))
    return Table(
        tuple(cells), len(found.rows), found.columns, anchor=Anchor(page=page, bbox=rounded(found.box))
    )


def _spans(found: Aligned) -> dict[tuple[int, int], tuple[int, int]]:
    """First row and number of rows of the cells, by row and column, that stand for several rows.

    A heading does beside others of several rows, and a label beside rows that all have a label of their
    own, where each has as many.
    """
    taken = [{c for a, b, _ in row for c in range(a, b + 1)} for row in found.rows]
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(found.heads):
        for first, last, _ in found.rows[row]:
            own = set(range(first, last + 1))
            low = next((k for k in range(row + 1, found.heads) if taken[k] & own), found.heads)
            if low - row > 1:
                spans[row, first] = row, low - row
    labels = [k for k in range(found.heads, len(taken)) if 0 in taken[k]]
    deep = {b - a for a, b in pairwise([*labels, len(taken)])}
    texts = [lines[0].text for row in found.rows[found.heads :] for a, b, lines in row if a == 1 == b]
    worded = len(texts) == len(taken) - found.heads and not any(map(is_value, texts))
    if len(labels) > 1 and len(deep) == 1 and worded and labels[0] == found.heads:
        spans |= {(label, 0): (label, max(deep)) for label in labels if max(deep) > 1}
    return spans


def tightened(block: Block) -> Block:
    """A table cut out of a layout table with the box of its own cells, on its first page."""
    if not isinstance(block, Table):
        return block
    boxes = [c.anchor.bbox for c in block.cells if c.anchor.page == block.anchor.page and c.anchor.bbox]
    return replace(block, anchor=replace(block.anchor, bbox=rounded(hull(boxes)))) if boxes else block
