"""Labels that the page breaks over rows, and headings that stand beside their columns or share one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from extractor.language import periods
from extractor.understand.tables.slot import Grid, Row, Slot, count_of, is_value, one_line

_JOINS = ("and", "or", "of", "for", "the", "to", "with", "in")
_SIGNS = ("&", ",", "/", "-", "–")


def whole_labels(rows: Sequence[Row]) -> list[Row]:
    """The rows; one with half a label and no figures ('Premature (formal and') is joined to the row below."""
    out: list[Row] = []
    for row in rows:
        above = out[-1] if out else ()
        label = one_line(row[0]) if row else ""
        if above and label and row[0] and _half(above) and any(is_value(one_line(s)) for s in row[1:]):
            out[-1] = (replace(row[0], text=f"{one_line(above[0])} {label}"), *row[1:])
        else:
            out.append(row)
    return out


def captions_first(grid: Grid) -> Grid:
    """The grid, its rows of words above the figures that are printed over them, as key numbers often are."""
    texts = [[one_line(slot) for slot in row if slot is not None and one_line(slot)] for row in grid]
    pairs = list(zip(texts[::2], texts[1::2], strict=False))
    figures = all(above and all(map(is_value, above)) for above, _ in pairs)
    words = all(len(below) == len(above) > 1 and not any(map(is_value, below)) for above, below in pairs)
    if len(grid) % 2 or not pairs or not figures or not words:
        return grid
    return [row for k in range(0, len(grid), 2) for row in (grid[k + 1], grid[k])]


def _half(row: Row) -> bool:
    """Has the row one label, with an open bracket or a joining word at its end, and nothing beside it?"""
    text = one_line(row[0])
    if not text or row[0] is None or row[0].cell.column_span > 1 or any(one_line(slot) for slot in row[1:]):
        return False
    open_bracket = text.count("(") > text.count(")")
    return open_bracket or text.endswith(_SIGNS) or text.lower().rsplit(" ", 1)[-1] in _JOINS


def headings(header: Sequence[Row], rows: Sequence[Row], stub: int) -> tuple[Row, ...]:
    """The header's rows, each column of figures under a heading of its own where they can be told apart."""
    values = [c for c in range(stub, len(rows[0])) if any(is_value(one_line(row[c])) for row in rows)]
    out = list(header)
    at = len(out) - 1
    if at > 0 and _endings(out[at - 1], out[at], values):
        whole = [
            _joined(a, b) if c in values else a for c, (a, b) in enumerate(zip(*out[at - 1 :], strict=True))
        ]
        return (*out[: at - 1], tuple(whole))
    broken = at > 0 and _fragments(out[at - 1], out[at], values)
    at -= broken
    if at >= 0 and len(values) > 1:
        out[at] = _in_order(out[at], values, stub, split_words=broken)
    if broken:
        out[at:] = [_two_lines(out[at], out[at + 1], values)]
    return tuple(out)


def _fragments(above: Row, row: Row, values: Sequence[int]) -> bool:
    """Does a row only end headings that begin in the row above ('Benefits' over '& tax')?"""
    texts = [one_line(row[c]) for c in values]
    filled = [text for text in texts if text]
    ends = all(text[0].islower() or text.startswith(_SIGNS) for text in filled)
    bare = any(not text and one_line(above[c]) for c, text in zip(values, texts, strict=True))
    return bool(filled) and ends and bare and any(text.startswith(_SIGNS) for text in filled)


def _endings(above: Row, row: Row, values: Sequence[int]) -> bool:
    """Is each heading in two lines, 'No' over 'mal', its second in small letters, or 'Total' in one line?"""
    pairs = [(one_line(above[c]), one_line(row[c])) for c in values]
    broken = [first for first, second in pairs if second[:1].islower()]
    alone = all(slot is None or slot.cell.column_span == 1 for slot in above)
    return alone and len(broken) > 1 and all(b and bool(a) == b[0].islower() for a, b in pairs)


def _two_lines(above: Row, row: Row, values: Sequence[int]) -> Row:
    """Two rows as one, the words over each column of figures joined."""
    pairs = zip(above, row, strict=True)
    return tuple(_joined(a, b) if c in values else a for c, (a, b) in enumerate(pairs))


def _joined(above: Slot | None, below: Slot | None) -> Slot | None:
    if above is None or below is None or not one_line(below):
        return above or below
    if not one_line(above):
        return below
    return replace(above, text=f"{one_line(above)} {one_line(below)}")


def _in_order(row: Row, values: Sequence[int], stub: int, split_words: bool) -> Row:
    """The row, its headings given out in order where two columns of figures would share one."""
    own = [slot for slot in (row[c] for c in values) if slot is not None and one_line(slot)]
    if len({id(slot.cell) for slot in own}) == len(values):
        return row
    printed: list[Slot] = []
    for slot in row[stub:]:
        if slot is not None and one_line(slot) and (not printed or slot.cell is not printed[-1].cell):
            printed.append(slot)
    for parted in (printed, _parted(printed, False), _parted(printed, True) if split_words else []):
        if len(parted) == len(values):
            out: list[Slot | None] = [slot if c < stub else None for c, slot in enumerate(row)]
            for c, slot in zip(values, parted, strict=True):
                out[c] = slot
            return tuple(out)
    return row


def _parted(printed: Sequence[Slot], by_words: bool) -> list[Slot]:
    """Each heading by itself, where one cell holds several periods, or a word for each of its columns."""
    out: list[Slot] = []
    for slot in printed:
        text = one_line(slot)
        dates = [p.raw for p in periods.find(text)]
        words = text.split()
        parts = dates if " ".join(dates) == text else [text]
        if by_words and len(parts) == 1 and len(words) == slot.cell.column_span:
            parts = words
        out += [replace(slot, text=part, part=slot.part + 1000 * k) for k, part in enumerate(parts)]
    return out


def counted_headings(rows: list[Row]) -> list[Row]:
    """The rows, with 'Quarter' over 1, 2, 3, 4 as 'Quarter 1' to 'Quarter 4': they are no values.

    A heading may span its columns or stand over each of them again: 'Stage', 'Stage' over 'One', 'Two'.
    """
    for at in range(1, min(len(rows), 3)):
        out = _counted(rows[at - 1], rows[at])
        if out != rows[at] and not any(is_value(one_line(slot)) for slot in out if slot):
            return [*rows[:at], out, *rows[at + 1 :]]
    return rows


def _counted(above: Row, row: Row) -> Row:
    """A row, its numbers that count on below one heading with that heading before them."""
    out = list(row)
    named = bool(row and row[0] and one_line(row[0]) and row[0] is not above[0])
    start = 0
    for name, alike in groupby(above, one_line):
        slots = list(alike)
        span = range(start, start := start + len(slots))
        once = all(a is b for a, b in pairwise(slots))
        if len(slots) < 2 or not name or is_value(name) or (named and (once or one_line(above[0]))):
            continue  # a row with a label is one of figures, but where its columns have no other names
        numbers = [count_of(one_line(row[k])) for k in span]
        many = sum(number is not None for number in numbers)
        if many > 1 and numbers[:many] == list(range(1, many + 1)):
            out[span[0] : span[0] + many] = [_below(name, row[k]) for k in span[:many]]
    return tuple(out)


def _below(name: str, slot: Slot | None) -> Slot | None:
    return replace(slot, text=f"{name} {one_line(slot)}") if slot else None
