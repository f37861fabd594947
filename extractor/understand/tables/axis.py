"""One level of a table's labels, and what can be asked of it without knowing the others."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extractor.language.fold import fold_text
from extractor.language.periods import SAME_SPAN
from extractor.model.types import Label
from extractor.understand.tables.labels import Meaning

_NUMBERED = ("stage_1", "stage_2", "stage_3")
_PARTED = ("compliment", "enquiry", "complaint", "representation")


@dataclass
class Axis:
    """One level of labels: the column headers of one row, or one stub column."""

    origin: str
    texts: list[str]
    meanings: list[Meaning]
    free: str = ""
    vocabulary: str = ""
    corner: str = ""
    """What stands above a stub column; its stage or noun holds for all rows."""
    mostly_fixed: bool = False
    """Stages, outcomes and nouns explain most of its labels."""
    title: bool = False
    """One heading over all columns: it names the axis, not a slice."""
    facets: set[str] = field(default_factory=set)
    codes: dict[str, set[str]] = field(default_factory=dict)
    councils: frozenset[str] = frozenset()
    """Labels that name councils, regions or the country, where several stand side by side."""
    spans: set[int] = field(default_factory=set)
    """Positions whose figures are those of several years added up."""
    findings: dict[str, str] = field(default_factory=dict)
    """Labels that are the Ombudsman's findings beside others, and the outcome of each."""
    months: set[int] = field(default_factory=set)
    """Positions of single months, for which the dataset has no period."""
    speeds: dict[str, str] = field(default_factory=dict)
    """Under a corner that says days: '11 to 20' and the code of that speed."""

    def only_limits(self) -> bool:
        """Do its labels tell of speed no more than the days that each stage has ('Stage 1 (10 days)')?"""
        timed = [m for m in self.meanings if any(t.facet == "timeliness" for t in m.tags)]
        return all({t.facet for t in m.tags} == {"stage", "timeliness"} and "(" in m.text for m in timed)

    def facets_before(self, i: int) -> set[str]:
        """What the labels before one position speak of."""
        return {tag.facet for meaning in self.meanings[:i] for tag in meaning.tags}


def is_points_of_change(axis: Axis, meaning: Meaning) -> bool:
    """'Points' beside several years: how far a percentage has moved."""
    only = {t.code for t in meaning.tags} == {"point"} and not meaning.rest
    return only and not meaning.period and sum(bool(m.period) for m in axis.meanings) > 1


def leads(meaning: Meaning, thing: Label) -> bool:
    """'Compliments – Children's social care': the label begins with what it counts, a dash behind it."""
    text = fold_text(meaning.text)
    name = re.escape(fold_text(thing.text))
    return thing.code in _PARTED and re.match(name + r"s?\s*[-:]\s", text) is not None


def counts_kinds(axis: Axis, out: list[Label]) -> bool:
    """Does the axis list kinds of complaint ('Corporate, stage 1', 'Adult social care'), not departments?"""
    named = any(x.facet in ("procedure", "stage") for x in out)
    return axis.free in ("", "theme") or (axis.free == "service_area" and (axis.mostly_fixed or named))


_RESULTS, _COUNTED = frozenset(("outcome", "timeliness")), frozenset(("stage", "thing", "event"))


def stage_besides(axis: Axis, i: int, said: list[Label]) -> list[Label]:
    """The stage of a label that names none itself, which others of its axis tell."""
    if any(x.facet == "stage" for x in said):
        return []
    code = _reached(axis, said) or _told_first(axis) or _counted_before(axis, i, said)
    return [Label("stage", axis.texts[i], code, axis.origin)] if code else []


def _reached(axis: Axis, said: list[Label]) -> str:
    """The stage to which 'Rate of escalation' leads, beside 'Stage 1' and 'Stage 2': the last."""
    stages = sorted(code for code in axis.codes.get("stage", ()) if code in _NUMBERED)
    escalated = any((x.facet, x.code) == ("event", "escalated") for x in said)
    return stages[-1] if escalated and len(stages) > 1 else ""


def _told_first(axis: Axis) -> str:
    """'Stage 1 upheld 121, partly upheld 63, withdrawn 9': the first of several outcomes tells the stage."""
    first = {t.code for m in axis.meanings[:1] for t in m.tags if t.facet == "stage"}
    if len(first) != 1 or not first <= set(_NUMBERED):
        return ""
    outcomes = [{t.code for t in m.tags if t.facet == "outcome"} for m in axis.meanings]
    differ = all(outcomes) and len(set(map(frozenset, outcomes))) == len(outcomes) > 1
    alone = differ and not any(t.facet == "stage" for m in axis.meanings[1:] for t in m.tags)
    return first.pop() if alone else ""


def _counted_before(axis: Axis, i: int, said: list[Label]) -> str:
    """'Stage 1 received', 'Upheld': what became of the complaints of the one stage that is counted before.

    Of several stages it is the last before it, where a result follows each or another stage comes behind it.
    """
    if axis.origin != "column" or not any(x.facet in _RESULTS for x in said):
        return ""
    facets = [{t.facet for t in m.tags} for m in axis.meanings]
    counted = [k for k, told in enumerate(facets) if told & _COUNTED and not told & _RESULTS]
    before = [k for k in counted if k < i]
    stages = [{t.code for t in axis.meanings[k].tags if t.facet == "stage"} for k in before]
    if not before or not all(len(codes) == 1 and codes <= set(_NUMBERED) for codes in stages):
        return ""
    if len(axis.codes.get("stage", ())) > 1:
        parted = all(k + 1 not in counted for k in before)
        behind = any("stage" in told for told in facets[i + 1 :])
        if not parted or (len(before) == 1 and not behind):
            return ""
    return min(stages[-1])


def spans_to_date(meanings: list[Meaning]) -> list[Meaning]:
    """'Same period last year' behind 'Year to date' is the other year to date, not its quarter."""
    out: list[Meaning] = []
    for meaning in meanings:
        kind, _, year = meaning.period.partition(" ")
        if kind == SAME_SPAN and out and out[-1].to_date:
            meaning = replace(meaning, period=year, to_date=True)
        out.append(meaning)
    return out
