"""How a text names a council, and how much a name says.

'Harrow Council' and 'London Borough of Harrow' are said of a council, 'Harrow'
may be, 'Surrey Street' and 'Mr Kent' are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractor.language.regex import compiled
from extractor.language.words import Words

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
TOKEN = re.compile(r"[A-Z][\w.]*(?:['\u2018\u2019\u02bc][A-Za-z]+)?")
WEB = re.compile(r"\b[\w-]{1,40}(?:\.[\w-]{1,40}){0,4}\.(?:gov\.uk|org\.uk|co\.uk|org)\b")
_PARTS = re.compile(r"[^\s,.&-]+")
_CAPITAL_BEFORE = re.compile(r"(?:^|[\s(])([A-Z][a-z]+)\s$")

_FORMAL_BEFORE = (
    r"(?:{council_kinds}\s(?:{council_nouns}\s)?{council_links}\s(?:{council_articles}\s)?"
    r"|\b{council_short_kinds}\s)$"
)
_FORMAL_AFTER = (
    r"(?:'s?)?,?\s{0,3}(?:\((?:[a-z&]{2,6})\)\s)?(?:{council_adjectives}\s){0,4}"
    r"{council_nouns}(?![a-z])(?!\s{not_councils}\b)|,\s{councils_after}\b|\s{council_initials}(?![a-z])"
)
_PARISH_AFTER = r"\s{parish_words}\s{council_nouns}\b"
_SERVICE_AFTER = r"(?:'s?)?\s(?:{service_words}[a-z']*(?:\s{service_joiners})?\s){1,3}{service_bodies}\b"
_PLACE_AFTER = r"\s{place_words}\b"
_BODY_AFTER = r"(?:'s)?\s(?:{service_joiners}\s\w+\s)?{other_bodies}\b"
_PERSON_BEFORE = r"\b{person_titles}\.?\s$"
_PLACED = r"\b{name_leads}\s$"
_VERB_AFTER = r"\s[a-z]+(?<!ed)\s{name_articles}\b"
_ALONE_AFTER = r"\s*(?:$|[-|:,(]|{lone_followers})"


def parts(name: str) -> list[str]:
    return _PARTS.findall(name)


@lru_cache(maxsize=8192)
def first_word(token: str) -> str:
    """What a name is looked up by: its first word in small letters, without quotes."""
    return re.sub(r"['\u2018\u2019\u02bc]", "", re.split(r"[.&]", token, maxsplit=1)[0]).lower()


def name_pattern(name: str) -> re.Pattern[str]:
    """A name in any spelling: '&', hyphens, commas, full stops and apostrophes as they come."""
    shapes = []
    for word in parts(name.replace("&", " and ")):
        plain = re.escape(word.lower().replace("'", ""))
        shapes.append(
            "(?:and|&)" if plain == "and" else re.sub(r"s$", "'?s", plain) if len(plain) > 2 else plain
        )
    return compiled(r"[.,]?[\s-]*(?:,\s)?".join(shapes) + r"(?![a-z0-9])")


def weigh(text: str, folded: str, start: int, end: int, name: Name, words: Words) -> Mention:
    """The name at a place, with the weight that the words around it give."""
    if name.kind == "publisher":
        return Mention(start, end, name.keys, True, 3.0)

    def follows(template: str) -> bool:
        return words.compile(template).match(after) is not None

    before, after = folded[max(0, start - 48) : start], folded[end : end + 60]
    titled = follows(_FORMAL_AFTER) or words.compile(_FORMAL_BEFORE).search(before)
    if titled or words.compile(r"\b{council_nouns}\b").search(folded, start, end):
        return Mention(start, end, name.keys, True, 4.0)
    compound = after[:1] == "-" and after[1:2].isalpha()
    person = words.compile(_PERSON_BEFORE).search(before)
    if compound or person or follows(_PLACE_AFTER) or follows(_PARISH_AFTER):
        return Mention(start, end, name.keys, False, 0.0)
    if follows(_SERVICE_AFTER):
        return Mention(start, end, name.keys, True, 3.0)
    return Mention(start, end, name.keys, False, _bare_weight(text, start, before, after, name.plain, words))


def _bare_weight(text: str, start: int, before: str, after: str, plain: bool, words: Words) -> float:
    """A name by itself counts once; after a first name or before 'Police' hardly."""
    if not plain:
        placed = words.compile(_PLACED).search(before) and not words.compile(_VERB_AFTER).match(after)
        alone = not before.strip() and words.compile(_ALONE_AFTER).match(after)
        return 1.0 if placed or alone else 0.0
    if words.compile(_BODY_AFTER).match(after):
        return 0.3
    person = _CAPITAL_BEFORE.search(text, max(0, start - 24), start)
    return 0.3 if person and person[1].lower() not in words.lists["no_first_names"] else 1.0
