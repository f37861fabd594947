"""Tables typed in plain text: parted by tabs, by pipes, or by columns of spaces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from extractor.model.types import Anchor, RawCell, RawTable
from extractor.read.layout import line_shapes as shape
from extractor.read.text.decode import Line, clean
from extractor.read.text.run_together import is_corner, run_together
from extractor.read.text.space_columns import GAP, LEADERS, aligned, led_by_dots
from extractor.read.text.space_figures import figured
from extractor.read.text.stacked import stacked
from extractor.read.text.typed_tables import VALUE, Cells, Grid, Rows, Tries, contents_of, raw_cell

_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_SLASH = " / "
_PIPE = re.compile(r"(?<!\\)\|")
_RULE_CELL = re.compile(r"^[\s:|=_+-]*$")
_YEARLIKE = re.compile(r"(?:19|20)\d\d|\d\d\s?[-/]\s?\d\d|[A-Za-z]{3}")
MOST_BLANKS = 2
TITLE_LENGTH = 140
GROUP_LENGTH = 60
LONGEST_LINE = 2000
"""A line longer than this is no row of columns typed with spaces."""


def find_grids(lines: Sequence[Line]) -> Iterator[Grid]:
    """The grids of the lines, in order and apart from each other."""
    at, floor = 0, 0
    tries = Tries()
    while at < len(lines):
        text = lines[at].text
        found: list[Grid] = []
        if "|" in text and tries.may("|", at):
            found = _pipes(lines, at, tries)
        if not found and "\t" in text and "\t" in text.strip(" ") and tries.may("tab", at):
            found = _tabs(lines, at, floor, tries)
        if not found and text.count(_SLASH) > 1:
            found = _slashed(lines, at)
        if not found and len(text) < LONGEST_LINE:
            found = _spaced(lines, at, text, tries)
        for grid in found:
            yield grid
            floor = at = grid.end
        if not found:
            at += 1


def _spaced(lines: Sequence[Line], at: int, text: str, tries: Tries) -> list[Grid]:
    """Grids without tabs or pipes: dotted leaders, columns of spaces, run together, one cell a line."""
    found: list[Grid] = []
    if ".." in text or "…" in text or "__" in text or ". ." in text:
        found = led_by_dots(lines, at) if LEADERS.match(text.strip()) else []
    if not found and "  " in text and GAP.search(text):
        if tries.may("figures", at):
            found = figured(lines, at, tries)
        if not found and tries.may("words", at):
            found = aligned(lines, at, tries)
    return found or run_together(lines, at) or stacked(lines, at)


# --- pipes ---------------------------------------------------------------------------


def _pipes(lines: Sequence[Line], at: int, tries: Tries) -> list[Grid]:
    end, rule = at, -1
    rows: Rows = []
    while end < len(lines) and ("|" in lines[end].text):
        if _PIPE_RULE.match(lines[end].text) and "-" in lines[end].text:
            rule = len(rows) if rule < 0 else rule
        else:
            rows.append((_pipe_cells(lines[end].text), lines[end].number))
        end += 1
    drawn = sum(lines[i].text.lstrip().startswith("|") for i in range(at, end))
    if not rows or (rule < 0 and min(drawn, len(rows)) < 2 and not _lined_up(rows)):
        tries.failed("|", end)
        return []
    width = max(len(cells) for cells, _ in rows)
    if width < 2 and rule < 0:
        return []
    toc = contents_of(rows, lines, at)
    if toc:
        return [Grid(at, end, None, toc)]
    if rule == 1 and not any(c.strip() for c in rows[0][0]):
        rows, rule = rows[1:], 0
    elif rule == 1 and _lost_its_corner(rows):
        rows[0] = (["", *rows[0][0]][:width], rows[0][1])
    raw = tuple(
        tuple(raw_cell(c, n, header=index < rule) for c in cells + [""] * (width - len(cells)))
        for index, (cells, n) in enumerate(rows)
        if not all(_RULE_CELL.match(c) and len(c.strip()) != 1 and c.strip() for c in cells)
    )
    return [Grid(at, end, RawTable(raw, "", Anchor(line=lines[at].number)))]


def _lined_up(rows: Rows) -> bool:
    """Lines that only bars part: three at least, as many cells in each, and a figure in all but the first."""
    told = all(any(VALUE.match(cell) for cell in cells[1:]) for cells, _ in rows[1:])
    return len(rows) > 2 and len({len(cells) for cells, _ in rows}) == 1 and told


def _lost_its_corner(rows: Rows) -> bool:
    """Do the headings stand one too far left: the last blank above figures, the first no name for labels?"""
    head, *below = ([c.strip() for c in cells] for cells, _ in rows)
    named = [c for c in head if c]
    if not below or head[: len(named)] != named or not named or is_corner(named[0]):
        return False
    return all(
        len(row) == len(named) + 1 and VALUE.match(row[-1]) and not VALUE.match(row[0]) for row in below
    )


def _pipe_cells(text: str) -> Cells:
    bare = text.strip()
    bare = bare[1:] if bare.startswith("|") else bare
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.replace("\\|", "|").strip() for cell in _PIPE.split(bare)]


# --- slashes -------------------------------------------------------------------------


def _slashed(lines: Sequence[Line], at: int) -> list[Grid]:
    """'Directorate / Stage 1 / Stage 2', 'Adults / 64 / -': rows parted by slashes, blank lines between."""
    end = at
    rows: Rows = []
    for k in range(at, len(lines)):
        cells = [cell.strip() for cell in lines[k].text.split(_SLASH)]
        if lines[k].blank and k - end < MOST_BLANKS:
            continue
        if len(cells) < 3 or (rows and len(cells) != len(rows[0][0])):
            break
        rows.append((cells, lines[k].number))
        end = k + 1
    if len(rows) < 3 or not all(VALUE.match(cell) for cells, _ in rows[1:] for cell in cells[1:]):
        return []
    raw = tuple(tuple(raw_cell(c, n, header=not k) for c in cells) for k, (cells, n) in enumerate(rows))
    return [Grid(at, end, RawTable(raw, "", Anchor(line=lines[at].number)))]


# --- tabs ----------------------------------------------------------------------------


def _tabs(lines: Sequence[Line], at: int, floor: int, tries: Tries) -> list[Grid]:
    end, rows = _tab_chunk(lines, at)
    if not _is_tab_grid(rows):
        tries.failed("tab", end)
        return []
    toc = contents_of(rows, lines, at)
    if toc:
        return [Grid(at, end, None, toc)]
    rows = _levelled(rows)
    start, caption = at, ""
    above = lines[at - 1] if at > floor else None
    if above is not None and not above.blank and "\t" not in above.text and len(above.text) < TITLE_LENGTH:
        text = " ".join(clean(above.text)[0].split())
        listed = shape.take_bullet(text)[0] or shape.is_number_alone(text)
        if not shape.ends_sentence(text) and not listed:
            start, caption = at - 1, text
    grids: list[Grid] = []
    for index, part in enumerate(_parts(rows)):
        width = max(len(cells) for cells, _ in part)
        raw = RawTable(tuple(_tab_row(part, i, width) for i in range(len(part))), "", Anchor(line=part[0][1]))
        if index == 0 and caption:
            raw = RawTable(raw.rows, caption, raw.anchor)
        grids.append(Grid(start, end, raw))
        start = end
    return grids


def _tab_chunk(lines: Sequence[Line], at: int) -> tuple[int, Rows]:
    """Lines with tabs that follow each other, over a short gap where the columns stay the same."""
    rows: Rows = []
    end, width, numeric = at, 0, 0
    while end < len(lines):
        line = lines[end]
        if "\t" in line.text and "\t" in line.text.strip(" "):
            cells = line.text.split("\t")
            rows.append((cells, line.number))
            width = max(width, len(cells))
            numeric += _has_value(cells)
            end += 1
        elif not line.blank and len(rows) > 1 and _is_group(lines, end, width):
            rows.append(([line.text], line.number))
            end += 1
        else:
            after = end
            while after < len(lines) and lines[after].blank and after - end < MOST_BLANKS:
                after += 1
            if after in (end, len(lines)) or not _goes_on(rows, lines[after].text, width, numeric):
                break
            end = after
    return end, rows


def _has_value(cells: Cells) -> bool:
    return any(VALUE.match(c.strip()) for c in cells[1:] if c.strip())


def _is_group(lines: Sequence[Line], at: int, width: int) -> bool:
    """A short line without a tab between two lines of the grid: a group's label, or a row's second line."""
    text = lines[at].text
    if at + 1 >= len(lines) or len(text) > GROUP_LENGTH:
        return False
    return lines[at + 1].text.count("\t") == width - 1 and not shape.take_bullet(text)[0]


def _goes_on(rows: Rows, text: str, width: int, numeric: int) -> bool:
    """True for a line below a gap with the columns of the rows above and no header of its own."""
    cells = text.split("\t")
    if len(cells) < 2 or len(cells) != width:
        return False
    values = [c.strip() for c in cells]
    if values == [c.strip() for c in rows[0][0]] or not any(values):
        return False
    if numeric * 2 > len(rows) and not _has_value(cells):
        return False
    return len(cells) > 2 or (numeric > 0 and bool(VALUE.match(values[1])))


def _is_tab_grid(rows: Rows) -> bool:
    inner = [[c.strip() for c in cells] for cells, _ in rows]
    wide = [cells for cells in inner if sum(map(bool, cells)) > 1 and not _is_marker(cells)]
    if len(wide) >= 2:
        return True
    if any(len(cells) > 2 and sum(map(bool, cells)) > 2 and not _is_marker(cells) for cells in wide):
        return True
    marked = [cells for cells in inner if _is_marker(cells) and len([c for c in cells if c]) > 2]
    return len(marked) >= 2


def _is_marker(cells: Cells) -> bool:
    """A list line typed with a tab: a bullet or number, then its text."""
    filled = [c for c in cells if c]
    first = filled[0] if filled else ""
    bullet = shape.BARE_BULLET.match(first) is not None or first in ("-", "–", "o", "*")
    if bullet:
        return True
    text = filled[1] if len(filled) > 1 else ""
    return (
        shape.is_section_number(first)
        and any(ch.isalpha() for ch in text)
        and (not first.isdigit() or (len(filled) == 2 and len(text) > 3))
    )


def _levelled(rows: Rows) -> Rows:
    """Rows of one width: runs of tabs typed only to line columns up count as one."""
    rows = [(cells, n) for cells, n in rows if not _is_rule(cells)]
    filled = Counter(sum(bool(c.strip()) for c in cells) for cells, _ in rows)
    usual = max(filled)
    gaps = any(not c.strip() for cells, _ in rows for c in cells[1:-1])
    # only where every row has as many filled cells: else a blank cell would move its neighbours
    if gaps and usual > 1 and not set(filled) - {usual, 1} and len({len(c) for c, _ in rows}) > 1:
        rows = [([c for c in cells if c.strip()], n) for cells, n in rows]
    width = max(len(cells) for cells, _ in rows)
    while width > 2 and all(len(c) < width or not c[width - 1].strip() for c, _ in rows):
        width -= 1
    return [(cells[:width] if len(cells) == 1 else (cells + [""] * width)[:width], n) for cells, n in rows]


def _is_rule(cells: Cells) -> bool:
    text = "".join(cells)
    return "---" in text and all(_RULE_CELL.match(c) for c in cells)


def _parts(rows: Rows) -> list[Rows]:
    """The rows parted where the header comes again: several tables typed without a gap."""
    header = [c.strip() for c in rows[0][0][1:]]
    parts: list[Rows] = [[]]
    heads = any(header) and not any(VALUE.match(c) and not _YEARLIKE.search(c) for c in header if c)
    for cells, number in rows:
        if parts[-1] and heads and [c.strip() for c in cells[1:]] == header and len(cells) > 1:
            parts.append([])
        parts[-1].append((cells, number))
    return parts


def _tab_row(rows: Rows, index: int, width: int) -> tuple[RawCell, ...]:
    cells, number = rows[index]
    if len(cells) == 1 and width > 1:
        return (raw_cell(cells[0], number, span=width),)
    spans = _header_spans(rows) if index == 0 else None
    if spans is None:
        return tuple(raw_cell(c, number) for c in cells)
    out, at = [], 0
    for span in spans:
        out.append(raw_cell(cells[at], number, span=span))
        at += span
    return tuple(out)


def _header_spans(rows: Rows) -> list[int] | None:
    """Spans of a first row whose blanks stand above the filled cells of a second header row."""
    if len(rows) < 3 or len(rows[0][0]) < 3 or len(rows[1][0]) != len(rows[0][0]):
        return None
    top, below = ([c.strip() for c in rows[i][0]] for i in (0, 1))
    if all(top[1:]) or not top[1] or not all(below[1:]) or any(VALUE.match(c) for c in below[1:]):
        return None
    spans = [1]
    for text in top[1:]:
        if text:
            spans.append(1)
        else:
            spans[-1] += 1
    return spans if len(set(spans[1:])) == 1 else None
