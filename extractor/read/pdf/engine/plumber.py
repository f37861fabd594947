"""The same pages by pdfplumber: a second opinion, slower by far.

Damaged files often lose text without a word. Where the two engines disagree on
how many letters a page has, text is missing in one of them.
"""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Iterator
from typing import Any

from extractor.read.pdf.engine.signs import sign
from extractor.read.pdf.ink import UNDECODED, Char, Fill, PageInk, Rule, Style, turn

BOLD_WORDS = ("bold", "black", "heavy", "demi")
THIN = 2.6
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what is wrong becomes an Issue, not a log line


def plumber_pages(data: bytes) -> Iterator[PageInk | None]:
    """Page by page, each closed before the next; None for a page that cannot be parsed."""
    import pdfplumber  # twenty megabytes that only damaged files need

    with pdfplumber.open(io.BytesIO(data)) as document:
        for number, page in enumerate(document.pages, start=1):
            try:
                yield _read_page(page, number)
            except Exception:
                yield None
            finally:
                page.close()


def letters_by_page(data: bytes, most: int) -> list[int]:
    """How many printed characters each of the first pages has; -1 where it cannot be parsed."""
    counts: list[int] = []
    for ink in plumber_pages(data):
        counts.append(-1 if ink is None else ink.printed)
        if len(counts) >= most:
            break
    return counts


def _read_page(page: Any, number: int) -> PageInk:
    rules, fills = _drawing(page)
    styles: dict[tuple[str, float, int], Style] = {}
    chars: list[Char] = []
    undecoded = 0
    for raw in page.chars:
        text = "".join(sign(ord(letter), raw["fontname"]) for letter in raw["text"])
        undecoded += text == UNDECODED or raw["text"].startswith("(cid:")
        chars.append(_char(raw, text, page, styles))
    images = tuple((i["x0"], i["top"], i["x1"], i["bottom"]) for i in page.images)
    return PageInk(
        number,
        float(page.width),
        float(page.height),
        tuple(chars),
        tuple(rules),
        tuple(fills),
        (),
        images,
        undecoded,
    )


def _char(raw: dict[str, Any], text: str, page: Any, styles: dict[tuple[str, float, int], Style]) -> Char:
    a, b, c, d, x, y = raw["matrix"]
    angle = round(math.degrees(math.atan2(b, a))) % 360
    size = round(float(raw["size"]), 2) if angle == 0 else round(math.hypot(c, d) * 1.0, 2)
    key = (raw["fontname"], size, angle)
    style = styles.get(key)
    if style is None:
        low = raw["fontname"].lower()
        name = raw["fontname"].rsplit("+", 1)[-1]
        bold = any(word in low for word in BOLD_WORDS)
        style = styles[key] = Style(name, size or 1.0, bold, "italic" in low or "oblique" in low, angle)
    top = float(page.bbox[3]) - y
    if angle == 0:
        return Char(text, float(raw["x0"]), float(raw["x1"]), top, style)
    u, v = turn(angle, x, top)
    return Char(text, u, u + 0.5 * style.size, v, style)


def _drawing(page: Any) -> tuple[list[Rule], list[Fill]]:
    """Lines and rectangles."""
    rules: list[Rule] = []
    fills: list[Fill] = []
    for line in page.lines:
        if min(line["x1"] - line["x0"], line["bottom"] - line["top"]) < 0.6:
            rules.append(_rule(line))
    for rect in page.rects:
        if min(rect["x1"] - rect["x0"], rect["bottom"] - rect["top"]) <= THIN:
            rules.append(_rule(rect))
            continue
        x0, top, x1, bottom = rect["x0"], rect["top"], rect["x1"], rect["bottom"]
        if rect.get("fill"):
            fills.append(Fill(x0, top, x1, bottom))
        if rect.get("stroke"):
            rules += [Rule(x0, top, x1, top), Rule(x0, bottom, x1, bottom)]
            rules += [Rule(x0, top, x0, bottom), Rule(x1, top, x1, bottom)]
    return rules, fills


def _rule(box: dict[str, Any]) -> Rule:
    x0, top, x1, bottom = box["x0"], box["top"], box["x1"], box["bottom"]
    if x1 - x0 >= bottom - top:
        return Rule(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
    return Rule((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)
