"""Is a row's confidence what it says? Learnt and measured on hand-coded reports.

`python -m benchmarks.confidence` takes the first readings as they were kept, learns the weights anew with
one set left out at a time, and prints for the rows of the sets left out how often a row of such a confidence
is right. `--train` writes patterns/confidence.yaml, the two marks of patterns/checks.yaml that follow from
it, and docs/confidence.md. Reports that the rules were made on teach nothing: they are read far better than
unseen ones.
"""

from __future__ import annotations

import argparse
import csv
import io
import itertools
import re
from collections import Counter, defaultdict
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
_RIDGE = 4.0
"""How strongly weights are drawn to nothing, in rows of as many reports."""
_TOGETHER = 0.5
"""How far rows of one report are right or wrong together."""
_SELDOM, _FEW = 20, 3
"""A trait of fewer rows, or of fewer reports, is not learnt."""
_WORTH = dict.fromkeys("fghijklmnopqrst", 0.1)
"""What a row is worth of the sets that were read by rules since replaced; of all others, 1."""
_LEAST, _MOST = 0.02, 0.99
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

They are learnt from **first readings** alone: sets of reports as they were read before anybody had looked at
them (`tests/first_readings`). Each set of the table is judged by weights learnt without it; the older sets
were read by older rules. Rows of one report are right or wrong together, so that a trait that whole reports
share counts for less. `python -m benchmarks.confidence --train` learns anew and writes this page and the two
marks below.

{table}
{summary}.

**The marks.** A figure is `comparable = yes` only from confidence {mark:.2f} on, the least above which 95 of
100 rows of the sets left out were right, the oldest sets counting little. From it on stand {all_share} of
all rows ({all_right} right), and {last_share} of those of the last three sets ({last_right} right). Of these
three alone: {last}.

Two values of one fact are an error only where both are read with confidence {even:.2f} or more, the least
near which rows are more often right than wrong.

`extractor run --min-confidence 0.8` puts the rows below 0.8 into review.csv; `extractor suggest` lists
the least sure first, each with the line of corrections.csv that settles it.
"""


@dataclass(frozen=True)
class Judged:
    """One row of a first reading: its set and report, its traits, and whether a person coded it so."""

    group: str
    report: str
    traits: Traits
    right: bool


Scored = tuple[float, bool, str]
"""(confidence, right, set) of one row, by weights learnt without its set."""


def judged_file(path: Path, truth_file: Path, book: rulebook.Rulebook) -> list[Judged]:
    """Every row of one report that its truth could speak of."""
    with using(words_of(book)):
        done = worked(path.read_bytes(), path.name, None, book, weighed=False)
        rows = result(done).observed()
        found = traits_of_work(done)
    truth = truth_of(truth_file)
    return [Judged("", path.stem, found[n], right) for n, right in _verdicts(rows, truth)]


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
        name = path.parent.name
        with path.open(newline="", encoding="utf-8") as file:
            out += [
                Judged(name, row["report"], frozenset(row["traits"].split(";")), row["right"] == "1")
                for row in csv.DictReader(file)
            ]
    return out


def learn(rows: Sequence[Judged]) -> ConfidenceModel:
    """The weights that make the rows likeliest, drawn to nothing where few rows or few reports speak.

    Rows of one report are right or wrong together: a trait that all rows of a few reports share says less
    than one of as many rows from many reports, and is drawn to nothing the more.
    """
    counts: Counter[str] = Counter()
    reports: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        for trait in row.traits:
            counts[trait] += 1
            reports[trait].add((row.group, row.report))
    names = sorted(t for t, n in counts.items() if n >= _SELDOM and len(reports[t]) >= _FEW)
    at = {name: i + 1 for i, name in enumerate(names)}
    x = numpy.zeros((len(rows), len(names) + 1))
    x[:, 0] = 1.0
    for r, row in enumerate(rows):
        for trait in row.traits:
            if trait in at:
                x[r, at[trait]] = 1.0
    y = numpy.array([row.right for row in rows], dtype=float)
    alike = [_RIDGE * (1 + _TOGETHER * (counts[t] / len(reports[t]) - 1)) for t in names]
    worth = [_WORTH.get(row.group, 1.0) for row in rows]
    weights = _newton(x, y, numpy.array(worth), numpy.array([1e-6, *alike]))
    found = {name: round(float(w), 3) for name, w in zip(names, weights[1:], strict=True) if abs(w) >= 0.005}
    return ConfidenceModel(base=round(float(weights[0]), 3), least=_LEAST, most=_MOST, weights=found)


def _newton(x: numpy.ndarray, y: numpy.ndarray, worth: numpy.ndarray, ridge: numpy.ndarray) -> numpy.ndarray:
    """Logistic regression by Newton's method, each weight drawn to nothing by its ridge."""
    w = numpy.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + numpy.exp(-(x @ w)))
        curve = (x.T * (p * (1 - p) * worth)) @ x + numpy.diag(ridge)
        step = numpy.linalg.solve(curve, x.T @ ((y - p) * worth) - ridge * w)
        w = w + step
        if float(numpy.abs(step).max()) < 1e-6:
            break
    return w


def left_out(first: Sequence[Judged], more: Sequence[Judged] = ()) -> list[Scored]:
    """(confidence, right, set) of each row of a first reading, learnt without its set but with `more`."""
    out: list[Scored] = []
    for name in sorted({row.group for row in first}):
        model = learn([*(row for row in first if row.group != name), *more])
        out += [(model.of(row.traits), row.right, name) for row in first if row.group == name]
    return out


def calibration_error(scored: Sequence[Scored], bins: int = 15) -> float:
    """Expected calibration error: mean distance of confidence and share right, by equal bins."""
    total = 0.0
    for b in range(bins):
        part = [(p, r) for p, r, _ in scored if b / bins <= p < (b + 1) / bins or (p == 1 == (b + 1) / bins)]
        if part:
            gap = abs(sum(p for p, _ in part) - sum(r for _, r in part))
            total += gap
    return total / max(len(scored), 1)


def table(scored: Sequence[Scored]) -> str:
    """The reliability table in Markdown."""
    out = io.StringIO()
    out.write("| confidence | rows | mean confidence | right |\n| --- | --- | --- | --- |\n")
    for low, high in itertools.pairwise(EDGES):
        part = [(p, r) for p, r, _ in scored if low <= p < high or (high == 1.0 == p)]
        if part:
            mean, right = sum(p for p, _ in part) / len(part), sum(r for _, r in part) / len(part)
            out.write(f"| {low:.2f} to {high:.2f} | {len(part):,} | {mean:.3f} | {right:.3f} |\n")
    return out.getvalue()


def summary(scored: Sequence[Scored]) -> str:
    """The expected calibration error and what stands at 0.9 or more, in one line."""
    sure = [r for p, r, _ in scored if p >= 0.9]
    held = sum(sure) / max(len(sure), 1)
    return (
        f"{len(scored):,} rows, {sum(r for _, r, _ in scored) / len(scored):.3f} right; "
        f"expected calibration error {calibration_error(scored):.3f}; "
        f"{len(sure) / len(scored):.1%} of rows at 0.9 or more, of which {held:.3f} right"
    )


def mark(scored: Sequence[Scored], share: float = 0.95) -> float:
    """The least confidence above which that share of the rows left out is right; 1 where there is none."""
    for chance in (x / 100 for x in range(50, 100)):
        if _share_right([one for one in scored if one[0] >= chance]) >= share:
            return chance
    return 1.0


def _share_right(scored: Sequence[Scored]) -> float:
    """The share of rows that is right, older sets counting little; 0 of few rows."""
    worth = [(_WORTH.get(name, 1.0), right) for _, right, name in scored]
    return sum(w for w, right in worth if right) / sum(w for w, _ in worth) if len(worth) >= _SELDOM else 0.0


def even(scored: Sequence[Scored], near: float = 0.1) -> float:
    """The least confidence near which rows left out are more often right than wrong."""
    for chance in (x / 100 for x in range(100)):
        if _share_right([one for one in scored if abs(one[0] - chance) <= near]) > 0.5:
            return chance
    return 1.0


def write(model: ConfidenceModel, scored: Sequence[Scored]) -> None:
    """Write the weights, the marks that follow from them, and the page."""
    names = sorted({name for _, _, name in scored})
    last = [one for one in scored if one[2] in names[-3:]]
    least = mark(scored)
    offered = {
        f"{part}_{what}": f"{value:.3f}"
        for part, rows in (("all", scored), ("last", last))
        for what, value in _above(rows, least).items()
    }
    known = CHECKS.read_text(encoding="utf-8")
    known = re.sub(r"comparable_from: [\d.]+", f"comparable_from: {least:.2f}", known)
    known = re.sub(r"least_apart: [\d.]+(?=\s+# learnt)", f"least_apart: {even(scored):.2f}", known)
    CHECKS.write_text(known, encoding="utf-8")
    shown = {"table": table(scored), "summary": summary(scored), "last": summary(last), **offered}
    PAGE.write_text(_PAGE.format(**shown, mark=least, even=even(scored)), encoding="utf-8")
    text = _HEAD + yaml.safe_dump(model.model_dump(), sort_keys=False, width=110)
    WRITTEN.write_text(text, encoding="utf-8")


def _above(scored: Sequence[Scored], least: float) -> dict[str, float]:
    """The share of rows from a mark on, and the share of them that is right."""
    above = [right for p, right, _ in scored if p >= least]
    return {"share": len(above) / max(len(scored), 1), "right": sum(above) / max(len(above), 1)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.confidence", description=__doc__)
    parser.add_argument("--train", action="store_true", help="write patterns/confidence.yaml")
    options = parser.parse_args()
    first = first_readings()
    scored = left_out(first)
    print(table(scored))
    print(summary(scored))
    for name in sorted({one[2] for one in scored}):
        print(f"{name}: {summary([one for one in scored if one[2] == name])}")
    least = mark(scored)
    offered = _above(scored, least)
    print(
        f"comparable from {least:.2f}: {offered['share']:.1%} of rows, of which {offered['right']:.3f} right"
    )
    print(f"more often right than wrong from {even(scored):.2f}")
    if options.train:
        write(learn(first), scored)


if __name__ == "__main__":
    main()
