"""The words of numbers, periods, councils' names and layouts, compiled once for a rulebook."""

from __future__ import annotations

from extractor.language.words import NumberRule, Words
from extractor.lexicon.language_schema import NotCounts
from extractor.lexicon.rulebook import Rulebook, RulebookError

FILES = ("number_words", "periods", "not_counts", "council_names", "report_years", "layout", "line_words")


def words_of(rulebook: Rulebook) -> Words:
    """The word lists of a rulebook; the rulebooks of councils that share its files share them.

    Raises RulebookError where a file is missing or broken, or two lists have one name.
    """
    return rulebook.once("words", _words)


def _words(rulebook: Rulebook) -> Words:
    lists: dict[str, tuple[str, ...]] = {}
    values: dict[str, dict[str, str]] = {}
    rules: list[NumberRule] = []
    for name in FILES:
        if name not in rulebook.texts:
            raise RulebookError(f"{name}.yaml is missing.")
        file = rulebook.raw(name)
        if isinstance(file, NotCounts):
            rules += [NumberRule(r.reason, r.shape, r.words, r.numbers) for r in file.rules]
        for one in file.lists if isinstance(file, NotCounts) else file.root:
            if one.id in lists:
                raise RulebookError(f"{name}.yaml: the list '{one.id}' appears twice.")
            lists[one.id] = (*one.words, *one.values)
            values[one.id] = dict(one.values)
    return Words(lists, values, tuple(rules))
