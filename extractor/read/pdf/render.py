"""A page of a PDF as a picture, and where on it a printed text stands."""

from __future__ import annotations

from typing import Any

from extractor.model.types import Box, Unreadable
from extractor.read.pdf.engine.pdfium import frame_of, open_pdf
from extractor.read.pdf.engine.pdfium_letters import Frame
from extractor.read.pdf.ink import hull

SCALE = 2.0
"""Dots a point: 144 to the inch."""
MOST_DOTS = 6000
"""Dots along the longer side of a picture; a larger page is drawn smaller."""


def rendered(data: bytes, number: int, scale: float = SCALE) -> tuple[Any, float]:
    """The page (from 1) as a picture of Pillow, and how many dots a point has in it: `scale` at most.

    Raises Unreadable where there is no such page.
    """
    document = open_pdf(data)
    try:
        if not 1 <= number <= len(document):
            pages = f"{len(document)} page{'s' if len(document) > 1 else ''}"
            raise Unreadable("no-such-page", f"There is no page {number}: the report has {pages}.")
        page = document[number - 1]
        scale = min(scale, MOST_DOTS / max(*page.get_size(), 1.0))
        return page.render(scale=scale).to_pil().convert("RGB"), scale
    finally:
        document.close()


def printed_at(data: bytes, number: int, texts: list[tuple[str, Box, int]]) -> list[Box]:
    """For each (text, box, k) the box of the k-th such text inside that box; the box where it is not found.

    Boxes are in points of the page as shown, origin top left; k counts from 0.
    """
    document = open_pdf(data)
    try:
        page = document[number - 1]
        frame = frame_of(page)
        letters = page.get_textpage()
        seen: dict[str, list[Box]] = {}
        for text, _, _ in texts:
            if text and text not in seen:
                seen[text] = _found(letters, text, frame)
        return [_inside(seen.get(text, []), box, k) for text, box, k in texts]
    finally:
        document.close()


def _found(letters: Any, text: str, frame: Frame) -> list[Box]:
    found: list[Box] = []
    search = letters.search(text, match_case=True, match_whole_word=text.isalnum())
    while (at := search.get_next()) is not None:
        boxes: list[Box] = []
        for k in range(at[0], at[0] + at[1]):
            x0, y0, x1, y1 = letters.get_charbox(k)
            (a, b), (c, d) = frame.place(x0, y0), frame.place(x1, y1)
            boxes.append((min(a, c), min(b, d), max(a, c), max(b, d)))
        found.append(hull(boxes))
    return found


def _inside(found: list[Box], box: Box, k: int) -> Box:
    own = [
        f
        for f in found
        if box[0] - 2 <= (f[0] + f[2]) / 2 <= box[2] + 2 and box[1] - 2 <= (f[1] + f[3]) / 2 <= box[3] + 2
    ]
    return own[k] if k < len(own) else box
