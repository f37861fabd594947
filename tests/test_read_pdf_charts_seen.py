"""No chart in silence: pictures that are charts count as such, and charts of few bars are seen."""

from __future__ import annotations

import random

import pytest
from made_pdf import WORDS, Draw, grid, made, prose
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib import colors
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from test_read_pdf_charts import COLOURS, bars, figures, pictures

from extractor.model.types import Document, Prose, Table
from extractor.read.pdf.document import read_pdf

SIZE = (600, 360)


def bar_picture() -> Image.Image:
    """Bars with axes and labels, as a program saves them."""
    picture = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(picture)
    pen.line((60, 30, 60, 300), fill="black", width=2)
    pen.line((60, 300, 580, 300), fill="black", width=2)
    for n, (name, high) in enumerate((("Letter", 90), ("Email", 240), ("Phone", 140), ("Online", 60))):
        pen.rectangle((90 + 120 * n, 300 - high, 160 + 120 * n, 300), fill="#1f4e79")
        pen.text((95 + 120 * n, 310), name, fill="black", font_size=18)
        pen.text((105 + 120 * n, 278 - high), str(high), fill="black", font_size=18)
    return picture


def pie_picture() -> Image.Image:
    picture = Image.new("RGB", SIZE, "#e0f8ff")
    pen = ImageDraw.Draw(picture)
    start = 0
    for n, (share, colour) in enumerate(((150, "#1f4e79"), (120, "#c55a11"), (90, "#7f7f7f"))):
        pen.pieslice((60, 40, 340, 320), start, start + share, fill=colour, outline="white")
        pen.rectangle((380, 90 + 50 * n, 400, 110 + 50 * n), fill=colour)
        pen.text((410, 90 + 50 * n), f"Outcome {n}: {share}", fill="black", font_size=18)
        start += share
    pen.rectangle((370, 70, 590, 240), outline="black")
    return picture


def table_picture() -> Image.Image:
    picture = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(picture)
    for row in range(8):
        pen.line((20, 20 + 44 * row, 580, 20 + 44 * row), fill="black")
        for column in range(4 if row < 7 else 0):
            pen.text((30 + 140 * column, 32 + 44 * row), f"Team {row * column}", fill="black", font_size=18)
    for column in range(5):
        pen.line((20 + 140 * column, 20, 20 + 140 * column, 328), fill="black")
    return picture


def photograph() -> Image.Image:
    """Coloured noise, blurred: what a camera gives, as far as measures go."""
    chance = random.Random(5)
    small = Image.new("RGB", (60, 36))
    small.putdata([tuple(chance.randrange(256) for _ in range(3)) for _ in range(60 * 36)])
    return small.resize(SIZE, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(3))


def sky() -> Image.Image:
    chance = random.Random(6)
    picture = Image.new("RGB", SIZE)
    picture.putdata(
        [
            (140 - y // 4 + chance.randrange(6), 180 - y // 4, 230)
            if y < 220
            else (60 + chance.randrange(40), 90, 50)
            for y in range(SIZE[1])
            for _ in range(SIZE[0])
        ]
    )
    return picture


def logo() -> Image.Image:
    picture = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((40, 60, 260, 280), fill="#7a2b8c")
    pen.text((290, 140), "Barnsley Council", fill="#333333", font_size=32)
    return picture


def ornament() -> Image.Image:
    picture = Image.new("RGB", SIZE, "#7a2b8c")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((100, 60, 500, 400), fill="#ffcc00")
    pen.ellipse((200, 160, 400, 300), fill="#2b8c7a")
    return picture


def page_with(picture: Image.Image) -> Document:
    def draw(page: Canvas) -> None:
        prose(page, 60, 780, 470, WORDS)
        page.drawImage(ImageReader(picture), 70, 380, 450, 270)
        prose(page, 60, 340, 470, WORDS)

    return read_pdf(made(draw), "a.pdf")


@pytest.mark.parametrize("picture", [bar_picture, pie_picture, table_picture])
def test_a_picture_of_a_chart_is_one_though_no_word_says_so(picture: object) -> None:
    (found,) = pictures(page_with(picture()))  # type: ignore[operator]
    assert found.chart and found.legend == ()


@pytest.mark.parametrize("picture", [photograph, sky, logo, ornament])
def test_photographs_and_logos_are_no_charts(picture: object) -> None:
    (found,) = pictures(page_with(picture()))  # type: ignore[operator]
    assert not found.chart


def test_a_small_picture_is_no_chart() -> None:
    def draw(page: Canvas) -> None:
        prose(page, 60, 780, 470, WORDS)
        page.drawImage(ImageReader(bar_picture()), 70, 500, 120, 72)

    assert not any(found.chart for found in pictures(read_pdf(made(draw), "a.pdf")))


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_picture_on_a_turned_page(degrees: int) -> None:
    def draw(page: Canvas) -> None:
        prose(page, 60, 780, 470, WORDS)
        page.drawImage(ImageReader(bar_picture()), 70, 380, 450, 270)

    data = made(draw, pageCompression=0)
    (found,) = pictures(read_pdf(data.replace(b"/Rotate 0", b"/Rotate %d" % degrees), "a.pdf"))
    assert found.chart


# Charts of few bars


def framed(draw: Draw) -> Draw:
    def page_of(page: Canvas) -> None:
        prose(page, 60, 780, 470, WORDS)
        draw(page)
        prose(page, 60, 300, 470, WORDS)

    return page_of


def only_words(document: Document) -> bool:
    """Nothing of the chart came out as prose."""
    return [b.text for b in document.blocks if isinstance(b, Prose)] == [WORDS.strip()] * 2


def test_two_bars() -> None:
    document = read_pdf(made(framed(lambda p: bars(p, [[19, 60]], ["Letter", "Email"], True))), "a.pdf")
    assert figures(document) == [("", "Letter", "19"), ("", "Email", "60")]
    assert only_words(document)


def test_two_bars_without_figures_are_a_chart_not_read() -> None:
    document = read_pdf(made(framed(lambda p: bars(p, [[19, 60]], ["Letter", "Email"], False))), "a.pdf")
    assert [found.chart for found in pictures(document)] == [True]
    assert only_words(document)


def test_one_group_of_two_series() -> None:
    document = read_pdf(made(framed(lambda p: bars(p, [[19], [60]], ["Letter"], True))), "a.pdf")
    assert figures(document) == [("2020-21", "Letter", "19"), ("2021-22", "Letter", "60")]


def test_bars_with_a_line_over_them_are_a_chart_not_read() -> None:
    def draw(page: Canvas) -> None:
        bars(page, [[19, 60, 24, 7]], ["Letter", "Email", "Phone", "Online"], True)
        page.setStrokeColor(colors.red)
        line = page.beginPath()
        line.moveTo(112, 480)
        for x, y in ((207, 520), (302, 560), (397, 500)):
            line.lineTo(x, y)
        page.drawPath(line)

    document = read_pdf(made(framed(draw)), "a.pdf")
    assert [found.chart for found in pictures(document)] == [True] and figures(document) == []
    assert only_words(document)


def test_shares_printed_on_bars_keep_their_sign() -> None:
    counts, shares = (19, 60, 24, 7), ("17%", "55%", "22%", "6%")

    def draw(page: Canvas) -> None:
        bars(page, [list(counts)], ["Letter", "Email", "Phone", "Online"], False)
        for n, (count, share) in enumerate(zip(counts, shares, strict=True)):
            page.drawCentredString(112 + 95 * n, 453 + 2 * count, share)

    assert [share for _, _, share in figures(read_pdf(made(framed(draw)), "a.pdf"))] == list(shares)


def test_two_shaded_cells_are_no_bars() -> None:
    def draw(page: Canvas) -> None:
        for n, high in enumerate((20, 40)):
            page.setFillColor(COLOURS[n])
            page.rect(60 + 6 * 28.35 + 3 * 28.35 * n, 540, 3 * 28.35, high, stroke=0, fill=1)
        page.setFillColor(colors.black)
        grid(
            page,
            60,
            640,
            [("Team", "2019/20", "2020/21"), *[(f"Team {n}", str(n), "9") for n in range(4)]],
            (6, 3, 3),
        )

    document = read_pdf(made(framed(draw)), "a.pdf")
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert not table.chart and table.rows == 5
