"""Columns of text on a page: the white gutters between them and the lines that each gutter parts.

A gutter counts where either side is text, a list or a table by itself; rows of a table, whose labels and
figures stand on either side of it, end the columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.model.types import Box
from extractor.read.pdf.ink import overlap
from extractor.read.pdf.regions.sides import END, FEWEST, FEWEST_ITEMS, Lines, parted_at, runs_on
from extractor.read.pdf.text.pieces import counts

FEWEST_TIED = 2
"""Rows that are a table, not a figure that happens to stand beside words."""
MOST_HEADERS = 4
MOST_TRIED = 24
FARTHEST = 1e9
APART = 3
"""Steps of four points between two places that are tried."""


class Band(NamedTuple):
    """Lines first..last (inclusive) that stand in columns to the left and right of x."""

    x: float
    first: int
    last: int


def find_band(lines: Lines, boxes: Sequence[Box]) -> Band | None:
    """The white gutter between two columns of text with the most lines; None if there is none.

    `boxes` are the tables and pictures of the page: a gutter crosses none of them.
    """
    votes: dict[int, int] = {}
    for index, parts in enumerate(lines):
        below = lines[index + 1] if index + 1 < len(lines) else None
        if below and below[0].baseline - parts[0].baseline < max(below[0].size, parts[0].size):
            parts = sorted((*parts, *below), key=lambda part: part.x0)  # columns set out of step
        for a, b in pairwise(parts):
            for step in range(int(a.x1 // 4) + 1, int(b.x0 // 4) + 1):
                votes[step] = votes.get(step, 0) + 1
    best: Band | None = None
    for step in _candidates(votes):
        band = _band(lines, boxes, step * 4.0)
        if band and (best is None or band.last - band.first > best.last - best.first):
            best = band
    return best


def _candidates(votes: Mapping[int, int]) -> list[int]:
    """The most voted steps, none close beside a better one."""
    found: list[int] = []
    for step in sorted(votes, key=lambda step: (-votes[step], -step)):  # right edges are ragged
        if votes[step] < FEWEST - 1 or len(found) == MOST_TRIED:
            break
        if all(abs(step - known) >= APART for known in found):
            found.append(step)
    return found


def _band(lines: Lines, boxes: Sequence[Box], x: float) -> Band | None:
    """The longest run of lines that leave `x` white and are text in columns."""
    best: Band | None = None
    first = 0
    tied = tied_lines(lines, x)
    for index in range(len(lines) + 1):
        if index < len(lines) and index not in tied and not _crosses(lines, index, first, boxes, x):
            continue
        run = lines[first:index]
        if len(run) >= FEWEST_ITEMS and parted_at(run, x):
            trimmed = _trimmed(lines, first, index - 1, x)
            if best is None or trimmed.last - trimmed.first > best.last - best.first:
                best = trimmed
        first = index + 1
    return best


def tied_lines(lines: Lines, x: float) -> set[int]:
    """The rows of tables that x runs through: labels to its left, their figures to its right."""
    marks = [k for k in range(len(lines)) if _is_tied(lines, k, x)]
    found: set[int] = set()
    for run in _near(marks):
        if len(run) < FEWEST_TIED:
            continue
        first = run[0]
        while first and run[0] - first < MOST_HEADERS and _heads(lines, first, x):
            first -= 1
        found.update(range(first, run[-1] + 1))
    return found


def _is_tied(lines: Lines, index: int, x: float) -> bool:
    """The line has words to the left of x that end there, and a figure next to its right."""
    parts = lines[index]
    left = [p for p in parts if p.x1 <= x]
    right = [p for p in parts if p.x0 >= x]
    if not left or not right or not counts(right[0].text):
        return False
    return index + 1 == len(lines) or not any(runs_on(left[-1], below) for below in lines[index + 1])


def _near(marks: Sequence[int]) -> list[list[int]]:
    """Positions that follow each other with at most one between."""
    runs: list[list[int]] = []
    for mark in marks:
        if runs and mark - runs[-1][-1] <= 2:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    return runs


def _heads(lines: Lines, index: int, x: float) -> bool:
    """The line above is a header of the table: on both sides, and no further off than from what precedes."""
    above, row = lines[index - 1], lines[index][0]
    if not above[0].x1 <= x <= above[-1].x0 or any(p.x0 < x < p.x1 for p in above):
        return False
    step = row.baseline - above[0].baseline
    return step < 3 * row.size and (index < 2 or step <= above[0].baseline - lines[index - 2][0].baseline + 1)


def _crosses(lines: Lines, index: int, first: int, boxes: Sequence[Box], x: float) -> bool:
    """A part of the line covers x, or a table or picture does between it and the line above."""
    if any(part.x0 < x < part.x1 for part in lines[index]):
        return True
    if index == first:
        return False
    top, bottom = lines[index - 1][0].baseline, lines[index][0].baseline
    return any(box[0] < x < box[2] and overlap(box[1], box[3], top, bottom) > 0 for box in boxes)


def _trimmed(lines: Lines, first: int, last: int, x: float) -> Band:
    """Lines with text on one side only stay out where they stand apart and are not set to the column."""
    left = [i for i in range(first, last + 1) if lines[i][0].x0 < x]
    right = [i for i in range(first, last + 1) if lines[i][-1].x0 >= x]
    top, foot = max(left[0], right[0]), min(left[-1], right[-1])
    edges = _edges(lines[top : foot + 1], x)
    head = _grown(lines, _set_to(lines, top, first, -1, edges), first, -1, x)
    tail = _grown(lines, _set_to(lines, foot, last, 1, edges), last, 1, x)
    while first and head < top and head == first and runs_on(lines[first - 1][0], lines[first][0]):
        head = first = first + 1  # the last line of the paragraph above
    if last + 1 < len(lines):
        while tail > foot and _leads(lines, tail, edges):
            tail -= 1
    return Band(x, head, tail)


def _edges(lines: Lines, x: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Left and right end of either column."""
    left = [p for parts in lines for p in parts if p.x0 < x]
    right = [p for parts in lines for p in parts if p.x0 >= x]
    return (
        (min((p.x0 for p in left), default=x), max((p.x1 for p in left), default=x)),
        (min((p.x0 for p in right), default=x), max((p.x1 for p in right), default=x)),
    )


def _set_to(
    lines: Lines, index: int, limit: int, step: int, edges: tuple[tuple[float, float], tuple[float, float]]
) -> int:
    """The furthest line up to which one side alone goes on in lines broken at its column's edge."""
    reached = index
    at = index
    while at != limit:
        at += step
        parts = lines[at]
        x0, x1 = next(((a, b) for a, b in edges if parts[0].x0 < b), edges[1])
        if parts[0].x0 < x0 - 4:
            break
        other = at + 1 if at + 1 < len(lines) else at
        if parts[-1].x1 > x0 + 0.7 * (x1 - x0) and runs_on(parts[0], lines[other][0]):
            reached = min(other, limit) if step > 0 else at
    return reached


def _grown(lines: Lines, index: int, limit: int, step: int, x: float) -> int:
    """As far as one side alone goes on without a wider gap."""
    while index != limit:
        row = lines[index + step][0]
        near = (lines[k] for k in (index, index - step) if 0 <= k < len(lines))
        own = [part for parts in near for part in parts if (part.x0 < x) == (row.x0 < x)]
        gap = min((abs(row.baseline - part.baseline) for part in own), default=FARTHEST)
        if gap > 2.2 * row.size:
            break
        index += step
    return index


def _leads(lines: Lines, index: int, edges: tuple[tuple[float, float], tuple[float, float]]) -> bool:
    """A short line in large or bold print at the foot of the columns: the heading of what follows them."""
    parts, below = lines[index], lines[index + 1]
    row = parts[0]
    if len(parts) > 1 or row.text.endswith(END) or row.x0 >= edges[1][0] - 4:
        return False
    return row.size > 1.08 * below[0].size or (row.bold and not below[0].bold)
