"""Which procedure a report's complaints are under where nothing near a number names one."""

from __future__ import annotations

import re
from collections import Counter

from extractor.identify.other_bodies import is_ombudsman_letter
from extractor.lexicon.scope_words import ScopeWords
from extractor.model.types import Document, Prose, Table
from extractor.understand.tables.labels import Reader

_CHILDREN = re.compile(r"\bchild(?:ren)?\b|\byoung people\b|\bfamil(?:y|ies)\b", re.I)
_ADULT = re.compile(r"\badult", re.I)
_CORPORATE = re.compile(r"\bcorporate\b|\bcouncil[- ]wide\b|\bwhole council\b", re.I)
_ACT = re.compile(
    r"children act 1989|representations procedure|children'?s statutory"
    r"|statutory (?:children|complaint|procedure)|getting the best from complaints",
    re.I,
)
#: Mentions of children among all words: seldom, and as often as in a report about them.
_SELDOM, _OFTEN = 0.004, 0.012
_LETTER = re.compile(r"[A-Za-z]")
_PROCEDURES = ("children_statutory", "corporate", "adult_statutory")


def default_procedure(document: Document, reader: Reader, scope: ScopeWords) -> str:
    """The procedure of a complaint where nothing near the number names one.

    A report that counts statutory and corporate complaints side by side is
    mixed (`all`); otherwise its title, then its own words, tell which it is.
    """
    if is_ombudsman_letter(document, scope):
        return "ombudsman"
    counts: Counter[str] = Counter()
    prose = [b for b in document.blocks if isinstance(b, Prose)]
    labels = [b.text for b in prose if b.kind in ("heading", "title", "caption")]
    labels += [
        c.text
        for b in document.blocks
        if isinstance(b, Table)
        for c in b.cells
        if len(c.text) < 80 and _LETTER.search(c.text)
    ]
    for text in labels:
        if not reader.tagger.mentions(text, "procedure"):
            continue
        tags = reader.tagger.tags(text)
        if any(t.facet in ("stage", "thing") for t in tags):
            counts.update({t.code for t in tags if t.facet == "procedure" and not t.label_only})
    own = [n for code, n in counts.most_common() if code in _PROCEDURES]
    if (len(own) > 1 and own[1] >= 2 and own[1] >= 0.25 * own[0]) or _parted(prose, reader):
        return "all"
    title = " ".join([*document.titles, *(b.text for b in prose[:3] if len(b.text.split()) <= 25)])[:400]
    text = " ".join(b.text for b in prose)
    if covers_adults_and_children(document, reader):
        return "all"
    if _CHILDREN.search(title):
        return "children_statutory"
    if _ADULT.search(title):
        return "adult_statutory"
    if _ACT.search(title):
        return "children_statutory"
    captions = [b.caption for b in document.blocks if isinstance(b, Table) and b.caption]
    corporate = sum(bool(_CORPORATE.search(caption)) for caption in captions)
    if _CORPORATE.search(title) or (corporate > 1 and corporate > sum(map(_children, captions))):
        return "corporate"
    words = max(len(text.split()), 1)
    about_children = len(_CHILDREN.findall(text)) / words
    if len(_ACT.findall(text)) >= 2 and about_children >= _SELDOM:
        return "children_statutory"
    return "children_statutory" if about_children >= _OFTEN else "corporate"


def _children(text: str) -> bool:
    return _CHILDREN.search(text) is not None


def _parted(prose: list[Prose], reader: Reader) -> bool:
    """Has the report a section each for statutory and for corporate complaints?"""
    codes: set[str] = set()
    for block in prose:
        if block.kind == "heading" and len(block.text.split()) <= 8:
            tags = [t for t in reader.tagger.tags(block.text) if t.facet == "procedure"]
            told = {t.code for t in tags if not t.label_only}
            codes |= told if len(told) == 1 else set()
    return "corporate" in codes and bool(codes & {"children_statutory", "adult_statutory"})


def covers_adults_and_children(document: Document, reader: Reader) -> bool:
    """Do the headings, captions and the title speak of adults' and of children's services alike?"""
    prose = [b for b in document.blocks if isinstance(b, Prose)]
    texts = [*document.titles, *(b.text for b in prose[:3])]
    texts += [b.text for b in prose if b.kind in ("heading", "title", "caption")]
    texts += [b.caption for b in document.blocks if isinstance(b, Table) and b.caption]
    named = (
        {t.code for t in reader.tagger.tags(text) if t.facet == "client"} for text in texts if len(text) < 200
    )
    counts = Counter(code for codes in named for code in codes)
    return min(counts["adult_statutory"], counts["children_statutory"]) >= 2
