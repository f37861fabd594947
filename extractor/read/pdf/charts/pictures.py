"""Images of some size as Pictures; logos that return on many pages and page backgrounds left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractor.model.types import Anchor, Block, Box, Picture, Prose
from extractor.read.layout.words import CHART_WORDS
from extractor.read.pdf.ink import overlap
from extractor.read.pdf.page_reading import Draft
from extractor.read.pdf.tables.cells import rounded
from extractor.read.pdf.tables.ruled import Figure

OFTEN = 3
"""Pages on which the same box holds an image of the letterhead, not of the report."""
BACKGROUND = 0.7
"""Share of the page that an image behind text covers."""

Spot = tuple[int, ...]
"""Where an image stands, roughly."""


def pictures(drafts: Sequence[Draft], counts: Counter[Spot]) -> list[list[Figure]]:
    """For every page, its images that are pictures of the report; `counts` remembers the pages before."""
    counts.update(_key(box) for draft in drafts for box in set(draft.images))
    pages = max((draft.number for draft in drafts), default=0)
    found: list[list[Figure]] = []
    for draft in drafts:
        own: list[Figure] = []
        for box in dict.fromkeys(draft.images):
            if (counts[_key(box)] >= OFTEN and pages > OFTEN) or _behind(box, draft):
                continue
            if any(_covers(figure.box, box) for figure in (*own, *draft.figures)):
                continue
            anchor = Anchor(page=draft.number, bbox=rounded(box))
            own.append(Figure(box, (Picture(chart=box in draft.charted, anchor=anchor),)))
        found.append(own)
    return found


def _key(box: Box) -> Spot:
    return tuple(round(side / 3) for side in box)


def _behind(box: Box, draft: Draft) -> bool:
    area = (box[2] - box[0]) * (box[3] - box[1])
    return area > BACKGROUND * draft.width * draft.height


def _covers(outer: Box, inner: Box) -> bool:
    shared = overlap(outer[0], outer[2], inner[0], inner[2]), overlap(outer[1], outer[3], inner[1], inner[3])
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    return min(shared) > 0 and shared[0] * shared[1] > 0.8 * area


def with_chart_marks(blocks: Sequence[Block]) -> list[Block]:
    """Images that the text above or the caption below calls a chart, marked as charts."""
    found = list(blocks)
    for index, block in enumerate(found):
        if not isinstance(block, Picture) or block.chart:
            continue
        around = [
            b
            for b in (*found[max(0, index - 2) : index], *found[index + 1 : index + 2])
            if isinstance(b, Prose)
        ]
        if any(CHART_WORDS.search(b.text) for b in around):
            found[index] = replace(block, chart=True)
    return found
