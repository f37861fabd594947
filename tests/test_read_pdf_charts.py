"""Charts drawn in PDFs: figures are tied to labels where they are printed, and never guessed."""

from __future__ import annotations

import math

import pytest
from made_pdf import WORDS, grid, made, prose
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from benchmarks.charts import rates, scores, triples
from extractor.model.types import Document, Picture, Prose, Table
from extractor.read.pdf.document import read_pdf

COLOURS = (colors.blue, colors.orange, colors.grey, colors.green)
OUTCOMES = (("Upheld", 41), ("Not upheld", 38), ("Withdrawn", 8), ("No further action", 3))


def pictures(document: Document) -> list[Picture]:
    return [block for block in document.blocks if isinstance(block, Picture)]


def figures(document: Document) -> list[tuple[str, str, str]]:
    """(series, label, figure) of the charts read, in order."""
    return list(triples(document).elements())


def pie(page: Canvas, labels: bool, legend: str, printed: tuple[int, ...] = (41, 38, 8, 3)) -> None:
    """A pie of OUTCOMES with its figures around it and its legend on the right."""
    total, angle = sum(n for _, n in OUTCOMES), 90.0
    for index, (name, number) in enumerate(OUTCOMES):
        extent = -360 * number / total
        page.setFillColor(COLOURS[index])
        page.wedge(100, 500, 260, 660, angle, extent, stroke=1, fill=1)
        page.rect(320, 630 - 20 * index, 7, 7, stroke=0, fill=1)
        page.setFillColor(colors.black)
        middle = math.radians(angle + extent / 2)
        if labels:
            x, y = 180 + 95 * math.cos(middle), 576 + 95 * math.sin(middle)
            page.drawCentredString(x, y, str(printed[index]))
        page.drawString(332, 630 - 20 * index, legend.format(name=name, number=number))
        angle += extent


def bars(page: Canvas, series: list[list[int]], names: list[str], figures: bool) -> None:
    """Upright bars in groups, with the names of the groups below the axis."""
    page.line(80, 450, 80, 620)
    page.line(80, 450, 480, 450)
    for tick in (0, 20, 40, 60):
        page.drawRightString(74, 447 + 2 * tick, str(tick))
    for group, name in enumerate(names):
        x = 100 + 95 * group
        page.drawCentredString(x + 12 * len(series), 436, name)
        for index, values in enumerate(series):
            page.setFillColor(COLOURS[index])
            page.rect(x + 24 * index, 450, 24, 2 * values[group], stroke=0, fill=1)
            page.setFillColor(colors.black)
            if figures:
                page.drawCentredString(x + 24 * index + 12, 453 + 2 * values[group], str(values[group]))
    for index in range(len(series) if len(series) > 1 else 0):
        page.setFillColor(COLOURS[index])
        page.rect(200 + 90 * index, 410, 7, 7, stroke=0, fill=1)
        page.setFillColor(colors.black)
        page.drawString(211 + 90 * index, 410, ("2020-21", "2021-22")[index])


def test_a_legend_that_prints_its_figures() -> None:
    document = read_pdf(made(lambda page: pie(page, False, "{name} ({number})")), "a.pdf")
    (picture,) = pictures(document)
    assert picture.chart
    assert picture.legend == ("Upheld (41)", "Not upheld (38)", "Withdrawn (8)", "No further action (3)")


def test_figures_around_a_pie_belong_to_the_colours_of_the_legend() -> None:
    def draw(page: Canvas) -> None:
        prose(page, 60, 780, 470, WORDS)
        pie(page, True, "{name}")
        prose(page, 60, 440, 470, WORDS)

    document = read_pdf(made(draw), "a.pdf")
    assert figures(document) == [("", name, str(number)) for name, number in OUTCOMES]
    assert [b.text for b in document.blocks if isinstance(b, Prose)] == [WORDS.strip()] * 2


def test_bars_with_figures_and_names() -> None:
    document = read_pdf(
        made(lambda page: bars(page, [[19, 60, 24, 7]], ["Letter", "Email", "Phone", "Online"], True)),
        "a.pdf",
    )
    assert [f[1:] for f in figures(document)] == [
        ("Letter", "19"), ("Email", "60"), ("Phone", "24"), ("Online", "7"),
    ]  # fmt: skip


def test_two_series_make_a_table() -> None:
    document = read_pdf(
        made(lambda page: bars(page, [[19, 60, 24], [16, 33, 28]], ["Letter", "Email", "Phone"], True)),
        "a.pdf",
    )
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert sorted((c.row, c.column, c.text) for c in table.cells) == [
        (0, 0, ""), (0, 1, "2020-21"), (0, 2, "2021-22"), (1, 0, "Letter"), (1, 1, "19"), (1, 2, "16"),
        (2, 0, "Email"), (2, 1, "60"), (2, 2, "33"), (3, 0, "Phone"), (3, 1, "24"), (3, 2, "28"),
    ]  # fmt: skip


def test_a_chart_without_figures_gives_none() -> None:
    document = read_pdf(
        made(lambda page: bars(page, [[19, 60, 24, 7]], ["Letter", "Email", "Phone", "Online"], False)),
        "a.pdf",
    )
    (picture,) = pictures(document)
    assert picture.chart and picture.legend == ()
    assert not any(char.isdigit() for b in document.blocks if isinstance(b, Prose) for char in b.text)


def test_a_chart_that_draws_the_table_below_it_is_read_once() -> None:
    def draw(page: Canvas) -> None:
        pie(page, True, "{name}")
        grid(page, 60, 440, [("Outcome", "Number"), *((n, str(v)) for n, v in OUTCOMES)], (6, 3))

    document = read_pdf(made(draw), "a.pdf")
    assert not pictures(document)
    assert [issue.code for issue in document.issues] == ["chart-repeats-table"]
    assert sum(isinstance(block, Table) for block in document.blocks) == 1


def test_the_scale_of_a_curve_is_no_text() -> None:
    def draw(page: Canvas) -> None:
        prose(page, 60, 780, 470, WORDS)
        for index in range(6):
            page.drawRightString(84, 497 + 30 * index, str(10 * index))
            page.line(90, 500 + 30 * index, 480, 500 + 30 * index)
        for index, month in enumerate(("Apr", "May", "Jun", "Jul", "Aug", "Sep")):
            page.drawCentredString(120 + 60 * index, 484, month)
            page.line(110 + 60 * index, 520 + 9 * index, 170 + 60 * index, 540 + 7 * index)
        prose(page, 60, 450, 470, WORDS)

    document = read_pdf(made(draw), "a.pdf")
    (picture,) = pictures(document)
    assert picture.chart and picture.legend == ()
    assert [b.text for b in document.blocks if not isinstance(b, Picture)] == [WORDS.strip()] * 2


def test_an_ornament_beside_a_title_takes_no_words() -> None:
    def draw(page: Canvas) -> None:
        for index, colour in enumerate((colors.purple, colors.teal, colors.orange)):
            page.setFillColor(colour)
            page.ellipse(60 + 30 * index, 700, 180 + 30 * index, 800, stroke=0, fill=1)
        page.setFillColor(colors.black)
        page.setFont("Helvetica-Bold", 20)
        page.drawString(60, 670, "Annual complaints report 2021/22")
        page.setFont("Helvetica", 11)
        page.drawString(60, 650, "Children and Families")

    document = read_pdf(made(draw), "a.pdf")
    assert [b.text for b in document.blocks if isinstance(b, Prose)] == [
        "Annual complaints report 2021/22", "Children and Families",
    ]  # fmt: skip


def test_the_drawn_reports_keep_their_floor() -> None:
    results = scores()
    precision, recall = rates(results)
    assert sum(s.truth.total() for s in results) >= 110 and len(results) >= 26
    assert precision == 1.0, [(s.file, s.found - s.truth) for s in results if s.found - s.truth]
    assert recall >= 0.98, [(s.file, s.truth - s.found) for s in results if s.truth - s.found]
    assert [(s.file, s.unread) for s in results] == [(s.file, s.unread_truth) for s in results]


def test_a_figure_stands_in_its_own_box() -> None:
    document = read_pdf(made(lambda page: pie(page, True, "{name}")), "a.pdf")
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert table.chart and table.anchor.bbox is not None
    boxes = [c.anchor.bbox for c in table.cells if c.column]
    assert len(set(boxes)) == len(OUTCOMES) and all(b is not None and b[2] - b[0] < 30 for b in boxes)


def test_figures_that_disagree_with_the_bars_are_unread() -> None:
    def draw(page: Canvas) -> None:
        page.line(80, 450, 480, 450)
        for index, (name, high, said) in enumerate((("One", 40, 12), ("Two", 120, 3), ("Three", 80, 30))):
            page.drawCentredString(130 + 100 * index, 436, name)
            page.setFillColor(colors.blue)
            page.rect(110 + 100 * index, 450, 40, high, stroke=0, fill=1)
            page.setFillColor(colors.black)
            page.drawCentredString(130 + 100 * index, 454 + high, str(said))

    document = read_pdf(made(draw), "a.pdf")
    assert figures(document) == [] and [p.chart for p in pictures(document)] == [True]


@pytest.mark.parametrize(("printed", "read"), [((41, 38, 8, 3), 4), ((8, 38, 41, 3), 0)])
def test_figures_that_disagree_with_the_sectors_are_unread(printed: tuple[int, ...], read: int) -> None:
    document = read_pdf(made(lambda page: pie(page, True, "{name}", printed)), "a.pdf")
    assert len(figures(document)) == read


@pytest.mark.parametrize(("total", "read"), [(45, 9), (40, 0)])
def test_a_figure_above_a_stack_is_the_sum_of_those_in_it(total: int, read: int) -> None:
    def draw(page: Canvas) -> None:
        page.line(80, 450, 480, 450)
        for group, (low, high) in enumerate(((20, 25), (30, 12), (14, 18))):
            x = 100 + 95 * group
            for index, (at, value) in enumerate(((450, low), (450 + 2 * low, high))):
                page.setFillColor(COLOURS[index])
                page.rect(x, at, 24, 2 * value, stroke=0, fill=1)
                page.setFillColor(colors.black)
                page.drawCentredString(x + 12, at + value - 4, str(value))
            page.drawCentredString(x + 12, 454 + 2 * (low + high), str(low + high if group else total))
            page.drawCentredString(x + 12, 436, ("Letter", "Email", "Phone")[group])
        for index, name in enumerate(("Upheld", "Not upheld")):
            page.setFillColor(COLOURS[index])
            page.rect(200 + 90 * index, 410, 7, 7, stroke=0, fill=1)
            page.setFillColor(colors.black)
            page.drawString(211 + 90 * index, 410, name)

    assert len(figures(read_pdf(made(draw), "a.pdf"))) == read
