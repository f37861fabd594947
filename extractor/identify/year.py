"""The financial year that a report is about: its title, what it says it covers, headings, text."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.language import periods
from extractor.language.cell_numbers import is_value_cell
from extractor.language.periods import Period
from extractor.model.types import Document, Issue, Prose, Table

_COVERS = re.compile(
    r"\b(?:cover(?:s|ed|ing)?|for|during|between|period|year|sets\sout|relat(?:es|ing)\sto|report(?:s|ing)?\son)\b[^.]{0,60}$",
    re.IGNORECASE,
)
_PLANNED = re.compile(r"[^.]{0,4}\s?(?:action|plan|priorit|objectiv|target|will\s)", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:compar\w+|than|from|against|versus)\b[^.]{0,50}$|\d%?\s(?:in|for|during)\s$", re.IGNORECASE
)
_PLANNED_BEFORE = re.compile(
    r"\b(?:priorit\w+|plans?|planned|actions?|targets?|objectives?|forward|next)\s(?:for|in|to|into)\s$",
    re.IGNORECASE,
)
_REPORT = re.compile(r"\b(?:annual|report|complaints?|compliments|feedback|representations)\b", re.IGNORECASE)
_THE_REPORT = re.compile(r"\b(?:annual|report)\b", re.IGNORECASE)
_YEARISH = re.compile(r"[0-9]\s?[-/–—.\\]\s?[0-9]|[Aa]pr|APR|20[0-9]{2}")
_COVER_BLOCKS, _HEAD_BLOCKS, _HEAD_LETTERS, _BODY_LETTERS = 8, 14, 1600, 40_000


@dataclass(frozen=True, slots=True)
class ReportYear:
    """period is '2018/19', or '' where the report does not tell."""

    period: str
    issues: tuple[Issue, ...] = ()


def _texts(document: Document) -> Iterator[tuple[str, float]]:
    """Text with the weight of a year that stands in it."""
    for title in dict.fromkeys(document.titles):
        yield title, 8.0 if _REPORT.search(title) else 3.0
    for piece in dict.fromkeys(p.text for p in document.furniture):
        yield piece, 5.0
    letters = 0
    for i, block in enumerate(document.blocks):
        if letters > _BODY_LETTERS:
            return
        head = i < _HEAD_BLOCKS and letters < _HEAD_LETTERS
        if isinstance(block, Prose):
            letters += len(block.text)
            if block.kind in ("toc", "quote"):
                yield block.text, 0.3
            elif head and _tells_of_report(block):
                yield block.text, 10.0
            elif head and i < _COVER_BLOCKS and block.kind != "list" and _is_line(block.text):
                yield block.text, 8.0
            elif block.kind in ("title", "heading"):
                yield block.text, 3.0 if head else 2.0
            else:
                yield block.text, 3.0 if head else 1.0
        elif isinstance(block, Table):
            cover = head and not any(is_value_cell(cell.text) for cell in block.cells)
            for cell in block.cells:
                told = head and _REPORT.search(cell.text)
                yield cell.text, 8.0 if told and cover else 2.0 if told else 0.5


def _tells_of_report(block: Prose) -> bool:
    """Is the block a title, a line about complaints or a sentence about the report?"""
    if len(block.text) >= 200 or block.kind == "list":
        return False
    about = _REPORT if _is_line(block.text) else _THE_REPORT
    return block.kind == "title" or about.search(block.text) is not None


def _is_line(text: str) -> bool:
    """A few words without an end mark, as on a cover."""
    return len(text.split()) <= 20 and text.rstrip()[-1:] not in (".", ";", ":")


def decide(document: Document, file_words: str) -> ReportYear:
    """The year with the most weight; '' with an Issue where there is none."""
    weight: dict[str, float] = defaultdict(float)
    strongest: dict[str, float] = defaultdict(float)
    calendar: dict[str, float] = defaultdict(float)
    for text, factor in _texts(document):
        if _YEARISH.search(text) is None:
            continue
        for period in periods.find(text):
            share = factor * _said(text, period)
            if period.kind == "financial_year":
                weight[period.code] += share if factor >= 3 else min(share, 1.0)
                strongest[period.code] = max(strongest[period.code], share)
            elif period.kind in ("calendar_year", "date", "month") and factor >= 3:
                calendar[period.code[:4]] += share
    return _judge(weight, strongest, calendar, file_words)


def _said(text: str, period: Period) -> float:
    """How plainly the words make it the report's own year."""
    before, after = text[max(0, period.start - 90) : period.start], text[period.end : period.end + 24]
    if _PLANNED.match(after) or _PLANNED_BEFORE.search(before):
        return 0.3
    if _COMPARED.search(before):
        return 0.5
    whole = re.search(r"april|apr\b|/0?4/", period.raw, re.IGNORECASE) is not None
    if whole and _COVERS.search(before):
        return 3.0
    return 1.5 if whole else 1.0


def _judge(
    weight: dict[str, float], strongest: dict[str, float], calendar: dict[str, float], file_words: str
) -> ReportYear:
    in_name = [p.code for p in periods.find(file_words) if p.kind == "financial_year"]
    if not weight:
        if len(set(in_name)) == 1:
            message = f"Only the file name says that the report is about {in_name[0]}."
            return ReportYear(in_name[0], (Issue("period-from-file-name", "info", message),))
        return ReportYear("", (_none(calendar),))
    ranked = sorted(weight, key=lambda code: (-_total(code, weight, strongest), -int(code[:4])))
    best = ranked[0]
    issues = []
    rival = max((c for c in ranked[1:]), key=lambda c: strongest[c], default="")
    if rival and strongest[rival] >= 8.0 and strongest[rival] >= strongest[best]:
        issues.append(_disagree(best, f"its title or opening also says {rival}"))
    if in_name and best not in in_name:
        issues.append(_disagree(best, f"its file name says {in_name[0]}"))
    return ReportYear(best, tuple(issues))


def _total(code: str, weight: dict[str, float], strongest: dict[str, float]) -> float:
    """The strongest place counts most; the number of mentions settles the rest."""
    return 4 * strongest[code] + math.sqrt(weight[code])


def _disagree(period: str, also: str) -> Issue:
    return Issue("period-disagrees", "warning", f"The report was taken to be about {period}, but {also}.")


def _none(calendar: dict[str, float]) -> Issue:
    seen = f" It names {', '.join(sorted(calendar))}." if calendar else ""
    return Issue(
        "no-period",
        "warning",
        f"The report does not say which financial year it is about.{seen}",
        suggestion="report_period in corpus/manifest.csv",
    )
