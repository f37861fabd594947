"""Shading that can be told apart: what is drawn in one colour upon the same colour is not seen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from extractor.read.pdf.ink import Fill, Rule

FEWEST_BANDS = 3
"""Boxes of one width that are the shading of every second row."""
TOUCH = 0.5
"""Points by which a box may reach out of the one that holds it."""


def seen_fills(fills: Sequence[Fill]) -> list[Fill]:
    """The boxes without those that lie in another of the same colour, as the ground of a line may."""
    found: list[Fill] = []
    for _, group in groupby(sorted(fills, key=lambda fill: fill.colour), key=lambda fill: fill.colour):
        own = sorted({*group}, key=lambda fill: (fill.x0 - fill.x1) * (fill.bottom - fill.top))
        x0, top, x1, bottom = np.array([fill.box for fill in own]).T
        for k, fill in enumerate(own):
            outer = (x0[:k] <= fill.x0 + TOUCH) & (x1[:k] >= fill.x1 - TOUCH)
            outer &= (top[:k] <= fill.top + TOUCH) & (bottom[:k] >= fill.bottom - TOUCH)
            if not outer.any():
                found.append(fill)
    return found


def bands(fills: Sequence[Fill]) -> list[Rule]:
    """The upper and lower edges of boxes of one width below each other, as rules: they part rows."""
    found: list[Rule] = []
    groups: dict[tuple[int, int], list[Fill]] = {}
    for fill in seen_fills(fills):
        groups.setdefault((round(fill.x0), round(fill.x1)), []).append(fill)
    for own in groups.values():
        if len(own) >= FEWEST_BANDS:
            found += [Rule(f.x0, y, f.x1, y, f.colour) for f in own for y in (f.top, f.bottom)]
    return found
