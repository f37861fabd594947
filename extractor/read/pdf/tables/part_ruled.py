"""Tables drawn in part: a shaded header over an open body, every second row shaded, a frame and lines in it.

What is drawn of them looks like a small grid. Where the lines of text around it and
in it make one table by white space, larger than what is drawn, that table is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.model.types import Box
from extractor.read.layout.line_shapes import is_caption
from extractor.read.pdf.ink import holds, hull, overlap, within
from extractor.read.pdf.tables.banded import find_banded
from extractor.read.pdf.tables.beside import widened
from extractor.read.pdf.tables.head_cells import HeadCell
from extractor.read.pdf.tables.lines import Grid, Line
from extractor.read.pdf.tables.ruled import Filled, is_stacked
from extractor.read.pdf.tables.ruled_refine import refine, split_at
from extractor.read.pdf.tables.tiles import tiles_at
from extractor.read.pdf.tables.white_space import Aligned, cut, find_aligned
from extractor.read.pdf.text.pieces import counts, is_value
from extractor.read.pdf.text.words import Row, Word, rows_of

MOST_RULED = 2
"""Rows of a ruled grid that may be the header, or the total, of a table whose other rows are open."""
FEWEST_BARE = 2
"""Rows of a ruled grid of one column that may hold columns of white space."""
LABELLED = 0.7
"""Share of a table's rows that begin with words, where some do."""
NEAR = 3.0
"""Points by which words may reach out of what is drawn."""
ABOVE = 8.0
"""In sizes: how far above what is drawn the table may begin."""


def completed(
    drawn: Sequence[Filled], faint: Sequence[Filled], left: Sequence[Word], rules: Sequence[Line]
) -> tuple[list[Filled], list[Word], list[Aligned]]:
    """The grids that stay, refined, the words outside them, and the tables that others are a part of.

    The words of the `faint` ones, which are no tables by themselves, are among those outside.
    """
    grids, loose = list[Filled](), list(left)
    for grid in drawn:
        wider, loose = widened(refine(grid), loose)
        grids.append(wider)
    kept, found = list(grids), list[Aligned]()
    waiting = [grid for grid, plain in zip(grids, drawn, strict=True) if _may_be_part(plain)] + list(faint)
    whole = [grid for grid, plain in zip(grids, drawn, strict=True) if grid is plain] + list(faint)
    few = [
        g
        for g, plain in zip(grids, drawn, strict=True)
        if len(plain.grid.xs) == 2 or (len(plain.grid.ys) <= MOST_RULED + 1 and not is_stacked(plain))
    ]
    waiting.sort(key=lambda one: one.box[1])
    while waiting:
        part = waiting.pop(0)
        others = [part, *waiting]
        own = [word for one in others if one not in faint for cell in one.words for word in cell]
        table = _around(part, part in whole, others, [*loose, *own], rules)
        if table is None or ((part in whole or part not in few) and not _goes_on(table, part)):
            continue
        inside = [one for one in others if within(_text_box(one), table.box, NEAR)]
        kept = [one for one in kept if one not in inside]
        waiting = [one for one in waiting if one not in inside]
        for one in inside:
            table = _with_cells(table, one) if one in whole else table
        boxes = [line.box for row in table.rows for _, _, lines in row for line in lines]
        own = [word for one in inside if one not in faint for cell in one.words for word in cell]
        around = table.box
        loose = [
            word
            for word in [*loose, *own]
            if not (holds(around, word.box) and any(holds(box, word.box) for box in boxes))
        ]
        found.append(table)
    return kept, loose, found


def _may_be_part(filled: Filled) -> bool:
    grid = filled.grid
    rows = len(grid.ys) - 1
    part = grid.shaded or rows <= MOST_RULED if len(grid.xs) > 2 else rows >= FEWEST_BARE
    tiles = len(grid.xs) > 2 and sum(map(_is_tile, filled.words)) > 1
    return part and not any(filled.inner) and not tiles


def _is_tile(words: Sequence[Word]) -> bool:
    """A figure on a line of its own beside lines of words, larger than a number that ends a header."""
    lines = rows_of(words)
    figures = [line for line in lines if is_value(line.text)]
    size = max((line.size for line in lines if line not in figures), default=0.0)
    return bool(size) and any(len(line.text) > 1 or line.size > 1.1 * size for line in figures)


def _around(
    part: Filled, plain: bool, others: Sequence[Filled], words: Sequence[Word], rules: Sequence[Line]
) -> Aligned | None:
    """The table of which a grid is a part; None where it stands for itself.

    The cells of a `plain` one are as they are drawn; those of others were told by white space.
    """
    x0, top, x1, _ = part.box
    size = max(word.style.size for cell in part.words for word in cell)
    words = [word for word in words if word.bottom > top - ABOVE * size]
    edges = [edge for one in others for edge in _edges(one.grid)]
    table = _table(part, plain, words, (x0, x1), [*rules, *edges])
    if table is not None and _labelled(table) < 1 and any(word.x0 < x0 - NEAR for word in words):
        left = min(word.x0 for word in words)
        table = _table(part, plain, words, (left, x1), [*rules, *edges]) or table
    return None if table is None or 0 < _labelled(table) < LABELLED else table


def _table(
    part: Filled, plain: bool, words: Sequence[Word], sides: tuple[float, float], rules: Sequence[Line]
) -> Aligned | None:
    """The table of white space between two sides that holds the part and more."""
    box, columns = _text_box(part), max(map(len, _filled_rows(part).values()))
    middle = (box[1] + box[3]) / 2
    for lines in _stretches(words, *sides, part if plain else None):
        if not lines or not lines[0][0].top <= middle <= lines[-1][0].bottom:
            continue
        tiles = filter(None, (tiles_at(lines, index) for index in range(len(lines))))
        keys = {index for found in tiles for index in range(found.first, found.last + 1)}
        rivals = [*find_aligned(lines, rules, keys), *find_banded(lines, rules)]
        near = [t for run, t in rivals if keys.isdisjoint(range(run.first, run.last + 1))]
        # what stands apart from the part, other lines between, is a table of its own
        near = [table for table in near if overlap(table.box[1], table.box[3], box[1], box[3]) >= 0]
        whole = [_with_cells(table, part) if plain else table for table in near]
        whole = [table for table in whole if within(box, table.box, NEAR) and table.columns >= columns]
        if whole:
            return max(whole, key=lambda table: table.score)
    return None


def _stretches(
    words: Sequence[Word], x0: float, x1: float, drawn: Filled | None
) -> Iterator[list[list[Row]]]:
    """Lines of cells between two sides; a line that runs across a side or a caption ends the stretch.

    What is `drawn` tells its own cells apart, however close together their words stand.
    """
    lines: list[list[Row]] = []
    for row in rows_of(words):
        parts = [piece for part in cut(row) for piece in _in_cells(part, drawn)]
        inside = [part for part in parts if part.x0 >= x0 - NEAR and part.x1 <= x1 + NEAR]
        across = any(overlap(part.x0, part.x1, x0, x1) > NEAR for part in parts if part not in inside)
        if across or (not inside and is_caption(row.text)):
            yield lines
            lines = []
        elif inside:
            lines.append(inside)
    yield lines


def _in_cells(part: Row, drawn: Filled | None) -> list[Row]:
    """The words of a line by the cell in which they are drawn."""
    if drawn is None or not drawn.box[1] < _middle(part) < drawn.box[3]:
        return [part]
    crossed = {k for c in drawn.grid.cells for k in range(c.column + 1, c.column + c.column_span)}
    return split_at(part, [x for k, x in enumerate(drawn.grid.xs) if k not in crossed])


def _with_cells(table: Aligned, part: Filled) -> Aligned:
    """The table with the rows that are drawn as they are drawn; as it was where the columns do not match.

    So headers of several lines keep together that stand beside shorter ones.
    """
    _, top, _, bottom = part.box
    outside: list[tuple[HeadCell, ...]] = []
    for row in table.rows:
        inside = [top < _middle(line) < bottom for _, _, lines in row for line in lines]
        if any(inside) and not all(inside):
            return table
        if not any(inside):
            outside.append(row)
    at = _matched(table, outside, part.grid)
    if at is None:
        return table
    rows: dict[int, list[HeadCell]] = {}
    for cell, words in zip(part.grid.cells, part.words, strict=True):
        if words:
            under = [k for k, column in enumerate(at) if 0 <= column - cell.column < cell.column_span]
            if not under:
                return table
            rows.setdefault(cell.row, []).append((under[0], under[-1], tuple(rows_of(words))))
    together = [*outside, *(tuple(row) for row in rows.values())]
    together.sort(key=lambda row: min(_middle(lines[0]) for _, _, lines in row))
    box = hull([line.box for row in together for _, _, lines in row for line in lines])
    return Aligned(tuple(together), table.columns, box)


def _matched(table: Aligned, outside: Sequence[Sequence[HeadCell]], grid: Grid) -> list[int] | None:
    """For each column of the table that of the grid in which its figures stand; None where two share one."""
    found: list[int] = []
    for column in range(table.columns):
        boxes = [line.box for row in outside for a, b, lines in row if a == b == column for line in lines]
        if not boxes:
            return None
        middle = (min(box[0] for box in boxes) + max(box[2] for box in boxes)) / 2
        at = grid.square(min(max(middle, grid.xs[0]), grid.xs[-1]), grid.ys[0])
        if at is None or (found and at[1] <= found[-1]):
            return None
        found.append(at[1])
    return found


def _goes_on(table: Aligned, part: Filled) -> bool:
    """Does a row of the table, of several cells, stand outside of what is drawn, or has that no columns?"""
    _, top, _, bottom = part.box
    if len(part.grid.xs) == 2:
        return True
    return any(
        len(row) > 1 and not any(top < _middle(line) < bottom for _, _, lines in row for line in lines)
        for row in table.rows
    )


def _middle(line: Row) -> float:
    return (line.top + line.bottom) / 2


def _labelled(table: Aligned) -> float:
    """The share of rows that begin with words. Tiles have words in every second row only."""
    first = [lines[0].text for row in table.rows[1:] for column, _, lines in row if column == 0]
    figures = sum(counts(text) and any(ch.isdigit() for ch in text) for text in first)
    return 1 - figures / len(first) if first else 0.0


def _edges(grid: Grid) -> list[Line]:
    """The lines between rows that no cell runs across."""
    crossed = {row for cell in grid.cells for row in range(cell.row + 1, cell.row + cell.row_span)}
    return [Line(y, grid.xs[0], grid.xs[-1]) for k, y in enumerate(grid.ys) if k not in crossed]


def _text_box(filled: Filled) -> Box:
    """The box of the words in rows of several cells, if there are any; a row of one is the title on top."""
    rows = _filled_rows(filled).values()
    several = [cells for cells in rows if len(cells) > 1] or rows
    return hull([word.box for cells in several for words in cells for word in words])


def _filled_rows(filled: Filled) -> dict[int, list[list[Word]]]:
    """The words of the cells that have some, by row."""
    found: dict[int, list[list[Word]]] = {}
    for cell, words in zip(filled.grid.cells, filled.words, strict=True):
        if words:
            found.setdefault(cell.row, []).append(words)
    return found
