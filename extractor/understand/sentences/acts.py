"""What people did so often, or so many of them: 'thanked us 640 times', 'two families asked for a panel'."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.lexicon.phrases import Phrases
from extractor.model.types import Label
from extractor.understand.sentences.sentence import Parsed, Zone

_ACTS: dict[str, tuple[tuple[str, str], ...]] = {
    "thanking_acts": (("thing", "compliment"),),
    "panel_acts": (("thing", "complaint"), ("event", "received"), ("stage", "stage_3")),
    "appealing_acts": (("thing", "complaint"), ("event", "received"), ("stage", "stage_2")),
    "complaining_acts": (("thing", "complaint"), ("event", "received")),
    "apologising_acts": (("thing", "remedy"),),
    "paying_acts": (("thing", "payment"),),
    "writing_acts": (("thing", "enquiry"),),
}
"""What an act of each list makes of its number."""
_OF_PEOPLE = ("thanking_acts", "panel_acts", "appealing_acts", "complaining_acts")
"""What people are counted for; the other acts are the council's."""
_OTHERWISE = ("thing", "event", "outcome", "timeliness")
_MEMBERS = ("mp", "member", "member_or_mp")


class Acts:
    """Knows the acts of `patterns/phrases.yaml`; compiled once per rulebook."""

    def __init__(self, phrases: Phrases) -> None:
        compiled = phrases.compile
        self._often = compiled(r"\s+(?:{frequency_kinds}\s+)?{frequency_words}\b(?!\s+{multiples}\b)")
        self._cases = compiled(r"\s+(?:{frequency_kinds}\s+)?{frequency_cases}\b")
        self._and = compiled(r"(?:[^.;]{0,40}\))?[\s,]*(?:{and_words}\s+)?[\w'’ -]{2,40}$")
        self._led = compiled(r"\b{frequency_leads}\s+$")
        self._ends = compiled(r"\s*(?:[.,;]|$)")
        self._act = {name: compiled(rf"\b{{{name}}}\b") for name in _ACTS}
        self._did = {
            name: compiled(
                r"\s+(?:[a-z-]+\s+){0,2}?{complaining_people}\s+(?:{auxiliaries}\s+)?(?:{acting_words}\s+)?"
                rf"{{{name}}}\b"
            )
            for name in _OF_PEOPLE
        }

    def is_frequency(self, parsed: Parsed, zone: Zone) -> bool:
        """Is it said how often ('640 times', 'on 41 occasions', 'in 402 cases')?"""
        n = zone.number
        if n.unit not in ("", "count") or (n.word and (n.value or 0) <= 1):
            return False
        if self._led.search(parsed.plain[: n.start]) and self._cases.match(parsed.plain, n.end):
            return True
        return self._often.match(parsed.plain, n.end) is not None

    def labels(self, parsed: Parsed, zone: Zone, before: Sequence[Label]) -> list[Label]:
        """What is counted, where an act says it; `before`: what an act said of the number before."""
        n = zone.number
        if n.unit not in ("", "count"):
            return []
        for name, did in self._did.items():
            if found := did.match(parsed.plain, n.end):
                return _said(name, found.group())
        start = parsed.zones[zone.index - 1].number.end if zone.index else 0
        often = self.is_frequency(parsed, zone)
        if before and self._and.fullmatch(parsed.plain, start, n.start):
            again = often or self._ends.match(parsed.plain, n.end)
            return self._again(parsed, (start, n.start), before) if again else []
        start = max(start, *(parsed.plain.rfind(stop, 0, n.start) + 1 for stop in ";:"))
        members = [
            Label(t.facet, t.text, t.code, "own")
            for t in parsed.by_facet.get("complainant", ())
            if t.code in _MEMBERS and start <= t.start < n.start
        ]
        acts = [
            (act.start(), name, act.group())
            for name, pattern in self._act.items()
            for act in pattern.finditer(parsed.plain, start, n.start)
            if often and (name != "writing_acts" or members)
        ]
        if not acts:
            return []
        _, name, words = max(acts)
        return [*_said(name, words), *(members[-1:] if name == "writing_acts" else [])]

    def _again(self, parsed: Parsed, gap: tuple[int, int], before: Sequence[Label]) -> list[Label]:
        """'..., and councillors on 19': the same act of others, or something else done as often."""
        told = [t for t in parsed.tags if gap[0] <= t.start < gap[1]]
        who = [t for t in told if t.facet == "complainant"]
        others = who or any(t.facet == "service_area" for t in told)
        otherwise = any(t.facet in _OTHERWISE for t in told) or not self._led.search(parsed.plain[: gap[1]])
        if not others and otherwise:
            return []
        said = [Label(t.facet, t.text, t.code, "own") for t in who[-1:]]
        return [*(x for x in before if not who or x.facet != "complainant"), *said]


def _said(name: str, words: str) -> list[Label]:
    return [Label(facet, words.strip(), code, "own") for facet, code in _ACTS[name]]
