"""Tables written as HTML tags inside a text or Markdown file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from extractor.model.types import Anchor, Block, RawTable
from extractor.read.html.gather import BLOCKS, Reading
from extractor.read.html.parse import Element
from extractor.read.html.tables import raw_table
from extractor.read.text.decode import Line
from extractor.read.text.typed_tables import raw_cell

_OPEN = re.compile(r"<table\b", re.IGNORECASE)
_CLOSE = re.compile(r"</table\s*>", re.IGNORECASE)


def find_html_tables(lines: Sequence[Line]) -> Iterator[tuple[int, int, RawTable]]:
    """Each closed <table> that takes up whole lines: first line, past-last line, RawTable."""
    at = 0
    while at < len(lines):
        found = _OPEN.search(lines[at].text) if "<" in lines[at].text else None
        if found is None:
            at += 1
            continue
        end = next((i for i in range(at, len(lines)) if _CLOSE.search(lines[i].text)), -1)
        if end < 0:
            return
        markup = "\n".join(line.text for line in lines[at : end + 1])[found.start() :]
        root = etree.fromstring(markup, etree.HTMLParser(no_network=True, remove_comments=True))
        raw = raw_table(next(root.iter("table")), Reading(above=lines[at].number - 1), _cell)
        if raw.rows:
            before = lines[at].text[: found.start()].split()
            yield at, end + 1, RawTable(raw.rows, " ".join([*before, *raw.caption.split()]), raw.anchor)
        at = end + 1


def _cell(cell: Element, reading: Reading, where: Anchor | None) -> list[Block]:
    """The lines of a cell, parted by its blocks and line breaks."""
    parts: list[str] = []
    for event, inner in etree.iterwalk(cell, events=("start", "end")):
        if inner is not cell and event == "start" and inner.tag in ("br", *BLOCKS):
            parts.append("<br>• " if inner.tag == "li" else "<br>")
        text = inner.text if event == "start" else inner.tail if inner is not cell else ""
        parts.append((text or "").replace("\n", " "))
    return list(raw_cell("".join(parts), (where or Anchor()).line or 0).content)
