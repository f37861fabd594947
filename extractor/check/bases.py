"""What a printed percentage may be of: the counts and the totals that the report prints for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.check.arithmetic import Share, counts
from extractor.check.figures import Figure, Figures, Whole
from extractor.check.parts import overlapping
from extractor.check.subject import Base
from extractor.lexicon.checklist import CheckBook

BEFORE = {"stage_1": "representation", "stage_2": "stage_1", "stage_3": "stage_2"}


def share_of(figure: Figure) -> Share:
    """The printed percentage with its printed decimals."""
    return Share.of(figure.printed.lstrip("-"), figure.row.value_status)


def gives(count: float, base: float, printed: Figure) -> bool:
    """Does this count of this base round to the printed percentage, half up or half to even?

    Of 'under 90%' it must lie below, of 'over 90%' above.
    """
    if base <= 0 or not float(count).is_integer() or not float(base).is_integer():
        return False
    share = share_of(printed)
    if share.limit:
        return int(count) in counts(share, int(base))
    half: float = 0.5 * 10**-share.decimals
    return abs(100 * count / base - printed.value) <= half + 1e-9


def _inferred(found: Iterable[Figure]) -> list[Base]:
    return [Base(f.value, f, "inferred") for f in found]


def _summed(total: float) -> Base:
    """A base that is printed nowhere: parts added up."""
    return Base(total, None, "inferred")


def count_and_bases(
    figures: Figures, figure: Figure, book: CheckBook
) -> tuple[list[Figure] | None, list[Base], bool]:
    """(the counts that the percentage may be of, what it may be a share of, are both beside it?)"""
    if figure.measure == "complaints_escalated":
        return _escalated(figures, figure)
    whole = figure.whole._replace(unit="count")
    own = [f for f in figures.of(whole, figure.dims) if f.place == figure.place and f.labels == figure.labels]
    if len(own) == 1 and own[0].exact:
        bases = _bases_beside(figures, figure, own[0], book)
        if bases:
            return own, bases, True
    if own or not figure.dims:
        return None, [], False
    if figure.row.code("outcome") in figures.unions:
        return _of_union(figures, figure, whole)
    counts, bases = [], []
    stages = (figure.stage,) if figure.stage != "all" else ("all", "stage_1")
    for stage in stages:
        staged = whole._replace(stage=stage)
        counts = [f for f in figures.totals(staged, figure.dims).values() if _same_words(f, figure)]
        slices = [figure.without(dimension) for dimension, _ in figure.dims if figure.shares(dimension)]
        bases = _inferred(base for dims in slices for base in figures.totals(staged, dims).values())
        if not bases and len(figure.dims) == 1 and figure.dims[0][0] in ("outcome", "timeliness"):
            bases = _sum_of_parts(figures, staged, figure)
        if counts and bases:
            break
    return (counts or None), bases, False


def _of_union(figures: Figures, figure: Figure, whole: Whole) -> tuple[list[Figure] | None, list[Base], bool]:
    """'Upheld in whole or part' from the counts of both, of all outcomes, decided or not."""
    others = figure.without("outcome")
    for parts in figures.parts_of.get(whole, ()):
        if (parts.dimension, parts.others) != ("outcome", others):
            continue
        values = {f.code("outcome"): f for f in parts.figures}
        covered = [values[c] for c in figures.unions[figure.row.code("outcome")] if c in values]
        if len(covered) < 2 or not parts.exact:
            continue
        count = covered[0]._replace(value=sum(f.value for f in covered))
        decided = parts.total - sum(values[c].value for c in ("withdrawn", "outstanding") if c in values)
        findings = sum(values[c].value for c in ("upheld", "partially_upheld", "not_upheld") if c in values)
        sums = [_summed(value) for value in dict.fromkeys((decided, parts.total, findings)) if value]
        return [count], sums + _inferred(figures.totals(whole, others).values()), False
    return None, [], False


def _same_words(one: Figure, other: Figure) -> bool:
    """Do both print their slice in words that may mean the same? Fixed codes need no words."""
    for (dimension, _), mine, yours in zip(one.dims, one.labels, other.labels, strict=True):
        if dimension in ("service_area", "theme", "ethnicity", "age_band", "religion", "disability"):
            a, b = set(mine.rpartition(" > ")[2].split()), set(yours.rpartition(" > ")[2].split())
            if not (a <= b or b <= a):
                return False
    return True


def _sum_of_parts(figures: Figures, whole: Whole, figure: Figure) -> list[Base]:
    """The sum of a table's parts where no total is printed."""
    dimension = figure.dims[0][0]
    for parts in figures.parts_of.get(whole, ()):
        if (parts.dimension, parts.others) == (dimension, ()) and not parts.gaps:
            return [_summed(parts.total)]
    return []


def _bases_beside(figures: Figures, figure: Figure, own: Figure, book: CheckBook) -> list[Base]:
    """Totals in the same table or sentence: of a dimension less, of the line called total, of all parts."""
    found = []
    for dimension in (d for d, _ in figure.dims if figure.shares(d)):
        found += [f for f in figures.of(own.whole, own.without(dimension)) if f.place == own.place]
        found += _in_its_line(figures, own, dimension)
    if not found and own.row.anchor.table:
        found = [f for f in _line_totals(figures, own) if f.value >= own.value]
    if bases := _inferred(f for f in found if f.exact and f.value):
        return bases
    for parts in figures.parts_of.get(own.whole, ()):
        if not figure.shares(parts.dimension):
            continue  # of a rate inside each slice the other slices' counts are no base
        if parts.place != own.place or own not in parts.figures or overlapping(parts, book):
            continue
        split = (own.place, parts.dimension, parts.others)
        percents = [
            p for p in figures.parts_of.get(figure.whole, ()) if (p.place, p.dimension, p.others) == split
        ]
        alike = percents and len(percents[0].figures) == len(parts.figures)
        if alike and not parts.gaps and parts.total:
            wholes = figures.totals(own.whole, parts.others)
            return [_summed(parts.total), *_inferred(f for v, f in wholes.items() if v != parts.total)]
    return []


def _in_its_line(figures: Figures, own: Figure, dimension: str) -> Iterator[Figure]:
    """Complaints of the same slice in the same table or sentence, however they are counted there.

    '20 received, 9 of them upheld (45%)': the share is of the 20.
    """
    for measure in ("complaints_investigated", "complaints_received", "complaints_responded"):
        for other in figures.of(own.whole._replace(measure=measure), own.without(dimension)):
            if other.place == own.place and other.value >= own.value:
                yield other


def _line_totals(figures: Figures, own: Figure) -> list[Figure]:
    """Counts of the same table, line and period that are called a total."""
    line = ("count", own.period, own.row.anchor.row, ())
    found = [f for f in figures.by_place[own.place] if (f.unit, f.period, f.row.anchor.row, f.dims) == line]
    return [f for f in found if f is not own and figures.is_total(f)]


def _escalated(figures: Figures, figure: Figure) -> tuple[list[Figure] | None, list[Base], bool]:
    """Those who reached a stage, as a share of the stage before."""
    whole = figure.whole._replace(unit="count")
    before = BEFORE.get(figure.stage)
    if before is None:
        return None, [], False
    reached = [
        f
        for measure in ("complaints_escalated", "complaints_received")
        for f in figures.totals(whole._replace(measure=measure), figure.dims).values()
    ]
    earlier = [
        f
        for measure in ("complaints_received", "complaints_decided")
        for f in figures.totals(whole._replace(measure=measure, stage=before), figure.dims).values()
    ]
    local = list(_same_table(figures, figure, whole, figure.stage))
    base = list(_same_table(figures, figure, whole, before))
    if local and base:
        return local, _inferred(base), True
    return (reached or None), _inferred(earlier), False


def _same_table(figures: Figures, figure: Figure, whole: Whole, stage: str) -> Iterator[Figure]:
    """Counts of the percentage's own place: of the stage reached, or of the one before."""
    for measure in ("complaints_received", "complaints_escalated", "complaints_decided"):
        key = whole._replace(measure=measure, stage=stage)
        for other in figures.of(key, figure.dims):
            if other.place == figure.place and other.exact and figure.kind == "table":
                yield other
