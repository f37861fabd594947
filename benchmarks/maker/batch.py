"""A folder of made reports with their truth, from a seed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.maker import report, world
from benchmarks.maker.coding import year_name
from benchmarks.maker.setting import FORMATS, Report, set_in
from benchmarks.maker.splits import load

PROCEDURES = (
    *(((world.CHILDREN,),) * 6),
    *(((world.ADULTS,),) * 1),
    *(((world.CORPORATE,),) * 2),
    (world.CHILDREN, world.CORPORATE),
    (world.CORPORATE, world.CHILDREN),
)
EXPECTED = "expected.csv"
"""Which council and year each report is about."""
FIRST_YEAR, LAST_YEAR = 2014, 2024
COLUMNS = (
    *("period", "procedure", "stage", "measure", "unit", "unit_of_count", "value", "value_status"),
    *("service_area_raw", "outcome", "theme_raw", "timeliness", "complainant", "channel", "sex"),
    *("age_band_raw", "ethnicity_raw", "disability_raw", "religion_raw", "source_kind", "evidence", "also"),
    *("derived", "kind", "frame", "layout", "label"),
)
"""Those of a hand-coded truth, and behind them which pieces of the maker a row comes from."""


@dataclass(frozen=True)
class Made:
    """One report, not yet set in a format."""

    report: Report
    rows: tuple[dict[str, str], ...]
    world: world.World

    @property
    def stem(self) -> str:
        return self.report.stem


def make(split: str, seed: int, number: int) -> Made:
    """The report of this number; the same three give the same report."""
    rng = Random(f"{seed} {split} {number}")
    councils = list(load("councils"))
    Random(f"{seed} councils").shuffle(councils)
    # No two reports of one batch share a council and a year: the tool would take them for editions of one.
    at = 2 * number + (split == "unseen")
    council, other = councils[at % len(councils)], councils[(at + 1) % len(councils)]
    years = LAST_YEAR - FIRST_YEAR + 1
    year = FIRST_YEAR + (Random(f"{seed} {council}").randrange(years) + at // len(councils)) % years
    made = world.make(rng, split, council, other, year, rng.choice(PROCEDURES))
    stem = f"{split}-{seed}-{number:03d}"
    written, rows = report.write(made, rng, stem)
    return Made(written, tuple(rows), made)


def set_report(made: Made, kind: str) -> bytes:
    """The file in one of four formats."""
    return set_in(kind, made.report, Random(f"{made.stem} {kind}"))


def truth_csv(rows: Iterable[dict[str, str]]) -> str:
    """The rows as a CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return str(text.getvalue())


def write(folder: Path, splits: Sequence[str], seed: int, number: int, formats: Sequence[str]) -> list[Path]:
    """`number` reports of each split, the formats in turn; `truth/` and `expected.csv` beside them."""
    paths = []
    expected = ["file,council,report_period"]
    (folder / "truth").mkdir(parents=True, exist_ok=True)
    for split in splits:
        for n in range(number):
            made = make(split, seed, n)
            kind = formats[n % len(formats)]
            path = folder / f"{made.stem}.{kind}"
            path.write_bytes(set_report(made, kind))
            (folder / "truth" / f"{made.stem}.csv").write_text(truth_csv(made.rows), encoding="utf-8")
            expected.append(f"{path.name},{made.world.council},{year_name(made.world.year)}")
            paths.append(path)
    (folder / EXPECTED).write_text("\n".join(expected) + "\n", encoding="utf-8")
    return paths


__all__ = ["COLUMNS", "EXPECTED", "FORMATS", "Made", "make", "set_report", "truth_csv", "write"]
