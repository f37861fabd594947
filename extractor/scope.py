"""Is a document an English council's complaint report at all?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.types import Document, Prose, Table

_COMPLAINT = re.compile(r"compl(?:ain|iment)")
"""In small letters; looked for by its first ones, which is much quicker than at the start of every word."""
#: Mentions of complaints in a thousand words: below it a text is about something else.
_RARE, _COMMON = 4.0, 12.0


@dataclass(frozen=True, slots=True)
class Scope:
    """status is '' for a complaint report; otherwise the coverage status and the reason."""

    status: str = ""
    reason: str = ""


def judge(document: Document, out_of_scope: str = "") -> Scope:
    """Tell complaint reports from other documents by how much they speak of complaints."""
    if out_of_scope:
        return Scope("out_of_scope", out_of_scope)
    texts = [b.text for b in document.blocks if isinstance(b, Prose)]
    texts += [c.text for b in document.blocks if isinstance(b, Table) for c in b.cells]
    text = "\n".join(texts)
    words = len(text.split())
    if words < 20:
        return Scope("not_a_complaints_report", "the document holds hardly any words")
    mentions = len(_COMPLAINT.findall(text.lower()))
    density = 1000 * mentions / words
    head = " ".join([*document.titles, *texts[:12]])[:1500]
    titled = bool(_COMPLAINT.search(head.lower()))
    if mentions >= 3 and (density >= _COMMON or (titled and density >= _RARE)):
        return Scope()
    return Scope("not_a_complaints_report", f"complaints are mentioned {mentions} times in {words:,} words")
