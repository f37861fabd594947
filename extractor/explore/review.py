"""Doubtful rows, the least sure first, and decisions on them as lines of corrections.csv."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.corrections import CorrectionsFault, add
from extractor.corrections.file import COLUMNS, append, load
from extractor.explore.store import Store
from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract
from extractor.model.csv_text import csv_line
from extractor.model.observation import of_cells

DOUBTFUL = 0.5
"""Rows below this confidence are offered."""
AT_ONCE = 2_000
"""Rows of a batch that are looked at."""
RECODED = (
    *("procedure", "stage", "measure", "outcome", "timeliness", "complainant", "service_area", "theme"),
    "period",
)
"""Columns that the form offers."""


def batches(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Reports with doubtful rows, labels without a code and issues, the most pressing first."""
    reports = store.rows(
        "select source_file, authority_name, report_period, count(*) as rows, min(confidence) as least,"
        " sum(second_reading = 'differs') as differ from observations"
        " where confidence < ? or second_reading = 'differs' group by source_file"
        " order by rows desc, source_file",
        (DOUBTFUL,),
    )
    labels = store.rows(
        "select dimension, label, sum(occurrences) as rows from categories where code = 'unmapped'"
        " group by dimension, label order by rows desc, label limit 200"
    )
    issues = store.rows(
        "select source_file, severity, code, page, message from issues where severity <> 'info'"
        " order by source_file, page limit 200"
    )
    return {"reports": reports, "labels": labels, "issues": issues}


def queue(store: Store, report: str, table: str, label: str, decided: Iterable[str]) -> list[str]:
    """The ids of a batch's rows that nobody has settled, disagreements and the least sure first."""
    asked: list[tuple[str, list[str]]] = []
    if report:
        asked.append(("source_file = ?", [report]))
    if table:
        asked.append(("table_index = ?", [table]))
    if label:
        of_any = " or ".join(f"{name} = ?" for name in contract.LABELS)
        asked.append((f"({of_any})", [label] * len(contract.LABELS)))
    if not (table or label):
        asked.append((f"(confidence < {DOUBTFUL} or second_reading = 'differs')", []))
    sql = (
        f"select observation_id from observations where {' and '.join(where for where, _ in asked)}"
        f" order by second_reading = 'differs' desc, confidence, rowid limit {AT_ONCE}"
    )
    settled, values = set(decided), [value for _, own in asked for value in own]
    return [row["observation_id"] for row in store.rows(sql, values) if row["observation_id"] not in settled]


def decided(path: Path) -> set[str]:
    """The observations that lines of the file settle. Raises CorrectionsFault."""
    if not path.is_file():
        return set()
    return {entry.line.observation_id for entry in load(path).entries if entry.line.observation_id}


def decide(
    rows: Sequence[Mapping[str, Any]],
    verdict: str,
    changes: Mapping[str, str],
    who: tuple[str, str],
    path: Path,
    book: Rulebook,
) -> None:
    """Add one line for each row. Raises CorrectionsFault and OSError.

    Args:
        rows: the observations that are decided on, as the database has them.
        verdict: one of contract.VERDICTS.
        changes: column -> code, for `recode`.
        who: the decider's name, and why.
        path: corrections.csv.
        book: knows the codes.
    """
    said = "; ".join(f"{column}={code}" for column, code in changes.items())
    given = {"set": said, "verdict": verdict, "date": str(datetime.date.today())}
    given |= {"by": who[0], "because": who[1]}
    for line in [add.about_row(of_cells(_as_text(row)), (), given, book) for row in rows]:
        append(path, line)


def undo(path: Path, identity: str, by: str) -> None:
    """Take the last line of the file back, if it is this decider's and about this row.

    Raises CorrectionsFault where another line has been added since, and OSError.
    """
    entries = load(path).entries if path.is_file() else ()
    if not entries or entries[-1].line.observation_id != identity or entries[-1].line.by != by:
        raise CorrectionsFault(
            "There is nothing to undo: the last line of the corrections is not about this row."
        )
    text = path.read_text(encoding="utf-8-sig")
    last = csv_line(getattr(entries[-1].line, name) for name in COLUMNS)
    if not text.endswith(last):
        raise CorrectionsFault(f"{path} has been changed by hand: take the line out there.")
    aside = path.with_name(f"{path.name}.new")
    aside.write_text(text.removesuffix(last), encoding="utf-8", newline="")
    os.replace(aside, path)


def choices(book: Rulebook) -> dict[str, list[tuple[str, str]]]:
    """For each column of the form its legal codes with their names."""
    out: dict[str, list[tuple[str, str]]] = {}
    for column in RECODED:
        if column in contract.CODES:
            out[column] = [(code, one.label) for code, one in contract.CODES[column].items()]
        elif column in contract.FREE_CODES:
            out[column] = [(entry.id, entry.label or entry.id) for entry in book.entries_of(column)]
    return out


def _as_text(row: Mapping[str, Any]) -> dict[str, str]:
    """A row of the database as the cells of observations.csv."""
    return {name: _cell(row[name]) for name in contract.OBSERVATION_COLUMNS}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
