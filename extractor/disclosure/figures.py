"""Printed rows as figures: what each speaks of, and what numbers are printed for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.model import contract
from extractor.model.table import texts

if TYPE_CHECKING:
    from pandas import DataFrame

Slice = tuple[str, ...]
AXES = ("part", "procedure", "stage", *contract.DIMENSIONS)
"""Along which a figure may be broken down; '' is all. `part` is a quarter or part of a year."""
READ = (
    *("observation_id", "authority_code", "period", "source_file", "page", "table_index", "source_kind"),
    *("procedure", "stage", "measure", "change_of", "unit", "value", "base"),
    *(*contract.DIMENSIONS, *contract.LABELS),
)


@dataclass
class Figure:
    """All printings of one measure in one slice of one council and year."""

    measure: str
    slice: Slice
    rows: list[int] = field(default_factory=list)
    counts: list[float] = field(default_factory=list)
    shares: list[tuple[float, float]] = field(default_factory=list)
    """(percentage, base), the base 0 where it is not printed."""
    tables: set[tuple[str, str, str]] = field(default_factory=set)

    @property
    def filled(self) -> int:
        """Along how many axes it is broken down."""
        return sum(map(bool, self.slice))


World = dict[tuple[str, Slice], Figure]
Place = tuple[str, str]
"""A council (its report where it is unknown) and a year or day."""


@dataclass
class Change:
    """A printed change and the figure that changed."""

    row: int
    place: Place
    key: tuple[str, Slice]


@dataclass
class Printed:
    """All rows of a run, sorted into worlds; row numbers count observations first, then review."""

    worlds: dict[Place, World] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    counted: list[bool] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def gather(parts: Sequence[DataFrame]) -> Printed:
    """The rows of several lists as figures."""
    printed = Printed()
    for rows in parts:
        columns = [texts(rows, name) for name in READ]
        for cells in zip(*columns, strict=True):
            _add(printed, cells)
    return printed


def place_of(authority: str, source: str, period: str) -> Place:
    """The council and year that a row belongs to."""
    return (authority or source, period[:7] if period[4:5] == "/" else period)


def slice_of(period: str, procedure: str, stage: str, codes: Sequence[str], labels: Sequence[str]) -> Slice:
    """The slice; labels tell apart what no code fits."""
    return (
        period[8:] if period[4:5] == "/" else "",
        "" if procedure == "all" else procedure,
        "" if stage == "all" else stage,
        *(
            f"{code}:{label.casefold()}" if code == contract.UNMAPPED else code
            for code, label in zip(codes, labels, strict=True)
        ),
    )


def _add(printed: Printed, cells: tuple[str, ...]) -> None:
    identity, authority, period, source, page, table, kind, procedure, stage = cells[:9]
    measure, changed, unit, value, base = cells[9:14]
    first = len(READ) - 2 * len(contract.DIMENSIONS)
    middle = first + len(contract.DIMENSIONS)
    number = len(printed.ids)
    place = place_of(authority, source, period)
    printed.ids.append(identity)
    printed.sources.append(source)
    printed.values.append(value)
    printed.bases.append(base)
    printed.places.append(place)
    printed.counted.append(unit == "count")
    slice_ = slice_of(period, procedure, stage, cells[first:middle], cells[middle:])
    if measure == "change":
        printed.changes.append(Change(number, place, (changed, slice_)))
        return
    if unit not in ("count", "percent", "ratio"):
        return
    world = printed.worlds.setdefault(place, {})
    figure = world.setdefault((measure, slice_), Figure(measure, slice_))
    figure.rows.append(number)
    if kind == "table":
        figure.tables.add((source, page, table))
    if value and unit == "count":
        figure.counts.append(float(value))
    elif value and unit == "percent":
        figure.shares.append((float(value), float(base or 0)))
