"""Rows of one column, or of one cell, to paragraphs and list items.

The main question is whether a row ended because the width was used up. Where
the next row's first word would still have fitted, the writer ended the line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.model.types import Box
from extractor.read.layout.line_shapes import is_bare_caption
from extractor.read.pdf.ink import hull
from extractor.read.pdf.text.list_markers import bare, item_marker
from extractor.read.pdf.text.pieces import is_value, is_year
from extractor.read.pdf.text.words import Row

SPACE = 0.28
"""Width of a space, in sizes."""
LONGEST_ENTRY = 8
"""Words of a label with its figure."""
_ENTRY = re.compile(r"[A-Z][^.;]*[^\W\d_]\W* (?:\(\d[\d,.]*%?\)|\d[\d,]*%?)$")
END = (".", "!", "?", ":", ";")
SHORTEST_SPLIT = 4
"""Letters of the piece of a word that fills its line; the document must show that it goes on below."""
SPLIT = "\u200b"
"""Stands where a word longer than its line may have been cut, likewise."""
SOFT = "\u00ad"
"""Stands for a hyphen at a line's end until the whole document is known."""


class Para(NamedTuple):
    """Rows that belong together, with the bullet or number taken off the first."""

    rows: tuple[Row, ...]
    marker: str = ""
    """Bullet, enumerator or footnote mark in front of the first row."""
    ended: bool = False
    """The last row stopped short of the width: no more text was to come."""

    @property
    def text(self) -> str:
        lines = [row.text for row in self.rows]
        for index in range(len(lines) - 1):
            if _may_split_word(self.rows, index):
                lines[index] += SPLIT
        return joined(lines)

    @property
    def box(self) -> Box:
        return hull([row.box for row in self.rows])

    @property
    def size(self) -> float:
        return self.rows[0].size

    @property
    def bold(self) -> bool:
        return all(row.bold for row in self.rows)

    @property
    def italic(self) -> bool:
        return all(word.style.italic for row in self.rows for word in row.words)


def joined(lines: Sequence[str]) -> str:
    """Lines of one paragraph as one; a hyphen at a line's end is left open (SOFT)."""
    text = ""
    for line in lines:
        line = line.strip()
        if not text:
            text = line
        elif not line:
            continue
        elif text.endswith(SOFT):
            text = text[:-1] + line
        elif text.endswith(SPLIT):
            text += line
        elif text.endswith("-") and len(text) > 1 and text[-2].isalpha() and line[0].islower():
            text = text[:-1] + SOFT + line
        elif (
            text.endswith(("-", "/"))
            and len(text) > 1
            and text[-2].isalnum()
            and (
                line[0].isdigit() or ("/" in text.rsplit(" ", 1)[-1][:-1] and ":" in text.rsplit(" ", 1)[-1])
            )
        ):
            text += line
        else:
            text += " " + line
    return text


def _may_split_word(rows: Sequence[Row], index: int) -> bool:
    """A row of one long word that fills the width, above a row in small letters."""
    row, below = rows[index], rows[index + 1]
    return (
        len(row.words) == 1
        and len(row.text) > SHORTEST_SPLIT
        and row.text[-1].isalpha()
        and below.text[:1].islower()
        and row.x1 > max(r.x1 for r in rows) - 0.7 * row.size
    )


def paragraphs(rows: Sequence[Row], bounds: tuple[float, float] | None = None) -> list[Para]:
    """Rows of one column, top to bottom, to paragraphs.

    `bounds` are the left and right end that a line can use (of a cell); without
    them they are judged by the rows around.
    """
    if not rows:
        return []
    free = _free(rows) if bounds is None else [_room(row, *bounds) for row in rows]
    left = min(row.x0 for row in rows) if bounds is None else bounds[0]
    leading = _leading(rows)
    found: list[Para] = []
    current: list[Row] = []
    marker = ""
    hang = 0.0
    for index, row in enumerate(rows):
        before = rows[index - 1] if index else None
        indent = 0.0 if bounds is None or marker else before.x0 - left if before else 0.0
        full = before is not None and _full(before, row, free[index - 1], indent)
        own = item_marker(row, before, full, marker)
        usual = leading.get(round(row.size), 0.0)
        below = rows[index + 1] if index + 1 < len(rows) else None
        stacked = bounds is not None and before is not None and _stacked(before, row, below)
        goes_on = (
            not stacked and _continues(before, row, current, marker, hang, full, usual) if before else False
        )
        if own or not goes_on:
            if current:
                found.append(Para(tuple(current), marker, not full))
            marker, hang = own, 0.0
            if own:
                rest = bare(row, own)
                hang = rest.x0 - row.x0
                row = rest
            current = [row]
        else:
            current.append(row)
    found.append(Para(tuple(current), marker, free[-1] > 6 * rows[-1].size or rows[-1].text.endswith(END)))
    return found


def _room(row: Row, left: float, right: float) -> float:
    """Points that a row leaves free; centred text leaves them on both sides."""
    before, after = row.x0 - left, right - row.x1
    if before > 3 and (abs(before - after) < 3 or (after < 3 and len(row.words) < 3)):
        return before + after
    return after


def _leading(rows: Sequence[Row]) -> dict[int, float]:
    """For each size of print, the least distance of two baselines that follow each other."""
    found: dict[int, float] = {}
    for above, below in pairwise(rows):
        step = below.baseline - above.baseline
        if abs(above.size - below.size) < 0.6 and step > 0.95 * below.size:
            key = round(below.size)
            found[key] = min(found.get(key, step), step)
    return found


def _full(row: Row, following: Row, free: float, indent: float) -> bool:
    """The first word of the following row would not have fitted into this one.

    An indented row of a cell is taken to be indented on the right as well.
    """
    word = following.words[0]
    size = row.size
    if len(row.words) > 1 and row.words[-1].x0 - row.words[-2].x1 > 3 * size and free < 3 * size:
        return False  # a number set at the far end, as in a list of contents
    if "...." in row.words[-1].text:
        return False
    if row.text[-1:] in ("-", SOFT) and row.text[-2:-1].isalpha() and word.text[:1].islower():
        return True
    need = word.x1 - word.x0 + SPACE * size
    slack = 0.35 * size
    if indent > size:
        slack += indent
    if word.text[:1].islower() or row.text[-1:] in (",", "-", "&", "("):
        slack = max(slack, 1.6 * size)
        if not row.text.endswith(END) and len(row.words) > 3:
            slack = max(slack, 0.4 * (row.x1 - row.x0))
    return need > free - slack


def _free(rows: Sequence[Row]) -> list[float]:
    """Points that every row leaves free, the margin judged by the rows of its neighbourhood."""
    left = min(row.x0 for row in rows)
    rights = sorted(row.x1 for row in rows)
    right = rights[-1]
    found: list[float] = []
    start = 0
    for end in range(1, len(rows) + 1):
        if end < len(rows) and _neighbours(rows[end - 1], rows[end]):
            continue
        run = rows[start:end]
        reach = max(row.x1 for row in run)
        reaching = sum(1 for row in run if row.x1 > reach - 4 * row.size)
        narrow = reach < right - 0.12 * (right - left)
        if narrow and not (len(run) >= 3 and reaching >= 0.6 * len(run)) and not _centred(run):
            reach = right
        if _centred(run):
            widest = max(row.x1 - row.x0 for row in run)
            found.extend(widest - (row.x1 - row.x0) for row in run)
        else:
            found.extend(reach - row.x1 for row in run)
        start = end
    return found


def _centred(run: Sequence[Row]) -> bool:
    """Rows of different length about one middle."""
    if len(run) < 2:
        return False
    middle = (run[0].x0 + run[0].x1) / 2
    return all(abs((r.x0 + r.x1) / 2 - middle) < 2 for r in run) and (
        max(r.x0 for r in run) - min(r.x0 for r in run) > 4
    )


def _neighbours(above: Row, below: Row) -> bool:
    return (
        below.baseline - above.baseline < 1.75 * max(above.size, below.size)
        and abs(above.size - below.size) < 0.6
    )


def _continues(
    before: Row, row: Row, current: Sequence[Row], marker: str, hang: float, full: bool, leading: float
) -> bool:
    """The row carries on the paragraph of the row above; `leading` is the usual step, 0 if unknown."""
    size = max(before.size, row.size)
    step = row.baseline - before.baseline
    if abs(before.size - row.size) > 0.12 * size or step > 2.1 * size or not full:
        return False
    if _is_entry(before) and _is_entry(row):
        return False
    if row.bold and is_bare_caption(row.text):
        return False
    ended = before.text.endswith(END)
    if before.bold != row.bold and (ended or before.bold) and _whole(before, row):
        return False
    if len(current) > 1:
        leading = current[-1].baseline - current[-2].baseline
    if leading and step > leading + 0.22 * size:
        return False
    shift = row.x0 - before.x0
    if marker:
        start = current[0].x0 - hang
        return row.x0 > start - 2 and (hang < 4 or row.x0 > start + 0.4 * hang or len(current) > 1 or full)
    if abs(shift) < 0.6 * size or _centred((before, row)):
        return True
    if shift < 0:
        back = abs(row.x0 - current[0].x0) < 0.6 * size  # from beside an initial
        # or the first line was indented
        return len(current) == 1 or (back and not ended and row.text[:1].islower())
    return not ended and (len(current) == 1 or row.text[:1].islower())


def _stacked(before: Row, row: Row, below: Row | None) -> bool:
    """Figures or years of a cell stand below each other, each on a line of its own."""
    if row.text[0] == "(" and is_value(before.text) and before.text[0] != "(" and is_value(row.text):
        return False  # '100' / '(100%)'
    return is_figure(row) and (is_figure(before) or (below is not None and is_figure(below)))


def is_figure(row: Row) -> bool:
    """A line that is a figure, or a year above figures."""
    return is_value(row.text) or is_year(row.text)


def _is_entry(row: Row) -> bool:
    """A label and its figure, each line one of a list: 'Staff conduct (3)'."""
    return len(row.words) <= LONGEST_ENTRY and _ENTRY.match(row.text) is not None


def _whole(before: Row, row: Row) -> bool:
    """Boldness changes between the rows, not in the middle of one."""
    return before.words[-1].style.bold != row.words[0].style.bold or before.bold
