"""Numbers, codes and years as people read them."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from extractor.model import contract
from extractor.model.contract import FINANCIAL_YEAR, is_financial_year


class Called(Protocol):
    """A code or another thing, and what the page calls it where it stands alone."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_SUFFIX = {"percent": "%", "percentage_point": " points", "working_days": " working days", "days": " days"}


def number(cell: str) -> float | None:
    """The number in a cell; None for an empty one and for a marker such as 'c'."""
    try:
        found = float(cell)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def rounded(value: float, places: int) -> str:
    """Half away from nought, thousands with commas: 1234.25 is '1,234.3' to one place."""
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{exact if exact else abs(exact):,f}"


def amount(cell: str, unit: str) -> str:
    """A cell with its unit: '34.2%', '1,234', '£500'; a marker or an empty cell as it is."""
    value = number(cell)
    if value is None:
        return cell
    if unit == "count" or (
        unit not in {"percent", "ratio"} and not unit.startswith("per_") and value == int(value)
    ):
        text = rounded(value, 0 if value == int(value) else 1)
    else:
        text = rounded(value, 2 if unit == "ratio" else 1)
    return f"£{text}" if unit == "gbp" else text + _SUFFIX.get(unit, "")


def span(lower: str, upper: str, unit: str) -> str:
    """'24.1% to 45.0%'; a marker once; empty where there is no interval."""
    if number(lower) is None or number(upper) is None:
        return lower if lower == upper else ""
    if unit == "count":
        return f"{rounded(float(lower), 0)} to {rounded(float(upper), 0)}"
    return f"{amount(lower, unit)} to {amount(upper, unit)}"


def spoken(code: str) -> str:
    """A code without a name of its own, as words."""
    return contract.capital(code.replace("_", " ").replace("-", " "))


def name(entries: Iterable[Called], code: str) -> str:
    """What the page calls a code."""
    return next((entry.name for entry in entries if entry.id == code), spoken(code))


def rank(entries: Collection[Called], code: str) -> int:
    """Where a code stands in the page's own order; unknown ones come last."""
    return next((place for place, entry in enumerate(entries) if entry.id == code), len(entries))


def plural(count: int, one: str, many: str = "") -> str:
    """'1 report', '2,000 reports'."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def start_year(period: str) -> int | None:
    """2018 for '2018/19', None for what is no financial year."""
    found = FINANCIAL_YEAR.fullmatch(period)
    return int(found["from"]) if found and is_financial_year(period) else None


def financial_year(start: int) -> str:
    """'2018/19' for 2018."""
    return f"{start}/{(start + 1) % 100:02}"


def years(periods: Iterable[str]) -> str:
    """Runs of years in short: '2009/10 to 2012/13, 2015/16'; anything else after them as it is."""
    wanted = set(periods)
    starts = sorted(year for period in wanted if (year := start_year(period)) is not None)
    runs: list[list[int]] = []
    for year in starts:
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    parts = [
        financial_year(first) if first == last else f"{financial_year(first)} to {financial_year(last)}"
        for first, last in runs
    ]
    return ", ".join([*parts, *sorted(period for period in wanted if start_year(period) is None)])


def web_address(text: str) -> str:
    """The text if it is an address on the web, else nothing: no link may run a script or open a file."""
    return text if _WEB.match(text) else ""


def council_order(row: Mapping[str, str]) -> tuple[str, str, str]:
    """By name, never by value."""
    return (row.get("authority_name", "").casefold(), row.get("authority_code", ""), row.get("period", ""))
