"""Headers over several columns, where only their place says which columns they head."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.model.types import Box
from extractor.read.pdf.ink import hull, overlap
from extractor.read.pdf.tables.lines import Line
from extractor.read.pdf.tables.white_space_rows import CellLine, Gutter, cell_lines
from extractor.read.pdf.text.pieces import counts, is_value
from extractor.read.pdf.text.words import Row, make_row

HeadCell = tuple[int, int, tuple[Row, ...]]
"""First column, last column and lines of a cell."""
Extent = tuple[float, float] | None
"""Left and right end of what stands in a column; None where it is empty."""
STACKED = 1.5
"""In sizes: lines of one header stand at most this far apart."""
EDGE = 2.0
"""Points by which the lines of one header may miss a common edge or middle."""
MOST_NUMBERED, LINES_ON = 0.6, 3
"""Share of the columns with figures in which numbers may end headings; lines below by which that is judged."""
MIDDLE = 0.35
"""In sizes: how far a heading over several columns may be off their middle."""
WIDE_SPACE = 0.4
"""In sizes: a space this wide over a white column may part two headers."""
LOOSE = 1.6
"""In sizes: lines of one heading below each other stand at most this far apart."""
TIGHT = 1.35
"""In sizes: the steps between lines of one cell."""


def risen(
    lines: Sequence[Sequence[Row]], first: int, last: int, floor: int, cuts: Sequence[Gutter], rules: Sequence[Line]
) -> int:
    """The line in which the headers of a table begin, whose first line with several cells is `first`.

    Above it stand the upper lines of headers that are taller than their neighbours, or headers of several.
    """
    body = cell_lines(lines[first : last + 1], cuts)
    extents = _with_heads(extents_of(body[head_of(body) :], len(cuts) + 1), body[: head_of(body)])
    while first > floor and (
        _heads(lines, first, cuts, rules) or _spans_below(lines[first - 1], lines[first], extents, rules)
    ):
        first -= 1
    return first


def _spans_below(
    parts: Sequence[Row], below: Sequence[Row], extents: Sequence[Extent], rules: Sequence[Line]
) -> bool:
    """A line of headings that stand over the middle of several columns, or over a rule as wide, close above."""
    if below[0].baseline - parts[0].baseline > LOOSE * below[0].size:
        return False
    between = [r for r in rules if parts[0].baseline < r.at < below[0].baseline]
    return all(_is_over(part, below, between, extents) for part in parts)


def _is_over(part: Row, below: Sequence[Row], rules: Sequence[Line], extents: Sequence[Extent]) -> bool:
    if abs(part.size - below[0].size) > 0.12 * part.size or part.bold != below[-1].bold:
        return False
    span = _ruled_span(part, rules, extents)
    if span is None and not rules:
        under = [one for one in below if part.x0 < one.x1 and one.x0 < part.x1]
        if len(below) == 1 and under and abs(part.x0 + part.x1 - under[0].x0 - under[0].x1) < 2 * EDGE:
            return True
        ends = [one for one in extents[1:] if one]
        middles = [(a, b) for k, a in enumerate(ends) for b in ends[k + 1 :]]
        near = [(a, b) for a, b in middles if abs(part.x0 + part.x1 - a[0] - b[1]) / 2 < MIDDLE * part.size]
        return any(a[0] - EDGE < part.x0 and part.x1 < b[1] + EDGE for a, b in near) and len(below) > 2
    return span is not None and span[1] > span[0]


def _heads(lines: Sequence[Sequence[Row]], first: int, cuts: Sequence[Gutter], rules: Sequence[Line]) -> bool:
    """Every part of the line above goes on in the part below it, in a column of figures.

    Headers of two lines set beside the middle of one of three stand on lines of their own between its lines.
    """
    parts, below = lines[first - 1], lines[first]
    top, foot = parts[0].baseline, below[0].baseline
    size = below[0].size
    if foot - top > STACKED * size:
        return False
    if any(top < r.at < foot and overlap(r.start, r.end, parts[0].x0, parts[-1].x1) > 0 for r in rules):
        return False
    between = [line for line in lines[first + 1 : first + 3] if line[0].baseline - top < STACKED * size]
    under = [part for line in (below, *between) for part in line]
    return all(any(_goes_on(part, one, cuts) for one in under) for part in parts)


def _goes_on(part: Row, under: Row, cuts: Sequence[Gutter]) -> bool:
    if abs(part.size - under.size) > 0.12 * under.size or part.bold != under.bold:
        return False
    left = next((cut for cut in reversed(cuts) if cut.x0 - 1 < min(part.x0, under.x0)), None)
    if left is None:
        return False
    right = next((cut.x1 for cut in cuts if cut.x0 > left.x0), 1e9)
    middles = (part.x0 + part.x1 - under.x0 - under.x1) / 2
    aligned = min(abs(part.x0 - under.x0), abs(part.x1 - under.x1), abs(middles)) < EDGE
    return aligned and max(part.x1, under.x1) < right + 1


def whole_columns(block: Sequence[Sequence[Row]], cuts: Sequence[Gutter]) -> list[Gutter]:
    """The gutters less the white between headers that stand left in a column and its figures to the right."""
    lines = cell_lines(block, cuts)
    head = head_of(lines)
    above = {column for line in lines[:head] for column in line.parts}
    below = {column for line in lines[head:] for column in line.parts}
    return [
        cut for k, cut in enumerate(cuts) if not (k and k not in below and k in above and k + 1 not in above)
    ]


def head_of(lines: Sequence[CellLine]) -> int:
    """How many lines stand above the first row of figures; 0 where there are no figures.

    Lines of a label above its figures belong to the row.
    """
    for index, line in enumerate(lines):
        if any(column and counts(part.text) for column, part in line.parts.items()):
            if 0 < index < len(lines) - 1 and (_ends_header(lines[: index + 2]) or _few_counted(lines, index)):
                continue
            while index > 1 and set(lines[index - 1].parts) == {0}:
                if _heads_group(lines[index - 1].parts[0], line.parts.get(0)):
                    return index - 1
                high, middle, low = (one.row.baseline for one in lines[index - 2 : index + 1])
                if low - middle > 0.8 * (middle - high):
                    break
                index -= 1
            return index
    return 0


def _heads_group(part: Row, below: Row | None) -> bool:
    """A label below which those of rows are set in."""
    return below is not None and below.x0 > part.x0 + 0.5 * part.size and not part.text[0].islower()


def _few_counted(lines: Sequence[CellLine], index: int) -> bool:
    """Numbers below words that they end, of fewer columns than have figures below: 'Births per' / '1,000 women'."""
    line, above = lines[index], lines[max(0, index - 2) : index]
    own = {column for column, part in line.parts.items() if column and counts(part.text)}
    over = [next((one.parts[c] for one in reversed(above) if c in one.parts), None) for c in own]
    if any(
        part is None or counts(part.text) or line.row.baseline - part.baseline > TIGHT * line.row.size
        for part in over
    ):
        return False
    counted = [{c for c, part in one.parts.items() if c and counts(part.text)} for one in lines[index + 1 :]]
    return any(len(own) < MOST_NUMBERED * len(columns) for columns in counted[:LINES_ON])


def _ends_header(lines: Sequence[CellLine]) -> bool:
    """Numbers close below words of a header, more of it beside them and rows further off: 'Stage' / '1'."""
    *head, line, below = lines
    own = [column for column, part in line.parts.items() if column and counts(part.text)]
    above = [next((one for one in reversed(head) if column in one.parts), None) for column in own]
    step = max((line.row.baseline - one.row.baseline for one in above if one is not None), default=0.0)
    return (
        all(one and not counts(one.parts[column].text) for column, one in zip(own, above, strict=True))
        and (0 not in line.parts or len(own) < len(line.parts) - 1)
        and 1.2 * step < min(below.row.baseline - line.row.baseline, 1.2 * TIGHT * line.row.size)
    )


class Item(NamedTuple):
    """One line of a heading: where it stands among the lines of headings, and the columns that it heads."""

    line: int
    first: int
    last: int
    part: Row


def heading_rows(
    lines: Sequence[CellLine], extents: Sequence[Extent], rules: Sequence[Line]
) -> list[tuple[HeadCell, ...]]:
    """Lines of headings as rows of cells: lines of one heading together, those over others in rows of their own.

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
            near[:] = [one._replace(first=min(one.first, item.first), last=max(one.last, item.last)) for one in near]
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
        > 0.5 * min(above.x1 - above.x0, below.x1 - below.x0, min(above.x1, below.x1) - max(above.x0, below.x0))
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
    above = list[Item]()
    for index, line in enumerate(lines):
        below = lines[index + 1].row.baseline if index + 1 < len(lines) else line.row.baseline + line.row.size
        under = [rule for rule in rules if line.row.baseline < rule.at < below]
        wide = _with_heads(extents, lines[index + 1 :])
        starts = sorted(line.parts)
        step = _stride(starts, len(extents))
        found: list[Item] = []
        for place, first in enumerate(starts):
            part, last = line.parts[first], _clear(first, line.spans[first], line.parts)
            low = max(found[-1].last + 1 if found else 1, 1)
            high = starts[place + 1] - 1 if place + 1 < len(starts) else len(extents) - 1
            best = _ruled_span(part, under, extents)
            if best is None and first and not any(_goes_with(one, first, last, part) for one in above):
                best = _middle_span(part.box, first, last, (low, high), extents)
                if best is None and first == last and index + 1 < len(lines):
                    best = _over_middle(part, first, (low, high), lines[index + 1], (extents, wide))
                if best is None and step > 1 and not _right_aligned(part.box, extents[first]):
                    best = first, min(first + step - 1, len(extents) - 1)
            if best is not None and low <= best[0] and best[1] <= high:
                first, last = best
            found.append(Item(index, first, last, part))
        yield from ((item, found) for item in found)
        above = found


def _goes_with(above: Item, first: int, last: int, part: Row) -> bool:
    """The part stands below one that heads the same column alone, set like it."""
    one = above.part
    near = part.baseline - one.baseline < LOOSE * part.size
    off = min(abs(one.x0 - part.x0), abs(one.x1 - part.x1), abs(one.x0 + one.x1 - part.x0 - part.x1) / 2)
    return near and above.first == first == last == above.last and off < EDGE


def _with_heads(extents: Sequence[Extent], lines: Sequence[CellLine]) -> list[Extent]:
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
    """As many columns to either side of one as have headings of their own below a heading that stands for all."""
    under = below.parts.get(column)
    if under is None or not (under.text[0].isupper() or is_value(under.text)):
        return None
    best = None
    for reach in (1, 2):
        a, b = column - reach, column + reach
        if a < limits[0] or b > limits[1] or a not in below.parts or b not in below.parts:
            break
        if any(_off_middle(part, extents[a], extents[b]) < MIDDLE * part.size for extents in sides):
            best = a, b
    return best


def _off_middle(part: Row, left: Extent, right: Extent) -> float:
    """How far a heading stands off the middle of a stretch of columns."""
    return abs(part.x0 + part.x1 - left[0] - right[1]) / 2 if left and right else 1e9


def _ruled_span(part: Row, rules: Sequence[Line], extents: Sequence[Extent]) -> tuple[int, int] | None:
    """The columns over which the rule below a heading runs; None where none does, or over all of them."""
    for rule in rules:
        if rule.start - EDGE < part.x0 and part.x1 < rule.end + EDGE:
            own = [k for k, one in enumerate(extents) if one and rule.start < (one[0] + one[1]) / 2 < rule.end]
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
