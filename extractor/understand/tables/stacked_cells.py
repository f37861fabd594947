"""Cells that hold several values: stacked lines become rows, packed years columns."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.language import numbers, periods
from extractor.understand.tables.slot import Grid, Slot, is_value, lines_of, one_line

_OWN_TOTAL = re.compile(r"^[\[(]?\s*(?P<label>[A-Za-z][A-Za-z ]*?)\s*[=:]\s*(?P<n>\d[\d,]*)\s*[\])]?$")


def unstack(grid: Grid) -> tuple[Grid, list[Slot]]:
    """Rows whose cells hold parallel stacked lines become several rows."""
    out: Grid = []
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


def _split_row(row: list[Slot | None], depth: int, tall: list[int]) -> tuple[Grid, list[Slot]]:
    width = len(row)
    loose: list[Slot] = []
    head: list[Slot | None] = [None] * width
    body: Grid = [[None] * width for _ in range(depth)]
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


def unpack(grid: Grid) -> Grid:
    """Columns that hold several years side by side in one cell become several columns."""
    if not grid:
        return grid
    plan: list[tuple[int, list[str], int] | None] = []
    for c in range(len(grid[0])):
        plan.append(_packed_years(grid, c))
    if not any(plan):
        return grid
    out: Grid = []
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


def _packed_years(grid: Grid, c: int) -> tuple[int, list[str], int] | None:
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
