"""Tables of words without upright lines: rows parted by rules or by white bands across all columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from extractor.read.pdf.ink import hull
from extractor.read.pdf.tables.head_cells import cells_of, extents_of, heading_rows
from extractor.read.pdf.tables.headers import TIGHT, risen
from extractor.read.pdf.tables.lines import Line
from extractor.read.pdf.tables.row_groups import group_lines, ruled_after
from extractor.read.pdf.tables.white_space import Aligned, Run
from extractor.read.pdf.tables.white_space_rows import (
    HALF_LINE,
    CellLine,
    Gutter,
    cell_lines,
    column_at,
    gutters,
    sides,
)
from extractor.read.pdf.text.pieces import is_value
from extractor.read.pdf.text.words import Row

FEWEST_BANDS = 3
CLOSEST = 0.85
"""In sizes: lines of rows that keep step stand no closer."""
FARTHEST_LINES = 1.7
"""In sizes: lines of one cell stand no further apart."""
LOOSE = 1.3
"""Times the least step: lines further apart than this stand in different rows."""
LONGEST_CELL = 160
"""Letters of a cell on average: more is prose in columns."""
FLOWING = 80
"""Letters of a cell on average from which columns of text may look like a table."""
LISTED_COLUMNS, LISTED_ROWS, LISTED_CELL = 3, 5, 28
"""Columns and rows of a list in columns, and letters of its cells on average."""
MOST_FIGURES = 0.3
"""Share of the cells of a list of words that may be figures."""
MOST_HEAD = 6
"""Lines of headings."""
FARTHEST = 70.0
"""Points between two lines of one table."""


def find_banded(lines: Sequence[Sequence[Row]], rules: Sequence[Line]) -> list[tuple[Run, Aligned]]:
    """The tables of words among the lines of a region, top to bottom."""
    found: list[tuple[Run, Aligned]] = []
    index = 0
    while index < len(lines):
        if len(lines[index]) < 2:
            index += 1
            continue
        last = _reach(lines, index)
        floor = found[-1][0].last + 1 if found else 0
        table = _table(lines, Run(index, last), floor, rules) if last > index + 1 else None
        if table is not None:
            found.append(table)
        index = last + 1
    return found


def _reach(lines: Sequence[Sequence[Row]], first: int) -> int:
    """The last line before one that runs across the columns, or stands far off."""
    left, right = lines[first][0].x0, lines[first][-1].x1
    last = first
    for index in range(first + 1, len(lines)):
        parts = lines[index]
        if parts[0].baseline - lines[index - 1][0].baseline > FARTHEST:
            break
        left, right = min(left, parts[0].x0), max(right, parts[-1].x1)
        if any(part.x1 - part.x0 > 0.62 * (right - left) for part in parts):
            break
        last = index
    while last > first and len(lines[last]) < 2:
        row = lines[last][0]  # alone, as far below the line above as a new row would be
        if row.baseline - lines[last - 1][0].baseline <= 1.6 * row.size:
            break
        last -= 1
    return last


def _table(
    flow: Sequence[Sequence[Row]], run: Run, floor: int, rules: Sequence[Line]
) -> tuple[Run, Aligned] | None:
    """The table of a run of lines, its headings among them; they may reach up to the line `floor`."""
    block = flow[run.first : run.last + 1]
    many = sum(1 for parts in block if len(parts) > 1)
    cuts = [g for g in gutters(block) if sides(block, g) >= max(2, 0.3 * many)]
    if not cuts:
        return None
    if sum(1 for parts in block if _finer(parts, cuts)) > 1:
        return None
    first = risen(flow, run.first, block, floor, cuts, rules)
    lines = cell_lines(flow[first : run.last + 1], cuts)
    head = _head(lines, len(cuts) + 1)
    whole, lines = lines, lines[head:]
    columns = len(cuts) + 1
    box = hull([part.box for parts in flow[first : run.last + 1] for part in parts])
    steps = [b.row.baseline - a.row.baseline for a, b in pairwise(lines)]
    least = min((step for step in steps if step > HALF_LINE * lines[0].row.size), default=0.0)
    plain = [k + 1 for k, step in enumerate(steps) if step > LOOSE * least]
    kept = CLOSEST < least / lines[0].row.size < FARTHEST_LINES
    ruled = sum(ruled_after(lines, rules)) >= FEWEST_BANDS - 1
    even = ruled or (kept and FEWEST_BANDS - 1 <= len(plain) < len(steps))
    short = columns >= LISTED_COLUMNS and _short([[p.text for p in x.parts.values()] for x in lines])
    if not even and not short:
        return None
    bands = group_lines(lines, rules)
    if not (short and _listed(bands, columns)):
        if not even or (not ruled and plain != list(accumulate(map(len, bands)))[:-1]):
            return None  # the columns keep no step
        if not _sound(bands, cuts, ruled):
            return None
    headings = heading_rows(whole[:head], extents_of(lines, columns), rules)
    return Run(first, run.last), Aligned((*headings, *map(cells_of, bands)), columns, box, len(headings))


def _head(lines: Sequence[CellLine], columns: int) -> int:
    """The lines of headings set in the middle beside each other: those above a plain step, none full."""
    for index, (above, line) in enumerate(pairwise(lines[: MOST_HEAD + 1]), start=1):
        if len(above.parts) == columns:
            return 0
        if line.row.baseline - above.row.baseline > TIGHT * line.row.size and len(line.parts) == columns:
            return index
    return 0


def _short(rows: Sequence[Sequence[str]]) -> bool:
    """Rows of short texts, few of them figures."""
    texts = [text for row in rows for text in row]
    figures = sum(map(is_value, texts))
    return (
        len(rows) >= LISTED_ROWS
        and sum(map(len, texts)) < LISTED_CELL * len(texts)
        and figures < MOST_FIGURES * len(texts)
    )


def _listed(bands: Sequence[Sequence[CellLine]], columns: int) -> bool:
    """Rows of short words, of which each begins anew.

    Lines of prose beside each other begin in the middle of sentences.
    """
    rows = [[" ".join(line.text for line in lines) for _, _, lines in cells_of(band)] for band in bands]
    texts = [text for row in rows for text in row]
    full = sum(len({column for line in band for column in line.parts}) >= columns - 1 for band in bands)
    anew = sum(not text[:1].islower() for text in texts)
    return _short(rows) and full >= 0.8 * len(bands) and anew >= 0.9 * len(texts)


def _finer(parts: Sequence[Row], cuts: Sequence[Gutter]) -> bool:
    """Figures stand beside each other in one column: another table, with more columns, is among the lines."""
    columns = [column_at(part.x0, part.x1, cuts) for part in parts if is_value(part.text)]
    return len(set(columns)) < len(columns)


def _sound(bands: Sequence[Sequence[CellLine]], cuts: Sequence[Gutter], ruled: bool) -> bool:
    """Rows begin in all columns on one line, but between rules; some cells run on, none stacks figures."""
    if len(bands) < FEWEST_BANDS:
        return False
    full = sum(
        1
        for band in bands
        if len(band[0].parts if not ruled else {c for line in band for c in line.parts}) == len(cuts) + 1
    )
    cells = sum(len({c for line in band for c in line.parts}) for band in bands)
    letters = sum(len(part.text) for band in bands for line in band for part in line.parts.values())
    stacked = any(
        sum(1 for line in band if any(c and is_value(p.text) for c, p in line.parts.items())) > 1
        for band in bands
    )
    wraps = any(len(band) > 1 for band in bands)
    if letters > FLOWING * cells and all(
        len(line.parts) == len(band[0].parts) for band in bands for line in band
    ):
        return False  # columns of text whose paragraphs happen to be equally long
    return wraps and not stacked and full >= 0.8 * len(bands) and letters < LONGEST_CELL * cells
