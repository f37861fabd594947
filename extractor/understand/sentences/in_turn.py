"""Words named in one order and counted in the same: 'respectively', years side by side, runs of years."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from extractor.language import numbers
from extractor.lexicon.phrases import Phrases
from extractor.lexicon.tagger import Tag
from extractor.model.types import Label
from extractor.understand.sentences.candidates import Candidate, Rule, Sentence
from extractor.understand.sentences.own_labels import Frame
from extractor.understand.sentences.periods import YEAR_JOINT, period_label

_YEAR = re.compile(r"(\d{4})/\d{2}")
_BACK = ("relative_current", "relative_previous", "relative_two_back")
"""The years of a run that names none of them, the latest first."""
_STAGE_NUMBER = re.compile(r"\b(1|2|3|one|two|three)\b")
_STAGE_WORDS = {"one": "1", "two": "2", "three": "3"}
_FACETS = ("outcome", "stage", "service_area", "timeliness", "complainant", "channel", "sex")
_WHY = "one after the other"
UNION = "upheld_or_partially_upheld"


class InTurn:
    """Gives each number of a series the word that stands at its place."""

    def __init__(self, phrases: Phrases) -> None:
        self._run = phrases.compile(
            r"\b{runs_of_years}(?:(?P<to> {ends_of_runs} )|(?P<since> {starts_of_runs} ))?"
        )
        self._and = phrases.compile(r"[\s,]*(?:{and_words}\s+)?")
        self._ends = phrases.compile(YEAR_JOINT)
        self._parts = phrases.compile(r"{outcome_parts}\b")

    def rules(self, s: Sentence) -> tuple[Rule, ...]:
        """What the whole sentence says, number by number."""
        given: dict[int, list[Candidate]] = {}
        told = (
            *self._respectively(s),
            *self._shares_in_turn(s),
            *self._run_of_years(s),
            *_year_before_that(s),
            *self._at_both_ends(s),
        )
        for frame, label in told:
            given.setdefault(frame.zone.index, []).append(Candidate(label.facet, (label,), _WHY))

        def rule(_: Sentence, i: int) -> Iterator[Candidate]:
            latest = {c.facet: c for c in given.get(i, ())}
            yield from latest.values()

        return (rule,)

    def _run_of_years(self, s: Sentence) -> Iterator[tuple[Frame, Label]]:
        """'Over the last three years ... 89, 102 and 118': so many years, the oldest first."""
        parsed, run = s.parsed, self._run.search(s.parsed.plain)
        if not run:
            return
        start = parsed.plain.rfind(";", 0, run.start()) + 1
        stop = parsed.plain.find(";", run.end()) % (len(parsed.plain) + 1)
        periods = [p for p in parsed.periods if start <= p.start < stop]
        last = [p for p in periods if p.start == run.end() and p.kind == "financial_year"]
        inside = [f for f in s.frames if start <= f.zone.number.start < stop]
        frames = [f for f in inside if not run.start() <= f.zone.number.start < run.end()]
        named = run["to"] or run["since"]
        count = next((int(n.value or 0) for n in numbers.in_sentence(run.group())), 0)
        if len(frames) != count or len(last) != len(periods) or (named and not last):
            return
        if not self._side_by_side(s, frames) or (not last and count > len(_BACK)):
            return
        end = int(last[0].code[:4]) + (count - 1 if run["since"] else 0) if last else 0
        for back, frame in zip(range(count - 1, -1, -1), frames, strict=True):
            code = f"{end - back}/{(end - back + 1) % 100:02d}" if end else _BACK[back]
            yield frame, Label("period", run.group().strip(), code, "own")

    def _at_both_ends(self, s: Sentence) -> Iterator[tuple[Frame, Label]]:
        """'Between 2016/17 and 2019/20 they rose from 50 to 80': the first is the first year's."""
        years, frames = s.parsed.periods, s.frames
        if len(years) != 2 or len(frames) != 2 or frames[1].zone.link != "to":
            return
        if self._ends.fullmatch(s.parsed.plain, years[0].end, years[1].start):
            yield from ((f, period_label(year, "own")) for f, year in zip(frames, years, strict=True))

    def _respectively(self, s: Sentence) -> Iterator[tuple[Frame, Label]]:
        """'In 2021/22 and 2020/21 ... 88 and 93 respectively': the first year is the first number's.

        As many words of one kind as numbers go one to one; half as many go round twice
        ('355 at Stage 1 and 21 at Stage 2, compared with 371 and 17 respectively').
        """
        parsed = s.parsed
        end = parsed.plain.lower().find("respectively")
        if end >= 0 and not any(f.zone.number.start < end for f in s.frames[1:]):
            end = len(parsed.plain)  # 'upheld and not upheld were respectively 30 and 41'
        frames = [frame for frame in s.frames if frame.zone.number.start < end]
        last = max((p.end for p in parsed.periods), default=-1)
        if len(frames) != len(parsed.periods):
            frames = [frame for frame in frames if frame.zone.number.start > last] or frames
        if len(frames) < 2:
            return
        if len(parsed.periods) == len(frames):
            for frame, period in zip(frames, parsed.periods, strict=True):
                yield frame, period_label(period, "own")
        for facet in _FACETS:
            tags = self._tags(s, facet, end)
            distinct = len({t.start for t in tags}) == len({t.code for t in tags}) == len(tags)
            if len(tags) < 2 or not distinct or len(frames) not in (len(tags), 2 * len(tags)):
                continue
            for i, frame in enumerate(frames):
                tag = tags[i % len(tags)]
                yield frame, Label(facet, tag.text, tag.code, "own")

    def _tags(self, s: Sentence, facet: str, end: int) -> list[Tag]:
        """The facet's tags up to the place, a name for two of them as the two."""
        tags = _outermost([t for t in s.tags(facet) if t.end <= end])
        if facet == "stage" and len(tags) == 1 and tags[0].code == "all":
            return _stages_of(tags[0])
        return [part for t in tags for part in (self._halves(t) if t.code == UNION else (t,))]

    def _halves(self, tag: Tag) -> Sequence[Tag]:
        """'Upheld and partially upheld' as the two, in the order printed."""
        found = list(self._parts.finditer(tag.text))
        if len(found) != 2:
            return (tag,)
        codes = ["upheld" if m.group().lower().startswith("upheld") else "partially_upheld" for m in found]
        return [
            Tag(tag.start + m.start(), tag.start + m.end(), tag.facet, code, m.group())
            for m, code in zip(found, codes, strict=True)
        ]

    def _shares_in_turn(self, s: Sentence) -> Iterator[tuple[Frame, Label]]:
        """'4 in 2020/21 (out of 350) and 2 in 2021/22, that is 1.14% and 0.49% respectively'."""
        end = s.parsed.plain.lower().find("respectively")
        shares = [f for f in s.frames if f.zone.number.unit == "percent" and f.zone.number.start < end]
        counts = [f for f in s.frames if f.zone.number.unit != "percent" and f.zone.link != "partitive"]
        if len(shares) < 2 or len(shares) != len(counts) or not self._side_by_side(s, shares):
            return
        if counts[-1].zone.number.start > shares[0].zone.number.start:
            return
        for share, count in zip(shares, counts, strict=True):
            for label in count.labels:
                if label.facet in ("period", *_FACETS):
                    yield share, label

    def _side_by_side(self, s: Sentence, frames: Sequence[Frame]) -> bool:
        """Is there nothing but 'and' between the numbers?"""
        numbers = [frame.zone.number for frame in frames]
        return all(
            self._and.fullmatch(s.parsed.plain, a.end, b.start) for a, b in itertools.pairwise(numbers)
        )


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


def _year_before_that(s: Sentence) -> Iterator[tuple[Frame, Label]]:
    """'102 last year and 89 the year before', '203 in 2015/16 and 171 the year before': one further."""
    last = ""
    for frame in s.frames:
        own = [x for x in frame.labels if x.facet == "period" and x.origin == "own" and x.text != "earlier"]
        for x in own:
            if x.code == "relative_previous" and "before" in x.text.lower() and (code := _one_back(last)):
                yield frame, Label("period", x.text, code, "own")
        last = own[-1].code if own else last


def _one_back(code: str) -> str:
    """The year before another of a sentence; '' where the other is not known to be earlier."""
    if code == "relative_previous":
        return "relative_two_back"
    year = _YEAR.fullmatch(code)
    return f"{int(year[1]) - 1}/{int(year[1]) % 100:02d}" if year else ""
