"""What blank and repeated cells say: labels printed once, groups on rows of their own, pairs of columns.

A label that the page prints once over blank cells, or repeats by a ditto mark, holds for
each of these rows; a total printed among parts must not be taken for one of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from extractor.understand.tables.slot import Grid, Row, Slot, count_of, is_value, one_line

IsTotal = Callable[[str], bool]
"""Does a label name a total?"""

_DITTO = re.compile(r"[-–—\s]*(?:[\"”“″〃]|''|’’|,,|„|ditto|do\.)[-–—\s]*", re.IGNORECASE)
_THOUSANDS = re.compile(r"[-+–−£(]?\s?[1-9]\d{0,2}(?: \d{3})+\)?")
_BLANK_INSIDE = re.compile(r"\d \d")
_FEWEST_UNDER = 2
"""Rows below each label that stands alone, where nothing but their order makes it a group's."""
_FEWEST_PAIRS = 3
"""Rows of 'label, figure, label, figure' that need no header to be two lists."""


def texts_of(row: Sequence[Slot | None]) -> list[str]:
    """The row's texts, each on one line, '' for a blank."""
    return [one_line(slot) for slot in row]


def side_by_side(grid: Grid) -> list[Grid]:
    """The lists that stand beside each other in one grid ('Team | Number | Team | Number'), left to right.

    Told by a header that comes again over columns of labels, or by rows of labels and figures in
    turn; any other grid comes back alone.
    """
    used = [c for c in range(len(grid[0]) if grid else 0) if any(one_line(row[c]) for row in grid)]
    texts = [[one_line(row[c]) for c in used] for row in grid]
    for width in range(2, len(used) // 2 + 1):
        if len(used) % width == 0 and _repeats(texts, width):
            starts = range(0, len(used), width)
            return [[[row[c] for c in used[at : at + width]] for row in grid] for at in starts]
    return [grid]


def _repeats(texts: list[list[str]], width: int) -> bool:
    count = len(texts[0]) // width
    for at, row in enumerate(texts[:3]):
        blocks = [row[k * width : (k + 1) * width] for k in range(count)]
        heads = all(blocks[0]) and not is_value(blocks[0][0])
        same = all(b[1:] == blocks[0][1:] and b[0] and not is_value(b[0]) for b in blocks)
        if heads and same and len(set(blocks[0])) == width:
            return _lists(texts[at + 1 :], width)
    listed = sum(all(row) for row in texts)
    return width == 2 and listed >= _FEWEST_PAIRS and _lists(texts, width)


def _lists(rows: list[list[str]], width: int) -> bool:
    """Labels lead each block and figures end it, in every row that is not blank there."""
    filled = 0
    for row in rows:
        for at in range(0, len(row), width):
            label, last = row[at], row[at + width - 1]
            if (not label and any(row[at : at + width])) or is_value(label) or (last and not is_value(last)):
                return False
            filled += bool(label) and bool(last)
    return filled > len(rows)


def lone_groups(rows: Sequence[Row], kinds: list[str]) -> list[str]:
    """The kinds of the rows, a label alone above the rows that it heads made a 'group'.

    A label beside blank cells may also be a row whose figures are missing. It heads the rows below
    where these say again what those below another such label say, or where every row has one above
    it and no label has fewer than two below.
    """
    lone = [i for i, kind in enumerate(kinds) if kind == "empty" and one_line(rows[i][0])]
    under: dict[int, list[str]] = {}
    before: list[str] = []
    for i, kind in enumerate(kinds):
        above = [k for k in lone if k < i]
        if kind == "values":
            (under.setdefault(above[-1], []) if above else before).append(_first(rows[i]))
    if not under:
        return kinds
    parts = [set(labels) for labels in under.values()]
    again = any(a & b for k, a in enumerate(parts) for b in [*parts[k + 1 :], set(before)])
    led = not before and len(under) > 1 and min(map(len, parts)) >= _FEWEST_UNDER
    if not (again or led):
        return kinds
    return ["group" if i in under else kind for i, kind in enumerate(kinds)]


def _first(row: Row) -> str:
    return one_line(row[0])


def filled_down(rows: Sequence[Row], kinds: Sequence[str], stub: int, is_total: IsTotal) -> list[Row]:
    """The rows with labels printed once, and ditto marks, replaced by the label above them.

    Only columns of labels (the first `stub`) are filled, the innermost by ditto marks alone, and
    none beyond a label that changes. A total of the whole table keeps its blank.
    """
    out: list[Row] = []
    above: Row | None = None
    for i, (row, kind) in enumerate(zip(rows, kinds, strict=True)):
        if kind == "values" and above is not None and not _is_whole(rows, kinds, i, stub, is_total):
            cells = list(row)
            for c in range(stub):
                text = one_line(row[c])
                if not (_DITTO.fullmatch(text) if text else c < stub - 1 and _inner(row, c, stub)):
                    break
                cells[c] = above[c]
            row = tuple(cells)
        out.append(row)
        above = row if kind == "values" else above if kind == "blank" else None
    return out


def _inner(row: Row, column: int, stub: int) -> bool:
    return any(one_line(row[c]) for c in range(column + 1, stub))


def _is_whole(rows: Sequence[Row], kinds: Sequence[str], at: int, stub: int, is_total: IsTotal) -> bool:
    """Is a total with a blank before it that of all groups, not of the group above it?"""
    if stub < 2 or one_line(rows[at][0]) or not is_total(next(filter(None, texts_of(rows[at][:stub])), "")):
        return False
    start = at
    while start and kinds[start - 1] == "values" and not one_line(rows[start][0]):
        start -= 1
    return not _ends_part(rows, [i for i in range(len(rows)) if kinds[i] == "values"], start, at, is_total)


def groups_in_force(rows: Sequence[Row], groups: Sequence[str], is_total: IsTotal) -> tuple[str, ...]:
    """The group of each row; '' for a last total that is of all groups and not of the one above it."""
    last = len(rows) - 1
    runs = [list(run) for _, run in groupby(range(len(rows)), key=lambda i: groups[i])]
    if len(runs) < 2 or not groups[last] or not is_total(_first(rows[last])):
        return tuple(groups)
    if _ends_part(rows, list(range(len(rows))), runs[-1][0], last, is_total):
        return tuple(groups)
    return (*groups[:last], "")


def _ends_part(rows: Sequence[Row], values: Sequence[int], start: int, at: int, is_total: IsTotal) -> bool:
    """Does the total at a row add up the rows from `start` on? Where sums do not tell, other parts do."""
    if any(i > at and not _names_total(rows[i], is_total) for i in values):
        return True
    total = _counts(rows[at])
    parts = [i for i in range(start, at) if i in values and not _names_total(rows[i], is_total)]
    before = [i for i in values if i < at and not _names_total(rows[i], is_total)]
    if parts and before != parts:
        own, whole = (_sums(rows, some, len(total)) for some in (parts, before))
        if own != whole and total in (own, whole):
            return total == own
    last_is_total = any(i < start and _names_total(rows[i], is_total) for i in values)
    return last_is_total and not (at - 1 in values and _names_total(rows[at - 1], is_total))


def _names_total(row: Row, is_total: IsTotal) -> bool:
    return any(is_total(text) for text in texts_of(row)[:3] if text and not is_value(text))


def _counts(row: Row) -> list[float | None]:
    """The counts of a row by column, None where a cell prints none."""
    return [count_of(text) for text in texts_of(row)]


def _sums(rows: Sequence[Row], at: Sequence[int], width: int) -> list[float | None]:
    columns = zip(*(_counts(rows[i]) for i in at), strict=True)
    sums = [sum(known) if (known := [v for v in column if v is not None]) else None for column in columns]
    return sums[:width]


def thousands(grid: Grid) -> Iterator[list[Slot | None]]:
    """The rows of the grid; figures that spaces part into thousands ('1 249') get commas for them.

    Only in columns where each space between digits does that: '12 15' beside it is two figures.
    """
    width = len(grid[0]) if grid else 0
    spaced = [[t for row in grid if _BLANK_INSIDE.search(t := one_line(row[c]))] for c in range(width)]
    sure = [bool(texts) and all(map(_THOUSANDS.fullmatch, texts)) for texts in spaced]
    for row in grid:
        yield [_with_commas(slot) if sure[c] else slot for c, slot in enumerate(row)]


def _with_commas(slot: Slot | None) -> Slot | None:
    if slot is None or slot.cell.column_span > 1 or not _BLANK_INSIDE.search(one_line(slot)):
        return slot
    return Slot(re.sub(r"(?<=\d) (?=\d{3})", ",", one_line(slot)), slot.cell, slot.part)
