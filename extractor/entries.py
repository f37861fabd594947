"""Lines of the shape 'label (8)', 'label: 34%' or '34% label' as small two-column tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor import numbers
from extractor.types import Anchor, Cell, Table

_VALUE = r"[<>~£]?\s?\d[\d,]*(?:\.\d+)?\s?%?(?:\s?\(\s?\d[\d,.]*\s?%?\s?\))?"
_LABEL_VALUE = re.compile(
    rf"^(?P<label>[^\d\s(<>£].{{1,110}}?)\s*(?:[:=;,]|\s[-–—]|\.{{3,}}|\s{{2,}}|\t)\s*(?P<value>{_VALUE})\s*[.;,]?$|"
    rf"^(?P<label2>[^\d\s(<>£].{{1,110}}?)\s*[\[(]\s*(?P<value2>{_VALUE})\s*[\])]\s*[.;,]?$"
)
#: 'Duty & Assessment 9 (14)': the number ends the line, and is not the number of a stage or table.
_ENDING = re.compile(
    rf"^(?P<label>[^\d\s(<>£][^()]{{1,110}}?)(?<!stage)(?<!table)(?<!figure)(?<!section)(?<!part)(?<!quarter)(?<!team)"
    rf"(?<!level)(?<!page)(?<!appendix)\s+(?P<value>{_VALUE})\s*[.;,]?$",
    re.I,
)
#: '19 mums and dads': the number opens a short line.
_OPENING = re.compile(rf"^(?P<value>{_VALUE})\s+(?P<label>[^\d\s(][^.:]{{1,60}}?)\s*[.;,]?$")
_SENTENCE_LIKE = re.compile(
    r"\b(?:was|were|is|are|has|have|had|received|been|which|there|made|came|about|relat\w+|concern\w*|regarding|who|that|"
    r"with|resulted|led|due)\b",
    re.I,
)
_LONGEST, _LONGEST_OPENED = 14, 6
"""Words of a label before its number, and after it."""


def split(line: str) -> tuple[str, str] | None:
    """(label, value) where the whole line is one entry, else None."""
    line = line.strip()
    found = _LABEL_VALUE.match(line)
    if found:
        label, value = (found["label"] or found["label2"]), found["value"] or found["value2"]
    else:
        ending = _ENDING.match(line) or _OPENING.match(line)
        if not ending:
            return None
        label, value = ending["label"], ending["value"]
        if ending.re is _OPENING and len(label.split()) > _LONGEST_OPENED:
            return None
    label = label.strip(" :-–—*")
    if _SENTENCE_LIKE.search(label) or len(label.split()) > _LONGEST or not numbers.is_value_cell(value):
        return None
    return label, value


def as_table(lines: Sequence[str], anchors: Sequence[Anchor], caption: str = "") -> Table | None:
    """A table of two columns from the lines, or None unless every line is an entry."""
    cells: list[Cell] = []
    for r, (line, anchor) in enumerate(zip(lines, anchors, strict=True)):
        entry = split(line)
        if entry is None:
            return None
        for c, text in enumerate(entry):
            cells.append(Cell(text, r, c, anchor=replace(anchor, row=None, column=None)))
    return Table(tuple(cells), len(lines), 2, caption, anchor=anchors[0]) if cells else None
