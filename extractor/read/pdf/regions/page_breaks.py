"""What a page break cut in two: tables and paragraphs put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.model.types import Block, Prose, Table
from extractor.read.pdf.tables.cells import Placed, Ruled
from extractor.read.pdf.text.paragraphs import joined
from extractor.read.pdf.text.pieces import is_value

SAME_EDGE = 4.0
MOST_HEADER_ROWS = 3
_OPEN_WORDS = frozenset(
    re.findall(
        r"\w+",
        """the a an of and or to in for with by from on at as is are was were that which who this their
        his her its our have has had be been not than between into under about also if when where while""",
    )
)
"""Words that no sentence ends with."""
_TERMINAL = re.compile(r"[.!?:;][\"'”’)\]*]*$")


def join_tables(above: Ruled, below: Ruled) -> Ruled | None:
    """One table of two that a page break parted; None where they are two."""
    if abs(above.xs[0] - below.xs[0]) > SAME_EDGE or abs(above.xs[-1] - below.xs[-1]) > SAME_EDGE:
        return None
    repeated = _repeated_rows(above, below)
    first = [c for c in below.cells if c.row == repeated]
    last = [c for c in above.cells if c.row + c.row_span == above.rows]
    if not first:
        return None
    headed = not repeated and _is_header(above) and _within(_edges(above, last), below.xs)
    if not headed and not _same_edges(_edges(above, last), _edges(below, first)):
        return None
    told = [c for c in first if c.text]
    if (
        not repeated
        and not headed
        and len(told) > 1
        and all(c.bold for c in told)
        and not all(c.bold for c in last if c.text)
    ):
        return None  # a header of its own: another table
    xs = tuple(sorted({*above.xs, *(x for x in below.xs if not _within((x,), above.xs))}))
    cells = [*_on(xs, above, 0, 0), *_on(xs, below, repeated, above.rows - repeated)]
    rows = above.rows + below.rows - repeated
    if repeated:
        cells = [c._replace(header=True) if c.row < repeated else c for c in cells]
    if _runs_on(last, first):
        cells, rows = _closed(cells, above.rows), rows - 1
    return Ruled(xs, rows, tuple(cells), above.box, above.page)


def _is_header(table: Ruled) -> bool:
    """Headers alone, the rows that they head being on the next page."""
    texts = [cell.text for cell in table.cells if cell.text]
    return table.rows <= MOST_HEADER_ROWS and len(texts) > 1 and not any(map(is_value, texts))


def _within(edges: Sequence[float], xs: Sequence[float]) -> bool:
    return all(any(abs(edge - x) <= SAME_EDGE for x in xs) for edge in edges)


def _repeated_rows(above: Ruled, below: Ruled) -> int:
    """How many rows at the top of the second table repeat the first one's header."""
    count = 0
    for row in range(min(MOST_HEADER_ROWS, above.rows, below.rows - 1)):
        own = [c.text for c in above.cells if c.row == row]
        again = [c.text for c in below.cells if c.row == row]
        if own != again or not any(own) or any(is_value(t) for t in own if t):
            break
        if all(not c.bold for c in above.cells if c.row == row) and row + 1 == above.rows:
            break
        count += 1
    return count


def _edges(table: Ruled, cells: Sequence[Placed]) -> list[float]:
    return [x for c in cells for x in (table.xs[c.column], table.xs[c.column + c.column_span])]


def _same_edges(a: Sequence[float], b: Sequence[float]) -> bool:
    return len(a) == len(b) and all(abs(x - y) <= SAME_EDGE for x, y in zip(a, b, strict=True))


def _on(xs: Sequence[float], table: Ruled, first: int, shift: int) -> list[Placed]:
    """The cells from row `first` on, moved down by `shift`, on another set of column edges."""
    at = [min(range(len(xs)), key=lambda k: abs(xs[k] - x)) for x in table.xs]
    return [
        c._replace(
            row=c.row + shift,
            column=at[c.column],
            column_span=max(1, at[c.column + c.column_span] - at[c.column]),
        )
        for c in table.cells
        if c.row >= first
    ]


def _runs_on(last: Sequence[Placed], first: Sequence[Placed]) -> bool:
    """The first row on the new page is the rest of the last row before it."""
    told = [c for c in first if c.text]
    if len(last) != len(first) or not told or len(told) > max(1, len(first) // 2):
        return False
    for below in told:
        above = last[first.index(below)]
        if not above.text or is_value(below.text):
            return False
        start = below.text[0]
        opened = not _TERMINAL.search(above.text) or start.islower()
        if not (start.islower() or start in "(•" or (_item(below) and opened) or (opened and not below.bold)):
            return False
    return any(not c.text and a.text for c, a in zip(first, last, strict=True))


def _item(cell: Placed) -> bool:
    head = cell.content[0] if cell.content else None
    return isinstance(head, Prose) and head.kind == "list"


def _closed(cells: Sequence[Placed], row: int) -> list[Placed]:
    """The cells with row `row` poured into the row above it."""
    rest = sorted((c for c in cells if c.row == row), key=lambda c: c.column)
    into = sorted((c for c in cells if c.row + c.row_span == row), key=lambda c: c.column)
    poured: dict[tuple[int, int], Placed] = {}
    for above, below in zip(into, rest, strict=True):
        poured[above.row, above.column] = above._replace(content=_continued(above.content, below.content))
    found: list[Placed] = []
    for cell in cells:
        if cell.row == row:
            continue
        cell = (
            poured.get((cell.row, cell.column), cell) if cell.row < row else cell._replace(row=cell.row - 1)
        )
        found.append(cell)
    return found


def _continued(above: tuple[Block, ...], below: tuple[Block, ...]) -> tuple[Block, ...]:
    if above and below:
        one = join_prose(above[-1], below[0])
        if one is not None:
            return (*above[:-1], one, *below[1:])
    return (*above, *below)


def join_aligned(above: Table, below: Table) -> Table | None:
    """One table without lines of two on consecutive pages whose columns stand at the same places."""
    if above.columns != below.columns:
        return None
    extents = _column_extents(above), _column_extents(below)
    if any(
        b is None or a is None or min(a[1], b[1]) < max(a[0], b[0]) - SAME_EDGE
        for a, b in zip(*extents, strict=True)
    ):
        return None
    head = [c.text for c in above.cells if c.row == 0]
    repeats = head == [c.text for c in below.cells if c.row == 0]
    first = [c for c in below.cells if c.row == 0]
    if not repeats and not any(is_value(c.text) for c in first if c.column):
        return None  # it begins with a header of its own
    skip = 1 if repeats else 0
    moved = tuple(
        replace(c, row=c.row + above.rows - skip, anchor=replace(c.anchor, row=c.row + above.rows - skip + 1))
        for c in below.cells
        if c.row >= skip
    )
    return replace(above, cells=above.cells + moved, rows=above.rows + below.rows - skip)


def _column_extents(table: Table) -> list[tuple[float, float] | None]:
    found: list[tuple[float, float] | None] = []
    for column in range(table.columns):
        own = (c for c in table.cells if c.column == column and c.column_span == 1)
        boxes = [c.anchor.bbox for c in own if c.anchor.bbox]
        found.append((min(b[0] for b in boxes), max(b[2] for b in boxes)) if boxes else None)
    return found


def join_prose(above: Block, below: Block) -> Prose | None:
    """One paragraph of two that a page break parted; None where the first had ended."""
    if not isinstance(above, Prose) or not isinstance(below, Prose):
        return None
    if above.kind not in ("paragraph", "list") or below.kind != "paragraph" or below.number:
        return None
    if not above.text or not below.text or above.emphasis != below.emphasis or is_value(below.text):
        return None
    if _TERMINAL.search(above.text):
        return None
    start = below.text[0]
    word = above.text.rsplit(" ", 1)[-1].lower()
    if start.islower() or above.text[-1] in ",-–&(" or word in _OPEN_WORDS:
        return replace(above, text=joined([above.text, below.text]))
    return None
