"""Pictures of a web page: images by their alternative text, drawn charts by the text inside them."""

from __future__ import annotations

import re
from collections.abc import Callable

from extractor.model.types import Anchor, Picture
from extractor.read.html.gather import words_of
from extractor.read.html.parse import Element, text_of
from extractor.read.layout.wording import fold
from extractor.read.layout.words import CHART_WORDS

SMALLEST = 48
"""Pixels of a side below which an image is an icon."""
MOST_LABELS = 400
_FIGURE = re.compile(
    r"[<>~£]?\s?\d[\d,]*(?:\.\d+)?\s?%?(?:\s*\(\s*\d[\d.,]*\s*%?\s*\))?|\(\s*\d[\d,.]*\s*%?\s*\)"
)
_ENTRY = re.compile(
    r"[A-Za-z].*(?:[:–—-]\s*[<>~£]?\s?\d[\d,.]*\s?%?|\(\s*[<>~£]?\d[\d,.]*\s?%?\s*\)|\s\d[\d,.]*\s?%)$"
)
_LEGEND_NAME = re.compile(r"(?:\w+[-_])*legend(?:[-_]\w+)*", re.IGNORECASE)
_SHAPES = ("path", "rect", "circle", "g", "polygon", "line", "ellipse")


def picture_of(element: Element, anchor: Anchor) -> Picture | None:
    """The Picture that an img, svg, canvas, iframe or object stands for; None for icons and the like."""
    tag = element.tag
    if tag == "picture":
        element = next(element.iter("img"), element)
        tag = element.tag
    if tag == "svg":
        return _drawn(element, anchor)
    alt = fold(element.get("alt") or element.get("aria-label") or element.get("title") or "")
    named_chart = CHART_WORDS.search(alt) is not None
    if tag == "img":
        return None if _is_icon(element, alt) else Picture(alt, chart=named_chart, anchor=anchor)
    if tag == "canvas":
        return Picture(alt, chart=True, anchor=anchor)
    return Picture(alt, chart=True, anchor=anchor) if named_chart else None


def legend_of(element: Element) -> tuple[str, ...]:
    """The entries of a list that is a chart's legend with its figures ('Upheld: 12'); () for any other."""
    entries = [words_of(e) for e in element.iter("li")]
    entries = [e for e in entries if e]
    with_figure = [e for e in entries if _ENTRY.search(e)]
    return tuple(entries) if len(entries) > 1 and len(with_figure) > 0.6 * len(entries) else ()


def is_chart(element: Element) -> bool:
    """A figure that draws something, or a list that is named a legend."""
    if element.tag == "figure":
        return element.find(".//table") is None and any(
            True for _ in element.iter("svg", "img", "canvas", "picture")
        )
    return any(_LEGEND_NAME.fullmatch(name) for name in (element.get("class") or "").split())


def charted(element: Element, anchor: Anchor) -> Picture | None:
    """A chart and its legend as one Picture: a figure with a list in it, or a list named a legend."""
    legend = legend_of(element) if is_chart(element) else ()
    if not legend:
        return None
    drawn = next(element.iter("svg", "img", "canvas"), None)
    alt = fold((drawn.get("alt") or drawn.get("aria-label") or "") if drawn is not None else "")
    return Picture(alt, legend, True, anchor)


def _is_icon(image: Element, alt: str) -> bool:
    if alt:
        return False
    source = image.get("src") or ""
    sides = [s for s in (_pixels(image.get("width")), _pixels(image.get("height"))) if s]
    return source.startswith("data:image/gif") or bool(sides and min(sides) < SMALLEST)


def _pixels(text: str | None) -> float:
    found = re.match(r"\s*(\d{1,5}(?:\.\d+)?)", text or "")
    return float(found[1]) if found else 0.0


def _drawn(svg: Element, anchor: Anchor) -> Picture | None:
    """An inline drawing with text in it; what the browser shows on hovering ('Upheld: 12') is preferred."""
    title = next((c for c in svg if c.tag == "title"), None)
    words = fold(text_of(title)) if title is not None else ""
    alt = fold(svg.get("aria-label") or words or svg.get("alt") or "")
    if not alt:
        about = next((c for c in svg if c.tag == "desc"), None)
        alt = fold(text_of(about)) if about is not None else ""
    hovers = [fold(text_of(t)) for t in svg.iter("title") if t is not title]
    hovers += [fold(s.get("aria-label") or "") for s in svg.iter(*_SHAPES)]
    hovers = [h for h in dict.fromkeys(hovers) if any(map(str.isdigit, h)) and any(map(str.isalpha, h))]
    texts = [(fold(text_of(t)), t) for t in svg.iter("text")][:MOST_LABELS]
    texts = [t for t in texts if t[0]]
    if not texts and not hovers and not CHART_WORDS.search(alt):
        return None
    legend = hovers if len(hovers) > 1 else _pairs(texts, _group) or _pairs(texts, _row)
    return Picture(alt, tuple(legend or [t[0] for t in texts])[:MOST_LABELS], True, anchor)


def _group(text: Element) -> object:
    parent = text.getparent()
    return parent if parent is not None and parent.tag == "g" else None


def _row(text: Element) -> object:
    """How far down a text stands; None where its group moves it, for then that cannot be compared."""
    return None if any("transform" in a.attrib for a in text.iterancestors("g")) else text.get("y")


def _pairs(texts: list[tuple[str, Element]], key: Callable[[Element], object]) -> list[str]:
    """'Label: figure' lines, where labels (two or more) share their key with a figure each; else none."""
    together: dict[object, list[str]] = {}
    for words, text in texts:
        if (where := key(text)) is not None:
            together.setdefault(where, []).append(words)
    pairs: dict[str, str] = {}
    for shared in together.values():
        figures = [w for w in shared if _FIGURE.fullmatch(w)]
        labels = [w for w in shared if w not in figures and any(map(str.isalpha, w))]
        if len(labels) == 1 and len(figures) == 1:
            pairs[labels[0]] = figures[0]
        elif labels and figures:
            return []
    if len(pairs) < 2:
        return []
    rest = [w for w, _ in texts if w not in pairs and not _FIGURE.fullmatch(w)]
    return [*(f"{label}: {figure.strip('() ')}" for label, figure in pairs.items()), *rest]
