"""One report's rows as figures that can be held against each other: slices, places and wholes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from extractor.model.observation import Observation

Dims = tuple[tuple[str, str], ...]
"""The filled dimensions of a figure with their codes, in the contract's order."""
Whole = tuple[str, str, str, str, str, str]
"""council, period, procedure, stage, measure, unit: what two figures share before they are sliced."""

RATES = ("outcome", "timeliness")
"""A percentage by one of these and by something else is a rate: 30% upheld in fostering."""
FREE = ("service_area", "theme", "complainant", "channel", "age_band", "ethnicity", "disability", "religion")
"""Dimensions in whose codes several printed labels may meet."""
SUBSET = 1.5
"""A printed value so many times smaller than another of the same slice is a part of it that is not coded."""
_SPACES = re.compile(r"[^a-z0-9<>%+-]+")


class Figure(NamedTuple):
    """One row, parsed once. Labels are folded; `place` is its table, list or sentence."""

    order: int
    row: Observation
    value: float
    status: str
    whole: Whole
    dims: Dims
    labels: tuple[str, ...]
    """The folded label of each filled dimension, beside `dims`."""
    place: str
    kind: str

    @property
    def id(self) -> str:
        return self.row.observation_id

    @property
    def printed(self) -> str:
        """The number as it is published, with its decimals."""
        return "" if self.row.value is None else f"{self.row.value:f}"

    @property
    def exact(self) -> bool:
        return self.status == "exact"

    @property
    def measure(self) -> str:
        return self.whole[4]

    @property
    def unit(self) -> str:
        return self.whole[5]

    @property
    def stage(self) -> str:
        return self.whole[3]

    @property
    def period(self) -> str:
        return self.whole[1]

    def without(self, dimension: str) -> Dims:
        """Its slice with one dimension left out."""
        return tuple(pair for pair in self.dims if pair[0] != dimension)

    def shares(self, dimension: str) -> bool:
        """Is its percentage a share by this dimension, not a rate inside a slice of it?"""
        if self.measure == "complaints_escalated":
            return False
        rate = next((name for name, _ in self.dims if name in RATES), "")
        return dimension == rate or not rate

    def label(self, dimension: str) -> str:
        """The folded label of a filled dimension."""
        return next(text for (name, _), text in zip(self.dims, self.labels, strict=True) if name == dimension)


class Parts(NamedTuple):
    """The figures of one place that break one whole down by one dimension."""

    place: str
    whole: Whole
    dimension: str
    others: Dims
    """What the parts and the whole have in common besides."""
    figures: tuple[Figure, ...]
    """The outermost parts; what stands inside one of them is left out."""
    inner: tuple[tuple[Figure, tuple[Figure, ...]], ...]
    """Parts that are broken down again, with their own parts."""
    gaps: int
    """Parts that are printed without a number (a dash, n/a, suppressed)."""
    kind: str


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Label text to compare by: small letters and digits, ' > ' kept, '&' as 'and'."""
    text = text.lower().replace("&", " and ").replace("’", "'").replace("'", "")
    return _SPACES.sub(" ", text).strip()


@dataclass(frozen=True)
class Figures:
    """A report's figures with the indexes that the checks look things up in."""

    all: tuple[Figure, ...]
    by_slice: Mapping[tuple[Whole, Dims], Sequence[Figure]]
    by_whole: Mapping[Whole, Sequence[Figure]]
    by_place: Mapping[str, Sequence[Figure]]
    parts: tuple[Parts, ...]
    parts_of: Mapping[Whole, Sequence[Parts]]
    total_words: re.Pattern[str]
    unions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    period: str = ""

    def of(self, whole: Whole, dims: Dims = ()) -> Sequence[Figure]:
        """Every printing of one slice, in the report's order."""
        return self.by_slice.get((whole, dims), ())

    def values(self, whole: Whole, dims: Dims = ()) -> dict[float, Figure]:
        """The distinct exact values printed of one slice, tables first, each with a figure that prints it."""
        printed = self.by_slice.get((whole, dims))
        if not printed:
            return {}
        if len(printed) > 1:
            printed = sorted(printed, key=lambda f: (f.kind != "table", f.order))
        found: dict[float, Figure] = {}
        for figure in printed:
            if figure.status == "exact":
                found.setdefault(figure.value, figure)
        return found

    def totals(self, whole: Whole, dims: Dims = ()) -> dict[float, Figure]:
        """The values that may be the whole slice: a much smaller one beside them is of some of it."""
        found = self.values(whole, dims)
        if len(found) < 2:
            return found
        least = max(found) / SUBSET
        return {value: figure for value, figure in found.items() if value >= least}

    def established(self, figure: Figure) -> bool:
        """Does a table or list print it, or the text twice? A lone count in prose may be of some only."""
        if figure.kind != "prose":
            return True
        same = self.of(figure.whole, figure.dims)
        return any(f.value == figure.value and (f.kind != "prose" or f.place != figure.place) for f in same)

    def is_total(self, figure: Figure) -> bool:
        """Do its own words call it a total?"""
        return bool(self.total_words.search(figure.row.published_label))


def swap(
    whole: Whole,
    *,
    period: str | None = None,
    procedure: str | None = None,
    stage: str | None = None,
    measure: str | None = None,
    unit: str | None = None,
) -> Whole:
    """The same frame with another period, procedure, stage, measure or unit."""
    return (
        whole[0],
        whole[1] if period is None else period,
        whole[2] if procedure is None else procedure,
        whole[3] if stage is None else stage,
        whole[4] if measure is None else measure,
        whole[5] if unit is None else unit,
    )
