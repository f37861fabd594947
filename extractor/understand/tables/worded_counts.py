"""Cells that print counts with their words: 'Upheld - 2 / Not upheld - 7', '12 complaints'."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extractor.language import periods
from extractor.understand.tables.slot import Grid, Slot, is_value, lines_of, one_line

Counts = list[tuple[str, str]]
"""The words and the printed number of each count of a cell."""
Plan = tuple[int, dict[str, Slot]]
"""The first row with counts in a column, and a slot with each name there."""

_COUNT = r"(?P<count>[<~]?\d[\d,]*(?:\.\d+)?\s?%?)"
_BRACKETED = _COUNT.replace("count", "in_brackets")
_BEHIND = re.compile(
    rf"(?P<words>[^\W\d][^\d]*?)\s*(?:(?:[-–—−:=]+\s*|(?<=\s)(?!(?:19|20)\d\d\b)){_COUNT}|\(\s*{_BRACKETED}\s*\))"
)
_BEFORE = re.compile(rf"{_COUNT}\s*[x×]?\s*(?P<words>[^\W\d][^\d]*)")
_PARTED = re.compile(r"\s*[;\n]\s*|,\s+|\s+and\s+(?=\d)")
_LONGEST = 60
"""Characters of the words of one count."""


def unworded(grid: Grid, is_known: Callable[[str], bool]) -> Grid:
    """The grid with a column for each name that a column of worded counts gives, the name above it.

    `is_known` tells whether words name an outcome or something counted; a column is only taken apart
    where every cell below its heading is made of counts with such words, or is blank.
    """
    plans = [_plan([row[c] for row in grid], is_known) for c in range(len(grid[0]) if grid else 0)]
    if not any(plans):
        return grid
    top = max(first for first, names in filter(None, plans))
    several = top == 0 or any(len(names) > 1 for _, names in filter(None, plans))
    out: Grid = [[] for _ in grid]
    heading: list[Slot | None] = []
    for c, plan in enumerate(plans):
        names = plan[1] if plan else {}
        heading += names.values() if names else [None]
        for r, row in enumerate(grid):
            out[r] += _cells(row[c], plan, r, several, is_known)
    return [*out[:top], heading, *out[top:]] if several else out


def _cells(
    slot: Slot | None, plan: Plan | None, row: int, several: bool, is_known: Callable[[str], bool]
) -> list[Slot | None]:
    """What stands for one cell: a number under each name of its column."""
    if plan is None:
        return [slot]
    first, names = plan
    if slot is None:
        return [None] * len(names)
    if row < first:
        if several:
            return [_dated(slot, is_known)] * len(names)
        if row == first - 1:  # one name for all: beside the heading
            return [Slot(f"{slot.text} {next(iter(names.values())).text}", slot.cell, slot.part)]
        return [slot]
    printed: dict[str, list[str]] = {}
    for words, count in counts_of(slot):
        printed.setdefault(_name(words), []).append(count)
    if not printed:
        return [slot, *([None] * (len(names) - 1))]
    return [
        Slot("\n".join(printed[name]), slot.cell, slot.part + 10_000 * (k + 1)) if name in printed else None
        for k, name in enumerate(names)
    ]


def _dated(slot: Slot, is_known: Callable[[str], bool]) -> Slot:
    """A heading such as '2021/22 remedies' above outcomes: only its period says something of them."""
    text = one_line(slot)
    dates = [p.raw for p in periods.find(text)]
    for date in dates:
        text = text.replace(date, " ")
    return Slot(" ".join(dates), slot.cell, slot.part) if is_known(" ".join(text.split())) else slot


def _name(words: str) -> str:
    """Words of one count and of several are one name: '1 complaint', '2 complaints'."""
    return words.casefold().removesuffix("s")


def counts_of(slot: Slot | None) -> Counts:
    """The counts of a cell that is made of nothing else, in order; none for any other."""
    found: Counts = []
    for line in lines_of(slot):
        for part in _PARTED.split(line.strip(" .;,•")):
            match = _BEHIND.fullmatch(part) or _BEFORE.fullmatch(part)
            if match is None or len(match["words"]) > _LONGEST:
                return []
            groups = match.groupdict()
            found.append((match["words"].strip(), groups["count"] or groups["in_brackets"]))
    return found


def _plan(
    column: Sequence[Slot | None], is_known: Callable[[str], bool]
) -> tuple[int, dict[str, Slot]] | None:
    """The first row of the counts, and a slot with each name; None where the column is another."""
    names: dict[str, Slot] = {}
    first = -1
    for r, slot in enumerate(column):
        counts = counts_of(slot)
        if not counts:
            if first >= 0 and slot is not None and one_line(slot) and not is_value(one_line(slot)):
                return None
            if first < 0 and is_value(one_line(slot)):
                return None
            continue
        first = r if first < 0 else first
        for words, _ in counts:
            if not is_known(words):
                return None
            names.setdefault(_name(words), Slot(words, slot.cell, slot.part))  # type: ignore[union-attr]
    return (first, names) if first >= 0 else None
