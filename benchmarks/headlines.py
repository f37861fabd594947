"""How many cells of councils.csv that hand-coded rows can fill are filled, and right.

    python -m benchmarks.headlines OUTPUTS TRUTH_DIR

The hand-coded rows of each report are reconciled as if they had been read, which gives the cells that
could be there; each is looked up in OUTPUTS/councils.csv.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor import reconcile
from extractor.cli import patterns_folder
from extractor.evaluate import NOT_TRUTH
from extractor.lexicon import rulebook
from extractor.model import contract
from extractor.model.records import Coverage
from extractor.model.table import Row, frame_of, records
from extractor.publish import read_csv
from extractor.reconcile.assemble import Assembled

Cells = dict[tuple[str, str, str, str], str]
"""(council, year, procedure, headline) -> figure."""


def expected(truth: Path, council: tuple[str, str, str], fair: bool = False) -> Cells:
    """The cells that the hand-coded rows of one report can fill; if `fair`, by their other procedure."""
    with truth.open(newline="", encoding="utf-8") as file:
        coded = [_otherwise(row) if fair else row for row in csv.DictReader(file)]
    rows = [_observation(n, row, council, truth.stem) for n, row in enumerate(coded)]
    held = frame_of(rows, contract.OBSERVATION_COLUMNS)
    empty = frame_of((), contract.OBSERVATION_COLUMNS)
    line = Coverage(truth.stem, authority_code=council[0], report_period=council[2], status="ok")
    whole = Assembled(held, empty, coverage=[line])
    book = rulebook.load(patterns_folder())
    return cells_of(records(reconcile.compare(whole, {}, {}, book).councils))


def _otherwise(row: Row) -> Row:
    """The row under the other procedure that its column `also` calls fair."""
    fair = dict(part.partition("=")[::2] for part in (row.get("also") or "").split("|"))
    return {**row, "procedure": fair.get("procedure", row["procedure"])}


def _observation(number: int, row: Row, council: tuple[str, str, str], source: str) -> dict[str, str]:
    cells = {name: row.get(name) or "" for name in contract.OBSERVATION_COLUMNS}
    for name in contract.FREE_CODES:
        label = row.get(f"{name}_raw") or ""
        cells |= {f"{name}_label": label, name: "unmapped" if label else ""}
    return cells | {
        "observation_id": str(number),
        "authority_code": council[0],
        "authority_name": council[1],
        "publisher_code": council[0],
        "report_period": council[2],
        "source_file": source,
        "confidence": "1.00",
        "comparable": "yes",
        "value": row["value"].replace(",", ""),
    }


def cells_of(rows: Iterator[dict[str, str]] | Sequence[dict[str, str]]) -> Cells:
    """The filled headlines."""
    who = ("authority_code", "period", "procedure")
    return {
        (*(row[name] for name in who), name): cell  # type: ignore[misc]
        for row in rows
        for name, cell in row.items()
        if cell and f"{name}_comparable" in row
    }


def main(arguments: Sequence[str]) -> None:
    """Print the counts, and each cell that is missing or wrong."""
    outputs, folder = Path(arguments[0]), Path(arguments[1])
    found = cells_of(read_csv(outputs / "councils.csv"))
    reports = {
        Path(row["source_file"]).stem: (row["authority_code"], row["authority_name"], row["report_period"])
        for row in read_csv(outputs / "reports.csv")
    }
    tally: Counter[str] = Counter()
    for truth in sorted(folder.glob("*.csv")):
        if truth.name in NOT_TRUTH or truth.stem not in reports:
            continue
        others = expected(truth, reports[truth.stem], fair=True)
        for key, figure in expected(truth, reports[truth.stem]).items():
            kind = "missing" if key not in found else "right" if found[key] == figure else "wrong"
            same = [one for one in others if (*one[:2], one[3]) == (*key[:2], key[3])]
            if any(others[one] == figure == found.get(one) for one in same):
                kind = "right"
            tally[kind] += 1
            if kind != "right":
                print(kind, truth.stem, *key[1:], figure, found.get(key, ""))
    print(f"{sum(tally.values())} cells: " + ", ".join(f"{n} {kind}" for kind, n in sorted(tally.items())))


if __name__ == "__main__":
    main(sys.argv[1:])
