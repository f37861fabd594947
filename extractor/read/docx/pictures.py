"""Pictures of a Word file that look like charts."""

from __future__ import annotations

import io
from typing import TypeAlias

from lxml import etree

from extractor.read.docx.paragraph import WP
from extractor.read.docx.reading_state import Story
from extractor.read.layout.chart_pictures import DOTS, SHARE, SIDE, looks_like_chart

Element: TypeAlias = etree._Element
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
EMU = 12_700
"""Units of a drawing's size to the point."""
PAGE = 595 * 842
"""Square points of a page of A4."""
MOST_DOTS = 40_000_000
"""A picture of more is not unpacked."""


def looks_charted(blip: Element, drawing: Element, story: Story) -> bool:
    """Whether the picture that an element names is large enough and looks like a chart."""
    if not _is_large(drawing):
        return False
    relation = story.relations.get(blip.get(R + "embed") or blip.get(R + "id") or "")
    return relation is not None and _looks(story.package.data(relation.target))


def _is_large(drawing: Element) -> bool:
    """The drawing is as large as a chart is; one that does not give its size may be."""
    extent = next(drawing.iter(WP + "extent"), None)
    if extent is None:
        return True
    try:
        wide, high = int(extent.get("cx") or 0) / EMU, int(extent.get("cy") or 0) / EMU
    except ValueError:
        return True
    return min(wide, high) >= SIDE and wide * high >= SHARE[0] * PAGE


def _looks(data: bytes) -> bool:
    if not data:
        return False
    import numpy as np  # only files with large pictures need either
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_DOTS:
                return False
            picture.draft("RGB", (2 * DOTS, 2 * DOTS))
            ground = Image.new("RGBA", picture.size, "white")
            ground.alpha_composite(picture.convert("RGBA"))
            small = ground.convert("RGB")
            small.thumbnail((DOTS, DOTS), Image.Resampling.BOX)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return looks_like_chart(np.asarray(small))
