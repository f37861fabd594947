"""Whether the figure offered is right where a printing of it was read right, and whether keys pivot.

    python -m benchmarks.preferred OUTPUTS TRUTH_DIR [OUTPUTS TRUTH_DIR ...]
    python -m benchmarks.preferred --indicators 20 --seed 7 OUTPUTS ...

Of every fact in comparable.csv of which a hand-coded row has one of the printings, it looks whether the
offered value is that of such a printing, over all facts and over those printed more than once; and counts
rows of comparable.csv that share every code. With --indicators it draws indicators at random and prints
each with the words that it rests on, for a person to hold against the page.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.evaluate import Evaluation, evaluate
from extractor.model import contract
from extractor.model.observation import of_cells
from extractor.model.table import Row
from extractor.publish import read_csv


def judged(outputs: Path, truth: Path) -> Iterator[tuple[bool, Row, list[Row]]]:
    """For each fact with a printing that was read right: is the offered one, the fact, its printings."""
    observations = {row["observation_id"]: row for row in read_csv(outputs / "observations.csv")}
    right = set(_right(evaluate(list(map(of_cells, observations.values())), truth)))
    for fact in read_csv(outputs / "comparable.csv"):
        printings = [observations[one] for one in fact["observation_ids"].split(";")]
        values = {row["value"] for row in printings if row["observation_id"] in right}
        if values:
            yield fact["value"] in values, fact, printings


def _right(scored: Evaluation) -> Iterator[str]:
    for report in scored.reports.values():
        yield from (pair.observation.observation_id for pair in report.pairs if not pair.wrong)


def same_codes(outputs: Path) -> int:
    """How many rows of comparable.csv share every code with another."""
    names = [one for one in contract.KEY_COLUMNS if one != "observation_id"]
    keys = Counter(tuple(row[name] for name in names) for row in read_csv(outputs / "comparable.csv"))
    return sum(count for count in keys.values() if count > 1)


def drawn(folders: Sequence[Path], number: int, seed: int) -> Iterator[str]:
    """So many indicators with a figure, and the printed words under each."""
    rows = [
        (row, folder) for folder in folders for row in read_csv(folder / "indicators.csv") if row["value"]
    ]
    words: dict[Path, dict[str, Row]] = defaultdict(dict)
    for folder in folders:
        words[folder] = {row["observation_id"]: row for row in read_csv(folder / "observations.csv")}
    for row, folder in random.Random(seed).sample(rows, min(number, len(rows))):
        what = " ".join(
            filter(None, (row[name] for name in ("indicator", "procedure", "stage", "limit_days")))
        )
        of = f"{row['numerator']} of {row['denominator']}" if row["denominator"] else row["numerator"]
        yield f"\n{row['authority_name']} {row['period']}: {what} = {row['value']} {row['unit']} ({of})"
        yield f"  {row['comparable']} {row['not_comparable_because']}"
        for one in map(words[folder].__getitem__, row["observation_ids"].split(";")):
            coded = f"{one['value']} {one['unit']} {one['stage']} {one['measure']} {one['outcome']}"
            yield f"  {one['source_file']} {coded} | {one['evidence']}"


def main() -> None:
    """Print the counts, and each offered figure that is not right."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.preferred", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="OUTPUTS TRUTH_DIR pairs; OUTPUTS to draw from")
    parser.add_argument("--indicators", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.indicators:
        print(*drawn(asked.folders, asked.indicators, asked.seed), sep="\n")
        return
    tally: Counter[tuple[bool, bool]] = Counter()
    same = 0
    for outputs, truth in zip(asked.folders[::2], asked.folders[1::2], strict=True):
        same += same_codes(outputs)
        for right, fact, printings in judged(outputs, truth):
            tally[len(printings) > 1, right] += 1
            if not right:
                told = "; ".join(f"{one['value']} ({one['confidence']})" for one in printings)
                print("wrong", fact["source_file"], fact["measure"], fact["stage"], fact["value"], "of", told)
    for name, kinds in (("all", (False, True)), ("printed more than once", (True,))):
        good, bad = (sum(tally[kind, right] for kind in kinds) for right in (True, False))
        print(
            f"{name}: {good} of {good + bad} offered figures right ({100 * good / max(1, good + bad):.1f}%)"
        )
    print(f"{same} rows of comparable.csv share every code with another")


if __name__ == "__main__":
    main()
