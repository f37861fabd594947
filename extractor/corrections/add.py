"""A decision from the command line, checked before it is added to the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from extractor.corrections import codes
from extractor.corrections.file import (
    Correction,
    CorrectionsFault,
    append,
    for_label,
    for_row,
    understood,
)
from extractor.corrections.fit import same_label
from extractor.lexicon.rulebook import Rulebook
from extractor.model import row
from extractor.model.observation import Observation
from extractor.model.records import CorrectionRow

__all__ = ["about_label", "about_row", "append"]


def about_row(
    current: Observation,
    made: Iterable[CorrectionRow],
    decision: Mapping[str, str],
    book: Rulebook,
) -> dict[str, str]:
    """The line for a row of the outputs; `made` are the run's corrections. Raises CorrectionsFault."""
    if current.value_status == "suppressed" or not current.evidence:
        raise CorrectionsFault(
            "These outputs do not hold the row's printed number or words: run without --suppress."
        )
    mine = [one for one in made if one.observation_id == current.observation_id]
    printed = {"value": mine[0].value, "unit": mine[0].unit} if mine else {}
    line = {**for_row(current, decision["verdict"], **printed), **decision}
    entry = _checked(line, book)
    if fault := row.fault_of(current.cells() | dict(entry.changes)):
        raise CorrectionsFault(f"The row would break the contract: {fault}.")
    return line


def about_label(dimension: str, label: str, decision: Mapping[str, str], book: Rulebook) -> dict[str, str]:
    """The line for a printed label; `set` may be the code alone. Raises CorrectionsFault."""
    line = {**for_label(dimension, label), **decision}
    if line["set"] and "=" not in line["set"]:
        line["set"] = f"{dimension}={line['set']}"
    _checked(line, book)
    return line


def remarks_on_label(line: Mapping[str, str], rows: Iterable[Observation]) -> list[str]:
    """A sentence where no row of the last run stands under the label; nothing where there was no run."""
    rows = list(rows)
    name, label, source = line["dimension"], line["label"], line["source_file"]
    mine = [row for row in rows if source in ("", row.source_file)]
    if not rows or any(same_label(row.label(name), label) for row in mine):
        return []
    where = f"{source} has" if source else "the reports of the last run have"
    return [f"Take care: {where} no number under the {name.replace('_', ' ')} label '{label}'."]


def _checked(line: Mapping[str, str], book: Rulebook) -> Correction:
    entry = understood(0, line)
    if not isinstance(entry, Correction):
        raise CorrectionsFault(f"The correction was not added: {entry}.")
    if fault := codes.fault_of(entry.changes, book):
        raise CorrectionsFault(f"The correction was not added: {fault}.")
    return entry
