"""Tables flattened to one cell a line: the headings first, then each label with its figures below it.

They are believed where, over two rows or more, as many figures stand below every label as there are
headings. A label with fewer or more ends the table: nothing says under which heading its figures belong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.model.types import Anchor, RawTable
from extractor.read.layout import line_shapes as shape
from extractor.read.text.decode import Line
from extractor.read.text.run_together import PERIOD, is_corner, is_series
from extractor.read.text.typed_tables import VALUE, Grid, raw_cell

FEWEST_ROWS = 2
FEWEST_COLUMNS = 2
MOST_HEADINGS = 16
MOST_LABELS = 2
MOST_BLANKS = 4
LONGEST_CELL = 80


class Cell(NamedTuple):
    """A text with its line's number, and the places in the list of lines where it begins and ends."""

    text: str
    number: int
    start: int
    end: int

    @property
    def is_figure(self) -> bool:
        return VALUE.match(self.text) is not None and not PERIOD.match(self.text)


def stacked(lines: Sequence[Line], at: int) -> list[Grid]:
    """The table whose corner, or whose first heading, stands in the line `at`."""
    if not _may_be_cell(lines[at].text):
        return []
    heads = _run(lines, at, figures=False)
    if len(heads) < FEWEST_COLUMNS + 1:
        return []
    columns = len(_run(lines, heads[-1].end, figures=True))
    head = heads[:-1]
    if not _is_header([cell.text for cell in head], columns, _above(lines, at)):
        return []
    rows = _rows(lines, heads[-1].start, columns)
    if sum(len(row) > 1 for row in rows) < FEWEST_ROWS:
        return []
    return [_grid(head, rows, columns)]


def _may_be_cell(text: str) -> bool:
    text = text.strip()
    return 0 < len(text) <= LONGEST_CELL and not shape.ends_sentence(text) and not shape.take_bullet(text)[0]


def _run(lines: Sequence[Line], at: int, figures: bool) -> list[Cell]:
    """The cells from `at` on that are figures, or that are none, as far as they go."""
    cells: list[Cell] = []
    while (cell := _next(lines, at)) is not None and cell.is_figure == figures:
        if len(cells) > MOST_HEADINGS or (cells and len(cells[-1].text) > LONGEST_CELL):
            return []
        at = cell.end
        if cells and not figures and cell.text[0].islower():
            cells[-1] = cells[-1]._replace(text=f"{cells[-1].text} {cell.text}", end=cell.end)
        else:
            cells.append(cell)
    return cells


def _next(lines: Sequence[Line], at: int) -> Cell | None:
    """The first line with a text from `at` on, if it may be a cell and stands near."""
    for place in range(at, min(len(lines), at + MOST_BLANKS + 1)):
        text = lines[place].text
        if lines[place].blank:
            continue
        if not _may_be_cell(text):
            return None
        return Cell(" ".join(text.split()), lines[place].number, place, place + 1)
    return None


def _above(lines: Sequence[Line], at: int) -> str:
    return next(
        (line.text.strip() for line in reversed(lines[max(0, at - MOST_BLANKS) : at]) if not line.blank), ""
    )


def _is_header(head: Sequence[str], columns: int, above: str) -> bool:
    """Is there a heading for each of the columns, with a corner before them or a text that is no cell?"""
    if columns < FEWEST_COLUMNS:
        return False
    if len(head) == columns + 1:
        lost = is_corner(head[1]) or (is_series(head[2:]) and not is_series(head[1:]))
        return is_corner(head[0]) or not lost
    alone = not above or shape.ends_sentence(above)
    return len(head) == columns and alone and not is_corner(head[0]) and is_series(head)


def _rows(lines: Sequence[Line], at: int, columns: int) -> list[list[Cell]]:
    """Labels with their figures; a label alone heads the rows below it."""
    rows: list[list[Cell]] = []
    while True:
        labels = _run(lines, at, figures=False)
        figures = _run(lines, labels[-1].end, figures=True) if labels else []
        if len(figures) != columns or len(labels) > MOST_LABELS:
            return rows
        rows += [[label] for label in labels[:-1]]
        rows.append([labels[-1], *figures])
        at = figures[-1].end


def _grid(head: Sequence[Cell], rows: Sequence[Sequence[Cell]], columns: int) -> Grid:
    names = [raw_cell(cell.text, cell.number, header=True) for cell in head]
    if len(head) == columns:
        names.insert(0, raw_cell("", head[0].number, header=True))
    body = [
        tuple(raw_cell(c.text, c.number, span=columns + 1 if len(row) == 1 else 1) for c in row)
        for row in rows
    ]
    return Grid(
        head[0].start, rows[-1][-1].end, RawTable((tuple(names), *body), "", Anchor(line=head[0].number))
    )
