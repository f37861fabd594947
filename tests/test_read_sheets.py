"""Workbooks and OpenDocument files: sheets as sections, cells as they are shown, text as in a Word file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import pytest

from extractor.model.types import Document, Prose, Table, Unreadable
from extractor.read.files import read_bytes
from extractor.read.sheets.number_formats import shown_number

S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = f"""<styleSheet {S}><numFmts><numFmt numFmtId="170" formatCode="0.0%"/></numFmts>
<fonts><font/><font><b/></font><font><strike/></font><font><color rgb="FFFFFFFF"/></font></fonts>
<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"/></fill></fills>
<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf fontId="1"/><xf fontId="2"/><xf fontId="3"/>
<xf fontId="3" fillId="1"/></cellXfs></styleSheet>"""
PERCENT, BOLD, STRUCK, WHITE, WHITE_ON_DARK = 1, 2, 3, 4, 5


def zipped(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def workbook(sheets: dict[str, str], states: Sequence[str] = ()) -> bytes:
    """A workbook of sheets by name, each the XML inside its worksheet."""
    listed = "".join(
        f'<sheet name="{name}" r:id="r{i}" state="{(states or ["visible"] * 9)[i]}"/>'
        for i, name in enumerate(sheets)
    )
    links = "".join(
        f'<Relationship Id="r{i}" Type="{R}/worksheet" Target="s{i}.xml"/>' for i in range(len(sheets))
    )
    rels = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return zipped(
        {
            "xl/workbook.xml": f'<workbook {S} xmlns:r="{R}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f"<Relationships {rels}>{links}</Relationships>",
            "xl/styles.xml": STYLES,
            **{
                f"xl/s{i}.xml": f"<worksheet {S}>{inside}</worksheet>"
                for i, inside in enumerate(sheets.values())
            },
        }
    )


def rows(*lines: Sequence[object], hidden: Sequence[int] = ()) -> str:
    """Rows of a sheet; a cell is a text, a number, or (number or text, style)."""
    out = ""
    for n, line in enumerate(lines, 1):
        out += f'<row r="{n}"{" hidden=" + chr(34) + "1" + chr(34) if n in hidden else ""}>'
        for k, one in enumerate(line):
            value, style = one if isinstance(one, tuple) else (one, 0)
            at = f'r="{"ABCDEFGH"[k]}{n}" s="{style}"'
            if isinstance(value, str):
                out += f'<c {at} t="inlineStr"><is><t>{value}</t></is></c>' if value else ""
            else:
                out += f"<c {at}><v>{value}</v></c>"
        out += "</row>"
    return f"<sheetData>{out}</sheetData>"


def grids(document: Document) -> list[list[list[str]]]:
    found = []
    for block in document.blocks:
        if isinstance(block, Table):
            lines: list[list[str]] = [[] for _ in range(block.rows)]
            for cell in block.cells:
                lines[cell.row].append(cell.text)
            found.append(lines)
    return found


TEAMS = (["Team", "2019", "Share"], ["Duty", 4, (0.25, PERCENT)], ["Care", 1204, (0.333, PERCENT)])
SHOWN = [["Team", "2019", "Share"], ["Duty", "4", "25.0%"], ["Care", "1204", "33.3%"]]


def test_sheets_are_sections_and_lines_above_a_table_its_titles() -> None:
    first = rows(["Complaints of the year"], [], ["Table 1: Teams"], *TEAMS)
    document = read_bytes(workbook({"Teams": first, "Others": rows(*TEAMS)}), "a.xlsx")
    assert document.format == "xlsx"
    assert document.titles == ("Complaints of the year",)
    assert [(b.kind, b.text) for b in document.blocks if isinstance(b, Prose)] == [
        ("heading", "Teams"),
        ("paragraph", "Complaints of the year"),
        ("heading", "Others"),
    ]
    assert [b.caption for b in document.blocks if isinstance(b, Table)] == ["Table 1: Teams", ""]
    assert grids(document) == [SHOWN, SHOWN]


def test_tables_that_a_blank_row_or_column_holds_apart() -> None:
    beside = [
        [*row, "", *more] for row, more in zip(TEAMS, (["Stage", "No."], ["1st", 7], ["2nd", 8]), strict=True)
    ]
    document = read_bytes(
        workbook({"One": rows(*beside, [], ["Sex", "No."], ["Boys", 2], ["Girls", 3])}), "a.xlsx"
    )
    assert [len(g[0]) for g in grids(document)] == [3, 2, 2]


def test_what_a_workbook_hides_or_strikes_out_gives_nothing() -> None:
    columns = '<cols><col min="2" max="2" hidden="1"/></cols>'
    shown = rows(
        ["Team", "Old", "2019"],
        ["Duty", 9, 4],
        ["Gone", 9, 9],
        ["Care", 9, (5, STRUCK)],
        ["Home", 9, (6, WHITE)],
        ["Play", 9, (7, WHITE_ON_DARK)],
        hidden=[3],
    )
    document = read_bytes(
        workbook({"A": columns + shown, "B": rows(*TEAMS)}, ["visible", "hidden"]), "a.xlsx"
    )
    assert grids(document) == [[["Team", "2019"], ["Duty", "4"], ["Care", ""], ["Home", ""], ["Play", "7"]]]
    table = document.blocks[0]
    assert [c.anchor.line for c in table.cells if c.column == 0] == [1, 2, 4, 5, 6]  # type: ignore[union-attr]


def test_merged_cells_and_bold_lines() -> None:
    merged = rows([("Totals", BOLD)], ["Team", "Number"], ["", "Boys", "Girls"], ["Duty", 4, 5]) + (
        '<mergeCells><mergeCell ref="B2:C2"/><mergeCell ref="A2:A3"/></mergeCells>'
    )
    document = read_bytes(workbook({"A": merged}), "a.xlsx")
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    assert [(c.text, c.row_span, c.column_span) for c in table.cells][:2] == [
        ("Team", 2, 1),
        ("Number", 1, 2),
    ]
    heading = document.blocks[0]
    assert isinstance(heading, Prose) and (heading.text, heading.emphasis) == ("Totals", True)


def test_a_formula_without_its_result_is_an_issue() -> None:
    sheet = rows(*TEAMS).replace("<v>4</v>", "<f>SUM(B9:B10)</f>")
    document = read_bytes(workbook({"A": sheet}), "a.xlsx")
    assert [i.code for i in document.issues] == ["formula-without-result"]
    assert grids(document)[0][1] == ["Duty", "", "25.0%"]


def test_a_workbook_without_anything_shown() -> None:
    with pytest.raises(Unreadable, match="hold nothing"):
        read_bytes(workbook({"A": rows([""])}), "a.xlsx")


@pytest.mark.parametrize(
    ("raw", "form", "text"),
    [
        ("12", "General", "12"), ("0.30000000000000004", "General", "0.3"), ("0.253", "9", "25%"),
        ("0.2545", "0.0%", "25.5%"), ("1204.5", "#,##0", "1205"), ("-3", "0;[Red](0)", "-3"),
        ("1300", '"£"#,##0', "£1300"), ("1300", "£#,##0.00", "£1300.00"), ("1300", "[$£-809]#,##0", "£1300"),
        ("43555", "dd/mm/yyyy", "31 March 2019"), ("43555", "mmm-yy", "March 2019"),
        ("42093", "14", "30 March 2015"), ("TRUE", "General", "TRUE"), ("7", '0 "days"', "7"),
    ],
)  # fmt: skip
def test_numbers_are_shown_by_their_format(raw: str, form: str, text: str) -> None:
    assert shown_number(raw, form) == text


def test_days_that_count_from_1904() -> None:
    assert shown_number("42093", "dd/mm/yyyy", True) == "31 March 2019"


NS = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
ODF_STYLES = """<office:automatic-styles>
<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="S"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="W"><style:text-properties fo:color="#FFFFFF"/></style:style>
<style:style style:name="H"><style:text-properties text:display="none"/></style:style>
<style:style style:name="T"><style:table-properties table:display="false"/></style:style>
</office:automatic-styles>"""


def opendocument(kind: str, inside: str) -> bytes:
    body = f"<office:body><office:{kind}>{inside}</office:{kind}></office:body>"
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {NS}>{ODF_STYLES}{body}</office:document-content>",
        }
    )


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def odf_rows(*lines: Sequence[str]) -> str:
    inside = ("".join(c if c.startswith("<") else cell(c) for c in line) for line in lines)
    return "".join(f"<table:table-row>{line}</table:table-row>" for line in inside)


def test_a_spreadsheet_of_opendocument() -> None:
    blank = '<table:table-cell table:number-columns-repeated="1000"/>'
    hidden = f'<table:table-row table:visibility="collapse">{cell("Gone")}{cell("9")}</table:table-row>'
    inside = odf_rows(["Team", "2019", blank], ["Duty", "4", blank]) + hidden
    struck = cell("5", 'table:style-name="S"')
    inside += odf_rows(["Care", struck], [cell("Home", 'table:number-columns-repeated="1"'), "6"])
    data = opendocument(
        "spreadsheet",
        f'<table:table table:name="A">{inside}</table:table>'
        f'<table:table table:style-name="T">{odf_rows(["Old", "8"], ["Older", "7"])}</table:table>',
    )
    document = read_bytes(data, "a.ods")
    assert document.format == "ods"
    assert grids(document) == [[["Team", "2019"], ["Duty", "4"], ["Care", ""], ["Home", "6"]]]


def test_a_text_of_opendocument() -> None:
    header = f"<table:table-header-rows>{odf_rows(['Team', '2019'])}</table:table-header-rows>"
    wide = cell("Adults", 'table:number-columns-spanned="2"') + "<table:covered-table-cell/>"
    table = f"<table:table>{header}{odf_rows([wide], ['Duty', '4'], ['Care', '5'])}</table:table>"
    data = opendocument(
        "text",
        "<text:tracked-changes><text:p>99</text:p></text:tracked-changes>"
        '<text:h text:outline-level="2">Teams</text:h>'
        '<text:p>We had <text:span text:style-name="S">7 </text:span><text:span>8</text:span><text:s/>in all'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p>"
        "</text:note-body></text:note>.</text:p>"
        '<text:p text:style-name="H">Hidden 12</text:p><text:p text:style-name="W">White 13</text:p>'
        "<text:list><text:list-item><text:p>Item</text:p></text:list-item></text:list>"
        f"<text:p>Table 1: Teams</text:p>{table}",
    )
    document = read_bytes(data, "a.odt")
    assert [(b.kind, b.text) for b in document.blocks if isinstance(b, Prose)] == [
        ("heading", "Teams"),
        ("paragraph", "We had 8 in all."),
        ("list", "Item"),
        ("footnote", "A note."),
    ]
    (table_block,) = (b for b in document.blocks if isinstance(b, Table))
    assert table_block.caption == "Table 1: Teams"
    assert [c.header for c in table_block.cells] == [True, True, False, False, False, False, False]
    assert table_block.cells[2].column_span == 2


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.rtf", b"{\\rtf1 Words}", "a rich-text"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "an old Word file"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "Workbook".encode("utf-16-le"), "an old Excel file"),
    ],
)
def test_old_formats_need_libreoffice(
    name: str, data: bytes, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(Unreadable) as caught:
        read_bytes(data, name)
    assert caught.value.code == "needs-libreoffice"
    assert caught.value.sentence.startswith(f"{name} is {what}") and "LibreOffice" in caught.value.sentence


def test_an_old_file_is_read_from_what_libreoffice_makes_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess
    from pathlib import Path

    made = workbook({"A": rows(*TEAMS)})

    def converted(command: list[str], **_: object) -> None:
        Path(command[-1]).with_suffix(f".{command[-4]}").write_bytes(made)

    monkeypatch.setattr("shutil.which", lambda name: name)
    monkeypatch.setattr(subprocess, "run", converted)
    data = b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "Workbook".encode("utf-16-le")
    document = read_bytes(data, "a.xls")
    assert (document.format, grids(document)) == ("xls", [SHOWN])
