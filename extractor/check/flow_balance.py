"""What came in against what was decided, answered or refused: complaints not accounted for."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.figures import Figures, Whole, swap
from extractor.check.finding import Finding, described, numbers, plain, where
from extractor.check.flows import flows, frames, reached
from extractor.check.registry import Subject, check
from extractor.lexicon.checklist import CheckBook


@check("flow-balance")
def left_over(subject: Subject) -> Iterator[Finding]:
    """Fewer handled than came in, and nothing printed makes up the difference."""
    figures, book = subject.figures, subject.book
    for flow in flows(figures, book):
        handled, parts = flow.handled
        most = flow.most
        if flow.equal or handled > most[0]:
            continue
        missing = most[0] - handled
        still, gone = flow.still_open[0], flow.withdrawn[0]
        refused = figures.by_whole.get(swap(flow.frame, measure="complaints_not_accepted"), ())
        away = {0.0, still, gone, still + gone} | {f.value for f in refused}
        if any(total - handled in away for total, _ in flow.came):
            continue
        if missing <= book.check("flow-balance").limits["least_handled"] * most[0]:
            slots = {**flow.slots(book), "counts": plain(missing)}
            evidence = (*most[1], *parts)
            yield Finding("flow-balance", "left", plain(most[0]), plain(handled), evidence, "info", slots)


@check("flow-balance")
def accepted_and_refused(subject: Subject) -> Iterator[Finding]:
    """Received = accepted + refused, where all three are printed."""
    for frame in frames(subject.figures):
        yield from _refused(subject.figures, frame, subject.book)


def _refused(figures: Figures, frame: Whole, book: CheckBook) -> Iterator[Finding]:
    """Received = accepted + refused, where all three are printed."""
    received = figures.totals(swap(frame, measure="complaints_received"))
    accepted = figures.totals(swap(frame, measure="complaints_investigated"))
    refused = figures.totals(swap(frame, measure="complaints_not_accepted"))
    if received and accepted and not refused and frame[3] != "all":
        yield from _not_all_accepted(figures, frame, book)
    if not (received and accepted and refused):
        return
    if any(r == a + n for r in received for a in accepted for n in refused):
        return
    r, a, n = (next(iter(values.values())) for values in (received, accepted, refused))
    total = a.value + n.value
    if abs(r.value - total) > book.check("flow-balance").limits["near"] * r.value:
        return
    slots = {
        "what": described(r, book),
        "parts": numbers((a.value, n.value), " + "),
        "where": where(r),
    }
    yield Finding("flow-balance", "refused", plain(r.value), plain(total), (r, a, n), "error", slots)


def _not_all_accepted(figures: Figures, frame: Whole, book: CheckBook) -> Iterator[Finding]:
    """Fewer accepted than received, with nothing said of the rest."""
    came = reached(figures, swap(frame, measure=""))
    for value, accepted in figures.totals(swap(frame, measure="complaints_investigated")).items():
        received = next(iter(figures.totals(swap(frame, measure="complaints_received")).values()))
        if any(total == value and rows[0].measure != "complaints_investigated" for total, rows in came):
            return
        if book.check("flow-balance").limits["most_accepted"] * received.value <= value < received.value:
            slots = {
                "what": described(received, book),
                "counts": plain(received.value - value),
                "where": where(accepted),
            }
            rows = (received, accepted)
            yield Finding(
                "flow-balance", "accepted", plain(received.value), plain(value), rows, "info", slots
            )
            return
