"""Which council a report is from, and which year it is about.

A name weighs by where it stands (title page, running header, heading, text)
and how it is said: 'Harrow Council' far more than 'Harrow', and 'Surrey
Street' or 'Mr Kent' not at all. The publisher's own name wins by weight, so a
neighbour that is only mentioned does not. What the report says goes before
its file name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor import report_year
from extractor.dates import fold
from extractor.types import Anchor, Document, Issue, Prose, Table

Kind = Literal[
    "unitary", "metropolitan", "london_borough", "county", "district", "wales", "scotland", "northern_ireland"
]
_ELSEWHERE = {"wales": "Wales", "scotland": "Scotland", "northern_ireland": "Northern Ireland"}


class Authority(BaseModel):
    """One entry of patterns/authorities.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    name: str
    type: Kind
    region_code: str = ""
    region: str = ""
    names: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    start: str = Field(default="", alias="from")
    end: str = Field(default="", alias="to")
    successor: tuple[str, ...] = ()
    plain: bool = True
    examples: tuple[str, ...] = ()
    not_: tuple[str, ...] = Field(default=(), alias="not")

    @property
    def printed(self) -> tuple[str, ...]:
        return self.names or (self.name,)

    def exists_on(self, day: str) -> bool:
        """Whether it existed on a day ('2019-03-31'); unknown dates do not exclude."""
        return (not self.start or self.start <= day) and (not self.end or day <= self.end)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text names a council. key is the lower-case official name."""

    start: int
    end: int
    keys: tuple[str, ...]
    formal: bool
    """With words that make it a council: 'Harrow Council', 'London Borough of Harrow', a web address."""
    weight: float


@dataclass(frozen=True, slots=True)
class Identity:
    """Who and when. Codes are '' where the report does not tell; `how` is one short sentence."""

    authority_code: str = ""
    authority_name: str = ""
    report_period: str = ""
    how: str = ""
    issues: tuple[Issue, ...] = ()
    candidates: tuple[tuple[str, float], ...] = ()
    """Council names with their weight, the heaviest first."""
    out_of_scope: str = ""
    """Why the report is out of scope, or ''."""


_BEFORE_FORMAL = re.compile(
    r"(?:(?:(?:london|royal|metropolitan)\s)?borough|county|city(?:\sand\s(?:county|borough))?|council|corporation|lb|rb|mb)"
    r"\s(?:council\s)?(?:of|for)\s(?:the\s)?(?:(?:city|county|borough|royal\sborough)\sof\s)?$|\blb\s$"
)
_AFTER_FORMAL = re.compile(
    r"(?:'s?)?,?\s{0,3}(?:\((?:[a-z&]{2,6})\)\s)?(?:(?:city|county|borough|district|metropolitan|unitary|london|royal|and|islands)\s){0,4}"
    r"(?:council|corporation)(?![a-z])(?!\s(?:tax|house|offices?|homes?|estates?)\b)|\s(?:mbc|mdc|cc|bc|dc|lbc|mb)(?![a-z])"
)
_AFTER_SERVICE = re.compile(
    r"(?:'s?)?\s(?:(?:children|adult|social|education|family|families|customer|corporate|early|young|complaints?|statutory|local)[a-z']*"
    r"(?:\s(?:and|&))?\s){1,3}(?:services?|care|social\scare|authority|team|trust|report|complaints?|feedback)\b"
)
_AFTER_PLACE = re.compile(
    r"\s(?:street|st|road|rd|avenue|ave|lane|close|drive|crescent|gardens?|grove|hill|house|court|place|park|square|terrace"
    r"|way|walk|row|mews|rise|view|building|buildings|tower|gate|green|bridge|wharf|centre|center|hub|primary|secondary"
    r"|junior|infants?|high|grammar|school|academy|college|hospital|infirmary|university|football|fc|station|ward|surgery"
    r"|library|hotel|theatre|prison|airport|week|festival|abbey|hall|palace)\b"
)
_AFTER_BODY = re.compile(r"(?:'s)?\s(?:and\s\w+\s)?(?:nhs|ccg|icb|police|constabulary|fire|magistrates|crown|county\scourt|safeguarding|lscb)\b")
_PERSON = re.compile(r"(?:\b(?:mr|mrs|ms|miss|mx|dr|sir|lord|lady|dame|cllr|councillor|judge|prof|professor|rev|justice)\.?\s)$")
_CAPITALISED = re.compile(r"(?:^|[\s(])([A-Z][a-z]+)\s$")
_NO_FIRST_NAME = frozenset(
    "The In At For Of And From By With Across Within Both Since When While Where Which Our Your Your This That To On As Is Was"
    " Has Had Outer Inner Greater Central Council Councils Borough Boroughs City County Services Service Children Families"
    " Annual Report Reports Complaints Complaint Team Care Social Statutory First People Putting Like But If After Before"
    " During All Through Under Between Near Into Around Outside Inside Other Some Many Most London Royal Metropolitan".split()
)
_PLACE_BEFORE = re.compile(r"\b(?:of|in|for|across|within|at|from|to|by|council|and)\s$")
_WORD = re.compile(r"[A-Z][A-Za-z]*")
_TOKEN = re.compile(r"[A-Z][\w.]*")
_WEB = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:gov\.uk|org\.uk|co\.uk|org)\b")


def _name_pattern(name: str) -> re.Pattern[str]:
    """A name in any spelling: '&', hyphens, commas and full stops as they come."""
    words = re.findall(r"[^\s,.&-]+", name.replace("&", " and "))
    parts = ["(?:and|&)" if word.lower() == "and" else re.escape(word.lower()) for word in words]
    return re.compile(r"[.,]?[\s-]*(?:,\s)?".join(parts).replace("'", "'?") + r"(?![a-z0-9])")


@dataclass(frozen=True, slots=True)
class _Name:
    pattern: re.Pattern[str]
    length: int
    keys: tuple[str, ...]
    plain: bool
    kind: Literal["name", "initials", "publisher"]


class Authorities:
    """All councils, ready to be looked for in a text.

    `entries` are the parsed entries of patterns/authorities.yaml. Raises
    pydantic.ValidationError where one does not fit.
    """

    def __init__(self, entries: Sequence[Mapping[str, Any]] | Mapping[str, Any]) -> None:
        plain = entries["entries"] if isinstance(entries, Mapping) else entries
        self.all: tuple[Authority, ...] = tuple(Authority.model_validate(entry) for entry in plain)
        self.by_key: dict[str, tuple[Authority, ...]] = {}
        for authority in self.all:
            key = self.key(authority)
            self.by_key[key] = (*self.by_key.get(key, ()), authority)
        for key, entries_of_name in self.by_key.items():
            self.by_key[key] = tuple(sorted(entries_of_name, key=lambda a: (a.start, a.end or "9999")))
        self._by_first: dict[str, list[_Name]] = defaultdict(list)
        self._by_domain: dict[str, tuple[str, ...]] = {}
        self._index()

    @staticmethod
    def key(authority: Authority) -> str:
        """The same for the old and the new code of one council name, apart from districts and abroad."""
        place = authority.type if authority.type in (*_ELSEWHERE, "district") else ""
        return f"{authority.printed[0].lower()}{' ' + place if place else ''}"

    def _index(self) -> None:
        names: dict[tuple[str, str], tuple[list[str], bool]] = {}
        for authority in self.all:
            key = self.key(authority)
            printed = [("name", n) for n in authority.printed] + [("initials", n) for n in authority.initials]
            for kind, name in printed + [("publisher", n) for n in authority.publishers]:
                keys, plain = names.get((kind, name), ([], authority.plain))
                if key not in keys:
                    keys.append(key)
                names[kind, name] = keys, plain and authority.plain
            for domain in authority.domains:
                known = self._by_domain.get(domain, ())
                self._by_domain[domain] = known if key in known else (*known, key)
        for (kind, name), (keys, plain) in names.items():
            first = re.findall(r"[^\s,.&-]+", name)[0].lower()
            entry = _Name(_name_pattern(name), len(name), tuple(keys), plain, kind)  # type: ignore[arg-type]
            self._by_first[first].append(entry)
        self._firsts = frozenset(
            spelling for first in self._by_first for spelling in (first.upper(), first.title(), first.capitalize())
        )
        for found in self._by_first.values():
            found.sort(key=lambda n: -n.length)

    def mentions(self, text: str) -> list[Mention]:
        """Every place where the text names a council, weighed by how it is said (0 to 4)."""
        if self._firsts.isdisjoint(_WORD.findall(text)) and ".uk" not in text and ".org" not in text:
            return []
        folded = fold(text)
        found = list(self._web_mentions(folded)) if ".uk" in folded or ".org" in folded else []
        done = 0
        for match in _TOKEN.finditer(text):
            if match.start() < done:
                continue
            mention = self._mention_at(text, folded, match.start(), match[0])
            if mention is not None:
                done = mention.end
                if mention.weight > 0:
                    found.append(mention)
        return found

    def _web_mentions(self, folded: str) -> Iterator[Mention]:
        for match in _WEB.finditer(folded):
            labels = match[0].split(".")
            for i in range(len(labels) - 1):
                keys = self._by_domain.get(".".join(labels[i:]))
                if keys:
                    yield Mention(match.start(), match.end(), keys, True, 2.0)
                    break

    def _mention_at(self, text: str, folded: str, start: int, token: str) -> Mention | None:
        first = re.split(r"[.&]", token.lower(), maxsplit=1)[0]
        names = self._by_first.get(first)
        if not names or (start and (text[start - 1].isalnum() or text[start - 1] in "@/&")):
            return None
        for name in names:
            match = name.pattern.match(folded, start)
            if match is None:
                continue
            if name.kind == "initials" and not text[start : match.end()].replace("&", "").isupper() and len(name.keys) == 1:
                if text[start : match.end()].lower() == text[start : match.end()]:
                    continue
            return self._weighed(text, folded, start, match.end(), name)
        return None

    def _weighed(self, text: str, folded: str, start: int, end: int, name: _Name) -> Mention:
        before, after = folded[max(0, start - 48) : start], folded[end : end + 60]
        keys, formal = name.keys, False
        if name.kind == "publisher":
            return Mention(start, end, keys, True, 3.0)
        council = _AFTER_FORMAL.match(after)
        if council or "corporation" in folded[start:end] or _BEFORE_FORMAL.search(before):
            formal = True
            keys = self._of_form(keys, before, council[0] if council else "")
            return Mention(start, end, keys, formal, 4.0)
        place = _AFTER_PLACE.match(after)
        if _PERSON.search(before) or place or after[:1] == "-" and after[1:2].isalpha():
            return Mention(start, end, keys, formal, 0.0)
        if _AFTER_SERVICE.match(after):
            return Mention(start, end, keys, True, 3.0)
        if not name.plain:
            placed = _PLACE_BEFORE.search(before) and not re.match(r"\s[a-z]+(?<!ed)\s(?:the|a)\b", after)
            alone = not before.strip() and re.match(r"\s*(?:$|[-|:,(]|20|annual|complaint)", after)
            return Mention(start, end, keys, formal, 1.0 if placed or alone else 0.0)
        if _AFTER_BODY.match(after):
            return Mention(start, end, keys, formal, 0.3)
        person = _CAPITALISED.search(text, max(0, start - 24), start)
        if person and person[1] not in _NO_FIRST_NAME and not person[1].isupper():
            return Mention(start, end, keys, formal, 0.3)
        return Mention(start, end, keys, formal, 1.0)

    def _of_form(self, keys: tuple[str, ...], before: str, after: str) -> tuple[str, ...]:
        """Of councils with one name, those that the words fit: 'County Council' is a county."""
        if len(keys) < 2:
            return keys
        wanted: set[str] = set()
        if "county council" in after:
            wanted = {"county"}
        elif "district" in after:
            wanted = {"district"}
        fitting = tuple(k for k in keys if wanted & {a.type for a in self.by_key[k]})
        return fitting or keys

    def at(self, key: str, period: str) -> Authority:
        """The entry of a council that was valid on the last day of a financial year ('2018/19')."""
        entries = self.by_key[key]
        last = f"{int(period[:4]) + 1}-03-31" if re.fullmatch(r"20[0-9]{2}/[0-9]{2}", period) else "9999"
        valid = [a for a in entries if a.exists_on(last)]
        if valid:
            return valid[-1]
        if last == "9999":
            return entries[-1]
        earlier = [a for a in entries if not a.start or a.start <= last]
        return earlier[-1] if earlier else entries[0]


@dataclass
class _Tally:
    """What speaks for each council, by name."""

    weight: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    reason: dict[str, tuple[float, str]] = field(default_factory=dict)

    def add(self, mention: Mention, factor: float, text: str, where: str) -> None:
        share = factor * mention.weight / len(mention.keys)
        for key in mention.keys:
            self.weight[key] += share
            if share > self.reason.get(key, (0.0, ""))[0]:
                self.reason[key] = share, f"'{text[mention.start : mention.end]}' stands in {where}"

    def ranked(self) -> list[tuple[str, float]]:
        return sorted(self.weight.items(), key=lambda item: (-item[1], item[0]))


_HEAD_BLOCKS, _HEAD_LETTERS = 14, 1600
_BODY_LETTERS = 40_000
"""Running text that is looked through: after so much of it, nothing new is said of who and when."""
_ENOUGH = 2.0
_CLEAR = 1.25


_SENTENCE = re.compile(r"[.;:?!][\s'\"”’)]*$|\b(?:was|were|is|are|has|have|had|will|received|lived|wrote)\b")


def _is_title(text: str) -> bool:
    """A line of the cover, not a sentence that happens to be short."""
    return len(text) < 160 and not _SENTENCE.search(text)


def _texts(document: Document) -> Iterator[tuple[str, str, float, Anchor]]:
    """Text, where it stands, and how much a name there counts."""
    for title in dict.fromkeys(document.titles):
        yield title, "the file's own title", 5.0, Anchor()
    for piece in dict.fromkeys(p.text for p in document.furniture):
        yield piece, "the page header or footer", 3.0, Anchor()
    letters = 0
    for i, block in enumerate(document.blocks):
        if letters > _BODY_LETTERS:
            return
        head = i < _HEAD_BLOCKS and letters < _HEAD_LETTERS
        if isinstance(block, Prose):
            letters += len(block.text)
            title = block.kind == "title" or (head and _is_title(block.text))
            factor = 4.0 if title else 2.0 if head else 1.0
            if block.kind == "heading":
                factor = max(factor, 1.5)
            elif block.kind == "quote":
                factor = 0.3
            yield block.text, "the title" if factor == 4.0 else "the text", factor, block.anchor
        elif isinstance(block, Table):
            for cell in block.cells:
                if any(c.isupper() for c in cell.text):
                    yield cell.text, "a table", 2.0 if head else 0.5, block.anchor


def _file_words(file_name: str) -> str:
    """'harrow_complaints-2018-19.pdf' as words with capitals, as a title would have them."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", file_name.replace("\\", "/").rsplit("/", 1)[-1])
    stem = re.sub(r"(?<![0-9])(20[0-9]{2})[\s_.-]?(20[0-9]{2}|[0-9]{2})(?![0-9])", r" \1/\2 ", stem)
    words = re.sub(r"[_+%.-]+|(?<=[a-z])(?=[A-Z])", " ", stem)
    return " ".join(w if w.isupper() else w[:1].upper() + w[1:] for w in words.split())


def _tally(document: Document, authorities: Authorities) -> _Tally:
    tally = _Tally()
    first_named = ""
    seen: dict[tuple[str, bool], int] = defaultdict(int)
    for text, where, factor, _ in _texts(document):
        for mention in authorities.mentions(text):
            again = seen[mention.keys[0], mention.formal]
            seen[mention.keys[0], mention.formal] += 1
            first_named = first_named or (text if mention.formal else "")
            if text == first_named and factor >= 2:
                factor *= 1.4  # of two councils on a cover, the first is whose report it is
            # The hundredth mention says less than the first, but the most frequent name still wins.
            tally.add(mention, factor / (1 + again / 12), text, where)
    return tally


def identify(document: Document, authorities: Authorities, file_name: str) -> Identity:
    """The council and the year of a report, from its own words and, last, its file name."""
    year = report_year.decide(document, _file_words(file_name))
    tally = _tally(document, authorities)
    named = [m for m in authorities.mentions(_file_words(file_name)) if m.weight > 0]
    key, how, issues = _choose(tally, named, file_name)
    candidates = tuple((_shown(authorities, k), round(w, 2)) for k, w in tally.ranked()[:5])
    issues = [*issues, *year.issues]
    if not key:
        return Identity("", "", year.period, how, tuple(issues), candidates)
    authority = authorities.at(key, year.period)
    if authority.type in _ELSEWHERE:
        reason = f"{authority.name} is a council in {_ELSEWHERE[authority.type]}, and only England's are in scope"
        return Identity("", authority.name, year.period, how, (), candidates, reason)
    issues += _validity(authority, year.period)
    return Identity(authority.code, authority.name, year.period, how, tuple(issues), candidates)


def _shown(authorities: Authorities, key: str) -> str:
    return authorities.by_key[key][-1].name


def _choose(tally: _Tally, named: Iterable[Mention], file_name: str) -> tuple[str, str, list[Issue]]:
    """The key of the council ('' for none), how it was told, and what to look at."""
    ranked = tally.ranked()
    in_name = [key for mention in named for key in mention.keys]
    if ranked and ranked[0][1] >= _ENOUGH:
        best, weight = ranked[0]
        rival = ranked[1] if len(ranked) > 1 else ("", 0.0)
        if weight >= _CLEAR * rival[1]:
            issues = []
            if in_name and best not in in_name:
                issues.append(_issue("authority-disagrees", f"The file name '{file_name}' names another council than the report."))
            return best, f"{tally.reason[best][1]}.", issues
        for key in in_name:
            if key in (best, rival[0]):
                return key, "Two councils are named alike, and the file name tells which.", []
        message = "The report names several councils, and none clearly as its own: " + ", ".join(k for k, _ in ranked[:4]) + "."
        return "", "No council stands out.", [_issue("no-authority", message)]
    distinct = list(dict.fromkeys(in_name))
    if len(distinct) == 1:
        message = f"Only the file name '{file_name}' says which council this is."
        return distinct[0], message, [_issue("authority-from-file-name", message, "info")]
    return "", "No council is named.", [_issue("no-authority", "The report does not say which council it is from.")]


def _issue(code: str, message: str, severity: Literal["error", "warning", "info"] = "warning") -> Issue:
    suggestion = "authority_code in corpus/manifest.csv" if code == "no-authority" else ""
    return Issue(code, severity, message, suggestion=suggestion)


def _validity(authority: Authority, period: str) -> list[Issue]:
    if not period:
        return []
    last = f"{int(period[:4]) + 1}-03-31"
    if authority.exists_on(last):
        return []
    dates = f"from {authority.start}" if authority.start > last else f"to {authority.end}"
    message = f"{authority.name} ({authority.code}) existed {dates}, but the report is about {period}."
    return [_issue("authority-dates", message)]
