"""Tables whose columns have run together: a line of headings, and lines of a label and its figures.

Where a file has lost what parts its columns, nothing but the words tell which figure stands under which
heading. It is believed where each heading begins with a capital and no other word does, and where the
last figure of every line is the sum of the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.types import Anchor, RawTable
from extractor.read.text.decode import Line
from extractor.read.text.typed_tables import Grid, raw_cell

FEWEST_ROWS = 2
FEWEST_FIGURES = 3
LONGEST_LABEL = 6
"""Words before the figures of a line."""


def summed(lines: Sequence[Line], at: int) -> list[Grid]:
    """The table whose headings stand in the line `at`; none where its sums do not prove it."""
    rows: list[tuple[str, list[str]]] = []
    end = at + 1
    while end < len(lines) and (row := _row(lines[end].text)) is not None:
        if rows and len(row[1]) != len(rows[0][1]):
            break
        rows.append(row)
        end += 1
    if len(rows) < FEWEST_ROWS or not all(_adds_up(figures) for _, figures in rows):
        return []
    headed = _headings(lines[at].text.split(), len(rows[0][1]))
    if headed is None:
        return []
    caption, headings = headed
    number = lines[at].number
    head = tuple(raw_cell(text, number, header=True) for text in ("", *headings))
    body = [
        tuple(raw_cell(text, line.number) for text in (label, *figures))
        for (label, figures), line in zip(rows, lines[at + 1 : end], strict=True)
    ]
    return [Grid(at, end, RawTable((head, *body), caption, Anchor(line=number)))]


def _row(text: str) -> tuple[str, list[str]] | None:
    """'2021/22 5 6 1 12' as its label and figures; the first word is the label, whatever it is."""
    words = text.split()
    first = len(words)
    while first > 1 and _is_figure(words[first - 1]):
        first -= 1
    if len(words) - first < FEWEST_FIGURES or not words or first > LONGEST_LABEL:
        return None
    return " ".join(words[:first]), words[first:]


def _is_figure(word: str) -> bool:
    return word.isascii() and word.replace(",", "").isdigit()


def _adds_up(figures: Sequence[str]) -> bool:
    *parts, total = (int(figure.replace(",", "")) for figure in figures)
    return sum(parts) == total


def _headings(words: Sequence[str], columns: int) -> tuple[str, list[str]] | None:
    """The caption and the headings of a line; None where the capitals do not part them."""
    starts = [index for index, word in enumerate(words) if word[0].isupper()]
    if len(starts) < columns or any(any(ch.isdigit() for ch in word) for word in words):
        return None
    starts = starts[-columns:]
    if starts[0] and not words[starts[0] - 1].islower():
        return None
    ends = [*starts[1:], len(words)]
    parts = [" ".join(words[a:b]) for a, b in zip(starts, ends, strict=True)]
    return " ".join(words[: starts[0]]), parts
