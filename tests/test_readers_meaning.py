"""What the readers and the lexicon must mean: small facts, each lost by one small change."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
import word_files as word
from test_read_docx_charts import chart_part, series, with_chart
from test_read_docx_charts import legend as legend_of
from test_read_html import read as read_page
from test_read_sheets import cell, grids, odf_rows, opendocument, rows, workbook, zipped
from test_read_text import drawn, parse, prose, tables

from extractor.lexicon.matching import VocabularySettings
from extractor.lexicon.rulebook import Entry, load
from extractor.lexicon.vocabulary import Vocabulary
from extractor.model.types import Anchor, Block, Picture, Prose, RawCell, Table
from extractor.read.files import read_bytes
from extractor.read.layout.contents_lists import mark_contents
from extractor.read.layout.finish import finish
from extractor.read.layout.heading_levels import with_title
from extractor.read.layout.line_shapes import depth
from extractor.read.layout.raw_rows import filled_rows
from extractor.read.layout.table_titles import with_table_titles
from extractor.read.ocr import segments, tesseract
from extractor.read.ocr.engines import Seen
from extractor.read.text.decode import split_lines
from extractor.read.text.document import read_text
from extractor.read.text.section_numbers import follows, lettered_sections
from extractor.read.zip_package import open_zip
from extractor.understand.entry_lines import as_table

LINES = "\n".join(f"This is line {n} of the text, and it ends here." for n in "abcdefghi")


def first(blocks: tuple[Block, ...] | list[Block]) -> Prose:
    assert isinstance(blocks[0], Prose)
    return blocks[0]


# --- plain text ----------------------------------------------------------------------


def test_letters_of_windows_are_read_though_two_look_like_one_of_utf_8() -> None:
    document = read_text(b"We paid \xa35 to one and \xa37 to another caf\xc3\xa9.", "a.txt")
    assert "£5 to one and £7" in first(document.blocks).text and document.issues == ()
    broken = "It’s the council’s – and the child’s – ‘own’ report".encode() + b" \xa35"
    assert [i.code for i in read_text(broken, "a.txt").issues] == ["letters-lost"]


def test_a_raised_figure_is_a_note_and_raised_letters_belong_to_their_number() -> None:
    document = parse("We received 12<sup>1</sup> complaints by the 1<sup>st</sup> of May.")
    assert first(document.blocks).text == "We received 12 complaints by the 1st of May."


@pytest.mark.parametrize(("start", "left"), [(1, 0), (41, 4)])
def test_numbers_alone_that_count_up_are_pages_only_from_the_first_ones(start: int, left: int) -> None:
    document = parse("\n".join(f"\n{n}\n\n{LINES}" for n in range(start, start + 4)))
    texts = [p.text for p in prose(document)]
    assert sum(str(n) in texts for n in range(start, start + 4)) == left


def test_headings_over_columns_that_do_not_share_them_out_evenly_stand_over_one() -> None:
    (table,) = tables(parse("Team\tBoys\t\tGirls\n\tOpen\tClosed\tOpen\nDuty\t4\t5\t6\nCare\t7\t8\t9\n"))
    assert drawn(table)[0] == ["Team", "Boys", "", "Girls"]


def test_a_dash_before_a_figure_is_its_sign_and_before_a_word_a_bullet() -> None:
    (table,) = tables(parse("| Team | Change |\n|---|---|\n| Duty | - 3 |\n| - Care | 4 |\n"))
    assert drawn(table)[1:] == [["Duty", "- 3"], ["Care", "4"]]


def test_a_rule_of_dashes_says_how_wide_the_columns_are() -> None:
    text = (
        "Team    Received                            Upheld\n"
        "------  ----------------------------------  ------\n"
        "Duty                                     5  2\n"
        "Care                                     7  3\n"
    )
    (table,) = tables(parse(text))
    assert drawn(table) == [["Team", "Received", "Upheld"], ["Duty", "5", "2"], ["Care", "7", "3"]]


def test_words_that_line_up_are_a_table_from_three_lines_on() -> None:
    lines = ["Red     amber   green", "North   south   east", "Open    shut    both"]
    assert tables(parse("\n".join(lines[:2]))) == []
    assert len(tables(parse("\n".join(lines)))) == 1


# --- what the formats share ----------------------------------------------------------


def test_a_nought_at_the_end_of_a_section_number_is_no_depth() -> None:
    assert [depth(number) for number in ("3", "3.0", "3.1", "3.1.0")] == [1, 1, 2, 2]


def test_lines_with_leaders_and_one_figure_are_no_list_of_contents() -> None:
    def kinds(*pages: int) -> set[str]:
        lines = [Prose(f"Team {'ABCDEF'[k]} ........ {page}") for k, page in enumerate(pages)]
        return {b.kind for b in mark_contents(list(lines)) if isinstance(b, Prose)}

    assert kinds(4, 4, 4, 4, 4, 4) == {"paragraph"}
    assert kinds(4, 4, 4, 4, 4, 5) == {"toc"}
    assert kinds(4, 4, 6, 5, 7, 8) == {"paragraph"}


def test_a_cell_that_reaches_over_an_empty_row_is_shortened_by_it() -> None:
    tall, low = RawCell((Prose("Duty"),), row_span=3), RawCell((Prose("4"),))
    assert [c.row_span for c in filled_rows([(tall, low), (), (low,)])[0]] == [2, 1]
    assert [c.row_span for c in filled_rows([(tall, low), (low,), (low,)])[0]] == [3, 1]


def test_one_line_with_leaders_is_no_table_and_two_are() -> None:
    assert isinstance(finish([Prose("Duty ........ 5")])[0], Prose)
    assert isinstance(finish([Prose("Duty ........ 5"), Prose("Care ........ 7")])[0], Table)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("2. Duty team", "list"), (f"2. {'The duty team had most complaints. ' * 5}", "paragraph")],
)
def test_a_typed_number_makes_an_item_of_short_text_only(text: str, kind: str) -> None:
    block = first(finish([Prose(text)]))
    assert (block.kind, block.number) == (kind, "2.")


# --- Word ----------------------------------------------------------------------------


SHARES = '<c:dLbls><c:showVal val="1"/><c:showPercent val="1"/></c:dLbls>'


def test_shares_are_worked_out_of_counts_and_never_of_shares() -> None:
    counts = chart_part(series("S", [("Upheld", "6"), ("Open", "4")], labels=SHARES))
    assert legend_of(counts) == ("Upheld: 6 (60%)", "Open: 4 (40%)")
    shares = chart_part(series("S", [("Upheld", "60"), ("Open", "40")], labels=SHARES))
    assert legend_of(shares) == ("Upheld: 60", "Open: 40")


def test_a_table_of_the_same_figures_under_other_labels_is_not_the_chart() -> None:
    chart = chart_part(series("2018/19", [("Fostering", "5"), ("Adoption", "12")]))
    other = word.table(word.row("Sex", "Count"), word.row("Girls", "5"), word.row("Boys", "12"))
    assert [type(b) for b in with_chart(chart, after=other).blocks] == [Picture, Table]


def test_a_list_that_starts_afresh_counts_from_its_own_start() -> None:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    )
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    lists = (
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{again}</w:num>'
    )
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'
    body = "".join(word.para(f"Team {n}{k}", more=numbered.format(n)) for k, n in enumerate((1, 1, 2, 2)))
    document = word.read(
        body,
        parts={"word/numbering.xml": word.part("w:numbering", lists)},
        relations={"rN": ("numbering", "numbering.xml")},
    )
    assert [b.number for b in document.blocks if isinstance(b, Prose)] == ["1.", "2.", "5.", "6."]


def test_tabbed_lines_whose_last_figures_only_rise_list_the_contents() -> None:
    def types(*figures: int) -> set[type]:
        names = ("Summary", "Stages", "Teams", "Themes")
        lines = (word.para(f"{name}\t{n}") for name, n in zip(names, figures, strict=True))
        return {type(b) for b in word.read(word.para("Words before.") + "".join(lines)).blocks[1:]}

    assert types(1, 3, 3, 7) == {Prose}
    assert types(1, 7, 3, 3) == {Table}


# --- spreadsheets and OpenDocument ---------------------------------------------------


def test_a_row_that_a_sheet_keeps_once_comes_as_often_as_it_says() -> None:
    again = (
        '<table:table-row table:number-rows-repeated="2">' + cell("Care") + cell("5") + "</table:table-row>"
    )
    inside = odf_rows(["Team", "2019"], ["Duty", "4"]) + again
    data = opendocument("spreadsheet", f'<table:table table:name="A">{inside}</table:table>')
    assert grids(read_bytes(data, "a.ods")) == [
        [["Team", "2019"], ["Duty", "4"], ["Care", "5"], ["Care", "5"]]
    ]


def test_a_note_has_the_mark_that_refers_to_it() -> None:
    note = (
        "<text:note><text:note-citation>3</text:note-citation><text:note-body><text:p>A note.</text:p>"
        "</text:note-body></text:note>"
    )
    document = read_bytes(opendocument("text", f"<text:p>We had 7 in all{note}.</text:p>"), "a.odt")
    assert [(b.kind, b.number) for b in document.blocks if isinstance(b, Prose)] == [
        ("paragraph", ""),
        ("footnote", "3"),
    ]


def test_a_merged_cell_covers_the_columns_that_are_shown() -> None:
    sheet = rows(["Team", "Stage 1", "", "", "Stage 2"], ["Duty", 4, 9, 5, 6], ["Care", 7, 9, 8, 2])
    hidden = '<cols><col min="3" max="3" hidden="1"/></cols>'
    merged = '<mergeCells><mergeCell ref="B1:D1"/></mergeCells>'
    (table,) = (
        b
        for b in read_bytes(workbook({"A": hidden + sheet + merged}), "a.xlsx").blocks
        if isinstance(b, Table)
    )
    assert [(c.text, c.column_span) for c in table.cells if c.row == 0] == [
        ("Team", 1),
        ("Stage 1", 2),
        ("Stage 2", 1),
    ]


def test_one_column_beside_a_blank_one_belongs_to_its_table() -> None:
    document = read_bytes(
        workbook({"A": rows(["Team", "", "2019"], ["Duty", "", 4], ["Care", "", 5])}), "a.xlsx"
    )
    assert [[c for c in line if c] for line in grids(document)[0]] == [
        ["Team", "2019"],
        ["Duty", "4"],
        ["Care", "5"],
    ]


# --- web pages -----------------------------------------------------------------------


BODY = "<p>The report is about complaints that people made, and about what was learnt.</p>"


def page_texts(body: str) -> list[str]:
    return [b.text for b in read_page(f"<main>{BODY}{body}</main>").blocks[1:] if isinstance(b, Prose)]


def test_a_large_part_of_a_page_is_no_part_of_the_site_whatever_its_name() -> None:
    assert page_texts("<div class='cookie-banner'><p>We use cookies.</p></div>") == []
    whole = "We count how often cookies are accepted. " * 5
    assert page_texts(f"<div class='cookie-banner'><p>{whole}</p></div>") == [whole.strip()]


def test_a_box_of_the_site_with_a_figure_in_it_is_read() -> None:
    assert page_texts("<div class='search-box'><p>Look for more.</p></div>") == []
    assert page_texts("<div class='search-box'><p>Look for 51 more.</p></div>") == ["Look for 51 more."]


def test_a_cell_spans_no_further_than_its_group_of_rows() -> None:
    page = (
        "<table><thead><tr><th rowspan=9>Team<th>2019</thead>"
        "<tbody><tr><td>Duty<td>4<tr><td>Care<td>5</tbody></table>"
    )
    (table,) = (b for b in read_page(page).blocks if isinstance(b, Table))
    assert drawn(table) == [["Team", "2019"], ["Duty", "4"], ["Care", "5"]]
    assert {c.row_span for c in table.cells} == {1}


# --- pages read by OCR ---------------------------------------------------------------


def test_a_figure_that_two_readings_give_differently_is_sure_by_neither() -> None:
    def seen(text: str, confidence: float) -> list[Seen]:
        return [Seen(text, 0, 0, 9, 9, confidence, 0)]

    (word_,) = tesseract._surer(seen("3", 0.7), seen("8", 0.9))
    assert (word_.text, word_.confidence) == ("8", tesseract.DISPUTED)
    assert tesseract._surer(seen("8", 0.9), seen("8.", 0.7)) == seen("8", 0.9)


def test_single_dots_are_dirt_and_dots_together_are_print() -> None:
    ink = numpy.zeros((12, 12), dtype=bool)
    ink[2, 2] = True
    ink[6:9, 6:9] = True
    assert numpy.flatnonzero(segments.cleaned(ink).any(axis=1)).tolist() == [6, 7, 8]


# --- labels --------------------------------------------------------------------------


def test_a_sign_of_comparison_makes_another_label(root: Path) -> None:
    common = load(root / "patterns").raw("matching")
    vocabulary = Vocabulary([Entry("five", "Five", aliases=("5",))], VocabularySettings(), common)
    assert vocabulary.by_name("5") == ("five", "5")
    assert [vocabulary.by_name(f"{sign}5") for sign in "<>≤≥"] == [None] * 4


def test_two_departments_together_are_of_the_client_group_that_they_share(root: Path) -> None:
    group = load(root / "patterns").raw("settings").departments.group
    assert [group(code) for code in ("fostering_and_adoption", "fostering_and_adult_finance", "parking")] == [
        "children",
        "neutral",
        "parking",
    ]


# --- what else only one place says ---------------------------------------------------


def test_white_letters_stay_where_something_in_them_has_a_colour_of_its_own() -> None:
    assert page_texts("<p style='color:white'>Gone</p>") == []
    shown = "<p style='color:white'>There were <b style='color:black'>51</b>.</p>"
    assert page_texts(shown) == ["There were 51."]


def test_the_next_section_is_at_most_two_further_on() -> None:
    assert [follows((2,), number) for number in ("2.1", "3", "4", "5", "1")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_words_before_the_tag_of_a_table_are_its_caption() -> None:
    text = "Table 1: Teams <table><tr><th>Team</th><th>2019</th></tr><tr><td>Duty</td><td>4</td></tr></table>"
    (table,) = tables(parse(text))
    assert (table.caption, drawn(table)) == ("Table 1: Teams", [["Team", "2019"], ["Duty", "4"]])


def test_what_a_part_points_to_outside_the_file_is_left_out() -> None:
    links = "".join(
        f'<Relationship Id="{name}" Type="a/chart" Target="{name}.xml"{mode}/>'
        for name, mode in (("in", ""), ("out", ' TargetMode="External"'))
    )
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    package = open_zip(zipped({"_rels/.rels": f"<Relationships {space}>{links}</Relationships>"}))
    assert list(package.relations("")) == ["in"]


def test_many_short_lines_without_a_heading_are_no_titles() -> None:
    def titles(count: int) -> tuple[str, ...]:
        lines = [Prose(f"Line of words {'ABCDEFGH'[n]}") for n in range(count)]
        return with_title([*lines, Prose("The report begins here. " * 9)])[1]

    assert titles(3) == ("Line of words A", "Line of words B")
    assert titles(8) == ()


def test_headings_title_tables_only_where_nearly_all_tables_have_one() -> None:
    def kinds(bare: int) -> list[str]:
        table = Table((), 0, 0)
        titled = [
            Prose("Part", "heading", 1),
            Prose("Words of the part."),
            Prose("Teams", "heading", 1),
            table,
        ]
        blocks = with_table_titles([*titled * 3, *[table] * bare])
        return [b.kind for b in blocks if isinstance(b, Prose) and b.text == "Teams"]

    assert kinds(0) == ["caption"] * 3
    assert kinds(2) == ["heading"] * 3


# --- what stands beside what ---------------------------------------------------------


def test_a_heading_that_reads_as_a_caption_is_one_above_a_table_only() -> None:
    heading = Prose("Figure 2: Volumes", "heading", 2)
    assert first(finish([heading, Prose("The council received more complaints than before.")])) == heading
    (table,) = finish([heading, Table((), 1, 1)])
    assert isinstance(table, Table) and table.caption == heading.text


def test_terms_one_after_the_other_share_what_is_said_of_them() -> None:
    terms = "<dt>Parks</dt><dt>Libraries</dt><dd>4 complaints</dd><dt>Homes</dt><dd>5</dd>"
    assert page_texts(f"<dl>{terms}</dl>") == ["Parks / Libraries: 4 complaints", "Homes: 5"]


def test_a_side_block_of_the_page_itself_is_read_unless_it_lists_links() -> None:
    links = "<aside><a href='/a'>All pages of advice</a> <a href='/b'>More</a></aside>"
    assert page_texts(f"<aside><p>See also the guide.</p></aside>{links}") == ["See also the guide."]


def test_rows_that_a_filter_hides_give_nothing() -> None:
    gone = f'<table:table-row table:visibility="filter">{cell("Gone")}{cell("9")}</table:table-row>'
    inside = odf_rows(["Team", "2019"], ["Duty", "4"]) + gone + odf_rows(["Care", "5"])
    data = opendocument("spreadsheet", f'<table:table table:name="A">{inside}</table:table>')
    assert grids(read_bytes(data, "a.ods")) == [[["Team", "2019"], ["Duty", "4"], ["Care", "5"]]]


@pytest.mark.parametrize(("points", "text"), [(2, "We had 12 complaints."), (6, "We had 1 complaints.")])
def test_a_figure_that_is_hardly_raised_is_no_mark_of_a_note(points: int, text: str) -> None:
    raised = word.run("2", f'<w:position w:val="{points}"/>')
    assert word.texts(word.read(word.para("We had 1", raised, " complaints."))) == [text]


@pytest.mark.parametrize(("last", "kinds"), [(15, ["heading", *["toc"] * 4]), (4, ["heading"])])
def test_pages_of_a_list_of_contents_never_fall(last: int, kinds: list[str]) -> None:
    lines = ("Duty\t3", "Care\t8", "Homes\t11", f"Money\t{last}")
    document = parse("Contents\n\n" + "\n".join(lines) + "\n")
    assert [b.kind for b in document.blocks if isinstance(b, Prose)] == kinds


def test_headings_by_letters_follow_the_alphabet() -> None:
    lines, _ = split_lines("\n\n".join(("A. Volumes", "B. Teams", "D. Money", "C. Costs", "Text.")) + "\n")
    assert lettered_sections(lines) == {1, 3, 7}


def test_lines_with_figures_of_different_years_behind_them_are_no_one_table() -> None:
    lines = ("Adoption: 20 (24 in 2013/14)", "Fostering: 3 (5 in 2013/14)")
    table = as_table(lines, [Anchor()] * 2)
    assert table is not None and (table.rows, table.columns) == (3, 3)
    assert as_table((lines[0], lines[1].replace("2013/14", "2012/13")), [Anchor()] * 2) is None
