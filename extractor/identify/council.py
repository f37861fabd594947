"""Which council a report is from, and which year it is about.

A name weighs by where it stands (title page, running header, heading, text)
and by how it is said. The publisher's own name wins by weight, so a neighbour
that is only mentioned does not. What the report says goes before its file name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.identify import year as report_year
from extractor.identify.council_names import Mention
from extractor.identify.councils import Authorities, last_day
from extractor.identify.other_bodies import Named, is_title, publisher
from extractor.lexicon.authorities_file import ELSEWHERE, Authority
from extractor.lexicon.scope_words import ScopeWords
from extractor.model.types import Document, Issue, Prose, Severity, Table

__all__ = ["Authorities", "Authority", "Identity", "identify"]


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


@dataclass
class _Tally:
    """What speaks for each council, by key."""

    weight: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    reason: dict[str, tuple[float, str]] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    formal: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """How often each is named by its title."""
    cover: set[str] = field(default_factory=set)
    """Councils that the cover, the file's own title, a running header or its address names by their title."""
    titled: set[str] = field(default_factory=set)
    """Councils that the cover names in any way."""

    def add(self, keys: Sequence[str], weight: float, reason: str, plainly: bool) -> None:
        """plainly: by a council's title, or on the cover; a passing mention counts once of three."""
        share = weight / len(keys)
        for key in keys:
            self.weight[key] += share
            self.times[key] += _TIMES if plainly else 1
            if share > self.reason.get(key, (0.0, ""))[0]:
                self.reason[key] = share, reason

    def mention(
        self, mention: Mention, keys: tuple[str, ...], factor: float, weight: float, reason: str
    ) -> None:
        """Count one mention in a place of such a factor."""
        self.add(keys, weight, reason, mention.formal or factor >= _ON_COVER)
        self.formal[keys[0]] += mention.formal
        if factor >= _ON_COVER and mention.weight >= 1:
            self.titled.update(keys)
            if len(keys) == 1 and mention.formal:
                self.cover.add(keys[0])

    def ranked(self) -> list[tuple[str, float]]:
        """The heaviest first; one of the cover before others, unless they weigh far more."""
        ranked = sorted(self.weight.items(), key=lambda item: (-item[1], item[0]))
        first = next((item for item in ranked if item[0] in self.cover), None)
        if first and first != ranked[0] and ranked[0][1] < _FAR * first[1]:
            ranked.remove(first)
            ranked.insert(0, first)
        return ranked


_HEAD_BLOCKS, _HEAD_LETTERS = 14, 1600
_BODY_LETTERS = 40_000
"""Running text that is looked through: after so much of it, nothing new is said of who and when."""
_ON_COVER, _ADDRESS = 3.0, 10.0
"""The factor from which a place is on the cover; the weight of the address that a page gives as its own."""
_ENOUGH, _TIMES = 2.0, 3
"""The weight, and the number of passing mentions, below which a name tells nothing."""
_CLEAR = 1.25
"""How many times the weight of the next council the first must have."""
_FAR = 2.5
"""How many times the weight of the cover's council one that only the text names must have."""
_CLOSE = 0.6
"""The share of the first one's weight from which the next is worth a look."""


def _texts(document: Document) -> Iterator[tuple[str, str, float]]:
    """Text, where it stands, and how much a name there counts."""
    for title in dict.fromkeys(document.titles):
        yield title, "the file's own title", 5.0
    for piece in dict.fromkeys(p.text for p in document.furniture):
        yield piece, "the page header or footer", 3.0
    letters = 0
    for i, block in enumerate(document.blocks):
        if letters > _BODY_LETTERS:
            return
        head = i < _HEAD_BLOCKS and letters < _HEAD_LETTERS
        if isinstance(block, Prose):
            letters += len(block.text)
            factor = _prose_factor(block, head)
            yield block.text, "the title" if factor == 4.0 else "the text", factor
        elif isinstance(block, Table):
            for cell in block.cells:
                yield cell.text, "a table", 2.0 if head else 0.5


def _prose_factor(block: Prose, head: bool) -> float:
    if block.kind == "title" or (head and is_title(block.text)):
        return 4.0
    if head:
        return 2.0
    return {"heading": 1.5, "quote": 0.3}.get(block.kind, 1.0)


def _file_words(file_name: str) -> str:
    """'harrow_complaints-2018-19.pdf' as a title would have it: 'Harrow Complaints 2018/19'."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", file_name.replace("\\", "/").rsplit("/", 1)[-1])
    stem = re.sub(
        r"(?<![0-9])((?:19|20)[0-9]{2})[\s_.-]{0,3}((?:19|20)[0-9]{2}|[0-9]{2})(?![0-9])", r" \1/\2 ", stem
    )
    words = re.sub(r"[_+%.-]+|(?<=[a-z])(?=[A-Z])", " ", stem)
    return " ".join(word[:1].upper() + word[1:] for word in words.split())


def _tally(document: Document, authorities: Authorities, period: str, address: str) -> _Tally:
    tally = _Tally()
    for own in dict.fromkeys(filter(None, (address, document.address))):
        if keys := authorities.of_host(own):
            mention = Mention(0, len(own), authorities.alive(keys, period), True, 4.0)
            tally.mention(mention, mention.keys, _ON_COVER, _ADDRESS, f"its web address is {own}")
    first_named = ""
    seen: dict[tuple[str, bool], int] = defaultdict(int)
    for text, where, factor in _texts(document):
        mentions = authorities.mentions(text)
        if factor >= 2 and not any(mention.formal for mention in mentions):
            mentions += authorities.glued(text)
        for mention in mentions:
            again = seen[mention.keys[0], mention.formal]
            seen[mention.keys[0], mention.formal] += 1
            first_named = first_named or (text if mention.formal else "")
            # Of two councils on a cover, the first is whose report it is.
            opening = 1.4 if text == first_named and factor >= 2 else 1.0
            # The hundredth mention says less than the first, but the most frequent name still wins.
            weight = factor * opening * mention.weight / (1 + again / 12)
            reason = f"'{text[mention.start : mention.end]}' stands in {where}"
            tally.mention(mention, authorities.alive(mention.keys, period), factor, weight, reason)
    if not tally.weight:
        _add_small_letters(tally, document, authorities)
    return tally


def _add_small_letters(tally: _Tally, document: Document, authorities: Authorities) -> None:
    """A logo may print 'barnet council' without capitals; only such full titles count then."""
    for text, where, factor in _texts(document):
        if factor >= 2 and len(text) < 300:
            for mention in authorities.mentions(text.title()):
                if mention.formal:
                    reason = f"'{text[mention.start : mention.end]}' stands in {where}"
                    tally.add(mention.keys, factor * mention.weight, reason, plainly=True)


def identify(
    document: Document,
    authorities: Authorities,
    file_name: str,
    scope: ScopeWords | None = None,
    address: str = "",
    title: str = "",
) -> Identity:
    """The council and the year of a report, from its own words and, last, its file name.

    `scope` tells publishers that are no councils; without it every report is taken for a council's.
    `address` is the web address that it was taken from and `title` what a list calls it, where that is known.
    """
    words = f"{_file_words(file_name)} {title}".strip()
    year = report_year.decide(document, words, authorities.words)
    tally = _tally(document, authorities, year.period, address)
    in_name = [
        replace(m, keys=authorities.alive(m.keys, year.period)) for m in authorities.in_file_name(words)
    ]
    names = {key: known[-1].name for key, known in authorities.by_key.items()}
    key, how, issues = _choose(tally, in_name, file_name, names)
    if scope and not tally.cover:
        told = Named(max(tally.formal.values(), default=0), bool(tally.titled), len(in_name) == 1, bool(key))
        body = publisher(document, scope, told)
        if body:
            reason = f"it is from {body.label}; only councils' reports are in scope"
            return Identity("", "", year.period, "No council is named on the cover.", (), (), reason)
    candidates = tuple((names[k], round(w, 2)) for k, w in tally.ranked()[:5])
    if not key:
        return Identity("", "", year.period, how, (*issues, *year.issues), candidates)
    authority = authorities.at(key, year.period)
    if authority.type in ELSEWHERE:
        reason = f"{authority.name} is a council in {ELSEWHERE[authority.type]}; only England's are in scope"
        return Identity("", authority.name, year.period, how, (), candidates, reason)
    issues = [*issues, *year.issues, *_validity(authority, year.period)]
    return Identity(authority.code, authority.name, year.period, how, tuple(issues), candidates)


def _choose(
    tally: _Tally, named: Sequence[Mention], file_name: str, names: Mapping[str, str]
) -> tuple[str, str, list[Issue]]:
    """The key of the council ('' for none), how it was told, and what to look at."""
    ranked = tally.ranked()
    in_name = list(dict.fromkeys(key for mention in named for key in mention.keys))
    if not ranked or ranked[0][1] < _ENOUGH or tally.times[ranked[0][0]] < _TIMES:
        return _from_file_name(in_name, file_name)
    best, weight = ranked[0]
    rival, rival_weight = ranked[1] if len(ranked) > 1 else ("", 0.0)
    alone = best in tally.cover and rival not in tally.cover
    if alone or weight >= _CLEAR * rival_weight:
        issues = []
        if in_name and best not in in_name:
            message = f"The file name '{file_name}' names another council than the report."
            issues.append(_issue("authority-disagrees", message))
        elif rival_weight >= _CLOSE * weight:
            message = f"The report was taken to be from {names[best]}, but names {names[rival]} as plainly."
            issues.append(_issue("authority-unsure", message))
        return best, f"{tally.reason[best][1]}.", issues
    for key in in_name:
        if key in (best, rival):
            return key, "Two councils are named alike, and the file name tells which.", []
    several = ", ".join(names[key] for key, _ in ranked[:4])
    message = f"The report names several councils, and none clearly as its own: {several}."
    return "", "No council stands out.", [_issue("no-authority", message)]


def _from_file_name(in_name: Sequence[str], file_name: str) -> tuple[str, str, list[Issue]]:
    if len(in_name) != 1:
        message = "The report does not say which council it is from."
        return "", "No council is named.", [_issue("no-authority", message)]
    message = f"Only the file name '{file_name}' or the manifest says which council this is."
    return in_name[0], message, [_issue("authority-from-file-name", message, "info")]


def _issue(code: str, message: str, severity: Severity = "warning") -> Issue:
    suggestion = "authority_code in corpus/manifest.csv" if code == "no-authority" else ""
    return Issue(code, severity, message, suggestion=suggestion)


def _validity(authority: Authority, period: str) -> list[Issue]:
    day = last_day(period)
    if not day or authority.exists_on(day):
        return []
    dates = f"from {authority.start}" if authority.start > day else f"to {authority.end}"
    message = f"{authority.name} ({authority.code}) existed {dates}, but the report is about {period}."
    return [_issue("authority-dates", message)]
