"""From a table as the file draws it to blocks in reading order.

Word and HTML tables often hold the page together: a column of section numbers,
one wide cell of prose, and a grid of figures in between. Here the prose becomes
prose, each grid its own Table, and a plain grid comes through as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractor.language.shapes import Shape
from extractor.model.types import Anchor, Block, Cell, Picture, Prose, RawCell, RawTable, Table
from extractor.read.layout import table_rows
from extractor.read.layout.line_shapes import (
    depth,
    ends_sentence,
    is_bare_caption,
    is_caption,
    is_heading_like,
    is_number_alone,
    is_section_number,
)
from extractor.read.layout.table_rows import Placed, Row, Run

MAX_SPAN = 1000
"""Columns or rows that one cell may span; what claims more is clamped."""
LABEL_LENGTH = 90
HEAD_LENGTH = 20
"""Characters of 'No.', 'Item' or 'Agenda item' over a list of items."""
_FEWEST_ALIKE = 2
"""Rows without a table inside, for a row with one to belong to their grid."""
SENTENCE_LENGTH = 40
_YEAR_ALONE = Shape(r"(?:{year_nouns} )?20[012]\d ?[/–-] ?(?:20)?[0123]\d")


def blocks_from_table(raw: RawTable) -> list[Block]:
    """Prose, Tables and Pictures of a raw table, in reading order.

    Tables are compact: columns are the boundaries in use, rows and columns count
    from 0, anchors from 1 with `table` left to number_tables.
    """
    rows = place(raw)
    edge = _number_column(rows)
    return _Walk(raw, [_without(row, edge) for row in rows] if edge else rows, bool(edge)).blocks()


def number_tables(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with their tables numbered 1, 2, 3 ... in every table and cell anchor."""
    out: list[Block] = []
    count = 0
    for block in blocks:
        if isinstance(block, Table):
            count += 1
            if block.anchor.table != count or any(c.anchor.table != count for c in block.cells):
                cells = tuple(_numbered_cell(c, count) for c in block.cells)
                block = replace(block, cells=cells, anchor=replace(block.anchor, table=count))
        out.append(block)
    return tuple(out)


def _numbered_cell(cell: Cell, table: int) -> Cell:
    # built by hand: dataclasses.replace is slow, and a long report has tens of thousands of cells
    of = cell.anchor
    where = Anchor(of.page, of.bbox, table, of.row, of.column, of.line, of.start, of.end)
    return Cell(cell.text, cell.row, cell.column, cell.row_span, cell.column_span, cell.header, where)


def attach_captions(blocks: Iterable[Block]) -> list[Block]:
    """Captions that stand directly above a Table without one move into it."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and not block.caption:
            taken: list[Prose] = []
            while out and isinstance(out[-1], Prose) and _titles(out[-1]) and not taken:
                taken.insert(0, out.pop())  # type: ignore[arg-type]
            if taken:
                block = replace(block, caption=joined_caption([p.text for p in taken]))
        out.append(block)
    return out


def _titles(block: Prose) -> bool:
    """A caption, or a year alone on its line."""
    return block.kind == "caption" or (
        block.kind == "paragraph" and _YEAR_ALONE.fullmatch(block.text) is not None
    )


def joined_caption(parts: Sequence[str]) -> str:
    """One caption of several lines: 'Table 16 Sex', 'Table 1: A – B'."""
    text = ""
    for part in parts:
        gap = "" if not text else " " if is_bare_caption(text) else " – "
        text += gap + part
    return text


def place(raw: RawTable) -> list[Row]:
    """Each cell with the columns that it covers, cells spanned from above stepped over."""
    carried: list[tuple[int, int, int]] = []
    rows: list[Row] = []
    total = len(raw.rows)
    for index, cells in enumerate(raw.rows):
        carried = [c for c in carried if c[2] > index]
        x = 0
        placed: list[Placed] = []
        for cell in cells:
            x = _free(x, carried)
            # a span that runs into a cell from above ends there
            edge = min((start for start, _, _ in carried if start > x), default=x + MAX_SPAN)
            end = min(x + max(1, min(cell.column_span, MAX_SPAN)), edge)
            below = min(index + max(1, cell.row_span), total)
            placed.append(Placed(cell, x, end, below - index, table_rows.text_of(cell)))
            x = end
        rows.append(Row(tuple(placed), bool(carried)))
        carried += [(p.start, p.end, index + p.row_span) for p in placed if p.row_span > 1]
    return rows


def _free(x: int, carried: list[tuple[int, int, int]]) -> int:
    for start, end, _ in sorted(carried):
        if start <= x < end:
            x = end
    return x


def _number_column(rows: list[Row]) -> int:
    """Right edge of a first column that only numbers sections or is blank beside prose; 0 if none."""
    edges = {r.cells[0].end for r in rows if len(r.cells) > 1}
    if len(edges) != 1 or any(r.carried or any(p.row_span > 1 for p in r.cells) for r in rows):
        return 0
    wide = False
    for row in rows[1:] if _heads_items(rows) else rows:
        if len(row.cells) < 2:
            continue
        first, text = row.cells[0].text, row.cells[1].text
        if any(not isinstance(b, Prose) for b in row.cells[0].cell.content):
            return 0
        if len(row.cells) == 2:
            if first and not (is_section_number(first) and any(ch.isalpha() for ch in text)):
                return 0
            wide = wide or bool(text)
        elif first:
            return 0
    return edges.pop() if wide else 0


def _heads_items(rows: list[Row]) -> bool:
    """Is the first row the head of a list of items, 'No.' and 'Item', each with paragraphs of its own?"""
    first = rows[0].cells
    short = [p.text and len(p.text) <= HEAD_LENGTH and not is_section_number(p.text) for p in first]
    return short == [True, True] and any(
        len(row.cells) == 2 and len(row.cells[1].cell.content) > 2 for row in rows[1:]
    )


def _without(row: Row, edge: int) -> Row:
    if len(row.cells) > 1 and row.cells[0].end == edge:
        return Row(row.cells[1:], row.carried, row.cells[0].text, row.cells[0].cell)
    return row


@dataclass(slots=True)
class _Walk:
    """One pass over the rows: the run being gathered, captions waiting for it, blocks so far."""

    raw: RawTable
    rows: list[Row]
    layout: bool
    below: list[int] = field(default_factory=list)
    """For each row the next one that is neither a single wide cell nor blank; -1 for none."""

    def blocks(self) -> list[Block]:
        out: list[Block] = []
        run = Run()
        self.below = _next_rows(self.rows)
        for position, row in enumerate(self.rows):
            if row.full and self._is_group(position, row, run):
                run.add(row)
            elif row.nested and not row.full and not self._holds_data(row):
                heads = _heads_of(run, row)
                self._close(Run() if heads else run, out)
                run = Run()
                out += _sections(row, heads or _shared_head(row, out))
            elif row.full or (row.blank and self.layout and not row.carried):
                self._close(run, out)
                run = Run()
                out += _numbered(row) if row.full else ()
            else:
                if run.rows and (_starts_table(row) or not run.takes(row)):
                    self._close(run, out)
                    run = Run()
                run.add(row)
        self._close(run, out)
        whole = self.raw.caption
        if whole and not any(isinstance(b, Table) and b.caption == whole for b in out):
            if sum(isinstance(b, Table) for b in out) > 1 and any(r.nested for r in self.rows):
                return [_with_caption(b, whole) if isinstance(b, Table) else b for b in _captioned(out)]
            out.insert(0, Prose(whole, "caption", anchor=self.raw.anchor))
        return _captioned(out)

    def _holds_data(self, row: Row) -> bool:
        """Is a row with a table in it one of a table of data: words beside it, and rows like it without?"""
        alike = sum(r.starts == row.starts and not r.nested and not r.blank for r in self.rows)
        return not self.layout and alike >= _FEWEST_ALIKE and any(p.text for p in row.cells)

    def _is_group(self, position: int, row: Row, run: Run) -> bool:
        """A short label across the whole width, inside a grid or (in a plain grid) on top of it."""
        content = [b for b in row.cells[0].cell.content if not isinstance(b, Prose) or b.text]
        at = self.below[position]
        if row.number or at < 0 or len(content) != 1 or not isinstance(content[0], Prose):
            return False
        prose, below = content[0], self.rows[at]
        if prose.kind in ("caption", "list", "quote") or is_caption(prose.text):
            return False
        if below.nested or _starts_table(below):
            return False
        if self.layout and (prose.kind == "heading" or any(r.blank for r in self.rows[position + 1 : at])):
            return False
        if not run.rows:
            return not self.layout and _is_label(prose.text)
        goes_on = not self.layout and len(run.rows) > 1 and any(is_number_alone(p.text) for p in below.cells)
        return run.takes(below) and (goes_on or _is_label(prose.text))

    def _close(self, run: Run, out: list[Block]) -> None:
        """Put out the gathered rows: a Table, or prose where they are no grid."""
        placed = [p for row in run.rows for p in row.cells]
        pictures = [b for p in placed for b in p.cell.content if isinstance(b, Picture | Table)]
        if not any(p.text for p in placed):
            out += pictures
        elif table_rows.is_panel(run.rows):
            for p in placed:
                out += panel_cell(p.cell)
        elif _one_column(run):
            out += (b for p in placed for b in p.cell.content if not isinstance(b, Prose) or b.text)
        elif _one_row_of_words(run):
            out += _sections(run.rows[0], {})
        else:
            first = not any(isinstance(b, Table) for b in out)
            out.append(table_rows.to_table(run, self.raw.caption if first else "", self.raw.anchor))
            out += pictures


def _captioned(out: list[Block]) -> list[Block]:
    """Captions, with the short lines below them, go into the Table that they stand on."""
    done: list[Block] = []
    for block in out:
        if isinstance(block, Table) and not block.caption:
            lines: list[str] = []
            back = len(done)
            while back and _may_title(done[back - 1]):
                back -= 1
                lines.insert(0, done[back].text)  # type: ignore[union-attr]
                if done[back].kind == "caption":  # type: ignore[union-attr]
                    del done[back:]
                    block = replace(block, caption=joined_caption(lines))
                    break
        done.append(block)
    return done


def _may_title(block: Block) -> bool:
    if not isinstance(block, Prose) or len(block.text) > 140:
        return False
    return block.kind == "caption" or (
        block.kind in ("paragraph", "heading") and not block.number and not ends_sentence(block.text)
    )


def _one_column(run: Run) -> bool:
    """True where all that is printed stands in one column."""
    return len({p.start for row in run.rows for p in row.cells if p.text}) == 1


def _one_row_of_words(run: Run) -> bool:
    """A label beside the sentences that belong to it ('Main points'), and no row of figures."""
    if len(run.rows) != 1:
        return False
    texts = [p.text for p in run.rows[0].cells if p.text]
    lines = [line for text in texts for line in text.split("\n")]
    return max(map(len, lines)) >= SENTENCE_LENGTH and not any(map(is_number_alone, lines))


def _is_label(text: str) -> bool:
    return len(text) <= LABEL_LENGTH and not text.endswith((".", ";"))


def _next_rows(rows: list[Row]) -> list[int]:
    below, last = [-1] * len(rows), -1
    for at in range(len(rows) - 1, -1, -1):
        below[at] = last
        if not rows[at].full and not rows[at].blank:
            last = at
    return below


def _starts_table(row: Row) -> bool:
    return len(row.cells) > 1 and is_caption(row.cells[0].text.split("\n", 1)[0])


def _numbered(row: Row) -> Iterator[Block]:
    """The content of a full-width row; its section number goes to the first line of prose."""
    number = row.number
    content = row.cells[0].cell.content if row.cells else ()
    if number and not any(isinstance(b, Prose) and b.text for b in content):
        yield Prose(number, anchor=row.anchor)
    for block in content:
        if isinstance(block, Prose) and block.kind == "paragraph" and is_caption(block.text):
            block = replace(block, kind="caption")
        if number and isinstance(block, Prose) and block.text:
            yield _with_number(block, number)
            number = ""
        elif not isinstance(block, Prose) or block.text:
            yield block


def _with_number(prose: Prose, number: str) -> Prose:
    heading = prose.kind == "heading" or is_heading_like(prose.text.rstrip(": "), alone=True)
    if prose.number:
        text = prose.text if prose.number == number else f"{prose.number} {prose.text}"
        return replace(prose, text=text, number=number)
    if not heading:
        return replace(prose, number=number)
    return replace(prose, kind="heading", level=depth(number) or prose.level or 3, number=number)


def _heads_of(run: Run, row: Row) -> dict[int, str]:
    """What the one row above nested tables says of each, by column: 'Stage 1' | 'Stage 2'; else nothing."""
    if len(run.rows) != 1 or run.rows[0].carried or run.rows[0].starts != row.starts:
        return {}
    cells = run.rows[0].cells
    if any("\n" in p.text or is_number_alone(p.text) or (p.text and not _is_label(p.text)) for p in cells):
        return {}
    return {p.start: p.text for p in cells if p.text}


def _shared_head(row: Row, out: list[Block]) -> dict[int, str]:
    """The caption right above tables that stand side by side, taken off `out`, for each of them."""
    above = out[-1] if out else None
    tables = [p.start for p in row.cells if any(isinstance(b, Table) for b in p.cell.content)]
    if len(tables) < 2 or not isinstance(above, Prose) or above.kind != "caption":
        return {}
    out.pop()
    return dict.fromkeys(tables, above.text)


def _sections(row: Row, heads: dict[int, str]) -> Iterator[Block]:
    """A row that holds tables of its own: a short label becomes a heading, the rest stays in order.

    `heads` are words over the cells, by column: part of the caption of a table there, else a heading.
    """
    for index, placed in enumerate(row.cells):
        content = placed.cell.content
        head = heads.get(placed.start, "")
        if head and not any(isinstance(b, Table) for b in content):
            yield Prose(head, "heading", 4, anchor=placed.cell.anchor)
        first = content[0] if index == 0 and len(content) == 1 else None
        if isinstance(first, Prose) and first.kind == "paragraph" and is_heading_like(first.text, alone=True):
            yield replace(first, kind="heading", level=4)
            continue
        blocks = attach_captions(panel_cell(placed.cell)) if head else panel_cell(placed.cell)
        for block in blocks:
            yield _with_caption(block, head) if head and isinstance(block, Table) else block


def _with_caption(table: Table, words: str) -> Table:
    return replace(table, caption=joined_caption([words, table.caption] if table.caption else [words]))


def panel_cell(cell: RawCell) -> Iterator[Block]:
    """The content of a self-contained cell; a short first line above a sentence is its heading."""
    content = [b for b in cell.content if not isinstance(b, Prose) or b.text]
    for index, block in enumerate(content):
        if index == 0 and len(content) > 1 and isinstance(block, Prose) and block.kind == "paragraph":
            after = content[1]
            wordy = not isinstance(after, Prose) or len(after.text) >= SENTENCE_LENGTH
            if wordy and len(block.text.split()) <= 6 and is_heading_like(block.text, alone=True):
                block = replace(block, kind="heading", level=4)
        yield block
