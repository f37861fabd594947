"""One position of a table's grid: its text and the printed cell that it comes from."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.language import numbers, periods
from extractor.language.shapes import Shape
from extractor.language.words import Words, in_force
from extractor.model.fast_dataclass import fast_dataclass
from extractor.model.types import Anchor, Cell

_UNIT = r"(?:{years}(?: {old})?|{working_days}|{days}|{weeks}|{months})"
OR_MORE = r"(?:{conjunctions}|{alternatives})\s+(?:{or_more}|{or_fewer}|{band_ends})"
"""What makes the number before it a bound: 'or over', 'and younger'."""
#: '5 to 9', 'Under 5', '18 or over', '10 WD or less', '> 20 days': bands of age or days, which are labels.
BAND = Shape(
    r"(?:{age_words}\s+)?(?:\d{1,3}\s*(?:-|–|{range_words}|{conjunctions})\s*\d{1,3}|{band_leads}\s+\d{1,3}"
    rf"|\d{{1,3}}\s*(?:\+|(?:{_UNIT}\s+)?{OR_MORE}))(?:\s+{_UNIT})?"
    rf"|[<>]\s*\d{{1,3}}\s*{_UNIT}"
)


@fast_dataclass
class Slot:
    """One grid position: the text there and the printed cell it comes from."""

    text: str
    cell: Cell
    part: int = 0
    """Which line or packed value of the cell, from 0."""

    @property
    def anchor(self) -> Anchor:
        return self.cell.anchor


Row = tuple[Slot | None, ...]
Grid = list[list[Slot | None]]


def lines_of(slot: Slot | None) -> list[str]:
    """The non-empty stacked lines of a slot."""
    return [line.strip() for line in slot.text.split("\n") if line.strip()] if slot else []


def one_line(slot: Slot | None) -> str:
    """The slot's text on one line."""
    return " ".join(slot.text.split()) if slot else ""


def is_dash(text: str) -> bool:
    """Is there nothing but a dash?"""
    return text in ("-", "–", "—", "−")


def is_period(text: str) -> bool:
    """Is the text a period and nothing else of weight?"""
    return periods.header_period(text) is not None


def is_value(text: str) -> bool:
    """Does the text hold numbers (or a dash, n/a, a marker) and no label?"""
    return _is_value(text.strip(), in_force())


@lru_cache(maxsize=4096)
def _is_value(text: str, _words: Words) -> bool:
    if not text or is_period(text) or BAND.fullmatch(text) or not numbers.is_value_cell(text):
        return False
    for p in reversed(periods.find(text)):
        text = text[: p.start] + text[p.end :]
    return any(sign not in " ()[]/,;" for sign in text)


def count_of(text: str) -> float | None:
    """The count that a cell prints first, None where it prints none."""
    found = numbers.in_cell(text) if is_value(text) else ()
    return found[0].value if found and found[0].unit in ("", "count") else None


_BRACKET = re.compile(r"\([^()]*\)")


def period_beside(text: str, number: numbers.Number) -> periods.Period | None:
    """The period that stands in brackets with a number: that of the 80 in '100 (80 in 2021/22)'."""
    around = next((b for b in _BRACKET.finditer(text) if b.start() < number.start < b.end()), None)
    found = periods.find(around.group()) if around else ()
    return found[0] if len(found) == 1 else None


_FALL = re.compile(r"[-–—−]\s+|\(\s*")
"""What makes a figure of change a fall, where it alone stands before it."""


def falls(text: str, number: numbers.Number) -> bool:
    """Is '(3)' or '- 3', a cell of its own, less than nothing? Only where changes are printed."""
    before, after = text[: number.start].lstrip(), text[number.end :].strip()
    if _FALL.fullmatch(before) is None or not number.raw[:1].isdigit():
        return False
    return after == (")" if before[0] == "(" else "")
