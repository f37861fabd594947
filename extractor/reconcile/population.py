"""How many children live where, from a file that the user gives."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from extractor.identify.councils import Authorities
from extractor.model import contract


class PopulationFault(Exception):
    """A population file that cannot be used, with one sentence naming file, line and column."""


@dataclass(frozen=True)
class Population:
    """Children by council and calendar year."""

    children: Mapping[tuple[str, int], Decimal]
    """By GSS code and year; a council that changed its code stands under each."""
    approximate: bool = False
    unknown: tuple[str, ...] = ()
    """Codes of the file that no council has."""

    def of(self, code: str, period: str) -> Decimal | None:
        """For 2018/19 the number of 2018 (a mid-year estimate falls inside it); None where there is none."""
        return self.children.get((code, int(period[:4])))


def load(path: Path, authorities: Authorities) -> Population:
    """Read old_la_code, year, population (or a column whose name begins so); raises PopulationFault."""
    rows, column = _rows(path)
    codes: dict[str, list[str]] = {}
    for authority in authorities.all:
        codes.setdefault(authority.old_code or authority.code, []).append(authority.code)
    children: dict[tuple[str, int], Decimal] = {}
    unknown: set[str] = set()
    for line, row in rows:
        old, year = (row.get("old_la_code") or "").strip(), _year(path, line, row.get("year") or "")
        number = _number(path, line, column, row.get(column) or "")
        if old not in codes:
            unknown.add(old)
        elif number is not None:
            for code in codes[old]:
                if children.setdefault((code, year), number) != number:
                    raise PopulationFault(f"{path} line {line}: {old} already has a number for {year}.")
    return Population(children, "approx" in column.lower(), tuple(sorted(unknown)))


def _rows(path: Path) -> tuple[list[tuple[int, dict[str, str]]], str]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            names = reader.fieldnames or ()
            rows = [(reader.line_num, row) for row in reader if any(row.values())]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = (
            (error.strerror or "").lower() if isinstance(error, OSError) else "it is not a CSV file in UTF-8"
        )
        raise PopulationFault(f"The population file {path} cannot be read: {why}.") from error
    column = next((name for name in names if name == "population"), None)
    column = column or next((name for name in names if name.startswith("population")), None)
    missing = [name for name in ("old_la_code", "year") if name not in names]
    if missing or column is None:
        lacking = ", ".join([*missing, *([] if column else ["population"])])
        raise PopulationFault(f"The population file {path} has no column {lacking}.")
    return rows, column


def _year(path: Path, line: int, text: str) -> int:
    """2018, or the financial year 2018/19 or 201819 that begins in it."""
    digits = text.strip()
    if contract.is_financial_year(digits) or (
        digits.isascii() and digits.isdigit() and len(digits) in (4, 6)
    ):
        return int(digits[:4])
    raise PopulationFault(f"{path} line {line}: '{text}' is not a year such as 2018 or 2018/19.")


def _number(path: Path, line: int, column: str, text: str) -> Decimal | None:
    """None for an empty cell and the markers of official statistics (x, z, c)."""
    plain = text.strip().replace(",", "")
    if plain.lower() in ("", "x", "z", "c", ":", "-"):
        return None
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number <= 0:
        raise PopulationFault(f"{path} line {line}: {column} '{text}' is not a number of children.")
    return number
