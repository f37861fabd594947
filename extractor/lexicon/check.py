"""Do the patterns mean what they say? One plain sentence for each that does not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from extractor.language.fold import fold_label, fold_text
from extractor.lexicon import language_examples, phrase_check
from extractor.lexicon.checklist import CheckBook
from extractor.lexicon.entries import Entry
from extractor.lexicon.match import UNMAPPED, Match, Matcher
from extractor.lexicon.rulebook import SCHEMAS, Rulebook, RulebookError
from extractor.lexicon.tagger import spoken
from extractor.model import contract

_ARROW = "=>"


def check(rulebook: Rulebook) -> list[str]:
    """Sentences on broken files, shared or dead words, and examples that do not hold; none if all is well."""
    faults = [*_broken_files(rulebook)]
    if faults:
        return faults
    matcher = Matcher(rulebook)
    for name, entries in rulebook.vocabularies.items():
        faults += vocabulary_faults(matcher, name, entries)
    faults += [*_without_words(rulebook), *_strange_codes(rulebook), *language_examples.faults(rulebook)]
    labels = (label for entries in rulebook.vocabularies.values() for e in entries for label in e.examples)
    faults += phrase_check.faults(spoken(rulebook), (fold_text(label, lower=True) for label in labels))
    for authority in rulebook.quirks:
        faults += _quirk_examples(rulebook.for_authority(authority))
    return faults


def vocabulary_faults(matcher: Matcher, name: str, entries: tuple[Entry, ...]) -> Iterator[str]:
    """The sentences on one vocabulary; `matcher` must know its entries."""
    for sentence in (*_shared_words(entries), *_dead(entries), *_examples(matcher, name, entries)):
        yield f"{name}: {sentence}"


def silent(rulebook: Rulebook, seen: Mapping[str, Collection[str]]) -> Iterator[str]:
    """A sentence for each vocabulary with entries of which a run has no row: a report, no fault.

    `seen` holds, for each column of the dataset, the codes that the rows carry.
    """
    for name, entries in rulebook.vocabularies.items():
        codes = seen.get(rulebook.columns[name], ())
        never = [entry.id for entry in entries if entry.id not in codes and "{" not in entry.id]
        if never:
            yield f"{name}: no row has {len(never)} of {len(entries)} codes: {', '.join(never)}."


def _broken_files(rulebook: Rulebook) -> Iterator[str]:
    for name in sorted({*rulebook.texts, *SCHEMAS}):
        try:
            rulebook.raw(name)
        except RulebookError as error:
            yield str(error)


def _without_words(rulebook: Rulebook) -> Iterator[str]:
    """Codes of the contract that no word of patterns/ can ever give."""
    for name, column in rulebook.columns.items():
        given = {entry.id for entry in rulebook.entries_of(column)}
        for code in contract.CODES.get(contract.COLUMNS[column].codes, ()):
            if code not in given:
                yield f"{name}: the contract's code '{code}' has no entry."


def _strange_codes(rulebook: Rulebook) -> Iterator[str]:
    """Codes that a check of checks.yaml knows apart and that no row can hold."""
    known = {code for codes in contract.CODES.values() for code in codes}
    known |= {entry.id for entries in rulebook.vocabularies.values() for entry in entries}
    book: CheckBook = rulebook.raw("checks")
    named = [(check.code, code) for check in book.checks for codes in check.codes.values() for code in codes]
    named += [("union", code) for union, covers in book.union.items() for code in (union, *covers)]
    for where, code in named:
        if code not in known:
            yield f"checks: '{code}' of {where} is not a code."


def _shared_words(entries: tuple[Entry, ...]) -> Iterator[str]:
    """Words that two codes claim, or one code twice, after folding.

    A word may be a label of its own and, for the same code, a keyword in longer ones.
    """
    names: dict[str, tuple[str, str]] = {}
    spoken: dict[str, tuple[str, str]] = {}
    initials: dict[str, tuple[str, str]] = {}
    for entry in entries:
        yield from _claimed(names, entry, (*entry.aliases, *entry.label_only))
        yield from _claimed(spoken, entry, (*entry.aliases, *entry.keywords, *entry.hints))
        for word in entry.case_sensitive:
            if initials.setdefault(word, (entry.id, word))[0] != entry.id:
                yield f"'{word}' of '{entry.id}' are also the initials of '{initials[word][0]}'."
    for folded in sorted(names.keys() & spoken.keys()):
        if names[folded][0] != spoken[folded][0]:
            yield f"'{names[folded][1]}' of '{names[folded][0]}' is a keyword of '{spoken[folded][0]}'."


def _claimed(claims: dict[str, tuple[str, str]], entry: Entry, words: tuple[str, ...]) -> Iterator[str]:
    for word in words:
        code, other = claims.setdefault(fold_label(word), (entry.id, word))
        if code != entry.id:
            yield f"'{word}' of '{entry.id}' is also '{other}' of '{code}'."
        elif other is not word:
            yield f"'{word}' and '{other}' of '{code}' are the same."


def _dead(entries: tuple[Entry, ...]) -> Iterator[str]:
    for entry in entries:
        if not (entry.words or entry.keywords or entry.hints or entry.patterns or entry.covers):
            yield f"nothing can match '{entry.id}'."
        if not entry.examples:
            yield f"'{entry.id}' has no examples."
        for word in entry.words:
            if not fold_label(word):
                yield f"'{word}' of '{entry.id}' has no letters."


def _examples(matcher: Matcher, name: str, entries: tuple[Entry, ...]) -> Iterator[str]:
    """Examples and aliases must give their code, and the code's own names must be no other's."""
    for entry in entries:
        for example in entry.examples:
            label, _, code = (part.strip() for part in example.partition(_ARROW))
            yield from _expected(matcher.match(name, label), label, code or entry.id)
        for word in entry.words:
            if "{" not in entry.id:
                yield from _expected(matcher.match(name, word), word, entry.id)
        for label in entry.not_:
            if matcher.match(name, label).code == entry.id:
                yield f"'{label}' gives '{entry.id}', and should not."


def _expected(match: Match, label: str, code: str) -> Iterator[str]:
    if match.code != code:
        rival = f" (nearest: '{match.runner_up}')" if match.code == UNMAPPED and match.runner_up else ""
        yield f"'{label}' should be '{code}' but is '{match.code}'{rival}."


def _quirk_examples(rulebook: Rulebook) -> list[str]:
    quirk = rulebook.quirks[rulebook.authority]
    matcher = Matcher(rulebook)
    faults = []
    for name, additions in quirk.vocabularies.items():
        for entry in additions:
            for label in entry.examples:
                wrong = _expected(matcher.match(name, label), label, entry.id)
                faults += [f"{quirk.name}, {name}: {sentence}" for sentence in wrong]
            if not entry.examples:
                faults.append(f"{quirk.name}, {name}: '{entry.id}' has no examples.")
    return faults
