"""Figures read by OCR: where each stands, the engine's confidence, what may be a misread figure.

No figure is changed here. A row is never surer than the OCR of its number, and
words that mix letters and digits are told of, never taken for numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.model.types import (
    Anchor,
    Block,
    Box,
    Cell,
    Claim,
    Document,
    Issue,
    Place,
    Prose,
    Reading,
    ScannedWord,
    Table,
)

DOUBTFUL = 0.6
"""Figures that the engine is less sure of are listed for a person to look at."""
NEAR = 3.0
"""Points that a word may stand out of the box in which its text was read."""
_MIXED = re.compile(r"(?=\D*\d)(?=[^lIOo|!]*[lIOo|!])[£(]?[\dlIOo|!,.SBZ]+[%)]?[.,;:]?")
_ALONE = re.compile(r"[lIOo|!]")
_SHORT = re.compile(r"(?!n/?a\b)(?=.*[^\W_])\D{1,3}", re.I)
"""A few letters in a column of figures; dashes and 'n/a' are printed so."""
_EDGE = re.compile(r"^\W+|\W+$")
Pairs = list[tuple[Place, Reading]]


def sure(pairs: Sequence[tuple[Place, Reading]], document: Document) -> Pairs:
    """The readings with the claims of scanned pages bounded by the OCR's confidence, doubts as Issues."""
    words = {scan.page: scan.words for scan in document.scans}
    if not words:
        return list(pairs)
    found: Pairs = []
    for place, reading in pairs:
        claims = tuple(_bounded(claim, place.block, words) for claim in reading.claims)
        doubts = [*map(_doubt, filter(_is_doubtful, claims)), *_misread(place.block, words)]
        found.append((place, replace(reading, claims=claims, issues=(*reading.issues, *doubts))))
    return found


def _bounded(claim: Claim, block: Block, words: dict[int, tuple[ScannedWord, ...]]) -> Claim:
    anchor = claim.anchor
    if anchor.page not in words or anchor.bbox is None:
        return claim
    own = _words_of(claim, block, words[anchor.page])
    if not own:
        return claim
    confidence = min(word.confidence for word in own)
    boxes = [word.box for word in own]
    told = _figure(own, claim.raw)
    placed = replace(anchor, ocr_confidence=confidence, bbox=_hull(boxes) if told else anchor.bbox)
    return replace(claim, anchor=placed, confidence=min(claim.confidence, confidence))


def _figure(words: Sequence[ScannedWord], raw: str) -> bool:
    """The words are those of the number itself, not all of the box around it."""
    return len(words) <= len(raw.split()) + 1


def _words_of(claim: Claim, block: Block, page: Sequence[ScannedWord]) -> list[ScannedWord]:
    """The words in which the number was read; where they cannot be told apart, all around it."""
    box = claim.anchor.bbox
    inside = [word for word in page if box and _in(word.box, box)]
    parts = claim.raw.split()
    hits = [
        inside[k : k + len(parts)]
        for k in range(len(inside) - len(parts) + 1)
        if parts and all(_holds(w.text, p) for w, p in zip(inside[k:], parts, strict=False))
    ]
    if not hits:
        return [word for word in inside if any(c.isdigit() for c in word.text)] or inside
    before = _before(block, claim)
    return hits[before] if before < len(hits) else hits[-1]


def _holds(word: str, part: str) -> bool:
    """The word is the number, or the number with a sign before or behind it, or a range or pair with it."""
    bare, wanted = _EDGE.sub("", word).lower(), _EDGE.sub("", part).lower()
    return bare == wanted or (bool(wanted) and wanted in re.split(r"[^\w.,]+", bare))


def _before(block: Block, claim: Claim) -> int:
    """How many equal numbers stand before this one in its paragraph or cell."""
    text = block.text if isinstance(block, Prose) else ""
    if isinstance(block, Table):
        text = next((c.text for c in block.cells if _same(c, claim.anchor)), "")
    if claim.anchor.start is None or not text:
        return 0
    return len(re.findall(rf"(?<!\w){re.escape(claim.raw)}(?!\w)", text[: claim.anchor.start]))


def _same(cell: Cell, anchor: Anchor) -> bool:
    return (cell.anchor.page, cell.anchor.row, cell.anchor.column) == (anchor.page, anchor.row, anchor.column)


def _is_doubtful(claim: Claim) -> bool:
    return claim.anchor.ocr_confidence is not None and claim.anchor.ocr_confidence < DOUBTFUL


def _doubt(claim: Claim) -> Issue:
    confidence = claim.anchor.ocr_confidence or 0.0
    message = (
        f"OCR read '{claim.raw}' here, but with a confidence of only {confidence:.0%}: {claim.evidence[:100]}"
    )
    return Issue("ocr-number-doubtful", "warning", message, claim.anchor)


def _misread(block: Block, words: dict[int, tuple[ScannedWord, ...]]) -> Iterator[Issue]:
    """Words that may be numbers misread, none of which was taken for a number."""
    if isinstance(block, Prose):
        yield from (_mixed(text, block.anchor) for text in _suspects(block, words))
    elif isinstance(block, Table):
        figured = _figured(block)
        for cell in block.cells:
            if cell.anchor.page not in words:
                continue
            text = cell.text.strip()
            if _ALONE.fullmatch(text) or (cell.column in figured and cell.row and _SHORT.fullmatch(text)):
                yield _mixed(cell.text.strip(), cell.anchor)
            else:
                yield from (_mixed(t, cell.anchor) for t in cell.text.split() if _MIXED.fullmatch(t))


def _figured(table: Table) -> set[int]:
    """The columns in which most cells are figures."""
    filled = Counter(c.column for c in table.cells if c.row and c.text.strip())
    figures = Counter(c.column for c in table.cells if c.row and c.text.strip()[:1].isdigit())
    return {column for column, count in figures.items() if 2 * count > filled[column]}


def _suspects(block: Prose, words: dict[int, tuple[ScannedWord, ...]]) -> list[str]:
    return [t for t in block.text.split() if _MIXED.fullmatch(t)] if block.anchor.page in words else []


def _mixed(text: str, anchor: Anchor) -> Issue:
    message = f"OCR read '{text}', which may be a number misread; it was not read as a number."
    return Issue("ocr-number-unclear", "warning", message, anchor)


def _in(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] - NEAR <= x <= outer[2] + NEAR and outer[1] - NEAR <= y <= outer[3] + NEAR


def _hull(boxes: Sequence[Box]) -> Box:
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)
