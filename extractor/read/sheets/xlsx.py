"""Excel workbooks (.xlsx): each sheet that is shown as a section, each cell as it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractor.model.types import Block, Document, Issue, Prose
from extractor.read.layout import finish
from extractor.read.layout.wording import fold
from extractor.read.sheets.number_formats import shown_number
from extractor.read.sheets.regions import MOST_COLUMNS, MOST_ROWS, Sheet, Shown, sheet_blocks
from extractor.read.zip_package import Element, Package, open_office

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_AT = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_OFF = ("0", "false")


@dataclass(frozen=True, slots=True)
class _Look:
    """How a cell is shown: its number format, bold, and whether its text is struck out or white on white."""

    form: str = "General"
    bold: bool = False
    unseen: bool = False


@dataclass(slots=True)
class _Book:
    """What the sheets of a workbook share."""

    package: Package
    texts: list[str] = field(default_factory=list)
    looks: list[_Look] = field(default_factory=list)
    epoch_1904: bool = False
    uncounted: int = 0
    """Cells with a formula whose result the file does not keep."""


def read_xlsx(data: bytes, name: str) -> Document:
    """The Document of a workbook: hidden sheets, rows and columns left out.

    Raises Unreadable (`damaged`, `encrypted`, `too-large`, `empty`) where there is nothing to give.
    """
    package = open_office(data, "xl/workbook.xml")
    root = package.document()
    relations = package.relations(package.main)
    parts = {r.kind: r.target for r in relations.values()}
    book = _Book(package, _texts(package.xml(parts.get("sharedStrings", "xl/sharedstrings.xml"))))
    book.looks = _looks(package.xml(parts.get("styles", "xl/styles.xml")))
    properties = root.find(S + "workbookPr")
    book.epoch_1904 = properties is not None and (properties.get("date1904") or "0") not in _OFF
    sheets: list[tuple[str, Sheet]] = []
    for sheet in root.iterfind(f"{S}sheets/{S}sheet"):
        relation = relations.get(sheet.get(R + "id") or "")
        if relation is None or (sheet.get("state") or "visible") != "visible":
            continue
        found = package.xml(relation.target)
        if found is not None:
            sheets.append((fold(sheet.get("name") or ""), _sheet(found, book)))
    issues: list[Issue] = []
    if book.uncounted:
        message = (
            f"{book.uncounted} cells hold a formula without its result; open and save the file in Excel."
        )
        issues.append(Issue("formula-without-result", "warning", message))
    titles = package.properties("docprops/core.xml", "title")
    return document_of(sheets, titles, [*issues, *package.issues()])


def document_of(sheets: list[tuple[str, Sheet]], titles: list[str], issues: Sequence[Issue] = ()) -> Document:
    """The Document of a spreadsheet's sheets, by their names in order; Unreadable where they are blank.

    Its titles are the file's own, and the line with which its first sheet begins.
    """
    filled = [(title, sheet) for title, sheet in sheets if sheet]
    found: list[Block] = []
    for title, sheet in filled:
        found += sheet_blocks(title, sheet, titled=len(filled) > 1)
    first = [b.text for b in found[len(filled) > 1 :][:1] if isinstance(b, Prose)]
    return finish.document(
        found, [*titles, *first], issues, empty="The sheets that the file shows hold nothing."
    )


def _texts(root: Element | None) -> list[str]:
    """The shared strings; struck-out pieces and the readings of Asian letters are left out."""
    return [_string(item) for item in root.iterfind(S + "si")] if root is not None else []


def _string(item: Element) -> str:
    pieces = [t.text or "" for t in item.iterfind(S + "t")]
    for run in item.iterfind(S + "r"):
        if not _on(run.find(f"{S}rPr/{S}strike")):
            pieces += [t.text or "" for t in run.iterfind(S + "t")]
    return "".join(pieces)


def _on(element: Element | None) -> bool:
    return element is not None and (element.get("val") or "1") not in _OFF


def _looks(root: Element | None) -> list[_Look]:
    """The looks that cells name by number."""
    if root is None:
        return []
    forms = {f.get("numFmtId") or "": f.get("formatCode") or "" for f in root.iter(S + "numFmt")}
    fonts = root.findall(f"{S}fonts/{S}font")
    fills = root.findall(f"{S}fills/{S}fill")
    looks: list[_Look] = []
    for style in root.iterfind(f"{S}cellXfs/{S}xf"):
        code = style.get("numFmtId") or "0"
        font = _nth(fonts, style.get("fontId"))
        fill = _nth(fills, style.get("fillId"))
        pattern = fill.find(S + "patternFill") if fill is not None else None
        plain = pattern is None or (pattern.get("patternType") or "none") == "none"
        struck = font is not None and _on(font.find(S + "strike"))
        bold = font is not None and _on(font.find(S + "b"))
        looks.append(_Look(forms.get(code, code), bold, struck or (plain and _is_white(font))))
    return looks


def _nth(found: list[Element], index: str | None) -> Element | None:
    return found[int(index)] if index and index.isdecimal() and int(index) < len(found) else None


def _is_white(font: Element | None) -> bool:
    colour = font.find(S + "color") if font is not None else None
    if colour is None:
        return False
    return (colour.get("rgb") or "").upper().endswith("FFFFFF") or colour.get("theme") == "0"


def _sheet(root: Element, book: _Book) -> Sheet:
    """The cells of a sheet that are shown and hold something."""
    hidden = {
        k
        for column in root.iter(S + "col")
        if (column.get("hidden") or "0") not in _OFF
        for k in range(int(column.get("min") or 1) - 1, min(int(column.get("max") or 1), MOST_COLUMNS))
    }
    shown_at = places(MOST_COLUMNS, hidden)
    spans = dict(_merged(root))
    sheet: Sheet = {}
    row = hidden_rows = 0
    for tr in root.iterfind(f"{S}sheetData/{S}row"):
        row = int(tr.get("r") or row + 1)
        if (tr.get("hidden") or "0") not in _OFF or row > MOST_ROWS:
            hidden_rows += 1
            continue
        column = -1
        for cell in tr.iterfind(S + "c"):
            at = _AT.fullmatch(cell.get("r") or "")
            column = _column(at[1]) if at else column + 1
            shown = _shown(cell, book) if column in shown_at else Shown("")
            if shown.text.strip():
                columns, rows = spans.get((row, column), (1, 1))
                columns = sum(k in shown_at for k in range(column, column + columns))
                place = (row - 1 - hidden_rows, shown_at[column])
                sheet[place] = shown._replace(columns=columns, rows=rows, line=row)
    return sheet


def places(most: int, hidden: set[int]) -> dict[int, int]:
    """Where each column that is shown stands among those, from 0."""
    return {k: at for at, k in enumerate(k for k in range(most) if k not in hidden)}


def _merged(root: Element) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where each merged cell begins, rows from 1, and the columns and rows that it covers."""
    for merged in root.iter(S + "mergeCell"):
        corners = _AT.findall(merged.get("ref") or "")
        if len(corners) == 2:
            (left, top), (right, bottom) = corners
            wide = min(_column(right) - _column(left) + 1, MOST_COLUMNS)
            yield (int(top), _column(left)), (wide, min(int(bottom) - int(top) + 1, MOST_ROWS))


def _column(letters: str) -> int:
    """The column from 0 that letters name: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _shown(cell: Element, book: _Book) -> Shown:
    """What a cell shows, by its type and number format."""
    index = cell.get("s") or "0"
    look = book.looks[int(index)] if index.isdecimal() and int(index) < len(book.looks) else _Look()
    value = cell.find(S + "v")
    raw = (value.text or "") if value is not None else ""
    kind = cell.get("t") or "n"
    if look.unseen:
        return Shown("")
    if not raw and cell.find(S + "f") is not None and kind != "str":
        book.uncounted += 1
    if kind == "s":
        text = book.texts[int(raw)] if raw.isdecimal() and int(raw) < len(book.texts) else ""
    elif kind == "inlineStr":
        inline = cell.find(S + "is")
        text = _string(inline) if inline is not None else ""
    elif kind == "n":
        text = shown_number(raw, look.form, book.epoch_1904)
    else:
        text = "" if kind == "e" else {"b0": "FALSE", "b1": "TRUE"}.get(kind + raw, raw)
    return Shown("\n".join(map(fold, text.split("\n"))), look.bold)
