"""Coloured and framed boxes of text: tiles, pull-quotes, asides, sidebars.

What stands in such a box is read together, apart from the text around it. Boxes that colour the rows
or headers of a table are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.model.types import Box
from extractor.read.pdf.ink import Fill, PageInk, Rule, Shape, holds, overlap, within
from extractor.read.pdf.tables.cells import rounded
from extractor.read.pdf.tables.lines import components, split_rules
from extractor.read.pdf.text.pieces import CHUNK_GAP, chunks, counts
from extractor.read.pdf.text.words import Row, Word, make_row

PAPER = 250
"""A fill whose every colour is at least this is as white as the page."""
NARROWEST, LOWEST = 40.0, 18.0
"""Points: smaller boxes hold no lines of text."""
MOST_PAGE = 0.7
"""Share of the page above which a box is its ground."""
MOST_BOXES = 60
"""A page with more boxes than this holds a drawing."""
ROUND = 0.75
"""Share of its outline's box that a shape fills if it is a box with round corners, or a disc."""
SAME = 2.5
"""Points by which edges of boxes that are set alike may differ."""

FEWEST_LABELS, LABELLED, SPARSE = 2, 0.6, 0.3
"""Lines of a box beside which figures stand, and their share, where it colours a column of labels.

The least share is of labels with nothing but figures beside them, or nothing at all."""


class _Held(NamedTuple):
    """A box with the words in it, row by row."""

    box: Box
    rows: tuple[Row, ...]


def text_boxes(ink: PageInk, rows: Sequence[Row], tables: Sequence[Box]) -> list[Box]:
    """The boxes of a page that hold text of their own, the largest first.

    `rows` are the rows outside tables and charts, `tables` the boxes of the tables and charts
    that are already known.
    """
    page = ink.width * ink.height
    drawn = [*_filled(ink.fills), *(s.box for s in ink.shapes if _is_box(s)), *_frames(ink.rules)]
    fitting = {
        rounded(b)
        for b in drawn
        if b[2] - b[0] >= NARROWEST and b[3] - b[1] >= LOWEST and _area(b) <= MOST_PAGE * page
    }
    if not fitting or len(fitting) > MOST_BOXES:
        return []
    held = [_Held(box, tuple(split_rows(rows, box)[0])) for box in sorted(fitting)]
    held = [
        h
        for h in held
        if len(h.rows) > 1 or _is_short_tile(h, held)
        if not _cuts_text(rows, h.box) and not any(_meets(h.box, t) for t in tables)
    ]
    found: list[Box] = []
    for one in sorted(held, key=lambda h: (-_area(h.box), h.box)):
        if any(_alike(one.box, box) for box in found):
            continue
        if not _of_table(one, rows, drawn):
            found.append(one.box)
    return found


def split_rows(rows: Sequence[Row], box: Box) -> tuple[list[Row], list[Row]]:
    """The rows inside a box and those outside; a row that stands on both sides of its edge is cut."""
    inside, outside = [], []
    for row in rows:
        if row.bottom < box[1] or row.top > box[3] or row.x1 < box[0] or row.x0 > box[2]:
            outside.append(row)
            continue
        own = [word for word in row.words if holds(box, word.box)]
        rest = [word for word in row.words if not holds(box, word.box)]
        if own:
            inside.append(make_row(own) if rest else row)
        if rest:
            outside.append(make_row(rest) if own else row)
    return inside, outside


def _filled(fills: Sequence[Fill]) -> list[Box]:
    """The coloured fills, and white ones on a coloured ground."""
    coloured = [f.box for f in fills if min(f.colour) < PAPER]
    white = [f.box for f in fills if min(f.colour) >= PAPER]
    if len(white) * len(coloured) > MOST_BOXES * MOST_BOXES:
        return coloured
    return [*coloured, *(b for b in white if any(within(b, c, SAME) and not _alike(b, c) for c in coloured))]


def _frames(rules: Iterable[Rule]) -> list[Box]:
    """Rectangles that four lines draw."""
    across, down = split_rules(rules, LOWEST)
    if len(across) < 2 or len(down) < 2:
        return []
    found: list[Box] = []
    for level, upright in components(across, down):
        if len(level) == len(upright) == 2:
            ys, xs = sorted(line.at for line in level), sorted(line.at for line in upright)
            whole = min(line.end - line.start for line in level) > 0.9 * (xs[1] - xs[0])
            if whole and min(line.end - line.start for line in upright) > 0.9 * (ys[1] - ys[0]):
                found.append((xs[0], ys[0], xs[1], ys[1]))
    return found


def _is_box(shape: Shape) -> bool:
    """A shape that fills nearly all of its outline's box: round corners, a disc."""
    corners = shape.corners
    if len(corners) < 4 or not shape.filled or min(shape.colour) >= PAPER:
        return False
    around = [*corners[1:], corners[0]]
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, around, strict=True))
    return abs(twice) / 2 >= ROUND * _area(shape.box)


def _cuts_text(rows: Sequence[Row], box: Box) -> bool:
    """A line of text runs over the edge of the box."""
    for row in rows:
        if row.bottom < box[1] or row.top > box[3]:
            continue
        last: tuple[Word, bool] | None = None
        for word in row.words:
            inside = holds(box, word.box)
            if inside and (word.x0 < box[0] - SAME or word.x1 > box[2] + SAME):
                return True
            near = last is not None and word.x0 - last[0].x1 < 0.6 * CHUNK_GAP * row.size
            if last is not None and last[1] != inside and near:
                return True
            last = word, inside
    return False


def _is_short_tile(one: _Held, held: Sequence[_Held]) -> bool:
    """One line of a number and its words, in one of several boxes of a row that hold the like."""
    return _tells(one) and any(
        _tells(other)
        and abs(other.box[1] - one.box[1]) < SAME
        and abs(other.box[3] - one.box[3]) < SAME
        and not within(other.box, one.box, SAME)
        and not _touch(other.box, one.box)
        for other in held
    )


def _tells(one: _Held) -> bool:
    """A single line with a figure and with words."""
    texts = [word.text for row in one.rows for word in row.words]
    return (
        len(one.rows) == 1
        and any(ch.isdigit() for text in texts for ch in text)
        and any(len(text) > 2 and text.isalpha() for text in texts)
    )


def _of_table(one: _Held, rows: Sequence[Row], drawn: Sequence[Box]) -> bool:
    """The box colours a row or a header of a table that goes on outside it."""
    x0, top, x1, bottom = one.box
    side = [b for b in drawn if abs(b[1] - top) < SAME and abs(b[3] - bottom) < SAME and _touch(b, one.box)]
    x0, x1 = min([x0, *(b[0] for b in side)]), max([x1, *(b[2] for b in side)])
    size = one.rows[0].size
    tabular = any(len(chunks(row)) > 1 for row in one.rows)
    if not tabular and not side:
        return _is_label_column(one, rows, [b for b in drawn if not holds(b, one.box)])
    stacked = any(
        abs(b[0] - one.box[0]) < SAME
        and abs(b[2] - one.box[2]) < SAME
        and not within(b, one.box, SAME)
        and 0 <= max(b[1] - bottom, top - b[3]) + SAME < 1.6 * (bottom - top)
        for b in drawn
    )
    if tabular and stacked:
        return True
    return any(
        len(chunks(make_row(own))) > 1
        for row in rows
        if 0 < row.top - bottom + SAME < 2.2 * size or 0 < top - row.bottom + SAME < 2.2 * size
        if (own := [w for w in row.words if x0 <= (w.x0 + w.x1) / 2 <= x1])
    )


def _is_label_column(one: _Held, rows: Sequence[Row], boxes: Sequence[Box]) -> bool:
    """The box colours the first column of a table: figures stand beside most of its lines.

    Beside some lines may stand nothing; beside the rest figures alone, save for a header. What stands
    in one of the other `boxes` is a tile of its own.
    """
    beside, others = 0, 0
    for row in rows:
        own = [word for word in row.words if holds(one.box, word.box)]
        after = [word for word in row.words if word.x0 > one.box[2]]
        if own and after and not any(holds(box, after[0].box) for box in boxes):
            counted = counts(chunks(make_row(after))[0].text)
            beside += counted
            others += not counted
    least = LABELLED if others > 1 else SPARSE
    return beside >= min(FEWEST_LABELS, len(one.rows) / 2) and beside >= least * len(one.rows)


def _touch(a: Box, b: Box) -> bool:
    """Two boxes of one row with no white between them."""
    return a != b and -SAME < max(a[0] - b[2], b[0] - a[2]) < 1.0


def _meets(box: Box, table: Box) -> bool:
    """The box is part of a table, or cuts one; a table inside it is its own."""
    if within(table, box, SAME):
        return _alike(table, box)
    return (
        overlap(box[0], box[2], table[0], table[2]) > SAME
        and overlap(box[1], box[3], table[1], table[3]) > SAME
    )


def _alike(a: Box, b: Box) -> bool:
    return all(abs(p - q) <= 2 * SAME for p, q in zip(a, b, strict=True))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
