"""Labels of groups set in the middle of a table, over all its columns, above the rows of the group."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from extractor.read.pdf.ink import hull, overlap
from extractor.read.pdf.tables.lines import Line
from extractor.read.pdf.tables.white_space_rows import CellLine
from extractor.read.pdf.text.pieces import counts, is_value
from extractor.read.pdf.text.words import Row

MIDDLE = 0.6
"""In sizes: how far such a label may be off the middle."""
MOSTLY = 0.6
"""Share of values in a row of figures, and in a column of them."""


def crossheads(block: Sequence[Sequence[Row]]) -> frozenset[int]:
    """Which lines of a table are such labels: words alone in the middle, where a column has figures.

    One above all figures may be the end of a heading: it counts where another stands below figures.
    """
    rows = [parts for parts in block if len(parts) > 1]
    counted = [k for k, parts in enumerate(block) if len(parts) > 1 and _mostly_values(parts[1:])]
    alone = [k for k, parts in enumerate(block) if len(parts) == 1]
    if not alone or not counted:
        return frozenset()
    left, _, right, _ = hull([part.box for parts in rows for part in parts])
    figures = [part for k in counted for part in block[k][1:]]
    found = [
        k
        for k in alone
        if k < counted[-1] and _is_middle(block[k][0], left, right)
        if _mostly_values([part for part in figures if _meet(part, block[k][0])])
    ]
    below = [k for k in found if k > counted[0]]
    return frozenset(found if below else ())


def _mostly_values(parts: Sequence[Row]) -> bool:
    return sum(is_value(part.text) for part in parts) >= MOSTLY * len(parts)


def _is_middle(part: Row, left: float, right: float) -> bool:
    off = abs(part.x0 + part.x1 - left - right) / 2
    inside = part.x0 > left + part.size and off < MIDDLE * part.size
    return inside and part.text[:1].isupper() and not counts(part.text)


def _meet(a: Row, b: Row) -> bool:
    return overlap(a.x0, a.x1, b.x0, b.x1) > 0


def across(lines: Sequence[CellLine], which: Collection[int], columns: int) -> list[CellLine]:
    """The lines, those labels as cells over all columns."""
    return [
        CellLine(line.row, {0: line.row}, {0: columns - 1}) if k in which else line
        for k, line in enumerate(lines)
    ]


def around(lines: Sequence[CellLine], which: Collection[int]) -> list[Line]:
    """Lines above and below those labels, which are rows of their own."""
    return [
        Line((a.row.baseline + b.row.baseline) / 2, min(a.row.x0, b.row.x0), max(a.row.x1, b.row.x1))
        for k, (a, b) in enumerate(pairwise(lines))
        if k in which or k + 1 in which
    ]
