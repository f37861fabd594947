"""Pictures that a conversion named in the text, with the chart legend that it read off them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.language.shapes import Shape
from extractor.model.types import Anchor, Block, Picture, Prose
from extractor.read.layout.words import CHART_WORDS
from extractor.read.text.paragraph_lines import Piece

PICTURE = Shape(
    r"^\s*(?:\[\s*{picture_words}\b\s*[:\d-]*\s*(?P<alt>[^\]]*)\]"
    r"|!\[(?P<alt2>[^\]]*)\]\([^)]*\)|<img\b(?P<alt3>[^>]*)>)(?P<rest>.*)$",
)
"""A picture named in a text, and its alternative text."""
_ALT = re.compile(r"alt\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_LEGEND_END = re.compile(r"(?:[(\[]\s*[\d,.]+\s*%?\s*[)\]]|[\s:,;-][\d,.]+\s*%?)$")
_LEGEND_MARK = re.compile(r"^(?:[A-Za-z0-9]|[^\w\s]{1,2})\s+(?=\S)")
LEGEND_LENGTH = 80


def picture_at(pieces: Sequence[Piece], at: int) -> tuple[list[Block], int] | None:
    """The Picture named at a piece with its legend, and how many pieces they take; None for no picture.

    A legend entry ends in its value, '(3)' or '12%', and may run over two lines.
    """
    found = PICTURE.match(pieces[at].text)
    if found is None:
        return None
    first = found["rest"].strip()
    entries, used = _entries(pieces, at, first)
    alt = found["alt"] or found["alt2"] or ""
    if found["alt3"]:
        inner = _ALT.search(found["alt3"])
        alt = inner[1] if inner else ""
    legend = tuple(_unmarked(entries))
    anchor = Anchor(line=pieces[at].number)
    chart = bool(legend) or CHART_WORDS.search(found[0][: len(found[0]) - len(first)]) is not None
    out: list[Block] = [Picture(alt.strip(), legend, chart, anchor)]
    if not legend and first:
        out.append(Prose(" ".join(first.split()), anchor=anchor))
    return out, used


def _entries(pieces: Sequence[Piece], at: int, first: str) -> tuple[list[str], int]:
    """Whole legend entries from the piece on, and how many pieces they take."""
    entries: list[str] = []
    current, taken, used = first, 1, 1
    while True:
        if current and _LEGEND_END.search(current):
            entries.append(current)
            current, used = "", taken
        if at + taken >= len(pieces):
            return entries, used
        piece = pieces[at + taken]
        broken_off = current and (piece.gap or taken - used >= 2)
        if broken_off or len(piece.text) > LEGEND_LENGTH or PICTURE.match(piece.text):
            return entries, used
        current = f"{current} {piece.text.strip()}".strip()
        taken += 1


def _unmarked(entries: list[str]) -> list[str]:
    """Legend entries without the sign that stood for the colour, where most begin with one."""
    marked = sum(_LEGEND_MARK.match(e) is not None for e in entries)
    if len(entries) > 1 and marked * 2 >= len(entries):
        entries = [_LEGEND_MARK.sub("", e, count=1) for e in entries]
    return [" ".join(e.split()) for e in entries]
