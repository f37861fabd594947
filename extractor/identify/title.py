"""What a report calls itself."""

from __future__ import annotations

import re

from extractor.lexicon.scope_words import ScopeWords
from extractor.model.types import Document, Prose

OPENING = 20
"""Blocks among which a title stands."""
LONGEST = 25
"""Words of a title at most; a paragraph of more is none."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def title_of(document: Document, words: ScopeWords) -> str:
    """The first line of the opening that names complaints or a year, as a title would; '' for none.

    Before it may stand the council's name, a motto or 'Appendix 1'. A file's own metadata comes next,
    then whatever the document itself marks as its title.
    """
    opening = [block for block in document.blocks[:OPENING] if isinstance(block, Prose)]
    marked = [b.text for b in opening if b.kind in ("title", "heading")]
    short = [
        b.text for b in opening if len(b.text.split()) <= LONGEST // 2 and not b.text.endswith((".", ":"))
    ]
    for text in (*marked, *document.titles, *short):
        if 3 <= len(text.split()) <= LONGEST and (words.complaints_in(text) or _YEAR.search(text)):
            return " ".join(text.split())
    return next((b.text for b in opening if b.kind == "title"), "")
