"""Tables whose columns have run together: a line of headings, and lines of a label and its figures.

Where a file has lost what parts its columns, nothing but the words tell which figure stands under which
heading. They are believed where every heading begins with a capital or is a period, and the lines below
have as many figures as there are headings; a caption in the same line needs a proof besides, that the last
figure of every line is the sum of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from extractor.language.shapes import Shape, has_loose_digits
from extractor.model.types import Anchor, RawTable
from extractor.read.text.decode import Line
from extractor.read.text.typed_tables import Grid, raw_cell

FEWEST_ROWS = 2
FEWEST_COLUMNS = 2
FEWEST_SUMMED = 3
LONGEST_HEADER = 200
LONGEST_LABEL = 90
LONGEST_ROW = 300
PERIOD = re.compile(r"^(?:20\d\d(?: \w+ 20|[-/](?:20)?)\d\d|(?:19|20)\d\d|\d\d/\d\d|[A-Z][a-z]{2}-?\d\d)$")
_WORD = Shape(r"20\d\d {year_joiners} 20\d\d(?!\d)|\S+")
"""A year in words ('2021 to 2022') is one."""
_NUMBERED = re.compile(r"^(?P<name>[A-Z][a-z]+) \d$")
_SIGNS = "%£±"
_FIGURE = r"(?:[<£~+-]?\d[\d,.]*%?(?:\s?\(\d[\d,.]*%?\))?(?:\s?[↑↓▲▼↔])?|[-–—]|(?i:{cell_nothings}))"
_LAST = Shape(rf"(?:^|\s)({_FIGURE})$", 0)
_OPENS = Shape(r"(?:^|\s)(?:{heading_openers}|{small_title_words}|[&/–-])$")
_CORNER = Shape(r"^{corner_words}(?:\s\D+)?$")


class Header(NamedTuple):
    """One way to part a line into headings."""

    caption: str
    corner: str
    headings: Sequence[str]
    proved: bool = False
    """Must the last figure of every line be the sum of the others?"""


def run_together(lines: Sequence[Line], at: int) -> list[Grid]:
    """The table whose headings stand in the line `at`; none where nothing says whose the figures are."""
    text = lines[at].text.strip()
    if len(text) > LONGEST_HEADER or text[-1:] in ".:;" or not _ends_in_figure(lines, at + 1):
        return []
    for header in _headers(_WORD.pattern.findall(text)):
        rows = _rows(lines, at + 1, header)
        if len(rows) >= FEWEST_ROWS and (not header.proved or all(map(_adds_up, rows))):
            return [_grid(lines, at, header, rows)]
    return []


def _ends_in_figure(lines: Sequence[Line], at: int) -> bool:
    two = [line.text.rstrip() for line in lines[at : at + 2]]
    return len(two) == 2 and all(len(text) < LONGEST_ROW and _LAST.search(text) for text in two)


def _headers(line: Sequence[str]) -> Iterator[Header]:
    """The ways to part a line, the plainest first."""
    plain = plain_header(line)
    parts = _parted(line)
    if any(has_loose_digits(part) for part in parts):
        return
    if len(plain.headings) >= FEWEST_COLUMNS:
        yield plain
    for count in range(FEWEST_SUMMED, len(parts)):
        caption = " ".join(parts[:-count])
        if caption.split()[-1].islower():
            yield Header(caption, "", parts[-count:], proved=True)


def plain_header(line: Sequence[str]) -> Header:
    """The words of a line as a corner, if there is one, and headings; no word is caption."""
    parts = _parted(line)
    names = len(list(takewhile(is_corner, parts)))
    at = next((n for n in range(len(parts)) if is_series(parts[n:])), names)
    return Header("", " ".join(parts[:at]), parts[at:])


def _parted(line: Sequence[str]) -> list[str]:
    """'Upheld Not upheld Q1' as its headings: each begins with a capital, a sign or a period."""
    parts: list[str] = []
    for word in line:
        begins = word[0].isupper() or word[0] in _SIGNS or PERIOD.match(word)
        if parts and (not begins or _OPENS.search(parts[-1])):
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return parts


def is_corner(part: str) -> bool:
    """Does the heading name what the lines below are, as 'Service area' does?"""
    return _CORNER.match(part) is not None


def is_series(parts: Sequence[str]) -> bool:
    """Periods, or one name with the numbers that follow on each other, as in 'Stage 1 Stage 2'?"""
    if len(parts) < FEWEST_COLUMNS:
        return False
    if PERIOD.match(parts[0]):
        return True
    names = [found["name"] for part in parts if (found := _NUMBERED.match(part))]
    return len(names) == len(parts) and len(set(names)) == 1


def _rows(lines: Sequence[Line], at: int, header: Header) -> list[list[str]]:
    """The lines from `at` on that are a label and a figure for each heading."""
    rows: list[list[str]] = []
    for line in lines[at:]:
        row = None if line.blank or len(line.text) > LONGEST_ROW else _row(line.text.strip(), header.headings)
        if row is None:
            break
        rows.append(row)
    return rows


def _row(text: str, headings: Sequence[str]) -> list[str] | None:
    """The label and a figure for each heading; None for a line with fewer, or with one more."""
    figures: list[str] = []
    for _ in headings:
        found = _LAST.search(text)
        if found is None:
            return None
        figures.insert(0, found[1])
        text = text[: found.start()].rstrip()
    if len(text) > LONGEST_LABEL or not (any(ch.isalpha() for ch in text) or PERIOD.match(text)):
        return None
    # 'Parking 4 5 6' has a figure too many for two headings, and the 1 of 'Stage 1 120' is none.
    first = figures[0]
    counted = has_loose_digits(f"{text} {first}") or not any(ch.isdigit() for ch in first)
    return [text, *figures] if is_series(headings) or (counted and not has_loose_digits(text)) else None


def _adds_up(row: Sequence[str]) -> bool:
    figures = [figure.replace(",", "") for figure in row[1:]]
    if not all(figure.isdigit() for figure in figures):
        return False
    *parts, total = map(int, figures)
    return sum(parts) == total


def _grid(lines: Sequence[Line], at: int, header: Header, rows: Sequence[Sequence[str]]) -> Grid:
    number = lines[at].number
    head = tuple(raw_cell(text, number, header=True) for text in (header.corner, *header.headings))
    body = [
        tuple(raw_cell(text, line.number) for text in row)
        for row, line in zip(rows, lines[at + 1 :], strict=False)
    ]
    return Grid(at, at + 1 + len(rows), RawTable((head, *body), header.caption, Anchor(line=number)))
