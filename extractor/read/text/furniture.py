"""Page numbers and running heads that a conversion left between the lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractor.language.shapes import Shape
from extractor.model.types import Anchor, Prose
from extractor.read.layout.line_shapes import is_number_alone
from extractor.read.text.decode import Line, clean

PAGE = Shape(
    r"^\s*(?:{page_words}\s*\|?\s*\d{1,3}(?:\s*(?:{page_counts}|/)\s*\d{1,3})?|\d{1,3}\s+{page_counts}\s+\d{1,3}"
    r"|[-–|]\s*\d{1,3}\s*[-–|]|\d{1,3}\s*\|\s*p\s*a\s*g\s*e)\s*$"
)
"""The number of a page alone on its line."""
_BARE = re.compile(r"^\s*(\d{1,3})\s*$")
_DIGITS = re.compile(r"\d+")
REPEATS = 3
NEAR = 6
LONGEST = 160
LEAST_DISTANCE = 8


def without_furniture(lines: Sequence[Line], pages: set[int]) -> tuple[list[Line], list[Prose]]:
    """The lines with page numbers and running heads blanked, and those apart."""
    found = {i for i, line in enumerate(lines) if len(line.text) < LONGEST and PAGE.match(line.text)}
    found |= _beside_breaks(lines, pages)
    found |= _counting(lines)
    if not found:
        return list(lines), []
    kept = [line._replace(text="") if i in found else line for i, line in enumerate(lines)]
    apart = (lines[i] for i in sorted(found))
    return kept, [Prose(clean(line.text)[0].strip(), anchor=Anchor(line=line.number)) for line in apart]


def _beside_breaks(lines: Sequence[Line], pages: set[int]) -> set[int]:
    """Page numbers, and lines that come again and again, at the edges of pages parted by form feeds."""
    if not pages:
        return set()
    beside: dict[int, int] = {}
    for page, start in enumerate(sorted(pages), start=1):
        beside.update((i, page + 1) for i in _edge(lines, start, 1))
        beside.update((i, page) for i in _edge(lines, start - 1, -1))
    beside.update((i, len(pages) + 1) for i in _edge(lines, len(lines) - 1, -1))
    texts = {i: lines[i].text.strip() for i in beside}
    words = Counter(_DIGITS.sub("#", text) for text in texts.values())
    # a figure may stand first on a page: a page number goes up as the pages do
    offsets = Counter(int(text) - beside[i] for i, text in texts.items() if _BARE.match(text))
    found: set[int] = set()
    for i, text in texts.items():
        if _BARE.match(text):
            if offsets[int(text) - beside[i]] > 1:
                found.add(i)
        elif words[_DIGITS.sub("#", text)] >= REPEATS and "\t" not in text:
            short = len(text) < 60 or (len(text) < 120 and not text.endswith("."))
            found |= {i} if short else set()
    return found


def _edge(lines: Sequence[Line], start: int, step: int) -> list[int]:
    """Positions of the two printed lines nearest to the edge of a page."""
    found: list[int] = []
    for at in range(start, start + step * NEAR, step):
        if 0 <= at < len(lines) and not lines[at].blank:
            found.append(at)
    return found[:2]


def _counting(lines: Sequence[Line]) -> set[int]:
    """Numbers alone between blank lines that count up by one through the whole file."""
    bare: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        if line.text and len(line.text) < LONGEST and "\t" not in line.text:
            match = _BARE.match(line.text)
            if match and (i == 0 or lines[i - 1].blank) and not _beside_figures(lines, i):
                bare.append((i, int(match[1])))
    best: list[tuple[int, int]] = []
    chains: dict[int, list[tuple[int, int]]] = {}
    for i, value in bare:
        before = chains.get(value - 1)
        chain = [*before, (i, value)] if before and i - before[-1][0] >= LEAST_DISTANCE else [(i, value)]
        if len(chain) >= len(chains.get(value, ())):
            chains[value] = chain
        if len(chain) > len(best):
            best = chain
    return {i for i, _ in best} if len(best) > REPEATS and best[0][1] <= 3 else set()


def _beside_figures(lines: Sequence[Line], at: int) -> bool:
    """Does a figure alone stand next above or next below, as in a table of one cell a line?"""
    above = next((line.text for line in reversed(lines[max(0, at - NEAR) : at]) if not line.blank), "")
    below = next((line.text for line in lines[at + 1 : at + NEAR] if not line.blank), "")
    return is_number_alone(above) or is_number_alone(below)
