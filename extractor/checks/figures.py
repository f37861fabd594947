"""One report's rows as figures that can be held against each other: slices, places and wholes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from extractor.contract import DIMENSIONS, UNMAPPED

Row = Mapping[str, str]
Dims = tuple[tuple[str, str], ...]
"""The filled dimensions of a figure with their codes, in the contract's order."""
Whole = tuple[str, str, str, str, str, str]
"""council, period, procedure, stage, measure, unit: what two figures share before they are sliced."""

_LABELS = {dimension: f"{dimension}_label" for dimension in DIMENSIONS}
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
    row: Row
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
        return self.row["observation_id"]

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
        return bool(self.total_words.search(figure.row["published_label"]))


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


def figures_of(rows: Sequence[Row], total_words: str, unions: Mapping[str, tuple[str, ...]]) -> Figures:
    """The rows of one report, in its order, as figures. Rows without a number are kept apart as gaps."""
    read = [
        _figure(index, row, place) for index, (row, place) in enumerate(zip(rows, _places(rows), strict=True))
    ]
    read = _told_apart(read)
    made: list[Figure] = []
    gaps: list[Figure] = []
    by_slice: dict[tuple[Whole, Dims], list[Figure]] = defaultdict(list)
    by_whole: dict[Whole, list[Figure]] = defaultdict(list)
    by_place: dict[str, list[Figure]] = defaultdict(list)
    for figure in read:
        if not figure.row["value"]:
            gaps.append(figure)
            continue
        made.append(figure)
        by_slice[figure.whole, figure.dims].append(figure)
        by_whole[figure.whole].append(figure)
        by_place[figure.place].append(figure)
    period = rows[0]["report_period"] if rows else ""
    parts = tuple(_all_parts(made, gaps, unions))
    parts_of: dict[Whole, list[Parts]] = defaultdict(list)
    for one in parts:
        parts_of[one.whole].append(one)
    words = re.compile(total_words, re.IGNORECASE)
    return Figures(
        tuple(made),
        dict(by_slice),
        dict(by_whole),
        dict(by_place),
        parts,
        dict(parts_of),
        words,
        unions,
        period,
    )


def _figure(index: int, row: Row, place: str) -> Figure:
    dims: list[tuple[str, str]] = []
    labels: list[str] = []
    for dimension in DIMENSIONS:
        code = row[dimension]
        if code:
            label = folded(row[_LABELS[dimension]])
            vague = code == UNMAPPED or "other" in code or code == "unknown"
            dims.append((dimension, f"{code}:{label}" if vague else code))
            labels.append(label)
    whole = (
        row["authority_code"],
        _year_of_stock(row) if row["measure"] == "complaints_open" else row["period"],
        row["procedure"],
        row["stage"],
        row["change_of"] + "/change" if row["measure"] == "change" else row["measure"],
        row["unit"],
    )
    value = float(row["value"] or 0)
    return Figure(
        index, row, value, row["value_status"], whole, tuple(dims), tuple(labels), place, row["source_kind"]
    )


def _told_apart(figures: list[Figure]) -> list[Figure]:
    """Where one place prints two labels of one code side by side, the code goes with its label."""
    labels: dict[tuple[str, Whole, Dims, int], set[str]] = defaultdict(set)
    for figure in figures:
        for n, label in enumerate(figure.labels):
            if figure.dims[n][0] in FREE:
                labels[figure.place, figure.whole, figure.dims, n].add(label)
    doubtful = {key[2][key[3]] for key, found in labels.items() if len(found) > 1}
    if not doubtful:
        return figures
    return [
        figure._replace(
            dims=tuple(
                (pair[0], f"{pair[1]}:{label.rpartition(' > ')[2]}") if pair in doubtful else pair
                for pair, label in zip(figure.dims, figure.labels, strict=True)
            )
        )
        if doubtful.intersection(figure.dims)
        else figure
        for figure in figures
    ]


def _year_of_stock(row: Row) -> str:
    """The year at whose end complaints were still open: a day after the report's year is its own end."""
    day = row["period"]
    if len(day) != 10:
        return day
    first = int(day[:4]) - (day[5:7] < "04")
    year = f"{first}/{(first + 1) % 100:02d}"
    return min(year, row["report_period"] or year)


def _places(rows: Sequence[Row]) -> Iterator[str]:
    """One name for each row's table, sentence, or run of list items."""
    run, last = 0, ""
    for row in rows:
        if row["table_index"]:
            last = ""
            yield f"t{row['table_index']}"
            continue
        if row["source_kind"] in ("list", "tile", "chart", "table"):
            head = row["published_label"].rpartition(" > ")[0] if " > " in row["published_label"] else "-"
            mark = f"{row['source_kind']}{row['page']}{head}"
            if mark != last:
                run += 1
            last = mark
            yield f"l{run}"
            continue
        last = ""
        yield f"p{row['page']}.{row['line']}.{row['published_label']}"


def _all_parts(
    made: Iterable[Figure], gaps: Iterable[Figure], unions: Mapping[str, tuple[str, ...]]
) -> Iterator[Parts]:
    groups: dict[tuple[str, Whole, str, Dims], list[Figure]] = defaultdict(list)
    for figure in made:
        for dimension, _ in figure.dims:
            groups[figure.place, figure.whole, dimension, figure.without(dimension)].append(figure)
    missing: dict[tuple[str, Whole, str, Dims], int] = defaultdict(int)
    for figure in gaps:
        units = ("count", "percent") if figure.unit == "count" else (figure.unit,)
        for dimension, _ in figure.dims:
            for unit in units:  # a dash says nothing of the unit that it stands for
                key = (figure.place, swap(figure.whole, unit=unit), dimension, figure.without(dimension))
                missing[key] += 1
    for (place, whole, dimension, others), found in groups.items():
        if len(found) < 2:
            continue
        outer = _settled(found, dimension, unions)
        if outer is None:
            continue
        roots, inner = outer
        gap = missing.get((place, whole, dimension, others), 0)
        yield Parts(place, whole, dimension, others, roots, inner, gap, roots[0].kind)


_Nested = tuple[tuple[Figure, ...], tuple[tuple[Figure, tuple[Figure, ...]], ...]]


def _settled(found: list[Figure], dimension: str, unions: Mapping[str, tuple[str, ...]]) -> _Nested | None:
    """Parts without unions and without what stands inside another part; None where they cannot be told."""
    codes = {dict(f.dims)[dimension] for f in found}
    kept = [f for f in found if not codes.intersection(unions.get(dict(f.dims)[dimension], ()))]
    by_label: dict[str, Figure] = {}
    for figure in kept:
        label = figure.label(dimension)
        if label in by_label:
            return None  # two parts of one name: nobody can tell which belongs to the sum
        by_label[label] = figure
    children: dict[str, list[Figure]] = defaultdict(list)
    roots: list[Figure] = []
    for label, figure in by_label.items():
        parent = label.rpartition(" > ")[0]
        while parent and parent not in by_label:
            parent = parent.rpartition(" > ")[0]
        if parent:
            children[parent].append(figure)
        else:
            roots.append(figure)
    inner = tuple((by_label[label], tuple(parts)) for label, parts in children.items() if len(parts) > 1)
    return tuple(roots), inner
