"""Fewer answered within a longer time limit than within a shorter one, which the longer one takes in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from extractor.check.figures import Dims, Figure, Whole
from extractor.check.subject import Subject, check, where
from extractor.model import contract
from extractor.model.records import Check


@check("limits-out-of-order")
def limits_out_of_order(subject: Subject) -> Iterator[Check]:
    """Two limits of one slice of which the longer is met less often, whichever of its values is right."""
    figures, order = subject.figures, subject.entry.codes["shortest_first"]
    slices: dict[tuple[Whole, Dims], dict[str, dict[float, Figure]]] = defaultdict(dict)
    for (whole, dims), (first, *_) in figures.by_slice.items():
        code = first.code("timeliness")
        if code in order and not whole.is_change and (values := figures.values(whole, dims)):
            slices[whole, first.without("timeliness")][code] = values
    for found in slices.values():
        for short, long in pairwise(code for code in order if code in found):
            least, most = min(found[short]), max(found[long])
            if least > most:
                one, other = found[short][least], found[long][most]
                yield subject.finding(
                    "main",
                    most,
                    least,
                    (one, other),
                    what=subject.described(one, "timeliness"),
                    words=contract.label("timeliness", short),
                    other=contract.label("timeliness", long),
                    where=where(other),
                )
