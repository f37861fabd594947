"""Words that OCR read as letters of a page: baselines, sizes of print and weight told from their ink.

Whoever reads a page from here on finds the same as in one with a text layer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from statistics import median
from typing import NamedTuple

from extractor.read.ocr.engines import Seen, Segment
from extractor.read.ocr.picture import Ink, stroke_width, tight
from extractor.read.ocr.segments import FEWEST_DOTS, around, leaders
from extractor.read.pdf.ink import Char, Style

HANGING = frozenset("gjpqyQ,;()[]{}|/@$_")
"""Letters that reach below the baseline."""
FLOATING = frozenset("-–—'\"‘’“”*•·~=+°^`")
"""Signs that do not stand on it."""
TALL = frozenset("bdfhijklABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789£%&?!()[]")
TALL_HEIGHT, MIDDLE_HEIGHT, SMALL_HEIGHT = 0.70, 0.62, 0.49
"""In sizes: how high tall letters, a t and small letters stand, in the usual fonts."""
COMMAS = frozenset(",;")
COMMA_DEPTH, DEPTH = 0.12, 0.21
"""In sizes: how far commas, and letters that hang, reach below the baseline."""
ALIKE = 0.07
"""Share by which two sizes may differ and be one."""
BODY = 0.13
"""Share by which a line's size may differ from that of most letters of its page and be it."""
BOLD = 1.28
"""How much thicker bold letters are drawn than most letters of the page, in sizes."""
DASHES = frozenset("=~_")
"""What engines make of a dash alone."""
FIRST_QUARTER = {"Ql": "Q1", "QI": "Q1", "Q|": "Q1"}
"""What engines make of the name of the first quarter."""
RINGS = frozenset("oO0©")
"""What engines make of a hollow bullet; a nought stands as high as capitals."""
RING = 0.6
FAR = 4.0
"""In sizes: how far a bullet stands from its line."""
MARK = -1
BULLETS = frozenset("e*©°¢«»®@o¤§+.-~")
"""What engines make of a round bullet."""
SOLID = 0.7
"""Share of its box that the ink of a bullet fills; a letter leaves more white."""
MOST_BULLET = 6.0
"""Points: a solid spot that is larger is a mark of a chart or a piece of a picture."""
FONT = "scan"


class Sizes:
    """Sizes of print met so far; one that differs from a known size by little is that size."""

    def __init__(self) -> None:
        self.known: list[float] = []

    def settled(self, size: float) -> float:
        near = min(self.known, key=lambda known: abs(known - size), default=0.0)
        if abs(near - size) <= ALIKE * size:
            return near
        self.known.append(round(size, 1))
        return self.known[-1]


def told_apart(boxes: Sequence[Segment], ink: Ink, dots: float) -> tuple[list[Seen], list[Segment]]:
    """Bullets and rows of dots, which need no engine, and lines of text; solid boxes are left out."""
    marks: list[Seen] = []
    texts: list[Segment] = []
    for box in boxes:
        x0, top, x1, bottom = box
        wide, high = x1 - x0, bottom - top
        if ink[top:bottom, x0:x1].mean() < SOLID or wide > 1.6 * high:
            holes = leaders(ink, box, dots)
            texts += around(box, holes)
            marks += [Seen("." * FEWEST_DOTS, *hole, 1.0, MARK) for hole in holes]
        elif max(wide, high) <= MOST_BULLET * dots and 0.6 < wide / high < 1.6:
            marks.append(Seen("•", x0, top, x1, bottom, 1.0, MARK))
    return marks, texts


class Line(NamedTuple):
    """Words of one line with what holds for all of them, in dots."""

    words: tuple[Seen, ...]
    baseline: float
    size: float


def lines_of(words: Sequence[Seen], marks: Sequence[Seen], ink: Ink) -> list[Line]:
    """The lines of a page, each with the marks beside it, bullets mended, specks left out."""
    found: list[Line] = []
    for _, group in groupby(words, key=lambda w: w.line):
        own = [_drawn_in(w, ink) for w in sorted(group, key=lambda w: w.x0) if _is_print(w)]
        if not own:
            continue
        baseline = _baseline(own)
        size = _size(own, baseline)
        if size > 0:
            own[0] = _bullet(own, ink, size, baseline)
            found.append(Line(tuple(own), baseline, size))
    found, rings = _without_rings([_level(line, found) for line in found])
    for mark in [*marks, *rings]:
        beside = [k for k, line in enumerate(found) if _is_beside(mark, line)]
        if beside:
            nearest = min(beside, key=lambda k: _apart(mark, found[k]))
            both = sorted((*found[nearest].words, mark), key=lambda w: w.x0)
            found[nearest] = found[nearest]._replace(words=tuple(both))
    return found


def _level(line: Line, lines: Sequence[Line]) -> Line:
    """A dash alone, in the place of a figure, on the baseline and in the print of the line beside it."""
    if any(letter.isalnum() for word in line.words for letter in word.text):
        return line
    middle = (min(word.top for word in line.words) + max(word.bottom for word in line.words)) / 2
    beside = [
        o
        for o in lines
        if o.baseline - 0.8 * o.size < middle < o.baseline
        and any(letter.isalnum() for word in o.words for letter in word.text)
    ]
    near = min(beside, key=lambda o: abs(o.baseline - 0.3 * o.size - middle), default=line)
    words = tuple(word._replace(text="-") if word.text in DASHES else word for word in line.words)
    return line._replace(words=words, baseline=near.baseline, size=near.size)


def _without_rings(lines: list[Line]) -> tuple[list[Line], list[Seen]]:
    """Lines that are no hollow bullets, and those bullets: rings as low as the small letters behind them."""
    rest: list[Line] = []
    rings: list[Seen] = []
    for line in lines:
        mark = line.words[0]._replace(text="o")
        beside = (
            [o for o in lines if o is not line and o.words[0].text[0].isalpha() and _is_beside(mark, o)]
            if len(line.words) == 1 and line.words[0].text in RINGS
            else []
        )
        if any(
            mark.bottom - mark.top < RING * o.size and abs(mark.bottom - o.baseline) < 0.15 * o.size
            for o in beside
        ):
            rings.append(mark)
        else:
            rest.append(line)
    return rest, rings


def _drawn_in(word: Seen, ink: Ink) -> Seen:
    x0, top, x1, bottom = tight(ink, word.x0, word.top, word.x1 - 1, word.bottom - 1)
    text = FIRST_QUARTER.get(word.text, word.text)
    return word._replace(text=text, x0=x0, top=top, x1=x1, bottom=bottom)


def _is_beside(mark: Seen, line: Line) -> bool:
    middle = (mark.top + mark.bottom) / 2
    level = line.baseline - line.size < middle < line.baseline + 0.2 * line.size
    return level and _apart(mark, line) < FAR * line.size


def _apart(mark: Seen, line: Line) -> float:
    """Dots between a mark and the line: the line behind a bullet, the one before a row of dots."""
    before = mark.text in ("•", "o")
    gap = line.words[0].x0 - mark.x1 if before else mark.x0 - line.words[-1].x1
    return gap if gap > -line.size else float("inf")


def _is_print(word: Seen) -> bool:
    """Bars, dashes and dots that the engine is unsure of are lines and dirt."""
    return any(letter.isalnum() for letter in word.text) or word.confidence >= 0.5


def _baseline(words: Sequence[Seen]) -> float:
    standing = [w.bottom for w in words if not (set(w.text) & (HANGING | FLOATING))]
    if standing:
        return median(standing)
    hanging = [w.bottom - _depth(w.text) * (w.bottom - w.top) for w in words if set(w.text) & HANGING]
    return median(hanging) if hanging else median(w.bottom for w in words)


def _depth(text: str) -> float:
    """The share of its height by which a word reaches below the baseline."""
    depth = COMMA_DEPTH if set(text) & HANGING <= COMMAS else DEPTH
    return depth / (depth + _height(set(text)))


def _height(letters: Collection[str]) -> float:
    """How high a word of these letters stands on the baseline, in sizes."""
    if not TALL.isdisjoint(letters):
        return TALL_HEIGHT
    return MIDDLE_HEIGHT if "t" in letters else SMALL_HEIGHT


def _size(words: Sequence[Seen], baseline: float) -> float:
    """The size of print that the heights of letters tell; 0 where there is none to tell."""
    sizes: list[float] = []
    for word in words:
        letters = set(word.text) - FLOATING
        if not any(letter.isalnum() for letter in letters):
            continue
        sizes += [(baseline - word.top) / _height(letters)] * len(word.text)
    return median(sizes) if sizes else max((w.bottom - w.top for w in words), default=0.0)


def _bullet(words: Sequence[Seen], ink: Ink, size: float, baseline: float) -> Seen:
    """The first word of a line, as a bullet where it is a solid spot or a ring as low as small letters."""
    first = words[0]
    if len(words) < 2 or words[1].x0 - first.x1 < 0.25 * size:
        return first
    wide, high = first.x1 - first.x0, first.bottom - first.top
    round_ = 0.6 < wide / max(high, 1.0) < 1.6
    if first.text in RINGS and round_ and baseline - first.top < RING * size:
        return first._replace(text="o")
    part = ink[int(first.top) : int(first.bottom), int(first.x0) : int(first.x1)]
    if first.text in BULLETS and part.size and part.mean() >= SOLID and round_ and high < 0.5 * size:
        return first._replace(text="•")
    return first


def letters_of(lines: Sequence[Line], ink: Ink, scale: float, sizes: Sizes) -> list[Char]:
    """The letters of the page in points, `scale` points to the dot, a space behind each word."""
    weights = [_weight(line, ink) for line in lines]
    body = _middle(sorted((line.size, sum(len(w.text) for w in line.words)) for line in lines))
    counted = sorted(
        (weight, sum(len(w.text) for w in line.words))
        for weight, line in zip(weights, lines, strict=True)
        if weight
    )
    usual = _middle(counted)
    found: list[Char] = []
    for line, weight in zip(lines, weights, strict=True):
        bold = usual > 0 and weight > BOLD * usual
        size = body if abs(line.size - body) <= BODY * body else line.size
        style = Style(FONT, sizes.settled(size * scale), bold)
        baseline = line.baseline * scale
        for word in line.words:
            step = (word.x1 - word.x0) * scale / len(word.text)
            x0 = word.x0 * scale
            found += [
                Char(letter, x0 + step * k, x0 + step * (k + 1), baseline, style)
                for k, letter in enumerate(word.text)
            ]
            end = word.x1 * scale
            found.append(Char(" ", end, end, baseline, style))
    return found


def _weight(line: Line, ink: Ink) -> float:
    """How thick the line's letters are drawn, in sizes."""
    x0, x1 = min(w.x0 for w in line.words), max(w.x1 for w in line.words)
    part = ink[int(line.baseline - 0.5 * line.size) : int(line.baseline), int(x0) : int(x1)]
    return stroke_width(part) / line.size


def _middle(counted: Sequence[tuple[float, int]]) -> float:
    """The weight of the letter in the middle."""
    left = sum(count for _, count in counted) / 2
    for weight, count in counted:
        left -= count
        if left <= 0:
            return weight
    return 0.0
