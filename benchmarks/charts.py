"""How many of the figures that charts print the PDF reader finds, and ties to the right labels.

    python -m benchmarks.charts            # tests/charts
    python -m benchmarks.charts --misses   # and what is missed or wrong

Precision and recall are of (series, category, figure as printed); `unread` is the
number of charts called unreadable against the number that are.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.words import words_in_force
from extractor.model.types import Document, Picture, Table
from extractor.read.pdf.document import read_pdf

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "charts"
Triple = tuple[str, str, str]


@dataclass(frozen=True)
class Score:
    """What was found in one file."""

    file: str
    kind: str
    truth: Counter[Triple]
    found: Counter[Triple]
    unread: int
    unread_truth: int

    @property
    def right(self) -> int:
        return sum((self.truth & self.found).values())


def triples(document: Document) -> Counter[Triple]:
    """(series, category, figure) of every chart of a document; series is empty where there is one."""
    found: Counter[Triple] = Counter()
    for block in document.blocks:
        if isinstance(block, Table) and block.chart:
            text = {(c.row, c.column): c.text for c in block.cells}
            heads = not text[0, 0]
            for (row, column), figure in text.items():
                if column and figure and (row or not heads):
                    series = text[0, column] if heads and block.columns > 2 else ""
                    found[series, text[row, 0], figure] += 1
    return found


def scores(folder: Path = FOLDER) -> list[Score]:
    """One Score a file of the folder's pages.csv."""
    truth: dict[str, Counter[Triple]] = {}
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            truth.setdefault(row["file"], Counter())[row["series"], row["category"], row["value"]] += 1
    found: list[Score] = []
    with (folder / "pages.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            with words_in_force():
                document = read_pdf((folder / row["file"]).read_bytes(), row["file"])
            unread = sum(isinstance(b, Picture) and b.chart and not b.legend for b in document.blocks)
            known = truth.get(row["file"], Counter())
            found.append(
                Score(row["file"], row["kind"], known, triples(document), unread, int(row["unread"]))
            )
    return found


def rates(results: list[Score]) -> tuple[float, float]:
    """Precision and recall over all files."""
    right = sum(s.right for s in results)
    given, known = sum(s.found.total() for s in results), sum(s.truth.total() for s in results)
    return right / given if given else 1.0, right / known if known else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.charts", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--misses", action="store_true", help="print what is missed or wrong")
    options = parser.parse_args()
    results = scores(options.folder)
    print("| file | kind | printed | given | right | unread (given, true) |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for s in results:
        cells = (s.file, s.kind, s.truth.total(), s.found.total(), s.right, f"{s.unread}, {s.unread_truth}")
        print(f"| {' | '.join(map(str, cells))} |")
        if options.misses:
            for what, gap in (("missed", s.truth - s.found), ("wrong", s.found - s.truth)):
                for triple in sorted(gap.elements()):
                    print(f"    {what}: {triple}")
    precision, recall = rates(results)
    print(f"\nprecision {precision:.3f}, recall {recall:.3f}, {len(results)} files")


if __name__ == "__main__":
    main()
