"""Lines that look like headings and are titles of tables, told by how the whole text is built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model.types import Block, Prose, Table

_LEAST = 3
"""Titles that a text must have before its build is trusted."""
_MOST = 0.8
"""Share of the tables with such a title, and of such titles below a section's own text."""


def with_table_titles(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with headings that only name the table below them as captions.

    That is so where nearly all tables have a heading right above them, and nearly all of those
    stand below the text of another heading: section, text, title, table. Where headings lead
    straight to tables and text follows these, nothing changes.
    """
    above = {i for i in range(len(blocks) - 1) if _is_heading(blocks[i]) and _is_table(blocks[i + 1])}
    tables = sum(isinstance(b, Table) for b in blocks)
    titles = [i for i in above if _below_text(blocks, i, above)]
    if len(titles) < _LEAST or len(above) < _MOST * tables or len(titles) < _MOST * len(above):
        return list(blocks)
    out = list(blocks)
    for i in titles:
        block = out[i]
        if isinstance(block, Prose):
            out[i] = replace(block, kind="caption", level=0)
    return out


def _below_text(blocks: Sequence[Block], i: int, above: set[int]) -> bool:
    """Does text of a section that begins with another heading come before it, titled tables aside?"""
    heading = blocks[i]
    k = i - 1
    while k > 0 and k - 1 in above:
        k -= 2
    text = k
    while k >= 0 and isinstance(b := blocks[k], Prose) and b.kind in ("paragraph", "list", "quote"):
        k -= 1
    opener = blocks[k] if k >= 0 else None
    return (
        k < text
        and _is_heading(opener)
        and k not in above
        and isinstance(opener, Prose)
        and isinstance(heading, Prose)
        and opener.level <= heading.level
    )


def _is_heading(block: Block | None) -> bool:
    return isinstance(block, Prose) and block.kind == "heading" and not block.number


def _is_table(block: Block) -> bool:
    return isinstance(block, Table) and not block.caption
