"""Papers that are about complaints only in part: minutes, and reports with one section on them."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from extractor.identify.other_bodies import cover
from extractor.lexicon.scope_words import ScopeWords, hit
from extractor.model.types import Block, Document, Issue, Prose, Table


def is_minutes(document: Document, words: ScopeWords) -> bool:
    """Does its opening say that these are the minutes of a meeting?"""
    return any(hit(words.part.papers, line) for line in cover(document))


def part_of(document: Document, words: ScopeWords) -> tuple[Document, tuple[Issue, ...]]:
    """The document cut down to its parts on complaints, with an Issue; as it is where it has none.

    Behind such a part, a table whose own heading names complaints is one too: minutes print it last.
    """
    kept: list[Block] = []
    under: list[str] = []
    depth = 0
    for block, after in zip_longest(document.blocks, document.blocks[1:]):
        if isinstance(block, Prose) and block.kind in ("title", "heading"):
            if depth and block.level <= depth:
                depth = 0
            names = hit(words.part.headings, block.text) or (
                under and isinstance(after, Table) and words.complaints_in(block.text) > 0
            )
            if not depth and block.kind == "heading" and names:
                depth = max(block.level, 1)
                under.append(block.text)
        if depth:
            kept.append(block)
    if not kept:
        return document, ()
    named = " and ".join(f"'{one}'" for one in under)
    message = f"Only the part under {named} is about complaints and was read."
    return replace(document, blocks=tuple(kept)), (Issue("read-in-part", "info", message),)
