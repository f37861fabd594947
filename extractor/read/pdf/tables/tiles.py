"""Key numbers: large figures in a row with their words below (or above), and tables side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.read.pdf.ink import hull
from extractor.read.pdf.tables.head_cells import HeadCell
from extractor.read.pdf.tables.white_space import Aligned
from extractor.read.pdf.text.pieces import is_value
from extractor.read.pdf.text.words import Row

LARGE = 1.4
"""A key number is at least this many times as large as its words."""
MOST_LINES = 6


class Tiles(NamedTuple):
    """A row of tiles: its first and last line, and the rows of each tile, number first."""

    first: int
    last: int
    tiles: list[list[Row]]


def tiles_at(lines: Sequence[Sequence[Row]], index: int, floor: int = 0) -> Tiles | None:
    """The tiles whose numbers are line `index`, their words below or, down from line `floor`, above."""
    numbers = lines[index]
    if len(numbers) < 2 or not all(is_value(part.text) and part.text[-1:].strip("-–") for part in numbers):
        return None
    return _words_below(lines, index) or _words_above(lines, index, floor)


def _words_above(lines: Sequence[Sequence[Row]], index: int, floor: int) -> Tiles | None:
    """Tiles whose words stand above their numbers, as many words as numbers on every line or fewer."""
    numbers = lines[index]
    size = min(part.size for part in numbers)
    own: list[list[Row]] = [[] for _ in numbers]
    first = index
    while first > floor and index - first < MOST_LINES:
        parts = lines[first - 1]
        step = lines[first][0].baseline - parts[0].baseline
        if max(p.size for p in parts) * LARGE > size or step > (
            1.6 * parts[0].size if own[0] else 1.6 * size
        ):
            break
        columns = [_column(part, numbers) for part in parts]
        if len(set(columns)) < len(columns) or any(is_value(part.text) for part in parts):
            break
        if any(part.x1 - part.x0 > _reach(numbers) for part in parts):
            break
        for column, part in zip(columns, parts, strict=True):
            own[column].insert(0, part)
        first -= 1
    if not all(own):
        return None
    return Tiles(first, index, [[number, *above] for number, above in zip(numbers, own, strict=True)])


def _reach(numbers: Sequence[Row]) -> float:
    """The least distance between two numbers of a row: no tile's words are wider."""
    return min(b.x0 - a.x0 for a, b in pairwise(numbers))


def _words_below(lines: Sequence[Sequence[Row]], index: int) -> Tiles | None:
    numbers = lines[index]
    size = min(part.size for part in numbers)
    own: list[list[Row]] = [[part] for part in numbers]
    last = index
    for at in range(index + 1, min(index + 1 + MOST_LINES, len(lines))):
        parts = lines[at]
        step = parts[0].baseline - lines[at - 1][0].baseline
        if (
            max(p.size for p in parts) * LARGE > size
            or step > (2.6 if at > index + 1 else 3.2) * parts[0].size
        ):
            break
        columns = [_column(part, numbers) for part in parts]
        if len(set(columns)) < len(columns) or any(is_value(part.text) for part in parts):
            break
        for column, part in zip(columns, parts, strict=True):
            own[column].append(part)
        last = at
    return Tiles(index, last, own) if sum(1 for rows in own if len(rows) > 1) > len(own) / 2 else None


def tiles_beside(lines: Sequence[Sequence[Row]], index: int, floor: int) -> Tiles | None:
    """Tiles whose words stand to the right of their numbers, on lines half a line higher or lower."""
    keys = [part for part in lines[index] if is_key(part)]
    rest = [part for part in lines[index] if not is_key(part)]
    if not keys or (len(keys) == 1 and rest and rest[0].x1 < keys[0].x0):
        return None
    own: list[list[Row]] = [[] for _ in keys]
    if not _words_beside(keys, rest, own):
        return None
    first = last = index
    while first > floor and _words_beside(keys, lines[first - 1], own):
        first -= 1
    while last + 1 < len(lines) and _words_beside(keys, lines[last + 1], own):
        last += 1
    if first == last or not all(own):
        return None
    own = [sorted(words, key=lambda row: row.baseline) for words in own]
    return Tiles(first, last, [part for key, words in zip(keys, own, strict=True) for part in ([key], words)])


def _words_beside(keys: Sequence[Row], parts: Sequence[Row], own: list[list[Row]]) -> bool:
    """Puts the parts of a line to the keys that they stand beside; False where one stands beside none."""
    places: list[int] = []
    for part in parts:
        near = [k for k, key in enumerate(keys) if key.x1 <= part.x0]
        if not near:
            return False
        key = keys[near[-1]]
        middle = (part.top + part.bottom) / 2
        if (
            part.size * LARGE > key.size
            or is_value(part.text)
            or part.x0 - key.x1 > 1.5 * key.size
            or not key.top - 0.35 * key.size < middle < key.bottom + 0.35 * key.size
            or any(abs(part.x0 - other.x0) > 1.5 for other in own[near[-1]])
        ):
            return False
        places.append(near[-1])
    if len(set(places)) < len(places):
        return False
    for place, part in zip(places, parts, strict=True):
        own[place].append(part)
    return True


def as_tile(rows: Sequence[Row]) -> list[list[Row]] | None:
    """The parts of a tile whose number stands below its words, number first; None for other boxes."""
    at = [k for k, row in enumerate(rows) if is_key(row)]
    if len(at) != 1 or not at[0]:
        return None
    number, above, below = rows[at[0]], list(rows[: at[0]]), list(rows[at[0] + 1 :])
    if max(row.size for row in (*above, *below)) * LARGE > number.size or len(above) > MOST_LINES:
        return None
    return [part for part in ([number], above, below) if part]


def is_key(row: Row) -> bool:
    """A figure that may be a key number; no sign for a missing one."""
    return is_value(row.text) and any(map(str.isdigit, row.text))


def _column(part: Row, numbers: Sequence[Row]) -> int:
    """The number whose middle or left edge the words share most nearly."""

    def off(number: Row) -> float:
        middles = abs((part.x0 + part.x1) / 2 - (number.x0 + number.x1) / 2)
        return min(middles, abs(part.x0 - number.x0))

    return min(range(len(numbers)), key=lambda k: off(numbers[k]))


def parted(table: Aligned) -> list[Aligned]:
    """Tables that stand side by side: labels and figures, then labels and figures again."""
    starts = _starts(table)
    if len(starts) < 2:
        return [table]
    ends = [*starts[1:], table.columns]
    found: list[Aligned] = []
    for start, end in zip(starts, ends, strict=True):
        rows: list[tuple[HeadCell, ...]] = []
        for row in table.rows:
            own = [cell for cell in row if start <= cell[0] < end]
            if any(cell[1] >= end for cell in own):
                return [table]
            if own:
                rows.append(tuple((first - start, last - start, lines) for first, last, lines in own))
        box = hull([line.box for row in rows for _, _, lines in row for line in lines])
        found.append(Aligned(tuple(rows), end - start, box))
    return found


def is_labelled(table: Aligned) -> bool:
    """The first column holds labels, the last one figures."""
    first = [_text(lines) for row in table.rows[1:] for column, _, lines in row if not column]
    last = [_text(lines) for row in table.rows[1:] for _, column, lines in row if column == table.columns - 1]
    return (
        len(set(first)) > 1
        and sum(map(is_value, first)) < 0.3 * len(first)
        and bool(last)
        and sum(map(is_value, last)) >= 0.6 * len(last)
    )


def _starts(table: Aligned) -> list[int]:
    """The columns of labels, where each is followed by figures; the first alone otherwise."""
    kinds: list[str] = []
    for column in range(table.columns):
        texts = [_text(lines) for row in table.rows[1:] for first, _, lines in row if first == column]
        values = sum(map(is_value, texts))
        labels = len(set(texts)) > 1 and values < 0.3 * len(texts)
        kinds.append("label" if labels else "value" if texts and values >= 0.6 * len(texts) else "")
    if not all(kinds):
        return [0]
    starts = [c for c in range(table.columns) if kinds[c] == "label"]
    followed = all(c + 1 < table.columns and kinds[c + 1] == "value" for c in starts)
    return starts if followed and starts[:1] == [0] else [0]


def _text(lines: Sequence[Row]) -> str:
    return " ".join(line.text for line in lines)
