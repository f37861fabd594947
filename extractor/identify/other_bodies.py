"""Publishers that are no councils: a police force's complaint report is none of a council's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.lexicon.scope_words import Body, ScopeWords, hit
from extractor.model.types import Document, Prose, Table

_HEAD_BLOCKS, _LINE = 14, 160
_SENTENCE = re.compile(r"[.;:?!][\s'\"”’)]*$|\b(?:was|were|is|are|has|have|had|will|received|lived|wrote)\b")
_OWN = 2
"""In so many places must a text speak of 'the Council' to be a council's."""
_SHORTEST = 7
"""Words of a name that stands before the first sentence."""
_ON_COVER = 4
"""A name on the cover counts as much as so many in running text."""


def is_title(text: str) -> bool:
    """A line of the cover, not a sentence that happens to be short."""
    return len(text) < _LINE and not _SENTENCE.search(text)


def cover(document: Document) -> Iterator[str]:
    """The file's own titles, its running headers, and the lines before its first sentence."""
    yield from dict.fromkeys(document.titles)
    yield from dict.fromkeys(piece.text for piece in document.furniture)
    for block in document.blocks[:_HEAD_BLOCKS]:
        if isinstance(block, Table) and is_form(block):
            yield from (cell.text for cell in block.cells if cell.column and is_title(cell.text))
            continue
        if not isinstance(block, Prose):
            return
        if block.kind == "paragraph" and not is_title(block.text):
            yield from _opening(block.text)
            return
        if block.kind in ("title", "heading", "paragraph") and len(block.text) < _LINE:
            yield block.text


def is_form(table: Table) -> bool:
    """Does a table only tell what a paper is: a label in each row, and words beside it?"""
    rows = {(cell.row, cell.column) for cell in table.cells if cell.text.strip()}
    words = sum(any(map(str.isalpha, cell.text)) for cell in table.cells)
    return table.columns == 2 and len(rows) == 2 * table.rows and words == len(rows)


def _opening(text: str) -> Iterator[str]:
    """'Bolton Metropolitan Borough Council. Summary for ...': a name set before the first sentence."""
    first, stop, _ = text.partition(". ")
    if stop and len(first.split()) <= _SHORTEST and is_title(first):
        yield first


@dataclass(frozen=True, slots=True)
class Named:
    """How a report names one council: how often by its title, on the cover in any way, in the file's name."""

    formal: int = 0
    on_cover: bool = False
    in_file_name: bool = False
    surely: bool = False
    """Is there one council that it can only mean?"""


def publisher(document: Document, words: ScopeWords, named: Named) -> Body | None:
    """The body that the cover names as the publisher, unless the text speaks more of a council."""
    lines = list(dict.fromkeys(cover(document)))
    if any(hit(words.councils, line) for line in lines) or is_ombudsman_letter(document, words):
        return None
    texts = [b.text for b in document.blocks if isinstance(b, Prose)]
    own = sum(hit(words.own_words, text) for text in texts)
    known = named.on_cover or named.in_file_name
    weight: Counter[str] = Counter()
    for line in lines:
        body = words.body_in(line)
        # A council reports on its cases with the Ombudsman under the Ombudsman's name.
        if body and not (body.of_councils and (known or own >= _OWN or (own and named.surely))):
            weight[body.id] += _ON_COVER
    # where the Local Government Ombudsman is spoken of, so are others only beside it
    local = any(hit(words.local_ombudsman, text) for text in texts)
    for body in words.bodies if not known and own < _OWN else ():
        telling = (*body.in_text, *(() if named.formal or local else body.instance))
        weight[body.id] += _ON_COVER * sum(hit(telling, text) for text in texts) if telling else 0
    best = max(words.bodies, key=lambda body: weight[body.id])
    return best if weight[best.id] > named.formal else None


def is_ombudsman_letter(document: Document, words: ScopeWords) -> bool:
    """Is it a letter from the Ombudsman, all of whose figures are of Ombudsman cases?"""
    lines = list(dict.fromkeys(cover(document)))
    bodies = [body.id for line in lines if (body := words.body_in(line))]
    return "ombudsman" in bodies and any(hit(words.letter, line) for line in lines)
