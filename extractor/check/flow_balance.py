"""Where complaints go: what came in against what was decided, answered, refused or is still open."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.breakdown_sum import overlapping, rounding_slack
from extractor.check.figures import Figure, Figures, Parts, Whole, swap
from extractor.check.finding import Finding, described, numbers, plain, where
from extractor.lexicon.checklist import CheckBook

Total = tuple[float, tuple[Figure, ...]]
"""A count and the figures that print it or add up to it."""


def flow_checks(figures: Figures, book: CheckBook) -> Iterator[Finding]:
    """flow-balance and population-conflict for every stage of every period."""
    frames = {
        swap(f.whole, measure="", unit="count")
        for f in figures.all
        if f.unit == "count" and f.measure.startswith("complaints_") and f.whole[2] != "ombudsman"
    }
    for frame in sorted(frames):
        came = _reached(figures, frame)
        yield from _refused(figures, frame, book)
        for measure, dimension in (("complaints_decided", "outcome"), ("complaints_responded", "timeliness")):
            total = _handled(figures, frame, measure, dimension, book)
            if came and total:
                yield from _balanced(figures, frame, came, total, measure, dimension, book)
    yield from _open_percentages(figures, book)


def _reached(figures: Figures, frame: Whole) -> list[Total]:
    """Every count of the complaints at a stage that the report's own figures allow."""
    found: list[Total] = []
    received = figures.totals(swap(frame, measure="complaints_received"))
    moved = figures.totals(swap(frame, measure="complaints_escalated"))
    for value, figure in received.items():
        found.append((value, (figure,)))
        found += [(value + more, (figure, other)) for more, other in moved.items()]
    for measure in ("complaints_investigated", "complaints_escalated"):
        found += [(v, (f,)) for v, f in figures.totals(swap(frame, measure=measure)).items()]
    if frame[3] == "all":
        for value, figure in figures.totals(
            swap(frame, measure="complaints_received", stage="stage_1")
        ).items():
            found.append((value, (figure,)))
    return found


def _handled(figures: Figures, frame: Whole, measure: str, dimension: str, book: CheckBook) -> Total | None:
    """All decided or answered: a printed total, else the sum of a table's outcomes or times."""
    whole = swap(frame, measure=measure)
    printed = [f for f in figures.of(whole) if f.exact and f.kind != "prose"]
    if printed:
        return printed[0].value, (printed[0],)
    sums = [
        p
        for p in figures.parts_of.get(whole, ())
        if p.dimension == dimension and not p.others and p.kind != "prose"
    ]
    for parts in sums:
        if len(parts.figures) > 1 and not overlapping(parts, book) and all(f.exact for f in parts.figures):
            return sum(f.value for f in parts.figures), parts.figures
    return None


def _count(figures: Figures, frame: Whole, measure: str, dims: tuple[tuple[str, str], ...] = ()) -> Total:
    """The largest printed count of a measure at the stage, or at all stages together; 0 where none is."""
    found: list[Figure] = []
    for stage in dict.fromkeys((frame[3], "all")):
        found += figures.totals(swap(frame, measure=measure, stage=stage), dims).values()
        if found:
            break
    best = max(found, key=lambda f: f.value, default=None)
    return (best.value, (best,)) if best else (0.0, ())


def _balanced(
    figures: Figures,
    frame: Whole,
    came: list[Total],
    total: Total,
    measure: str,
    dimension: str,
    book: CheckBook,
) -> Iterator[Finding]:
    handled, parts = total
    still, open_rows = max(
        _count(figures, frame, "complaints_open"),
        _count(figures, frame, "complaints_decided", (("outcome", "outstanding"),)),
        _count(figures, frame, "complaints_responded", (("timeliness", "outstanding"),)),
        key=lambda total: total[0],
    )
    gone, gone_rows = _count(figures, frame, "complaints_decided", (("outcome", "withdrawn"),))
    closed_away = _open_among(figures, swap(frame, measure=measure), dimension)
    most = max(came, key=lambda t: t[0])
    equal = [t for t in came if t[0] == handled]
    slots = {
        "what": described(most[1][0], book),
        "words": book.names["handled"][measure],
        "base": plain(most[0]),
        "where": where(parts[0]),
        "counts": plain(still or gone),
    }
    if equal and not closed_away and still:
        left = handled - still - (gone if measure == "complaints_responded" else 0)
        slots |= {
            "base": plain(equal[0][0]),
            "other": _away(still, gone if measure != "complaints_decided" else 0),
        }
        yield Finding(
            "population-conflict",
            "open",
            plain(handled),
            plain(left),
            (*equal[0][1], *parts, *open_rows, *gone_rows),
            "error" if still else "warning",
            slots,
        )
        return
    if equal:
        return
    if handled > most[0]:
        if handled <= book.check("population-conflict").limits["most"] * most[0] + 1:
            yield Finding(
                "population-conflict",
                "more",
                plain(handled),
                plain(most[0]),
                (*parts, *most[1]),
                "warning",
                slots,
            )
        return
    missing = most[0] - handled
    away = {0.0, still, gone, still + gone}
    refused = figures.by_whole.get(swap(frame, measure="complaints_not_accepted"), ())
    away |= {f.value for f in refused}
    if any(t[0] - handled in away for t in came):
        return
    if missing <= book.check("flow-balance").limits["least_handled"] * most[0]:
        slots["counts"] = plain(missing)
        yield Finding(
            "flow-balance", "left", plain(most[0]), plain(handled), (*most[1], *parts), "info", slots
        )


def _open_among(figures: Figures, whole: Whole, dimension: str) -> bool:
    """Are those still open or withdrawn a category of the table itself?"""
    return any(
        f.kind != "prose" and f.value
        for code in ("outstanding", "withdrawn")
        for f in figures.of(whole, ((dimension, code),))
    )


def _away(still: float, gone: float) -> str:
    said = []
    if still:
        said.append(f"{plain(still)} still open")
    if gone:
        said.append(f"{plain(gone)} withdrawn")
    return " and ".join(said)


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
    came = _reached(figures, swap(frame, measure=""))
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


def _open_percentages(figures: Figures, book: CheckBook) -> Iterator[Finding]:
    """Shares answered in and out of time that make 100 though a share of all complaints is open."""
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
        f.row["denominator_class"] not in ("decided", "responded", "decided_without_withdrawn")
        for f in parts.figures
    )
