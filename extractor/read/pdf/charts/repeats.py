"""Charts that only draw the table beside them: their figures are read once, in the table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from extractor.model.types import Block, Issue, Picture, Table
from extractor.read.pdf.text.headings import Spot

NEAR = 8
"""Blocks on either side of a chart among which the table may stand."""
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_ENTRY = re.compile(r"^(?P<label>.*?)[\s(:=;,–-]*(?P<figure>[<>~]?£?\d[\d,.]*)\s*%?\s*\)?$")
Points = tuple[tuple[str, str], ...]
"""Label and figure of every point of a chart."""


def without_repeats(
    blocks: Sequence[Block], charts: Mapping[Spot, Points]
) -> tuple[list[Block], list[Issue]]:
    """The blocks less the charts whose every label and figure a table near by prints."""
    found: list[Block] = []
    issues: list[Issue] = []
    for index, block in enumerate(blocks):
        points = _points(block, charts)
        near = blocks[max(0, index - NEAR) : index + NEAR + 1]
        tables = (b for b in near if isinstance(b, Table) and _spot(b) not in charts)
        if points and any(_prints(table, points) for table in tables):
            message = "The figures of a chart stand in the table beside it and were read there."
            issues.append(Issue("chart-repeats-table", "info", message, block.anchor))
            continue
        found.append(block)
    return found, issues


def _spot(block: Block) -> Spot:
    return block.anchor.page, block.anchor.bbox


def _points(block: Block, charts: Mapping[Spot, Points]) -> Points:
    if isinstance(block, Table | Picture) and charts.get(_spot(block)):
        return charts[_spot(block)]
    if isinstance(block, Picture):
        entries = [_ENTRY.match(line) for line in block.legend]
        return tuple((e["label"], e["figure"]) for e in entries if e)
    return ()


def _prints(table: Table, points: Points) -> bool:
    """The table holds every label and every figure (a nought may be blank)."""
    figures = Counter(f for c in table.cells for f in _FIGURE.findall(c.text))
    need = Counter(f for _, figure in points for f in _FIGURE.findall(figure) if f.strip("0.,"))
    if need - figures:
        return False
    words = {_fold(line) for c in table.cells for line in (c.text, *c.text.split("\n"))}
    return all(_fold(part) in words for label, _ in points for part in label.split("|") if _fold(part))


def _fold(text: str) -> str:
    return _NOT_WORD.sub("", text.lower())
