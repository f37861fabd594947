"""From a printed table to a plain grid: one value a cell, headers and stubs told apart.

Handles what councils' tables do before any word is understood: spans, header
rows in mid-table, group headings in the stub.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from extractor.language import periods
from extractor.model.types import Table
from extractor.understand.tables.broken_labels import captions_first, counted_headings, headings, whole_labels
from extractor.understand.tables.printed_once import (
    IsTotal,
    filled_down,
    groups_in_force,
    lone_groups,
    side_by_side,
    thousands,
)
from extractor.understand.tables.slot import Grid, Row, Slot, is_dash, is_value, one_line
from extractor.understand.tables.stacked_cells import unpack, unstack
from extractor.understand.tables.worded_counts import unworded

MAX_SLOTS = 400_000
_BRACKETS = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"^(19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class Body:
    """One table as a reader sees it: header rows, stub columns, then values."""

    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    groups: tuple[str, ...]
    """The group heading in force at each row, or ''."""
    stub: int
    """How many leading columns hold row labels."""
    loose: tuple[Slot, ...] = ()
    """Slots with numbers that stand outside the grid ('[Grand Total = 17]')."""
    topic: str = ""
    """The name of the breakdown that the rows are, where the table lists several."""


def matrix(table: Table) -> Grid:
    """The table as rows and columns, a spanning cell repeated wherever it reaches."""
    rows = min(table.rows, 20_000)
    columns = min(table.columns, 2_000, MAX_SLOTS // max(rows, 1))
    grid: Grid = [[None] * columns for _ in range(rows)]
    for cell in table.cells:
        slot = Slot(cell.text, cell)
        for r in range(cell.row, min(cell.row + cell.row_span, rows)):
            for c in range(cell.column, min(cell.column + cell.column_span, columns)):
                grid[r][c] = slot
    return grid


def _row_kind(row: Row) -> str:
    """values, labels, group (one label only) or blank."""
    cells: list[Slot] = []
    for slot in row:
        if slot is not None and one_line(slot) and (not cells or slot is not cells[-1]):
            cells.append(slot)
    if not cells:
        return "blank"
    texts = [one_line(s) for s in cells]
    rest = texts if is_value(texts[0]) else texts[1:]
    if any(is_value(t) for t in rest) and not _year_row(texts):
        return "values"
    if len(cells) > 1:
        return "labels"
    return "group" if _is_group(cells[0], row) else "empty"


def _is_group(slot: Slot, row: Row) -> bool:
    """Does a label alone in its row head the rows below? Else it has blank cells."""
    text = one_line(slot)
    spans = sum(1 for s in row if s is slot)
    return (
        spans > 1
        or spans == len(row)
        or slot.cell.header
        or _BRACKETS.sub("", text).isupper()
        or text.endswith(":")
        or _is_year(text)
    )


def _is_year(text: str) -> bool:
    """Is the label a financial year and nothing else?"""
    found = periods.find(text)
    alone = len(found) == 1 and found[0].kind == "financial_year"
    return alone and len(found[0].raw) >= len(text.strip(" :"))


def _year_row(texts: list[str]) -> bool:
    """A header row of bare calendar years, which look like counts."""
    years = [t for t in texts if _YEAR.match(t)]
    return len(years) >= 2 and all(_YEAR.match(t) or not is_value(t) for t in texts)


def bodies(table: Table, is_total: IsTotal, is_counted: Callable[[str], bool]) -> Iterator[Body]:
    """The table's bodies: more than one where a header row stands in mid-table, or lists side by side.

    `is_total` and `is_counted` tell whether words name a total, or an outcome or a thing counted.
    """
    for part in side_by_side(unworded(_quarters_named(matrix(table)), is_counted)):
        yield from _bodies(part, is_total)


def _quarters_named(grid: Grid) -> Grid:
    """'One', 'Two' or '1', '2' below the corner 'Quarter' name the rows: 'Quarter One'."""
    texts = [one_line(row[0]) if row else "" for row in grid]
    corner = next(filter(None, texts), "")
    named = {r: f"{corner} {text}" for r, text in enumerate(texts) if is_value(text)}
    found = [periods.header_period(text) for text in named.values()]
    if len(found) < 2 or periods.find(corner) or not all(p and p.kind == "quarter" for p in found):
        return grid
    return [
        [replace(slot, text=named[r]), *row[1:]] if r in named and (slot := row[0]) else row
        for r, row in enumerate(grid)
    ]


def _bodies(grid: Grid, is_total: IsTotal) -> Iterator[Body]:
    grid, loose = unstack(grid)
    grid = unpack(grid)
    grid = captions_first(grid)
    rows = whole_labels([tuple(r) for r in thousands(_labels_first(grid))])
    rows = counted_headings(rows)
    kinds = lone_groups(rows, [_row_kind(r) for r in rows])
    if kinds and kinds[0] == "empty" and not (rows[0][0] and one_line(rows[0][0])):
        kinds[0] = "labels"  # the heading of the one column of figures
    start = 0
    first = True
    for i in range(1, len(rows)):
        starts_new = kinds[i] == "labels" and "values" in kinds[start:i] and "values" in kinds[i:]
        if starts_new and kinds[i - 1] in ("values", "blank", "group"):
            at = i - 1 if kinds[i - 1] == "group" and "values" in kinds[start : i - 1] else i
            yield from _body(rows[start:at], kinds[start:at], loose if first else [], is_total)
            start, first = at, False
    yield from _body(rows[start:], kinds[start:], loose if first else [], is_total)


def _labels_first(grid: Grid) -> Grid:
    """The grid with its one column of labels in front of the figures that are printed before it.

    A first column that only counts the rows stays where it is.
    """
    texts = [[one_line(slot) for slot in row] for row in grid]
    start = next((at for at, row in enumerate(texts) if row and is_value(row[0])), len(texts))
    body = texts[start:]
    if not body or not all(is_value(row[0]) for row in body):
        return grid
    width = len(body[0])
    columns = list(zip(*body, strict=True))
    named = [k for k, texts in enumerate(columns) if all(t and not is_value(t) for t in texts)]
    counted = [k for k, texts in enumerate(columns) if all(not t or is_value(t) for t in texts)]
    if len(named) != 1 or len(named) + len(counted) != width or named == [0]:
        return grid
    if width > 2 and [t.rstrip(".") for t in columns[0]] == [str(n) for n in range(1, len(body) + 1)]:
        return grid
    k = named[0]
    return [[row[k], *row[:k], *row[k + 1 :]] for row in grid]


def _body(rows: list[Row], kinds: list[str], loose: list[Slot], is_total: IsTotal) -> Iterator[Body]:
    if "values" not in kinds:
        return
    top = kinds.index("values")
    # A lone label just above the values is a group heading if more of them follow.
    lone = top > 0 and kinds[top - 1] == "group" and "group" in kinds[top:] and top - 1 > 0
    head = top - 1 if lone else top
    header = tuple(r for r, k in zip(rows[:head], kinds[:head], strict=True) if k not in ("blank", "empty"))
    stub = _stub_columns(rows[top:], kinds[top:])
    group = one_line(rows[head][0]) or _only_text(rows[head]) if lone else ""
    out_rows: list[Row] = []
    groups: list[str] = []
    filled = filled_down(rows[top:], kinds[top:], stub, is_total)
    for row, kind in zip(filled, kinds[top:], strict=True):
        if kind in ("group", "labels"):
            group = _only_text(row)
        elif kind == "values":
            out_rows.append(row)
            groups.append(group)
    in_force = groups_in_force(out_rows, groups, is_total)
    header = headings(header, out_rows, stub)
    yield Body(header, tuple(out_rows), in_force, stub, tuple(loose))


def _only_text(row: Row) -> str:
    return next((one_line(s) for s in row if s and one_line(s)), "")


def _stub_columns(rows: list[Row], kinds: list[str]) -> int:
    """Leading columns that hold labels or periods and never a value."""
    value_rows = [r for r, k in zip(rows, kinds, strict=True) if k == "values"]
    width = len(value_rows[0])
    stub = 0
    for c in range(width - 1):
        column = [one_line(r[c]) for r in value_rows]
        words = [t for t in column if t and not is_dash(t)]  # 'Stage 1', 'Stage 2', '–': no stage told
        if not words and c == 0:
            stub = 1
            continue
        if any(is_value(t) and not _YEAR.match(t) for t in words):
            break
        if not words:
            break
        stub = c + 1
    return stub
