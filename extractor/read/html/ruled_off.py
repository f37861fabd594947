"""Tables that a page makes of boxes in rows ('<div class=row><div class=cell>'), made plain tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from lxml import etree

from extractor.language import numbers
from extractor.read.html.parse import Element, text_of

_FEWEST = 3
"""Cells of a row, at least; two are a key number and its words."""
_LONGEST = 60
"""Characters of a cell."""


def as_tables(root: Element) -> None:
    """Make a table of each run of boxes alike that hold as many short cells, with figures below the first."""
    runs: list[list[Element]] = []
    for parent in root.iter("div", "section", "main", "article", "body"):
        for width, alike in groupby(parent, _cells):
            rows = list(alike)
            if width and len(rows) > 1 and _counts(rows[1:]):
                runs.append(rows)
    for rows in runs:
        _make(rows)


def _cells(box: Element) -> tuple[str, int] | None:
    """The class of a box and how many cells it holds side by side, None for any other element."""
    if box.tag != "div" or (box.text or "").strip() or len(box) < _FEWEST:
        return None
    kinds = {(cell.tag, cell.get("class")) for cell in box}
    plain = all(not len(cell) and len(cell.text or "") <= _LONGEST for cell in box)
    loose = any((cell.tail or "").strip() for cell in box)
    one = len(kinds) == 1 and next(iter(kinds))[0] in ("div", "span")
    return (box.get("class") or "", len(box)) if one and plain and not loose else None


def _counts(rows: Sequence[Element]) -> bool:
    """Does each row hold figures behind its first cell?"""
    return all(any(numbers.is_value_cell(text_of(cell).strip()) for cell in list(row)[1:]) for row in rows)


def _make(rows: Sequence[Element]) -> None:
    first = rows[0]
    table = etree.Element("table")
    first.addprevious(table)
    for row in rows:
        row.tag = "tr"
        for cell in row:
            cell.tag = "td"
        table.tail, row.tail = row.tail, None
        table.append(row)
