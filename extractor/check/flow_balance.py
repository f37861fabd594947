"""What came in against what was decided, answered or refused: complaints not accounted for."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.figures import Figure, Figures, Whole
from extractor.check.flows import flows, frames, reached
from extractor.check.subject import Subject, check, numbers, plain, where
from extractor.model.records import Check


@check("flow-balance")
def left_over(subject: Subject) -> Iterator[Check]:
    """Fewer handled than came in, and nothing printed makes up the difference."""
    for flow in flows(subject):
        handled, parts = flow.handled
        most = flow.most
        if flow.equal or handled > most[0]:
            continue
        missing = most[0] - handled
        still, gone = flow.still_open[0], flow.withdrawn[0]
        refused = subject.figures.by_whole.get(flow.frame._replace(measure="complaints_not_accepted"), ())
        away = {0.0, still, gone, still + gone} | {f.value for f in refused}
        if any(total - handled in away for total, _ in flow.came):
            continue
        if missing <= subject.limits["least_handled"] * most[0]:
            said = flow.slots(subject) | {"counts": plain(missing)}
            yield subject.finding("left", most[0], handled, (*most[1], *parts), "info", **said)


@check("flow-balance")
def accepted_and_refused(subject: Subject) -> Iterator[Check]:
    """Received = accepted + refused, where all three are printed."""
    for frame in frames(subject.figures):
        yield from _refused(subject, frame)


def _totals(figures: Figures, frame: Whole, verb: str) -> dict[float, Figure]:
    return figures.totals(frame._replace(measure=f"complaints_{verb}"))


def _refused(subject: Subject, frame: Whole) -> Iterator[Check]:
    verbs = ("received", "investigated", "not_accepted")
    received, accepted, refused = (_totals(subject.figures, frame, verb) for verb in verbs)
    if received and accepted and not refused and frame.stage != "all":
        yield from _not_all_accepted(subject, frame)
    if not (received and accepted and refused):
        return
    if any(r == a + n for r in received for a in accepted for n in refused):
        return
    r, a, n = (next(iter(values.values())) for values in (received, accepted, refused))
    total = a.value + n.value
    if abs(r.value - total) <= subject.limits["near"] * r.value:
        added = numbers((a.value, n.value), " + ")
        yield subject.finding("refused", r.value, total, (r, a, n), "error", parts=added)


def _not_all_accepted(subject: Subject, frame: Whole) -> Iterator[Check]:
    """Fewer accepted than received, with nothing said of the rest."""
    came = reached(subject.figures, frame)
    received = next(iter(_totals(subject.figures, frame, "received").values()))
    for value, accepted in _totals(subject.figures, frame, "investigated").items():
        if any(total == value and rows[0].measure != "complaints_investigated" for total, rows in came):
            return
        left = received.value - value
        if subject.limits["most_accepted"] * received.value <= value < received.value:
            rows, place = (received, accepted), where(accepted)
            yield subject.finding("accepted", received.value, value, rows, "info", counts=left, where=place)
            return
