"""What an axis of a table says at one position: the labels of a row, or of a column."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.language.fold import fold_text
from extractor.model.types import Label
from extractor.understand.coding.measure import DEMOGRAPHIC
from extractor.understand.tables.axes import Axes
from extractor.understand.tables.axis import Axis, counts_kinds, is_points_of_change, leads, stage_besides
from extractor.understand.tables.inherited_labels import meaning_labels, slice_labels
from extractor.understand.tables.labels import STRUCTURAL, Meaning, Reader, without_brackets, without_periods
from extractor.understand.tables.notes import widened_outcomes

#: What an axis of one free dimension may still say of its numbers beside it.
_BESIDE = ("stage", "procedure", "period", "unit", "thing", "event", "outcome", "timeliness", "average")
#: The same for dimensions whose labels often hold such words by chance.
_BESIDE_NAMES = ("stage", "procedure", "period", "unit")
#: With these a column among findings counts something else.
_COUNTED = ("thing", "event", "stage", "procedure", "timeliness", "period", "average")
_PROCEDURE = re.compile(r"\bprocedure\b", re.I)
_WHOLE_SERVICES = {"csc_whole": "children_statutory", "adult_social_care": "adult_statutory"}
_OWN_PROCEDURE = _WHOLE_SERVICES | {"public_health": "public_health"}  # below the corner 'Procedure'
_ADVICE = frozenset(("premature", "advice_given"))
_NAMES = ("theme", "service_area", "ethnicity", "religion", "disability", "age_band")


class AxisLabels:
    """The labels along the axes of one body of a table; short-lived."""

    def __init__(self, axes: Axes, reader: Reader) -> None:
        self._axes, self._reader = axes, reader
        self._said: dict[tuple[int, int], list[Label]] = {}
        outcomes = {code for axis in axes.all() for code in axis.codes.get("outcome", ())}
        self._wider = widened_outcomes(axes.context, reader, outcomes)

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
        """What the first rule that knows the label says of it."""
        out = self._fixed(axis, i)
        rules = (self._as_decision, self._as_finding, self._as_title, self._as_total, self._as_known)
        for rule in rules:
            said = rule(axis, i, out)
            if said is not None:
                return said
        return self._as_slice(axis, i, out)

    def _fixed(self, axis: Axis, i: int) -> list[Label]:
        """What the fixed words of a label say: stage, noun, event, outcome, speed, period and unit."""
        text, meaning = axis.texts[i], axis.meanings[i]
        out = meaning_labels(meaning, axis.origin)
        if self._gathers(axis, i):
            out = [x for x in out if x.facet not in ("outcome", "timeliness", "event")]
        if self._axes.of_ombudsman and self._reader.names_investigations(text):
            out = [*(x for x in out if x.facet != "stage"), Label("event", text, "investigated", axis.origin)]
        out = [replace(x, code=self._wider.get(x.code, x.code)) if x.facet == "outcome" else x for x in out]
        return out + stage_besides(axis, i, out)

    def _gathers(self, axis: Axis, i: int) -> bool:
        """Does the label stand over findings of their own: 'Not taken further' over 'Referred back'?"""
        level = self._axes.heads if axis.origin == "column" else self._axes.stubs
        inner = level[next(n for n, one in enumerate(level) if one is axis) + 1 :]
        inner = [one for one in inner if one.texts[i] != axis.texts[i]]
        return any(t.facet == "outcome" for one in inner for t in one.meanings[i].tags)

    def _as_decision(self, axis: Axis, i: int, out: list[Label]) -> list[Label] | None:
        """A decision of the Ombudsman that names a stage; or the reason why a complaint was not taken."""
        text, meaning = axis.texts[i], axis.meanings[i]
        if self._sends_back(axis, meaning):
            whole = self._reader.label("outcome", text, axis.origin)
            told = [x for x in out if x.facet == "outcome" and whole.code == "unmapped"]
            return [*(told or [whole]), *(x for x in out if x.facet not in ("stage", "procedure", "outcome"))]
        if self._axes.refusing and not (meaning.period or meaning.total or meaning.unit or axis.title):
            about = [x for x in out if x.facet in _BESIDE_NAMES]
            return [*about, self._reader.label("theme", text, axis.origin, "refusal")]
        return None

    def _as_finding(self, axis: Axis, i: int, out: list[Label]) -> list[Label] | None:
        """One of several findings, whose words may be those of an event or a noun; `out` is put right."""
        text = axis.texts[i]
        if text in axis.findings:
            return [Label("outcome", text, axis.findings[text], axis.origin)]
        if {"outcome", "timeliness"} <= {x.facet for x in out}:
            speed = axis.codes.get("timeliness", set()) - {"withdrawn", "outstanding"}
            outcomes = axis.codes.get("outcome", set()) - {"withdrawn", "outstanding"}
            out[:] = [x for x in out if x.facet != ("outcome" if speed and not outcomes else "timeliness")]
        if len(axis.codes.get("outcome", ())) < 2:
            return None
        taken = self._axes.of_ombudsman and self._axes.received and _ADVICE & axis.codes["outcome"]
        if taken and not (axis.meanings[i].total or any(x.code == "investigated" for x in out)):
            # What the Ombudsman's advice team did with each complaint that it took.
            told = [x for x in out if x.facet == "outcome"]
            told = told or [self._reader.label("outcome", text, axis.origin)]
            went_on = told[0].code == "unmapped"  # neither too early nor answered: looked into
            return [
                *(() if went_on else told),
                Label("event", text, "investigated" if went_on else "received", axis.origin),
            ]
        finding = self._whole_outcome(out, text)
        if finding:
            return [*(x for x in out if x.facet in _BESIDE_NAMES), finding.with_origin(axis.origin)]
        if any(x.facet == "outcome" for x in out):
            out[:] = [x for x in out if x.facet != "event"]
        elif any(x.facet == "event" and x.code == "open" for x in out):
            # 'Outstanding when this was written', among findings, is one of them.
            return [Label("outcome", text, "outstanding", axis.origin)]
        return None

    def _as_title(self, axis: Axis, i: int, out: list[Label]) -> list[Label] | None:
        """The name of what stands below it, and no slice."""
        text = axis.texts[i]
        if axis.origin == "column" and self._heads_findings(axis, text):
            return []  # no points of complaint either, whatever 'Finding' counts elsewhere
        names = axis.origin == "column" and not out and self._reader.names_dimension(text)
        return out if axis.title or names else None

    def _as_total(self, axis: Axis, i: int, out: list[Label]) -> list[Label] | None:
        text, meaning = axis.texts[i], axis.meanings[i]
        if not meaning.total or meaning.period:
            return None
        complaints = {x.code for x in out if x.facet == "thing"} == {"complaint"}
        total = self.total_labels(axis, text)
        if "timeliness" not in axis.facets_before(i) and "stage" in axis.facets_before(i):
            # 'Stage 1', 'Stage 2', 'All complaints', and only then 'Stage 1 on time'
            total = [x for x in total if (x.facet, x.code) != ("event", "responded")]
        return [*out, *(x for x in total if not complaints or x.facet != "thing")]

    def _as_known(self, axis: Axis, i: int, out: list[Label]) -> list[Label] | None:
        """A speed, an average, or a label that fixed words and the name of a client group explain."""
        text, meaning = axis.texts[i], axis.meanings[i]
        if axis.speeds and self._reader.names_average(text):
            return [*out, Label("average", text, "average", axis.origin)]
        if text in axis.speeds:
            return [*out, Label("timeliness", text, axis.speeds[text], axis.origin)]
        clients = self._clients(axis, meaning)
        directorates = axis.free == "service_area" and axis.codes.get("procedure") == {"corporate"}
        directorates = directorates and not _PROCEDURE.search(axis.corner)
        if directorates and meaning.tags and self._reader.matcher.named("service_areas", text):
            return None  # 'Corporate' beside 'Place' and 'Adults' is one of them
        if self._reader.fixed(meaning) or (clients and not clients[0].on_axis and counts_kinds(axis, out)):
            return [*(x for x in out if not clients or x.facet != "context"), *clients]
        found = any(x.facet == "outcome" for x in out)
        if found and axis.free == "theme" and len(axis.codes.get("outcome", ())) > 1:
            return out  # 'Final decision - upheld'
        if axis.mostly_fixed and any(x.facet in ("thing", "stage", "outcome", "event") for x in out):
            return [*out, *([] if found else slice_labels(self._reader, meaning, axis.origin))]
        return None

    def _as_slice(self, axis: Axis, i: int, out: list[Label]) -> list[Label]:
        """A label that councils invent, of the dimension of its axis."""
        text, meaning = axis.texts[i], axis.meanings[i]
        counted = bool(meaning.unit) or any(x.facet in _COUNTED for x in out)
        among = not counted and len(axis.codes.get("outcome", ())) > 1
        # Among findings a column of unknown words is a finding too.
        unmapped = [*out, self._reader.label("outcome", text, axis.origin)]
        if axis.free:
            among = among and axis.mostly_fixed
            return self._of_free(axis, i, out, among) or unmapped
        if among and axis.origin == "column":
            return unmapped
        named = slice_labels(self._reader, meaning, axis.origin)
        timely = any(x.facet == "timeliness" for x in out) and len(axis.codes["timeliness"]) > 1
        if named or timely or not meaning.rest:
            return [*out, *named]  # 'Over 25 days, extension agreed' is one of the speeds
        return [*out, Label("unknown", text, "unmapped", axis.origin, "none", 0.0)]

    def _of_free(self, axis: Axis, i: int, out: list[Label], among: bool) -> list[Label]:
        """The slice that a label names, with what it may say beside it; nothing where it is a finding."""
        text, meaning = axis.texts[i], axis.meanings[i]
        whole = replace(
            self._reader.label(axis.free, text, axis.origin, axis.vocabulary, settled=True),
            on_axis=len(set(filter(None, axis.texts))) > 1,
        )
        if whole.code == "unmapped" and axis.free in DEMOGRAPHIC:
            whole = self._other_trait(axis, text) or whole
        if among and (axis.free == "theme" or (whole.code == "unmapped" and axis.origin != "group")):
            return []
        if _PROCEDURE.search(axis.corner) and whole.code in _OWN_PROCEDURE:
            return [*out, Label("procedure", text, _OWN_PROCEDURE[whole.code], axis.origin)]
        beside = _BESIDE_NAMES if axis.free in _NAMES else _BESIDE
        own = [x for x in out if x.facet in beside or (x.facet == "thing" and leads(meaning, x))]
        own = [x for x in own if x.facet != "procedure" or x.text != text]
        return [*own, *self._clients(axis, meaning), whole]

    def _heads_findings(self, axis: Axis, text: str) -> bool:
        """'Finding', 'What we found' over 'Upheld' and 'Not upheld': the name of what stands below it."""
        below = [a for a in self._axes.heads if a is not axis]
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
        told = [
            self._axes.context.caption,
            self._axes.context.lead,
            axis.corner,
            *self._axes.context.headings[-1:],
        ]
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
        matcher = self._reader.matcher
        whole = matcher.named("service_areas", meaning.text) and matcher.match("service_areas", meaning.text)
        if whole and whole.method == "exact" and whole.code in _WHOLE_SERVICES:
            code = _WHOLE_SERVICES[whole.code]
            return [Label("client", meaning.text, code, axis.origin, on_axis=self._lists_departments(axis))]
        told = [t for t in meaning.tags if t.facet == "client"]
        beside = [t for t in meaning.tags if t.facet in STRUCTURAL]
        plain = without_brackets(without_periods(fold_text(meaning.text)))  # 'Adults (one stage)'
        if not told or self._reader.residue(plain, [*told, *beside]):
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
        if self._axes.refusing or axis.origin == "group":
            return out
        if axis.free not in _NAMES and axis.codes.get("outcome", set()) - {"resolved"}:
            lone = axis.origin == "column" and len(axis.codes["outcome"]) == 1
            add(
                "event",
                "received" if self._axes.more_than_decided or lone or self._axes.received else "decided",
            )
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
