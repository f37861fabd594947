"""More complaints decided or answered than there can be."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.figures import Parts, swap
from extractor.check.finding import Finding, described, numbers, plain, where
from extractor.check.flows import Flow, flows
from extractor.check.parts import overlapping, rounding_slack
from extractor.check.registry import Subject, check
from extractor.lexicon.checklist import CheckBook


@check("population-conflict")
def more_than_came(subject: Subject) -> Iterator[Finding]:
    """All were handled though some are open, or more were handled than came in."""
    book = subject.book
    for flow in flows(subject.figures, book):
        handled, parts = flow.handled
        if flow.equal:
            yield from _though_open(flow, book)
        elif flow.most[0] < handled <= book.check("population-conflict").limits["most"] * flow.most[0] + 1:
            yield Finding(
                "population-conflict",
                "more",
                plain(handled),
                plain(flow.most[0]),
                (*parts, *flow.most[1]),
                "warning",
                flow.slots(book),
            )


def _though_open(flow: Flow, book: CheckBook) -> Iterator[Finding]:
    handled, parts = flow.handled
    (still, open_rows), (gone, gone_rows) = flow.still_open, flow.withdrawn
    if flow.apart or not still or flow.equal is None:
        return
    left = handled - still - (gone if flow.measure == "complaints_responded" else 0)
    slots = flow.slots(book) | {
        "base": plain(flow.equal[0]),
        "other": _away(still, gone if flow.measure != "complaints_decided" else 0),
    }
    evidence = (*flow.equal[1], *parts, *open_rows, *gone_rows)
    yield Finding("population-conflict", "open", plain(handled), plain(left), evidence, "error", slots)


def _away(still: float, gone: float) -> str:
    said = []
    if still:
        said.append(f"{plain(still)} still open")
    if gone:
        said.append(f"{plain(gone)} withdrawn")
    return " and ".join(said)


@check("population-conflict")
def open_percentages(subject: Subject) -> Iterator[Finding]:
    """Shares answered in and out of time that make 100 though a share of all complaints is open."""
    figures, book = subject.figures, subject.book
    for parts in figures.parts:
        if parts.whole[5] != "percent" or parts.dimension != "timeliness" or parts.others:
            continue
        codes = {code for f in parts.figures for dim, code in f.dims if dim == "timeliness"}
        if "outstanding" in codes or not _all_in_and_out(codes) or overlapping(parts, book):
            continue
        total = sum(f.value for f in parts.figures)
        if abs(total - 100) > rounding_slack(parts.figures) or not _of_everything(parts):
            continue
        for unit in ("percent", "count"):
            still = [
                f
                for f in figures.of(swap(parts.whole, measure="complaints_open", unit=unit))
                if f.exact and f.value
            ]
            if still:
                share = f"{plain(still[0].value)}{'%' if unit == 'percent' else ''}"
                slots = {
                    "what": described(parts.figures[0], book, ("timeliness",)),
                    "parts": numbers((f.value for f in parts.figures), "% + ") + "%",
                    "counts": share,
                    "where": where(parts.figures[0]),
                }
                left = plain(100 - still[0].value) if unit == "percent" else plain(still[0].value)
                yield Finding(
                    "population-conflict",
                    "percent",
                    plain(total),
                    left,
                    (*parts.figures, still[0]),
                    "warning",
                    slots,
                )
                break


def _all_in_and_out(codes: set[str]) -> bool:
    return len(codes) >= 2 and any("over" in code or code.startswith("days") for code in codes)


def _of_everything(parts: Parts) -> bool:
    """No words say that the shares are of those closed only."""
    return all(
        f.row.denominator_class not in ("decided", "responded", "decided_without_withdrawn")
        for f in parts.figures
    )
