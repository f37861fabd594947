"""What a page is read as: stretches of rows, tables, pictures, boxes; and when a box is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.model.types import Block, Box
from extractor.read.pdf.ink import hull, overlap
from extractor.read.pdf.regions.sides import END, runs_on
from extractor.read.pdf.tables.cells import Ruled
from extractor.read.pdf.tables.white_space import Aligned
from extractor.read.pdf.text.words import Row

PARAGRAPH = 1.5
"""In sizes: lines further apart than this stand in different paragraphs."""
ABOVE = 2.5
"""In sizes: a title stands at most this far above its table."""
TOUCH = 2.0
"""Points by which a line must reach into the height of what stands beside it."""


class Thing(NamedTuple):
    """A table or picture that is already known: where it stands and what it gives."""

    box: Box
    content: Ruled | Aligned | tuple[Block, ...]


class Stretch(NamedTuple):
    """Rows of one column, read in one go."""

    rows: tuple[Row, ...]
    resumed: tuple[float, ...] = ()
    """Baselines of rows that go on with the paragraph above, which a box interrupts."""


Item = Thing | Stretch | Aligned


class Aside(NamedTuple):
    """A box with text of its own: what it holds, in order."""

    box: Box
    items: tuple[Item, ...]


Lines = Sequence[Sequence[Row]]


def by_height(things: Sequence[Thing | Aside], lines: Lines) -> list[tuple[float, Item | Aside]]:
    """Things with the height at which they are read, in order.

    Boxes beside each other count as equally high. One that stands beside lines of text, or
    interrupts a paragraph, is read at the end of the paragraph.
    """
    found: list[tuple[float, float, Item | Aside]] = []
    first: Box | None = None
    for thing in sorted(things, key=lambda t: t.box[1]):
        height = thing.box[1]
        if isinstance(thing, Aside):
            if first is None or not first[1] <= (thing.box[1] + thing.box[3]) / 2 <= first[3]:
                first = thing.box
            height = max(first[1], below_paragraph(thing.box, lines))
        found.append((height, thing.box[0], thing))
    found.sort(key=lambda item: item[:2])
    return [(height, thing) for height, _, thing in found]


def with_titles(
    lines: list[list[Row]], things: Sequence[Thing | Aside]
) -> tuple[list[list[Row]], list[Thing | Aside]]:
    """Tables beside each other, each read with its own part of the line above them.

    So stand '2021/22' and '2022/23' over two tables; the line is no longer among the lines.
    """
    rest = sorted(things, key=lambda thing: (thing.box[1], thing.box[0]))
    kept, found = list(lines), list[Thing | Aside]()
    while rest:
        first = rest.pop(0)
        if not isinstance(first, Thing):
            found.append(first)
            continue
        group = [first, *(t for t in rest if isinstance(t, Thing) and _beside(t.box, first.box))]
        rest = [t for t in rest if t not in group]
        group.sort(key=lambda t: t.box[0])
        top = min(t.box[1] for t in group)
        above = max(
            (k for k, parts in enumerate(kept) if parts and parts[0].bottom < top + TOUCH), default=-1
        )
        if len(group) < 2 or above < 0 or not _title(kept[above], group, top):
            found += group
            continue
        items = [item for part, t in zip(kept[above], group, strict=True) for item in (Stretch((part,)), t)]
        found.append(Aside(hull([t.box for t in group]), tuple(items)))
        kept[above] = []
    return [parts for parts in kept if parts], found


def _beside(box: Box, first: Box) -> bool:
    """A box on the height of another that shares no width with it."""
    high = overlap(box[1], box[3], first[1], first[3]) > 0.5 * min(box[3] - box[1], first[3] - first[1])
    return high and overlap(box[0], box[2], first[0], first[2]) <= 0


def _title(parts: Sequence[Row], group: Sequence[Thing], top: float) -> bool:
    """The line stands close above the group, one part of it over each table."""
    return (
        len(parts) == len(group)
        and top - parts[0].bottom < ABOVE * parts[0].size
        and all(
            t.box[0] - TOUCH < part.x0 and part.x1 < t.box[2] + TOUCH
            for part, t in zip(parts, group, strict=True)
        )
    )


def below_paragraph(box: Box, lines: Lines) -> float:
    """The end of the paragraph that stands beside a box or goes on below it; 0 where there is none."""
    lines = [parts for parts in lines if parts]
    beside = [k for k, (row, *_) in enumerate(lines) if overlap(row.top, row.bottom, box[1], box[3]) > TOUCH]
    start = beside[-1] if beside else _resumed_at(box, lines)
    if start is None:
        return 0.0
    while start + 1 < len(lines):
        here, below = lines[start][0], lines[start + 1][0]
        if below.baseline - here.baseline > PARAGRAPH * here.size or abs(here.size - below.size) > 0.6:
            return below.top
        start += 1
    return lines[start][0].bottom


def resumed(things: Sequence[Thing | Aside], lines: Lines) -> tuple[float, ...]:
    """Baselines of the lines below boxes that go on with the line above."""
    told = [parts for parts in lines if parts]
    at = [_resumed_at(thing.box, told) for thing in things if isinstance(thing, Aside)]
    return tuple(told[k][0].baseline for k in at if k is not None)


def _resumed_at(box: Box, lines: Lines) -> int | None:
    """The line right below a box that goes on with the sentence right above it."""
    below = next((k for k, (row, *_) in enumerate(lines) if row.top > box[3] - TOUCH), 0)
    if not below:
        return None
    row, after = lines[below - 1][0], lines[below][0]
    if row.bottom > box[1] + TOUCH + 0.3 * row.size or len(lines[below - 1]) + len(lines[below]) > 2:
        return None
    lifted = after._replace(baseline=row.baseline + 1.2 * row.size)
    told = not row.text.endswith(END) and after.text[:1].islower()
    near = box[1] - row.bottom < 2.5 * row.size and after.top - box[3] < 2.5 * row.size
    return below if told and near and runs_on(row, lifted) else None
