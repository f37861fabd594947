"""Rules and box edges to grids of cells, whichever of the lines are missing.

Lines that touch make one component; its lines' positions make a raster; squares
of the raster with no line between them are one cell with spans.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.model.types import Box
from extractor.read.pdf.ink import Rule

NEAR = 3.0
"""Points: lines closer than this are one line, ends closer than this touch."""
MOST_CROSSINGS = 2_000_000
MOST_SQUARES = 30_000
"""A page with more lines or squares than this holds a drawing, not tables."""
JOIN = 3.5
"""Points: a gap in a line that is still bridged (dots, dashes, cell by cell)."""


class Line(NamedTuple):
    """A line along an axis: `at` is its y (horizontal) or its x (vertical)."""

    at: float
    start: float
    end: float


class GridCell(NamedTuple):
    """A cell of a grid; rows and columns count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Column edges, row edges and the cells between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    shaded: bool = False
    """Drawn by the edges of coloured boxes alone."""

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_box(self, cell: GridCell) -> Box:
        return (
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.column_span],
            self.ys[cell.row + cell.row_span],
        )

    def owners(self) -> list[list[int]]:
        """For every square of the raster, which cell it belongs to."""
        found = [[-1] * (len(self.xs) - 1) for _ in range(len(self.ys) - 1)]
        for index, cell in enumerate(self.cells):
            for r in range(cell.row, cell.row + cell.row_span):
                for c in range(cell.column, cell.column + cell.column_span):
                    found[r][c] = index
        return found

    def square(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the raster's square around a point."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        return row, column


def merged(lines: Iterable[Line]) -> list[Line]:
    """Pieces of one line joined; parallel strokes of a double line made one."""
    groups: list[list[Line]] = []
    for line in sorted(lines):
        if groups and line.at - groups[-1][0].at <= 1.5:
            groups[-1].append(line)
        else:
            groups.append([line])
    found: list[Line] = []
    for group in groups:
        at = sum(line.at for line in group) / len(group)
        run: Line | None = None
        for line in sorted(group, key=lambda item: item.start):
            if run is not None and line.start <= run.end + JOIN:
                run = run._replace(end=max(run.end, line.end))
                continue
            if run is not None:
                found.append(run)
            run = Line(at, line.start, line.end)
        if run is not None:
            found.append(run)
    return found


def split_rules(rules: Iterable[Rule], shortest: float = 4.0) -> tuple[list[Line], list[Line]]:
    """Horizontal and vertical lines of at least `shortest` points, pieces joined."""
    across: list[Line] = []
    down: list[Line] = []
    for x0, top, x1, bottom, _ in rules:
        if top == bottom:
            across.append(Line(top, x0, x1))
        else:
            down.append(Line(x0, top, bottom))
    return (
        [line for line in merged(across) if line.end - line.start >= shortest],
        [line for line in merged(down) if line.end - line.start >= shortest],
    )


def components(across: Sequence[Line], down: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Lines that touch, together: (horizontal, vertical); a lone line is its own component."""
    if len(across) * len(down) > MOST_CROSSINGS:
        return []
    parent = list(range(len(across) + len(down)))

    def find(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    ordered = sorted(range(len(across)), key=lambda i: across[i].at)
    heights = [across[i].at for i in ordered]
    for j, v in enumerate(down):
        first = bisect_right(heights, v.start - NEAR)
        for position in range(first, len(ordered)):
            h = across[ordered[position]]
            if h.at > v.end + NEAR:
                break
            if h.start - NEAR <= v.at <= h.end + NEAR:
                parent[find(len(across) + j)] = find(ordered[position])
    groups: dict[int, tuple[list[Line], list[Line]]] = {}
    for i, line in enumerate(across):
        groups.setdefault(find(i), ([], []))[0].append(line)
    for j, line in enumerate(down):
        groups.setdefault(find(len(across) + j), ([], []))[1].append(line)
    return list(groups.values())


def grid_of(across: Sequence[Line], down: Sequence[Line]) -> Grid | None:
    """The grid that one component draws; None where it encloses nothing."""
    if not across or not down:
        return None
    ys = _positions([line.at for line in across], [end for line in down for end in (line.start, line.end)])
    xs = _positions([line.at for line in down], [end for line in across for end in (line.start, line.end)])
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MOST_SQUARES:
        return None
    right = _barriers(down, xs, ys)
    below = _barriers(across, ys, xs)
    return Grid(tuple(xs), tuple(ys), tuple(_spanned(right, below, len(ys) - 1, len(xs) - 1)))


def _positions(at: Sequence[float], ends: Sequence[float]) -> list[float]:
    """Positions of lines made distinct, and of the ends of crossing lines, which end a row or column too."""
    found: list[float] = []
    for value in sorted(at):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    for end in sorted(ends):
        if all(abs(end - value) > 2 * NEAR for value in found):
            insort(found, end)
    return found


def _barriers(lines: Sequence[Line], at: list[float], across: list[float]) -> list[set[int]]:
    """For each position, the squares along it that a line closes."""
    closed: list[set[int]] = [set() for _ in at]
    middles = [(a + b) / 2 for a, b in itertools.pairwise(across)]
    for line in lines:
        index = bisect_right(at, line.at + 0.01) - 1
        if index + 1 < len(at) and at[index + 1] - line.at < line.at - at[max(index, 0)]:
            index += 1
        for k, middle in enumerate(middles):
            if line.start - 1 <= middle <= line.end + 1:
                closed[index].add(k)
    return closed


def _spanned(right: list[set[int]], below: list[set[int]], rows: int, columns: int) -> list[GridCell]:
    """Cells in reading order: each grows rightwards, then downwards, until a line stops it."""
    taken: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    for r in range(rows):
        for c in range(columns):
            if (r, c) in taken:
                continue
            wide = 1
            while c + wide < columns and r not in right[c + wide] and (r, c + wide) not in taken:
                wide += 1
            deep = 1
            while r + deep < rows and _open(right, below, r + deep, c, wide, taken):
                deep += 1
            taken.update((r + i, c + j) for i in range(deep) for j in range(wide))
            cells.append(GridCell(r, c, deep, wide))
    return cells


def _open(
    right: list[set[int]],
    below: list[set[int]],
    row: int,
    column: int,
    wide: int,
    taken: set[tuple[int, int]],
) -> bool:
    """No line parts this row's stretch from the one above, nor runs through it."""
    stretch = range(column, column + wide)
    if any(c in below[row] or (row, c) in taken for c in stretch):
        return False
    if any(row in right[c] for c in stretch if c > column):
        return False
    return (column == 0 or row in right[column]) and (
        column + wide == len(right) - 1 or row in right[column + wide]
    )
