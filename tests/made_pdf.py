"""PDFs drawn for the tests: every kind of layout that a report may have, with known contents."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.units import cm
from reportlab.pdfgen import canvas
from reportlab.platypus import Table

WORDS = (
    "Families told us what went wrong and managers met them to put it right. Letters were hard to follow and "
    "some assessments came late. Staff learned to explain decisions in plain words and to answer on time. "
)
TEAMS = [
    ("Service area", "2019/20", "2020/21", "2021/22"),
    ("Fostering", "12", "15", "9"),
    ("Adoption", "3", "5", "4"),
    ("Disabled children", "21", "18", "22"),
    ("Leaving care", "7", "6", "11"),
    ("Total", "43", "44", "46"),
]
Draw = Callable[[canvas.Canvas], None]


def made(*pages: Draw, **options: object) -> bytes:
    """A PDF of the pages that the functions draw, on A4."""
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, **options)
    for draw in pages:
        page.setFont("Helvetica", 11)
        draw(page)
        page.showPage()
    page.save()
    return out.getvalue()


def locked(password: str) -> StandardEncryption:
    """What makes a file ask for a password; an empty one opens by itself."""
    return StandardEncryption(password, ownerPassword="owner")


def lines_of(text: str, width: float, font: str = "Helvetica", size: float = 11) -> list[str]:
    """Words broken into lines as a word processor does."""
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if canvas.pdfmetrics.stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def prose(
    page: canvas.Canvas,
    x: float,
    y: float,
    width: float,
    text: str,
    font: str = "Helvetica",
    size: float = 11,
) -> float:
    """A paragraph; gives the height at which the next one may begin."""
    page.setFont(font, size)
    for line in lines_of(text, width, font, size):
        page.drawString(x, y, line)
        y -= 1.3 * size
    page.setFont("Helvetica", 11)
    return y - 0.7 * size


def grid(
    page: canvas.Canvas,
    x: float,
    y: float,
    rows: Sequence[Sequence[object]],
    widths: Sequence[float],
    *style: tuple,
) -> float:
    """A table with its top at y; gives its foot."""
    table = Table([list(row) for row in rows], colWidths=[w * cm for w in widths], style=[*style])
    _, high = table.wrapOn(page, 1000, 1000)
    table.drawOn(page, x, y - high)
    return y - high - 20


BOXES = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
"""Every cell ruled."""
