"""Which reports of a folder are measured, and how many pages they come to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.words import words_in_force
from extractor.model.types import Document, Picture, Prose, Table, Unreadable
from extractor.read.files import read
from extractor.read.formats import EXTENSIONS
from extractor.run import inputs

FORMATS = ("text", "html", "docx", "pdf")
PAGE_CHARACTERS = 3000
"""One page of text, HTML or Word, in characters of what the reader gives; a PDF has pages of its own."""


@dataclass
class Reports:
    """The reports of one format."""

    paths: list[Path] = field(default_factory=list)
    pages: float = 0.0
    characters: int = 0
    unreadable: list[str] = field(default_factory=list)
    """Names of those that cannot be read at all, or by OCR alone; they are in none of the sums."""


def reports_of(folder: str) -> dict[str, Reports]:
    """The reports of a folder by format, as their content tells it."""
    found: defaultdict[str, Reports] = defaultdict(Reports)
    for source in inputs.gather([folder], EXTENSIONS).reports:
        if source.missing:
            continue
        try:
            with words_in_force():
                document = read(source.path)
        except Unreadable:
            kind = EXTENSIONS.get(source.path.suffix.lower(), "text")
            found[kind].unreadable.append(source.source_file)
            continue
        same = found[document.format]
        if document.scans:  # benchmarks.ocr measures these
            same.unreadable.append(source.source_file)
            continue
        same.paths.append(source.path)
        same.pages += pages(document)
        same.characters += characters(document)
    return {kind: found[kind] for kind in FORMATS if kind in found}


def pages(document: Document) -> float:
    """How many pages a document counts for."""
    return float(document.pages) if document.format == "pdf" else characters(document) / PAGE_CHARACTERS


def characters(document: Document) -> int:
    """How much text a document holds; running headers and footers count too."""
    total = sum(len(line.text) for line in document.furniture)
    for block in document.blocks:
        if isinstance(block, Prose):
            total += len(block.text)
        elif isinstance(block, Table):
            total += len(block.caption) + sum(map(len, block.notes)) + sum(len(c.text) for c in block.cells)
        elif isinstance(block, Picture):
            total += len(block.alt) + sum(map(len, block.legend))
    return total
