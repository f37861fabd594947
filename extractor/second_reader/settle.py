"""Answers laid over what the rules read, and how far readers and rules agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract
from extractor.model.records import AnswerRow, IssueRow
from extractor.model.result import ReportResult
from extractor.second_reader.answers import Answers, Choice
from extractor.second_reader.coding import Item, agrees, coding
from extractor.second_reader.judge import Judge
from extractor.second_reader.questions import Question, unpacked
from extractor.second_reader.schema import CANNOT_TELL, NOT_A_FIGURE
from extractor.second_reader.trust import FIGURE, PARTS, REFUSAL, SLICE, Vote, Weights, weigh


@dataclass(frozen=True)
class Agreement:
    """How often a reader and the rules agree in one part."""

    reader: str
    part: str
    kind: str
    """The procedure that most of a report's rows are of, or '' for all reports."""
    asked: int
    agreed: int
    reliability: float | None
    """How often the reader is taken to be right; None where it is not heard."""


@dataclass
class Settled:
    """What came of the answers."""

    results: dict[str, ReportResult]
    issues: list[IssueRow] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    answers: list[AnswerRow] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    """How many rows: agrees, differs, recoded, added, removed."""

    def record(self) -> dict[str, Any]:
        """For run.json: how many rows, and how often who agrees by part and kind of report."""
        return {
            "rows": dict(sorted(self.counts.items())),
            "agreement": [asdict(one) for one in self.agreements],
        }


def settle(given: Answers, results: Mapping[str, ReportResult], book: Rulebook) -> Settled:
    """The results with every answer that still fits weighed against the rules; nothing else is changed."""
    done = Settled(dict(results))
    done.issues += [IssueRow(given.name, "answer-not-valid", "error", None, text) for text in given.faults]
    items = list(_items(given, done))
    kinds = {source: _kind(results[source]) for source in {one.report for one in items}}
    votes = [vote for one in items for vote in _votes(one, kinds[one.report])]
    weights = weigh(votes, book.raw("second_reader").trust)
    done.agreements = _agreements(votes, weights)
    by_report: dict[str, list[Item]] = defaultdict(list)
    for one in items:
        by_report[one.report].append(one)
    for source, own in by_report.items():
        judge = Judge(done.results[source], weights, book)
        done.results[source] = judge.settled(own)
        done.issues += judge.issues
        done.answers += judge.answers
        done.counts += judge.counts
    return done


def _items(given: Answers, done: Settled) -> Iterator[Item]:
    """Every answered number of the run's reports; what fits no question any longer is said."""
    wanted: dict[str, dict[str, list[Choice]]] = defaultdict(lambda: defaultdict(list))
    sources: dict[str, set[str]] = defaultdict(set)
    for choice in given.choices:
        wanted[choice.question][choice.number].append(choice)
        sources[choice.source_file].add(choice.question)
    met: set[str] = set()
    for source, result in done.results.items() if wanted else ():
        asked = [one for one in unpacked(result.asked) if one.hash in wanted]
        if asked:
            met.update(one.hash for one in asked)
            yield from _of_report(source, result, asked, wanted, done)
    for source, hashes in sources.items():
        if source in done.results and (gone := hashes - met):
            message = (
                f"{len(gone)} answered questions about this report are not asked any longer, as its words or "
                f"their surroundings changed; ask again: {', '.join(sorted(gone)[:5])}."
            )
            done.issues.append(IssueRow(source, "answer-does-not-fit", "warning", None, message))


def _of_report(
    source: str,
    result: ReportResult,
    asked: Sequence[Question],
    wanted: Mapping[str, Mapping[str, list[Choice]]],
    done: Settled,
) -> Iterator[Item]:
    rows = result.rows()
    at = {row["observation_id"]: n for n, row in enumerate(rows)}
    for question in asked:
        for number, said in wanted[question.hash].items():
            printed = question.numbers.get(number)
            if printed is None or any(one.printed != printed.raw for one in said):
                message = f"Question {question.hash} prints no number {number} '{said[0].printed}': not used."
                done.issues.append(IssueRow(source, "answer-does-not-fit", "error", None, message))
            elif not printed.row:
                cells = dict(printed.cells)
                yield Item(source, question.hash, number, printed, None, cells, tuple(said))
            elif printed.row in at:
                place = at[printed.row]
                yield Item(source, question.hash, number, printed, place, rows[place], tuple(said))


def _votes(item: Item, kind: str) -> Iterator[Vote]:
    """Each reader that says something of the number, part by part."""
    sure = float(item.row.get("confidence") or 0)
    for choice in item.said:
        if choice.choice == CANNOT_TELL:
            continue
        refuses = choice.choice == NOT_A_FIGURE
        head = (choice.reader, item.report, kind, sure)
        if item.at is None:
            yield Vote(*head, REFUSAL, "", refuses)
            continue
        yield Vote(*head, FIGURE, "", not refuses)
        said = coding(choice)
        for part in () if refuses else PARTS:
            if (same := agrees(part, said, item.row)) is not None:
                filled = (d for d in contract.DIMENSIONS if item.row[d])
                code = " ".join(filled) if part == SLICE else item.row[part]
                yield Vote(*head, part, code, same)


def _kind(result: ReportResult) -> str:
    """The procedure that most of the report's rows are of."""
    found = Counter(result.observations.column("procedure").to_pylist())
    return min(found, key=lambda code: (-found[code], code), default="all")


def _agreements(votes: Sequence[Vote], weights: Weights) -> list[Agreement]:
    asked: Counter[tuple[str, str, str]] = Counter()
    agreed: Counter[tuple[str, str, str]] = Counter()
    for vote in votes:
        for kind in ("", vote.kind):
            asked[vote.reader, vote.part, kind] += 1
            agreed[vote.reader, vote.part, kind] += vote.agrees
    return [Agreement(*key, n, agreed[key], weights.readers.get(key[:2])) for key, n in sorted(asked.items())]
