"""Tables and pictures of web pages."""

from __future__ import annotations

import pytest

from extractor.model.types import Anchor, Block, Document, Picture, Prose, Table
from extractor.read.html.document import read_html


def read(body: str) -> Document:
    return read_html(f"<html><body>{body}</body></html>".encode(), "page.html")


def only(document: Document) -> Block:
    assert len(document.blocks) == 1, document.blocks
    return document.blocks[0]


def grid(block: Block) -> list[list[str]]:
    assert isinstance(block, Table)
    rows: list[list[str]] = [[] for _ in range(block.rows)]
    for cell in block.cells:
        rows[cell.row].append(cell.text)
    return rows


def test_spans_headers_and_caption() -> None:
    block = only(
        read(
            "<table><caption>Table 4: Response times</caption>"
            "<thead><tr><td rowspan=2>Team</td><th colspan=2 scope=colgroup>Within 10 days</th></tr>"
            "<tr><th>2018/19<th>2017/18</tr></thead>"
            "<tfoot><tr><th scope=row>Total</th><td>6<td>5</tr></tfoot>"
            "<tbody><tr><th scope=row>Fostering</th><td>5<td>4</tr><tr><th>Adoption</th>"
            "<td>1<td>1</tr></tbody></table>"
        )
    )
    assert isinstance(block, Table)
    assert (block.caption, block.rows, block.columns) == ("Table 4: Response times", 5, 3)
    assert grid(block) == [
        ["Team", "Within 10 days"], ["2018/19", "2017/18"], ["Fostering", "5", "4"],
        ["Adoption", "1", "1"], ["Total", "6", "5"],
    ]  # fmt: skip
    assert [c.header for c in block.cells] == [
        True,
        True,
        True,
        True,
        True,
        False,
        False,
        True,
        False,
        False,
        True,
        False,
        False,
    ]
    assert (block.cells[0].row_span, block.cells[1].column_span) == (2, 2)
    last = block.cells[-1].anchor
    assert (last.table, last.row, last.column, last.page) == (1, 5, 3, None)


def test_caption_from_the_line_above_or_the_figure() -> None:
    table = "<table><tr><th>Team<th>Count<tr><td>Fostering<td>5</table>"
    above = only(read(f"<p>Table 2: Teams</p>{table}"))
    inside = only(read(f"<figure>{table}<figcaption>Table 2: Teams</figcaption></figure>"))
    assert isinstance(above, Table) and isinstance(inside, Table)
    assert above.caption == inside.caption == "Table 2: Teams"


def test_lines_in_cells() -> None:
    block = only(
        read(
            "<table><tr><th>Team</th><th>Apr17-<br>Mar18</th></tr>"
            "<tr><td><p>Fostering</p><p>Adoption</p></td><td>5<br>1</td></tr><tr><td>MASH"
            "<sup>1</sup></td><td><b>17</b> (2&nbsp;%)</td></tr></table>"
        )
    )
    assert grid(block) == [["Team", "Apr17-\nMar18"], ["Fostering\nAdoption", "5\n1"], ["MASH", "17 (2 %)"]]


def test_nested_and_layout_tables() -> None:
    inner = "<table><tr><th>Team<th>Count<tr><td>Fostering<td>5<tr><td>Adoption<td>1</table>"
    document = read(
        "<table><tr><td><h2>Teams</h2><p>The council received 51 complaints in the whole "
        f"of the year.</p>{inner}</td></tr></table>"
    )
    assert [type(b) for b in document.blocks] == [Prose, Prose, Table]
    assert grid(document.blocks[2]) == [["Team", "Count"], ["Fostering", "5"], ["Adoption", "1"]]


def test_tables_drawn_with_roles() -> None:
    def line(*words: str, role: str = "cell") -> str:
        return f"<div role=row>{''.join(f'<div role={role}>{w}</div>' for w in words)}</div>"

    block = only(
        read(f"<div role=table>{line('Team', 'Count', role='columnheader')}{line('Fostering', '5')}</div>")
    )
    assert grid(block) == [["Team", "Count"], ["Fostering", "5"]]
    assert isinstance(block, Table) and block.cells[0].header and not block.cells[3].header


@pytest.mark.parametrize("span", ["10000000", "99999999999999999999"])
def test_absurd_spans_are_cut_and_said(span: str) -> None:
    document = read(
        f"<table><tr><td colspan={span} rowspan={span}>5<td colspan={span}>6<tr><td>7<td>8<tr><td>9</table>"
    )
    assert [i.code for i in document.issues] == ["absurd-span"]
    assert all(n in str(document.blocks) for n in "56789")


def test_rows_spanned_to_the_end_of_their_group() -> None:
    block = only(
        read(
            "<table><tr><th>Team<th>Year<th>n<tr><td rowspan=0>Fostering<td>2018<td>5<tr>"
            "<td>2017<td>4</table>"
        )
    )
    assert isinstance(block, Table) and block.cells[3].row_span == 2


def test_two_tables_count_on() -> None:
    table = "<table><tr><th>Team<th>Count<tr><td>Fostering<td>5</table>"
    document = read(f"{table}<p>Words.</p>{table}")
    assert [b.anchor.table for b in document.blocks if isinstance(b, Table)] == [1, 2]


def test_pictures() -> None:
    document = read(
        '<p>Words</p><img src="a.png" alt="Pie chart of teams"><img src="b.png" alt="Crest">'
        "<img src='i.png' width=16 alt=''><img src='c.png'><canvas aria-label='By team'>99</canvas>"
        "<iframe title='Graph of trends'></iframe><iframe title='Video'></iframe>"
        "<figure><img alt='' src='d.png'><figcaption>Figure 2: Stage 1</figcaption></figure>"
    )
    found = [(b.alt, b.chart) for b in document.blocks if isinstance(b, Picture)]
    assert found == [
        ("Pie chart of teams", True), ("Crest", False), ("", False), ("By team", True),
        ("Graph of trends", True), ("", False),
    ]  # fmt: skip
    assert [(b.kind, b.text) for b in document.blocks if isinstance(b, Prose)] == [
        ("paragraph", "Words"), ("caption", "Figure 2: Stage 1")
    ]  # fmt: skip


def drawn(inside: str) -> Picture:
    block = only(read(f'<svg viewBox="0 0 9 9" role="img" aria-label="Outcomes">{inside}</svg>'))
    assert isinstance(block, Picture) and block.chart and block.alt == "Outcomes"
    return block


def test_drawn_charts_pair_labels_with_their_figures() -> None:
    bars = "".join(
        f'<text x="0" y="{y}">{w}</text><text x="90" y="{y}">{n}</text>'
        for y, w, n in ((10, "Upheld", 12), (30, "Open", 3))
    )
    assert drawn(bars).legend == ("Upheld: 12", "Open: 3")
    groups = "<g><text>Upheld</text><text>12</text></g><g><text>Open</text><text>3</text></g>"
    assert drawn(groups).legend == ("Upheld: 12", "Open: 3")
    hover = (
        "<path><title>Upheld: 12</title></path><path><title>Open: 3</title></path><text>0"
        "</text><text>10</text>"
    )
    assert drawn(hover).legend == ("Upheld: 12", "Open: 3")


def test_drawn_charts_never_pair_what_is_not_plainly_together() -> None:
    words = (
        "<text x='0' y='10'>Upheld</text><text x='0' y='30'>Open</text><text x='5' y='50'>12"
        "</text><text x='9' y='70'>3</text>"
    )
    assert drawn(words).legend == ("Upheld", "Open", "12", "3")
    stacked = "<text x=0 y=10>Upheld</text><text x=30 y=10>12</text><text x=60 y=10>15</text>" * 2
    assert "Upheld: 12" not in drawn(stacked).legend


def test_legends_printed_as_lists_belong_to_their_chart() -> None:
    entries = "<li>Upheld: 34%</li><li>Open: &lt;1%</li><li>Not upheld (66%)</li>"
    printed = ("Upheld: 34%", "Open: <1%", "Not upheld (66%)")
    whole = read(
        f"<figure><img src=a.png alt='By outcome'><ul>{entries}</ul><figcaption>Outcomes"
        "</figcaption></figure>"
    )
    assert whole.blocks == (
        Prose("Outcomes", "caption", anchor=Anchor(line=1)),
        Picture("By outcome", printed, True, Anchor(line=1)),
    )
    apart = only(read(f"<img src=a.png alt='By outcome'><ul class='chart-legend'>{entries}</ul>"))
    assert isinstance(apart, Picture) and (apart.alt, apart.legend) == ("By outcome", printed)
    assert [type(b) for b in read(f"<ul>{entries}</ul>").blocks] == [Prose] * 3


def test_icons_are_no_pictures() -> None:
    assert [type(b) for b in read("<p>Call <svg><path d='M5 9'/></svg> us</p>").blocks] == [Prose]


def test_rows_that_are_wholly_covered_from_above() -> None:
    page = "<table><tr><th rowspan=3>Team<th>Count<tr><td rowspan=2>5<tr></tr><tr><td>Adoption<td>1</table>"
    assert grid(only(read(page))) == [["Team", "Count"], ["5"], ["Adoption", "1"]]


HALF = "<table><tr><td>Team<td>2019</tr><tr><td>Duty<td>{}</tr><tr><td>Care<td>5</tr></table>"


def tables_of(body: str) -> list[Table]:
    return [b for b in read(body).blocks if isinstance(b, Table)]


def test_a_table_of_figures_in_the_left_half_of_a_layout_row() -> None:
    left = read(f"<table><tr><td>{HALF.format(4)}</td><td>Duty had most, as before.</td></tr></table>")
    assert [type(b) for b in left.blocks] == [Table, Prose]


def test_heads_and_captions_of_a_layout_table_reach_the_tables_in_it() -> None:
    rows = f"<tr><td>{HALF.format(4)}</td><td>{HALF.format(6)}</td></tr>"
    heads = tables_of(f"<table><tr><td>Stage 1<td>Stage 2</tr>{rows}</table>")
    assert [t.caption for t in heads] == ["Stage 1", "Stage 2"]
    caption = tables_of(f"<table><caption>Table 4: By team</caption>{rows}</table>")
    assert [t.caption for t in caption] == ["Table 4: By team"] * 2
    line = tables_of(f"<table><tr><td colspan=2>Table 4: By team</tr>{rows}</table>")
    assert [t.caption for t in line] == ["Table 4: By team"] * 2
    dated = f"<tr><td><p>2018/19</p>{HALF.format(4)}</td><td><p>2019/20</p>{HALF.format(6)}</td></tr>"
    years = tables_of(f"<table><tr><td colspan=2>Table 4: By team</tr>{dated}</table>")
    assert [t.caption for t in years] == ["Table 4: By team – 2018/19", "Table 4: By team – 2019/20"]
    numbers = tables_of(f"<table><tr><td>12<td>15</tr>{rows}</table>")
    assert [t.caption for t in numbers if t.rows == 3] == ["", ""]


def test_a_row_with_a_table_in_it_stays_in_a_table_of_data() -> None:
    rows = "<tr><th>Team<th>Note</tr><tr><td>Duty<td>Busy</tr><tr><td>Care<td>{}</tr>"
    outer, inner = tables_of(f"<table>{rows.format(HALF.format(4))}</table>")
    assert grid(outer) == [["Team", "Note"], ["Duty", "Busy"], ["Care", ""]]
    assert grid(inner) == [["Team", "2019"], ["Duty", "4"], ["Care", "5"]]


def test_a_table_typed_in_letters_of_one_width() -> None:
    typed = read(
        "<pre>Team          2018   2019\nDuty Team       12     15\nCare Team        9     11\n</pre>"
    )
    assert grid(only(typed)) == [
        ["Team", "2018", "2019"],
        ["Duty Team", "12", "15"],
        ["Care Team", "9", "11"],
    ]
    assert [b.text for b in read("<pre>One line\nand another</pre>").blocks if isinstance(b, Prose)]


def test_lines_with_leader_dots_are_rows() -> None:
    lines = "<p>Duty ....... {} 20</p><p>Care . . . . . . {} 25</p><p>Home ………… 16 30</p>"
    assert grid(only(read(lines.format(12, 15)))) == [
        ["Duty", "12", "20"],
        ["Care", "15", "25"],
        ["Home", "16", "30"],
    ]
    contents = "<p>Duty ....... 1</p><p>Care ....... 2</p><p>Home ....... 4</p>"
    assert isinstance(only(read(contents)), Table)
    listed = read(f"{contents}<h2>Care</h2><p>Text.</p>")
    assert [b.kind for b in listed.blocks if isinstance(b, Prose)][:3] == ["toc"] * 3
    labels = tables_of(
        "<table><tr><td>Duty ......<td>4</tr><tr><td>Care …<td>5</tr><tr><td>Home etc.<td>6</tr></table>"
    )
    assert [row[0] for row in grid(labels[0])] == ["Duty", "Care", "Home etc."]


def test_cells_stand_under_the_headers_that_they_name() -> None:
    head = "<tr><th id=t>Team<th id=a>2018<th id=b>2019</tr>"
    (table,) = tables_of(
        f"<table>{head}<tr><th id=r headers=t>Duty<td headers='b r'>5<td headers='a r'>4</tr>"
        "<tr><th id=s>Care<td headers='s b'>7<td headers='a s'>6</tr>"
        "<tr><th id=u>Home<td headers='b u'>8<td headers='b u'>9</tr></table>"
    )
    assert grid(table)[1:] == [["Duty", "4", "5"], ["Care", "6", "7"], ["Home", "8", "9"]]
