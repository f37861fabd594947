"""What becomes of damaged reports, and whether those that lost numbers say so.

    python -m benchmarks.faults [--count 1000] [--seed 1] [--jobs 2] [--show] FOLDER...

Each mutant is read by a worker with its limits, and must have exactly one outcome. It has lost
something where 1% or more of the numbers that the whole report printed are no longer among those
that it prints, and it tells so by any status but the whole report's, or by a reason that the whole report
has not. Plain text tells by nothing that a stretch is gone, so it is counted apart. A whole report
that is partial because something may be missing is a false alarm. Wants Linux for the memory.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.faults.mutate import BY_FORMAT, mutant
from extractor.cli import patterns_folder
from extractor.language.numbers import in_sentence
from extractor.language.words import using
from extractor.lexicon.language_words import words_of
from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract
from extractor.model.types import Document, Prose, Table, Unreadable
from extractor.read.files import read_bytes
from extractor.run import report
from extractor.run.supervise import run_all
from extractor.run.task import prepare
from extractor.run.worker import GIBIBYTE, Done, Failed, Limits, Outcome, resident_bytes

LEAST = 0.01
SECONDS, GIBIBYTES = 30.0, 1.0


@dataclass(frozen=True)
class Trial:
    """One file to read: a report as it is where `seed` is empty, else a mutant of it."""

    path: str
    seed: str = ""


@dataclass(frozen=True)
class Told:
    """What was said of it, and the numbers that it prints."""

    status: str
    reason: str
    numbers: Counter[str]
    how: str
    codes: tuple[str, ...] = ()
    mebibytes: int = 0


def trial(book: Rulebook, one: Trial) -> Told:
    """Read one file, in a worker."""
    import os

    path = Path(one.path)
    data, how = path.read_bytes(), "whole"
    if one.seed:
        data, how = mutant(data, path.suffix[1:], f"{path.name} {one.seed}")
    kept: list[Document] = []

    def reading(content: bytes, name: str) -> Document:
        kept.append(read_bytes(content, name))
        return kept[-1]

    try:
        result = report.work(data, path.name, None, book, reading)
    except Unreadable as error:
        return Told("unreadable", error.sentence, Counter(), how, (error.code,))
    with using(words_of(book)):
        numbers = printed(kept[0])
    line, codes = result.coverage, tuple(sorted({issue.code for issue in result.issues}))
    return Told(line.status, line.reason, numbers, how, codes, resident_bytes(os.getpid()) >> 20)


def printed(document: Document) -> Counter[str]:
    """The numbers of a document's text and tables, each as often as it stands there."""
    texts = [block.text for block in document.blocks if isinstance(block, Prose)]
    texts += [cell.text for block in document.blocks if isinstance(block, Table) for cell in block.cells]
    return Counter(str(number.value) for text in texts for number in in_sentence(text))


def lost(whole: Told, now: Told) -> float:
    """The share of the whole report's numbers that are no longer there."""
    return sum((whole.numbers - now.numbers).values()) / max(1, sum(whole.numbers.values()))


def says_so(whole: Told, now: Told) -> bool:
    """Does it say more than the whole report?"""
    news = set(now.reason.split("; ")) - set(whole.reason.split("; "))
    return now.status != "ok" and (now.status != whole.status or bool(news))


def reports_in(folders: Sequence[str]) -> list[Path]:
    found = (path for folder in folders for path in sorted(Path(folder).rglob("*")))
    return [path for path in found if path.suffix[1:] in BY_FORMAT and path.name != "README.md"]


def read(trials: Sequence[Trial], jobs: int) -> list[Outcome]:
    limits = Limits(SECONDS, int(GIBIBYTES * GIBIBYTE))
    return run_all(trial, trials, prepare=prepare, given=str(patterns_folder()), workers=jobs, limits=limits)


def summed(trials: Sequence[Trial], told: Sequence[Outcome], whole: dict[str, Told], show: bool) -> list[str]:
    """The lines of the answer."""
    ends: Counter[str] = Counter()
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    shown: list[str] = []
    for one, outcome in zip(trials, told, strict=True):
        now = outcome.value if isinstance(outcome, Done) else None
        ends[now.status if now else outcome.code if isinstance(outcome, Failed) else "none"] += 1
        if not isinstance(now, Told):
            shown.append(f"{one}: {outcome}")
            continue
        assert now.status in contract.STATUSES, now.status
        before = whole[one.path]
        share = lost(before, now)
        if share < LEAST or now.status not in ("ok", "partial"):
            continue
        kind = Path(one.path).suffix[1:]
        said = says_so(before, now)
        by_kind[kind]["told" if said else "quiet"] += 1
        if show and not said:
            shown.append(f"{one.seed} {now.how} {Path(one.path).name}: {share:.0%} {now.status} {now.codes}")
    lines = [f"{len(trials)} mutants, each with one outcome: {dict(sorted(ends.items()))}"]
    for kind, counts in sorted(by_kind.items()):
        lines.append(f"{kind:5} lost 1% or more and were read: {counts.total():4}, told {counts['told']:4}")
    marked = [c for k, c in by_kind.items() if k not in ("txt", "md")]
    told_of, all_of = sum(c["told"] for c in marked), sum(c.total() for c in marked)
    return [*shown, *lines, f"told, plain text aside: {told_of} of {all_of} ({told_of / max(1, all_of):.1%})"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("folders", nargs="*", default=["corpus"])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_intermixed_args()
    with tempfile.TemporaryDirectory():
        bases = [Trial(str(path)) for path in reports_in(asked.folders)]
        first = read(bases, asked.jobs)
        whole: dict[str, Told] = {}
        alarms = []
        for base, outcome in zip(bases, first, strict=True):
            told: Any = outcome.value if isinstance(outcome, Done) else None
            if told is None or told.status == "unreadable":
                continue
            whole[base.path] = told
            if told.status == "partial":
                alarms.append(f"  {Path(base.path).name}: {told.reason} {told.codes}")
        print(f"{len(bases)} whole reports, {len(alarms)} of them partial:", *alarms, sep="\n")
        names = sorted(whole)
        trials = [Trial(names[n % len(names)], f"{asked.seed}-{n}") for n in range(asked.count)]
        for line in summed(trials, read(trials, asked.jobs), whole, asked.show):
            print(line)


if __name__ == "__main__":
    main()
