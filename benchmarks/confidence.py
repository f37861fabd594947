"""Is a row's confidence what it says? Learnt and measured on hand-coded reports.

`python -m benchmarks.confidence` reads every report that has a truth file, learns the weights
anew with one group of reports left out at a time, and prints for the rows of the groups left
out how often a row of such a confidence is right. `--train` writes patterns/confidence.yaml
from all of them. All editions of one report are one group.
"""

from __future__ import annotations

import argparse
import csv
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
import yaml

from extractor.evaluate import TruthRow, compare, could_be_told, truth_of
from extractor.language.words import using
from extractor.lexicon import rulebook
from extractor.lexicon.confidence_model import ConfidenceModel
from extractor.model.observation import Observation
from extractor.run.report import words_of, worked
from extractor.run.report_result import result
from extractor.run.report_result import traits as traits_of_work
from extractor.understand.coding.confidence import Traits

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = ROOT / "patterns" / "confidence.yaml"
CHECKS = ROOT / "patterns" / "checks.yaml"
PAGE = ROOT / "docs" / "confidence.md"
EDGES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Edges of the reliability table."""
_RIDGE = 5.0
"""How strongly weights are drawn to nothing, in rows."""
_SELDOM = 20
"""A trait of fewer rows is not learnt."""
_LEAST, _MOST = 0.02, 0.99
_TUNED = 0.05
"""What a row of a report that the rules were made on is worth beside one of a first reading."""
_HEAD = """# How likely a row is right: what each of its traits adds, in log odds; see
# extractor/understand/coding/confidence.py.
# Learnt from hand-coded reports by `python -m benchmarks.confidence --train`, never set by hand.
"""
_PAGE = """# What a row's confidence means

`confidence` is the chance that a row is coded right in all its parts: period, procedure, stage, measure
and every dimension. It follows from where the words of each part stand to the number, how each setting came
to be in force and how far it stands above its runner-up, how well its labels are known, whether figures add
up and whether the report says the same twice (`extractor/understand/coding/confidence.py`); the weights in
`patterns/confidence.yaml` are learnt. A figure that OCR read is never surer than the OCR.

They are learnt from **first readings**: sets of reports as they were read before anybody had looked at
them (`tests/first_readings`), beside which rows of reports that the rules were made on count little. The
table is of first readings too, each set judged by weights learnt without it; the older sets were read by
older rules, so that it errs on the side of caution. `python -m benchmarks.confidence --train` learns anew
and writes this page.

{table}
{summary}.

**The mark.** A figure is `comparable = yes` only from confidence {mark:.2f} on, the least above which 95 of
100 rows of the last three sets were right. Of those sets alone: {last}.

`extractor run --min-confidence 0.8` puts the rows below 0.8 into review.csv; `extractor suggest` lists
the least sure first, each with the line of corrections.csv that settles it.
"""


@dataclass(frozen=True)
class Judged:
    """One row of a run: its report's group, its traits, and whether a person coded it so."""

    group: str
    traits: Traits
    right: bool


def sources() -> Iterator[tuple[Path, Path]]:
    """(report, truth file) of all that is at hand."""
    shared = ROOT.parent / "shared"
    truths = {path.stem: path for path in (ROOT / "tests" / "truth").glob("*.csv")}
    truths |= {path.stem: path for path in (shared / "gold").glob("*.csv") if path.stem in _named(shared)}
    for folder, known in (
        (shared / "reports", truths),
        (ROOT / "corpus", {path.stem: path for path in (ROOT / "corpus" / "truth").glob("*.csv")}),
        (shared / "other-councils" / "reports", _truths(shared / "other-councils" / "gold")),
        (ROOT / "tests" / "made", {p.stem: p for p in (ROOT / "tests" / "made" / "truth").glob("*.csv")}),
    ):
        for path in sorted(folder.glob("*.*")):
            if path.stem in known and path.suffix in (".txt", ".html", ".docx", ".pdf"):
                yield path, known[path.stem]


def _truths(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in folder.glob("*.csv")}


def _named(shared: Path) -> set[str]:
    return {path.stem for path in (shared / "reports").glob("*.*")}


def judged(found: Sequence[tuple[Path, Path]]) -> list[Judged]:
    """Every row of the reports that their truth could speak of."""
    book = rulebook.load(ROOT / "patterns")
    return [row for path, truth in found for row in judged_file(path, truth, book)]


def judged_file(path: Path, truth_file: Path, book: rulebook.Rulebook) -> list[Judged]:
    """Every row of one report that its truth could speak of."""
    with using(words_of(book)):
        done = worked(path.read_bytes(), path.name, None, book, weighed=False)
        rows = result(done).observed()
        found = traits_of_work(done)
    truth = truth_of(truth_file)
    group = re.sub(r"-example$", "", path.stem)
    return [Judged(group, found[n], right) for n, right in _verdicts(rows, truth)]


def _verdicts(rows: Sequence[Observation], truth: Sequence[TruthRow]) -> Iterator[tuple[int, bool]]:
    """(position, right) of each row that the truth could speak of; as evaluate() sees them."""
    asked = [n for n, row in enumerate(rows) if row.value is not None and could_be_told(row, truth)]
    place = {id(rows[n]): n for n in asked}
    pairs = compare(truth, [rows[n] for n in asked]).pairs
    right = {place[id(pair.observation)] for pair in pairs if not pair.wrong}
    for n in asked:
        yield n, n in right


def first_readings() -> list[Judged]:
    """The rows of every set as they were first read; the group is the set's name."""
    out = []
    for path in sorted((ROOT / "tests" / "first_readings").glob("*/judged.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            out += [
                Judged(path.parent.name, frozenset(row["traits"].split(";")), row["right"] == "1")
                for row in csv.DictReader(file)
            ]
    return out


def learn(rows: Sequence[Judged], first: Sequence[Judged]) -> ConfidenceModel:
    """The weights that make the rows likeliest.

    Args:
        rows: rows of reports that the rules were made on; they say which traits go together.
        first: rows of first readings; they say how far any of it may be trusted, and count in full.
    """
    return _weights([*rows, *first], [_TUNED] * len(rows) + [1.0] * len(first))


def _weights(rows: Sequence[Judged], worth: Sequence[float]) -> ConfidenceModel:
    """The weights that make the rows likeliest, drawn to nothing where few rows speak."""
    counts: dict[str, int] = {}
    for row in rows:
        for trait in row.traits:
            counts[trait] = counts.get(trait, 0) + 1
    names = sorted(t for t, n in counts.items() if n >= _SELDOM)
    at = {name: i + 1 for i, name in enumerate(names)}
    x = numpy.zeros((len(rows), len(names) + 1))
    x[:, 0] = 1.0
    for r, row in enumerate(rows):
        for trait in row.traits:
            if trait in at:
                x[r, at[trait]] = 1.0
    y = numpy.array([row.right for row in rows], dtype=float)
    weights = _newton(x, y, numpy.array(worth))
    found = {name: round(float(w), 3) for name, w in zip(names, weights[1:], strict=True) if abs(w) >= 0.005}
    return ConfidenceModel(base=round(float(weights[0]), 3), least=_LEAST, most=_MOST, weights=found)


def _newton(x: numpy.ndarray, y: numpy.ndarray, worth: numpy.ndarray) -> numpy.ndarray:
    """Ridge logistic regression by Newton's method; the first column is not drawn to nothing."""
    ridge = numpy.full(x.shape[1], _RIDGE)
    ridge[0] = 1e-6
    w = numpy.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + numpy.exp(-(x @ w)))
        curve = (x.T * (p * (1 - p) * worth)) @ x + numpy.diag(ridge)
        step = numpy.linalg.solve(curve, x.T @ ((y - p) * worth) - ridge * w)
        w = w + step
        if float(numpy.abs(step).max()) < 1e-6:
            break
    return w


def left_out(rows: Sequence[Judged], first: Sequence[Judged]) -> list[tuple[float, bool, str]]:
    """(confidence, right, set) of each row of a first reading, by weights learnt without its set."""
    out: list[tuple[float, bool, str]] = []
    for name in sorted({row.group for row in first}):
        rest = [row for row in first if row.group != name]
        model = learn(rows, rest)
        out += [(model.of(row.traits), row.right, name) for row in first if row.group == name]
    return out


def calibration_error(scored: Sequence[tuple[float, bool, str]], bins: int = 15) -> float:
    """Expected calibration error: mean distance of confidence and share right, by equal bins."""
    total = 0.0
    for b in range(bins):
        part = [(p, r) for p, r, _ in scored if b / bins <= p < (b + 1) / bins or (p == 1 == (b + 1) / bins)]
        if part:
            gap = abs(sum(p for p, _ in part) - sum(r for _, r in part))
            total += gap
    return total / max(len(scored), 1)


def table(scored: Sequence[tuple[float, bool, str]]) -> str:
    """The reliability table in Markdown."""
    out = io.StringIO()
    out.write("| confidence | rows | mean confidence | right |\n| --- | --- | --- | --- |\n")
    for low, high in itertools.pairwise(EDGES):
        part = [(p, r) for p, r, _ in scored if low <= p < high or (high == 1.0 == p)]
        if part:
            mean, right = sum(p for p, _ in part) / len(part), sum(r for _, r in part) / len(part)
            out.write(f"| {low:.2f} to {high:.2f} | {len(part):,} | {mean:.3f} | {right:.3f} |\n")
    return out.getvalue()


def summary(scored: Sequence[tuple[float, bool, str]]) -> str:
    """The expected calibration error and what stands at 0.9 or more, in one line."""
    sure = [r for p, r, _ in scored if p >= 0.9]
    held = sum(sure) / max(len(sure), 1)
    return (
        f"{len(scored):,} rows, {sum(r for _, r, _ in scored) / len(scored):.3f} right; "
        f"expected calibration error {calibration_error(scored):.3f}; "
        f"{len(sure) / len(scored):.1%} of rows at 0.9 or more, of which {held:.3f} right"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.confidence", description=__doc__)
    parser.add_argument("--train", action="store_true", help="write patterns/confidence.yaml")
    options = parser.parse_args()
    rows, first = judged(list(sources())), first_readings()
    scored = left_out(rows, first)
    names = sorted({s[2] for s in scored})
    last = [s for s in scored if s[2] in names[-3:]]
    print(table(scored))
    print(summary(scored))
    for name in names:
        print(f"{name}: {summary([s for s in scored if s[2] == name])}")
    if options.train:
        data = learn(rows, first).model_dump()
        known = CHECKS.read_text(encoding="utf-8")
        line = f"comparable_from: {mark(last):.2f}"
        CHECKS.write_text(re.sub(r"comparable_from: [\d.]+", line, known), encoding="utf-8")
        shown = {"table": table(scored), "summary": summary(scored), "last": summary(last)}
        PAGE.write_text(_PAGE.format(**shown, mark=mark(last)), encoding="utf-8")
        WRITTEN.write_text(_HEAD + yaml.safe_dump(data, sort_keys=False, width=110), encoding="utf-8")


def mark(scored: Sequence[tuple[float, bool, str]], share: float = 0.95) -> float:
    """The least confidence above which that share of the rows left out is right; 1 where there is none."""
    for chance in (x / 100 for x in range(50, 100)):
        sure = [right for p, right, _ in scored if p >= chance]
        if len(sure) >= _SELDOM and sum(sure) >= share * len(sure):
            return chance
    return 1.0


if __name__ == "__main__":
    main()
