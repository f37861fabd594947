"""Years that are printed wrongly and were read as the evident one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extractor.check.subject import Subject, check
from extractor.model.contract import is_financial_year
from extractor.model.records import Check
from extractor.model.types import Document, Prose, Table


@check("period-repaired", needs_text=True)
def period_repaired(subject: Subject) -> Iterator[Check]:
    """Years that are printed wrongly and were read as the evident one."""
    found: dict[str, Counter[str]] = {}
    for text in _all_texts(subject.text.document):
        for match in subject.words("doubled").finditer(text):
            found.setdefault(f"{match['first']}/{match['last']}", Counter())[match.group(0)] += 1
    for read, forms in found.items():
        times = "once" if forms.total() == 1 else f"{forms.total()} times"
        yield subject.finding("main", forms.most_common(1)[0][0], read, counts=times)
    yield from _in_headers(subject)


def _in_headers(subject: Subject) -> Iterator[Check]:
    """Columns of a year whose second half does not follow its first."""
    seen: set[str] = set()
    for figure in subject.figures.all:
        if figure.kind != "table" or not is_financial_year(figure.period):
            continue
        span = subject.words("span").search(figure.row.published_label.rpartition(" > ")[2])
        if not span or span.group(0) in seen or span["first"] != figure.period[:4]:
            continue
        if (int(span["first"]) + 1) % 100 != int(span["last"]) % 100:
            seen.add(span.group(0))
            rows = [f for f in subject.figures.by_place[figure.place] if f.period == figure.period]
            yield subject.finding("main", span.group(0), figure.period, rows, counts="once")


def _all_texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Prose):
            yield block.text
        elif isinstance(block, Table):
            yield block.caption
            yield from (cell.text for cell in block.cells)
