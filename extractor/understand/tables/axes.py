"""The axes of a table: which labels stand over its columns and before its rows, and what they carry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extractor.language.fold import fold_text
from extractor.model.types import Context, Label
from extractor.understand.coding.measure import DEMOGRAPHIC
from extractor.understand.inherited_labels import meaning_labels, slice_labels
from extractor.understand.tables.axis import Axis, counts_kinds, is_points_of_change, leads, stage_reached
from extractor.understand.tables.grid import Body
from extractor.understand.tables.heading_texts import compliments_in_full, heading_texts, years_in_full
from extractor.understand.tables.labels import STRUCTURAL, Meaning, Reader, without_periods
from extractor.understand.tables.slot import Row, is_dash, is_value, one_line

#: What an axis of one free dimension may still say of its numbers beside it.
_BESIDE = ("stage", "procedure", "period", "unit", "thing", "event", "outcome", "timeliness", "average")
#: The same for dimensions whose labels often hold such words by chance.
_BESIDE_NAMES = ("stage", "procedure", "period", "unit")
#: 'KPI 31': a reference, beside the words of the row.
_REFERENCE = re.compile(r"[A-Z]{1,5}[ ./-]?\d{1,3}[a-z]?(?: ?\([\da-z]\))?")
#: With these a column among findings counts something else.
_COUNTED = ("thing", "event", "stage", "procedure", "timeliness", "period", "average")
_PROCEDURE = re.compile(r"\bprocedure\b", re.I)
_WHOLE_SERVICES = {"csc_whole": "children_statutory", "adult_social_care": "adult_statutory"}
_OWN_PROCEDURE = _WHOLE_SERVICES | {"public_health": "public_health"}  # below the corner 'Procedure'
_NAMES = ("theme", "service_area", "ethnicity", "religion", "disability", "age_band")


class Axes:
    """The axes of one body of a table; short-lived."""

    def __init__(self, body: Body, context: Context, reader: Reader) -> None:
        self._body, self._context, self._reader = body, context, reader
        self.columns = list(range(body.stub, len(body.rows[0]))) if body.rows else []
        """Positions in the grid of the columns that hold values."""
        self._names_at = self._index_column()
        """The column of names behind a column that only counts the rows, or 0."""
        if self._names_at:
            self.columns = self.columns[2:]
        told = context.caption or context.lead or (context.headings[-1] if context.headings else "")
        tags = reader.meaning(told).tags
        events = {t.code for t in tags if t.facet == "event"}
        of_cases = any(t.facet == "thing" and t.code == "case" for t in tags)  # 'made 81 decisions'
        corners = [one_line(row[0]) for row in body.header if row]
        came_in = reader.counts_received(told, events) or any(reader.counts_received(c, ()) for c in corners)
        self.received = came_in and not of_cases
        named = (t for text in (told, *corners) for t in reader.meaning(text).tags)
        self._ombudsman = any((t.facet, t.code) == ("stage", "ombudsman") for t in named)
        """The caption says that the table counts what came in, whatever became of it."""
        self.refusing = reader.hint(told) == "refusal" or events == {"not_accepted"}
        """The table gives the reasons why complaints were not accepted."""
        self.heads = self._heads()
        self.stubs = self._stubs()
        self.more_than_decided = False
        """A printed total is more than the outcomes above it: it counts what came in."""
        self._said: dict[tuple[int, int], list[Label]] = {}

    def all(self) -> Iterable[Axis]:
        """Every axis, columns first."""
        return (*self.heads, *self.stubs)

    def _index_column(self) -> int:
        """1 where a leading column only counts the rows 1, 2, 3 and names stand in the next, else 0."""
        corner = one_line(self._body.header[-1][0]) if self._body.header and self._body.header[-1] else ""
        least = 1 if self._reader.numbers_rows(corner) else 3
        if self._body.stub or len(self.columns) < 3 or len(self._body.rows) < least:
            return 0
        first = [one_line(r[0]).rstrip(".") for r in self._body.rows]
        second = [one_line(r[1]) for r in self._body.rows]
        counts = first == [str(i + 1) for i in range(len(first))]
        return int(counts and not any(is_value(t) for t in second if t))

    def _heads(self) -> list[Axis]:
        axes: list[Axis] = []
        for h, row in enumerate(self._body.header):
            texts = [one_line(row[c]) if c < len(row) else "" for c in self.columns]
            if h + 1 < len(self._body.header):
                texts = self._spread(texts, row, self._body.header[h + 1])
            texts = heading_texts(texts, self._reader)
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
        meaning, words = self._reader.meaning(corner), len(fold_text(corner).split())
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

    def _loose(self, texts: list[str], meanings: list[Meaning]) -> list[str]:
        """The labels that fixed words do not explain, each once."""
        pairs = zip(texts, meanings, strict=True)
        return list(dict.fromkeys(t for t, m in pairs if t and not self._reader.fixed(m)))

    def _axis(self, origin: str, texts: list[str], corner: str) -> Axis:
        full = compliments_in_full(years_in_full(texts), self._reader)
        axis = Axis(origin, texts, [self._reader.meaning(t) for t in full], corner=corner)
        for m in axis.meanings:
            for tag in m.tags:
                axis.facets.add(tag.facet)
                axis.codes.setdefault(tag.facet, set()).add(tag.code)
            if m.period:
                axis.facets.add("period")
        printed = [t for t in texts if t]
        axis.title = origin == "column" and len(printed) > 1 and len(set(printed)) == 1
        loose = self._loose(texts, axis.meanings)
        if self._reader.counts_days(f"{corner} {self._context.caption}"):
            axis.speeds = self._reader.speeds(loose)
            loose = [text for text in loose if text not in axis.speeds]
            if axis.speeds:
                axis.facets.add("timeliness")
                axis.codes.setdefault("timeliness", set()).update(axis.speeds.values())
        answers = {text.lower(): text for text in loose if text.lower() in ("yes", "no")}
        if len(answers) == 2 and self._reader.hint(corner or self._context.caption) == "timeliness":
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
            caption, lead = self._context.caption or "", self._context.lead
            alone = origin == "column" and axis.mostly_fixed and len(loose) == 1  # names no slice
            around = ("", ()) if alone else (f"{caption} {lead}", self._context.headings)
            axis.free = self._reader.free_facet(loose, corner, *around)
            self._special(axis, loose, corner, caption)
        return axis

    def _special(self, axis: Axis, loose: list[str], corner: str, caption: str) -> None:
        """Kinds of remedy, refusal, cost and contact have vocabularies of their own."""
        hinted = self._reader.hint(corner or caption)
        if axis.free == "theme" and hinted in ("remedy", "refusal"):
            axis.vocabulary = hinted
            return
        told = " ".join([corner, caption, *self._context.headings[-1:]])
        things = {t.code for t in self._reader.meaning(told).tags if t.facet == "thing"}
        for thing in ("expenditure", "contact"):
            if thing in things and axis.free in ("", "theme") and self._reader.support(thing, loose) >= 0.5:
                axis.free, axis.vocabulary = "theme", thing

    def labels(self, axis: Axis, i: int) -> list[Label]:
        """What the axis says at one position."""
        key = (id(axis), i)
        if key not in self._said:
            self._said[key] = (self._alone(axis, i) or self._labels(axis, i)) if axis.texts[i] else []
        return self._said[key]

    def _alone(self, axis: Axis, i: int) -> list[Label]:
        """What a label says that is a council's name, or a column of points; nothing for all others."""
        text, meaning = axis.texts[i], axis.meanings[i]
        if (axis.corner and self._reader.names_councils(axis.corner)) or text in axis.councils:
            return [Label("council", text, "", axis.origin)]
        if is_points_of_change(axis, meaning):
            return [
                Label("change", text, "up", axis.origin),
                Label("unit", text, "percentage_point", axis.origin),
            ]
        return []

    def _labels(self, axis: Axis, i: int) -> list[Label]:
        text, meaning = axis.texts[i], axis.meanings[i]
        out = meaning_labels(meaning, axis.origin)
        if self._ombudsman and self._reader.names_investigations(text):
            out = [*(x for x in out if x.facet != "stage"), Label("event", text, "investigated", axis.origin)]
        out += stage_reached(axis, text, out)
        if self._sends_back(axis, meaning):
            whole = self._reader.label("outcome", text, axis.origin)
            told = [x for x in out if x.facet == "outcome" and whole.code == "unmapped"]
            return [*(told or [whole]), *(x for x in out if x.facet not in ("stage", "procedure", "outcome"))]
        if self.refusing and not (meaning.period or meaning.total or meaning.unit or axis.title):
            about = [x for x in out if x.facet in _BESIDE_NAMES]
            return [*about, self._reader.label("theme", text, axis.origin, "refusal")]
        if {"outcome", "timeliness"} <= {x.facet for x in out}:
            speed = axis.codes.get("timeliness", set()) - {"withdrawn", "outstanding"}
            outcomes = axis.codes.get("outcome", set()) - {"withdrawn", "outstanding"}
            out = [x for x in out if x.facet != ("outcome" if speed and not outcomes else "timeliness")]
        if len(axis.codes.get("outcome", ())) > 1:
            finding = self._whole_outcome(out, text)
            if finding:
                named = [x for x in out if x.facet in _BESIDE_NAMES]
                return [*named, finding.with_origin(axis.origin)]
            if any(x.facet == "outcome" for x in out):
                out = [x for x in out if x.facet != "event"]
            elif any(x.facet == "event" and x.code == "open" for x in out):
                # 'Outstanding when this was written', among findings, is one of them.
                return [Label("outcome", text, "outstanding", axis.origin)]
        if axis.title or (axis.origin == "column" and not out and self._reader.names_dimension(text)):
            return out
        if axis.origin == "column" and self._heads_findings(axis, text):
            return []
        if meaning.total and not meaning.period:
            things = {x.code for x in out if x.facet == "thing"}
            return [
                *out,
                *(x for x in self.total_labels(axis, text) if things != {"complaint"} or x.facet != "thing"),
            ]
        if axis.speeds and self._reader.names_average(text):
            return [*out, Label("average", text, "average", axis.origin)]
        if text in axis.speeds:
            return [*out, Label("timeliness", text, axis.speeds[text], axis.origin)]
        clients = self._clients(axis, meaning)
        if self._reader.fixed(meaning) or (clients and not clients[0].on_axis and counts_kinds(axis, out)):
            return [*out, *clients]
        findings = axis.free == "theme" and len(axis.codes.get("outcome", ())) > 1
        if findings and any(x.facet == "outcome" for x in out):
            return out  # 'Final decision - upheld'
        if axis.mostly_fixed and any(x.facet in ("thing", "stage", "outcome", "event") for x in out):
            found = any(x.facet == "outcome" for x in out)
            return [*out, *([] if found else slice_labels(self._reader, meaning, axis.origin))]
        counted = bool(meaning.unit) or any(x.facet in _COUNTED for x in out)
        among = not counted and len(axis.codes.get("outcome", ())) > 1
        # Among findings a column of unknown words is a finding that no code is known for.
        unmapped = [*out, Label("outcome", text, "unmapped", axis.origin, "none", 0.0)]
        if axis.free:
            beside = _BESIDE_NAMES if axis.free in _NAMES else _BESIDE
            whole = replace(
                self._reader.label(axis.free, text, axis.origin, axis.vocabulary, settled=True),
                on_axis=len(set(filter(None, axis.texts))) > 1,
            )
            if whole.code == "unmapped" and axis.free in DEMOGRAPHIC:
                whole = self._other_trait(axis, text) or whole
            if among and axis.mostly_fixed and axis.free == "theme":
                return unmapped
            if among and axis.mostly_fixed and whole.code == "unmapped" and axis.origin != "group":
                return unmapped
            if _PROCEDURE.search(axis.corner) and whole.code in _OWN_PROCEDURE:
                return [*out, Label("procedure", text, _OWN_PROCEDURE[whole.code], axis.origin)]
            own = [x for x in out if x.facet in beside or (x.facet == "thing" and leads(meaning, x))]
            return [*own, *clients, whole]
        if among and axis.origin == "column":
            return unmapped
        named = slice_labels(self._reader, meaning, axis.origin)
        timely = any(x.facet == "timeliness" for x in out) and len(axis.codes["timeliness"]) > 1
        if named or timely or not meaning.rest:
            return [*out, *named]  # 'Over 25 days, extension agreed' is one of the speeds
        return [*out, Label("unknown", text, "unmapped", axis.origin, "none", 0.0)]

    def _heads_findings(self, axis: Axis, text: str) -> bool:
        """'Finding', 'What we found' over 'Upheld' and 'Not upheld': the name of what stands below it."""
        below = [a for a in self.heads if a is not axis]
        named = self._reader.hint(text) == "outcome" and self._reader.names_dimension(text)
        meaning = axis.meanings[axis.texts.index(text)]
        spans = axis.texts.count(text) > 1 and not axis.free
        named = named or (spans and bool(meaning.rest) and not (meaning.tags or meaning.period))
        return named and any(len(a.codes.get("outcome", ())) > 1 for a in below)

    def _sends_back(self, axis: Axis, meaning: Meaning) -> bool:
        """'Passed back for local resolution', among the Ombudsman's decisions, is one and no stage."""
        stages = [t for t in meaning.tags if t.facet == "stage" and t.code != "ombudsman"]
        if not stages or len(axis.codes.get("outcome", ())) < 2:
            return False
        told = [self._context.caption, self._context.lead, axis.corner, *self._context.headings[-1:]]
        if not any(t.code == "ombudsman" for text in told if text for t in self._reader.meaning(text).tags):
            return False
        beside = [t for t in meaning.tags if t.facet in ("stage", "thing") or t.label_only]
        return bool(self._reader.residue(meaning.text, beside))

    def _whole_outcome(self, out: list[Label], text: str) -> Label | None:
        """'Closed after initial enquiry', among findings: one of them, and no enquiry."""
        if not any(x.facet == "thing" for x in out) or any(x.facet == "outcome" for x in out):
            return None
        label = self._reader.label("outcome", text, "")
        return label if label.method == "exact" and label.code != "unmapped" else None

    def _clients(self, axis: Axis, meaning: Meaning) -> list[Label]:
        """Whose service a label names, children's or adults', where it says no more than that."""
        whole = self._reader.matcher.match("service_areas", meaning.text)
        if whole.method == "exact" and whole.code in _WHOLE_SERVICES:
            code = _WHOLE_SERVICES[whole.code]
            return [Label("client", meaning.text, code, axis.origin, on_axis=self._lists_departments(axis))]
        told = [t for t in meaning.tags if t.facet == "client"]
        beside = [t for t in meaning.tags if t.facet in STRUCTURAL]
        if not told or self._reader.residue(without_periods(fold_text(meaning.text)), [*told, *beside]):
            return []
        named = max(told, key=lambda t: t.end - t.start)
        text = named.text if beside else meaning.text
        return [Label("client", text, named.code, axis.origin, on_axis=self._lists_departments(axis))]

    def _lists_departments(self, axis: Axis) -> bool:
        """Are there other departments on the axis beside client groups, and no procedures?"""
        others = any(
            m.text and not (m.total or self._reader.fixed(m) or any(t.facet == "client" for t in m.tags))
            for m in axis.meanings
        )
        return others and axis.free == "service_area" and "procedure" not in axis.facets

    def _other_trait(self, axis: Axis, text: str) -> Label | None:
        """The label as a code of another personal characteristic, where one table lists several."""
        for facet in DEMOGRAPHIC:
            if facet != axis.free:
                label = self._reader.label(facet, text, axis.origin)
                if label.method == "exact" and label.code != "unmapped":
                    return label
        return None

    def total_labels(self, axis: Axis, text: str) -> list[Label]:
        """What a total means follows from what it adds up."""
        out = [Label("total", text, "total", axis.origin)]

        def add(facet: str, code: str) -> None:
            out.append(Label(facet, text, code, axis.origin))

        if axis.free:
            add("sliced", axis.free)
        things = axis.codes.get("thing", set()) - {"case"}
        stages = axis.codes.get("stage", set())
        if self.refusing or axis.origin == "group":
            return out
        if axis.codes.get("outcome", set()) - {"resolved"}:
            lone = axis.origin == "column" and len(axis.codes["outcome"]) == 1
            add("event", "received" if self.more_than_decided or lone or self.received else "decided")
        elif "timeliness" in axis.codes:
            add("event", "responded")
        of_ombudsman = axis.codes.get("outcome", set()) & set(self._reader.settings.ombudsman_outcomes)
        if of_ombudsman:
            return out
        if "representation" in stages or (things - {"complaint"} and len(things) > 1):
            add("thing", "contact")
            add("stage", "all")
            add("procedure", "all")
        elif len(stages) > 1:
            add("stage", "all")
            if "ombudsman" in stages:
                add("procedure", "all")
        if len(axis.codes.get("procedure", set())) > 1:
            add("procedure", "all")
        parts = [m for m in axis.meanings if m.text and not m.total]
        if len(things - {"complaint"}) == 1 == len(things) and all(
            any(t.code in things for t in m.tags) for m in parts
        ):
            add("thing", next(iter(things)))
        if {"member", "mp"} <= self._parties(axis):
            add("complainant", "member_or_mp")
        return out

    def _parties(self, axis: Axis) -> set[str]:
        """Who the axis counts the letters of."""
        return {
            x.code
            for i, meaning in enumerate(axis.meanings)
            if meaning and not meaning.total
            for x in self.labels(axis, i)
            if x.facet in ("source", "complainant")
        }
