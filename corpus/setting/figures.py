"""The published figures: one CSV a council, one row a series, one column a financial year.

A cell holds the number as the council published it: `12`, `4.7`, `-6` for a fall,
`~24` for 'about 24', `<1` and `>20` for what they say, `-` for a printed dash that
means 'not given', and `-0` for a printed dash that its table's total shows to be 0.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CODES = ("procedure", "stage", "measure", "unit", "unit_of_count")
DIMENSIONS = (
    "service_area_raw",
    "outcome",
    "theme_raw",
    "timeliness",
    "complainant",
    "channel",
    "sex",
    "age_band_raw",
    "ethnicity_raw",
    "disability_raw",
    "religion_raw",
)
YEAR = re.compile(r"\d{4}/\d\d")
DASH_FOR_NOTHING = "-0"
STATUSES = {"~": "approximate", "<": "less_than", ">": "more_than"}


class FigureFault(Exception):
    """A figure that the data do not hold, or a cell that cannot be understood."""


@dataclass(frozen=True)
class Figure:
    """One published number of one council and year."""

    series: str
    period: str
    value: str
    """A plain number; empty where the council printed a dash for 'not given'."""
    status: str
    codes: Mapping[str, str]
    dashed: bool = False
    """Printed as a dash."""


class Figures:
    """All figures of one council, by series and year."""

    def __init__(self, path: Path) -> None:
        with path.open(newline="", encoding="utf-8") as file:
            self._series = {row["name"]: row for row in csv.DictReader(file)}
        self.path = path
        self.used: set[tuple[str, str]] = set()

    def get(self, series: str, year: str) -> Figure:
        """The figure of a series for a year like `2018/19`; raises FigureFault."""
        row = self._series.get(series)
        cell = (row or {}).get(year, "").strip()
        if row is None or not cell:
            raise FigureFault(f"{self.path.name} has no '{series}' for {year}.")
        self.used.add((series, year))
        codes = {name: row.get(name) or "" for name in (*CODES, *DIMENSIONS, "also")}
        period = f"{int(year[:4]) + 1}-03-31" if row.get("on_day") else year
        value, status, dashed = _read(cell, f"{self.path.name}, '{series}', {year}")
        return Figure(series, period, value, status, codes, dashed)

    def cells(self) -> set[tuple[str, str]]:
        """(series, year) of every figure that the file holds."""
        return {
            (name, year)
            for name, row in self._series.items()
            for year, cell in row.items()
            if YEAR.fullmatch(year) and cell.strip()
        }


def _read(cell: str, where: str) -> tuple[str, str, bool]:
    """Value, value_status and whether it is printed as a dash."""
    if cell == "-":
        return "", "not_available", True
    if cell == DASH_FOR_NOTHING:
        return "0", "exact", True
    status = STATUSES.get(cell[0], "exact")
    number = cell[1:] if status != "exact" else cell
    if not re.fullmatch(r"-?\d+(\.\d+)?", number):
        raise FigureFault(f"{where}: '{cell}' is no number.")
    return number, status, False
