"""What is read in the examples of number_words.yaml, not_counts.yaml and periods.yaml, in their notation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from extractor.language import numbers, periods
from extractor.language.numbers import Number
from extractor.language.periods import Period
from extractor.language.words import Words
from extractor.lexicon.language_schema import NotCounts, RuleOf, WordsOf
from extractor.lexicon.language_words import words_of
from extractor.lexicon.rulebook import Rulebook

_ARROW = "=>"
FILES = ("number_words", "not_counts", "periods")
Reader = Callable[[str, WordsOf | RuleOf], Iterable[tuple[str, str, str]]]


def entries_of(rulebook: Rulebook, name: str) -> Sequence[WordsOf | RuleOf]:
    """The lists of one file, and its rules first where it has some."""
    file = rulebook.raw(name)
    return (*file.rules, *file.lists) if isinstance(file, NotCounts) else file.root


def faults(rulebook: Rulebook) -> Iterator[str]:
    """A sentence for each example that does not hold, and each list without one."""
    words = words_of(rulebook)
    yield from faults_in(rulebook, FILES, lambda name, entry: readings(name, entry, words))


def faults_in(rulebook: Rulebook, files: Sequence[str], reader: Reader) -> Iterator[str]:
    """The same for files whose examples `reader` reads: for each its text, what should be read, what is."""
    for name in files:
        for entry in entries_of(rulebook, name):
            try:
                found = list(reader(name, entry))
            except KeyError as missing:
                yield f"{name}: {missing.args[0]}."
                return
            if not found:
                yield f"{name}: '{entry.id}' has no examples."
            for text, wanted, read in found:
                if read != wanted:
                    yield f"{name}, '{entry.id}': '{text}' should be read as '{wanted}' and is '{read}'."


def readings(name: str, entry: WordsOf | RuleOf, words: Words) -> Iterator[tuple[str, str, str]]:
    """For each example of an entry: its text, what should be read, what is read."""
    for line in (*entry.examples, *entry.not_):
        text, wanted = split(line)
        if name != "periods":
            yield text, wanted, _in_text(text, words)
        else:
            yield text, wanted, _periods_in(text, words, worded=wanted.endswith("'"))
    for line in entry.cells if isinstance(entry, WordsOf) else ():
        text, wanted = split(line)
        yield text, wanted, " ".join(_number(n) for n in numbers.in_cell(text, words))
    for line in entry.headers if isinstance(entry, WordsOf) else ():
        text, wanted = split(line)
        found = periods.header_period(text, words)
        yield text, wanted, _period(found) if found else ""


def split(line: str) -> tuple[str, str]:
    """An example's text and what should be read in it."""
    text, _, wanted = line.partition(_ARROW)
    return text.strip(), wanted.strip()


def _in_text(text: str, words: Words) -> str:
    found = [(n.start, _number(n)) for n in numbers.in_sentence(text, words)]
    found += [(start, f"({reason})") for start, _, reason in numbers.excluded(text, words)]
    return " ".join(shown for _, shown in sorted(found))


def _periods_in(text: str, words: Words, worded: bool) -> str:
    found = periods.mentions(text, words)
    return " ".join(f"{_period(p)} '{p.raw}'" if worded else _period(p) for p in found)


def _number(number: Number) -> str:
    value = "?" if number.value is None else f"{number.value:.{3 if number.value < 100 else 6}g}"
    unit = "" if number.unit in ("", "count") else f" {number.unit}"
    return value + unit + ("" if number.status == "exact" else f" {number.status}")


def _period(period: Period) -> str:
    return period.code or period.kind
