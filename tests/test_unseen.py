"""Text that a file holds and nobody sees, or that is struck out, gives no text; what stays shown does."""

from __future__ import annotations

import pytest
import word_files as word
from test_read_html_tables import grid, read

from extractor.model.types import Prose, Table

SHEET = """<style>/* .seen {display: none} */ .gone, .away{display:none} #odd { visibility: hidden }
@media print { .seen {display:none} } p.white { color: #FFF } .struck{text-decoration:line-through}
.dark { background-color: navy; color: white }</style>"""


def texts(body: str) -> list[str]:
    blocks = read(f"{SHEET}<p>Kept</p>{body}<p>{'Long text of the page. ' * 9}</p>").blocks
    return [b.text for b in blocks if isinstance(b, Prose)][1:-1]


@pytest.mark.parametrize(
    "body",
    [
        "<p hidden>7</p>",
        "<p style='display : none'>7</p>",
        "<p style='visibility:hidden'>7</p>",
        "<p style='font-size: 0px'>7</p>",
        "<p style='opacity:0'>7</p>",
        "<p class=gone>7</p>",
        "<p class='a away'>7</p>",
        "<p id=odd>7</p>",
        "<p class=white>7</p>",
        "<p style='color:#ffffff !important'>7</p>",
        "<p><s>7</s></p>",
        "<p><del>7</del></p>",
        "<p><span style='text-decoration: line-through'>7</span></p>",
        "<p class=struck>7</p>",
    ],
)
def test_unseen_and_struck_out_text_of_a_page(body: str) -> None:
    assert texts(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "<p class=seen>7</p>",
        "<p style='opacity:0.9'>7</p>",
        "<p style='color:#fffff0'>7</p>",
        "<div class=dark><p>7</p></div>",
        "<p class='white' style='background: #003'>7</p>",
        "<div class=white bgcolor=navy><p class=white>7</p></div>",
        "<p style='text-decoration: underline'>7</p>",
        "<div class=white><p style='color:black'>7</p></div>",
    ],
)
def test_text_that_a_page_shows(body: str) -> None:
    assert texts(body) == ["7"]


def test_a_class_that_hides_most_of_a_page_is_opened_by_a_script() -> None:
    page = read(f"{SHEET}<p>Kept</p><div class=gone><p>{'All there is. ' * 9}</p></div>")
    assert len(page.blocks) == 2


def test_a_cell_that_only_looks_empty_keeps_its_place() -> None:
    (block,) = read(
        "<table><tr><th>Team<th>2019<th>2020</tr><tr><td>Duty<td style='visibility:hidden'>4<td>5</tr>"
        "<tr><td>Care<td><s>6</s><td>7</tr></table>"
    ).blocks
    assert grid(block) == [["Team", "2019", "2020"], ["Duty", "", "5"], ["Care", "", "7"]]


WHITE = '<w:color w:val="FFFFFF"/>'
SHADE = '<w:shd w:val="clear" w:fill="1F3864"/>'


@pytest.mark.parametrize("look", [WHITE, "<w:strike/>", "<w:dstrike/>", "<w:vanish/>"])
def test_unseen_and_struck_out_runs_of_a_word_file(look: str) -> None:
    document = word.read(word.para("Seven ", word.run("8", look)))
    assert word.texts(document) == ["Seven"]


def test_deleted_text_of_a_word_file() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>8</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="2">{word.run("9")}</w:moveFrom>'
    added = f'<w:ins w:id="3">{word.run("10")}</w:ins>'
    assert word.texts(word.read(word.para("Seven", deleted, moved, added))) == ["Seven10"]


def test_white_letters_on_a_coloured_ground_show() -> None:
    head = word.row(word.cell(word.para(word.run("Team", WHITE)), more=SHADE), word.cell("2019"))
    block = word.only(word.read(word.table(head, word.row("Duty", "4"), word.row("Care", "5"))))
    assert isinstance(block, Table)
    assert block.cells[0].text == "Team"
    assert word.texts(word.read(word.para(word.run("7", WHITE + SHADE)))) == ["7"]
    assert word.texts(word.read(word.para(word.run("7", WHITE), more=SHADE))) == ["7"]
    assert word.texts(word.read(word.para(word.run("7", WHITE + '<w:highlight w:val="black"/>')))) == ["7"]


def test_white_letters_in_a_table_whose_style_is_coloured_show() -> None:
    styles = word.STYLES.replace(
        "</w:styles>",
        f'<w:style w:type="table" w:styleId="Grid"><w:name w:val="Grid"/><w:tblStylePr w:type="firstRow">'
        f"<w:tcPr>{SHADE}</w:tcPr></w:tblStylePr></w:style></w:styles>",
    )
    rows = word.row(word.cell(word.para(word.run("Team", WHITE))), "2019") + word.row("Duty", "4")
    for named, seen in (('<w:tblStyle w:val="Grid"/>', "Team"), ("", "")):
        body = f"<w:tbl><w:tblPr>{named}</w:tblPr>{rows}{word.row('Care', '5')}</w:tbl>"
        block = word.only(word.read(body, parts={"word/styles.xml": styles}))
        assert isinstance(block, Table)
        assert block.cells[0].text == seen


def test_letters_of_mathematics_are_letters() -> None:
    (block,) = read("<p>𝐃𝐮𝐭𝐲 😀 𝟏𝟐</p>").blocks
    assert isinstance(block, Prose)
    assert block.text == "Duty 😀 12"
