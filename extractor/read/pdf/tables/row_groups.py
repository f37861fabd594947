"""Lines of cells put together to rows: of all ways to part the lines the one that least contradicts them.

What is weighed is the same whether rules, shading or white space alone draw the table: figures below each
other, labels that run on, steps between lines, lines that fill every column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.read.pdf.ink import overlap
from extractor.read.pdf.tables.lines import Line
from extractor.read.pdf.tables.white_space_rows import HALF_LINE, CellLine
from extractor.read.pdf.text.list_markers import marker_of
from extractor.read.pdf.text.pieces import counts, heads_years, is_value, is_year
from extractor.read.pdf.text.words import Row


@dataclass(frozen=True)
class Weights:
    """What speaks against a row, or against an end of one; distances in sizes of the print."""

    stacked: float = 6.0
    """Figures below each other in one cell."""
    foreign: float = 2.0
    """A line in a cell that begins anew: a capital where its first word had fitted above."""
    torn: float = 2.0
    """A cell that ends in the middle of a phrase."""
    bare: float = 1.2
    """A row without figures, in a table that has some."""
    unlabelled: float = 1.2
    """A row without a label, in a table whose rows have one."""
    level: float = 1.5
    """Another line of a row that fills all columns again."""
    short: float = 1.0
    """A row whose first line fills moster columns than those below it."""
    step: float = 1.5
    """Lines of one row plainly further apart than lines of a cell."""
    close: float = 0.8
    """Rows as close as lines of a cell, where other rows stand plainly further apart."""
    place: float = 0.5
    """Figures not at the height of their row where those of other rows stand."""
    plain: float = 1.17
    """Times the step inside a cell: the step between rows that white space parts plainly."""
    spaced: float = 1.3
    """The step of rows of one line from which it is plainly wider than that of lines of a cell."""
    farthest: float = 2.0
    """The furthest that two lines of one row stand apart."""
    leading: float = 1.0
    """The least step between lines of one cell."""
    most: int = 12
    """Lines of one row."""


WEIGHTS = Weights()
FAR = 1e6
PLACES = 3
"""Figures stand in the first line of their row, in the middle or in the last."""
FLUSH = 0.4
"""Share of the lines of a column that begin at one edge where it is not set in the middle or to the right."""
TILE = 1.3
"""Times the print of its words: that of the figure of a tile."""
PARALLEL = 0.15
"""In sizes: by how much the distances of the figures of one stack from their labels differ."""
LONG_CELL = 45
"""Letters: cells of a table without figures are shorter than this on average."""
OPEN = ("-", "–", "/", "&", ",", "(")
"""Ends of a line of a cell that goes on below."""


def group_lines(lines: Sequence[CellLine], rules: Sequence[Line] = ()) -> list[list[CellLine]]:
    """The rows of a table; a rule between two lines always parts them."""
    if not lines:
        return []
    rows = _Rows(lines, ruled_after(lines, rules))
    _, ends = min(map(rows.best, range(PLACES)), key=lambda one: one[0])
    return [list(lines[a:b]) for a, b in pairwise([0, *ends])]


def ruled_after(lines: Sequence[CellLine], rules: Sequence[Line]) -> list[bool]:
    """After which lines a rule parts two of them that is half as wide as the lower one."""
    return [
        any(
            above.baseline < rule.at < below.baseline
            and overlap(rule.start, rule.end, below.x0, below.x1) > 0.5 * (below.x1 - below.x0)
            for rule in rules
        )
        for above, below in pairwise(line.row for line in lines)
    ]


def drawn_rows(lines: Sequence[CellLine], most: bool) -> list[list[CellLine]]:
    """The rows of what is drawn as one row; `most` tells that it holds most lines of the table.

    Its head, words above all figures, stays together.
    """
    if ordered := _by_order(lines):
        return ordered
    valued = [any(c and is_value(p.text) for c, p in line.parts.items()) for line in lines]
    head = valued.index(True) if True in valued else 0
    while head and set(lines[head - 1].parts) == {0} and not (head > 1 and set(lines[head - 2].parts) != {0}):
        head -= 1
    body = list(lines[head:])
    groups = group_lines(body)
    if len(groups) < 2 or not _told_apart(body, groups, most):
        groups = [body]
    if not head:
        return groups
    over = [part.text for line in lines[:head] for column, part in line.parts.items() if column]
    years = len(over) > 1 and all(map(is_year, over))
    return [list(lines[:head]), *groups] if years or len(groups) > 1 else [list(lines)]


def _by_order(lines: Sequence[CellLine]) -> list[list[CellLine]]:
    """Rows of stacks equally high that do not stand level; what a stack has more is head, or stands last.

    Empty where figures stand level with the labels, or the stacks differ.
    """
    if lines and 0 not in lines[0].parts and heads_years([part.text for part in lines[0].parts.values()]):
        return [[lines[0]], *rows] if (rows := _by_order(lines[1:])) else []
    stacks: dict[int, list[Row]] = {}
    for line in lines:
        for column, part in line.parts.items():
            stacks.setdefault(column, []).append(part)
    labels = stacks.pop(0, [])
    depths = {column: _figures_last(own) for column, own in stacks.items()}
    depth = min(depths.values(), default=0)
    loose = any(0 not in line.parts and any(map(_is_figure, line.parts.values())) for line in lines)
    if depth < 2 or depth != max(depths.values()) or not loose:
        return []
    whole = _Rows(lines, [False] * len(lines))
    own = [[label] for label in labels[:1]]
    for above, label in pairwise(labels):
        if whole.goes_on(0, above, label) > 0:
            own[-1].append(label)
        else:
            own.append([label])
    headed = any(len(parts) > depth for parts in stacks.values())
    if not depth <= len(own) <= depth + 1:
        return []
    first = len(own) - depth if headed else 0
    cells = {
        column: [parts[:-depth], *([part] for part in parts[-depth:])] for column, parts in stacks.items()
    }
    cells[0] = [[part for label in own[:first] for part in label], *own[first:]]
    rows = [
        [CellLine(part, {column: part}, {column: column}) for column, own in cells.items() for part in own[k]]
        for k in range(1 + depth)
    ]
    rows.append([CellLine(part, {0: part}, {0: 0}) for own in cells[0][1 + depth :] for part in own])
    return [row for row in rows if row]


def stacked_rows(lines: Sequence[CellLine], rules: Sequence[Line]) -> tuple[int, list[list[CellLine]]]:
    """The rows below the last rule that parts lines, where the cells of one row hold a stack each.

    With them the line that they begin with; no rows where there are no stacks: only the figures
    of stacks stand off their labels by as much in each row.
    """
    steps = [
        (below.baseline - above.baseline) / below.size for above, below in pairwise(x.row for x in lines)
    ]
    ruled = ruled_after(lines, rules)  # what would run through words is no rule, but where cells were parted
    start = max((k + 1 for k, one in enumerate(ruled) if one and steps[k] >= HALF_LINE), default=0)
    rows = _by_order(lines[start:]) if start < len(lines) else []
    off: dict[int, list[float]] = {}
    for row in rows:
        labels = [line.parts[0].baseline for line in row if 0 in line.parts]
        figures = {c: p for line in row for c, p in line.parts.items() if c and _is_figure(p)}
        if figures and len(labels) != 1:
            return len(lines), []
        for column, part in figures.items():
            off.setdefault(column, []).append((part.baseline - labels[0]) / part.size)
    parallel = all(max(own) - min(own) < PARALLEL for own in off.values())
    if not parallel or all(abs(own[0]) < PARALLEL for own in off.values()):
        return len(lines), []
    return start, rows


def _figures_last(parts: Sequence[Row]) -> int:
    """How many figures stand below each other at the end of a cell."""
    return next((k for k, part in enumerate(reversed(parts)) if not _is_figure(part)), len(parts))


def _is_figure(part: Row) -> bool:
    return is_value(part.text) and not is_year(part.text)


def _told_apart(body: Sequence[CellLine], groups: Sequence[Sequence[CellLine]], most: bool) -> bool:
    """Enough speaks for several rows where one is drawn; a figure in large print above words is a tile."""
    sizes = [part.size for line in body for part in line.parts.values()]
    if max(sizes) > TILE * min(sizes):
        return False
    whole = _Rows(body, [False] * len(body))
    texts = [part.text for line in body for column, part in line.parts.items() if column]
    firsts = [group[0] for group in groups]
    if sum(map(counts, texts)) < (0.3 if most else 0.7) * len(texts):
        full = all(len(line.parts) == whole.columns for line in firsts)
        cells = sum(len({column for line in group for column in line.parts}) for group in groups)
        letters = sum(len(part.text) for line in body for part in line.parts.values())
        return most and full and len(groups) > 2 and letters < LONG_CELL * cells
    labels = [next((line.parts[0] for line in group if 0 in line.parts), None) for group in groups]
    if None in labels:
        return most and len(groups) > 2
    own = [line.parts[0] for line in body if 0 in line.parts]
    joins = [whole.goes_on(0, a, b) for a, b in pairwise(own)]
    alike = max(joins, default=0.0) <= 0 and _alike(body)
    return len(groups) > 2 or alike or all(one < 0 for one in joins)


def _alike(body: Sequence[CellLine]) -> bool:
    """In several columns figures of one kind stand below each other, not counts above their shares."""
    kinds: dict[int, list[str]] = {}
    for line in body:
        for column, part in line.parts.items():
            if column and is_value(part.text):
                kinds.setdefault(column, []).append("".join(ch for ch in part.text if ch in "%.("))
    stacks = [own for own in kinds.values() if len(own) > 1]
    return len(stacks) > 1 and all(len(set(own)) == 1 for own in stacks)


class _Rows:
    """The search for the best rows under each notion of where in a row its figures stand."""

    def __init__(self, lines: Sequence[CellLine], ruled: Sequence[bool]) -> None:
        self.lines, self.ruled = lines, ruled
        self._costs: dict[tuple[int, int], tuple[float, ...]] = {}
        self.columns = 1 + max(column for line in lines for column in line.parts)
        self.room = _room(lines)
        self.values = [
            {column for column, part in line.parts.items() if column and counts(part.text)} for line in lines
        ]
        counted = sum(1 for own in self.values if own)
        self.counted = counted >= 0.3 * len(lines)
        labelled = sum(1 for line, own in zip(lines, self.values, strict=True) if own and 0 in line.parts)
        self.labelled = counted and labelled >= 0.6 * counted
        self.starts = Counter(
            round(line.parts[0].x0)
            for index, (line, own) in enumerate(zip(lines, self.values, strict=True))
            if own and 0 in line.parts and index and self.values[index - 1]
        )
        """How many rows whose figures stand below others begin where."""
        self.held = [{c: _held(part) for c, part in line.parts.items()} for line in lines]
        held = Counter(many for own in self.held for column, many in own.items() if column)
        self.packed = max(held, key=lambda many: many * held[many], default=0)
        self.steps = [b.row.baseline - a.row.baseline for a, b in pairwise(lines)]
        self.short = self._short()
        self.apart = self._apart()
        self.joins: list[list[tuple[int, float]]] = []
        """For each cell of a line: the line where its column was filled last, and how both go together."""
        last: dict[int, int] = {}
        for index, line in enumerate(lines):
            self.joins.append(
                [
                    (last[column], self.goes_on(column, lines[last[column]].parts[column], part))
                    for column, part in line.parts.items()
                    if column in last
                ]
            )
            last |= dict.fromkeys(line.parts, index)

    def _short(self) -> float:
        """The longest step inside a row, where white space parts the rows plainly; else 0."""
        size = max(line.row.size for line in self.lines)
        inside = [step for step in self.steps if step < WEIGHTS.leading * size]
        known = sorted(self.steps)
        low = next((step for step in known if step >= WEIGHTS.leading * size), FAR)
        low = max([low, *inside]) if low < 1.6 * size else max(inside, default=0.0)
        return low if low and any(step > WEIGHTS.plain * low for step in known) else 0.0

    def _apart(self) -> float:
        """From which step on lines stand as far apart as rows with figures, if those stand apart plainly."""
        rows = zip(self.steps, pairwise(self.values), strict=True)
        least = min((step for step, both in rows if all(both)), default=0.0)
        return 0.97 * least if least > WEIGHTS.spaced * self.lines[0].row.size else FAR

    def best(self, place: int) -> tuple[float, list[int]]:
        """The least cost of all rows, and after how many lines each row ends, under one of the PLACES."""
        count = len(self.lines)
        found: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, count + 1):
            options = []
            for start in range(end - 1, max(-1, end - 1 - WEIGHTS.most), -1):
                if start < end - 1 and self.ruled[start]:
                    break
                known = self._costs.get((start, end))
                if known is None:
                    known = self._costs[start, end] = self._row(start, end)
                cost = known[place]
                if cost >= FAR:
                    break
                options.append((found[start][0] + cost, start))
            found.append(min(options))
        ends, at = [], count
        while at:
            ends.append(at)
            at = found[at][1]
        return found[count][0], ends[::-1]

    def _row(self, start: int, end: int) -> tuple[float, ...]:
        """What speaks against lines start..end-1 as one row, for each of the places."""
        lines, cost = self.lines[start:end], 0.0
        columns: set[int] = set()
        for index, line in enumerate(lines):
            step = self.steps[start + index - 1] if index else 0.0
            if step > WEIGHTS.farthest * line.row.size:
                return (FAR,) * PLACES
            if index and ((self.short and step > WEIGHTS.plain * self.short) or step > self.apart):
                cost += WEIGHTS.step
            if index and len(line.parts) == self.columns == len(lines[index - 1].parts) > 1:
                cost += WEIGHTS.level
            cost += sum(max(0.0, -how if at >= start else how) for at, how in self.joins[start + index])
            columns |= line.parts.keys()
        if self.packed > 2:
            held = [sum(own.get(column, 0) for own in self.held[start:end]) for column in columns]
            cost += WEIGHTS.stacked * sum(many > self.packed for many in held)
        cost += self._end(end) if end < len(self.lines) else 0.0
        short = WEIGHTS.short if len(lines[0].parts) < len(columns) else 0.0
        return tuple(cost + more for more in self._figures(start, end, 0 in columns, short))

    def _figures(self, start: int, end: int, labelled: bool, short: float) -> tuple[float, ...]:
        """What speaks against a row by the figures that it has, and where: first, in its middle, last."""
        own = [k for k in range(start, end) if self.values[k]]
        later = 0.0 if self.counted else short
        if not own:
            bare = WEIGHTS.bare if self.counted else 0.0
            return short + bare, later + bare, later + bare
        cost = 0.0 if labelled or not self.labelled else WEIGHTS.unlabelled
        above, below = own[0] - start, end - 1 - own[-1]
        off = (above > 0, abs(above - below) > 1, below > 0)
        return tuple(
            cost + more + (WEIGHTS.place if one else 0.0)
            for more, one in zip((short, later, later), off, strict=True)
        )

    def _end(self, end: int) -> float:
        """What speaks against the end of a row before line `end`."""
        if self.ruled[end - 1]:
            return 0.0
        close = self.short and self.steps[end - 1] <= WEIGHTS.plain * self.short
        return WEIGHTS.close if close else 0.0

    def goes_on(self, column: int, above: Row, part: Row) -> float:
        """How much speaks for one cell of two lines of a column; less than nothing if they are two."""
        text, begun = part.text, above.text
        if counts(text) and column:
            opened = text[0] == "(" and begun[0] != "(" and is_value(text) and is_value(begun)
            if opened:
                return WEIGHTS.torn
            if 2 < self.packed >= _held(above) + _held(part) > 1:
                return WEIGHTS.torn
            if counts(begun):
                return -WEIGHTS.stacked
        if is_value(begun) and column:
            return -WEIGHTS.stacked
        if above.bold != part.bold or abs(above.size - part.size) > 0.15 * part.size:
            return -WEIGHTS.foreign
        if not column and (marker_of(part)[0] or self._set_anew(above, part)):
            return -WEIGHTS.foreign
        if begun.endswith(OPEN) or text[0].islower() or text[0] in "(&":
            return WEIGHTS.torn
        first = part.words[0]
        need = first.x1 - first.x0 + 0.78 * part.size
        left, right = self.room[column]
        left = above.x0 if left is None else left
        return -WEIGHTS.foreign if above.x1 - above.x0 + need < right - left else 0.0

    def _set_anew(self, above: Row, part: Row) -> bool:
        """A label further out than the one above, or as far in as rows with figures begin."""
        if part.x0 < above.x0 - 0.5 * part.size:
            return self.starts[round(above.x0)] > 1
        return (
            part.x0 > above.x0 + 0.5 * part.size
            and self.starts[round(part.x0)] > 1
            and part.text[0].isupper()
        )


def _held(part: Row) -> int:
    """How many figures stand side by side in a cell."""
    return len(part.words) if all(is_value(word.text) for word in part.words) else 0


def _room(lines: Sequence[CellLine]) -> dict[int, tuple[float | None, float]]:
    """How far the cells of each column reach; no left end where they begin at one edge or are set in."""
    room: dict[int, tuple[float | None, float]] = {}
    for column in {column for line in lines for column in line.parts}:
        parts = [x.parts[column] for x in lines if x.spans.get(column) == column]
        edges = Counter(round(part.x0) for part in parts)
        flush = max(edges.values(), default=0) >= FLUSH * len(parts)
        left = None if flush else min(part.x0 for part in parts)
        room[column] = left, max((part.x1 for part in parts), default=0.0)
    return room
