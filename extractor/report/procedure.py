"""Which procedure a report's complaints are under where nothing near a number names one."""

from __future__ import annotations

import re
from collections import Counter

from extractor.parse.axes import Reader
from extractor.types import Document, Prose, Table

_CHILDREN = re.compile(r"\bchild(?:ren)?\b|\byoung people\b|\bfamil(?:y|ies)\b", re.I)
_ADULT = re.compile(r"\badult", re.I)
_CORPORATE = re.compile(r"\bcorporate\b|\bcouncil[- ]wide\b|\bwhole council\b", re.I)
_ACT = re.compile(
    r"children act 1989|representations procedure|children'?s statutory"
    r"|statutory (?:children|complaint|procedure)|getting the best from complaints",
    re.I,
)
_BOTH = re.compile(r"\badults?['’]?s? (?:and|&) child|\bchild\w*['’]?s? (?:and|&) adult", re.I)
_PROCEDURES = ("children_statutory", "corporate", "adult_statutory")


def default_procedure(document: Document, reader: Reader) -> str:
    """The procedure of a complaint where nothing near the number names one.

    A report that counts statutory and corporate complaints side by side is
    mixed (`all`); otherwise its title, then its own words, tell which it is.
    """
    counts: Counter[str] = Counter()
    prose = [b for b in document.blocks if isinstance(b, Prose)]
    labels = [b.text for b in prose if b.kind in ("heading", "title", "caption")]
    labels += [c.text for b in document.blocks if isinstance(b, Table) for c in b.cells if len(c.text) < 80]
    for text in labels:
        tags = reader.tagger.tags(text)
        if any(t.facet in ("stage", "thing") for t in tags):
            counts.update({t.code for t in tags if t.facet == "procedure" and not t.label_only})
    own = [n for code, n in counts.most_common() if code in _PROCEDURES]
    if len(own) > 1 and own[1] >= 2 and own[1] >= 0.25 * own[0]:
        return "all"
    title = " ".join([*document.titles, *(b.text for b in prose[:6])])[:600]
    text = " ".join(b.text for b in prose)
    if _BOTH.search(title):
        return "all"
    if _CHILDREN.search(title) or _ACT.search(title):
        return "children_statutory"
    if _ADULT.search(title):
        return "adult_statutory"
    if _CORPORATE.search(title):
        return "corporate"
    if len(_ACT.findall(text)) >= 2 and len(_ACT.findall(text)) >= len(_CORPORATE.findall(text)):
        return "children_statutory"
    if _CORPORATE.search(text) or not _CHILDREN.search(text):
        return "corporate"
    return "children_statutory"
