"""Grids with their words: which grids of a page are tables, and what stands in their cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractor.model.types import Block, Box
from extractor.read.pdf.ink import Fill, Rule, overlap
from extractor.read.pdf.tables.lines import Grid, GridCell, components, grid_of, split_rules
from extractor.read.pdf.tables.shading import seen_fills
from extractor.read.pdf.text.paragraphs import Para, is_figure, paragraphs
from extractor.read.pdf.text.words import Word, rows_of

PAPER = 250
"""A fill whose every colour is at least this is as white as the page."""
BAR = 7.0
"""Points: a box as thin as this holds no words."""
FEWEST_SHADED = 4
"""Cells with words that coloured boxes must have to be a table."""
STACK = 3
"""Figures below each other in one cell."""
SPARSEST = 0.12
"""Share of a table's cells that hold words; in a chart's raster fewer do."""
SLIVER = 4.0
"""Points: a row or column thinner than this without words is a double line."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart or an image: where it stands and the blocks that it gives."""

    box: Box
    blocks: tuple[Block, ...]


@dataclass(slots=True)
class Filled:
    """A grid and its words, cell by cell, in the order of grid.cells."""

    grid: Grid
    words: list[list[Word]]
    inner: list[list[Filled | Figure]]
    """Smaller grids and figures that stand in a cell."""

    @property
    def box(self) -> Box:
        return self.grid.box

    def filled_cells(self) -> int:
        return sum(1 for words in self.words if words)


def drawn_grids(rules: Iterable[Rule], fills: Sequence[Fill]) -> list[Grid]:
    """The grids of more than one cell that rules draw, or the edges of coloured boxes."""
    fills = seen_fills(fills)
    rules = [*rules, *_bars(fills)]
    grids = _grids(rules)
    shaded = _shaded_rules(fills, [grid.box for grid in grids])
    if not shaded:
        return grids
    known = [grid.box for grid in grids]
    found: list[Grid] = []
    for grid in _grids([*rules, *shaded]):
        if any(_inside(box, grid.box) for box in known):
            found.append(grid)
        elif len(grid.xs) > 2:  # one column of coloured lines is a shaded paragraph
            found.append(replace(grid, shaded=True))
    return found


def _bars(fills: Iterable[Fill]) -> list[Rule]:
    """Boxes too thin for words as rules: so thick are the lines of some table styles, many of them white."""
    found: list[Rule] = []
    for x0, top, x1, bottom, colour in fills:
        if bottom - top < BAR <= x1 - x0:
            found.append(Rule(x0, (top + bottom) / 2, x1, (top + bottom) / 2, colour))
        elif x1 - x0 < BAR <= bottom - top:
            found.append(Rule((x0 + x1) / 2, top, (x0 + x1) / 2, bottom, colour))
    return found


def _grids(rules: Iterable[Rule]) -> list[Grid]:
    across, down = split_rules(rules)
    grids = (grid_of(*lines) for lines in components(across, down))
    return [grid for grid in grids if grid is not None and len(grid.cells) > 1]


def fill_grids(
    grids: Iterable[Grid], words: Sequence[Word], figures: Sequence[Figure]
) -> tuple[list[Filled], list[Word], list[Figure]]:
    """The grids that hold words, top to bottom, and the words and figures outside them.

    A grid or figure inside a cell is put there (`inner`).
    """
    left, loose = list(words), list(figures)
    found: list[Filled] = []
    for grid in sorted(grids, key=lambda g: (g.box[2] - g.box[0]) * (g.box[3] - g.box[1])):
        own, left = _taken(grid, left)
        filled = Filled(grid, own, [[] for _ in grid.cells])
        adopted = _adopt(filled, found, loose)
        fewest = FEWEST_SHADED if grid.shaded and not is_stacked(filled) else 2
        if adopted or filled.filled_cells() >= max(fewest, SPARSEST * len(grid.cells)):
            found.append(_slimmed(filled))
        else:
            left.extend(word for cell in own for word in cell)
    found.sort(key=lambda item: (item.box[1], item.box[0]))
    return found, left, loose


def faint_grids(grids: Iterable[Grid], left: Sequence[Word]) -> list[Filled]:
    """Coloured boxes in a row that hold too few words to be a table, but may be the header of one."""
    found: list[Filled] = []
    for grid in grids:
        if grid.shaded and len(grid.xs) > 2:
            own, _ = _taken(grid, left)
            filled = Filled(grid, own, [[] for _ in grid.cells])
            if 2 <= filled.filled_cells() < FEWEST_SHADED:
                found.append(filled)
    return found


def _shaded_rules(fills: Iterable[Fill], boxes: Sequence[Box]) -> list[Rule]:
    """The edges of coloured boxes that stand outside ruled grids, as rules."""
    found: list[Rule] = []
    for x0, top, x1, bottom, colour in fills:
        if min(colour) >= PAPER or x1 - x0 < 12 or bottom - top < BAR:
            continue
        middle = ((x0 + x1) / 2, (top + bottom) / 2)
        if any(b[0] - 3 <= middle[0] <= b[2] + 3 and b[1] - 3 <= middle[1] <= b[3] + 3 for b in boxes):
            continue
        found.append(Rule(x0, top, x1, top, colour))
        found.append(Rule(x0, bottom, x1, bottom, colour))
        found.append(Rule(x0, top, x0, bottom, colour))
        found.append(Rule(x1, top, x1, bottom, colour))
    return found


def _taken(grid: Grid, words: Iterable[Word]) -> tuple[list[list[Word]], list[Word]]:
    """Words by cell, and those outside the grid."""
    owners = grid.owners()
    own: list[list[Word]] = [[] for _ in grid.cells]
    outside: list[Word] = []
    x0, top, x1, bottom = grid.box
    for word in words:
        y = (word.top + word.bottom) / 2
        x = (word.x0 + word.x1) / 2
        square = grid.square(x, y) if top <= y <= bottom and x0 <= x <= x1 else None
        if square is None:
            outside.append(word)
        else:
            own[owners[square[0]][square[1]]].append(word)
    return own, outside


def _adopt(filled: Filled, found: list[Filled], loose: list[Figure]) -> bool:
    """Puts smaller grids and figures that lie inside one of this grid's cells there."""
    adopted = False
    owners = filled.grid.owners()
    parts: list[Filled | Figure] = [*found, *loose]
    for inner in parts:
        x, y = (inner.box[0] + inner.box[2]) / 2, (inner.box[1] + inner.box[3]) / 2
        square = filled.grid.square(x, y)
        if square is None or not _inside(inner.box, filled.box):
            continue
        filled.inner[owners[square[0]][square[1]]].append(inner)
        if isinstance(inner, Filled):
            found.remove(inner)
        else:
            loose.remove(inner)
        adopted = True
    return adopted


def _inside(inner: Box, outer: Box) -> bool:
    return overlap(inner[0], inner[2], outer[0], outer[2]) > 0.9 * (inner[2] - inner[0]) and (
        overlap(inner[1], inner[3], outer[1], outer[3]) > 0.9 * (inner[3] - inner[1])
    )


def is_stacked(filled: Filled) -> bool:
    """Figures stand below each other in several cells: all rows of a table in one."""
    stacks = 0
    for words in filled.words:
        lines = rows_of(words) if len(words) >= STACK else []
        stacks += sum(map(is_figure, lines)) >= STACK
    return stacks > 1


def _slimmed(filled: Filled) -> Filled:
    """The grid without the slivers between double lines."""
    grid = filled.grid
    keep_x, new_x = _kept(grid.xs, {c.column for c, w in zip(grid.cells, filled.words, strict=False) if w})
    keep_y, new_y = _kept(grid.ys, {c.row for c, w in zip(grid.cells, filled.words, strict=False) if w})
    if len(keep_x) == len(grid.xs) and len(keep_y) == len(grid.ys):
        return filled
    cells: list[GridCell] = []
    words: list[list[Word]] = []
    inner: list[list[Filled | Figure]] = []
    for index, cell in enumerate(grid.cells):
        row, column = new_y[cell.row], new_x[cell.column]
        rows = new_y[cell.row + cell.row_span] - row
        columns = new_x[cell.column + cell.column_span] - column
        if rows > 0 and columns > 0:
            cells.append(GridCell(row, column, rows, columns))
            words.append(filled.words[index])
            inner.append(filled.inner[index])
    slim = Grid(tuple(grid.xs[k] for k in keep_x), tuple(grid.ys[k] for k in keep_y), tuple(cells))
    return Filled(slim, words, inner)


def _kept(edges: Sequence[float], used: set[int]) -> tuple[list[int], list[int]]:
    """The edges that stay when stretches thinner than SLIVER and without words go; the place of every edge.

    An edge that goes falls together with the one before it.
    """
    kept, places = [0], [0]
    for k in range(1, len(edges)):
        if edges[k] - edges[kept[-1]] >= SLIVER or k - 1 in used or len(edges) == 2:
            kept.append(k)
        elif k == len(edges) - 1 and len(kept) > 1:
            kept[-1] = k
        places.append(len(kept) - 1)
    return kept, places


def padding(filled: Filled) -> float:
    """Points between a cell's left edge and its text, as this table sets it."""
    offsets = sorted(
        min(w.x0 for w in words) - filled.grid.xs[cell.column]
        for cell, words in zip(filled.grid.cells, filled.words, strict=False)
        if words
    )
    return min(max(offsets[len(offsets) // 8], 0.0), 8.0) if offsets else 0.0


def cell_paragraphs(filled: Filled) -> list[list[Para]]:
    """The paragraphs of every cell, in the order of grid.cells."""
    pad = padding(filled)
    found: list[list[Para]] = []
    for cell, words in zip(filled.grid.cells, filled.words, strict=True):
        x0, _, x1, _ = filled.grid.cell_box(cell)
        found.append(paragraphs(rows_of(words), (x0 + pad, x1 - pad)))
    return found
