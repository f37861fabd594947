"""The words of one vocabulary, laid out for looking up: by name, by keyword, by spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from extractor.language.fold import dashes, fold_label, readings, shortens, tokens
from extractor.language.regex import compiled
from extractor.lexicon.entries import Entry
from extractor.lexicon.matching import MatchingSettings, VocabularySettings

_COMPARISON = re.compile("[<>\u2264\u2265]")
"""Signs that folding drops; '<5' is not '5'."""
_LETTERS_A_WORD = 5
_JOIN = "&"
_APART = ":"
"""What parts a heading from its detail: 'Staff: attitude', 'SEND - transport'."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of a code, found in a label from word `start` up to `end`."""

    code: str
    start: int
    end: int
    weak: bool
    phrase: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    code: str
    weak: bool


class Vocabulary:
    """The lookup tables of one vocabulary file, made once."""

    def __init__(
        self, entries: Iterable[Entry], settings: VocabularySettings, common: MatchingSettings
    ) -> None:
        self.settings = settings
        self.entries = {e.id: e for e in entries}
        self._joiners = frozenset("&/,+;") | frozenset(common.joiners)
        # Where nothing but whole names count, no word may be left out: 'upheld or partly upheld'.
        self._stopwords = frozenset(common.stopwords) if settings.keywords else frozenset()
        self._endings = frozenset(fold_label(w) for w in settings.endings)
        self._places = frozenset(fold_label(w) for w in settings.places)
        self._fillers = frozenset(fold_label(w) for w in settings.fillers) | self._endings | self._places
        self._telling: dict[str, str] = {}
        self._told: dict[str, str] = {}
        self._lead_ins: dict[str, list[list[str]]] = {}
        for words in sorted((self._plain_words(w) for w in settings.lead_ins), key=len, reverse=True):
            if words:
                self._lead_ins.setdefault(words[0], []).append(words)
        self._exact: dict[str, tuple[str, str]] = {}
        self._words: set[str] = set()
        self._initials: dict[str, str] = {}
        self._patterns: list[tuple[re.Pattern[str], str]] = []
        self._phrases: dict[str, list[_Phrase]] = {}
        self.barred = {(fold_label(text), e.id) for e in self.entries.values() for text in e.not_}
        self._unions = {frozenset(e.covers): e.id for e in self.entries.values() if e.covers}
        wholes = [(frozenset((e.id, *e.whole_of)), e.id) for e in self.entries.values() if e.whole_of]
        self._wholes = sorted(wholes, key=lambda whole: len(whole[0]))
        for entry in self.entries.values():
            self._add(entry)
        for phrases in self._phrases.values():
            phrases.sort(key=lambda p: (-len(p.words), p.weak))
        self._lengths = {alias: len(self._plain_words(alias)) for _, alias in self._exact.values()}
        self.loose = self._undisputed(self.telling)
        self.spellings = tuple(self.loose)
        self._placeless = self._undisputed(self._without_places)
        bare = self._undisputed(self._without_fillers)
        self._bare = {words: found for words, found in bare.items() if " " in words}
        self._words.update(self._joiners, self._stopwords, self._fillers, (_JOIN, _APART, "-"))
        self._words.update(w for lead_ins in self._lead_ins.values() for words in lead_ins for w in words)
        self._words.update(w for alias in self._exact for w in alias.split())
        self._words.update(folded for form in self._initials for _, folded in tokens(form))
        for told in (
            self._telling,
            self._told,
            self._lengths,
        ):  # of names, which labels seldom are: not worth keeping
            told.clear()

    def _add(self, entry: Entry) -> None:
        for alias in (*entry.aliases, *entry.label_only):
            if (fold_label(alias), entry.id) not in self.barred:
                self._exact.setdefault(fold_label(alias), (entry.id, alias))
        for initials in entry.case_sensitive:
            if (fold_label(initials), entry.id) not in self.barred:
                self._initials.setdefault(initials, entry.id)
        self._patterns.extend((compiled(p, re.IGNORECASE), entry.id) for p in entry.patterns)
        spoken = [(t, False) for t in (*entry.aliases, *entry.keywords)] + [(t, True) for t in entry.hints]
        for text, weak in spoken:
            words = tuple(self._spoken(text))
            if words and (fold_label(text), entry.id) not in self.barred:
                self._phrases.setdefault(words[0], []).append(_Phrase(words, entry.id, weak))

    def _undisputed(self, shorten: Callable[[str], str]) -> dict[str, tuple[str, str]]:
        """Aliases by their shortened words; words that would speak for two codes speak for none.

        An alias that had nothing to lose keeps its words all the same; one that is left with
        a single word does so only if the word says as much ('Response to complaint' does not).
        """
        whole: dict[str, tuple[str, str]] = {}
        table: dict[str, tuple[str, str]] = {}
        disputed = set()
        for code, alias in self._exact.values():
            key = shorten(alias)
            if len(key.split()) == self._lengths[alias]:
                whole.setdefault(key, (code, alias))
                continue
            telling = " " in key or self._stands_for(key, code)
            if telling and table.setdefault(key, (code, alias))[0] != code:
                disputed.add(key)
        return {key: found for key, found in table.items() if key not in disputed} | whole

    def _stands_for(self, word: str, code: str) -> bool:
        by_itself = self._exact.get(word, ("", ""))[0] == code
        return by_itself or any(p.code == code and p.words == (word,) for p in self._phrases.get(word, ()))

    def by_name(self, text: str) -> tuple[str, str] | None:
        """(code, alias) where the label is the name of one code, decorations aside."""
        for plain, bracketed in readings(text):
            found = self._named(plain)
            if found:
                other = self._named(bracketed) if bracketed and not shortens(bracketed, plain) else None
                return found if other is None or other[0] == found[0] else None
        return None

    def _foreign(self, text: str) -> bool:
        """Does a word stand in the label that no name holds and that none may leave out?"""
        known = self._words
        return any(word not in known and not word.isdigit() for _, word in tokens(text))

    def _named(self, text: str) -> tuple[str, str] | None:
        foreign = self._foreign(text)
        if foreign and not self._patterns:
            return None
        initials = self._initials_of(text)
        if initials:
            return self._initials[initials], initials
        found = self._by_pattern(text)
        if found is None and not foreign and fold_label(text) and not _COMPARISON.search(text):
            found = (
                self._exact.get(fold_label(text))
                or self.loose.get(self.telling(text))
                or self._numbered_alike(self._placeless.get(self._without_places(text)), text)
                or self._numbered_alike(self._bare.get(self._without_fillers(text)), text)
            )
        return found

    @staticmethod
    def _numbered_alike(found: tuple[str, str] | None, text: str) -> tuple[str, str] | None:
        """A name found without its numbers, if the label has those: '30 days' is not '11-20 days'."""
        if found is None:
            return None
        numbers = {word for _, word in tokens(found[1]) if word.isdigit()}
        return found if numbers <= {word for _, word in tokens(text)} else None

    def _initials_of(self, text: str) -> str:
        """The initials that the label consists of, endings and fillers aside, else ''."""
        if text in self._initials:
            return text
        if not any(printed in self._initials for printed, _ in tokens(text)):
            return ""
        spoken = self._spoken_as_printed(text)
        left = [printed for word, printed in spoken if word == _JOIN or not self._is_filler(word)]
        return left[0] if len(left) == 1 and left[0] in self._initials else ""

    def _by_pattern(self, text: str) -> tuple[str, str] | None:
        if not self._patterns:
            return None
        plain = dashes(text).replace("\u00a0", " ").strip(" .:*")
        for pattern, code in self._patterns:
            hit = pattern.fullmatch(plain)
            if hit:
                return code.format(**{k: int(v) for k, v in hit.groupdict().items()}), pattern.pattern
        return None

    def telling(self, text: str) -> str:
        """The folded label without lead-ins, endings and stopwords; its joined parts in order of alphabet."""
        found = self._telling.get(text)
        if found is None:
            words = self._plain_words(text)
            for lead_in in self._lead_ins.get(words[0], ()) if words else ():
                if words[: len(lead_in)] == lead_in and len(words) > len(lead_in):
                    words = words[len(lead_in) :]
                    break
            while len(words) > 1 and words[-1] in self._endings:
                words.pop()
            parts = " ".join(words).split(f" {_JOIN} ")
            found = self._telling[text] = f" {_JOIN} ".join(sorted(parts))
        return found

    def _without_places(self, text: str) -> str:
        """The telling words without places and numbers, and without parts that are nothing else."""
        found = self._told.get(text)
        if found is None:
            parts = self.telling(text).replace(f" {_APART} ", " ").split(f" {_JOIN} ")
            kept = [" ".join(w for w in part.split() if not self._is_place(w)) for part in parts]
            found = self._told[text] = self.telling(f" {_JOIN} ".join(part for part in kept if part))
        return found

    def _is_place(self, word: str) -> bool:
        return word in self._places or word.isdigit()

    def _without_fillers(self, text: str) -> str:
        """The telling words without places, numbers and fillers; two of them at the least say enough."""
        words = self._without_places(text).split()
        return " ".join(w for w in words if w == _JOIN or not self._is_filler(w)).strip(f" {_JOIN}")

    def _is_filler(self, word: str) -> bool:
        quiet = word in self._fillers or word in self._stopwords or word.isdigit()
        return quiet or word in (_JOIN, _APART) or word in self._joiners

    def _plain_words(self, text: str) -> list[str]:
        return self._spoken(text) if self.settings.keywords else fold_label(text).split()

    def _spoken(self, text: str) -> list[str]:
        """Folded words for finding phrases: no stopwords, every joining word or mark alike."""
        return [w for w, _ in self._spoken_as_printed(text)]

    def _spoken_as_printed(self, text: str) -> list[tuple[str, str]]:
        kept: list[tuple[str, str]] = []
        for printed, folded in tokens(text):
            if folded in self._joiners or folded in (_APART, "-"):
                mark = _JOIN if folded in self._joiners else _APART
                if kept and kept[-1][0] not in (_JOIN, _APART):
                    kept.append((mark, printed))
            elif folded not in self._stopwords:
                kept.append((folded, printed))
        return kept

    def parts(self, text: str) -> list[str]:
        """The things that are joined in a label, each in its printed words; one where none are."""
        parts: list[list[str]] = [[]]
        for word, printed in self._spoken_as_printed(text):
            if word == _JOIN:
                parts.append([])
            elif word != _APART:
                parts[-1].append(printed)
        return [" ".join(part) for part in parts if part]

    def hits(self, text: str) -> tuple[list[Hit], list[str]]:
        """Every phrase that stands in the label, longest first where two overlap, and the label's words."""
        spoken = self._spoken_as_printed(text)
        words = [w for w, _ in spoken]
        found, at = [], 0
        while at < len(words):
            phrase = self._phrase_at(words, at)
            hit = phrase if phrase and phrase.end > at + 1 else self._initials_at(spoken, at) or phrase
            if hit:
                found.append(hit)
            at = hit.end if hit else at + 1
        return found, words

    def _initials_at(self, spoken: list[tuple[str, str]], at: int) -> Hit | None:
        printed = spoken[at][1]
        for form in (printed, printed.removesuffix("s")):
            if form in self._initials:
                return Hit(self._initials[form], at, at + 1, False, form)
        return None

    def _phrase_at(self, words: list[str], at: int) -> Hit | None:
        for phrase in self._phrases.get(words[at], ()):
            end = at + len(phrase.words)
            if tuple(words[at:end]) == phrase.words:
                return Hit(phrase.code, at, end, phrase.weak, " ".join(phrase.words))
        return None

    def joined(self, words: list[str], first: Hit, second: Hit) -> bool:
        """True for things named side by side: 'delay and communication', not 'delay in assessment'."""
        left, right = sorted((first, second), key=lambda h: h.start)
        between = words[left.end : right.start]
        return _JOIN in between and _APART not in between

    def coverage(self, words: list[str], hits: Collection[Hit]) -> float:
        """The share of the label's telling letters, in percent, that the hits account for.

        Initials count for the words that they stand for.
        """
        spoken_for = {at for hit in hits for at in range(hit.start, hit.end)}
        covered = sum(len(words[at]) for at in spoken_for if words[at] not in (_JOIN, _APART))
        covered += sum(_LETTERS_A_WORD * len(hit.phrase) for hit in hits if hit.phrase in self._initials)
        rest = sum(len(w) for at, w in enumerate(words) if at not in spoken_for and not self._is_filler(w))
        return 100.0 * covered / (covered + rest) if covered else 0.0

    def unknown_part(self, words: list[str], hits: Iterable[Hit]) -> bool:
        """True where one of the things that are joined in the label is unknown."""
        spoken_for = {at for hit in hits for at in range(hit.start, hit.end)}
        known, telling = False, False
        for at, word in enumerate([*words, _JOIN]):
            if word == _JOIN and at not in spoken_for:
                if telling and not known:
                    return True
                known, telling = False, False
            known = known or at in spoken_for
            telling = telling or not self._is_filler(word)
        return False

    def union_of(self, codes: frozenset[str]) -> str:
        """The code for just these codes together: a union of them, else their smallest whole, else ''."""
        declared = self._unions.get(codes)
        return declared or next((code for parts, code in self._wholes if codes <= parts), "")
