"""Five questions to the dataset, each in a few lines: python docs/researcher.py [outputs]"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pandas import DataFrame, Series, read_parquet

DIMENSIONS = (
    "service_area outcome theme timeliness complainant channel sex age_band ethnicity disability religion"
)
YEAR_AND_COUNCIL = ["authority_name", "period"]


def rows(table: DataFrame, **wanted: str | None) -> DataFrame:
    """The rows whose columns have these values; None is empty, that is 'all'."""
    for column, value in wanted.items():
        table = table[table[column].isna() if value is None else table[column] == value]
    return table


def whole(table: DataFrame, measure: str, unit: str = "count", **wanted: str | None) -> DataFrame:
    """Stage 1 figures of a measure that are broken down by nothing but what is asked for."""
    whole_slice: dict[str, str | None] = dict.fromkeys(DIMENSIONS.split())
    return rows(table, measure=measure, unit=unit, stage="stage_1", **(whole_slice | wanted))


def by_council(table: DataFrame) -> Series[float]:
    """The value of each council and year, of the statutory procedure for children; the first of several."""
    table = rows(table, procedure="children_statutory", value_status="exact")
    return table.groupby(YEAR_AND_COUNCIL)["value"].first()


def year_after(period: str) -> str:
    """'2018/19' gives '2019/20'."""
    year = int(period[:4]) + 1
    return f"{year}/{(year + 1) % 100:02d}"


def answers(folder: Path) -> dict[str, Any]:
    """Question -> answer."""
    figures = read_parquet(folder / "comparable.parquet")
    printed = read_parquet(folder / "observations.parquet")

    received = by_council(whole(figures, "complaints_received"))
    outcomes = {
        outcome: by_council(whole(figures, "complaints_decided", outcome=outcome))
        for outcome in ("upheld", "partially_upheld", "not_upheld")
    }
    decided = DataFrame(outcomes).sum(axis=1)
    before = received.rename(index=year_after, level="period")
    places = rows(printed, measure="complaints_received", stage="stage_1", unit="count")
    columns = ["value", "source_file", "page", "evidence"]
    return {
        "How many stage 1 complaints were received?": received.to_dict(),
        "Which share of those decided was upheld (%)?": (100 * outcomes["upheld"] / decided[decided > 0])
        .dropna()
        .round(1)
        .to_dict(),
        "Which share was answered on time (%)?": by_council(
            whole(figures, "complaints_responded", "percent", timeliness="within_timescale")
        ).to_dict(),
        "How did it change from the year before?": (received - before).dropna().to_dict(),
        "Where is each number printed?": places[columns].to_dict("records"),
    }


if __name__ == "__main__":
    outputs = Path(sys.argv[1] if len(sys.argv) > 1 else "outputs")
    if not (outputs / "comparable.parquet").is_file():
        raise SystemExit(
            f"There is no dataset in '{outputs}': run `extractor run` first, or name its folder."
        )
    for question, answer in answers(outputs).items():
        print(question)
        for line in list(answer.items() if isinstance(answer, dict) else answer)[:10]:
            print("  ", line)
