"""Footnotes: the smaller text at the foot of a page, below a short rule or behind a known mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.model.types import Anchor, Prose
from extractor.read.pdf.tables.lines import Line
from extractor.read.pdf.text.paragraphs import Para, paragraphs
from extractor.read.pdf.text.words import Row, make_row

SMALLER = 0.94
_MARK = re.compile(r"^[\[(]?(\d{1,3}|[*†‡§]{1,3}|[a-z])[\])]?[.:]?$")


def foot_start(rows: Sequence[Row], rules: Sequence[Line], height: float, width: float, body: float) -> int:
    """The position of the first row of the footnotes; len(rows) if there are none."""
    start = len(rows)
    for rule in rules:
        length = rule.end - rule.start
        if rule.at < 0.35 * height or not 40 < length < 0.55 * width:
            continue
        below = next((i for i, row in enumerate(rows) if row.baseline > rule.at), len(rows))
        small = below < len(rows) and all(row.size < SMALLER * body for row in rows[below:])
        if small and rows[below].baseline - rule.at < 4 * body and _opens(rows[below]):
            start = min(start, below)
    if start < len(rows):
        return start
    marks = {word.mark for row in rows for word in row.words if word.mark and word.text}
    while start and rows[start - 1].size < SMALLER * body:
        start -= 1
    while start < len(rows) and not (_opens(rows[start]) and _mark(rows[start]) in marks):
        start += 1
    return (
        start
        if start and rows[start - 1 :] and start < len(rows) and rows[start].baseline > 0.5 * height
        else len(rows)
    )


def _mark(row: Row) -> str:
    first = row.words[0]
    if not first.text:
        return first.mark
    found = _MARK.match(first.text)
    return found[1] if found else ""


def _opens(row: Row) -> bool:
    return bool(_mark(row)) and len(row.words) > 1


def footnotes(rows: Sequence[Row], page: int) -> list[Prose]:
    """The notes of a page, each with its mark as `number`."""
    notes: list[list[Row]] = []
    numbers: list[str] = []
    for row in rows:
        if _opens(row) and (not notes or row.x0 <= notes[-1][0].x0 + 30):
            numbers.append(_mark(row))
            notes.append([make_row(row.words[1:])])
        elif notes:
            notes[-1].append(row)
        else:
            numbers.append("")
            notes.append([row])
    found: list[Prose] = []
    for number, own in zip(numbers, notes, strict=True):
        for index, para in enumerate(paragraphs(own)):
            found.append(_note(para, number if index == 0 else "", page))
    return found


def _note(para: Para, number: str, page: int) -> Prose:
    x0, top, x1, bottom = para.box
    anchor = Anchor(page=page, bbox=(round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)))
    return Prose(para.text, "footnote", 0, number, anchor, para.bold)
