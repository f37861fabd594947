"""PDFs that cannot be read, or not wholly: one plain sentence, or an Issue, never silence."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest
from made_pdf import WORDS, locked, made, prose
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor.model.types import Unreadable
from extractor.read.pdf import quality
from extractor.read.pdf.damage import looks_damaged
from extractor.read.pdf.document import read_pdf
from extractor.read.pdf.engine.signs import UNDECODED, sign
from extractor.read.pdf.ink import Char, PageInk, Style
from extractor.read.pdf.quality import PageWatch


def text_page(page: Canvas) -> None:
    prose(page, 60, 780, 470, WORDS * 3)


def picture_page(page: Canvas) -> None:
    from PIL import Image

    page.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"plain words, no PDF", "not-a-pdf"),
        (b"%PDF-1.4\nnothing else", "damaged-pdf"),
        (made(text_page, encrypt=locked("secret")), "encrypted"),
        (made(picture_page, picture_page), "no-text-layer"),
        (made(lambda page: page.line(10, 10, 200, 10)), "empty"),
    ],
    ids=["not a PDF", "nothing in it", "a password", "a scan", "no text"],
)
def test_one_plain_sentence(data: bytes, code: str, no_ocr: None) -> None:
    with pytest.raises(Unreadable) as caught:
        read_pdf(data, "a.pdf")
    assert caught.value.code == code
    assert re.fullmatch(r"[A-Z][^\n]+\.", caught.value.sentence)


def test_without_ocr_a_real_scan_is_refused_and_the_remedy_told(shared: Path, no_ocr: None) -> None:
    with pytest.raises(Unreadable, match=r"pictures of pages without text; .* install .*tesseract-ocr"):
        read_pdf((shared / "reports" / "kingston-2017-18-scan.pdf").read_bytes(), "scan.pdf")


def test_an_empty_password_opens() -> None:
    document = read_pdf(made(text_page, encrypt=locked("")), "a.pdf")
    assert document.blocks and not document.issues


def test_runs_of_scanned_pages_are_named(no_ocr: None) -> None:
    document = read_pdf(made(text_page, picture_page, picture_page, text_page, picture_page), "a.pdf")
    issues = [(i.code, i.anchor.page, i.message) for i in document.issues]
    assert [(code, page) for code, page, _ in issues] == [("page-without-text", 2), ("page-without-text", 5)]
    assert "from 2 to 3" in issues[0][2]
    assert document.pages == 5


def test_a_broken_stream_is_noticed_though_nothing_fails() -> None:
    data = made(text_page, text_page, pageCompression=1)
    assert not looks_damaged(data)
    packed = bytearray(zlib.compress(b"BT /F1 11 Tf (seventeen) Tj ET" * 40))
    packed[len(packed) // 2] ^= 0xFF
    stream = b"9 0 obj <</Filter /FlateDecode /Length %d>> stream\n%b\nendstream endobj\n" % (
        len(packed),
        packed,
    )
    whole = data.replace(b"startxref", stream + b"startxref")
    assert looks_damaged(whole)


def test_a_file_cut_short_says_so() -> None:
    data = made(*[text_page] * 6)
    document = read_pdf(data[:-30], "a.pdf")
    assert "file-damaged" in {issue.code for issue in document.issues}


def test_letters_without_meaning_are_reported() -> None:
    style = Style("Custom", 11)
    chars = tuple(
        Char(UNDECODED if n % 3 == 0 else "a", 60 + 6 * n, 66 + 6 * n, 90, style) for n in range(60)
    )
    watch = PageWatch()
    watch.saw(1, PageInk(1, 595, 842, chars, undecoded=20))
    assert [issue.code for issue in watch.issues(made(text_page))] == ["text-not-decodable"]


@pytest.mark.parametrize(
    ("code", "font", "expected"),
    [
        (0xFB01, "Arial", "fi"), (0xFB04, "Arial", "ffl"), (0xA0, "Arial", " "), (0x200B, "Arial", ""),
        (0xF0B7, "Symbol", "•"), (0xF0FC, "Wingdings", "✓"), (0xF041, "ArialSymbolic", "A"),
        (0xF041, "Calibri", "A"),
        (0xE123, "Custom", UNDECODED), (0xFFFE, "Arial", "-"), (0x41, "Arial", "A"), (0x2019, "Arial", "’"),
    ],
)  # fmt: skip
def test_signs(code: int, font: str, expected: str) -> None:
    if font == "ArialSymbolic":
        expected = "•"  # a font of signs: nobody knows the shape, but it is no letter
    assert sign(code, font) == expected


@pytest.mark.parametrize(("counts", "pages"), [([100, 103], []), ([100, 130], [2]), ([100, 100, 9], [3])])
def test_pages_of_a_damaged_file_that_another_engine_finds_more_on_are_named(
    counts: list[int], pages: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality, "letters_by_page", lambda *_: counts)
    watch = PageWatch()
    watch.letters, watch.pages = [100, 100], 2
    said = [issue for issue in watch._lost(b"") if issue.code == "text-may-be-missing"]
    assert [issue.anchor.page for issue in said] == pages
