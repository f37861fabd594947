"""The labels that one number's own words give it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractor.language.fold import fold_text
from extractor.language.numbers import Number
from extractor.lexicon.tagger import Tag
from extractor.model.types import Label
from extractor.understand.sentences.acts import Acts
from extractor.understand.sentences.attachment import BARE_PROCEDURE, COUNTED, Fitting
from extractor.understand.sentences.changes import Changes
from extractor.understand.sentences.named_slices import Slices
from extractor.understand.sentences.periods import Dating, period_label
from extractor.understand.sentences.sentence import SHARE_OF, Parsed, Zone
from extractor.understand.tables.labels import Reader
from extractor.understand.tables.memory import Memory

#: In this order, for where two labels are of one rank the first is taken.
_FACETS = ("thing", "event", "stage", "procedure", "outcome", "timeliness", "channel", "sex", "age_band") + (
    "ethnicity",
    "disability",
    "religion",
    "service_area",
    "theme",
    "complainant",
    "context",
    "source",
    "client",
)
OPPOSITE = {
    "within_timescale": "over_timescale",
    "within_10_days": "over_timescale",
    "within_20_days": "over_20_days",
    "within_65_days": "over_65_days",
    "over_timescale": "within_timescale",
    "upheld": "not_upheld",
    "partially_upheld": "not_upheld",
    "upheld_or_partially_upheld": "not_upheld",
    "not_upheld": "upheld",
}
"""What denying a speed or an outcome says."""
_KINDS = frozenset(("complaint", "compliment", "enquiry", "contact"))
"""Counted in one figure, two of these are contacts."""
_QUOTED = re.compile(r"(?<!\w)['\"](?P<name>[A-Z][^'\".;]{3,58}|[a-z][a-z/& -]{3,58})['\"](?!\w)")
_CAPITAL = r"(?:[A-Z][\w'’/-]*|\([A-Z][A-Za-z]+\))"
_PROPER = rf"\b{_CAPITAL}(?:\s+(?:{{proper_joints}}\s+){{0,2}}{_CAPITAL})*"
_NEAR = 12
"""Characters before a number in which a word of change is the number's, whatever parts them: 'up by 12%'."""
_EDGES = " ,.;:()&"


@dataclass
class Frame:
    """What one number's words say, while the sentence is being read."""

    zone: Zone
    labels: list[Label] = field(default_factory=list)
    change: bool = False
    earlier: bool = False
    echo: bool = False
    """All is said of it that was said of the sentence before's number."""
    item: Label | None = None
    """Its label in a series of labels and numbers."""
    acted: bool = False
    """An act says what is counted ('thanked us 640 times'), or how often something was so."""
    part: bool = False
    """It is a part of the number before it ('of which 3 were upheld')."""

    def has(self, facet: str, code: str, origin: str = "") -> bool:
        """Is there a label of this facet and code, and of this origin where one is given?"""
        return any(
            x.facet == facet and x.code == code and (not origin or x.origin == origin) for x in self.labels
        )


def twin_of(frame: Frame, n: Number, frames: Sequence[Frame]) -> Frame:
    """The frame of a number in a bracket behind another: 'fell by 20% (80) from 2018/19 (100)'.

    By the sum the 80 is what was left, and not what was lost.
    """
    twin = replace(frame, zone=replace(frame.zone, number=n))
    if not frame.change or frame.zone.number.unit != "percent" or n.unit not in ("", "count"):
        return twin
    share, way = (frame.zone.number.value or 0) / 100, -1 if frame.has("change", "down") else 1
    firsts = [f.zone.number.value or 0 for f in frames if f.zone.number.unit in ("", "count")]
    for first in firsts:
        left, lost = first * (1 + way * share), first * share
        if abs(left - (n.value or 0)) <= first / 200 + 0.5 < abs(lost - (n.value or 0)):
            return replace(twin, change=False, labels=[x for x in twin.labels if x.facet != "change"])
    return twin


class Framing:
    """Builds the frames of one report's sentences."""

    def __init__(self, reader: Reader, memory: Memory, fitting: Fitting) -> None:
        self._reader, self._memory, self._fitting = reader, memory, fitting
        self._slices = Slices(reader, memory)
        self._acts = Acts(reader.phrases)
        self._done: list[Label] = []
        self._changes, self._dating = Changes(reader.phrases), Dating(reader.phrases)
        self._counted = reader.phrases.compile(COUNTED)
        self._second_stage = reader.phrases.compile(r"\b{second_stage_people}\b")
        self._paid = reader.phrases.compile(r"\b{paid_words}\b")
        self._staff = reader.phrases.compile(
            r"\s?(?!{complaint_stems})(?:[a-z-]+\s)?{own_staff}\b(?!\s+{complaint_stems})"
        )
        self._not = reader.phrases.compile(r"\b{negations}\s+(?!{no_negations}\b)(?:[\w'-]+\s+){0,4}$")
        self._cause = reader.phrases.compile(r"\b{causes}\b[^.;,()]*$")
        self._moves = tuple(word.lower() for word in reader.phrases.words("moving_stages"))
        self._proper = reader.phrases.compile(_PROPER, 0)
        self._opening = reader.phrases.compile(r"^{name_openings}\s+", 0)
        self._through = reader.phrases.compile(r"\b{through_leads}\s+(?:{all_words}\s+)?$")
        self._needed = reader.phrases.compile(
            r"\b{investigation_leads}\s+(?:(?:{articles}|{full_words})\s+){0,2}$"
        )
        self._needing = reader.phrases.compile(r"\s+{past_auxiliaries}\s+{investigation_leads}\b")
        self._union = reader.phrases.compile(r"\s*,?\s*{joining_words}\s*(?:{union_words}\s+)?")
        self._formal = reader.phrases.compile(r"\b{formal_words}\s+{series_joints}\s+$")
        self._trained = reader.phrases.compile(r"\b{training_words}\b")
        self._paid_out = reader.phrases.compile(
            r"(?:£[\d,.]+[^.;£]{0,60}\b{paid_words}\b|\b{paid_words}\b[^.;£]{0,40}£[\d,.]+|\b{money_nouns}\b[^.;]{0,20}\b{paid_words}\b)"
            r"[^.;£]{0,20}\b{payee_leads}\s+$"
        )
        self._payees = reader.phrases.compile(r"\s?{payees}\b")
        self._average = reader.phrases.compile(r"\b{averages}\b")
        self._average_days = reader.phrases.compile(
            r"\b{averages}\b[^.,;\d]{0,20}\b{day_nouns}\b[^.,;\d]{0,30}$"
        )
        self._bare = reader.phrases.compile(BARE_PROCEDURE)
        self._share_of = reader.phrases.compile(SHARE_OF)
        self._base = reader.phrases.compile(r"^\s*(?:%\s*)?{whole_leads} (?:[a-z0-9-]+ ){0,3}$")

    def frame(self, parsed: Parsed, zone: Zone, listed: bool, item: Label | None = None) -> Frame:
        """The number's own labels; `listed`: a list item or a tile; `item`: its label in a series."""
        n = zone.number
        last = parsed.zones[zone.index - 1].number.end if zone.index else 0
        before = parsed.plain[max(last, n.start - 110, min(zone.pre_start, n.start - _NEAR)) : n.start]
        after = parsed.plain[n.end : n.end + 70]
        frame = Frame(zone, [item] if item else [], item=item)
        change = self._changes.label(parsed, zone, before, after)
        if change:
            frame.change = True
            frame.labels.append(change)
        frame.earlier = self._changes.is_earlier(parsed, zone, before, frame.change)
        frame.labels += self._tagged(parsed, zone, listed)
        bare = self._bare.match(parsed.plain, n.end)
        if bare and not any(x.facet == "procedure" for x in frame.labels):
            frame.labels.append(Label("procedure", bare["kind"], "corporate", "own"))
        frame.labels[:] = [self._in_full(parsed, zone, x) for x in frame.labels]
        self._stages(parsed, zone, frame)
        self._one_of_two_kinds(parsed, zone, frame)
        if not any(x.facet == "stage" for x in frame.labels) and not change:
            people = self._second_stage.search(parsed.plain, zone.pre_start, zone.post_end)
            if people:
                frame.labels.append(Label("stage", people.group(), "stage_2", "own"))
        naming = ("channel", "outcome")
        for x in [x for x in frame.labels if x.facet in naming and "complaint" in x.text.lower()]:
            if not any(y.facet == "thing" for y in frame.labels):
                frame.labels.append(Label("thing", x.text, "complaint", "own"))
        services = {x.text for x in frame.labels if x.facet == "service_area" and x.text[:1].isupper()}
        received = any(x.facet == "event" and x.code == "received" for x in frame.labels)
        frame.labels[:] = [
            x
            for x in frame.labels
            if x.facet != "context" or not any(_names(x.text, s, received) for s in services)
        ]
        if not any(x.facet == "theme" for x in frame.labels):
            frame.labels.extend(self.quoted(parsed, zone.pre_start, zone.post_end, "own"))
        if not any(x.facet in ("theme", "service_area") for x in frame.labels):
            frame.labels.extend(self._slices.told(parsed, zone, frame.labels, listed))
        if not item:
            frame.labels.extend(self._nouns(parsed, zone, after))
        self._averages(parsed, frame)
        period = self._dating.own(parsed, zone, frame.change, frame.earlier)
        if period:
            frame.labels.append(period_label(period, "own"))
        if n.unit in ("", "count"):
            self._own_noun(parsed, frame)
            self._act(parsed, frame)
        return frame

    def _act(self, parsed: Parsed, frame: Frame) -> None:
        """'MPs wrote 63 times', 'two families asked for a panel': the act says what is counted."""
        zone, told = frame.zone, frame.labels
        self._done = self._acts.labels(parsed, zone, self._done if zone.index else [])
        if self._done and not frame.change:
            said = {x.facet for x in self._done}
            kept = {"stage", "event"} & {x.facet for x in told}
            told[:] = [x for x in told if x.facet not in (said | {"context", "theme"}) - kept]
            told += [x for x in self._done if x.facet not in kept]
            frame.acted = True
        elif self._acts.is_frequency(parsed, zone):
            said = {x.facet for x in told if x.origin == "own"}
            frame.acted = bool(said & {"outcome", "timeliness"})
            if frame.acted and "thing" not in said:
                told.append(Label("thing", zone.number.raw, "complaint", "own"))

    def _tagged(self, parsed: Parsed, zone: Zone, listed: bool) -> Iterator[Label]:
        """What the vocabularies' words in the number's zone say of it, and not of what it is a share of."""
        base = self._share_of.match(parsed.plain, zone.number.end) if zone.link == "restated" else None
        for facet in _FACETS:
            for tag in _speaking(parsed, zone, facet):
                if base and base.start() <= tag.start < base.end():
                    continue
                if self._fitting.fits(parsed, zone, tag, listed) and not self._is_cause(parsed, zone, tag):
                    code = self._denied(parsed, zone, tag) or tag.code
                    yield Label(facet, _words(parsed, zone, tag), code, "own")

    def _averages(self, parsed: Parsed, frame: Frame) -> None:
        """'On average 15 days': the label of a time taken."""
        n = frame.zone.number
        days = self._average_days.search(parsed.plain[max(0, n.start - 60) : n.start])
        if days and n.unit in ("", "count"):
            unit = "working_days" if "working" in days.group() else "days"
            frame.labels.append(Label("average", n.raw, unit, "own"))
        if n.unit in ("working_days", "days", "weeks") and self._average.search(
            parsed.plain[max(0, n.start - 90) : n.end + 30]
        ):
            frame.labels.append(Label("average", n.raw, n.unit, "own"))

    def _in_full(self, parsed: Parsed, zone: Zone, label: Label) -> Label:
        """'Older People' of 'the Older People Team (East)': the service's whole printed name."""
        if label.facet != "service_area" or not label.text[:1].isupper():
            return label
        at = parsed.text.find(label.text, zone.pre_start, zone.post_end)
        if at < 0:
            return label
        for name in self._proper.finditer(parsed.text, zone.pre_start, zone.post_end):
            if name.start() <= at and at + len(label.text) <= name.end():
                return replace(label, text=self._opening.sub("", name.group()))
        return label

    def _is_cause(self, parsed: Parsed, zone: Zone, tag: Tag) -> bool:
        """'Five because of slow replies': a speed or a verdict that is a reason, and said of nothing."""
        if tag.facet not in ("timeliness", "outcome") or tag.start < zone.number.end:
            return False
        return bool(self._cause.search(parsed.plain, zone.number.end, tag.start))

    def _denied(self, parsed: Parsed, zone: Zone, tag: Tag) -> str:
        """'Did not receive an answer in time': the opposite code; '' where nothing is denied."""
        if tag.facet not in ("timeliness", "outcome") or tag.code not in OPPOSITE:
            return ""
        start = max(zone.pre_start, tag.start - 60)
        if zone.number.end <= tag.start:
            start = max(start, zone.number.end)
        return OPPOSITE[tag.code] if self._not.search(parsed.plain, start, tag.start) else ""

    def _stages(self, parsed: Parsed, zone: Zone, frame: Frame) -> None:
        """The stage that complaints reached; none where an investigation is what they came to."""
        for tag in parsed.own(zone, "stage"):
            before = parsed.plain[: tag.start]
            if tag.text.lower().startswith(self._moves):
                frame.labels.append(Label("event", tag.text, "escalated", "own"))
            if tag.code == "all" and self._through.search(before):
                last = "stage_3" if "3" in tag.text or "three" in tag.text.lower() else "stage_2"
                frame.labels[:] = [x for x in frame.labels if x.facet not in ("stage", "event")]
                frame.labels.append(Label("stage", tag.text, last, "own"))
                frame.labels.append(Label("event", tag.text, "escalated", "own"))
            elif self._is_what_was_done(parsed, tag):
                frame.labels[:] = [x for x in frame.labels if x.text != tag.text]
                frame.labels.append(Label("event", tag.text, "investigated", "own"))

    def _is_what_was_done(self, parsed: Parsed, tag: Tag) -> bool:
        """'Needed a formal investigation': no stage."""
        if tag.code != "stage_2" or "investigation" not in tag.text.lower() or "2" in tag.text:
            return False
        led = self._needed.search(parsed.plain[: tag.start])
        return bool(led or self._needing.match(parsed.plain, tag.end))

    def _one_of_two_kinds(self, parsed: Parsed, zone: Zone, frame: Frame) -> None:
        """'310 compliments and complaints' are contacts, 'statutory and informal complaints' are not."""
        things = sorted(parsed.after(zone, "thing"), key=lambda t: t.start)
        for a, b in itertools.pairwise(things):
            if (
                {a.code, b.code} <= _KINDS
                and a.code != b.code
                and self._union.fullmatch(parsed.plain, a.end, b.start)
            ):
                frame.labels[:] = [x for x in frame.labels if x.facet != "thing"]
                words = parsed.text[things[0].start : things[-1].end]
                frame.labels.append(Label("thing", words, "contact", "own"))
                return
        for tag in parsed.own(zone, "stage"):
            if tag.code == "representation" and self._formal.search(parsed.plain[: tag.start]):
                frame.labels[:] = [x for x in frame.labels if x.facet not in ("thing", "stage", "procedure")]
                frame.labels.append(Label("thing", tag.text, "complaint", "own"))
                frame.labels.append(Label("procedure", "both", "all", "own"))
                frame.labels.append(Label("stage", "both", "all", "own"))
                return

    def _own_noun(self, parsed: Parsed, frame: Frame) -> None:
        """'118 staff attended a workshop', '£3,400 was paid to five families': the noun decides."""
        n, told = frame.zone.number, frame.labels
        if self._staff.match(parsed.plain, n.end):
            told[:] = [x for x in told if x.facet in ("context", "period", "counted", "change")]
            if not any(x.facet == "context" for x in told) and self._trained.search(parsed.plain):
                words = parsed.text[n.end : frame.zone.post_end].strip(_EDGES)
                told.append(Label("context", words[:120], "workforce", "own"))
        elif self._payees.match(parsed.plain, n.end) and self._paid_out.search(parsed.plain[: n.start]):
            told[:] = [x for x in told if x.facet not in ("thing", "context")]
            told.append(Label("thing", "paid", "payment", "own"))

    def _nouns(self, parsed: Parsed, zone: Zone, after: str) -> list[Label]:
        """What the number is a share of, and the noun that it counts."""
        out: list[Label] = []
        end = zone.number.end
        if zone.number.unit == "percent" and any(
            self._base.match(parsed.plain[end : t.start]) for t in parsed.own(zone, "thing")
        ):
            out.append(Label("role", "of the whole", "base", "own"))
        investigators = self._second_stage.search(parsed.plain)
        if zone.number.unit == "gbp" and self._paid.search(parsed.plain) and not investigators:
            out.append(Label("role", "paid", "paid", "own"))
        noun = self._counted.match(after)
        if noun and noun.lastgroup:
            unit = "" if noun.lastgroup == "other" else noun.lastgroup
            out.append(Label("counted", noun[noun.lastgroup], unit, "own"))
        return out

    def quoted(self, parsed: Parsed, start: int, end: int, origin: str) -> list[Label]:
        """A name in quotation marks is a label: of a theme, or of a service."""
        out: list[Label] = []
        for found in _QUOTED.finditer(fold_text(parsed.text)[start:end]):
            name = parsed.text[start + found.start("name") : start + found.end("name")]
            known = self._memory.label(name)
            if known:
                out.append(replace(known, text=name, origin=origin))
            elif not _tagged_inside(parsed, start + found.start(), start + found.end()):
                label = self._reader.label("theme", name, origin)
                if label.code != "unmapped":
                    out.append(label)
        return out


def _names(words: str, service: str, received: bool) -> bool:
    """Do the words of a figure of the service only name the service that received complaints?"""
    return (service in words and len(words) < len(service) + 12) or (received and words.startswith(service))


def _speaking(parsed: Parsed, zone: Zone, facet: str) -> list[Tag]:
    """The facet's tags that may speak of the number, the furthest first."""
    tags = list(reversed(parsed.own(zone, facet)))
    if not tags:
        return tags
    ahead = [t for t in tags if t.end <= zone.number.start]
    if zone.bracketed and (
        facet in ("context", "complainant", "channel")
        or (ahead and facet in ("thing", "service_area", "theme"))
    ):
        tags = ahead
    if facet == "thing" and not zone.bracketed:
        tags = [t for t in tags if t.start >= zone.number.end] or tags
    if facet == "context":
        tags.sort(key=lambda t: t.code != "population")
    return tags


def _tagged_inside(parsed: Parsed, start: int, end: int) -> bool:
    """Does an outcome, a noun or a stage stand between the two places?"""
    return any(
        t.facet in ("outcome", "thing", "stage") and t.start >= start and t.end <= end for t in parsed.tags
    )


def _words(parsed: Parsed, zone: Zone, tag: Tag) -> str:
    """The tag's words; for a figure of the service the whole phrase that names it."""
    if tag.facet != "context":
        return tag.text
    before = parsed.text[zone.pre_start : zone.number.start].strip(_EDGES)
    after = parsed.text[zone.number.end : zone.post_end].strip(_EDGES)
    if tag.start >= zone.number.end and zone.number.unit != "percent":
        return after[:180] or tag.text
    return " > ".join(w for w in (before[-150:], after[:100]) if w) or tag.text
