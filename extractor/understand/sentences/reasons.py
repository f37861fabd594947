"""What a sentence says of refusals, remedies and of two things 'each'."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.model.types import Claim, Label
from extractor.understand.sentences.own_labels import Frame
from extractor.understand.sentences.sentence import Parsed
from extractor.understand.tables.labels import Reader

_EACH = re.compile(r"\beach\b", re.I)
_REPLACED = ("theme", "service_area", "outcome", "timeliness", "event")
_LONGEST_REMEDY = 10
"""Words; a longer subject is no name of a remedy."""


class Reasons:
    """Gives a number the reason or the remedy that its sentence tells."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._opening = reader.phrases.compile(r"^\W*{counted_nouns}?\s*{past_auxiliaries}?\s*", 0)
        self._lead = reader.phrases.compile(r"\b{reason_leads}\s+")
        self._grounds = reader.phrases.compile(r"\b{grounds}\s+")
        self._end = reader.phrases.compile(r"[.;,]| {reason_ends} ", 0)
        self._verb = reader.phrases.compile(r"\b{remedy_verbs}\b", 0)

    def refused_because(self, parsed: Parsed, frame: Frame, labels: list[Label], kind: str) -> list[Label]:
        """Complaints in a list that were not accepted: the reason given is their theme."""
        refused = [x for x in labels if x.facet == "event" and x.code == "not_accepted"]
        if kind == "prose":
            return self._refused_on(parsed, frame, labels)
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

    def _refused_on(self, parsed: Parsed, frame: Frame, labels: list[Label]) -> list[Label]:
        """'In 19 cases the complaint was not accepted, nine of them on grounds of being late'."""
        refused = [t for t in parsed.by_facet.get("event", ()) if t.code == "not_accepted"]
        found = self._grounds.search(parsed.text, frame.zone.number.end, frame.zone.post_end)
        if not refused or not found or parsed.plain[: found.start()].lower().endswith("either "):
            return labels
        words = self._end.split(parsed.text[found.end() : frame.zone.post_end].strip(" .;:"))[0]
        words = words.strip(" '\"‘’“”")
        if not words:
            return labels
        kept = [x for x in labels if x.facet not in _REPLACED]
        event = Label("event", refused[0].text, "not_accepted", "own")
        return [*kept, self._reader.label("theme", words, "own", "refusal"), event]

    def remedy_named(self, parsed: Parsed, frame: Frame, labels: list[Label]) -> list[Label]:
        """'An apology accounts for 66% of remedies': the subject is the kind of remedy."""
        if not any(x.facet == "thing" and x.code == "remedy" and x.origin == "own" for x in labels):
            return labels
        subject = self._verb.split(parsed.text[: frame.zone.number.start])[0].strip(" ,.:")
        if not subject or len(subject.split()) > _LONGEST_REMEDY or frame.zone.index:
            return labels
        kind = self._reader.label("theme", subject, "own", "remedy")
        if kind.code == "unmapped" and frame.zone.number.unit == "gbp":
            return labels  # 'Compensation in these cases came to £450' names no kind
        return [*(x for x in labels if x.facet != "theme"), kind]


def for_each(parsed: Parsed, frame: Frame, claim: Claim) -> list[Claim]:
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
