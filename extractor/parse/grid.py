"""From a printed table to a plain grid: one value a cell, headers and stubs told apart.

Handles what councils' tables do before any word is understood: spans, lines
stacked in a cell that run parallel to their neighbours', several years packed
side by side in one cell, header rows in mid-table, group headings in the stub.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor import numbers, periods
from extractor.types import Anchor, Cell, Table

MAX_SLOTS = 400_000

_OWN_TOTAL = re.compile(r"^[\[(]?\s*(?P<label>[A-Za-z][A-Za-z ]*?)\s*[=:]\s*(?P<n>\d[\d,]*)\s*[\])]?$")


@dataclass(frozen=True, slots=True)
class Slot:
    """One grid position: the text there and the printed cell it comes from."""

    text: str
    cell: Cell
    part: int = 0
    """Which line or packed value of the cell, from 0."""

    @property
    def anchor(self) -> Anchor:
        return self.cell.anchor


Row = tuple[Slot | None, ...]


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


def lines_of(slot: Slot | None) -> list[str]:
    """The non-empty stacked lines of a slot."""
    return [line.strip() for line in slot.text.split("\n") if line.strip()] if slot else []


def one_line(slot: Slot | None) -> str:
    """The slot's text on one line."""
    return " ".join(slot.text.split()) if slot else ""


def is_period(text: str) -> bool:
    """Is the text a period and nothing else of weight?"""
    return periods.header_period(text) is not None


def is_value(text: str) -> bool:
    """Does the text hold numbers (or a dash, n/a, a marker) and no label?"""
    text = text.strip()
    if not text or is_period(text) or not numbers.is_value_cell(text):
        return False
    for p in reversed(periods.find(text)):
        text = text[: p.start] + text[p.end :]
    return bool(text.strip(" ()[]/,;"))


def matrix(table: Table) -> list[list[Slot | None]]:
    """The table as rows and columns, a spanning cell repeated wherever it reaches."""
    rows = min(table.rows, 20_000)
    columns = min(table.columns, 2_000, MAX_SLOTS // max(rows, 1))
    grid: list[list[Slot | None]] = [[None] * columns for _ in range(rows)]
    for cell in table.cells:
        slot = Slot(cell.text, cell)
        for r in range(cell.row, min(cell.row + cell.row_span, rows)):
            for c in range(cell.column, min(cell.column + cell.column_span, columns)):
                grid[r][c] = slot
    return grid


def unstack(grid: list[list[Slot | None]]) -> tuple[list[list[Slot | None]], list[Slot]]:
    """Rows whose cells hold parallel stacked lines become several rows."""
    out: list[list[Slot | None]] = []
    loose: list[Slot] = []
    for row in grid:
        parts = _stack_of(row)
        if parts is None:
            out.append(row)
            continue
        depth, tall = parts
        new_rows, extra = _split_row(row, depth, tall)
        out.extend(new_rows)
        loose.extend(extra)
    return out, loose


def _trailing_values(lines: list[str]) -> int:
    count = 0
    for line in reversed(lines):
        if not is_value(line):
            break
        count += 1
    return count


def _stack_of(row: list[Slot | None]) -> tuple[int, list[int]] | None:
    """How many parallel lines the row's value cells hold, and in which columns."""
    depths: dict[int, int] = {}
    for c, slot in enumerate(row):
        lines = lines_of(slot)
        if len(lines) >= 2:
            depth = _trailing_values(lines)
            if depth >= 2:
                depths[c] = depth
    if not depths:
        return None
    depth = min(depths.values())
    if any(d != depth for d in depths.values()):
        return None
    singles = [c for c, s in enumerate(row) if s and c not in depths and is_value(one_line(s))]
    if singles:
        return None
    others = [c for c, s in enumerate(row) if s and c not in depths and lines_of(s)]
    if not any(len(lines_of(row[c])) >= depth for c in others):
        return None
    return depth, sorted(depths)


def _split_row(
    row: list[Slot | None], depth: int, tall: list[int]
) -> tuple[list[list[Slot | None]], list[Slot]]:
    width = len(row)
    loose: list[Slot] = []
    head: list[Slot | None] = [None] * width
    body: list[list[Slot | None]] = [[None] * width for _ in range(depth)]
    has_head = any(len(lines_of(row[c])) > depth for c in tall)
    for c, slot in enumerate(row):
        if slot is None:
            continue
        lines = lines_of(slot)
        if c not in tall:
            kept = []
            for line in lines:
                if len(lines) > depth and _OWN_TOTAL.match(line):
                    loose.append(replace(slot, text=line, part=len(lines)))
                else:
                    kept.append(line)
            lines = _join_wrapped(kept, depth)
        if len(lines) < depth:
            head[c] = replace(slot, text="\n".join(lines)) if lines else None
            continue
        top = lines[: len(lines) - depth] if has_head or c in tall else lines[depth:]
        values = lines[len(lines) - depth :] if has_head or c in tall else lines[:depth]
        if top:
            head[c] = replace(slot, text="\n".join(top))
        for k, line in enumerate(values):
            body[k][c] = replace(slot, text=line, part=k + 1)
    rows = ([head] if any(head) else []) + body
    return rows, loose


def _join_wrapped(lines: list[str], depth: int) -> list[str]:
    """Where a label is broken over lines, join it until it runs parallel."""
    while len(lines) > depth:
        for i in range(1, len(lines)):
            if lines[i][:1].islower() or lines[i - 1].rstrip().endswith(("&", "and", ",", "/", "-")):
                lines = [*lines[: i - 1], lines[i - 1] + " " + lines[i], *lines[i + 1 :]]
                break
        else:
            return lines
    return lines


def unpack(grid: list[list[Slot | None]]) -> list[list[Slot | None]]:
    """Columns that hold several years side by side in one cell become several columns."""
    if not grid:
        return grid
    plan: list[tuple[int, list[str], int] | None] = []
    for c in range(len(grid[0])):
        plan.append(_packed_years(grid, c))
    if not any(plan):
        return grid
    out: list[list[Slot | None]] = []
    for r, row in enumerate(grid):
        new: list[Slot | None] = []
        top: list[Slot | None] = []
        split_header = False
        for c, slot in enumerate(row):
            packed = plan[c]
            if packed is None:
                new.append(slot)
                top.append(slot)
                continue
            at, years, count = packed
            if r == at and slot is not None:
                split_header = True
                rest = _without(slot.text, years)
                top.extend([replace(slot, text=rest) if rest else None] * count)
                new.extend(
                    replace(slot, text=year, part=100 * slot.part + k + 1) for k, year in enumerate(years)
                )
            elif r < at or slot is None or not is_value(one_line(slot)):
                new.extend([slot] * count)
                top.extend([slot] * count)
            else:
                tokens = numbers.in_cell(one_line(slot))
                new.extend(
                    replace(slot, text=n.raw, part=100 * slot.part + k + 1) for k, n in enumerate(tokens)
                )
                top.extend([slot] * count)
        if split_header and any(s and p is not None for s, p in zip(row, plan, strict=True)):
            for c, (t, n) in enumerate(zip(top, new, strict=True)):
                if t is n:
                    new[c] = None
            out.append(top)
        out.append(new)
    return out


def _without(text: str, years: list[str]) -> str:
    for year in years:
        text = text.replace(year, " ", 1)
    return " ".join(text.replace("( )", " ").replace("()", " ").split())


def _packed_years(grid: list[list[Slot | None]], c: int) -> tuple[int, list[str], int] | None:
    """(header row, the years' words, how many) where column c packs years side by side."""
    for r, row in enumerate(grid[:4]):
        slot = row[c]
        if slot is None:
            continue
        years = [p.raw for p in periods.find(" ".join(slot.text.split("\n"))) if p.kind == "financial_year"]
        if len(years) < 2:
            continue
        body = [one_line(g[c]) for g in grid[r + 1 :] if g[c] and one_line(g[c]) and is_value(one_line(g[c]))]
        if body and all(len(numbers.in_cell(text)) == len(years) for text in body):
            return r, years, len(years)
        return None
    return None


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
    """A label alone in its row heads the rows below if it spans them or is set apart; else its cells are blank."""
    text = one_line(slot)
    spans = sum(1 for s in row if s is slot)
    return spans > 1 or spans == len(row) or slot.cell.header or text.isupper() or text.endswith(":")


_YEAR = re.compile(r"^(19|20)\d\d$")


def _year_row(texts: list[str]) -> bool:
    """A header row of bare calendar years, which look like counts."""
    years = [t for t in texts if _YEAR.match(t)]
    return len(years) >= 2 and all(_YEAR.match(t) or not is_value(t) for t in texts)


def bodies(table: Table) -> Iterator[Body]:
    """The table's bodies: more than one where a header row stands in mid-table."""
    grid = matrix(table)
    grid, loose = unstack(grid)
    grid = unpack(grid)
    rows: list[Row] = [tuple(r) for r in grid]
    kinds = [_row_kind(r) for r in rows]
    start = 0
    first = True
    for i in range(1, len(rows)):
        starts_new = kinds[i] == "labels" and "values" in kinds[start:i] and "values" in kinds[i:]
        if starts_new and kinds[i - 1] in ("values", "blank", "group"):
            at = i - 1 if kinds[i - 1] == "group" and "values" in kinds[start : i - 1] else i
            yield from _body(rows[start:at], kinds[start:at], loose if first else [])
            start, first = at, False
    yield from _body(rows[start:], kinds[start:], loose if first else [])


def _body(rows: list[Row], kinds: list[str], loose: list[Slot]) -> Iterator[Body]:
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
    for row, kind in zip(rows[top:], kinds[top:], strict=True):
        if kind in ("group", "labels"):
            group = _only_text(row)
        elif kind == "values":
            out_rows.append(row)
            groups.append(group)
    yield Body(header, tuple(out_rows), tuple(groups), stub, tuple(loose))


def _only_text(row: Row) -> str:
    return next((one_line(s) for s in row if s and one_line(s)), "")


def _stub_columns(rows: list[Row], kinds: list[str]) -> int:
    """Leading columns that hold labels or periods and never a value."""
    value_rows = [r for r, k in zip(rows, kinds, strict=True) if k == "values"]
    width = len(value_rows[0])
    stub = 0
    for c in range(width - 1):
        column = [one_line(r[c]) for r in value_rows]
        words = [t for t in column if t]
        if not words and c == 0:
            stub = 1
            continue
        if any(is_value(t) and not _YEAR.match(t) for t in words):
            break
        if not words:
            break
        stub = c + 1
    return stub
