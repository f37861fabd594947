"""What a second reader is worth: readers who know the truth, err, guess or say always the same.

`python -m benchmarks.second_reader` lets them answer the questions of hand-coded reports and prints found
and right F1 before and after settling, for all questions and for the doubtful third. `--reports DIR
--truth DIR` takes other reports, `--patterns DIR` other rules. `--train SET ...` writes into
patterns/second_reader.yaml how often the rules were right, part by part, in the first readings of those sets;
`--agreement SET ...` prints it by kind of report.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks import first_readings
from extractor.evaluate import TruthRow, compare, evaluate, truth_of
from extractor.language.words import using
from extractor.lexicon import rulebook
from extractor.lexicon.language_words import words_of
from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract
from extractor.model.observation import Observation, of_cells
from extractor.model.result import ReportResult
from extractor.run import asked, report
from extractor.run.asked import Asked
from extractor.second_reader import answers as taking
from extractor.second_reader.schema import CANNOT_TELL, FIXED, FREE, NOT_A_FIGURE, codes
from extractor.second_reader.settle import Settled, settle

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
WRITTEN = ROOT / "patterns" / "second_reader.yaml"
SETS = ROOT / "tests" / "first_readings"
SUFFIXES = (".txt", ".html", ".docx", ".pdf")
BANDS = ("0", "0.5", "0.8", "0.95")
ERRORS = (0.0, 0.05, 0.1, 0.3)
_CODED = ("measure", "unit", "procedure", "stage", "period", *FIXED)

_SAME = {"measure": "complaints_received", "procedure": "corporate", "stage": "all"}

Said = str | dict[str, str]
Reader = Callable[[Asked, Mapping[str, Said], random.Random], dict[str, Said]]
"""From a question and the true answers, by number, to what the reader says."""


@dataclass(frozen=True)
class Bench:
    """Reports that were read, and what their numbers truly are."""

    book: Rulebook
    results: dict[str, ReportResult]
    questions: list[Asked]
    truths: dict[str, dict[str, Said]]
    """By question hash and number."""
    truth: Path


def bench(reports: Path, truth: Path, patterns: Path) -> Bench:
    """Every report of a folder that has a truth file, read now."""
    book = rulebook.load(patterns)
    results = {}
    for path in sorted(reports.iterdir()):
        if path.suffix in SUFFIXES and (truth / f"{path.stem}.csv").exists():
            results[path.name] = report.work(path.read_bytes(), path.name, None, book)
    questions = [one for result in results.values() for one in asked.asked_of(result)]
    truths: dict[str, dict[str, Said]] = {}
    for name in results:
        own = [one for one in questions if one.source == name]
        truths |= _true_answers(own, truth_of(truth / f"{Path(name).stem}.csv"))
    return Bench(book, results, questions, truths, truth)


def _true_answers(questions: Sequence[Asked], gold: Sequence[TruthRow]) -> dict[str, dict[str, Said]]:
    """Each number with the truth that fits it best; one without any is no figure."""
    numbers = [
        (one, n, one.rows[n].cells() if n in one.rows else dict(printed.cells))
        for one in questions
        for n, printed in one.question.numbers.items()
    ]
    by_value: dict[float, list[int]] = defaultdict(list)
    for i, g in enumerate(gold):
        by_value[abs(float(g.value.replace(",", "")))].append(i)
    ranked = []
    for k, (_, _, cells) in enumerate(numbers):
        if cells.get("value"):
            for i in by_value.get(abs(float(cells["value"])), ()):
                ranked.append((_distance(cells, gold[i]), k, i))
    told: dict[int, int] = {}
    used: set[int] = set()
    for distance, k, i in sorted(ranked):
        if k not in told and i not in used and distance < 6:
            told[k] = i
            used.add(i)
    out: dict[str, dict[str, Said]] = {one.question.hash: {} for one in questions}
    for k, (one, n, cells) in enumerate(numbers):
        if k in told:
            out[one.question.hash][n] = _coding(gold[told[k]])
        else:
            out[one.question.hash][n] = NOT_A_FIGURE if cells.get("value") else CANNOT_TELL
    return out


def _distance(cells: Mapping[str, str], gold: TruthRow) -> float:
    words = [set(re.findall(r"[a-z0-9]+", text.lower())) for text in (cells["evidence"], gold.evidence)]
    shared = len(words[0] & words[1]) / max(min(map(len, words)), 1)
    far = 8 * (1 - shared) + 3 * (cells.get("unit") != gold.unit)
    return far + sum(
        cells.get(name) not in ("", None, getattr(gold, name)) for name in ("period", "stage", "measure")
    )


def _coding(gold: TruthRow) -> dict[str, str]:
    coding = {name: getattr(gold, name) for name in _CODED if getattr(gold, name)}
    return coding | {name: gold.labels[name].split(">")[-1].strip() for name in FREE if gold.labels[name]}


def oracle(rate: float) -> Reader:
    """Knows the truth, but errs in this share of the numbers and, there, in a field or two."""

    def read(one: Asked, true: Mapping[str, Said], dice: random.Random) -> dict[str, Said]:
        return {n: _erring(said, dice) if dice.random() < rate else said for n, said in true.items()}

    return read


def _erring(said: Said, dice: random.Random) -> Said:
    if isinstance(said, str):
        return {
            "measure": "complaints_received",
            "procedure": "corporate",
            "stage": "all",
            "period": "2018/19",
        }
    wrong = dict(said)
    for _ in range(dice.choice((1, 1, 2))):
        name = dice.choice(("measure", "procedure", "stage", "period", "figure", "slice"))
        if name == "figure":
            return NOT_A_FIGURE
        if name == "period":
            wrong[name] = f"{2000 + dice.randrange(20)}/"
            wrong[name] += f"{(int(wrong[name][2:4]) + 1) % 100:02d}"
        elif name == "slice":
            full = [d for d in contract.DIMENSIONS if d in wrong]
            wrong = {k: v for k, v in wrong.items() if k not in full} if full else wrong | {"theme": "delay"}
        else:
            wrong[name] = dice.choice(list(contract.CODES[name]))
    return wrong


def guess(one: Asked, true: Mapping[str, Said], dice: random.Random) -> dict[str, Said]:
    """Answers at random, legally."""
    return {n: _guessed(dice) for n in true}


_LISTS: dict[str, Any] = {}


def _guessed(dice: random.Random) -> Said:
    verdict = dice.random()
    if verdict < 0.25:
        return NOT_A_FIGURE
    if verdict < 0.3:
        return CANNOT_TELL
    year = 2008 + dice.randrange(17)
    said = {"period": f"{year}/{(year + 1) % 100:02d}"}
    for name in ("procedure", "stage", "measure"):
        said[name] = dice.choice(list(contract.CODES[name]))
    for name in dice.sample(list(contract.DIMENSIONS), dice.choice((0, 0, 1, 2))):
        said[name] = dice.choice(list(_LISTS[name]))
    return said


def always_the_same(one: Asked, true: Mapping[str, Said], dice: random.Random) -> dict[str, Said]:
    """Says of every number what most numbers are."""
    year = one.question.body.get("year", "2018/19")
    return {n: dict(_SAME, period=year) for n in true}


READERS: dict[str, Reader] = {
    **{f"errs in {rate:.0%}": oracle(rate) for rate in ERRORS},
    "always at random": guess,
    "always the same": always_the_same,
}


def settled(known: Bench, readers: Mapping[str, Reader], which: str, seed: int = 1) -> Settled:
    """What the rows become once these readers have answered the chosen questions."""
    _LISTS.update(codes(known.book))
    dice = random.Random(seed)
    chosen = asked.chosen(known.questions, which)
    lines = []
    for name, read in readers.items():
        for one in chosen:
            said = read(one, known.truths[one.question.hash], dice)
            lines.append(json.dumps({"question": one.question.hash, "reader": name, "numbers": said}))
    with tempfile.TemporaryDirectory() as folder, using(words_of(known.book)):
        file = Path(folder) / "answers.jsonl"
        file.write_text("\n".join(lines), encoding="utf-8")
        taken = taking.take(file, {o.question.hash: (o.source, o.question) for o in chosen}, known.book)
        if taken.refused:
            raise SystemExit("\n".join(taken.refused[:5]))
        path = Path(folder) / "answers.csv"
        taking.append(path, taken.choices)
        return settle(taking.load(path), known.results, known.book)


def score(known: Bench, results: Mapping[str, ReportResult]) -> tuple[float, float]:
    """(found, right) F1."""
    rows = [row for result in results.values() for row in result.observed()]
    with tempfile.TemporaryDirectory() as folder:
        for name in known.results:
            shutil.copy(known.truth / f"{Path(name).stem}.csv", folder)
        total = evaluate(rows, Path(folder)).total()
    return total.found.f1, total.right.f1


def table(known: Bench) -> Iterator[str]:
    """One line a reader: found and right F1 before and after settling."""
    found, right = score(known, known.results)
    numbers = sum(one.size for one in known.questions)
    yield f"{len(known.questions)} questions, {numbers} numbers"
    yield f"rules alone: found {found:.3f}, right {right:.3f}"
    yield f"{'reader':22}{'all: found':>12}{'right':>8}{'a third: found':>16}{'right':>8}"
    for name, read in READERS.items():
        line = f"{name:22}"
        for which, width in (("all", 12), ("doubtful", 16)):
            got = score(known, settled(known, {name: read}, which).results)
            line += f"{got[0]:>{width}.3f}{got[1]:>8.3f}"
        yield line
    two = {name: READERS[name] for name in ("errs in 10%", "errs in 30%")}
    got = score(known, settled(known, two, "all").results)
    yield f"{'10% and 30% together':22}{got[0]:>12.3f}{got[1]:>8.3f}"


def rules_right(sets: Sequence[str]) -> dict[str, dict[str, float]]:
    """By part and confidence, how often the rules were right in the first readings of some sets."""
    right: Counter[tuple[str, str]] = Counter()
    of: Counter[tuple[str, str]] = Counter()
    for name in sets:
        with (SETS / name / "observations.csv").open(newline="", encoding="utf-8") as file:
            rows = list(map(of_cells, csv.DictReader(file)))
        for path in sorted((SETS / name / "truth").glob("*.csv")):
            own = [r for r in rows if r.value is not None and Path(r.source_file).stem == path.stem]
            if path.stem == "identity" or not own:
                continue
            for row, part, good in _judged(own, truth_of(path)):
                band = max((b for b in BANDS if float(b) <= row.confidence), key=float)
                of[part, band] += 1
                right[part, band] += good
    parts = dict.fromkeys(part for part, _ in of)
    return {
        part: {b: round((right[part, b] + 1) / (of[part, b] + 2), 2) for b in BANDS if of[part, b]}
        for part in sorted(parts)
    }


def _judged(
    rows: Sequence[Observation], truth: Sequence[TruthRow]
) -> Iterator[tuple[Observation, str, bool]]:
    """(row, part, right) of each row; measure and period of a row that is not found by its nearest truth."""
    found = compare(truth, rows)
    for pair in found.pairs:
        wrong = set(pair.wrong)
        yield pair.observation, "figure", True
        yield from (
            (pair.observation, p, p not in wrong) for p in ("measure", "period", "procedure", "stage")
        )
        yield pair.observation, "slice", not wrong & set(contract.DIMENSIONS)
    missed = list(found.missed)
    for row in found.extra:
        cells = row.cells()
        same = [t for t in missed if t.value == cells["value"] and t.unit == row.unit]
        yield row, "figure", bool(same)
        if same:
            best = min(same, key=lambda t: _distance(cells, t))
            missed.remove(best)
            yield row, "measure", best.measure == row.measure
            yield row, "period", best.period == row.period


def agreement(sets: Sequence[str]) -> Iterator[str]:
    """One line a kind of report: how often rules and hand coding agreed, part by part, in first readings."""
    of: Counter[tuple[str, str]] = Counter()
    agreed: Counter[tuple[str, str]] = Counter()
    for name in sets:
        kinds = first_readings.kinds(SETS / name)
        with (SETS / name / "observations.csv").open(newline="", encoding="utf-8") as file:
            rows = [row for row in map(of_cells, csv.DictReader(file)) if row.value is not None]
        for stem, kind in kinds.items():
            own = [row for row in rows if Path(row.source_file).stem == stem]
            for _, part, good in _judged(own, truth_of(SETS / name / "truth" / f"{stem}.csv")):
                for group in ("all", kind):
                    of[group, part] += 1
                    agreed[group, part] += good
    parts = dict.fromkeys(part for _, part in of)
    yield f"| kind of report | {' | '.join(parts)} |"
    for kind in sorted({kind for kind, _ in of}):
        cells = (f"{agreed[kind, part] / of[kind, part]:.0%}" for part in parts if of[kind, part])
        yield f"| {kind.replace('_', ' ')} | {' | '.join(cells)} |"


def train(sets: Sequence[str]) -> None:
    """Write what `rules_right` gives into patterns/second_reader.yaml; unit and refusal stay."""
    text = WRITTEN.read_text(encoding="utf-8")
    head, rules, _ = text.partition("  rules:\n")
    known = yaml.safe_load(text)["trust"]["rules"]
    for part, bands in {**known, **rules_right(sets)}.items():
        cells = ", ".join(f"'{band}': {share}" for band, share in bands.items())
        rules += f"    {part}: {{{cells}}}\n"
    WRITTEN.write_text(head + rules, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.second_reader", description=__doc__)
    parser.add_argument("--reports", type=Path, default=SHARED / "other-councils" / "reports")
    parser.add_argument("--truth", type=Path, default=SHARED / "other-councils" / "gold")
    parser.add_argument("--patterns", type=Path, default=ROOT / "patterns")
    parser.add_argument("--train", nargs="+", metavar="SET", help="write patterns/second_reader.yaml")
    parser.add_argument("--agreement", nargs="+", metavar="SET", help="of first readings, by kind of report")
    options = parser.parse_args()
    if options.agreement:
        print(*agreement(options.agreement), sep="\n")
        return
    if options.train:
        train(options.train)
        return
    for line in table(bench(options.reports, options.truth, options.patterns)):
        print(line)


if __name__ == "__main__":
    main()
