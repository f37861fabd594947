"""What a number counts: the measure, from the thing counted and what happened to it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.lexicon.wordlists import MeasuresFile
from extractor.model.fast_dataclass import fast_dataclass
from extractor.model.types import Label

#: Nearer words win. Headings are counted from the innermost outwards.
RANK = {
    "own": 0,
    "row": 1,
    "column": 1,
    "group": 2,
    "clause": 2,
    "sentence": 3,
    "corner": 4,
    "lead": 4,
    "caption": 5,
    "heading1": 6,
    "heading2": 7,
    "heading3": 8,
    "heading4": 9,
    "heading5": 10,
    "earlier": 16,
    "document": 20,
}
NEAR = 3
DEMOGRAPHIC = ("sex", "age_band", "ethnicity", "disability", "religion")
_SLICED = ("sliced", "procedure", "client", "service_area", "theme", "complainant", "channel", *DEMOGRAPHIC)
"""What a table that names no measure breaks complaints down by."""
#: Measures that belong to no procedure and no stage.
OUTSIDE = frozenset({"compliments_received", "enquiries_received", "contacts_received", "context"})
_SETTLED = re.compile(r"\b(?:\w+ed|without)\b")
"""'Settled informally', 'without becoming complaints': what was done, no name of a stage."""
REPRESENTATIVES = ("member", "mp", "member_or_mp")


def rank(label: Label) -> int:
    """How far the words stand from the number; 0 is nearest."""
    return RANK.get(label.origin, 15)


@fast_dataclass
class Sense:
    """The labels of one number, ordered by nearness, with the questions one asks of them."""

    labels: tuple[Label, ...]
    by_facet: dict[str, list[tuple[int, Label]]]
    """The labels of each facet with their ranks."""

    @classmethod
    def of(cls, labels: Iterable[Label]) -> Sense:
        ordered = sorted(labels, key=rank)
        by_facet: dict[str, list[tuple[int, Label]]] = {}
        for label in ordered:
            by_facet.setdefault(label.facet, []).append((rank(label), label))
        return cls(tuple(ordered), by_facet)

    def all(self, facet: str, furthest: int = 99) -> list[Label]:
        return [label for at, label in self.by_facet.get(facet, ()) if at <= furthest]

    def nearest(self, facet: str, furthest: int = 99) -> Label | None:
        """The nearest label of a facet; the last one where several stand equally near."""
        best = None
        for at, label in self.by_facet.get(facet, ()):
            if at > furthest:
                break
            best, furthest = label, at
        return best

    def code(self, facet: str, furthest: int = 99) -> str:
        label = self.nearest(facet, furthest)
        return label.code if label else ""


def thing_of(sense: Sense, book: MeasuresFile) -> str:
    """The thing counted: the nearest noun, a weak noun giving way to a firm one beside it."""
    near = sense.all("thing", NEAR)
    firm = [x for x in near if x.code not in book.weak]
    if firm:
        if any(x.code == "advocacy" and rank(x) <= 1 for x in firm):
            return "advocacy"
        best = min(rank(x) for x in firm)
        return [x.code for x in firm if rank(x) == best][-1]
    if near:
        if sense.code("stage") or sense.code("outcome", NEAR) or sense.code("timeliness", NEAR):
            return "complaint"
        return "case"
    return ""


def measure_of(sense: Sense, unit: str, kind: str, book: MeasuresFile) -> tuple[str, str]:
    """(measure, thing) of a number; measure '' where the words do not say what is counted."""
    thing = thing_of(sense, book)
    far_thing = _far_thing(sense)
    change = sense.nearest("change", NEAR)
    if unit == "gbp" and change:
        return "change", "expenditure"
    if unit == "gbp":
        money = {x.code for x in sense.all("thing", 6)}
        near = {x.code for x in sense.all("thing", NEAR)}
        if near & {"payment", "remedy"} or (money & {"payment", "remedy"} and "expenditure" not in near):
            return book.plain["payment"], "payment"
        if "expenditure" not in money and any(x.code == "paid" for x in sense.all("role", NEAR)):
            return book.plain["payment"], "payment"
        return book.plain["expenditure"], "expenditure"
    if unit in ("days", "working_days") and not change:
        return "response_time", "complaint"
    if sense.nearest("average", 5) and unit == "count":
        return "response_time", "complaint"
    if change:
        return "change", thing or far_thing
    return _level(sense, thing, far_thing, kind, unit, book), thing or far_thing


def _far_thing(sense: Sense) -> str:
    """The noun of the nearest caption or heading; complaints where it names several."""
    label = sense.nearest("thing", 7)
    if label is None:
        return ""
    codes = {x.code for x in sense.all("thing") if rank(x) == rank(label)}
    return "complaint" if "complaint" in codes and rank(label) > NEAR else label.code


def _level(sense: Sense, thing: str, far_thing: str, kind: str, unit: str, book: MeasuresFile) -> str:
    outcome, timeliness = sense.code("outcome", 5), sense.code("timeliness", 5)
    event = sense.code("event", 4)
    near_event = sense.code("event", NEAR)
    stage = sense.code("stage")
    own_outcome = sense.code("outcome", 1)
    if stage == "ombudsman" and thing in ("enquiry", "contact", "case", "representation"):
        thing = "complaint"
    if stage == "ombudsman" and not thing and (far_thing in ("enquiry", "contact") or _nearer_stage(sense)):
        far_thing = "complaint"  # 'Complaints and enquiries received' are the Ombudsman's cases
    if not thing and far_thing in ("enquiry", "contact") and sense.code("procedure", 1):
        far_thing = "complaint"  # 'Adult social care statutory', under 'Complaints and enquiries'
    if thing == "complaint" and far_thing == thing and _of_complaints(sense) and not (outcome or timeliness):
        thing = next(
            (x.code for x in sense.all("thing", 7) if x.code in ("compliment", "recommendation")), thing
        )
    staged = sense.code("stage", 2)
    own_figure = any(x.origin == "own" for x in sense.all("context", 0))
    if (
        not thing
        and not own_figure
        and (far_thing == "remedy" or sense.code("stage", 6) not in ("stage_1", "stage_2", "stage_3"))
        and (staged in ("", "all") or far_thing == "remedy")
        and near_event in ("", "received")
        and far_thing in ("compliment", "enquiry", "recommendation", "remedy", "payment", "contact")
        and not (outcome or timeliness)
    ):
        thing = far_thing
    if stage == "ombudsman" and event in ("", "received") and not (outcome or timeliness):
        nouns = {x.text.lower().rstrip("s").split()[-1] for x in sense.all("thing", NEAR)}
        if done := next((code for noun, code in _OMBUDSMANS_DOING.items() if noun in nouns), ""):
            return book.of_event[done]
    if stage == "ombudsman" and near_event == "escalated" and unit != "percent":
        near_event = event = "received"
    if (
        thing in ("contact", "representation", "complaint", "case", "")
        and near_event == "escalated"
        and not own_outcome
        and not sense.code("timeliness", 1)
    ) and (stage or thing):
        return book.of_event["escalated"]
    if (
        thing in ("contact", "representation")
        and own_outcome
        and (unit == "percent" or own_outcome != "resolved")
    ):
        thing = "complaint"
    if thing in ("recommendation", "remedy") and _decided_on(sense):
        thing = "complaint"
    if near_event == "not_accepted" and stage == "ombudsman" and thing in ("", "case", "complaint"):
        return book.of_event["decided"]
    if thing == "contact" and outcome in ("", "resolved") and _informal_concern(sense):
        return book.plain["representation"]
    said = {x.code for x in sense.all("thing", 0)}
    if thing == "contact" and said == {"contact"} and sense.code("complainant", 0) in REPRESENTATIVES:
        thing = "enquiry"  # 'councillors raised 84 queries'
    if thing == "contact" and near_event == "not_accepted" and outcome in ("", "not_investigated"):
        return book.of_event["not_accepted"]
    if kind == "table" and thing not in book.own and _on_points(sense, far_thing, outcome or near_event):
        thing = "point"
    if thing in book.own:
        return book.own[thing]
    came_in = near_event in ("", "received") and not timeliness
    if thing == "representation" and came_in and sense.code("stage", 1) in ("representation", "", "all"):
        return book.plain["representation"]
    if thing == "" and sense.code("stage", NEAR) == "representation" and (not outcome or _settled(sense)):
        return book.plain["representation"]
    if _is_context(sense, book, outcome, timeliness):
        return "context"
    if outcome == "outstanding" and kind in ("prose", "list", "tile"):
        return book.of_event["open"]
    if near_event == "not_accepted" and outcome in ("", "not_investigated"):
        return book.of_event["not_accepted"]
    if outcome and not (kind == "table" and stage == "ombudsman" and near_event == "received"):
        return book.of_event["decided"]
    if timeliness:
        return book.of_event["responded"]
    if event == "escalated" and stage in ("stage_1", "representation") and unit != "percent":
        return book.plain["complaint"]
    if event in book.of_event:
        return book.of_event[event]
    if thing or far_thing in ("complaint", "case", "point", "representation", "contact") or stage:
        return book.plain["case" if thing == "case" else "complaint"]
    if kind in ("table", "chart") and any(sense.code(f) for f in _SLICED):
        return book.plain["complaint"]
    return book.plain["complaint"] if any(sense.code(f, NEAR) for f in DEMOGRAPHIC) else ""


_OMBUDSMANS_DOING = {"decision": "decided", "determination": "decided", "investigation": "investigated"}
"""What the Ombudsman did, by the noun that is counted; the council's own investigations are a stage."""


def _settled(sense: Sense) -> bool:
    """'Resolved informally': the very words of the outcome name the stage before a complaint."""
    told = {x.text for x in sense.all("stage", NEAR) if x.code == "representation"}
    return any(x.code == "resolved" and x.text in told for x in sense.all("outcome", NEAR))


def _nearer_stage(sense: Sense) -> bool:
    """Does the stage stand nearer than any noun: a table of the Ombudsman's, below 'Redress and learning'?"""
    stage, thing = sense.nearest("stage"), sense.nearest("thing")
    return stage is not None and thing is not None and rank(stage) < rank(thing)


def _on_points(sense: Sense, far_thing: str, finding: str) -> bool:
    """A table of what was found on each point of the complaints."""
    told = [x.text.lower() for x in sense.all("thing", 7) if x.code == "point" and rank(x) > NEAR]
    return bool(far_thing == "point" and finding and any("point" in text or "head" in text for text in told))


def _decided_on(sense: Sense) -> bool:
    """Closed or given an outcome of its own, behind a sentence on what was recommended: a complaint."""
    own = sense.code("outcome", 1) or sense.code("event", 1) == "decided"
    return bool(own) and all(rank(x) >= NEAR for x in sense.all("thing", NEAR))


def _informal_concern(sense: Sense) -> bool:
    """'Pre-complaint concerns settled': contacts, and a word of the stage before a complaint beside them."""
    thing = sense.nearest("thing", 1)
    told = [x.text.lower() for x in sense.all("stage", 1) if x.code == "representation"]
    if thing is None or sense.code("stage", 1) != "representation":
        return False
    return "concern" in thing.text.lower() or any(_SETTLED.search(t) or thing.text.lower() in t for t in told)


def _of_complaints(sense: Sense) -> bool:
    """A share 'of the complaints' in a section on something else: the complaints are its base."""
    heading = sense.nearest("thing", 6)
    return any(x.code == "base" for x in sense.all("role", 0)) and heading is not None


def _is_context(sense: Sense, book: MeasuresFile, outcome: str, timeliness: str) -> bool:
    """A figure of the service itself: children, staff, plans, with no complaint beside it."""
    figure = sense.nearest("context", NEAR)
    if figure is None:
        return False
    if (
        figure.code == "population"
        and any(sense.code(f, 1) for f in DEMOGRAPHIC)
        and not any(x.code != "population" for x in sense.all("context", NEAR))
    ):
        return False
    if sense.code("complainant", NEAR) and sense.code("event", NEAR) == "received":
        return False  # 'foster carers made 9'
    firm = [x for x in sense.all("thing", NEAR) if x.code not in book.weak]
    if any(x.code in ("complaint", "point", "representation") for x in firm):
        return False
    blocking = (
        outcome if figure.origin != "own" or outcome not in ("outstanding", "resolved", "withdrawn") else ""
    )
    staged = sense.code("stage", 2 if figure.origin == "own" else NEAR)
    return not (staged or blocking or timeliness)


def unit_of_count(
    measure: str,
    sense: Sense,
    thing: str,
    stage: str,
    unit: str,
    context_units: dict[str, str],
    book: MeasuresFile,
) -> str:
    """What one of the number is, by the contract's codes; '' for money."""
    if unit == "gbp":
        return ""
    if measure == "context":
        noun = sense.nearest("counted", NEAR)
        if noun:
            return noun.code
        label = sense.nearest("context", NEAR)
        return context_units.get(label.code, "") if label else ""
    noun = sense.nearest("counted", 0)
    if noun and noun.code in ("child", "person") and sense.code("disability", NEAR):
        return noun.code
    base = measure
    if measure == "change":
        base = _level(sense, thing, thing, "table", "count", book)
    if stage == "ombudsman" and base.startswith("complaints_"):
        return "case"
    if base == "contacts_received" and thing == "enquiry":
        return "enquiry"
    return book.unit_of.get(base, "complaint")
