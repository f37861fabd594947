"""One report's rows as figures that can be held against each other: slices, places, wholes and parts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import count
from typing import NamedTuple, TypeVar

from extractor.lexicon.checklist import CheckBook
from extractor.model.contract import UNMAPPED
from extractor.model.observation import Observation

Dims = tuple[tuple[str, str], ...]
"""The filled dimensions of a figure with their codes, in the contract's order."""
Key = TypeVar("Key")
One = TypeVar("One")

RATES = ("outcome", "timeliness")
"""A percentage by one of these and by something else is a rate: 30% upheld in fostering."""
FREE = ("service_area", "theme", "complainant", "channel", "age_band", "ethnicity", "disability", "religion")
"""Dimensions in whose codes several printed labels may meet."""
SUBSET = 1.5
"""A printed value so many times smaller than another of the same slice is a part of it that is not coded."""
_SPACES = re.compile(r"[^a-z0-9<>%+-]+")


class Whole(NamedTuple):
    """What two figures share before they are sliced."""

    council: str
    period: str
    procedure: str
    stage: str
    measure: str
    unit: str

    @property
    def year_before(self) -> str:
        """The financial year before its own."""
        first = int(self.period[:4]) - 1
        return f"{first}/{(first + 1) % 100:02d}"

    @property
    def is_change(self) -> bool:
        """Does it count how far a measure changed?"""
        return self.measure.endswith("/change")


class Figure(NamedTuple):
    """One row, parsed once. Labels are folded; `place` is its table, list or sentence."""

    order: int
    row: Observation
    value: float
    whole: Whole
    dims: Dims
    labels: tuple[str, ...]
    """The folded label of each filled dimension, beside `dims`."""
    place: str

    @property
    def printed(self) -> str:
        """The number as it is published, with its decimals."""
        return "" if self.row.value is None else f"{self.row.value:f}"

    @property
    def exact(self) -> bool:
        return self.row.value_status == "exact"

    @property
    def kind(self) -> str:
        return self.row.source_kind

    @property
    def measure(self) -> str:
        return self.whole.measure

    @property
    def unit(self) -> str:
        return self.whole.unit

    @property
    def stage(self) -> str:
        return self.whole.stage

    @property
    def period(self) -> str:
        return self.whole.period

    @property
    def words(self) -> str:
        """What is printed of it: its label and its sentence."""
        return f"{self.row.published_label} {self.row.evidence}"

    @property
    def slice(self) -> tuple[Whole, Dims]:
        """What it is a figure of."""
        return self.whole, self.dims

    def without(self, dimension: str) -> Dims:
        """Its slice with one dimension left out."""
        return tuple(pair for pair in self.dims if pair[0] != dimension)

    def code(self, dimension: str) -> str:
        """Its code in a dimension; '' where it is not broken down by it."""
        return next((code for name, code in self.dims if name == dimension), "")

    def label(self, dimension: str) -> str:
        """The folded label of a filled dimension."""
        return next(text for (name, _), text in zip(self.dims, self.labels, strict=True) if name == dimension)

    def shares(self, dimension: str) -> bool:
        """Is its percentage a share by this dimension, not a rate inside a slice of it?"""
        if self.measure == "complaints_escalated":
            return False
        rate = next((name for name, _ in self.dims if name in RATES), "")
        return dimension == rate or not rate


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

    @property
    def kind(self) -> str:
        return self.figures[0].kind

    @property
    def exact(self) -> bool:
        """Is every part an exact number?"""
        return all(f.exact for f in self.figures)

    @property
    def total(self) -> float:
        return sum(f.value for f in self.figures)


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Label text to compare by: small letters and digits, ' > ' kept, '&' as 'and'."""
    text = text.lower().replace("&", " and ").replace("’", "'").replace("'", "")
    return _SPACES.sub(" ", text).strip()


def grouped(found: Iterable[One], key: Callable[[One], Key]) -> dict[Key, list[One]]:
    """The same in groups by their keys, each in the given order."""
    groups: dict[Key, list[One]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    return dict(groups)


@dataclass(frozen=True)
class Figures:
    """A report's figures with the indexes that the checks look things up in."""

    all: tuple[Figure, ...]
    gaps: tuple[Figure, ...] = ()
    """Rows without a number."""
    total_words: str = "total"
    unions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    period: str = ""

    @cached_property
    def by_slice(self) -> dict[tuple[Whole, Dims], list[Figure]]:
        """The printings of each slice, in the report's order."""
        return grouped(self.all, lambda f: f.slice)

    @cached_property
    def by_whole(self) -> dict[Whole, list[Figure]]:
        """The figures of each whole."""
        return grouped(self.all, lambda f: f.whole)

    @cached_property
    def by_place(self) -> dict[str, list[Figure]]:
        """The figures of each table, list or sentence."""
        return grouped(self.all, lambda f: f.place)

    @cached_property
    def parts(self) -> tuple[Parts, ...]:
        """The parts of every whole that some place breaks down."""
        return tuple(_all_parts(self.all, self.gaps, self.unions))

    @cached_property
    def parts_of(self) -> dict[Whole, list[Parts]]:
        """The same by their whole."""
        return grouped(self.parts, lambda parts: parts.whole)

    def of(self, whole: Whole, dims: Dims = ()) -> Sequence[Figure]:
        """Every printing of one slice, in the report's order."""
        return self.by_slice.get((whole, dims), ())

    def values(self, whole: Whole, dims: Dims = ()) -> dict[float, Figure]:
        """The distinct exact values printed of one slice, tables first, each with a figure that prints it."""
        found: dict[float, Figure] = {}
        for figure in sorted(self.of(whole, dims), key=lambda f: (f.kind != "table", f.order)):
            if figure.exact:
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
        return bool(re.search(self.total_words, figure.row.published_label, re.IGNORECASE))


def figures_of(rows: Sequence[Observation], book: CheckBook, period: str) -> Figures:
    """The rows of one report on `period`, in its order, as figures; those without a number are gaps."""
    read = _told_apart(list(map(_figure, count(), rows, places(rows))))
    made, gaps = (tuple(f for f in read if (f.row.value is None) == gap) for gap in (False, True))
    return Figures(made, gaps, book.total_words, book.union, period)


def _figure(index: int, row: Observation, place: str) -> Figure:
    dims: list[tuple[str, str]] = []
    labels: list[str] = []
    for dimension, code, printed in row.slice:
        if not code:
            continue
        label = folded(printed)
        vague = code == UNMAPPED or "other" in code or code == "unknown"
        dims.append((dimension, f"{code}:{label}" if vague else code))
        labels.append(label)
    whole = Whole(
        row.authority_code,
        _year_of_stock(row) if row.measure == "complaints_open" else row.period,
        row.procedure,
        row.stage,
        row.change_of + "/change" if row.measure == "change" else row.measure,
        row.unit,
    )
    return Figure(index, row, float(row.value or 0), whole, tuple(dims), tuple(labels), place)


def _told_apart(figures: list[Figure]) -> list[Figure]:
    """Where one place prints two labels of one code side by side, the code goes with its label."""
    labels: dict[tuple[str, Whole, Dims, int], set[str]] = defaultdict(set)
    for figure in figures:
        for n, label in enumerate(figure.labels):
            if figure.dims[n][0] in FREE:
                labels[figure.place, figure.whole, figure.dims, n].add(label)
    doubtful = {key[2][key[3]] for key, found in labels.items() if len(found) > 1}

    def apart(pair: tuple[str, str], label: str) -> tuple[str, str]:
        return (pair[0], f"{pair[1]}:{label.rpartition(' > ')[2]}") if pair in doubtful else pair

    return [f._replace(dims=tuple(map(apart, f.dims, f.labels))) for f in figures]


def _year_of_stock(row: Observation) -> str:
    """The year at whose end complaints were still open: a day after the report's year is its own end."""
    day = row.period
    if len(day) != 10:
        return day
    first = int(day[:4]) - (day[5:7] < "04")
    year = f"{first}/{(first + 1) % 100:02d}"
    return min(year, row.report_period or year)


def places(rows: Sequence[Observation]) -> Iterator[str]:
    """One name for each row's table, sentence, or run of list items."""
    run, last = 0, ""
    for row in rows:
        page, mark = row.anchor.page or "", ""
        if row.anchor.table:
            yield f"t{row.anchor.table}"
        elif row.source_kind in ("list", "tile", "chart", "table"):
            head = row.published_label.rpartition(" > ")[0] if " > " in row.published_label else "-"
            mark = f"{row.source_kind}{page}{head}"
            run += mark != last
            yield f"l{run}"
        else:
            yield f"p{page}.{row.anchor.line or ''}.{row.published_label}"
        last = mark


def _all_parts(
    made: Iterable[Figure], gaps: Iterable[Figure], unions: Mapping[str, tuple[str, ...]]
) -> Iterator[Parts]:
    cuts = ((f, (f.place, f.whole, dimension, f.without(dimension))) for f in made for dimension, _ in f.dims)
    missing = Counter(
        (f.place, f.whole._replace(unit=unit), dimension, f.without(dimension))
        for f in gaps
        for dimension, _ in f.dims
        # A dash says nothing of the unit that it stands for.
        for unit in (("count", "percent") if f.unit == "count" else (f.unit,))
    )
    for key, pairs in grouped(cuts, lambda cut: cut[1]).items():
        settled = _settled([figure for figure, _ in pairs], key[2], unions) if len(pairs) > 1 else None
        if settled:
            yield Parts(*key, *settled, missing[key])


_Nested = tuple[tuple[Figure, ...], tuple[tuple[Figure, tuple[Figure, ...]], ...]]


def _settled(found: list[Figure], dimension: str, unions: Mapping[str, tuple[str, ...]]) -> _Nested | None:
    """Parts without unions and without what stands inside another part; None where they cannot be told."""
    codes = {f.code(dimension) for f in found}
    kept = [f for f in found if not codes.intersection(unions.get(f.code(dimension), ()))]
    by_label = {figure.label(dimension): figure for figure in kept}
    if len(by_label) < len(kept):
        return None  # two parts of one name: nobody can tell which belongs to the sum
    children: dict[str, list[Figure]] = defaultdict(list)
    for label, figure in by_label.items():
        parent = label.rpartition(" > ")[0]
        while parent and parent not in by_label:
            parent = parent.rpartition(" > ")[0]
        children[parent].append(figure)
    roots = tuple(children.pop("", ()))
    return roots, tuple(
        (by_label[label], tuple(parts)) for label, parts in children.items() if len(parts) > 1
    )
