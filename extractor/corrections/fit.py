"""Which rows a correction is about, and whether the number and its words still stand there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from extractor.corrections.file import Correction, place_of
from extractor.model.observation import Observation, of_cells
from extractor.model.result import ReportResult

Spot = tuple[str, int]
"""A report's source_file and the number of a row of it."""


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """The words, however a spreadsheet or a person spaced them."""
    return " ".join(text.split())


def by_id(results: Iterable[ReportResult], entries: Sequence[Correction]) -> dict[str, list[Spot]]:
    """Where the rows stand that corrections name by their observation_id; editions may share one."""
    wanted = {entry.line.observation_id for entry in entries} - {""}
    places: dict[str, list[Spot]] = defaultdict(list)
    for result in results if wanted else ():
        for number, identity in enumerate(result.observations.column("observation_id").to_pylist()):
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
            if _printed(entry, row_of(results[source], number))
        ]
        return matching or "the row it names has a different number or different words"
    if line.source_file not in results:
        return f"no report in this run has the row {line.observation_id}"
    result, wanted = results[line.source_file], squeezed(line.evidence)
    evidence = result.observations.column("evidence").to_pylist()
    same = {n: row_of(result, n) for n, text in enumerate(evidence) if squeezed(text) == wanted}
    numbers = [n for n, row in same.items() if _printed(entry, row)]
    placed = [n for n in numbers if place_of(same[n]) == line.place]
    candidates = placed or numbers
    if len(candidates) == 1:
        return [(line.source_file, candidates[0])]
    if not candidates:
        return "the report no longer has this number with these words"
    return f"{len(candidates)} rows of the report have this number and these words"


def row_of(result: ReportResult, number: int) -> Observation:
    """One row of a result."""
    return of_cells(result.observations.slice(number, 1).to_pylist()[0])


def _printed(entry: Correction, row: Observation) -> bool:
    """Does the row print this number, in this unit, with these words?"""
    line = entry.line
    if squeezed(line.evidence) != squeezed(row.evidence):
        return False
    return (not line.unit or line.unit == row.unit) and _same_number(line.value, row.cells()["value"])


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
    labels = result.observations.column(f"{line.dimension}_label").to_pylist()
    return [number for number, text in enumerate(labels) if text and same_label(text, line.label)]


def same_label(one: str, other: str) -> bool:
    """The same printed words, in capitals or not."""
    return squeezed(one).casefold() == squeezed(other).casefold()
