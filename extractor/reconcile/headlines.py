"""councils.csv: the headline figures of one council, year and procedure side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.lexicon.comparison import Headline, HeadlinesFile, Part
from extractor.model import contract
from extractor.model.records import Coverage, IndicatorRow
from extractor.reconcile.figures import Council, councils
from extractor.reconcile.indicators import plain

if TYPE_CHECKING:
    from pandas import DataFrame

DOUBTFUL = "implausible-coding"
"""The flag of a figure whose coding cannot well be."""
NOT_PRINTED, NOT_READ, NOT_COMPARABLE = "not_printed", "not_read", "not_comparable"
"""Why a headline is empty; stands where its mark would."""
Worked = Mapping[tuple[str, str, str], Sequence[IndicatorRow]]
"""Indicators of one council and year by procedure, stage and indicator."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One headline of a row: its figure and mark, or why there is none."""

    value: Decimal | None
    mark: str


@dataclass(frozen=True, slots=True)
class CouncilRow:
    """A row of councils.csv."""

    authority_code: str
    authority_name: str
    period: str
    procedure: str
    shown: tuple[Shown, ...]
    """In the order of patterns/headlines.yaml."""

    def cells(self, headlines: HeadlinesFile) -> dict[str, str]:
        """The row as text."""
        who = (self.authority_code, self.authority_name, self.period, self.procedure)
        pairs = [
            cell for one in self.shown for cell in ("" if one.value is None else plain(one.value), one.mark)
        ]
        return dict(zip(headlines.columns, (*who, *pairs), strict=True))


def headline_rows(
    facts: DataFrame,
    indicators: Iterable[IndicatorRow],
    coverage: Iterable[Coverage],
    headlines: HeadlinesFile,
) -> list[CouncilRow]:
    """One row for each council, financial year and procedure of which any headline figure is known."""
    worked: dict[tuple[str, str], dict[tuple[str, str, str], list[IndicatorRow]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in indicators:
        worked[row.authority_code, row.period][row.procedure, row.stage, row.indicator].append(row)
    in_part = {(one.authority_code, one.report_period) for one in coverage if one.status != "ok"}
    found = []
    for council in councils(facts, contract.MEASURES):
        who = council.code, council.period
        missing = NOT_READ if who in in_part else NOT_PRINTED
        for procedure in headlines.procedures:
            shown = tuple(
                _shown(one, council, worked.get(who, {}), procedure, missing) for one in headlines.headlines
            )
            if any(one.value is not None for one in shown):
                found.append(CouncilRow(council.code, council.name, council.period, procedure, shown))
    return sorted(found, key=lambda row: (row.authority_code, row.period, row.authority_name))


def _shown(headline: Headline, council: Council, worked: Worked, procedure: str, missing: str) -> Shown:
    """The figure of the first stage that has one; of another stage than the first it needs care.

    One whose coding cannot well be is passed over where another stands.
    """
    if headline.procedures and procedure not in headline.procedures:
        return Shown(None, NOT_PRINTED)
    procedure, empty, last = headline.of or procedure, missing, None
    for number, stage in enumerate(headline.stages):
        for one, doubtful in _candidates(headline, council, worked, (procedure, stage)):
            if one.value is None:
                empty = NOT_COMPARABLE
                continue
            if number or headline.part == "denominator":
                one = replace(one, mark=_worst((one.mark, "with_care")))
            if not doubtful:
                return one
            last = last or one
    return last or Shown(None, empty)


def _candidates(
    headline: Headline, council: Council, worked: Worked, place: tuple[str, str]
) -> Iterator[tuple[Shown, bool]]:
    """The figure that is printed as it is, then those that are worked out; and whether each is doubtful."""
    if headline.measure:
        codes = (headline.outcome,) if headline.outcome else ()
        figure = council.find(Part(measure=headline.measure), codes, "", place)
        if figure is not None:
            mark = _worst(row.comparable or "with_care" for row in figure.rows)
            yield Shown(figure.value, mark), DOUBTFUL in figure.cell("flags").split(";")
    for indicator in headline.indicators:
        for row in worked.get((*place, indicator), ()):
            value = row.denominator if headline.part == "denominator" else row.value
            yield Shown(value, row.comparable or "with_care"), DOUBTFUL in row.flags


def _worst(marks: Iterable[str]) -> str:
    return max(marks, key=contract.COMPARABLE.index)
