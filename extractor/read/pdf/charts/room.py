"""The room that a chart takes on its page: its axes, its frame, the words that belong to it."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.types import Box
from extractor.read.layout.line_shapes import is_caption
from extractor.read.pdf.charts.parts import FEWEST_BARS, is_near
from extractor.read.pdf.ink import Fill, PageInk, Shape, covers, hull
from extractor.read.pdf.text.pieces import chunks, is_value
from extractor.read.pdf.text.words import Row, Word, rows_of

LARGEST_LABEL = 15.0
LONGEST_LABEL = 10
"""Words in one line: more are prose."""
REACH = 16.0
"""Points between a chart and a label that belongs to it."""
FEW_BARS = 4.0
"""Times the width of few bars that their axis may be long."""


def axes_beside(box: Box, sectors: Sequence[Shape], bars: Sequence[Fill], ink: PageInk) -> list[Box]:
    """The lines along the chart's sides that are about as long as it is; a line may begin off them.

    Where bars are few they fill little of their axes, which may be longer by far.
    """
    if 0 < len(bars) <= 2 * FEWEST_BARS and not sectors:
        sides = _sides_of(box, 2 * REACH, ink, FEW_BARS)
        return [*sides, *_sides_of(hull([box, *sides]), REACH, ink)] if sides else []
    step = max((_first_step(s) for s in sectors if not s.filled), default=0.0)
    sides = _sides_of(box, max(REACH, 0.75 * step), ink)
    return sides if not step else [*sides, *_sides_of(hull([box, *sides]), REACH, ink)]


def _first_step(line: Shape) -> float:
    return abs(line.corners[1][0] - line.corners[0][0]) if len(line.corners) > 1 else 0.0


def _sides_of(box: Box, reach: float, ink: PageInk, most: float = 1.5) -> list[Box]:
    wide, high = box[2] - box[0], box[3] - box[1]
    near = [r for r in ink.rules if is_near((r.x0, r.top, r.x1, r.bottom), box, reach)]
    return [
        (r.x0, r.top, r.x1, r.bottom)
        for r in near
        if (0.5 * wide < r.x1 - r.x0 < most * wide + reach)
        or (0.5 * high < r.bottom - r.top < (most if reach == REACH else 4) * high + reach)
    ]


def frame_around(box: Box, ink: PageInk, words: Sequence[Word]) -> Box | None:
    """The smallest box drawn around the chart, if it is not the page nor a panel with prose in it."""
    area = (box[2] - box[0]) * (box[3] - box[1])
    drawn: list[Fill | Shape] = [*ink.fills, *ink.shapes]
    frames = [
        f.box
        for f in drawn
        if f.x0 <= box[0] + 1 and f.top <= box[1] + 1 and f.x1 >= box[2] - 1 and f.bottom >= box[3] - 1
    ]
    frames = [
        f
        for f in frames
        if 1.15 * area < (f[2] - f[0]) * (f[3] - f[1]) < 9 * area and f[3] - f[1] < 0.6 * ink.height
    ]
    frames = [f for f in frames if not _is_plot(f, box, words) and _holds_words(f, words)]
    frame = min(frames, key=lambda f: (f[2] - f[0]) * (f[3] - f[1]), default=None)
    if frame is None:
        return None
    inside = rows_of([w for w in words if covers(frame, (w.x0 + w.x1) / 2, (w.top + w.bottom) / 2)])
    prose = any(len(part.words) > LONGEST_LABEL for row in inside for part in chunks(row))
    return None if prose else frame


def _holds_words(frame: Box, words: Sequence[Word]) -> bool:
    inside = (w for w in words if covers(frame, (w.x0 + w.x1) / 2, (w.top + w.bottom) / 2))
    return any(not is_value(w.text) for w in inside)


def _is_plot(frame: Box, box: Box, words: Sequence[Word]) -> bool:
    """The frame is drawn around bars or lines alone: they stand on it, or the scale is outside it."""
    if abs(frame[3] - box[3]) < 4 or abs(frame[0] - box[0]) < 4:
        return True
    beside = [w for w in words if is_value(w.text) and -2 < frame[0] - w.x1 < REACH]
    return sum(1 for w in beside if frame[1] - 5 < (w.top + w.bottom) / 2 < frame[3] + 5) >= FEWEST_BARS


def with_words(
    box: Box, framed: bool, keys: Sequence[Fill | Shape], words: Sequence[Word]
) -> tuple[Box, list[Word]]:
    """The words in the chart's box; without a frame, also the labels around it."""
    if framed:
        return box, [w for w in words if covers(box, (w.x0 + w.x1) / 2, (w.top + w.bottom) / 2)]
    rows = [part for row in rows_of(words) for part in chunks(row)]
    wide = box[2] - box[0]
    own: list[Row] = []
    free = [row for row in rows if not _is_prose(row, wide)]
    if keys:
        box = hull([box, *(k.box for k in keys)])
        own = [row for row in free if any(_names(key, row) for key in keys)]
        free = [row for row in free if row not in own]
        box = hull([box, *(row.box for row in own)])
    core = box
    for _ in range(3):
        near = [row for row in free if is_near(row.box, box, REACH) and is_near(row.box, core, 70.0)]
        if not near:
            break
        own.extend(near)
        free = [row for row in free if row not in near]
        box = hull([box, *(row.box for row in near)])
    return box, [word for row in own for word in row.words]


def _names(key: Fill | Shape, row: Row) -> bool:
    """The row stands behind the coloured square, or in front of it."""
    return (0 <= row.x0 - key.x1 < 15 or 0 <= key.x0 - row.x1 < 90) and abs(
        (row.top + row.bottom) / 2 - (key.top + key.bottom) / 2
    ) < row.size


def _is_prose(row: Row, wide: float) -> bool:
    """Too long, too large or too heavy for a label; or a caption."""
    return (
        len(row.words) > 7
        or row.x1 - row.x0 > max(0.8 * wide, 200.0)
        or is_caption(row.text)
        or (row.bold and not is_value(row.text))
        or row.size > LARGEST_LABEL
    )
