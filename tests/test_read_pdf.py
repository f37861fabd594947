"""Running text of PDFs: order, paragraphs, lists, headings, notes, furniture."""

from __future__ import annotations

import pytest
from made_pdf import WORDS, lines_of, made, prose
from reportlab.pdfgen.canvas import Canvas

from extractor.model.types import Document, Prose, Table
from extractor.read.pdf.document import read_pdf


def proses(document: Document) -> list[Prose]:
    return [block for block in document.blocks if isinstance(block, Prose)]


def texts(document: Document) -> list[str]:
    return [block.text for block in proses(document)]


def test_paragraphs_are_told_by_space_and_by_lines_that_end_early() -> None:
    def draw(page: Canvas) -> None:
        y = prose(page, 60, 780, 470, "First. " + WORDS)
        y = prose(page, 60, y, 470, "Second. " + WORDS)
        page.drawString(60, y, "Upheld complaints")
        page.drawString(60, y - 14, "Complaints not upheld")

    document = read_pdf(made(draw), "a.pdf")
    assert texts(document) == [
        ("First. " + WORDS).strip(),
        ("Second. " + WORDS).strip(),
        "Upheld complaints",
        "Complaints not upheld",
    ]
    first = document.blocks[0].anchor
    assert first.page == 1 and first.bbox is not None
    assert first.bbox[0] == pytest.approx(60, abs=1) and first.bbox[1] == pytest.approx(
        842 - 780 - 8.6, abs=2
    )


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = "Left begins here. " + WORDS * 3, "Right begins here. " + WORDS * 3

    def draw(page: Canvas) -> None:
        page.setFont("Helvetica-Bold", 18)
        page.drawString(60, 790, "Annual report of the complaints team for the whole council")
        prose(page, 60, 750, 220, left)
        prose(page, 315, 747, 220, right)
        prose(page, 60, 380, 480, "Below both columns. " + WORDS)

    assert texts(read_pdf(made(draw), "a.pdf"))[1:] == [
        left.strip(),
        right.strip(),
        ("Below both columns. " + WORDS).strip(),
    ]


def test_a_sentence_that_runs_into_the_next_column_is_one() -> None:
    lines = lines_of(WORDS * 4, 220)
    half = len(lines) // 2
    while lines[half - 1].endswith("."):
        half += 1

    def draw(page: Canvas) -> None:
        for x, part in ((60, lines[:half]), (315, lines[half:])):
            for index, line in enumerate(part):
                page.drawString(x, 750 - 14 * index, line)

    assert texts(read_pdf(made(draw), "a.pdf")) == [(WORDS * 4).strip()]


def test_a_paragraph_over_a_page_break_is_one_and_furniture_stands_apart() -> None:
    def page_of(number: int, text: str) -> object:
        def draw(page: Canvas) -> None:
            page.setFont("Helvetica", 8)
            page.drawString(60, 815, "Children and Families: annual report")
            page.drawCentredString(300, 30, f"Page {number} of 3")
            prose(page, 60, 760, 470, text)

        return draw

    one = "The team looked into every complaint that was made by parents and"
    two = "carers during the year."
    document = read_pdf(made(page_of(1, one), page_of(2, two), page_of(3, WORDS)), "a.pdf")  # type: ignore[arg-type]
    assert texts(document) == [f"{one} {two}", WORDS.strip()]
    assert [p.anchor.page for p in document.furniture] == [1, 1, 2, 2, 3, 3]
    assert {p.text for p in document.furniture} == {
        "Children and Families: annual report", "Page 1 of 3", "Page 2 of 3", "Page 3 of 3",
    }  # fmt: skip
    assert document.pages == 3


def test_headings_stand_out_by_size_and_lists_by_their_bullets() -> None:
    def draw(page: Canvas) -> None:
        page.setFont("Helvetica-Bold", 16)
        page.drawString(60, 780, "1. Summary of activity")
        page.setFont("Helvetica-Bold", 13)
        page.drawString(60, 750, "1.1 Complaints received")
        y = prose(page, 60, 725, 470, WORDS * 2)
        page.setFont("Helvetica-Bold", 16)
        page.drawString(60, y, "2. Outcomes")
        y = prose(page, 60, y - 30, 470, "Of the complaints:")
        for text in (
            "67 representations which did not lead to a formal complaint",
            "51 complaints at Stage 1",
        ):
            page.drawString(66, y, "•")
            page.drawString(84, y, text)
            y -= 14
        page.drawString(90, y, "-")
        page.drawString(102, y, "3 of them late")

    found = proses(read_pdf(made(draw), "a.pdf"))
    heads = [(b.level, b.number.rstrip("."), b.text) for b in found if b.kind == "heading"]
    assert heads == [(1, "1", "Summary of activity"), (2, "1.1", "Complaints received"), (1, "2", "Outcomes")]
    items = [(b.level, b.number, b.text) for b in found if b.kind == "list"]
    assert items == [
        (1, "•", "67 representations which did not lead to a formal complaint"),
        (1, "•", "51 complaints at Stage 1"),
        (2, "-", "3 of them late"),
    ]


def test_footnote_marks_leave_words_and_numbers_alone() -> None:
    def draw(page: Canvas) -> None:
        x = 60.0
        for text, size, lift in (
            ("There were 194", 11, 0), ("1", 7, 4), (" transactions by the 31", 11, 0), ("st", 7, 4),
            (" of March.", 11, 0),
        ):  # fmt: skip
            page.setFont("Helvetica", size)
            page.drawString(x, 760 + lift, text)
            x += page.stringWidth(text, "Helvetica", size)
        y = prose(page, 60, 730, 470, WORDS * 2)
        page.line(60, 130, 200, 130)
        prose(page, 60, 115, 470, "1 All contacts, enquiries included.", size=8)
        assert y > 130

    found = proses(read_pdf(made(draw), "a.pdf"))
    assert found[0].text == "There were 194 transactions by the 31st of March."
    notes = [b for b in found if b.kind == "footnote"]
    assert [(n.number, n.text) for n in notes] == [("1", "All contacts, enquiries included.")]


def test_bold_by_double_strike_spaced_letters_and_hyphens() -> None:
    def draw(page: Canvas) -> None:
        for shift in (0, 0.3):
            page.drawString(60 + shift, 780, "Struck twice: 128 complaints")
        text = page.beginText(60, 750)
        text.setFont("Helvetica-Bold", 16)
        text.setCharSpace(6)
        text.textOut("YEAR IN REVIEW")
        text.setCharSpace(0)
        page.drawText(text)
        page.setFont("Helvetica", 11)
        for index, line in enumerate((
            "Our work with families showed communi-", "cation as a well-",
            "known theme; communication mattered in 2019-", "20 and after.",
        )):  # fmt: skip
            page.drawString(60, 720 - 14 * index, line)

    found = texts(read_pdf(made(draw), "a.pdf"))
    assert found[0] == "Struck twice: 128 complaints"
    assert found[1] == "YEAR IN REVIEW"
    joined = " ".join(found[2:])
    assert "communication as a" in joined and "well-known" in joined and "2019-20 and" in joined


def test_key_numbers_stand_before_their_words() -> None:
    def draw(page: Canvas) -> None:
        for index, (number, words) in enumerate(
            (
                ("324", ("complaints", "investigated")),
                ("225", ("compliments", "received")),
                ("52%", ("answered", "in time")),
            )
        ):
            x = 60 + 165 * index
            page.setFont("Helvetica-Bold", 28)
            page.drawString(x, 720, number)
            page.setFont("Helvetica", 11)
            for line, text in enumerate(words):
                page.drawString(x, 700 - 14 * line, text)
        prose(page, 60, 640, 470, WORDS)

    document = read_pdf(made(draw), "a.pdf")
    assert texts(document)[:6] == [
        "324", "complaints investigated", "225", "compliments received", "52%", "answered in time",
    ]  # fmt: skip
    assert not any(isinstance(block, Table) for block in document.blocks)


def test_contents_are_no_table() -> None:
    def draw(page: Canvas) -> None:
        page.setFont("Helvetica-Bold", 16)
        page.drawString(60, 780, "Contents")
        page.setFont("Helvetica", 11)
        for index, (title, at) in enumerate(
            (("Introduction", 3), ("Complaints received", 4), ("Outcomes", 6), ("Learning", 9))
        ):
            page.drawString(60, 740 - 20 * index, f"{index + 1}.")
            page.drawString(85, 740 - 20 * index, title)
            page.drawRightString(530, 740 - 20 * index, str(at))

    document = read_pdf(made(draw), "a.pdf")
    assert [block.kind for block in proses(document)] == ["toc"] * 5
    assert not any(isinstance(block, Table) for block in document.blocks)


def test_a_page_shown_sideways_is_read_as_it_is_shown() -> None:
    def draw(page: Canvas) -> None:
        page.setPageRotation(90)
        page.rotate(90)
        page.drawString(60, -80, "Seventeen complaints on a landscape page")

    block = read_pdf(made(draw), "a.pdf").blocks[0]
    assert isinstance(block, Prose) and block.text == "Seventeen complaints on a landscape page"
    assert block.anchor.bbox is not None and block.anchor.bbox[0] == pytest.approx(60, abs=1)
    assert block.anchor.bbox[1] == pytest.approx(80 - 8.6, abs=2)


def test_both_engines_give_the_same_text() -> None:
    def draw(page: Canvas) -> None:
        prose(page, 60, 780, 470, WORDS * 3)

    data = made(draw)
    assert texts(read_pdf(data, "a.pdf", engine="pdfplumber")) == texts(read_pdf(data, "a.pdf"))


def test_short_numbered_items_stay_apart() -> None:
    items = ("1. Learn from complaints", "2. Answer within ten days", "3. Train all of the managers")

    def draw(page: Canvas) -> None:
        for index, text in enumerate(items):
            page.drawString(60, 780 - 14 * index, text)

    found = proses(read_pdf(made(draw), "a.pdf"))
    assert [f"{b.number} {b.text}" for b in found] == list(items)


def _headings(*below: tuple[str, str]) -> list[tuple[int, str]]:
    """Level and words of headings of one look, each with its text below it."""

    def draw(page: Canvas) -> None:
        y = 790.0
        for head, text in below:
            page.setFont("Helvetica-Bold", 14)
            page.drawString(60, y, head)
            y -= 24
            y = prose(page, 60, y, 470, text) if text else y

    return [(b.level, b.text) for b in proses(read_pdf(made(draw), "a.pdf")) if b.kind == "heading"]


def test_headings_that_look_alike_are_nested_where_one_leads_to_the_next() -> None:
    found = _headings(
        ("Examples from parents", ""), ("Disagreement", WORDS), ("Level of support", WORDS),
        ("Examples from young people", ""), ("Moving home", WORDS),
    )  # fmt: skip
    assert found == [
        (1, "Examples from parents"), (2, "Disagreement"), (2, "Level of support"),
        (1, "Examples from young people"), (2, "Moving home"),
    ]  # fmt: skip


def test_a_heading_with_a_colon_leads_into_what_follows_and_lowers_no_other() -> None:
    found = _headings(
        ("Adoption team", ""), ("Recommendations accepted by the team:", WORDS),
        ("Corporate complaints", WORDS), ("Compliments", WORDS),
    )  # fmt: skip
    assert found == [
        (1, "Adoption team"), (2, "Recommendations accepted by the team:"),
        (1, "Corporate complaints"), (1, "Compliments"),
    ]  # fmt: skip
