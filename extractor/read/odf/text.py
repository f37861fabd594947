"""OpenDocument texts (.odt): headings, paragraphs, lists, notes and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.model.types import Anchor, Block, Document, Prose, RawCell, RawTable
from extractor.read.layout import finish, line_shapes, tables
from extractor.read.layout.raw_rows import filled_rows
from extractor.read.odf.content import (
    DRAW,
    TABLE,
    TEXT,
    Content,
    Element,
    open_content,
    repeats,
    rows_of,
    span,
    text_of,
)

_HOLDERS = {TEXT + t for t in ("section", "index-body", "index-title")}
_CONTENTS = {
    TEXT + t for t in ("table-of-content", "illustration-index", "table-index", "alphabetical-index")
}


def read_odt(data: bytes, name: str) -> Document:
    """The Document of an OpenDocument text; anchors of tables as in a Word file.

    Raises Unreadable (`damaged`, `encrypted`, `too-large`, `empty`) where there is nothing to give.
    """
    content = open_content(data, "text")
    found = [*_blocks(content.body, content, None), *_notes(content)]
    return finish.document(found, content.titles(), content.package.issues())


def _blocks(
    parent: Element, content: Content, where: Anchor | None, depth: int = 0, toc: bool = False
) -> Iterator[Block]:
    """The blocks of a body, section, list or cell; `where` is the cell, None outside tables."""
    for child in parent:
        if child.tag in (TEXT + "p", TEXT + "h"):
            yield from _paragraph(child, content, where, depth, toc)
            for box in child.iter(DRAW + "text-box"):
                yield from _blocks(box, content, where)
        elif child.tag in (TEXT + "list", TEXT + "list-item", TEXT + "list-header"):
            yield from _blocks(child, content, where, depth + (child.tag == TEXT + "list"), toc)
        elif child.tag == TABLE + "table":
            if not content.style(child, TABLE + "style-name").hides:
                yield from _table(child, content)
        elif child.tag in _HOLDERS and child.get(TEXT + "display") != "none":
            yield from _blocks(child, content, where, depth, toc)
        elif child.tag in _CONTENTS:
            yield from _blocks(child, content, where, depth, True)


def _paragraph(p: Element, content: Content, where: Anchor | None, depth: int, toc: bool) -> Iterator[Prose]:
    style = content.style(p)
    named = f"{p.get(TEXT + 'style-name') or ''} {style.parent}".lower()
    level = 0
    for text in text_of(p, content).split("\n"):
        bold = style.bold or _all_bold(p, content)
        if toc:
            yield Prose(text, "toc")
        elif p.tag == TEXT + "h":
            level = int(p.get(TEXT + "outline-level") or 1)
            yield Prose(text, "heading", level, anchor=where or Anchor(), emphasis=bold)
        elif depth:
            yield Prose(text, "list", depth, "•", where or Anchor(), bold)
        elif where is not None and line_shapes.is_caption(text):
            yield Prose(text, "caption", anchor=where, emphasis=bold)
        else:
            kind = (
                "title"
                if where is None and ("title" in named.split() or "subtitle" in named.split())
                else "paragraph"
            )
            yield Prose(text, kind, anchor=where or Anchor(), emphasis=bold)  # type: ignore[arg-type]


def _all_bold(p: Element, content: Content) -> bool:
    """Is all the text of a paragraph in spans that are bold?"""
    spans = list(p.iterfind(TEXT + "span"))
    outside = (p.text or "") + "".join(c.tail or "" for c in p)
    return (
        bool(spans)
        and not outside.strip()
        and all(content.style(s).bold for s in spans if "".join(map(str, s.itertext())).strip())
    )


def _notes(content: Content) -> Iterator[Block]:
    """Footnotes and endnotes in the order of their marks."""
    for note in content.body.iter(TEXT + "note"):
        mark = note.find(TEXT + "note-citation")
        body = note.find(TEXT + "note-body")
        number = (mark.text or "") if mark is not None else ""
        for block in _blocks(body, content, None) if body is not None else ():
            if isinstance(block, Prose):
                yield replace(block, kind="footnote", level=0, number=number)


def _table(table: Element, content: Content) -> Iterator[Block]:
    rows: list[tuple[RawCell, ...]] = []
    for tr, head in rows_of(table):
        where = Anchor(row=len(rows) + 1)
        cells: list[RawCell] = []
        for cell in tr.iterfind(TABLE + "table-cell"):
            inside = tuple(_blocks(cell, content, where))
            cells += [RawCell(inside, span(cell, "columns"), span(cell, "rows"), head, where)] * repeats(
                cell, "columns"
            )
        rows += [tuple(cells)] * repeats(tr, "rows")
    yield from tables.blocks_from_table(RawTable(filled_rows(rows)))
