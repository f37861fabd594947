"""Levels of headings by the list of contents: what it lists are sections, other headings stand below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.model.types import Block, Prose
from extractor.read.layout import line_shapes as shape

_PAGE = re.compile(r"[\s.…_]*\d{1,3}$")
_RUN_IN = re.compile(r"\S.*?[.…_]{3,}\s*\d{1,3}(?=\s|$)", re.DOTALL)
_LEAST = 3
"""Listed titles that must be met again as headings."""


def levelled_by_contents(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with every heading that the contents leave out set below the listed one before it.

    Nothing changes where numbers give the headings' levels, or where the levels tell listed and
    unlisted apart already.
    """
    lists = [b.text for b in blocks if isinstance(b, Prose) and b.kind == "toc"]
    listed = {_folded(_PAGE.sub("", title)) for title in [*lists, *_titles(" ".join(lists))]}
    headings = [(i, b) for i, b in enumerate(blocks) if isinstance(b, Prose) and b.kind == "heading"]
    sections = [(i, b) for i, b in headings if _folded(b.text) in listed]
    counted = sum(b.number != "" for _, b in headings) * 2 > len(headings)
    if counted or len(sections) < _LEAST or len({b.level for _, b in sections}) > 1:
        return list(blocks)
    level, first = sections[0][1].level, sections[0][0]
    known = {i for i, _ in sections}
    below = [(i, b) for i, b in headings if i > first and i not in known]
    if not any(b.level <= level for _, b in below):
        return list(blocks)
    out = list(blocks)
    for i, b in below:
        out[i] = replace(b, level=max(b.level, level) + 1)
    return out


def _titles(text: str) -> list[str]:
    """The titles of a contents list, one by one where its lines ran into one."""
    return _RUN_IN.findall(text)


def _folded(title: str) -> str:
    return shape.take_number(title.strip())[1].casefold().strip(" .:")
