"""Lists of single cases, counted again: what they give against what the report says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.check.bases import gives
from extractor.check.subject import Subject, check
from extractor.model.records import Check
from extractor.model.types import Table


@dataclass(frozen=True)
class CaseList:
    """The findings of a table that has one case in each row."""

    findings: tuple[str, ...]
    ombudsman: bool


def case_lists(subject: Subject) -> list[CaseList]:
    """Tables with a column of findings in words, parts on following pages joined."""
    subject = replace(subject, code="row-recount")
    lists: list[tuple[list[str], str]] = []
    column, width = -1, 0
    for block in subject.text.document.blocks:
        if not isinstance(block, Table):
            continue
        heads = {c.column: c.text.strip() for c in block.cells if c.row == 0}
        own = next((n for n, text in sorted(heads.items()) if subject.words("column").fullmatch(text)), -1)
        if own >= 0:
            column, width = own, block.columns
            lists.append(([], block.caption))
        if own >= 0 or (lists and column >= 0 and block.columns == width):
            lists[-1][0].extend(_column(block, column, int(own >= 0)))
        else:
            column = -1
    mark = subject.words("ombudsman")
    return [
        CaseList(tuple(found), bool(mark.search(caption + " " + " ".join(found))))
        for found, caption in lists
        if len(found) >= subject.limits["least_cases"]
        and not any(text.strip("%").isdigit() for text in found)
    ]


def _column(table: Table, column: int, first: int) -> Iterator[str]:
    """The finding of each row; a row that calls itself a total is none."""
    names = {c.row: c.text for c in table.cells if c.column == 0}
    texts = {c.row: c.text for c in table.cells if c.column == column}
    for row in range(first, table.rows):
        if texts.get(row, "").strip() and not re.match(r"\W*(grand )?total\b", names.get(row, ""), re.I):
            yield texts[row].strip()


@check("row-recount", needs_text=True)
def row_recount(subject: Subject) -> Iterator[Check]:
    """A printed share of cases with fault against the report's own list of them."""
    ombudsman = [found.findings for found in case_lists(subject) if found.ombudsman]
    if len(ombudsman) != 1:
        return
    fault, no_fault, cases = subject.words("fault"), subject.words("no_fault"), ombudsman[0]
    count = sum(bool(fault.search(text)) and not no_fault.search(text) for text in cases)
    wanted = ("ombudsman", "percent", subject.figures.period)
    for figure in subject.figures.all:
        if (figure.stage, figure.unit, figure.period) != wanted or not figure.exact:
            continue
        if (
            figure.code("outcome") in subject.codes("fault")
            and count
            and not gives(count, len(cases), figure)
        ):
            share = f"{100 * count / len(cases):.1f}"
            yield subject.finding("main", figure.printed, share, (figure,), counts=count, base=len(cases))


@check("ombudsman-era", needs_text=True)
def old_terms_in_lists(subject: Subject) -> Iterator[Check]:
    """Single cases filed under the decision terms of before 2013/14."""
    period = subject.figures.period
    if not period or int(period[:4]) < subject.limits["since"]:
        return
    for found in case_lists(subject):
        dated = [text for text in found.findings if subject.words("old").search(text)]
        if found.ombudsman and dated:
            terms, count = ", ".join(list(dict.fromkeys(dated))[:4]), len(found.findings)
            yield subject.finding("cases", len(dated), count, words=terms, period=period, base=count)
