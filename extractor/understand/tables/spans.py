"""Rows and columns that add up periods: several years together, or the quarters of a year so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from extractor.language import periods
from extractor.model.contract import is_financial_year
from extractor.understand.tables.axis import Axis
from extractor.understand.tables.labels import Meaning
from extractor.understand.tables.slot import Row, count_of, one_line

_MONTHS = 3
"""Months, at least, that make an axis one of months."""
_LINES = 2
"""Sums that must be right where no word says that a label is a total."""


def tell_spans(axis: Axis, rows: Sequence[Row], columns: Sequence[int]) -> None:
    """Mark the positions of an axis whose figures are those of years or quarters added up, or of a month."""
    months = {i for i, text in enumerate(axis.texts) if periods.is_month(text)}
    axis.months = months if len(months) >= _MONTHS else set()
    years = _places(axis, is_financial_year)
    quarters = _places(axis, lambda code: code == "quarter" or code[8:9] == "Q")
    parts = years if len(years) > 1 else quarters
    if len(parts) < 2 or (parts is quarters and any(m.to_date for m in axis.meanings)):
        return
    for i, meaning in enumerate(axis.meanings):
        if not _may_be_sum(meaning) or not _adds_up(axis, i, parts, rows, columns):
            continue
        if parts is years:
            axis.spans.add(i)
        else:
            axis.meanings[i] = replace(meaning, to_date=True, period=_year_of(axis, parts))


def _places(axis: Axis, is_part: Callable[[str], bool]) -> list[int]:
    """The positions of periods of one kind, each printed once; none where one is printed twice."""
    found = [(m.text if m.period == "quarter" else m.period, i) for i, m in enumerate(axis.meanings)]
    found = [(code, i) for code, i in found if is_part(axis.meanings[i].period) and not axis.meanings[i].unit]
    return [i for _, i in found] if len({code for code, _ in found}) == len(found) else []


def _may_be_sum(meaning: Meaning) -> bool:
    return bool(meaning.text) and not (meaning.period or meaning.to_date or meaning.unit or meaning.average)


def _adds_up(axis: Axis, at: int, parts: Sequence[int], rows: Sequence[Row], columns: Sequence[int]) -> bool:
    """Is the figure at a position, on the lines of counts, that of the parts added up?"""
    across = [[row[c] for c in columns] for row in rows]
    if axis.origin == "row":
        across = [list(line) for line in zip(*across, strict=True)]
    lines = [[count_of(one_line(line[i])) for i in (at, *parts)] for line in across]
    whole_numbers = [line for line in lines if all(v is None or v == int(v) for v in line)]
    told = [(line[0], [v for v in line[1:] if v is not None]) for line in whole_numbers if line[0]]
    sums = [(whole, sum(some)) for whole, some in told if len(some) == len(parts)]
    right = sum(abs(whole - some) < 1e-9 for whole, some in sums)
    if axis.meanings[at].total:
        return right > len(sums) - right  # averages beside counts add up to nothing
    return right == len(sums) >= _LINES


def _year_of(axis: Axis, quarters: Sequence[int]) -> str:
    """The one year that the quarters are said to be of, '' for that of the report."""
    years = {axis.meanings[i].period[:7] for i in quarters}
    return years.pop() if len(years) == 1 and is_financial_year(*years) else ""
