"""What the kinds of typed tables share: cells, what was found, lists of contents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.language.shapes import Shape
from extractor.model.types import Anchor, Prose, RawCell, RawTable
from extractor.read.layout import line_shapes as shape
from extractor.read.text.decode import Line, cell_lines, clean

Cells = list[str]
Rows = list[tuple[Cells, int]]
"""Cells of each row, with the number of its line."""

VALUE = Shape(r"^[(\[<>~£+-]*\s*(?:\d[\d,.]*\s*%?|{cell_nothings}|-+|–|—)\s*(?:\(.*\))?[\])*]*$")
"""A cell that holds a figure or what stands for one."""
MOST_TRIES = 4
_UNPLAIN = re.compile(r"[^\w ,.%£()/&'’:;?–+-]|_|^[-–o]\s")
_PAGES = re.compile(r"^\d{1,3}(?:\s*[-–]\s*\d{1,3})?$")
_CONTENTS = Shape(r"\b{contents_titles}\b")


class Tries:
    """Spares a second look: after a few failures within one stretch of lines the rest of it is let be."""

    def __init__(self) -> None:
        self.failures: dict[str, tuple[int, int]] = {}
        self.until: dict[str, int] = {}

    def may(self, what: str, at: int) -> bool:
        """True where looking for this kind of grid at the line is worth it."""
        return at >= self.until.get(what, 0)

    def failed(self, what: str, end: int) -> None:
        """Note that the stretch that ends before `end` gave nothing."""
        last, times = self.failures.get(what, (-1, 0))
        times = times + 1 if last == end else 1
        self.failures[what] = (end, times)
        if times >= MOST_TRIES:
            self.until[what] = end


@dataclass(frozen=True, slots=True)
class Grid:
    """A table or a list of contents found in lines [start, end)."""

    start: int
    end: int
    table: RawTable | None = None
    contents: tuple[Prose, ...] = ()


def raw_cell(text: str, line: int, header: bool = False, span: int = 1) -> RawCell:
    """A cell of text with its stacked lines as paragraphs, bullets taken off."""
    where = Anchor(line=line)
    bare = text.strip()
    if not bare:
        return RawCell((), span, 1, header, where)
    if not _UNPLAIN.search(bare):
        return RawCell((Prose(bare, anchor=where),), span, 1, header, where)
    content: list[Prose] = []
    for part in cell_lines(bare):
        mark, rest = shape.take_bullet(part)
        # a dash before a figure is its sign
        kept = mark and (mark not in "-–—*o" or rest[:1].isalpha())
        content.append(Prose(rest, "list", 1, mark, where) if kept else Prose(part, anchor=where))
    return RawCell(tuple(content), span, 1, header, where)


def contents_of(rows: Rows, lines: Sequence[Line], at: int, sure: bool = False) -> tuple[Prose, ...]:
    """The lines of a list of contents, or none where the grid holds something else.

    `sure` says that page numbers that never fall are enough to tell; otherwise the
    word Contents must stand near, or every line have a section number.
    """
    filled = [([c for c in cells if c.strip()], n) for cells, n in rows]
    last = [c[-1].strip() for c, _ in filled if len(c) > 1]
    pages = [int(re.findall(r"\d+", c)[0]) for c in last if _PAGES.match(c)]
    if len(pages) < 3 or len(pages) < 0.6 * len(rows) or pages != sorted(pages):
        return ()
    near = [line.text for line in lines[max(0, at - 5) : at]] + [" ".join(c) for c, _ in filled[:1]]
    cued = any(_CONTENTS.search(text) for text in near)
    numbers = [c[0].strip() for c, _ in filled if len(c) > 2 and shape.is_section_number(c[0].strip())]
    # numbers without points may count the rows of a table of figures
    sections = len(numbers) >= 0.8 * len(rows) and sum(shape.depth(n) > 1 for n in numbers) > 1
    if not cued and not sure and (not sections or any(len(c) > 3 for c, _ in filled)):
        return ()
    out: list[Prose] = []
    for cells, number in filled:
        texts = [clean(c)[0].strip() for c in cells]
        lead = texts[0] if len(texts) > 1 and shape.is_section_number(texts[0]) else ""
        title = " ".join(" ".join(texts[1:] if lead else texts).split())
        out.append(Prose(title, "toc", 0, lead, Anchor(line=number)))
    return tuple(out)
