"""The councils of patterns/authorities.yaml, ready to be looked for in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from extractor.identify.council_names import (
    TOKEN,
    WEB,
    WORD,
    Mention,
    Name,
    NameKind,
    first_word,
    name_pattern,
    parts,
    weigh,
)
from extractor.language.fold import fold_text
from extractor.language.regex import compiled
from extractor.language.words import Words
from extractor.lexicon.authorities_file import AuthoritiesFile, Authority
from extractor.lexicon.language_words import words_of
from extractor.lexicon.rulebook import Rulebook

_QUOTE = re.compile("['\u2018\u2019\u02bc]")
_HOST = re.compile(r"(?:[a-z]+:)?(?://)?([^/:?#\s]+)")
_LONGEST_LINE = 300
_RUN_TOGETHER = r"[a-z]{3,}{council_nouns}(?![a-z])|(?:{council_kinds}|\b){council_links}[a-z]{3,}"
"""A cheap first question: may words of a council's title run together here?"""


def _squeezed(text: str) -> str:
    """Letters alone, '&' as 'and': "King's Lynn" is 'kingslynn'."""
    return re.sub(r"[^a-z]", "", fold_text(text, lower=True).replace("&", "and"))


def _runs(words: Sequence[str]) -> Iterator[str]:
    """Every run of up to six neighbouring words, in one."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + 7, len(words) + 1)):
            yield "".join(words[start:end])


def last_day(period: str) -> str:
    """'2018/19' gives '2019-03-31'; '' for anything else."""
    return f"{int(period[:4]) + 1}-03-31" if re.fullmatch(r"(?:19|20)[0-9]{2}/[0-9]{2}", period) else ""


class Authorities:
    """All councils, by key and by name.

    `listed` is patterns/authorities.yaml, `words` the lists of council_names.yaml.
    """

    def __init__(self, listed: AuthoritiesFile, words: Words) -> None:
        self.all = listed.entries
        by_key: dict[str, list[Authority]] = defaultdict(list)
        for authority in self.all:
            by_key[authority.key].append(authority)
        self.by_key: dict[str, tuple[Authority, ...]] = {
            key: tuple(sorted(same, key=lambda a: (a.start, a.end or "9999"))) for key, same in by_key.items()
        }
        self.words = words
        self._by_first = _index(self.all)
        self._by_domain = _domains(self.all)
        spelled = {w for first in self._by_first for w in (first, first.removesuffix("s"))}
        self._firsts = frozenset(s for w in spelled for s in (w.upper(), w.title(), w.capitalize()))

    @cached_property
    def names(self) -> frozenset[str]:
        """The whole names of all councils, in small letters."""
        return frozenset(fold_text(entry.name, lower=True) for entry in self.all)

    def mentions(self, text: str) -> list[Mention]:
        """Every place where the text names a council, with a weight above 0."""
        web = ".uk" in text or ".org" in text
        if not web and self._firsts.isdisjoint(WORD.findall(text)):
            return []
        folded = fold_text(text, lower=True)
        found = list(self._web_mentions(folded)) if web else []
        done = 0
        for match in TOKEN.finditer(text):
            if match.start() < done:
                continue
            mention = self._mention_at(text, folded, match.start(), match[0])
            if mention is not None:
                done = mention.end
                if mention.weight > 0:
                    found.append(mention)
        return found

    def _web_mentions(self, folded: str) -> Iterator[Mention]:
        for match in WEB.finditer(folded):
            labels = match[0].split(".")
            for i in range(len(labels) - 1):
                keys = self._by_domain.get(".".join(labels[i:]))
                if keys:
                    yield Mention(match.start(), match.end(), keys, True, 2.0)
                    break

    def _mention_at(self, text: str, folded: str, start: int, token: str) -> Mention | None:
        lead = _QUOTE.split(token, maxsplit=1)[0]
        names = [
            n
            for word in dict.fromkeys((first_word(token), first_word(lead)))
            for n in self._by_first.get(word, ())
        ]
        if not names or (start and (text[start - 1].isalnum() or text[start - 1] in "@/&")):
            return None
        for name in names:
            match = name.pattern.match(folded, start)
            if match is not None:
                return weigh(text, folded, start, match.end(), name, self.words)
        return None

    def of_host(self, address: str) -> tuple[str, ...]:
        """The councils whose web address it is: 'https://www.harrow.gov.uk/complaints'."""
        match = _HOST.match(address.lower())
        labels = match[1].split(".") if match else []
        return next(
            (
                self._by_domain[d]
                for i in range(len(labels))
                if (d := ".".join(labels[i:])) in self._by_domain
            ),
            (),
        )

    def glued(self, text: str) -> list[Mention]:
        """Councils by their title in words that run together: 'LondonBoroughofHarrow'."""
        folded = fold_text(text, lower=True)
        if len(text) > _LONGEST_LINE or not self.words.compile(_RUN_TOGETHER).search(folded):
            return []
        letters = _squeezed(folded)
        found = self._squeezed_titles.finditer(letters)
        keys = (self._by_squeezed[match["after"] or match["before"]] for match in found)
        return [Mention(0, len(text), key, True, 4.0) for key in keys]

    def in_file_name(self, words: str) -> list[Mention]:
        """Councils that a file's name gives; by a name that is also a word only at its start or end."""
        found = self.mentions(words)
        if found:
            return found
        bare = _squeezed(re.sub(r"[0-9/]+", " ", fold_text(words, lower=True)))
        inside = {_squeezed(run) for run in _runs(words.split())}
        inside -= self._common
        ends = (n for n in self._by_squeezed if bare.startswith(n) or bare.endswith(n) or n in inside)
        fits = (name for name in ends if len(name) > 3)
        longest = max(fits, key=len, default="")
        return [Mention(0, len(words), self._by_squeezed[longest], False, 1.0)] if longest else []

    @cached_property
    def _common(self) -> frozenset[str]:
        """Names of one word that is short, or that is known to be a word: 'Hart', 'Reading'."""
        alone = ((name, a) for a in self.all for name in a.printed if len(parts(name)) == 1)
        return frozenset(
            _squeezed(n) for n, a in alone if len(n) < 5 or (not a.plain and a.type != "district")
        )

    @cached_property
    def _by_squeezed(self) -> dict[str, tuple[str, ...]]:
        """Names without blanks and marks, and the councils that they may mean."""
        found: dict[str, tuple[str, ...]] = {}
        for authority in self.all:
            for name in map(_squeezed, authority.printed):
                found[name] = tuple(dict.fromkeys((*found.get(name, ()), authority.key)))
        return found

    @cached_property
    def _squeezed_titles(self) -> re.Pattern[str]:
        def of(name: str) -> str:
            return self.words.source(f"{{{name}}}").replace(r"\s", "")

        names = "|".join(sorted(self._by_squeezed, key=len, reverse=True))
        before = f"{of('council_kinds')}{of('council_nouns')}?{of('council_links')}{of('council_articles')}?"
        return compiled(
            f"{before}(?P<before>{names})"
            f"|(?P<after>{names}){of('council_adjectives')}{{0,4}}{of('council_nouns')}"
        )

    def at(self, key: str, period: str) -> Authority:
        """The entry that was valid on the last day of a financial year; the nearest where none was."""
        entries, day = self.by_key[key], last_day(period)
        if not day:
            return entries[-1]
        valid = [a for a in entries if a.exists_on(day)]
        if valid:
            return valid[-1]
        earlier = [a for a in entries if not a.start or a.start <= day]
        return earlier[-1] if earlier else entries[0]

    def alive(self, keys: tuple[str, ...], period: str) -> tuple[str, ...]:
        """Of several councils, those that existed at the end of the year."""
        day = last_day(period)
        if len(keys) < 2 or not day:
            return keys
        return tuple(k for k in keys if any(a.exists_on(day) for a in self.by_key[k])) or keys


def authorities_of(rulebook: Rulebook) -> Authorities:
    """The councils of a rulebook; one object for all who ask."""
    return rulebook.once("authorities", lambda book: Authorities(book.raw("authorities"), words_of(book)))


def _index(authorities: Sequence[Authority]) -> dict[str, list[Name]]:
    """Names by their first word, the longest first."""
    found: dict[tuple[NameKind, str], tuple[list[str], bool]] = {}
    for authority in authorities:
        named: list[tuple[NameKind, str]] = [("name", n) for n in authority.printed]
        named += [("initials", n) for n in authority.initials]
        named += [("publisher", n) for n in authority.publishers]
        for kind, name in named:
            keys, plain = found.get((kind, name), ([], True))
            if authority.key not in keys:
                keys.append(authority.key)
            found[kind, name] = keys, plain and authority.plain
    index: dict[str, list[Name]] = defaultdict(list)
    for (kind, name), (keys, plain) in found.items():
        index[first_word(parts(name)[0])].append(
            Name(name_pattern(name), len(name), tuple(keys), plain, kind)
        )
    for names in index.values():
        names.sort(key=lambda n: -n.length)
    return dict(index)


def _domains(authorities: Sequence[Authority]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for authority in authorities:
        for domain in authority.domains:
            found[domain] = tuple(dict.fromkeys((*found.get(domain, ()), authority.key)))
    return found
