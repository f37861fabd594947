"""Where complaints go at one stage: how many came in, and how many were decided, answered, left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.check.figures import Dims, Figure, Figures, Whole
from extractor.check.parts import overlapping
from extractor.check.subject import Subject, plain, where

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

    def slots(self, subject: Subject) -> dict[str, str]:
        """What the sentences of its findings say."""
        return {
            "what": subject.described(self.most[1][0]),
            "words": subject.book.names["handled"][self.measure],
            "base": plain(self.most[0]),
            "where": where(self.handled[1][0]),
            "counts": plain(self.still_open[0] or self.withdrawn[0]),
        }


def frames(figures: Figures) -> list[Whole]:
    """Every council, period, procedure and stage with counts of complaints, the Ombudsman's aside."""
    counted = (w for w in figures.by_whole if w.unit == "count" and w.measure.startswith("complaints_"))
    return sorted({w._replace(measure="") for w in counted if w.procedure != "ombudsman"})


def flows(subject: Subject) -> Iterator[Flow]:
    """Each stage and period of which both what came in and what was handled is printed."""
    figures = subject.figures
    for frame in frames(figures):
        came = tuple(reached(figures, frame))
        for measure, dimension in (("complaints_decided", "outcome"), ("complaints_responded", "timeliness")):
            total = _handled_in_all(subject, frame._replace(measure=measure), dimension)
            if came and total:
                still_open = max(
                    _largest(figures, frame, "complaints_open"),
                    _largest(figures, frame, "complaints_decided", (("outcome", "outstanding"),)),
                    _largest(figures, frame, "complaints_responded", (("timeliness", "outstanding"),)),
                    key=lambda one: one[0],
                )
                withdrawn = _largest(figures, frame, "complaints_decided", (("outcome", "withdrawn"),))
                apart = _open_among(figures, frame._replace(measure=measure), dimension)
                yield Flow(frame, measure, came, total, still_open, withdrawn, apart)


def reached(figures: Figures, frame: Whole) -> list[Total]:
    """Every count of the complaints at a stage that the report's own figures allow."""
    found: list[Total] = []
    received = frame._replace(measure="complaints_received")
    moved = figures.totals(frame._replace(measure="complaints_escalated"))
    for value, figure in figures.totals(received).items():
        found.append((value, (figure,)))
        found += [(value + more, (figure, other)) for more, other in moved.items()]
    also = [frame._replace(measure=m) for m in ("complaints_investigated", "complaints_escalated")]
    also += [received._replace(stage="stage_1")] if frame.stage == "all" else []
    return found + [(v, (f,)) for whole in also for v, f in figures.totals(whole).items()]


def _handled_in_all(subject: Subject, whole: Whole, dimension: str) -> Total | None:
    """All decided or answered: a printed total, else the sum of a table's outcomes or times."""
    for figure in subject.figures.of(whole):
        if figure.exact and figure.kind != "prose":
            return figure.value, (figure,)
    for parts in subject.figures.parts_of.get(whole, ()):
        if parts.dimension != dimension or parts.others or parts.kind == "prose":
            continue
        if len(parts.figures) > 1 and not overlapping(parts, subject.book) and parts.exact:
            return parts.total, parts.figures
    return None


def _largest(figures: Figures, frame: Whole, measure: str, dims: Dims = ()) -> Total:
    """The largest printed count of a measure at the stage, or at all stages together; 0 where none is."""
    for stage in dict.fromkeys((frame.stage, "all")):
        if found := figures.totals(frame._replace(measure=measure, stage=stage), dims):
            best = max(found)
            return best, (found[best],)
    return 0.0, ()


def _open_among(figures: Figures, whole: Whole, dimension: str) -> bool:
    """Are those still open or withdrawn a category of the table itself?"""
    return any(
        f.kind != "prose" and f.value
        for code in ("outstanding", "withdrawn")
        for f in figures.of(whole, ((dimension, code),))
    )
