"""What a printed label means: by name, by keyword, by near spelling, and last by its letters.

A match keeps its receipt (method, score, runner-up). What fits nothing is
`unmapped`, never the nearest guess. Which facets may be matched by keyword or
by near spelling, and how near, stands in patterns/matching.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from extractor.language.fold import fold_label, fold_text
from extractor.language.regex import compiled
from extractor.lexicon.asked import Asked
from extractor.lexicon.matching import MatchingSettings, Thresholds, VocabularySettings
from extractor.lexicon.ngram import models
from extractor.lexicon.vocabulary import Hit, Vocabulary
from extractor.model.fast_dataclass import fast_dataclass

if TYPE_CHECKING:
    from extractor.lexicon.rulebook import Rulebook

__all__ = ["UNMAPPED", "Match", "Matcher"]

UNMAPPED = "unmapped"
NGRAM = "ngram"
MODEL = "label_ngrams"
"""The name of the file of weights."""
_LEFT_OUT = re.compile(
    r"(?<![\w'\u2019.])(?:[a-z]{1,8}['\u2019/][a-z]{1,6}(?![\w'\u2019/])\.?|[a-z]{3,8}\.(?!\w)|[b-df-hj-np-tv-xz]{4,6}\b)",
    re.I,
)
"""A word that may stand for a longer one: "juris'n", 'init.', 'rcvd'."""
_MAY_LEAVE_OUT = re.compile(r"['\u2019/.]|[^\W\d_aeiouAEIOU]{4}")
"""A cheap first question."""


@fast_dataclass
class Match:
    """A label's code and how it was found; scores from 0 to 100."""

    code: str
    method: str
    """exact, fuzzy (keyword or near spelling), ngram (letters), quirk, correction or none."""
    score: float = 0.0
    runner_up: str = ""
    runner_up_score: float = 0.0
    alias: str = ""
    """The alias, keyword or pattern that decided; empty where none did."""


class Matcher:
    """Finds codes for labels; remembers every answer."""

    def __init__(
        self,
        rulebook: Rulebook,
        corrections: Mapping[tuple[str, str], str] | None = None,
        asked: Asked | None = None,
    ) -> None:
        """`corrections` maps (vocabulary, label) to a code that a person has settled; `asked` notes them."""
        note = (asked or Asked()).noting
        self.match = note("match", self._looked_up)
        self.match_within = note("match_within", self._settled_within)
        self.named = note("named", self._is_name)
        self._rulebook = rulebook
        self._settings: MatchingSettings = rulebook.raw("matching")
        self._corrections = {(v, fold_label(label)): code for (v, label), code in (corrections or {}).items()}
        self._vocabularies: dict[str, Vocabulary] = {}
        self._known: dict[tuple[str, str], Match] = {}
        self._settled: dict[tuple[str, str], Match] = {}
        self._names: dict[tuple[str, str], tuple[str, str] | None] = {}
        self._full = {short: full for full, forms in self._settings.short_forms.items() for short in forms}
        self._short = _any_of(self._full) if self._full else None
        self._whole: dict[str, str] = {}
        for name in self._settings.vocabularies:
            self._vocabulary(name)

    def _looked_up(self, vocabulary: str, label: str) -> Match:
        """The code of a printed label with its receipt; raises KeyError for an unknown vocabulary."""
        known = self._known.get((vocabulary, label))
        if known is None:
            known = self._match(vocabulary, " ".join(label.split()))
            whole = self.in_full(label)
            if known.code == UNMAPPED and whole != label:
                known = self._match(vocabulary, " ".join(whole.split()))
            self._known[vocabulary, label] = known
        return known

    def in_full(self, label: str) -> str:
        """The label with its shortened words written out: 'Stg 1 recd' is 'stage 1 received'."""
        whole = self._whole.get(label)
        if whole is None:
            whole = label
            if self._short is not None:
                whole = self._short.sub(
                    lambda found: self._full[fold_text(found.group(), lower=True).rstrip(".")], label
                )
            if _MAY_LEAVE_OUT.search(whole):
                whole = _LEFT_OUT.sub(self._whole_word, whole)
            self._whole[label] = whole
        return whole

    def _whole_word(self, found: re.Match[str]) -> str:
        """The one word that letters were left out of; the text as it is where none or several fit."""
        short = fold_text(found.group(), lower=True)
        start, mark, end = short.rstrip(".").replace("/", "'").partition("'")
        letters = start + end
        stopped = short.endswith(".") and not mark
        fits = [
            word
            for word in self._settings.shortened
            if len(word) > len(letters)
            and word.startswith(start if mark or stopped else letters[0])
            and (stopped or word[-1] == letters[-1])
            and re.match(".*?".join(letters), word)
        ]
        return fits[0] if len(fits) == 1 else found.group()

    def _settled_within(self, vocabulary: str, label: str) -> Match:
        """Like match(), for a label surely of this vocabulary: its letters may have the last word.

        Not for choosing between dimensions: the model takes any label for one of its own.
        """
        settled = self._settled.get((vocabulary, label))
        if settled is None:
            found = self.match(vocabulary, label)
            if found.code == UNMAPPED and not found.alias and self._vocabulary(vocabulary).settings.ngram:
                found = self._by_letters(vocabulary, " ".join(label.split())) or found
            settled = self._settled[vocabulary, label] = found
        return settled

    def _by_letters(self, name: str, label: str) -> Match | None:
        """The code that the model gives surely enough; None where joined things have none in common."""
        vocabulary = self._vocabulary(name)
        parts = vocabulary.parts(label)
        each = [self.match_within(name, part) for part in parts] if len(parts) > 1 else []
        found = self._together(vocabulary, each) if each else None
        if found is None:
            found = self._guess(name, label)
            # Of joined things the model may be unsure of one, where it leans to the same code.
            if found and any(found.code not in (one.code, one.runner_up) for one in each):
                return None
        return None if found and (fold_label(label), found.code) in vocabulary.barred else found

    @staticmethod
    def _together(vocabulary: Vocabulary, each: Sequence[Match]) -> Match | None:
        """The one code of joined things, or their department's."""
        codes = frozenset(found.code for found in each)
        code = next(iter(codes)) if len(codes) == 1 else vocabulary.union_of(codes)
        least = min(each, key=lambda found: found.score)
        if not code or UNMAPPED in codes:
            return None
        return Match(code, NGRAM, least.score, least.runner_up, least.runner_up_score)

    def _guess(self, name: str, label: str) -> Match | None:
        """The model's answer, unmapped with the likeliest code where it is not sure; None without one."""
        model = models(self._rulebook.weights[MODEL]).get(name) if MODEL in self._rulebook.weights else None
        limits = self._settings.thresholds
        guess = model.guess(label) if model and label and len(label.split()) <= limits.words else None
        if guess is None or guess.code not in self._vocabulary(name).entries:
            return None
        if guess.score < limits.ngram or guess.score - guess.runner_up_score < limits.ngram_margin:
            return Match(UNMAPPED, "none", 0.0, guess.code, guess.score)
        return Match(guess.code, NGRAM, guess.score, guess.runner_up, guess.runner_up_score)

    def _is_name(self, vocabulary: str, label: str) -> bool:
        """True where the label is the name of a code, decorations aside; cheaper than match()."""
        return self._by_name(vocabulary, " ".join(label.split())) is not None

    def _by_name(self, vocabulary: str, label: str) -> tuple[str, str] | None:
        """(code, alias) where the label is a name; asked of many vocabularies, and again for every table."""
        key = (vocabulary, label)
        if key not in self._names:
            find, whole = self._vocabulary(vocabulary).by_name, self.in_full(label)
            self._names[key] = find(label) or (find(whole) if whole != label else None)
        return self._names[key]

    def _vocabulary(self, name: str) -> Vocabulary:
        if name not in self._vocabularies:
            self._vocabularies[name] = self._rulebook.once(
                f"vocabulary {name}", lambda book: _vocabulary(book, name), name
            )
        return self._vocabularies[name]

    def _match(self, name: str, label: str) -> Match:
        settled = self._corrections.get((name, fold_label(label)))
        if settled:
            return Match(settled, "correction", 100.0, alias=label)
        vocabulary = self._vocabulary(name)
        found = self._by_name(name, label)
        if found:
            code, alias = found
            entry = vocabulary.entries.get(code)
            quirk = entry is not None and alias in entry.from_quirk
            return Match(code, "quirk" if quirk else "exact", 100.0, alias=alias)
        limits = self._settings.thresholds
        if not label or len(label.split()) > limits.words:
            return Match(UNMAPPED, "none")
        keyed = _by_keyword(vocabulary, label, limits) if vocabulary.settings.keywords else None
        near = keyed or _by_spelling(vocabulary, label, limits)
        if (fold_label(label), near.code) in vocabulary.barred:
            return Match(UNMAPPED, "none", 0.0, near.code, near.score)
        return near


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    """A pattern of shortened words, the longest first, with the stop that may end one."""
    words = "|".join(
        re.escape(form).replace("'", "['\u2019]") for form in sorted(forms, key=len, reverse=True)
    )
    return compiled(rf"(?<![\w'\u2019])(?:{words})(?![\w'\u2019/])\.?", re.I)


def _vocabulary(rulebook: Rulebook, name: str) -> Vocabulary:
    common: MatchingSettings = rulebook.raw("matching")
    return Vocabulary(rulebook.entries(name), common.vocabularies.get(name, VocabularySettings()), common)


def _by_keyword(vocabulary: Vocabulary, label: str, limits: Thresholds) -> Match | None:
    """The one code that the label's words speak for; None where they speak for none.

    Two codes side by side are a merged category: unmapped, unless an entry
    covers just these two.
    """
    hits, words = vocabulary.hits(label)
    if not hits:
        return None
    hits = _grouped(hits)
    kept = _outranked(vocabulary, _without_hints(vocabulary, hits, words), words)
    codes = frozenset(h.code for h in kept)
    beaten = sorted({h.code for h in hits} - codes)
    score = round(vocabulary.coverage(words, hits), 1)
    runner_up, runner_score = (beaten[0], score) if beaten else ("", 0.0)
    phrases = " + ".join(h.phrase for h in kept)
    code = next(iter(codes)) if len(codes) == 1 else vocabulary.union_of(codes)
    if not code:
        return Match(UNMAPPED, "none", 0.0, min(codes), score, phrases)
    needed = min(limits.keyword, vocabulary.settings.head if kept[0].start == 0 else 100.0)
    if score < needed or (vocabulary.settings.every_part and vocabulary.unknown_part(words, hits)):
        return None
    return Match(code, "fuzzy", score, runner_up, runner_score, phrases)


def _grouped(hits: list[Hit]) -> list[Hit]:
    """Neighbours of one code as one: 'inaccuracies in [assessments/reports]'."""
    grouped = hits[:1]
    for hit in hits[1:]:
        last = grouped[-1]
        if hit.code == last.code:
            phrase = f"{last.phrase} + {hit.phrase}"
            grouped[-1] = Hit(hit.code, last.start, hit.end, hit.weak and last.weak, phrase)
        else:
            grouped.append(hit)
    return grouped


def _without_hints(vocabulary: Vocabulary, hits: list[Hit], words: list[str]) -> list[Hit]:
    """Without the hints, unless they stand alone, are named side by side with the rest, or outrank it."""
    strong = [h for h in hits if not h.weak]
    codes = {h.code for h in strong}
    return [
        h
        for h in hits
        if not h.weak
        or codes <= {h.code, *vocabulary.entries[h.code].over}
        or all(vocabulary.joined(words, h, other) for other in strong)
    ]


def _outranked(vocabulary: Vocabulary, hits: list[Hit], words: list[str]) -> list[Hit]:
    """The hits less those that another code outranks, or that a merged code takes in."""
    kept = []
    for hit in hits:
        rivals = [(h, vocabulary.entries[h.code]) for h in hits if h.code != hit.code]
        taken_in = any(hit.code in entry.covers for _, entry in rivals)
        outranked = any(hit.code in e.over and not vocabulary.joined(words, hit, h) for h, e in rivals)
        if not taken_in and not outranked:
            kept.append(hit)
    return kept or hits


def _by_spelling(vocabulary: Vocabulary, label: str, limits: Thresholds) -> Match:
    """The code whose alias is all but spelled alike, well ahead of every other code's."""
    telling = vocabulary.telling(label)
    ranked = process.extract(
        telling, vocabulary.spellings, scorer=fuzz.ratio, score_cutoff=limits.receipt, limit=8
    )
    best = [(*vocabulary.loose[key], key, score) for key, score, _ in ranked]
    if not best:
        return Match(UNMAPPED, "none")
    code, alias, key, score = best[0]
    other = next(((c, s) for c, _, _, s in best if c != code), ("", 0.0))
    needed = limits.fuzzy if len(telling) >= limits.short else limits.fuzzy_short
    alike = score >= needed and score - other[1] >= limits.margin and _words_alike(telling, key, limits.word)
    if alike and vocabulary.settings.fuzzy:
        return Match(code, "fuzzy", round(score, 1), other[0], round(other[1], 1), alias)
    return Match(UNMAPPED, "none", 0.0, code, round(score, 1))


def _words_alike(label: str, alias: str, needed: float) -> bool:
    """Every word has its like on the other side, so that no word is simply another word."""
    here, there = label.split(), alias.split()
    if len(here) != len(there):
        return False
    pairs = [(w, there) for w in here] + [(w, here) for w in there]
    return all(max(fuzz.ratio(word, other) for other in others) >= needed for word, others in pairs)
