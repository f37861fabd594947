"""The year of a figure compared with, where the report's own tables print that figure under another year.

'137, down from 171 at the start': were the tables to print 149 for last year and 171 for
2015/16 alone, 171 is of 2015/16. A reader sees it so; nothing but an equal figure decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractor.language import periods
from extractor.model.contract import is_financial_year
from extractor.model.fast_dataclass import changed
from extractor.model.observation import Observation

_LEAST = 10
"""A smaller figure may be met by chance."""
_TELLS = frozenset(("prose", "list", "tile"))

_Fact = tuple[str, str, str, str, object]


def settle_periods(rows: Sequence[Observation], report_period: str) -> list[Observation]:
    """The rows, each earlier figure of running text under the one year whose table cell has it.

    `rows` are all of one report. A figure whose own words name its year keeps it, and so
    does one whose year has it in a table, or has no table.
    """
    printed: dict[_Fact, dict[str, set[object]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if row.source_kind == "table" and row.unit == "count" and row.value is not None:
            printed[_fact(row)][row.period].add(row.value)
    return [_settled(row, printed.get(_fact(row), {}), report_period) for row in rows]


def _fact(row: Observation) -> _Fact:
    codes = tuple((part.dimension, part.code) for part in row.slice)
    return row.measure, row.procedure, row.stage, row.authority_code, codes


def _settled(row: Observation, years: dict[str, set[object]], report_period: str) -> Observation:
    if row.source_kind not in _TELLS or row.unit != "count" or row.value is None or row.value < _LEAST:
        return row
    if row.period == report_period or not is_financial_year(row.period) or row.period not in years:
        return row
    having = [year for year, values in years.items() if row.value in values]
    if len(having) != 1 or having[0] in (row.period, report_period):
        return row
    if any(p.code == row.period for p in periods.find(row.evidence)):
        return row
    return changed(row, period=having[0], because=f"period: a table prints {row.value} for {having[0]}")
