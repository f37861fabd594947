"""Years that are printed wrongly and were read as the evident one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extractor.check.finding import Finding
from extractor.check.registry import Subject, check
from extractor.model.contract import is_financial_year
from extractor.model.types import Document, Prose, Table


@check("period-repaired", needs_text=True)
def period_repaired(subject: Subject) -> Iterator[Finding]:
    """Years that are printed wrongly and were read as the evident one."""
    figures, book = subject.figures, subject.book
    entry = book.check("period-repaired")
    doubled = re.compile(entry.words["doubled"])
    spans = re.compile(entry.words["span"])
    found: dict[str, Counter[str]] = {}
    for text in _all_texts(subject.text.document):
        for match in doubled.finditer(text):
            found.setdefault(f"{match['first']}/{match['last']}", Counter())[match.group(0)] += 1
    for read, forms in found.items():
        printed, times = forms.most_common(1)[0][0], forms.total()
        slots = {"counts": "once" if times == 1 else f"{times} times"}
        yield Finding("period-repaired", "main", printed, read, (), "", slots, figures.period)
    seen: set[str] = set()
    for figure in figures.all:
        if figure.kind != "table" or not is_financial_year(figure.period):
            continue
        span = spans.search(figure.row.published_label.rpartition(" > ")[2])
        if not span or span.group(0) in seen or span["first"] != figure.period[:4]:
            continue
        if (int(span["first"]) + 1) % 100 != int(span["last"]) % 100:
            seen.add(span.group(0))
            rows = tuple(f for f in figures.all if f.place == figure.place and f.period == figure.period)
            slots = {"counts": "once"}
            yield Finding("period-repaired", "main", span.group(0), figure.period, rows, "", slots)


def _all_texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Prose):
            yield block.text
        elif isinstance(block, Table):
            yield block.caption
            yield from (cell.text for cell in block.cells)
