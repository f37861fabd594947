"""Sentences, list items and key-number tiles to claims.

A number is read by its own words first (the noun and verb in its zone), then by
what the sentence's subject, the numbers it is compared with, the sentence before
and the lead of its list say. A new way of putting things needs no new rule as
long as its nouns, verbs and joints are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.language import numbers
from extractor.model.contract import is_whole
from extractor.model.types import Claim, Ignored, Issue, Label, Place, Prose, Reading
from extractor.understand.sentences.attachment import Fitting
from extractor.understand.sentences.claims import NOT_COUNTED, Claiming, Leaning, ignored, refused_in
from extractor.understand.sentences.conventions import Conventions
from extractor.understand.sentences.echoes import SAID_HERE, Echoes
from extractor.understand.sentences.exclusions import IN_WORDS, Refusals, numbering
from extractor.understand.sentences.is_count import Counting
from extractor.understand.sentences.own_labels import Frame, Framing, twin_of
from extractor.understand.sentences.periods import quoted_period
from extractor.understand.sentences.sentence import Parsed, Zone
from extractor.understand.sentences.series import SeriesReader
from extractor.understand.sentences.sharing import Sharing
from extractor.understand.sentences.split import Cutter
from extractor.understand.sentences.voices import Voices
from extractor.understand.settings.stage import EARLIER
from extractor.understand.tables.inherited_labels import lent_labels
from extractor.understand.tables.labels import Reader
from extractor.understand.tables.memory import Memory

_PASSING = ("period", "outcome", "timeliness", "change", "unit")
"""What a sentence says of its own numbers only."""
_ANTECEDENT = ("thing", "event", "stage", "procedure")
"""What a part takes from the number before that is large enough to be its whole."""
_SLICES = ("theme", "service_area")
_TERSE = 4
"""Words for each number, at most, where no full sentence is printed."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_TELLING = 20
"""The least number that is hardly printed twice by chance."""


def _all_within(parsed: Parsed, spans: Sequence[tuple[int, int]]) -> bool:
    """Do all the sentence's numbers stand in one of the spans?"""
    starts = [parsed.offset + z.number.start for z in parsed.zones]
    return all(any(a <= at < b for a, b in spans) for at in starts)


class ProseReader:
    """Reads the prose of one report; keeps what later sentences lean on."""

    def __init__(self, reader: Reader, memory: Memory) -> None:
        self._reader, self._memory = reader, memory
        self._refusals, self._voices = Refusals(reader.phrases), Voices(reader.phrases)
        self._cutter = Cutter(reader.phrases)
        self._fitting = Fitting(reader.phrases, memory)
        self._framing = Framing(reader, memory, self._fitting)
        self._conventions = Conventions(reader)
        self._series = SeriesReader(reader, memory)
        self._sharing = Sharing(reader.phrases, self._fitting)
        self._counting = Counting(reader, self._refusals, memory)
        self._claiming = Claiming(reader)
        self._leans = reader.phrases.compile(r"^\W*(?!{impersonal}\b)(?:{pronouns}|{back_openings})\b")
        self._other_year = reader.phrases.compile(
            r"^\W*(?:{year_leads}\s+)?(?:y{5,}|(?:{articles} )?{earlier_years}),?\s+{echo_verbs}\s"
        )
        self._counted_on = reader.phrases.compile(r"\s+(?:{part_pointers}|{about_leads}|{auxiliaries})\b")
        self._partitive = reader.phrases.compile(r"^\W*{part_pointers}\b")
        self._verb = reader.phrases.compile(r"\b{past}\b")
        self._previous: list[Label] = []
        self._counted: list[tuple[float, list[Label]]] = []
        """The counts of the sentence before, each with what was said of it."""
        self._previous_index = -10
        self._section: tuple[str, ...] = ()
        self._topic: Label | None = None
        """The one stage that the section at hand opened with, until another is named."""
        self._earlier: Label | None = None
        """The one stage that the section named last."""
        self._opening = True
        self._untold: list[tuple[int, str]] = []
        """Sentences without numbers at the end of the last paragraph, read only if the next one leans."""
        self._lent: list[Label] = []
        self._issues: list[Issue] = []
        self._numbering: frozenset[int] = frozenset()
        self._echoes = Echoes(reader.phrases)
        self._thing: Label | None = None
        """The complaints that the report counted last."""
        self._here: list[tuple[float, list[Label]]] = []
        """The same of the sentence at hand."""

    def look_over(self, places: Iterable[Place]) -> None:
        """Learn what the paragraphs to come, and their headings, say of how they are to be read."""
        texts = [place.block.text for place in places if isinstance(place.block, Prose)]
        context = {t for p in places for t in (p.context.lead, p.context.caption, *p.context.headings)}
        self._conventions.learn([*texts, *sorted(context)])
        self._cutter.earlier_in_brackets = self._conventions.earlier_in_brackets

    def _sentences(self, block: Prose) -> tuple[list[tuple[int, str]], int]:
        """The sentences with their offsets, and how many there are up to the last with a number."""
        sentences = list(self._cutter.sentences(block.text))
        with_number = (i for i, (_, text) in enumerate(sentences) if numbers.in_sentence(text))
        return sentences, max(with_number, default=-1) + 1

    def read(self, place: Place) -> Reading:
        """Every number of the paragraph, claimed or ignored with a reason."""
        block = place.block
        assert isinstance(block, Prose)
        out: list[Claim | Ignored] = []
        if place.index - self._previous_index > 1 or not self._goes_on(block.text):
            self._previous, self._counted, self._memory.just = [], [], {}
            self._echoes.turn()
        else:
            for offset, text in self._untold:
                self._remember_subject(self._parsed(text, offset))
        self._previous_index = place.index
        self._numbering = numbering(block.text)
        sentences, counting = self._sentences(block)
        self._untold = sentences[counting:]
        if not counting:
            return Reading()
        self._lent = self._lent_at(place) + quoted_period(block)
        if place.context.headings != self._section:
            self._section, self._topic, self._opening = place.context.headings, None, True
            self._earlier = None
        quotes = self._voices.quotations(block.text)
        whole = self._voices.paragraph(block, place.context)
        for offset, text in sentences[:counting]:
            parsed = self._parsed(text, offset)
            out += [ignored(parsed, n, place, "part of a name") for n in parsed.inside]
            if not whole and parsed.zones and self._voices.tells_a_case(text):
                whole = "one case's story"
            reason = (whole or self._refusals.sentence(parsed)) if parsed.zones else ""
            if parsed.zones and _all_within(parsed, quotes):
                reason = reason or "a quotation"
            if reason:
                out += [ignored(parsed, n, place, reason) for z in parsed.zones for n in (z.number, *z.twins)]
                continue
            results = self._sentence(parsed, place) if parsed.zones else []
            self._turn_to(parsed)
            out += results
            self._issues += refused_in(parsed, place, results)
            if not any(isinstance(one, Claim) for one in results):
                self._remember_subject(parsed)
        claims = tuple(one for one in out if isinstance(one, Claim))
        issues, self._issues = tuple(self._issues), []
        return Reading(claims, tuple(one for one in out if isinstance(one, Ignored)), issues, len(out))

    def _goes_on(self, text: str) -> bool:
        """Does a paragraph lean on the one before: 'Of these, ...', '55 of them were corporate'?"""
        first = next(iter(numbers.in_sentence(text)), None)
        if self._leans.match(text) or first is None:
            return self._leans.match(text) is not None
        return not _LETTERS.search(text, 0, first.start) and bool(self._counted_on.match(text, first.end))

    def _parsed(self, text: str, offset: int) -> Parsed:
        tags = self._conventions.tags(text, self._reader.tagger.tags(text))
        return self._cutter.parse(text, offset, tags)

    def _lent_at(self, place: Place) -> list[Label]:
        """What the headings, the caption and the lead say of every number of the place."""
        out = lent_labels(self._reader, place.context)
        if place.kind != "list":
            out = [
                x
                for x in out
                if not (x.facet in ("outcome", "timeliness", "event") and x.origin.startswith("heading"))
            ]
        heading = place.context.headings[-1] if place.context.headings else ""
        known = self._memory.label(heading) if place.context.headings else None
        told = self._reader.meaning(heading).tags if known else ()
        structural = any(t.facet in ("stage", "thing", "procedure") for t in told)
        if known and not is_whole(known.code) and not (structural and known.facet == "theme"):
            out.append(replace(known, text=heading, origin="heading1"))
        return out

    def _sentence(self, parsed: Parsed, place: Place) -> list[Claim | Ignored]:
        """The numbers of one sentence, in order."""
        parsed, frames, listed = self._frames(parsed, place)
        ties = self._sharing.share(parsed, frames, self._lent, listed)
        self._issues += [tie.issue(parsed.text, place.block.anchor) for tie in ties]
        if not self._echoes.in_order(parsed, frames) and (
            self._leans.match(parsed.plain) or self._other_year.match(parsed.plain)
        ):
            self._echoes.of_last(frames)
        self._echoes.turn()
        back = self._counting.opens_with_pronoun(parsed) or any(self._points_back(parsed, f) for f in frames)
        back = back or self._adds_up(frames)
        out: list[Claim | Ignored] = []
        kept: list[Label] = []
        counted = -2
        for frame in frames:
            zone, twins = frame.zone, frame.zone.twins
            reason = self._refused(parsed, frame)
            whole = self._whole_of(parsed, frames, zone.index) if not reason else []
            kept = whole or kept
            sure = whole or frame.echo or self._follows(parsed, frames, frame, counted)
            if not reason and not sure:
                before = [*self._previous, *kept]
                counts = self._counting.counts(parsed, frame, place, self._lent, before, listed)
                reason = "" if counts else NOT_COUNTED
            in_table = self._printed(parsed, frame, place) if reason == NOT_COUNTED else None
            if in_table:
                out.append(in_table)
                continue
            leaning = self._leaning(frame, place, kept, back)
            if not reason:
                counted = zone.index
                kept = self._claimed(parsed, frame, place, leaning, out) or kept
            else:
                points = reason.startswith("points back")
                twins = twins if points or reason == IN_WORDS else ()
                kept = (self._inherited(parsed, zone) if points else []) or kept
                refused = (n for n in (zone.number, *zone.twins) if n not in twins)
                out += [ignored(parsed, n, place, reason) for n in refused]
            for twin in twins:
                again = twin_of(frame, twin, frames)
                self._claimed(parsed, again, place, self._leaning(frame, place, kept, back), out)
        self._counted, self._here = self._here, []
        self._memory.just = dict(self._counted)
        if kept:
            partly = back and self._partitive.match(parsed.plain) is not None
            left_out = (*_PASSING, *_SLICES) if partly else _PASSING
            told = {x.facet: x.with_origin("sentence") for x in kept if x.facet not in left_out}
            self._previous = list(told.values())
        return out

    def _frames(self, parsed: Parsed, place: Place) -> tuple[Parsed, list[Frame], bool]:
        """The numbers with their own labels, and whether labels and figures are all there is."""
        terse = self._is_terse(parsed)
        listed = place.kind in ("list", "tile") or terse
        if (
            terse
            and len(parsed.zones) > 1
            and self._thing
            and not any(x.facet == "thing" for x in self._lent)
        ):
            self._lent = [*self._lent, self._thing]  # 'Online 61%, phone 22%' in a chapter of its own
        parsed, series = self._series.read(parsed, place.context.headings, terse)
        frames = [self._framing.frame(parsed, z, listed, series.get(z.index)) for z in parsed.zones]
        return parsed, frames, listed

    def _leaning(self, frame: Frame, place: Place, kept: Sequence[Label], back: bool) -> Leaning:
        topic = [x for x in (self._topic, self._earlier) if x and place.kind == "prose"][:1]
        n, previous = frame.zone.number, self._previous
        large = [labels for value, labels in self._counted if value >= (n.value or 0)]
        if n.unit in ("", "count") and large and self._counted[-1][0] < (n.value or 0):
            whole = [x.with_origin("sentence") for x in large[-1] if x.facet in _ANTECEDENT]
            told = {"event", "stage", "procedure", *(x.facet for x in whole)}
            previous = [
                *whole,
                *(x for x in previous if x.facet not in told),
            ]  # no part is larger than its whole
        return Leaning(
            [*self._lent, *topic], kept, [x for x in previous if back or x.code != "advocacy"], back
        )

    def _claimed(
        self, parsed: Parsed, frame: Frame, place: Place, leaning: Leaning, out: list[Claim | Ignored]
    ) -> list[Label]:
        """Add the number's claims to `out`; what was said of it, if it is known what it is a share of."""
        found = self._claiming.claims(parsed, frame, place, leaning)
        if not found:
            why = "a share of which it cannot be told what it is"
            out.append(ignored(parsed, frame.zone.number, place, why))
            return []
        claim = found[-1]
        out += found
        self._memory.learn_values(found)
        thing = next((x for x in claim.labels if x.facet == "thing" and x.code == "complaint"), None)
        self._thing = thing.with_origin("heading2") if thing else self._thing
        self._echoes.add(claim)
        said = [x for x in claim.labels if x.origin in SAID_HERE]
        if said and frame.zone.number.unit in ("", "count") and not frame.change:
            self._here.append((claim.value or 0.0, said))
        return said

    def _turn_to(self, parsed: Parsed) -> None:
        """Remember the stage that a sentence names, if it names one alone."""
        told = {t.code: t for t in parsed.by_facet.get("stage", ()) if not t.label_only}
        opens, self._opening = self._opening, False
        code, tag = next(iter(told.items()), ("", None))
        if opens and tag and len(told) == 1 and code in ("stage_1", "stage_2", "stage_3"):
            self._topic = Label("stage", tag.text, code, "section")
        elif self._topic and set(told) - {self._topic.code}:
            self._topic = None
        staged = all(any(x.facet == "stage" for x in labels) for _, labels in self._counted)
        if tag and len(told) == 1 and staged and code in ("stage_1", "stage_2", "stage_3"):
            self._earlier = Label("stage", tag.text, code, EARLIER)
        elif told:
            self._earlier = None

    def _is_terse(self, parsed: Parsed) -> bool:
        """'Members 214, MPs 63': labels and figures, no full sentence."""
        if len(_LETTERS.findall(parsed.plain)) > _TERSE * len(parsed.zones):
            return False
        return not self._verb.search(parsed.plain)

    def _adds_up(self, frames: Sequence[Frame]) -> bool:
        """'Seven were investigated. Three complaints were not upheld, four were': are these its parts?"""
        counts = [f for f in frames if f.zone.number.unit in ("", "count")]
        told = all(any(x.facet == "outcome" and x.origin == "own" for x in f.labels) for f in counts)
        return len(counts) > 1 and told and sum(f.zone.number.value or 0 for f in counts) in self._memory.just

    def _points_back(self, parsed: Parsed, frame: Frame) -> bool:
        """Does 'the 18' point to what was counted before, and is it no rule or limit?"""
        zone = frame.zone
        if not zone.back or zone.number.unit not in ("", "count"):
            return False
        if zone.number.value not in self._memory.anything and self._memory.anything:
            return False  # 'Of the 20 complaints' where no 20 was printed before
        return not self._refusals.number(parsed, zone, frame.labels)

    def _refused(self, parsed: Parsed, frame: Frame) -> str:
        if parsed.offset + frame.zone.number.start in self._numbering:
            return "the number of a heading or note"
        return (
            self._refusals.number(parsed, frame.zone, frame.labels)
            or self._counting.back_reference(parsed, frame)
            or self._counting.said_again(parsed, frame.zone)
        )

    def _printed(self, parsed: Parsed, frame: Frame, place: Place) -> Claim | None:
        """A number of which nothing is said, but which one table count alone has: that count again."""
        n, zone = frame.zone.number, frame.zone
        points = zone.back or zone.link == "partitive" or (zone.index and zone.bracketed)
        if n.word or points or n.unit not in ("", "count") or (n.value or 0) < _TELLING:
            return None
        known = self._memory.counted_once(n.value or 0)
        if known is None or self._counting.counts_other(parsed, zone):
            return None
        said = {(x.facet, x.code) for x in frame.labels if x.origin == "own" and x.facet != "counted"}
        facets = {x.facet for x in known.labels} | {"period"}
        if any(f in facets and (f, c) not in {(x.facet, x.code) for x in known.labels} for f, c in said):
            return None
        return self._claiming.again(parsed, frame, place, known)

    def _whole_of(self, parsed: Parsed, frames: Sequence[Frame], i: int) -> list[Label]:
        """'Two of the five were ...': what is known of the five, where they were counted before."""
        if i + 1 == len(frames) or frames[i].zone.number.unit not in ("", "count"):
            return []
        after = frames[i + 1]
        if after.zone.link != "partitive" or not self._counting.back_reference(parsed, after):
            return []
        return self._inherited(parsed, after.zone)

    def _inherited(self, parsed: Parsed, zone: Zone) -> list[Label]:
        """What is known of the number that is pointed to, as far as the section does not say it."""
        if any(t.start - zone.number.end <= 1 for t in parsed.after(zone, "service_area")):
            return []  # 'the two Fostering teams'
        near = {x.facet for x in self._lent if x.origin in ("heading1", "caption", "lead")}
        return [x for x in self._counting.inherited(zone) if x.facet not in near - {"thing"}]

    @staticmethod
    def _follows(parsed: Parsed, frames: Sequence[Frame], frame: Frame, counted: int) -> bool:
        """Does the number continue a series whose last number counted, or is it a part of that one?"""
        i = frame.zone.index
        if i == 0 or counted != i - 1:
            return False
        linked = frame.zone.link in ("compare", "to", "restated")
        return frames[i - 1].change or linked or i in parsed.parts()

    def _remember_subject(self, parsed: Parsed) -> None:
        """A sentence without counts may say what the next one counts."""
        kept: list[Label] = []
        first = min((t.start for t in parsed.by_facet.get("context", ())), default=0)
        for t in parsed.tags:
            if (
                t.facet in ("thing", "stage", "procedure")
                or (t.facet == "timeliness" and not t.label_only)
                or (t.facet == "complainant" and self._fitting.named_party(parsed.plain[: t.start]))
            ):
                kept.append(Label(t.facet, t.text, t.code, "sentence"))
            elif t.facet == "context":
                words = parsed.text[first : first + 150].strip(" .,;")
                kept.append(Label("context", words, t.code, "sentence"))
        kept += self._framing.quoted(parsed, 0, len(parsed.text), "sentence")
        if kept:
            told = {x.facet for x in kept}
            self._previous = [x for x in self._previous if x.facet not in told] + kept
