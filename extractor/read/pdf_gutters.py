"""Columns of text on a page: the white gutters between them and the lines that each gutter parts.

A gutter counts where running text stands on both sides, or running text on one side and something
that keeps no step with it on the other. Rows of a table keep step across their white columns.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.read.pdf_aligned import find_aligned
from extractor.read.pdf_columns import is_value
from extractor.read.pdf_markers import BULLETS
from extractor.read.pdf_page import overlap
from extractor.read.pdf_tiles import is_labelled
from extractor.read.pdf_words import Row
from extractor.types import Box

FEWEST = 5
"""Lines that columns of prose must run side by side."""
FEWEST_WRAPS = 3
"""Lines of each side that run on in the line below."""
ASIDE_WRAPS = 4
"""The same, where only one side is running text."""
FEWEST_TIED = 2
"""Rows that are a table, not a figure that happens to stand beside words."""
FEWEST_ITEMS = 3
MOST_HEADERS = 4
IN_STEP = 0.5
"""Share of the smaller side's lines on the baselines of the other from which they may be rows of a table."""
MOST_TRIED = 24
APART = 3
"""Steps of four points between two places that are tried."""
END = (".", "!", "?", ":", ";")


class Band(NamedTuple):
    """Lines first..last (inclusive) that stand in columns to the left and right of x."""

    x: float
    first: int
    last: int


Lines = Sequence[Sequence[Row]]


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
        if len(run) >= FEWEST_ITEMS and _parts(run, x):
            trimmed = _trimmed(lines, first, index - 1, x)
            if best is None or trimmed.last - trimmed.first > best.last - best.first:
                best = trimmed
        first = index + 1
    return best


def _parts(run: Lines, x: float) -> bool:
    """Text, lists or tables stand to either side of x, each by itself."""
    if _are_lists(run, x):
        return True
    return len(run) >= FEWEST and (_is_prose(run, x) or _is_text(run, x) or _are_tables(run, x))


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
    if not left or not right or not is_value(right[0].text):
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
    head = _grown(lines, _set_to(lines, top, first, -1, edges), first, -1)
    tail = _grown(lines, _set_to(lines, foot, last, 1, edges), last, 1)
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


def _grown(lines: Lines, index: int, limit: int, step: int) -> int:
    while index != limit:
        gap = abs(lines[index + step][0].baseline - lines[index][0].baseline)
        if gap > 2.2 * lines[index][0].size:
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


def _sided(run: Lines, x: float) -> tuple[list[list[Row]], list[list[Row]]]:
    """The parts of the lines left of x, and right of it; lines without any left out."""
    left = [own for parts in run if (own := [p for p in parts if p.x1 <= x])]
    right = [own for parts in run if (own := [p for p in parts if p.x0 >= x])]
    return left, right


def _is_prose(run: Lines, x: float) -> bool:
    """Both sides hold words enough, and at least one of them is lines that fill their column."""
    left, right = _sided(run, x)
    if min(len(left), len(right)) < FEWEST - 1:
        return False
    filled = (_filled(left), _filled(right))
    return max(filled) >= 0.55 and all(_wordy(side) for side in (left, right)) and min(filled) >= 0.2


def _filled(side: Lines) -> float:
    """Share of the lines that use most of the column's width."""
    width = max(parts[-1].x1 for parts in side) - min(parts[0].x0 for parts in side)
    return sum(1 for parts in side if parts[-1].x1 - parts[0].x0 > 0.75 * width) / len(side)


def _wordy(side: Lines) -> bool:
    parts = [part for line in side for part in line]
    values = sum(1 for p in parts if is_value(p.text))
    letters = sum(len(p.text) for p in parts) / len(parts)
    return values < 0.3 * len(parts) and letters >= 16


def _is_text(run: Lines, x: float) -> bool:
    """Running text on both sides; or on one, beside what keeps no step with it."""
    left, right = _sided(run, x)
    if not left or not right:
        return False
    wraps = wrapped(left), wrapped(right)
    if min(wraps) >= FEWEST_WRAPS:
        return True
    if max(wraps) < ASIDE_WRAPS:
        return False
    text, aside = (left, right) if wraps[0] >= wraps[1] else (right, left)
    if is_value(aside[0][0].text):
        return False
    if len(aside) < 2 and abs(aside[0][0].size - text[0][0].size) < 0.6:
        return False
    return _own_step(text, aside) and not _figures_only(aside)


def _are_lists(run: Lines, x: float) -> bool:
    """Items of lists on either side."""
    return all(
        sum(1 for parts in side if parts[0].words[0].text in BULLETS) >= FEWEST_ITEMS
        for side in _sided(run, x)
    )


def _are_tables(run: Lines, x: float) -> bool:
    """Labels with their figures on either side; not one table, whose rows keep step throughout."""
    left, right = _sided(run, x)
    text, fewer = (left, right) if len(left) >= len(right) else (right, left)
    if sum(1 for parts in fewer if len(parts) > 1) < FEWEST_TIED or _shared(text, fewer) > 0.9 * len(fewer):
        return False
    return all(any(is_labelled(table) for _, table in find_aligned(side, ())) for side in (left, right))


def wrapped(side: Lines) -> int:
    """How many lines run on in the line below, as those of a paragraph do."""
    count = 0
    for index, parts in enumerate(side):
        below = side[index + 1 : index + 3]
        count += sum(1 for part in parts if any(runs_on(part, row) for line in below for row in line))
    return count


def strays(lines: Lines, used: Collection[int]) -> list[Row]:
    """Lines of other print that stand beside a paragraph, on its lines or between them; `used` are none."""
    found: list[Row] = []
    for index in range(1, len(lines) - 1):
        above, parts, below = lines[index - 1][0], lines[index], lines[index + 1][0]
        if {index - 1, index, index + 1} & set(used):
            continue
        first, last = parts[0], parts[-1]
        on_line = len(parts) == 2 and (runs_on(above, first) or runs_on(first, below))
        between = len(parts) == 1 and runs_on(above, below)
        text = first if on_line else above
        if (
            (on_line or between)
            and abs(last.size - text.size) > 0.6
            and last.x0 > max(text.x1, below.x1 if between else 0.0) + text.size
            and not is_value(last.text)
        ):
            found.append(last)
    return found


def runs_on(row: Row, below: Row) -> bool:
    """The sentence of one line goes on in the other, which begins where it began."""
    step = below.baseline - row.baseline
    text = row.text
    return (
        0.9 * row.size < step < 1.9 * row.size
        and abs(row.size - below.size) < 0.6
        and abs(row.x0 - below.x0) < 1.5 * row.size
        and len(row.words) >= 3
        and len(text) >= 18
        and not text.endswith(END)
        and below.x1 < row.x1 + max(3 * row.size, below.words[0].x1 - below.words[0].x0 + row.size)
        and not is_value(below.text)
    )


def _own_step(text: Lines, aside: Lines) -> bool:
    """Few lines of the one side stand on the baselines of the other."""
    return _shared(text, aside) < IN_STEP * len(aside)


def _shared(text: Lines, aside: Lines) -> int:
    """How many lines of the one side stand on baselines of the other."""
    heights = [parts[0].baseline for parts in text]
    return sum(1 for parts in aside if any(abs(parts[0].baseline - y) < 1.5 for y in heights))


def _figures_only(side: Lines) -> bool:
    """Nearly all lines are figures alone: the last column of a table."""
    bare = sum(1 for parts in side if all(is_value(p.text) for p in parts))
    return bare > 0.4 * len(side)
