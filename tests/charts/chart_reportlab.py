"""Charts drawn by reportlab in the manner of councils' reports."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from chart_pages import OUTCOMES, SERVICES, STAGES, YEARS, Report, Room, several, single
from matplotlib import pyplot
from reportlab.graphics import renderPDF
from reportlab.graphics.charts.barcharts import HorizontalBarChart, VerticalBarChart
from reportlab.graphics.charts.doughnut import Doughnut
from reportlab.graphics.charts.legends import Legend
from reportlab.graphics.charts.linecharts import HorizontalLineChart
from reportlab.graphics.charts.piecharts import Pie
from reportlab.graphics.shapes import Drawing
from reportlab.graphics.widgets.markers import makeMarker
from reportlab.lib import colors
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

INKS = [colors.HexColor(c) for c in ("#1f4e79", "#c55a11", "#7f7f7f", "#bf9000", "#548235")]


def _drawn(chart: Any, names: Sequence[str] = ()) -> Any:
    """A reportlab chart as a function that draws it with its legend."""

    def draw(canvas: Canvas, room: Room) -> None:
        drawing = Drawing(room[2], room[3])
        drawing.add(chart)
        if names:
            legend = Legend()
            legend.x, legend.y, legend.alignment = 20, 22, "right"
            legend.columnMaximum, legend.deltax, legend.fontSize, legend.boxAnchor = 1, 90, 9, "sw"
            legend.dx = legend.dy = 8
            legend.colorNamePairs = list(zip(INKS, names, strict=False))
            drawing.add(legend)
        renderPDF.draw(drawing, canvas, room[0], room[1])

    return draw


def _bars(chart: Any, data: Sequence[Sequence[Any]], names: Sequence[str], labels: str | None = "%d") -> Any:
    chart.x, chart.y, chart.width, chart.height = 50, 70, 380, 205
    chart.data, chart.categoryAxis.categoryNames = [tuple(row) for row in data], list(names)
    chart.valueAxis.valueMin = 0
    for index in range(len(data)):
        chart.bars[index].fillColor = INKS[index]
        chart.bars[index].strokeColor = None
    if labels:
        chart.barLabelFormat = labels
        chart.barLabels.fontSize, chart.barLabels.nudge = 8, 7
    return chart


def reportlab_charts() -> Iterator[Report]:
    """Bars, stacked bars, pies and lines by reportlab.graphics."""
    one = (148, 23, 9)
    yield Report(
        "rl-bars", "bars", "Chart 1: Complaints received by stage, 2022/23",
        _drawn(_bars(VerticalBarChart(), [one], STAGES)), single(STAGES, one),
    )  # fmt: skip
    two = ((31, 18, 44, 6), (27, 22, 51, 9))
    yield Report(
        "rl-grouped", "grouped bars", "Chart 2: Outcomes of Stage 1 complaints by year",
        _drawn(_bars(VerticalBarChart(), two, OUTCOMES), YEARS[2:]), several(YEARS[2:], OUTCOMES, two),
    )  # fmt: skip
    stacks = ((20, 24, 19, 27), (11, 9, 14, 12), (40, 38, 45, 51))
    chart = _bars(VerticalBarChart(), stacks, YEARS)
    chart.categoryAxis.style, chart.barLabels.nudge, chart.barLabels.boxTarget = "stacked", 0, "mid"
    yield Report(
        "rl-stacked", "stacked bars", "Chart 3: Outcomes of Stage 1 complaints, last four years",
        _drawn(chart, OUTCOMES[:3]), several(OUTCOMES[:3], YEARS, stacks),
    )  # fmt: skip
    areas = (64, 52, 31, 17, 12)
    chart = _bars(HorizontalBarChart(), [areas], SERVICES)
    chart.x, chart.width, chart.barLabels.nudge = 150, 270, 9
    yield Report(
        "rl-horizontal", "horizontal bars", "Chart 4: Stage 1 complaints by service, 2022/23",
        _drawn(chart), single(SERVICES, areas),
    )  # fmt: skip
    parts = (27, 22, 51, 9)
    pie: Any = Pie()
    pie.x, pie.y, pie.width, pie.height = 140, 70, 170, 170
    pie.data, pie.labels, pie.sideLabels = list(parts), [str(p) for p in parts], False
    pie.slices.labelRadius = 1.15
    for index in range(4):
        pie.slices[index].fillColor = INKS[index]
    yield Report(
        "rl-pie", "pie", "Chart 5: Outcomes of Stage 1 complaints, 2022/23",
        _drawn(pie, OUTCOMES), single(OUTCOMES, parts),
    )  # fmt: skip
    curve: Any = HorizontalLineChart()
    lines = ((61, 74, 70, 88), (35, 28, 41, 30))
    curve.x, curve.y, curve.width, curve.height = 50, 80, 380, 190
    curve.data, curve.categoryAxis.categoryNames = [tuple(row) for row in lines], list(YEARS)
    curve.lineLabelFormat, curve.valueAxis.valueMin, curve.joinedLines = "%d", 0, 1
    for index in range(2):
        curve.lines[index].strokeColor, curve.lines[index].strokeWidth = INKS[index], 2
        curve.lines[index].symbol = makeMarker("FilledCircle")
    yield Report(
        "rl-lines", "lines", "Chart 6: Complaints received each year",
        _drawn(curve, ("Stage 1", "Stage 2")), several(("Stage 1", "Stage 2"), YEARS, lines),
    )  # fmt: skip
    ring: Any = Doughnut()
    ring.x, ring.y, ring.width, ring.height = 140, 70, 170, 170
    ring.data, ring.labels = [60, 25, 15], None
    for index in range(3):
        ring.slices[index].fillColor = INKS[index]
    yield Report(
        "rl-doughnut-unlabelled", "no figures", "Chart 7: How complaints were made, 2022/23",
        _drawn(ring, ("Email", "Telephone", "Letter")), unread=1,
    )  # fmt: skip
    yield Report("rl-ornament", "ornament", "How we learn from complaints", _ornament)
    yield Report("rl-logo", "logo", "About this report", _logo)
    yield Report("mpl-picture", "picture", "Chart 8: Complaints by stage, 2022/23", _as_picture, unread=1)


def _ornament(canvas: Canvas, room: Room) -> None:
    """Steps of a process as arrows and circles, with a number in each circle."""
    for index, words in enumerate(("Listen", "Put right", "Learn", "Share")):
        x = room[0] + 60 + 105 * index
        canvas.setFillColor(INKS[index])
        canvas.circle(x, room[1] + 150, 34, stroke=0, fill=1)
        canvas.setFillColor(colors.white)
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawCentredString(x, room[1] + 152, str(index + 1))
        canvas.setFont("Helvetica", 9)
        canvas.drawCentredString(x, room[1] + 135, words)
    canvas.setFillColor(colors.black)


def _logo(canvas: Canvas, room: Room) -> None:
    """A crest of coloured sectors and rising bars, with a motto."""
    for index, ink in enumerate(INKS[:4]):
        canvas.setFillColor(ink)
        canvas.wedge(room[0] + 10, room[1] + 180, room[0] + 90, room[1] + 260, 90 * index, 90, 0, 1)
        canvas.rect(room[0] + 110 + 16 * index, room[1] + 190, 12, 20 + 14 * index, 0, 1)
    canvas.setFillColor(colors.black)
    canvas.drawString(room[0] + 10, room[1] + 160, "Barnsley: proud and ready")


def _as_picture(canvas: Canvas, room: Room) -> None:
    """The same bars as a picture of dots."""
    figure, axes = pyplot.subplots(figsize=(5, 3))
    axes.bar_label(axes.bar(STAGES, (148, 23, 9)))
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=60)
    pyplot.close(figure)
    out.seek(0)
    canvas.drawImage(ImageReader(out), room[0], room[1], 400, 240)
