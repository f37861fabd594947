"""The figures that a chart prints: in its legend, on its sectors, at its bars, along its lines.

A figure is tied to a label only where every one of them finds exactly one
partner and all agree with what is drawn; otherwise the chart counts as
unreadable and gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.read.pdf.charts.axes import lies, scales
from extractor.read.pdf.charts.bars import of_bars
from extractor.read.pdf.charts.find import Chart
from extractor.read.pdf.charts.lines import lines_of, of_lines
from extractor.read.pdf.charts.marks import FIGURE, Entry, Point, figures_of, middle
from extractor.read.pdf.charts.pies import of_sectors
from extractor.read.pdf.ink import Fill, Shape, once
from extractor.read.pdf.text.paragraphs import joined
from extractor.read.pdf.text.pieces import chunks
from extractor.read.pdf.text.words import Row, make_row, rows_of

_PRINTED = re.compile(
    r"[^\W\d_].*(?:\(\s*[<>~]?£?\d[\d,.]*\s*%?(?:[;,]?\s*\d+%)?\s*\)|(?:[:=;,]|\s[–-])\s+[<>~]?£?\d[\d,.]*\s*%?)$"
)
BESIDE = 15.0
"""Points between a coloured square and its text."""


class Reading(NamedTuple):
    """What a chart says; `legend` holds entries that carry their figures themselves."""

    title: str
    labels: tuple[str, ...]
    legend: tuple[str, ...]
    points: tuple[Point, ...]
    axis: str = ""
    """What is printed along the scale: 'Number of complaints'."""


def read_chart(chart: Chart) -> Reading:
    """Title, labels and figures; neither legend nor points where they cannot be told."""
    words = [w if w.text else w._replace(text=w.mark, mark="") for w in chart.words]
    parts = [part for row in rows_of(words, marks=False) for part in chunks(row)]
    entries = _entries(chart, parts)
    used = {part for entry in entries for part in entry.rows}
    rest = _without_scales([part for part in parts if part not in used], chart)
    title = _title(chart, rest)
    labels = tuple(e.text for e in entries) + tuple(
        part.text for part in rest if not FIGURE.match(part.text) and part.text != title
    )
    if entries and all(_PRINTED.search(e.text) for e in entries):
        return Reading(title, labels, tuple(e.text for e in entries), ())
    points = _points(chart, entries, rest, title)
    title = "" if any(point.category == title for point in points) else title
    return Reading(title, labels, (), points, _axis_title(chart))


def _points(chart: Chart, entries: Sequence[Entry], rest: Sequence[Row], title: str) -> tuple[Point, ...]:
    """The figures of a chart by what it draws; () for one that draws bars and lines together."""
    lines = lines_of(chart)
    if chart.bars:
        return () if lines else of_bars(chart, entries, rest)
    if lines:
        return of_lines(chart, entries, rest)
    if chart.sectors:
        found = of_sectors(chart, entries, rest, "") or of_sectors(chart, entries, rest, title)
        return found or (() if entries else _around(rest, title))
    return ()


def _without_scales(parts: list[Row], chart: Chart) -> list[Row]:
    """The words of a chart without the figures of the scales at its sides."""
    drawn: list[Fill | Shape] = [*chart.sectors, *chart.bars]
    if not drawn:
        return parts
    left, right = min(part.x0 for part in drawn), max(part.x1 for part in drawn)
    lone = [make_row((word,)) for part in parts for word in part.words]
    ticks = {
        tick.words[0]
        for scale in scales(lone)
        if not lies(scale) and (all(t.x1 < left + 2 for t in scale) or all(t.x0 > right - 2 for t in scale))
        for tick in scale
    }
    kept = (tuple(word for word in part.words if word not in ticks) for part in parts)
    return [make_row(words) for words in kept if words]


def _axis_title(chart: Chart) -> str:
    """What an upended line of words at the left of the drawing says that the figures count."""
    drawn: list[Fill | Shape] = [*chart.sectors, *chart.bars]
    left = min((part.x0 for part in drawn), default=0.0)
    words = [w for w in chart.turned if w.box[2] <= left and w.style.angle in (90, 270)]
    lines = rows_of(words)
    return lines[0].text if len(lines) == 1 and any(map(str.isalpha, lines[0].text)) else ""


def _title(chart: Chart, rest: Sequence[Row]) -> str:
    """Rows of words above everything drawn."""
    drawn: list[Fill | Shape] = [*chart.sectors, *chart.bars]
    top = min((part.top for part in drawn), default=0.0)
    above = [r for r in rest if r.bottom <= top + 2 and not FIGURE.match(r.text)]
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
    keys = once(chart.keys, 1.0)
    starts = [(key, part) for key in keys if (part := _behind(key, parts)) is not None]
    if not starts:
        starts = [(key, part) for key in keys if (part := _before(key, parts)) is not None]
    taken = {row for _, row in starts}
    entries: list[Entry] = []
    for key, first in starts:
        if any(first in entry.rows for entry in entries):
            continue  # a line of the legend and the mark upon it
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


def _around(rest: Sequence[Row], title: str) -> tuple[Point, ...]:
    """Names and figures printed around a pie without a legend: each name above its figure."""
    names = [p for p in rest if not FIGURE.match(p.text) and p.text not in title]
    found: list[Point] = []
    for figure in figures_of(r for r in rest if FIGURE.match(r.text)):
        x = figure.middle[0]
        above = [
            n
            for n in names
            if 0 < figure.box[3] - n.bottom < 1.6 * n.size and abs(middle(n.box)[0] - x) < 2 * n.size
        ]
        if len(above) != 1:
            return ()
        found.append(Point(above[0].text, "", figure.text, figure.box))
    alone = len({p.category for p in found}) == len(found) == len(names)
    return tuple(found) if len(found) > 1 and alone else ()
