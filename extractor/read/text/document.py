"""Plain text and Markdown into a Document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.model.types import Block, Document, Prose, Table
from extractor.read.layout.by_contents import levelled_by_contents
from extractor.read.layout.finish import outside_tables
from extractor.read.layout.heading_levels import with_levels, with_title
from extractor.read.layout.table_titles import with_table_titles
from extractor.read.layout.tables import attach_captions, blocks_from_table, number_tables
from extractor.read.text.decode import Line, decode, split_lines
from extractor.read.text.furniture import without_furniture
from extractor.read.text.grids import find_grids
from extractor.read.text.html_tags import find_html_tables
from extractor.read.text.paragraph_lines import over_pages, wrap_width
from extractor.read.text.paragraphs import Prosewriter
from extractor.read.text.section_numbers import (
    bare_sections,
    lettered_sections,
    with_numbers_marked,
    without_bars,
    without_file_tails,
    without_underlines,
)
from extractor.read.text.word_tables import read_region, word_region

_MARKDOWN_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+\S")
LEAST_MARKDOWN_HEADINGS = 3


def read_text(data: bytes, name: str) -> Document:
    """The Document of a text file in any common encoding, with or without Markdown.

    Blocks carry Anchor(line=...), counted from 1; tables are numbered from 1.
    """
    text, issues = decode(data)
    lines, pages = split_lines(text)
    lines, furniture = without_furniture(lines, pages)
    lines = with_numbers_marked(without_underlines(without_bars(without_file_tails(lines))))
    marked = sum(_MARKDOWN_HEADING.match(line.text) is not None for line in lines if "#" in line.text[:8])
    writer = Prosewriter(
        wrap_width(lines), marked >= LEAST_MARKDOWN_HEADINGS, bare_sections(lines), lettered_sections(lines)
    )
    region = word_region(lines)
    if region is None:
        blocks = _blocks(lines, writer)
    else:
        start, end = region
        blocks = _blocks(lines[:start], writer)
        raw = read_region(lines[start:end], lambda part, more: _blocks(part, writer, more), writer.saw_number)
        blocks += blocks_from_table(raw)
    blocks, titles = with_title(_with_notes(over_pages(blocks)))
    blocks = attach_captions(with_table_titles(levelled_by_contents(with_levels(blocks))))
    return Document(
        blocks=number_tables(blocks),
        titles=titles,
        furniture=tuple(furniture),
        issues=issues,
    )


def typed_blocks(text: str) -> list[Block]:
    """The blocks of lines in letters of one width, as in a <pre>; none where no table is typed in them."""
    lines, _ = split_lines(text)
    blocks = _typed(lines, Prosewriter(wrap_width(lines)), False)
    return blocks if any(isinstance(b, Table) for b in blocks) else []


def _with_notes(blocks: Sequence[Block]) -> list[Block]:
    """A single starred line right below a table is its note, not a list."""
    out = list(blocks)
    for at, block in enumerate(out):
        if not (isinstance(block, Prose) and block.kind == "list" and block.number == "*"):
            continue
        after = out[at + 1] if at + 1 < len(out) else None
        alone = not (isinstance(after, Prose) and after.kind == "list" and after.number == "*")
        if at and isinstance(out[at - 1], Table) and alone:
            out[at] = replace(block, kind="footnote", level=0)
    return out


def _blocks(lines: Sequence[Line], writer: Prosewriter, more: bool = False) -> list[Block]:
    """Blocks of lines that hold prose and grids; `more` says that something comes after them."""
    out: list[Block] = []
    at = 0
    for start, end, part in find_html_tables(lines):
        out += _typed(lines[at:start], writer, True)
        out += map(outside_tables, blocks_from_table(part))
        at = end
    return out + _typed(lines[at:], writer, more)


def _typed(lines: Sequence[Line], writer: Prosewriter, more: bool) -> list[Block]:
    out: list[Block] = []
    at = 0
    for grid in find_grids(lines):
        out += writer.blocks(lines[at : grid.start], True)
        out += grid.contents if grid.table is None else blocks_from_table(grid.table)
        at = grid.end
    return out + writer.blocks(lines[at:], more)
