"""Where complaints go at one stage: how many came in, and how many were decided, answered, left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.check.figures import Figure, Figures, Whole, swap
from extractor.check.finding import described, plain, where
from extractor.check.parts import overlapping
from extractor.lexicon.checklist import CheckBook

Total = tuple[float, tuple[Figure, ...]]
"""A count and the figures that print it or add up to it."""


@dataclass(frozen=True)
class Flow:
    """Complaints of one stage and period beside those decided (by outcome) or answered (by time)."""

    frame: Whole
    measure: str
    came: tuple[Total, ...]
    """Every count of the complaints at the stage that the report's own figures allow."""
    handled: Total
    still_open: Total
    withdrawn: Total
    apart: bool
    """Those open or withdrawn are a category of the table itself."""

    @property
    def most(self) -> Total:
        """The largest count of what came in."""
        return max(self.came, key=lambda total: total[0])

    @property
    def equal(self) -> Total | None:
        """The count of what came in that is the number handled, if one is."""
        return next((total for total in self.came if total[0] == self.handled[0]), None)

    def slots(self, book: CheckBook) -> dict[str, str]:
        """What the sentences of its findings say."""
        return {
            "what": described(self.most[1][0], book),
            "words": book.names["handled"][self.measure],
            "base": plain(self.most[0]),
            "where": where(self.handled[1][0]),
            "counts": plain(self.still_open[0] or self.withdrawn[0]),
        }


def frames(figures: Figures) -> list[Whole]:
    """Every council, period, procedure and stage with counts of complaints, the Ombudsman's aside."""
    return sorted(
        {
            swap(f.whole, measure="", unit="count")
            for f in figures.all
            if f.unit == "count" and f.measure.startswith("complaints_") and f.whole[2] != "ombudsman"
        }
    )


def flows(figures: Figures, book: CheckBook) -> Iterator[Flow]:
    """Each stage and period of which both what came in and what was handled is printed."""
    for frame in frames(figures):
        came = tuple(reached(figures, frame))
        for measure, dimension in (("complaints_decided", "outcome"), ("complaints_responded", "timeliness")):
            total = handled_in_all(figures, frame, measure, dimension, book)
            if came and total:
                yield Flow(
                    frame,
                    measure,
                    came,
                    total,
                    max(
                        largest(figures, frame, "complaints_open"),
                        largest(figures, frame, "complaints_decided", (("outcome", "outstanding"),)),
                        largest(figures, frame, "complaints_responded", (("timeliness", "outstanding"),)),
                        key=lambda one: one[0],
                    ),
                    largest(figures, frame, "complaints_decided", (("outcome", "withdrawn"),)),
                    _open_among(figures, swap(frame, measure=measure), dimension),
                )


def reached(figures: Figures, frame: Whole) -> list[Total]:
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


def handled_in_all(
    figures: Figures, frame: Whole, measure: str, dimension: str, book: CheckBook
) -> Total | None:
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


def largest(figures: Figures, frame: Whole, measure: str, dims: tuple[tuple[str, str], ...] = ()) -> Total:
    """The largest printed count of a measure at the stage, or at all stages together; 0 where none is."""
    found: list[Figure] = []
    for stage in dict.fromkeys((frame[3], "all")):
        found += figures.totals(swap(frame, measure=measure, stage=stage), dims).values()
        if found:
            break
    best = max(found, key=lambda f: f.value, default=None)
    return (best.value, (best,)) if best else (0.0, ())


def _open_among(figures: Figures, whole: Whole, dimension: str) -> bool:
    """Are those still open or withdrawn a category of the table itself?"""
    return any(
        f.kind != "prose" and f.value
        for code in ("outstanding", "withdrawn")
        for f in figures.of(whole, ((dimension, code),))
    )
