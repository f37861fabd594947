"""How far a second reader and the rules may each be trusted, from where they agree.

Rules err in clusters: a setting misread for a whole report makes all its numbers wrong. So a reader is
judged by the reports where rules and reader agree best, and then each report's rules by that reader.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.lexicon.second_reader_book import Trust

MOST = 0.99
FIGURE, REFUSAL, SLICE = "figure", "refusal", "slice"
PARTS = ("measure", "unit", "period", "procedure", "stage", SLICE)
"""What is settled one by one; all dimensions go together, as a label moves from one to another."""


@dataclass(frozen=True)
class Vote:
    """A reader and the rules on one part of one number."""

    reader: str
    report: str
    kind: str
    """Of the report, for the table of agreement."""
    confidence: float
    """Of the rules' row."""
    part: str
    code: str
    """What the rules say."""
    agrees: bool


@dataclass(frozen=True)
class Weights:
    """What each voice is worth; probabilities that it is right."""

    readers: Mapping[tuple[str, str], float]
    """By reader and part; a reader that is not heard there has none."""
    reports: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """By report and part, in log odds: how far the rules stand above or below what they mostly are."""
    book: Trust = field(default_factory=Trust)

    def rules(self, report: str, part: str, confidence: float) -> float:
        """How likely the rules are right in one part of a number."""
        return expit(logit(self.book.mostly(part, confidence)) + self.reports.get((report, part), 0.0))


def logit(p: float) -> float:
    p = min(max(p, 1 - MOST), MOST)
    return math.log(p / (1 - p))


def expit(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def weigh(votes: Sequence[Vote], book: Trust) -> Weights:
    """Each reader by part, then each report's rules by the readers that are heard."""
    by_reader: dict[str, list[Vote]] = defaultdict(list)
    for vote in votes:
        by_reader[vote.reader].append(vote)
    readers: dict[tuple[str, str], float] = {}
    for reader, own in by_reader.items():
        readers |= {(reader, part): share for part, share in _reliability(own, book).items()}
    heard = {key: share for key, share in readers.items() if share >= book.least}
    return Weights(heard, _of_reports(votes, heard, book), book)


def _reliability(votes: Sequence[Vote], book: Trust) -> dict[str, float]:
    """How often one reader is right, by part."""
    cells: dict[tuple[str, str], list[Vote]] = defaultdict(list)
    for vote in votes:
        cells[vote.part, vote.report].append(vote)
    shares: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for (part, _), own in cells.items():
        sure = [vote for vote in own if vote.confidence >= book.sure]
        kept = sure if len(sure) >= book.fewest else own
        shares[part].append((sum(vote.agrees for vote in kept) / len(kept), len(kept)))
    every = [one for some in shares.values() for one in some]
    whole = _quantile(every, book.quantile)
    found = {}
    for part, some in shares.items():
        count = sum(n for _, n in some)
        own_share = _quantile(some, book.quantile)
        blind = _balanced([vote for vote in votes if vote.part == part], book) < book.chance
        share = min((own_share * count + whole * book.prior) / (count + book.prior), MOST)
        found[part] = 0.0 if blind else share
    return found


def _balanced(votes: Sequence[Vote], book: Trust) -> float:
    """The mean agreement over the rules' codes: a reader that always says the same has one of them right."""
    codes: dict[str, list[bool]] = defaultdict(list)
    for vote in votes:
        codes[vote.code].append(vote.agrees)
    shares = [sum(own) / len(own) for own in codes.values() if len(own) > 1]
    return sum(shares) / len(shares) if shares else 1.0


def _quantile(shares: Iterable[tuple[float, int]], at: float) -> float:
    """The share below which this part of the numbers lies."""
    ranked = sorted(shares)
    wanted, seen = at * sum(n for _, n in ranked), 0
    for share, n in ranked:
        seen += n
        if seen >= wanted:
            return share
    return 0.0


def _of_reports(
    votes: Iterable[Vote], heard: Mapping[tuple[str, str], float], book: Trust
) -> dict[tuple[str, str], float]:
    """By report and part, how the rules do there, by the agreement of the readers that are heard."""
    cells: dict[tuple[str, str], list[tuple[float, float, float]]] = defaultdict(list)
    for vote in votes:
        if share := heard.get((vote.reader, vote.part)):
            mostly = book.mostly(vote.part, vote.confidence)
            cells[vote.report, vote.part].append((float(vote.agrees), share, mostly))
    found = {}
    for key, own in cells.items():
        mostly = sum(m for _, _, m in own) / len(own)
        right = min(sum(a for a, _, _ in own) / sum(s for _, s, _ in own), 1.0)
        share = (right * len(own) + mostly * book.shrink) / (len(own) + book.shrink)
        found[key] = logit(share) - logit(mostly)
    return found
