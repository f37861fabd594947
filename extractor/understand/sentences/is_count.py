"""Does a number count something of ours, or point back to what was counted before?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.model.types import Context, Label, Place
from extractor.understand.sentences.attachment import BARE_PROCEDURE
from extractor.understand.sentences.exclusions import Refusals
from extractor.understand.sentences.own_labels import Frame
from extractor.understand.sentences.sentence import Parsed, Zone
from extractor.understand.tables.labels import Reader
from extractor.understand.tables.memory import Memory

PERSONAL = ("ethnicity", "sex", "age_band", "disability", "religion")
_SHORT = 9
"""Words of a sentence that says no more than a figure and its year."""
_NO_NOUN = ("percent", "percentage_point", "gbp", "days", "working_days")
"""Units of numbers that have no noun of their own behind them."""
_NEXT_YEAR = 5
"""Characters, at most, between a 'none' and the year in which there were none: 'in'."""
_LISTED = frozenset(("outcome", "timeliness", "stage", "thing", "complainant", "channel"))
_SLICES = frozenset(("complainant", "service_area", "theme", "disability"))
_INHERITED = ("complainant", "stage", "procedure", "service_area", "theme", "thing")
_NEXT = re.compile(r"[\s'\"]*(?P<word>[A-Za-z][\w'-]*|)")
_ENDS = re.compile(r"\s*(?:[.,;]|$)")
_ALONE = re.compile(r"\W*[\d,]+\s*(?:\(y+\W*[\d,]+\))?\W*")
"""A number and its earlier year's, and no word."""


def personal_heading(reader: Reader, context: Context) -> str:
    """The personal characteristic that the section is about, or ''."""
    hint = reader.hint(context.headings[-1]) if context.headings else ""
    return hint if hint in PERSONAL else ""


def _beside_money(parsed: Parsed, zone: Zone) -> bool:
    """'£44,850 (71)': so many payments."""
    return bool(zone.index and zone.bracketed and parsed.zones[zone.index - 1].number.unit == "gbp")


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What speaks for a number being a count of ours."""

    parsed: Parsed
    zone: Zone
    change: bool
    near: set[str]
    own: set[str]
    things: set[str]
    lent: set[str]
    listed: bool
    terse: bool
    """No full sentence: 'Members 214, MPs 63'."""
    item: bool
    """It has its label from a series of labels and numbers."""
    told: bool
    """The sentence before says what is counted."""

    @property
    def firm(self) -> bool:
        """Is a thing named that is no mere 'case'?"""
        return bool(self.things - {"case"})

    @property
    def staged(self) -> bool:
        return bool(self.near & {"stage", "outcome", "timeliness"})

    @property
    def personal(self) -> bool:
        return bool(self.near & set(PERSONAL))


class Counting:
    """Decides number by number; `memory` holds the values printed so far."""

    def __init__(self, reader: Reader, refusals: Refusals, memory: Memory) -> None:
        self._reader, self._refusals, self._memory = reader, refusals, memory
        compiled = reader.phrases.compile
        self._function = compiled(r"{function_words}")
        self._pronoun = compiled(r"^\W*(?!{impersonal}\b){pronouns}\b")
        self._pointer = compiled(r"\b{pointers}\s+$")
        self._participle = compiled(r"{participles}")
        self._were = compiled(r"\s*(?:\([^()]*\)\s*)?{described_links}\s")
        self._of_these = compiled(r"\s+{part_pointers}\b")
        self._speaks = compiled(r"\s+(?:{part_pointers}\s+)?(?:{arrivals}\s+)?(?:{about_leads}|{party_by})\b")
        self._of_others = compiled(r"\s*{of_links}\s+(?:[\w'-]+\s+){0,2}?{counted_other}\b")
        self._people = compiled(r"\s?(?:{complaining_people}\s)?")
        self._at = compiled(r"\s+(?:{stage_leads}|{auxiliaries})\s+(?:{articles} )?")
        self._existential = compiled(r"\b{existentials}\s+(?:{change_hedges}\s+)?$")
        self._answers = compiled(r"\s+(?:[\w-]+\s+)?{answers}\b")
        self._of_them = compiled(
            r"\s?(?:{part_pointers}\s+)?(?:(?:{auxiliaries}|{under_words})\s+)*(?:{articles}\s+)?"
        )
        self._brought = compiled(r"\b{complaining}\s+(?:{change_hedges}\s+)?$")
        self._took = compiled(r"\b{gapped_verbs}\s+(?:{change_hedges}\s+)?$")
        self._linked = compiled(r"[a-z]\s+{item_links}\s+$")
        self._bare = compiled(BARE_PROCEDURE)
        self._act = compiled(r"\s+(?:{channel_acts}\s+)?(?:{articles}\s+)?")
        self._held = compiled(r"\b{comparators}\s+{articles}\s+$")
        self._a_total = compiled(r"\b{articles} {sums} {of_links}\s*$")

    def counts(
        self,
        parsed: Parsed,
        frame: Frame,
        place: Place,
        lent: Sequence[Label],
        previous: Sequence[Label],
        terse: bool,
    ) -> bool:
        """Do the words near the number say that something of ours is counted? `terse`: no full sentence."""
        e = _Evidence(
            parsed,
            frame.zone,
            frame.change,
            {x.facet for x in frame.labels if x.origin in ("own", "clause", "sentence")},
            {x.facet for x in frame.labels if x.origin == "own"},
            {x.code for x in frame.labels if x.facet == "thing"},
            {x.facet for x in lent},
            place.kind in ("list", "tile"),
            terse,
            frame.item is not None,
            bool(previous),
        )
        n = frame.zone.number
        if any(t.start - n.end <= 3 and " " in t.text for t in parsed.after(frame.zone, "stage")):
            return True
        if n.value == 0 and n.word:
            if n.raw.lower() == "nil" and e.things:
                return True
            if e.zone.index and e.firm and any(0 < p.start - n.end <= _NEXT_YEAR for p in parsed.periods):
                return True  # 'two in 2021/22 and none in 2020/21'
            return (e.firm and "stage" in e.own) or ("thing" in e.own and (e.firm or e.staged))
        if frame.acted:
            return True
        heading = personal_heading(self._reader, place.context)
        head = "none" if frame.change or "average" in e.near else self._head(parsed, frame.zone)
        if head == "strange" and not self._is_answer(e):
            return False
        said = e.near & {"outcome", "timeliness"} and "context" not in e.own
        if head == "service" and not (said or e.personal or heading):
            return "context" in e.near and self._refusals.statistical(parsed, frame.zone)
        paid = any(x.facet == "thing" and x.code in ("payment", "remedy") for x in lent)
        if paid and e.listed and (n.unit == "gbp" or _beside_money(parsed, frame.zone)):
            return True
        if n.unit == "gbp":
            return bool(e.things & {"payment", "expenditure", "remedy"}) or self._refusals.money(parsed)
        if frame.change:
            return bool(e.things or e.staged or e.told or e.lent & {"thing", "stage"} or "context" in e.near)
        return self._named(e, heading) or self._leans(e, place)

    def _is_answer(self, e: _Evidence) -> bool:
        """'33 replies were on time', or a number that is given with its share."""
        answers = self._answers.match(e.parsed.plain, e.zone.number.end)
        return bool(e.zone.twins or (answers and "timeliness" in e.own))

    def _named(self, e: _Evidence, heading: str) -> bool:
        """Does the number's own clause name what is counted?"""
        if self._at_stage(e):
            return True
        if (
            e.firm
            or {"stage", "event"} <= e.own
            or ("stage" in e.lent and self._happened(e))
            or (e.things and (e.staged or "stage" in e.lent))
        ):
            return True
        broken = e.zone.number.unit in ("days", "working_days") and (e.zone.number.value or 0) % 1
        if broken and (e.things or "stage" in e.near or e.lent & {"thing", "stage"}):
            return True
        if e.near & {"outcome", "timeliness", "average"} or (e.listed and e.own & _LISTED):
            return True
        if "counted" in e.near and e.personal:
            return True
        return bool(heading and "counted" in e.own and not e.things)

    def _at_stage(self, e: _Evidence) -> bool:
        """'604 at Stage 1', 'Stage 1 barely moved: 369 this year': a stage, and no other noun."""
        if "stage" not in e.near or e.zone.number.unit not in ("", "count"):
            return False
        end = e.zone.number.end
        if any(self._at.fullmatch(e.parsed.plain, end, t.start) for t in e.parsed.after(e.zone, "stage")):
            return True
        return any(0 <= p.start - end <= 4 for p in e.parsed.periods) and not e.zone.number.word

    def _happened(self, e: _Evidence) -> bool:
        """'Ten received', 'Ten residents appealed': is the number's verb right behind it or its people?"""
        end = e.zone.number.end
        return (
            any(self._people.fullmatch(e.parsed.plain, end, t.start) for t in e.parsed.after(e.zone, "event"))
            and not e.parsed.plain[: e.zone.number.start].strip()
        )

    def _predicated(self, e: _Evidence) -> bool:
        """'Four were from carers', 'two concerned delay': is the number itself what the verb speaks of?"""
        return bool(self._speaks.match(e.parsed.plain, e.zone.number.end))

    def _there_were(self, e: _Evidence) -> bool:
        """'In Adult Care there were 86', '71 statutory': the number stands for what was counted before."""
        if e.zone.number.unit not in ("", "count"):
            return False
        end = e.zone.number.end
        near = (
            t
            for t in e.parsed.after(e.zone, "procedure")
            if self._of_them.fullmatch(e.parsed.plain, end, t.start)
        )
        if next(near, None) or self._bare.match(e.parsed.plain, end):
            return True
        return bool(self._existential.search(e.parsed.plain[: e.zone.number.start]))

    def _has_so_many(self, e: _Evidence, leaning: bool) -> bool:
        """'Relatives brought 61', 'Highways had accounted for 188, Waste for 59'."""
        before = e.parsed.plain[: e.zone.number.start]
        if "complainant" in e.near and self._brought.search(before):
            return True
        if not leaning or not e.near & (_SLICES | {"procedure", "stage"}):
            return False
        took = self._took.search(before) or (e.zone.index and self._linked.search(before))
        return self._there_were(e) or bool(took and e.near & (_SLICES | {"procedure"}))

    def _reached_us(self, e: _Evidence) -> bool:
        """Is the number, or its share, what the way of getting in touch right behind it is said of?"""
        return any(
            self._act.fullmatch(e.parsed.plain, e.zone.number.end, t.start) is not None
            for t in e.parsed.after(e.zone, "channel")
        )

    def _leans(self, e: _Evidence, place: Place) -> bool:
        """Does it count by leaning on what its surroundings name?"""
        n, listed = e.zone.number, place.kind == "list"
        leaning = e.told or "thing" in e.lent or place.context.of_ombudsman
        if leaning and e.own & {"complainant", "service_area", "theme", "client"} and self._predicated(e):
            return not (n.word and (n.value or 0) <= 1 and not e.zone.index)
        if self._has_so_many(e, leaning):
            return True
        if "context" in e.near:
            return self._refusals.statistical(e.parsed, e.zone)
        if e.told and self._of_these.match(e.parsed.plain, n.end):
            return True
        if e.told and "period" in e.own and not n.word and self.opens_with_pronoun(e.parsed):
            return True  # 'This compares with 350 in 2021/22 and 304 in 2020/21.'
        if "event" in e.near and leaning:
            return listed or not (n.word and (n.value or 0) <= 1)
        share = n.unit == "percent"
        counted = "counted" in e.own
        # 'Fourteen sent an email and three telephoned'
        reached = "channel" in e.own and (leaning or share) and self._reached_us(e)
        beside = share or e.zone.bracketed or e.zone.link == "compare" or counted
        if reached or (e.near & _SLICES and beside):
            return True
        short = len(e.parsed.plain.split()) <= _SHORT and not n.word and not share
        if e.told and "period" in e.own and short:
            return True  # 'Last year it was 157.', 'The previous year's total was 500.'
        if e.personal and leaning and self._were.match(e.parsed.plain, n.end):
            return True  # 'Thirty two (59%) were women'
        if e.personal and leaning:
            return share or counted or e.terse
        if (e.terse or e.item) and e.own & (_SLICES | _LISTED) and (leaning or "stage" in e.lent):
            return True
        if not e.parsed.plain[: n.start].strip() and "thing" in e.lent and _ENDS.match(e.parsed.plain, n.end):
            return True  # under 'Compliments': '88, a fall of 14%'
        if e.lent & {"thing", "stage"} and _ALONE.fullmatch(e.parsed.plain):
            return True  # under 'Stage 1': '88 (2019/20: 93).'
        if share and e.told and self.opens_with_pronoun(e.parsed):
            return True
        return e.zone.link in ("compare", "to") and bool(e.near) and (e.told or bool(e.things))

    def opens_with_pronoun(self, parsed: Parsed) -> bool:
        """Does the sentence open with 'these', 'of which', 'four of these' or the like?"""
        plain, first = parsed.plain, [z.number for z in parsed.zones[:1]]
        some = any(not plain[: n.start].strip() and self._of_these.match(plain, n.end) for n in first)
        return some or bool(self._pronoun.match(plain))

    def counts_other(self, parsed: Parsed, zone: Zone) -> bool:
        """Does the number's own noun say that something else is counted?"""
        return self._head(parsed, zone) in ("strange", "service")

    def _head(self, parsed: Parsed, zone: Zone) -> str:
        """The kind of the number's head noun: ours, service (people, plans), none (an ellipsis) or strange.

        '22 formal complaints' is ours, '12 were upheld' and '(13)' have none,
        'three independent panellists' is strange.
        """
        if zone.number.unit == "percent" and self._of_others.match(parsed.plain, zone.number.end):
            return "strange"  # '38% of new plans'
        if zone.number.unit in _NO_NOUN or zone.bracketed:
            return "none"
        at = zone.number.end
        for strange in range(6):
            found = _NEXT.match(parsed.plain, at)
            word = found["word"] if found else ""
            if found is None or not word:
                return "strange" if strange else "none"
            start = found.start("word")
            here = {t.facet for t in parsed.tags if t.start <= start < t.end}
            if here:
                return "service" if here <= {"context", "age_band"} else "ours"
            if any(p.start <= start < p.end for p in parsed.periods):
                return "none"
            if self._function.fullmatch(word) or (not strange and self._participle.fullmatch(word)):
                return "strange" if strange else "none"
            at = found.end("word")
        return "strange"

    def back_reference(self, parsed: Parsed, frame: Frame) -> str:
        """A reason, where the number points back to one printed before, else ''."""
        n, zone = frame.zone.number, frame.zone
        if n.unit not in ("", "count") or n.value is None or frame.change:
            return ""
        if not zone.back and zone.link != "partitive":
            return ""
        before = parsed.plain[: n.start]
        known = (n.value, "count") in self._memory.values or n.value in self._memory.just
        if self._pointer.search(before):
            known = n.value in self._memory.anything
        if not known or (zone.link == "partitive" and self._a_total.search(before)):
            return ""
        if any(x.facet == "period" and x.origin == "own" for x in frame.labels) and self._held.search(before):
            return ""  # 'above the 92 of 2011/12'
        return "points back to a number printed before"

    def said_again(self, parsed: Parsed, zone: Zone) -> str:
        """'No Stage 3 complaints (no panel hearings)': the bracket says the same again."""
        n = zone.number
        if n.value != 0 or not n.word or zone.index == 0:
            return ""
        if not parsed.plain[: n.start].rstrip().endswith("("):
            return ""
        return "says again what stands before it" if parsed.zones[zone.index - 1].number.value == 0 else ""

    def inherited(self, zone: Zone) -> list[Label]:
        """The descriptors of the number that 'of the 18' points back to."""
        value = zone.number.value or 0.0
        claim = self._memory.values.get((value, "count"))
        return [
            x.with_origin("lead")
            for x in self._memory.just.get(value) or (claim.labels if claim else ())
            if x.facet in _INHERITED
            and (x.origin in ("own", "clause", "sentence") or x.facet in ("thing", "stage", "procedure"))
        ]
