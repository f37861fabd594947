"""Tables that were typed with tab stops: runs of paragraphs with the same number of fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from extractor.language.shapes import Shape
from extractor.model.types import Anchor, Block, Prose, RawCell, RawTable
from extractor.read.layout import line_shapes, tables

_FIGURE = Shape(r"[<>~£(+-]*\d[\d,.]*\s?%?\)?|[-–—]|{cell_nothings}")
_PAGE = re.compile(r"\d{1,3}(?:\s?[-–]\s?\d{1,3})?")
FEWEST_LINES = 3
MOST_LETTERS = 160
_SPACES = "   "
"""What folding leaves of spaces that line columns up."""


def tabbed_tables(blocks: list[Block]) -> Iterator[Block]:
    """The blocks, each run of tabbed lines that is a table as that table."""
    i = 0
    while i < len(blocks):
        run = _run(blocks, i)
        if len(run) >= FEWEST_LINES and _is_table(run):
            cells = tuple(tuple(_cell(text) for text in row) for row in run)
            yield from tables.blocks_from_table(RawTable(cells, anchor=Anchor()))
            i += len(run)
            continue
        for block in blocks[i : i + max(len(run), 1)]:
            yield replace(block, text=block.text.strip()) if isinstance(block, Prose) else block
        i += max(len(run), 1)


def _cell(text: str) -> RawCell:
    return RawCell((Prose(text),) if text else ())


def _fields(block: Block) -> list[str]:
    if not isinstance(block, Prose) or block.kind != "paragraph" or block.number:
        return []
    parted = "\t" if "\t" in block.text else _SPACES
    if parted not in block.text or len(block.text) > MOST_LETTERS:
        return []
    fields = [f.strip() for f in block.text.split(parted)]
    bullet = line_shapes.take_bullet(f"{fields[0]} x")[0] or line_shapes.is_section_number(fields[0])
    return [] if bullet and len(fields) == 2 else fields


def _run(blocks: list[Block], i: int) -> list[list[str]]:
    """Consecutive lines from i with the same number of fields; several tabs count as one where that helps."""
    rows: list[list[str]] = []
    while i + len(rows) < len(blocks) and (fields := _fields(blocks[i + len(rows)])):
        rows.append(fields)
    if len({len(r) for r in rows}) > 1:
        packed = [[f for j, f in enumerate(r) if f or j == 0] for r in rows]
        widths = {len(r) for r in packed}
        if len(widths) == 1:
            return packed
        same = 1
        while same < len(rows) and len(rows[same]) == len(rows[0]):
            same += 1
        return rows[:same]
    return rows


def _is_table(rows: list[list[str]]) -> bool:
    """Words first and figures last in most lines, and no contents list, whose last figures never fall."""
    if len(rows[0]) < 2 or any(not any(r) for r in rows):
        return False
    ends = [r[-1] for r in rows[1:]]
    figures = sum(_FIGURE.fullmatch(e) is not None for e in ends)
    worded = sum(any(map(str.isalpha, r[0])) for r in rows[1:])
    if figures < 0.6 * len(ends) or worded < 0.6 * len(ends):
        return False
    pages = [int(re.match(r"\d+", r[-1])[0]) for r in rows if _PAGE.fullmatch(r[-1])]  # type: ignore[index]
    rising = all(a <= b for a, b in pairwise(pages))
    several = sum(_FIGURE.fullmatch(f) is not None for f in rows[-1][1:]) > 1
    return several or not (rising and len(pages) >= len(ends))
