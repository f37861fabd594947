"""Sets a report as PDF: the same bytes each time, nothing compressed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    ListFlowable,
    ListItem,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from setting import blocks, drawing
from setting.blocks import Block, Cell, Item, Report, Table, Tile

MARGIN = 54.0
WIDTH = A4[0] - 2 * MARGIN
TOP = ("VALIGN", (0, 0), (-1, -1), "TOP")
SHADE = colors.HexColor("#dfe6ee")
BASE = ParagraphStyle("base", fontName="Helvetica", fontSize=10, leading=13.5, spaceAfter=7)
STYLES = {
    "": BASE,
    "title": ParagraphStyle("title", BASE, fontName="Helvetica-Bold", fontSize=20, leading=25, spaceAfter=8),
    "under": ParagraphStyle("under", BASE, fontSize=13, leading=17, spaceAfter=14),
    "h1": ParagraphStyle("h1", BASE, fontName="Helvetica-Bold", fontSize=14, leading=18, spaceBefore=10,
                         keepWithNext=1),
    "h2": ParagraphStyle("h2", BASE, fontName="Helvetica-Bold", fontSize=11.5, leading=15, spaceBefore=6,
                         keepWithNext=1),
    "notice": ParagraphStyle("notice", BASE, fontName="Helvetica-Oblique", borderColor=colors.grey,
                             borderWidth=0.7, borderPadding=6, spaceBefore=8, spaceAfter=16),
    "note": ParagraphStyle("note", BASE, fontSize=8, leading=10.5),
    "quote": ParagraphStyle("quote", BASE, fontName="Helvetica-Oblique", leftIndent=24, rightIndent=24),
    "caption": ParagraphStyle("caption", BASE, fontName="Helvetica-Bold", fontSize=9.5, spaceAfter=4,
                              keepWithNext=1),
    "caption of a long table": ParagraphStyle("long", BASE, fontName="Helvetica-Bold", fontSize=9.5,
                                              spaceAfter=4),
    "cell": ParagraphStyle("cell", BASE, fontSize=9, leading=11, spaceAfter=0),
    "head": ParagraphStyle("head", BASE, fontName="Helvetica-Bold", fontSize=9, leading=11, spaceAfter=0),
    "big": ParagraphStyle("big", BASE, fontName="Helvetica-Bold", fontSize=22, leading=27,
                          alignment=TA_CENTER),
    "small": ParagraphStyle("small", BASE, fontSize=9, leading=11, alignment=TA_CENTER),
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How an edition as PDF looks."""

    header: bool = True
    """A running head with the report's title, and page numbers at the foot."""


def set_pdf(report: Report, look: Look) -> bytes:
    """The whole file."""
    buffer = io.BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=A4,
        invariant=1,
        pageCompression=0,
        title=report.title,
        author="A re-setting of published figures",
        subject="Example report",
        lang="en-GB",
    )
    frame = Frame(MARGIN, MARGIN, WIDTH, A4[1] - 2 * MARGIN, 0, 0, 0, 0, id="body")

    def furnish(canvas: Any, _: Any) -> None:
        if look.header:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(MARGIN, A4[1] - 34, report.title)
            canvas.drawRightString(A4[0] - MARGIN, 30, f"Page {canvas.getPageNumber()}")

    document.addPageTemplates(PageTemplate("page", [frame], onPage=furnish))
    document.build(_flow(report.blocks, WIDTH))
    return buffer.getvalue()


def _flow(given: Iterable[Block], width: float) -> list[Flowable]:
    return [flowable for block in given for flowable in _block(block, width)]


def _block(block: Block, width: float) -> Iterable[Flowable]:
    match block:
        case blocks.Title(text, under):
            yield _text(text, "title")
            if under:
                yield _text(under, "under")
        case blocks.Heading(text, level):
            yield _text(text, f"h{level}")
        case blocks.Paragraph(text, look):
            yield _text(text, look)
        case blocks.Bullets(items, _):
            yield _bullets(items)
            yield Spacer(0, 7)
        case Table():
            yield from _table(block, width)
        case blocks.Tiles(tiles):
            yield _tiles(tiles, width)
            yield Spacer(0, 10)
        case blocks.Aside(figure, label):
            yield _tiles((Tile(figure, label),), width / 3)
            yield Spacer(0, 10)
        case blocks.Chart(caption, bars, kind):
            yield _text(caption, "caption")
            yield drawing.chart(bars, kind, width)
            yield Spacer(0, 10)
        case blocks.Definitions(entries):
            for term, said in entries:
                yield _text(f"**{term}**", "")
                yield Text(_inline(said), ParagraphStyle("said", BASE, leftIndent=18))
        case blocks.Box(inner):
            yield Grid(
                [[_flow(inner, width - 16)]], [width], style=[("BOX", (0, 0), (-1, -1), 1, colors.grey)]
            )
            yield Spacer(0, 10)
        case blocks.Columns(sides):
            each = width / len(sides)
            yield Grid([[_flow(side, each - 14) for side in sides]], [each] * len(sides), style=[TOP])
        case blocks.PageBreak():
            yield NewPage()


def _text(text: str, look: str) -> Text:
    return Text(_inline(text), STYLES[look])


def _inline(text: str) -> str:
    marked = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))
    return marked.replace("\n", "<br/>")


def _bullets(items: Sequence[Item]) -> Flowable:
    entries: list[ListItem] = []
    for item in items:
        text = Text(_inline(item.text), ParagraphStyle("item", BASE, spaceAfter=2))
        indent = 18 * item.level
        entries.append(ListItem(text, leftIndent=indent, bulletIndent=indent - 12, value="•"))
    return ListFlowable(entries, bulletType="bullet", start="•", leftIndent=18)


def _tiles(tiles: Sequence[Tile], width: float) -> Flowable:
    across = min(3, len(tiles))
    cells: list[Any] = [[_text(tile.figure, "big"), _text(tile.label, "small")] for tile in tiles]
    cells += [""] * (-len(cells) % across)
    rows = [cells[at : at + across] for at in range(0, len(cells), across)]
    style = [
        ("BACKGROUND", (0, 0), (-1, -1), SHADE),
        ("GRID", (0, 0), (-1, -1), 6, colors.white),
        TOP,
        ("BOTTOMPADDING", (0, 0), (-1, -1), 10),
    ]
    return Grid(rows, [width / across] * across, style=style)


def _table(table: Table, width: float) -> Iterable[Flowable]:
    grid = table.grid()
    if table.caption:
        yield _text(table.caption, "caption of a long table" if table.runs_on else "caption")
    flush = table.look == "lines"
    cells = [
        ["" if cell is None else _cell(cell, flush and column > 0) for column, cell in enumerate(row)]
        for row in grid
    ]
    yield Grid(
        cells,
        _widths(table, width),
        style=_style(table, grid),
        repeatRows=table.head_rows if table.runs_on else 0,
        hAlign="LEFT",
    )
    if table.note:
        yield Spacer(0, 3)
        yield _text(table.note, "note")
    yield Spacer(0, 9)


def _cell(cell: Cell, flush_right: bool) -> Flowable:
    style = STYLES["head" if cell.head else "cell"]
    return Text(
        _inline(cell.text), ParagraphStyle("right", style, alignment=TA_RIGHT) if flush_right else style
    )


def _widths(table: Table, width: float) -> list[float]:
    """No word is broken; number columns are of one width, and the label column takes what they leave."""
    grid = table.grid()
    needs = [12 + max(_longest_word(row[column]) for row in grid) for column in range(table.width)]
    if table.width == 1:
        return [width]
    wordy = any(cell is not None and len(cell.text) > 40 for row in grid for cell in row[1:])
    even = width / table.width if wordy else min(90.0, width * 0.72 / (table.width - 1))
    others = [max(need, even) for need in needs[1:]]
    if sum(others) + needs[0] > width:
        others = needs[1:]
    return [max(needs[0], min(width - sum(others), 230.0)), *others]


def _longest_word(cell: Cell | None) -> float:
    """In points; 0 for a cell that spans columns, as it need not fit into one."""
    if cell is None or cell.cols > 1:
        return 0.0
    style = STYLES["head" if cell.head else "cell"]
    return max((stringWidth(word, style.fontName, style.fontSize) for word in cell.text.split()), default=0.0)


def _style(table: Table, grid: list[list[Cell | None]]) -> list[tuple[Any, ...]]:
    style: list[tuple[Any, ...]] = [TOP]
    if table.look == "grid":
        style.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    elif table.look == "lines":
        style += [
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.grey),
            ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
        ]
    for at, row in enumerate(grid):
        for column, cell in enumerate(row):
            if cell is None:
                continue
            if cell.cols > 1 or cell.rows > 1:
                style.append(("SPAN", (column, at), (column + cell.cols - 1, at + cell.rows - 1)))
            if cell.head and table.look != "open":
                end = (column + cell.cols - 1, at + cell.rows - 1)
                style.append(("BACKGROUND", (column, at), end, SHADE))
    return style
