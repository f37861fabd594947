"""The published columns and the codes that may stand in them, as contract.yaml beside this module has them.

row.py holds a finished row against them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import yaml

FILE = Path(__file__).with_suffix(".yaml")
PATTERNS = "patterns"
"""Where a column's list of codes is called so, the vocabularies of patterns/ say them."""
UNMAPPED = "unmapped"
"""The number is broken down by this dimension, but no code fits the printed label."""
_HAS = ("count", "percent")
"""The units of a measure that names no others."""


def capital(words: str) -> str:
    """The words as they begin a sentence."""
    return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Code:
    """One code, what it is called in the middle of a sentence, and in a sentence what it means."""

    id: str
    label: str
    text: str = ""
    units: tuple[str, ...] = _HAS
    """Of a measure: the units in which it may be printed."""
    ees: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Of a unit: column, unit and decimal places for Explore Education Statistics."""

    @property
    def name(self) -> str:
        """What it is called where it stands alone."""
        return capital(self.label)


@dataclass(frozen=True)
class Column:
    """One column of one table, or (without a table) of each that has it."""

    id: str
    description: str
    type: Literal["text", "integer", "number", "id", "box", "mixed"] = "text"
    unit: str = ""
    codes: str = ""
    """The list of its codes, PATTERNS, or '' where it holds no codes."""
    required: bool = False
    """Never empty."""
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    empty: str = ""
    """What an empty cell is called in the files for Explore Education Statistics."""
    examples: tuple[str, ...] = ()

    @property
    def kind(self) -> Literal["text", "integer", "number"]:
        """How it is stored."""
        return "integer" if self.type == "integer" else "number" if self.type == "number" else "text"

    @property
    def allowed(self) -> tuple[str, ...]:
        """The only codes that may stand in it; () where there is no such list. Empty cells are not told."""
        unmapped = (UNMAPPED,) if self.id in DIMENSIONS else ()
        return (*CODES[self.codes], *unmapped) if self.codes in CODES else ()


@dataclass(frozen=True)
class Table:
    """One file of rows."""

    name: str
    title: str
    description: str
    fields: tuple[Column, ...]
    facets: tuple[str, ...] = ()
    """Columns by which readers filter."""
    key: tuple[str, ...] = ()
    """The columns that tell the rows apart, where some do."""
    parent: str = ""
    """The table that its source_file points to."""
    parquet: bool = False
    """Is there a Parquet file beside the CSV?"""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(one.id for one in self.fields)


_DATA: dict[str, Any] = yaml.load(
    FILE.read_text(encoding="utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)
)
_GROUPS: Mapping[str, Sequence[str]] = _DATA["groups"]


def _code(code: str, given: str | Mapping[str, Any]) -> Code:
    if isinstance(given, str):
        return Code(code, given)
    return Code(code, **{**given, "units": tuple(given.get("units", _HAS))})


def _column(name: str, given: Mapping[str, Any]) -> Column:
    cells = {key: value for key, value in given.items() if key != "in"}
    for key in ("minimum", "maximum", "max_length"):
        if key in cells:
            cells[key] = int(cells[key])
    cells["required"] = cells.get("required") == "yes"
    return Column(name, **{**cells, "examples": tuple(cells.get("examples", ()))})


def _listed(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from _GROUPS[name[1:]] if name.startswith("+") else (name,)


def _table(name: str, given: Mapping[str, Any]) -> Table:
    columns = tuple(_listed(given.get("columns") or _DATA["tables"][given["like"]]["columns"]))
    key = tuple(given.get("key", ()))
    return Table(
        name,
        given["title"],
        given["description"],
        tuple(column(one, name, one in key) for one in columns),
        tuple(given.get("facets", ())),
        key,
        given.get("parent", ""),
        given.get("parquet") == "yes",
    )


def column(name: str, table: str, in_key: bool = False) -> Column:
    """A column as it is in one table; one that nobody foresaw is called by its name."""
    given = _DATA["columns"].get(name)
    if given is None:
        return Column(name, f"{capital(name.replace('_', ' '))}.")
    made = _column(name, {**given, **given.get("in", {}).get(table, {})})
    return replace(made, required=True) if in_key else made


DIMENSIONS = tuple(_GROUPS["dimensions"])
LABELS = tuple(_GROUPS["labels"])
KEY_COLUMNS = tuple(_listed(("+slice", "+dimensions", "+qualifiers")))
"""What two printed figures must share to speak of the same thing."""

CODES: dict[str, dict[str, Code]] = {
    name: {code: _code(code, given) for code, given in codes.items()}
    for name, codes in {**_DATA["codes"], "dimensions": {one: one for one in DIMENSIONS}}.items()
}
"""Every list of codes, in order."""
COLUMNS = {name: _column(name, given) for name, given in _DATA["columns"].items()}
"""Every column by its name, whatever single tables say of it."""
TABLES = {name: _table(name, given) for name, given in _DATA["tables"].items()}
"""Every CSV file by its name without the ending."""
EES = Table(
    "ees-complaints",
    _DATA["ees"]["title"],
    _DATA["ees"]["description"],
    tuple(COLUMNS[name] for name in _DATA["ees"]["geography"]),
)
"""The data file for Explore Education Statistics: its columns of geography."""
EES_FILTERS = tuple(_listed(_DATA["ees"]["filters"]))

OBSERVATION_COLUMNS = TABLES["observations"].columns
"""Columns of observations.csv, observations.parquet and review.csv."""
COVERAGE_COLUMNS = TABLES["coverage"].columns
CATEGORY_COLUMNS = TABLES["categories"].columns
ISSUE_COLUMNS = TABLES["issues"].columns
CHECK_COLUMNS = TABLES["checks"].columns
COMPARABLE_COLUMNS = TABLES["comparable"].columns
INDICATOR_COLUMNS = TABLES["indicators"].columns
REPORT_COLUMNS = TABLES["reports"].columns
UNIVERSE_COLUMNS = TABLES["universe"].columns
CORRECTION_COLUMNS = TABLES["corrections"].columns

PROCEDURES = tuple(CODES["procedure"])
STAGES = tuple(CODES["stage"])
MEASURES = tuple(CODES["measure"])
UNITS = tuple(CODES["unit"])
VALUE_STATUSES = tuple(CODES["value_status"])
WITHOUT_VALUE = frozenset({"suppressed", "not_available"})
OUTCOMES = tuple(CODES["outcome"])
SCOPES = tuple(CODES["scope"])
SOURCE_KINDS = tuple(CODES["source_kind"])
COMPARABLE = tuple(CODES["comparable"])
STATUSES = tuple(CODES["status"])
SEVERITIES = tuple(CODES["severity"])
VERDICTS = tuple(CODES["verdict"])

_OBSERVED = TABLES["observations"].fields
FIXED_CODES = {one.id: one.allowed for one in _OBSERVED if one.allowed and one.required}
"""Columns of observations.csv that always hold one of these codes."""
OPTIONAL_CODES = {one.id: one.allowed for one in _OBSERVED if one.allowed and not one.required}
"""Columns of observations.csv that hold one of these codes or nothing."""
FREE_CODES = tuple(one.id for one in _OBSERVED if one.codes == PATTERNS)
"""Dimensions whose codes are the project's own vocabularies."""


def label(codes: str, code: str) -> str:
    """What a list calls a code in the middle of a sentence; a code that it does not have, as words."""
    known = CODES[codes].get(code)
    return known.label if known else code.replace("_", " ")


def unknown(codes: str, code: str) -> str:
    """The clause that says that a list has no such code, with the line to add; '' where it has."""
    if code in CODES[codes]:
        return ""
    return (
        f"'{code}' is not a code of {codes} in the contract: add the line "
        f"'{code}: {code.replace('_', ' ')}' under 'codes', '{codes}' of extractor/model/{FILE.name}"
    )


AUTHORITY_CODE = re.compile(r"[EWSN]\d{8}")
FINANCIAL_YEAR = re.compile(r"(?P<from>(?:19|20)\d\d)/(?P<to>\d\d)")
PERIOD = re.compile(
    r"(?P<from>(?:19|20)\d\d)/(?P<to>\d\d)(?: Q[1-4](?:-Q[1-4])?)?"
    r"|(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"|(?:19|20)\d\d"
)


def is_financial_year(text: str) -> bool:
    """Is this '2018/19', and does its second year follow its first?"""
    match = FINANCIAL_YEAR.fullmatch(text)
    return match is not None and _follows(match)


def is_period(text: str) -> bool:
    """Is this a period as the contract writes one (year, part of a year, quarter, day)?"""
    match = PERIOD.fullmatch(text)
    return match is not None and (match["from"] is None or _follows(match))


def _follows(match: re.Match[str]) -> bool:
    return (int(match["from"]) + 1) % 100 == int(match["to"])


_WHOLE = ("adult_social_care", "education_and_children", "children_and_families", "whole_council")


def is_whole(code: str) -> bool:
    """Does the code name the whole of what a report is about, not a part of it?"""
    return code.endswith("_whole") or code in _WHOLE
