"""Columns whose rows are not drawn: labels or figures that stand level with the rows beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.read.pdf.tables.lines import Grid, GridCell
from extractor.read.pdf.tables.ruled import Filled
from extractor.read.pdf.text.pieces import counts, is_value
from extractor.read.pdf.text.words import Word, rows_of

LEVEL = 0.25
"""In sizes: how far a label may stand above or below the figures of its row."""
MOST_ROWS = 0.7
"""Share of the rows that must have a label of their own."""
FARTHEST = 30.0
"""In sizes: a label stands at most this far from the figures."""
PAST = 1.0
"""In sizes: text that goes on so close above or below the labels is no column of them."""


def widened(filled: Filled, words: Sequence[Word]) -> tuple[Filled, list[Word]]:
    """The grid with the column of labels to its left that is not drawn, and the words that are left."""
    left = list(words)
    if any(filled.inner) or len(filled.grid.ys) < 3 or not _counts(filled):
        return filled, left
    x0, top, _, bottom = filled.box
    size = max((word.style.size for own in filled.words for word in own), default=0.0)
    near = [w for w in words if w.x1 <= x0 + 1 and w.x0 > x0 - FARTHEST * size]
    own = [w for w in near if top <= (w.top + w.bottom) / 2 <= bottom]
    if not own or any(top - PAST * size < w.bottom <= top + 1 and w.x0 < x0 for w in near if w not in own):
        return filled, left
    edge = min(w.x0 for w in own)
    if any(bottom - 1 <= w.top < bottom + PAST * size for w in near if w not in own):
        return filled, left
    labels = _by_row(filled.grid, own)
    if not _level(filled, labels, range(len(filled.grid.ys) - 1)):
        return filled, left
    grid = filled.grid
    cells = [cell._replace(column=cell.column + 1) for cell in grid.cells]
    together = list(zip(cells, filled.words, filled.inner, strict=True))
    together += [(GridCell(row, 0, 1, 1), labels.get(row, []), []) for row in range(len(grid.ys) - 1)]
    together.sort(key=lambda one: one[0][:2])
    wider = Grid((edge, *grid.xs), grid.ys, tuple(cell for cell, _, _ in together), grid.shaded)
    taken = {id(word) for word in own}
    return (
        Filled(wider, [words for _, words, _ in together], [inner for _, _, inner in together]),
        [word for word in left if id(word) not in taken],
    )


def levels(filled: Filled, cell: GridCell, words: Sequence[Word]) -> set[float]:
    """The edges of rows at which a cell beside several rows is cut: a label or figure is level with each.

    Beside two rows only figures are, as a label of two lines would be too.
    """
    grid = filled.grid
    rows = range(cell.row, cell.row + cell.row_span)
    if cell.row_span < 2 or len(words) < MOST_ROWS * cell.row_span:
        return set()
    if cell.row_span == 2 and not all(is_value(word.text) for word in words):
        return set()
    return set(grid.ys[cell.row + 1 : rows.stop]) if _level(filled, _by_row(grid, words), rows) else set()


def _counts(filled: Filled) -> bool:
    """The first column that is drawn holds figures, under its head."""
    first = [
        " ".join(word.text for word in words)
        for cell, words in zip(filled.grid.cells, filled.words, strict=True)
        if cell.column == 0 and cell.column_span == 1 and words
    ]
    figures = sum(map(counts, first))
    return figures > 1 and figures >= 0.5 * len(first)


def _by_row(grid: Grid, words: Sequence[Word]) -> dict[int, list[Word]]:
    found: dict[int, list[Word]] = {}
    for word in words:
        square = grid.square(grid.xs[0], (word.top + word.bottom) / 2)
        if square is not None:
            found.setdefault(square[0], []).append(word)
    return found


def _level(filled: Filled, labels: Mapping[int, Sequence[Word]], among: range) -> bool:
    """Most rows of figures have a line of their own; a single label stands on the line of its figures."""
    told, rows = 0, 0
    words = [word.text for own in labels.values() for word in own]
    figures = 2 * sum(map(is_value, words)) >= len(words)
    for row in among:
        own = [
            words[0]
            for cell, words in zip(filled.grid.cells, filled.words, strict=True)
            if cell.row == row and cell.row_span == 1 and words and (figures or counts(words[0].text))
        ]
        lines = rows_of(labels.get(row, ()))
        rows += bool(own)
        told += bool(lines and own)
        if not own:
            continue
        off = abs(lines[0].baseline - own[0].baseline) if len(lines) == 1 else 0.0
        if not figures and off > LEVEL * own[0].style.size:
            return False
    return rows > 1 and told >= MOST_ROWS * rows
