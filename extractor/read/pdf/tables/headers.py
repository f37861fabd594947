"""Where the headings of a table begin and end, where only their place says so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.read.pdf.ink import overlap
from extractor.read.pdf.tables.head_cells import (
    EDGE,
    LOOSE,
    MIDDLE,
    Extent,
    extents_of,
    ruled_span,
    with_heads,
)
from extractor.read.pdf.tables.lines import Line
from extractor.read.pdf.tables.white_space_rows import CellLine, Gutter, cell_lines
from extractor.read.pdf.text.pieces import counts
from extractor.read.pdf.text.words import Row

STACKED = 1.5
"""In sizes: lines of one header stand at most this far apart."""
MOST_NUMBERED, LINES_ON = 0.6, 3
"""Share of the columns with figures in which numbers may end headings; lines by which that is judged."""
TIGHT = 1.35
"""In sizes: the steps between lines of one cell."""


def risen(
    lines: Sequence[Sequence[Row]],
    first: int,
    block: Sequence[Sequence[Row]],
    floor: int,
    cuts: Sequence[Gutter],
    rules: Sequence[Line],
) -> int:
    """The line in which the headers of a table begin, whose lines of cells, `block`, begin with `first`.

    Above it stand the upper lines of headers that are taller than their neighbours, or headers of several.
    """
    body = cell_lines(block, cuts)
    extents = with_heads(extents_of(body[head_of(body) :], len(cuts) + 1), body[: head_of(body)])
    while first > floor and (
        _heads(lines, first, cuts, rules) or _spans_below(lines[first - 1], lines[first], extents, rules)
    ):
        first -= 1
    return first


def _spans_below(
    parts: Sequence[Row], below: Sequence[Row], extents: Sequence[Extent], rules: Sequence[Line]
) -> bool:
    """Close above: headings that stand over the middle of several columns, or over a rule as wide."""
    if below[0].baseline - parts[0].baseline > LOOSE * below[0].size:
        return False
    between = [r for r in rules if parts[0].baseline < r.at < below[0].baseline]
    return all(_is_over(part, below, between, extents) for part in parts)


def _is_over(part: Row, below: Sequence[Row], rules: Sequence[Line], extents: Sequence[Extent]) -> bool:
    if abs(part.size - below[0].size) > 0.12 * part.size or part.bold != below[-1].bold:
        return False
    span = ruled_span(part, rules, extents)
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
    above = [line.parts for line in lines[:head]]
    below = {column for line in lines[head:] for column in line.parts}
    return [
        cut
        for k, cut in enumerate(cuts)
        if not k
        or k in below
        or not any(k in own for own in above)
        or any({k, k + 1} <= {*own} for own in above)
    ]


def head_of(lines: Sequence[CellLine]) -> int:
    """How many lines stand above the first row of figures; 0 where there are no figures.

    Lines of a label above its figures belong to the row.
    """
    for index, line in enumerate(lines):
        if any(column and counts(part.text) for column, part in line.parts.items()):
            if 0 < index < len(lines) - 1 and (
                _ends_header(lines[: index + 2]) or _few_counted(lines, index)
            ):
                continue
            while index > 1 and set(lines[index - 1].parts) == {0}:
                part = lines[index - 1].parts[0]
                if _heads_group(part, line.parts.get(0)) or _groups_again(part, lines[index + 1 :]):
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


def _groups_again(part: Row, lines: Sequence[CellLine]) -> bool:
    """A label alone, as stand others further down above rows whose labels begin anew."""
    return part.text[0].isupper() and any(
        set(above.parts) == {0} == {*above.parts} & {*below.parts}
        and len(below.parts) > 1
        and not below.parts[0].text[0].islower()
        and above.parts[0].bold == part.bold
        and abs(above.parts[0].x0 - part.x0) < EDGE
        for above, below in pairwise(lines)
    )


def _few_counted(lines: Sequence[CellLine], index: int) -> bool:
    """Numbers below words that they end, in other columns than figures or fewer: 'Births per' / '1,000'."""
    line, above = lines[index], lines[max(0, index - 2) : index]
    own = {column for column, part in line.parts.items() if column and counts(part.text)}
    over = [next((one.parts[c] for one in reversed(above) if c in one.parts), None) for c in own]
    if any(
        part is None or counts(part.text) or line.row.baseline - part.baseline > TIGHT * line.row.size
        for part in over
    ):
        return False
    counted = [{c for c, part in one.parts.items() if c and counts(part.text)} for one in lines[index + 1 :]]
    alone = bool(own) and all(own.isdisjoint(columns) for columns in counted) and any(counted)
    return alone or any(len(own) < MOST_NUMBERED * len(columns) for columns in counted[:LINES_ON])


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
