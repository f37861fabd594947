"""How well the tool reads what it was not written against: made reports of the seen and the unseen half.

    python -m benchmarks.unseen --reports 40 --seed 7 --jobs 2
    python -m benchmarks.unseen --reports 12 --misses 10 --split seen
    python -m benchmarks.unseen --labels

Scored by the rules of `extractor evaluate`. Frames and labels of the seen half are shown
with their words, those of the unseen half by id only: who reads them and mends the rules
by them has no unseen half left.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks import real_reports, unseen_labels
from benchmarks.made_scores import Measured, measure, pieces
from benchmarks.maker import batch
from benchmarks.maker.splits import SEEN, SPLITS
from extractor import publish
from extractor.cli import patterns_folder
from extractor.evaluate import Score
from extractor.model.observation import of_cells
from extractor.run import pipeline

WORST = 14
TURNS = 60
POOR = 0.5
"""Right F1 below which something about the whole report was taken wrongly."""
LEAST = 8
"""Truth rows that a kind, frame or layout needs to be listed."""


class Silent:
    """Nobody watches how far the run is."""

    def begin(self, reports: int, cached: int) -> None: ...

    def reading(self, source_file: str) -> None: ...

    def doing(self, what: str) -> None: ...

    def read(self, source_file: str, status: str, reason: str) -> None: ...


def run(
    reports: int, seed: int, formats: Sequence[str], splits: Sequence[str] = SPLITS, jobs: int = 0
) -> dict[str, Measured]:
    """Make the reports, read them all in one run and score each split."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        batch.write(folder / "made", splits, seed, reports, formats)
        made = [str(path) for path in sorted((folder / "made").iterdir()) if path.suffix[1:] in formats]
        with nothing_kept(folder / "kept"):
            pipeline.run(
                [str(path) for path in made],
                pipeline.Options(patterns_folder(), out=folder / "out", jobs=jobs),
                Silent(),
            )
        rows = list(map(of_cells, publish.read_csv(folder / "out" / "observations.csv")))
        coverage = publish.read_csv(folder / "out" / "coverage.csv")
        return {split: measure(rows, coverage, folder / "made", split) for split in splits}


@contextmanager
def nothing_kept(folder: Path) -> Iterator[None]:
    """What is read meanwhile is kept in a folder of its own, so that the user's does not fill up."""
    before = os.environ.get("EXTRACTOR_CACHE")
    os.environ["EXTRACTOR_CACHE"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["EXTRACTOR_CACHE"]
        else:
            os.environ["EXTRACTOR_CACHE"] = before


def line(name: str, score: Score) -> str:
    """One line of a table: truth rows, found and right as F1, precision and recall."""
    found, right = score.found, score.right
    rates = [f"{rates.f1:.3f} ({rates.precision:.3f}/{rates.recall:.3f})" for rates in (found, right)]
    return f"{name:44} {right.truth:6}   {rates[0]}   {rates[1]}"


def listed(scores: dict[str, Score], first: int = 0) -> list[str]:
    """The worst first; those with too few rows left out."""
    kept = [item for item in scores.items() if item[1].right.truth >= LEAST]
    ranked = sorted(kept, key=lambda item: (item[1].right.f1, item[0]))
    return [line(f"  {name}", score) for name, score in (ranked[:first] if first else ranked)]


def report(measured: dict[str, Measured]) -> Iterable[str]:
    """Everything that is printed of a measurement."""
    yield f"{'':44} {'truth':>6}   found F1 (P/R)          right F1 (P/R)"
    for split, one in measured.items():
        yield line(split, one.total)
    for split, one in measured.items():
        low, high = one.spread
        of = len(one.evaluation.reports)
        poor = sum(score.right.f1 < POOR for score in one.evaluation.by_report().values())
        yield f"{split}: right F1 between {low:.3f} and {high:.3f} in 90 of 100 draws of {of} reports; " + (
            f"council found in {one.who}, year in {one.when}; below {POOR} are {poor}"
        )
    if len(measured) == 2:
        seen, unseen = (measured[split].total for split in SPLITS)
        yield f"gap, seen minus unseen: found {seen.found.f1 - unseen.found.f1:+.3f}, " + (
            f"right {seen.right.f1 - unseen.right.f1:+.3f}"
        )
    for split, one in measured.items():
        for axis, scores in (
            ("format", one.by_format),
            ("source", one.by_source),
            ("measure", one.by_measure),
        ):
            yield f"\n{split}, by {axis}"
            yield from listed(scores)
        yield f"\n{split}, by kind of frame, table or list"
        yield from listed(one.by_kind)
        yield f"\n{split}, by layout, the worst"
        yield from listed({pieces(name, split): score for name, score in one.by_layout.items()}, WORST)
        yield f"\n{split}, by frame, the worst"
        yield from listed({pieces(name, split): score for name, score in one.by_frame.items()}, WORST)
        yield f"\n{split}, codes taken for others, the most frequent"
        yield from (f"  {number:5} {turn}" for turn, number in one.turns().most_common(TURNS))
        yield f"  rows that nothing in the report accounts for: {one.astray}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.unseen", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--reports", type=int, default=40, help="of each split")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", default=",".join(batch.FORMATS))
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="show up to N of each kind")
    parser.add_argument("--split", choices=(SEEN,), help="for --misses: only the seen half is shown")
    parser.add_argument("--labels", action="store_true", help="measure labels by themselves")
    parser.add_argument("--real", action="store_true", help="the five real reports too, quirks left out")
    given = parser.parse_args()
    if given.labels:
        print("\n".join(unseen_labels.lines()))
        return
    began = time.monotonic()
    splits = (given.split,) if given.split else SPLITS
    measured = run(given.reports, given.seed, given.format.split(","), splits, given.jobs)
    if given.misses:
        print("\n".join(measured[SEEN].shown(given.misses)))
    print("\n".join(report(measured)))
    print(f"\n{sum(len(one.evaluation.reports) for one in measured.values())} reports", end=" ")
    print(f"made and measured in {time.monotonic() - began:.0f} s")
    if given.real:
        print("\n".join(("", *real_reports.lines(given.format.split(",")))))


if __name__ == "__main__":
    main()
