"""What the readers of bars, pies and lines share: printed figures, and labels along an axis."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.model.types import Box
from extractor.read.pdf.ink import Colour, hull
from extractor.read.pdf.text.paragraphs import joined
from extractor.read.pdf.text.words import Row, Word, pieces, rows_of

FIGURE = re.compile(r"^[<>~]?£?\d[\d,]*(?:\.\d+)?(?:%|k|m)?(?:\s?\(\d[\d,.]*%?\))?$")
_SHARE = re.compile(r"^\(\d[\d,.]*%?\)$")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
ACROSS = 3.0
"""Points by which a label may reach over the middle between two marks."""
PARTED = 0.5
"""In sizes: labels side by side stand at least this far apart."""
STRAY = 4.0
"""Points that a figure's mark may lie off the place where the scale of the chart puts it."""


class Point(NamedTuple):
    """One figure with its labels; `series` is empty where there is only one."""

    category: str
    series: str
    figure: str
    box: Box
    """Where the figure is printed, in points of the page."""


class Figure(NamedTuple):
    """A number printed in a chart."""

    text: str
    box: Box

    @property
    def value(self) -> float:
        found = _DIGITS.search(self.text)
        return float(found[0].replace(",", "").rstrip(".")) if found else 0.0

    @property
    def middle(self) -> tuple[float, float]:
        return middle(self.box)


class Entry(NamedTuple):
    """A label of the legend and the colour that it explains."""

    text: str
    colour: Colour
    rows: tuple[Row, ...]


def figures_of(parts: Iterable[Row]) -> list[Figure]:
    """Every printed number, each word by itself; '41 (46%)' is one."""
    found: list[Figure] = []
    for part in parts:
        for index, word in enumerate(part.words):
            text = word.text
            if _SHARE.match(text) and index and FIGURE.match(part.words[index - 1].text):
                before = found.pop()
                found.append(Figure(f"{before.text} {text}", hull([before.box, word.box])))
            elif FIGURE.match(text):
                found.append(Figure(text, word.box))
    return found


def middle(box: Box) -> tuple[float, float]:
    """The middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def names_below(words: Sequence[Word], places: Sequence[float], foot: float) -> list[str]:
    """The label of each place along a lying axis: the lines of words right below `foot`.

    Empty where a place has none, or where a word cannot be told to belong to one.
    """
    rows = list(rows_of(w for w in words if w.top >= foot - 3))
    lines = rows[:1]
    for row in rows[1:4]:
        if row.baseline - lines[-1].baseline > 1.45 * row.size or abs(row.size - lines[0].size) > 0.5:
            break
        lines.append(row)
    words = [w for line in lines for w in line.words]
    return _shared_out([(w, middle(w.box)[0], w.x0, w.x1) for w in words], places) or _parted(lines, places)


def _parted(lines: Sequence[Row], places: Sequence[float]) -> list[str]:
    """Labels wider than their places, parted by the white between them; each stands below its place."""
    own: dict[float, list[Row]] = {place: [] for place in places}
    near = 0.25 * _step(sorted(places))
    for line in lines:
        for part in pieces(line, PARTED):
            under = [place for place in places if abs(place - middle(part.box)[0]) < near]
            if len(under) != 1 or sum(1 for place in places if part.x0 < place < part.x1) > 1:
                return []
            own[under[0]].append(part)
    names = [joined([part.text for part in own[place]]) for place in places]
    return names if all(names) and len(set(names)) == len(names) else []


def names_left(words: Sequence[Word], places: Sequence[float], edge: float) -> list[str]:
    """The label of each place along an upright axis: the words left of `edge`."""
    left = [w for row in rows_of(w for w in words if w.x1 <= edge + 2) for w in row.words]
    return _shared_out([(w, middle(w.box)[1], w.top + 1, w.bottom - 1) for w in left], places)


def _shared_out(words: Sequence[tuple[Word, float, float, float]], places: Sequence[float]) -> list[str]:
    """Each word given to the nearest place; [] where one lies across the middle of two."""
    order = sorted(places)
    own: dict[float, list[Word]] = {place: [] for place in order}
    for word, at, start, end in words:
        nearest = min(order, key=lambda place: abs(place - at))
        index = order.index(nearest)
        low = (order[index - 1] + nearest) / 2 if index else nearest - 2 * _step(order)
        high = (order[index + 1] + nearest) / 2 if index + 1 < len(order) else nearest + 2 * _step(order)
        if start < low - ACROSS or end > high + ACROSS:
            return []
        own[nearest].append(word)
    names = [joined([row.text for row in rows_of(own[place])]) if own[place] else "" for place in places]
    return names if all(names) and len(set(names)) == len(set(places)) else []


def _step(order: Sequence[float]) -> float:
    return min((b - a for a, b in itertools.pairwise(order)), default=200.0)


def on_one_scale(pairs: Sequence[tuple[float, float]]) -> bool:
    """Whether figures and the places of their marks go together: place is a straight line of value.

    `pairs` holds (value, place in points). It is how a figure tied to the wrong
    mark is found out.
    """
    least, most = min(pairs), max(pairs)
    if most[0] == least[0]:
        return max(p for _, p in pairs) - min(p for _, p in pairs) <= STRAY
    slope = (most[1] - least[1]) / (most[0] - least[0])
    rounding = abs(slope) * 0.5
    return slope != 0 and all(
        abs(least[1] + slope * (value - least[0]) - place) <= STRAY + rounding for value, place in pairs
    )
