"""Is a document an English council's complaint report at all?"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.identify.other_bodies import cover
from extractor.lexicon.scope_words import ScopeWords, hit
from extractor.model.types import Document, Prose, Table

NOT_ONE = "not_a_complaints_report"


@dataclass(frozen=True, slots=True)
class Scope:
    """status is '' for a complaint report; otherwise the coverage status and the reason."""

    status: str = ""
    reason: str = ""


def judge(document: Document, words: ScopeWords, out_of_scope: str = "") -> Scope:
    """Tell complaint reports from other documents by how much they speak of complaints."""
    if out_of_scope:
        return Scope("out_of_scope", out_of_scope)
    limits = words.mentions
    mentions, length = spoken_of(document, words)
    if length < limits.words:
        return Scope(NOT_ONE, "the document holds hardly any words")
    density = 1000 * mentions / length
    head = " ".join([*document.titles, *_texts(document)[:12]])[:1500]
    titled = words.complaints_in(head) > 0
    enough = mentions >= limits.fewest and (density >= limits.common or (titled and density >= limits.rare))
    # A short chapter or data page may name complaints in its title alone, or what is akin to them.
    if enough or (density >= limits.rare and _titled(document, words)) or _kindred(document, words, length):
        return Scope()
    return Scope(NOT_ONE, f"complaints are mentioned {mentions} times in {length:,} words")


def _titled(document: Document, words: ScopeWords) -> bool:
    """Does a title or a line of the cover name complaints, or the Ombudsman of councils?"""
    lines = _title_lines(document)
    return any(words.complaints_in(line) > 0 or hit(words.local_ombudsman, line) for line in lines)


def _kindred(document: Document, words: ScopeWords, length: int) -> bool:
    """Does a title or a line of the cover name what is akin to complaints, and the text bear it out?"""
    named = any(hit(words.kindred.titles, line) for line in _title_lines(document))
    return named and 1000 * words.kindred.spoken_of(_texts(document)) >= words.mentions.common * length


def _title_lines(document: Document) -> tuple[str, ...]:
    first = next((block.text for block in document.blocks if isinstance(block, Prose)), "")
    return (first, *cover(document))


def spoken_of(document: Document, words: ScopeWords) -> tuple[int, int]:
    """How often a document mentions complaints, and how many words it has."""
    texts = _texts(document)
    mentions = sum(map(words.complaints_in, texts))
    return mentions, sum(len(text.split()) for text in texts)


def opening_speaks(document: Document, words: ScopeWords) -> bool:
    """Do the lines before its first sentence name complaints?"""
    return any(map(words.complaints_in, cover(document)))


def _texts(document: Document) -> list[str]:
    texts = [b.text for b in document.blocks if isinstance(b, Prose)]
    tables = [b for b in document.blocks if isinstance(b, Table)]
    return [*texts, *(t.caption for t in tables), *(c.text for t in tables for c in t.cells)]
