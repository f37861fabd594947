"""A sheet of cells into blocks: lines of text, and tables where rows and columns stand together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.model.types import Anchor, Block, Prose, RawCell, RawTable
from extractor.read.layout import tables

MOST_ROWS = 20_000
MOST_COLUMNS = 500
LONG = 60
"""Characters from which a line of text is no title or label."""


class Shown(NamedTuple):
    """A cell as it is shown: its text, whether it is bold, what it covers, and its row, from 1."""

    text: str
    bold: bool = False
    columns: int = 1
    rows: int = 1
    line: int = 0


Sheet = dict[tuple[int, int], Shown]
"""Cells with text by row and column, both from 0; rows and columns that are hidden do not count."""
_Box = tuple[int, int, int, int]
"""First row, first column, and those after the last."""


def sheet_blocks(name: str, sheet: Sheet, titled: bool) -> Iterator[Block]:
    """The blocks of a sheet; where `titled`, its name is their heading.

    Lines of the anchors are the rows of the sheet, from 1.
    """
    if not sheet:
        return
    if titled:
        yield Prose(name, "heading", 1)
    bottom = max(r + c.rows for (r, _), c in sheet.items())
    right = max(k + c.columns for (_, k), c in sheet.items())
    for box in _regions(sheet, (0, 0, bottom, right)):
        yield from _region(sheet, box)


def _regions(sheet: Sheet, box: _Box) -> Iterator[_Box]:
    """The parts of a box that blank rows, then blank columns, hold apart, in reading order."""
    top, left, bottom, right = box
    inside = [(at, c) for at, c in sheet.items() if top <= at[0] < bottom and left <= at[1] < right]
    rows = _runs(((r, r + c.rows) for (r, _), c in inside))
    columns = _runs(((k, k + c.columns) for (_, k), c in inside))
    if len(rows) > 1:
        for first, last in rows:
            yield from _regions(sheet, (first, left, last, right))
    elif len(columns) > 1 and all(last - first > 1 for first, last in columns):
        for first, last in columns:
            yield from _regions(sheet, (top, first, bottom, last))
    elif rows:
        yield (rows[0][0], columns[0][0], rows[0][1], columns[-1][1])


def _runs(spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that touch or overlap put together, in order."""
    out: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if out and first <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], last))
        else:
            out.append((first, last))
    return out


def _region(sheet: Sheet, box: _Box) -> Iterator[Block]:
    """Lines alone above and below a table as prose, what is between them as the table."""
    top, left, bottom, right = box
    rows = [[(k, sheet[r, k]) for k in range(left, right) if (r, k) in sheet] for r in range(top, bottom)]
    first, last = 0, len(rows)
    while first < last and _is_line(rows[first], right - left):
        first += 1
    while last > first and _is_line(row := rows[last - 1], right - left):
        if row and len(row[0][1].text) <= LONG:
            break
        last -= 1
    if last - first == 1 and len(rows[first]) == 1:
        first = last
    yield from map(_line, filter(None, rows[:first]))
    if last > first:
        yield from tables.blocks_from_table(_table(sheet, (top + first, left, top + last, right)))
    yield from map(_line, filter(None, rows[last:]))


def _is_line(row: Sequence[tuple[int, Shown]], width: int) -> bool:
    """One text alone in its row, however many cells it covers."""
    return not row or (len(row) == 1 and width > 0 and any(map(str.isalpha, row[0][1].text)))


def _line(row: Sequence[tuple[int, Shown]]) -> Prose:
    cell = row[0][1]
    return Prose(" ".join(cell.text.split()), anchor=Anchor(line=cell.line), emphasis=cell.bold)


def _table(sheet: Sheet, box: _Box) -> RawTable:
    top, left, bottom, right = box
    covered: set[tuple[int, int]] = set()
    rows: list[tuple[RawCell, ...]] = []
    lines = {r: cell.line for (r, _), cell in sheet.items()}
    for r in range(top, bottom):
        where = Anchor(line=lines.get(r))
        cells: list[RawCell] = []
        for k in range(left, right):
            if (r, k) in covered:
                continue
            shown = sheet.get((r, k), Shown(""))
            wide, high = min(shown.columns, right - k), min(shown.rows, bottom - r)
            covered.update((r + i, k + j) for i in range(high) for j in range(wide))
            lines_of_cell = tuple(Prose(t.strip(), anchor=where) for t in shown.text.split("\n") if t.strip())
            cells.append(RawCell(lines_of_cell, wide, high, False, where))
        rows.append(tuple(cells))
    return RawTable(tuple(rows), anchor=Anchor(line=lines.get(top)))
