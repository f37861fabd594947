"""Labels with their numbers, one after the other: 'delays (27), charges (9)', 'Online 61%, phone 22%'.

Which dimension the labels are of is decided once for the whole series, as for the axis of a
table; the words of a label say nothing else about its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.lexicon.tagger import Tag
from extractor.model.contract import is_whole
from extractor.model.types import Label
from extractor.understand.sentences.sentence import Parsed, Zone
from extractor.understand.tables.labels import Reader
from extractor.understand.tables.memory import Memory

_LONGEST = 9
"""Words of one label."""
_LEAST = 3
"""Items that make a series of labels that stand bare in a sentence."""
_EDGES = " \t,;:.-–—=•'\"“”‘’"
_WORD = re.compile(r"[a-z]{2}", re.I)
_STOP = re.compile(r"\s*[,;)]")
_BOUNDARY = re.compile(r"[;:]|,(?!\d)")


@dataclass(frozen=True, slots=True)
class _Item:
    zone: Zone
    start: int
    end: int


class SeriesReader:
    """Reads the series of one report's sentences; `memory` knows the labels of its tables."""

    def __init__(self, reader: Reader, memory: Memory) -> None:
        self._reader, self._memory = reader, memory
        compiled = reader.phrases.compile
        self._lead = compiled(r".*(?:[:;]|\b{series_leads}\b)")
        self._subject = compiled(
            r"(?:{year_leads}\s+y{5,},?\s+)?(?:{articles}\s+)?(?P<label>[a-z][^.,;:()\d]{2,40}?)\s+(?:{auxiliaries}\s+)?{gapped_verbs}\s+"
        )
        self._link = compiled(r"\s+{item_links}$")
        self._loose = compiled(
            r"^(?:{articles}|{determiners}|{of_links})\b|\b(?:{function_words}|{change_words}|{gapped_verbs})$"
        )
        self._about = compiled(r"\b{about_leads}\s+(?:{articles}\s+)?$")
        self._joint = compiled(r"[\s,;.()]*(?:{series_joints}\b\s*)?(?:{theme_openings}\s+)?")

    def read(self, parsed: Parsed, headings: Sequence[str], terse: bool) -> tuple[Parsed, dict[int, Label]]:
        """The sentence without what its labels would say in passing, and the label of each number."""
        items = list(self._items(parsed, terse)) or list(self._listed(parsed))
        listed = not terse and any(not i.zone.bracketed for i in items)
        gapped = len(items) < 2
        items = list(self._gapped(parsed)) if gapped else items
        texts = [parsed.text[i.start : i.end] for i in items]
        if len(items) < 2 or sum(self._reader.fixed(self._reader.meaning(t)) for t in texts) * 2 >= len(
            texts
        ):
            return parsed, {}
        lead = self._about.sub("", parsed.plain[: items[0].start])
        facet = self._reader.free_facet(texts, lead, "", headings[-1:])
        told = facet in (self._reader.hint(lead), *map(self._reader.hint, headings[-1:]))
        labels = [self._label(facet, text) for text in texts] if facet else []
        known = [x for x in labels if x.code != "unmapped" and not is_whole(x.code)]
        least = len(labels) if gapped else 1 if told and not listed else max(1, len(labels) / 2)
        if not known or len(known) < least:
            return parsed, {}
        spans = [(i.start, i.end) for i in items]
        kept = tuple(t for t in parsed.tags if not any(a < t.end and t.start < b for a, b in spans))
        by_facet: dict[str, list[Tag]] = {}
        for tag in kept:
            by_facet.setdefault(tag.facet, []).append(tag)
        given = {i.zone.index: x for i, x in zip(items, labels, strict=True)}
        return replace(parsed, tags=kept, by_facet=by_facet), given

    def _label(self, facet: str, text: str) -> Label:
        known = self._memory.label(text)
        if known and known.facet == facet:
            return Label(facet, text, known.code, "own")
        return self._reader.label(facet, text, "own", settled=True)

    def _items(self, parsed: Parsed, terse: bool) -> Iterator[_Item]:
        """The numbers with a label right in front, from the first on; none where one has no label."""
        start = 0
        begun = False
        for zone in parsed.zones:
            stop = parsed.plain.rfind("(", start, zone.number.start) if zone.bracketed else zone.number.start
            item = self._item(parsed, zone, start, stop, begun) if zone.bracketed or terse else None
            if item is None and begun:
                return
            if item is not None:
                begun = True
                yield item
            closed = parsed.plain.find(")", zone.number.end) if zone.bracketed else -1
            start = max(closed + 1, zone.number.end)

    def _listed(self, parsed: Parsed) -> Iterator[_Item]:
        """'Of the 743: Parks 301, council tax 122, homes 97': bare labels and numbers inside a sentence."""
        items = [self._item(parsed, z, z.pre_start, z.number.start, z.index > 0) for z in parsed.zones]
        found = [i for i in items if i and not self._loose.search(parsed.plain, i.start, i.end)]
        last = found[-1].end if found else 0
        bracketed = found and "(" in parsed.plain[: found[0].start] and ")" not in parsed.plain[:last]
        return iter(found if len(found) >= (2 if bracketed else _LEAST) else ())

    def _gapped(self, parsed: Parsed) -> Iterator[_Item]:
        """'The web form brought 71%, the telephone 16% and letters 9%': one verb for all."""
        zones = parsed.zones
        first = self._subject.fullmatch(parsed.plain, 0, zones[0].number.start) if len(zones) > 1 else None
        if first is None:
            return
        yield _Item(zones[0], *first.span("label"))
        for zone in zones[1:]:
            item = self._item(parsed, zone, zone.pre_start, zone.number.start, True)
            if item is None:
                return
            yield item

    def _item(self, parsed: Parsed, zone: Zone, start: int, stop: int, begun: bool) -> _Item | None:
        """The number's label between the two places; `begun`: another item stands in front."""
        if stop <= start:
            return None
        opens = (
            self._joint.match(parsed.plain, start, stop)
            if begun
            else self._lead.match(parsed.plain, start, stop)
        )
        start = opens.end() if opens else start
        start = max(start, self._joint.match(parsed.plain, start, stop).end())  # type: ignore[union-attr]
        text = parsed.text[start:stop]
        start += len(text) - len(text.lstrip(_EDGES))
        text = self._link.sub("", text.strip(_EDGES)) if begun else text.strip(_EDGES)
        if not _WORD.search(text) or len(text.split()) > _LONGEST or _BOUNDARY.search(text):
            return None
        closed = zone.bracketed or _STOP.match(parsed.plain, zone.number.end)
        if not closed and _WORD.search(parsed.plain, zone.number.end, zone.post_end):
            return None
        if any(start <= p.start < start + len(text) for p in parsed.periods):
            return None
        return _Item(zone, start, start + len(text))
