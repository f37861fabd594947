"""What the words around a number say of it: its neighbours, the subject, the end of the series.

Each rule proposes labels (see candidates.py); none of them takes any.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from extractor.lexicon.phrases import Phrases
from extractor.model.types import Label
from extractor.understand.sentences.attachment import Fitting
from extractor.understand.sentences.candidates import Candidate, Sentence, Tie, nothing, proposed
from extractor.understand.sentences.in_turn import UNION, InTurn
from extractor.understand.sentences.own_labels import OPPOSITE, Frame
from extractor.understand.sentences.periods import Dating, period_label
from extractor.understand.sentences.sentence import Parsed
from extractor.understand.sentences.wholes import (
    KINDS,
    PREDICATE,
    base,
    bracketed_whole,
    finding_of_whole,
    has_outcome,
    slice_of_whole,
    whole_has_no_predicate,
    whole_in_bracket,
)

#: What the subject of a sentence may say of all its numbers.
_SUBJECT = ("thing", "event", "stage", "procedure", "service_area", "theme", "complainant") + (
    ("channel", "outcome", "timeliness", "context", "sex", "source", "client", "average")
)
#: What the last words of a series may say of all its numbers.
_TAIL = ("service_area", "theme", "complainant", "thing", "stage", "timeliness")
_SENTENCE_WIDE = frozenset(
    ("thing", "stage", "procedure", "context", "counted", "source", "client", "average")
)


class Sharing:
    """Gives the numbers of a sentence the labels that their own words leave open."""

    def __init__(self, phrases: Phrases, fitting: Fitting) -> None:
        self._fitting, self._dating, self._in_turn = fitting, Dating(phrases), InTurn(phrases)
        compiled = phrases.compile
        self._now = compiled(r"\b{until_now}\b")
        self._hence = compiled(r"\b{conclusions}\b")
        self._existential = compiled(r"\b{existentials}\s+$")
        self._timely = compiled(r"^\W*(?:{timely_openings}\s+)*(?P<noun>{timeliness_nouns})\b")
        self._all_but = compiled(
            r"\b(?:{exceptions_of_all}|{wholes_of_all}\b[^.;]{0,50}\b{exception_words})\s+$"
        )
        self._of = compiled(r"\s*{of_links}\s[^.,;()]*")
        self._not = compiled(r"\s*(?:{counted_nouns}\s+)?{denials}\W*$")
        self._partly = compiled(r"\s*(?:{counted_nouns}\s+)?(?:{auxiliaries}\s+)?{partial_words}\W*$")
        self._no_verb = compiled(r"(?!.*\b{finite_verbs}\b).*\b{and_words}\s*$")

    def share(self, parsed: Parsed, frames: list[Frame], lent: Sequence[Label], listed: bool) -> list[Tie]:
        """Add to each number what its neighbours, the subject and the tail say of it; the ties."""
        sentence = Sentence(parsed, frames, self._subject(parsed, listed), lent)
        there = range(len(frames))
        sentence.weigh(
            (
                _part_of_it,
                _year_of_next,
                _number_before,
                _noun_after,
                base,
                slice_of_whole,
                finding_of_whole,
                self._of_subject,
                _of_tail,
                _earlier,
            ),
            there,
        )
        sentence.weigh((_manner,), there)
        sentence.weigh((self._cut_short, self._all_but_these), there)
        sentence.weigh((self._common_verb, self._in_time), reversed(there))
        sentence.weigh((*self._in_turn.rules(sentence), _outcome_not_stage, self._share_of_stage), there)
        sentence.weigh((whole_has_no_predicate,), there)
        return sentence.ties

    def _subject(self, parsed: Parsed, listed: bool) -> list[Label]:
        """What stands before the first number and speaks of it."""
        first = parsed.zones[0]
        out = [
            Label(facet, tag.text, tag.code, "sentence")
            for facet in _SUBJECT
            for tag in parsed.subject(facet)
            if self._fitting.fits(parsed, first, tag, listed)
        ]
        for p in parsed.periods:
            if p.end <= first.number.start and not self._dating.is_compared(parsed.plain[: p.start]):
                out.append(period_label(p, "sentence"))
        return out

    def _of_subject(self, s: Sentence, i: int) -> Iterator[Candidate]:
        frame, has = s.frames[i], s.own(i)
        if any(_begins_anew(s, k) for k in range(1, i + 1)):
            return
        between = (s.frames[i - 1].zone.number.end, frame.zone.number.start) if i else (0, 0)
        now = bool(i and self._now.search(s.parsed.plain, *between))
        now = now or bool(i and frame.change and self._hence.search(s.parsed.plain, *between))
        labels = []
        for x in s.subject:
            predicated = x.facet in PREDICATE and (frame.change or bool(has & set(PREDICATE)))
            if predicated and not (x.facet == "event" and not has & set(PREDICATE)):
                continue
            if x.facet == "context" and {"service_area", "event"} <= s.facets(i):
                continue  # 'Early Help received 40'
            if (x.facet == "period" and (frame.earlier or now)) or (x.facet == "theme" and s.frames[0].acted):
                continue
            labels.append(x)
        yield from proposed(labels, "the subject")

    def _in_time(self, s: Sentence, i: int) -> Iterator[Candidate]:
        """'Timeliness has improved from 70% to 80%': a percentage of it is what was answered in time."""
        speed = self._timely.match(s.parsed.plain, 0, s.frames[0].zone.number.start)
        if speed and not s.tags("timeliness") and s.frames[i].zone.number.unit.startswith("percent"):
            label = Label("timeliness", speed["noun"], "within_timescale", "own")
            yield Candidate("timeliness", (label,), "a share of time")

    def _cut_short(self, s: Sentence, i: int) -> Iterator[Candidate]:
        """'25 were upheld, nine in part and five were not': what they make of the one before."""
        zone = s.frames[i].zone
        rest = s.parsed.plain[zone.number.end : zone.post_end]
        said = [x for x in s.frames[i - 1].labels if x.origin in ("own", "clause")] if i else []
        if self._not.fullmatch(rest):
            yield from _turned(said)
        elif self._partly.fullmatch(rest) and any(x.facet == "outcome" and x.code in OPPOSITE for x in said):
            label = Label("outcome", rest.strip(), "partially_upheld", "own")
            yield Candidate("outcome", (label,), "turned round")

    def _all_but_these(self, s: Sentence, i: int) -> Iterator[Candidate]:
        """'All but nine were answered on time': the nine were not."""
        if self._all_but.search(s.parsed.plain[: s.frames[i].zone.number.start]):
            yield from _turned(s.frames[i].labels)

    def _common_verb(self, s: Sentence, i: int) -> Iterator[Candidate]:
        """'77% of Stage 1 and 78% of Stage 2 responses were in time': one verb for both numbers."""
        if i + 1 == len(s.frames):
            return
        a, later = s.frames[i].zone.number, s.frames[i + 1].zone
        if self._existential.search(s.parsed.plain[: a.start]):
            return  # 'There were 60 complaints and 5 were escalated'
        joined = self._no_verb.match(s.parsed.plain[a.end : later.number.start])
        if a.unit == later.number.unit and not later.link and joined:
            yield from _predicate_of_next(s, i)

    def _share_of_stage(self, s: Sentence, i: int) -> Iterator[Candidate]:
        """'188 were considered at Stage 2, being 8.8% of those answered at Stage 1': a share that went on."""
        zone = s.frames[i].zone
        base = self._of.match(s.parsed.plain, zone.number.end) if i and zone.link == "restated" else None
        if base is None or {"outcome", "timeliness"} & _facets_of(s.frames[i - 1], ("own", "clause")):
            return
        below = [t for t in s.tags("stage") if base.start() <= t.start < base.end()]
        stage = next((x for x in (*s.frames[i - 1].labels, *s.lent) if x.facet == "stage"), None)
        if below and stage and below[0].code < stage.code and stage.code in ("stage_2", "stage_3"):
            yield Candidate("stage", (stage.with_origin("clause"),), "a share that went on")
            label = Label("event", base.group().strip(), "escalated", "own")
            yield Candidate("event", (label,), "a share that went on")
            yield from nothing(("outcome", "timeliness"), "a share that went on")


def _turned(labels: Sequence[Label]) -> Iterator[Candidate]:
    """The opposite of the first label of outcome or speed that has one."""
    for x in labels:
        if x.facet in KINDS and x.code in OPPOSITE:
            yield from nothing({*PREDICATE} - {x.facet}, "turned round")
            label = Label(x.facet, f"not {x.text}", OPPOSITE[x.code], "own")
            yield Candidate(x.facet, (label,), "turned round")
            return
    if any(x.facet == "event" and x.code == "decided" for x in labels):
        yield Candidate("event", (Label("event", "not closed", "open", "own"),), "turned round")


def _part_of_it(s: Sentence, i: int) -> Iterator[Candidate]:
    """'Two of the 16 closed': what the whole is, the part is."""
    later = s.frames[i + 1] if i + 1 < len(s.frames) else None
    if later and later.zone.link == "partitive":
        labels = [x for x in later.labels if x.facet not in ("period", "counted")]
        yield from proposed(labels, "the part of it", "clause")


def _number_before(s: Sentence, i: int) -> Iterator[Candidate]:
    """What the number before says of this one, by how the two hang together."""
    if not i:
        return
    before, frame = s.frames[_prior(s, i)], s.frames[i]
    own = s.own(i)
    if _begins_anew(s, i):
        return
    if frame.zone.link == "restated":
        before = before if frame.zone.bracketed else _antecedent(s, i)
        frame.change = frame.change or before.change
        but = ("unit",) if before.change else ("unit", "change")
        labels = [x for x in before.labels if x.facet not in but]
        firm = ("thing", "event") if any(x.facet == "thing" for x in before.labels) else ()
        yield from proposed((x for x in labels if x.facet in firm), "said again", "clause")
        yield from proposed((x for x in labels if x.facet not in firm), "compared with", "clause")
    elif frame.zone.link == "part" or (not frame.zone.link and before.part and own & set(KINDS)):
        frame.part = True
        whole = _antecedent(s, i) if frame.zone.link == "part" else before
        keep = _SENTENCE_WIDE | {"period"} | (set() if own & set(PREDICATE) else set(PREDICATE))
        yield from proposed((x for x in whole.labels if x.facet in keep), "compared with", "sentence")
    elif bracketed_whole(s, i):
        yield from whole_in_bracket(before)
    elif frame.zone.link in ("compare", "to") or before.change or _is_echo(s, i):
        dated = any(x.facet == "period" and x.origin == "own" for x in before.labels)
        again = before.change and dated and not frame.zone.link and _is_echo(s, i)  # 'and 13% in 2017/18'
        frame.change = frame.change or again
        skipped = {"period", "unit"} if again else {"period", "change", "unit"}
        yield from proposed((x for x in before.labels if x.facet not in skipped), "compared with", "clause")
    else:
        keep = _SENTENCE_WIDE if own & set(PREDICATE) else _SENTENCE_WIDE | {"event"}
        labels = [x for x in before.labels if x.facet in keep]
        if any(x.facet == "thing" and x.code == "complaint" and x.origin == "own" for x in frame.labels):
            labels = [x for x in labels if x.code != "representation"]
        yield from proposed(labels, "the number before", "sentence")


def _begins_anew(s: Sentence, i: int) -> bool:
    """'...; there had been 97 adult social care complaints': another half with its own procedure."""
    gap = s.parsed.plain[s.frames[i - 1].zone.number.end : s.frames[i].zone.number.start]
    return ";" in gap and {"thing", "procedure"} <= s.own(i)


def _antecedent(s: Sentence, i: int) -> Frame:
    """The number that 'of which' speaks of: not one in a bracket that has closed."""
    start = s.frames[i].zone.number.start
    for k in range(i - 1, -1, -1):
        n, plain = s.frames[k].zone.number, s.parsed.plain
        opened = plain.rfind("(", 0, n.start)
        if k and opened >= 0 and ")" not in plain[opened : n.start] and ")" in plain[n.end : start]:
            continue
        return s.frames[k]
    return s.frames[i - 1]


def _prior(s: Sentence, i: int) -> int:
    """The number before this one that is no '(out of 350)'."""
    return i - 2 if i > 1 and bracketed_whole(s, i - 1) else i - 1


def _is_echo(s: Sentence, i: int) -> bool:
    """'..., last year it was 70%': a year of its own, and nothing else is said of the number."""
    before, frame = s.frames[i - 1], s.frames[i]
    units = {n.unit for n in (before.zone.number, *before.zone.twins)}
    silent = s.own(i) <= {"period", "counted"} and not frame.change
    return silent and "period" in s.own(i) and frame.zone.number.unit in units


def _year_of_next(s: Sentence, i: int) -> Iterator[Candidate]:
    """'Against 2,700 referrals and 2.9% for 2020/21': the year is both numbers'."""
    later = s.frames[i + 1] if i + 1 < len(s.frames) else None
    if later and s.frames[i].zone.link == "compare" and not later.zone.link and "period" not in s.own(i):
        years = [x for x in later.labels if x.facet == "period" and x.origin == "own"]
        yield from proposed(years, "compared with", "clause")


def _manner(s: Sentence, i: int) -> Iterator[Candidate]:
    """'We upheld 48% of complaints, in full or in part': the two outcomes together."""
    frame = s.frames[i]
    stop = s.frames[i + 1].zone.number.start if i + 1 < len(s.frames) else len(s.parsed.plain)
    both = [t for t in s.tags("outcome") if t.code == UNION and frame.zone.number.end <= t.start < stop]
    if both and frame.has("outcome", "upheld", "own"):
        label = Label("outcome", both[0].text, UNION, "own")
        yield Candidate("outcome", (label,), "turned round")


def _noun_after(s: Sentence, i: int) -> Iterator[Candidate]:
    """What the next number counts; of '32, nine and three complaints' what the last one does."""
    later = s.frames[i + 1] if i + 1 < len(s.frames) else None
    if not later or later.zone.link == "compare" or {"thing", "context"} & s.own(i):
        return
    for before, frame in itertools.pairwise(s.frames[i:]):
        # 'Twelve came from parents, six of whom had an advocate' counts no advocates twice
        things = [x for x in frame.labels if x.facet == "thing" and x.code != "advocacy"]
        if things or frame.zone.number.start - before.zone.number.end > len(", and "):
            near = {x.facet for x in s.frames[i - 1].labels} if i else set()
            if not {"thing", "context"} & near:
                yield from proposed(things, "the noun after", "sentence")
            return


def _of_tail(s: Sentence, i: int) -> Iterator[Candidate]:
    """'dropped by 19% from 69 to 56 for X': the last words speak of the whole series."""
    linked = [k for k, f in enumerate(s.frames) if k and f.zone.link in ("compare", "to")]
    if not linked:
        return
    last = first = linked[-1]
    while first in linked or (first > 0 and first + 1 in linked):
        first -= 1
    if first <= i <= last:
        labels = [x for x in s.frames[last].labels if x.facet in _TAIL and x.origin == "own"]
        yield from proposed(labels, "the end of the series", "clause")


def _earlier(s: Sentence, i: int) -> Iterator[Candidate]:
    if s.frames[i].earlier:
        yield Candidate(
            "period", (Label("period", "earlier", "relative_previous", "own"),), "the earlier of two"
        )


def _predicate_of_next(s: Sentence, i: int) -> Iterator[Candidate]:
    """The verb behind the next number is this one's too, where it has none."""
    frame, later = s.frames[i], s.frames[i + 1]
    if frame.change or later.change or s.own(i) & set(PREDICATE):
        return
    verbs = [x for x in later.labels if x.facet in PREDICATE and x.origin in ("own", "clause")]
    if verbs:
        yield from proposed(verbs, "one verb for both", "clause")
        stages = [x for x in later.labels if x.facet == "stage" and x.origin == "own"]
        yield from proposed(stages, "the verb's stage", "clause")


def _outcome_not_stage(s: Sentence, i: int) -> Iterator[Candidate]:
    """'Ten complaints were withdrawn, four resolved informally': an outcome, no stage."""
    first, frame = s.frames[0], s.frames[i]
    if not i or not (first.has("thing", "complaint", "own") and has_outcome(first)):
        return
    outcomes = {x.text for x in frame.labels if x.facet == "outcome" and x.origin == "own"}
    stages = [x for x in frame.labels if x.facet == "stage"]
    kept = tuple(x for x in stages if x.text not in outcomes)
    if len(kept) < len(stages):
        yield Candidate("stage", kept, "an outcome, no stage")


def _facets_of(frame: Frame, origins: Sequence[str]) -> set[str]:
    return {x.facet for x in frame.labels if x.origin in origins}
