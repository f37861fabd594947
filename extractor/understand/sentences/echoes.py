"""What is said again of the same thing in another year: one number after the other, or the last one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.lexicon.phrases import Phrases
from extractor.model.types import Claim, Label
from extractor.understand.sentences.claims import unit_of
from extractor.understand.sentences.own_labels import Frame
from extractor.understand.sentences.sentence import Parsed

SAID_HERE = ("own", "clause", "sentence")
"""Origins of what the sentence itself says."""
_NOT_AGAIN = ("period", "change", "unit", "counted")


class Echoes:
    """Remembers what was known of the numbers of the sentence before."""

    def __init__(self, phrases: Phrases) -> None:
        self._beside = phrases.compile(r"[\s,(]*(?:{and_words}\s+)?")
        self._told: dict[str, list[Sequence[Label]]] = {}
        """By unit, in the order printed."""

    def add(self, claim: Claim) -> None:
        """Remember what is known of a number."""
        self._told.setdefault(claim.unit, []).append(claim.labels)

    def turn(self) -> None:
        """Forget the sentence before."""
        self._told = {}

    def of_last(self, frames: Sequence[Frame]) -> None:
        """'That beats the previous year's 52.5%': all that was said of the number before, but its year."""
        for frame in frames:
            own = {x.facet for x in frame.labels if x.origin == "own"}
            echo = self._told.get(unit_of(frame.zone.number), [()])[-1]
            linked = frame.zone.link == "compare" and not frame.zone.index
            said_here = [x for x in frame.labels if x.origin in SAID_HERE and x.code != "case"]
            named = {x.facet for x in said_here} & {"thing", "stage"}
            if own <= {"period", "counted"} and (own or linked) and not frame.change and not named:
                _say_again(frame, echo, own)

    def in_order(self, parsed: Parsed, frames: Sequence[Frame]) -> bool:
        """'In 2020/21 there were 227, 35 and 2 respectively': what the numbers before were, one by one."""
        units = {unit_of(f.zone.number) for f in frames}
        told = self._told.get(min(units, default=""), [])
        if len(units) != 1 or len(frames) < 2 or len(told) != len(frames):
            return False
        changes = any(f.change for f in frames) or any(x.facet == "change" for said in told for x in said)
        years = {x.code for said in told for x in said if x.facet == "period"}
        if (
            changes
            or len(years) > 1
            or not all(_silent_but_for_year(f) for f in frames)
            or not self._side_by_side(parsed)
        ):
            return False
        staged = any(x.facet == "stage" for said in told for x in said)
        for frame, said in zip(frames, told, strict=True):
            _say_again(frame, said, {"period"})
            if staged and not any(x.facet == "stage" for x in said):
                frame.labels.append(Label("stage", "all", "all", "clause"))
        return True

    def _side_by_side(self, parsed: Parsed) -> bool:
        """Is there nothing but 'and' between the numbers?"""
        found = [zone.number for zone in parsed.zones]
        return all(self._beside.fullmatch(parsed.plain, a.end, b.start) for a, b in pairwise(found))


def _silent_but_for_year(frame: Frame) -> bool:
    """Is the year all that the sentence says of the number?"""
    own = {x.facet for x in frame.labels if x.origin in SAID_HERE and x.code != "case"}
    return "period" in own and own <= {"period", "counted"}


def _say_again(frame: Frame, echo: Sequence[Label], own: set[str]) -> None:
    """All that was said of another number but its year, where anything was."""
    said = [x for x in echo if x.facet not in (*_NOT_AGAIN, *own)]
    if said:
        frame.labels[:] = [x for x in frame.labels if x.origin == "own" or x.facet in own]
        frame.labels += [x.with_origin("clause") for x in said if x.origin in SAID_HERE]
        frame.labels += [x for x in said if x.origin not in SAID_HERE]
        frame.echo = True
