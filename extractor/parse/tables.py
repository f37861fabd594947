"""Tables to claims: which axis carries what is decided from the labels, never from a position."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from extractor import numbers, periods
from extractor.numbers import Number
from extractor.parse.axes import FREE, STRUCTURAL, Meaning, Reader
from extractor.parse.grid import Body, Slot, bodies, is_value, one_line
from extractor.parse.tag import fold, residue
from extractor.types import Anchor, Claim, Context, Ignored, Issue, Label, Place, Reading, SourceKind, Table

_FROM = re.compile(r"\b(from|by|of behalf of|on behalf of|made by|involving)\s+(?:\w+\s+){0,2}$", re.I)
#: Facets that a caption or heading may lend to the numbers below it.
_LENT = ("stage", "procedure", "thing", "event", "outcome", "timeliness", "channel", "source")


@dataclass
class Axis:
    """One level of labels: the column headers of one row, or one stub column."""

    origin: str
    texts: list[str]
    meanings: list[Meaning]
    free: str = ""
    vocabulary: str = ""
    title: bool = False
    """One heading over all columns: it names the axis, not a slice."""
    facets: set[str] = field(default_factory=set)
    codes: dict[str, set[str]] = field(default_factory=dict)


def read_table(place: Place, reader: Reader) -> Reading:
    """Every number of the table, claimed, ignored with a reason, or an Issue."""
    table = place.block
    assert isinstance(table, Table)
    claims: list[Claim] = []
    issues: list[Issue] = []
    seen_cells: set[int] = set()
    any_body = False
    corner_group = ""
    for body in bodies(table):
        any_body = True
        work = _BodyReader(body, place, reader, corner_group)
        claims.extend(work.claims())
        issues.extend(work.issues)
        seen_cells |= work.used
        corner_group = ""
    ignored = _leftovers(table, seen_cells, any_body)
    return Reading(tuple(claims), tuple(ignored), tuple(issues), len(claims) + len(ignored))


def _leftovers(table: Table, used: set[int], any_body: bool) -> list[Ignored]:
    """Numbers in cells that gave no claim: labels, notes, cases told in words."""
    out: list[Ignored] = []
    for cell in table.cells:
        if id(cell) in used:
            continue
        reason = "part of a label" if any_body else "a table that tells cases in words, not counts"
        for n in numbers.in_sentence(cell.text):
            out.append(
                Ignored(n.raw, reason, replace(cell.anchor, start=n.start, end=n.end), cell.text[:240])
            )
    return out


class _BodyReader:
    """Reads one body of a table; short-lived."""

    def __init__(self, body: Body, place: Place, reader: Reader, corner_group: str) -> None:
        self.body, self.place, self.reader = body, place, reader
        self.context: Context = place.context
        self.issues: list[Issue] = []
        self.used: set[int] = set()
        self.group_of_corner = corner_group
        #: Rows of words above the first number: cases told in columns, whose heads do not name the number.
        self.cases = len(body.header) > 6
        self.columns = list(range(body.stub, len(body.rows[0]))) if body.rows else []
        if self._index_column():
            self.columns = self.columns[1:]
        self.column_axes = self._column_axes()
        self.row_axes = self._row_axes()
        self.lent = lent_labels(reader, self.context)
        if self._prints_units():
            self.lent = [x for x in self.lent if x.facet != "unit"]
        self.widened = widened_period(self.context, reader)
        self.more_than_decided = False
        self.proved = self._proved_zeros()

    # -- axes ---------------------------------------------------------------

    def _index_column(self) -> bool:
        """A leading column that only counts the rows 1, 2, 3."""
        if self.body.stub or len(self.columns) < 3 or len(self.body.rows) < 3:
            return False
        first = [one_line(r[0]).rstrip(".") for r in self.body.rows]
        second = [one_line(r[1]) for r in self.body.rows]
        return first == [str(i + 1) for i in range(len(first))] and not any(is_value(t) for t in second if t)

    def _column_axes(self) -> list[Axis]:
        axes: list[Axis] = []
        for row in self.body.header:
            texts: list[str] = []
            for c in self.columns:
                texts.append(one_line(row[c]) if c < len(row) else "")
            if any(texts) and (not axes or texts != axes[-1].texts):
                axes.append(self._axis("column", texts, ""))
        return axes

    def _row_axes(self) -> list[Axis]:
        axes: list[Axis] = []
        for c in range(self.body.stub):
            texts = [one_line(r[c]) for r in self.body.rows]
            corner = " ".join(
                dict.fromkeys(one_line(h[c]) for h in self.body.header if c < len(h) and one_line(h[c]))
            )
            if not any(texts):
                continue
            if corner and c == self.body.stub - 1 and self._corner_is_group(corner):
                self.group_of_corner = corner
                corner = ""
            axes.append(self._axis("row", texts, corner))
        if self.group_of_corner and axes:
            texts = [self.group_of_corner] * len(self.body.rows)
            axes.insert(0, self._group_axis(texts, axes[-1]))
        if any(self.body.groups) and axes:
            axes.insert(0, self._group_axis(list(self.body.groups), axes[-1]))
        return axes

    def _corner_is_group(self, corner: str) -> bool:
        """Is the top left cell the name of what all rows belong to, not a word such as 'Service'?"""
        meaning = self.reader.meaning(corner)
        if meaning.period or self.reader.fixed(meaning):
            return False
        if len(fold(corner).split()) < 3:
            return False
        return self.reader.matcher.match("service_areas", corner).method == "exact" or bool(
            len(fold(corner).split()) >= 4 and not re.search(r"\b(of|by|reason|nature|type)\b", corner, re.I)
        )

    def _group_axis(self, texts: list[str], inner: Axis) -> Axis:
        axis = self._axis("group", texts, "")
        if not axis.free or axis.free != inner.free:
            own = [
                t for t, m in zip(axis.texts, axis.meanings, strict=True) if t and not self.reader.fixed(m)
            ]
            if own and inner.free:
                axis.free, axis.vocabulary = inner.free, inner.vocabulary
        return axis

    def _axis(self, origin: str, texts: list[str], corner: str) -> Axis:
        meanings = [self.reader.meaning(t) for t in texts]
        axis = Axis(origin, texts, meanings)
        for m in meanings:
            for tag in m.tags:
                axis.facets.add(tag.facet)
                axis.codes.setdefault(tag.facet, set()).add(tag.code)
            if m.period:
                axis.facets.add("period")
        loose = list(
            dict.fromkeys(t for t, m in zip(texts, meanings, strict=True) if t and not self.reader.fixed(m))
        )
        axis.title = (
            origin == "column"
            and len(texts) > 1
            and len({t for t in texts if t}) == 1
            and sum(bool(t) for t in texts) > 1
        )
        if loose and not axis.title:
            caption, headings = self.context.caption or "", self.context.headings
            axis.free = self.reader.free_facet(loose, corner, caption + " " + self.context.lead, headings)
            hinted = self.reader.hint(corner or caption)
            if axis.free == "theme" and hinted in ("remedy", "refusal"):
                axis.vocabulary = hinted
        return axis

    def _prints_units(self) -> bool:
        """Do some cells or headers print a sign of their own? Then the caption's unit is not for all."""
        if any(m.unit in ("percent", "gbp") for a in [*self.column_axes, *self.row_axes] for m in a.meanings):
            return True
        return any("%" in one_line(s) for row in self.body.rows for s in row[self.body.stub :] if s)

    # -- labels of one number ------------------------------------------------

    def _axis_labels(self, axis: Axis, i: int) -> list[Label]:
        text, meaning = axis.texts[i], axis.meanings[i]
        if not text:
            return []
        out = meaning_labels(meaning, axis.origin)
        speed = axis.codes.get("timeliness", set()) - {"withdrawn", "outstanding"}
        if any(x.facet == "outcome" for x in out) and any(x.facet == "timeliness" for x in out):
            drop = "outcome" if speed else "timeliness"
            out = [x for x in out if x.facet != drop]
        if axis.title:
            return out
        if meaning.total and not meaning.period:
            out.extend(self._total_labels(axis, text))
            return out
        if axis.free and not self.reader.fixed(meaning):
            keep = (
                "stage",
                "procedure",
                "period",
                "unit",
                "thing",
                "event",
                "outcome",
                "timeliness",
                "average",
            )
            whole = self.reader.label(axis.free, text, axis.origin, axis.vocabulary)
            narrowed = [x for x in out if x.facet in keep]
            if axis.free in ("theme", "service_area", "ethnicity", "religion", "disability", "age_band"):
                narrowed = [x for x in narrowed if x.facet in ("stage", "period", "unit", "procedure")]
            return [*narrowed, whole]
        named = slice_labels(meaning, axis.origin) if not self.reader.fixed(meaning) else []
        if named:
            return [*out, *named]
        if not self.reader.fixed(meaning) and meaning.rest:
            out.append(Label("unknown", text, "unmapped", axis.origin, "none", 0.0))
        return out

    def _total_labels(self, axis: Axis, text: str) -> list[Label]:
        """What a total means follows from what it adds up."""
        out = [Label("total", text, "total", axis.origin)]
        codes = axis.codes
        things = codes.get("thing", set()) - {"case"}
        stages = codes.get("stage", set())
        if "outcome" in codes:
            out.append(Label("event", text, "received" if self.more_than_decided else "decided", axis.origin))
        elif "timeliness" in codes:
            out.append(Label("event", text, "responded", axis.origin))
        if "representation" in stages or (things - {"complaint"} and len(things) > 1):
            out += [
                Label("thing", text, "contact", axis.origin),
                Label("stage", text, "all", axis.origin),
                Label("procedure", text, "all", axis.origin),
            ]
        elif len(stages) > 1:
            out.append(Label("stage", text, "all", axis.origin))
            if "ombudsman" in stages:
                out.append(Label("procedure", text, "all", axis.origin))
        if len(codes.get("procedure", set())) > 1:
            out.append(Label("procedure", text, "all", axis.origin))
        return out

    # -- claims ---------------------------------------------------------------

    def claims(self) -> Iterable[Claim]:
        out: list[Claim] = []
        done: set[tuple[int, int]] = set()
        for r, row in enumerate(self.body.rows):
            for k, c in enumerate(self.columns):
                slot = row[c]
                if slot is None or (id(slot.cell), slot.part) in done:
                    continue
                text = one_line(slot)
                if not text or not is_value(text):
                    continue
                done.add((id(slot.cell), slot.part))
                self.used.add(id(slot.cell))
                out.extend(self._cell_claims(r, k, slot, text))
        for slot in self.body.loose:
            out.extend(self._loose_claims(slot))
        return out

    def _cell_claims(self, r: int, k: int, slot: Slot, text: str) -> list[Claim]:
        labels: list[Label] = []
        for axis in self.row_axes:
            speaking = self._speaking_row(axis, r)
            said = self._axis_labels(axis, speaking)
            if speaking != r:
                said = [x for x in said if x.facet != "unit"]
                said += [x for x in meaning_labels(axis.meanings[r], axis.origin) if x.facet == "unit"]
            labels.extend(said)
        for axis in self.column_axes if not self.cases else ():
            labels.extend(self._axis_labels(axis, k))
        labels = _merge_nested(labels)
        if self.widened and any(x.facet == "period" and x.code == self.widened for x in labels):
            labels.append(Label("thing", "including enquiries", "contact", "row"))
        if any(x.facet == "change" for x in labels) and not any(x.facet == "period" for x in labels):
            years = [m.period for a in self.column_axes for m in a.meanings if m.period[:2] == "20"]
            if years:
                labels.append(Label("period", max(years), max(years), "column"))
        share = any(n.unit == "percent" for n in numbers.in_cell(text)) or any(
            x.facet == "unit" and x.code == "percent" for x in labels
        )
        labels.extend(
            replace(x, origin="lead")
            for x in self.lent
            if share and x.facet == "event" and x.code == "escalated"
        )
        labels.extend(
            x
            for x in self.lent
            if not (x.facet == "event" and x.code in ("investigated", "received", "decided", "responded"))
        )
        rows = [a.texts[r] for a in self.row_axes if a.texts[r]]
        heads = list(dict.fromkeys(a.texts[k] for a in self.column_axes if a.texts[k]))
        title = self.context.caption or (self.context.headings[-1] if self.context.headings else "")
        published = " > ".join(x for x in [title, *rows, *heads] if x)
        evidence = " | ".join(x for x in [title, *rows, " > ".join(heads), text] if x)[:240]
        found = numbers.in_cell(text)
        out = []
        for i, n in enumerate(found):
            value, status = n.value, n.status
            if (
                value is None
                and status == "not_available"
                and n.raw.strip() in ("-", "–", "—", "−")
                and (r, k) in self.proved
            ):
                value, status = 0.0, "exact"
            unit = unit_of(n, labels, len(found))
            own = labels if i == 0 or unit != "count" or n.unit else labels
            anchor = replace(slot.anchor, start=n.start, end=n.end)
            out.append(
                Claim(
                    n.raw,
                    value,
                    status,
                    unit,
                    tuple(own),
                    self._kind(),
                    published,
                    evidence,
                    anchor,
                    confidence=_confidence(labels),
                )
            )
        return out

    def _speaking_row(self, axis: Axis, r: int) -> int:
        """A row headed only '%' speaks of what the row above it counts."""
        meaning = axis.meanings[r]
        if (
            axis.origin == "row"
            and r > 0
            and meaning.unit
            and not (meaning.tags or meaning.period or meaning.total or meaning.rest)
        ):
            above = axis.meanings[r - 1]
            if above.text and above.unit != meaning.unit:
                return r - 1
        return r

    def _kind(self) -> SourceKind:
        return self.place.kind if self.place.kind in ("table", "chart", "tile") else "table"

    def _loose_claims(self, slot: Slot) -> list[Claim]:
        """'[Grand Total = 17]' printed inside the stub: a total of the whole grid."""
        self.used.add(id(slot.cell))
        labels: list[Label] = []
        for axis in self.column_axes:
            labels.extend(self._total_labels(axis, "Total"))
        labels.extend(self.lent)
        out = []
        for n in numbers.in_sentence(slot.text):
            out.append(
                Claim(
                    n.raw,
                    n.value,
                    n.status,
                    n.unit or "count",
                    tuple(labels),
                    self._kind(),
                    slot.text,
                    slot.text[:240],
                    slot.anchor,
                    confidence=0.8,
                )
            )
        return out

    def _proved_zeros(self) -> set[tuple[int, int]]:
        """Positions of dashes that a printed total proves to be nothing."""
        values: list[list[float | None]] = []
        for row in self.body.rows:
            line: list[float | None] = []
            for c in self.columns:
                found = numbers.in_cell(one_line(row[c])) if row[c] and is_value(one_line(row[c])) else ()
                line.append(found[0].value if found and found[0].unit in ("", "count") else None)
            values.append(line)
        total_rows = [
            r
            for r in range(len(values))
            if any(a.meanings[r].total for a in self.row_axes if a.origin == "row")
        ]
        total_columns = [
            k
            for k in range(len(self.columns))
            if any(a.meanings[k].total and not a.meanings[k].period for a in self.column_axes)
        ]
        proved: set[tuple[int, int]] = set()
        outcomes_down = any("outcome" in a.codes for a in self.row_axes)
        for k in range(len(self.columns)):
            start = 0
            for t in total_rows:
                part = [(r, k) for r in range(start, t)]
                _prove(part, (t, k), values, proved)
                self.more_than_decided |= outcomes_down and _exceeds(part, (t, k), values)
                start = t + 1
        for r in range(len(values)):
            start = 0
            for t in total_columns:
                _prove([(r, k) for k in range(start, t)], (r, t), values, proved)
                start = t + 1
        return proved


def _exceeds(parts: list[tuple[int, int]], total: tuple[int, int], values: list[list[float | None]]) -> bool:
    """Is a printed total more than its parts, so that it counts what they leave out?"""
    whole = values[total[0]][total[1]]
    known = [values[r][c] for r, c in parts]
    return (
        whole is not None
        and any(v is not None for v in known)
        and whole > sum(v for v in known if v is not None)
    )


def _prove(
    parts: list[tuple[int, int]],
    total: tuple[int, int],
    values: list[list[float | None]],
    proved: set[tuple[int, int]],
) -> None:
    whole = values[total[0]][total[1]]
    known = [values[r][c] for r, c in parts]
    if whole is None or not any(v is not None for v in known):
        return
    if abs(sum(v for v in known if v is not None) - whole) < 1e-9:
        proved.update(p for p, v in zip(parts, known, strict=True) if v is None)


def meaning_labels(meaning: Meaning, origin: str) -> list[Label]:
    """What a label's words of stage, outcome, noun and event, its period and its unit say."""
    out = [Label(t.facet, t.text, t.code, origin) for t in meaning.tags if t.facet in STRUCTURAL]
    out += [Label("context", meaning.text, t.code, origin) for t in meaning.tags if t.facet == "context"]
    if meaning.period:
        out.append(Label("period", meaning.text, meaning.period, origin))
    if meaning.unit == "change":
        out.append(Label("change", meaning.text, "up", origin))
    elif meaning.unit:
        out.append(Label("unit", meaning.text, meaning.unit, origin))
    if meaning.average:
        out.append(Label("average", meaning.text, "average", origin))
    return out


def slice_labels(meaning: Meaning, origin: str) -> list[Label]:
    """The slice that a label names by itself, where its axis does not say which dimension it is."""
    out: list[Label] = []
    structural = [(t.start, t.end) for t in meaning.tags if t.facet in STRUCTURAL]
    for t in meaning.tags:
        if any(s < t.end and t.start < e for s, e in structural):
            continue
        if t.facet in FREE and not residue(meaning.text, [t]) and not any(x.facet in FREE for x in out):
            out.append(Label(t.facet, meaning.text, t.code, origin))
    return out


def lent_labels(reader: Reader, context: Context) -> list[Label]:
    """What caption, lead and headings say about everything below them."""
    out: list[Label] = []
    sources = [("lead", context.lead), ("caption", context.caption)]
    depth = len(context.headings)
    sources += [(f"heading{depth - i}", h) for i, h in enumerate(context.headings)]
    for origin, text in sources:
        if not text:
            continue
        meaning = reader.meaning(text)
        for t in meaning.tags:
            plain = fold(text)
            if t.label_only:
                continue
            if (
                t.facet in _LENT
                or (t.facet == "complainant" and _FROM.search(plain[: t.start]))
                or (
                    t.facet == "service_area"
                    and not residue(plain, [t])
                    and not is_whole(t.code)
                    and origin != "lead"
                )
            ):
                out.append(Label(t.facet, t.text, t.code, origin))
            elif t.facet == "context" and origin in ("caption", "lead"):
                out.append(Label("context", text, t.code, origin))
        if meaning.period:
            out.append(Label("period", text, meaning.period, origin))
        if meaning.unit in ("percent", "working_days") and origin in ("caption", "heading1"):
            out.append(Label("unit", text, meaning.unit, origin))
    return out


_INCLUDES = re.compile(
    r"\b(?:figures?|numbers?|table|chart|data|totals?)\b[^.]*\b(?:also )?includ(?:e|es|ing)\b[^.]*\benquir",
    re.I,
)


def widened_period(context: Context, reader: Reader) -> str:
    """The year for which a note above the table says that its figures take enquiries in, or ''."""
    for note in context.notes:
        if _INCLUDES.search(note):
            codes = [p.code for p in periods.find(note) if p.code]
            if codes:
                return codes[0]
    return ""


def is_whole(code: str) -> bool:
    """Does the code name the whole of what a report is about, not a part of it?"""
    return code.endswith("_whole") or code in (
        "education_and_children",
        "children_and_families",
        "whole_council",
    )


def unit_of(n: Number, labels: Iterable[Label], beside: int) -> str:
    """The unit: the number's own sign first, then the nearest header that prints one."""
    if n.unit and n.unit not in ("count", ""):
        return n.unit
    order = {"column": 0, "row": 0, "group": 1, "caption": 3, "heading1": 4, "lead": 3}
    named = sorted(
        (x for x in labels if x.facet == "unit" and x.code in ("percent", "gbp", "working_days", "count")),
        key=lambda x: order.get(x.origin, 9),
    )
    if n.unit == "count" and beside > 1:
        return "count"
    for x in named:
        if x.code == "percent" and beside > 1:
            continue
        return x.code
    return "count"


def _merge_nested(labels: list[Label]) -> list[Label]:
    """Two labels of one free dimension: the inner code, both words, outermost first."""
    out: list[Label] = []
    counts = Counter(x.facet for x in labels if x.facet in FREE)
    for facet, count in counts.items():
        if count < 2:
            continue
        same = [x for x in labels if x.facet == facet]
        texts = list(dict.fromkeys(x.text for x in same))
        inner = same[-1] if same[-1].origin != "group" else same[0]
        if inner.code == "unmapped" and same[0].code != "unmapped" and facet == "ethnicity":
            inner = same[-1]
        out.append(replace(inner, text=" > ".join(texts)))
    merged = {x.facet for x in out}
    return [x for x in labels if x.facet not in merged] + out


def _confidence(labels: Iterable[Label]) -> float:
    """Falls with every label that was not matched exactly."""
    score = 0.97
    for x in labels:
        if x.facet == "unknown":
            score *= 0.5
        elif x.code == "unmapped":
            score *= 0.93
        elif x.method == "fuzzy":
            score *= 0.9 + 0.1 * x.score / 100
    return round(score, 3)


__all__ = ["Anchor", "lent_labels", "meaning_labels", "read_table", "unit_of"]
