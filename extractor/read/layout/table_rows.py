"""A run of table rows: where its columns really are, and the Table that it makes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from extractor.model.types import Anchor, Block, Cell, Picture, Prose, RawCell, Table
from extractor.read.layout.line_shapes import is_bare_caption, is_caption, is_number_alone

_TILE = re.compile(r"^[<>~£]?\d[\d,.]*\s?%?\s+\D*[a-z]{3}")
_NUMBERING = re.compile(r"\w")
_LEADER = re.compile(r"(?<=\w)\W?(?:\s*(?:\.\s?){4,}|\s*…[.…\s]*|\s*_{4,})$")
"""The dots that lead from a label to its figure in the next cell."""


class Placed(NamedTuple):
    """A raw cell with the columns [start, end) that it covers, its rows and its text."""

    cell: RawCell
    start: int
    end: int
    row_span: int
    text: str
    """The cell's lines, one a paragraph, empty ones dropped."""


def text_of(cell: RawCell) -> str:
    """The lines of a cell, one a paragraph; numbers of headings stay, those of lists and bullets go."""
    content = cell.content
    if len(content) == 1:
        return _line(content[0])
    return "\n".join(line for line in map(_line, content) if line) if content else ""


def _line(block: Block) -> str:
    if not isinstance(block, Prose):
        return ""
    text = block.text.strip()
    if text.endswith((".", "…", "_")):
        text = _LEADER.sub("", text)
    counted = block.kind == "list" and text  # the number is made by the program that shows the list
    return f"{block.number} {text}".strip() if _NUMBERING.search(block.number) and not counted else text


class Row(NamedTuple):
    """A placed row; `number` is the section number that stood before it."""

    cells: tuple[Placed, ...]
    carried: bool
    """A cell from a row above reaches into this one."""
    number: str = ""
    number_cell: RawCell | None = None

    @property
    def blank(self) -> bool:
        """Nothing printed in it."""
        return not self.number and not any(
            isinstance(b, Picture | Table) or b.text for p in self.cells for b in p.cell.content
        )

    @property
    def full(self) -> bool:
        """One cell over the whole width."""
        return len(self.cells) == 1 and not self.carried and self.cells[0].row_span == 1

    @property
    def nested(self) -> bool:
        """A cell of it holds a table of its own."""
        return any(isinstance(b, Table) for p in self.cells for b in p.cell.content)

    @property
    def starts(self) -> tuple[int, ...]:
        """Left edges of its cells."""
        return tuple(p.start for p in self.cells)

    @property
    def edges(self) -> set[int]:
        """Left and right edges of its cells."""
        return {e for p in self.cells for e in (p.start, p.end)}

    @property
    def anchor(self) -> Anchor:
        """Where its first cell stands."""
        if self.number_cell is not None:
            return self.number_cell.anchor
        return self.cells[0].cell.anchor if self.cells else Anchor()


@dataclass(slots=True)
class Run:
    """Consecutive rows that make one grid, gathered one by one."""

    rows: list[Row] = field(default_factory=list)
    whole: int = 0
    """Rows that are neither one spanning label nor reached into from above."""
    edges: set[int] = field(default_factory=set)
    patterns: Counter[tuple[int, ...]] = field(default_factory=Counter)
    usual: Row | None = None
    """The first row in the pattern that most rows share."""

    def add(self, row: Row) -> None:
        """Gather one more row."""
        self.rows.append(row)
        if row.full:
            return
        self.edges.update(row.edges)
        if row.carried or not row.cells:
            return
        self.whole += 1
        starts = row.starts
        self.patterns[starts] += 1
        if self.usual is None or self.patterns[starts] > self.patterns[self.usual.starts]:
            self.usual = row

    def takes(self, row: Row) -> bool:
        """True where the row can be a row of the same grid."""
        if row.carried or self.whole < 2 or self.usual is None:
            return True
        own = row.edges
        return own <= self.edges or own >= self.edges or len(row.cells) == len(self.usual.cells)

    def off(self, row: Row) -> bool:
        """True where the row has as many cells as usual, at edges that are slightly off."""
        usual = self.usual
        if usual is None or row.full or row.carried or len(row.cells) != len(usual.cells):
            return False
        if any(p.row_span > 1 for p in row.cells):
            return False
        return not set(row.starts) <= set(usual.starts)


def is_panel(rows: Sequence[Row]) -> bool:
    """True where every cell speaks for itself (a figure with its words, a title with its sentence)."""
    cells = [p for row in rows for p in row.cells if p.text]
    return len(cells) > 1 and all(_self_contained(p) for p in cells)


def _self_contained(placed: Placed) -> bool:
    if placed.cell.header:
        return False
    lines = placed.text.split("\n")
    wordy = [line for line in lines if len(line.split()) > 2 and not is_number_alone(line)]
    if not wordy:
        return sum(map(is_number_alone, lines)) == 1 == len(lines) - 1 and len(lines[-1].split()) > 1
    if len(lines) == 1:
        return _TILE.match(lines[0]) is not None and len(lines[0].split()) > 2
    return any(map(is_number_alone, lines)) or (max(map(len, lines)) >= 40 and len(lines[0]) < 40)


def to_table(run: Run, caption: str, anchor: Anchor) -> Table:
    """The compact Table of a run; a caption in its first cell is taken out."""
    edges = {e for row in run.rows if not row.full and not run.off(row) for e in row.edges}
    edges = edges or {e for row in run.rows for e in row.edges}
    column_of = {edge: i for i, edge in enumerate(sorted(edges))}
    last = len(edges) - 1
    cells: list[Cell] = []
    for index, row in enumerate(run.rows):
        for placed, (start, end) in zip(row.cells, _columns(run, row, column_of, last), strict=True):
            text = placed.text
            if not cells and not caption:
                caption, text = _corner_caption(text, len(row.cells))
            down = min(placed.row_span, len(run.rows) - index)
            of = placed.cell.anchor
            where = Anchor(of.page, of.bbox, None, index + 1, start + 1, of.line, of.start, of.end)
            cells.append(Cell(text, index, start, down, end - start, placed.cell.header, where))
    where = run.rows[0].anchor
    anchor = replace(anchor, line=where.line or anchor.line, page=where.page or anchor.page)
    return Table(tuple(cells), len(run.rows), last, caption, (), anchor)


def _columns(run: Run, row: Row, column_of: dict[int, int], last: int) -> list[tuple[int, int]]:
    if row.full:
        return [(0, last)]
    like = run.usual if run.usual is not None and run.off(row) else row
    return [(column_of[p.start], column_of[p.end]) for p in like.cells]


def _corner_caption(text: str, cells: int) -> tuple[str, str]:
    """A caption printed in the corner cell, and what is left of the cell."""
    first, _, rest = text.partition("\n")
    if cells < 2 or not is_caption(first):
        return "", text
    if is_bare_caption(first) or rest:
        return first, rest
    return first, ""
