"""When a printed number is no row: limits, targets, other places, single cases, praise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from extractor.parse.sentence import Parsed, Zone
from extractor.parse.tag import fold
from extractor.types import Context, Label, Prose


def _any(words: Sequence[str]) -> re.Pattern[str]:
    ordered = sorted((fold(w) for w in words), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(w) for w in ordered) + r")\b", re.I)


_PERSON = re.compile(
    r"\b(?:Mr|Mrs|Miss|Ms|Dr)\.? [A-Z]\b|\b(?:Mr|Mrs|Miss|Ms) [A-Z][a-z]+\b|\b(?:Child|Parent|Person|Family|Complainant) [A-Z]\b"
)
_FIRST_PERSON = re.compile(r"\b(?:I|my|me|I'm|I've|you(?!-)|your|our son|our daughter)\b")
_WE = re.compile(r"\b(?:we|us|our)\b", re.I)
_DURATION = re.compile(
    r"^\s*(?:(?:working|calendar|school|business|consecutive)\s+)?(?:days?|weeks?|months?|years?|hours?|minutes?|nights?|year-olds?|years? old|terms?)\b",
    re.I,
)
_AVERAGE = re.compile(r"\b(?:average|mean|median|on average|averaged|averaging)\b", re.I)
_TARGET_BEFORE = re.compile(
    r"\b(?:target|benchmark|aim|goal|threshold|objective|service standard)\b[^.;,]{0,40}$", re.I
)
_TARGET_AFTER = re.compile(
    r"^\s*(?:%\s*)?(?:local |corporate |council |national |performance |kpi )?(?:target|benchmark|threshold|kpi|standard)\b",
    re.I,
)
_MODAL = re.compile(
    r"\b(?:must|this (?:stage|part|step) (?:involves|is|allows|provides)|should(?! be (?:noted|recognised|remembered|borne|highlighted|stressed|acknowledged))|may(?! be noted)|can be(?! seen)|could be|would be|consist of|consists of|comprises?|made up of|is required|are required|entitled|if the|where the complain)\b",
    re.I,
)
_PAST = re.compile(
    r"\b(?:were|was|have|has|had|been|received|completed|attended|accessed|became|becoming|started|ceased|leading|offering|supported|undertaken|employed|"
    r"initiated|made|took|taken|are|is|considered|looked after|looking after|increased|decreased|reduced|accounting|accounted|saw|seen|recorded|leading to)\b",
    re.I,
)
_MONEY = re.compile(
    r"\b(?:paid|payments?|pay|remed(?:y|ies)|compensation|cost|costs|costing|spent|spend|expenditure|fees?|reimburs\w+|ex gratia|settlement|redress)\b",
    re.I,
)


class Refusals:
    """Compiled once; each question answers with a reason, or ''."""

    def __init__(self, phrases: dict[str, Any]) -> None:
        self._elsewhere = _any(phrases["elsewhere"]["words"])
        self._quiet = _any(phrases["quiet_headings"]["words"])
        self._starts = tuple(s.lower() for s in phrases["stories"]["starts"])

    def paragraph(self, block: Prose, context: Context) -> str:
        """A reason that holds for the whole paragraph."""
        text = fold(block.text)
        if block.kind == "quote":
            return "a quotation"
        if text.lstrip("-• ").lower().startswith(self._starts) or _PERSON.search(text):
            return "one case's story"
        quoted = text.lstrip()[:1] in "\"'" and text.rstrip().rstrip(".")[-1:] in "\"'" and len(text) > 60
        if quoted:
            return "a quotation"
        headings = " | ".join(context.headings[-2:]).lower()
        voices = len(_FIRST_PERSON.findall(text)) + (len(_WE.findall(text)) if block.kind == "list" else 0)
        if ("compliment" in headings or "praise" in headings or "thank" in headings) and voices >= (
            1 if block.kind == "list" else 2
        ):
            return "a quoted compliment"
        if len(_FIRST_PERSON.findall(text)) >= 3:
            return "somebody's own words"
        if any(self._quiet.search(fold(h)) for h in context.headings):
            return "a section that explains or tells examples"
        return ""

    def sentence(self, parsed: Parsed) -> str:
        """A reason that holds for every number of the sentence."""
        found = self._elsewhere.search(parsed.plain)
        if found and not re.search(r"\bthe council (?:received|had)\b", parsed.plain[: found.start()], re.I):
            return "a figure of another place"
        return ""

    def number(self, parsed: Parsed, zone: Zone, labels: Sequence[Label], change: bool) -> str:
        """A reason for this number alone."""
        n = zone.number
        before, after = parsed.plain[max(0, n.start - 60) : n.start], parsed.plain[n.end : n.end + 45]
        if n.word and n.value == 1 and n.status in ("more_than", "less_than"):
            return "no count ('more than one')"
        if (
            n.word
            and n.value == 1
            and re.search(r"\b(?:as|like|than|such a|another|for|make|making|every|which)\s+$", before, re.I)
            and re.match(r"\s*(?:[.,;:)]|$)", after)
        ):
            return "a pronoun"
        if n.raw.endswith("+") and n.unit in ("", "count"):
            return "a threshold"
        if n.unit == "range" or (n.value is None and n.status == "exact"):
            return "a range"
        if _DURATION.match(after) or n.unit in ("working_days", "days", "weeks", "months", "years", "hours"):
            if _AVERAGE.search(parsed.plain[max(0, n.start - 90) : n.end + 30]):
                return ""
            return "a time limit or a length of time"
        if n.unit in ("percent", "") and (_TARGET_BEFORE.search(before) or _TARGET_AFTER.match(after)):
            return "a target"
        if (
            before.rstrip().endswith("(")
            and after.startswith(")")
            and n.unit in ("", "count")
            and re.search(r"\b(?:stage|part|section)\s*\($", before, re.I)
        ):
            return "the number of a stage"
        if n.unit in ("", "count") and re.search(
            r"\b(?:beyond|aged?|turned|turning|turns|over the age of|until|reached|reaching)\s+$",
            before,
            re.I,
        ):
            return "an age"
        if n.unit == "gbp" and re.search(
            r"\b(?:would not|unhappy|wanted|request\w*|asked for|claim\w*|sought|not pay|up to)\b",
            parsed.plain,
            re.I,
        ):
            return "a sum asked for, not paid"
        things = {x.code for x in labels if x.facet == "thing" and x.origin == "own"}
        if _MODAL.search(parsed.plain[max(0, n.start - 70) : n.end + 50]) and not things - {"case"}:
            return "a rule, not a count"
        return ""

    def statistical(self, parsed: Parsed, zone: Zone) -> bool:
        """Is a number of people, plans or events a statistic and not part of a narrative?"""
        n = zone.number
        if _MODAL.search(parsed.plain):
            return False
        if n.word and (n.value or 0) <= 5 and n.unit in ("", "count"):
            return False
        return bool(_PAST.search(parsed.plain))

    def money(self, parsed: Parsed) -> bool:
        """Does the sentence speak of money paid or spent?"""
        return bool(_MONEY.search(parsed.plain))
