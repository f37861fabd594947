"""Pictures that look like charts: few colours, large flat areas, straight edges and small print.

A photograph has many colours, a logo no straight lines and hardly any print. What
is measured is the picture as the page shows it, at some 300 dots.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.read.pdf_page import PageInk, hull, overlap, shown
from extractor.types import Box

MOST_IMAGES = 300
DOTS = 300
"""Along the longer side of the picture."""
SHARE = (0.08, 0.7)
"""Of the page's area: smaller pictures are logos, larger ones backgrounds and scans."""
SIDE = 90.0
"""Points of the shorter side, at least."""
GROUND = 0.25
"""Share of the most frequent colour, at least; of the eight most frequent ones: COLOURS."""
COLOURS = 0.8
FLAT = (0.55, 0.975)
"""Share of dots that are like the next ones: less is a texture, more an ornament without print."""
SHADED = 0.3
"""Share of dots that differ a little from the next one, at most: more is a photograph or a map."""
EDGE = 24
"""Steps of 256 in one colour between two dots of an edge."""
STRAIGHT = 0.12
"""Share of the side that a straight edge runs along."""
FEWEST_EDGES = 4


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


def looks_like_chart(dots: NDArray[np.uint8]) -> bool:
    """Whether a picture has the measures of a chart; `dots` are rows, columns and three colours."""
    if min(dots.shape[:2]) < 20:
        return False
    key = (dots >> 4).astype(np.int64) @ np.array([256, 16, 1])
    shares = np.sort(np.bincount(key.ravel(), minlength=4096))[::-1] / key.size
    if shares[0] < GROUND or shares[:8].sum() < COLOURS:
        return False
    whole = dots.astype(np.int16)
    across, down = np.abs(np.diff(whole, axis=1)).max(2), np.abs(np.diff(whole, axis=0)).max(2)
    flat = 1 - ((across[:-1] > EDGE) | (down[:, :-1] > EDGE)).mean()
    shaded = ((across > 0) & (across <= EDGE)).mean()
    if not FLAT[0] <= flat <= FLAT[1] or shaded > SHADED:
        return False
    return bool(_straight(across > EDGE) + _straight((down > EDGE).T) >= FEWEST_EDGES)


def _straight(edges: NDArray[np.bool_]) -> int:
    """How many columns hold an edge that runs straight down for a good part of them."""
    length = max(2, int(STRAIGHT * len(edges)))
    sums = np.cumsum(np.vstack([np.zeros((1, edges.shape[1]), np.int32), edges.astype(np.int32)]), axis=0)
    return int(((sums[length:] - sums[:-length]) == length).any(axis=0).sum())
