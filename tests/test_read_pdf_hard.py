"""PDFs out of the ordinary: damaged, huge, turned, cropped, or in fonts that hide their letters."""

from __future__ import annotations

import csv
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from made import PATTERNS
from made_pdf import TEAMS, WORDS, Draw, grid, locked, made, prose
from raw_pdf import HELVETICA, UNMAPPED, glyphs, pages, raw, text
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractor.lexicon.rulebook import Rulebook
from extractor.model.result import ReportResult
from extractor.model.types import Box, Document, Prose, Table, Unreadable
from extractor.read.files import read_bytes
from extractor.read.pdf.document import read_pdf
from extractor.read.pdf.render import MOST_DOTS, printed_at, rendered
from extractor.run import pipeline
from extractor.run.pipeline import Options, Task

FIGURES = "In 2018/19 we received 40 stage 1 complaints about the service."
MORE = "There were 3 stage 2 complaints, and 16 complaints were upheld in the end."


def said(document: Document) -> str:
    """All prose of a document."""
    return " ".join(block.text for block in document.blocks if isinstance(block, Prose))


def refused(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_pdf(data, "a.pdf")
    return caught.value


# Damaged files


@pytest.mark.parametrize(
    "data",
    [
        raw({1: b"<</Type /Catalog /Pages 2 0 R>>", 2: b"<</Type /Pages /Count 0 /Kids []>>"}),
        raw({1: b"<</Type /Catalog>>"}),
    ],
    ids=["none listed", "no list"],
)
def test_no_pages(data: bytes) -> None:
    trouble = refused(data)
    assert (trouble.code, trouble.sentence) == ("no-pages", "The PDF has no pages.")


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.8, 0.95, 0.999])
def test_a_truncated_file_is_refused_or_told_to_be_damaged(share: float) -> None:
    data = pages([text(FIGURES, MORE)] * 3)
    try:
        document = read_pdf(data[: int(share * len(data))], "a.pdf")
    except Unreadable as trouble:
        assert trouble.code in ("damaged-pdf", "no-pages") and trouble.sentence.endswith(".")
    else:
        assert "file-damaged" in {issue.code for issue in document.issues}


def test_a_linearised_file_whose_tables_of_contents_are_broken_is_read_and_told() -> None:
    data = pages([text(FIGURES, MORE)])
    data = data.replace(
        b"1 0 obj\n", b"99 0 obj\n<</Linearized 1 /L 9 /H [7 7] /O 5 /E 9 /N 1 /T 3>>\nendobj\n1 0 obj\n", 1
    )
    document = read_pdf(data, "a.pdf")
    assert "40 stage 1 complaints" in said(document)
    assert "file-damaged" in {issue.code for issue in document.issues}


@pytest.mark.parametrize(("password", "opens"), [("", True), ("secret", False)])
def test_encrypted(password: str, opens: bool) -> None:
    data = made(lambda page: prose(page, 60, 780, 470, WORDS), encrypt=locked(password))
    if opens:
        assert said(read_pdf(data, "a.pdf")) == WORDS.strip()
    else:
        assert refused(data).sentence == "The PDF is protected by a password."


# Huge files


def test_a_page_of_14_metres_by_14() -> None:
    lines = [
        text(f"In 2018/19 we received {n} stage 1 complaints.", x=2000, y=39000 - 400 * n, size=120)
        for n in range(60)
    ]
    data = pages([b"".join(lines)], box=b"[0 0 39685 39685]")
    document = read_pdf(data, "a.pdf")
    assert all(f"received {n} stage" in said(document) for n in range(60))
    picture, scale = rendered(data, 1)
    assert max(picture.size) <= MOST_DOTS + 1 and scale == pytest.approx(MOST_DOTS / 39685, rel=0.01)


def test_3_000_pages() -> None:
    document = read_pdf(
        pages([text(f"Page {n}. In year {n} we received {n + 3} complaints.") for n in range(3_000)]),
        "a.pdf",
    )
    assert document.pages == 3_000
    assert "In year 2999 we received 3002 complaints." in said(document)


@pytest.mark.parametrize("count", [51, 101, 103])
def test_a_running_header_is_one_on_the_last_page_of_a_long_file_too(count: int) -> None:
    contents = [
        text("Annual complaints report", y=810)
        + text(f"In year {n} we received {n + 3} complaints.", y=600 - n)
        for n in range(count)
    ]
    document = read_pdf(pages(contents), "a.pdf")
    assert "Annual complaints report" not in said(document)
    assert len(document.furniture) == count
    assert f"we received {count + 2} complaints" in said(document)


def test_a_table_goes_on_wherever_the_page_breaks() -> None:
    def draw(first: int, rows: int) -> Draw:
        body = [(f"Team {first + n}", str(first + n), "9") for n in range(rows)]
        return lambda page: grid(page, 60, 800, body, (6, 3, 3))

    document = read_pdf(made(*(draw(40 * n, 40) for n in range(21))), "a.pdf")
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert table.rows == 21 * 40


def _lines(segments: int, share: int) -> bytes:
    """Paths of `share` segments each, slanted and straight ones."""
    dots = [b"%d %d" % (k * 7 % 590, k * 13 % 840) for k in range(segments)]
    return b" ".join(
        b"%b m %b l S" % (dots[k], b" l ".join(dots[k + 1 : k + share + 1]))
        for k in range(0, segments - 1, share)
    )


@pytest.mark.parametrize(
    ("segments", "share"),
    [(100_000, 1), (1_000_000, 20), (300_000, 300_000)],
    ids=["each its own path", "paths of twenty", "one path"],
)
def test_hundreds_of_thousands_of_path_segments(segments: int, share: int) -> None:
    document = read_pdf(pages([_lines(segments, share) + b" " + text(FIGURES, MORE)]), "a.pdf")
    assert said(document) == f"{FIGURES} {MORE}"
    assert share > 20 or [issue.code for issue in document.issues] == ["drawing-too-complex"]


def test_a_grid_drawn_as_one_long_path_is_a_table() -> None:
    rows, columns = 60, 5
    paths = [b"%d %d m %d %d l" % (50, 790 - 12 * r, 550, 790 - 12 * r) for r in range(rows + 1)]
    paths += [
        b"%d %d m %d %d l" % (50 + 100 * c, 790 - 12 * r, 50 + 100 * c, 778 - 12 * r)
        for c in range(columns + 1)
        for r in range(rows)
    ]
    cells = [
        text(f"{r * columns + c}", x=55 + 100 * c, y=781 - 12 * r, size=8)
        for r in range(rows)
        for c in range(columns)
    ]
    document = read_pdf(pages([b" ".join(paths) + b" S " + b"".join(cells)]), "a.pdf")
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert (table.rows, table.columns) == (rows, columns)
    assert {(c.row, c.column): c.text for c in table.cells}[59, 4] == "299"


# Fonts that hide their letters


def test_a_font_without_unicode_is_not_read_as_other_letters(no_ocr: None) -> None:
    trouble = refused(pages([glyphs(FIGURES, -29) + glyphs(MORE, -29, y=680)], fonts=[UNMAPPED]))
    assert trouble.code == "text-not-decodable"
    assert (
        trouble.sentence
        == "The text of the PDF cannot be read: its fonts do not say which letters they print."
    )


@pytest.mark.parametrize("shift", [-29, 3, 16, 17])
def test_no_number_comes_out_of_a_font_without_unicode(no_ocr: None, shift: int) -> None:
    content = text(WORDS[:100], WORDS[100:])
    content += glyphs(FIGURES, shift, font=1) + glyphs(MORE, shift, y=680, font=1)
    document = read_pdf(pages([content], fonts=[HELVETICA, UNMAPPED]), "a.pdf")
    assert "Families told us" in said(document)
    assert not any(letter.isdigit() for letter in said(document))
    (issue,) = document.issues
    assert (issue.code, issue.anchor.page) == ("text-not-decodable", 1)
    assert issue.message.endswith("this text cannot be read.")


def test_a_font_without_unicode_whose_words_are_legible_is_read() -> None:
    document = read_pdf(pages([glyphs(FIGURES, 0) + glyphs(MORE, 0, y=685)], fonts=[UNMAPPED]), "a.pdf")
    assert "40" in said(document) and "16" in said(document)
    assert document.issues == ()


def test_part_of_a_number_is_no_number() -> None:
    words = "Of these complaints 1"
    after = 60 + stringWidth(words, "Helvetica", 11)
    content = text(words, x=60, y=700) + glyphs("57", -29, x=after, y=700, font=1)
    content += text(WORDS[:100], WORDS[100:])
    document = read_pdf(pages([content], fonts=[HELVETICA, UNMAPPED]), "a.pdf")
    assert "Of these complaints" in said(document)
    assert not any(letter.isdigit() for letter in said(document))


@pytest.mark.parametrize(
    "mark",
    [
        "\u200e",
        "\u200f",
        "\u202a",
        "\u202d",
        "\u202c",
        "\u2066",
        "\u2069",
        "\u061c",
        "\u200b",
        "\u2060",
        "\ufeff",
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_marks_of_direction_and_of_no_width_part_no_number(mark: str, name: str) -> None:
    words = f"In 2018/19 we received 1{mark}4{mark}0 stage 1 com{mark}plaints."
    content = f"<html><body><p>{words}</p></body></html>" if name.endswith("html") else words
    (block,) = read_bytes(content.encode(), name).blocks
    assert isinstance(block, Prose)
    assert block.text == "In 2018/19 we received 140 stage 1 complaints."


def test_marks_of_direction_in_a_pdf() -> None:
    unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
        b"1 begincodespacerange <0000> <ffff> endcodespacerange 3 beginbfrange <0001> <0001> <200e> "
        b"<0002> <0002> <202d> <0020> <007e> <0020> endbfrange endcmap end end"
    )
    data = pages(
        [glyphs("received 1\x014\x020 com\x01plaints", 0)],
        fonts=[
            UNMAPPED.replace(b"/Encoding", b"/ToUnicode 90 0 R /DW 500 /Encoding").replace(
                b"/DW 500 /Cid", b"/Cid"
            )
        ],
    )
    whole = data.replace(
        b"xref\n0 1",
        b"90 0 obj\n<</Length %d>>\nstream\n%b\nendstream\nendobj\nxref\n0 1" % (len(unicode), unicode),
        1,
    )
    assert "".join(said(read_pdf(whole, "a.pdf")).split()) == "received140complaints"


# Turned and cropped pages


def _table_page(page: Canvas) -> None:
    prose(page, 60, 780, 470, WORDS * 2)
    grid(page, 60, 600, TEAMS, (6, 3, 3, 3))


def _cells(document: Document) -> dict[str, Box]:
    return {
        cell.text: cell.anchor.bbox
        for block in document.blocks
        if isinstance(block, Table)
        for cell in block.cells
        if cell.anchor.bbox
    }


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_shown_turned_is_read_and_its_boxes_are_those_of_the_page_as_shown(degrees: int) -> None:
    upright = made(_table_page, pageCompression=0)
    turned = upright.replace(b"/Rotate 0", b"/Rotate %d" % degrees)
    assert turned != upright
    straight, document = read_pdf(upright, "a.pdf"), read_pdf(turned, "a.pdf")
    assert said(document) == said(straight)
    own, other = _cells(document), _cells(straight)
    assert list(own) == list(other) and "Disabled children" in own
    for label, box in own.items():
        (found,) = printed_at(turned, 1, [(label, box, 0)])
        assert found != box or len(label) < 2, label
        assert box[0] - 1 <= found[0] <= found[2] <= box[2] + 1
        assert box[1] - 1 <= found[1] <= found[3] <= box[3] + 1
    picture, _ = rendered(turned, 1, 1.0)
    assert (picture.width > picture.height) == (degrees != 180)


def test_an_upside_down_word_on_a_usual_page_turns_nothing() -> None:
    def draw(page: Canvas) -> None:
        prose(page, 60, 780, 470, WORDS * 2)
        page.rotate(90)
        page.drawString(100, -40, "Printed along the edge of the page")

    document = read_pdf(made(draw), "a.pdf")
    assert said(document).startswith(WORDS.strip())


def test_a_cropped_page() -> None:
    inside = text(FIGURES, MORE, x=160, y=700)
    outside = text("Outside 77 complaints were received.", x=160, y=100)
    outside += text("Far off 66 complaints.", x=3, y=600)
    cut = text("Also, 1234 complaints", x=130, y=500)
    data = pages([inside + outside + cut], page=b"/CropBox [150 400 595 842]")
    document = read_pdf(data, "a.pdf")
    assert FIGURES in said(document) and MORE in said(document)
    assert "77" not in said(document) and "66" not in said(document)
    assert "1234" in said(document), "a number that the edge cuts is no other number"
    first = document.blocks[0].anchor.bbox
    assert first is not None and first[:2] == pytest.approx((10, 842 - 700 - 8.6), abs=1)
    picture, scale = rendered(data, 1)
    assert picture.size == (round(445 * scale), round(442 * scale))
    (found,) = printed_at(data, 1, [("40", first, 0)])
    dark = picture.crop(tuple(round(side * scale) for side in found)).convert("L").getextrema()[0]
    assert dark < 100, "the figure stands in its box on the picture"


# A worker that dies


def crash_on_one(book: Rulebook, task: Task) -> ReportResult:
    """What pdfium does where it fails: the process is gone."""
    if "crash" in task.source_file:
        os.kill(os.getpid(), signal.SIGSEGV if "segv" in task.source_file else signal.SIGABRT)
    return pipeline.read_one(book, task)


class Silent:
    """Hears how a run goes and says nothing."""

    def begin(self, reports: int, cached: int) -> None: ...

    def reading(self, source_file: str) -> None: ...

    def doing(self, what: str) -> None: ...

    def read(self, source_file: str, status: str, reason: str) -> None: ...


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals here")
def test_a_crash_costs_one_report_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRACTOR_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "in"
    folder.mkdir()
    title = "Harrow Council: children's social care complaints annual report 2018/19"
    for n, name in enumerate(("a.pdf", "crash-segv.pdf", "crash-abort.pdf", "z.pdf")):
        lines = (
            title,
            f"In 2018/19 we received {40 + n} stage 1 complaints.",
            "The council learns from complaints.",
        )
        (folder / name).write_bytes(pages([text(*lines)]))
    summary = pipeline.run(
        [str(folder)], Options(PATTERNS, out=tmp_path / "out", jobs=1), Silent(), work=crash_on_one
    )
    with (tmp_path / "out" / "coverage.csv").open(newline="", encoding="utf-8") as file:
        lines_of: dict[str, Any] = {line["source_file"]: line for line in csv.DictReader(file)}
    assert summary.reports["failed"] == 2 and len(lines_of) == 4
    assert lines_of["crash-segv.pdf"]["reason"] == "The process reading it was stopped by signal SIGSEGV."
    assert lines_of["crash-abort.pdf"]["reason"] == "The process reading it was stopped by signal SIGABRT."
    with (tmp_path / "out" / "issues.csv").open(newline="", encoding="utf-8") as file:
        crashed = {line["source_file"] for line in csv.DictReader(file) if line["code"] == "worker-crashed"}
    assert crashed == {"crash-segv.pdf", "crash-abort.pdf"}
    assert lines_of["a.pdf"]["observations"] != "0"
    assert lines_of["z.pdf"]["status"] == "duplicate_edition", "read after the crashes"
