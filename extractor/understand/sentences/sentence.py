"""A sentence with what was recognised in it: numbers in their zones, tags and periods."""

from __future__ import annotations

from dataclasses import field
from itertools import pairwise

from extractor.language.numbers import Number
from extractor.language.periods import Period
from extractor.lexicon.tagger import Tag
from extractor.model.fast_dataclass import fast_dataclass

SHARE_OF = (
    r"\s*of\s+(?:{wholes}|those)\b(?:(?!\b{finite_verbs}\b)[^.,;()]|\b{relatives_of_things}\b[^.,;()]*)*"
    r"(?=$|[.,;()]|\sand\b)"
)
"""What a share is of, where it only says the number before it again: '12% of those answered at Stage 1'."""


@fast_dataclass
class Zone:
    """One number with the words that are its own."""

    number: Number
    index: int
    pre_start: int
    post_end: int
    bracketed: bool
    link: str
    """How it hangs on the number before: '', compare, to, partitive, restated."""
    back: bool
    """Preceded by the, these, those: it may point back to a number printed before."""
    twins: tuple[Number, ...] = ()
    """The same figure put another way right behind it: the 66 of '78% (66)', the 18 of '(41%, 18)'."""


@fast_dataclass
class Parsed:
    """A sentence with everything that was recognised in it."""

    text: str
    plain: str
    """The text with plain quotes and dashes, periods blanked to 'y' and twins of numbers to blanks."""
    offset: int
    zones: tuple[Zone, ...]
    tags: tuple[Tag, ...]
    periods: tuple[Period, ...]
    inside: tuple[Number, ...] = ()
    """Numbers that are part of a name ('within 10 days', 'aged 5 to 9')."""
    asides: tuple[tuple[int, int], ...] = ()
    """Where 'such as' and the like stand: what follows explains the thing counted and is not counted."""
    by_facet: dict[str, list[Tag]] = field(default_factory=dict)
    """The tags again, by facet."""

    def own(self, zone: Zone, facet: str) -> list[Tag]:
        """The facet's tags in the number's own zone, nearest first."""
        tags = self.by_facet.get(facet, ())
        found = [t for t in tags if zone.pre_start <= t.start and t.end <= zone.post_end]
        if not found:
            return found
        n = zone.number
        if facet in ("thing", "event", "context"):
            found = [t for t in found if not self._in_other_bracket(t, n)] or found
        if facet in ("thing", "event", "stage", "procedure") and self._names_its_thing(n):
            found = [t for t in found if not self._after_aside(t, n)]
        return sorted(found, key=lambda t: t.start - n.end if t.start >= n.end else n.start - t.end + 8)

    def after(self, zone: Zone, facet: str) -> list[Tag]:
        """The facet's tags in the zone that follow the number, nearest first."""
        return [t for t in self.own(zone, facet) if t.start >= zone.number.end]

    def subject(self, facet: str) -> list[Tag]:
        """The facet's tags before the first number."""
        first = self.zones[0].number.start if self.zones else len(self.text)
        return [t for t in self.by_facet.get(facet, ()) if t.end <= first]

    def parts(self) -> range:
        """'14 cases: nine adults', five children's': numbers that make up the one before a colon."""
        for whole, part in pairwise(self.zones):
            if ":" not in self.plain[whole.number.end : part.number.start]:
                continue
            rest = self.zones[part.index :]
            same = len(rest) > 1 and all(z.number.unit == whole.number.unit for z in rest)
            if same and sum(z.number.value or 0 for z in rest) == whole.number.value:
                return range(part.index, len(self.zones))
        return range(0)

    def _names_its_thing(self, n: Number) -> bool:
        """Does a thing follow the number that is no mere example?"""
        things = self.by_facet.get("thing", ())
        return any(n.end <= t.start and not self._after_aside(t, n) for t in things)

    def _after_aside(self, tag: Tag, n: Number) -> bool:
        return any(n.end <= start and end <= tag.start for start, end in self.asides)

    def _in_other_bracket(self, tag: Tag, n: Number) -> bool:
        """Does the tag stand in a bracket that the number is not in?"""
        opened = self.plain.rfind("(", 0, tag.start)
        closed = self.plain.find(")", tag.end)
        if opened < 0 or closed < 0 or ")" in self.plain[opened : tag.start]:
            return False
        return not opened <= n.start <= closed
