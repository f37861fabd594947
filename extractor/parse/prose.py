"""Sentences, list items and key-number tiles to claims.

A number is read by its own words first (the noun and verb in its zone), then by
what the sentence's subject, the numbers it is compared with, the sentence before
and the lead of its list say. A new way of putting things needs no new rule as
long as its nouns, verbs and joints are known.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.numbers import Number
from extractor.parse.axes import Reader
from extractor.parse.memory import Memory
from extractor.parse.refuse import Refusals
from extractor.parse.sentence import Parsed, Zone, parse, sentences
from extractor.parse.tables import is_whole, lent_labels
from extractor.parse.tag import Tag, fold
from extractor.periods import Period
from extractor.types import Claim, Ignored, Issue, Label, Place, Prose, Reading, SourceKind

_PARTY = re.compile(
    r"\b(?:from|by|on behalf of|were|was|for)\s+(?:(?:a|an|the|another|either|their|his|her|whom were|who were|directly|or)\s+){0,3}$",
    re.I,
)
_BY = re.compile(r"\b(?:from|by|on behalf of)\b[^.;,]{0,60}$", re.I)
_MADE = re.compile(
    r"(?:\s+\w+){0,4}?\s+(?:made|submitted|raised|lodged|brought|complained|themselves)\b", re.I
)
#: 'complaints procedure', 'complaints team': the noun only qualifies another.
_NOT_THINGS = re.compile(
    r"(?:'s?)?\s+(?:procedures?|process(?:es)?|teams?|managers?|officers?|reports?|systems?|polic(?:y|ies)|functions?|handling|unit|regulations?|forms?|leaflets?|training|framework|service|department)\b",
    re.I,
)
_COUNTED = re.compile(
    r"^\W*(?:[\w'/-]+\s+){0,4}?(?P<noun>children|child|young people|young person|pupils|people|persons|staff|social workers|families|workshops|"
    r"cases|referrals|assessments|households|placements|plans|individuals|residents|employees|officers)\b",
    re.I,
)
_COUNTED_CODE = {
    "children": "child",
    "child": "child",
    "young people": "person",
    "young person": "person",
    "pupils": "child",
    "people": "person",
    "persons": "person",
    "staff": "person",
    "social workers": "person",
    "cases": "case",
    "referrals": "event",
    "assessments": "event",
    "individuals": "person",
    "residents": "person",
    "employees": "person",
    "officers": "person",
    "families": "",
    "workshops": "",
    "households": "",
    "placements": "",
    "plans": "",
}
_UP = re.compile(
    r"\b(?:increas\w*|ris(?:e|en|es|ing)|rose|grow\w*|grew|higher|more|gone up|went up|up by|upturn|climb\w*|additional)\b",
    re.I,
)
_DOWN = re.compile(
    r"\b(?:decreas\w*|reduc\w*|fall(?:s|en|ing)?|fell|drop\w*|declin\w*|lower|fewer|less|gone down|went down|down by|downturn)\b",
    re.I,
)
_CHANGE_BEFORE = re.compile(
    r"\b(?:(?:increas|decreas|reduc|declin)\w*|ris(?:e|en)|rose|fall(?:en)?|fell|drop(?:ped)?|grow(?:n|th)|grew|gone (?:up|down)|went (?:up|down)|up|down|changed?|difference|variance|improvement)\s+"
    r"(?:[\w'&/-]+\s+){0,8}?(?:of|by)\s*(?:just |only |about |around |over |approximately |nearly |almost |a further |some )?\(?$|"
    r"\b(?:(?<!made )(?<!make )(?<!makes )(?<!making )(?<!set )(?<!taken )(?<!took )up|(?<!broken )(?<!written )down|increased|decreased|rose|fell|dropped)\s+(?:by\s+)?$",
    re.I,
)
_CHANGE_AFTER = re.compile(
    r"^\s*(?:percentage points?\s+|%\s*)?\(?(?:[a-z-]+\s+){0,2}?(?:increase|decrease|reduction|rise|fall|drop|decline|growth|improvement)\b(?!\s+from\s+\d)|^\s*(?:per ?cent\s+)?(?:[a-z-]+\s+){0,2}?(?:more|fewer|less|higher|lower)\b(?!\s+than\s+\d)(?: [a-z]+){0,3} than\b|^\s*(?:more|fewer)\b(?!\s+than\s+\d)",
    re.I,
)
_COMPARATOR = re.compile(
    r"\b(?:from|than|compared (?:to|with)|comparison (?:to|with)|against|as in|upon|versus)\s+(?:that |those |the figures? )?(?:in |for |of |at )?(?:the )?$",
    re.I,
)
#: After a change these too name the year it is measured from.
_CHANGED_FROM = re.compile(r"\b(?:on|to|over|since|of)\s+(?:that |those )?(?:in |for |of )?(?:the )?$", re.I)
_STATE = re.compile(
    r"\b(?:is|are|was|were|remain|remains|remained|be|been|still|not|currently|being|yet|had|have|has)\s+(?:\w+\s+){0,2}['\"]?$|^\W*$",
    re.I,
)
_STATE_WORD = re.compile(
    r"(?:remain\w*|still|not|is|are|was|were|had|has|have|awaiting|yet|being|been|carried|brought)\b", re.I
)
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|be|been|being|had|has|have|fully|formally|not|to|then|also|and|or|successfully|informally|now)\s+$",
    re.I,
)
_AFTER_PREDICATE = re.compile(
    r"\s*(?:$|[.,;:()]|(?:at|in|on|by|within|as|to|and|or|during|following|with|without|outside|over|under|via|through|before|after|than|from|for|this|informally|locally|satisfactorily|or)\b)",
    re.I,
)
_SUBJECT = re.compile(
    r"['\"]?\s+(?:is|are|was|were|remains?|accounts?|accounted|each|both|being|made up|makes? up|represents?|represented|attracted|continues?)\b",
    re.I,
)
_NEXT = re.compile(r"[\s'\"]*(?P<word>[A-Za-z][\w'-]*|)")
_FUNCTION = re.compile(
    r"(?:of|in|at|on|for|to|from|by|with|was|were|is|are|has|have|had|and|or|but|as|the|which|who|that|during|this|these|than|through|via|across|"
    r"compared|respectively|each|being|been|did|do|does|not|per|out|went|came|within|between|into|over|under|after|before|last|also|only|found|relat\w*|concern\w*|"
    r"involv\w*|regarding|about|where|when|while|because|due|it|there|having)",
    re.I,
)
#: A change over these spans is no year-on-year change.
_LONG_TIME = re.compile(r"\bover the (?:last|past) (?:\d+|\w+) (?:months|years)\b", re.I)
_PERSONAL = ("ethnicity", "sex", "age_band", "disability", "religion")
_REASON = re.compile(
    r"\b(?:relat\w+ to|concern(?:ed|ing)|based on|due to|because of|because|about|regarding|where|as they were|as it was|as)\s+",
    re.I,
)
_PRONOUN = re.compile(r"^\W*(?:these|this|that|they|it|those|of these|of those|of which)\b", re.I)
_POINTS_BACK = re.compile(r"^\W*(?:out )?of the\b|^\W*the (?:remaining|other)\b", re.I)
_QUOTED = re.compile(r"(?<!\w)['\"](?P<name>[A-Z][^'\".;]{3,58}|[a-z][a-z/& -]{3,58})['\"](?!\w)")
_BASE = re.compile(r"^\s*(?:%\s*)?of (?:the |all |all the |total )?(?:[a-z0-9-]+ ){0,3}$", re.I)
_LIST_FACETS = (
    "stage",
    "procedure",
    "thing",
    "event",
    "outcome",
    "timeliness",
    "complainant",
    "channel",
    "service_area",
    "period",
)


@dataclass
class _Frame:
    """What one number's words say, while the sentence is being read."""

    zone: Zone
    labels: list[Label]
    change: bool = False
    earlier: bool = False


class ProseReader:
    """Reads the prose of one report; keeps what later sentences lean on."""

    def __init__(self, reader: Reader, memory: Memory) -> None:
        self.reader, self.memory = reader, memory
        self.refusals = Refusals(reader.phrases)
        self.previous: list[Label] = []
        self.previous_index = -10
        self.listed = False

    def read(self, place: Place) -> Reading:
        """Every number of the paragraph, claimed, ignored with a reason, or an Issue."""
        block = place.block
        assert isinstance(block, Prose)
        claims: list[Claim] = []
        ignored: list[Ignored] = []
        issues: list[Issue] = []
        if place.index - self.previous_index > 1 or not (
            _PRONOUN.match(block.text) or _POINTS_BACK.match(block.text)
        ):
            self.previous = []
        self.listed = place.kind in ("list", "tile")
        whole = self.refusals.paragraph(block, place.context)
        for offset, text in sentences(block.text):
            parsed = parse(text, offset, self.reader.tagger.tags(text))
            ignored.extend(self._ignored(parsed, n, place, "part of a name") for n in parsed.inside)
            if not parsed.zones:
                self._remember_subject(parsed)
                continue
            reason = whole or self.refusals.sentence(parsed)
            if reason:
                ignored.extend(self._ignore(parsed, z, place, reason) for z in parsed.zones)
                continue
            results = self._sentence(parsed, place, claims)
            claims.extend(r for r in results if isinstance(r, Claim))
            ignored.extend(r for r in results if isinstance(r, Ignored))
            if not any(isinstance(r, Claim) for r in results):
                self._remember_subject(parsed)
        self.previous_index = place.index
        return Reading(tuple(claims), tuple(ignored), tuple(issues), len(claims) + len(ignored))

    # -- one sentence ----------------------------------------------------------

    def _sentence(self, parsed: Parsed, place: Place, so_far: Sequence[Claim]) -> list[Claim | Ignored]:
        lent = self._lent(place)
        frames = [self._frame(parsed, z) for z in parsed.zones]
        self._share(parsed, frames)
        out: list[Claim | Ignored] = []
        kept: list[Label] = []
        counted = -2
        leaning = any(
            f.zone.back
            and f.zone.number.unit in ("", "count")
            and not self.refusals.number(parsed, f.zone, f.labels, False)
            for f in frames
        )
        for frame in frames:
            zone = frame.zone
            reason = (
                self.refusals.number(parsed, zone, frame.labels, frame.change)
                or self._back_reference(parsed, frame, frames)
                or self._said_again(parsed, zone)
            )
            follows = (
                zone.index > 0
                and counted == zone.index - 1
                and (frames[zone.index - 1].change or zone.link in ("compare", "to", "restated"))
            )
            if not reason and not follows and not self._counts(parsed, frame, place, lent):
                reason = "no word beside it says that complaints are counted"
            if reason:
                out.append(self._ignore(parsed, zone, place, reason))
                if reason.startswith("points back"):
                    kept = self._inherit_value(zone) or kept
                continue
            counted = zone.index
            claim = self._claim(parsed, frame, place, lent, kept, leaning)
            for one in self._each(parsed, frame, claim):
                out.append(one)
                self.memory.learn_values([one])
            kept = [x for x in claim.labels if x.origin in ("own", "clause", "sentence")] or kept
        if kept:
            told = [
                replace(x, origin="sentence")
                for x in kept
                if x.facet not in ("period", "outcome", "timeliness", "change", "unit")
            ]
            self.previous = list({x.facet: x for x in told}.values())
        return out

    def _lent(self, place: Place) -> list[Label]:
        out = lent_labels(self.reader, place.context)
        if place.kind != "list":
            out = [
                x
                for x in out
                if not (x.facet in ("outcome", "timeliness", "event") and x.origin.startswith("heading"))
            ]
        for depth, heading in enumerate(reversed(place.context.headings), start=1):
            known = self.memory.label(heading)
            if known and depth == 1 and not is_whole(known.code):
                out.append(replace(known, text=heading, origin="heading1"))
        return out

    def _frame(self, parsed: Parsed, zone: Zone) -> _Frame:
        labels: list[Label] = []
        frame = _Frame(zone, labels)
        before = parsed.plain[max(zone.pre_start, zone.number.start - 110) : zone.number.start]
        after = parsed.plain[zone.number.end : zone.number.end + 70]
        if (
            zone.number.unit in ("", "count", "percent", "percentage_point")
            and self._is_change(before, after, zone)
            and not _LONG_TIME.search(parsed.plain)
        ):
            frame.change = True
            words = before[-45:] + " | " + after[:45]
            labels.append(
                Label("change", words.strip(), "down" if self._falls(before, after) else "up", "own")
            )
        moved = _UP.search(parsed.plain) or _DOWN.search(parsed.plain)
        frame.earlier = (
            zone.link == "compare"
            and not frame.change
            and bool(
                zone.index
                or moved
                or any(z.link == "to" and z.index == zone.index + 1 for z in parsed.zones)
                or re.search(r"\b(?:compared|comparison|previously)\b", before)
            )
        )
        for facet in (
            "thing",
            "event",
            "stage",
            "procedure",
            "outcome",
            "timeliness",
            "channel",
            "sex",
            "age_band",
            "ethnicity",
            "disability",
            "religion",
            "service_area",
            "theme",
            "complainant",
            "context",
            "source",
        ):
            tags = list(reversed(parsed.own(zone, facet)))
            if zone.bracketed and (
                facet in ("context", "complainant", "channel")
                or (
                    facet in ("thing", "service_area", "theme")
                    and any(t.end <= zone.number.start for t in tags)
                )
            ):
                tags = [t for t in tags if t.end <= zone.number.start]
            if facet == "thing" and not zone.bracketed and any(t.start >= zone.number.end for t in tags):
                tags = [t for t in tags if t.start >= zone.number.end]
            if facet == "context":
                tags.sort(key=lambda t: t.code != "population")
            for tag in tags:
                if self._fits(parsed, zone, tag):
                    labels.append(Label(facet, self._words(parsed, zone, tag), tag.code, "own"))
        if not any(x.facet == "theme" for x in labels):
            labels.extend(self._quoted(parsed, zone.pre_start, zone.post_end, "own"))
        if zone.number.unit == "percent" and any(
            _BASE.match(parsed.plain[zone.number.end : t.start]) for t in parsed.own(zone, "thing")
        ):
            labels.append(Label("role", "of the whole", "base", "own"))
        noun = _COUNTED.match(after)
        if noun:
            labels.append(Label("counted", noun["noun"], _COUNTED_CODE.get(noun["noun"].lower(), ""), "own"))
        period = self._period(parsed, zone, frame)
        if period:
            labels.append(_period_label(period, "own"))
        return frame

    def _quoted(self, parsed: Parsed, start: int, end: int, origin: str) -> list[Label]:
        """A name in quotation marks is a label: of a theme, or of a service."""
        out: list[Label] = []
        for found in _QUOTED.finditer(fold(parsed.text)[start:end]):
            name = parsed.text[start + found.start("name") : start + found.end("name")]
            known = self.memory.label(name)
            if known:
                out.append(replace(known, text=name, origin=origin))
                continue
            if any(
                t.facet in ("outcome", "thing", "stage")
                and t.start >= start + found.start()
                and t.end <= start + found.end()
                for t in parsed.tags
            ):
                continue
            label = self.reader.label("theme", name, origin)
            if label.code != "unmapped":
                out.append(label)
        return out

    def _is_change(self, before: str, after: str, zone: Zone) -> bool:
        if _CHANGE_BEFORE.search(before):
            return True
        found = _CHANGE_AFTER.match(after)
        if not found:
            return False
        words = found.group().lower()
        return (
            zone.number.unit == "percent"
            or "than" in words
            or any(
                w in words for w in ("increase", "decrease", "reduction", "rise", "fall", "drop", "decline")
            )
        )

    def _falls(self, before: str, after: str) -> bool:
        near = list(_DOWN.finditer(before)) + list(_UP.finditer(before))
        after_words = [m for m in [_DOWN.search(after[:45]), _UP.search(after[:45])] if m]
        if _CHANGE_BEFORE.search(before) and near:
            last = max(near, key=lambda m: m.end())
            return bool(_DOWN.fullmatch(last.group()))
        if after_words:
            first = min(after_words, key=lambda m: m.start())
            return bool(_DOWN.fullmatch(first.group()))
        return bool(_DOWN.search(before[-30:]))

    def _fits(self, parsed: Parsed, zone: Zone, tag: Tag) -> bool:
        """Does a tag in the zone say something about the number (and is not mere mention)?"""
        before = parsed.plain[: tag.start]
        if tag.label_only and not self._told(parsed, tag, before):
            return False
        if tag.code == "other" and tag.facet in ("complainant", "channel"):
            return False
        if tag.facet == "complainant":
            beside = zone.number.end <= tag.start <= zone.number.end + 3
            subject = _MADE.match(parsed.plain[tag.end :])
            return bool(subject or _PARTY.search(before) or _BY.search(before)) or (beside and self.listed)
        if tag.facet == "thing" and _NOT_THINGS.match(parsed.plain[tag.end :]):
            return False
        if tag.facet == "channel":
            return bool(
                re.search(
                    r"\b(?:by|via|through|using|in|on|were|was|online)\s+(?:the |a |an )?$", before, re.I
                )
            ) or (0 <= tag.start - zone.number.end < 4)
        if tag.code in ("open", "outstanding") and tag.facet in ("event", "outcome"):
            return bool(
                _STATE.search(before) or _STATE_WORD.match(tag.text)
            ) or tag.start - zone.number.end in (0, 1)
        if tag.facet == "timeliness" and tag.code in ("withdrawn", "outstanding"):
            return False
        if (
            tag.facet == "disability"
            and not _COUNTED.match(parsed.plain[zone.number.end :])
            and not self._people(parsed)
        ):
            return False
        if (
            tag.facet in ("event", "outcome")
            and tag.code in ("decided", "resolved", "investigated")
            and not self._predicate(parsed, tag)
        ):
            return False
        if tag.facet == "theme":
            if _SUBJECT.match(parsed.plain[tag.end :]) or re.search(r"\bfollowed by\s+$", before):
                return True
            quoted = parsed.plain[tag.start - 1 : tag.start] in ("'", '"')
            return (
                quoted
                or bool(
                    re.search(
                        r"\b(?:about|regarding|concern\w*|relat\w+ to|due to|around|of|to|for|was|were|against|involv\w+)\s+(?:the |a |an |their |alleged |perceived )*$",
                        before,
                        re.I,
                    )
                )
                or tag.start <= 2
            )
        if (
            tag.facet in ("service_area", "theme")
            and zone.number.word
            and zone.number.value == 1
            and parsed.own(zone, "outcome")
        ):
            return False  # the subject of a single case, not a slice
        if tag.facet == "service_area":
            if "complain" in tag.text.lower():
                return False
            if (
                re.search(r"\b(?:by|within|to|with)\s+the\s+$", before, re.I)
                and "complaint" in tag.text.lower()
            ):
                return False
            if tag.text.islower() and self.memory.label(tag.text) is None:
                return False
            return tag.code in self.memory.services or (
                not tag.code.endswith("whole") and tag.code not in ("education_and_children", "whole_council")
            )
        if tag.facet == "outcome" and tag.code == "resolved":
            return not re.search(r"\b(?:to be|be|being|get|to get|not)\s+$", before, re.I)
        return True

    def _told(self, parsed: Parsed, tag: Tag, before: str) -> bool:
        """May a word that is mostly a label count in this sentence?"""
        if tag.facet == "theme":
            return bool(
                re.search(r"\bfollowed by\s+$", before)
                or (_SUBJECT.match(parsed.plain[tag.end :]) and not before.strip())
            )
        if tag.facet == "ethnicity":
            return bool(re.match(r"\s+(?:ethnic|background|origin|heritage)", parsed.plain[tag.end :], re.I))
        return tag.facet == "complainant" or (tag.facet == "timeliness" and " " in tag.text)

    def _people(self, parsed: Parsed) -> bool:
        return bool(
            re.search(
                r"\b(?:children|child|people|person|pupils?|complainants?|service users?)\b",
                parsed.plain,
                re.I,
            )
        )

    def _predicate(self, parsed: Parsed, tag: Tag) -> bool:
        """Is the word said of complaints ('were closed', 'closed complaints'), not of 'concluded proceedings'?"""
        before = parsed.plain[: tag.start]
        if re.search(r"\b(?:or|whether)\s+$", before, re.I):
            return False
        if _AUXILIARY.search(before) and not re.search(r"\b(?:and|to)\s+$", before, re.I):
            return True
        if any(t.facet == "thing" and 0 <= tag.start - t.end <= 1 for t in parsed.tags):
            return True
        if any(t.facet == "thing" and 0 <= t.start - tag.end <= 2 for t in parsed.tags):
            return True
        return bool(_AFTER_PREDICATE.match(parsed.plain[tag.end :]))

    def _words(self, parsed: Parsed, zone: Zone, tag: Tag) -> str:
        """The tag's words; for a figure of the service the whole phrase that names it."""
        if tag.facet != "context":
            return tag.text
        before = parsed.text[zone.pre_start : zone.number.start].strip(" ,.;:()&")
        after = parsed.text[zone.number.end : zone.post_end].strip(" ,.;:()&")
        if tag.start >= zone.number.end and zone.number.unit != "percent":
            return after[:180] or tag.text
        return " > ".join(w for w in (before[-150:], after[:100]) if w) or tag.text

    def _period(self, parsed: Parsed, zone: Zone, frame: _Frame) -> Period | None:
        """The number's own period: in its zone, not one it is compared with."""
        n = zone.number
        best: tuple[int, Period] | None = None
        for p in parsed.periods:
            if not (zone.pre_start <= p.start and p.end <= zone.post_end + 2):
                continue
            before = parsed.plain[: p.start]
            between_after = parsed.plain[n.end : p.start]
            between_before = parsed.plain[p.end : n.start]
            if p.start >= n.end:
                if re.search(r"\b(?:forward|over|into|forwards)\s+(?:to|into)?\s*$", before):
                    continue
                if re.search(r"\bwill\b", between_after) and not re.search(
                    r"\bwill\b", parsed.plain[: n.start]
                ):
                    continue
                if _COMPARATOR.search(before) and (
                    frame.change or not re.fullmatch(r"\s*\(?\s*", between_after)
                ):
                    continue
                if frame.change and _CHANGED_FROM.search(before):
                    continue
                distance = len(between_after)
            else:
                if (
                    _COMPARATOR.search(before)
                    and not (re.fullmatch(r"\s*\(\s*", between_before) and self._alone(parsed, zone))
                    and not (frame.earlier and zone.link == "compare")
                ):
                    continue
                if frame.change and (_COMPARATOR.search(before) or _CHANGED_FROM.search(before)):
                    continue
                distance = len(between_before) + 6
            if best is None or distance < best[0]:
                best = (distance, p)
        return best[1] if best else None

    def _alone(self, parsed: Parsed, zone: Zone) -> bool:
        """Is the number alone in its bracket ('2016/17 (11)')?"""
        close = parsed.plain.find(")", zone.number.end)
        return not any(z is not zone and zone.number.end <= z.number.start < close for z in parsed.zones)

    # -- words shared between the numbers of a sentence -------------------------

    def _share(self, parsed: Parsed, frames: list[_Frame]) -> None:
        subject: list[Label] = []
        for facet in (
            "thing",
            "event",
            "stage",
            "procedure",
            "service_area",
            "theme",
            "complainant",
            "channel",
            "outcome",
            "timeliness",
            "context",
            "sex",
            "source",
        ):
            for tag in parsed.subject(facet):
                if self._fits(parsed, parsed.zones[0], tag):
                    subject.append(Label(facet, tag.text, tag.code, "sentence"))
        for p in parsed.periods:
            first = parsed.zones[0].number.start
            if p.end <= first and not _COMPARATOR.search(parsed.plain[: p.start]):
                subject.append(_period_label(p, "sentence"))
        span, tail = self._tail(frames)
        for i, frame in enumerate(frames):
            has = {x.facet for x in frame.labels}
            own_kind = has & {"outcome", "timeliness", "event"}
            series = frame.zone.link in ("compare", "to") and i > 0
            donors: list[Label] = []
            if i + 1 < len(frames) and frames[i + 1].zone.link == "partitive":
                donors += [
                    replace(x, origin="clause")
                    for x in frames[i + 1].labels
                    if x.facet not in ("period", "counted")
                ]
            if i > 0:
                before = frames[i - 1].labels
                if frame.zone.link == "restated":
                    if any(x.facet == "thing" for x in before):
                        frame.labels[:] = [x for x in frame.labels if x.facet not in ("thing", "event")]
                        has -= {"thing", "event"}
                    donors += [
                        replace(x, origin="clause") for x in before if x.facet not in ("unit", "change")
                    ]
                elif series or frames[i - 1].change:
                    donors += [
                        replace(x, origin="clause")
                        for x in before
                        if x.facet not in ("period", "change", "unit")
                    ]
                else:
                    keep = {"thing", "stage", "procedure", "context", "counted", "source"}
                    if not own_kind:
                        keep |= {"event"}
                    donors += [replace(x, origin="sentence") for x in before if x.facet in keep]
            if i + 1 < len(frames) and not ({"thing", "context"} & (has | {x.facet for x in donors})):
                later = frames[i + 1]
                donors += [
                    replace(x, origin="sentence")
                    for x in later.labels
                    if x.facet in ("thing",) and later.zone.link != "compare"
                ]
            frame.labels.extend(x for x in donors if x.facet not in has)
            if self._is_base(frames, i):
                frame.labels.append(Label("event", "of which", "decided", "own"))
            has = {x.facet for x in frame.labels}
            for x in subject:
                if x.facet in ("outcome", "timeliness") and (own_kind or frame.change):
                    continue
                if x.facet == "event" and own_kind:
                    continue
                if x.facet == "period" and (frame.earlier or "period" in has):
                    continue
                if x.facet not in has or x.facet == "event":
                    frame.labels.append(x)
            for x in tail if i in span else ():
                if x.facet not in {x.facet for x in frame.labels}:
                    frame.labels.append(x)
            if frame.earlier and not any(x.facet == "period" for x in frame.labels):
                frame.labels.append(Label("period", "earlier", "relative_previous", "own"))
        self._first_of_series(frames)

    def _is_base(self, frames: list[_Frame], i: int) -> bool:
        """Is the number what an outcome is counted of ('33 upheld out of a total of 47')?"""
        zone = frames[i].zone
        if any(x.facet in ("outcome", "timeliness") for x in frames[i].labels if x.origin == "own"):
            return False
        if zone.link == "partitive" and i > 0:
            return any(x.facet == "outcome" and x.origin == "own" for x in frames[i - 1].labels)
        return (
            zone.back
            and i + 1 < len(frames)
            and any(x.facet == "outcome" and x.origin == "own" for x in frames[i + 1].labels)
        )

    def _tail(self, frames: list[_Frame]) -> tuple[range, list[Label]]:
        """'dropped by 19% from 69 to 56 for X': the last words speak of the whole series."""
        linked = [i for i, f in enumerate(frames) if i and f.zone.link in ("compare", "to")]
        if not linked:
            return range(0), []
        last = first = linked[-1]
        while first in linked or (first > 0 and first + 1 in linked):
            first -= 1
        facets = ("service_area", "theme", "complainant", "thing", "stage", "timeliness")
        return range(first, last + 1), [
            replace(x, origin="clause") for x in frames[last].labels if x.facet in facets
        ]

    def _first_of_series(self, frames: list[_Frame]) -> None:
        """'from 92 to 90': the first is the earlier one though it has no year of its own."""
        for a, b in itertools.pairwise(frames):
            if b.zone.link == "to" and not a.change and a.zone.link == "compare":
                b.earlier = False
                b.labels[:] = [x for x in b.labels if x.code != "relative_previous"]

    # -- is it a count, and of what ----------------------------------------------

    def _back_reference(self, parsed: Parsed, frame: _Frame, frames: list[_Frame]) -> str:
        zone = frame.zone
        n = zone.number
        if n.unit not in ("", "count") or n.value is None or frame.change:
            return ""
        if not zone.back and zone.link != "partitive":
            return ""
        known = (n.value, "count") in self.memory.values
        if re.search(r"\b(?:these|those)\s+$", parsed.plain[: n.start], re.I):
            known = n.value in self.memory.anything
        if (
            known
            and zone.link == "partitive"
            and re.search(r"\ba total of\s*$", parsed.plain[: n.start], re.I)
        ):
            return ""
        if known:
            return "points back to a number printed before"
        return ""

    def _said_again(self, parsed: Parsed, zone: Zone) -> str:
        """'No Stage 3 complaints (no panel hearings)': the bracket says the same again."""
        n = zone.number
        if (
            n.value != 0
            or not n.word
            or zone.index == 0
            or not parsed.plain[: n.start].rstrip().endswith("(")
        ):
            return ""
        return "says again what stands before it" if parsed.zones[zone.index - 1].number.value == 0 else ""

    def _inherit_value(self, zone: Zone) -> list[Label]:
        """The descriptors of the number that 'of the 18' points back to."""
        claim = self.memory.values.get((zone.number.value or 0.0, "count"))
        if claim is None:
            return []
        keep = ("complainant", "stage", "procedure", "service_area", "theme", "thing")
        return [
            replace(x, origin="lead")
            for x in claim.labels
            if x.facet in keep and x.origin in ("own", "clause", "sentence")
        ]

    def _counts(self, parsed: Parsed, frame: _Frame, place: Place, lent: Sequence[Label]) -> bool:
        """Do the words near the number say that something of ours is counted?"""
        n = frame.zone.number
        near = {x.facet for x in frame.labels if x.origin in ("own", "clause", "sentence")}
        own = {x.facet for x in frame.labels if x.origin == "own"}
        things = {x.code for x in frame.labels if x.facet == "thing"}
        firm = bool(things - {"case"})
        staged = bool(near & {"stage", "outcome", "timeliness"})
        if any(
            t.facet == "stage" and t.start - n.end <= 3 and " " in t.text
            for t in parsed.after(frame.zone, "stage")
        ):
            return True
        if n.value == 0 and n.word:
            return "thing" in own and (firm or staged)
        head = "none" if frame.change else self._head(parsed, frame.zone)
        if head == "strange":
            return False
        if (
            head == "service"
            and not near & {"outcome", "timeliness"}
            and not near & set(_PERSONAL)
            and not self._personal_heading(place)
        ):
            return "context" in near and self.refusals.statistical(parsed, frame.zone)
        if n.unit == "gbp":
            return bool(things & {"payment", "expenditure", "remedy"}) or self.refusals.money(parsed)
        if frame.change:
            return (
                firm
                or staged
                or bool(things)
                or bool({x.facet for x in lent} & {"thing", "stage"})
                or "context" in near
            )
        if firm or (things and (staged or self._in_force(lent, "stage"))):
            return True
        if near & {"outcome", "timeliness"}:
            return True
        if place.kind in ("list", "tile") and own & {
            "outcome",
            "timeliness",
            "stage",
            "thing",
            "complainant",
            "channel",
        }:
            return True
        if near & set(_PERSONAL) and "counted" in near:
            return True
        if self._personal_heading(place) and own & {"counted"} and not things:
            return True
        if "context" in near:
            return self.refusals.statistical(parsed, frame.zone)
        if near & {"event"} and (self.previous or self._in_force(lent, "thing")):
            return not (n.word and (n.value or 0) <= 1 and place.kind != "list")
        if near & {"complainant", "service_area", "theme", "disability"} and (
            n.unit == "percent" or frame.zone.bracketed or frame.zone.link == "compare" or "counted" in own
        ):
            return True
        if near & set(_PERSONAL) and (self.previous or self._in_force(lent, "thing")):
            return n.unit == "percent" or "counted" in own or place.kind == "list"
        if _PRONOUN.match(parsed.plain) and self.previous and n.unit == "percent":
            return True
        return frame.zone.link in ("compare", "to") and bool(near) and bool(self.previous or things)

    def _personal_heading(self, place: Place) -> str:
        """The personal characteristic that the section is about, or ''."""
        hint = self.reader.hint(place.context.headings[-1]) if place.context.headings else ""
        return hint if hint in _PERSONAL else ""

    def _head(self, parsed: Parsed, zone: Zone) -> str:
        """What the number's head noun is: `ours`, `service` (people, plans), `none` (an ellipsis) or `strange`.

        '22 formal complaints' is ours, '12 were upheld' and '(13)' have none,
        'three independent panellists' is strange.
        """
        n = zone.number
        if n.unit in ("percent", "percentage_point", "gbp") or zone.bracketed:
            return "none"
        at, strange = n.end, 0
        for _ in range(6):
            word = _NEXT.match(parsed.plain, at)
            if word is None or not word["word"]:
                return "strange" if strange else "none"
            start = word.start("word")
            here = {t.facet for t in parsed.tags if t.start <= start < t.end}
            if here:
                return "service" if here <= {"context", "age_band"} else "ours"
            if any(p.start <= start < p.end for p in parsed.periods):
                return "none"
            if _FUNCTION.fullmatch(word["word"]) or (
                strange == 0 and re.fullmatch(r"\w+(?:ed|ing)", word["word"])
            ):
                return "strange" if strange else "none"
            strange += 1
            at = word.end("word")
        return "strange"

    def _in_force(self, lent: Sequence[Label], facet: str) -> bool:
        return any(x.facet == facet for x in lent)

    def _claim(
        self, parsed: Parsed, frame: _Frame, place: Place, lent: list[Label], kept: list[Label], leaning: bool
    ) -> Claim:
        n = frame.zone.number
        labels = list(frame.labels)
        have = {x.facet for x in labels}
        fallback = [replace(x, origin="sentence") for x in [*kept, *self.previous]]
        firm = {x.facet for x in labels if x.origin in ("own", "clause")}
        if not have & {"thing", "context"}:
            labels += [
                x
                for x in fallback
                if x.facet in ("thing", "stage", "procedure", "context", "complainant", "theme")
                and x.facet not in have
            ]
        elif (
            leaning
            or _PRONOUN.match(parsed.plain)
            or frame.earlier
            or self._last_year(labels)
            or (kept and not firm & {"thing", "context"})
        ):
            labels += [
                x
                for x in fallback
                if x.facet in ("stage", "procedure", "complainant", "service_area", "theme", "timeliness")
                and x.facet not in have
            ]
        labels += lent
        labels = self._resolve_context(parsed, frame, labels)
        labels = self._refused_because(parsed, frame, labels, place)
        labels = self._remedy_named(parsed, frame, labels)
        personal = self._personal_heading(place)
        if (
            personal
            and any(x.facet == "counted" for x in labels)
            and not any(x.facet in _PERSONAL for x in labels)
        ):
            words = parsed.text[frame.zone.pre_start : frame.zone.post_end].strip(" ,.;:()")
            labels.append(Label(personal, words[:120], "unmapped", "own", "none", 0.0))
        sign = -1.0 if frame.change and any(x.facet == "change" and x.code == "down" for x in labels) else 1.0
        value = None if n.value is None else n.value * sign
        clause = parsed.text.strip()
        anchor = replace(place.block.anchor, start=parsed.offset + n.start, end=parsed.offset + n.end)
        unit = n.unit or "count"
        if n.value == 0 and n.word and any(x.code == "expenditure" for x in labels if x.origin == "own"):
            unit = "gbp"
        return Claim(
            n.raw,
            value,
            n.status,
            unit if unit != "ratio" else "count",
            tuple(labels),
            self._kind(place),
            clause[:500],
            self._evidence(parsed, n),
            anchor,
            confidence=self._confidence(frame, labels, place),
        )

    def _last_year(self, labels: list[Label]) -> bool:
        """'there were none in the previous year' speaks of what the sentence before counted."""
        return any(
            x.facet == "period" and x.origin == "own" and x.code == "relative_previous" for x in labels
        )

    def _resolve_context(self, parsed: Parsed, frame: _Frame, labels: list[Label]) -> list[Label]:
        """A figure that leans on an earlier one is named by both phrases."""
        own = [x for x in labels if x.facet == "context" and x.origin == "own"]
        if own:
            first = own[-1]
            if len(first.text.split()) < 3 and frame.zone.index == 0:
                subject = parsed.text[: frame.zone.number.start].strip(" ,.;:(")
                return [replace(x, text=f"{subject} > {x.text}"[:200]) if x is first else x for x in labels]
            return labels
        z = frame.zone
        words = parsed.text[z.number.end : z.post_end].strip(" ,.;:()&")
        return [
            replace(x, text=f"{x.text} > {words}"[:200]) if x.facet == "context" and words else x
            for x in labels
        ]

    def _refused_because(
        self, parsed: Parsed, frame: _Frame, labels: list[Label], place: Place
    ) -> list[Label]:
        """Complaints that were not accepted: the reason given is their theme."""
        if place.kind != "list" or not any(x.facet == "event" and x.code == "not_accepted" for x in labels):
            return labels
        if any(
            x.facet == "event" and x.origin == "own" and x.code not in ("not_accepted", "received")
            for x in labels
        ):
            return labels
        rest = parsed.text[frame.zone.number.end :]
        found = _REASON.search(rest)
        words = (
            rest[found.end() :]
            if found
            else re.sub(r"^\W*(?:complaints?|cases?)?\s*(?:was|were)?\s*", "", rest)
        )
        words = re.split(r"[.;,]| when | and the | as the ", words.strip(" .;:"))[0].strip()
        if not words:
            return labels
        label = self.reader.label("theme", words, "own", "refusal")
        reasons = [
            replace(x, origin="own") for x in labels if x.facet == "event" and x.code == "not_accepted"
        ]
        return [
            x for x in labels if x.facet not in ("theme", "service_area", "outcome", "timeliness", "event")
        ] + [label, *reasons]

    def _remedy_named(self, parsed: Parsed, frame: _Frame, labels: list[Label]) -> list[Label]:
        """'An apology accounts for 66% of remedies': the subject is the kind of remedy."""
        if not any(x.facet == "thing" and x.code == "remedy" and x.origin == "own" for x in labels):
            return labels
        subject = re.split(
            r"\b(?:accounts?|accounted|was|were|is|are|made up|makes up|represents?)\b",
            parsed.text[: frame.zone.number.start],
        )[0].strip(" ,.:")
        if not subject or len(subject.split()) > 10 or frame.zone.index:
            return labels
        return [x for x in labels if x.facet != "theme"] + [
            self.reader.label("theme", subject, "own", "remedy")
        ]

    def _each(self, parsed: Parsed, frame: _Frame, claim: Claim) -> list[Claim]:
        """'X and Y each account for 4%': one printed number, a row for each."""
        if not re.search(
            r"\beach\b", parsed.plain[max(0, frame.zone.number.start - 40) : frame.zone.number.end + 12], re.I
        ):
            return [claim]
        for facet in ("theme", "service_area", "complainant"):
            tags = [t for t in parsed.tags if t.facet == facet and t.end <= frame.zone.number.start]
            codes = list(dict.fromkeys((t.code, t.text) for t in tags))
            if len(codes) == 2:
                rest = tuple(x for x in claim.labels if x.facet != facet)
                return [
                    replace(claim, labels=(*rest, Label(facet, text, code, "own"))) for code, text in codes
                ]
        return [claim]

    def _kind(self, place: Place) -> SourceKind:
        return place.kind

    def _evidence(self, parsed: Parsed, n: Number) -> str:
        text = parsed.text.strip()
        if len(text) <= 240:
            return text
        start = max(0, min(n.start - 110, len(parsed.text) - 240))
        return parsed.text[start : start + 240].strip()

    def _confidence(self, frame: _Frame, labels: Sequence[Label], place: Place) -> float:
        score = 0.95
        own = {x.facet for x in labels if x.origin == "own"}
        if not own & {"thing", "outcome", "timeliness", "stage", "context"}:
            score -= 0.12
        if not any(x.facet == "period" for x in labels):
            score -= 0.02
        if any(x.facet == "context" for x in labels if x.origin == "own"):
            score -= 0.1
        return round(max(score, 0.3), 3)

    def _ignore(self, parsed: Parsed, zone: Zone, place: Place, reason: str) -> Ignored:
        return self._ignored(parsed, zone.number, place, reason)

    def _ignored(self, parsed: Parsed, n: Number, place: Place, reason: str) -> Ignored:
        anchor = replace(place.block.anchor, start=parsed.offset + n.start, end=parsed.offset + n.end)
        return Ignored(n.raw, reason, anchor, self._evidence(parsed, n))

    def _remember_subject(self, parsed: Parsed) -> None:
        """A sentence without numbers may say what the next one counts."""
        kept: list[Label] = []
        for t in parsed.tags:
            before = parsed.plain[: t.start]
            if (
                t.facet in ("thing", "stage", "procedure")
                or (t.facet == "timeliness" and not t.label_only)
                or (t.facet == "complainant" and _PARTY.search(before))
            ):
                kept.append(Label(t.facet, t.text, t.code, "sentence"))
            elif t.facet == "context":
                first = min(x.start for x in parsed.tags if x.facet == "context")
                kept.append(
                    Label("context", parsed.text[first : first + 150].strip(" .,;"), t.code, "sentence")
                )
        kept += self._quoted(parsed, 0, len(parsed.text), "sentence")
        if kept:
            told = {x.facet for x in kept}
            self.previous = [x for x in self.previous if x.facet not in told] + kept


def _period_label(period: Period, origin: str) -> Label:
    return Label("period", period.raw, period.code or period.kind, origin)


__all__ = ["ProseReader"]
