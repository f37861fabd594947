"""Word files (.docx) as a Document: body, notes, text boxes, charts; running heads apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractor.model.types import Block, Document, Issue, Picture, Prose, Table
from extractor.read.docx.blocks import blocks
from extractor.read.docx.drawings import Story
from extractor.read.docx.numbering import read_numbering
from extractor.read.docx.styles import W, read_styles
from extractor.read.docx.tabbed_tables import tabbed_tables
from extractor.read.layout import finish, wording
from extractor.read.zip_package import open_office

NEAR = 8
"""Blocks on either side of a chart among which a table may print the same figures."""
LARGE = 1.2
"""A short line in letters this many times the body's is a heading,"""
VERY_LARGE = 1.4
"""and one of the highest level from here."""
_FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def read_docx(data: bytes, name: str) -> Document:
    """The Document of a .docx file.

    Anchors of tables count from 1 in reading order, rows and columns from 1;
    there are no pages. Raises Unreadable, with a code such as `encrypted`,
    `damaged`, `too-large` or `empty`, where there is nothing to give.
    """
    package = open_office(data, "word/document.xml")
    root = package.document()
    relations = package.relations(package.main)
    parts = {r.kind: r.target for r in relations.values()}
    styles = read_styles(package.xml(parts.get("styles", "word/styles.xml")))
    numbering = read_numbering(package.xml(parts.get("numbering", "word/numbering.xml")))
    story = Story(package, styles, numbering, relations)
    body = root.find(W + "body")
    found = list(blocks(body, story)) if body is not None else []
    found = _by_size(found, story.sizes, story.letters)
    found += _notes(story, parts)
    settled = list(_beside_tables(tabbed_tables(found), story))
    titles = package.properties("docProps/core.xml", "title", "subject", "creator")
    titles += package.properties("docProps/app.xml", "Company")
    furniture = _furniture(story)
    return finish.document(settled, titles, [*story.issues, *package.issues()], furniture=furniture)


def _furniture(story: Story) -> tuple[Prose, ...]:
    """The lines of running headers and footers, each once."""
    lines: dict[str, Prose] = {}
    for kind in ("header", "footer"):
        for relation in story.relations.values():
            root = story.package.xml(relation.target) if relation.kind == kind else None
            if root is None:
                continue
            aside = replace(story, relations=story.package.relations(relation.target), issues=[], notes=[])
            for block in blocks(root, aside):
                if isinstance(block, Prose) and block.text.strip():
                    lines.setdefault(block.text, replace(block, kind="paragraph", level=0))
                elif isinstance(block, Table):
                    for cell in block.cells:
                        text = wording.fold(cell.text)
                        if text:
                            lines.setdefault(text, Prose(text))
    return tuple(lines.values())


def _notes(story: Story, parts: dict[str, str]) -> list[Block]:
    """Footnotes and endnotes in the order of their references, as kind 'footnote'."""
    roots = {
        kind: story.package.xml(parts.get(f"{kind}s", f"word/{kind}s.xml"))
        for kind in ("footnote", "endnote")
    }
    bodies = {
        (kind, note.get(W + "id") or ""): note
        for kind, root in roots.items()
        if root is not None
        for note in root.iter(W + kind)
        if note.get(W + "type") in (None, "normal")
    }
    counts = Counter[str]()
    out: list[Block] = []
    for key in dict.fromkeys(story.notes):
        counts[key[0]] += 1
        note = bodies.get(key)
        first = str(counts[key[0]])
        for block in blocks(note, story) if note is not None else ():
            if isinstance(block, Prose):
                if block.text.strip():
                    out.append(replace(block, kind="footnote", level=0, number=first))
                    first = ""
            else:
                out.append(block)
    return out


def _by_size(found: list[Block], sizes: dict[str, int], letters: Counter[int]) -> list[Block]:
    """Short lines in large letters: titles before the text begins, headings after."""
    body = letters.most_common(1)[0][0] if letters else 0
    short = {text: size for text, size in sizes.items() if wording.like_heading(text.strip() or "-")}
    large = {text: size for text, size in short.items() if body and size >= LARGE * body}
    begins = next((at for at, block in enumerate(found) if _begins_text(block)), len(found))
    after = {large[b.text] for b in found[begins:] if isinstance(b, Prose) and b.text in large}
    ranks = {size: min(rank, 6) for rank, size in enumerate(sorted(after, reverse=True), 1)}
    if any(isinstance(b, Prose) and b.kind == "heading" for b in found):
        ranks = {size: int(size >= VERY_LARGE * body) for size in after}
    out = list(found)
    for at, block in enumerate(found):
        if isinstance(block, Prose) and block.kind == "paragraph" and block.text in large:
            headed = replace(block, kind="title")
            if at >= begins:
                headed = replace(block, kind="heading", level=ranks[large[block.text]])
            out[at] = headed
    return out


def _begins_text(block: Block) -> bool:
    """A heading, a table or a paragraph of some length ends the cover."""
    if isinstance(block, Prose):
        return block.kind in ("heading", "list", "toc") or len(block.text) > 90
    return isinstance(block, Table)


def _beside_tables(found: Iterable[Block], story: Story) -> Iterator[Block]:
    """Charts with figures: a caption and a legend, or a table where they hold several series.

    A chart that only draws the table beside it is left out, with an Issue that says so.
    """
    items = list(found)
    for i, block in enumerate(items):
        chart = story.charts.get(block) if isinstance(block, Picture) else None
        if chart is None or not isinstance(block, Picture):
            yield block
            continue
        near = (b for b in items[max(0, i - NEAR) : i + NEAR + 1] if isinstance(b, Table))
        figures = [(label, figure) for s in chart.series for label, figure in s.points]
        if any(_prints(table, figures) for table in near):
            message = "The figures of a chart stand in the table beside it and were read there."
            story.issues.append(Issue("chart-repeats-table", "info", message))
            continue
        table = chart.table()
        if table is None and chart.title:
            yield Prose(chart.title, "caption")
        yield table if table is not None else block


def _prints(table: Table, points: list[tuple[str, str]]) -> bool:
    """Does the table hold every label and every figure of the chart (a nought may be blank)?"""
    words = {wording.fold(line).lower() for c in table.cells for line in (c.text, *c.text.split("\n"))}
    have = Counter(float(f.replace(",", "")) for c in table.cells for f in _FIGURE.findall(c.text))
    want = Counter(value for _, figure in points if (value := _value(figure)))
    labels = {label.rpartition(" > ")[2].lower() for label, _ in points}
    return bool(want) and not want - have and labels <= words


def _value(figure: str) -> float:
    found = _FIGURE.search(figure)
    return float(found[0].replace(",", "")) if found else 0.0
