"""Lists of single cases, counted again: what they give against what the report says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.check.bases import gives
from extractor.check.finding import Finding, plain, where
from extractor.check.registry import Subject, check
from extractor.lexicon.checklist import CheckBook
from extractor.model.types import Document, Table


@dataclass(frozen=True)
class CaseList:
    """The findings of a table that has one case in each row."""

    findings: tuple[str, ...]
    ombudsman: bool


def case_lists(document: Document, book: CheckBook) -> list[CaseList]:
    """Tables with a column of findings in words, parts on following pages joined."""
    entry = book.check("row-recount")
    header = re.compile(entry.words["column"], re.IGNORECASE)
    lists: list[tuple[list[str], str]] = []
    column, width = -1, 0
    for block in document.blocks:
        if not isinstance(block, Table):
            continue
        heads = {c.column: c.text for c in block.cells if c.row == 0}
        own = next((n for n, text in sorted(heads.items()) if header.fullmatch(text.strip())), -1)
        if own >= 0:
            column, width = own, block.columns
            lists.append(([], block.caption))
            lists[-1][0].extend(_column(block, column, 1))
        elif lists and column >= 0 and block.columns == width:
            lists[-1][0].extend(_column(block, column, 0))
        else:
            column = -1
    least = entry.limits["least_cases"]
    mark = re.compile(entry.words["ombudsman"], re.IGNORECASE)
    return [
        CaseList(tuple(found), bool(mark.search(caption + " " + " ".join(found))))
        for found, caption in lists
        if len(found) >= least and not any(text.strip("%").isdigit() for text in found)
    ]


def _column(table: Table, column: int, first: int) -> Iterator[str]:
    """The finding of each row; a row that calls itself a total is none."""
    names = {c.row: c.text for c in table.cells if c.column == 0}
    texts = {c.row: c.text for c in table.cells if c.column == column}
    for row in range(first, table.rows):
        if texts.get(row, "").strip() and not re.match(r"\W*(grand )?total\b", names.get(row, ""), re.I):
            yield texts[row].strip()


@check("row-recount", needs_text=True)
def row_recount(subject: Subject) -> Iterator[Finding]:
    """A printed share of cases with fault against the report's own list of them."""
    figures, book = subject.figures, subject.book
    entry = book.check("row-recount")
    fault = re.compile(entry.words["fault"], re.IGNORECASE)
    no_fault = re.compile(entry.words["no_fault"], re.IGNORECASE)
    lists = case_lists(subject.text.document, book)
    ombudsman = [found for found in lists if found.ombudsman]
    if len(ombudsman) != 1:
        return
    cases = ombudsman[0].findings
    count = sum(bool(fault.search(text)) and not no_fault.search(text) for text in cases)
    for figure in figures.all:
        if figure.stage != "ombudsman" or figure.unit != "percent" or figure.period != figures.period:
            continue
        if dict(figure.dims).get("outcome") not in entry.codes["fault"] or not figure.exact:
            continue
        if not count or gives(count, len(cases), figure):
            continue
        share = 100 * count / len(cases)
        slots = {"counts": str(count), "base": str(len(cases)), "where": where(figure)}
        yield Finding("row-recount", "main", figure.printed, f"{share:.1f}", (figure,), "", slots)


@check("ombudsman-era", needs_text=True)
def old_terms_in_lists(subject: Subject) -> Iterator[Finding]:
    """Single cases filed under the decision terms of before 2013/14."""
    figures, book = subject.figures, subject.book
    entry = book.check("ombudsman-era")
    old = re.compile(entry.words["old"], re.IGNORECASE)
    if not figures.period or int(figures.period[:4]) < entry.limits["since"]:
        return
    for found in case_lists(subject.text.document, book):
        dated = [text for text in found.findings if old.search(text)]
        if found.ombudsman and dated:
            slots = {
                "words": ", ".join(list(dict.fromkeys(dated))[:4]),
                "period": figures.period,
                "base": plain(len(found.findings)),
            }
            yield Finding(
                "ombudsman-era",
                "cases",
                str(len(dated)),
                str(len(found.findings)),
                (),
                "",
                slots,
                figures.period,
            )
