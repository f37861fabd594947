"""Web pages: what is content, what is the site's, and what must never become text."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from extractor.model.types import Document, Prose, Table, Unreadable
from extractor.read.files import read_bytes
from extractor.read.html import gather
from extractor.read.html.document import read_html

LONG = "The council received fewer complaints than in the year before, and answered more of them in time."


def read(body: str, head: str = "") -> Document:
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return read_html(page.encode(), "page.html")


def texts(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Prose)]


def said(document: Document) -> list[tuple[str, int, str, str]]:
    return [(b.kind, b.level, b.number, b.text) for b in document.blocks if isinstance(b, Prose)]


def test_document_says_what_it_is() -> None:
    data = b"<p>There were 51 complaints.</p>"
    document = read_bytes(data, "a.html")
    assert (document.id, document.format, document.pages) == (hashlib.sha256(data).hexdigest(), "html", 0)


def test_titles_come_from_the_head() -> None:
    head = (
        "<title>Complaints &amp; praise | Royal Borough</title>"
        '<meta property="og:site_name" content="Royal Borough">'
    )
    assert read("<p>x y</p>", head).titles == ("Complaints & praise | Royal Borough", "Royal Borough")


SITE = """
<a class="skip-link" href="#main">Skip to 1 main content</a>
<div id="cookie-banner" class="govuk-cookie-banner"><h2>Cookies</h2>
<p>We use 3 cookies.</p><button>Accept 2</button></div>
<header class="site"><a href="/">Royal Borough</a>
<form role="search"><label>Search 9</label><input value="8"></form>
<nav><ul><li><a href="/a">Housing 7</a></li></ul></nav></header>
<nav aria-label="Breadcrumb"><ol><li><a href="/">Home 6</a></li></ol></nav>
{main}
<aside><h2>Related</h2><ul><li><a href="/b">Make 5 complaints</a></li></ul></aside>
<div class="share-buttons"><a href="/x">Share on 2 networks</a></div>
<div class="social-media"><a>Follow</a></div>
<footer><p>&copy; Royal Borough 2024</p></footer>
<script>var complaints = 99;</script><style>p{{margin:98px}}</style>
<noscript><p>Turn on 97 scripts</p></noscript><template><p>96</p></template>
"""


@pytest.mark.parametrize("main", ["main", "article", 'div role="main"', 'div id="content"', "div"])
def test_content_without_the_site_around_it(main: str) -> None:
    tag = main.split()[0]
    inner = f"<{main}><h1>Complaints 2018/19</h1><p>{LONG} There were 51.</p></{tag}>"
    document = read(SITE.format(main=inner))
    assert texts(document) == ["Complaints 2018/19", f"{LONG} There were 51."]
    assert "Royal Borough" in [f.text for f in document.furniture]


def test_main_part_that_holds_little_does_not_stand_for_the_page() -> None:
    document = read(
        f"<main><h1>Complaints</h1></main><div class='body-text'><p>{LONG}</p><p>{LONG} 51</p></div>"
    )
    assert texts(document) == ["Complaints", LONG, f"{LONG} 51"]


def test_headline_in_the_site_header_is_kept() -> None:
    document = read(
        f"<header><h1>Complaints 2018/19</h1><a href='/'>Home</a></header><div><p>{LONG}</p></div>"
    )
    assert said(document)[0] == ("heading", 1, "", "Complaints 2018/19")


def test_names_are_matched_whole() -> None:
    kept = (
        '<div class="social-care"><p>51 complaints</p></div>'
        '<div class="searching menu-free market-share-table"><p>18</p></div>'
    )
    assert texts(read(kept)) == ["51 complaints", "18"]
    wrapped = f'<div class="menu-open nav-wrapper"><h1>Report</h1><p>{LONG}</p><p>{LONG}</p></div>'
    assert len(texts(read(wrapped))) == 3


def test_whole_page_inside_a_form_is_read() -> None:
    form = (
        f'<form id="aspnetForm"><input type="hidden" value="99"><div><p>{LONG}</p><select>'
        "<option>98</select></div></form>"
    )
    assert texts(read(form)) == [LONG]


def test_hidden_elements_go_but_panels_that_open_stay() -> None:
    document = read(
        '<p>51 shown</p><p hidden>1</p><p style="display: none">2</p><div aria-hidden="true">3</div>'
        '<p style="visibility:hidden">4</p><h2>'
        '<button aria-controls="p1" aria-expanded="false">Stage 1</button></h2>'
        '<div id="p1" hidden><p>67 in the panel</p></div><p>after <span hidden>5</span>it<del> 58</del></p>'
    )
    assert texts(document) == ["51 shown", "Stage 1", "67 in the panel", "after it"]
    assert said(document)[1][:2] == ("heading", 2)


def test_headings_lists_and_quotations() -> None:
    document = read(
        "<h1>Report</h1><h2>3.1 Teams</h2><ul><li>Of the 17:<ul><li>11 were resolved</li>"
        "</ul></li><li>3 were not</li></ul>"
        "<ol start=3><li>First</li><li>Second</li></ol><ol type=a><li>Letter</li></ol>"
        '<blockquote><p>Thank you all 3.</p></blockquote><p class="quote">They were kind.</p>'
    )
    assert said(document) == [
        ("heading", 1, "", "Report"),
        ("heading", 2, "3.1", "Teams"),
        ("list", 1, "•", "Of the 17:"),
        ("list", 2, "•", "11 were resolved"),
        ("list", 1, "•", "3 were not"),
        ("list", 1, "3.", "First"),
        ("list", 1, "4.", "Second"),
        ("list", 1, "a.", "Letter"),
        ("quote", 0, "", "Thank you all 3."),
        ("quote", 0, "", "They were kind."),
    ]


def test_list_item_of_several_paragraphs() -> None:
    assert said(read("<ul><li><p>9 cases</p><p>of which 3 upheld</p></li></ul>")) == [
        ("list", 1, "•", "9 cases"), ("list", 1, "", "of which 3 upheld")
    ]  # fmt: skip


def test_bold_lines_are_headings_and_bold_figures_are_not() -> None:
    document = read(
        "<h2>Report</h2><p><strong>Stage 1</strong></p><p>x.</p><p><b>51 were upheld</b>"
        "</p><p>y.</p><h3>73%</h3><p>z.</p>"
    )
    assert [(k, level) for k, level, _, _ in said(document)] == [
        ("heading", 2), ("heading", 3), *[("paragraph", 0)] * 5
    ]  # fmt: skip


def test_bare_text_and_line_breaks() -> None:
    document = read(
        "<div>Before<div>Stage 1: 51<br>Stage 2: 18<br/>and so<br>on it went</div>After<p>x</p>tail</div>"
    )
    assert texts(document) == [
        "Before",
        "Stage 1: 51",
        "Stage 2: 18",
        "and so on it went",
        "After",
        "x",
        "tail",
    ]


def test_lines_of_figures_are_never_run_together() -> None:
    document = read("<p>Of which:<br>upheld 3<br>not upheld 12<br>and part<br>upheld 7</p>")
    assert texts(document) == ["Of which:", "upheld 3", "not upheld 12", "and part upheld 7"]


def test_definitions_and_disclosures() -> None:
    document = read(
        "<dl><dt>Stage 1</dt><dd>51</dd><dt>Stage 2:</dt><dd>18</dd></dl>"
        "<dl><div><dt>Upheld</dt><dd>9</dd></div><div><dt>324</dt><dd>complaints received</dd></div></dl>"
        "<details><summary>By team</summary><p>Fostering had 5.</p></details>"
    )
    assert [(b.kind, b.text) for b in document.blocks if isinstance(b, Prose)] == [
        ("list", "Stage 1: 51"), ("list", "Stage 2: 18"), ("list", "Upheld: 9"),
        ("paragraph", "324"), ("paragraph", "complaints received"),
        ("heading", "By team"), ("paragraph", "Fostering had 5."),
    ]  # fmt: skip


def test_tiles_keep_figure_and_words_apart() -> None:
    document = read(
        '<div class="tile"><div class="n">324</div><div>complaints</div></div><div><h3>51'
        "</h3><p>upheld</p></div>"
    )
    assert said(document) == [("paragraph", 0, "", t) for t in ("324", "complaints", "51", "upheld")]
    spans = read(
        '<p><span class="n">51</span><span class="w">complaints</span></p><p>'
        "<span class=a>51</span><span class=b>18</span></p>"
    )
    assert texts(spans) == ["51 complaints", "51 18"]
    assert texts(
        read("<p><span>20</span><span>19</span> <b>A</b>fter 31<sup>st</sup> <i>51</i><i>%</i></p>")
    ) == ["2019 After 31st 51%"]


def test_note_marks_are_no_figures() -> None:
    document = read(
        '<p>There were 194<sup>1</sup> matters<sup><a href="#fn2">[2]</a></sup> and 51'
        '<a href="#note3" class="fn">[3]</a> cases '
        "at 1<sup>1</sup>/2.</p>"
        '<p><sup>1</sup> Without 5 enquiries.</p><ol><li id="fn2">Of the 67, 2 were '
        'withdrawn. <a href="#fnref2">↩</a></li></ol>'
    )
    assert said(document) == [
        ("paragraph", 0, "", "There were 194 matters and 51 cases at 11/2."),
        ("footnote", 0, "1", "Without 5 enquiries."),
        ("footnote", 0, "2", "Of the 67, 2 were withdrawn."),
    ]


def test_contents_lists() -> None:
    document = read(
        "<main><h1>Report</h1><nav class='toc'><h2>Contents</h2><table><tr><td>1.</td>"
        "<td>Teams</td><td>4</td></tr></table></nav>"
        "<ul><li><a href='#a'>Teams 4</a></li><li><a href='#b'>Reasons 5</a></li></ul>"
        "<table class='toc'><tr><td>2.</td><td>Reasons</td><td>5</td></tr></table>"
        "<nav><a href='/next'>Next page 2</a></nav><h2>Teams</h2><p>There were 51.</p></main>"
    )
    assert [b.kind for b in document.blocks if isinstance(b, Prose)] == [
        "heading", "toc", "toc", "toc", "toc", "toc", "heading", "paragraph"
    ]  # fmt: skip
    assert not any(isinstance(b, Table) for b in document.blocks)


def test_lists_pasted_from_a_word_processor() -> None:
    sign = "<span style='mso-list:Ignore'>·<span style='font:7pt'>&nbsp;&nbsp; </span></span>"
    paragraph = (
        "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]>"
        f"{sign}<![endif]>3 Upheld</p>"
    )
    assert said(read(paragraph)) == [("list", 2, "•", "3 Upheld")]


def test_text_in_attributes_and_comments_stays_out() -> None:
    assert texts(
        read('<p title="99" data-n="98" id="n97">51 <!-- 96 --><a href="/2019/20">here</a></p>')
    ) == ["51 here"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<meta charset=windows-1252><p>£51 – “x”</p>".encode("cp1252"), "£51 – “x”"),
        ("<meta charset=iso-8859-1><p>£51 – x</p>".encode("cp1252"), "£51 – x"),
        ("<p>£51 – x</p>".encode("cp1252"), "£51 – x"),
        ("<p>£51 – x</p>".encode(), "£51 – x"),
        ("<meta charset=utf-8><p>£51 – x</p>".encode("cp1252"), "£51 – x"),
        ("<p>£51 – x</p>".encode("utf-16"), "£51 – x"),
        (
            "<html><body><p>£51 – x, and some more</p></body></html>".encode("utf-16-le"),
            "£51 – x, and some more",
        ),
        (b"\xef\xbb\xbf" + "<p>£51</p>".encode(), "£51"),
        ('<?xml version="1.0" encoding="windows-1252"?><html><p>£51</p></html>'.encode("cp1252"), "£51"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>£51</p>'.encode(
                "cp1252"
            ),
            "£51",
        ),
        ("<meta charset=nonsense><p>£51</p>".encode(), "£51"),
    ],
)
def test_character_sets(data: bytes, text: str) -> None:
    assert texts(read_html(data, "x")) == [text]


@pytest.mark.parametrize("report", ["hartlepool-2020-21", "kingston-2017-18"])
def test_real_pages_hold_the_numbers_of_their_text(shared: Path, report: str) -> None:
    from test_read_docx_reports import everything, numbers_of

    document = read_html((shared / "reports" / f"{report}.html").read_bytes(), report)
    assert numbers_of(everything(document)) == numbers_of(
        (shared / "reports" / f"{report}.txt").read_text("utf-8")
    )
    assert document.titles and not document.issues
    assert not any("ookie" in t or "useful" in t for t in texts(document))


def test_real_page_has_its_headings_and_tables(shared: Path) -> None:
    document = read_html((shared / "reports/hartlepool-2020-21.html").read_bytes(), "x")
    found = [(level, number, text) for kind, level, number, text in said(document) if kind == "heading"]
    assert (2, "7.", "Summary of representations") in found and (3, "7.3.", "Advocacy services") in found
    tables = [b for b in document.blocks if isinstance(b, Table)]
    assert [(t.rows, t.columns, t.anchor.table) for t in tables] == [(7, 2, 1), (4, 2, 2)]
    assert tables[0].cells[0].header and tables[0].anchor.line


SAVED = """From: <Saved by Blink>
Snapshot-Content-Location: https://www.harrow.gov.uk/complaints
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----B"

------B
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0K
------B
Content-Type: text/html{charset}
Content-Transfer-Encoding: quoted-printable

<html><body><h1>Complaints</h1><p>There were 51 complaints, which=
 cost =A31,300.</p></body></html>
------B--
"""


@pytest.mark.parametrize("charset", ["; charset=iso-8859-1", "; charset=no-such-letters", ""])
def test_a_page_saved_as_one_file_is_the_page_in_it(charset: str) -> None:
    document = read_bytes(SAVED.format(charset=charset).replace("\n", "\r\n").encode(), "page.mhtml")
    assert texts(document) == ["Complaints", "There were 51 complaints, which cost £1,300."]
    assert (document.format, document.address) == ("mhtml", "https://www.harrow.gov.uk/complaints")
    assert document.issues == ()


def test_a_saved_page_without_its_page_is_one_sentence() -> None:
    with pytest.raises(Unreadable, match="holds no web page") as caught:
        read_bytes(SAVED.replace("text/html{charset}", "text/css").encode(), "page.mht")
    assert caught.value.code == "damaged"
    deep = "".join(f'Content-Type: multipart/related; boundary="{n}"\n\n--{n}\n' for n in range(3000))
    with pytest.raises(Unreadable):
        read_bytes(f"MIME-Version: 1.0\n{deep}".encode(), "page.mht")


@pytest.mark.parametrize(("printed", "sign"), [("", "•"), ("o", "•"), ("a)", "a)")])
def test_the_sign_of_a_list_is_its_own_or_a_bullet(printed: str, sign: str) -> None:
    assert gather.marker_sign(printed) == sign
