"""The period of one number: its own words, its row or column, the caption, else the report's year."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.language import periods
from extractor.language.periods import Period
from extractor.model.contract import is_financial_year
from extractor.model.sense import NEAR, Sense, rank
from extractor.model.setting import Setting
from extractor.model.types import Label
from extractor.understand.settings.levels import levels, setting

YEAR_TO_DATE = "year_to_date"
"""The code of a label such as 'Year to date' until the report's quarter is known."""
_BACK, _SAME = "quarter_back", (periods.SAME_PART, periods.SAME_SPAN)
_PARTS = ("quarter", "part_year", _BACK, *_SAME, YEAR_TO_DATE)
STOCKS = frozenset({"context", "complaints_open"})
"""Measures whose figure may be the state on a day."""


def _year_beside(sense: Sense, quarter: Label) -> str:
    """The financial year that the other axis, or the caption, gives a bare quarter; '' for none."""
    axes = {"row": "column", "column": "row", "group": "row"}
    other = axes.get(quarter.origin, "")
    told = [x for x in sense.all("period") if is_financial_year(x.code)]
    years = {x.code for x in told if x.origin == quarter.origin} or {
        x.code for x in told if x.origin == other
    }
    years = years or {x.code for x in told if x.origin == "caption"}
    return next(iter(years)) if len(years) == 1 and is_financial_year(*years) else ""


def period_of(sense: Sense, report_period: str, measure: str, part: str = "") -> Setting:
    """The nearest period that can be told; the report's own where none stands near.

    Args:
        sense: the labels of the number.
        report_period: the financial year of the report.
        measure: what the number counts; some may be the state on a day.
        part: the part of a year that a digest is about ('2022/23 Q3'), as its figures are.
    """
    if part and not part[0].isdigit():  # 'Quarter 3', in a title without a year
        part = periods.resolve(Period(0, len(part), part, "", "quarter"), report_period)
    found = _parts_first(sense.all("period"))
    for label in found:
        code = label.code
        if code.startswith(YEAR_TO_DATE):
            year = _resolved(code.removeprefix(YEAR_TO_DATE).strip(), label, report_period)
            year = year or _year_beside(sense, label)
            return setting("period", _year_to_date(part, year) or year or report_period, label)
        if code == "range" and rank(label) <= NEAR:
            return setting("period", "", label)  # several years: no period of the contract
        if code.startswith((_BACK, *_SAME)):
            code = _of_part(code, label, report_period, part)
        elif code and not code[0].isdigit():
            year = _year_beside(sense, label) if code in _PARTS else ""
            code = _resolved(code, label, year or report_period)
        if len(code) == 7 and code[4] == "-":
            code = _year_of_month(code)
        if len(code) == 10 and code[4] == "-" and measure not in STOCKS:
            code = _year_of_month(code[:7]) if rank(label) <= NEAR else ""
        if code:
            return setting("period", code, label)
    return Setting("period", part or report_period, "report" if report_period else "default", "", 0.5)


def _resolved(code: str, label: Label, year: str) -> str:
    """The period of a code that may be relative to a year ('relative_previous')."""
    if not code or code[0].isdigit():
        return code
    own = next((p.raw for p in periods.find(label.text) if p.kind == code and not p.code), label.text)
    return periods.resolve(Period(0, len(own), own, "", code), year)


def _of_part(code: str, label: Label, report_period: str, part: str) -> str:
    """The quarter before that of the report, or so long a part of another year as the report is of."""
    year, _, number = part.partition(" Q")
    if code == _BACK:
        if not number.isdigit():  # 'the last quarter' of a year that is not parted
            return _resolved("quarter", label, report_period)
        return f"{year} Q{int(number) - 1}" if number != "1" else f"{periods.previous(year)} Q4"
    other = _resolved(code.partition(" ")[2], label, report_period)
    return f"{other} Q{number}" if number and other else other


def _year_to_date(part: str, of: str = "") -> str:
    """From April to the end of a part of a year: '2022/23 Q1-Q3' of '2022/23 Q3', the year of its last.

    `of` is the year where a label names another ('the same months of 2021/22').
    """
    year, _, number = part.partition(" Q")
    year, number = of or year, number[-1:]
    if number in ("", "4"):
        return year
    return f"{year} Q1" if number == "1" else f"{year} Q1-Q{number}"


def _parts_first(labels: Sequence[Label]) -> list[Label]:
    """The labels, nearest first; under a heading of a year its quarters come before it."""
    return [x for level in levels(labels) for x in sorted(level, key=lambda x: not x.code.startswith(_PARTS))]


def _year_of_month(month: str) -> str:
    """The financial year in which a month lies."""
    year, number = int(month[:4]), int(month[5:7])
    return periods.year_code(year if number >= 4 else year - 1)
