"""ees/complaints.csv and its .meta.csv: the comparable figures as Explore Education Statistics takes them.

One row is one council, financial year and slice; what was counted is a filter, and each unit is an
indicator. Left out are figures of other periods than a financial year, and of councils that are
unknown or outside England.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path

from extractor.lexicon.authorities_file import Authority
from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract
from extractor.model.csv_text import write_csv
from extractor.model.table import Row, chunks

DATA, META = "ees/complaints.csv", "ees/complaints.meta.csv"
GEOGRAPHY, FILTERS = contract.EES.columns, contract.EES_FILTERS
INDICATORS = {unit: code.ees["column"] for unit, code in contract.CODES["unit"].items()}
"""Unit -> its column."""
META_COLUMNS = (
    *("col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp"),
    *("filter_hint", "filter_grouping_column"),
)
CONFIDENTIAL, NOT_AVAILABLE, NOT_APPLICABLE, LOW, UNRELIABLE = MARKERS = tuple(contract.CODES["marker"])
_READ = (
    *("period", "authority_code", "unit", "measure", "value", "value_status", "comparable"),
    *(name for name in FILTERS if name != "measure"),
    *contract.LABELS,
)
Slice = tuple[str, ...]


def columns() -> tuple[str, ...]:
    """The columns of the data file, in order."""
    return (*GEOGRAPHY, *FILTERS, *INDICATORS.values())


def write_pair(path: Callable[[str], Path], comparable: Iterable[Row], book: Rulebook) -> tuple[str, str]:
    """Write both files to where `path` says; their names. Raises OSError."""
    write_csv(path(DATA), rows(comparable, book), columns())
    write_csv(path(META), meta(), META_COLUMNS)
    return DATA, META


def meta() -> list[dict[str, str]]:
    """One row for each filter and indicator of the data file."""
    lines = [
        (name, "Filter", humanised(name), "", "", "", contract.COLUMNS[name].description, "")
        for name in FILTERS
    ]
    lines += [
        (one.ees["column"], "Indicator", one.name, "Figures", one.ees["unit"], one.ees["places"], "", "")
        for one in contract.CODES["unit"].values()
    ]
    return [dict(zip(META_COLUMNS, line, strict=True)) for line in lines]


def described() -> Iterator[tuple[str, str, str]]:
    """(column, 'Geography', 'Filter' or 'Indicator', words) of the data file."""
    for column in contract.EES.fields:
        yield column.id, "Geography", column.description
    for line in meta():
        words = line["filter_hint"] or f"{line['label']}, where the measure has this unit; or a marker."
        yield line["col_name"], line["col_type"], words


def rows(comparable: Iterable[Row], book: Rulebook) -> Iterator[dict[str, str]]:
    """Rows of comparable.csv as rows of the data file: no blank filter, no slice twice."""
    councils = _councils(book)
    items = {name: cache(partial(_item, name, _labels(name, book))) for name in FILTERS}
    slices_seen: dict[tuple[str, str, Slice], dict[str, str]] = {}
    for part in chunks(comparable, _READ):
        slices = zip(*(_items(part, name, item) for name, item in items.items()), strict=True)
        for cells, slice_ in zip(zip(*part[:7], strict=True), slices, strict=True):
            period, code, unit, measure, value, status, mark = cells
            if code in councils and unit in INDICATORS and contract.is_financial_year(period):
                figures = slices_seen.setdefault((period, code, slice_), {"measure": measure})
                # Two figures for one slice, as with single payments, leave none that speaks for it.
                figures[unit] = UNRELIABLE if unit in figures else marked(value, status, unit, mark)
    for key in sorted(slices_seen):
        period, code, slice_ = key
        figures = slices_seen[key]
        line = dict(_geography(period, councils[code]))
        line.update(zip(FILTERS, slice_, strict=True))
        measure = figures["measure"]
        for unit, name in INDICATORS.items():
            line[name] = figures.get(unit) or _absent(measure, unit)
        yield line


def _items(part: Sequence[Sequence[str]], name: str, item: Callable[[str, str], str]) -> list[str]:
    """One filter's items of some rows."""
    codes = part[_READ.index(name)]
    if name not in contract.DIMENSIONS:
        return [item(code, "") for code in codes]
    labels = part[_READ.index(f"{name}_label")]
    pairs = zip(codes, labels, strict=True)
    return [item(code, label if code == contract.UNMAPPED else "") for code, label in pairs]


def marked(value: str, status: str, unit: str, comparable: str) -> str:
    """The value of a row of comparable.csv, or the marker that stands for it."""
    if status in ("suppressed", "less_than"):
        return CONFIDENTIAL
    if status == "not_available" or not value:
        return NOT_AVAILABLE
    if status != "exact" or comparable == "no":
        return UNRELIABLE
    places = contract.CODES["unit"][unit].ees["places"]
    return LOW if float(value) and not float(f"{float(value):.{places}f}") else value


def _absent(measure: str, unit: str) -> str:
    """A share of complaints could have been printed; an average of days of them could not."""
    return NOT_AVAILABLE if unit in contract.CODES["measure"][measure].units else NOT_APPLICABLE


def _item(name: str, labels: Mapping[str, str], code: str, label: str) -> str:
    """The filter's item for a code; `label` is what is printed where no code fits."""
    if code == contract.UNMAPPED:
        return f"Not coded: {label or 'no label'}"
    if not code or code == "all":
        return contract.COLUMNS[name].empty
    return ", ".join(labels.get(one) or humanised(one) for one in code.split(";"))


def _labels(name: str, book: Rulebook) -> Mapping[str, str]:
    """Code -> label, of the labels that only one code of a column has."""
    codes = contract.COLUMNS[name].codes
    if codes == contract.PATTERNS:
        pairs = {entry.id: entry.label for entry in book.entries_of(name) if "{" not in entry.id}
    else:
        pairs = {code.id: code.name for code in contract.CODES[codes].values()} if codes else {}
    listed = Counter(label.casefold() for label in pairs.values())
    return {code: label for code, label in pairs.items() if listed[label.casefold()] == 1}


def humanised(code: str) -> str:
    """A code without a label as words."""
    return contract.capital(code.replace("_", " "))


def _councils(book: Rulebook) -> Mapping[str, Authority]:
    return {one.code: one for one in book.raw("authorities").entries if one.code.startswith("E")}


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
