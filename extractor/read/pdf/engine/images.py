"""Images on a page of a PDF that look like charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.model.types import Box
from extractor.read.layout.chart_pictures import DOTS, SHARE, SIDE, looks_like_chart
from extractor.read.pdf.ink import PageInk, hull, overlap, shown

MOST_IMAGES = 300


def together(images: Sequence[Box]) -> list[Box]:
    """Images that were cut into strips or tiles as one."""
    found: list[Box] = []
    for box in images[:MOST_IMAGES]:
        touching = [
            b
            for b in found
            if overlap(b[0], b[2], box[0], box[2]) > -2 and overlap(b[1], b[3], box[1], box[3]) > -2
        ]
        found = [b for b in found if b not in touching]
        found.append(hull([box, *touching]))
    return found


def charted(page: Any, ink: PageInk) -> tuple[Box, ...]:
    """The images of a page, as `together` gives them, that look like charts."""
    area = ink.width * ink.height
    large = [
        (x0, top, x1, bottom)
        for x0, top, x1, bottom in together(ink.images)
        if min(x1 - x0, bottom - top) >= SIDE and SHARE[0] <= (x1 - x0) * (bottom - top) / area <= SHARE[1]
    ]
    return tuple(box for box in large if looks_like_chart(_dots(page, ink, box)))


def _dots(page: Any, ink: PageInk, box: Box) -> NDArray[np.uint8]:
    """Rows, columns and three colours of a part of the page."""
    width, height = page.get_size()
    x0, top, x1, bottom = shown(box, ink.turned, ink.width, ink.height)
    scale = min(1.0, DOTS / max(x1 - x0, bottom - top))
    crop = (max(x0, 0.0), max(height - bottom, 0.0), max(width - x1, 0.0), max(top, 0.0))
    dots: NDArray[np.uint8] = page.render(scale=scale, crop=crop, may_draw_forms=False).to_numpy()[..., :3]
    return dots
