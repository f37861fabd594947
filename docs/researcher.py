"""Five questions to the dataset, each in a few lines: python docs/researcher.py [outputs]"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
from pyarrow import Table
from pyarrow.parquet import read_table

DIMENSIONS = (
    "service_area outcome theme timeliness complainant channel sex age_band ethnicity disability religion"
)


def rows(table: Table, **wanted: str | None) -> Table:
    """The rows whose columns have these values; None is empty, that is 'all'."""
    for column, value in wanted.items():
        cells = table[column]
        table = table.filter(pc.is_null(cells) if value is None else pc.equal(cells, value))
    return table


def whole(table: Table, measure: str, unit: str = "count", **wanted: str | None) -> Table:
    """Stage 1 figures of a measure that are broken down by nothing but what is asked for."""
    whole_slice: dict[str, str | None] = dict.fromkeys(DIMENSIONS.split())
    return rows(table, measure=measure, unit=unit, stage="stage_1", **(whole_slice | wanted))


def by_council(table: Table) -> dict[tuple[str, str], float]:
    """(council, year) -> value, of the statutory procedure for children; the first where several stand."""
    table = rows(table, procedure="children_statutory", value_status="exact")
    found: dict[tuple[str, str], float] = {}
    for row in table.select(["authority_name", "period", "value"]).to_pylist():
        found.setdefault((row["authority_name"], row["period"]), row["value"])
    return dict(sorted(found.items()))


def year_after(period: str) -> str:
    """'2018/19' gives '2019/20'."""
    year = int(period[:4]) + 1
    return f"{year}/{(year + 1) % 100:02d}"


def answers(folder: Path) -> dict[str, Any]:
    """Question -> answer."""
    figures = read_table(folder / "comparable.parquet")
    printed = read_table(folder / "observations.parquet")

    received = by_council(whole(figures, "complaints_received"))
    upheld = by_council(whole(figures, "complaints_decided", outcome="upheld"))
    decided: dict[tuple[str, str], float] = {}
    for outcome in ("upheld", "partially_upheld", "not_upheld"):
        for key, count in by_council(whole(figures, "complaints_decided", outcome=outcome)).items():
            decided[key] = decided.get(key, 0) + count
    before = {(council, year_after(period)): count for (council, period), count in received.items()}
    places = rows(printed, measure="complaints_received", stage="stage_1", unit="count")
    columns = ["value", "source_file", "page", "evidence"]
    return {
        "How many stage 1 complaints were received?": received,
        "Which share of those decided was upheld (%)?": {
            key: round(100 * count / decided[key], 1) for key, count in upheld.items() if decided.get(key)
        },
        "Which share was answered on time (%)?": by_council(
            whole(figures, "complaints_responded", "percent", timeliness="within_timescale")
        ),
        "How did it change from the year before?": {
            key: received[key] - count for key, count in before.items() if key in received
        },
        "Where is each number printed?": places.select(columns).to_pylist(),
    }


if __name__ == "__main__":
    for question, answer in answers(Path(sys.argv[1] if len(sys.argv) > 1 else "outputs")).items():
        print(question)
        for line in list(answer.items() if isinstance(answer, dict) else answer)[:10]:
            print("  ", line)
