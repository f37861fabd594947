"""Rows of one report become figures: their places, their slices, and the parts of each whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractor.check.figures import FREE, Dims, Figure, Figures, Parts, Whole, folded, swap
from extractor.model.contract import UNMAPPED
from extractor.model.observation import Observation


def figures_of(
    rows: Sequence[Observation], total_words: str, unions: Mapping[str, tuple[str, ...]], period: str
) -> Figures:
    """The rows of one report on `period`, in its order, as figures; those without a number are gaps."""
    read = [
        _figure(index, row, place) for index, (row, place) in enumerate(zip(rows, places(rows), strict=True))
    ]
    read = _told_apart(read)
    made: list[Figure] = []
    gaps: list[Figure] = []
    by_slice: dict[tuple[Whole, Dims], list[Figure]] = defaultdict(list)
    by_whole: dict[Whole, list[Figure]] = defaultdict(list)
    by_place: dict[str, list[Figure]] = defaultdict(list)
    for figure in read:
        if figure.row.value is None:
            gaps.append(figure)
            continue
        made.append(figure)
        by_slice[figure.whole, figure.dims].append(figure)
        by_whole[figure.whole].append(figure)
        by_place[figure.place].append(figure)
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
    whole = (
        row.authority_code,
        _year_of_stock(row) if row.measure == "complaints_open" else row.period,
        row.procedure,
        row.stage,
        row.change_of + "/change" if row.measure == "change" else row.measure,
        row.unit,
    )
    value = float(row.value or 0)
    return Figure(
        index, row, value, row.value_status, whole, tuple(dims), tuple(labels), place, row.source_kind
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
        page = row.anchor.page or ""
        if row.anchor.table:
            last = ""
            yield f"t{row.anchor.table}"
            continue
        if row.source_kind in ("list", "tile", "chart", "table"):
            head = row.published_label.rpartition(" > ")[0] if " > " in row.published_label else "-"
            mark = f"{row.source_kind}{page}{head}"
            if mark != last:
                run += 1
            last = mark
            yield f"l{run}"
            continue
        last = ""
        yield f"p{page}.{row.anchor.line or ''}.{row.published_label}"


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
