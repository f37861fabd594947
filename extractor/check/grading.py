"""How far a finding may be believed: no further than the reading of the figures that it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.check.figures import places
from extractor.check.row_marks import flagged
from extractor.lexicon.checklist import CheckBook
from extractor.model.observation import Observation
from extractor.model.records import Check


def graded(
    rows: Sequence[Observation], checks: Sequence[Check], book: CheckBook
) -> tuple[tuple[Observation, ...], tuple[Check, ...]]:
    """The rows, whose confidence is known by now, marked anew, and the checks.

    What rests on a figure whose reading is not sure enough could not be checked: that is `info`,
    and says so. The marks are those of patterns/checks.yaml: figures of one table or sentence
    speak of one population more surely than figures of several places.
    """
    known = {row.observation_id: (row, place) for row, place in zip(rows, places(rows), strict=True)}
    found = tuple(_graded(check, known, book) for check in checks)
    return flagged(rows, found, book), found


def _graded(check: Check, known: Mapping[str, tuple[Observation, str]], book: CheckBook) -> Check:
    entry = book.by_code.get(check.check)
    evidence = [known[one] for one in check.observation_ids if one in known]
    if check.severity == "info" or not evidence or entry is None or not entry.needs_sure:
        return check
    together = len({place for _, place in evidence}) == 1
    least = entry.least_together if together else entry.least_apart
    weakest = min((row for row, _ in evidence), key=lambda row: row.confidence)
    if weakest.confidence >= least:
        return check
    words = book.not_checked.format(
        value=f"{weakest.value:f}" if weakest.value is not None else "a figure",
        confidence=f"{weakest.confidence:.2f}",
        sentence=check.message,
    )
    return replace(check, severity="info", message=words)
