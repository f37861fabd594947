"""Pages that are read turned or enlarged: where their blocks stand on the page as it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from extractor.model.types import Anchor, Block, Issue, Picture, Prose, Table
from extractor.read.pdf.ink import shown

Turned = Mapping[int, tuple[int, float, float, float]]
"""Page -> degrees clockwise by which it is read turned, width and height of the turned page, and by what
measures are to be multiplied to be its own."""
_Standing = TypeVar("_Standing", bound=Prose | Picture | Issue)


def shown_blocks(blocks: Iterable[Block], turned: Turned) -> list[Block]:
    """The blocks with all their boxes on the pages as shown."""
    if not turned:
        return list(blocks)
    return [_table(b, turned) if isinstance(b, Table) else placed(b, turned) for b in blocks]


def placed(block: _Standing, turned: Turned) -> _Standing:
    """One block or Issue with its box on the page as shown."""
    anchor = _anchor(block.anchor, turned)
    return block if anchor is block.anchor else replace(block, anchor=anchor)


def _table(table: Table, turned: Turned) -> Table:
    cells = tuple(replace(cell, anchor=_anchor(cell.anchor, turned)) for cell in table.cells)
    return replace(table, cells=cells, anchor=_anchor(table.anchor, turned))


def _anchor(anchor: Anchor, turned: Turned) -> Anchor:
    how = turned.get(anchor.page or 0)
    if how is None or anchor.bbox is None:
        return anchor
    angle, width, height, times = how
    x0, top, x1, bottom = (times * edge for edge in anchor.bbox)
    x0, top, x1, bottom = shown((x0, top, x1, bottom), angle, width, height)
    return replace(anchor, bbox=(round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)))
