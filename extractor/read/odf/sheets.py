"""OpenDocument spreadsheets (.ods): each sheet that is shown as a section, each cell as it is shown."""

from __future__ import annotations

from extractor.model.types import Document
from extractor.read.layout.wording import fold
from extractor.read.odf.content import (
    TABLE,
    TEXT,
    Content,
    Element,
    hidden_columns,
    open_content,
    repeats,
    rows_of,
    span,
    text_of,
)
from extractor.read.sheets.regions import MOST_COLUMNS, MOST_ROWS, Sheet, Shown
from extractor.read.sheets.xlsx import document_of, places


def read_ods(data: bytes, name: str) -> Document:
    """The Document of a spreadsheet: hidden sheets, rows and columns left out.

    Raises Unreadable (`damaged`, `encrypted`, `too-large`, `empty`) where there is nothing to give.
    """
    content = open_content(data, "spreadsheet")
    sheets = [
        (fold(table.get(TABLE + "name") or ""), _sheet(table, content))
        for table in content.body.iterfind(TABLE + "table")
        if not content.style(table, TABLE + "style-name").hides
    ]
    return document_of(sheets, content.titles(), content.package.issues())


def _sheet(table: Element, content: Content) -> Sheet:
    shown_at = places(MOST_COLUMNS, hidden_columns(table))
    sheet: Sheet = {}
    row = 0
    for tr, _ in rows_of(table):
        again = repeats(tr, "rows")
        column = 0
        for cell in tr:
            width = repeats(cell, "columns")
            shown = _shown(cell, content)
            if shown.text.strip() and row < MOST_ROWS:
                for r in range(row, row + again):
                    line = shown._replace(line=r + 1)
                    sheet |= {(r, shown_at[k]): line for k in range(column, column + width) if k in shown_at}
            column += width
        row += again
    return sheet


def _shown(cell: Element, content: Content) -> Shown:
    style = content.style(cell, TABLE + "style-name")
    if cell.tag != TABLE + "table-cell" or style.unseen:
        return Shown("")
    text = "\n".join(text_of(p, content) for p in cell.iterfind(TEXT + "p"))
    return Shown(text, style.bold, span(cell, "columns"), span(cell, "rows"))
