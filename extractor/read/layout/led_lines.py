"""Lines 'label ....... 12   15' that stand below each other: the rows of a table without rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.model.types import Anchor, Block, Prose, RawCell, RawTable
from extractor.read.layout.tables import blocks_from_table

_FIGURE = r"[<>~£(+-]*\d[\d,.]*\s?%?\)?|[-–—]"
_LED = re.compile(
    rf"(?P<label>\S.*?[^\s.…_])\s*(?:(?:\.\s?){{4,}}|…[.…\s]*|_{{4,}})\s*(?P<figures>(?:{_FIGURE})(?:\s+(?:{_FIGURE}))*)"
)
FEWEST = 2
"""Lines that make a table."""


def led_tables(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, each run of such paragraphs or list items with as many figures each as a table."""
    at = 0
    while at < len(blocks):
        run = _run(blocks, at)
        if len(run) < FEWEST:
            yield blocks[at]
            at += 1
            continue
        rows = tuple(
            tuple(RawCell((Prose(t),), anchor=Anchor(line=line)) for t in cells) for cells, line in run
        )
        yield from blocks_from_table(RawTable(rows, anchor=Anchor(line=run[0][1])))
        at += len(run)


def _run(blocks: Sequence[Block], at: int) -> list[tuple[list[str], int | None]]:
    """The cells and the line of each line that goes on from `at` with as many figures."""
    run: list[tuple[list[str], int | None]] = []
    for block in blocks[at:]:
        plain = isinstance(block, Prose) and block.kind in ("paragraph", "list")
        found = _LED.fullmatch(block.text) if isinstance(block, Prose) and plain else None
        cells = [found["label"], *found["figures"].split()] if found else []
        if not cells or (run and len(cells) != len(run[0][0])):
            break
        run.append((cells, block.anchor.line))
    return run
