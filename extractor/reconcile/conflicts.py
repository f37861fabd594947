"""Rows of checks.csv for what contradicts between reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.lexicon.comparison import ReconcileFile
from extractor.model import contract
from extractor.model.observation import Observation, of_cells
from extractor.model.records import Check, IssueRow
from extractor.model.table import records
from extractor.reconcile.agreement import Conflict, Printing
from extractor.reconcile.comparable import Reconciled

if TYPE_CHECKING:
    from pandas import DataFrame

_SIGNS = {"percent": "%", "gbp": "£", "percentage_point": " percentage points"}
_WORDS = {"approximate": "about ", "less_than": "fewer than ", "more_than": "more than "}


def checks(reconciled: Reconciled, rows: DataFrame, settings: ReconcileFile) -> list[Check]:
    """One for each contradiction, both figures, both reports and both ids in it."""
    wanted = [row for one in reconciled.conflicts for row in (one.first.row, one.second.row)]
    printed = [of_cells(row) for row in records(rows.iloc[wanted])]
    return [
        _check(one, first, second, settings)
        for one, first, second in zip(reconciled.conflicts, printed[::2], printed[1::2], strict=True)
    ]


def issues(reconciled: Reconciled, rows: DataFrame, settings: ReconcileFile) -> list[IssueRow]:
    """One for each fact of which two counts lie too far apart, at the figure that was read less surely."""
    wanted = [one.row for gap in reconciled.gaps for one in gap]
    printed = [of_cells(row) for row in records(rows.iloc[wanted])]
    return [
        IssueRow(
            second.source_file,
            "figures-far-apart",
            "warning",
            second.anchor.page,
            settings.far_apart.format(
                what=what(second),
                period=second.period,
                first=f"{first.value:f}",
                first_place=_place(first),
                first_sure=f"{first.confidence:.2f}",
                second=f"{second.value:f}",
                second_place=_place(second),
                second_sure=f"{second.confidence:.2f}",
            ),
        )
        for first, second in zip(printed[::2], printed[1::2], strict=True)
    ]


def _place(row: Observation) -> str:
    """The report, its page and table, in words."""
    parts = [row.source_file]
    parts += [f"page {row.anchor.page}"] if row.anchor.page else []
    parts += [f"table {row.anchor.table}"] if row.anchor.table else [row.source_kind]
    return ", ".join(parts)


def _check(conflict: Conflict, first: Observation, second: Observation, settings: ReconcileFile) -> Check:
    said = settings.messages[conflict.check].format(
        what=what(second),
        period=second.period,
        first=_words(conflict.first),
        second=_words(conflict.second),
        first_file=first.source_file,
        second_file=second.source_file,
        first_year=first.report_period,
        second_year=second.report_period,
    )
    return Check(
        source_file=second.source_file,
        authority_code=second.authority_code,
        period=second.period,
        check=conflict.check,
        severity=settings.severities[conflict.check],
        printed=f"{conflict.first.value}; {conflict.second.value}",
        computed="",
        message=said,
        observation_ids=(first.observation_id, second.observation_id),
        page=second.anchor.page,
    )


def what(row: Observation) -> str:
    """What a figure counts, in words: measure, procedure, stage and slice."""
    parts = [row.measure]
    parts += [f"of {row.change_of}"] if row.change_of else []
    parts += [code for code in (row.procedure, row.stage) if code != "all"]
    parts += [label if code == contract.UNMAPPED else code for _, code, label in row.slice if code]
    return ", ".join(part if " " in part else part.replace("_", " ") for part in parts).capitalize()


def _words(one: Printing) -> str:
    sign = _SIGNS.get(one.unit, "")
    number = sign + one.value if sign == "£" else one.value + sign
    return _WORDS.get(one.status, "") + number
