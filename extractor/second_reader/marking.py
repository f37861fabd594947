"""The printed words of a place with its numbers marked, in the order in which they are printed."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from extractor.language import numbers
from extractor.model.fast_dataclass import fast_dataclass
from extractor.model.types import Anchor, Cell, Place, Reading, Table

OPEN, CLOSE = "⟨", "⟩"
"""Around the id of a number, behind it; nothing that is printed keeps these."""
_NOT_MARKS = str.maketrans({OPEN: "(", CLOSE: ")"})
_FROM_LEFT, _FROM_ABOVE = "<", "^"
"""In a grid, the cell to the left or above goes on."""
_Cells = dict[tuple[Any, ...], list[Cell]]
_NUMERIC = ("count", "percent", "percentage_point", "gbp", "working_days", "days", "ratio")


@fast_dataclass
class Printed:
    """A number that a place prints: what the rules made of it, or why they made nothing."""

    raw: str
    anchor: Anchor
    value: float | None
    unit: str
    status: str
    why: str = ""
    """Why the rules left it out; '' where they claim it."""
    label: str = ""
    evidence: str = ""


def printed(place: Place, reading: Reading) -> list[Printed]:
    """Every number of a place that can be asked about; one that was refused is read by itself."""
    found = [
        Printed(c.raw, c.anchor, c.value, c.unit, c.value_status, "", c.published_label, c.evidence)
        for c in reading.claims
    ]
    cells = _by_spot(place.block) if isinstance(place.block, Table) and reading.ignored else {}
    for one in reading.ignored:
        number = next(iter(numbers.in_cell(one.raw) or numbers.in_sentence(one.raw)), None)
        if number is not None and number.value is not None:
            unit = number.unit if number.unit in _NUMERIC else "count"
            label, evidence = _words(place, cells, one.anchor, one.raw, one.evidence)
            found.append(
                Printed(
                    one.raw, one.anchor, number.value, unit, number.status, one.reason, label, evidence[:240]
                )
            )
    return found


def _words(place: Place, cells: _Cells, anchor: Anchor, raw: str, evidence: str) -> tuple[str, str]:
    """(label, evidence) of a number that was refused: in a table with the heads of its row and column."""
    if not isinstance(place.block, Table):
        return evidence, evidence
    own = next(iter(cells.get(_spot(anchor), ())), None)
    if own is None:
        return evidence, evidence
    others = [cell for cell in place.block.cells if cell is not own]
    row = min((c for c in others if c.row == own.row), key=attrgetter("column"), default=None)
    head = min((c for c in others if c.column == own.column), key=attrgetter("row"), default=None)
    parts = [" ".join(c.text.split()) for c in (row, head) if c is not None]
    words = [part for part in (place.context.caption, *parts) if part]
    return " > ".join(words) or own.text, " | ".join([*words, raw])


def _spot(anchor: Anchor) -> tuple[Any, ...]:
    """What the anchors of a number and of its cell share."""
    return anchor.page, anchor.bbox, anchor.table, anchor.row, anchor.column, anchor.line


def _by_spot(table: Table) -> _Cells:
    """The cells that an anchor of a number may stand in; those of a list in one line share theirs."""
    found: _Cells = {}
    for cell in table.cells:
        found.setdefault(_spot(cell.anchor), []).append(cell)
    return found


Mark = tuple[int, int, Printed]
"""Start and end in a text, and the number that stands there."""


def marks_in_prose(text: str, found: Iterable[Printed]) -> list[Mark]:
    """Where each number stands in a paragraph; one that cannot be told is left out."""
    marks: list[Mark] = []
    taken: set[int] = set()
    for one in found:
        place = _place(text, one, taken)
        if place is not None:
            taken.update(range(*place))
            marks.append((*place, one))
    return sorted(marks, key=lambda mark: mark[0])


def marks_in_table(table: Table, found: Iterable[Printed]) -> dict[int, list[Mark]]:
    """Where each number stands, by the number of its cell."""
    at = {id(cell): n for n, cell in enumerate(table.cells)}
    marks: dict[int, list[Mark]] = {}
    taken: dict[int, set[int]] = {}
    cells = _by_spot(table)
    for one in found:
        for cell in cells.get(_spot(one.anchor), ()):
            n = at[id(cell)]
            place = _place(cell.text, one, taken.setdefault(n, set()))
            if place is not None:
                taken[n].update(range(*place))
                marks.setdefault(n, []).append((*place, one))
                break
    return {n: sorted(some, key=lambda mark: mark[0]) for n, some in marks.items()}


def _place(text: str, one: Printed, taken: set[int]) -> tuple[int, int] | None:
    """The characters of a number: where its anchor says, else the next place that prints it."""
    start, end = one.anchor.start, one.anchor.end
    if start is not None and end is not None and text[start:end] == one.raw and start not in taken:
        return start, end
    start = text.find(one.raw) if one.raw else -1
    while start >= 0:
        if start not in taken:
            return start, start + len(one.raw)
        start = text.find(one.raw, start + 1)
    return None


def marked(text: str, marks: Iterable[Mark], first: int) -> str:
    """The text with the id of each number behind it, from `first` on."""
    parts, done = [], 0
    for n, (_, end, _one) in enumerate(marks, first):
        parts.append(f"{plain(text[done:end])}{OPEN}{n}{CLOSE}")
        done = end
    return "".join([*parts, plain(text[done:])])


def plain(text: str) -> str:
    """Printed words as they may stand in a question: on one line, and with nothing that looks like a mark."""
    return " ".join(text.translate(_NOT_MARKS).replace("\n", " / ").split(" "))


def grid(table: Table, marks: dict[int, list[Mark]]) -> tuple[list[str], list[tuple[Printed, int, int]]]:
    """The rows as lines of text with numbers marked, and each number with its row and column (from 1)."""
    filled = [["" for _ in range(table.columns)] for _ in range(table.rows)]
    order: list[tuple[Printed, int, int]] = []
    for n, cell in sorted(enumerate(table.cells), key=lambda pair: (pair[1].row, pair[1].column)):
        if not (cell.row < table.rows and cell.column < table.columns):
            continue
        own = marks.get(n, [])
        filled[cell.row][cell.column] = marked(cell.text, own, len(order) + 1)
        order += [(mark[2], cell.row + 1, cell.column + 1) for mark in own]
        for r in range(cell.row, min(cell.row + cell.row_span, table.rows)):
            for c in range(cell.column, min(cell.column + cell.column_span, table.columns)):
                if (r, c) != (cell.row, cell.column) and cell.text.strip():
                    filled[r][c] = _FROM_LEFT if c > cell.column else _FROM_ABOVE
    return [f"r{r}| " + " | ".join(cells).rstrip() for r, cells in enumerate(filled, 1) if any(cells)], order
