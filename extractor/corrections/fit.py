"""Which rows a correction is about, and whether the number and its words still stand there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from extractor.corrections.file import Correction
from extractor.corrections.lines import place_of
from extractor.model import contract
from extractor.model.frame import Frame
from extractor.model.types import ReportResult

Row = Mapping[str, str]
Spot = tuple[str, int]
"""A report's source_file and the number of a row of it."""


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """The words, however a spreadsheet or a person spaced them."""
    return " ".join(text.split())


def held(result: ReportResult) -> Frame:
    """A result's rows by column."""
    return Frame.of(result.observations, contract.OBSERVATION_COLUMNS)


def by_id(results: Iterable[ReportResult], entries: Sequence[Correction]) -> dict[str, list[Spot]]:
    """Where the rows stand that corrections name by their observation_id; editions may share one."""
    wanted = {entry.line.observation_id for entry in entries} - {""}
    places: dict[str, list[Spot]] = defaultdict(list)
    for result in results if wanted else ():
        ids = held(result).column("observation_id")
        if wanted.isdisjoint(ids.texts):
            continue
        for number, identity in enumerate(ids):
            if identity in wanted:
                places[identity].append((result.source, number))
    return places


def spots(
    entry: Correction, results: Mapping[str, ReportResult], known: Mapping[str, list[Spot]]
) -> list[Spot] | str:
    """The rows that it is about, or the clause that says why there are none.

    The id changes with the coding of the row, so what is printed and where decides next.
    """
    line = entry.line
    if line.observation_id in known:
        matching = [
            (source, number)
            for source, number in known[line.observation_id]
            if _printed(entry, held(results[source])[number])
        ]
        return matching or "the row that it names prints another number or other words"
    if line.source_file not in results:
        return f"no report of this run gives the row {line.observation_id}"
    rows = held(results[line.source_file])
    evidence = rows.column("evidence")
    wanted = squeezed(line.evidence)
    same = [text for text in evidence.texts if squeezed(text) == wanted]
    numbers = [n for n in evidence.among(same).nonzero()[0].tolist() if _printed(entry, rows[n])]
    placed = [n for n in numbers if place_of(rows[n]) == line.place]
    candidates = placed or numbers
    if len(candidates) == 1:
        return [(line.source_file, candidates[0])]
    if not candidates:
        return "the report does not give this number with these words any more"
    return f"{len(candidates)} rows of the report print this number with these words"


def _printed(entry: Correction, row: Row) -> bool:
    """Does the row print this number, in this unit, with these words?"""
    line = entry.line
    if squeezed(line.evidence) != squeezed(row["evidence"]):
        return False
    return (not line.unit or line.unit == row["unit"]) and _same_number(line.value, row["value"])


def _same_number(one: str, other: str) -> bool:
    try:
        return float(one) == float(other)  # a spreadsheet may write 0.50 as 0.5
    except ValueError:
        return one == other


def labelled(entry: Correction, result: ReportResult) -> list[int]:
    """The rows of a report that stand under the label of a correction."""
    line = entry.line
    if line.source_file not in ("", result.source):
        return []
    labels = held(result).column(f"{line.dimension}_label")
    same = [text for text in labels.texts if same_label(text, line.label)]
    return labels.among(same).nonzero()[0].tolist() if same else []


def same_label(one: str, other: str) -> bool:
    """The same printed words, in capitals or not."""
    return squeezed(one).casefold() == squeezed(other).casefold()
