"""Ruled grids whose inner lines are missing: the columns and rows that only white space shows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

from extractor.read.pdf.tables.beside import levels
from extractor.read.pdf.tables.lines import Grid, GridCell
from extractor.read.pdf.tables.row_groups import drawn_rows
from extractor.read.pdf.tables.ruled import Filled
from extractor.read.pdf.tables.white_space_rows import Gutter, cell_lines, gutters, sides
from extractor.read.pdf.text.pieces import chunks, is_value, numbers_columns
from extractor.read.pdf.text.words import Row, Word, make_row, rows_of

SAME_LINE = 0.55
"""In sizes: lines of two cells whose baselines differ by less stand beside each other."""
UNDER_EACH = 0.6
"""Share of the columns that must have a figure of their own below them."""
NARROWEST = 2.0
"""Points of white between two headers."""
FEWEST_LINES = 3
"""Lines a cell must have before white space in it may pass for columns or rows."""


def refine(filled: Filled) -> Filled:
    """The grid with hidden columns and rows cut out; the same grid where there are none."""
    if any(filled.inner):
        return filled
    filled = _cut_spans(_cut_numbers(filled))
    lines = [[chunks(row) for row in rows_of(words)] if words else [] for words in filled.words]
    stacks: dict[tuple[int, int], list[int]] = {}
    for index, cell in enumerate(filled.grid.cells):
        stacks.setdefault((cell.column, cell.column_span), []).append(index)
    found: list[list[Gutter]] = [[] for _ in lines]
    for members in stacks.values():
        own = _hidden([parts for index in members for parts in lines[index]])
        for index in members:
            found[index] = own
    if any(found):
        rows = [parts for own in lines for parts in own]
        found = [[_between(gutter, rows) for gutter in own] for own in found]
        filled = _cut_columns(filled, lines, found)
    return _cut_spans(_cut_rows(filled))


def _cut_numbers(filled: Filled) -> Filled:
    """The grid with the numbers of columns that stand below their headings in a row of their own."""
    grid = filled.grid
    for row in rows_of([word for words in filled.words for word in words]):
        if not numbers_columns([word.text for word in row.words]):
            continue
        own = [index for index, words in enumerate(filled.words) if any(word in row.words for word in words)]
        above = [w.bottom for k in own for w in filled.words[k] if w.bottom <= row.top + 1]
        if (
            len(own) < len(row.words)
            or not above
            or any(w.top >= row.bottom for k in own for w in filled.words[k])
        ):
            continue
        y = (max(above) + row.top) / 2
        cuts = [{y: y} if k in own else {} for k in range(len(grid.cells))]
        return _rebuilt(filled, grid.xs, sorted({*grid.ys, y}), [set() for _ in grid.cells], cuts)
    return filled


def _between(gutter: Gutter, rows: Sequence[Sequence[Row]]) -> Gutter:
    """The gutter, drawn in where headers reach into it that stand close beside each other."""
    for parts in rows:
        for left, right in pairwise(parts):
            if not right.x0 - NARROWEST > left.x1 or not (left.x1 < gutter.x1 and right.x0 > gutter.x0):
                continue
            if left.x1 <= gutter.x0 + NARROWEST and right.x0 < gutter.middle < right.x1:
                return Gutter(gutter.x0, right.x0)
            if right.x0 >= gutter.x1 - NARROWEST and left.x0 < gutter.middle < left.x1:
                return Gutter(left.x1, gutter.x1)
    return gutter


def _cut_spans(filled: Filled) -> Filled:
    """Cells that run under several columns, or beside several rows, cut where a figure stands for each.

    So are tables ruled whose lines between the columns end with the header, or those between
    the rows with the labels.
    """
    grid = filled.grid
    cuts: list[set[float]] = [set() for _ in grid.cells]
    for index, (cell, words) in enumerate(zip(grid.cells, filled.words, strict=True)):
        if cell.column_span < 2 or not words:
            continue
        edges = grid.xs[cell.column : cell.column + cell.column_span + 1]
        lines = [split_at(row, edges[1:-1]) for row in rows_of(words)]
        tall = cell.row_span > 2
        figures = {bisect_left(edges, (part.x0 + part.x1) / 2) for parts in lines for part in parts}
        fits = all(
            (tall or is_value(part.text)) and part.x0 > left - 1 and part.x1 < right + 1
            for parts in lines
            for part in parts
            for left, right in [_around(edges, (part.x0 + part.x1) / 2)]
        )
        if fits and len(figures) > 1 and len(figures) >= UNDER_EACH * cell.column_span:
            cuts[index].update(edges[1:-1])
    level = [
        {y: y for y in levels(filled, cell, words)}
        for cell, words in zip(grid.cells, filled.words, strict=True)
    ]
    if not any(cuts) and not any(level):
        return filled
    return _rebuilt(filled, grid.xs, grid.ys, cuts, level)


def _around(edges: Sequence[float], x: float) -> tuple[float, float]:
    """The edges on both sides of a place."""
    at = min(max(bisect_left(edges, x), 1), len(edges) - 1)
    return edges[at - 1], edges[at]


def _hidden(lines: Sequence[Sequence[Row]]) -> list[Gutter]:
    """The gutters of one cell whose lines are rows of short cells; labels may stand alone."""
    many = sum(1 for parts in lines if len(parts) > 1)
    if len(lines) < FEWEST_LINES or many < FEWEST_LINES - 1:
        return []
    found = gutters(lines, len(lines) // 8)
    alone = sum(len(parts) == 1 and parts[0].x1 <= found[0].x0 for parts in lines) if found else 0
    found = [g for g in found if sides(lines, g) >= max(2, 0.4 * (len(lines) - alone))]
    if not found or many < max(0.4 * len(lines), 0.6 * (len(lines) - alone)):
        return []
    values = texts = 0
    for line in cell_lines(lines, found):
        for column, part in line.parts.items():
            if column:
                values += is_value(part.text)
                texts += 1
    return found if texts and values >= 0.5 * texts else []


def _cut_columns(
    filled: Filled, lines: Sequence[Sequence[Sequence[Row]]], found: Sequence[list[Gutter]]
) -> Filled:
    """New column edges in the gutters; every cell is cut at those that its words leave free."""
    grid = filled.grid
    known = {x: x for x in grid.xs}
    fresh: list[Gutter] = []
    cuts: list[set[float]] = [set() for _ in grid.cells]
    for index, own in enumerate(found):
        for gutter in own:
            edge = next((x for x in grid.xs if gutter.x0 - 3 <= x <= gutter.x1 + 3), None)
            if edge is None:
                same = next((g for g in fresh if g.x0 < gutter.x1 and gutter.x0 < g.x1), None)
                if same is None:
                    fresh.append(gutter)
                    known[gutter.middle] = gutter.middle
                    edge = gutter.middle
                else:
                    edge = same.middle
            cuts[index].add(edge)
    for index, cell in enumerate(grid.cells):
        if found[index]:
            cuts[index] = {
                x
                for x in cuts[index]
                if not any(p.x0 < x - 1 and p.x1 > x + 1 for parts in lines[index] for p in parts)
            }
        else:
            cuts[index].update(_free_cuts(grid.cell_box(cell), lines[index], fresh))
    return _rebuilt(filled, sorted(known), grid.ys, cuts, [{} for _ in grid.cells])


def _free_cuts(
    box: tuple[float, float, float, float], lines: Sequence[Sequence[Row]], fresh: Sequence[Gutter]
) -> set[float]:
    """The new edges inside a cell that none of its text touches."""
    found: set[float] = set()
    for gutter in fresh:
        if not box[0] < gutter.middle < box[2]:
            continue
        if any(part.x0 < gutter.x1 and part.x1 > gutter.x0 for parts in lines for part in parts):
            continue
        found.add(gutter.middle)
    return found


def _cut_rows(filled: Filled) -> Filled:
    """Rows of figures inside one ruled row parted, where the figures run parallel."""
    grid = filled.grid
    ys: set[float] = set(grid.ys)
    cuts: list[dict[float, float]] = [{} for _ in grid.cells]
    for row in range(len(grid.ys) - 1):
        members = [i for i, cell in enumerate(grid.cells) if cell.row == row and cell.row_span == 1]
        used = sorted((i for i in members if filled.words[i]), key=lambda i: grid.cells[i].column)
        edges = _parallel(filled, used)
        own = edges.get(0, [])
        ys.update(own)
        for i in members:
            at = used.index(i) if i in used else 0
            cuts[i].update(zip(own, edges.get(at, own), strict=True))
    if len(ys) == len(grid.ys):
        return filled
    return _rebuilt(filled, grid.xs, sorted(ys), [set() for _ in grid.cells], cuts)


def _parallel(filled: Filled, used: Sequence[int]) -> dict[int, list[float]]:
    """The heights at which the cells of a ruled row, by their order, fall into rows; empty if it is one."""
    if len(used) < 2 or max(len(filled.words[i]) for i in used) < 2:
        return {}
    edges = [filled.grid.cell_box(filled.grid.cells[i])[0] for i in used[1:]]
    rows = rows_of([w for i in used for w in filled.words[i]], SAME_LINE)
    if len(rows) < 2:
        return {}
    lines = cell_lines([split_at(row, edges) for row in rows], [Gutter(x - 0.5, x + 0.5) for x in edges])
    most = 2 * len(rows) >= len(rows_of([w for words in filled.words for w in words], SAME_LINE))
    found: dict[int, list[float]] = {}
    for above, below in pairwise(drawn_rows(lines, most)):
        for column in range(len(used)):
            over = [line.parts[column].bottom for line in above if column in line.parts]
            under = [line.parts[column].top for line in below if column in line.parts]
            if not over and not under:
                over, under = [line.row.bottom for line in above], [line.row.top for line in below]
            found.setdefault(column, []).append((max(over or under[:1]) + min(under or over[-1:])) / 2)
    return found


def split_at(row: Row, xs: Sequence[float]) -> list[Row]:
    """A row cut at column edges, by the middle of its words."""
    parts: dict[int, list[Word]] = {}
    for word in row.words:
        middle = (word.x0 + word.x1) / 2
        parts.setdefault(sum(1 for x in xs if x <= middle), []).append(word)
    return [make_row(words) for _, words in sorted(parts.items())]


def _rebuilt(
    filled: Filled,
    xs: Sequence[float],
    ys: Sequence[float],
    down: Sequence[set[float]],
    across: Sequence[Mapping[float, float]],
) -> Filled:
    """The grid on a finer raster, each cell cut at its own new edges.

    `across` gives for an edge of rows where the words of the cell are parted.
    """
    old = filled.grid
    at_x = {x: i for i, x in enumerate(xs)}
    at_y = {y: i for i, y in enumerate(ys)}
    cells: list[GridCell] = []
    words: list[list[Word]] = []
    for index, cell in enumerate(old.cells):
        x0, top, x1, bottom = old.cell_box(cell)
        x_edges = [x0, *sorted(x for x in down[index] if x0 < x < x1), x1]
        y_edges = [top, *sorted(y for y in across[index] if top < y < bottom), bottom]
        parted = across[index]
        for above, below in pairwise(y_edges):
            for left, right in pairwise(x_edges):
                cells.append(
                    GridCell(at_y[above], at_x[left], at_y[below] - at_y[above], at_x[right] - at_x[left])
                )
                words.append(
                    [
                        w
                        for w in filled.words[index]
                        if left <= (w.x0 + w.x1) / 2 < right or len(x_edges) == 2
                        if parted.get(above, above) <= (w.top + w.bottom) / 2 < parted.get(below, below)
                        or len(y_edges) == 2
                    ]
                )
    order = sorted(range(len(cells)), key=lambda i: (cells[i].row, cells[i].column))
    grid = Grid(tuple(xs), tuple(ys), tuple(cells[i] for i in order))
    return Filled(grid, [words[i] for i in order], [[] for _ in order])
