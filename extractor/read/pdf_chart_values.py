"""The figures that a chart prints: in its legend, on its sectors, at the ends of its bars.

A figure is tied to a label only where every one of them finds exactly one
partner; otherwise the chart counts as unreadable and gives nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.read.pdf_charts import Chart
from extractor.read.pdf_columns import chunks
from extractor.read.pdf_page import Colour, Fill, Shape, hull
from extractor.read.pdf_paragraphs import joined
from extractor.read.pdf_words import Row, Word, rows_of
from extractor.types import Box

_PRINTED = re.compile(
    r"[^\W\d_].*(?:\(\s*[<>~]?£?\d[\d,.]*\s*%?(?:[;,]?\s*\d+%)?\s*\)|(?:[:=;,]|\s[–-])\s+[<>~]?£?\d[\d,.]*\s*%?)$"
)
_FIGURE = re.compile(r"^[<>~]?£?\d[\d,.]*%?$")
BESIDE = 15.0
"""Points between the end of a bar and its figure."""
TURN = 30.0
"""Degrees by which a figure may stand off the middle of its sector."""


class Entry(NamedTuple):
    """A label of the legend and the colour that it explains."""

    text: str
    colour: Colour
    rows: tuple[Row, ...]


class Point(NamedTuple):
    """One figure with its labels; `series` is empty where there is only one."""

    category: str
    series: str
    figure: str


class Reading(NamedTuple):
    """What a chart says; `legend` holds entries that carry their figures themselves."""

    title: str
    labels: tuple[str, ...]
    legend: tuple[str, ...]
    points: tuple[Point, ...]


def read_chart(chart: Chart) -> Reading:
    """Title, labels and figures; neither legend nor points where they cannot be told."""
    parts = [part for row in rows_of(chart.words) for part in chunks(row)]
    entries = _entries(chart, parts)
    used = {part for entry in entries for part in entry.rows}
    rest = [part for part in parts if part not in used]
    title = _title(chart, rest)
    labels = tuple(e.text for e in entries) + tuple(
        part.text for part in rest if not _FIGURE.match(part.text) and part.text != title
    )
    if entries and all(_PRINTED.search(e.text) for e in entries):
        return Reading(title, labels, tuple(e.text for e in entries), ())
    if chart.sectors and not chart.bars:
        points = _of_sectors(chart, entries, rest) if entries else _around(chart, rest, title)
        return Reading(title, labels, (), points)
    return Reading(title, labels, (), _of_bars(chart, entries, rest) if chart.bars else ())


def _title(chart: Chart, rest: Sequence[Row]) -> str:
    """Rows of words above everything drawn."""
    drawn: list[Fill | Shape] = [*chart.sectors, *chart.bars]
    top = min((part.top for part in drawn), default=0.0)
    above = [r for r in rest if r.bottom <= top + 2 and not _FIGURE.match(r.text)]
    if not above:
        return ""
    first = above[0]
    lines = [r for r in above if abs(r.size - first.size) < 0.3 and r.bold == first.bold]
    return (
        joined([r.text for r in lines])
        if all(b.baseline - a.baseline < 1.6 * a.size for a, b in pairwise(lines))
        else first.text
    )


def _entries(chart: Chart, parts: Sequence[Row]) -> list[Entry]:
    """The legend: the text behind each coloured square (or before each), its further lines included."""
    keys = _distinct(chart.keys)
    starts = [(key, part) for key in keys if (part := _behind(key, parts)) is not None]
    if not starts:
        starts = [(key, part) for key in keys if (part := _before(key, parts)) is not None]
    taken = {row for _, row in starts}
    entries: list[Entry] = []
    for key, first in starts:
        rows = [first]
        for part in sorted((p for p in parts if p not in taken), key=lambda p: p.baseline):
            if abs(part.x0 - first.x0) < 3 and 0 < part.baseline - rows[-1].baseline < 1.7 * first.size:
                rows.append(part)
                taken.add(part)
        entries.append(Entry(joined([r.text for r in rows]), key.colour, tuple(rows)))
    return entries


def _behind(key: Fill | Shape, parts: Sequence[Row]) -> Row | None:
    middle = (key.top + key.bottom) / 2
    right = [p for p in parts if 0 <= p.x0 - key.x1 < BESIDE and p.top - 1 < middle < p.bottom + 1]
    return min(right, key=lambda p: p.x0, default=None)


def _before(key: Fill | Shape, parts: Sequence[Row]) -> Row | None:
    middle = (key.top + key.bottom) / 2
    left = [p for p in parts if 0 <= key.x0 - p.x1 < 6 * BESIDE and p.top - 1 < middle < p.bottom + 1]
    return max(left, key=lambda p: p.x1, default=None)


def _distinct(keys: Sequence[Fill | Shape]) -> list[Fill | Shape]:
    """Squares drawn twice once."""
    found: list[Fill | Shape] = []
    for key in keys:
        if not any(abs(key.x0 - k.x0) < 1 and abs(key.top - k.top) < 1 for k in found):
            found.append(key)
    return found


def _of_sectors(chart: Chart, entries: Sequence[Entry], rest: Sequence[Row]) -> tuple[Point, ...]:
    """Figures around a pie, tied to the legend by the colours of the sectors."""
    sectors = [s for s in chart.sectors if s.filled]
    figures = [p for p in rest if _FIGURE.match(p.text)]
    if (
        not sectors
        or len(entries) != len(figures)
        or len({s.colour for s in sectors}) != len(sectors)
        or len(entries) < 2
    ):
        return ()
    box = hull([s.box for s in sectors])
    centre = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    found: list[Point] = []
    left = list(figures)
    for entry in entries:
        own = [s for s in sectors if s.colour == entry.colour]
        if len(own) != 1 or not left:
            return ()
        angle = _angle(centre, own[0].middle)
        best = min(left, key=lambda p: _apart(angle, _angle(centre, _middle(p.box))))
        if _apart(angle, _angle(centre, _middle(best.box))) > TURN:
            return ()
        left.remove(best)
        found.append(Point(entry.text, "", best.text))
    return tuple(found)


def _around(chart: Chart, rest: Sequence[Row], title: str) -> tuple[Point, ...]:
    """Names and figures printed around a pie without a legend: each name above its figure."""
    figures = [p for p in rest if _FIGURE.match(p.text)]
    names = [p for p in rest if not _FIGURE.match(p.text) and p.text not in title]
    found: list[Point] = []
    for figure in figures:
        x = _middle(figure.box)[0]
        above = [
            n
            for n in names
            if 0 < figure.baseline - n.baseline < 1.6 * n.size and abs(_middle(n.box)[0] - x) < 2 * n.size
        ]
        if len(above) != 1:
            return ()
        found.append(Point(above[0].text, "", figure.text))
    alone = len({p.category for p in found}) == len(found) == len(names)
    return tuple(found) if len(found) > 1 and alone else ()


def _of_bars(chart: Chart, entries: Sequence[Entry], rest: Sequence[Row]) -> tuple[Point, ...]:
    """Figures at the ends of bars, with the category on the axis and the series by colour."""
    bars = _unique(chart.bars)
    upright = _rise(bars)
    bars.sort(key=lambda bar: bar.x0 if upright else bar.top)
    figures = [word for row in rest if all(_FIGURE.match(w.text) for w in row.words) for word in row.words]
    names = _categories(chart, rest, bars, upright)
    series = {entry.colour: entry.text for entry in entries}
    if not names or len({b.colour for b in bars}) > max(1, len(series)):
        return ()
    found: list[Point] = []
    used: set[Word] = set()
    for bar in bars:
        ends = [w for w in figures if w not in used and _at_end(w.box, bar, upright)]
        name = _nearest(names, bar, upright)
        if len(ends) != 1 or not name:
            return ()
        used.add(ends[0])
        found.append(Point(name, series.get(bar.colour, "") if len(series) > 1 else "", ends[0].text))
    inside = [w for w in figures if w not in used and not _on_axis(w.box, bars, upright)]
    if inside or len({(p.category, p.series) for p in found}) < len(found):
        return ()
    return tuple(found)


def _unique(bars: Sequence[Fill]) -> list[Fill]:
    return list(dict.fromkeys(bars))


def _rise(bars: Sequence[Fill]) -> bool:
    """The bars stand upright: they share their feet rather than their left edges."""
    feet = max(sum(1 for b in bars if abs(b.bottom - a.bottom) < 2) for a in bars)
    lefts = max(sum(1 for b in bars if abs(b.x0 - a.x0) < 2) for a in bars)
    return feet >= lefts


def _at_end(box: Box, bar: Fill, upright: bool) -> bool:
    """The figure stands just beyond the end of the bar, on its middle line."""
    x, y = _middle(box)
    if upright:
        return bar.x0 - 2 <= x <= bar.x1 + 2 and -2 <= bar.top - box[3] + 4 <= BESIDE
    return bar.top - 2 <= y <= bar.bottom + 2 and -2 <= box[0] - bar.x1 <= BESIDE


def _on_axis(box: Box, bars: Sequence[Fill], upright: bool) -> bool:
    """The figure stands outside the stretch that the bars fill."""
    area = hull([b.box for b in bars])
    x, y = _middle(box)
    return (x < area[0] or x > area[2]) if upright else (y < area[1] or y > area[3])


def _categories(
    chart: Chart, rest: Sequence[Row], bars: Sequence[Fill], upright: bool
) -> list[tuple[float, str]]:
    """Where along the axis each category stands, and its name."""
    area = hull([b.box for b in bars])
    if upright:
        below = [r for r in rest if r.top >= area[3] - 3]
        if not below and chart.turned:
            return _slanted(chart.turned, area)
        lines = rows_of([w for r in below for w in r.words])
        first = lines[0].baseline if lines else 0.0
        below = [p for line in lines if line.baseline - first < 3 * line.size for p in chunks(line)]
        return [(x, text) for x, text in _stacked(below)]
    left = [r for r in rest if r.x1 <= area[0] + 2 and not _FIGURE.match(r.text)]
    groups: list[list[Row]] = []
    for row in sorted(left, key=lambda r: r.baseline):
        if groups and row.baseline - groups[-1][-1].baseline < 1.3 * row.size:
            groups[-1].append(row)
        else:
            groups.append([row])
    return [((g[0].top + g[-1].bottom) / 2, joined([r.text for r in g])) for g in groups]


def _stacked(parts: Sequence[Row]) -> list[tuple[float, str]]:
    """Names below the axis, their further lines joined."""
    groups: list[list[Row]] = []
    for part in parts:
        own = next((g for g in groups if abs(_middle(g[0].box)[0] - _middle(part.box)[0]) < 6), None)
        if own is None:
            groups.append([part])
        else:
            own.append(part)
    return [(_middle(hull([p.box for p in g]))[0], joined([p.text for p in g])) for g in groups]


def _slanted(words: Sequence[Word], area: Box) -> list[tuple[float, str]]:
    """Slanted names: words of one baseline are one name; it ends below its bars."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        if word.top >= area[3] - 12 or word.box[1] >= area[3] - 12:
            lines.setdefault(round(word.baseline), []).append(word)
    found: list[tuple[float, str]] = []
    for line in lines.values():
        line.sort(key=lambda w: w.x0)
        found.append((line[-1].box[2], " ".join(w.text for w in line)))
    return found


def _nearest(names: Sequence[tuple[float, str]], bar: Fill, upright: bool) -> str:
    """The category nearest to the bar; nothing where two are about as near."""
    at = (bar.x0 + bar.x1) / 2 if upright else (bar.top + bar.bottom) / 2
    ranked = sorted((abs(x - at), text) for x, text in names)
    if len(ranked) > 1 and ranked[0][0] > 0.8 * ranked[1][0]:
        return ""
    return ranked[0][1]


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _angle(centre: tuple[float, float], point: tuple[float, float]) -> float:
    return math.degrees(math.atan2(point[1] - centre[1], point[0] - centre[0]))


def _apart(a: float, b: float) -> float:
    return abs((a - b + 180) % 360 - 180)
