"""Figures whose coding cannot well be: a reading to look at, not a fault of the report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extractor.check.figures import Figure, Whole, swap
from extractor.check.finding import Finding, described, plain, where
from extractor.check.registry import Subject, check
from extractor.lexicon.checklist import CheckBook
from extractor.model.contract import is_financial_year
from extractor.model.observation import Observation

CODE = "implausible-coding"


@check(CODE)
def wrong_procedure(subject: Subject) -> Iterator[Finding]:
    """Housing, waste or planning under the children's procedure; a stage 3 outside it."""
    entry = subject.book.check(CODE)
    groups: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in subject.figures.all:
        procedure = figure.whole[2]
        service = dict(figure.dims).get("service_area", "").partition(":")[0]
        if procedure == "children_statutory" and service in entry.codes["not_children"]:
            groups["service", service, figure.place].append(figure)
        elif figure.stage == "stage_3" and procedure not in entry.codes["with_stage_3"]:
            groups["stage", procedure, figure.place].append(figure)
    for (kind, _, _), figures in groups.items():
        label = figures[0].row.label("service_area").rpartition(" > ")[2].strip()
        slots = {"words": label, **_slots(figures[0], subject.book)}
        yield Finding(CODE, kind, figures[0].printed, "", tuple(figures), "", slots)


@check(CODE)
def too_many(subject: Subject) -> Iterator[Finding]:
    """More complaints than any council has; far more decided than came in; stage 2 above stage 1."""
    figures, limits = subject.figures, subject.book.check(CODE).limits
    for figure in figures.all:
        if figure.unit != "count" or not _of_complaints(figure.measure):
            continue
        if figure.value > limits["most_complaints"]:
            yield _finding("size", figure, (), subject.book)
        if figure.dims or not figure.exact:
            continue
        received = figures.totals(swap(figure.whole, measure="complaints_received"))
        if figure.measure == "complaints_decided" and received:
            most = max(received.values(), key=lambda one: one.value)
            if figure.value > limits["decided"] * most.value and figure.value >= limits["least"]:
                yield _finding("decided", figure, (most,), subject.book)
        if figure.measure == "complaints_received" and figure.stage == "stage_2":
            first = figures.totals(swap(figure.whole, stage="stage_1"))
            if first and figure.value > max(first) and figure.value >= limits["least"]:
                yield _finding("stages", figure, (first[max(first)],), subject.book)
        if figure.measure == "complaints_received" and figure.stage == "all":
            yield from _less_than_stage_1(figure, subject)


def _less_than_stage_1(figure: Figure, subject: Subject) -> Iterator[Finding]:
    """A figure of all stages far below that of the first: a part that is not coded as one."""
    limits = subject.book.check(CODE).limits
    first = max(subject.figures.totals(swap(figure.whole, stage="stage_1")), default=0)
    if first >= limits["least"] and first > limits["of_all"] * figure.value:
        slots = _slots(figure, subject.book)
        yield Finding(CODE, "of_all", plain(figure.value), plain(first), (figure,), "", slots)


@check(CODE)
def jumps(subject: Subject) -> Iterator[Finding]:
    """A total ten times that of the year before or after."""
    limits = subject.book.check(CODE).limits
    for whole in subject.figures.by_whole:
        if whole[5] != "count" or not _of_complaints(whole[4]) or not is_financial_year(whole[1]):
            continue
        for now in subject.figures.totals(whole).values():
            for then in subject.figures.totals(swap(whole, period=_year_before(whole))).values():
                low, high = sorted((now.value, then.value))
                if low and high >= limits["jump"] * low and high >= limits["least_jump"]:
                    yield _finding("years", now, (then,), subject.book)


def most_confidence(row: Observation, book: CheckBook) -> float:
    """How sure a row can be, from 0 to 1: one whose coding cannot well be is never sure."""
    return book.check(CODE).limits["confidence"] if CODE in row.flags else 1.0


def _year_before(whole: Whole) -> str:
    first = int(whole[1][:4]) - 1
    return f"{first}/{(first + 1) % 100:02d}"


def _finding(name: str, figure: Figure, others: tuple[Figure, ...], book: CheckBook) -> Finding:
    computed = plain(others[0].value) if others else ""
    return Finding(CODE, name, plain(figure.value), computed, (figure, *others), "", _slots(figure, book))


def _slots(figure: Figure, book: CheckBook) -> dict[str, str]:
    return {"what": described(figure, book), "where": where(figure)}


def _of_complaints(measure: str) -> bool:
    return measure.startswith("complaints_") and not measure.endswith("/change")
