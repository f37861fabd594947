"""The financial year that a report is about: its title, what it says it covers, headings, text."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractor.language import dates, periods
from extractor.language.cell_numbers import is_value_cell
from extractor.language.fold import fold_text
from extractor.language.periods import Period
from extractor.language.words import Words
from extractor.model.types import Document, Issue, Prose, Table

_STATED = r"\b{statement_words}(?![a-z])[^.]{0,60}$"
_PLANNED = r"[^.]{0,4}\s?{planned_after}"
_PLANNED_BEFORE = r"\b{planned_before}\s{planned_links}\s$"
_COMPARED = (
    r"\b{comparing}\b[^.;,(]{0,50}$|\b{changed_from}\s[^.;,(]{0,20}[0-9][^.;,(]{0,20}$"
    r"|(?:\b{change_words}|%)[^.;,(]{0,30}\s{change_links}\s(?:{day_articles}\s)?$"
    r"|\([^()]*[0-9][^()]*\s{number_links}\s$"
)
"""Before a year: 'compared with', 'from 105 in', 'a rise on', '(105 in'."""
_YEAR_BEFORE = 40
"""So many letters after 'the previous year' a year may stand that is the one meant."""
_COMPARED_AFTER = r"\)?\s{comparing_after}\b"
_NUMBER_BEFORE = re.compile(r"\([^()]*$")
_COUNT_BEFORE = r"[0-9]%?\s{number_links}\s$"
_COUNT_AFTER = re.compile(r"\s?[:=]?\s[0-9]|\s?[:=]")
_YEARISH = re.compile(r"[0-9]\s?[-/\u2013\u2014.\\]\s?[0-9]|[Aa]pr|APR|(?:199|20[0-9])[0-9]")
_ENDS = re.compile(r"[.;]\s")
_TWO_DIGITS = re.compile(r"[0-9]{2}")
_RUN_ON_YEAR = re.compile(r"(?<=[A-Za-z])(?=(?:199[0-9]|20[0-9]{2})(?![0-9]))|(?<=[0-9])(?=[A-Z][a-z]{2})")
_RUN_ON_MONTH = rf"(?<=[0-9])(?={dates.MONTH})"
_RUN_ON_SPAN = r"(?<=[0-9])({span_words})(?=[0-9])"
_COVER_BLOCKS, _HEAD_BLOCKS, _HEAD_LETTERS, _BODY_LETTERS = 8, 14, 1600, 40_000
_TITLE, _COVER, _HEADING, _OPENING, _TABLED = 10.0, 8.0, 3.0, 3.0, 0.5


@dataclass(frozen=True, slots=True)
class ReportYear:
    """period is '2018/19', or '' where the report does not tell."""

    period: str
    issues: tuple[Issue, ...] = ()


@dataclass
class _Years:
    """What speaks for each year, by code."""

    weight: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    strongest: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    calendar: set[str] = field(default_factory=set)
    """Calendar years that the cover names."""
    year_before: set[str] = field(default_factory=set)
    """Years that the text calls the one before."""
    last: set[str] = field(default_factory=set)
    """Those of them that it sets beside the words: 'last year (2020/21)'."""
    this_year: bool = False
    """Does the text speak of this year?"""
    tabled: set[str] = field(default_factory=set)
    """Years of the tables' own figures."""

    def add(self, code: str, share: float, on_cover: bool) -> None:
        self.weight[code] += share if on_cover else min(share, 1.0)
        self.strongest[code] = max(self.strongest[code], share)


def _texts(document: Document, words: Words) -> Iterator[tuple[str, float]]:
    """Text with the weight of a year that stands in it."""
    about = words.compile(r"\b{report_words}\b", re.IGNORECASE)
    for title in dict.fromkeys(document.titles):
        yield title, _COVER if about.search(title) else _HEADING
    for piece in dict.fromkeys(p.text for p in document.furniture):
        yield piece, 5.0
    letters = 0
    for i, block in enumerate(document.blocks):
        if letters > _BODY_LETTERS:
            return
        head = i < _HEAD_BLOCKS and letters < _HEAD_LETTERS
        if isinstance(block, Prose):
            letters += len(block.text)
            yield block.text, _prose_weight(block, head, i < _COVER_BLOCKS, words)
        elif isinstance(block, Table):
            cover = head and not any(is_value_cell(cell.text, words) for cell in block.cells)
            if block.caption:
                yield block.caption, _TABLED
            for cell in block.cells:
                titled = head and about.search(cell.text)
                yield cell.text, _COVER if titled and cover else 2.0 if titled else _TABLED


def _prose_weight(block: Prose, head: bool, cover: bool, words: Words) -> float:
    if block.kind in ("toc", "quote", "footnote"):
        return 0.3
    if head and _tells_of_report(block, words):
        return _TITLE
    if head and cover and block.kind != "list" and _is_line(block.text):
        return _COVER
    if block.kind in ("title", "heading"):
        return _HEADING if head else 2.0
    return _OPENING if head else 1.0


def _tells_of_report(block: Prose, words: Words) -> bool:
    """Is the block a title, a line about complaints or a sentence that states what the report is about?"""
    if len(block.text) >= 200 or block.kind == "list":
        return False
    if block.kind == "title":
        return True
    about = r"\b{report_words}\b" if _is_line(block.text) else r"\b{report_names}\b[^.;]*\b{statement_words}"
    return words.compile(about, re.IGNORECASE).search(block.text) is not None


def _is_line(text: str) -> bool:
    """A few words without an end mark, as on a cover."""
    return len(text.split()) <= 20 and text.rstrip()[-1:] not in (".", ";", ":")


def decide(document: Document, file_words: str, words: Words) -> ReportYear:
    """The year with the most weight, from title and statement before the rest; '' with an Issue for none.

    A year that is only compared with is never the report's. The file's name, and 'the previous year
    (2017/18)', count where the text gives no year.
    """
    years = _Years()
    for text, factor in _texts(document, words):
        on_cover = factor >= _OPENING
        if (_TWO_DIGITS if on_cover else _YEARISH).search(text) is None:
            continue
        text = _spaced(text, words) if on_cover else text
        found = periods.find(text, words)
        years.this_year |= any("relative_current" in (p.kind, p.also) for p in found)
        for period in found:
            before = period.kind == "financial_year" and _is_year_before(text, period, found)
            share = factor * _plainly(text, period, words)
            if before:
                years.year_before.add(period.code)
                years.last |= {period.code} if period.also and share else set()
            elif share and period.kind == "financial_year":
                years.add(period.code, share, on_cover)
                if factor == _TABLED:
                    years.tabled.add(period.code)
            elif share and period.kind in ("quarter", "part_year") and period.code and on_cover:
                years.add(period.code[:7], share / 2, on_cover)
            elif share and period.kind in ("calendar_year", "date", "month") and on_cover:
                years.calendar.add(period.code[:4])
    return _judge(years, file_words, words)


def _spaced(text: str, words: Words) -> str:
    """'Report2018/19' and '1April2018to31March2019' with the blanks that the file has lost."""
    text = _RUN_ON_YEAR.sub(" ", text)
    text = words.compile(_RUN_ON_SPAN, re.IGNORECASE).sub(r" \1 ", text)
    return words.compile(_RUN_ON_MONTH, re.IGNORECASE).sub(" ", text)


def _plainly(text: str, period: Period, words: Words) -> float:
    """How plainly the words make it the report's own year: 0 where it is only compared with."""
    folded = fold_text(text, lower=True)
    before, after = folded[max(0, period.start - 90) : period.start], folded[period.end : period.end + 40]
    if words.compile(_PLANNED).match(after) or words.compile(_PLANNED_BEFORE).search(before):
        return 0.1
    before = words.compile(r"\b{accusations}\b").sub("", before)
    bracketed = _NUMBER_BEFORE.search(before) and _COUNT_AFTER.match(after)
    if bracketed or words.compile(_COMPARED).search(before) or words.compile(_COMPARED_AFTER).match(after):
        return 0.0
    if words.compile(_COUNT_BEFORE).search(before):
        return 0.5
    whole = words.compile(r"{months_of_year}|/0?4/|\.0?4\.").search(folded, period.start, period.end)
    if whole and words.compile(_STATED).search(before):
        return 3.0
    return 1.5 if whole else 1.0


def _is_year_before(text: str, period: Period, found: Sequence[Period]) -> bool:
    """'A rise on the previous year (105 in 2020/21)': the year before the report's."""
    return period.also == "relative_previous" or any(
        p.kind == "relative_previous"
        and 0 <= period.start - p.end <= _YEAR_BEFORE
        and not _ENDS.search(text, p.end, period.start)
        for p in found
    )


def _judge(years: _Years, file_words: str, words: Words) -> ReportYear:
    in_name = [p.code for p in periods.find(file_words, words) if p.kind == "financial_year"]
    if not years.weight:
        return _without_text(years, in_name)
    total = {code: _total(code, years.weight, years.strongest) for code in years.weight}
    ranked = sorted(total, key=lambda code: (-total[code], -int(code[:4])))
    best, issues = ranked[0], []
    if years.strongest[best] < _COVER:  # no title says it: what is counted last is what is reported
        best = max([best, *years.tabled])
    rival = max(ranked[1:], key=lambda code: years.strongest[code], default="")
    if rival and years.strongest[rival] >= max(_COVER, years.strongest[best]):
        issues.append(_disagree(best, f"its title or opening also says {rival}"))
    if in_name and best not in in_name:
        issues.append(_disagree(best, f"its file name says {in_name[0]}"))
    return ReportYear(best, tuple(issues))


def _without_text(years: _Years, in_name: list[str]) -> ReportYear:
    """The year where the text gives none but those that it compares with."""
    if len(set(in_name)) == 1:
        message = f"Only the file name or the manifest says that the report is about {in_name[0]}."
        return ReportYear(in_name[0], (Issue("period-from-file-name", "info", message),))
    if len(years.year_before) == 1:
        (before,) = years.year_before
        if before in years.last and not years.this_year:
            message = f"The report was taken to be about {before}, the only year that it names."
            return ReportYear(before, (Issue("period-from-comparison", "info", message),))
        period = periods.next_year(before)
        message = f"The report was taken to be about {period}, since it calls {before} the previous year."
        return ReportYear(period, (Issue("period-from-comparison", "info", message),))
    return ReportYear("", (_none(years.calendar),))


def _total(code: str, weight: dict[str, float], strongest: dict[str, float]) -> float:
    """The strongest place counts most; the number of mentions settles the rest."""
    return 4 * strongest[code] + math.sqrt(weight[code])


def _disagree(period: str, also: str) -> Issue:
    return Issue("period-disagrees", "warning", f"The report was taken to be about {period}, but {also}.")


def _none(calendar: set[str]) -> Issue:
    seen = f" It names {', '.join(sorted(calendar))}." if calendar else ""
    return Issue(
        "no-period",
        "warning",
        f"The report does not say which financial year it is about.{seen}",
        suggestion="report_period in corpus/manifest.csv",
    )
