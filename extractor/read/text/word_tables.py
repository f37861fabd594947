"""Word tables written out as text: one cell a line, each begun by a tab.

A row begins after a blank line; a cell may run over further lines without a
tab; where the table holds the page together, each row begins with an empty
cell or a section number. The result is a RawTable, as a DOCX would give it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from extractor.model.types import Anchor, Block, Prose, RawCell, RawTable
from extractor.read.layout import line_shapes as shape
from extractor.read.text.decode import Line
from extractor.read.text.typed_tables import raw_cell

WIDTH = 840
"""Columns that a row is cut into: divisible by every usual number of cells."""
LONG = 80
Builder = Callable[[Sequence[Line], bool], list[Block]]

_CELL = re.compile(r"^ ?\t(?!\s*(?:[-–•·●▪*]|o)\s)[^\t]*$")


@dataclass(slots=True)
class _Row:
    """One row as gathered: lines of each cell; the first may be the section number."""

    lead: str
    lead_line: int
    cells: list[list[Line]] = field(default_factory=list)
    shifted: bool = False
    """The row begins with cells merged away (' ' before the tab)."""

    running: bool = False
    """Running text that follows the table, not a cell of it."""

    @property
    def many(self) -> bool:
        return len(self.cells) > 1

    @property
    def empty(self) -> bool:
        return all(line.blank for cell in self.cells for line in cell)


def word_region(lines: Sequence[Line]) -> tuple[int, int] | None:
    """First and past-last position of the lines that such tables take up, or None."""
    starts = [i for i, line in enumerate(lines) if "\t" in line.text[:2] and _CELL.match(line.text)]
    if len(starts) < 6:
        return None
    known = set(starts)
    pairs = sum(i + 1 in known for i in starts)
    leads = sum(not lines[i].text.strip() for i in starts)
    breaks = sum(_after_gap(lines, i) for i in starts[1:])
    long = sum(len(lines[i].text) > 2 * LONG for i in starts)
    if pairs < 3 or not breaks or long > len(starts) // 3 or (leads < 2 and not _equal_rows(lines, starts)):
        return None
    return starts[0], len(lines)


def _after_gap(lines: Sequence[Line], at: int) -> bool:
    """True below a line with nothing on it; a lone tab is an empty cell, not such a line."""
    return at == 0 or (lines[at - 1].blank and "\t" not in lines[at - 1].text)


def _equal_rows(lines: Sequence[Line], starts: list[int]) -> bool:
    """True where blank lines cut the cells into at least three rows of one length above one."""
    sizes: list[int] = []
    for at in starts:
        if not sizes or _after_gap(lines, at):
            sizes.append(0)
        sizes[-1] += 1
    usual, times = Counter(sizes).most_common(1)[0]
    return usual > 1 and times >= 3


def read_region(lines: Sequence[Line], build: Builder, saw_number: Callable[[str], None]) -> RawTable:
    """The region as one RawTable; `build` makes the blocks of wide cells."""
    rows = _overflowed(list(_rows(lines)))
    raw: list[tuple[RawCell, ...]] = []
    run: list[_Row] = []
    for row in rows:
        if row.many and not row.empty:
            run.append(row)
            continue
        raw += _grid(run)
        run = []
        if row.empty and not row.lead:
            raw.append((_lead(row), _wide((), row.lead_line)))
            continue
        if row.lead:
            saw_number(row.lead)
        content = [line for cell in row.cells for line in cell]
        raw.append((_lead(row), _wide(tuple(_built(content, build, row)), row.lead_line)))
    raw += _grid(run)
    return RawTable(tuple(raw), "", Anchor(line=lines[0].number))


def _built(content: list[Line], build: Builder, row: _Row) -> list[Block]:
    """Blocks of a wide cell; its first line is kept as it is where a section number leads it."""
    while content and content[0].blank:
        content = content[1:]
    if not content:
        return []
    content = [line._replace(text=line.text.lstrip()) if i == 0 else line for i, line in enumerate(content)]
    if row.lead and len(content[0].text) < 120 and not shape.take_bullet(content[0].text)[0]:
        first = Prose(" ".join(content[0].text.split()), anchor=Anchor(line=content[0].number))
        return [first, *build(content[1:], False)]
    return build(content, row.running)


def _rows(lines: Sequence[Line]) -> Iterator[_Row]:
    """Rows of a region: where each begins is told by blank lines and leading cells."""
    leads = sum(1 for i, line in enumerate(lines) if line.text == "\t" and _after_gap(lines, i))
    led = leads >= 2
    row: _Row | None = None
    for at, line in enumerate(lines):
        if not _CELL.match(line.text):
            if row is not None:
                row.cells = row.cells or [[]]
                row.cells[-1].append(line)
            continue
        text = line.text.lstrip(" ").removeprefix("\t")
        shifted = line.text.startswith(" ")
        after_blank = _after_gap(lines, at)
        if led:
            number = _leads(lines, at, text)
            begins = row is None or shifted or (after_blank and (not text.strip() or number))
            begins = begins or (after_blank and not row.many and len(text) > LONG)  # type: ignore[union-attr]
        else:
            number, begins = False, row is None or after_blank or shifted
        if not begins:
            row.cells.append([line._replace(text=text)])  # type: ignore[union-attr]
            continue
        if row is not None:
            yield row
        row = _Row("", line.number, [], shifted)
        if led and (number or (not text.strip() and not shifted)):
            row.lead, row.shifted = text.strip(), False
        else:
            row.cells.append([line._replace(text=text)])
    if row is not None:
        yield row


def _leads(lines: Sequence[Line], at: int, text: str) -> bool:
    """True for a section number alone in its cell, with a title in the next one."""
    if not shape.is_section_number(text.strip()) or at + 1 >= len(lines):
        return False
    after = lines[at + 1].text
    return _CELL.match(after) is not None and sum(ch.isalpha() for ch in after) > 2


def _overflowed(rows: list[_Row]) -> list[_Row]:
    """Running text that follows the last cell of a grid stands in a wide row of its own."""
    out: list[_Row] = []
    for index, row in enumerate(rows):
        out.append(row)
        after = rows[index + 1] if index + 1 < len(rows) else None
        if not row.many or (after is not None and after.many and len(after.cells) == len(row.cells)):
            continue
        most = max(1, *(sum(not line.blank for line in cell) for cell in row.cells[:-1]))
        cell, count = row.cells[-1], 0
        for position, line in enumerate(cell):
            if count >= most and cell[position - 1].blank and _is_running(cell[position:]):
                row.cells[-1] = cell[:position]
                out.append(_Row("", line.number, [cell[position:]], running=True))
                break
            count += not line.blank
    return out


def _is_running(lines: list[Line]) -> bool:
    """True where the lines begin with words or a section number and hold running text."""
    first = lines[0].text.strip()
    if sum(ch.isalpha() for ch in first) < 3 and not (first.endswith(".") and shape.is_section_number(first)):
        return False
    return any(len(line.text.split()) > 7 for line in lines)


def _lead(row: _Row) -> RawCell:
    return raw_cell(row.lead, row.lead_line)


def _wide(content: tuple[Block, ...], line: int) -> RawCell:
    return RawCell(content, WIDTH, 1, False, Anchor(line=line))


def _grid(run: list[_Row]) -> list[tuple[RawCell, ...]]:
    """Rows of cells spread over the full width, short header rows over the columns below them."""
    out: list[tuple[RawCell, ...]] = []
    for part in _parts(run):
        width = max(len(row.cells) for row in part)
        below_full = False
        for row in part:
            spans = _spans(row, width, below_full)
            below_full = below_full or len(row.cells) == width
            if row.shifted and len(row.cells) < width:
                row.cells.insert(0, [])
            spans += [1] * (width - sum(spans))
            ends = [round(WIDTH * end / width) for end in accumulate(spans, initial=0)]
            cells = [*row.cells, *([] for _ in spans[len(row.cells) :])]
            laid = (_cell(c, b - a, row.lead_line) for c, (a, b) in zip(cells, pairwise(ends), strict=False))
            out.append((_lead(row), *laid))
    return out


def _parts(run: list[_Row]) -> Iterator[list[_Row]]:
    """The run parted where two rows or more of one length are followed by two or more of another."""
    start = 0
    for at in range(2, len(run) - 1):
        sizes = [len(row.cells) for row in run[at - 2 : at + 2]]
        if at - start >= 2 and sizes[0] == sizes[1] != sizes[2] == sizes[3]:
            yield run[start:at]
            start = at
    if run[start:]:
        yield run[start:]


def _spans(row: _Row, width: int, below_full: bool) -> list[int]:
    """How many columns each cell of a row covers (a blank first cell is added to a shifted row)."""
    have = len(row.cells)
    if have == width or below_full:
        return [1] * have
    if row.shifted:
        return [width - have] + [1] * have
    if have > 1 and (width - 1) % (have - 1) == 0:
        return [1] + [(width - 1) // (have - 1)] * (have - 1)
    return [1] * (have - 1) + [width - have + 1]


def _cell(lines: list[Line], span: int, line: int) -> RawCell:
    text = "\n".join(part.text for part in lines if not part.blank)
    number = lines[0].number if lines else line
    return raw_cell(text, number, span=span)
