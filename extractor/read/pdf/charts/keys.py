"""Drawings of no known kind that a legend explains: one stacked bar, a funnel, bubbles."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.types import Box
from extractor.read.pdf.charts.parts import is_key, is_near
from extractor.read.pdf.ink import Fill, Shape, hull

FEWEST_KEYS = 3
FEWEST_COLOURS = 2
IN_LINE = 1.5
"""Points by which the coloured squares of one legend may differ in place and size."""
FROM_DRAWING = 150.0
"""Points between the squares and what they explain."""
APART = 4.0
"""Times the size of a square that two of one legend stand apart at most."""


def legends(small: Sequence[Fill | Shape]) -> list[list[Fill | Shape]]:
    """Three or more coloured squares of one size below each other, at regular distances."""
    found: list[list[Fill | Shape]] = []
    for key in sorted(small, key=lambda k: (k.x0, k.top)):
        own = found[-1] if found and _alike(found[-1][-1], key) else None
        if own is not None and key.top - own[-1].top < 1:
            continue  # drawn twice
        if own is not None and key.top - own[-1].top < APART * (key.bottom - key.top):
            own.append(key)
        else:
            found.append([key])
    return [keys for keys in found if len(keys) >= FEWEST_KEYS]


def explained(keys: Sequence[Fill | Shape], drawn: Sequence[Fill | Shape]) -> Box | None:
    """The box of what is drawn near the legend in its colours; None where there is too little."""
    box, colours = hull([k.box for k in keys]), {k.colour for k in keys}
    own = [
        part
        for part in drawn
        if part.colour in colours and part not in keys and is_near(part.box, box, FROM_DRAWING)
    ]
    if len({part.colour for part in own if not is_key(part)}) < FEWEST_COLOURS:
        return None
    return hull([part.box for part in own])


def _alike(a: Fill | Shape, b: Fill | Shape) -> bool:
    return all(abs(one - other) < IN_LINE for one, other in ((a.x0, b.x0), (a.x1, b.x1))) and (
        abs((a.bottom - a.top) - (b.bottom - b.top)) < IN_LINE
    )
