"""Charts whose numbers cannot be read, and captions or sentences that announce what is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.check.finding import Finding
from extractor.check.registry import Subject, check
from extractor.check.wording import sentence
from extractor.model.types import Block, Picture, Prose, Table


@check("figure-not-in-text", needs_text=True)
def figure_not_in_text(subject: Subject) -> Iterator[Finding]:
    """Charts whose numbers cannot be read, and captions or sentences that announce what is not there."""
    figures, text = subject.figures, subject.text
    entry = subject.book.check("figure-not-in-text")
    told = [issue for issue in text.issues if issue.code == "figure-not-in-text"]
    for issue in told:
        page = f" on page {issue.anchor.page}" if issue.anchor.page else ""
        yield Finding("figure-not-in-text", "chart", "", "", (), "", {"where": page}, figures.period)
    numbered = {place.index for place, reading in text.readings if reading.claims}
    pictured = {place.index for place, _ in text.readings if isinstance(place.block, Picture)}
    caption = re.compile(entry.words["caption"], re.IGNORECASE)
    announced = re.compile(entry.words["announced"], re.IGNORECASE)
    blocks = text.document.blocks
    for i, block in enumerate(blocks):
        if not isinstance(block, Prose) or block.kind in ("toc", "quote"):
            continue
        titled = block.kind in ("caption", "heading") and caption.search(block.text)
        match = announced.search(block.text)
        if titled and len(block.text) <= entry.limits["caption_letters"]:
            name, words, reach = "caption", block.text, entry.limits["caption_reach"]
        elif match and not titled:
            name, words = "announced", sentence(block.text, match.start())
            reach = entry.limits["announced_reach"]
        else:
            continue
        if not _follows(blocks, i, numbered, pictured, int(reach)):
            slots = {"words": words, "where": _page(block)}
            yield Finding("figure-not-in-text", name, "", "", (), "", slots, figures.period)


def _page(block: Prose) -> str:
    return f" on page {block.anchor.page}" if block.anchor.page else ""


def _follows(blocks: Sequence[Block], i: int, numbered: set[int], pictured: set[int], reach: int) -> bool:
    """Is there a table, a picture (spoken of already) or a list of figures right below, or above?"""
    start = blocks[i]
    titled = isinstance(start, Prose) and start.kind in ("caption", "heading")
    if titled and i and isinstance(blocks[i - 1], (Table, Picture)):
        return True
    for j in range(i + 1, min(i + 1 + reach, len(blocks))):
        block = blocks[j]
        if isinstance(block, Prose) and block.kind == "heading" and j > i + 1:
            return False  # the next section begins
        if isinstance(block, (Table, Picture)) or j in pictured:
            return True
        if j in numbered and isinstance(block, Prose) and block.kind != "paragraph":
            return True
        if j in numbered and len(block.text) < 60:
            return True
    return False
