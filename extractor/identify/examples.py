"""What is read in the examples of council_names.yaml and report_years.yaml, in their notation."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.identify import year
from extractor.identify.councils import Authorities, authorities_of
from extractor.lexicon.language_examples import faults_in, split
from extractor.lexicon.language_schema import RuleOf, WordsOf
from extractor.lexicon.rulebook import Rulebook
from extractor.model.types import Document, Prose

FILES = ("council_names", "report_years")


def faults(rulebook: Rulebook) -> Iterator[str]:
    """A sentence for each example that does not hold, and each list without one."""
    authorities = authorities_of(rulebook)
    yield from faults_in(rulebook, FILES, lambda name, entry: readings(name, entry, authorities))


def readings(name: str, entry: WordsOf | RuleOf, authorities: Authorities) -> Iterator[tuple[str, str, str]]:
    """For each example of an entry: its text, what should be read, what is read."""
    for line in (*entry.examples, *entry.not_):
        text, wanted = split(line)
        yield text, wanted, (_councils if name == "council_names" else _year)(text, authorities)


def _councils(text: str, authorities: Authorities) -> str:
    named = {key: known[-1].name for key, known in authorities.by_key.items()}
    return "; ".join(f"{named[m.keys[0]]} {m.weight:g}" for m in authorities.mentions(text))


def _year(text: str, authorities: Authorities) -> str:
    blocks = tuple(Prose(line) for line in text.split(" | "))
    return year.decide(Document(blocks), "", authorities.words).period
