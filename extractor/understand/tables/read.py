"""Tables to claims: which axis carries what is decided from the labels, never from a position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.language import numbers
from extractor.language.numbers import Number
from extractor.model.fast_dataclass import fast_dataclass
from extractor.model.types import Claim, Ignored, Issue, Label, Place, Reading, SourceKind, Table
from extractor.understand.tables.axes import Axes
from extractor.understand.tables.axis import Axis
from extractor.understand.tables.axis_labels import AxisLabels
from extractor.understand.tables.breakdowns import by_topic
from extractor.understand.tables.captions import title_over
from extractor.understand.tables.cell_units import in_brackets, in_percent, unit_of, whole_of
from extractor.understand.tables.grid import Body, bodies
from extractor.understand.tables.inherited_labels import (
    average_labels,
    bracketed_period,
    lent_labels,
    meaning_labels,
    widened_period,
)
from extractor.understand.tables.labels import FREE, Reader
from extractor.understand.tables.not_counted import OF_A_MONTH, not_counted
from extractor.understand.tables.notes import noted_speed, noted_stages, tells_times
from extractor.understand.tables.proved_zeros import proved_zeros
from extractor.understand.tables.slot import Slot, falls, is_dash, is_value, one_line, period_beside

_BESIDE_SEVERAL = "stands beside several labels at once"
_UNDER_SEVERAL = "stands under several headings at once"
_REFUSALS = (_BESIDE_SEVERAL, _UNDER_SEVERAL, OF_A_MONTH)
_LONGEST_HEADER = 6
"""Rows; more rows of words above the first number tell cases, and do not name the number."""
_NO_TIME = {"thing", "outcome", "timeliness", "event", "unit", "average", "change"}
_EVIDENCE = 240
"""Characters kept."""
_OF_THE_WHOLE = ("stage", "procedure", "thing", "service_area", "client")
"""What a part shares with its whole in the row above."""
_SILENT = frozenset(("period", "unit", "stage", "procedure", "client", "service_area"))
"""What a row and column may say of a figure that is counted as the caption says."""
_DECISIONS = 2
"""Kinds of decision of the Ombudsman, at least, in a table of them."""
#: What a caption may not say of a table's numbers, as it often names the whole procedure.
_NOT_LENT = ("investigated", "received", "decided", "responded")


def read_table(place: Place, reader: Reader) -> Reading:
    """Every number of the table, claimed or ignored with a reason."""
    table = place.block
    assert isinstance(table, Table)
    claims: list[Claim] = []
    used: set[int] = set()
    ignored: list[Ignored] = []
    any_body = False
    wholes = bodies(table, reader.is_total, reader.is_counted)
    for body in (part for whole in wholes for part in by_topic(whole, reader)):
        any_body = True
        work = _BodyReader(body, place, reader)
        claims.extend(work.claims())
        used |= work.used
        ignored.extend(work.ignored)
    issues = tuple(_refused(place, one) for one in ignored if one.reason in _REFUSALS)
    ignored += _leftovers(table, used, any_body)
    return Reading(tuple(claims), tuple(ignored), issues, len(claims) + len(ignored))


def _refused(place: Place, number: Ignored) -> Issue:
    """A figure of a table that no one label stands by, for a person to look at."""
    words = " | ".join(filter(None, (title_over(place.context), number.evidence)))
    message = f"{number.raw} in '{words[:160]}': {number.reason}; no row was made."
    return Issue("number-not-counted", "info", message, number.anchor)


def _leftovers(table: Table, used: set[int], any_body: bool) -> list[Ignored]:
    """Numbers in cells that gave no claim: labels, notes, cases told in words."""
    reason = "part of a label" if any_body else "a table that tells cases in words, not counts"
    return [
        Ignored(n.raw, reason, cell.anchor.at(n.start, n.end), cell.text[:_EVIDENCE])
        for cell in table.cells
        if id(cell) not in used
        for n in numbers.in_sentence(cell.text)
    ]


def _ignored(n: Number, slot: Slot, reason: str) -> Ignored:
    return Ignored(n.raw, reason, slot.anchor.at(n.start, n.end), slot.text[:_EVIDENCE])


@fast_dataclass
class _Described:
    """What all the numbers of one cell have in common."""

    labels: tuple[Label, ...]
    published: str
    evidence: str
    confidence: float


class _BodyReader:
    """Reads one body of a table; short-lived."""

    def __init__(self, body: Body, place: Place, reader: Reader) -> None:
        self.used: set[int] = set()
        """The cells that gave claims, by identity."""
        self._body, self._context, self._reader = body, place.context, reader
        self._kind: SourceKind = place.kind if place.kind in ("table", "chart", "tile") else "table"
        self._axes = Axes(body, place.context, reader)
        self._said = AxisLabels(self._axes, reader)
        self._heads = [] if len(body.header) > _LONGEST_HEADER else self._axes.heads
        self._lent = lent_labels(reader, place.context)
        if self._prints_units():
            self._lent = [x for x in self._lent if x.facet != "unit"]
        timed = any(x.facet == "timeliness" for x in self._lent)
        self._limited = timed and all(axis.only_limits() for axis in self._axes.all())
        """The caption tells the speed, and the days beside the stages are their limits."""
        caption, self._lent = self._lent, self._without_own_kinds(self._lent)
        self._withheld = [x for x in caption if x not in self._lent and self._said_by_axes(x)]
        noted = noted_stages(self._context, reader, self._lent, self._axes)
        self._lent += [label for client, label in noted if not client]
        self._noted = [(client, label) for client, label in noted if client]
        """The stage of the numbers of one client group, told above the table."""
        self._for_all = [x for x in self._lent if not (x.facet == "event" and x.code in _NOT_LENT)]
        self._for_all += self._of_the_ombudsman(reader)
        escalated = [x for x in self._lent if x.facet == "event" and x.code == "escalated"]
        if self._axes.refusing:
            self._for_all.append(Label("event", "not accepted", "not_accepted", "group"))
        self._for_shares = [x.with_origin("lead") for x in escalated]
        self._for_shares += noted_speed(self._context, reader, self._axes)
        told = place.context.caption or place.context.lead or " ".join(place.context.headings[-1:])
        title = reader.meaning(told)
        self._of_times = tells_times(self._axes) and not any(t.code == "complaint" for t in title.tags)
        self._averaged = average_labels(title, "caption")
        self._widened = widened_period(reader, place.context)
        self._bracketed = bracketed_period(place.context, [a.corner for a in self._axes.stubs])
        years = [m.period for a in self._axes.heads for m in a.meanings if m.period[:2] == "20"]
        self._latest = max(years, default="")
        self._title = title_over(place.context)
        self._proved = proved_zeros(body, self._axes)
        # 'Contact method' says how complaints came, and that no contacts are counted.
        corners = [a.corner for a in self._axes.stubs if a.corner and reader.hint(a.corner) != "channel"]
        said = [x for corner in corners for x in meaning_labels(reader.meaning(corner), "corner")]
        self._for_all = [x for x in said if x.facet in ("stage", "procedure", "thing")] + self._for_all
        self.ignored: list[Ignored] = []
        """Targets and the like that stand among the figures."""

    def _without_own_kinds(self, lent: list[Label]) -> list[Label]:
        """Outcomes and speeds of the caption and headings are not in force where the axes have their own."""
        kinds = {"outcome"} if self._limited else {"outcome", "timeliness"}
        own = {facet for axis in self._axes.all() for facet in axis.facets} & kinds
        return [x for x in lent if x.facet not in ("outcome", "timeliness") or not own]

    def _said_by_axes(self, label: Label) -> bool:
        """Do the axes name this speed and no other, so that the caption holds where they are silent?"""
        codes = {code for axis in self._axes.all() for code in axis.codes.get("timeliness", ())}
        return label.facet == "timeliness" and codes == {label.code}

    def _of_the_ombudsman(self, reader: Reader) -> list[Label]:
        """The Ombudsman's stage, where the axes give decisions that only the Ombudsman makes."""
        codes = {code for axis in self._axes.all() for code in axis.codes.get("outcome", ())}
        findings = any(axis.findings for axis in self._axes.all())
        if len(codes & set(reader.settings.ombudsman_outcomes)) < _DECISIONS and not findings:
            return []
        out = [Label("stage", "the Ombudsman's decisions", "ombudsman", "corner")]
        told = (self._context.caption, *self._context.headings[-1:], *(a.corner for a in self._axes.stubs))
        points = any(t.code == "point" for text in told for t in reader.meaning(text).tags)
        if points and findings:
            out.append(Label("thing", "findings", "point", "group"))  # a case may hold several
        return out

    def claims(self) -> Iterable[Claim]:
        """The claims of the body, row by row, then of totals printed outside the grid."""
        out: list[Claim] = []
        done: set[tuple[int, int]] = set()
        for r, row in enumerate(self._body.rows):
            for k, c in enumerate(self._axes.columns):
                slot = row[c]
                if slot is None or (id(slot.cell), slot.part) in done:
                    continue
                text = one_line(slot)
                if is_value(text):
                    done.add((id(slot.cell), slot.part))
                    self.used.add(id(slot.cell))
                    if why := not_counted(self._reader, self._axes.stubs, self._heads, r, k):
                        self.ignored.extend(_ignored(n, slot, why) for n in numbers.in_cell(text))
                    elif self._beside_several(r, c, slot):
                        self.ignored.extend(_ignored(n, slot, _BESIDE_SEVERAL) for n in numbers.in_cell(text))
                    elif len(under := self._under(r, k, slot)) > 1:
                        out.extend(self._dealt(r, under, slot, text))
                    else:
                        out.extend(self._cell_claims(r, k, slot, text))
        for slot in self._body.loose:
            out.extend(self._loose_claims(slot))
        return out

    def _beside_several(self, r: int, c: int, slot: Slot) -> bool:
        """Does one cell with figures reach over rows with labels of their own?"""
        if slot.cell.row_span < 2:
            return False
        rows = self._body.rows
        reach = [
            i
            for i in range(r, min(r + slot.cell.row_span, len(rows)))
            if (s := rows[i][c]) is not None and s.cell is slot.cell and s.part == slot.part
        ]
        return len({tuple(a.texts[i] for a in self._axes.stubs) for i in reach}) > 1

    def _under(self, r: int, k: int, slot: Slot) -> list[int]:
        """The columns with headings of their own that one cell stands under."""
        if slot.cell.column_span < 2:
            return [k]
        row = self._body.rows[r]
        reach = [
            j
            for j, c in enumerate(self._axes.columns)
            if (s := row[c]) is not None and s.cell is slot.cell and s.part == slot.part
        ]
        heads = {tuple(a.texts[j] for a in self._heads) for j in reach}
        return reach if len(heads) > 1 else [k]

    def _dealt(self, r: int, under: Sequence[int], slot: Slot, text: str) -> list[Claim]:
        """A cell under several headings: one number for each, in order; of any other it cannot be told."""
        found = numbers.in_cell(text)
        if len(found) != len(under):
            self.ignored.extend(_ignored(n, slot, _UNDER_SEVERAL) for n in found)
            return []
        return [
            claim
            for k, n in zip(under, found, strict=True)
            for claim in self._cell_claims(r, k, slot, text)
            if claim.anchor == slot.anchor.at(n.start, n.end)
        ]

    def _prints_units(self) -> bool:
        """Do some cells or headers print a sign of their own? Then the caption's unit is not for all."""
        if any(m.unit in ("percent", "gbp") for a in self._axes.all() for m in a.meanings):
            return True
        return any("%" in one_line(s) for row in self._body.rows for s in row[self._body.stub :] if s)

    def _cell_claims(self, r: int, k: int, slot: Slot, text: str) -> list[Claim]:
        found = numbers.in_cell(text)
        about = self._described(r, k, text, found)
        changes = any(x.facet == "change" for x in about.labels)
        out, whole = [], False
        for i, n in enumerate(found):
            value, status = n.value, n.status
            if changes and value and falls(text, n):
                value = -value
            elif changes and value is None and any(falls(text, m) for m in found[i + 1 :]):
                continue  # the dash of '- 3'
            labels = about.labels
            if n.unit == "ratio":
                n = replace(n, unit="count")
                labels = whole_of(labels) if whole else labels
                whole = not whole
            if dated := period_beside(text, n):
                labels = (Label("period", dated.raw, dated.code or dated.kind, "own"), *labels)
            elif self._bracketed and in_brackets(text, n) and n.unit in ("", *(m.unit for m in found[:i])):
                labels = (Label("period", self._bracketed, self._bracketed, "own"), *labels)
            if (r, k) in self._proved and status == "not_available" and is_dash(n.raw.strip()):
                value, status = 0.0, "exact"
            unit = unit_of(n, labels, len(found))
            if changes and unit == "percent" and n.unit != "percent" and not in_percent(labels):
                unit = "percentage_point"
            out.append(
                Claim(
                    n.raw,
                    value,
                    status,
                    unit,
                    labels,
                    self._kind,
                    about.published,
                    about.evidence,
                    slot.anchor.at(n.start, n.end),
                    confidence=about.confidence,
                )
            )
        return out

    def _described(self, r: int, k: int, text: str, found: Sequence[Number]) -> _Described:
        """Labels, words and confidence for the numbers of a cell."""
        labels = _merge_nested(self._own_labels(r, k))
        facets = {x.facet for x in labels}
        if self._widened and any(x.facet == "period" and x.code == self._widened for x in labels):
            labels.append(Label("thing", "including enquiries", "contact", "row"))
        if self._latest and "change" in facets and "period" not in facets:
            labels.append(Label("period", self._latest, self._latest, "column"))
        units = {n.unit for n in found} | {x.code for x in labels if x.facet == "unit"}
        if "percent" in units:
            labels.extend(self._for_shares)
        clients = {x.code for x in labels if x.facet in ("client", "procedure")}
        labels.extend(label for client, label in self._noted if client in clients)
        labels.extend(self._for_all)
        if facets <= _SILENT and "period" in facets and "percent" in units:
            labels.extend(self._withheld)  # '% in 2018/19' beside '% on time'
        if self._of_times and not facets & {"event", "outcome", "timeliness", "average", "stage"}:
            labels.append(Label("event", "response times", "responded", "corner"))
        if not facets & _NO_TIME and all(n.unit in ("", "count") for n in found):
            labels.extend(self._averaged)  # 'Average response time by quarter' over 'Q1 | 43'
        rows = [a.texts[r] for a in self._axes.stubs if a.texts[r]]
        heads = list(dict.fromkeys(a.texts[k] for a in self._axes.heads if a.texts[k]))
        published = " > ".join(x for x in [self._title, *rows, *heads] if x)
        evidence = " | ".join(x for x in [self._title, *rows, " > ".join(heads), text] if x)
        return _Described(tuple(labels), published, evidence[:_EVIDENCE], _confidence(labels))

    def _own_labels(self, r: int, k: int) -> list[Label]:
        """What rows and columns say at one position."""
        labels: list[Label] = []
        for axis in self._axes.stubs:
            speaking = _speaking_row(axis, r)
            said = self._said.labels(axis, speaking)
            if speaking != r:
                said = [x for x in said if x.facet != "unit"]
                said += [x for x in meaning_labels(axis.meanings[r], axis.origin) if x.facet == "unit"]
            labels.extend(said)
            labels.extend(self._of_the_whole(axis, r, {x.facet for x in said}))
        for axis in self._heads:
            said = self._said.labels(axis, k)
            labels.extend([*said, *self._of_the_whole(axis, k, {x.facet for x in said})])
        over = {(x.facet, x.origin) for x in labels}
        answered = self._limited or ("event", "column") in over
        if answered and {("stage", "row"), ("timeliness", "row")} <= over:
            # Under 'Answered', the days of 'Stage one (10 days)' are only its limit.
            labels = [x for x in labels if x.facet != "timeliness" or x.origin != "row"]
        return labels

    def _of_the_whole(self, axis: Axis, r: int, own: set[str]) -> list[Label]:
        """'of which on time', below or behind 'Stage 1 answered', is a part of that, at its stage."""
        if axis.origin == "group" or not self._reader.is_part(axis.texts[r]):
            return []
        whole = next((i for i in range(r - 1, -1, -1) if not self._reader.is_part(axis.texts[i])), None)
        above = [] if whole is None else self._said.labels(axis, whole)
        return [x for x in above if x.facet in _OF_THE_WHOLE and x.facet not in own]

    def _loose_claims(self, slot: Slot) -> list[Claim]:
        """'[Grand Total = 17]' printed inside the stub: a total of the whole grid."""
        self.used.add(id(slot.cell))
        totals = [x for axis in self._axes.heads for x in self._said.total_labels(axis, "Total")]
        return [
            Claim(
                n.raw,
                n.value,
                n.status,
                n.unit or "count",
                (*totals, *self._lent),
                self._kind,
                slot.text,
                slot.text[:_EVIDENCE],
                slot.anchor,
                confidence=0.8,
            )
            for n in numbers.in_sentence(slot.text)
        ]


def _speaking_row(axis: Axis, r: int) -> int:
    """A row headed only '%' speaks of what the row above it counts."""
    meaning = axis.meanings[r]
    if axis.origin != "row" or r == 0 or not meaning.unit:
        return r
    if meaning.tags or meaning.period or meaning.total or meaning.rest:
        return r
    above = axis.meanings[r - 1]
    return r - 1 if above.text and above.unit != meaning.unit else r


def _merge_nested(labels: list[Label]) -> list[Label]:
    """Two labels of one free dimension: the inner code, both words, outermost first."""
    counts = Counter(x.facet for x in labels if x.facet in FREE)
    merged: list[Label] = []
    for facet, count in counts.items():
        if count < 2:
            continue
        same = [x for x in labels if x.facet == facet]
        texts = dict.fromkeys(x.text for x in same)
        inner = same[-1] if same[-1].origin != "group" else same[0]
        if inner.code == "unmapped" and same[0].code != "unmapped" and facet == "ethnicity":
            inner = same[-1]
        merged.append(replace(inner, text=" > ".join(texts)))
    facets = {x.facet for x in merged}
    return [x for x in labels if x.facet not in facets] + merged


def _confidence(labels: Iterable[Label]) -> float:
    """Falls with every label that was not matched exactly."""
    score = 0.97
    for x in labels:
        if x.facet == "unknown":
            score *= 0.5
        elif x.code == "unmapped":
            score *= 0.93
        elif x.method in ("fuzzy", "ngram"):
            score *= 0.9 + 0.1 * x.score / 100
    return round(score, 3)
