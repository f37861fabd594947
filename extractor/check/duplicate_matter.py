"""A note that one matter stands there many times."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.subject import Subject, check, sentence
from extractor.model.records import Check
from extractor.model.types import Document, Prose, Table


@check("duplicate-matter", needs_text=True)
def duplicate_matter(subject: Subject) -> Iterator[Check]:
    """A note that one matter stands there many times."""
    seen: set[str] = set()
    for text, table in _noted(subject.text.document):
        match = subject.words("same").search(text)
        if match and text not in seen:
            seen.add(text)
            starred = _starred(table) if table and text.lstrip().startswith("*") else 0
            said = sentence(text, match.start())
            name, printed, computed = ("starred", str(starred), "1") if starred > 1 else ("main", "", "")
            yield subject.finding(name, printed, computed, words=said, counts=starred)


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
