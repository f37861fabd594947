"""Does a tag say something about a number, or does the sentence merely mention it?"""

from __future__ import annotations

import re

from extractor.lexicon.phrases import Phrases
from extractor.lexicon.tagger import Tag
from extractor.model.fast_dataclass import fast_dataclass
from extractor.understand.sentences.sentence import Parsed, Zone
from extractor.understand.tables.memory import Memory

COUNTED = (
    r"^\W*(?:[\w'/-]+\s+){0,4}?(?:(?P<child>{counted_child})|(?P<person>{counted_person})"
    r"|(?P<case>{counted_case})|(?P<event>{counted_event})|(?P<other>{counted_other}))\b"
)
"""The noun that a number counts, the group being its unit of count."""
BARE_PROCEDURE = (
    r"\s+(?:{part_pointers}\s+)?(?:{auxiliaries}\s+)*(?P<kind>{bare_procedures})"
    r"(?=\s*(?:[.,;:)]|$|{series_joints}\b|but\b))"
)
"""'71 statutory, 17 corporate': a procedure named without a noun."""
_ENDS = re.compile(r"\s*(?:[.,;:()]|$)")
_NAMED = re.compile(r"\s[A-Z][a-z]")
#: Services so broad that naming one is no slice, unless a table breaks figures down by it.
_BROAD = ("education_and_children", "whole_council")


@fast_dataclass
class _Mention:
    """A tag in a number's zone, with the words before and after it."""

    parsed: Parsed
    zone: Zone
    tag: Tag
    before: str
    after: str


def _joined(joints: re.Pattern[str], parsed: Parsed, zone: Zone, tag: Tag) -> bool:
    """Does nothing but joints and other people stand between the number's own part and a name of people?

    'Councillors made 62 enquiries and MPs 42', '... and grandparents or other relatives nine'.
    """
    between = parsed.plain[zone.pre_start : tag.start]
    for other in parsed.by_facet.get("complainant", ()):
        if zone.pre_start <= other.start and other.end <= tag.start:
            at = other.start - zone.pre_start
            between = between[:at] + " " * (other.end - other.start) + between[at + other.end - other.start :]
    return joints.fullmatch(between) is not None


def _said_otherwise(m: _Mention) -> bool:
    """'Complaints' and 'decisions' are no theme, 'concluded' no finding where they name the event."""
    other = {"theme": "thing", "outcome": "event"}.get(m.tag.facet, "")
    if m.tag.code not in ("resolved", "complaint_handling", "disputed_decision"):
        return False
    return any(t.start == m.tag.start and t.end == m.tag.end for t in m.parsed.by_facet.get(other, ()))


def _names_service(m: _Mention) -> bool:
    """'20 for Looked After Children': are the person's words those of a service's name?"""
    services = [t for t in m.parsed.by_facet.get("service_area", ()) if t.text[:1].isupper()]
    return any(t.start <= m.tag.start and m.tag.end <= t.end for t in services)


class Fitting:
    """Judges the tags of one report's sentences; `memory` knows the report's own labels."""

    def __init__(self, phrases: Phrases, memory: Memory) -> None:
        self._memory = memory
        compiled = phrases.compile
        self._party = compiled(r"\b{party_leads}\s+(?:{party_links}\s+){0,3}$")
        self._led = compiled(r"{party_by}\s")
        self._by = compiled(r"\b{party_by}\b[^.;,]{0,60}$")
        self._made = compiled(r"(?:\s+\w+){0,4}?\s+{complaining}\b")
        self._qualifies = compiled(r"(?:'s?)?\s+{qualified_nouns}\b")
        self._denied = compiled(r"\b(?:{denials}|{grounds})\s+$")
        self._channel = compiled(r"\b{channel_leads}\s+(?:{articles} )?$")
        self._of_report = compiled(r"\b{own_texts}\s+{auxiliaries}\s+$")
        self._by_way = compiled(r"\b{channel_verbs} $")
        self._channel_led = compiled(r"{channel_leads}\s")
        self._state = compiled(r"\b{state_leads}\s+(?:\w+\s+){0,2}['\"]?$|^\W*$")
        self._state_word = compiled(r"{state_words}\b")
        self._counted = compiled(COUNTED)
        self._people = compiled(r"\b{people}\b")
        self._active = compiled(r"\b(?:{first_persons}|{closers})\s+(?:{auxiliaries}\s+)?$")
        self._auxiliary = compiled(r"\b{auxiliaries}\s+$")
        self._in_past = compiled(r"\b{past_auxiliaries}\b")
        self._loose_auxiliary = compiled(r"\b{loose_auxiliaries}\s+$")
        self._doubt = compiled(r"\b{doubts}\s+$")
        self._after_predicate = compiled(r"\s*(?:$|[.,;:()]|{after_predicate}\b)")
        self._subject = compiled(r"['\"]?\s+{subject_verbs}\b")
        self._reported = compiled(r"\s+{reported_leads}\b")
        self._followed = compiled(r"\b{followers}\s+$", 0)
        self._linked = compiled(r"[\s,;]*{series_joints}?\s*")
        self._joints = compiled(r"[\s,;]*(?:(?:{series_joints}|{other_words})\b[\s,;]*)*")
        self._no_service = compiled(r"\b{not_services}\b")
        self._records = compiled(r"(?:\s+{service_kinds})?\s+{recorders}\b")
        self._post = compiled(r"(?:(?:,|\s+(?:{and_words}|&))?\s+[A-Z][\w'-]*){0,4}?\s+{job_titles}\b", 0)
        self._subject_lead = compiled(r"\b{subject_leads}\s+(?:{subject_links} )*$")
        self._to_stage = compiled(r"\b{stage_ways}\s+(?:{articles} )?(?:{stage_owners} )?$")
        self._body = compiled(r"{stage_bodies}")
        self._is_told = compiled(r"\s+{told_things}\b")
        self._unsettled = compiled(r"\b{unsettled}\s+$")
        self._occasion = compiled(r"\b{occasions}\s+{articles}\s+(?:\w+\s+)?$")
        self._described = compiled(r"{self_descriptions}\s+$")
        self._ethnic = compiled(r"\s+{ethnic_nouns}")
        self._rules = {
            "channel": self._fits_channel,
            "theme": self._fits_theme,
            "service_area": self._fits_service,
            "context": self._fits_context,
        }

    def fits(self, parsed: Parsed, zone: Zone, tag: Tag, listed: bool) -> bool:
        """Does the tag speak of the zone's number? `listed`: the sentence is a list item or a tile."""
        mention = _Mention(parsed, zone, tag, parsed.plain[: tag.start], parsed.plain[tag.end :])
        if tag.label_only and (_said_otherwise(mention) or not self._told(mention)):
            return False
        if tag.facet == "complainant":
            if _joined(self._joints, parsed, zone, tag) and 0 <= zone.number.start - tag.end <= 1:
                return True  # 'councillors made 62 enquiries and MPs 42'
            gap = max(tag.start - zone.number.end, zone.number.start - tag.end)
            return self._fits_complainant(mention) or (listed and tag.code != "other" and 0 <= gap <= 3)
        rule = self._rules.get(tag.facet)
        if rule:
            return rule(mention)
        if tag.facet == "thing":
            return not (self._qualifies.match(mention.after) or self._denied.search(mention.before))
        if tag.facet == "disability":
            counted = self._counted.match(parsed.plain[zone.number.end :])
            return bool(counted or self._people.search(parsed.plain))
        if tag.facet == "timeliness":
            return tag.code not in ("withdrawn", "outstanding")
        return tag.facet not in ("event", "outcome") or self._fits_event(mention)

    def named_party(self, before: str) -> bool:
        """Do the words say that whoever is named after them complained?"""
        return bool(self._party.search(before))

    def _told(self, m: _Mention) -> bool:
        """May a word that is mostly a label count in this sentence?"""
        if m.tag.facet == "theme":
            names = any(t.start == m.tag.start for t in m.parsed.by_facet.get("service_area", ()))
            opens = not m.before.strip() and self._subject.match(m.after) and not names
            return bool(opens or self._followed.search(m.before))
        directly = m.zone.bracketed and m.parsed.plain[m.tag.end : m.zone.number.start].strip() == "("
        if directly and m.tag.facet in ("service_area", "theme", "channel", "complainant", "sex"):
            return True
        if m.tag.facet == "stage":  # 'went on to Investigation', where the stage is so named
            heard = self._to_stage.search(m.before) and not self._is_told.match(m.after)
            named = bool(m.before.strip()) and not self._body.fullmatch(m.tag.text)
            return m.tag.text[:1].isupper() and (named or bool(heard))
        if m.tag.facet == "channel":
            return bool(self._channel.search(m.before) or self._by_way.search(m.before))
        if m.tag.facet == "service_area":
            known = self._memory.label(m.tag.text) is not None
            opens = not m.before.strip() and self._subject.match(m.after) is not None
            return m.tag.text[:1].isupper() and (known or opens or " " in m.tag.text)
        if m.tag.facet == "outcome":
            if m.tag.code == "advice_given" and self._reported.match(m.after):
                return False  # 'Members were advised that 14 complaints ...'
            if m.tag.text.lower() == "not" and not _ENDS.match(m.after):
                return False  # 'were not satisfied', 'are not complaints'
            if m.tag.code == "resolved" and m.tag.text.islower() and self._active.search(m.before):
                return False  # 'the service closed 463 complaints'
            return 0 <= m.zone.number.start - m.tag.end <= 2 or self._auxiliary.search(m.before) is not None
        if m.tag.facet == "ethnicity":
            return bool(self._ethnic.match(m.after) or self._described.search(m.before))
        if m.tag.facet == "sex":
            joint = self._linked.fullmatch(m.parsed.plain, m.zone.pre_start, m.tag.start)
            first = not m.before.strip() or joint is not None
            acts = self._made.match(m.after) or self._subject.match(m.after)
            told = bool(self._party.search(m.before) or (first and acts))
            return m.tag.code in ("male", "female") and told
        if m.tag.facet == "timeliness":
            return " " in m.tag.text or bool(self._auxiliary.search(m.before))
        return m.tag.facet == "complainant"

    def _fits_complainant(self, m: _Mention) -> bool:
        if m.tag.code == "other":
            return False
        if self._led.match(m.tag.text):
            return True  # 'from Members of Parliament'
        if _NAMED.match(m.after) and m.tag.text[:1].isupper() and not m.tag.text.endswith("s"):
            return False  # 'a question from Councillor Brown'
        if _names_service(m):
            return bool(self._made.match(m.after) or self._by.search(m.before))
        return bool(self._made.match(m.after) or self._party.search(m.before) or self._by.search(m.before))

    def _fits_channel(self, m: _Mention) -> bool:
        if m.tag.code == "other" or self._of_report.search(m.before):
            return False
        led = (
            self._channel_led.match(m.tag.text)
            or self._channel.search(m.before)
            or self._by_way.search(m.before)
        )
        return bool(led) or 0 <= m.tag.start - m.zone.number.end < 4

    def _fits_event(self, m: _Mention) -> bool:
        code = m.tag.code
        if code in ("open", "outstanding"):
            if m.tag.start - m.zone.number.end in (0, 1):
                return True
            return bool(self._state.search(m.before) or self._state_word.match(m.tag.text))
        if code in ("decided", "resolved", "investigated") and not self._is_predicate(m):
            return False
        return not (m.tag.facet == "outcome" and code == "resolved" and self._unsettled.search(m.before))

    def _is_predicate(self, m: _Mention) -> bool:
        """Is the word said of complaints ('were closed', 'closed complaints'), not of other things?"""
        if self._doubt.search(m.before):
            return False
        if self._in_past.search(m.tag.text):
            return True
        if self._auxiliary.search(m.before) and not self._loose_auxiliary.search(m.before):
            return True
        for thing in m.parsed.by_facet.get("thing", ()):
            if 0 <= m.tag.start - thing.end <= 1 or 0 <= thing.start - m.tag.end <= 2:
                return True
        if 0 <= m.zone.number.start - m.tag.end <= 3:
            return True  # 'the Ombudsman decided 11'
        return bool(self._after_predicate.match(m.after))

    def _fits_theme(self, m: _Mention) -> bool:
        services = m.parsed.by_facet.get("service_area", ())
        if not m.before.strip() and any((t.start, t.end) == (m.tag.start, m.tag.end) for t in services):
            return False  # 'Housing accounted for 120 complaints'
        if self._subject.match(m.after) or self._followed.search(m.before):
            return True
        quoted = m.before[-1:] in ("'", '"')
        return quoted or bool(self._subject_lead.search(m.before)) or m.tag.start <= 2

    def _fits_context(self, m: _Mention) -> bool:
        """'Withdrawn after a meeting': what a preposition leads in is not what is counted."""
        if m.zone.number.end > m.tag.start or not self._occasion.search(m.before):
            return True
        return not m.parsed.own(m.zone, "outcome")

    @staticmethod
    def _goes_to(m: _Mention) -> bool:
        """'Escalated to the Chief Executive': who decides it next."""
        moved = [t.end for t in m.parsed.by_facet.get("event", ()) if t.code == "escalated"]
        return any(0 <= m.tag.start - end <= len(" to the ") for end in moved)

    def _fits_service(self, m: _Mention) -> bool:
        n, text = m.zone.number, m.tag.text
        if n.word and n.value == 1 and m.parsed.own(m.zone, "outcome"):
            return False  # the subject of a single case, not a slice
        if "complain" in text.lower() or self._goes_to(m) or self._no_service.search(text):
            return False
        if self._records.match(m.after) or self._post.match(m.after):
            return False  # a team or a person that told of the figures
        people = m.parsed.by_facet.get("complainant", ())
        if any((t.start, t.end) == (m.tag.start, m.tag.end) for t in people) and self._made.match(m.after):
            return False  # 'Foster carers made 15% of the complaints'
        if text.islower() and self._memory.label(text) is None:
            return False
        code = m.tag.code
        return code in self._memory.services or not (code.endswith("whole") or code in _BROAD)
