"""Scores of made reports: by format, measure, layout and frame, with the rules of extractor.evaluate."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.maker.batch import EXPECTED
from benchmarks.maker.frames import all_frames
from benchmarks.maker.splits import SEEN
from extractor.evaluate import Comparison, Evaluation, Rates, Score, TruthRow, coded, compare, evaluate
from extractor.model.observation import Observation
from extractor.model.table import Row

FIXED = ("procedure", "stage", "outcome", "timeliness", "complainant", "channel", "sex")
"""Columns whose codes the contract fixes."""
DRAWS = 400
NEAR = 0.6
"""Share of an unwanted row's words that a printed place must hold to be where it was read."""
OTHER = "elsewhere"


@dataclass
class Measured:
    """One split."""

    split: str
    evaluation: Evaluation
    total: Score
    by_measure: dict[str, Score]
    by_format: dict[str, Score] = field(default_factory=dict)
    by_source: dict[str, Score] = field(default_factory=dict)
    by_kind: dict[str, Score] = field(default_factory=dict)
    by_layout: dict[str, Score] = field(default_factory=dict)
    by_frame: dict[str, Score] = field(default_factory=dict)
    spread: tuple[float, float] = (0.0, 0.0)
    """Right F1 of 90 in 100 draws of as many reports: how much hangs on which reports these are."""
    who: int = 0
    """Reports whose council was found."""
    when: int = 0
    """Reports whose year was found."""
    astray: int = 0
    """Observations that were read from nothing that carries a figure of truth."""

    def turns(self) -> Counter[str]:
        """How often which code was taken for which, by kind of place: codes only, no words of a report."""
        return Counter(
            f"{pair.truth.notes['kind']}: {name} {_code(name, _of_truth(pair.truth, name))} "
            f"read as {_code(name, coded(pair.observation, name))}"
            for one in self.evaluation.reports.values()
            for pair in one.pairs
            for name in pair.wrong
        )

    def shown(self, number: int) -> Iterator[str]:
        """Up to `number` of each kind for each report: missed, wrong and too much, with its words."""
        if self.split != SEEN:
            raise ValueError("only the seen half is shown")
        for name, one in self.evaluation.reports.items():
            yield f"== {name}"
            for row in one.missed[:number]:
                yield f"  missed {_codes(row)} | {row.evidence[:160]} [{row.notes['kind']}]"
            wrong = [pair for pair in one.pairs if pair.wrong]
            for pair in wrong[:number]:
                got = {name: coded(pair.observation, name) for name in pair.wrong}
                yield f"  wrong  {_codes(pair.truth)} got {got} | {pair.truth.evidence[:160]}"
            for row in one.extra[:number]:
                yield f"  extra  {_codes(row)} | {row.evidence[:160]}"


def _of_truth(row: TruthRow, name: str) -> str:
    return row.labels[name] if name in row.labels else str(getattr(row, name))


def _code(name: str, content: str) -> str:
    """The code of a fixed vocabulary; of a free label only whether there is one."""
    content = content or "none"
    return content if content in ("none", "unmapped") or name in FIXED else "one"


def _codes(row: TruthRow | Observation) -> str:
    return f"{row.period} {row.procedure} {row.stage} {row.measure} {row.value} {row.unit}"


def measure(rows: Sequence[Observation], coverage: Sequence[Row], made: Path, split: str) -> Measured:
    """Score the observations of one split; `made` holds the reports, and their truth in truth/."""
    formats = {path.stem: path.suffix[1:] for path in made.iterdir() if path.stem.startswith(f"{split}-")}
    expected = {row["file"]: row for row in _rows(made / EXPECTED)}
    known = [row for row in coverage if Path(row["source_file"]).stem in formats]
    truth = made / "truth"
    kept = evaluate(rows, truth)
    kept.reports = {
        name: _forgiven(one, truth / f"{name}.csv") for name, one in kept.reports.items() if name in formats
    }
    places = _Places(kept)
    return Measured(
        split,
        kept,
        kept.total(),
        kept.by_measure(),
        by_format=_sums((formats[name], one.score()) for name, one in kept.reports.items()),
        by_source=_by(kept, lambda row: row.source_kind, lambda report, row: row.source_kind),
        by_kind=_by(kept, lambda row: row.notes["kind"], places.of("kind")),
        by_layout=_by(kept, lambda row: row.notes["layout"], places.of("layout")),
        by_frame=_by(kept, lambda row: row.notes["frame"], places.of("frame")),
        spread=_spread([one.score() for one in kept.reports.values()]),
        who=sum(_is_of(row["authority_name"], expected[row["source_file"]]["council"]) for row in known),
        when=sum(row["report_period"] == expected[row["source_file"]]["report_period"] for row in known),
        astray=sum(
            places.of("kind")(name, row) == OTHER for name, one in kept.reports.items() for row in one.extra
        ),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _is_of(authority: str, council: str) -> bool:
    """'County Durham' is Durham County Council."""
    wanted = _words(authority) - {"county", "city", "of"}
    return bool(wanted) and wanted <= _words(council)


def _spread(scores: Sequence[Score]) -> tuple[float, float]:
    rng = Random(0)
    drawn = sorted(sum(rng.choices(scores, k=len(scores)), Score()).right.f1 for _ in range(DRAWS))
    return drawn[DRAWS // 20], drawn[-DRAWS // 20]


def _forgiven(one: Comparison, truth: Path) -> Comparison:
    """Observations that read a row which either reading would allow are neither right nor wrong."""
    optional = [TruthRow.of_cells(row) for row in _rows(truth) if row["derived"] and row["value"]]
    allowed = {id(pair.observation) for pair in compare(optional, one.extra).pairs}
    return Comparison(one.pairs, one.missed, tuple(row for row in one.extra if id(row) not in allowed))


def _sums(scores: Iterable[tuple[str, Score]]) -> dict[str, Score]:
    sums: dict[str, Score] = defaultdict(Score)
    for name, score in scores:
        sums[name] += score
    return dict(sums)


def _by(
    evaluation: Evaluation, of_truth: Callable[[TruthRow], str], of_extra: Callable[[str, Observation], str]
) -> dict[str, Score]:
    """Scores of the rows that share a name; rows without one are left out."""
    truth, out, found, right = (Counter[str]() for _ in range(4))
    for report, one in evaluation.reports.items():
        for pair in one.pairs:
            name = of_truth(pair.truth)
            truth[name] += 1
            out[name] += 1
            found[name] += 1
            right[name] += not pair.wrong
        truth.update(of_truth(row) for row in one.missed)
        out.update(of_extra(report, row) for row in one.extra)
    return {
        name: Score(Rates(truth[name], out[name], found[name]), Rates(truth[name], out[name], right[name]))
        for name in sorted(truth)
        if name
    }


class _Places:
    """Where an unwanted row was read: the truth's place whose words its evidence shares."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._places: dict[str, list[tuple[frozenset[str], TruthRow]]] = {}
        for report, one in evaluation.reports.items():
            rows = [*(pair.truth for pair in one.pairs), *one.missed]
            self._places[report] = [(_words(row.evidence), row) for row in rows]

    def of(self, name: str) -> Callable[[str, Observation], str]:
        """A function from report and row to that field of the nearest place."""

        def nearest(report: str, row: Observation) -> str:
            wanted = _words(f"{row.published_label} {row.evidence}")
            best, share = None, NEAR
            for words, place in self._places[report]:
                same = len(words & wanted) / max(1, min(len(wanted), len(words)))
                if place.source_kind == row.source_kind and same > share:
                    best, share = place, same
            return best.notes[name] if best else OTHER

        return nearest


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", text.lower()))


def pieces(name: str, split: str) -> str:
    """What may be told of a frame or layout: of the seen half its words, of the unseen its id."""
    if split != SEEN:
        return name.split()[0]
    text = {frame.id: frame.text for frame in all_frames()}.get(name, name)
    return text if len(text) < 44 else f"{text[:41]}..."
