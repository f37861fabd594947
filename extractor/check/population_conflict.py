"""More complaints decided or answered than there can be."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.figures import Parts
from extractor.check.flows import Flow, flows
from extractor.check.parts import overlapping, rounding_slack
from extractor.check.subject import Subject, check, numbers, plain
from extractor.model.records import Check


@check("population-conflict")
def more_than_came(subject: Subject) -> Iterator[Check]:
    """All were handled though some are open, or more were handled than came in."""
    for flow in flows(subject):
        handled, parts = flow.handled
        most, rows = flow.most
        if flow.equal:
            yield from _though_open(subject, flow)
        elif most < handled <= subject.limits["most"] * most + 1:
            said = flow.slots(subject)
            yield subject.finding("more", handled, most, (*parts, *rows), "warning", **said)


def _though_open(subject: Subject, flow: Flow) -> Iterator[Check]:
    handled, parts = flow.handled
    (still, open_rows), (gone, gone_rows) = flow.still_open, flow.withdrawn
    if flow.apart or not still or flow.equal is None:
        return
    left = handled - still - (gone if flow.measure == "complaints_responded" else 0)
    away = [f"{plain(still)} still open"]
    away += [f"{plain(gone)} withdrawn"] if gone and flow.measure != "complaints_decided" else []
    said = flow.slots(subject) | {"base": plain(flow.equal[0]), "other": " and ".join(away)}
    evidence = (*flow.equal[1], *parts, *open_rows, *gone_rows)
    yield subject.finding("open", handled, left, evidence, "error", **said)


@check("population-conflict")
def open_percentages(subject: Subject) -> Iterator[Check]:
    """Shares answered in and out of time that make 100 though a share of all complaints is open."""
    for parts in subject.figures.parts:
        if parts.whole.unit != "percent" or parts.dimension != "timeliness" or parts.others:
            continue
        codes = {f.code("timeliness") for f in parts.figures}
        if "outstanding" in codes or not _all_in_and_out(codes) or overlapping(parts, subject.book):
            continue
        if abs(parts.total - 100) > rounding_slack(parts.figures) or not _of_everything(parts):
            continue
        for unit, sign in (("percent", "%"), ("count", "")):
            printed = subject.figures.of(parts.whole._replace(measure="complaints_open", unit=unit))
            still = next((f for f in printed if f.exact and f.value), None)
            if still:
                yield subject.finding(
                    "percent",
                    parts.total,
                    100 - still.value if sign else still.value,
                    (*parts.figures, still),
                    "warning",
                    what=subject.described(parts.figures[0], "timeliness"),
                    parts=numbers((f.value for f in parts.figures), "% + ") + "%",
                    counts=plain(still.value) + sign,
                )
                break


def _all_in_and_out(codes: set[str]) -> bool:
    return len(codes) >= 2 and any("over" in code or code.startswith("days") for code in codes)


def _of_everything(parts: Parts) -> bool:
    """No words say that the shares are of those closed only."""
    closed = ("decided", "responded", "decided_without_withdrawn")
    return all(f.row.denominator_class not in closed for f in parts.figures)
