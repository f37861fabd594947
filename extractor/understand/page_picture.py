"""Draws marks on the picture of a page, with a legend of the colours below it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from extractor.understand.page_marks import Kind, Mark

STYLES: dict[Kind, tuple[tuple[int, int, int], int, int, str]] = {
    "prose": ((150, 150, 150), 1, 0, "words with a number"),
    "table": ((31, 78, 191), 4, 0, "table"),
    "chart": ((128, 0, 128), 4, 0, "chart read"),
    "unread": ((208, 0, 0), 5, 28, "chart not read"),
    "cell": ((120, 150, 210), 1, 0, "other cell"),
    "column": ((0, 130, 170), 2, 36, "column header"),
    "row": ((150, 100, 0), 2, 30, "row label"),
    "claim": ((0, 140, 50), 2, 40, "number taken"),
    "ignored": ((230, 110, 0), 2, 40, "number left out, and why"),
}
"""Kind -> colour, width of its line in dots, strength of its tint (0 to 255), and what the legend says."""
MARGIN = 3
LEGEND_HIGH = 28
PER_ROW = 5


def draw(picture: Image.Image, scale: float, marks: Sequence[Mark]) -> Image.Image:
    """The picture of one page, `scale` dots a point, with the marks on it and the legend below it."""
    order = list(STYLES)
    tinted = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(tinted)
    font = ImageFont.load_default(9 * scale / 2 + 4)
    for mark in sorted(marks, key=lambda m: order.index(m.kind)):
        colour, width, tint, _ = STYLES[mark.kind]
        x0, y0, x1, y1 = (round(side * scale) for side in mark.box)
        grow = 0 if mark.kind in ("prose", "cell", "column", "row") else MARGIN
        corners = (x0 - grow, y0 - grow, max(x1, x0 + 2) + grow, max(y1, y0 + 2) + grow)
        pen.rectangle(corners, fill=(*colour, tint) if tint else None, outline=(*colour, 255), width=width)
        if mark.note:
            _write(pen, mark, (x0, y0, x1, y1), font)
    drawn = Image.alpha_composite(picture.convert("RGBA"), tinted).convert("RGB")
    return _with_legend(drawn, [kind for kind in order if any(m.kind == kind for m in marks)])


def _write(
    pen: ImageDraw.ImageDraw,
    mark: Mark,
    box: tuple[int, int, int, int],
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
) -> None:
    """The note on a white ground: above a table, behind a number."""
    colour = STYLES[mark.kind][0]
    number = mark.kind in ("claim", "ignored")
    at = (box[2] + 3, box[1]) if number else (box[0], max(0, box[1] - 20))
    pen.rectangle(pen.textbbox(at, mark.note, font=font), fill=(255, 255, 255, 215))
    pen.text(at, mark.note, fill=(*colour, 255), font=font)


def _with_legend(picture: Image.Image, kinds: Sequence[Kind]) -> Image.Image:
    """The picture with a swatch and a word for every kind that is drawn."""
    rows = -(-len(kinds) // PER_ROW) or 1
    wide, high = picture.size
    whole = Image.new("RGB", (wide, high + LEGEND_HIGH * rows + 8), (255, 255, 255))
    whole.paste(picture, (0, 0))
    pen, font = ImageDraw.Draw(whole), ImageFont.load_default(14)
    pen.line((0, high, wide, high), fill=(0, 0, 0))
    if not kinds:
        pen.text((12, high + 8), "Nothing was read on this page.", fill=(0, 0, 0), font=font)
    for index, kind in enumerate(kinds):
        colour, *_, said = STYLES[kind]
        x, y = 12 + (wide - 12) // PER_ROW * (index % PER_ROW), high + 8 + LEGEND_HIGH * (index // PER_ROW)
        pen.rectangle((x, y, x + 16, y + 16), fill=colour)
        pen.text((x + 22, y), said, fill=(0, 0, 0), font=font)
    return whole


def save(picture: Image.Image, out: Path) -> None:
    """Writes a PNG; the same page gives the same bytes."""
    picture.save(out, format="PNG")
