"""Runs of numbers without a full stop that no reader could take for a sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.model.types import Block, Document, Issue, Prose

MOST_NUMBERS = 1_000
"""In one sentence: each is weighed against the others. Real reports have thirty, data pasted as text 150."""
_ENDS = re.compile(r"(?<=[.!?])\s+")
_DIGITS = re.compile(r"[0-9]+")


def without_endless(document: Document) -> Document:
    """The document without sentences with too many runs of digits; what is left out is an Issue."""
    blocks: list[Block] = []
    issues: list[Issue] = []
    for block in document.blocks:
        if not isinstance(block, Prose) or len(block.text) < 2 * MOST_NUMBERS:
            blocks.append(block)
            continue
        counted = [(sentence, len(_DIGITS.findall(sentence))) for sentence in _ENDS.split(block.text)]
        many = sum(count for _, count in counted if count > MOST_NUMBERS)
        if not many:
            blocks.append(block)
            continue
        message = f"{many:,} numbers without a full stop between them are no sentence and were left out."
        issues.append(Issue("text-lost", "error", message, block.anchor))
        kept = " ".join(sentence for sentence, count in counted if count <= MOST_NUMBERS)
        blocks += [replace(block, text=kept)] if kept else []
    return replace(document, blocks=tuple(blocks), issues=(*document.issues, *issues)) if issues else document
