"""Tables of a web page: spans, header cells and captions as they are marked, cells as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from extractor.model.types import Anchor, Block, Prose, RawCell, RawTable
from extractor.read.html.gather import Reading, words_of
from extractor.read.html.parse import Element, line_of, text_of
from extractor.read.layout.raw_rows import absurd_span, filled_rows
from extractor.read.layout.wording import fold

CellReader: TypeAlias = "Callable[[Element, Reading, Anchor | None], list[Block]]"

MOST_COLUMNS = 2_000
MOST_ROWS_SPANNED = 65_534
_GROUPS = {"thead", "tbody", "tfoot"}
_ROLE_CELLS = {"cell", "gridcell", "columnheader", "rowheader"}


def raw_table(table: Element, reading: Reading, read_cell: CellReader) -> RawTable:
    """The rows of a table with their spans, rows of its footer last; absurd spans are an Issue."""
    reading.tables += 1
    index = reading.tables
    anchor = Anchor(table=index, line=_line(table, reading))
    grouped = list(_rows(table))
    rows: list[tuple[RawCell, ...]] = []
    clamped = False
    for number, (tr, head, left) in enumerate(grouped):
        # Columns are the layout's to count.
        where = Anchor(table=index, row=number + 1, line=_line(tr, reading))
        cells: list[RawCell] = []
        column = 1
        for cell in _cells(tr):
            width = height = 1
            if cell.keys():
                width, cut = _span(cell.get("colspan") or cell.get("aria-colspan"), MOST_COLUMNS)
                height, tall = _span(cell.get("rowspan") or cell.get("aria-rowspan"), MOST_ROWS_SPANNED)
                height = left if cell.get("rowspan") == "0" else min(height, left)
                width = min(width, max(1, MOST_COLUMNS - column))
                clamped = clamped or cut or tall
            header = head or cell.tag == "th" or cell.get("role") in ("columnheader", "rowheader")
            cells.append(RawCell(_content(cell, reading, where, read_cell), width, height, header, where))
            column += width
        rows.append(tuple(cells))
    rows = _by_headers(rows, [list(_cells(tr)) for tr, _, _ in grouped])
    if clamped:
        reading.issues.append(absurd_span(index, MOST_COLUMNS, anchor))
    return RawTable(filled_rows(rows), _caption(table), anchor)


def _line(element: Element, reading: Reading) -> int:
    return (line_of(element) or 1) + reading.above


def _by_headers(rows: list[tuple[RawCell, ...]], found: list[list[Element]]) -> list[tuple[RawCell, ...]]:
    """The rows with each cell in the column of the header that its attribute `headers` names.

    Only where that moves cells of a row of plain cells among their own columns.
    """
    columns = {e.get("id"): k for row in found for k, e in enumerate(row) if e.tag == "th" and e.get("id")}
    rowed = {e.get("id") for row in found for e in row[:1] if e.getprevious() is None and len(row) > 1}
    out: list[tuple[RawCell, ...]] = []
    for cells, elements in zip(rows, found, strict=True):
        places = [_named_column(e, columns, rowed, k) for k, e in enumerate(elements)]
        plain = all(c.column_span == 1 == c.row_span for c in cells)
        if plain and places != sorted(places) and sorted(places) == list(range(len(cells))):
            cells = tuple(cells[places.index(k)] for k in range(len(cells)))
        out.append(cells)
    return out


def _named_column(cell: Element, columns: dict[str | None, int], rowed: set[str | None], own: int) -> int:
    """The column of the first header that a cell names and that does not head a row; else its own."""
    named = (cell.get("headers") or "").split() if cell.tag == "td" else []
    return next((columns[name] for name in named if name in columns and name not in rowed), own)


def lines_of(element: Element) -> Iterator[str]:
    """An element's text, one line for each row or item, or for each piece of text where it has none."""
    entries = list(element.iter("tr", "li"))
    if entries:
        heading = next(element.iter("h1", "h2", "h3", "h4", "h5", "h6", "caption"), None)
        if heading is not None:
            yield fold(text_of(heading))
    for entry in entries:
        inner = next((e for e in entry.iter("li", "tr") if e is not entry), None)
        own = list(entry.itertext()) if inner is None else [entry.text or _first_text(entry)]
        parts = (fold(str(t)) for t in own)
        line = "\t".join(filter(None, parts))
        if line:
            yield line
    if not entries:
        yield from filter(None, (fold(str(t)) for t in element.itertext()))


def _first_text(entry: Element) -> str:
    first = entry[0] if len(entry) else None
    return text_of(first) if first is not None and first.tag not in ("ul", "ol", "table") else ""


def _rows(table: Element) -> Iterator[tuple[Element, bool, int]]:
    """Each row, whether it is in the head, and how many rows its group has left; the foot comes last."""
    groups: list[tuple[bool, list[Element]]] = []
    feet: list[tuple[bool, list[Element]]] = []
    loose: list[Element] = []
    for child in table:
        tag = child.tag
        if tag == "tr" or child.get("role") == "row":
            if not loose:
                groups.append((False, loose))
            loose.append(child)
        elif tag in _GROUPS or child.get("role") == "rowgroup":
            rows = [r for r in child if r.tag == "tr" or r.get("role") == "row"]
            (feet if tag == "tfoot" else groups).append((tag == "thead", rows))
            loose = []
    for head, rows in (*groups, *feet):
        for i, tr in enumerate(rows):
            yield tr, head, len(rows) - i


def _cells(tr: Element) -> Iterator[Element]:
    for child in tr:
        if child.tag in ("td", "th") or child.get("role") in _ROLE_CELLS:
            yield child


def _content(cell: Element, reading: Reading, where: Anchor, read_cell: CellReader) -> tuple[Block, ...]:
    if len(cell) == 0:
        text = fold(cell.text) if cell.text else ""
        return (Prose(text, anchor=where),) if text else ()
    return tuple(read_cell(cell, reading, where))


def _caption(table: Element) -> str:
    """The caption, or the one below the table in its figure, which is then not read again."""
    found = table.find("caption")
    if found is None:
        figure = next(table.iterancestors("figure"), None)
        after = figure.find("figcaption") if figure is not None else None
        if after is None or after not in table.itersiblings("figcaption"):
            return ""
        found = after
    text = words_of(found)
    if found.tag == "figcaption":
        found.text = None
        for child in list(found):
            found.remove(child)
    return text


def _span(text: str | None, most: int) -> tuple[int, bool]:
    """A colspan or rowspan from 1, clamped, and whether it had to be clamped."""
    digits = (text or "").strip()
    if not digits.isdecimal():
        return 1, False
    claimed = int(digits[:12])
    return max(1, min(claimed, most)), claimed > most
