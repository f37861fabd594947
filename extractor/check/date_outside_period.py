"""Cases logged on a day before the year that the report is about, or after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from extractor.check.subject import Subject, check
from extractor.language import dates
from extractor.language.fold import fold_text
from extractor.model.contract import is_financial_year
from extractor.model.records import Check
from extractor.model.types import Document, Prose, Table


@check("date-outside-period", needs_text=True)
def date_outside_period(subject: Subject) -> Iterator[Check]:
    """Cases logged on a day before the year that the report is about, or after it."""
    if not is_financial_year(subject.figures.period):
        return
    first = int(subject.figures.period[:4])
    start, end = date(first, 4, 1), date(first + 1, 3, 31)
    for text in _entries(subject.text.document):
        match = subject.words("logged").search(text) if len(text) <= 200 else None
        day = _day_after(text, match.end()) if match else None
        if match and day and not start <= day <= end:
            name, limit = ("before", start) if day < start else ("after", end)
            yield subject.finding(
                name,
                day.isoformat(),
                limit.isoformat(),
                words=f"{day.day} {day:%B %Y}",
                period=f"1 April {first} to 31 March {first + 1}",
                what=" ".join(match.group(0).split(" - ")[0].split()),
            )


def _entries(document: Document) -> Iterator[str]:
    """Every short text: list items, paragraphs and cells, a cell with the header of its column."""
    for block in document.blocks:
        if isinstance(block, Prose):
            if block.kind in ("list", "paragraph", "heading"):
                yield block.text
        elif isinstance(block, Table):
            headers = {c.column: c.text for c in block.cells if c.row == 0}
            for cell in block.cells:
                if cell.row and cell.text and cell.text[:1].isdigit():
                    yield f"complaint {headers.get(cell.column, '')} - {cell.text}"


def _day_after(text: str, at: int) -> date | None:
    """The full date that stands right there."""
    for point in dates.points(text, fold_text(text, lower=True)):
        if at - 1 <= point.start <= at + 12 and point.day and point.month and point.year:
            try:
                return date(point.year, point.month, point.day)
            except ValueError:
                return None
    return None
