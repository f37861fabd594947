"""Running headers, footers and page numbers: what returns at the same height on other pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from extractor.model.types import Box
from extractor.read.pdf.text.words import Row

HAIR = 12
"""Letters of a row that is outermost by a hair only: the next one may still be furniture."""
ZONE = 0.13
"""Share of the page's height, at the top and at the foot, where furniture stands."""
DRIFT = 6.0
"""Points that furniture may shift from page to page."""
FEWEST_PAGES = 3
_PAGE = re.compile(r"(?:page\s*)?[-–|]?\s*\d{1,4}\s*[-–|]?(?:\s*(?:of|/)\s*\d{1,4})?$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
Edge = tuple[int, float, Sequence[Row]]
"""Page number, height of the page, its rows outside tables, top to bottom."""


def furniture_rows(pages: Sequence[Edge]) -> list[set[int]]:
    """For every page, the positions of the rows that are furniture."""
    need = FEWEST_PAGES if len(pages) > 4 else 2
    seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
    zones = [_zones(height, rows) for _, height, rows in pages]
    for (number, height, rows), (top, foot) in zip(pages, zones, strict=True):
        for index in (*top, *foot):
            place = _place(rows[index], height, index in top)
            for key in _keys(rows[index].text, number, index in top):
                seen[key].append((number, place))
    found: list[set[int]] = []
    for (number, height, rows), (top, foot) in zip(pages, zones, strict=True):
        own: set[int] = set()
        for zone, at_top in ((top, True), (foot, False)):
            for index in zone:
                place = _place(rows[index], height, at_top)
                if not at_top and _PAGE.match(rows[index].text) and str(number) in rows[index].text:
                    own.add(index)
                    continue
                if not any(
                    len({p for p, y in seen[key] if abs(y - place) < DRIFT}) >= (2 if key[0] == "#" else need)
                    for key in _keys(rows[index].text, number, at_top)
                ):
                    if own & set(zone) or len(rows[index].text) > HAIR:
                        break
                    continue
                own.add(index)
        found.append(own)
    return found


def _zones(height: float, rows: Sequence[Row]) -> tuple[list[int], list[int]]:
    """Rows near the top and near the foot, each from the outside inwards."""
    top = [i for i, row in enumerate(rows) if row.baseline < ZONE * height]
    foot = [i for i, row in enumerate(rows) if row.baseline > (1 - ZONE) * height]
    return top, foot[::-1]


def _place(row: Row, height: float, at_top: bool) -> float:
    """Height from the nearer edge, so that pages of two sizes agree."""
    return row.baseline if at_top else height - row.baseline


def _keys(text: str, page: int, at_top: bool) -> list[str]:
    """The text as it stands, and with each number that may count pages counted off."""
    side = "^" if at_top else "_"
    keys = [side + text]
    for found in _NUMBER.finditer(text):
        rest = (
            f"{text[: found.start()]}#{int(found[0]) - page}{text[found.end() :]}"
            if len(found[0]) < 5
            else ""
        )
        if rest:
            alone = "#" if found[0] == text.strip("- |") else "+"
            keys.append(alone + side + rest)
    return keys


def furniture_boxes(pages: Sequence[tuple[int, float, Sequence[tuple[Box, str]]]]) -> set[tuple[int, int]]:
    """Tables in the zones of furniture that return from page to page, as (page's place, table's place).

    Each page gives its number, its height, and box and text of every table.
    """
    need = FEWEST_PAGES if len(pages) > 4 else 2
    seen: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, (_, height, boxes) in enumerate(pages):
        for index, (box, text) in enumerate(boxes):
            at_top = box[3] < (ZONE + 0.04) * height
            if at_top or box[1] > (1 - ZONE) * height:
                seen[f"{at_top}{round(box[1] / 8)}{_NUMBER.sub('#', text)}"].append((place, index))
    return {spot for spots in seen.values() if len({p for p, _ in spots}) >= need for spot in spots}
