"""Draws the chart reports of this folder and writes what they print to truth.csv and pages.csv.

    pip install '.[charts]' && python tests/charts/draw.py

Every PDF is one page of an invented report with one or two charts in the manner of
councils, drawn by reportlab, matplotlib or pygal (through cairosvg). What the reader
must give stands in truth.csv; how many charts it must call unread, in pages.csv.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from chart_libraries import matplotlib_charts, pygal_charts
from chart_pages import Report
from chart_reportlab import reportlab_charts
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).resolve().parent
WORDS = (
    "Managers look at every complaint to see what can be learned from it. Letters were hard to follow",
    "and some assessments came late; teams were shown how to explain decisions in plain words.",
)
PLACE = (70.0, 330.0, 455.0, 300.0)
"""x, y, width and height of the room for a chart, in points from the bottom left."""


def page_of(report: Report) -> bytes:
    """One page: title, heading, words, caption, the chart, words."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(70, 770, "Barnsley Council")
    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawString(70, 745, f"Corporate complaints annual report {report.year}")
    canvas.setFont("Helvetica", 11)
    for line, text in enumerate(WORDS):
        canvas.drawString(70, 710 - 14 * line, text)
    canvas.setFont("Helvetica-Bold", 11)
    canvas.drawString(70, 655, report.caption)
    canvas.setFont("Helvetica", 11)
    for line, text in enumerate(WORDS):
        canvas.drawString(70, 280 - 14 * line, text)
    if not isinstance(report.drawn, list):
        report.drawn(canvas, PLACE)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def with_charts(page: bytes, charts: Sequence[bytes]) -> bytes:
    """The page with each chart's own PDF set into it as a form, side by side."""
    x, y, wide, high = PLACE
    document = pdfium.PdfDocument(page)
    first = document[0]
    wide /= len(charts)
    for index, chart in enumerate(charts):
        source = pdfium.PdfDocument(chart)
        width, height = source[0].get_size()
        scale = min(wide / width, high / height)
        form: Any = source.page_as_xobject(0, document).as_pageobject()
        form.set_matrix(pdfium.PdfMatrix().scale(scale, scale).translate(x + wide * index, y))
        first.insert_obj(form)
    first.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def main() -> None:
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    truth: list[tuple[str, ...]] = []
    pages: list[tuple[str, ...]] = []
    for report in (*reportlab_charts(), *matplotlib_charts(), *pygal_charts()):
        data = page_of(report)
        if isinstance(report.drawn, list):
            data = with_charts(data, report.drawn)
        name = f"{report.name}.pdf"
        (HERE / name).write_bytes(data)
        truth += [(name, *point) for point in report.points]
        pages.append((name, report.kind, str(report.unread)))
    for file, head, rows in (
        ("truth.csv", ("file", "series", "category", "value"), truth),
        ("pages.csv", ("file", "kind", "unread"), pages),
    ):
        with (HERE / file).open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream, lineterminator="\n").writerows([head, *rows])


if __name__ == "__main__":
    main()
