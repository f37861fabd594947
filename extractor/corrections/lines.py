"""The line of corrections.csv that names a row or a label, for a person or the tool to fill in."""

from __future__ import annotations

from collections.abc import Mapping

PLACES = (("page", "page"), ("table", "table_index"), ("row", "row"), ("column", "column"), ("line", "line"))


def place_of(row: Mapping[str, str]) -> str:
    """'page 2, table 5, row 8, column 3', as far as the format gives it."""
    return ", ".join(f"{word} {row[column]}" for word, column in PLACES if row.get(column))


def for_row(row: Mapping[str, str], verdict: str, **cells: str) -> dict[str, str]:
    """The cells of a line about one row of observations.csv or review.csv."""
    named = {name: row[name] for name in ("source_file", "observation_id", "value", "unit", "evidence")}
    return {**named, "place": place_of(row), "verdict": verdict, **cells}


def for_label(dimension: str, label: str, **cells: str) -> dict[str, str]:
    """The cells of a line about one printed label."""
    return {"dimension": dimension, "label": label, "verdict": "recode", **cells}
