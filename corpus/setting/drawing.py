"""Charts as vector drawings whose data labels are text."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib import colors

from setting.blocks import Bar

FONT = "Helvetica"
SIZE = 8.5
HUES = tuple(
    map(colors.HexColor, ("#1b4f72", "#b9770e", "#1d8348", "#7b241c", "#5b2c6f", "#117a65", "#616a6b"))
)


def chart(bars: Sequence[Bar], kind: str, width: float) -> Drawing:
    """A drawing of that kind: bars, columns or legend."""
    return {"bars": _bars, "columns": _columns, "legend": _legend}[kind](bars, width)


def _bars(bars: Sequence[Bar], width: float) -> Drawing:
    """Lying bars: the name at the left, the number at the bar's end."""
    step, left = 20.0, width * 0.45
    drawing = Drawing(width, step * len(bars) + 6)
    most = max(bar.size for bar in bars)
    for at, bar in enumerate(bars):
        y = step * (len(bars) - 1 - at) + 6
        length = max(2.0, (width - left - 50) * bar.size / most)
        drawing.add(String(0, y + 3, bar.label, fontName=FONT, fontSize=SIZE))
        drawing.add(Rect(left, y, length, 12, fillColor=HUES[0], strokeColor=None))
        drawing.add(String(left + length + 5, y + 3, bar.figure, fontName=FONT, fontSize=SIZE))
    return drawing


def _columns(bars: Sequence[Bar], width: float) -> Drawing:
    """Standing bars over their names, each with its number on top; an axis in tens at the left."""
    high, low, left = 130.0, 18.0, 30.0
    drawing = Drawing(width, high + low + 16)
    top = -(-max(bar.size for bar in bars) // 10) * 10
    for tick in range(0, int(top) + 1, 10):
        y = low + high * tick / top
        drawing.add(Line(left - 3, y, width, y, strokeColor=colors.lightgrey, strokeWidth=0.4))
        drawing.add(String(left - 6, y - 3, str(tick), fontName=FONT, fontSize=7, textAnchor="end"))
    step = (width - left) / len(bars)
    for at, bar in enumerate(bars):
        middle = left + step * (at + 0.5)
        height = high * bar.size / top
        drawing.add(Rect(middle - 22, low, 44, height, fillColor=HUES[at % len(HUES)], strokeColor=None))
        for y, text in ((low + height + 3, bar.figure), (5, bar.label)):
            drawing.add(String(middle, y, text, fontName=FONT, fontSize=SIZE, textAnchor="middle"))
    return drawing


def _legend(bars: Sequence[Bar], width: float) -> Drawing:
    """One stacked bar, and beside it a line with a coloured square for each part."""
    step, bar_width = 14.0, 60.0
    drawing = Drawing(width, step * len(bars) + 4)
    unit = (step * len(bars)) / sum(bar.size for bar in bars)
    y = step * len(bars) + 2
    for at, bar in enumerate(bars):
        hue = HUES[at % len(HUES)]
        y -= bar.size * unit
        drawing.add(Rect(10, y, bar_width, bar.size * unit, fillColor=hue, strokeColor=colors.white))
        line = step * (len(bars) - 1 - at) + 4
        drawing.add(Rect(110, line, 8, 8, fillColor=hue, strokeColor=None))
        drawing.add(String(124, line + 1, f"{bar.label} ({bar.figure})", fontName=FONT, fontSize=SIZE))
    return drawing
