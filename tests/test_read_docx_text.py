"""Word files: the words of a paragraph, and what must never become text."""

from __future__ import annotations

import pytest
from word_files import para, part, read, run, texts

from extractor.model.types import Prose
from extractor.read.docx import tabbed_tables


def box(text: str) -> str:
    inside = f"<w:txbxContent>{para(text)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        '<wp:docPr id="1" name="Box"/>'
        f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp>"
        "</a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_text_boxes_are_read_once() -> None:
    document = read(para("Key numbers", box("324"), box("complaints investigated")))
    assert texts(document) == ["Key numbers", "324", "complaints investigated"]
    old = (
        f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{para('Only 51')}</w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )
    assert texts(read(para(old))) == ["Only 51"]


NOTES = part(
    "w:footnotes",
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    + f'<w:footnote w:id="2">{para("Excludes enquiries.")}</w:footnote>'
    + (
        '<w:footnote w:id="3">'
        f"{para('<w:r><w:footnoteRef/></w:r>', ' Of the 67, five were withdrawn.')}"
        "</w:footnote>"
    )
    + f'<w:footnote w:id="9">{para("Never referred to 99.")}</w:footnote>',
)


def test_footnotes_come_last_and_their_marks_touch_no_number() -> None:
    def mark(note: int) -> str:
        return f'<w:r><w:rPr><w:rStyle w:val="Ref"/></w:rPr><w:footnoteReference w:id="{note}"/></w:r>'

    document = read(
        para("There were 194 “transactions", mark(3), "” and 51", mark(2), " complaints.")
        + para("More words."),
        parts={"word/footnotes.xml": NOTES},
        relations={"rNotes": ("footnotes", "footnotes.xml")},
    )
    assert [(b.kind, b.number, b.text) for b in document.blocks if isinstance(b, Prose)] == [
        ("paragraph", "", "There were 194 “transactions” and 51 complaints."),
        ("paragraph", "", "More words."),
        ("footnote", "1", "Of the 67, five were withdrawn."),
        ("footnote", "2", "Excludes enquiries."),
    ]


def test_raised_digits_are_marks_and_raised_letters_are_not() -> None:
    up = '<w:vertAlign w:val="superscript"/>'
    document = read(
        para(
            "Stage 1: 51",
            run("1", up),
            " complaints",
            run("2,3", up),
            " on the 31",
            run("st", up),
            " of March",
        )
        + para(run("1", up), " Includes 5 that were withdrawn.")
        + para("*at the time, 13% were open")
        + para("Typed 51² and 67¹ complaints")
    )
    assert [(b.kind, b.number, b.text) for b in document.blocks if isinstance(b, Prose)] == [
        ("paragraph", "", "Stage 1: 51 complaints on the 31st of March"),
        ("footnote", "1", "Includes 5 that were withdrawn."),
        ("footnote", "*", "at the time, 13% were open"),
        ("paragraph", "", "Typed 51 and 67 complaints"),
    ]


def test_tracked_hidden_and_placeholder_text() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>58</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2">{run("51")}</w:ins>'
    moved = f'<w:moveFrom w:id="3">{run("77")}</w:moveFrom>'
    prompt = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Enter 5 words"
        "</w:t></w:r></w:sdtContent></w:sdt>"
    )
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run(' in all')}</w:sdtContent></w:sdt>"
    hidden = run("99", "<w:vanish/>") + run("97", "<w:strike/>") + run("98", '<w:rStyle w:val="Gone"/>')
    assert texts(read(para("There were ", deleted, inserted, moved, prompt, hidden, control))) == [
        "There were 51 in all"
    ]


def field(instruction: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inside = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return mark("begin") + inside + mark("separate") + run(result) + mark("end")


def test_fields_give_their_results_but_no_page_numbers() -> None:
    document = read(
        para("Table ", field(" SEQ Table ", "4"), ": Complaints by team")
        + para("See page", field("PAGEREF _x", "17"), " and ", field('HYPERLINK "http://a/2019"', "our site"))
        + para('<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>25</w:t></w:r></w:fldSimple>', "pages")
        + para(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "", "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        )
        + para("After a field that never ended: 51")
    )
    assert texts(document) == [
        "Table 4: Complaints by team", "See page and our site", "pages", "After a field that never ended: 51"
    ]  # fmt: skip


def test_arrows_and_fonts_of_signs_make_no_number() -> None:
    arrow = '<w:r><w:sym w:font="Wingdings" w:char="F0E9"/></w:r>'
    wings = run("5", '<w:rFonts w:ascii="Webdings" w:hAnsi="Webdings"/>')
    greek = run("12%", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>')
    assert texts(read(para("Upheld 14% ", arrow) + para("Down ", wings) + para("Rate ", greek))) == [
        "Upheld 14% ↑", "Down ▲", "Rate 12%"
    ]  # fmt: skip


def test_soft_hyphens_and_hard_spaces_are_folded() -> None:
    assert texts(read(para("1\u00a0318 com\u00adplaints\u200b  in\u2011house"))) == [
        "1 318 complaints in-house"
    ]


def test_quotations_set_in_and_slanted_or_in_quotation_marks() -> None:
    italic = run("Thank you for everything that you did for our 3 children.", "<w:i/>")
    document = read(
        para(italic, more='<w:ind w:left="400" w:right="400"/>')
        + para(italic, more='<w:ind w:left="400"/>')
        + para("“She was brilliant with us and my 2 sons trust her more than anyone.”")
        + para("‘Level of service’ has gone up to 48, of which 23 were ‘upheld’.")
    )
    kinds = [b.kind for b in document.blocks if isinstance(b, Prose)]
    assert kinds == ["quote", "paragraph", "quote", "paragraph"]


def test_headers_and_footers_stand_apart() -> None:
    document = read(
        para("Body with 51."),
        parts={
            "word/header1.xml": part("w:hdr", para("Complaints report 2018/19")),
            "word/footer1.xml": part("w:ftr", para("Page ", field("PAGE", "3"))),
        },
        relations={"rH": ("header", "header1.xml"), "rF": ("footer", "footer1.xml")},
    )
    assert [f.text for f in document.furniture] == ["Complaints report 2018/19", "Page"]
    assert texts(document) == ["Body with 51."]


def test_a_sentence_set_over_several_lines_is_whole() -> None:
    document = read(
        "".join(
            map(
                para,
                ("18%", "of complaints were upheld,", "39%", "were not,", "and 43% in part.", "52", "open"),
            )
        )
    )
    assert texts(document) == ["18% of complaints were upheld, 39% were not, and 43% in part.", "52", "open"]


@pytest.mark.parametrize(("first", "found"), [(("North", "South"), True), (("1", "2"), False)])
def test_tabbed_lines_are_a_table_where_words_stand_first(first: tuple[str, str], found: bool) -> None:
    rows = [["Team", "2019/20", "2020/21"], [first[0], "12", "3"], [first[1], "5", "9"]]
    assert tabbed_tables._is_table(rows) == found
