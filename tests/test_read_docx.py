"""Word files: paragraphs, headings, lists, contents and tables."""

from __future__ import annotations

import hashlib
import io

import pytest
from word_files import bold, cell, grid, only, package, para, part, read, row, run, table, texts

from extractor.model.types import Prose, Table
from extractor.read.docx.document import read_docx
from extractor.read.files import read_bytes


def test_document_says_what_it_is() -> None:
    data = package(para("Some words."))
    document = read_bytes(data, "a.docx")
    assert document.id == hashlib.sha256(data).hexdigest()
    assert (document.name, document.format, document.pages) == ("a.docx", "docx", 0)


def test_styles_give_headings_titles_and_captions() -> None:
    document = read(
        para("Annual report", style="Title")
        + para("1. Complaints", style="H1")
        + para("Teams", style="Own")
        + para("Reasons", more='<w:outlineLvl w:val="2"/>')
        + para("Complaints by team", style="Cap")
        + para("Words that follow.")
        + para("Part two", style="Title")
    )
    found = [(b.kind, b.level, b.number, b.text) for b in document.blocks if isinstance(b, Prose)]
    assert found[:5] == [
        ("title", 0, "", "Annual report"),
        ("heading", 1, "1.", "Complaints"),
        ("heading", 2, "", "Teams"),
        ("heading", 3, "", "Reasons"),
        ("caption", 0, "", "Complaints by team"),
    ]
    assert found[-1] == ("heading", 1, "", "Part two")


def test_short_bold_lines_are_headings_and_bold_figures_are_not() -> None:
    document = read(
        para("Stage 1", style="H1")
        + para(bold("How complaints were received"))
        + para("By letter and in person.")
        + para(bold("51 complaints upheld"))
        + para(bold("51"))
        + para(bold("The council was at fault."))
        + para("End of it.")
    )
    kinds = {b.text: (b.kind, b.level) for b in document.blocks if isinstance(b, Prose)}
    assert kinds["How complaints were received"] == ("heading", 2)
    assert kinds["51 complaints upheld"] == ("paragraph", 0)
    assert kinds["51"] == ("paragraph", 0)
    assert kinds["The council was at fault."] == ("paragraph", 0)


def test_large_lines_before_the_text_are_titles_and_later_headings() -> None:
    large = '<w:sz w:val="40"/>'
    long = "A paragraph that is long enough to be the text of a report and not a line of its cover page."
    document = read(
        para(run("Annual Report 2018/19", large)) + para(long) + para(run("Teams", large)) + para(long)
    )
    found = [(b.kind, b.level) for b in document.blocks if isinstance(b, Prose)]
    assert found == [("title", 0), ("paragraph", 0), ("heading", 1), ("paragraph", 0)]


def test_whole_sentence_in_a_heading_style_is_a_paragraph() -> None:
    sentence = (
        "During the year the council received 51 complaints, which is five fewer than in the year before it."
    )
    assert only(read(para(sentence, style="H2"))) == Prose(sentence, emphasis=True)


def test_plain_section_numbers_go_only_where_they_count_up() -> None:
    document = read(para("1 Summary", style="H1") + para("x.") + para("2 Teams", style="H1") + para("y."))
    assert [(b.number, b.text) for b in document.blocks if isinstance(b, Prose)][::2] == [
        ("1", "Summary"),
        ("2", "Teams"),
    ]
    document = read(para("22 Stage 1 Complaints", style="H1") + para("x."))
    assert texts(document)[0] == "22 Stage 1 Complaints"


def test_bold_numbered_lines_are_headings_where_no_style_says_so() -> None:
    sections = ("1 Summary", "2 Stage 1 complaints", "2.1 Teams", "3 Learning")
    document = read("".join(para(bold(s)) + para(f"Words under {s[-5:]}.") for s in sections))
    found = [
        (b.level, b.number, b.text) for b in document.blocks if isinstance(b, Prose) and b.kind == "heading"
    ]
    assert found == [
        (1, "1", "Summary"),
        (1, "2", "Stage 1 complaints"),
        (2, "2.1", "Teams"),
        (1, "3", "Learning"),
    ]


def test_headings_that_read_as_captions() -> None:
    grid_ = table(row("Team", "Count"), row("Fostering", "5"))
    document = read(
        para("Table 1: Teams", style="H2") + grid_ + para("Table 2: Lost", style="H2") + para("Words of it.")
    )
    assert isinstance(document.blocks[0], Table) and document.blocks[0].caption == "Table 1: Teams"
    assert document.blocks[1] == Prose("Table 2: Lost", "heading", 2, emphasis=True)


NUMBERING = part(
    "w:numbering",
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>'
    "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="·"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="6">'
    '<w:abstractNumId w:val="2"/></w:num>',
)


def numbered(num: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def test_automatic_numbers_and_bullets() -> None:
    document = read(
        para("Complaints", style="H1", more=numbered(5, 0))
        + para("The council received 51 complaints.", more=numbered(5, 1))
        + para("Fewer than before.", more=numbered(5, 1))
        + para("from parents", more=numbered(5, 2))
        + para("Next part", style="H1", more=numbered(5, 0))
        + para("3 Upheld", more=numbered(6, 0))
        + para("1 in part", more=numbered(6, 1))
        + para("No list", style="LB", more=numbered(0, 0)),
        parts={"word/numbering.xml": NUMBERING},
        relations={"rNum": ("numbering", "numbering.xml")},
    )
    found = [(b.kind, b.level, b.number, b.text) for b in document.blocks if isinstance(b, Prose)]
    assert found[:7] == [
        ("heading", 1, "1.", "Complaints"),
        ("paragraph", 0, "1.1", "The council received 51 complaints."),
        ("paragraph", 0, "1.2", "Fewer than before."),
        ("list", 3, "(a)", "from parents"),
        ("heading", 1, "2.", "Next part"),
        ("list", 1, "•", "3 Upheld"),
        ("list", 2, "•", "1 in part"),
    ]


def test_list_styles_and_typed_bullets() -> None:
    document = read(
        para("12 Not upheld", style="LB")
        + para("in part", style="LB2")
        + para("•<!-- -->\u00a0".replace("<!-- -->", ""), "7 Partially upheld")
        + para("4 Closed after initial enquiries")
    )
    assert [(b.kind, b.level, b.number, b.text) for b in document.blocks if isinstance(b, Prose)] == [
        ("list", 1, "•", "12 Not upheld"),
        ("list", 2, "•", "in part"),
        ("list", 1, "•", "7 Partially upheld"),
        ("paragraph", 0, "", "4 Closed after initial enquiries"),
    ]


def test_merged_cells_and_repeated_header_rows() -> None:
    head = "<w:tblHeader/>"
    document = read(
        table(
            row(
                cell("Team", more='<w:vMerge w:val="restart"/>'),
                cell("Within 10 days", more='<w:gridSpan w:val="2"/>'),
                more=head,
            ),
            row(cell(more="<w:vMerge/>"), "2018/19", "2017/18", more=head),
            row("Fostering", "5", "4"),
            row("Adoption", "1", ""),
        )
    )
    block = only(document)
    assert grid(block) == [
        ["Team", "Within 10 days"], ["2018/19", "2017/18"], ["Fostering", "5", "4"], ["Adoption", "1", ""]
    ]  # fmt: skip
    assert isinstance(block, Table)
    first, second, third = block.cells[0], block.cells[1], block.cells[2]
    assert (first.row_span, first.column_span, second.column_span, third.column) == (2, 1, 2, 1)
    assert [c.header for c in block.cells[:4]] == [True] * 4 and not block.cells[4].header
    last = block.cells[-1].anchor
    assert (last.table, last.row, last.column, last.page) == (1, 4, 3, None)


def test_merge_that_begins_nowhere_keeps_its_text() -> None:
    document = read(
        table(row("Team", "Count"), row(cell("Fostering", more="<w:vMerge/>"), "5"), row("Adoption", "1"))
    )
    assert grid(only(document))[1] == ["Fostering", "5"]


def test_deleted_rows_and_row_offsets() -> None:
    document = read(
        table(
            row("Team", "2018/19", "2017/18"),
            row("Gone", "9", "9", more='<w:del w:id="1" w:author="x"/>'),
            row("7", "8", more='<w:gridBefore w:val="1"/>'),
            row("Fostering", "5", "4"),
        )
    )
    assert grid(only(document)) == [["Team", "2018/19", "2017/18"], ["", "7", "8"], ["Fostering", "5", "4"]]


def test_line_breaks_in_cells_stay_and_elsewhere_part_paragraphs() -> None:
    two = run("Apr17-").replace("</w:r>", "<w:br/><w:t>Mar18</w:t></w:r>")
    document = read(
        para(
            run("Summary of findings:").replace(
                "</w:r>", "<w:br/><w:t>3 Upheld</w:t><w:br/><w:t>12 Not upheld</w:t></w:r>"
            )
        )
        + para(run("The council and").replace("</w:r>", "<w:br/><w:t>its partners</w:t></w:r>"))
        + table(row("Team", cell(para(two))), row("Fostering", "5"))
    )
    assert texts(document) == [
        "Summary of findings:",
        "3 Upheld",
        "12 Not upheld",
        "The council and its partners",
    ]
    assert grid(document.blocks[-1])[0] == ["Team", "Apr17-\nMar18"]


def test_nested_and_layout_tables() -> None:
    inner = table(row("Team", "Upheld"), row("Fostering", "5"), row("Adoption", "1"))
    document = read(
        table(
            row(
                "5",
                cell(
                    para("Stage 1", style="H1"),
                    "The council received 51 complaints during the whole of the year.",
                ),
            ),
            row("5.1", cell(para("By team", style="H2"), inner)),
        )
    )
    found = [(b.kind, b.number, b.text) for b in document.blocks if isinstance(b, Prose)]
    assert ("heading", "5", "Stage 1") in found and ("heading", "5.1", "By team") in found
    tables = [b for b in document.blocks if isinstance(b, Table)]
    assert [grid(t) for t in tables] == [[["Team", "Upheld"], ["Fostering", "5"], ["Adoption", "1"]]]
    assert tables[0].anchor.table == 1
    assert all(b.anchor.table is None for b in document.blocks if isinstance(b, Prose))


def test_contents_lists() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
    separate, end = (
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    tab = "<w:r><w:tab/></w:r>"
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    document = read(
        para(begin, separate, "Teams", tab, "7", style="TOC1")
        + para("Reasons", tab, "8")
        + para(end)
        + f"<w:sdt>{gallery}<w:sdtContent>{para('Learning', tab, '9')}</w:sdtContent></w:sdt>"
        + para("Teams", style="H1")
        + para("The council received 51 complaints.")
    )
    kinds = [(b.kind, b.text) for b in document.blocks if isinstance(b, Prose)]
    assert kinds == [
        ("toc", "Teams\t7"), ("toc", "Reasons\t8"), ("toc", "Learning\t9"),
        ("heading", "Teams"), ("paragraph", "The council received 51 complaints."),
    ]  # fmt: skip


def test_typed_contents_end_where_the_body_begins() -> None:
    tab = "<w:r><w:tab/></w:r>"
    document = read(
        para(bold("Contents"))
        + para("1.", tab, "Introduction", tab, "3")
        + para("2.", tab, "Teams", tab, "4-5")
        + para("Appendix A: Compliments")
        + para(bold("1. Introduction"))
        + para("The council received 51 complaints.")
    )
    kinds = [b.kind for b in document.blocks if isinstance(b, Prose)]
    assert kinds == ["toc", "toc", "toc", "toc", "heading", "paragraph"]


def test_tables_typed_with_tabs() -> None:
    tab = "<w:r><w:tab/></w:r>"
    document = read(
        para("Received as follows:")
        + para(tab, "2018/19", tab, "2017/18")
        + para("Stage 1", tab, "51", tab, "56")
        + para("Stage 2", tab, "18", tab, "7")
        + para("That is all.")
    )
    assert grid(document.blocks[1]) == [
        ["", "2018/19", "2017/18"],
        ["Stage 1", "51", "56"],
        ["Stage 2", "18", "7"],
    ]
    assert texts(document) == ["Received as follows:", "That is all."]


def test_titles_come_from_the_properties() -> None:
    core = (
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Complaints 2018/19</dc:title><dc:subject/>'
        "<dc:creator>Harrow Council</dc:creator></cp:coreProperties>"
    )
    assert read(para("x y"), parts={"docProps/core.xml": core}).titles == (
        "Complaints 2018/19",
        "Harrow Council",
    )


def test_files_of_python_docx_are_read_alike() -> None:
    docx = pytest.importorskip("docx")

    made = docx.Document()
    made.add_heading("Teams", 1)
    made.add_paragraph("3 Upheld", style="List Bullet")
    grid_ = made.add_table(2, 2)
    for i, text in enumerate(("Team", "Count", "Fostering", "5")):
        grid_.cell(i // 2, i % 2).text = text
    out = io.BytesIO()
    made.save(out)
    document = read_docx(out.getvalue(), "made.docx")
    assert [b.kind if isinstance(b, Prose) else "table" for b in document.blocks] == [
        "heading",
        "list",
        "table",
    ]
    assert grid(document.blocks[2]) == [["Team", "Count"], ["Fostering", "5"]]
