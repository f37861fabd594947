"""Tables of figures typed with spaces: columns are where the figures stand.

Which columns a heading typed above several columns stands for:

    2021/22            2020/21
 Q1   Q2   Q3   Year      Year

The headings of an upper line share out the columns below them, left to right, so
that each stands as nearly as may be over the middle (or the edge) of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from extractor.model.types import Anchor, RawCell, RawTable
from extractor.read.text.decode import Line
from extractor.read.text.typed_tables import VALUE, Grid, Tries, contents_of, raw_cell

_PIECE = re.compile(r"\S+(?:\s\S+)*")
_DRAWN = re.compile(r"^\s*[-=_+|][-=_+|\s]{2,}$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
WIDEST_LABEL = 90
LONGEST_ROW = 600
MOST_BETWEEN = 3
MOST_HEADERS = 4
LEAST_OF_HEADER = 4
"""Headings that a line within a table must hold to be the header of another."""


class _Piece(NamedTuple):
    text: str
    start: int
    end: int


Span = tuple[int, int]
"""First character and the one after the last."""
_SKIPPED = 1.5
"""What a column under no heading costs, in characters of distance."""
_EDGE = 0.5
"""What standing flush with an edge costs more than standing in the middle."""
_MOST = 3.5
"""Characters that a heading may stand beside its place, on average."""


def figured(lines: Sequence[Line], at: int, tries: Tries) -> list[Grid]:
    """The table whose first line of two columns or more is at `at`, or nothing."""
    rows, valued = _window(lines, at)
    if not valued:
        return []
    small = len(valued) == 2 and max(len(rows[i]) for i in valued) < 3
    if len(valued) < 2 or (small and not all(_YEAR.search(rows[i][0].text) for i in valued)):
        tries.failed("figures", valued[-1] + 1)
        return []
    columns = _columns([rows[i] for i in valued])
    if columns is None:
        tries.failed("figures", valued[-1] + 1)
        return []
    columns = _ruled(lines, at, valued[0], columns)
    for i in range(at, valued[0]):
        if i in rows:
            rows[i] = [part for piece in rows[i] for part in _flush(piece, columns)]
    start = _first_header(rows, lines, at, valued[0], columns)
    end = valued[-1] + 1
    out: list[tuple[list[tuple[str, int]], int]] = []
    for i in range(start, end):
        if i not in rows:
            continue
        cells = _grouping(rows, i, valued[0], columns) or _cells(rows[i], columns)
        goes_on = len(cells) == 1 and (rows[i][0].text[0] in "(&" or rows[i][0].text[0].islower())
        if goes_on and out and i > valued[0]:
            before = out[-1][0]
            before[0] = (f"{before[0][0]} {cells[0][0]}".strip(), before[0][1])
        else:
            out.append((cells, lines[i].number))
    out = _unwrapped(out, sum(1 for i in range(start, valued[0]) if i in rows), len(columns))
    toc = contents_of([([text for text, _ in cells if text], n) for cells, n in out], lines, start)
    if toc:
        return [Grid(start, end, None, toc)]
    raw = tuple(_row(cells, n, len(columns)) for cells, n in out)
    return [Grid(start, end, RawTable(raw, "", Anchor(line=lines[start].number)))]


def _window(lines: Sequence[Line], at: int) -> tuple[dict[int, list[_Piece]], list[int]]:
    """Pieces of the lines that may belong to one table, by position, and which of them hold figures."""
    rows: dict[int, list[_Piece]] = {}
    valued: list[int] = []
    blanks, between = 0, 0
    for i in range(at, len(lines)):
        text = lines[i].text
        if lines[i].blank:
            blanks += 1
            if blanks > MOST_BETWEEN:
                break
            continue
        blanks = 0
        if "\t" in text or len(text) > LONGEST_ROW:
            break
        if _DRAWN.match(text):
            continue
        if valued and i > valued[-1] + 1 and _heads_another(lines, i, len(rows[valued[-1]])):
            break
        pieces = _pieces(text)
        if len(pieces) == 1 and len(pieces[0].text) > WIDEST_LABEL:
            break
        rows[i] = pieces
        between += 1
        if _is_valued(pieces):
            valued.append(i)
            between = 0
        elif between > (MOST_BETWEEN if valued else MOST_HEADERS + MOST_BETWEEN):
            break
    return rows, valued


def _heads_another(lines: Sequence[Line], at: int, pieces: int) -> bool:
    """Does a table with a header of its own begin at the line, after a blank one?

    Its caption stands between blank lines, its rows hold half as many or twice as many `pieces`, or the
    line itself is a header of words alone.
    """
    if not lines[at - 1].blank or at + 2 >= len(lines) or _is_valued(_pieces(lines[at].text)):
        return False
    below = [_pieces(line.text) for line in lines[at + 1 : at + 2 + MOST_BETWEEN] if not line.blank]
    if lines[at + 1].blank:
        return bool(below) and not _is_valued(below[0])
    own = next((len(one) for one in below if _is_valued(one)), pieces)
    head = _pieces(lines[at].text)
    if len(head) >= LEAST_OF_HEADER and all(p.text[0].isalpha() and not VALUE.match(p.text) for p in head):
        return any(_is_valued(one) for one in below)
    return 2 * min(own, pieces) <= max(own, pieces)


def _pieces(text: str) -> list[_Piece]:
    return [_Piece(m[0], m.start(), m.end()) for m in _PIECE.finditer(text)]


def _is_valued(pieces: list[_Piece]) -> bool:
    later = pieces[1:]
    values = sum(VALUE.match(p.text) is not None for p in later)
    return bool(later) and values >= 0.6 * len(later) and any(ch.isalnum() for ch in pieces[0].text)


def _columns(rows: list[list[_Piece]]) -> list[Span] | None:
    """Where labels and each column of figures stand, or None where they overlap."""
    label_end = max(pieces[0].end for pieces in rows)
    spans = sorted((p.start, p.end) for pieces in rows for p in pieces[1:])
    merged: list[Span] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    if merged[0][0] < label_end:
        return None
    columns = [(min(p[0].start for p in rows), label_end), *merged]
    for pieces in rows:
        places = [_place(p, columns) for p in pieces]
        if len(set(places)) < len(places):
            return None
    return columns


def _ruled(lines: Sequence[Line], at: int, first: int, columns: list[Span]) -> list[Span]:
    """The columns as a line of dashes above the figures draws them, where it has one dash for each."""
    for line in lines[at:first]:
        dashes = [(m.start(), m.end()) for m in re.finditer(r"[-=_]{2,}", line.text)]
        if not _DRAWN.match(line.text) or len(dashes) != len(columns):
            continue
        if all(a[0] < b[1] and b[0] < a[1] for a, b in zip(dashes, columns, strict=True)):
            return [(min(a, c), max(b, d)) for (a, b), (c, d) in zip(dashes, columns, strict=True)]
    return columns


def _flush(piece: _Piece, columns: list[Span]) -> list[_Piece]:
    """The parts of a heading that a single space parts, each flush with its column: 'services and family'."""
    over = [c for c in columns[1:] if c[0] < piece.end and piece.start < c[1]]
    if len(over) < 2:
        return [piece]
    ends = [(over[0][0] == piece.start, [c[0] - 1 for c in over[1:]])]
    ends.append((over[-1][1] == piece.end, [c[1] for c in over[:-1]]))
    for flush, spaces in ends:
        if flush and all(piece.text[at - piece.start : at - piece.start + 1] == " " for at in spaces):
            edges = [piece.start - 1, *spaces, piece.end]
            return [
                _Piece(piece.text[a + 1 - piece.start : b - piece.start], a + 1, b)
                for a, b in pairwise(edges)
            ]
    return [piece]


def _place(piece: _Piece, columns: list[Span]) -> int:
    """The column that a piece overlaps most, or else the nearest."""
    overlaps = [min(piece.end, end) - max(piece.start, start) for start, end in columns]
    return overlaps.index(max(overlaps))


def _first_header(
    rows: dict[int, list[_Piece]], lines: Sequence[Line], at: int, first: int, columns: list[Span]
) -> int:
    """The highest line above the figures that reads as a header over their columns."""
    start, taken = first, 0
    group = _group_above(rows, lines, first, columns)
    for i in range(group - 1, at - 1, -1):
        if i not in rows:
            if lines[i].blank and taken and i != first - 1:
                break
            continue
        pieces = rows[i]
        over = any(p.start >= columns[0][1] - 2 for p in pieces)
        if taken == MOST_HEADERS or not over or len(pieces) > len(columns):
            break
        start, taken = i, taken + 1
    return start


_Out = list[tuple[list[tuple[str, int]], int]]


def _unwrapped(out: _Out, headers: int, width: int) -> _Out:
    """The rows with a heading typed over two lines ('Heads of', below it 'complaint') in one cell."""
    rows = list(out)
    for _ in range(headers - 1):
        (upper, _), (lower, number) = rows[0], rows[1]
        full = len(upper) == len(lower) == width and all(n == 1 for _, n in (*upper, *lower))
        if not full or not any(text for text, _ in lower[1:]):
            break
        joined = [(f"{a} {b}".strip(), 1) for (a, _), (b, _) in zip(upper, lower, strict=True)]
        rows[:2] = [(joined, number)]
    return rows


def _grouping(
    rows: dict[int, list[_Piece]], at: int, first: int, columns: list[Span]
) -> list[tuple[str, int]]:
    """The cells of a header line whose headings each stand over several columns of the line below."""
    below = next((rows[i] for i in range(at + 1, first) if i in rows), None)
    label_end = columns[0][1]
    if below is None or sum(p.start >= label_end - 2 for p in below) != len(columns) - 1:
        return []
    heads = [p for p in rows[at] if p.start >= label_end - 2]
    corner = [p.text for p in rows[at] if p.start < label_end - 2]
    under = below[-(len(columns) - 1) :]
    if any(p.text[0].islower() and any(h.start < p.end and p.start < h.end for h in heads) for p in under):
        return []  # a heading typed over two lines
    stand = [
        (min(p.start, column[0]), max(p.end, column[1])) for p, column in zip(under, columns[1:], strict=True)
    ]
    places = shared_out([(p.start, p.end) for p in heads], stand, [p.text for p in under])
    if places is None or len(corner) > 1 or all(n == 1 for _, n in places):
        return []
    cells = [("".join(corner), 1)]
    for head, (start, count) in zip(heads, places, strict=True):
        done = sum(n for _, n in cells) - 1
        cells += [("", 1)] * (start - done)
        cells.append((head.text, count))
    return cells


def _group_above(
    rows: dict[int, list[_Piece]], lines: Sequence[Line], first: int, columns: list[Span]
) -> int:
    """The line of a group's label right above the first figures, or else the line of these."""
    above = rows.get(first - 1, [])
    if first < 2 or len(above) != 1 or lines[first - 2].blank:
        return first
    return first - 1 if above[0].end <= columns[0][1] else first


def _cells(pieces: list[_Piece], columns: list[Span]) -> list[tuple[str, int]]:
    """Text and span of each cell of a line; one cell alone for a label or a title."""
    if len(pieces) == 1 and pieces[0].start < columns[0][1]:
        return [(pieces[0].text, len(columns) if pieces[0].end > columns[min(2, len(columns) - 1)][0] else 1)]
    texts = [""] * len(columns)
    wide: dict[int, int] = {}
    for piece in pieces:
        covered = [
            i for i, (a, b) in enumerate(columns) if i and piece.start - 1 <= (a + b) / 2 <= piece.end + 1
        ]
        at = covered[0] if len(covered) > 1 else _place(piece, columns)
        texts[at] = f"{texts[at]} {piece.text}".strip()
        if len(covered) > 1:
            wide[at] = len(covered)
    cells: list[tuple[str, int]] = []
    skip = 0
    for i, text in enumerate(texts):
        if skip and not text:
            skip -= 1
            continue
        skip = wide.get(i, 1) - 1
        free = next((n for n in range(1, skip + 1) if texts[i + n]), skip + 1)
        cells.append((text, free))
        skip = free - 1
    return cells


def _row(cells: list[tuple[str, int]], number: int, width: int) -> tuple[RawCell, ...]:
    out = [raw_cell(text, number, span=span) for text, span in cells]
    missing = width - sum(span for _, span in cells)
    return (*out, *(raw_cell("", number) for _ in range(missing)))


def shared_out(
    headings: Sequence[Span], columns: Sequence[Span], names: Sequence[str]
) -> list[tuple[int, int]] | None:
    """For each heading (first column, number of columns); None where they do not fit.

    `headings` and `columns` are in order, `names` are the columns' own; there are fewer headings
    than columns, and no heading stands over two columns of one name.
    """
    if not 0 < len(headings) < len(columns):
        return None
    each = len(columns) // len(headings)
    if each * len(headings) == len(columns) and len(headings) > 1 and len(set(names[:each])) == each:
        groups = [(columns[k][0], columns[k + each - 1][1]) for k in range(0, len(columns), each)]
        over = all(h[0] < g[1] and g[0] < h[1] for h, g in zip(headings, groups, strict=True))
        if over and names[each:] == names[:-each]:  # 'No. % No. %': the same columns under each
            return [(k, each) for k in range(0, len(columns), each)]

    @cache
    def best(h: int, c: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        """The least cost of the headings from `h` on over the columns from `c` on."""
        if h == len(headings):
            return _SKIPPED * (len(columns) - c), ()
        if c == len(columns):
            return float("inf"), ()
        options = [_more(best(h, c + 1), _SKIPPED)]
        for end in range(c + 1, len(columns) + 1):
            if names[end - 1] in names[c : end - 1]:
                break
            cost = _distance(headings[h], (columns[c][0], columns[end - 1][1]))
            options.append(_more(best(h + 1, end), cost, (c, end - c)))
        return min(options, key=lambda o: o[0])

    cost, places = best(0, 0)
    skipped = len(columns) - sum(n for _, n in places)
    if len(places) != len(headings) or (cost - _SKIPPED * skipped) / len(headings) > _MOST:
        return None
    return list(places)


def _more(
    rest: tuple[float, tuple[tuple[int, int], ...]], cost: float, place: tuple[int, int] | None = None
) -> tuple[float, tuple[tuple[int, int], ...]]:
    return rest[0] + cost, ((place, *rest[1]) if place else rest[1])


def _distance(heading: Span, group: Span) -> float:
    """How far a heading stands from the middle, the left or the right edge of its columns."""
    if heading[1] <= group[0] or group[1] <= heading[0]:
        return 1000.0
    middle = abs((heading[0] + heading[1]) - (group[0] + group[1])) / 2
    edge = min(abs(heading[0] - group[0]), abs(heading[1] - group[1]))
    return min(middle, edge + _EDGE)
