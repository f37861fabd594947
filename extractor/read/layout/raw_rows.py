"""Rows of a table as the Word and web readers hand them on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model.types import RawCell

Row = tuple[RawCell, ...]


def filled_rows(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows that have cells of their own; cells that reach over a row left out are shortened by it."""
    if all(rows):
        return tuple(rows)
    before = [0]
    for row in rows:
        before.append(before[-1] + (not row))
    out: list[Row] = []
    for at, row in enumerate(rows):
        if row:
            out.append(tuple(_shortened(cell, at, before) for cell in row))
    return tuple(out)


def _shortened(cell: RawCell, at: int, before: list[int]) -> RawCell:
    if cell.row_span == 1:
        return cell
    end = min(at + cell.row_span, len(before) - 1)
    gone = before[end] - before[at]
    return replace(cell, row_span=max(1, cell.row_span - gone)) if gone else cell
