"""Fewer answered within a longer time limit than within a shorter one, which the longer one takes in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from extractor.check.figures import Dims, Figure, Whole
from extractor.check.finding import Finding, described, plain, where
from extractor.check.registry import Subject, check
from extractor.model import contract


@check("limits-out-of-order")
def limits_out_of_order(subject: Subject) -> Iterator[Finding]:
    """Two limits of one slice of which the longer is met less often, whichever of its values is right."""
    figures, book = subject.figures, subject.book
    order = book.check("limits-out-of-order").codes["shortest_first"]
    slices: dict[tuple[Whole, Dims], dict[str, dict[float, Figure]]] = defaultdict(dict)
    for whole, dims in figures.by_slice:
        code = dict(dims).get("timeliness", "")
        if code in order and "/change" not in whole[4] and (values := figures.values(whole, dims)):
            slices[whole, tuple(one for one in dims if one[0] != "timeliness")][code] = values
    for found in slices.values():
        for short, long in pairwise(code for code in order if code in found):
            least, most = min(found[short]), max(found[long])
            if least > most:
                first, second = found[short][least], found[long][most]
                slots = {
                    "what": described(first, book, ("timeliness",)),
                    "words": contract.label("timeliness", short),
                    "other": contract.label("timeliness", long),
                    "where": where(second),
                }
                evidence = (first, second)
                yield Finding("limits-out-of-order", "main", plain(most), plain(least), evidence, slots=slots)
