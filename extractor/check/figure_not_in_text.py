"""Charts whose numbers cannot be read, and captions or sentences that announce what is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.check.subject import Subject, check, sentence
from extractor.model.records import Check
from extractor.model.types import Anchor, Block, Picture, Prose, Table


@check("figure-not-in-text", needs_text=True)
def figure_not_in_text(subject: Subject) -> Iterator[Check]:
    """Charts whose numbers cannot be read, and captions or sentences that announce what is not there."""
    text = subject.text
    for issue in text.issues:
        if issue.code == subject.code:
            yield subject.finding("chart", "", "", where=_page(issue.anchor))
    numbered = {place.index for place, reading in text.readings if reading.claims}
    pictured = {place.index for place, _ in text.readings if isinstance(place.block, Picture)}
    blocks, limits = text.document.blocks, subject.limits
    for i, block in enumerate(blocks):
        if not isinstance(block, Prose) or block.kind in ("toc", "quote"):
            continue
        titled = block.kind in ("caption", "heading") and subject.words("caption").search(block.text)
        match = subject.words("announced").search(block.text)
        if titled and len(block.text) <= limits["caption_letters"]:
            name, words, reach = "caption", block.text, limits["caption_reach"]
        elif match and not titled:
            name, words, reach = "announced", sentence(block.text, match.start()), limits["announced_reach"]
        else:
            continue
        if not _follows(blocks, i, numbered, pictured, int(reach)):
            yield subject.finding(name, "", "", words=words, where=_page(block.anchor))


def _page(anchor: Anchor) -> str:
    return f" on page {anchor.page}" if anchor.page else ""


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
