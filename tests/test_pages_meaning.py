"""What a web page, a Word file and a sheet mean: small files, one line each."""

from __future__ import annotations

import pytest
import word_files as word
from test_read_html import read
from test_read_sheets import cell as odf_cell
from test_read_sheets import grids, odf_rows, opendocument
from test_read_text import drawn

from extractor.model.types import Prose, Table
from extractor.read.files import read_bytes
from extractor.read.html.parse import as_utf8, parse_page

LEAD = "<p>The report is about complaints that people made, and about what was learnt.</p>"


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body><main>{LEAD}{body}</main></body></html>"


def told(body: str, head: str = "") -> list[str]:
    """'kind level number text' of each line after the first, without empty parts; tables as their rows."""
    out = []
    for block in read(page(body, head)).blocks[1:]:
        if isinstance(block, Prose):
            parts = (block.kind, str(block.level or ""), block.number, block.text)
            out.append(" ".join(filter(None, parts)).removeprefix("paragraph "))
        elif isinstance(block, Table):
            out.append(f"{block.caption}[{' / '.join('|'.join(line) for line in drawn(block))}]")
    return out


PARTED = [
    ("<p>We had <b>4</b>complaints</p>", ["We had 4complaints"]),
    ("<p>We had <b>4</b><i>complaints</i></p>", ["We had 4 complaints"]),
    ("<p><span>4%</span><span>late</span></p>", ["4% late"]),
    ("<p><span>comp</span><span>laints</span></p>", ["complaints"]),
    ("<p><span class=a>Late</span><span class=b>Open</span></p>", ["Late Open"]),
    ("<p><span class=a>Late</span><span class=a>ly</span></p>", ["Lately"]),
    ("<p>We had 12<sup>1</sup> complaints by the 1<sup>st</sup> of May</p>",
     ["We had 12 complaints by the 1st of May"]),
    ("<p>We had 1<sup>1</sup>/<sub>2</sub> days</p>", ["We had 11/2 days"]),
    ("<p><sup>1</sup> This is a note.</p>", ["footnote 1 This is a note."]),
    ("<p>We had 4<a href='#fn1'>1</a>.</p>", ["We had 4."]),
    ("<p>We had 4<a href='#fn1'>[1]</a>.</p>", ["We had 4."]),
    ("<p>We had <a href='#table'>4</a>.</p>", ["We had 4."]),
    ("<p>We had <a href='/table'>4</a>.</p>", ["We had 4."]),
    ("<p><a href='#ref1'>↩</a> See.</p>", ["See."]),
    ("<p id=fn3>This is a note.</p>", ["footnote 3 This is a note."]),
    ("<p id=fnord>This is none.</p>", ["This is none."]),
    ("<p>Yes<br>No</p>", ["Yes", "No"]),
    ("<h2>Yes<br>No</h2>", ["heading 2 Yes No"]),
]  # fmt: skip
LISTS = [
    ("<ul><li>Duty</ul>", ["list 1 • Duty"]),
    ("<ol><li>Duty<li>Care</ol>", ["list 1 1. Duty", "list 1 2. Care"]),
    ("<ol start=4><li>Duty<li>Care</ol>", ["list 1 4. Duty", "list 1 5. Care"]),
    ("<ol><li value=7>Duty<li>Care</ol>", ["list 1 7. Duty", "list 1 8. Care"]),
    ("<ol type=a><li>Duty<li>Care</ol>", ["list 1 a. Duty", "list 1 b. Care"]),
    ("<ol type=A><li>Duty</ol>", ["list 1 A. Duty"]),
    ("<ol type=i><li>Duty<li>Care</ol>", ["list 1 i. Duty", "list 1 ii. Care"]),
    ("<ol><li>Duty<ul><li>Care</ul><li>Home</ol>", ["list 1 1. Duty", "list 2 • Care", "list 1 2. Home"]),
    ("<ul><li>Duty<p>More of it</ul>", ["list 1 • Duty", "list 1 More of it"]),
    ("<dl><dt>Parks<dd>4 cases</dl>", ["list 1 Parks: 4 cases"]),
    ("<dl><dt>Parks:<dd>4 cases</dl>", ["list 1 Parks: 4 cases"]),
    ("<dl><dt>51<dd>complaints</dl>", ["51", "complaints"]),
    ("<dl><dt>Parks<dd>4 cases<dd>All late</dl>", ["list 1 Parks: 4 cases", "list 1 Parks: All late"]),
    ("<dl><dt>Parks</dl>", ["Parks"]),
    ("<blockquote>Well done</blockquote>", ["quote Well done"]),
    ("<div class=quote>Well done</div>", ["quote Well done"]),
    ("<details><summary>Teams</summary><p>Duty</details>", ["heading 2 Teams", "Duty"]),
    ("<div role=heading aria-level=3>Teams</div>", ["heading 3 Teams"]),
    ("<div role=heading>Teams</div>", ["heading 2 Teams"]),
    ("<button aria-expanded=false>Teams</button><p>Duty</p>", ["heading 2 Teams", "Duty"]),
    ("<button>Share</button><p>Duty</p>", ["Duty"]),
    ("<h2><button>Teams</button></h2><p>Duty</p>", ["heading 2 Teams", "Duty"]),
]
TABLES = [
    ("<table><tr><th>Team<th>2019<tr><td>Duty<td>4</table>", ["[Team|2019 / Duty|4]"]),
    ("<table><caption>Teams</caption><tr><th>Team<th>2019<tr><td>Duty<td>4</table>",
     ["Teams[Team|2019 / Duty|4]"]),
    ("<figure><table><tr><th>Team<th>2019<tr><td>Duty<td>4</table><figcaption>Teams</figcaption></figure>",
     ["Teams[Team|2019 / Duty|4]"]),
    ("<table><tfoot><tr><td>All<td>4</tfoot><tr><th>Team<th>2019<tr><td>Duty<td>4</table>",
     ["[Team|2019 / Duty|4 / All|4]"]),
    ("<table><tr><th>Team<th>2019<th>2020<tr><td>Duty<td colspan=2>4</table>", ["[Team|2019|2020 / Duty|4]"]),
    ("<table><tr><th>Team<th>2019<tr><td rowspan=2>Duty<td>4<tr><td>5</table>", ["[Team|2019 / Duty|4 / 5]"]),
    ("<table><tr><th>Team<th>2019<tr><td rowspan=0>Duty<td>4<tr><td>5<tr><td>6</table>",
     ["[Team|2019 / Duty|4 / 5 / 6]"]),
    ("<div role=table><div role=row><span role=columnheader>Team</span>"
     "<span role=columnheader>2019</span></div>"
     "<div role=row><span role=cell>Duty</span><span role=cell>4</span></div></div>",
     ["[Team|2019 / Duty|4]"]),
    ("<table><tr><th id=t>Team<th id=a>2019<th id=b>2020<tr>"
     "<td headers=t>Duty<td headers=b>5<td headers=a>4</table>",
     ["[Team|2019|2020 / Duty|4|5]"]),
]  # fmt: skip
UNSEEN = [
    ("<p hidden>4</p>", "", []),
    ("<p aria-hidden=true>4</p>", "", []),
    ("<p aria-hidden=false>4</p>", "", ["4"]),
    ("<p style='display:none'>4</p>", "", []),
    ("<p style='display:block'>4</p>", "", ["4"]),
    ("<p style='visibility:hidden'>4</p>", "", []),
    ("<p style='opacity:0'>4</p>", "", []),
    ("<p style='opacity:0.5'>4</p>", "", ["4"]),
    ("<p style='font-size:0px'>4</p>", "", []),
    ("<p style='font-size:10px'>4</p>", "", ["4"]),
    ("<p>We had <s>4</s> 5</p>", "", ["We had 5"]),
    ("<p>We had <del>4</del> 5</p>", "", ["We had 5"]),
    ("<p>We had <span style='text-decoration:line-through'>4</span> 5</p>", "", ["We had 5"]),
    ("<p class=x>4</p>", "<style>.x{display:none}</style>", []),
    ("<p class=y>4</p>", "<style>.x{display:none}</style>", ["4"]),
    ("<p id=x>4</p>", "<style>#x{display:none}</style>", []),
    ("<p class=x>4</p>", "<style>p.x{display:none}</style>", []),
    ("<p class=x>4</p>", "<style>a, .x{display:none}</style>", []),
    ("<p class=x>4</p>", "<style>.x /* all of it */ {display:none}</style>", []),
    ("<p class=x>4</p>", "<style>/* .x{display:none} */</style>", ["4"]),
    ("<p class=x>4</p>", "<style>@media print{.x{display:none}}</style>", ["4"]),
    ("<p class=x>4</p>", "<style>.x{display:none !important}</style>", []),
    ("<p class=x style='display:block'>4</p>", "<style>.x{display:none}</style>", ["4"]),
    ("<p style='color:#fff'>4</p>", "", []),
    ("<p style='color:#fff'>4</p>", "<link rel=stylesheet href=a.css>", ["4"]),
    ("<p style='color:#fff;background:navy'>4</p>", "", ["4"]),
    ("<p style='color:#fff;background:white'>4</p>", "", []),
    ("<p style='color:#fff;background:transparent'>4</p>", "", []),
    ("<div style='background:navy'><p style='color:#fff'>4</p></div>", "", ["4"]),
    ("<p style='color:#ffe'>4</p>", "", ["4"]),
    ("<p style='color:rgb(255,255,255)'>4</p>", "", []),
    (
        "<button aria-controls=x aria-expanded=false>Teams</button><p id=x hidden>4</p>",
        "",
        ["heading 2 Teams", "4"],
    ),
    ("<div role=tabpanel id=x hidden><p>4</p></div>", "", ["4"]),
    ("<div id=x hidden><p>4</p></div>", "", []),
    (
        "<table><tr><th>Team<th>2019<tr><td style='visibility:hidden'>Duty<td>4</table>",
        "",
        ["[Team|2019 / |4]"],
    ),
]
SITE = [
    ("<nav><a href=/a>Home</a></nav>", []),
    ("<nav><a href='#a'>Teams</a> <a href='#b'>Money</a></nav>", ["toc Teams", "toc Money"]),
    ("<aside><p>Four more came later.</p></aside>", ["Four more came later."]),
    ("<section><header><h2>Teams</h2></header></section>", ["heading 2 Teams"]),
    ("<div role=search>Look</div>", []),
    ("<div role=dialog>Look</div>", []),
    ("<div class=social-care><p>Care</p></div>", ["Care"]),
    ("<div class=share-buttons>Share this</div>", []),
    ("<div class=share-buttons>Share of 4</div>", ["Share of 4"]),
]


@pytest.mark.parametrize(("body", "found"), [*PARTED, *LISTS, *TABLES, *SITE])
def test_what_a_page_says(body: str, found: list[str]) -> None:
    assert told(body) == found


@pytest.mark.parametrize(("body", "head", "found"), UNSEEN)
def test_what_nobody_sees_of_a_page_is_not_said(body: str, head: str, found: list[str]) -> None:
    assert told(body, head) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<header><p>Harrow</p></header>", []),
        ("<footer><p>Harrow</p></footer>", []),
        ("<div role=banner><p>Harrow</p></div>", []),
        ("<div role=contentinfo><p>Harrow</p></div>", []),
    ],
)
def test_header_and_footer_of_the_site_are_furniture(body: str, found: list[str]) -> None:
    document = read(f"<html><body>{body}<h1>Report</h1>{LEAD}</body></html>")
    assert [one.text for one in document.furniture] == ["Harrow"]
    assert "Harrow" not in [b.text for b in document.blocks if isinstance(b, Prose)]


def test_a_main_part_stands_for_the_page_where_it_holds_half_of_its_words() -> None:
    def texts(inside: int, outside: int) -> int:
        more = "".join(f"<p>Outside {n}</p>" for n in range(outside))
        body = "".join(f"<p>Insides {n}</p>" for n in range(inside))
        return len(read(f"<html><body><main>{body}</main>{more}</body></html>").blocks)

    assert [texts(6, 4), texts(4, 6)] == [6, 10]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café"),
        ("café".encode("utf-16"), "café"),
        (b"<meta charset=iso-8859-1>\x93caf\xe9\x94", "<meta charset=iso-8859-1>“café”"),
        (b"<meta charset=utf-16>caf\xc3\xa9", "<meta charset=utf-16>café"),
        (b"<meta charset=utf-8>caf\xe9", "<meta charset=utf-8>café"),
        (b"<meta charset=nonsense>caf\xc3\xa9", "<meta charset=nonsense>café"),
        (b'<?xml version="1.0" encoding="iso-8859-15"?>\xa4', "€"),
        (b"caf\xe9 \xa35", "café £5"),
    ],
)
def test_the_letters_of_a_page(data: bytes, text: str) -> None:
    assert as_utf8(data).decode() == text


@pytest.mark.parametrize(
    ("markup", "codes"),
    [
        (b"<html><body><div><p>Yes</p></div></body></html>", []),
        (b"<html><body><table><tr><td>Yes</body></html>", ["text-may-be-missing"]),
        (b"<html><body><p>Yes", ["text-may-be-missing"]),
        (b"<html><body><h2>Yes</body></html>", ["text-may-be-missing"]),
        (b"<body><p>Yes</p></body>", []),
        (b"<html><body><p>Yes<p>No</body></html>", []),
        (b"<html><body><p>Yes<p>No</p></body></html>", ["text-may-be-missing"]),
        (b"<html><body><p>Yes \x01</p></body></html>", ["text-may-be-missing"]),
        (b"<html><body><!-- <table> --><p>Yes</p></body></html>", []),
        (b"<html><body><script>'<table>'</script><p>Yes</p></body></html>", []),
    ],
)
def test_a_page_that_is_damaged_says_so(markup: bytes, codes: list[str]) -> None:
    assert [issue.code for issue in parse_page(markup).issues] == codes


# --- Word ----------------------------------------------------------------------------

NAVY = '<w:shd w:fill="1F3864"/>'
WHITE = '<w:color w:val="FFFFFF"/>'
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def fld(instruction: str, shown: str) -> str:
    inside = f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
    return FIELD.format("begin") + inside + FIELD.format("separate") + word.run(shown) + FIELD.format("end")


def said(*body: str) -> list[str]:
    out = []
    for block in word.read("".join(body)).blocks:
        if isinstance(block, Prose):
            parts = (block.kind, str(block.level or ""), block.number, block.text)
            out.append(" ".join(filter(None, parts)).removeprefix("paragraph "))
        elif isinstance(block, Table):
            out.append(f"{block.caption}[{' / '.join('|'.join(line) for line in word.grid(block))}]")
    return out


LOOKS = [
    (WHITE, []),
    (WHITE + NAVY, ["We had 4"]),
    (WHITE + '<w:highlight w:val="blue"/>', ["We had 4"]),
    (WHITE + '<w:shd w:fill="FFFFFF"/>', []),
    (WHITE + '<w:shd w:fill="auto"/>', []),
    ('<w:color w:val="FFFFFE"/>', ["We had 4"]),
    ("<w:vanish/>", []),
    ('<w:vanish w:val="0"/>', ["We had 4"]),
    ("<w:strike/>", []),
    ('<w:strike w:val="false"/>', ["We had 4"]),
    ("<w:dstrike/>", []),
    ('<w:strike/><w:dstrike w:val="0"/>', []),
    ('<w:rStyle w:val="Gone"/>', []),
    ('<w:rStyle w:val="Gone"/><w:vanish w:val="0"/>', ["We had 4"]),
]


@pytest.mark.parametrize(("look", "found"), LOOKS)
def test_what_nobody_sees_of_a_run_is_not_said(look: str, found: list[str]) -> None:
    assert said(word.para("Before"), word.para(word.run("We had 4", look))) == ["Before", *found]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (word.para(word.run("We had 4", WHITE), more=NAVY), ["We had 4"]),
        (word.para(word.run("We had 4", WHITE), more='<w:shd w:fill="FFFFFF"/>'), []),
        (word.table(word.row(word.cell(word.para(word.run("Team", WHITE)), more=NAVY), "2019"),
                    word.row("Duty", "4")), ["[Team|2019 / Duty|4]"]),
        (word.table(word.row(word.cell(word.para(word.run("Team", WHITE))), "2019"), word.row("Duty", "4")),
         ["[|2019 / Duty|4]"]),
        (word.para("Page ", fld("PAGE", "7"), " of it"), ["Page of it"]),
        (word.para("Page ", fld("NUMPAGES", "7"), " of it"), ["Page of it"]),
        (word.para("We had ", fld("REF x", "7"), " of it"), ["We had 7 of it"]),
        (word.para("We had ", '<w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple>', " left"),
         ["We had left"]),
        (word.para("We had ", '<w:fldSimple w:instr="REF x"><w:r><w:t>7</w:t></w:r></w:fldSimple>', " left"),
         ["We had 7 left"]),
        (word.para("We had ", '<w:ins><w:r><w:t>7</w:t></w:r></w:ins>', " left"), ["We had 7 left"]),
        (word.para("We had ", '<w:del><w:r><w:t>7</w:t></w:r></w:del>', " left"), ["We had left"]),
        (word.para("We had ", '<w:moveTo><w:r><w:t>7</w:t></w:r></w:moveTo>', " left"), ["We had 7 left"]),
        (word.para("We had ", '<w:moveFrom><w:r><w:t>7</w:t></w:r></w:moveFrom>', " left"), ["We had left"]),
        (word.para("We had 4", word.run("1", '<w:vertAlign w:val="superscript"/>'), " left"),
         ["We had 4 left"]),
        (word.para("By the 1", word.run("st", '<w:vertAlign w:val="superscript"/>'), " of May"),
         ["By the 1st of May"]),
        (word.para("We had 4", word.run("1", '<w:vertAlign w:val="subscript"/>'), " left"),
         ["We had 41 left"]),
        (word.para(word.run("1", '<w:vertAlign w:val="superscript"/>'), " A note"), ["footnote 1 A note"]),
        (word.para("We had 4", "<w:r><w:noBreakHyphen/></w:r>", "5"), ["We had 4-5"]),
        (word.para("Yes", "<w:r><w:br/></w:r>", "No"), ["Yes", "No"]),
        (word.para("Teams", style="H2"), ["heading 2 Teams"]),
        (word.para("Teams", style="Own"), ["heading 2 Teams"]),
        (word.para("Teams", more='<w:outlineLvl w:val="2"/>'), ["heading 3 Teams"]),
        (word.para("Teams", more='<w:outlineLvl w:val="9"/>'), ["Teams"]),
        (word.para("Teams", style="TOC1"), ["toc Teams"]),
        (word.para(word.run("Well done", "<w:i/>"), more='<w:ind w:left="720" w:right="720"/>'),
         ["quote Well done"]),
        (word.para(word.run("Well done", "<w:i/>"), more='<w:ind w:left="720"/>'), ["Well done"]),
        (word.para("Well done", more='<w:ind w:left="720" w:right="720"/>'), ["Well done"]),
        (word.table(word.row("Team", "2019"), word.row("Gone", "9", more="<w:del/>"), word.row("Duty", "4")),
         ["[Team|2019 / Duty|4]"]),
        (word.table(word.row("Team", "2019"), word.row("Gone", "9", more="<w:hidden/>"),
                    word.row("Duty", "4")),
         ["[Team|2019 / Duty|4]"]),
        (word.table(word.row("Team", "2019"), word.row(word.cell("Gone", more="<w:cellDel/>"), "Duty", "4")),
         ["[Team|2019 / Duty|4]"]),
        (word.table(word.row("Team", "2019", "2020"),
                    word.row("Duty", "4", more='<w:gridBefore w:val="1"/>')),
         ["[Team|2019|2020 / |Duty|4]"]),
    ],
)  # fmt: skip
def test_what_a_word_file_says(body: str, found: list[str]) -> None:
    assert said(word.para("Before"), body) == ["Before", *found]


def test_cells_merged_downwards_and_sideways() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    side, along = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    table = word.only(
        word.read(
            word.table(
                word.row("Team", word.cell("Stage", more=side), word.cell("", more=along)),
                word.row(word.cell("Duty", more=down), "4", "5"),
                word.row(word.cell("", more=on), "6", "7"),
                word.row(word.cell("Care", more=on), "8", "9"),
                word.row(word.cell("Home", more=down), "8", "9"),
            )
        )
    )
    assert isinstance(table, Table)
    spans = {c.text: (c.row_span, c.column_span) for c in table.cells if c.text in ("Stage", "Duty", "Home")}
    assert spans == {"Stage": (1, 2), "Duty": (3, 1), "Home": (1, 1)}


# --- OpenDocument --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "kept"), [("collapse", False), ("filter", False), ("visible", True), ("", True)]
)
def test_rows_of_a_sheet_that_are_not_shown_give_nothing(state: str, kept: bool) -> None:
    shown = f' table:visibility="{state}"' if state else ""
    more = f"<table:table-row{shown}>{odf_cell('Care')}{odf_cell('9')}</table:table-row>"
    inside = odf_rows(["Team", "2019"], ["Duty", "4"]) + more
    data = opendocument("spreadsheet", f'<table:table table:name="A">{inside}</table:table>')
    assert grids(read_bytes(data, "a.ods")) == [[["Team", "2019"], ["Duty", "4"], *[["Care", "9"]] * kept]]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("We had <text:s/>4", "We had 4"),
        ("We had<text:s text:c='3'/>4", "We had   4"),
        ("We had<text:line-break/>4", "We had 4"),
        ("We had <text:span>4</text:span> left", "We had 4 left"),
        ("We had 4<office:annotation><text:p>Check</text:p></office:annotation> left", "We had 4 left"),
        ("We had 4<text:soft-page-break/> left", "We had 4 left"),
    ],
)
def test_the_text_of_a_paragraph_of_opendocument(inside: str, text: str) -> None:
    document = read_bytes(opendocument("text", f"<text:p>{inside}</text:p>"), "a.odt")
    assert " ".join(b.text for b in document.blocks if isinstance(b, Prose)) == text


def test_cells_of_the_head_of_a_table_are_headers_whatever_their_tag() -> None:
    body = (
        "<table><thead><tr><td>Team<td>2019</thead><tbody><tr><td>Duty<td>4<tr><td>Care<td>5</tbody></table>"
    )
    (table,) = (b for b in read(page(body)).blocks if isinstance(b, Table))
    assert {c.text for c in table.cells if c.header} == {"Team", "2019"}
