"""Sets a report as a Word file: the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import docx
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.shared import Pt

from setting import blocks
from setting.blocks import Block, Cell, Item, Report, Table
from setting.word_parts import Footnotes, text_box

MADE = datetime(2024, 1, 1)
"""The date inside every Word file, whenever it is built."""
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
PIECES = re.compile(r"(\*\*.+?\*\*|\[\^.+?\^\]|\n)")
NESTED_LIST = "List Bullet 2"


@dataclass(frozen=True)
class Look:
    """How an edition as a Word file looks."""

    layout: bool = False
    """Boxes are tables of two columns, the left one for a narrow title, as in many templates."""


class Page:
    """Puts blocks into a document or into a table's cell."""

    def __init__(self, document: Any, place: Any, notes: Footnotes, look: Look) -> None:
        self.document = document
        self.place = place
        self.notes = notes
        self.look = look

    def put(self, given: Iterable[Block]) -> None:
        """Adds the blocks in order."""
        for block in given:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case blocks.Title(text, under):
                self._paragraph(text, "Title")
                if under:
                    self._paragraph(under, "Subtitle")
            case blocks.Heading(text, level):
                self._paragraph(text, f"Heading {level}")
            case blocks.Paragraph(text, look):
                styles = {"notice": "Intense Quote", "quote": "Quote"}
                self._paragraph(text, styles.get(look, "Normal"))
            case blocks.Bullets(items, numbered):
                self._list(items, "List Number" if numbered else "List Bullet")
            case Table():
                self._table(block)
            case blocks.Tiles(tiles):
                self._tiles(tiles)
            case blocks.Aside(figure, label):
                anchor = self._paragraph("", "Normal")
                anchor.add_run()._r.append(text_box(figure, label))
            case blocks.Definitions(entries):
                self._definitions(entries)
            case blocks.Box(inner):
                self._box(inner)
            case blocks.Columns(sides):
                for side in sides:
                    self.put(side)
            case blocks.PageBreak():
                self._paragraph("", "Normal").add_run().add_break(WD_BREAK.PAGE)
            case blocks.Chart():
                raise NotImplementedError("Charts are set in PDF only.")

    def _definitions(self, entries: Iterable[tuple[str, str]]) -> None:
        for term, said in entries:
            self._paragraph(f"**{term}**", "Normal")
            self._paragraph(said, "List Continue")

    def _paragraph(self, text: str, style: str) -> Any:
        paragraph = self.place.add_paragraph(style=self.document.styles[style])
        self._runs(paragraph, text)
        return paragraph

    def _runs(self, paragraph: Any, text: str, bold: bool = False) -> None:
        for piece in filter(None, PIECES.split(text)):
            if piece == "\n":
                paragraph.add_run().add_break()
            elif piece.startswith("[^"):
                paragraph.add_run()._r.append(self.notes.reference(piece[2:-2]))
            else:
                run = paragraph.add_run(piece.strip("*"))
                run.bold = True if bold or piece.startswith("**") else None

    def _list(self, items: Iterable[Item], style: str) -> None:
        for item in items:
            self._paragraph(item.text, style if item.level == 1 else NESTED_LIST)

    def _table(self, table: Table) -> None:
        if table.caption:
            self._paragraph(table.caption, "Caption")
        made = self._add_table(
            len(table.rows), table.width, "Table Grid" if table.look == "grid" else "Light List"
        )
        for at, row in enumerate(table.grid()):
            for column, cell in enumerate(row):
                if cell is not None:
                    self._cell(made, at, column, cell)
        if table.note:
            self._paragraph(table.note, "Normal")
        else:
            self._paragraph("", "Normal")

    def _cell(self, made: Any, at: int, column: int, cell: Cell) -> None:
        target = made.cell(at, column)
        if cell.cols > 1 or cell.rows > 1:
            target = target.merge(made.cell(at + cell.rows - 1, column + cell.cols - 1))
        for line, text in enumerate(cell.text.split("\n")):
            paragraph = target.paragraphs[0] if line == 0 else target.add_paragraph()
            self._runs(paragraph, text, cell.head)

    def _tiles(self, tiles: Iterable[blocks.Tile]) -> None:
        all_tiles = list(tiles)
        made = self._add_table(1, len(all_tiles), None)
        for cell, tile in zip(made.rows[0].cells, all_tiles, strict=True):
            run = cell.paragraphs[0].add_run(tile.figure)
            run.bold, run.font.size = True, Pt(24)
            self._runs(cell.add_paragraph(), tile.label)
        self._paragraph("", "Normal")

    def _box(self, inner: tuple[Block, ...]) -> None:
        made = self._add_table(1, 2 if self.look.layout else 1, "Table Grid")
        cells = made.rows[0].cells
        if self.look.layout and isinstance(inner[0], blocks.Heading):
            self._runs(cells[0].paragraphs[0], inner[0].text, bold=True)
            inner = inner[1:]
        body = cells[-1]
        Page(self.document, body, self.notes, self.look).put(inner)
        first = body.paragraphs[0]._p
        if not body.paragraphs[0].text:
            first.getparent().remove(first)
        self._paragraph("", "Normal")

    def _add_table(self, rows: int, columns: int, style: str | None) -> Any:
        made = self.place.add_table(rows, columns)
        if style:
            made.style = self.document.styles[style]
        return made


def set_document(report: Report, look: Look) -> bytes:
    """The whole file."""
    document = docx.Document()
    _properties(document, report)
    section = document.sections[0]
    section.header.paragraphs[0].text = report.title
    section.footer.paragraphs[0].text = "Page "
    section.footer.paragraphs[0]._p.append(_page_number())
    notes = Footnotes()
    Page(document, document, notes, look).put(report.blocks)
    notes.attach(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return _undated(buffer.getvalue())


def _properties(document: Any, report: Report) -> None:
    properties = document.core_properties
    properties.title = report.title
    properties.author = properties.last_modified_by = "A re-setting of published figures"
    properties.comments = ""
    properties.created = properties.modified = MADE
    properties.revision = 1


def _page_number() -> Any:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return parse_xml(f'<w:fldSimple xmlns:w="{word}" w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')


def _undated(package: bytes) -> bytes:
    """The same parts in the same order, without the time of writing."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()
