"""Figures whose coding cannot well be: a reading to look at, not a fault of the report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extractor.check.figures import Figure
from extractor.check.subject import Subject, check
from extractor.lexicon.checklist import CheckBook
from extractor.model.contract import is_financial_year
from extractor.model.observation import Observation
from extractor.model.records import Check

CODE = "implausible-coding"


@check(CODE)
def wrong_procedure(subject: Subject) -> Iterator[Check]:
    """Housing, waste or planning under the children's procedure; a stage 3 outside it."""
    groups: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in subject.figures.all:
        procedure = figure.whole.procedure
        service = figure.code("service_area").partition(":")[0]
        if procedure == "children_statutory" and service in subject.codes("not_children"):
            groups["service", service, figure.place].append(figure)
        elif figure.stage == "stage_3" and procedure not in subject.codes("with_stage_3"):
            groups["stage", procedure, figure.place].append(figure)
    for (kind, _, _), figures in groups.items():
        label = figures[0].row.label("service_area").rpartition(" > ")[2].strip()
        yield subject.finding(kind, figures[0].printed, "", figures, words=label)


@check(CODE)
def too_many(subject: Subject) -> Iterator[Check]:
    """More complaints than any council has; far more decided than came in; stage 2 above stage 1."""
    totals, limits = subject.figures.totals, subject.limits
    for figure in subject.figures.all:
        if figure.unit != "count" or not _of_complaints(figure):
            continue
        if figure.value > limits["most_complaints"]:
            yield subject.finding("size", figure.value, "", (figure,))
        if figure.dims or not figure.exact:
            continue
        many = figure.value >= limits["least"]
        if figure.measure == "complaints_decided" and many:
            received = totals(figure.whole._replace(measure="complaints_received"))
            if received and figure.value > limits["decided"] * max(received):
                yield _beside("decided", figure, received[max(received)], subject)
        if figure.measure != "complaints_received" or figure.stage not in ("stage_2", "all"):
            continue
        first = totals(figure.whole._replace(stage="stage_1"))
        most = max(first, default=0.0)
        if figure.stage == "stage_2" and first and figure.value > most and many:
            yield _beside("stages", figure, first[most], subject)
        # A figure of all stages far below that of the first is a part that is not coded as one.
        if figure.stage == "all" and most >= limits["least"] and most > limits["of_all"] * figure.value:
            yield subject.finding("of_all", figure.value, most, (figure,))


@check(CODE)
def jumps(subject: Subject) -> Iterator[Check]:
    """A total ten times that of the year before or after."""
    limits, figures = subject.limits, subject.figures
    for whole, (first, *_) in figures.by_whole.items():
        if whole.unit != "count" or not _of_complaints(first) or not is_financial_year(whole.period):
            continue
        for now in figures.totals(whole).values():
            for then in figures.totals(whole._replace(period=whole.year_before)).values():
                low, high = sorted((now.value, then.value))
                if low and high >= limits["jump"] * low and high >= limits["least_jump"]:
                    yield _beside("years", now, then, subject)


def most_confidence(row: Observation, book: CheckBook) -> float:
    """How sure a row can be, from 0 to 1: one whose coding cannot well be is never sure."""
    return book.check(CODE).limits["confidence"] if CODE in row.flags else 1.0


def _beside(name: str, figure: Figure, other: Figure, subject: Subject) -> Check:
    return subject.finding(name, figure.value, other.value, (figure, other))


def _of_complaints(figure: Figure) -> bool:
    return figure.measure.startswith("complaints_") and not figure.whole.is_change
