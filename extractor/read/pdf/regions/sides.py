"""What stands on either side of a white gutter: running text, lists or tables, each by itself.

Running text counts on both sides, or on one beside something that keeps no step with it. Rows of a table
keep step across their white columns.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

from extractor.read.pdf.tables.tiles import is_labelled
from extractor.read.pdf.tables.white_space import find_aligned
from extractor.read.pdf.text.list_markers import BULLETS
from extractor.read.pdf.text.pieces import is_value
from extractor.read.pdf.text.words import Row

FEWEST = 5
"""Lines that columns of prose must run side by side."""
FEWEST_WRAPS = 3
"""Lines of each side that run on in the line below."""
ASIDE_WRAPS = 4
"""The same, where only one side is running text."""
FEWEST_ITEMS = 3
"""Items of a list on either side."""
FEWEST_ROWS = 2
IN_STEP = 0.5
"""Share of the smaller side's lines on the baselines of the other from which they may be rows of a table."""
SAME_HEIGHT = 1.5
"""Points by which lines of one row may differ."""
END = (".", "!", "?", ":", ";")
Lines = Sequence[Sequence[Row]]


def parted_at(run: Lines, x: float) -> bool:
    """Text, lists or tables stand to either side of x, each by itself."""
    if _are_lists(run, x):
        return True
    return len(run) >= FEWEST and (_is_prose(run, x) or _is_text(run, x) or _are_tables(run, x))


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
    return _shared(text, aside) < IN_STEP * len(aside) and not _figures_only(aside)


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
    if sum(1 for parts in fewer if len(parts) > 1) < FEWEST_ROWS or _shared(text, fewer) > 0.9 * len(fewer):
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
    used = set(used)
    for index in range(1, len(lines) - 1):
        above, parts, below = lines[index - 1][0], lines[index], lines[index + 1][0]
        if not used.isdisjoint((index - 1, index, index + 1)):
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


def _shared(text: Lines, aside: Lines) -> int:
    """How many lines of the one side stand on baselines of the other."""
    heights = sorted(parts[0].baseline for parts in text)
    count = 0
    for parts in aside:
        y = parts[0].baseline
        near = bisect_left(heights, y - SAME_HEIGHT)
        count += near < len(heights) and heights[near] < y + SAME_HEIGHT
    return count


def _figures_only(side: Lines) -> bool:
    """Nearly all lines are figures alone: the last column of a table."""
    bare = sum(1 for parts in side if all(is_value(p.text) for p in parts))
    return bare > 0.4 * len(side)
