"""Labels that the numbers of one sentence lend each other."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractor.lexicon.phrases import Phrases
from extractor.lexicon.tagger import Tag
from extractor.model.types import Label
from extractor.understand.sentences.attachment import Fitting
from extractor.understand.sentences.own_labels import Frame
from extractor.understand.sentences.periods import Dating, period_label
from extractor.understand.sentences.sentence import Parsed

#: What the subject of a sentence may say of all its numbers.
_SUBJECT = ("thing", "event", "stage", "procedure", "service_area", "theme", "complainant") + (
    ("channel", "outcome", "timeliness", "context", "sex", "source", "client", "average")
)
#: What the last words of a series may say of all its numbers.
_TAIL = ("service_area", "theme", "complainant", "thing", "stage", "timeliness")
_KINDS = ("outcome", "timeliness")
_NUMBERED = ("stage_1", "stage_2", "stage_3")
_AND = re.compile(r"[\s,]*(?:and\s+)?")
_AND_YEARS = re.compile(r"y+(?:[\s,]*(?:and\s+)?y+)+")
_RUN = 3
"""Years of a run that names none of them, or the last alone."""
_BACK = ("relative_current", "relative_previous", "relative_two_back")
_STAGE_NUMBER = re.compile(r"\b(1|2|3|one|two|three)\b")
_STAGE_WORDS = {"one": "1", "two": "2", "three": "3"}
_PREDICATE = ("outcome", "timeliness", "event")
"""What a verb says of a number."""
_SENTENCE_WIDE = frozenset(
    ("thing", "stage", "procedure", "context", "counted", "source", "client", "average")
)


_IN_TURN = ("outcome", "stage", "service_area", "timeliness", "complainant", "channel", "sex")
"""What a sentence may name in one order and count in the same order."""


class Sharing:
    """Hands labels on between the frames of a sentence."""

    def __init__(self, phrases: Phrases, fitting: Fitting) -> None:
        self._fitting, self._dating = fitting, Dating(phrases)
        self._now = phrases.compile(r"\b{until_now}\b")
        self._run = phrases.compile(r"\b{runs_of_years}(?P<to> (?:up )?to | ending | ended )?")
        self._timely = phrases.compile(
            r"^\W*(?:(?:the|our|overall|stage (?:1|2|one|two))\s+)*(?P<noun>{timeliness_nouns})\b"
        )
        self._all_but = phrases.compile(r"\b{exceptions_of_all}\s+$")

    def share(self, parsed: Parsed, frames: list[Frame], listed: bool) -> None:
        """Add to each frame what its neighbours, the subject and the tail say of it."""
        subject = self._subject(parsed, listed)
        span, tail = _tail(frames)
        for i, frame in enumerate(frames):
            own = {x.facet for x in frame.labels}
            own_kind = bool(own & {"outcome", "timeliness", "event"})
            _take_from_neighbours(frames, i, own_kind)
            if _is_base(frames, i):
                frame.labels.append(Label("event", "of which", "decided", "own"))
            now = i and self._now.search(parsed.plain, frames[i - 1].zone.number.end, frame.zone.number.start)
            said = [x for x in subject if x.facet != "period"] if now else subject
            _take_from_subject(frame, said, own_kind)
            for x in tail if i in span else ():
                if not any(y.facet == x.facet for y in frame.labels):
                    frame.labels.append(x)
            if frame.earlier and not any(x.facet == "period" for x in frame.labels):
                frame.labels.append(Label("period", "earlier", "relative_previous", "own"))
        for i in range(len(frames) - 2, -1, -1):
            if _says_again(frames[i], frames[i + 1]):
                _take_predicate(frames[i], frames[i + 1])
        _opening_comparison(frames)
        _one_stage(parsed, frames)
        for i in range(1, len(frames)):
            _denied(parsed, frames[i - 1], frames[i])
        for frame in frames:
            _all_but(parsed, frame, self._all_but)
        for i in range(len(frames) - 2, -1, -1):
            if _common_verb(parsed, frames[i], frames[i + 1]):
                _take_predicate(frames[i], frames[i + 1])
        self._share_in_time(parsed, frames)
        _first_of_series(frames)
        _respectively(parsed, frames)
        self._run_of_years(parsed, frames)
        _year_before_that(frames)
        _one_series_of_outcomes(frames)
        for i in range(1, len(frames)):
            if frames[i].zone.link == "partitive":
                _give_predicate(parsed, frames[i - 1], frames[i])

    def _run_of_years(self, parsed: Parsed, frames: list[Frame]) -> None:
        """'Over the last three years ... 89, 102 and 118': three years, the oldest first."""
        run = self._run.search(parsed.plain)
        if not run:
            return
        last = [p for p in parsed.periods if p.start == run.end() and p.kind == "financial_year"]
        told = [f for f in frames if not run.start() <= f.zone.number.start < run.end()]
        if len(told) != _RUN or len(last) != len(parsed.periods) or (run["to"] and not last):
            return
        numbers = [f.zone.number for f in told]
        if any(not _AND.fullmatch(parsed.plain, a.end, b.start) for a, b in itertools.pairwise(numbers)):
            return
        end = int(last[0].code[:4]) if last else 0
        for back, frame in zip(range(_RUN - 1, -1, -1), told, strict=True):
            code = f"{end - back}/{(end - back + 1) % 100:02d}" if end else _BACK[back]
            frame.labels[:] = [x for x in frame.labels if x.facet != "period"]
            frame.labels.append(Label("period", run.group().strip(), code, "own"))

    def _share_in_time(self, parsed: Parsed, frames: list[Frame]) -> None:
        """'Timeliness has improved from 70% to 80%': a percentage of it is what was answered in time."""
        speed = self._timely.match(parsed.plain, 0, frames[0].zone.number.start)
        if not speed or "timeliness" in parsed.by_facet:
            return
        for frame in frames:
            if frame.zone.number.unit.startswith("percent"):
                frame.labels.append(Label("timeliness", speed["noun"], "within_timescale", "own"))

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


def _take_from_neighbours(frames: list[Frame], i: int, own_kind: bool) -> None:
    """What the numbers before and after say of this one, where it does not say it itself."""
    frame = frames[i]
    later = frames[i + 1] if i + 1 < len(frames) else None
    donors: list[Label] = []
    if later and later.zone.link == "partitive":
        donors += _lent(later.labels, "clause", ("period", "counted"))
    if i > 0:
        if frame.zone.link == "restated" and any(x.facet == "thing" for x in frames[i - 1].labels):
            frame.labels[:] = [x for x in frame.labels if x.facet not in ("thing", "event")]
        donors += _from_before(frames[i - 1], frame, own_kind)
    has = {x.facet for x in frame.labels}
    if (
        later
        and later.zone.link != "compare"
        and not {"thing", "context"} & (has | {x.facet for x in donors})
    ):
        donors += [x.told_by("sentence") for x in _next_thing(frames, i)]
    frame.labels.extend(x for x in donors if x.facet not in has)


def _opening_comparison(frames: list[Frame]) -> None:
    """'Against 9% the year before, 12% were escalated': the 9% is of the same kind as the 12%."""
    if len(frames) < 2 or frames[0].zone.link != "compare" or frames[1].zone.link:
        return
    first, second = frames[0], frames[1]
    if not (first.earlier or any(x.facet == "period" and x.origin == "own" for x in first.labels)):
        return
    if first.change or second.change or first.zone.number.unit != second.zone.number.unit:
        return
    own = {x.facet for x in first.labels if x.origin == "own"} - {"thing"}
    lent = [x for x in _lent(second.labels, "clause", ("period", "change", "unit")) if x.facet not in own]
    facets = {x.facet for x in lent}
    first.labels[:] = [x for x in first.labels if x.facet not in facets] + lent


def _next_thing(frames: list[Frame], i: int) -> list[Label]:
    """What the next number counts; of '32, nine and three complaints' what the last one does."""
    for before, frame in itertools.pairwise(frames[i:]):
        things = [x for x in frame.labels if x.facet == "thing"]
        if things or frame.zone.number.start - before.zone.number.end > len(", and "):
            return things
    return []


def _from_before(before: Frame, frame: Frame, own_kind: bool) -> list[Label]:
    """What the number before says of this one, by how the two hang together."""
    if frame.zone.link == "restated":
        frame.change = before.change
        return _lent(before.labels, "clause", ("unit",) if before.change else ("unit", "change"))
    if frame.zone.link in ("compare", "to") or before.change:
        return _lent(before.labels, "clause", ("period", "change", "unit"))
    keep = _SENTENCE_WIDE if own_kind else _SENTENCE_WIDE | {"event"}
    return [x.told_by("sentence") for x in before.labels if x.facet in keep]


def _lent(labels: Sequence[Label], origin: str, but: Sequence[str]) -> list[Label]:
    return [x.told_by(origin) for x in labels if x.facet not in but]


def _take_from_subject(frame: Frame, subject: Sequence[Label], own_kind: bool) -> None:
    has = {x.facet for x in frame.labels}
    for x in subject:
        if x.facet in ("outcome", "timeliness") and (own_kind or frame.change):
            continue
        if x.facet == "event" and own_kind:
            continue
        if x.facet == "context" and {"service_area", "event"} <= has:
            continue  # 'Early Help received 40'
        if x.facet == "period" and (frame.earlier or "period" in has):
            continue
        if x.facet not in has or x.facet == "event":
            frame.labels.append(x)


def _is_base(frames: list[Frame], i: int) -> bool:
    """Is the number what an outcome is counted of ('33 upheld out of a total of 47')?"""
    zone = frames[i].zone
    if any(x.facet in ("outcome", "timeliness") for x in frames[i].labels if x.origin == "own"):
        return False
    if zone.link == "partitive" and i > 0:
        return _has_outcome(frames[i - 1])
    return zone.back and i + 1 < len(frames) and _has_outcome(frames[i + 1])


def _give_predicate(parsed: Parsed, part: Frame, whole: Frame) -> None:
    """'Two of the 16 complaints closed took more than 65 days': the speed is the two's, not the 16's."""
    if any(x.facet in _KINDS for x in part.labels if x.origin == "own"):
        return
    noun = max((t.end for t in parsed.after(whole.zone, "thing")), default=None)
    if noun is None:
        return
    for facet in _KINDS:
        said = [t for t in parsed.after(whole.zone, facet) if t.start >= noun]
        if said and any(x.facet == facet for x in part.labels):
            whole.labels[:] = [x for x in whole.labels if x.facet != facet]


_NOT = re.compile(r"\s*(?:complaints?\s+)?(?:(?:were|was|had|did|are|is)\s+not|took longer)\W*$", re.I)
_NO_VERB = re.compile(
    r"(?!.*\b(?:was|were|is|are|had|has|have|made|came|went|took|fell|rose)\b).*\band\s*$", re.I
)
_OPPOSITE = {
    "within_timescale": "over_timescale",
    "within_10_days": "over_timescale",
    "within_20_days": "over_20_days",
    "within_65_days": "over_65_days",
    "upheld": "not_upheld",
}


def _denied(parsed: Parsed, before: Frame, frame: Frame) -> None:
    """'25 were answered on time and five were not': the opposite of what is said of the 25."""
    zone = frame.zone
    if not _NOT.fullmatch(parsed.plain[zone.number.end : zone.post_end]):
        return
    for x in before.labels:
        if x.facet in ("timeliness", "outcome") and x.origin in ("own", "clause") and x.code in _OPPOSITE:
            frame.labels[:] = [y for y in frame.labels if y.facet not in ("timeliness", "outcome", "event")]
            frame.labels.append(Label(x.facet, f"not {x.text}", _OPPOSITE[x.code], "own"))
            return


def _all_but(parsed: Parsed, frame: Frame, opens: re.Pattern[str]) -> None:
    """'All but nine were answered on time': the nine were not."""
    if not opens.search(parsed.plain[: frame.zone.number.start]):
        return
    for x in frame.labels:
        if x.facet in ("timeliness", "outcome") and x.code in _OPPOSITE:
            frame.labels[:] = [y for y in frame.labels if y.facet not in ("timeliness", "outcome")]
            frame.labels.append(Label(x.facet, f"not {x.text}", _OPPOSITE[x.code], "own"))
            return


def _common_verb(parsed: Parsed, frame: Frame, later: Frame) -> bool:
    """'77% of Stage 1 and 78% of Stage 2 responses were in time': one verb for both numbers."""
    a, b = frame.zone.number, later.zone.number
    return a.unit == b.unit and not later.zone.link and bool(_NO_VERB.match(parsed.plain[a.end : b.start]))


def _one_stage(parsed: Parsed, frames: list[Frame]) -> None:
    """'165 complaints, 18 more than in 2018/19, at Stage 1': the one stage named is that of all."""
    told = [t for t in parsed.by_facet.get("stage", ()) if not t.label_only]
    moved = any(t.code == "escalated" for t in parsed.by_facet.get("event", ()))
    if len({t.code for t in told}) != 1 or told[0].code not in _NUMBERED or moved:
        return
    for frame in frames:
        if not any(x.facet == "stage" for x in frame.labels):
            frame.labels.append(Label("stage", told[0].text, told[0].code, "sentence"))


def _says_again(frame: Frame, later: Frame) -> bool:
    """'Nine complaints, or 9%,', 'half of them (66': is the later number the same figure?"""
    n = frame.zone.number
    return later.zone.link == "restated" or (later.zone.bracketed and n.word and n.unit == "percent")


def _take_predicate(frame: Frame, later: Frame) -> None:
    """'Three quarters of complaints (75%) were answered in time': the verb is both numbers'."""
    own = [x for x in frame.labels if x.origin == "own"]
    if frame.change or later.change or any(x.facet in _PREDICATE for x in own):
        return
    said = [x for x in later.labels if x.facet in _PREDICATE and x.origin in ("own", "clause")]
    if not said:
        return
    kinds = {x.facet for x in said}
    staged = any(x.facet == "stage" for x in frame.labels)
    stages = [x for x in later.labels if x.facet == "stage" and x.origin == "own" and not staged]
    frame.labels[:] = [x for x in frame.labels if x.facet not in kinds]
    frame.labels += [x.told_by("clause") for x in (*said, *stages)]


def _one_series_of_outcomes(frames: list[Frame]) -> None:
    """'Ten complaints were withdrawn, four resolved informally': an outcome, no stage."""
    first = frames[0]
    if not (first.has("thing", "complaint", "own") and _has_outcome(first)):
        return
    for frame in frames[1:]:
        outcomes = {x.text for x in frame.labels if x.facet == "outcome" and x.origin == "own"}
        frame.labels[:] = [x for x in frame.labels if x.facet != "stage" or x.text not in outcomes]


def _respectively(parsed: Parsed, frames: list[Frame]) -> None:
    """'In 2021/22 and 2020/21 ... 88 and 93 respectively': the first year is the first number's.

    As many words of one kind as numbers go one to one; half as many go round twice
    ('355 at Stage 1 and 21 at Stage 2, compared with 371 and 17 respectively').
    """
    end = parsed.plain.lower().find("respectively")
    if end < 0 and _years_in_turn(parsed, frames):
        end = len(parsed.plain)
    told = [frame for frame in frames if frame.zone.number.start < end]
    last = max((p.end for p in parsed.periods), default=-1)
    if len(told) != len(parsed.periods):
        told = [frame for frame in told if frame.zone.number.start > last] or told
    if len(told) < 2:
        return
    if len(parsed.periods) == len(told):
        for frame, period in zip(told, parsed.periods, strict=True):
            frame.labels[:] = [x for x in frame.labels if x.facet != "period"]
            frame.labels.append(period_label(period, "own"))
    for facet in _IN_TURN:
        tags = _outermost([t for t in parsed.by_facet.get(facet, ()) if t.end <= end])
        if facet == "stage" and len(tags) == 1 and tags[0].code == "all":
            tags = _stages_of(tags[0])
        distinct = len({t.start for t in tags}) == len({t.code for t in tags}) == len(tags)
        if len(tags) < 2 or not distinct or len(told) not in (len(tags), 2 * len(tags)):
            continue
        for i, frame in enumerate(told):
            tag = tags[i % len(tags)]
            frame.labels[:] = [x for x in frame.labels if x.facet != facet]
            frame.labels.append(Label(facet, tag.text, tag.code, "own"))


def _outermost(tags: list[Tag]) -> list[Tag]:
    """The tags less those inside a longer one ('upheld' in 'not upheld')."""

    def inside(t: Tag, o: Tag) -> bool:
        return o.start <= t.start and t.end <= o.end and len(o.text) > len(t.text)

    return [t for t in tags if not any(inside(t, o) for o in tags)]


def _stages_of(tag: Tag) -> list[Tag]:
    """'Stage 1 and Stage 2' as the two."""
    found = _STAGE_NUMBER.findall(tag.text.lower())
    codes = [f"stage_{_STAGE_WORDS.get(word, word)}" for word in found]
    return [Tag(tag.start + i, tag.end, tag.facet, code, tag.text) for i, code in enumerate(codes)]


def _years_in_turn(parsed: Parsed, frames: list[Frame]) -> bool:
    """'In 2015/16, 2016/17 and 2017/18 there were 92, 91 and 88': all years first, and as many as numbers."""
    years = [p for p in parsed.periods if p.kind == "financial_year"]
    if len(years) < 2 or len(years) != len(parsed.periods):
        return False
    told = [frame for frame in frames if frame.zone.number.start > years[-1].end]
    if not told and _AND_YEARS.fullmatch(parsed.plain[years[0].start : years[-1].end]):
        told = frames  # '92, 91 and 88 complaints were received in 2015/16, 2016/17 and 2017/18'
    if len(told) != len(years):
        return False
    numbers = [frame.zone.number for frame in told]
    return all(_AND.fullmatch(parsed.plain, a.end, b.start) for a, b in itertools.pairwise(numbers))


def _year_before_that(frames: list[Frame]) -> None:
    """'102 last year and 89 the year before': the second is two years back."""
    seen = False
    for frame in frames:
        for i, x in enumerate(frame.labels):
            if (
                x.facet == "period"
                and x.code == "relative_previous"
                and x.origin == "own"
                and x.text != "earlier"
            ):
                if seen and "before" in x.text.lower():
                    frame.labels[i] = Label("period", x.text, "relative_two_back", "own")
                seen = True


def _has_outcome(frame: Frame) -> bool:
    return any(x.facet == "outcome" and x.origin == "own" for x in frame.labels)


def _tail(frames: list[Frame]) -> tuple[range, list[Label]]:
    """'dropped by 19% from 69 to 56 for X': the last words speak of the whole series."""
    linked = [i for i, f in enumerate(frames) if i and f.zone.link in ("compare", "to")]
    if not linked:
        return range(0), []
    last = first = linked[-1]
    while first in linked or (first > 0 and first + 1 in linked):
        first -= 1
    said = [x.told_by("clause") for x in frames[last].labels if x.facet in _TAIL]
    return range(first, last + 1), said


def _first_of_series(frames: list[Frame]) -> None:
    """'from 92 to 90': the first is the earlier one though it has no year of its own."""
    for a, b in itertools.pairwise(frames):
        if b.zone.link == "to" and not a.change and a.zone.link == "compare":
            b.earlier = False
            b.labels[:] = [x for x in b.labels if x.code != "relative_previous"]
