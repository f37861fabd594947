"""How many of a person's hand-coded rows a run found, and how many it coded right.

A truth file is a CSV named after its report. A number is *found* where an
observation gives it with its value, unit, period and measure, and *right* where
procedure, stage and every dimension agree too. Rows pair off one to one, the
closest codings first, so that a number written twice costs precision.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any

from extractor.model.contract import DIMENSIONS, FREE_CODES, UNMAPPED
from extractor.model.observation import Observation

BY_CODE = (
    "period",
    "measure",
    "procedure",
    "stage",
    "outcome",
    "timeliness",
    "complainant",
    "channel",
    "sex",
)
"""Fields whose code must be the truth's own, or one that its column `also` allows."""
IDENTITY = frozenset({"period", "measure"})
"""An observation that differs in one of these is about something else: it is not found."""
BESIDES = ("unit_of_count", "value_status", "source_kind")
NOT_TRUTH = frozenset({"identity.csv", "labels.csv", "traps.csv", "traps-all.csv"})
LABELS = "labels.csv"
NEEDED = ("value", "unit", "period", "measure")
"""The columns that a hand-coded row cannot do without."""
SPELLING = 0.85
"""How near a printed word must be to the truth's to be the same, slips allowed."""
WORDS_SHARED = 0.8


class TruthFault(Exception):
    """A folder of hand-coded rows that cannot be used, with one sentence saying why."""


@dataclass(frozen=True)
class TruthRow:
    """One printed number as a person coded it; '' stands for an empty cell."""

    value: str
    """As the person wrote it: '1,000' or '£5' too."""
    unit: str
    period: str
    measure: str
    procedure: str = ""
    stage: str = ""
    outcome: str = ""
    timeliness: str = ""
    complainant: str = ""
    channel: str = ""
    sex: str = ""
    unit_of_count: str = ""
    value_status: str = ""
    source_kind: str = ""
    evidence: str = ""
    also: str = ""
    """Other fair readings: 'measure=complaints_received|theme=*'; `*` is filled or empty alike."""
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    """By each of FREE_CODES, the label that is printed."""
    notes: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Columns of the file that are not compared."""

    @classmethod
    def of_cells(cls, cells: Mapping[str, str | None]) -> TruthRow:
        """The row of a line of a truth file; what is missing is empty."""
        given = {name: cell or "" for name, cell in cells.items()}
        labels = {name: given.pop(f"{name}_raw", "") for name in FREE_CODES}
        known = {name: given.pop(name) for name in cls.__dataclass_fields__ if name in given}
        return cls(**{**dict.fromkeys(NEEDED, ""), **known}, labels=labels, notes=given)


@dataclass(frozen=True)
class Rates:
    """Counts, and what follows from them; a rate over nothing is 0."""

    truth: int = 0
    out: int = 0
    hits: int = 0

    @property
    def precision(self) -> float:
        return self.hits / self.out if self.out else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.truth if self.truth else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: Rates) -> Rates:
        return Rates(self.truth + other.truth, self.out + other.out, self.hits + other.hits)


@dataclass(frozen=True)
class Score:
    """One report or one measure."""

    found: Rates = Rates()
    right: Rates = Rates()

    def __add__(self, other: Score) -> Score:
        return Score(self.found + other.found, self.right + other.right)


@dataclass(frozen=True)
class Pair:
    truth: TruthRow
    observation: Observation
    wrong: tuple[str, ...]
    """Fields in which the two differ; none where the observation is right."""


@dataclass(frozen=True)
class Comparison:
    """One report: what was paired off and what was left over."""

    pairs: tuple[Pair, ...]
    missed: tuple[TruthRow, ...]
    extra: tuple[Observation, ...]

    def score(self) -> Score:
        truth = len(self.pairs) + len(self.missed)
        out = len(self.pairs) + len(self.extra)
        right = sum(not pair.wrong for pair in self.pairs)
        return Score(Rates(truth, out, len(self.pairs)), Rates(truth, out, right))


@dataclass
class Evaluation:
    """All reports for which there is a truth file, by name of that file."""

    reports: dict[str, Comparison] = field(default_factory=dict)
    besides: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Of the found rows: how many have this right, of how many that say it."""

    def by_report(self) -> dict[str, Score]:
        return {name: comparison.score() for name, comparison in self.reports.items()}

    def total(self) -> Score:
        return sum(self.by_report().values(), Score())

    def by_measure(self) -> dict[str, Score]:
        """A measure's truth rows that were found, and its observations that were wanted."""
        truth: Counter[str] = Counter()
        out: Counter[str] = Counter()
        found: Counter[str] = Counter()
        right: Counter[str] = Counter()
        for comparison in self.reports.values():
            for pair in comparison.pairs:
                truth[pair.truth.measure] += 1
                out[pair.truth.measure] += 1
                found[pair.truth.measure] += 1
                right[pair.truth.measure] += not pair.wrong
            truth.update(row.measure for row in comparison.missed)
            out.update(row.measure for row in comparison.extra)
        return {
            name: Score(
                Rates(truth[name], out[name], found[name]), Rates(truth[name], out[name], right[name])
            )
            for name in sorted(truth | out)
        }


def evaluate(observations: Sequence[Observation], truth_folder: Path) -> Evaluation:
    """Compare observations with every truth file of a folder.

    A truth file whose report is not among the observations counts as all missed.
    Raises TruthFault where the folder holds no truth file, or one that is none.
    """
    files = [path for path in sorted(truth_folder.glob("*.csv")) if path.name not in NOT_TRUTH]
    if not files:
        raise TruthFault(f"There are no hand-coded CSV files in {truth_folder}.")
    labels = _labels(truth_folder / LABELS)
    result = Evaluation()
    tally: Counter[tuple[str, bool]] = Counter()
    for path in files:
        truth = truth_of(path)
        mine = [row for row in observations if _report_of(row.source_file) == path.stem]
        comparison = compare(truth, _answerable(mine, truth))
        result.reports[path.stem] = comparison
        tally.update(_beside(comparison.pairs, labels, path.stem))
    names = (*BESIDES, "label codes", UNMAPPED)
    result.besides = {name: (tally[name, True], tally[name, True] + tally[name, False]) for name in names}
    return result


def compare(truth: Sequence[TruthRow], observations: Sequence[Observation]) -> Comparison:
    """Pair off one report's rows, the pairs that differ least first."""
    same_number: dict[tuple[float | None, str], list[int]] = defaultdict(list)
    for n, observation in enumerate(observations):
        same_number[_number(observation.value), observation.unit].append(n)
    candidates = []
    for t, row in enumerate(truth):
        for n in same_number.get((_number(row.value), row.unit), ()):
            wrong = differences(row, observations[n])
            if IDENTITY.isdisjoint(wrong):
                other_kind = observations[n].source_kind != row.source_kind
                candidates.append((len(wrong), other_kind, t, n, wrong))
    paired: dict[int, int] = {}
    taken: set[int] = set()
    pairs = []
    for _, _, t, n, wrong in sorted(candidates, key=lambda candidate: candidate[:4]):
        if t not in paired and n not in taken:
            paired[t] = n
            taken.add(n)
            pairs.append(Pair(truth[t], observations[n], tuple(wrong)))
    missed = tuple(row for t, row in enumerate(truth) if t not in paired)
    extra = tuple(row for n, row in enumerate(observations) if n not in taken)
    return Comparison(tuple(pairs), missed, extra)


def differences(truth: TruthRow, observation: Observation) -> list[str]:
    """The names of the fields in which an observation is not what the truth says."""
    fair = _fair_readings(truth.also)
    wrong = [
        name
        for name in BY_CODE
        if coded(observation, name) not in fair.get(name, frozenset()) | {getattr(truth, name)}
    ]
    for name in FREE_CODES:
        label = truth.labels.get(name, "")
        if name in fair:
            continue
        filled = bool(observation.code(name))
        printed = observation.label(name) or observation.published_label
        if bool(label) != filled or (label and not _label_stands_in(label, printed)):
            wrong.append(name)
    return wrong


def coded(observation: Observation, name: str) -> str:
    """The code of a dimension or of another coded field."""
    code: Any = observation.code(name) if name in DIMENSIONS else getattr(observation, name)
    return str(code)


@lru_cache(maxsize=4096)
def _fair_readings(also: str) -> dict[str, frozenset[str]]:
    """The codes by field."""
    fair: dict[str, frozenset[str]] = {}
    for part in filter(None, also.split("|")):
        name, _, code = part.partition("=")
        fair[name] = fair.get(name, frozenset()) | {code}
    return fair


@lru_cache(maxsize=65536)
def _label_stands_in(label: str, printed: str) -> bool:
    """Do the innermost words of a label stand in the printed ones, most of them, slips allowed?"""
    wanted, present = _words(label.split(">")[-1]), _words(printed)
    if " ".join(wanted) in " ".join(present):
        return True
    met = sum(w in present or bool(difflib.get_close_matches(w, present, 1, SPELLING)) for w in wanted)
    return met / len(wanted) >= WORDS_SHARED


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("&", " and "))


def _number(value: Decimal | str | None) -> float | None:
    try:
        return round(float(str(value).strip().replace(",", "").lstrip("£")), 4)
    except ValueError:
        return None


def _answerable(observations: list[Observation], truth: Sequence[TruthRow]) -> list[Observation]:
    """Only observations that the truth could speak of.

    Those with a value and about the council that most are about; parts of a
    year and charts only where the truth has any.
    """
    left = [row for row in observations if row.value is not None]
    if left:
        ((council, _),) = Counter(row.authority_code for row in left).most_common(1)
        left = [row for row in left if row.authority_code == council]
    return [row for row in left if could_be_told(row, truth)]


def could_be_told(row: Observation, truth: Sequence[TruthRow]) -> bool:
    """Could the truth speak of the row? It leaves quarters and charts out where it has none."""
    if " " in row.period and not any(" " in one.period for one in truth):
        return False
    return row.source_kind != "chart" or any(one.source_kind == "chart" for one in truth)


def _beside(
    pairs: Iterable[Pair], labels: Mapping[tuple[str, str, str], str], report: str
) -> Iterable[tuple[str, bool]]:
    """What the found rows get right besides the coded fields, one (name, right) for each."""
    for pair in pairs:
        truth, observation = pair.truth, pair.observation
        for name in BESIDES:
            if told := getattr(truth, name):
                yield name, told == getattr(observation, name)
        for name in filter(observation.code, FREE_CODES):
            yield UNMAPPED, observation.code(name) == UNMAPPED
            wanted = labels.get((report, name, truth.labels.get(name, "")))
            if wanted:
                yield "label codes", observation.code(name) == wanted


def _report_of(source_file: str) -> str:
    return PurePath(source_file).stem.removesuffix("-scan")


def _labels(path: Path) -> dict[tuple[str, str, str], str]:
    if not path.is_file():
        return {}
    return {(row["report"], row["dimension"], row["label"]): row["code"] for row in _rows(path)}


def truth_of(path: Path) -> list[TruthRow]:
    """The rows of a truth file that have a value and are not worked out from others."""
    rows = _rows(path)
    missing = [name for name in NEEDED if rows and name not in rows[0]]
    if missing:
        raise TruthFault(f"{path} holds no hand-coded rows: it has no column {', '.join(missing)}.")
    told = (row for row in rows if (row["value"] or "").strip() and not row.get("derived"))
    return [TruthRow.of_cells(row) for row in told]


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))
    except (UnicodeDecodeError, csv.Error) as error:
        raise TruthFault(f"{path} is not a CSV file in UTF-8.") from error
