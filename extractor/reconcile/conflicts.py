"""Rows of checks.csv for what contradicts between reports."""

from __future__ import annotations

from extractor.lexicon.comparison import ReconcileFile
from extractor.model import contract
from extractor.model.frame import Frame
from extractor.reconcile.agreement import Conflict, Printing
from extractor.reconcile.comparable import Reconciled

_SIGNS = {"percent": "%", "gbp": "£", "percentage_point": " percentage points"}
_WORDS = {"approximate": "about ", "less_than": "fewer than ", "more_than": "more than "}


def checks(reconciled: Reconciled, rows: Frame, settings: ReconcileFile) -> list[dict[str, str]]:
    """One row for each contradiction, both figures, both reports and both ids in it."""
    return [_check(one, rows, settings) for one in reconciled.conflicts]


def _check(conflict: Conflict, rows: Frame, settings: ReconcileFile) -> dict[str, str]:
    first, second = rows[conflict.first.row], rows[conflict.second.row]
    said = settings.messages[conflict.check].format(
        what=what(second),
        period=second["period"],
        first=_words(conflict.first),
        second=_words(conflict.second),
        first_file=first["source_file"],
        second_file=second["source_file"],
        first_year=first["report_period"],
        second_year=second["report_period"],
    )
    return dict.fromkeys(contract.CHECK_COLUMNS, "") | {
        "source_file": second["source_file"],
        "page": second["page"],
        "authority_code": second["authority_code"],
        "period": second["period"],
        "check": conflict.check,
        "severity": settings.severities[conflict.check],
        "printed": f"{conflict.first.value}; {conflict.second.value}",
        "message": said,
        "observation_ids": f"{first['observation_id']};{second['observation_id']}",
    }


def what(row: dict[str, str]) -> str:
    """What a figure counts, in words: measure, procedure, stage and slice."""
    parts = [row["measure"]]
    parts += [f"of {row['change_of']}"] if row["change_of"] else []
    parts += [row[name] for name in ("procedure", "stage") if row[name] != "all"]
    for name in contract.DIMENSIONS:
        if row[name]:
            parts += [row[f"{name}_label"] if row[name] == contract.UNMAPPED else row[name]]
    return ", ".join(part if " " in part else part.replace("_", " ") for part in parts).capitalize()


def _words(one: Printing) -> str:
    sign = _SIGNS.get(one.unit, "")
    number = sign + one.value if sign == "£" else one.value + sign
    return _WORDS.get(one.status, "") + number
