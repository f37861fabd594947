"""ees/complaints.csv and its .meta.csv: the comparable figures as Explore Education Statistics takes them.

One row is one council, financial year and slice; what was counted is a filter, and each unit is an
indicator. Left out are figures of other periods than a financial year, and of councils that are
unknown or outside England.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from extractor.identify.councils import Authority
from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract
from extractor.model.csv_text import write_csv
from extractor.model.dataset import Row, chunks
from extractor.publish.schema import notes

DATA, META = "ees/complaints.csv", "ees/complaints.meta.csv"
GEOGRAPHY = (
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "old_la_code",
    "la_name",
    "new_la_code",
)
FILTERS = (
    "procedure",
    "stage",
    "measure",
    "unit_of_count",
    *contract.DIMENSIONS,
    "change_of",
    "scope",
    "event_basis",
    "denominator_class",
    "limit_days",
)
INDICATORS: dict[str, tuple[str, str, str, int]] = {
    "count": ("number", "Number", "", 0),
    "percent": ("percentage", "Percentage", "%", 1),
    "percentage_point": ("percentage_points", "Change in percentage points", "pp", 1),
    "gbp": ("amount", "Amount", "£", 2),
    "working_days": ("average_working_days", "Average working days", "", 1),
    "days": ("average_days", "Average days", "", 1),
    "ratio": ("ratio", "Ratio", "", 2),
}
"""Unit -> the indicator's column, label, unit as the service writes it, and decimal places."""
META_COLUMNS = (
    "col_name",
    "col_type",
    "label",
    "indicator_grouping",
    "indicator_unit",
    "indicator_dp",
    "filter_hint",
    "filter_grouping_column",
)
CONFIDENTIAL, NOT_AVAILABLE, NOT_APPLICABLE, LOW, UNRELIABLE = MARKERS = ("c", "x", "z", "low", "u")
_READ = (
    *("period", "authority_code", "unit", "measure", "value", "value_status", "comparable"),
    *(name for name in FILTERS if name != "measure"),
    *contract.LABELS,
)
TOTAL = "Total"
UNSTATED = "Not stated"
_OWN_UNITS: dict[str, tuple[str, ...]] = {
    "response_time": ("working_days", "days"),
    "expenditure": ("gbp",),
    "remedies_paid": ("gbp", "count", "percent"),
    "change": ("percent", "percentage_point", "count"),
}
"""Measures that have other units than a count and a share."""
Slice = tuple[str, ...]


def columns() -> tuple[str, ...]:
    """The columns of the data file, in order."""
    return (*GEOGRAPHY, *FILTERS, *(name for name, *_ in INDICATORS.values()))


def write_pair(path: Callable[[str], Path], comparable: Iterable[Row], book: Rulebook) -> tuple[str, str]:
    """Write both files to where `path` says; their names. Raises OSError."""
    write_csv(path(DATA), rows(comparable, book), columns())
    write_csv(path(META), meta(), META_COLUMNS)
    return DATA, META


def meta() -> list[dict[str, str]]:
    """One row for each filter and indicator of the data file."""
    words = {note.id: note for note in notes().columns}
    found = [("Filter", name, _humanised(name), "", "", "", words[name].description) for name in FILTERS]
    found += [
        ("Indicator", name, label, "Figures", unit, str(places), "")
        for name, label, unit, places in INDICATORS.values()
    ]
    return [
        dict(zip(META_COLUMNS, (name, kind, label, group, unit, places, hint, ""), strict=True))
        for kind, name, label, group, unit, places, hint in found
    ]


def described() -> Iterator[tuple[str, str, str]]:
    """(column, 'Geography', 'Filter' or 'Indicator', words) of the data file."""
    words = {note.id: note for note in notes().columns}
    for name in GEOGRAPHY:
        yield name, "Geography", words[name].description
    for line in meta():
        said = line["filter_hint"] or f"{line['label']}, where the measure has this unit; or a marker."
        yield line["col_name"], line["col_type"], said


def rows(comparable: Iterable[Row], book: Rulebook) -> Iterator[dict[str, str]]:
    """Rows of comparable.csv as rows of the data file: no blank filter, no slice twice."""
    councils = _councils(book)
    items = {name: _Items(name, book) for name in FILTERS}
    names = [name for name, *_ in INDICATORS.values()]
    found: dict[tuple[str, str, Slice], dict[str, str]] = {}
    for part in chunks(comparable, _READ):
        slices = zip(*(_items(part, items[name]) for name in FILTERS), strict=True)
        for cells, slice_ in zip(zip(*part[:7], strict=True), slices, strict=True):
            period, code, unit, measure, value, status, mark = cells
            if code in councils and unit in INDICATORS and contract.is_financial_year(period):
                figures = found.setdefault((period, code, slice_), {"measure": measure})
                # Two figures for one slice, as with single payments, leave none that speaks for it.
                figures[unit] = UNRELIABLE if unit in figures else marked(value, status, unit, mark)
    for key in sorted(found):
        period, code, slice_ = key
        figures = found[key]
        line = dict(_geography(period, councils[code]))
        line.update(zip(FILTERS, slice_, strict=True))
        measure = figures["measure"]
        for unit, name in zip(INDICATORS, names, strict=True):
            line[name] = figures.get(unit) or _absent(measure, unit)
        yield line


class _Items(dict[tuple[str, str], str]):
    """One filter's items by code and printed label, each worked out once."""

    def __init__(self, name: str, book: Rulebook) -> None:
        super().__init__()
        self.name = name
        self._labels = _labels(name, book)

    def __missing__(self, key: tuple[str, str]) -> str:
        code, label = key
        self[key] = _item(self.name, code, label, self._labels)
        return self[key]


def _items(part: Sequence[Sequence[str]], items: _Items) -> list[str]:
    """One filter's items of some rows."""
    codes = part[_READ.index(items.name)]
    if items.name not in contract.DIMENSIONS:
        return [items[code, ""] for code in codes]
    labels = part[_READ.index(f"{items.name}_label")]
    return [
        items[code, label if code == contract.UNMAPPED else ""]
        for code, label in zip(codes, labels, strict=True)
    ]


def marked(value: str, status: str, unit: str, comparable: str) -> str:
    """The value of a row of comparable.csv, or the marker that stands for it."""
    if status in ("suppressed", "less_than"):
        return CONFIDENTIAL
    if status == "not_available" or not value:
        return NOT_AVAILABLE
    if status != "exact" or comparable == "no":
        return UNRELIABLE
    places = INDICATORS[unit][3]
    return LOW if float(value) and not float(f"{float(value):.{places}f}") else value


def _absent(measure: str, unit: str) -> str:
    """A share of complaints could have been printed; an average of days of them could not."""
    return NOT_AVAILABLE if unit in _OWN_UNITS.get(measure, ("count", "percent")) else NOT_APPLICABLE


def _item(name: str, code: str, label: str, labels: Mapping[str, str]) -> str:
    """The filter's item for a code; `label` is what is printed where no code fits."""
    if code == contract.UNMAPPED:
        return f"Not coded: {label or 'no label'}"
    if code:
        return TOTAL if code == "all" else labels.get(code) or _humanised(code)
    if name in (*contract.DIMENSIONS, "unit_of_count", "change_of"):
        return TOTAL
    return UNSTATED


def _labels(name: str, book: Rulebook) -> Mapping[str, str]:
    """Code -> label, of the labels that only one code of a column has."""
    pairs = {entry.id: entry.label for entry in book.entries_of(name) if "{" not in entry.id}
    listed = Counter(label.casefold() for label in pairs.values())
    return {code: label for code, label in pairs.items() if listed[label.casefold()] == 1}


def _humanised(code: str) -> str:
    words = code.replace("_", " ").replace(";", ", ")
    return words[:1].upper() + words[1:]


def _councils(book: Rulebook) -> Mapping[str, Authority]:
    listed = [Authority.model_validate(entry) for entry in book.raw("authorities")["entries"]]
    return {one.code: one for one in listed if one.code.startswith("E")}


@lru_cache(maxsize=50_000)
def _geography(period: str, council: Authority) -> dict[str, str]:
    return {
        "time_period": period[:4] + period[-2:],
        "time_identifier": "Financial year",
        "geographic_level": "Local authority",
        "country_code": "E92000001",
        "country_name": "England",
        "region_code": council.region_code or NOT_AVAILABLE,
        "region_name": council.region or NOT_AVAILABLE,
        "old_la_code": council.old_code or NOT_APPLICABLE,
        "la_name": council.name,
        "new_la_code": council.code,
    }
