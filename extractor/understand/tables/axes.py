"""The axes of a table: which labels stand over its columns and before its rows, and what they carry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extractor.language import numbers
from extractor.language.fold import fold_text
from extractor.model.types import Context
from extractor.understand.tables.axis import Axis, spans_to_date
from extractor.understand.tables.grid import Body
from extractor.understand.tables.heading_texts import (
    compliments_in_full,
    heading_texts,
    without_references,
    years_ended,
    years_in_full,
)
from extractor.understand.tables.labels import Meaning, Reader, without_brackets
from extractor.understand.tables.slot import Row, count_of, is_dash, is_value, one_line
from extractor.understand.tables.spans import tell_spans

_PARTS = 3
"""Rows, at least, that a row without a total's name adds up."""
#: 'KPI 31': a reference, beside the words of the row.
_REFERENCE = re.compile(r"[A-Z]{1,5}[ ./-]?\d{1,3}[a-z]?(?: ?\([\da-z]\))?")

_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2})+")


class Axes:
    """The axes of one body of a table; short-lived."""

    def __init__(self, body: Body, context: Context, reader: Reader) -> None:
        self._body, self.context, self._reader = body, context, reader
        self.columns = list(range(body.stub, len(body.rows[0]))) if body.rows else []
        """Positions in the grid of the columns that hold values."""
        self._names_at = self._index_column()
        """The column of names behind a column that only counts the rows, or 0."""
        if self._names_at:
            self.columns = self.columns[2:]
        told = context.caption or context.lead or (context.headings[-1] if context.headings else "")
        tags = reader.meaning(told).tags
        events = {t.code for t in tags if t.facet == "event"}
        corners = [one_line(row[0]) for row in body.header if row]
        came_in = reader.counts_received(told, events) or any(reader.counts_received(c, ()) for c in corners)
        cased = [c for c in (told, *corners) if any(t.code == "case" for t in reader.meaning(c).tags)]
        # 'made 81 decisions'; a corner 'Decisions' below a heading of what came in
        of_cases = any(c == told or not reader.counts_received(c, ()) for c in cased)
        self.received = came_in and not of_cases
        named = (t for text in (told, *corners) for t in reader.meaning(text).tags)
        own = any((t.facet, t.code) == ("stage", "ombudsman") for t in named)
        self.of_ombudsman = own or context.of_ombudsman
        """The caption says that the table counts what came in, whatever became of it."""
        self.refusing = reader.hint(told) == "refusal" or events == {"not_accepted"}
        """The table gives the reasons why complaints were not accepted."""
        self.heads = self._heads()
        over = [(max(a.texts), a.codes.get("event", ())) for a in self.heads if a.title]
        self.received |= any(reader.counts_received(*title) for title in over)
        self.stubs = self._stubs()
        for axis in self.all():
            tell_spans(axis, body.rows, self.columns)
        self.more_than_decided = False
        """A printed total is more than the outcomes above it: it counts what came in."""

    def all(self) -> Iterable[Axis]:
        """Every axis, columns first."""
        return (*self.heads, *self.stubs)

    def _index_column(self) -> int:
        """1 where a leading column only numbers the rows and names stand in the next, else 0."""
        least = 1 if self._reader.numbers_rows(self._corner()) else 3
        if self._body.stub or len(self.columns) < 3 or len(self._body.rows) < least:
            return 0
        first = [one_line(r[0]).rstrip(".") for r in self._body.rows]
        second = [one_line(r[1]) for r in self._body.rows]
        counts = first == [str(i + 1) for i in range(len(first))] or _are_sections(first)
        return int(counts and not any(is_value(t) for t in second if t))

    def _corner(self) -> str:
        """What stands above the first column."""
        return one_line(self._body.header[-1][0]) if self._body.header and self._body.header[-1] else ""

    def _heads(self) -> list[Axis]:
        axes: list[Axis] = []
        figures = [[_figure_of(one_line(row[c])) for row in self._body.rows] for c in self.columns]
        for h, row in enumerate(self._body.header):
            texts = [one_line(row[c]) if c < len(row) else "" for c in self.columns]
            if h + 1 < len(self._body.header):
                texts = self._spread(texts, row, self._body.header[h + 1])
            texts = heading_texts(texts, figures, self._reader)
            if any(texts) and (not axes or texts != axes[-1].texts):
                axes.append(self._axis("column", texts, ""))
        return axes

    def _spread(self, texts: list[str], row: Row, below: Row) -> list[str]:
        """A heading printed once over several columns holds for the blank ones to its right.

        Where the row says itself how far its headings reach, a blank is a blank.
        """
        if any(c < len(row) and (slot := row[c]) and slot.cell.column_span > 1 for c in self.columns):
            return texts
        under = [one_line(below[c]) if c < len(below) else "" for c in self.columns]
        if not texts or not texts[0] or not all(under) or all(texts) or len([t for t in texts if t]) < 2:
            return texts
        out: list[str] = []
        for text in texts:
            out.append(text or out[-1])
        return out

    def _stubs(self) -> list[Axis]:
        axes: list[Axis] = []
        body, group = self._body, ""
        stub = 2 if self._names_at else body.stub
        for c in range(self._names_at, stub):
            texts = ["" if is_dash(text) else text for text in (one_line(r[c]) for r in body.rows)]
            if not any(texts) or (stub > 1 and all(_REFERENCE.fullmatch(t) for t in texts)):
                continue
            heads = dict.fromkeys(one_line(h[c]) for h in body.header if c < len(h) and one_line(h[c]))
            corner = body.topic if body.topic and c == stub - 1 else " ".join(heads)
            if body.topic and c < stub - 1 and set(texts) == {body.topic}:
                continue
            if corner and c == stub - 1 and not body.topic and self._corner_is_group(corner):
                corner, group = "", corner
            axes.append(self._axis("row", texts, corner))
        if group and axes:
            axes.insert(0, self._group_axis([group] * len(body.rows), axes[-1]))
        if body.topic and axes:
            topic = [body.topic] * len(body.rows)
            axes.insert(0, Axis("group", topic, [self._reader.meaning(body.topic)] * len(topic), title=True))
        if any(body.groups) and axes:
            axes.insert(0, self._group_axis(list(body.groups), axes[-1]))
        return axes

    def _corner_is_group(self, corner: str) -> bool:
        """Is the top left cell the name of what all rows belong to, not a word such as 'Service'?"""
        corner = without_brackets(fold_text(corner))
        meaning, words = self._reader.meaning(corner), len(corner.split())
        if words < 3 or meaning.period or self._reader.fixed(meaning):
            return False
        if self._reader.matcher.match("service_areas", corner).method == "exact":
            return True
        return words >= 4 and not self._reader.names_row_kind(corner)

    def _group_axis(self, texts: list[str], inner: Axis) -> Axis:
        """A level above the rows; it carries what they carry, where it has labels of its own."""
        axis = self._axis("group", texts, "")
        if inner.free and axis.free != inner.free and self._loose(axis.texts, axis.meanings):
            axis.free, axis.vocabulary = inner.free, inner.vocabulary
        return axis

    def _last_is_sum(self, meanings: list[Meaning]) -> bool:
        """Are the figures of the last row, whatever its name, those of all the rows above added up?"""
        *parts, last = ([count_of(one_line(row[c])) for c in self.columns] for row in self._body.rows)
        if len(parts) < _PARTS or self._reader.fixed(meanings[-1]) or any(m.total for m in meanings):
            return False
        columns = [
            (whole, [v for v in told if v is not None]) for whole, *told in zip(last, *parts, strict=True)
        ]
        sums = [(whole, sum(told)) for whole, told in columns if whole is not None and len(told) >= _PARTS]
        return any(whole for whole, _ in sums) and all(abs(whole - told) < 1e-9 for whole, told in sums)

    def _loose(self, texts: list[str], meanings: list[Meaning]) -> list[str]:
        """The labels that fixed words do not explain, each once."""
        pairs = zip(texts, meanings, strict=True)
        return list(dict.fromkeys(t for t, m in pairs if t and not self._reader.fixed(m)))

    def _axis(self, origin: str, texts: list[str], corner: str) -> Axis:
        full = years_in_full(compliments_in_full(without_references(texts, self._reader), self._reader))
        full = years_ended(full, corner or self._corner())
        axis = Axis(origin, texts, spans_to_date([self._reader.meaning(t) for t in full]), corner=corner)
        if origin == "row" and self._last_is_sum(axis.meanings):
            axis.meanings[-1] = replace(axis.meanings[-1], total=True)
        for m in axis.meanings:
            for tag in m.tags:
                axis.facets.add(tag.facet)
                axis.codes.setdefault(tag.facet, set()).add(tag.code)
            if m.period:
                axis.facets.add("period")
        self._find(axis)
        printed = [t for t in texts if t]
        axis.title = origin == "column" and len(printed) > 1 and len(set(printed)) == 1
        loose = [text for text in self._loose(texts, axis.meanings) if text not in axis.findings]
        if self._reader.counts_days(f"{corner} {self.context.caption}"):
            axis.speeds = self._reader.speeds(loose)
            loose = [text for text in loose if text not in axis.speeds]
            if axis.speeds:
                axis.facets.add("timeliness")
                axis.codes.setdefault("timeliness", set()).update(axis.speeds.values())
        answers = {text.lower(): text for text in loose if text.lower() in ("yes", "no")}
        if len(answers) == 2 and self._reader.hint(corner or self.context.caption) == "timeliness":
            axis.speeds = {answers["yes"]: "within_timescale", answers["no"]: "over_timescale"}
            loose = [text for text in loose if text not in axis.speeds]
            axis.facets.add("timeliness")
            axis.codes.setdefault("timeliness", set()).update(axis.speeds.values())
        councils = frozenset(text for text in loose if self._reader.is_council(text))
        if len(councils) > 1:
            axis.councils = councils
            loose = [text for text in loose if text not in councils]
        axis.mostly_fixed = len(loose) * 2 < len(set(printed))
        if loose and not axis.title:
            caption, lead = self.context.caption or "", self.context.lead
            alone = origin == "column" and axis.mostly_fixed and len(loose) == 1  # names no slice
            around = ("", ()) if alone else (f"{caption} {lead}", self.context.headings)
            axis.free = self._reader.free_facet(loose, corner, *around)
            services = self.of_ombudsman and self._reader.support("service_area", loose)
            if (
                axis.free == "theme"
                and services
                and services >= max(0.3, self._reader.support("theme", loose))
            ):
                axis.free = "service_area"  # the Ombudsman's subjects and categories are councils' services
            self._special(axis, loose, corner, caption)
        return axis

    def _find(self, axis: Axis) -> None:
        """Words that are findings of the Ombudsman where two, or one and another outcome, are on one axis."""
        settings = self._reader.settings
        found = {text: code for text in axis.texts if (code := settings.finding_of(text))}
        given = axis.codes.get("outcome", set()) & set(settings.ombudsman_outcomes)
        if found and len(found) + bool(given) > 1:
            axis.findings = found
            axis.facets.add("outcome")
            axis.codes.setdefault("outcome", set()).update(found.values())

    def _special(self, axis: Axis, loose: list[str], corner: str, caption: str) -> None:
        """Kinds of remedy, refusal, cost and contact have vocabularies of their own."""
        hinted = self._reader.hint(corner or caption)
        if axis.free == "theme" and hinted in ("remedy", "refusal"):
            axis.vocabulary = hinted
            return
        told = " ".join([corner, caption, *self.context.headings[-1:]])
        things = {t.code for t in self._reader.meaning(told).tags if t.facet == "thing"}
        for thing in ("expenditure", "contact"):
            if thing in things and axis.free in ("", "theme") and self._reader.support(thing, loose) >= 0.5:
                axis.free, axis.vocabulary = "theme", thing


def _are_sections(texts: list[str]) -> bool:
    """'1.2', '5.1', '6.3', '6.14': the numbers of sections, in their order?"""
    found = [_SECTION.fullmatch(text) for text in texts]
    order = [tuple(map(int, match.group().split("."))) for match in found if match]
    return len(order) == len(texts) and order == sorted(set(order))


def _figure_of(text: str) -> float | None:
    """The first figure that a cell prints, of whatever unit."""
    return next((n.value for n in numbers.in_cell(text)), None) if is_value(text) else None
