"""Pictures that look like charts: few colours, large flat areas, straight edges and small print.

A photograph has many colours, a logo no straight lines and hardly any print. What
is measured is the picture as a reader sees it, at some 300 dots.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DOTS = 300
"""Along the longer side of a picture that is measured."""
SIDE = 90.0
"""Points of the shorter side, at least."""
SHARE = (0.08, 0.7)
"""Of the page's area: smaller pictures are logos, larger ones backgrounds and scans."""
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


def looks_like_chart(dots: NDArray[np.uint8]) -> bool:
    """Whether a picture has the measures of a chart; `dots` are rows, columns and three colours."""
    if min(dots.shape[:2]) < 20:
        return False
    coarse = (dots >> 4).astype(np.int64)
    key = coarse[..., 0] * 256 + coarse[..., 1] * 16 + coarse[..., 2]
    shares = np.sort(np.bincount(key.ravel(), minlength=4096))[::-1] / key.size
    if shares[0] < GROUND or shares[:8].sum() < COLOURS:
        return False
    whole = dots.astype(np.int16)
    across, down = _steps(whole, 1), _steps(whole, 0)
    flat = 1 - ((across[:-1] > EDGE) | (down[:, :-1] > EDGE)).mean()
    shaded = ((across > 0) & (across <= EDGE)).mean()
    if not FLAT[0] <= flat <= FLAT[1] or shaded > SHADED:
        return False
    return bool(_straight(across > EDGE) + _straight((down > EDGE).T) >= FEWEST_EDGES)


def _steps(dots: NDArray[np.int16], axis: int) -> NDArray[np.int16]:
    """How far each dot is from the next one, in the colour that differs most."""
    apart = np.abs(np.diff(dots, axis=axis))
    return np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2])


def _straight(edges: NDArray[np.bool_]) -> int:
    """How many columns hold an edge that runs straight down for a good part of them."""
    length = max(2, int(STRAIGHT * len(edges)))
    sums = np.cumsum(np.vstack([np.zeros((1, edges.shape[1]), np.int32), edges.astype(np.int32)]), axis=0)
    return int(((sums[length:] - sums[:-length]) == length).any(axis=0).sum())
