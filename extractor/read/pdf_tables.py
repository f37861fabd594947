"""Grids of a page to raw tables, with the anchors of every cell."""

from __future__ import annotations

from extractor.read.layout import blocks_from_table
from extractor.read.pdf_aligned import Aligned
from extractor.read.pdf_columns import is_value
from extractor.read.pdf_grids import Filled, cell_paragraphs
from extractor.read.pdf_page import hull
from extractor.read.pdf_paragraphs import Para, joined
from extractor.types import Anchor, Block, Box, Cell, Prose, RawCell, RawTable, Table


def rounded(box: Box) -> Box:
    """A box to a hundredth of a point, as anchors give it."""
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)


def prose_of(para: Para, page: int) -> Prose:
    """A paragraph or a list item; headings and the rest are settled later."""
    anchor = Anchor(page=page, bbox=rounded(para.box))
    text = para.text
    marker = para.marker
    if marker and not any(ch.isalnum() for ch in marker) or marker == "o":
        return Prose(text, "list", 1, marker, anchor, para.bold)
    return Prose(f"{marker} {text}" if marker else text, anchor=anchor, emphasis=para.bold)


def raw_table(filled: Filled, page: int) -> RawTable:
    """A grid as the layout stage wants it: rows of cells with their paragraphs."""
    contents = cell_paragraphs(filled)
    rows: list[list[RawCell]] = [[] for _ in range(len(filled.grid.ys) - 1)]
    for index, cell in enumerate(filled.grid.cells):
        content: list[Block] = [prose_of(para, page) for para in contents[index]]
        for inner in filled.nested[index]:
            content.extend(blocks_from_table(raw_table(inner, page)))
        content.sort(key=_top)
        anchor = Anchor(page=page, bbox=rounded(filled.grid.cell_box(cell)), row=cell.row + 1, column=cell.column + 1)
        rows[cell.row].append(RawCell(tuple(content), cell.column_span, cell.row_span, False, anchor))
    return RawTable(tuple(tuple(row) for row in rows), anchor=Anchor(page=page, bbox=rounded(filled.box)))


def _top(block: Block) -> float:
    return block.anchor.bbox[1] if block.anchor.bbox else 0.0


def aligned_table(found: Aligned, page: int) -> Table:
    """A table that only white space draws; figures stacked in a cell stay on lines of their own."""
    cells: list[Cell] = []
    for row, parts in enumerate(found.rows):
        for column, last, lines in parts:
            texts = [line.text for line in lines]
            text = "\n".join(texts) if len(texts) > 1 and all(map(is_value, texts)) else joined(texts)
            box = rounded(hull([line.box for line in lines]))
            anchor = Anchor(page=page, bbox=box, row=row + 1, column=column + 1)
            cells.append(Cell(text, row, column, 1, last - column + 1, False, anchor))
    return Table(tuple(cells), len(found.rows), found.columns, anchor=Anchor(page=page, bbox=rounded(found.box)))
