"""One table in HTML tags, as it stands inside a text."""

from __future__ import annotations

from lxml import etree

from extractor.model.types import Anchor, Block, RawTable
from extractor.read.html.gather import BLOCKS, Reading
from extractor.read.html.parse import Element
from extractor.read.html.tables import raw_table
from extractor.read.text.typed_tables import raw_cell


def table(markup: str, above: int) -> RawTable:
    """The table with which the markup begins, below so many lines."""
    root = etree.fromstring(markup, etree.HTMLParser(no_network=True, remove_comments=True))
    return raw_table(next(root.iter("table")), Reading(above=above), _cell)


def _cell(cell: Element, reading: Reading, where: Anchor | None) -> list[Block]:
    """The lines of a cell, parted by its blocks and line breaks."""
    parts: list[str] = []
    for event, inner in etree.iterwalk(cell, events=("start", "end")):
        if inner is not cell and event == "start" and inner.tag in ("br", *BLOCKS):
            parts.append("<br>• " if inner.tag == "li" else "<br>")
        text = inner.text if event == "start" else inner.tail if inner is not cell else ""
        parts.append((text or "").replace("\n", " "))
    return list(raw_cell("".join(parts), (where or Anchor()).line or 0).content)
