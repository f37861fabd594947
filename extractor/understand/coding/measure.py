"""What a number counts: the measure, from the thing counted and what happened to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.lexicon.wordlists import MeasuresFile
from extractor.model.sense import NEAR, Sense, rank

DEMOGRAPHIC = ("sex", "age_band", "ethnicity", "disability", "religion")
_SLICED = ("sliced", "procedure", "client", "service_area", "theme", "complainant", "channel", *DEMOGRAPHIC)
"""What a table that names no measure breaks complaints down by."""
#: Measures that belong to no procedure and no stage.
OUTSIDE = frozenset({"compliments_received", "enquiries_received", "contacts_received", "context"})
_SETTLED = re.compile(r"\b(?:\w+ed|without)\b")
"""'Settled informally', 'without becoming complaints': what was done, no name of a stage."""
REPRESENTATIVES = ("member", "mp", "member_or_mp")
_OMBUDSMANS_DOING = {"decision": "decided", "determination": "decided", "investigation": "investigated"}
"""What the Ombudsman did, by the noun that is counted; the council's own investigations are a stage."""


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


@dataclass
class _Told:
    """What is told of one level, and what it is taken for so far."""

    sense: Sense
    thing: str
    far_thing: str
    kind: str
    unit: str
    book: MeasuresFile

    def __post_init__(self) -> None:
        code = self.sense.code
        self.outcome, self.timeliness = code("outcome", 5), code("timeliness", 5)
        self.own_outcome, self.stage = code("outcome", 1), code("stage")
        self.event, self.near_event = code("event", 4), code("event", NEAR)
        self.ombudsman = self.stage == "ombudsman"
        self.judged = bool(self.outcome or self.timeliness)


def _level(sense: Sense, thing: str, far_thing: str, kind: str, unit: str, book: MeasuresFile) -> str:
    """The measure of a number that is no change, sum or length: what the first rule says that speaks."""
    told = _Told(sense, thing, far_thing, kind, unit, book)
    return next((found for rule in _RULES if (found := rule(told))), "")


def _noun(told: _Told) -> str:
    """Says nothing, but settles the noun: the Ombudsman's are cases, and a far noun may be meant."""
    sense, contacts = told.sense, ("enquiry", "contact")
    if told.ombudsman and told.thing in (*contacts, "case", "representation"):
        told.thing = "complaint"
    if told.ombudsman and not told.thing and (told.far_thing in contacts or _nearer_stage(sense)):
        told.far_thing = "complaint"  # 'Complaints and enquiries received' are the Ombudsman's cases
    if not told.thing and told.far_thing in contacts and sense.code("procedure", 1):
        told.far_thing = "complaint"  # 'Adult social care statutory', under 'Complaints and enquiries'
    if told.thing == told.far_thing == "complaint" and _of_complaints(sense) and not told.judged:
        others = [x.code for x in sense.all("thing", 7) if x.code in ("compliment", "recommendation")]
        told.thing = others[0] if others else told.thing
    if not told.thing and _far_is_meant(told):
        told.thing = told.far_thing
    return ""


def _far_is_meant(told: _Told) -> bool:
    """Is the noun of a caption or heading what is counted, as nothing nearer says otherwise?"""
    sense, remedy = told.sense, told.far_thing == "remedy"
    return (
        not any(x.origin == "own" for x in sense.all("context", 0))
        and (remedy or sense.code("stage", 6) not in ("stage_1", "stage_2", "stage_3"))
        and (remedy or sense.code("stage", 2) in ("", "all"))
        and told.near_event in ("", "received")
        and told.far_thing in ("compliment", "enquiry", "recommendation", "remedy", "payment", "contact")
        and not told.judged
    )


def _by_the_ombudsman(told: _Told) -> str:
    if not told.ombudsman:
        return ""
    if told.event in ("", "received") and not told.judged:
        nouns = {x.text.lower().rstrip("s").split()[-1] for x in told.sense.all("thing", NEAR)}
        if done := next((code for noun, code in _OMBUDSMANS_DOING.items() if noun in nouns), ""):
            return told.book.of_event[done]
    if told.near_event == "escalated" and told.unit != "percent":
        told.near_event = told.event = "received"
    return ""


def _moved_on(told: _Told) -> str:
    fits = told.thing in ("contact", "representation", "complaint", "case") or (not told.thing and told.stage)
    if not fits or told.near_event != "escalated" or told.own_outcome or told.sense.code("timeliness", 1):
        return ""
    return told.book.of_event["escalated"]


def _with_a_finding(told: _Told) -> str:
    """What has an outcome of its own is a complaint, whatever the noun; the Ombudsman's refusal decides."""
    finding = told.own_outcome and (told.unit == "percent" or told.own_outcome != "resolved")
    if told.thing in ("contact", "representation") and finding:
        told.thing = "complaint"
    if told.thing in ("recommendation", "remedy") and _decided_on(told.sense):
        told.thing = "complaint"
    refused = told.near_event == "not_accepted" and told.ombudsman and told.thing in ("", "case", "complaint")
    return told.book.of_event["decided"] if refused else ""


def _contacts(told: _Told) -> str:
    if told.thing != "contact":
        return ""
    sense = told.sense
    if told.outcome in ("", "resolved") and _informal_concern(sense):
        return told.book.plain["representation"]
    said = {x.code for x in sense.all("thing", 0)}
    if said == {"contact"} and sense.code("complainant", 0) in REPRESENTATIVES:
        told.thing = "enquiry"  # 'councillors raised 84 queries'
        return ""
    return _refused(told)


def _refused(told: _Told) -> str:
    refused = told.near_event == "not_accepted" and told.outcome in ("", "not_investigated")
    # a table's complaints that are not investigated at a stage of the council's own were not taken on
    staged = told.kind == "table" and told.stage in ("stage_1", "stage_2", "stage_3")
    refused |= told.outcome == "not_investigated" and staged
    return told.book.of_event["not_accepted"] if refused else ""


def _with_a_measure_of_its_own(told: _Told) -> str:
    own, finding = told.book.own, told.outcome or told.near_event
    if told.kind == "table" and told.thing not in own and _on_points(told.sense, told.far_thing, finding):
        told.thing = "point"
    return own.get(told.thing, "")


def _representations(told: _Told) -> str:
    sense, plain = told.sense, told.book.plain["representation"]
    if told.thing == "representation":
        came_in = told.near_event in ("", "received") and not told.timeliness
        return plain if came_in and sense.code("stage", 1) in ("representation", "", "all") else ""
    before = not told.thing and sense.code("stage", NEAR) == "representation"
    return plain if before and (not told.outcome or _settled(sense)) else ""


def _context(told: _Told) -> str:
    return "context" if _is_context(told.sense, told.book, told.outcome, told.timeliness) else ""


def _what_happened(told: _Told) -> str:
    of_event = told.book.of_event
    if told.outcome == "outstanding" and told.kind in ("prose", "list", "tile"):
        return of_event["open"]
    if refused := _refused(told):
        return refused
    if told.outcome and not (told.kind == "table" and told.ombudsman and told.near_event == "received"):
        return of_event["decided"]
    if told.timeliness:
        return of_event["responded"]
    early = told.stage in ("stage_1", "representation") and told.unit != "percent"
    if told.event == "escalated" and early:
        return told.book.plain["complaint"]
    return of_event.get(told.event, "")


def _complaints(told: _Told) -> str:
    plain = told.book.plain
    far = told.far_thing in ("complaint", "case", "point", "representation", "contact")
    if told.thing or far or told.stage:
        return plain["case" if told.thing == "case" else "complaint"]
    furthest, facets = (99, _SLICED) if told.kind in ("table", "chart") else (NEAR, DEMOGRAPHIC)
    return plain["complaint"] if any(told.sense.code(one, furthest) for one in facets) else ""


_RULES = (
    _noun,
    _by_the_ombudsman,
    _moved_on,
    _with_a_finding,
    _contacts,
    _with_a_measure_of_its_own,
    _representations,
    _context,
    _what_happened,
    _complaints,
)


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
    if figure.origin != "own" and sense.code("channel", 0):
        return False  # '52% used the online form', behind a sentence on people
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
