"""Key numbers: large figures in a row with their words below (or above), and tables side by side."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.read.pdf_aligned import Aligned
from extractor.read.pdf_columns import is_value
from extractor.read.pdf_headers import HeadCell
from extractor.read.pdf_page import hull
from extractor.read.pdf_words import Row

LARGE = 1.4
"""A key number is at least this many times as large as its words."""
MOST_LINES = 6


def tiles_at(lines: Sequence[Sequence[Row]], index: int) -> tuple[int, list[list[Row]]] | None:
    """The last line of a row of tiles that begins at `index`, and the rows of each tile, number first."""
    numbers = lines[index]
    if len(numbers) < 2 or not all(is_value(part.text) and part.text[-1:].strip("-–") for part in numbers):
        return None
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
    return (last, own) if sum(1 for rows in own if len(rows) > 1) > len(own) / 2 else None


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
