"""The body, a cell, a note or a text box of a Word file as blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.model.types import Anchor, Block, Issue, Picture, Prose, ProseKind, RawCell, RawTable, Table
from extractor.read.docx.drawings import Story, parts
from extractor.read.docx.paragraph import Line, inside, read_line, span
from extractor.read.docx.styles import VAL, Element, Style, W, on, paragraph_numbering, value, whole
from extractor.read.layout import line_shapes, tables, wording
from extractor.read.layout.raw_rows import absurd_span, filled_rows

MOST_COLUMNS = 2_000
_HOLDERS = {W + t for t in ("ins", "moveTo", "customXml", "smartTag", "sdtContent")}
_ITEM_FORMS = ("bullet", "none")


@dataclass(frozen=True, slots=True)
class _Row:
    """A table row: its own cells, and columns (from 0) where a cell merged downwards stands."""

    cells: tuple[RawCell, ...]
    continued: frozenset[int]
    """Columns covered from above."""
    merged: frozenset[int]
    """Those, and the columns where a merged cell begins."""
    clamped: bool


def blocks(parent: Element, story: Story, where: Anchor | None = None) -> Iterator[Block]:
    """The blocks of a body, cell, note or text box; `where` is the cell, None outside tables."""
    for child in inside(parent, _HOLDERS):
        tag = child.tag
        if tag == W + "p":
            yield from _paragraph(child, story, where)
        elif tag == W + "tbl":
            yield from _table(child, story)
        elif tag == W + "altChunk":
            message = "The file holds another document inside it, which was not read."
            story.issues.append(Issue("embedded-document", "warning", message))


def _in_contents(p: Element) -> bool:
    """Does a paragraph stand in a content control that holds the list of contents?"""
    galleries = (value(e, f"{W}sdtPr/{W}docPartObj/{W}docPartGallery") for e in p.iterancestors(W + "sdt"))
    return any((gallery or "").lower() == "table of contents" for gallery in galleries)


def _paragraph(p: Element, story: Story, where: Anchor | None) -> Iterator[Block]:
    properties = p.find(W + "pPr")
    style = story.styles.get(value(properties, W + "pStyle"))
    toc = _in_contents(p)
    in_contents = toc or story.fields.contents
    line = read_line(p, style, story.styles, story.fields)
    outline = whole(value(properties, W + "outlineLvl"), 9)
    if style.kind is None and outline < 9:
        style = replace(style, kind="heading", level=outline + 1)
    heading = style.kind == "heading"
    story.fields.end_paragraph(heading and bool(line.text.strip()))
    story.notes += line.notes
    contents = (in_contents or story.fields.contents or style.kind == "toc") and not (heading and not toc)
    if style.kind is None and line.italic and _indented(properties):
        style = replace(style, kind="quote")
    yield from _prose(line, style, paragraph_numbering(properties), contents, story, where)
    for drawing in line.drawings:
        for part in parts(drawing, story, where or Anchor()):
            if isinstance(part, Prose | Table | Picture):
                yield part
            else:
                yield from blocks(part, story, where)


def _indented(properties: Element | None) -> bool:
    """Set in from both margins, as quotations are."""
    found = properties.find(W + "ind") if properties is not None else None
    if found is None:
        return False
    left = whole(found.get(W + "left") or found.get(W + "start"))
    return left > 0 and whole(found.get(W + "right") or found.get(W + "end")) > 0


def _prose(
    line: Line,
    style: Style,
    numbered: tuple[str, int] | None,
    contents: bool,
    story: Story,
    where: Anchor | None,
) -> Iterator[Prose]:
    """The paragraph's text as Prose: one, or several where line breaks part it; in a cell one a line."""
    kind, level, number = _kind(style, numbered, story, line)
    if contents:
        kind, level, number = "toc", 0, ""
    if line.mark:
        kind, level, number = "footnote", 0, line.mark
    pieces = [wording.fold_tabs(t) for t in line.text.split("\n")]
    if where is not None:
        for i, text in enumerate(pieces):
            # The layout looks for captions.
            title = kind in ("paragraph", "heading") and line_shapes.is_caption(text)
            yield Prose(text, "caption" if title else kind, level, number if i == 0 else "", where, line.bold)
        return
    texts = wording.join_wrapped(pieces, always=kind in ("heading", "title", "caption", "toc"))
    for i, text in enumerate(texts):
        if i == 0 and kind == "paragraph" and line.text[0] == "\t":
            text = "\t" + text
        yield Prose(text, kind, level, number if i == 0 else "", emphasis=line.bold)
        story.sizes[text] = line.size
    story.letters[line.size] += len(line.text)


def _kind(
    style: Style, numbered: tuple[str, int] | None, story: Story, line: Line
) -> tuple[ProseKind, int, str]:
    """Kind, level and printed number of a paragraph from its style and its list."""
    numbering = numbered or style.numbering
    if numbering and not numbering[0] and style.numbering:
        numbering = (style.numbering[0], numbering[1])
    number, form, depth = "", "", 0
    if numbering and numbering[0] not in ("", "0") and (line.text.strip() or line.drawings):
        number, form = story.numbering.next(numbering[0], numbering[1])
        depth = numbering[1] + 1
    if style.kind and style.kind != "list":
        return style.kind, style.level or 0 if style.kind == "heading" else 0, number
    if style.kind == "list":
        return "list", max(style.depth, depth, 1), number or "•"
    if not depth:
        return "paragraph", 0, ""
    if form not in _ITEM_FORMS and "." in number.strip("."):
        return "paragraph", 0, number
    if form not in _ITEM_FORMS and line.bold and wording.like_heading(wording.fold(line.text) or "-"):
        return "paragraph", 0, number
    return "list", depth, number


def _table(tbl: Element, story: Story) -> Iterator[Block]:
    story.tables += 1
    index = story.tables
    rows: list[_Row] = []
    for tr in _rows(tbl):
        above = rows[-1].merged if rows else frozenset[int]()
        rows.append(_row(tr, story, Anchor(table=index, row=len(rows) + 1), above))
    if any(r.clamped for r in rows):
        story.issues.append(absurd_span(index, MOST_COLUMNS))
    spanned = (tuple(_with_rows(c, rows, r) for c in row.cells) for r, row in enumerate(rows))
    yield from tables.blocks_from_table(RawTable(filled_rows(list(spanned)), anchor=Anchor(table=index)))


def _with_rows(cell: RawCell, rows: list[_Row], row: int) -> RawCell:
    """The cell with the number of rows that it covers."""
    column = (cell.anchor.column or 1) - 1
    end = row + 1
    if column in rows[row].merged:
        while end < len(rows) and column in rows[end].continued:
            end += 1
    return replace(cell, row_span=end - row) if end > row + 1 else cell


def _rows(tbl: Element) -> Iterator[Element]:
    """Table rows, those inside content controls too; deleted and hidden ones left out."""
    for child in inside(tbl, _HOLDERS):
        gone = (child.find(f"{W}trPr/{W}{name}") for name in ("del", "hidden"))
        if child.tag == W + "tr" and all(mark is None for mark in gone):
            yield child


def _row(tr: Element, story: Story, where: Anchor, above: frozenset[int]) -> _Row:
    """The cells of a row; `above` are the columns of merged cells that the row before leaves open."""
    header, before = (tr.find(f"{W}trPr/{W}{name}") for name in ("tblHeader", "gridBefore"))
    cells: list[RawCell] = []
    column, clamped = 0, False
    if before is not None and whole(before.get(VAL)) > 0:
        column, clamped = span(before, MOST_COLUMNS)
        cells.append(RawCell((), column, anchor=replace(where, column=1)))
    continued, begun = set(), set()
    for tc in _cells(tr):
        spanned, merge, beside = (tc.find(f"{W}tcPr/{W}{name}") for name in ("gridSpan", "vMerge", "hMerge"))
        width, cut = span(spanned, MOST_COLUMNS)
        width, clamped = min(width, max(1, MOST_COLUMNS - column)), clamped or cut
        if beside is not None and beside.get(VAL) != "restart" and cells:
            cells[-1] = replace(cells[-1], column_span=cells[-1].column_span + width)
        elif merge is not None and merge.get(VAL) != "restart" and column in above:
            continued.add(column)
        else:
            at = replace(where, column=column + 1)
            cells.append(RawCell(tuple(blocks(tc, story, at)), width, 1, on(header) or False, at))
            if merge is not None:
                begun.add(column)
        column += width
    return _Row(tuple(cells), frozenset(continued), frozenset(continued | begun), clamped)


def _cells(tr: Element) -> Iterator[Element]:
    for child in inside(tr, _HOLDERS):
        if child.tag == W + "tc" and child.find(f"{W}tcPr/{W}cellDel") is None:
            yield child
