"""Page numbers and running heads that a conversion left between the lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractor.read.text_lines import Line, clean
from extractor.types import Anchor, Prose

_PAGE = re.compile(
    r"^\s*(?:page\s*\|?\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?|\d{1,3}\s+of\s+\d{1,3}|[-–|]\s*\d{1,3}\s*[-–|]"
    r"|\d{1,3}\s*\|\s*p\s*a\s*g\s*e)\s*$",
    re.IGNORECASE,
)
_BARE = re.compile(r"^\s*(\d{1,3})\s*$")
REPEATS = 3
LONGEST = 160
LEAST_DISTANCE = 8


def without_furniture(lines: Sequence[Line], pages: set[int]) -> tuple[list[Line], list[Prose]]:
    """The lines with page numbers and running heads blanked, and those apart."""
    found = {i for i, line in enumerate(lines) if len(line.text) < LONGEST and _PAGE.match(line.text)}
    found |= _beside_breaks(lines, pages)
    found |= _counting(lines)
    if not found:
        return list(lines), []
    kept = [line._replace(text="") if i in found else line for i, line in enumerate(lines)]
    apart = (lines[i] for i in sorted(found))
    return kept, [Prose(clean(line.text)[0].strip(), anchor=Anchor(line=line.number)) for line in apart]


def _beside_breaks(lines: Sequence[Line], pages: set[int]) -> set[int]:
    """Numbers, and lines that come again and again, first or last on a page of a file with form feeds."""
    if not pages:
        return set()
    beside: list[int] = []
    for page in pages:
        for step, start in ((1, page), (-1, page - 1)):
            at, seen = start, 0
            while 0 <= at < len(lines) and seen < 2 and abs(at - start) < 6:
                if not lines[at].blank:
                    beside.append(at)
                    seen += 1
                at += step
    words = Counter(re.sub(r"\d+", "#", lines[i].text.strip()) for i in set(beside))
    found: set[int] = set()
    for i in beside:
        text = lines[i].text.strip()
        shared = words[re.sub(r"\d+", "#", text)] >= REPEATS and len(text) < 120 and "\t" not in text
        if shared or (_BARE.match(text) and words["#"] >= 2):
            found.add(i)
    return found


def _counting(lines: Sequence[Line]) -> set[int]:
    """Numbers alone between blank lines that count up by one through the whole file."""
    bare: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        if line.text and len(line.text) < LONGEST and "\t" not in line.text:
            match = _BARE.match(line.text)
            if match and (i == 0 or lines[i - 1].blank):
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
