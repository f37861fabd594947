"""Text of a PDF that a reader of the page does not see, or that the file gives no meaning for."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
from made_pdf import made
from raw_pdf import pages
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from extractor.model.types import Document
from extractor.read.pdf.damage import looks_damaged
from extractor.read.pdf.document import read_pdf
from extractor.read.pdf.engine.pdfium_letters import _paired
from extractor.read.pdf.engine.signs import sign
from extractor.read.pdf.ink import UNDECODED


def text_of(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks if hasattr(block, "text"))


def codes(document: Document) -> set[str]:
    return {issue.code for issue in document.issues}


@pytest.mark.parametrize("mode", [3, 7])
def test_text_without_ink_is_left_out_and_reported(mode: int) -> None:
    def draw(page: Canvas) -> None:
        page.drawString(72, 700, "The council received 48 complaints in the year.")
        text = page.beginText(72, 650)
        text.setTextRenderMode(mode)
        text.textLine("The council received 777 complaints in the year.")
        page.drawText(text)

    document = read_pdf(made(draw), "a.pdf")
    assert "48" in text_of(document)
    assert "777" not in text_of(document)
    assert "text-not-shown" in codes(document)


def test_white_text_counts_only_on_a_ground_of_another_colour() -> None:
    def draw(page: Canvas) -> None:
        page.setFillColor(colors.darkblue)
        page.rect(60, 640, 400, 30, stroke=0, fill=1)
        page.setFillColor(colors.white)
        page.drawString(72, 650, "The council received 48 complaints in the year.")
        page.drawString(72, 600, "The council received 777 complaints in the year.")

    document = read_pdf(made(draw), "a.pdf")
    assert "48" in text_of(document)
    assert "777" not in text_of(document)


def test_white_text_on_a_white_box_is_not_seen() -> None:
    def draw(page: Canvas) -> None:
        page.drawString(72, 700, "The council received 48 complaints in the year.")
        page.setFillColor(colors.white)
        page.rect(60, 640, 400, 30, stroke=0, fill=1)
        page.drawString(72, 650, "The council received 777 complaints in the year.")

    assert "777" not in text_of(read_pdf(made(draw), "a.pdf"))


def test_text_without_ink_on_a_picture_is_what_a_scanner_read_there() -> None:
    from PIL import Image

    def draw(page: Canvas) -> None:
        page.drawInlineImage(Image.new("RGB", (60, 80), "white"), 0, 0, 595, 842)
        text = page.beginText(72, 650)
        text.setTextRenderMode(3)
        text.textLine("The council received 48 complaints in the year.")
        page.drawText(text)

    assert "48" in text_of(read_pdf(made(draw), "a.pdf"))


def test_a_word_struck_out_is_left_out_and_reported() -> None:
    def draw(page: Canvas) -> None:
        page.drawString(72, 700, "The council received 81 18 complaints in the year.")
        start = 72 + page.stringWidth("The council received ")
        page.line(start, 703.5, start + page.stringWidth("81"), 703.5)

    document = read_pdf(made(draw), "a.pdf")
    assert "received 18 complaints" in text_of(document)
    assert "text-struck-out" in codes(document)


@pytest.mark.parametrize(("height", "beyond"), [(698, 0), (703.5, 60), (709, 0)])
def test_a_line_below_above_or_far_beyond_a_word_does_not_strike_it(height: float, beyond: float) -> None:
    def draw(page: Canvas) -> None:
        page.drawString(72, 700, "Complaints")
        page.line(72, height, 72 + page.stringWidth("Complaints") + beyond, height)

    assert "Complaints" in text_of(read_pdf(made(draw), "a.pdf"))


def test_a_sign_beyond_the_first_65536_is_one_sign() -> None:
    halves = np.array([0x41, 0xD83D, 0xDCE7, 0x42])
    assert _paired(halves).tolist()[:2] == [0x41, 0x1F4E7]
    assert sign(int(_paired(halves)[2]), "F") == ""
    assert sign(0x1D7D9, "F") == "1"  # a digit of a formula
    assert sign(0xD83D, "F") == UNDECODED  # half a sign


def test_a_figure_with_a_sign_of_no_meaning_is_reported() -> None:
    line = b"BT /F0 11 Tf %d 700 Td (%b) Tj ET "
    drawn = ((72, b"Fostering"), (200, b"12"), (250, b"\x123"))
    document = read_pdf(pages([b"".join(line % one for one in drawn)]), "a.pdf")
    assert "figure-not-decodable" in codes(document)
    assert "3" not in text_of(document).replace("12", "")


def test_a_bullet_of_no_meaning_is_no_lost_figure() -> None:
    line = b"BT /F0 11 Tf %d 700 Td (%b) Tj ET "
    drawn = ((72, b"\x12"), (84, b"Fostering"))
    document = read_pdf(pages([b"".join(line % one for one in drawn)]), "a.pdf")
    assert "figure-not-decodable" not in codes(document)


def test_a_large_stream_with_a_line_end_behind_it_is_whole() -> None:
    packed = zlib.compress(bytes(k * k % 251 for k in range(1_200_000)))
    head = b"%PDF-1.4\n1 0 obj\n<< /Length 9 /Filter /FlateDecode >>\nstream\n"
    data = head + packed + b"\nendstream\nendobj\nxref\n"
    data += b"startxref\n%d\n%%%%EOF\n" % data.index(b"xref")
    assert not looks_damaged(data)
    broken = data.replace(packed[40:60], bytes(20), 1)
    assert looks_damaged(broken)
