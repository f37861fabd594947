"""What the reports of a run may be asked: their questions, as the run kept them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from extractor.model.observation import Observation
from extractor.model.result import ReportResult
from extractor.run import cache
from extractor.second_reader.questions import Question, unpacked

DOUBTFUL = 1 / 3
"""Of the numbers: how many the most doubtful questions hold."""
REFUSED = 0.15
"""How likely a number that the rules refused is a figure after all."""
WHICH = ("doubtful", "disagreeing", "all")


class AskFault(Exception):
    """Nothing can be asked, with one sentence saying why."""


@dataclass(frozen=True)
class Asked:
    """A question, the report that it is about, and how much of it is in doubt."""

    source: str
    question: Question
    doubt: float
    """The numbers that are expected to be wrong, of each number."""
    rows: dict[str, Observation]
    """What the rules read, by number."""
    disagreeing: bool = False

    @property
    def size(self) -> int:
        return len(self.question.numbers)


@dataclass(frozen=True)
class Kept:
    """What a run kept for a second reader."""

    asked: tuple[Asked, ...]
    silent: tuple[str, ...] = ()
    """One sentence for each report that cannot be asked about."""


def questions_of(out: Path, reports: Sequence[str] = (), disputed: Collection[str] = ()) -> Kept:
    """The questions of a run's reports, in their order.

    Args:
        out: the outputs folder.
        reports: names or patterns of reports to keep; none for all.
        disputed: observation_ids that somebody or some check disagrees with.

    Raises AskFault where the folder is none of a run, or nothing is left to ask.
    """
    try:
        record = json.loads((out / "run.json").read_text(encoding="utf-8"))
        inputs = [(str(one["source_file"]), str(one.get("kept", ""))) for one in record["inputs"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AskFault(f"'{out}' is not the outputs folder of a run: run `extractor run` first.") from error
    asked: list[Asked] = []
    silent: list[str] = []
    for source, key in inputs:
        if reports and not any(fnmatch(source, one) or Path(one).name == source for one in reports):
            continue
        result = cache.load(key) if key else None
        if result is None and key:
            silent.append(
                f"{source}: its reading is not kept any longer; run `extractor run` again, then ask."
            )
        elif result is None:
            silent.append(f"{source}: a run with --suppress keeps nothing that could be asked.")
        elif not result.asked and result.coverage.observations:
            silent.append(f"{source}: the manifest says that it is confidential; nobody is asked about it.")
        else:
            asked += asked_of(result, disputed)
    if reports and not asked and not silent:
        raise AskFault(f"No report of {out} is called {', '.join(reports)}.")
    return Kept(tuple(asked), tuple(silent))


def asked_of(result: ReportResult, disputed: Collection[str] = ()) -> Iterable[Asked]:
    """The questions of one report."""
    rows = {row.observation_id: row for row in result.observed()}
    for question in unpacked(result.asked):
        own = {n: rows[one.row] for n, one in question.numbers.items() if one.row in rows}
        doubt = sum(1 - row.confidence for row in own.values())
        doubt += REFUSED * (len(question.numbers) - len(own))
        differs = any(row.observation_id in disputed for row in own.values())
        yield Asked(result.source, question, doubt / max(len(question.numbers), 1), own, differs)


def chosen(asked: Sequence[Asked], which: str, most: int | None = None) -> list[Asked]:
    """The questions to ask, in the order of the reports; of too many the most doubtful."""
    pool = [one for one in asked if one.disagreeing] if which == "disagreeing" else list(asked)
    ranked = sorted(range(len(pool)), key=lambda n: (-pool[n].doubt, n))
    if which == "doubtful":
        wanted, held, taken = DOUBTFUL * sum(one.size for one in pool), 0, 0
        while taken < len(ranked) and held < wanted:
            held += pool[ranked[taken]].size
            taken += 1
        ranked = ranked[:taken]
    return [pool[n] for n in sorted(ranked[:most])]
