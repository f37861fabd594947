"""The real reports set anew as PDF in house styles of our own, and how well each is read.

    python -m benchmarks.restyled ../shared/reports
    python -m benchmarks.restyled ../shared/reports --keep FOLDER     # keeps the PDFs

The words and tables come from the Word editions; fonts, columns, headings and the
drawing of tables differ. What a style loses against the text edition is the fault of
reading PDF, or of the style where it leaves out what tells a table's rows apart.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, KeepTogether, PageTemplate, Paragraph, Spacer
from reportlab.platypus import Table as Grid

from benchmarks.words import words_in_force
from extractor.evaluate import Score, evaluate
from extractor.lexicon import rulebook
from extractor.model.types import Block, Document, Picture, Prose, Table
from extractor.read.files import read_bytes
from extractor.run.report import work

ROOT = Path(__file__).resolve().parent.parent
DARK, LIGHT, GREY, BLACK = colors.HexColor("#1F4E79"), colors.HexColor("#DDEBF7"), colors.grey, colors.black
KEPT = 12
"""Rows of a small table."""
SIDE = 5.0
"""Points on either side of a cell's text."""
Style = list[tuple[object, ...]]
Drawing = Callable[[int, int], Style]
"""How a table of so many rows and columns is drawn."""


def _each(rows: Sequence[int], columns: int, colour: colors.Color) -> Style:
    return [("BACKGROUND", (c, r), (c, r), colour) for r in rows for c in range(columns)]


def _below(rows: int) -> Style:
    return [("LINEBELOW", (0, r), (-1, r), 0.5, GREY) for r in range(rows)]


def _ruled(rows: int, columns: int) -> Style:
    return [("GRID", (0, 0), (-1, -1), 0.5, BLACK)]


def _shaded_header(rows: int, columns: int) -> Style:
    return _each([0], columns, LIGHT)


def _shaded_header_lines(rows: int, columns: int) -> Style:
    return _each([0], columns, LIGHT) + _below(rows)


def _lines(rows: int, columns: int) -> Style:
    return [*_below(rows), ("LINEABOVE", (0, 0), (-1, 0), 1, BLACK)]


def _three_lines(rows: int, columns: int) -> Style:
    ends = [("LINEABOVE", (0, 0), (-1, 0), 1, BLACK), ("LINEBELOW", (0, -1), (-1, -1), 1, BLACK)]
    return [*ends, ("LINEBELOW", (0, 0), (-1, 0), 0.5, BLACK)]


def _zebra(rows: int, columns: int) -> Style:
    return _each([0], columns, LIGHT) + _each(range(2, rows, 2), columns, colors.whitesmoke)


def _zebra_bands(rows: int, columns: int) -> Style:
    return [("BACKGROUND", (0, r), (-1, r), LIGHT) for r in range(0, rows, 2)]


def _boxed_lines(rows: int, columns: int) -> Style:
    return [*_below(rows), ("BOX", (0, 0), (-1, -1), 0.7, BLACK)]


def _blocks(rows: int, columns: int) -> Style:
    white: Style = [("GRID", (0, 0), (-1, -1), 2, colors.white)]
    return _each([0], columns, colors.lightblue) + _each(range(1, rows), columns, LIGHT) + white


def _bare(rows: int, columns: int) -> Style:
    return []


def _upright_lines(rows: int, columns: int) -> Style:
    between = [("LINEAFTER", (c, 0), (c, -1), 0.5, GREY) for c in range(columns - 1)]
    return [("BOX", (0, 0), (-1, -1), 0.7, BLACK), *between]


def _shaded_labels(rows: int, columns: int) -> Style:
    shades = [("BACKGROUND", (0, 0), (0, -1), LIGHT), ("BACKGROUND", (0, 0), (-1, 0), LIGHT)]
    return [*shades, ("LINEBELOW", (0, -1), (-1, -1), 0.5, BLACK)]


def _inner_grid(rows: int, columns: int) -> Style:
    return [("INNERGRID", (0, 0), (-1, -1), 0.5, GREY)]


def _total_lines(rows: int, columns: int) -> Style:
    last = [("LINEABOVE", (0, -1), (-1, -1), 0.5, BLACK), ("LINEBELOW", (0, -1), (-1, -1), 0.5, BLACK)]
    return [("LINEBELOW", (0, 0), (-1, 0), 1, BLACK), *last]


@dataclass(frozen=True)
class House:
    """How a council sets its reports."""

    name: str
    draw: Drawing
    font: str = "Helvetica"
    bold: str = "Helvetica-Bold"
    size: float = 11
    columns: int = 1
    figures: int = TA_CENTER
    text: int = TA_LEFT
    padding: float = 3
    middle: str = "MIDDLE"
    headings: tuple[float, ...] = (16, 13, 11.5)
    """Sizes by level."""
    colour: colors.Color = BLACK
    """Of headings."""
    capitals: bool = False
    """Headings of the first level are set in capitals."""
    kept: bool = True
    """Small tables are not parted by the end of a page."""
    header: str = ""
    """Stands on top of every page."""


TIMES = ("Times-Roman", "Times-Bold")
HOUSES = (
    House("ruled", _ruled),
    House("ruled, two columns", _ruled, size=9, columns=2, text=TA_JUSTIFY, headings=(14, 11, 9.5)),
    House("shaded header", _shaded_header, *TIMES, colour=DARK, figures=TA_RIGHT, header="Annual report"),
    House("shaded header, lines", _shaded_header_lines, padding=6, colour=DARK, capitals=True),
    House("lines", _lines, size=10, figures=TA_LEFT, headings=(14, 12, 10)),
    House("three lines", _three_lines, *TIMES, size=12, figures=TA_RIGHT, text=TA_JUSTIFY),
    House("zebra", _zebra, size=10, padding=5, figures=TA_RIGHT, middle="TOP", header="Complaints"),
    House("zebra bands", _zebra_bands, *TIMES, figures=TA_LEFT, middle="BOTTOM"),
    House("frame and lines", _boxed_lines, figures=TA_CENTER, headings=(12, 12, 11)),
    House("coloured blocks", _blocks, size=10.5, padding=7, colour=DARK),
    House("nothing drawn", _bare, size=10, padding=4, figures=TA_RIGHT),
    House("ruled, parted by pages", _ruled, size=10.5, kept=False),
    House("lines, parted by pages", _lines, *TIMES, kept=False),
    House("upright lines", _upright_lines, padding=8, figures=TA_RIGHT, middle="BOTTOM"),
    House("shaded labels", _shaded_labels, size=9, padding=1, figures=TA_RIGHT, capitals=True, header="2018"),
    House("inner grid, even headings", _inner_grid, size=9, padding=8, headings=(14, 14, 12), middle="TOP"),
    House("total lines", _total_lines, size=10, padding=4, figures=TA_RIGHT, middle="TOP"),
    House("total lines, two columns", _total_lines, size=9, columns=2, padding=4, middle="BOTTOM"),
    House("zebra, two columns", _zebra, size=9, columns=2, padding=1, middle="BOTTOM", text=TA_JUSTIFY),
)


def pdf_of(document: Document, house: House) -> bytes:
    """The document in the style of a house."""
    out = io.BytesIO()
    width = (17 - 0.8 * (house.columns - 1)) / house.columns * cm
    frames = [
        Frame(2 * cm + n * (width + 0.8 * cm), 2 * cm, width, 25.2 * cm, 0, 0, 0, 0)
        for n in range(house.columns)
    ]

    def furniture(canvas: Canvas, template: BaseDocTemplate) -> None:
        canvas.setFont(house.font, 8)
        canvas.drawCentredString(A4[0] / 2, 1.2 * cm, f"{template.page}")
        canvas.drawString(2 * cm, A4[1] - 1.3 * cm, house.header)

    template = BaseDocTemplate(out, pagesize=A4, title=" ".join(document.titles[:1]), invariant=1)
    template.addPageTemplates(PageTemplate("page", frames, onPage=furniture))
    template.build([thing for block in document.blocks for thing in _set(block, house, width)])
    return out.getvalue()


def _set(block: Block, house: House, width: float) -> Iterator[object]:
    if isinstance(block, Table):
        yield from _table(block, house, width)
    elif isinstance(block, Prose):
        yield from _prose(block, house)
    elif isinstance(block, Picture):
        yield from (Paragraph(escape(line), _words(house)) for line in block.legend)


def _words(house: House, **more: object) -> ParagraphStyle:
    size = house.size
    given = {"fontName": house.font, "fontSize": size, "leading": 1.25 * size, "spaceAfter": 0.6 * size}
    return ParagraphStyle("words", **{**given, "alignment": house.text, **more})


def _prose(block: Prose, house: House) -> Iterator[object]:
    text = escape(f"{block.number} {block.text}" if block.number and block.kind == "heading" else block.text)
    if block.kind in ("heading", "title"):
        level = min(max(block.level, 1), 3)
        size = house.headings[level - 1] + (4 if block.kind == "title" else 0)
        text = text.upper() if house.capitals and level == 1 else text
        yield Paragraph(
            text,
            _words(
                house,
                fontName=house.bold,
                fontSize=size,
                leading=1.2 * size,
                spaceBefore=0.8 * size,
                textColor=house.colour,
                alignment=TA_LEFT,
                keepWithNext=1,
            ),
        )
    elif block.kind == "list":
        style = _words(house, leftIndent=18 * max(block.level, 1), bulletIndent=18 * max(block.level, 1) - 12)
        yield Paragraph(text, style, bulletText=block.number or "•")
    elif block.kind == "toc":
        name, _, page = block.text.rpartition("\t")
        yield Paragraph(
            escape(f"{block.number} {name or page} {'.' * 40} {page}"), _words(house, spaceAfter=0)
        )
    elif block.kind == "caption":
        yield Paragraph(text, _words(house, fontName=house.bold, keepWithNext=1))
    elif block.kind == "footnote":
        yield Paragraph(text, _words(house, fontSize=0.8 * house.size, leading=house.size))
    else:
        yield Paragraph(text, _words(house, fontName=house.bold if block.emphasis else house.font))


def _table(table: Table, house: House, width: float) -> Iterator[object]:
    if table.caption:
        yield Paragraph(escape(table.caption), _words(house, fontName=house.bold, keepWithNext=1))
    size, widths = _widths(table, house, width)
    rows: list[list[object]] = [[""] * table.columns for _ in range(table.rows)]
    style: Style = [*house.draw(table.rows, table.columns)]
    for cell in table.cells:
        look = _words(
            house,
            alignment=house.figures if cell.column else TA_LEFT,
            spaceAfter=0,
            fontName=house.bold if cell.row == 0 else house.font,
            fontSize=size,
            leading=1.2 * size,
        )
        rows[cell.row][cell.column] = Paragraph(escape(cell.text).replace("\n", "<br/>"), look)
        if cell.row_span > 1 or cell.column_span > 1:
            last = (cell.column + cell.column_span - 1, cell.row + cell.row_span - 1)
            style = [_over(one, (cell.column, cell.row), last) for one in style]
            style.append(("SPAN", (cell.column, cell.row), last))
    style += [
        ("VALIGN", (0, 0), (-1, -1), house.middle),
        ("TOPPADDING", (0, 0), (-1, -1), house.padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), house.padding),
        ("LEFTPADDING", (0, 0), (-1, -1), SIDE),
        ("RIGHTPADDING", (0, 0), (-1, -1), SIDE),
    ]
    grid = Grid(rows, colWidths=widths, style=style, splitInRow=1)
    yield KeepTogether([grid]) if house.kept and table.rows <= KEPT else grid
    yield Spacer(1, house.size)


def _over(one: tuple[object, ...], first: tuple[int, int], last: tuple[int, int]) -> tuple[object, ...]:
    """A merged cell is coloured as one."""
    place = one[1]
    if one[0] != "BACKGROUND" or one[2] != place or not isinstance(place, tuple):
        return one
    inside = first[0] <= place[0] <= last[0] and first[1] <= place[1] <= last[1]
    return (one[0], first, last, *one[3:]) if inside else one


def _widths(table: Table, house: House, width: float) -> tuple[float, list[float]]:
    """The size of print in which each word fits its column, and the columns' widths."""
    cells = [[c for c in table.cells if c.column == n and c.column_span == 1] for n in range(table.columns)]

    def longest(parts: Iterable[str]) -> float:
        return max((stringWidth(part, house.bold, 1) for part in parts), default=3.0)

    words = [longest(word for c in column for word in c.text.split()) for column in cells]
    lines = [min(longest(line for c in column for line in c.text.split("\n")), 20.0) for column in cells]
    size = min(house.size, (width - 2.2 * SIDE * table.columns) / sum(words))
    least = [size * word + 2.1 * SIDE for word in words]
    wanted = [max(size * line + 2.1 * SIDE - low, 0.0) for line, low in zip(lines, least, strict=True)]
    room = (width - sum(least)) / (sum(wanted) or 1.0)
    return size, [low + min(room, 1.0) * more for low, more in zip(least, wanted, strict=True)]


def measured(
    folder: Path, houses: Sequence[House], keep: Path | None = None
) -> Iterator[tuple[str, str, Score]]:
    """(house, report, score) for each report that has a coded truth."""
    book = rulebook.load(ROOT / "patterns")
    truths = [one for one in (folder.parent / "gold", ROOT / "tests" / "truth") if one.is_dir()]
    for path in sorted(folder.glob("*[0-9].docx")):
        with words_in_force():
            document = read_bytes(path.read_bytes(), path.name)
        for house in (None, *houses):
            data = path.with_suffix(".txt").read_bytes() if house is None else pdf_of(document, house)
            if keep is not None and house is not None:
                (keep / f"{path.stem} {house.name}.pdf").write_bytes(data)
            name = path.with_suffix(".txt" if house is None else ".pdf").name
            rows = work(data, name, None, book).observed()
            for truth in truths:
                if one := evaluate(rows, truth).reports.get(path.stem):
                    yield house.name if house else "text edition", path.stem, one.score()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.restyled")
    parser.add_argument("folder", type=Path, help="the folder of real reports")
    parser.add_argument("--keep", type=Path, help="where the PDFs go")
    parser.add_argument("--house", action="append", help="only these styles")
    given = parser.parse_args()
    houses = [house for house in HOUSES if not given.house or house.name in given.house]
    found: dict[str, dict[str, Score]] = {}
    for house, report, score in measured(given.folder.resolve(), houses, given.keep):
        found.setdefault(house, {})[report] = score
    reports = list(next(iter(found.values()), {}))
    print(f"{'right F1':24}", *(f"{report[:12]:>12}" for report in reports), f"{'mean':>8}")
    for house, scores in found.items():
        right = [scores[report].right.f1 for report in reports]
        print(f"{house:24}", *(f"{one:12.3f}" for one in right), f"{sum(right) / len(right):8.3f}")


if __name__ == "__main__":
    main()
