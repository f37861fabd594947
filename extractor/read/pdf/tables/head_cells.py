"""The cells of headings: which lines are one heading, and which columns it heads; only its place says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.model.types import Box
from extractor.read.pdf.ink import overlap
from extractor.read.pdf.tables.lines import Line
from extractor.read.pdf.tables.white_space_rows import CellLine, Gutter
from extractor.read.pdf.text.pieces import is_value
from extractor.read.pdf.text.words import Row, make_row

HeadCell = tuple[int, int, tuple[Row, ...]]
"""First column, last column and lines of a cell."""
Extent = tuple[float, float] | None
"""Left and right end of what stands in a column; None where it is empty."""
EDGE = 2.0
"""Points by which the lines of one header may miss a common edge or middle."""
MIDDLE = 0.35
"""In sizes: how far a heading over several columns may be off their middle."""
WIDE_SPACE = 0.4
"""In sizes: a space this wide over a white column may part two headers."""
LOOSE = 1.6
"""In sizes: lines of one heading below each other stand at most this far apart."""


class Item(NamedTuple):
    """One line of a heading: where it stands among the lines of headings, and the columns that it heads."""

    line: int
    first: int
    last: int
    part: Row


def heading_rows(
    lines: Sequence[CellLine], extents: Sequence[Extent], rules: Sequence[Line]
) -> list[tuple[HeadCell, ...]]:
    """Lines of headings as rows of cells: lines of one heading together, those over others in other rows.

    A heading spans what the rule below it spans, or the columns whose middle it marks.
    """
    if not lines:
        return []
    heads: list[list[Item]] = []
    over: list[tuple[int, int]] = []
    """The last line of a heading and the first line of one below it: a row ends between them."""
    for item, beside in _spread(lines, extents, rules):
        above = [head for head in heads if head[-1].line < item.line and _meet(head[-1], item)]
        near = max(above, key=lambda head: head[-1].line, default=None)
        if near is not None and _is_one(near, item, beside, rules):
            near[:] = [
                one._replace(first=min(one.first, item.first), last=max(one.last, item.last)) for one in near
            ]
            near.append(item._replace(first=near[0].first, last=near[0].last))
            continue
        over += [(head[-1].line, item.line) for head in above]
        heads.append([item])
    ends: list[int] = []
    for last, first in sorted(over, key=lambda pair: pair[1]):
        if not ends or ends[-1] <= last:
            ends.append(first)
    rows: list[list[HeadCell]] = [[] for _ in range(len(ends) + 1)]
    for head in heads:
        rows[sum(end <= head[0].line for end in ends)].append(
            (head[0].first, head[0].last, tuple(one.part for one in head))
        )
    return [tuple(sorted(row, key=lambda cell: cell[0])) for row in rows if row]


def _meet(a: Item, b: Item) -> bool:
    return a.first <= b.last and b.first <= a.last


def _is_one(head: Sequence[Item], item: Item, beside: Sequence[Item], rules: Sequence[Line]) -> bool:
    """Does a heading go on in a line below it, of which `beside` are all parts?"""
    above, part, size = head[-1].part, item.part, item.part.size
    if part.baseline - above.baseline > LOOSE * size or ruled_between(above, part, rules):
        return False
    if (head[-1].first, head[-1].last) == (item.first, item.last):
        return True
    alone = sum(_meet(head[-1], one) for one in beside) == 1
    middles = abs(above.x0 + above.x1 - part.x0 - part.x1) / 2 < EDGE
    return alone and (middles or abs(above.x0 - part.x0) < EDGE)


def ruled_between(above: Row, below: Row, rules: Sequence[Line]) -> bool:
    """A rule parts one line from the other that is half as wide as the narrower one."""
    return any(
        above.baseline < rule.at < below.baseline
        and overlap(rule.start, rule.end, max(above.x0, below.x0), min(above.x1, below.x1))
        > 0.5
        * min(above.x1 - above.x0, below.x1 - below.x0, min(above.x1, below.x1) - max(above.x0, below.x0))
        for rule in rules
    )


def recut(parts: Sequence[Row], cuts: Sequence[Gutter], extents: Sequence[Extent]) -> list[Row]:
    """The headers of a line, those parted that stand so close that only the columns below tell them apart."""
    return [piece for part in parts for piece in _over_columns(part, cuts, extents)]


def _over_columns(part: Row, cuts: Sequence[Gutter], extents: Sequence[Extent]) -> list[Row]:
    """The pieces of one part, each over a column of its own; the part alone where it is one header."""
    spaces = [b.x0 - a.x1 for a, b in pairwise(part.words)]
    over: dict[int, int] = {}
    for index, (a, b) in enumerate(pairwise(part.words)):
        for column, cut in enumerate(cuts):
            if overlap(a.x1, b.x0, cut.x0 - 1, cut.x1 + 1) > 0:
                over[index] = column
    if not over:
        return [part]
    ends = [*over, len(part.words) - 1]
    pieces = [make_row(part.words[a + 1 : b + 1]) for a, b in pairwise([-1, *ends])]
    columns = [*over.values(), list(over.values())[-1] + 1]
    if len(set(columns)) == len(columns) and all(
        _sits_over(piece, extents[column]) for piece, column in zip(pieces, columns, strict=True)
    ):
        return pieces
    found: list[Row] = []
    start = 0
    for index in over:
        usual = min(spaces[:index] + spaces[index + 1 :], default=0.0)
        if spaces[index] >= WIDE_SPACE * part.size and spaces[index] > 1.4 * usual:
            found.append(make_row(part.words[start : index + 1]))
            start = index + 1
    return [*found, make_row(part.words[start:])] if start else [part]


def _sits_over(piece: Row, extent: Extent) -> bool:
    """The piece shares an edge or its middle with what stands in the column."""
    if extent is None:
        return False
    x0, x1 = extent
    return min(abs(piece.x0 - x0), abs(piece.x1 - x1), abs(piece.x0 + piece.x1 - x0 - x1) / 2) < EDGE


def extents_of(lines: Sequence[CellLine], columns: int) -> list[Extent]:
    """Left and right end of what stands in each column of the body."""
    found: list[Extent] = [None] * columns
    for line in lines:
        for column, part in line.parts.items():
            if line.spans[column] == column:
                known = found[column]
                found[column] = (
                    (part.x0, part.x1) if known is None else (min(known[0], part.x0), max(known[1], part.x1))
                )
    return found


def _spread(
    lines: Sequence[CellLine], extents: Sequence[Extent], rules: Sequence[Line]
) -> Iterator[tuple[Item, Sequence[Item]]]:
    """The parts of all lines of headings with the columns that each heads, and those of the same line.

    A part heads those of a rule below it; else a heading set in the middle of several columns heads them all,
    and where every heading is followed by as many empty columns each heads its own stretch. One below another
    that heads a column alone goes on with it.
    """
    above: dict[int, Item] = {}
    for index, line in enumerate(lines):
        below = lines[index + 1].row.baseline if index + 1 < len(lines) else line.row.baseline + line.row.size
        under = [rule for rule in rules if line.row.baseline < rule.at < below]
        wide = with_heads(extents, lines[index + 1 :])
        starts = sorted(line.parts)
        step = _stride(starts, len(extents))
        found: list[Item] = []
        for place, first in enumerate(starts):
            part, last = line.parts[first], _clear(first, line.spans[first], line.parts)
            low = max(found[-1].last + 1 if found else 1, 1)
            high = starts[place + 1] - 1 if place + 1 < len(starts) else len(extents) - 1
            best = ruled_span(part, under, extents)
            if (
                best is None
                and first
                and not (first in above and _goes_with(above[first], first, last, part))
                and not (index + 1 < len(lines) and _flush(part, lines[index + 1].parts.get(first)))
            ):
                best = _middle_span(part.box, first, last, (low, high), extents)
                if best is None and first == last and index + 1 < len(lines):
                    best = _over_middle(part, first, (low, high), lines[index + 1], (extents, wide))
                if best is None and step > 1 and not _right_aligned(part.box, extents[first]):
                    best = first, min(first + step - 1, len(extents) - 1)
            if best is not None and low <= best[0] and best[1] <= high:
                first, last = best
            found.append(Item(index, first, last, part))
        yield from ((item, found) for item in found)
        above |= {column: item for item in found for column in range(item.first, item.last + 1)}


def _goes_with(above: Item, first: int, last: int, part: Row) -> bool:
    """The part stands below one that heads the same column alone, set like it."""
    one = above.part
    near = part.baseline - one.baseline < LOOSE * part.size
    off = min(abs(one.x0 - part.x0), abs(one.x1 - part.x1), abs(one.x0 + one.x1 - part.x0 - part.x1) / 2)
    return near and above.first == first == last == above.last and off < EDGE


def _flush(part: Row, below: Row | None) -> bool:
    """The line below begins or ends where this one does: both are one heading of their column."""
    if below is None or below.baseline - part.baseline > LOOSE * part.size:
        return False
    ends = min(abs(part.x0 - below.x0), abs(part.x1 - below.x1))
    return ends < 0.1 * part.size and abs(part.x0 + part.x1 - below.x0 - below.x1) / 2 > EDGE


def with_heads(extents: Sequence[Extent], lines: Sequence[CellLine]) -> list[Extent]:
    """The ends of columns, the headings of one column in these lines among them."""
    found = list(extents)
    for column, head in enumerate(extents_of(lines, len(extents))):
        known = found[column]
        if head is not None:
            found[column] = head if known is None else (min(head[0], known[0]), max(head[1], known[1]))
    return found


def _over_middle(
    part: Row, column: int, limits: tuple[int, int], below: CellLine, sides: Sequence[Sequence[Extent]]
) -> tuple[int, int] | None:
    """As many columns to either side of one as have headings below one that stands for them all."""
    under = below.parts.get(column)
    if under is None or not (under.text[0].isupper() or is_value(under.text)):
        return None
    best = None
    for reach in (1, 2):
        a, b = column - reach, column + reach
        if a < limits[0] or b > limits[1] or a not in below.parts or b not in below.parts:
            break
        if any(off_middle(part, extents[a], extents[b]) < MIDDLE * part.size for extents in sides):
            best = a, b
    return best


def off_middle(part: Row, left: Extent, right: Extent) -> float:
    """How far a heading stands off the middle of a stretch of columns."""
    return abs(part.x0 + part.x1 - left[0] - right[1]) / 2 if left and right else 1e9


def ruled_span(part: Row, rules: Sequence[Line], extents: Sequence[Extent]) -> tuple[int, int] | None:
    """The columns over which the rule below a heading runs; None where none does, or over all of them."""
    for rule in rules:
        if rule.start - EDGE < part.x0 and part.x1 < rule.end + EDGE:
            own = [
                k for k, one in enumerate(extents) if one and rule.start < (one[0] + one[1]) / 2 < rule.end
            ]
            if own and 0 not in own:
                return own[0], own[-1]
    return None


def over_repeats(lines: Sequence[CellLine], columns: int) -> list[CellLine]:
    """Header lines; where one says the same again and again, each header above spans one turn of it.

    So stand 'Stage 1' and 'Stage 2' over '2018/19, 2019/20, 2018/19, 2019/20', wherever they are set.
    """
    found = list(lines)
    for index in range(len(lines) - 1):
        upper = lines[index].parts
        below = [*([line] for line in lines[index + 1 :]), lines[index + 1 :]]
        turn = next((t for told in below if (t := _turn(told, columns))), 0)
        own = sorted(column for column in upper if column)
        if not turn or [(column - 1) // turn for column in own] != [*range((columns - 1) // turn)]:
            continue
        starts = {column: (column - 1) // turn * turn + 1 if column else 0 for column in upper}
        found[index] = lines[index]._replace(
            parts={starts[column]: part for column, part in upper.items()},
            spans={start: start + turn - 1 if start else 0 for start in starts.values()},
        )
    return found


def _turn(lines: Sequence[CellLine], columns: int) -> int:
    """After how many columns the lines say the same again, from the second column to the last; else 0."""
    texts = [
        "".join(line.parts[column].text for line in lines if column in line.parts)
        for column in range(1, columns)
    ]
    names = ["".join(ch for ch in text.lower() if ch.isalnum()) or text for text in texts]
    for turn in range(2, len(names) // 2 + 1):
        first = names[:turn]
        if len(names) % turn == 0 and names == first * (len(names) // turn) and len({*first, ""}) > turn:
            return turn
    return 0


def _right_aligned(box: Box, extent: Extent) -> bool:
    """The header ends where the figures of its own first column do: it heads that column alone."""
    return extent is not None and abs(box[2] - extent[1]) < EDGE and extent[0] < box[2] - 4


def _stride(starts: Sequence[int], columns: int) -> int:
    """The even distance of headers that together head all columns but the first; 0 if uneven."""
    own = [s for s in starts if s > 0]
    if len(own) < 2 or own[0] != 1:
        return 0
    steps = {b - a for a, b in pairwise([*own, columns])}
    return steps.pop() if len(steps) == 1 else 0


def _middle_span(
    box: Box, first: int, last: int, limits: tuple[int, int], extents: Sequence[Extent]
) -> tuple[int, int] | None:
    """The stretch of columns whose middle the header marks better than its own column's."""
    middle = (box[0] + box[2]) / 2

    def off(a: int, b: int) -> float:
        left, right = extents[a], extents[b]
        return abs(middle - (left[0] + right[1]) / 2) if left and right else 1e9

    spans = [(a, b) for a in range(limits[0], first + 1) for b in range(last, limits[1] + 1) if b > a]
    best = min(spans, key=lambda span: off(*span), default=None)
    if best is None or best == (first, last):
        return None
    return best if off(*best) < 6 and off(*best) < 0.4 * off(first, last) else None


def cells_of(group: Sequence[CellLine]) -> tuple[HeadCell, ...]:
    """The cells of a row that has these lines."""
    cells: dict[int, list[Row]] = {}
    reach: dict[int, int] = {}
    for line in group:
        for column, part in line.parts.items():
            cells.setdefault(column, []).append(part)
            reach[column] = max(reach.get(column, column), line.spans[column])
    return tuple((c, _clear(c, reach[c], cells), tuple(cells[c])) for c in sorted(cells))


def _clear(column: int, last: int, cells: Collection[int]) -> int:
    """A span ends before the next cell."""
    while last > column and any(column < other <= last for other in cells):
        last -= 1
    return last
