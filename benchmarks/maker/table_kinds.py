"""Pages with tables of a kind: what is said in their cells, and how they are drawn."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from reportlab.lib import colors
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from benchmarks.maker.table_sheets import FACE, Look, One, Sheet

_SAID = (
    (
        "Andhra Pradesh|Assam|Bihar|Gujarat|Haryana|Himachal Pradesh|Karnataka|Kerala|"
        "Madhya Pradesh|Maharashtra|Orissa|Punjab|Rajasthan|Tamil Nadu|Uttar Pradesh|West Bengal|"
        "Alabama|Arkansas|Colorado|Delaware|Florida|Idaho|Iowa|Kansas|Louisiana|Maine|Montana|"
        "Nevada|North Carolina|Ohio|Oregon|Texas|Vermont|Wyoming"
    ),
    (
        "Wheat|Rice, husked|Maize|Barley and oats|Pulses|Sugar cane|Groundnuts in shell|"
        "Cotton lint|Jute and mesta|Motor vehicle theft|Larceny|Births attended by health staff|"
        "Children fully immunised|Hospital beds|Dispensaries and clinics|"
        "Households with electricity|Persons employed in agriculture|Not stated|"
        "Persons 65 years and over|Owner-occupied dwellings|Value of products sold, all farms|"
        "Livestock on farms|Expenditure on fertilisers|Teachers in primary schools|"
        "Rural roads, surfaced and unsurfaced"
    ),
    ("Urban areas|Rural areas|Food crops|Other crops|Men|Women|Public sector|Private sector"),
    (
        "Number of farms|Area harvested|Yield per hectare|Average size of holding|"
        "Per cent of total|Rate per 1,000|Persons employed|Total|Change on year|Target for 2012|"
        "Cases reported|Deaths|Doses given|Net irrigated area|Mean income|Standard error|"
        "Value of sales|Births per 1,000 women"
    ),
    (
        "Production|Area under crops (thousand hectares)|Population|Registered cases|"
        "Health centres|Farms by size"
    ),
    ("State|State or union territory|Item|Crop|Characteristic|Kind of offence"),
    ("Cleared|Awaiting survey|Under review|Leased|Partly built|Held in reserve|Sold|Not yet begun"),
)
STATES, LABELS, GROUPS, HEADS, SPANS, STUBS, WORDS = (text.split("|") for text in _SAID)
SENTENCES = (
    "The inspection plan was to bring an assessment before the end of the season, with an office in each.",
    "Returns were late in nine places, so the figures of those are taken from the year before and marked.",
    "Where a district was divided in the course of the decade its parts are shown under the older name.",
)


def statistics(
    chance: Random, rows: int, columns: int, spanned: bool = True, groups: bool = False, stub: str = "tall"
) -> tuple[list[One], int]:
    """A stub and figures below one or two rows of heads; with groups, also labels without figures."""
    cells: list[One] = []
    heads = 2 if spanned and columns > 2 else 1
    column = 1
    names = chance.sample(HEADS, min(columns, len(HEADS)))
    names = [str(1990 + k) for k in range(columns)] if chance.random() < 0.3 else names
    spans = chance.sample(SPANS, len(SPANS))
    while column <= columns:
        wide = min(chance.randint(1, 3), columns - column + 1) if heads == 2 else 1
        if wide > 1:
            cells.append(One(0, column, 0, column + wide - 1, spans.pop()))
            cells += [One(1, column + k, 1, column + k, names[column + k - 1]) for k in range(wide)]
        else:
            cells.append(One(0, column, heads - 1, column, names[column - 1]))
        column += wide
    if not any(c.c1 > c.c0 for c in cells):
        cells = [replace(c, r0=0, r1=0) for c in cells]
        heads = 1
    if stub == "tall":
        cells.append(One(0, 0, heads - 1, 0, chance.choice(STUBS)))
    labels = chance.sample(STATES if chance.random() < 0.5 else LABELS, rows - 1)
    row, inside = heads, 0
    scale = [10 ** chance.choice((2, 3, 4, 5)) for _ in range(columns)]
    places = [chance.choice((0, 0, 1, 2)) for _ in range(columns)]
    for label in [*labels, "Total"]:
        if groups and inside == 0 and label != "Total":
            name = chance.choice([g for g in GROUPS if g not in {c.text for c in cells}] or GROUPS)
            cells.append(One(row, 0, row, 0, name, bold=chance.random() < 0.5))
            row, inside = row + 1, chance.randint(2, 4)
        cells.append(
            One(row, 0, row, 0, label, indent=int(groups and label != "Total"), bold=label == "Total")
        )
        for k in range(columns):
            cells.append(
                One(row, k + 1, row, k + 1, figure(chance, scale[k], places[k]), bold=label == "Total")
            )
        row, inside = row + 1, max(0, inside - 1)
    return cells, heads


def figure(chance: Random, scale: int, places: int) -> str:
    if chance.random() < 0.06:
        return chance.choice(("-", "(NA)", "..", "n.a.", "–"))
    return f"{chance.random() * scale:,.{places}f}"


def records(chance: Random, rows: int, columns: int) -> tuple[list[One], int]:
    """Words under plain heads: a list of places, their kind and state."""
    cells = [One(0, c, 0, c, name) for c, name in enumerate(chance.sample(HEADS, columns))]
    kinds = [chance.choice(("words", "label", "number")) for _ in range(columns)]
    for r, place in enumerate(chance.sample(STATES, rows), start=1):
        cells.append(One(r, 0, r, 0, place))
        for c in range(1, columns):
            said = {
                "words": chance.choice(WORDS),
                "label": chance.choice(LABELS),
                "number": figure(chance, 1000, 0),
            }[kinds[c]]
            cells.append(One(r, c, r, c, said))
    return cells, 1


def spanned_rows(chance: Random) -> tuple[list[One], int]:
    """A first column whose cells stand beside several rows."""
    columns = chance.randint(3, 5)
    cells, row = [One(0, c, 0, c, name) for c, name in enumerate(chance.sample(HEADS, columns + 1))], 1
    for group in chance.sample(STATES, chance.randint(3, 5)):
        deep = chance.randint(1, 4)
        cells.append(One(row, 0, row + deep - 1, 0, group))
        for r in range(row, row + deep):
            cells.append(One(r, 1, r, 1, chance.choice(LABELS)))
            cells += [One(r, c, r, c, figure(chance, 1000, 0)) for c in range(2, columns + 1)]
        row += deep
    return cells, 1


def spanned_columns(chance: Random) -> tuple[list[One], int]:
    """Rows of the body that run across all columns, or across some."""
    cells, heads = statistics(chance, chance.randint(7, 12), chance.randint(3, 5), spanned=False)
    columns, rows = max(c.c1 for c in cells), max(c.r1 for c in cells)
    for row in chance.sample(range(heads, rows), 2):
        cells = [c for c in cells if c.r0 != row]
        cells.append(One(row, 0, row, columns, chance.choice(GROUPS)))
    row = chance.choice([c.r0 for c in cells if c.r0 >= heads and c.c0 == 1])
    cells = [c for c in cells if c.r0 != row or c.c0 == 0]
    return [*cells, One(row, 1, row, columns, "Not collected in this year")], heads


def numbered(cells: list[One], heads: int) -> tuple[list[One], int]:
    """A row of numbers of columns below the heads."""
    columns = max(c.c1 for c in cells)
    moved = [replace(c, r0=c.r0 + 1, r1=c.r1 + 1) if c.r0 >= heads else c for c in cells]
    return [*moved, *(One(heads, c, heads, c, f"({c + 1})") for c in range(columns + 1))], heads + 1


def plain(look: Look, **more: Any) -> Callable[[Random], list[Sheet]]:
    def made(chance: Random) -> list[Sheet]:
        cells, heads = statistics(chance, chance.randint(6, 16), chance.randint(3, 6), **more)
        return [Sheet(cells, heads, varied(look, chance))]

    return made


def varied(look: Look, chance: Random) -> Look:
    return replace(
        look,
        size=look.size * chance.choice((0.8, 0.9, 1.0, 1.1)),
        gap=look.gap * chance.choice((0.8, 1.0, 1.3)),
        serif=chance.random() < 0.4,
    )


def of(
    make: Callable[..., tuple[list[One], int]], look: Look, *least: int
) -> Callable[[Random], list[Sheet]]:
    def made(chance: Random) -> list[Sheet]:
        return [Sheet(*make(chance, *(n + chance.randint(0, n // 2) for n in least)), varied(look, chance))]

    return made


def _raised(chance: Random) -> list[Sheet]:
    sheet = plain(Look("ends head", pad=0.4))(chance)[0]
    for cell in chance.sample(sheet.cells, len(sheet.cells) // 5):
        if cell.text[-1:].isalnum() and cell.c0 == cell.c1:
            cell.raised = chance.choice("1234")
    return [sheet]


def _numbered(chance: Random) -> list[Sheet]:
    cells, heads = statistics(chance, chance.randint(8, 18), chance.randint(3, 6))
    return [Sheet(*numbered(cells, heads), varied(Look("frame head columns", pad=0.1), chance))]


def _several(look: Look) -> Callable[[Random], list[Sheet]]:
    def made(chance: Random) -> list[Sheet]:
        one = varied(replace(look, room=6.0, size=7.5), chance)
        return [
            Sheet(*statistics(chance, chance.randint(4, 8), chance.randint(1, 2), spanned=False), one)
            for _ in range(2)
        ]

    return made


BARE = Look(pad=0.15, valign="bottom")
KINDS: Mapping[str, tuple[str, Callable[[Random], list[Sheet]]]] = {
    "bare, tall heads": ("", plain(replace(BARE, room=5.0))),
    "bare, no stub head": ("", plain(replace(BARE, room=6.0), stub="none")),
    "three rules": ("", plain(Look("ends head", pad=0.15, room=5.0))),
    "rules under heads": ("", plain(Look("ends under", pad=0.2, room=6.0))),
    "leader dots": ("", plain(Look("ends head columns", leader=True, pad=0.1, room=6.0))),
    "leader dots, bare": ("", plain(Look("ends head", leader=True, pad=0.1, room=6.0), groups=True)),
    "rows set in": ("", plain(replace(BARE, room=6.0), groups=True)),
    "rows set in, columns ruled": ("", plain(Look("frame head columns", pad=0.1, room=6.0), groups=True)),
    "rows in fives": ("", plain(Look("ends head", fives=True, pad=0.1, room=6.0))),
    "bars on tint": ("", plain(Look("grid", fill="all", bars=True, align="middle"))),
    "bars": ("", plain(Look("grid", bars=True, fill="head"))),
    "zebra": ("", plain(Look("ends", fill="head zebra", align="middle"))),
    "turned clockwise, ruled": ("right", plain(Look("grid"))),
    "turned anticlockwise, ruled": ("left", plain(Look("grid"))),
    "turned clockwise, bare": ("right", plain(Look("ends head", room=6.0))),
    "turned anticlockwise, bare": ("left", plain(replace(BARE, room=6.0))),
    "left edges": ("", of(records, replace(BARE, align="left"), 10, 4)),
    "middles": ("", of(records, replace(BARE, align="middle", label="middle"), 10, 4)),
    "right edges": ("", of(records, replace(BARE, label="right"), 10, 4)),
    "words over lines": (
        "",
        of(records, replace(BARE, align="left", valign="top", room=6.0, pad=0.4), 7, 4),
    ),
    "words between rules": (
        "",
        of(records, replace(BARE, rules="rows", align="left", valign="top", room=6.0), 7, 4),
    ),
    "words in the middle": (
        "",
        of(records, replace(BARE, rules="rows", align="middle", valign="middle", room=6.0), 7, 4),
    ),
    "rows spanned": ("", of(spanned_rows, Look("grid", valign="middle"))),
    "rows spanned, bare": ("", of(spanned_rows, Look("ends head", valign="top"))),
    "columns spanned": ("", of(spanned_columns, Look("grid"))),
    "figures raised": ("", _raised),
    "columns ruled, numbered": ("", _numbered),
    "close columns": ("", plain(replace(BARE, gap=0.28, room=5.0))),
    "upended heads": ("", plain(Look("grid", upended=True, room=12.0))),
    "upended heads, bare": ("", plain(Look("ends head", upended=True, room=12.0))),
    "side by side, ruled": ("beside", _several(Look("grid"))),
    "side by side, bare": ("beside", _several(Look("ends head"))),
    "below each other": ("below", _several(Look("ends head"))),
    "beside prose": ("prose", _several(Look("ends head"))),
}
"""Kind -> how it stands on the page, and what makes its tables."""


def kinds() -> Mapping[str, tuple[str, Callable[[Random], list[Sheet]]]]:
    """All kinds."""
    from benchmarks.maker.table_more import MORE

    return {**KINDS, **MORE}


def page_of(kind: str, chance: Random) -> tuple[bytes, list[list[dict[str, Any]]]]:
    """A PDF of one page, and the truths about the tables on it, of which the better one counts."""
    place, make = kinds()[kind]
    sheets = [sheet.set() for sheet in make(chance)]
    if place == "prose":
        sheets = sheets[:1]
    wide, tall = (
        total(sum(sheet.widths) for sheet in sheets)
        for total in ((sum, max) if place == "beside" else (max, max))
    )
    tall = sum(sum(sheet.heights) + 40 for sheet in sheets)
    width, height = max(595.0, wide + 160), max(842.0, tall + 260)
    if place in ("left", "right"):
        width, height = max(842.0, wide + 160), max(595.0, tall + 160)
    out = io.BytesIO()
    turned = place in ("left", "right")
    page = Canvas(out, pagesize=(height, width) if turned else (width, height))
    if turned:
        page.translate(*((0, width) if place == "right" else (height, 0)))
        page.rotate(-90 if place == "right" else 90)
    y = height - 60
    if not turned and place != "prose":
        y = _prose(page, chance, 60, y, width - 120)
    _placed(page, chance, place, sheets, width, y)
    page.save()
    return out.getvalue(), [[sheet.truth(tall) for sheet in sheets] for tall in (True, False)]


def _placed(
    page: Canvas, chance: Random, place: str, sheets: Sequence[Sheet], width: float, y: float
) -> None:
    x = 60.0
    if place == "prose":
        _prose(page, chance, width / 2 + 30, y, width / 2 - 90, 9)
        y = _prose(page, chance, 60, y, width / 2 - 90, 2)
    foot = y
    for sheet in sheets:
        page.setFillColor(colors.black)
        page.setFont(f"{FACE}-Bold", 10)
        title = f"Table {chance.randint(1, 99)}."
        if place != "close" or sheet is sheets[0]:
            page.drawString(x, y - 14, title if place else f"{title} Figures by place, latest year")
        sheet.draw(page, x, y - 24)
        if place == "beside":
            x += sum(sheet.widths) + 35
            foot = min(foot, y - 24 - sum(sheet.heights))
        else:
            y -= (24 if place == "close" else 44) + sum(sheet.heights)
            foot = y
    if place == "":
        _prose(page, chance, 60, foot - 24, width - 120)


def _prose(page: Canvas, chance: Random, x: float, y: float, width: float, many: int = 3) -> float:
    page.setFillColor(colors.black)
    page.setFont(FACE, 10)
    line = ""
    for word in " ".join(chance.choice(SENTENCES) for _ in range(many)).split():
        if stringWidth(f"{line} {word}", FACE, 10) > width:
            page.drawString(x, y, line)
            line, y = "", y - 12
        line = f"{line} {word}".strip()
    page.drawString(x, y, line)
    return y - 12
