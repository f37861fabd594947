"""Do the printed figures of one fact agree, was one restated, and which is offered?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import inf

from extractor.lexicon.comparison import ReconcileFile
from extractor.model import contract

FAR = 1000
"""Years between a figure and its report where one of the two is not known."""


@dataclass(frozen=True, slots=True)
class Printing:
    """One printed figure of a fact."""

    row: int
    value: str
    status: str
    unit: str = "count"
    kind: str = "table"
    own: bool = True
    """The report is the council's own."""
    year: str = ""
    """The report's year; '' where it does not say."""
    years_off: int = FAR
    """How many years the report comes after the figure; FAR for one before it."""
    comparable: str = ""
    source: str = ""
    confidence: float = 1.0
    words: str = ""
    """The printed words that it was read from."""

    @property
    def figure(self) -> tuple[str, str]:
        return self.value, self.status

    @property
    def has_value(self) -> bool:
        return self.status not in contract.WITHOUT_VALUE


@dataclass(frozen=True, slots=True)
class Span:
    """Where a figure may truly lie; an open end is not itself in it."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two figures that cannot both be so, the earlier report's first."""

    check: str
    first: Printing
    second: Printing


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the printings of a fact come to."""

    agreement: str
    preferred: Printing
    because: str
    conflicts: tuple[Conflict, ...] = ()


def judge(printings: Sequence[Printing], settings: ReconcileFile) -> Verdict:
    """The verdict on a fact; printings in the order of print. Nothing is changed or left out."""
    preferred, because = choose(printings, settings)
    valued = [one for one in printings if one.has_value]
    if len(valued) < 2:
        few = "single" if valued or len(printings) == 1 else "agreed"
        return Verdict(few, preferred, because)
    spans = {one.row: span(one, settings) for one in valued}
    if _meet([spans[one.row] for one in valued]):
        return Verdict("agreed", preferred, because)
    conflicts = tuple(_conflicts(valued, spans))
    restated = bool(conflicts) and all(one.check == "restated" for one in conflicts)
    return Verdict(
        "restated" if restated and _tidy(valued, spans) else "disputed", preferred, because, conflicts
    )


def far_apart(printings: Sequence[Printing], settings: ReconcileFile) -> tuple[Printing, Printing] | None:
    """The least and the greatest of a fact's counts, the surer first, where they lie too far apart."""
    counts = [one for one in printings if one.unit == "count" and one.status == "exact"]
    if len(counts) < 2:
        return None
    low, high = (pick(counts, key=lambda one: float(one.value)) for pick in (min, max))
    if float(high.value) < settings.wide_gap * max(float(low.value), 1.0):
        return None
    return (low, high) if low.confidence >= high.confidence else (high, low)


def choose(printings: Sequence[Printing], settings: ReconcileFile) -> tuple[Printing, str]:
    """The figure that is offered, and the rule that left no other figure beside it."""
    left = list(printings)
    if len(left) == 1:
        return left[0], "only_figure"
    because = "all_agree" if len({one.figure for one in left}) == 1 else ""
    for rule in settings.rules:
        if len(left) == 1:
            break
        score = _score(rule.id, left, settings)
        best = min(map(score, left))
        left = [one for one in left if score(one) == best]
        if not because and len({one.figure for one in left}) == 1:
            because = rule.id
    return left[0], because


def _score(rule: str, left: Sequence[Printing], settings: ReconcileFile) -> Callable[[Printing], float]:
    """The lower the better."""
    if rule == "most_places":
        places = Counter(one.figure for one in left)
        return lambda one: -places[one.figure]
    if rule == "latest_report":
        years = sorted({one.year for one in left})
        return lambda one: -years.index(one.year)
    if rule == "surest_in_words":
        surest: dict[tuple[str, str], float] = {}
        for one in left:
            place = one.source, one.words
            surest[place] = max(surest.get(place, 0.0), one.confidence)
        return lambda one: bool(one.words) and one.confidence < surest[one.source, one.words]
    if rule == "not_a_part":
        greatest = max((float(one.value) for one in left if one.has_value and one.unit == "count"), default=0)
        return lambda one: (
            one.has_value and one.unit == "count" and float(one.value) * settings.part < greatest
        )
    return {
        "has_value": lambda one: not one.has_value,
        "over_the_mark": lambda one: one.confidence < settings.mark,
        "best_read": lambda one: one.confidence < settings.sure,
        "own_report": lambda one: not one.own,
        "own_year": lambda one: one.years_off,
        "most_exact": lambda one: settings.statuses.index(one.status),
        "best_checked": lambda one: class_rank(one.comparable),
        "table_first": lambda one: settings.source_kinds.index(one.kind),
        "most_digits": lambda one: -_decimals(one.value),
        "first_printed": lambda one: one.row,
    }[rule]


def class_rank(comparable: str) -> int:
    """Place of a class among contract.COMPARABLE; what nothing was said of stands with `with_care`."""
    return contract.COMPARABLE.index(comparable or "with_care")


def span(one: Printing, settings: ReconcileFile) -> Span:
    """Where the true figure lies, as far as the printed one tells."""
    value = float(one.value)
    if one.status == "less_than":
        return Span(0.0 if value > 0 else -inf, value, high_open=True)
    if one.status == "more_than":
        return Span(value, inf, low_open=True)
    reach = 0.5 * 10.0 ** -_decimals(one.value) if one.unit in settings.rounded_units else 0.0
    if one.status == "approximate":
        near = max(abs(value) * float(settings.approximate.share), float(settings.approximate.least))
        return Span(value - near, value + near)
    return Span(value - reach, value + reach, high_open=reach > 0)


def _decimals(value: str) -> int:
    return len(value.partition(".")[2])


def _meet(spans: Sequence[Span]) -> bool:
    """Is there a number that lies in all of them?"""
    low, high = max(one.low for one in spans), min(one.high for one in spans)
    if low != high:
        return low < high
    return not any((s.low == low and s.low_open) or (s.high == high and s.high_open) for s in spans)


def _by_year(valued: Sequence[Printing]) -> list[list[Printing]]:
    """The council's own reports that say their year, oldest first."""
    years: dict[str, list[Printing]] = defaultdict(list)
    for one in valued:
        if one.own and one.year:
            years[one.year].append(one)
    return [years[year] for year in sorted(years)]


def _tidy(valued: Sequence[Printing], spans: dict[int, Span]) -> bool:
    """Does each year's report by itself give one figure, and is there no report of another kind?"""
    years = _by_year(valued)
    if sum(map(len, years)) < len(valued):
        return False
    return all(_meet([spans[one.row] for one in year]) for year in years)


def _conflicts(valued: Sequence[Printing], spans: dict[int, Span]) -> list[Conflict]:
    """Contradictions between reports; those inside one report are for its own checks."""
    years = _by_year(valued)
    found: list[Conflict] = []
    for earlier, later in pairwise(years):
        found += _contradicting("restated", earlier, later, spans)
    for year in years:  # two reports of one year
        files: dict[str, list[Printing]] = defaultdict(list)
        for one in year:
            files[one.source].append(one)
        for mine, theirs in combinations([files[source] for source in sorted(files)], 2):
            found += _contradicting("same-fact-two-values", mine, theirs, spans)
    own = [one for one in valued if one.own]
    for other in (one for one in valued if not one.own):
        against = next((one for one in own if not _meet([spans[one.row], spans[other.row]])), None)
        if against:
            found.append(Conflict("another-council-disagrees", against, other))
    return found


def _contradicting(
    check: str, mine: Sequence[Printing], theirs: Sequence[Printing], spans: dict[int, Span]
) -> list[Conflict]:
    """A conflict where no figure of the one report fits any of the other."""
    pairs = [(a, b) for a in mine for b in theirs]
    if any(_meet([spans[a.row], spans[b.row]]) for a, b in pairs):
        return []
    return [Conflict(check, *pairs[0])]
