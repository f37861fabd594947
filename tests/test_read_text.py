"""Plain text and Markdown: what is read, in what order, and that no number is lost."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sampled import trials

from extractor.model.types import Block, Document, Picture, Prose, Table, Unreadable
from extractor.read import formats
from extractor.read.files import read, sniff
from extractor.read.formats import FORMATS
from extractor.read.text.document import read_text

REPORTS = (
    "harrow-2018-19",
    "hartlepool-2020-21",
    "havering-2017-18",
    "kingston-2017-18",
    "staffordshire-2019-20",
)


def parse(text: str) -> Document:
    return read_text(text.encode(), "report.txt")


def tables(document: Document) -> list[Table]:
    return [b for b in document.blocks if isinstance(b, Table)]


def prose(document: Document, kind: str = "") -> list[Prose]:
    return [b for b in document.blocks if isinstance(b, Prose) and kind in ("", b.kind)]


def drawn(table: Table) -> list[list[str]]:
    return [[c.text for c in table.cells if c.row == r] for r in range(table.rows)]


def texts_of(block: Block) -> list[str]:
    if isinstance(block, Prose):
        return [block.number, block.text]
    if isinstance(block, Table):
        return [block.caption, *block.notes, *(c.text for c in block.cells)]
    return [block.alt, *block.legend]


def digits(document: Document) -> Counter[str]:
    texts = [text for block in (*document.blocks, *document.furniture) for text in texts_of(block)]
    return Counter(re.findall(r"\d+", "\n".join(texts)))


# --- the real reports ----------------------------------------------------------------


@pytest.fixture(scope="module", params=REPORTS)
def report(request: pytest.FixtureRequest, shared: Path) -> tuple[str, Document]:
    path = shared / "reports" / f"{request.param}.txt"
    return path.read_text(encoding="utf-8"), read(path)


def test_every_number_of_a_report_is_in_some_block(report: tuple[str, Document]) -> None:
    source, document = report
    assert digits(document) == Counter(re.findall(r"\d+", source))


def test_every_word_of_a_report_is_in_some_block(report: tuple[str, Document]) -> None:
    source, document = report
    source = re.sub(r"</?[a-z][^<>]*>|\[image:", " ", source)
    texts = " ".join(text for block in document.blocks for text in texts_of(block))
    lost = Counter(re.findall(r"[A-Za-z]{2,}", source)) - Counter(re.findall(r"[A-Za-z]{2,}", texts))
    assert sum(lost.values()) == 0, lost


def test_blocks_stand_in_reading_order_with_their_lines(report: tuple[str, Document]) -> None:
    source, document = report
    lines = [b.anchor.line for b in document.blocks]
    assert all(line is not None for line in lines)
    assert lines == sorted(line for line in lines if line)
    printed = source.split("\n")
    for table in tables(document):
        for cell in table.cells:
            if cell.text and cell.anchor.line:
                # a caption may have been taken from above it
                near = printed[cell.anchor.line - 1 : cell.anchor.line + 1]
                assert any(cell.text.split()[0] in line for line in near)
    assert [t.anchor.table for t in tables(document)] == list(range(1, len(tables(document)) + 1))


GRIDS = {
    "harrow-2018-19": "5x7 4x7 6x5 1x4 2x4 2x4 1x3 1x4 1x5 1x3 38x3 6x3 1x3 13x3 5x3",
    "hartlepool-2020-21": "7x2 4x2",
    "havering-2017-18": "10x4 4x4 3x9 2x4 4x7 3x4 3x8 2x3 6x6",
    "kingston-2017-18": "",
    "staffordshire-2019-20": "10x4 4x2 6x3 7x3 4x5 4x4 6x4 3x2 4x2 2x2 4x2 9x3 9x3 6x3 4x6 4x3 3x2 49x4",
}


@pytest.mark.parametrize("name", REPORTS)
def test_the_grids_of_the_reports(name: str, shared: Path) -> None:
    document = read(shared / "reports" / f"{name}.txt")
    assert " ".join(f"{t.rows}x{t.columns}" for t in tables(document)) == GRIDS[name]


def test_text_and_word_editions_give_the_same_grids(shared: Path) -> None:
    pytest.importorskip("extractor.read.docx.document", reason="the Word reader is not there")
    for name in ("harrow-2018-19", "staffordshire-2019-20"):
        text, word = (tables(read(shared / "reports" / f"{name}.{kind}")) for kind in ("txt", "docx"))
        assert [(t.rows, t.columns) for t in text] == [(t.rows, t.columns) for t in word]
        for ours, theirs in zip(text, word, strict=True):
            spans = [[(c.row, c.column, c.row_span, c.column_span) for c in t.cells] for t in (ours, theirs)]
            assert spans[0] == spans[1]
            numbers = [[re.findall(r"\d+", c.text) for c in t.cells] for t in (ours, theirs)]
            assert numbers[0] == numbers[1]


def test_the_word_table_written_out_as_text(shared: Path) -> None:
    document = read(shared / "reports" / "harrow-2018-19.txt")
    found = tables(document)
    assert found[0].caption.startswith("Table 1: Number of Complaints")
    assert drawn(found[0])[1][1:] == ["50", "40", "15", "0", "5", "110"]
    assert drawn(found[1])[0][:3] == ["", "Representations", "Stage 1"]
    assert [c.column_span for c in found[4].cells[:2]] == [1, 3]
    assert drawn(found[5])[1][1] == "3\n10\n0\n13"
    numbered = [h.number for h in prose(document, "heading") if re.fullmatch(r"\d[\d.]*", h.number)]
    assert numbered[:6] == ["1", "2", "2.1", "3", "4", "5"]
    assert numbered[-6:] == ["15.2", "16.", "16.1", "16.2", "16.3", "16.4"]
    (chart,) = (b for b in document.blocks if isinstance(b, Picture))
    assert chart.chart and len(chart.legend) == 11
    assert chart.legend[0].endswith("opinion (3)") and chart.legend[0].startswith("Disagrees")
    assert len(prose(document, "footnote")) == 2


def test_headings_of_the_reports(shared: Path) -> None:
    havering = read(shared / "reports" / "havering-2017-18.txt")
    levels = {h.number: h.level for h in prose(havering, "heading") if h.number}
    assert (levels["3."], levels["3.2"], levels["3.6.1"]) == (1, 2, 3)
    assert len(prose(havering, "toc")) == 22
    assert "Annual Report 2017 – 2018 Complaints and Compliments" in havering.titles
    staffordshire = read(shared / "reports" / "staffordshire-2019-20.txt")
    headings = [h.text for h in prose(staffordshire, "heading")]
    assert "Duty Matters" in headings and "Compliments" in headings
    assert not any("%" in h or h.isdigit() for h in headings)
    kingston = read(shared / "reports" / "kingston-2017-18.txt")
    assert [h.level for h in prose(kingston, "heading") if h.number] == [2, 2, 2, 2, 2]


def test_key_numbers_stay_beside_their_words(shared: Path) -> None:
    blocks = prose(read(shared / "reports" / "staffordshire-2019-20.txt"))
    for number, words in (("225", "compliments"), ("52%", "of completed"), ("44", "recommendations")):
        at = next(i for i, b in enumerate(blocks) if b.text == number)
        assert blocks[at].kind == blocks[at + 1].kind == "paragraph"
        assert blocks[at + 1].text.startswith(words)


# --- encodings -----------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    text = "Annual Report\r\n\r\nWe paid £500 – “in full” – to 12 families.\r\n"
    path = tmp_path / "report.txt"
    path.write_bytes(text.encode(encoding))
    document = read(path)
    assert prose(document)[-1].text == "We paid £500 – “in full” – to 12 families."
    assert document.issues == ()


def test_a_few_broken_letters_are_reported() -> None:
    document = read_text("Caf\u00e9 caf\u00e9 caf\u00e9 caf\u00e9 caf\u00e9 12".encode() + b"\xff", "x.txt")
    assert [i.code for i in document.issues] == ["letters-lost"]
    assert digits(document) == Counter({"12": 1})


def test_line_breaks_and_invisible_signs() -> None:
    document = parse("One\u00a0hundred\u200b and\u00ad two\r\rThe next one.\u2028\u2028Last")
    assert [p.text for p in prose(document)] == ["One hundred and two", "The next one.", "Last"]


# --- running text --------------------------------------------------------------------

BODY = "This is a paragraph of ordinary text that is long enough to be one and ends in a full stop.\n"


def test_markdown_headings_emphasis_and_lists() -> None:
    document = parse(
        "# Report 2020/21\n\n## 2. Summary\n\n" + BODY + "\n### **Stage 1:**\n\n**All bold**\n\n"
        "- 12 upheld\n- 3 *partly* upheld\n  - 1 of them twice\n* a star\n\n## 3. Next\n\n" + BODY
    )
    assert document.titles == ("Report 2020/21",)
    headings = [(h.level, h.number, h.text) for h in prose(document, "heading")]
    assert headings[0] == (2, "2.", "Summary") and headings[1] == (3, "", "Stage 1:")
    assert [(p.level, p.number, p.text) for p in prose(document, "list")] == [
        (1, "-", "12 upheld"),
        (1, "-", "3 partly upheld"),
        (2, "-", "1 of them twice"),
        (1, "*", "a star"),
    ]
    assert next(p for p in prose(document) if p.text == "All bold").emphasis


@pytest.mark.parametrize(
    ("line", "number", "text"),
    [
        ("· 67 representations;", "·", "67 representations;"),
        ("• 67 representations;", "•", "67 representations;"),
        ("o Organising the panel", "o", "Organising the panel"),
        ("- o Organising the panel", "o", "Organising the panel"),
        ("» Stage 2", "»", "Stage 2"),
        ("a) the first of them", "a)", "the first of them"),
        ("(1) not happy with it", "(1)", "not happy with it"),
        ("- A. Complaints are looked into", "A.", "Complaints are looked into"),
        ("\uf0b7 a sign of Word", "\uf0b7", "a sign of Word"),
    ],
)
def test_bullets(line: str, number: str, text: str) -> None:
    (item,) = prose(parse(BODY + "\n" + line + "\n"), "list")
    assert (item.number, item.text) == (number, text)


@pytest.mark.parametrize(
    "line",
    [
        "-5 to 7",
        "> 20 days: 5",
        "+ 5 more of them",
        "O level: 4",
        "4.5 days on average",
        "(13) were late",
        "£1300",
    ],
)
def test_what_only_looks_like_a_bullet_or_number_is_left_alone(line: str) -> None:
    (item,) = (p for p in prose(parse(BODY + "\n" + line + "\n\n" + BODY)) if p.anchor.line == 3)
    assert (item.number, item.text, item.kind) == ("", line, "paragraph")


@pytest.mark.parametrize(
    "line",
    [
        "Stage 1 – Local Resolution",
        "Duty Matters",
        "Compliments received 2020/21",
        "Key Numbers and Initial Overview 2019/20",
        "Appendix A: Examples of what was received across the service",
        "What is a complaint?",
        "OUTCOMES",
    ],
)
def test_headings_without_marks(line: str) -> None:
    (heading,) = prose(parse(BODY + "\n" + line + "\n\n" + BODY), "heading")
    assert heading.text == line


@pytest.mark.parametrize(
    "line",
    [
        "LAC and Disability Services: 34%",
        "Partnership and Development: <1%",
        "225",
        "52%",
        "Total Complaints 45",
        "Upheld – 12",
        "None",
        "N/A",
        "No complaints went further",
        "Two compliments",
        "They were all upheld in part",
        "Of the 40 complaints received:",
        "Risk on the register? No",
        "someone@example.org",
        '"Thank You All So Much"',
    ],
)
def test_what_is_no_heading(line: str) -> None:
    document = parse(BODY + "\n" + line + "\n\n" + BODY)
    assert prose(document, "heading") == []
    assert line in [p.text for p in prose(document)]


def test_numbered_headings_and_numbered_lists() -> None:
    document = parse(
        "Report\n\n1. Introduction\n\n" + BODY + "\n1.1 What was received\n\n" + BODY + "\n2. Stage 1\n\n"
        "1. Write sooner\n2. Write better\n3. Write less\n\n2.1 There were 5 of them in the year\n\n" + BODY
    )
    headings = [(h.number, h.level) for h in prose(document, "heading")]
    assert headings == [("1.", 1), ("1.1", 2), ("2.", 1)]
    assert [p.number for p in prose(document, "list")] == ["1.", "2.", "3."]
    assert next(p for p in prose(document) if p.number == "2.1").kind == "paragraph"


def test_bare_section_numbers_count_sections_only_where_the_file_counts_so() -> None:
    document = parse(
        f"1 Introduction\n\n{BODY}\n2 Background\n\n{BODY}\n3 Outcomes\n\n{BODY}\n12 Upheld\n\n{BODY}"
    )
    assert [h.number for h in prose(document, "heading")] == ["1", "2", "3"]
    assert "12 Upheld" in [p.text for p in prose(document)]
    lone = parse(f"{BODY}\n3 Upheld\n\n{BODY}")
    assert prose(lone, "heading") == []


def test_a_section_number_on_its_own_line() -> None:
    document = parse(
        f"1. Introduction\n\n{BODY}\n2.\nThe process explained:\n\n{BODY}\n2.1 \nStages\n\n{BODY}"
    )
    assert [(h.number, h.text) for h in prose(document, "heading")] == [
        ("1.", "Introduction"),
        ("2.", "The process explained:"),
        ("2.1", "Stages"),
    ]


def test_hard_wrapped_text_is_put_together() -> None:
    words = (
        "the council received forty complaints in the year and answered most of them in time " * 8
    ).split()
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 68:
            lines.append(line.strip())
            line = ""
        line += f"{word} "
    document = parse("\n".join([*lines, line.strip() + "."]) + "\n\nUpheld: 3\nNot upheld: 4\n")
    texts = [p.text for p in prose(document)]
    assert texts == [" ".join(words) + ".", "Upheld: 3", "Not upheld: 4"]


def test_a_paragraph_cut_by_a_page_is_joined_and_label_lines_are_not() -> None:
    document = parse(
        "Complaints went up because the service was short of staff in the\n\n\nsummer months and later.\n\n"
        "partly upheld: 3\n\nnot upheld in any part: 4\n"
    )
    assert [p.text for p in prose(document)] == [
        "Complaints went up because the service was short of staff in the summer months and later.",
        "partly upheld: 3",
        "not upheld in any part: 4",
    ]


def test_notes_and_quotations() -> None:
    document = parse(
        BODY + "\n*at the time of reporting 13% remained open.\n\n\ufffd The total of all stages.\n\n"
        "“Thank you so much for everything that you did for the 3 of us this year.” – Parent\n"
    )
    assert [(p.number, p.text) for p in prose(document, "footnote")] == [
        ("*", "at the time of reporting 13% remained open."),
        ("", "The total of all stages."),
    ]
    assert len(prose(document, "quote")) == 1


def test_tags_and_entities_are_taken_off() -> None:
    document = parse(
        '<u>Total</u> of 5 &amp; <5 cases<br>Then 6\n<ul style="x"><li>one</li><li>two</li></ul>'
    )
    assert [p.text for p in prose(document)] == ["Total of 5 & <5 cases", "Then 6", "one", "two"]


def test_contents_are_no_table_and_no_figures() -> None:
    document = parse(
        "Report 2020/21\n\nContents\n\n1.\tIntroduction\t3\n2.\tStage 1\t4\n2.1\tOutcomes\t7-8\n\n"
        "1. Introduction\n\n" + BODY
    )
    assert tables(document) == []
    assert [(p.number, p.text) for p in prose(document, "toc")] == [
        ("1.", "Introduction 3"),
        ("2.", "Stage 1 4"),
        ("2.1", "Outcomes 7-8"),
    ]


def test_dotted_leaders_are_contents_only_below_that_word() -> None:
    toc = parse("Contents\n\nIntroduction ........ 3\nStage 1 ........ 4\nStage 2 ........ 9\n\n" + BODY)
    assert len(prose(toc, "toc")) == 3
    (table,) = tables(parse(BODY + "\nWithin 10 days ........ 46\nLater ........ 14\n"))
    assert drawn(table) == [["Within 10 days", "46"], ["Later", "14"]]


def test_page_numbers_are_furniture_and_key_numbers_are_not() -> None:
    pages = "\f".join(f"OFFICIAL\n{BODY}\n{n}\n" for n in range(1, 5))
    document = parse(pages + "\f225\ncompliments received.\n\n" + BODY)
    found = Counter(p.text for p in document.furniture)
    # the first line of the file may be its title
    assert found == Counter({"OFFICIAL": 3, "1": 1, "2": 1, "3": 1, "4": 1})
    assert [p.text for p in prose(document)][-3:-1] == ["225", "compliments received."]
    assert [p.text for p in parse(BODY + "\nPage 3 of 12\n").furniture] == ["Page 3 of 12"]


# --- tables --------------------------------------------------------------------------


def test_tabs_with_a_title_above_and_blank_cells() -> None:
    document = parse(
        "Complaints by channel\n\tLetter\tE-mail\tOnline\n2017-18\t19\t\t7\n2016-17\t16\t33\t\n2015-16\t4\n\n"
        + BODY
    )
    (table,) = tables(document)
    assert table.caption == "Complaints by channel"
    assert drawn(table) == [
        ["", "Letter", "E-mail", "Online"],
        ["2017-18", "19", "", "7"],
        ["2016-17", "16", "33", ""],
        ["2015-16", "4", "", ""],
    ]
    assert (table.anchor.table, table.anchor.line) == (1, 2)
    cell = next(c for c in table.cells if c.text == "33")
    assert (cell.anchor.table, cell.anchor.row, cell.anchor.column, cell.anchor.line) == (1, 3, 3, 4)


def test_tabs_over_a_page_break_go_on_and_a_new_header_begins_a_table() -> None:
    document = parse("Team\tA\tB\nx\t1\t2\n\ny\t3\t4\nTeam\tA\tB\nz\t5\t6\n")
    assert [drawn(t) for t in tables(document)] == [
        [["Team", "A", "B"], ["x", "1", "2"], ["y", "3", "4"]],
        [["Team", "A", "B"], ["z", "5", "6"]],
    ]


def test_tabs_typed_only_to_line_up_count_once_but_never_move_a_figure() -> None:
    (table,) = tables(parse("Outcome\t\t\tNumber\nUpheld\t\t\t\t3\nNot upheld\t4\n"))
    assert drawn(table) == [["Outcome", "Number"], ["Upheld", "3"], ["Not upheld", "4"]]
    (kept,) = tables(parse("Team\tA\tB\tC\nx\t1\t2\t3\ny\t\t5\nz\t6\t7\t8\n"))
    assert drawn(kept)[2] == ["y", "", "5", ""]


def test_two_header_rows_typed_with_tabs() -> None:
    (table,) = tables(
        parse("\tWithin 10 days\t\tOver 10 days\t\n\tApr17\tApr16\tApr17\tApr16\nStage 1\t15\t21\t28\t30\n")
    )
    assert [(c.text, c.column, c.column_span) for c in table.cells if c.row == 0 and c.text] == [
        ("Within 10 days", 1, 2),
        ("Over 10 days", 3, 2),
    ]


def test_indented_lines_and_tabbed_lists_are_no_tables() -> None:
    document = parse("\tThis paragraph is indented.\n\n1.\tWrite sooner\n2.\tWrite better\n•\tAnd less\n")
    assert tables(document) == []
    assert [p.number for p in prose(document, "list")] == ["1.", "2.", "•"]


def test_pipe_tables_flag_their_header() -> None:
    document = parse(
        "**Table 1: By stage**\n\n| Stage | 2020/21 |\n|:--|--:|\n| Stage 1 | 98 |\n"
        "| Stage 2<br>(new) | **12** |\n"
    )
    (table,) = tables(document)
    assert table.caption == "Table 1: By stage"
    assert drawn(table) == [["Stage", "2020/21"], ["Stage 1", "98"], ["Stage 2\n(new)", "12"]]
    assert [c.header for c in table.cells] == [True, True, False, False, False, False]


def test_html_tables_inside_markdown() -> None:
    document = parse(
        f"# Report\n\n{BODY}\n<table><tr><th rowspan='2'>Team</th><th colspan='2'>Outcome</th></tr>\n"
        f"<tr><th>Upheld</th><th>Not</th></tr><tr><td>A</td><td>4</td><td>9</td></tr></table>\n\n{BODY}"
    )
    (table,) = tables(document)
    assert (table.rows, table.columns) == (3, 3)
    assert drawn(table)[2] == ["A", "4", "9"]


def test_items_of_a_meeting_in_capitals_go_on_from_the_last_meetings() -> None:
    titles = ("17 JUNE 2021", "31   APOLOGIES", "32   COMPLAINTS 2020/21", "33   PLAY AREAS")
    items = "".join(f"{title}\n\n{BODY}\n" for title in titles)
    document = parse(items + "\n0.92% of bins were late.\n")
    assert [h.number for h in prose(document, "heading")] == ["31", "32", "33"]
    assert [h.number for h in prose(parse(items.title()), "heading") if h.number] == []


def test_columns_of_spaces() -> None:
    document = parse(
        BODY + "\n  Stage          2019/20   2020/21\n  Stage 1             88        80\n"
        "  Stage 2                       12\n  Other stages\n  (new)                3         3\n\n" + BODY
    )
    (table,) = tables(document)
    assert drawn(table)[:3] == [
        ["Stage", "2019/20", "2020/21"],
        ["Stage 1", "88", "80"],
        ["Stage 2", "", "12"],
    ]


def test_a_narrower_table_below_a_blank_line_is_another_table() -> None:
    head = "              MI    LS   No    Total\n              reps       mal\n"
    first = head + "2007 to 2008    0    7    9     16\n"
    second = "Response times     Average days\n2007 to 2008           26.4\n2006 to 2007           31.9\n"
    found = tables(parse(f"Decisions\n\n{first}2006 to 2007    1    9   12     22\n\n{second}"))
    assert [(t.rows, t.columns) for t in found] == [(3, 5), (3, 2)]
    assert [c.text for c in found[0].cells if c.row == 0][1:] == ["MI reps", "LS", "No mal", "Total"]


def test_a_header_of_words_below_a_blank_line_begins_another_table() -> None:
    first = (
        "By subject   Adult    Schools   Planning\n"
        "2019/20          4         11          7\n2018/19          6          9          8\n"
    )
    second = (
        "Decisions    LS    No mal    Outside\n                             jurisdiction\n\n"
        "2019/20      3     8         1\n2018/19      2     9         4\n"
    )
    found = tables(parse(f"{BODY}\n{first}\n{second}"))
    assert [drawn(t)[0] for t in found] == [
        ["By subject", "Adult", "Schools", "Planning"],
        ["Decisions", "LS", "No mal", "Outside jurisdiction"],
    ]


RIGHT = (
    "               Public  Transport    Other\n              finance & highways\n"
    "2019/20             4         11        7\n2018/19             6          9        8\n"
)
LEFT = (
    "            Public   Transport   Other\n            finance  & highways\n"
    "2019/20     4        11          7\n2018/19     6        9           8\n"
).replace("finance  &", "finances &")


@pytest.mark.parametrize(("typed", "first"), [(RIGHT, "Public finance"), (LEFT, "Public finances")])
def test_headings_flush_with_their_columns_are_parted_at_a_single_space(typed: str, first: str) -> None:
    (table,) = tables(parse(f"{BODY}\n{typed}\n{BODY}"))
    assert drawn(table)[0][1:] == [first, "Transport & highways", "Other"]


def test_prose_with_double_spaces_is_no_table() -> None:
    document = parse("One sentence.  Then two.\nAnother one.  Then 3.\nA third one.  Then 4.\n")
    assert tables(document) == []


def test_a_header_of_years_over_figures_with_single_spaces() -> None:
    (table,) = tables(
        parse("Category 2018/19 2019/20 Change\nStage 1 186 212 14% ↑\nMP Enquiries 74 69 9% ↓\n")
    )
    assert drawn(table)[1] == ["Stage 1", "186", "212", "14% ↑"]


def test_word_cells_one_a_line_without_section_numbers() -> None:
    document = parse(
        "\n\tTeam\n\tReceived\n\tUpheld\n\n\tFostering\n\t12\n\t\n\n\tTotal\n\t16\n\t4\n\n"
        "After the table comes a paragraph that says something about all of these.\n\nNext Section\n\n" + BODY
    )
    (table,) = tables(document)
    assert drawn(table) == [["Team", "Received", "Upheld"], ["Fostering", "12", ""], ["Total", "16", "4"]]
    assert [h.text for h in prose(document, "heading")] == ["Next Section"]


def test_chart_legends_are_put_together() -> None:
    document = parse(
        "Table 6\n\n[image: image6.png]W Disagrees with\nopinion (3)\n\nB Moved (7)\n\n@ Bias (1)\n\n" + BODY
    )
    (chart,) = (b for b in document.blocks if isinstance(b, Picture))
    assert chart.legend == ("Disagrees with opinion (3)", "Moved (7)", "Bias (1)")
    assert chart.chart
    (alone,) = (b for b in parse("![Bar chart of teams](a.png)\n").blocks if isinstance(b, Picture))
    assert (alone.alt, alone.chart, alone.legend) == ("Bar chart of teams", True, ())


# --- nothing is lost, nothing hangs --------------------------------------------------

PIECE = st.sampled_from(
    [
        *("12", "3 ", "Upheld", "upheld ", "\t", "  ", "   ", "|", ".", "- ", "• ", "(4)", ":", "\n", "\n\n"),
        *("%", "…", "1.", "2.1 ", "Table 3", "Contents", "......", "Stage 1", "2019/20", " \t", "\n\t\n"),
        *("*", "£5", ", ", "\f", "(", ")", "---", "## ", "_", "Page 4", "?", "\n\n7\n\n", "word words "),
    ]
)


@settings(max_examples=trials(300), deadline=None)
@given(st.lists(PIECE, max_size=60))
def test_no_figure_is_lost_whatever_the_shape(pieces: list[str]) -> None:
    text = "".join(pieces)
    document = parse(text)
    assert digits(document) == Counter(re.findall(r"\d+", text))


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 200_000 + "b",
        "<" * 100_000,
        "*a " * 50_000,
        "[a](" * 20_000,
        "." * 100_000,
        "\t\n" * 20_000,
        "a   b\n\n" * 10_000,
        "<table>" * 5_000,
        "<sup>" * 10_000,
        "__" * 50_000,
        "aaa   bbbb cc\nlabel\n" * 5_000,
        "quite a long line without an end to it\n" * 5_000,
    ],
)
def test_strange_files_end_soon(text: str) -> None:
    parse(text)


# --- which reader, and what cannot be read -------------------------------------------


def test_content_decides_before_the_name() -> None:
    assert sniff(b"%PDF-1.7\n", "a.txt") == "pdf"
    assert sniff(b"\n\n  %PDF-1.4", "a") == "pdf"
    assert sniff(b"<!DOCTYPE html><html><body>x", "a.txt") == "html"
    assert sniff(b"<p>one</p><p>two</p>", "a.html") == "html"
    assert sniff(b"Plain text of 12 complaints", "a.html") == "text"
    assert sniff("Text £5".encode("utf-16"), "a.bin") == "text"


def test_a_wrong_name_is_said(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_text("Annual Report\n\nThere were 12 complaints.\n")
    document = read(path)
    assert document.format == "text" and len(document.id) == 64
    assert [(i.code, i.severity) for i in document.issues] == [("wrong-extension", "info")]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.txt", b"", "empty-file"),
        ("blank.txt", b" \n\n ", "empty-file"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-office-file"),
        ("a.docx", b"PK\x03\x04broken", "damaged-file"),
        ("photo.png", b"\x89PNG\r\n\x1a\n\0\0\0", "unknown-format"),
        ("a.pdf", bytes(range(256)) * 20, "not-a-pdf"),
        ("a.dat", bytes(range(256)) * 20, "unknown-format"),
    ],
)
def test_what_cannot_be_read_is_one_plain_sentence(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Unreadable) as caught:
        read(path)
    assert caught.value.code == code
    assert caught.value.sentence.startswith(name) and caught.value.sentence.endswith(".")


def test_missing_files_and_folders_and_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreadable, match="no file named gone"):
        read(tmp_path / "gone.txt")
    with pytest.raises(Unreadable, match="is a folder"):
        read(tmp_path)
    path = tmp_path / "big.txt"
    path.write_text("Some text\n" * 100)
    small = tuple(replace(one, most_bytes=10) for one in FORMATS)
    monkeypatch.setattr(formats, "FORMATS", small)
    with pytest.raises(Unreadable) as caught:
        read(path)
    assert caught.value.code == "too-large"


def test_a_zip_without_a_document(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ppt/presentation.xml", "<x/>")
    with pytest.raises(Unreadable) as caught:
        read(path)
    assert caught.value.code == "not-a-docx"


def test_a_paragraph_wrapped_by_hand_in_a_text_that_is_not() -> None:
    long = "A paragraph of this report stands on a line of its own, however long that line may become. " * 2
    wrapped = (
        "There were 42 compliments, with 20 of these recorded in the",
        "Benefits Section, 12 in Home Care and a further ten in",
        "Day Centres.",
    )
    document = parse("\n".join([long, "", *wrapped]))
    assert prose(document)[-1].text == " ".join(wrapped)
    entry = "Number of compliments that were received in {}"
    listed = (entry.format("Home Care"), entry.format("Centres"), entry.format("Libraries."))
    assert [p.text for p in prose(parse("\n".join([long, "", *listed])))][-3:] == list(listed)


@pytest.mark.parametrize(("number", "heads"), [("4.", True), ("4. The first of them", False)])
def test_a_chapter_that_stands_by_itself_opens_with_its_own_number(number: str, heads: bool) -> None:
    told = "The chapter tells of all that came in, how soon it was answered, and what was learnt from it."
    after = told if heads else "5. The second"
    found = prose(parse(f"Barnet Council\nAnnual Report 2022\n{number} Corporate Complaints\n{after}\n"))
    assert any(p.kind == "heading" and p.text.endswith("Corporate Complaints") for p in found) is heads
