"""The stage of figures that name none, where they add up to what one stage alone received.

'Parents made 52 of the complaints, relatives nine, young people seventeen' under no
stage: with 78 Stage 1 complaints printed, and no 78 of all stages, the three are of
Stage 1. A reader sees it so; nothing but an exact sum decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from extractor.model.observation import Observation

_MEASURES = frozenset(("complaints_received", "complaints_decided", "complaints_responded"))
_STAGES = ("stage_1", "stage_2")
_NARRATIVE = frozenset(("prose", "list", "tile"))
_APART = 3
"""Rows of another kind, at most, between two of one series."""
_LEAST, _LEAST_OF_TABLE, _PARTS = 10, 20, 3
"""A smaller sum may be met by chance; a table has many lines, each of three slices or more."""
_ONE_STAGE = "adult_statutory"

_Key = tuple[str, str, str, str]


def settle_stages(rows: Sequence[Observation]) -> list[Observation]:
    """The rows, each series without a stage under the stage whose total it makes up.

    `rows` are all of one report, in the order of the report.
    """
    new = list(rows)
    received, loose = _totals(rows)
    for n, stage in _of_tables(rows):
        new[n] = replace(rows[n], stage=stage)
    for (_, dimension, period, procedure), series in _series(rows):
        counts = [rows[n] for n in series if rows[n].unit == "count"]
        total = sum(float("nan" if row.value is None else row.value) for row in counts)
        labels = {row.label(dimension) for row in counts}
        codes = {row.code(dimension) for row in counts}
        told = {(row.code(dimension), row.value) for row in counts}  # twice the same: told again otherwise
        apart = len(labels) == len(counts) == len(told) and len(codes) > 1
        fits = [s for s in _STAGES if total in received[period, procedure, s]]
        if len(counts) > 1 and apart and total >= _LEAST and len(fits) == 1 and total not in loose[period]:
            for n in series:
                new[n] = replace(rows[n], stage=fits[0])
    return new


def _of_tables(rows: Sequence[Observation]) -> Iterator[tuple[int, str]]:
    """The rows of tables that name no stage, one line of which adds up to what words count at one."""
    spoken = [row for row in rows if row.source_kind in _NARRATIVE or row.stage != "all"]
    received, loose = _totals(spoken)
    tables: dict[tuple[object, object], list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        if row.source_kind not in _NARRATIVE and row.measure in _MEASURES:
            tables[row.anchor.page, row.anchor.table].append(n)
    for at in tables.values():
        if any(rows[n].stage != "all" for n in at) or len({rows[n].procedure for n in at}) > 1:
            continue  # adults' complaints have no stages, nor has a sum of theirs and others
        fits = {
            stage
            for (_, _, period), parts in _lines(rows[n] for n in at).items()
            for (when, procedure, stage), totals in received.items()
            # a procedure of one stage is named beside its stage or not
            if when == period and procedure != _ONE_STAGE and _add_up(parts, totals - loose[period])
        }
        if len(fits) == 1:
            yield from ((n, stage) for stage in fits for n in at)


def _lines(rows: Iterable[Observation]) -> dict[tuple[str, object, str], list[Observation]]:
    """The counts of slices in each row and each column of a table, by period."""
    lines: dict[tuple[str, object, str], list[Observation]] = defaultdict(list)
    for row in rows:
        if row.unit == "count" and row.value is not None and len(row.slice) == 1:
            lines["row", row.anchor.row, row.period].append(row)
            lines["column", row.anchor.column, row.period].append(row)
    return lines


def _add_up(parts: Sequence[Observation], totals: Collection[float]) -> bool:
    """Do three slices or more of one dimension add up to one of the totals?"""
    told = {(row.slice[0].dimension, row.label(row.slice[0].dimension)) for row in parts}
    total = sum(float(row.value or 0) for row in parts)
    alike = len({dimension for dimension, _ in told}) == 1 and len(told) == len(parts)
    return alike and len(parts) >= _PARTS and total >= _LEAST_OF_TABLE and total in totals


def _totals(
    rows: Sequence[Observation],
) -> tuple[dict[tuple[str, str, str], set[float]], dict[str, set[float]]]:
    """What each stage received or decided in all, and the totals of no single stage."""
    received: dict[tuple[str, str, str], set[float]] = defaultdict(set)
    loose: dict[str, set[float]] = defaultdict(set)
    for row in rows:
        if row.measure not in _MEASURES or row.unit != "count" or row.value is None or row.slice:
            continue
        if row.stage in ("all", ""):
            loose[row.period].add(float(row.value))
        else:
            received[row.period, row.procedure, row.stage].add(float(row.value))
    return received, loose


def _key(row: Observation) -> _Key | None:
    """What the rows of one series share; None for a row that belongs to none."""
    if row.measure not in _MEASURES or row.stage != "all" or row.source_kind not in _NARRATIVE:
        return None
    if len(row.slice) != 1 or row.unit not in ("count", "percent"):
        return None
    return row.measure, row.slice[0].dimension, row.period, row.procedure


def _series(rows: Sequence[Observation]) -> Iterator[tuple[_Key, list[int]]]:
    """Positions of rows of one measure and dimension that follow each other closely."""
    open_series: dict[_Key, tuple[int, list[int]]] = {}
    for i, row in enumerate(rows):
        key = _key(row)
        if key is None:
            continue
        last, series = open_series.get(key, (i, []))
        if i - last > _APART + 1:
            yield key, series
            series = []
        series.append(i)
        open_series[key] = (i, series)
    for key, (_, series) in open_series.items():
        yield key, series
