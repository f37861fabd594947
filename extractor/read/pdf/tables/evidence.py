"""What speaks for it that lines of cells between gutters are a table: figures, headings over them, rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.read.pdf.ink import hull, overlap
from extractor.read.pdf.tables.lines import Line
from extractor.read.pdf.tables.row_groups import LONG_CELL
from extractor.read.pdf.tables.white_space_rows import CellLine, Gutter, cell_lines
from extractor.read.pdf.text.pieces import counts, heads_years, is_year
from extractor.read.pdf.text.words import Row

FEWEST_LINES = 2
"""Lines of cells of a table: its headings and one row."""
TIGHT = 1.35
"""In sizes: the widest step between lines of one heading."""


def is_one_row(block: Sequence[Sequence[Row]]) -> bool:
    """Headings, and below them a label with a figure under each; labels without figures may stand between.

    Where there are several headings, some may have no figure under them.
    """
    rows = [parts for parts in block if len(parts) > 1]
    rows = rows if len(rows) == FEWEST_LINES < len(block) else list(block)
    if len(rows) != FEWEST_LINES or rows[0] is not block[0]:
        return False
    heads, figures = rows[0], rows[1][1:]
    texts = [head.text for head in heads]
    if not figures or len(figures) > len(heads) or (any(map(counts, texts)) and not heads_years(texts)):
        return False
    return all(
        counts(part.text) and any(overlap(head.x0, head.x1, part.x0, part.x1) > 0 for head in heads)
        for part in figures
    )


def boxed(block: Sequence[Sequence[Row]], rules: Sequence[Line]) -> bool:
    """Rules above and below, about as wide as the block."""
    box = hull([part.box for parts in block for part in parts])
    wide = [r for r in rules if overlap(r.start, r.end, box[0], box[2]) > 0.6 * (box[2] - box[0])]
    size = block[0][0].size
    above = any(box[1] - 2 * size < r.at < block[0][0].baseline + 4 for r in wide)
    below = any(block[-1][0].baseline - 4 < r.at < box[3] + 2 * size for r in wide)
    return above and below


def is_convincing(block: Sequence[Sequence[Row]], cuts: Sequence[Gutter], framed: bool) -> bool:
    """Short cells with figures; or between rules; or many columns of short text."""
    lines = cell_lines(block, cuts)
    rows = [line for line in lines if len(line.parts) > 1]
    texts = list(_cells(lines))
    values = sum(counts(text) for text in texts)
    if not texts or len(rows) < 2:
        return False
    longest = sum(len(part.text) for line in lines for part in line.parts.values()) / sum(
        len(line.parts) for line in lines
    )
    headed = _headed(rows, cuts)
    if values >= 0.5 * (len(texts) - headed):
        with_values = sum(1 for line in rows if any(c and counts(p.text) for c, p in line.parts.items()))
        plain = headed > 2 or (headed and all(is_year(part.text) for part in rows[0].parts.values()))
        return with_values >= (1 if headed and (framed or plain) else 2 if len(cuts) > 1 or framed else 3)
    if framed:
        return len(rows) >= 3 and longest < LONG_CELL
    full = sum(1 for line in rows if len(line.parts) >= 3)
    return len(cuts) >= 2 and full >= 4 and longest < 22 and values >= 0.15 * len(texts)


def _cells(lines: Sequence[CellLine]) -> Iterator[str]:
    """The texts behind the first column; of a heading of several lines above all figures the first."""
    head, known = True, set[int]()
    for index, line in enumerate(lines):
        above = lines[index - 1].row if index else line.row
        head = head and not any(column and counts(part.text) for column, part in line.parts.items())
        if line.row.baseline - above.baseline > TIGHT * line.row.size:
            known = set()
        yield from (p.text for column, p in line.parts.items() if column and not (head and column in known))
        known |= line.parts.keys()


def _headed(rows: Sequence[CellLine], cuts: Sequence[Gutter]) -> int:
    """How many headings stand in a line above all figures, each figure below one of them; 0 for none."""
    for index, line in enumerate(rows):
        if any(counts(part.text) for part in line.parts.values()):
            return 0
        if len(line.parts) >= len(cuts) > 1:
            below = [part for row in rows[index + 1 :] for part in row.parts.values() if counts(part.text)]
            heads = line.parts.values()
            under = all(any(overlap(h.x0, h.x1, part.x0, part.x1) > 0 for h in heads) for part in below)
            return len(heads) if under and below else 0
    return 0
