"""Tables typed with spaces: columns that line up from line to line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractor.model.types import Anchor, Prose, RawTable
from extractor.read.layout.line_shapes import take_number
from extractor.read.text.decode import Line
from extractor.read.text.typed_tables import VALUE, Cells, Grid, Rows, Tries, contents_of, raw_cell

_DRAWN = re.compile(r"^\s*[-=_+|][-=_+|\s]{2,}$")
GAP = re.compile(r"(?<=[^\s.!?:;])\s{2,}(?=\S)|(?<=\S)\s{3,}(?=\S)")
"""A gap that may part two columns; two spaces after a full stop do not."""
_RUN = re.compile(r"\S+(?:\s\S+)*")
LEADERS = re.compile(r"^(?P<title>.*?\S)\s*(?:(?:\.\s?){4,}|…{2,}|_{4,})\s*(?P<page>[£<]?\d[\d,.]*\s*%?)$")
_LED = re.compile(r"(?:\.{4,}|…{2,}|_{4,})\s*\d{1,3}(?=\s|$)")
LEAST_ALIGNED = 3
LEAST_CONTENTS = 6


def aligned(lines: Sequence[Line], at: int, tries: Tries) -> list[Grid]:
    """The table of words whose columns line up over the lines from `at`, or nothing."""
    end = at
    chunk: list[Line] = []
    while end < len(lines):
        line = lines[end]
        if line.blank:
            if not chunk or end + 1 >= len(lines) or not GAP.search(lines[end + 1].text.strip()):
                break
        elif not GAP.search(line.text.strip()) or "\t" in line.text:
            break
        else:
            chunk.append(line)
        end += 1
    while end > at and lines[end - 1].blank:
        end -= 1
    rows = [line for line in chunk if not _DRAWN.match(line.text)]
    cuts = _gutters([line.text for line in rows]) if len(rows) >= LEAST_ALIGNED else []
    if not cuts:
        tries.failed("words", end)
        return []
    cells = [(_cut(line.text, cuts), line.number) for line in rows]
    toc = contents_of(cells, lines, at)
    if toc:
        return [Grid(at, end, None, toc)]
    if not _reads_as_table([c for c, _ in cells]):
        tries.failed("words", end)
        return []
    raw = tuple(tuple(raw_cell(c, n) for c in row) for row, n in cells)
    return [Grid(at, end, RawTable(raw, "", Anchor(line=rows[0].number)))]


def led_by_dots(lines: Sequence[Line], at: int) -> list[Grid]:
    """Lines 'label ...... 12': a list of contents, or else a table of two columns."""
    run_in = _run_in(lines, at)
    if run_in:
        listed = (Prose(lines[n].text.strip(), "toc", anchor=Anchor(line=lines[n].number)) for n in run_in)
        return [Grid(at, run_in.stop, None, tuple(listed))]
    end = at
    rows: Rows = []
    while end < len(lines):
        found = LEADERS.match(lines[end].text.strip())
        if found is None and not lines[end].blank:
            break
        if found is not None:
            rows.append(([*_numbered(found["title"]), found["page"]], lines[end].number))
        end += 1
    if len(rows) < 2:
        return []
    while lines[end - 1].blank:
        end -= 1
    toc = contents_of(rows, lines, at, sure=len(rows) >= LEAST_CONTENTS)
    if toc:
        return [Grid(at, end, None, toc)]
    raw = tuple((raw_cell(" ".join(c[:-1]), n), raw_cell(c[-1], n)) for c, n in rows)
    return [Grid(at, end, RawTable(raw, "", Anchor(line=rows[0][1])))]


def _run_in(lines: Sequence[Line], at: int) -> range:
    """The lines of a list of contents whose entries ran into a paragraph, or none."""
    end = at
    while end < len(lines) and not lines[end].blank:
        end += 1
    text = " ".join(line.text for line in lines[at:end])
    return (
        range(at, end) if len(_LED.findall(lines[at].text)) > 1 and len(_LED.findall(text)) > 2 else range(0)
    )


def _numbered(title: str) -> Cells:
    number, rest = take_number(title)
    return [number, rest] if number else [title]


def _gutters(texts: list[str]) -> list[int]:
    """Positions that part the columns: runs of two blank character columns shared by every line."""
    width = max(map(len, texts))
    busy = bytearray(width + 2)
    for text in texts:
        for found in _RUN.finditer(text):
            busy[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
    start = busy.index(1)
    cuts, run = [], 0
    for at in range(start, width):
        if busy[at]:
            if run >= 2:
                cuts.append(at)
            run = 0
        else:
            run += 1
    return cuts


def _cut(text: str, cuts: list[int]) -> Cells:
    edges = [0, *cuts, len(text) + 1]
    return [text[a:b].strip() for a, b in itertools.pairwise(edges)]


def _reads_as_table(rows: list[Cells]) -> bool:
    """True where columns after the first hold figures or short words, not running text cut in two."""
    later = [c for row in rows for c in row[1:] if c]
    if not later or max(map(len, later)) > 60 or len(later) < len(rows):
        return False
    values = sum(VALUE.match(c) is not None for c in later)
    return values >= 0.4 * len(later) or (len(rows[0]) > 2 and sum(map(len, later)) < 25 * len(later))
