"""A number of a sentence as a claim: its own labels, those it inherits, and what proves it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractor.language.numbers import Number
from extractor.model.types import Anchor, Claim, Ignored, Issue, Label, Place
from extractor.understand.sentences.is_count import PERSONAL, personal_heading
from extractor.understand.sentences.own_labels import Frame
from extractor.understand.sentences.sentence import Parsed
from extractor.understand.sentences.units import RATE
from extractor.understand.tables.labels import Reader

_NAMELESS = ("thing", "stage", "procedure", "context", "complainant", "theme")
"""What a number without a noun takes from the sentence before."""
_LEANING = ("stage", "procedure", "complainant", "service_area", "theme", "timeliness")
"""What a number with one takes, where the sentence leans on the one before."""
NOT_COUNTED = "no word beside it says that complaints are counted"
_REPLACED = ("theme", "service_area", "outcome", "timeliness", "event")
_LONGEST_REMEDY = 10
"""Words; a longer subject is no name of a remedy."""
_AGAIN = 0.6
"""How sure a number is that is known by its value alone."""
_EVIDENCE, _CLAUSE = 240, 500
"""Characters kept."""
_SAYS_NO_SHARE = frozenset(("thing", "event", "period", "role", "unit", "client", "counted", "procedure"))
_SAYS_A_SHARE = frozenset(("compliment", "enquiry", "remedy", "advocacy"))
_EACH = re.compile(r"\beach\b", re.I)


@dataclass(frozen=True, slots=True)
class Leaning:
    """What one number may take from its surroundings."""

    lent: Sequence[Label]
    """By headings, caption and lead."""
    kept: Sequence[Label]
    """By the number before it in the sentence."""
    previous: Sequence[Label]
    """By the sentence before."""
    back: bool
    """The sentence leans on the one before."""


def evidence(parsed: Parsed, n: Number) -> str:
    """The printed words around a number: the sentence, or the part of it about the number."""
    text = parsed.text.strip()
    if len(text) <= _EVIDENCE:
        return text
    start = max(0, min(n.start - 110, len(parsed.text) - _EVIDENCE))
    return parsed.text[start : start + _EVIDENCE].strip()


def anchor_of(parsed: Parsed, n: Number, place: Place) -> Anchor:
    """Where the number stands in the paragraph."""
    return place.block.anchor.at(parsed.offset + n.start, parsed.offset + n.end)


def ignored(parsed: Parsed, n: Number, place: Place, reason: str) -> Ignored:
    """The number with the reason why it is no row."""
    return Ignored(n.raw, reason, anchor_of(parsed, n, place), evidence(parsed, n))


class Claiming:
    """Makes the claims of one report's sentences."""

    def __init__(self, reader: Reader) -> None:
        self._reader, compiled = reader, reader.phrases.compile
        self._opening = compiled(r"^\W*{counted_nouns}?\s*{past_auxiliaries}?\s*", 0)
        self._lead, self._end = compiled(r"\b{reason_leads}\s+"), compiled(r"[.;,]| {reason_ends} ", 0)
        self._remedying = compiled(r"\b{remedy_verbs}\b", 0)

    def claim(self, parsed: Parsed, frame: Frame, place: Place, leaning: Leaning) -> Claim:
        """The claim of a number that counts."""
        n = frame.zone.number
        labels = [*frame.labels, *_taken(frame, leaning), *leaning.lent]
        if n.unit in ("", "count") and _counts(frame.labels):
            labels = [x for x in labels if x.facet != "average" or x.origin == "own"]
        if frame.item and not any(x.facet in ("thing", "context") for x in labels):
            labels.append(
                Label("thing", frame.item.text, "complaint", "lead")
            )  # what has causes are complaints
        labels = _context_in_full(parsed, frame, labels)
        labels = self._refused_because(parsed, frame, labels, place.kind)
        labels = self._remedy_named(parsed, frame, labels)
        labels = self._group_of_people(parsed, frame, labels, place)
        falls = frame.change and any(x.facet == "change" and x.code == "down" for x in labels)
        value = -abs(n.value) if falls and n.value is not None else n.value
        return Claim(
            n.raw,
            value,
            n.status,
            _unit(n, labels),
            tuple(labels),
            place.kind,
            parsed.text.strip()[:_CLAUSE],
            evidence(parsed, n),
            anchor_of(parsed, n, place),
            confidence=_confidence(labels),
        )

    def claims(self, parsed: Parsed, frame: Frame, place: Place, leaning: Leaning) -> list[Claim]:
        """The claims of a number that counts; none for a share of which nothing is known."""
        claim = self.claim(parsed, frame, place, leaning)
        share = place.kind == "prose" and frame.zone.number.unit == "percent"
        if share and frame.zone.link != "restated" and _of_unknown(claim.labels):
            return []
        return _for_each(parsed, frame, claim)

    def again(self, parsed: Parsed, frame: Frame, place: Place, known: Claim) -> Claim:
        """A number that a table has, and its sentence says nothing of: coded as there."""
        n, words = frame.zone.number, parsed.text.strip()
        at = anchor_of(parsed, n, place)
        return replace(
            known, raw=n.raw, kind=place.kind, published_label=words[:_CLAUSE], evidence=evidence(parsed, n),
            anchor=at, confidence=_AGAIN, notes=(),
        )  # fmt: skip

    def _refused_because(self, parsed: Parsed, frame: Frame, labels: list[Label], kind: str) -> list[Label]:
        """Complaints in a list that were not accepted: the reason given is their theme."""
        refused = [x for x in labels if x.facet == "event" and x.code == "not_accepted"]
        if kind != "list" or not refused:
            return labels
        told = {x.code for x in labels if x.facet == "event" and x.origin == "own"}
        if told - {"not_accepted", "received"}:
            return labels
        rest = parsed.text[frame.zone.number.end :]
        found = self._lead.search(rest)
        words = rest[found.end() :] if found else self._opening.sub("", rest)
        words = self._end.split(words.strip(" .;:"))[0].strip()
        if not words:
            return labels
        reason = self._reader.label("theme", words, "own", "refusal")
        kept = [x for x in labels if x.facet not in _REPLACED]
        return [*kept, reason, *(x.with_origin("own") for x in refused)]

    def _remedy_named(self, parsed: Parsed, frame: Frame, labels: list[Label]) -> list[Label]:
        """'An apology accounts for 66% of remedies': the subject is the kind of remedy."""
        remedy = next((x for x in labels if (x.facet, x.code, x.origin) == ("thing", "remedy", "own")), None)
        if remedy is None:
            return labels
        kind = self._reader.label("theme", remedy.text, "own", "remedy")
        paid = frame.zone.number.unit == "gbp"  # 'paid as redress' does not say for what
        if kind.code == "unmapped" or paid:
            subject, *verb = self._remedying.split(parsed.text[: frame.zone.number.start])
            subject = subject.strip(" ,.:")
            if not verb or not subject or len(subject.split()) > _LONGEST_REMEDY or frame.zone.index:
                return labels
            kind = self._reader.label("theme", subject, "own", "remedy")
        if kind.code == "unmapped" and paid:
            return labels  # 'Compensation in these cases came to £450' names no kind
        return [*(x for x in labels if x.facet != "theme"), kind]

    def _group_of_people(
        self, parsed: Parsed, frame: Frame, labels: list[Label], place: Place
    ) -> list[Label]:
        """Under a heading such as 'Religion' a count of people is of some group, known or not."""
        personal = personal_heading(self._reader, place.context)
        facets = {x.facet for x in labels}
        if not personal or "counted" not in facets or facets & set(PERSONAL):
            return labels
        words = parsed.text[frame.zone.pre_start : frame.zone.post_end].strip(" ,.;:()")
        return [*labels, Label(personal, words[:120], "unmapped", "own", "none", 0.0)]


def _counts(labels: Sequence[Label]) -> bool:
    """'..., and 19 complaints were about charges': do the number's own words say what is counted?"""
    return any(x.origin == "own" and x.facet in ("thing", "outcome", "timeliness") for x in labels)


def _taken(frame: Frame, leaning: Leaning) -> list[Label]:
    """What the number takes from the words before it, where its own do not say it."""
    have = {x.facet for x in frame.labels}
    firm = {x.facet for x in frame.labels if x.origin in ("own", "clause")}
    facets: tuple[str, ...]
    if not have & {"thing", "context"}:
        parts = leaning.back and have & {"outcome", "timeliness"}
        facets = (*_NAMELESS, "service_area") if parts else _NAMELESS
    elif (
        leaning.back
        or frame.earlier
        # 'there were none in the previous year' speaks of what the sentence before counted.
        or frame.has("period", "relative_previous", "own")
        or (leaning.kept and not firm & {"thing", "context"})
    ):
        facets = _LEANING
    else:
        return []
    if frame.zone.link == "partitive":
        facets = tuple(f for f in facets if f != "timeliness")  # the part's speed is not the whole's
    if any(x.facet == "theme" and x.origin == "own" for x in frame.labels):
        facets = tuple(f for f in facets if f != "context")  # what a figure of the service is of is its theme
    if have & set(PERSONAL):
        facets = tuple(f for f in facets if f not in ("complainant", "service_area"))
    if any(x.facet == "procedure" for x in frame.labels):
        facets = tuple(f for f in facets if f != "stage")  # another procedure's stages are others
    sliced = bool(have & {"service_area", "theme", "complainant", "channel"})
    siblings = [x for x in leaning.kept if x.facet not in ("service_area", "theme") or x.origin == "lead"]
    if frame.zone.index and not leaning.back and "thing" not in facets:
        # The numbers before it have none of the rest either.
        facets = tuple(f for f in facets if f == "timeliness")
    return [
        x.with_origin("sentence")
        for x in (*siblings, *leaning.previous)
        if x.facet in facets and x.facet not in have and not (sliced and x.facet in ("service_area", "theme"))
    ]


def _context_in_full(parsed: Parsed, frame: Frame, labels: list[Label]) -> list[Label]:
    """A figure of the service is named by the whole phrase; one that leans on another by both phrases."""
    zone = frame.zone
    own = [x for x in labels if x.facet == "context" and x.origin == "own"]
    if own:
        last = own[-1]
        if len(last.text.split()) >= 3 or zone.index:
            return labels
        subject = parsed.text[: zone.number.start].strip(" ,.;:(")
        return [replace(x, text=f"{subject} > {x.text}"[:200]) if x is last else x for x in labels]
    words = parsed.text[zone.number.end : zone.post_end].strip(" ,.;:()&")
    return [
        replace(x, text=f"{x.text} > {words}"[:200]) if x.facet == "context" and words else x for x in labels
    ]


def unit_of(n: Number) -> str:
    """A plain number is a count; one for so many heads a ratio."""
    return {"": "count", "ratio": "count", RATE: "ratio"}.get(n.unit, n.unit)


def _unit(n: Number, labels: Iterable[Label]) -> str:
    if n.value == 0 and n.word and any(x.code == "expenditure" and x.origin == "own" for x in labels):
        return "gbp"
    average = next((x.code for x in labels if x.facet == "average" and x.origin != "lead"), "")
    if average in ("working_days", "days", "weeks") and n.unit in ("", "count"):
        return average
    return unit_of(n)


def _confidence(labels: Sequence[Label]) -> float:
    """Falls where the number's own words do not name what it counts, or name a figure of the service."""
    score = 0.95
    own = {x.facet for x in labels if x.origin == "own"}
    if not own & {"thing", "outcome", "timeliness", "stage", "context"}:
        score -= 0.12
    if not any(x.facet == "period" for x in labels):
        score -= 0.02
    if "context" in own:
        score -= 0.1
    return round(max(score, 0.3), 3)


def _of_unknown(labels: Sequence[Label]) -> bool:
    """'In 45% of complaints something had gone wrong': is nothing known but that complaints are meant?"""
    return all(x.facet in _SAYS_NO_SHARE and x.code not in _SAYS_A_SHARE for x in labels) and not any(
        x.facet == "event" and x.code != "received" for x in labels
    )


def _for_each(parsed: Parsed, frame: Frame, claim: Claim) -> list[Claim]:
    """'X and Y each account for 4%': one printed number, a claim for each."""
    n = frame.zone.number
    if not _EACH.search(parsed.plain[max(0, n.start - 40) : n.end + 12]):
        return [claim]
    for facet in ("theme", "service_area", "complainant"):
        tags = [t for t in parsed.tags if t.facet == facet and t.end <= n.start]
        codes = list(dict.fromkeys((t.code, t.text) for t in tags))
        if len(codes) == 2:
            rest = [x for x in claim.labels if x.facet != facet]
            return [replace(claim, labels=(*rest, Label(facet, text, code, "own"))) for code, text in codes]
    return [claim]


def refused_in(parsed: Parsed, place: Place, results: Sequence[Claim | Ignored]) -> list[Issue]:
    """The numbers of a sentence of which nothing says what they count, for a person to look at."""
    refused = [x.raw for x in results if isinstance(x, Ignored) and x.reason == NOT_COUNTED]
    if not refused:
        return []
    message = f"{', '.join(refused)} in '{parsed.text.strip()[:160]}': {NOT_COUNTED}; no row was made."
    return [Issue("number-not-counted", "info", message, place.block.anchor)]
