"""Headers over several columns, where only their place says which columns they head."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.model.types import Box
from extractor.read.pdf.ink import hull, overlap
from extractor.read.pdf.tables.lines import Line
from extractor.read.pdf.tables.white_space_rows import CellLine, Gutter, cell_lines
from extractor.read.pdf.text.pieces import counts
from extractor.read.pdf.text.words import Row, make_row

HeadCell = tuple[int, int, tuple[Row, ...]]
"""First column, last column and lines of a cell."""
Extent = tuple[float, float] | None
"""Left and right end of what stands in a column; None where it is empty."""
STACKED = 1.5
"""In sizes: lines of one header stand at most this far apart."""
EDGE = 2.0
"""Points by which the lines of one header may miss a common edge or middle."""
WIDE_SPACE = 0.4
"""In sizes: a space this wide over a white column may part two headers."""
TIGHT = 1.35
"""In sizes: the steps between lines of one cell."""


def risen(
    lines: Sequence[Sequence[Row]], first: int, floor: int, cuts: Sequence[Gutter], rules: Sequence[Line]
) -> int:
    """The line in which the headers of a table begin, of which `first` is the first with several cells.

    Above it stand the upper lines of headers that are taller than their neighbours.
    """
    while first > floor and _heads(lines, first, cuts, rules):
        first -= 1
    return first


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
            if 0 < index < len(lines) - 1 and _ends_header(lines[: index + 2]):
                continue
            while index > 1 and set(lines[index - 1].parts) == {0}:
                high, middle, low = (one.row.baseline for one in lines[index - 2 : index + 1])
                if low - middle > 0.8 * (middle - high):
                    break
                index -= 1
            return index
    return 0


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


def header_groups(lines: Sequence[CellLine]) -> list[list[CellLine]]:
    """Header lines: stacked words of one header together, spanning headers in rows of their own."""
    groups: list[list[CellLine]] = []
    for line in lines:
        spanning = any(line.spans[c] > c for c in line.parts)
        before = groups[-1][-1] if groups else None
        if (
            before is not None
            and not spanning
            and not any(before.spans[c] > c for c in before.parts)
            and line.row.baseline - before.row.baseline < 1.6 * line.row.size
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


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


def spread(row: Sequence[HeadCell], extents: Sequence[Extent]) -> list[HeadCell]:
    """A header row with its cells spread over the empty columns beside them that they head.

    A header set in the middle of several columns heads them all; where every
    header is followed by as many empty columns, each heads its own stretch.
    """
    starts = [first for first, _, _ in row]
    step = _stride(starts, len(extents))
    found: list[HeadCell] = []
    for index, (first, last, lines) in enumerate(row):
        low = row[index - 1][1] + 1 if index else 1
        high = starts[index + 1] - 1 if index + 1 < len(row) else len(extents) - 1
        box = hull([line.box for line in lines])
        best = _middle_span(box, first, last, (max(low, 1), high), extents) if first else None
        if best is None and step > 1 and first and not _right_aligned(box, extents[first]):
            best = first, min(first + step - 1, len(extents) - 1)
        if best is not None and (not found or best[0] > found[-1][1]):
            first, last = best
        found.append((first, last, lines))
    return found


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


def _clear(column: int, last: int, cells: dict[int, list[Row]]) -> int:
    """A span ends before the next cell."""
    while last > column and any(column < other <= last for other in cells):
        last -= 1
    return last
