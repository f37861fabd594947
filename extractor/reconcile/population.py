"""How many children live where, from a file that the user gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from extractor.identify.councils import Authorities
from extractor.model import contract
from extractor.model.csv_text import read_given


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
    rows, names, _ = read_given(path, "The population file", ("old_la_code", "year"), PopulationFault)
    column = next((name for name in sorted(names, key=len) if name.startswith("population")), "")
    if not column:
        raise PopulationFault(f"The population file {path} cannot be used: there is no column 'population'.")
    codes: dict[str, list[str]] = {}
    for authority in authorities.all:
        codes.setdefault(authority.old_code or authority.code, []).append(authority.code)
    children: dict[tuple[str, int], Decimal] = {}
    unknown: set[str] = set()
    for line, row in rows:
        if not any(row.values()):
            continue
        old, year = (row.get("old_la_code") or "").strip(), _year(path, line, row.get("year") or "")
        number = _number(path, line, column, row.get(column) or "")
        if old not in codes:
            unknown.add(old)
        elif number is not None:
            for code in codes[old]:
                if children.setdefault((code, year), number) != number:
                    raise PopulationFault(f"{path} line {line}: {old} already has a number for {year}.")
    return Population(children, "approx" in column.lower(), tuple(sorted(unknown)))


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
