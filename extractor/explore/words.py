"""How figures and codes are worded on the explorer's pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractor.explore.store import Line
from extractor.model import contract
from extractor.publish.html.wording import amount, spoken

FIRST = ("received", "upheld_wholly_or_partly_percent", "upheld_percent", "within_timescale_percent")
"""Headlines that the first page shows unless all are asked for."""
MARKS = {
    "yes": ("●", "may be compared"),
    "with_care": ("◐", "to be compared with care"),
    "no": ("○", "not comparable"),
    "not_printed": ("", "not printed"),
    "not_read": ("", "not read"),
    "not_comparable": ("", "not comparable"),
}
"""Comparable mark, or why a cell is empty -> sign and words."""


def name(codes: str, code: str) -> str:
    """What a code is called where it stands alone."""
    known = contract.CODES.get(codes, {})
    return known[code].name if code in known else spoken(code)


def shown(value: Any, headline: str = "") -> str:
    """A headline figure: percentages with their sign."""
    if value is None:
        return ""
    return amount(
        f"{value:.10g}",
        "percent" if headline.endswith("percent") else "count" if float(value).is_integer() else "ratio",
    )


def figure_words(row: Mapping[str, Any]) -> str:
    """'51 complaints received, stage 1, upheld' for an observation."""
    unit, value = row["unit"], row["value"]
    number = amount(f"{value:.10g}", unit) if value is not None else name("value_status", row["value_status"])
    parts = [contract.label("measure", row["measure"])]
    if row["stage"] != "all":
        parts.append(contract.label("stage", row["stage"]))
    for one in contract.DIMENSIONS:
        if row[one]:
            parts.append(row[f"{one}_label"] or name(one, row[one]))
    return f"{number} {', '.join(parts)}"


def sorted_lines(lines: Sequence[Line], by: str, up: bool) -> list[Line]:
    """By one headline, the highest first (or the lowest), empty cells last; by name where none is given."""
    if not by or not all(by in line.cells for line in lines):
        return list(lines)
    filled = [line for line in lines if line.cells[by].value is not None]
    filled.sort(key=lambda line: ((line.cells[by].value or 0) * (1 if up else -1), line.name))
    return filled + [line for line in lines if line.cells[by].value is None]
