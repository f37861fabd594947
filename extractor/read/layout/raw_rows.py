"""Rows of a table as the Word and web readers hand them on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model.types import Anchor, Issue, RawCell

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


def absurd_span(table: int, most: int, anchor: Anchor | None = None) -> Issue:
    """The Issue for a table whose cells claim more columns than any table has."""
    message = f"A cell of table {table} claims to span more than {most} columns; it was cut to that."
    return Issue("absurd-span", "warning", message, anchor or Anchor(table=table))
