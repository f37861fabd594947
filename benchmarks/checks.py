"""How long the checks take: one report of about 120 rows, and the hardest search for whole counts.

python -m benchmarks.checks
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path

from extractor.check import About, check_report
from extractor.check.arithmetic import Share, fitting_bases, solve
from extractor.lexicon.rulebook import load
from extractor.model.observation import Observation, of_cells

ROOT = Path(__file__).parent.parent
ROWS = 120
TIMES = 40


def reports(path: Path) -> list[list[Observation]]:
    """The rows of an observations.csv, by report, repeated or cut to about 120 each."""
    by_file: dict[str, list[Observation]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            by_file.setdefault(row["source_file"], []).append(of_cells(row))
    found = [rows[i : i + ROWS] for rows in by_file.values() for i in range(0, len(rows), ROWS)]
    return [rows for rows in found if len(rows) >= ROWS // 2]


def main() -> None:
    """Print milliseconds for each report of 120 rows, and for eight categories on a base of 10,000."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "outputs" / "observations.csv"
    book = load(ROOT / "patterns").raw("checks")
    many = reports(path)
    start = time.process_time()
    for _ in range(TIMES):
        for rows in many:
            check_report(rows, book, About("", "", ""))
    spent = time.process_time() - start
    rows_done = sum(len(rows) for rows in many) * TIMES
    print(f"checks: {1000 * spent * ROWS / rows_done:.2f} ms for {ROWS} rows ({len(many)} reports)")
    shares = [Share(v, 0) for v in (31, 22, 17, 11, 8, 6, 3, 2)]
    start = time.process_time()
    found = solve(shares, 10_000, 10_000)
    bases = list(fitting_bases(shares, 10_000, whole=True))
    print(
        f"solve and {len(bases)} bases near 10,000: {1000 * (time.process_time() - start):.2f} ms ({found})"
    )


if __name__ == "__main__":
    main()
