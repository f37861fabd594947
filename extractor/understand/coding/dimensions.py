"""Which slice a number is of: one label for each dimension that its measure may carry."""

from __future__ import annotations

from dataclasses import replace

from extractor.model.contract import DIMENSIONS, UNMAPPED
from extractor.model.sense import NEAR, Sense, rank
from extractor.model.types import Label

_PERSONAL = ("sex", "age_band", "ethnicity", "disability", "religion")
#: Dimensions that a measure may carry; the rest carry all but outcome and speed.
_CARRIES: dict[str, tuple[str, ...]] = {
    "complaints_decided": tuple(d for d in DIMENSIONS if d != "timeliness"),
    "findings_decided": tuple(d for d in DIMENSIONS if d != "timeliness"),
    "complaints_responded": tuple(d for d in DIMENSIONS if d != "outcome"),
    "advocacy_used": ("service_area",),
    "change": DIMENSIONS,
    "context": ("service_area", "theme", *_PERSONAL),
}
_OTHERWISE = tuple(d for d in DIMENSIONS if d not in ("outcome", "timeliness"))
#: How far away the words of a dimension may stand (see measure.RANK).
_REACH = {"outcome": 5, "timeliness": 5, "service_area": 7, "theme": 6}
_FURTHEST = 7


def slice_of(sense: Sense, measure: str, thing: str, published: str) -> dict[str, Label]:
    """Dimension -> the label that fills it, for one number. `published` names it where nothing else does."""
    found: dict[str, Label] = {}
    carried = _CARRIES.get(measure, _OTHERWISE)
    if measure == "complaints_received" and sense.code("stage") == "ombudsman":
        carried = ("outcome", *carried)  # what became of the complaints that the Ombudsman's advice team took
    for dimension in carried:
        label = sense.nearest(dimension, _REACH.get(dimension, _FURTHEST))
        if label is None or _joint(label, measure, sense):
            continue
        if measure == "context" and dimension == "service_area" and not _team(label, sense):
            continue
        if any(x.code == label.code and x.text == label.text for x in sense.all("procedure")):
            continue  # 'public health functions' names the procedure, not a slice of it
        if label.code == "upheld_or_partially_upheld" and sense.code("stage") == "ombudsman":
            label = replace(label, code="upheld")  # the Ombudsman knows no part upheld
        if (
            dimension == "theme"
            and label.code == "delay"
            and measure in ("response_time", "complaints_responded")
        ):
            continue  # 'the average wait' is what is measured
        found[dimension] = label
    if measure == "enquiries_received" or (measure == "change" and thing == "enquiry"):
        _enquiry(found, sense)
    if measure == "context" and "theme" not in found:
        label = sense.nearest("context", NEAR)
        found["theme"] = replace(label, facet="theme") if label else _nameless(published)
    unknown = sense.nearest("unknown", 2)
    if unknown and not ({"theme", "service_area"} & found.keys()):
        found["theme"] = replace(unknown, facet="theme")
    return found


def _joint(label: Label, measure: str, sense: Sense) -> bool:
    """The total of members and MPs together is not broken down by them."""
    totals = {x.text for x in sense.all("total")}
    return label.code == "member_or_mp" and measure == "enquiries_received" and label.text in totals


def _team(label: Label, sense: Sense) -> bool:
    """Is a figure of the service itself that of a team on the axis of a table?"""
    return label.on_axis and all(label.text != x.text for x in sense.all("context"))


def _enquiry(found: dict[str, Label], sense: Sense) -> None:
    """Enquiries keep their measure when the report tells how fast they were answered, and whose they are."""
    speed, source = sense.nearest("timeliness", NEAR), sense.nearest("source", 5)
    if speed:
        found["timeliness"] = speed
    party = found.get("complainant") or sense.nearest("complainant", NEAR)
    if source and source.code == "member_or_mp" and rank(source) == 0:
        source = None  # in running text 'MP and councillor enquiries' only names the kind
    if source and (party is None or rank(source) < rank(party)):
        found["complainant"] = replace(source, facet="complainant")


def _nameless(published: str) -> Label:
    return Label("theme", published, UNMAPPED, "own", "none", 0.0)
