"""What to draw on the picture of a page: tables, cells, their roles, claims and what was left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from extractor.model.types import Anchor, Block, Box, Cell, Picture, Place, Prose, Reading, Table

Kind = Literal["table", "chart", "unread", "prose", "cell", "column", "row", "claim", "ignored"]
LONGEST = 34
"""Letters of a note; more would cover the page."""

MOST_HEADERS = 4
"""Rows of headers above the first figure; where more stand there, only the first is taken for one."""


@dataclass(frozen=True)
class Mark:
    """One thing to draw: where, of what kind, and a few words to write beside it."""

    kind: Kind
    page: int
    box: Box
    """Points of the page, origin top left."""
    note: str = ""
    text: str = ""
    """A printed number whose own place inside the box is looked for."""
    nth: int = 0
    """Which of several such texts inside the box, from 0."""


def marks_of(place: Place, reading: Reading) -> tuple[Mark, ...]:
    """Everything of one place, big boxes first."""
    block = place.block
    found: list[Mark | None] = [_outer(place), *_further_pages(place)]
    if isinstance(block, Table):
        found += _cells(block, reading)
    told: Counter[str] = Counter()
    again: Counter[tuple[object, ...]] = Counter()
    for kind, anchor, raw, note in _numbers(reading):
        whole = anchor.bbox == block.anchor.bbox and not isinstance(block, Prose)
        spot = (_spot(anchor), anchor.start, raw)
        nth = told[raw] if whole else _before(block, anchor, raw, again[spot])
        found.append(_mark(kind, anchor, note, raw, nth))
        told[raw] += whole
        again[spot] += 1
    return tuple(mark for mark in found if mark is not None)


def passed_over(blocks: Iterable[Block], places: Iterable[Place]) -> Iterator[Mark]:
    """Tables that no place was made of; every other table and chart is marked with its place."""
    read = {id(place.block) for place in places}
    for block in blocks:
        if isinstance(block, Table) and id(block) not in read:
            mark = _mark("table", block.anchor, "no place to read")
            if mark is not None:
                yield mark


def _outer(place: Place) -> Mark | None:
    block = place.block
    if isinstance(block, Table) and place.kind != "list":
        name = f"table {block.anchor.table}" if block.anchor.table and not block.chart else place.kind
        return _mark("chart" if place.kind == "chart" else "table", block.anchor, name)
    if isinstance(block, Picture):
        return _mark("unread", block.anchor, "chart not read")
    return _mark("prose", block.anchor, "")


def _further_pages(place: Place) -> Iterator[Mark | None]:
    """A table that runs on is drawn on each of its pages."""
    block = place.block
    if isinstance(block, Table):
        pages: dict[int, list[Box]] = {}
        for cell in block.cells:
            if cell.anchor.page and cell.anchor.bbox and cell.anchor.page != block.anchor.page:
                pages.setdefault(cell.anchor.page, []).append(cell.anchor.bbox)
        for page, boxes in pages.items():
            x0, top, x1, bottom = zip(*boxes, strict=True)
            around = (min(x0), min(top), max(x1), max(bottom))
            yield _mark("table", Anchor(page=page, bbox=around), f"table {block.anchor.table} goes on")


def _mark(kind: Kind, anchor: Anchor, note: str = "", text: str = "", nth: int = 0) -> Mark | None:
    if anchor.page is None or anchor.bbox is None:
        return None
    short = note if len(note) <= LONGEST else f"{note[: LONGEST - 1]}…"
    return Mark(kind, anchor.page, anchor.bbox, short, text, nth)


def _numbers(reading: Reading) -> Iterator[tuple[Kind, Anchor, str, str]]:
    for claim in reading.claims:
        yield "claim", claim.anchor, claim.raw, ""
    for ignored in reading.ignored:
        yield "ignored", ignored.anchor, ignored.raw, ignored.reason


def _before(block: Block, anchor: Anchor, raw: str, again: int) -> int:
    """How many equal texts stand before this one in its cell or paragraph.

    `again` says how many numbers of the same text and place were told already: figures
    of several columns in one cell have one place.
    """
    if not raw:
        return 0
    if isinstance(block, Prose):
        return _count(block.text[: anchor.start or 0], raw)
    cells = block.cells if isinstance(block, Table) else ()
    own = next((c for c in cells if _spot(c.anchor) == _spot(anchor)), None)
    if own is None:
        return 0
    return min(_count(own.text[: anchor.start or 0], raw) + again, max(0, _count(own.text, raw) - 1))


def _count(text: str, raw: str) -> int:
    """How often the raw number stands in the text, not as a part of a longer one."""
    return len(re.findall(rf"(?<!\w){re.escape(raw)}(?!\w)" if raw.isalnum() else re.escape(raw), text))


def _spot(anchor: Anchor) -> tuple[object, ...]:
    return anchor.page, anchor.bbox, anchor.row, anchor.column


def _cells(table: Table, reading: Reading) -> list[Mark | None]:
    """The cells with their roles, told from where the numbers that became claims stand."""
    told = {_spot(claim.anchor) for claim in reading.claims}
    claimed = [c for c in table.cells if _spot(c.anchor) in told]
    first_row = min((c.row for c in claimed), default=table.rows)
    first_row = first_row if first_row <= MOST_HEADERS else 1
    first_column = min((c.column for c in claimed), default=table.columns)
    rows = {c.row for c in claimed}
    return [
        _mark(_role(c, first_row, first_column, rows), c.anchor)
        for c in table.cells
        if c.text.strip() and c.anchor.bbox != table.anchor.bbox
    ]


def _role(cell: Cell, first_row: int, first_column: int, rows: set[int]) -> Kind:
    if cell.row < first_row and rows:
        return "column"
    if cell.column < first_column and cell.row in rows:
        return "row"
    return "cell"


def labels_of(marks: Iterable[Mark], page: int, box: Box) -> tuple[Mark, ...]:
    """The number of a row, the table around it, and the labels of its row and column, to be drawn alone."""
    own = [m for m in marks if m.page == page]
    found = [m for m in own if m.kind in ("table", "chart", "prose") and _holds(m.box, box)][-1:]
    around = found[0].box if found else box
    for mark in (m for m in own if m.kind in ("column", "row") and _holds(around, m.box)):
        across = min(mark.box[2], box[2]) - max(mark.box[0], box[0])
        along = min(mark.box[3], box[3]) - max(mark.box[1], box[1])
        if (mark.kind == "column" and across > 0) or (mark.kind == "row" and along > 0):
            found.append(mark)
    claims = [m for m in own if m.kind == "claim" and _same(m.box, box)]
    return (*found, *(claims or [Mark("claim", page, box)]))


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] - 1 <= x <= outer[2] + 1 and outer[1] - 1 <= y <= outer[3] + 1


def _same(a: Box, b: Box) -> bool:
    return all(abs(x - y) < 0.2 for x, y in zip(a, b, strict=True))
