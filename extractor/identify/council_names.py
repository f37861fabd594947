"""How a text names a council, and how much a name says.

'Harrow Council' and 'London Borough of Harrow' are said of a council, 'Harrow'
may be, 'Surrey Street' and 'Mr Kent' are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

NameKind = Literal["name", "initials", "publisher"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text names a council, or several that share a name."""

    start: int
    end: int
    keys: tuple[str, ...]
    formal: bool
    """With words that make it a council: 'Harrow Council', 'Harrow Children's Services', a web address."""
    weight: float
    """0 (a street, a person) to 4 (a council by its title)."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name to look for, and the councils that it may mean."""

    pattern: re.Pattern[str]
    """Of folded text, from where the name starts."""
    length: int
    keys: tuple[str, ...]
    plain: bool
    """False where the bare name is no sign of the council."""
    kind: NameKind


WORD = re.compile(r"[A-Z][A-Za-z]*")
TOKEN = re.compile(r"[A-Z][\w.]*")
WEB = re.compile(r"\b[\w-]{1,40}(?:\.[\w-]{1,40}){0,4}\.(?:gov\.uk|org\.uk|co\.uk|org)\b")
_PARTS = re.compile(r"[^\s,.&-]+")

_FORMAL_BEFORE = re.compile(
    r"(?:(?:(?:london|royal|metropolitan)\s)?borough|county|city(?:\sand\s(?:county|borough))?|council|corporation"
    r"|lb|rb|mb)\s(?:council\s)?(?:of|for)\s(?:the\s)?(?:(?:city|county|borough|royal\sborough)\sof\s)?$|\blb\s$"
)
_FORMAL_AFTER = re.compile(
    r"(?:'s?)?,?\s{0,3}(?:\((?:[a-z&]{2,6})\)\s)?"
    r"(?:(?:city|county|borough|district|metropolitan|unitary|london|royal|and|islands)\s){0,4}"
    r"(?:council|corporation)(?![a-z])(?!\s(?:tax|house|offices?|homes?|estates?)\b)"
    r"|,\s(?:city|county|royal\sborough|borough)\sof\b"
    r"|\s(?:mbc|mdc|cc|bc|dc|lbc|mb)(?![a-z])"
)
_SERVICE_AFTER = re.compile(
    r"(?:'s?)?\s(?:(?:annual|children|adult|social|education|family|families|customer|corporate|early|young|complaints?"
    r"|statutory|local)[a-z']*(?:\s(?:and|&))?\s){1,3}"
    r"(?:services?|care|social\scare|authority|team|trust|report|complaints?|feedback)\b"
)
_PLACE_AFTER = re.compile(
    r"\s(?:street|st|road|rd|avenue|ave|lane|close|drive|crescent|gardens?|grove|hill|house|court|place|park|square"
    r"|terrace|way|walk|row|mews|rise|view|buildings?|tower|gate|green|bridge|wharf|centre|center|hub|primary"
    r"|secondary|junior|infants?|high|grammar|school|academy|college|hospital|infirmary|university|football|fc"
    r"|station|ward|surgery|library|hotel|theatre|prison|airport|week|festival|abbey|hall|palace)\b"
)
_BODY_AFTER = re.compile(
    r"(?:'s)?\s(?:and\s\w+\s)?"
    r"(?:nhs|ccg|icb|police|constabulary|fire|magistrates|crown|county\scourt|safeguarding|lscb)\b"
)
_PERSON_BEFORE = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr|sir|lord|lady|dame|cllr|councillor|judge|prof|professor|rev|justice)\.?\s$"
)
_CAPITAL_BEFORE = re.compile(r"(?:^|[\s(])([A-Z][a-z]+)\s$")
_NO_FIRST_NAMES = (
    "The In At For Of And From By With Across Within Both Since When While Where Which Our"
    " Your This That To On"
    " As Is Was Has Had Outer Inner Greater Central Council Councils Borough Boroughs City County Services"
    " Service Children Families Annual Report Reports Complaints Complaint Team Care Social Statutory First"
    " People Putting Like But If After Before During All Through Under Between Near Into"
    " Around Outside Inside"
    " Other Some Many Most London Royal Metropolitan"
)
_NO_FIRST_NAME = frozenset(_NO_FIRST_NAMES.split())
_PLACED = re.compile(r"\b(?:of|in|for|across|within|at|from|to|by|council|and)\s$")
_VERB_AFTER = re.compile(r"\s[a-z]+(?<!ed)\s(?:the|a)\b")
_ALONE_AFTER = re.compile(r"\s*(?:$|[-|:,(]|20|annual|complaint)")


def parts(name: str) -> list[str]:
    return _PARTS.findall(name)


def name_pattern(name: str) -> re.Pattern[str]:
    """A name in any spelling: '&', hyphens, commas and full stops as they come."""
    words = [word.lower() for word in parts(name.replace("&", " and "))]
    shapes = ["(?:and|&)" if word == "and" else re.escape(word).replace("'", "'?") for word in words]
    return re.compile(r"[.,]?[\s-]*(?:,\s)?".join(shapes) + r"(?![a-z0-9])")


def weigh(text: str, folded: str, start: int, end: int, name: Name) -> Mention:
    """The name at a place, with the weight that the words around it give."""
    if name.kind == "publisher":
        return Mention(start, end, name.keys, True, 3.0)
    before, after = folded[max(0, start - 48) : start], folded[end : end + 60]
    if _FORMAL_AFTER.match(after) or _FORMAL_BEFORE.search(before) or "corporation" in folded[start:end]:
        return Mention(start, end, name.keys, True, 4.0)
    compound = after[:1] == "-" and after[1:2].isalpha()
    if compound or _PERSON_BEFORE.search(before) or _PLACE_AFTER.match(after):
        return Mention(start, end, name.keys, False, 0.0)
    if _SERVICE_AFTER.match(after):
        return Mention(start, end, name.keys, True, 3.0)
    return Mention(start, end, name.keys, False, _bare_weight(text, start, before, after, name.plain))


def _bare_weight(text: str, start: int, before: str, after: str, plain: bool) -> float:
    """A name by itself counts once; after a first name or before 'Police' hardly."""
    if not plain:
        placed = _PLACED.search(before) and not _VERB_AFTER.match(after)
        alone = not before.strip() and _ALONE_AFTER.match(after)
        return 1.0 if placed or alone else 0.0
    if _BODY_AFTER.match(after):
        return 0.3
    person = _CAPITAL_BEFORE.search(text, max(0, start - 24), start)
    return 0.3 if person and person[1] not in _NO_FIRST_NAME else 1.0
