"""What `extractor.read` and `extractor.run` give to a program."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.lexicon import rulebook
from extractor.model import contract
from extractor.model.table import Row
from extractor.publish.parquet_file import parquet_bytes
from extractor.read.files import load
from extractor.run import inputs, pipeline
from extractor.run.options import Options, Summary

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class Report:
    """One report as it was read; nothing of other reports, so no comparison with them."""

    observations: DataFrame
    """One printed number a row, in the columns of observations.csv: numbers as numbers, empty as missing."""
    issues: DataFrame
    """What a person should look at, in the columns of issues.csv."""
    coverage: DataFrame
    """One row, in the columns of coverage.csv: whether it was read whole, and how many numbers were seen."""


@dataclass(frozen=True)
class Outputs:
    """The outputs folder of a run."""

    folder: Path
    summary: Summary
    """How many reports have each status, how many rows and issues there are."""

    def table(self, name: str) -> DataFrame:
        """A file of the folder by its name without ending: numbers as numbers, empty as missing.

        Raises ValueError where the run has written no such table.
        """
        path = self.folder / f"{name}.csv"
        if name not in contract.TABLES or not path.is_file():
            there = ", ".join(one for one in contract.TABLES if (self.folder / f"{one}.csv").is_file())
            raise ValueError(f"The run has written no table '{name}'; there are {there}.")
        from extractor.publish import read_csv

        rows = read_csv(path)
        return _frame(rows, tuple(rows[0]) if rows else contract.TABLES[name].columns)


def read(path: Path, patterns: Path) -> Report:
    """One report through every stage but reconciling. Raises Unreadable, ManifestFault and RulebookError."""
    from extractor.run import report

    book = rulebook.load(patterns)
    result = report.work(load(path), path.name, inputs.entry_of(path), book)
    return Report(
        _frame(result.rows(), contract.OBSERVATION_COLUMNS),
        _frame([one.cells() for one in result.issues], contract.ISSUE_COLUMNS),
        _frame([result.coverage.cells()], contract.COVERAGE_COLUMNS),
    )


class _Silent:
    """Nobody wants to hear how far it is."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_: None


def run(paths: Sequence[str], out: Path, patterns: Path, options: Mapping[str, Any]) -> Outputs:
    """A whole run. Raises as `pipeline.run` does, and TypeError for an option that is none."""
    summary = pipeline.run(paths, Options(patterns=patterns, out=out, **options), _Silent())
    return Outputs(out, summary)


def _frame(rows: Sequence[Row], columns: Sequence[str]) -> DataFrame:
    """Typed as the Parquet files are."""
    from pandas import read_parquet, to_numeric

    frame = read_parquet(io.BytesIO(parquet_bytes(rows, columns)), dtype_backend="numpy_nullable")
    for name in [name for name in columns if name not in contract.COLUMNS]:
        with suppress(
            ValueError
        ):  # a headline of councils.csv, which patterns/ may name: a number if all are
            frame[name] = to_numeric(frame[name])
    return frame
