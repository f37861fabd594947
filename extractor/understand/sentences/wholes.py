"""What is said of a whole and of its parts: 'of the 29 complaints about planning, 4 were upheld'."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model.types import Label
from extractor.understand.sentences.candidates import Candidate, Sentence, nothing, proposed
from extractor.understand.sentences.own_labels import Frame

SLICED = ("service_area", "theme", "complainant")
KINDS = ("outcome", "timeliness")
PREDICATE = ("outcome", "timeliness", "event")
"""What a verb says of a number."""


def bracketed_whole(s: Sentence, i: int) -> bool:
    """'(out of 350)' behind the number of those that were upheld."""
    if not i or s.frames[i].zone.link != "partitive" or not s.frames[i - 1].has("outcome", "upheld"):
        return False
    gap = s.parsed.plain[s.frames[i - 1].zone.number.end : s.frames[i].zone.number.start]
    return "(" in gap and ")" not in gap


def whole_in_bracket(before: Frame) -> Iterator[Candidate]:
    """'Upheld 4 complaints in 2020/21 (out of 350)': of the year's complaints, none the Ombudsman's alone."""
    yield from proposed((x for x in before.labels if x.facet in ("thing", "period")), "said again", "own")
    yield Candidate("event", (Label("event", "out of", "received", "own"),), "said again")
    yield from nothing(KINDS, "said again")
    if before.has("stage", "ombudsman"):
        yield Candidate("stage", (Label("stage", "out of", "all", "own"),), "said again")
        yield Candidate("procedure", (Label("procedure", "out of", "all", "own"),), "said again")


def base(s: Sentence, i: int) -> Iterator[Candidate]:
    """What an outcome is counted of ('33 upheld out of a total of 47') are complaints decided."""
    zone = s.frames[i].zone
    if set(KINDS) & s.own(i) or bracketed_whole(s, i):
        return
    if zone.link == "partitive" and i > 0:
        found = has_outcome(s.frames[i - 1])
    else:
        found = zone.back and i + 1 < len(s.frames) and has_outcome(s.frames[i + 1])
    if found:
        yield Candidate("event", (Label("event", "of which", "decided", "own"),), "what the part is of")


def slice_of_whole(s: Sentence, i: int) -> Iterator[Candidate]:
    """'Of the 29 complaints about planning, 4 were upheld and 9 were not': planning's, all three."""
    whole = i
    while s.frames[whole].zone.link != "part" and whole and set(KINDS) & s.own(whole):
        whole -= 1
    whole -= s.frames[whole].zone.link == "part" and whole > 0
    if whole < i and (s.frames[whole].zone.back or s.frames[whole + 1].zone.link == "part"):
        labels = [x for x in s.frames[whole].labels if x.facet in SLICED and x.origin == "own"]
        yield from proposed(labels, "the part of it", "clause")


def finding_of_whole(s: Sentence, i: int) -> Iterator[Candidate]:
    """'Of the nine upheld, three were about delay, two about staff': upheld, these five too."""
    whole = i
    while whole and s.frames[whole].zone.link in ("", "part") and not _says_more(s, whole):
        whole -= 1
        if s.frames[whole + 1].zone.link == "part":
            break
    told = s.frames[whole]
    if whole < i and (told.zone.back or s.frames[whole + 1].zone.link == "part"):
        found = [x for x in told.labels if x.facet == "outcome" and x.origin == "own"]
        yield from proposed(found, "the part of it", "clause")


def _says_more(s: Sentence, i: int) -> bool:
    """Is it said of a number what was done, or does it count something else?"""
    frame = s.frames[i]
    other = any(x.facet == "thing" and x.code not in ("complaint", "case") for x in frame.labels)
    return bool(
        other or frame.change or frame.zone.number.unit != "count" or s.own(i) & {*PREDICATE, "stage"}
    )


def whole_has_no_predicate(s: Sentence, i: int) -> Iterator[Candidate]:
    """'Two of the 16 complaints closed took more than 65 days': the speed is the two's, not the 16's."""
    if not i or s.frames[i].zone.link != "partitive":
        return
    part, whole = s.frames[i - 1], s.frames[i]
    told = s.parsed.after(whole.zone, "thing") or [
        t for t in s.parsed.after(whole.zone, "event") if t.start - whole.zone.number.end <= 1
    ]
    noun = max((t.end for t in told), default=None)
    if noun is None or any(x.facet in KINDS for x in part.labels if x.origin == "own"):
        return
    for facet in KINDS:
        tags = [t for t in s.parsed.after(whole.zone, facet) if t.start >= noun]
        if tags and any(x.facet == facet for x in part.labels):
            yield from nothing((facet,), "said of the part")


def has_outcome(frame: Frame) -> bool:
    return any(x.facet == "outcome" and x.origin == "own" for x in frame.labels)
