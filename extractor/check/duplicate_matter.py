"""A note that one matter stands there many times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.check.finding import Finding
from extractor.check.registry import Subject, check
from extractor.check.wording import sentence
from extractor.model.types import Document, Prose, Table


@check("duplicate-matter", needs_text=True)
def duplicate_matter(subject: Subject) -> Iterator[Finding]:
    """A note that one matter stands there many times."""
    entry = subject.book.check("duplicate-matter")
    words = re.compile(entry.words["same"], re.IGNORECASE)
    seen: set[str] = set()
    for text, table in _noted(subject.text.document):
        match = words.search(text)
        if not match or text in seen:
            continue
        seen.add(text)
        starred = _starred(table) if table and text.lstrip().startswith("*") else 0
        slots = {"words": sentence(text, match.start()), "counts": str(starred)}
        name = "starred" if starred > 1 else "main"
        printed = str(starred) if starred > 1 else ""
        yield Finding(
            "duplicate-matter", name, printed, "1" if printed else "", (), "", slots, subject.figures.period
        )


def _noted(document: Document) -> Iterator[tuple[str, Table | None]]:
    """Every paragraph and note with the table that stands before it."""
    last: Table | None = None
    for block in document.blocks:
        if isinstance(block, Table):
            last = block
            yield from ((note, block) for note in block.notes)
        elif isinstance(block, Prose) and block.kind not in ("quote", "toc", "heading"):
            yield f"{block.number}{block.text}", last


def _starred(table: Table) -> int:
    return sum(cell.text.rstrip().endswith("*") for cell in table.cells)
