"""The labels that are in question for each number of a sentence, and the choice among them.

Every rule proposes candidates with a score; for each number and facet the best is taken.
Two rules that score alike and say different things are a tie, for a person to settle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.lexicon.tagger import Tag
from extractor.model.types import Anchor, Issue, Label
from extractor.understand.sentences.own_labels import Frame
from extractor.understand.sentences.sentence import Parsed

#: What each kind of evidence weighs. Words of the number itself weigh OWN.
OWN = 70
SCORES = {
    "a share that went on": 96,
    "one after the other": 95,
    "turned round": 90,
    "said of the part": 90,
    "an outcome, no stage": 90,
    "what the part is of": 80,
    "said again": 75,
    "its own words": OWN,
    "one verb for both": 66,
    "compared with": 60,
    "a share of time": 58,
    "the part of it": 50,
    "the number before": 40,
    "the noun after": 35,
    "the subject": 30,
    "the end of the series": 20,
    "the verb's stage": 12,
    "the earlier of two": 10,
}
_MATTERS = ("period", "outcome", "timeliness", "stage")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Labels of one facet for one number; none to say that it has nothing of the kind."""

    facet: str
    labels: tuple[Label, ...]
    why: str

    @property
    def score(self) -> int:
        return SCORES[self.why]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(x.code for x in self.labels)


@dataclass(frozen=True, slots=True)
class Tie:
    """Two candidates between which nothing decides."""

    number: str
    first: Candidate
    second: Candidate

    def issue(self, text: str, anchor: Anchor) -> Issue:
        """What a person is told of it."""
        one, other = (" ".join(c.codes) or "none" for c in (self.first, self.second))
        message = (
            f"{self.number} in '{text.strip()[:160]}': the {self.first.facet} may be {one} "
            f"({self.first.why}) or {other} ({self.second.why}); {one} was taken."
        )
        return Issue("attachment-tied", "info", message, anchor)


class Sentence:
    """A sentence with its numbers, while labels are being chosen for them."""

    def __init__(
        self, parsed: Parsed, frames: list[Frame], subject: Sequence[Label], lent: Sequence[Label]
    ) -> None:
        self.parsed, self.frames, self.subject, self.lent = parsed, frames, subject, lent
        self.ties: list[Tie] = []
        self._held: list[dict[str, Candidate]] = [
            {c.facet: c for c in proposed(frame.labels, "its own words")} for frame in frames
        ]

    def facets(self, i: int) -> set[str]:
        """The facets of which the number has a label."""
        return _facets(self.frames[i])

    def own(self, i: int) -> set[str]:
        """The facets of which the number's own words say something."""
        return {x.facet for x in self.frames[i].labels if x.origin == "own"}

    def tags(self, facet: str) -> list[Tag]:
        return self.parsed.by_facet.get(facet, [])

    def weigh(self, rules: Sequence[Rule], order: Iterable[int]) -> None:
        """Let the rules propose for each number in turn, and take the best of each facet."""
        for i in order:
            proposed: dict[str, list[Candidate]] = {}
            for candidate in (c for rule in rules for c in rule(self, i)):
                proposed.setdefault(candidate.facet, []).append(candidate)
            for facet, candidates in proposed.items():
                self._choose(i, facet, candidates)

    def _choose(self, i: int, facet: str, candidates: list[Candidate]) -> None:
        held = self._held[i].get(facet)
        ranked = sorted([*([held] if held else []), *candidates], key=lambda c: -c.score)
        best, rest = ranked[0], ranked[1:]
        rival = next((c for c in rest if c.score == best.score and c.codes != best.codes), None)
        if rival and facet in _MATTERS and best.why != rival.why:
            self.ties.append(Tie(self.frames[i].zone.number.raw, best, rival))
        if best is held:
            return
        self._held[i][facet] = best
        labels = self.frames[i].labels
        labels[:] = [x for x in labels if x.facet != facet] + list(best.labels)


Rule = Callable[[Sentence, int], Iterator[Candidate]]


def proposed(labels: Iterable[Label], why: str, origin: str = "") -> Iterator[Candidate]:
    """A candidate for each facet of the labels; of the origin, where one is given."""
    by_facet: dict[str, list[Label]] = {}
    for x in labels:
        by_facet.setdefault(x.facet, []).append(x.with_origin(origin) if origin else x)
    for facet, group in by_facet.items():
        yield Candidate(facet, tuple(group), why)


def nothing(facets: Iterable[str], why: str) -> Iterator[Candidate]:
    """Candidates that say that the number has no label of these facets."""
    for facet in facets:
        yield Candidate(facet, (), why)


def _facets(frame: Frame) -> set[str]:
    return {x.facet for x in frame.labels}
