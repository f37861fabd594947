"""Tables without lines: rows of short cells that stand below each other.

Prose is kept out: a table needs rows of several short cells whose white gutters
run through, and figures in them, or rules above and below, or many columns.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from typing import NamedTuple

from extractor.model.types import Box
from extractor.read.layout.line_shapes import NOTE, is_bare_caption, is_caption
from extractor.read.pdf.ink import hull, overlap
from extractor.read.pdf.tables.crossheads import across, around, crossheads
from extractor.read.pdf.tables.evidence import boxed, is_convincing, is_one_row
from extractor.read.pdf.tables.head_cells import (
    HeadCell,
    cells_of,
    extents_of,
    heading_rows,
    over_repeats,
    recut,
)
from extractor.read.pdf.tables.headers import head_of, risen, whole_columns
from extractor.read.pdf.tables.lines import Line
from extractor.read.pdf.tables.row_groups import LONG_CELL, OPEN, group_lines, stacked_rows
from extractor.read.pdf.tables.white_space_rows import HALF_LINE, Gutter, cell_lines, gutters, sides
from extractor.read.pdf.text.list_markers import marker_of
from extractor.read.pdf.text.pieces import chunks, counts, is_year
from extractor.read.pdf.text.words import Row, make_row

FAR = 2.7
"""In sizes: rows of one table stand at most this far apart."""
WIDE = 4.5
"""In sizes: the same where the figures of each row stand below those of the row above, or below headers."""
MOST_BARE, APART, EVEN = 6, 1.45, 0.2
"""Rows without figures on end; in sizes, their least step, and by how much steps may differ."""
LARGER = 1.15
"""Times the print of the rows: a line in larger print is a heading."""
FEWEST_HEADS = 3
"""Headings that a line must hold to begin another table."""
SMALLER = 0.9
"""Times the print of the rows: a line in smaller print below them is a note."""
HANGING = 6.0
"""In sizes: a bullet stands at most this far from its text."""
MOST_HEADERS = 4
"""Lines of spanning headers above the columns."""


class Aligned(NamedTuple):
    """A table found by white space: rows of cells as (first column, last column, lines)."""

    rows: tuple[tuple[HeadCell, ...], ...]
    columns: int
    box: Box
    heads: int = 0
    """Rows of headings on top, where that is known."""

    @property
    def score(self) -> float:
        """By which it competes with other guesses for the same lines.

        The pieces of text that it tells apart, times the share of its places that are filled.
        """
        cells = [cell for row in self.rows for cell in row]
        filled = sum(last - first + 1 for first, last, _ in cells)
        return sum(len(lines) for *_, lines in cells) * filled / (self.columns * len(self.rows))


class Run(NamedTuple):
    """Lines first..last (inclusive) of a flow that look like rows of cells."""

    first: int
    last: int

    def meets(self, other: Run) -> bool:
        """They have a line in common."""
        return self.first <= other.last and other.first <= self.last


def cut(row: Row) -> list[Row]:
    """The cells of a row; a bullet or number in front stays with its text, as 'Table 1:' does."""
    parts = with_marker(chunks(row))
    if len(parts) > 1 and is_bare_caption(parts[0].text) and is_caption(row.text) and _is_titled(parts):
        return [row]
    return parts


def _is_titled(parts: Sequence[Row]) -> bool:
    """Words that go on behind the number of a caption, and no headings of columns."""
    spaces = [right.x0 - left.x1 for left, right in itertools.pairwise(parts[1:])]
    near = parts[1].x0 - parts[0].x1 < HANGING * parts[0].size and max(spaces, default=0.0) < parts[0].size
    return near and not any(counts(part.text) or is_year(part.text) for part in parts[1:])


def with_marker(parts: list[Row]) -> list[Row]:
    """The cells of a line, its bullet or number put to the text behind it."""
    if len(parts) > 1 and len(parts[0].words) == 1 and parts[1].x0 - parts[0].x1 < HANGING * parts[1].size:
        marker, kind, _ = marker_of(make_row([*parts[0].words, *parts[1].words]))
        if (marker and kind in ("b", "d", "m")) or (kind == "n" and not parts[1].words[0].text[:1].isdigit()):
            parts[:2] = [make_row([*parts[0].words, *parts[1].words])]
    return parts


def find_aligned(
    lines: Sequence[Sequence[Row]], rules: Sequence[Line], used: Collection[int] = ()
) -> list[tuple[Run, Aligned]]:
    """The tables among the lines of one column of the page, top to bottom; `used` lines are passed over."""
    found: list[tuple[Run, Aligned]] = []
    index = 0
    while index < len(lines):
        if len(lines[index]) < 2 or index in used:
            index += 1
            continue
        last = _reach(lines, index, rules)
        last = min([last, *(k - 1 for k in used if index < k <= last)])
        floor = max([found[-1][0].last + 1 if found else 0, *(k + 1 for k in used if k < index)])
        table = _table(lines, index, last, rules, floor)
        if table is None:
            index = last + 1
            continue
        found.append(table)
        index = max(table[0].last, index) + 1
    return found


def _reach(lines: Sequence[Sequence[Row]], first: int, rules: Sequence[Line]) -> int:
    """The last line of rows of cells that begin at `first`."""
    last = first
    left, _, right, _ = hull([part.box for part in lines[first]])
    for index in range(first + 1, len(lines)):
        above, parts = lines[index - 1], lines[index]
        step = parts[0].baseline - above[0].baseline
        size = max(parts[0].size, above[0].size)
        if step > FAR * size and not (
            _ruled_between(above[0], parts[0], rules) or _set_wide(lines, first, index)
        ):
            break
        wide = parts[0].x1 - parts[0].x0 > 0.62 * (right - left) and parts[0].x1 > left
        if len(parts) == 1 and (wide or (index - last > 2 and not _in_step(lines, first, last, index))):
            break
        if _is_note(parts, lines[first:index]):
            break
        if len(parts) == 1 and (
            is_caption(parts[0].text)
            or _heads_next(lines, first, index)
            or parts[0].size > LARGER * max(row.size for line in lines[first:index] for row in line)
        ):
            break  # the next table begins
        if len(parts) > 1 or (parts[0].x0 < left + 4 and _ruled_around(lines, index, rules)):
            last = index
            right = max(right, parts[-1].x1)
            left = min(left, parts[0].x0)
    return last


def _is_note(parts: Sequence[Row], above: Sequence[Sequence[Row]]) -> bool:
    """A line below a table that says so, or in smaller print than the rows of figures; no row itself."""
    if any(counts(part.text) for part in parts[1:]):
        return False
    sizes = [row[0].size for row in above if any(counts(part.text) for part in row[1:])]
    small = len(sizes) > 1 and max(part.size for part in parts) < SMALLER * min(sizes)
    return small or bool(NOTE.match(parts[0].text))


def _set_wide(lines: Sequence[Sequence[Row]], first: int, index: int) -> bool:
    """A table whose rows are set wide apart goes on: the next figures stand below cells of their own.

    Lines of headers, or the beginning of a label, may stand between.
    """
    for at in range(index, min(index + MOST_HEADERS, len(lines))):
        parts, above = lines[at], lines[at - 1]
        if parts[0].baseline - above[0].baseline > WIDE * max(parts[0].size, above[0].size):
            return False
        heads = [part for line in lines[first:at] if len(line) > 1 for part in line]
        own = parts if parts[0].x0 >= min(h.x0 for h in heads) and counts(parts[0].text) else parts[1:]
        if any(counts(part.text) for part in own):
            return all(
                counts(part.text) and any(overlap(h.x0, h.x1, part.x0, part.x1) > 0 for h in heads)
                for part in own
            )
        if len(parts) == 1 and (len(parts[0].text) > LONG_CELL or _stands_out(parts[0], lines[first:index])):
            return False
    return False


def _stands_out(row: Row, lines: Sequence[Sequence[Row]]) -> bool:
    """A line in larger print than the rows of figures above it, or in bolder: the heading of what follows."""
    rows = [parts[0] for parts in lines if any(counts(part.text) for part in parts[1:])] or [lines[-1][0]]
    return row.size > 1.04 * max(r.size for r in rows) or (row.bold and not all(r.bold for r in rows))


def _heads_next(lines: Sequence[Sequence[Row]], first: int, index: int) -> bool:
    """Is a line alone, below rows of figures, followed by headings for other rows of figures?"""
    below = lines[index + 1 : index + 3]
    if len(below) < 2 or len(below[0]) < FEWEST_HEADS:
        return False
    counted = sum(any(counts(part.text) for part in parts[1:]) for parts in lines[first:index])
    heads = not any(counts(p.text) or (p.text[:1].isdigit() and not is_year(p.text)) for p in below[0])
    return counted > 1 and heads and _apart(lines, first, index)


def _apart(lines: Sequence[Sequence[Row]], first: int, index: int) -> bool:
    """The line stands further off the row above than rows of the run stand from each other, or is bold."""
    steps = [b[0].baseline - a[0].baseline for a, b in itertools.pairwise(lines[first:index])]
    above, row = (parts[0] for parts in lines[index - 1 : index + 1])
    step, bolder = row.baseline - above.baseline, row.bold and not above.bold
    return bolder or (bool(steps) and step > 1.15 * sorted(steps)[len(steps) // 2])


def _in_step(lines: Sequence[Sequence[Row]], first: int, last: int, index: int) -> bool:
    """Labels without figures keep the step of the rows above them.

    It is wider than that of prose, or figures follow below those above.
    """
    steps = [b[0].baseline - a[0].baseline for a, b in itertools.pairwise(lines[first : index + 1])]
    labels = [parts[0] for parts in lines[last + 1 : index + 1]]
    size = labels[0].size
    return (
        index - last <= MOST_BARE
        and (min(steps) > APART * size or _resumes(lines, first, last))
        and max(steps) - min(steps) < EVEN * size
        and max(row.x0 for row in labels) - min(row.x0 for row in labels) < size / 2
        and not any(_stands_out(row, lines[first : last + 1]) for row in labels)
    )


def _resumes(lines: Sequence[Sequence[Row]], first: int, last: int) -> bool:
    """Below labels without figures, figures stand again in columns of those above, behind such a label."""
    after = next((parts for parts in lines[last + 1 : last + 2 + MOST_BARE] if len(parts) > 1), None)
    if after is None or abs(after[0].x0 - lines[last][0].x0) > after[0].size / 2:
        return False
    above = [part for parts in lines[first : last + 1] for part in parts[1:] if counts(part.text)]
    return all(
        counts(part.text) and any(overlap(a.x0, a.x1, part.x0, part.x1) > 0 for a in above)
        for part in after[1:]
    )


def _ruled_around(lines: Sequence[Sequence[Row]], index: int, rules: Sequence[Line]) -> bool:
    """A rule parts the line from the one above, and another stands below it: a row without figures."""
    row = lines[index][0]
    foot = next((below[0].baseline for below in lines[index + 1 : index + 2]), row.baseline + 2 * row.size)
    under = any(
        row.baseline < rule.at < min(foot, row.baseline + 2 * row.size)
        and overlap(rule.start, rule.end, row.x0, row.x1) > 0.9 * (row.x1 - row.x0)
        for rule in rules
    )
    return under and _ruled_between(lines[index - 1][0], row, rules)


def _ruled_between(above: Row, below: Row, rules: Sequence[Line]) -> bool:
    return below.baseline - above.baseline < 60 and any(
        above.baseline < rule.at < below.baseline and overlap(rule.start, rule.end, below.x0, below.x1) > 0
        for rule in rules
    )


def _table(
    lines: Sequence[Sequence[Row]], first: int, last: int, rules: Sequence[Line], floor: int
) -> tuple[Run, Aligned] | None:
    """The table that the lines make, less what does not fit at either end; None if none.

    Headers may reach up to line `floor`.
    """
    while last - first >= 1:
        block = lines[first : last + 1]
        over = crossheads(block)
        block = [parts for k, parts in enumerate(block) if k not in over]
        many = sum(1 for parts in block if len(parts) > 1)
        cuts = _cuts(block)
        if cuts and is_convincing(block, cuts, boxed(block, rules)):
            cuts = whole_columns(block, cuts)
            last = _tail(lines, first, last, cuts, rules)
            first = risen(lines, first, block, floor, cuts, rules)
            block = lines[first : last + 1]
            return Run(first, last), assembled(block, cuts, rules)
        if not cuts and many > 4:  # a foreign line at one end may close every gutter
            first += 1
            while first < last and len(lines[first]) < 2:
                first += 1
            continue
        return None
    return None


def _cuts(block: Sequence[Sequence[Row]]) -> list[Gutter]:
    """The gutters of the block, or of the block below its first lines where headers span several columns."""
    best: list[Gutter] = []
    for head in range(min(MOST_HEADERS, len(block) - 2) + 1):
        body = block[head:]
        many = sum(1 for parts in body if len(parts) > 1)
        fewest = 1 if is_one_row(block) else max(2, 0.35 * many)
        found = [g for g in gutters(body, len(body) // 7) if _parts(block, g) >= fewest]
        if len(found) > len(best):
            best = found
    return best


def _parts(block: Sequence[Sequence[Row]], gutter: Gutter) -> int:
    """How many lines show a gutter: by text on both sides, and if any does, labels without figures too."""
    both = sides(block, gutter)
    return both and both + sum(len(parts) == 1 and parts[0].x1 <= gutter.x0 for parts in block)


def _tail(
    lines: Sequence[Sequence[Row]], first: int, last: int, cuts: Sequence[Gutter], rules: Sequence[Line]
) -> int:
    """The end of stacks that stand lower than those beside them; the lines in which a label runs on.

    A figure alone belongs to them where it makes its stack as deep as the others.
    """
    while last + 1 < len(lines) and _between(lines[last], lines[last + 1], cuts):
        last += 1
    if last + 1 < len(lines) and len(lines[last + 1]) == 1 and counts(lines[last + 1][0].text):
        near = lines[last + 1][0].baseline - lines[last][0].baseline < FAR * lines[last][0].size
        if near and stacked_rows(cell_lines(lines[first : last + 2], cuts), rules)[1]:
            return last + 1
    while last + 1 < len(lines) and len(lines[last + 1]) == 1:
        part, above = lines[last + 1][0], lines[last][0]
        if above.x0 > cuts[0].x0:  # figures half a line above the end of their label
            above = next((p[0] for p in reversed(lines[:last]) if p[0].x0 < cuts[0].x0), above)
        close = part.baseline - lines[last][0].baseline < 1.3 * part.size
        goes_on = part.text[:1].islower() or above.text[-1:] in OPEN
        if not (close and part.x1 < cuts[0].x1 and goes_on and abs(part.x0 - above.x0) < part.size):
            break
        last += 1
    return last


def _between(above: Sequence[Row], parts: Sequence[Row], cuts: Sequence[Gutter]) -> bool:
    """Cells that stand less than a line below those above, each in a column of its own."""
    near = parts[0].baseline - above[0].baseline < HALF_LINE * parts[0].size
    return near and not any(part.x0 < cut.middle < part.x1 for part in parts for cut in cuts)


def assembled(block: Sequence[Sequence[Row]], cuts: Sequence[Gutter], rules: Sequence[Line]) -> Aligned:
    """The table that lines of cells make whose columns are known, its header among them."""
    over = crossheads(block)
    lines = across(cell_lines(block, cuts), over, len(cuts) + 1)
    end, stacked = stacked_rows(lines, rules)
    head = head_of(lines[:end]) or (end if stacked else 0)
    head = min([head, *over])
    extents = extents_of(lines[head:], len(cuts) + 1)
    lines[:head] = cell_lines([recut(parts, cuts, extents) for parts in block[:head]], cuts)
    headings = heading_rows(over_repeats(lines[:head], len(cuts) + 1), extents, rules)
    between = [*rules, *around(lines, over)]
    rows = [cells_of(group) for group in (*group_lines(lines[head:end], between), *stacked)]
    box = hull([part.box for parts in block for part in parts])
    return Aligned((*headings, *rows), len(cuts) + 1, box, len(headings))
