"""Checks that need the report's text: dates, lists of cases, footnotes, charts, misprinted years."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from extractor.check.figures import Figures
from extractor.check.finding import Finding, plain
from extractor.language import dates
from extractor.language.fold import fold_text
from extractor.lexicon.checklist import CheckBook
from extractor.model.contract import is_financial_year
from extractor.model.types import Block, Document, Issue, Picture, Place, Prose, Reading, Table

Readings = Sequence[tuple[Place, Reading]]


def date_outside_period(document: Document, period: str, book: CheckBook) -> Iterator[Finding]:
    """Cases logged on a day before the year that the report is about, or after it."""
    if not is_financial_year(period):
        return
    first = int(period[:4])
    start, end = date(first, 4, 1), date(first + 1, 3, 31)
    logged = re.compile(book.check("date-outside-period").words["logged"], re.IGNORECASE)
    for text in _entries(document):
        if len(text) > 200:
            continue
        match = logged.search(text)
        if not match:
            continue
        day = _day_after(text, match.end())
        if day is None or start <= day <= end:
            continue
        slots = {
            "words": f"{day.day} {day:%B %Y}",
            "period": f"1 April {first} to 31 March {first + 1}",
            "what": " ".join(match.group(0).split(" - ")[0].split()),
        }
        limit = start if day < start else end
        name = "before" if day < start else "after"
        yield Finding("date-outside-period", name, day.isoformat(), limit.isoformat(), (), "", slots, period)


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


def period_repaired(document: Document, figures: Figures, book: CheckBook) -> Iterator[Finding]:
    """Years that are printed wrongly and were read as the evident one."""
    entry = book.check("period-repaired")
    doubled = re.compile(entry.words["doubled"])
    spans = re.compile(entry.words["span"])
    found: dict[str, Counter[str]] = {}
    for text in _all_texts(document):
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
        span = spans.search(figure.row["published_label"].rpartition(" > ")[2])
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


def figure_not_in_text(
    document: Document, readings: Readings, issues: Sequence[Issue], figures: Figures, book: CheckBook
) -> Iterator[Finding]:
    """Charts whose numbers cannot be read, and captions or sentences that announce what is not there."""
    entry = book.check("figure-not-in-text")
    told = [issue for issue in issues if issue.code == "figure-not-in-text"]
    for issue in told:
        page = f" on page {issue.anchor.page}" if issue.anchor.page else ""
        yield Finding("figure-not-in-text", "chart", "", "", (), "", {"where": page}, figures.period)
    numbered = {place.index for place, reading in readings if reading.claims}
    pictured = {place.index for place, _ in readings if isinstance(place.block, Picture)}
    caption = re.compile(entry.words["caption"], re.IGNORECASE)
    announced = re.compile(entry.words["announced"], re.IGNORECASE)
    blocks = document.blocks
    for i, block in enumerate(blocks):
        if not isinstance(block, Prose) or block.kind in ("toc", "quote"):
            continue
        titled = block.kind in ("caption", "heading") and caption.search(block.text)
        match = announced.search(block.text)
        if titled and len(block.text) <= entry.limits["caption_letters"]:
            name, words, reach = "caption", block.text, entry.limits["caption_reach"]
        elif match and not titled:
            name, words = "announced", _sentence(block.text, match.start())
            reach = entry.limits["announced_reach"]
        else:
            continue
        if not _follows(blocks, i, numbered, pictured, int(reach)):
            slots = {"words": words, "where": _page(block)}
            yield Finding("figure-not-in-text", name, "", "", (), "", slots, figures.period)


def _page(block: Prose) -> str:
    return f" on page {block.anchor.page}" if block.anchor.page else ""


def _follows(blocks: Sequence[Block], i: int, numbered: set[int], pictured: set[int], reach: int) -> bool:
    """Is there a table, a picture (spoken of already) or a list of figures right below, or above?"""
    start = blocks[i]
    titled = isinstance(start, Prose) and start.kind in ("caption", "heading")
    if titled and i and isinstance(blocks[i - 1], (Table, Picture)):
        return True
    for j in range(i + 1, min(i + 1 + reach, len(blocks))):
        block = blocks[j]
        if isinstance(block, Prose) and block.kind == "heading" and j > i + 1:
            return False  # the next section begins
        if isinstance(block, (Table, Picture)) or j in pictured:
            return True
        if j in numbered and isinstance(block, Prose) and block.kind != "paragraph":
            return True
        if j in numbered and len(block.text) < 60:
            return True
    return False


def duplicate_matter(document: Document, figures: Figures, book: CheckBook) -> Iterator[Finding]:
    """A note that one matter stands there many times."""
    entry = book.check("duplicate-matter")
    words = re.compile(entry.words["same"], re.IGNORECASE)
    seen: set[str] = set()
    for text, table in _noted(document):
        match = words.search(text)
        if not match or text in seen:
            continue
        seen.add(text)
        starred = _starred(table) if table and text.lstrip().startswith("*") else 0
        slots = {"words": _sentence(text, match.start()), "counts": str(starred)}
        name = "starred" if starred > 1 else "main"
        printed = str(starred) if starred > 1 else ""
        yield Finding(
            "duplicate-matter", name, printed, "1" if printed else "", (), "", slots, figures.period
        )


def _noted(document: Document) -> Iterator[tuple[str, Table | None]]:
    """Every paragraph and note with the table that stands before it."""
    last: Table | None = None
    for block in document.blocks:
        if isinstance(block, Table):
            last = block
            yield from ((note, block) for note in block.notes)
        elif isinstance(block, Prose) and block.kind not in ("quote", "toc", "heading"):
            yield f"{block.number}{block.text}", last


def _starred(table: Table) -> int:
    return sum(cell.text.rstrip().endswith("*") for cell in table.cells)


def _sentence(text: str, at: int) -> str:
    """The sentence around a place, at most 200 characters."""
    start = max(text.rfind(". ", 0, at) + 2, 0) if ". " in text[:at] else 0
    end = text.find(". ", at)
    said = text[start : end if end > 0 else len(text)].strip(" .*")
    return said if len(said) <= 200 else said[:197].rsplit(" ", 1)[0] + "..."


def unit_words(document: Document, figures: Figures, book: CheckBook) -> Iterator[Finding]:
    """A sentence that says that a breakdown counts children, not complaints."""
    words = re.compile(book.check("unit-of-count").words["children"], re.IGNORECASE)
    for block in document.blocks:
        if isinstance(block, Prose) and block.kind != "quote" and (match := words.search(block.text)):
            totals = [
                f
                for f in figures.all
                if f.measure == "complaints_received"
                and f.unit == "count"
                and f.stage in ("all", "stage_1")
                and not f.dims
                and f.period == figures.period
            ]
            known = tuple(sorted(totals, key=lambda f: -f.value)[:1])
            slots = {
                "words": _sentence(block.text, match.start()),
                "base": f"the {plain(known[0].value)} complaints" if known else "complaints",
            }
            printed = plain(known[0].value) if known else ""
            yield Finding("unit-of-count", "children", printed, "", known, "", slots, figures.period)
