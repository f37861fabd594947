"""From a key in a frame ('1.up%@1') to its figure: the value and how it is coded.

    [stage.]base[.part][%][@years back][+ change]

`1.rec` is what came in at Stage 1, `up%@1` last year's share upheld at the section's
own stage, `sv2` the second service, `rec+%` the change in per cent, `in%+pp` in points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from benchmarks.maker.world import CHILDREN, World

KEY = re.compile(
    r"(?:(?P<stage>[123])\.)?(?P<base>[a-z]+\d*)(?:\.(?P<part>[a-z]+))?(?P<share>%)?"
    r"(?:@(?P<back>\d))?(?P<change>\+(?:%|pp)?)?"
)
OUTCOMES = {
    "up": "upheld",
    "pu": "partially_upheld",
    "nu": "not_upheld",
    "wd": "withdrawn",
    "upu": "upheld|partially_upheld",
}
UNION = "upheld_or_partially_upheld"
SPEEDS = {
    "in": ("within_timescale", "within_10_days|days_11_to_20"),
    "late": ("over_timescale", "over_20_days"),
    "w10": ("within_10_days", "within_10_days"),
    "d11": ("days_11_to_20", "days_11_to_20"),
    "o20": ("over_20_days", "over_20_days"),
}
DECIDED = "upheld|partially_upheld|not_upheld|withdrawn"
RESPONDED = "within_10_days|days_11_to_20|over_20_days"
PEOPLE = {
    "p": "parent_or_carer",
    "y": "child_or_young_person",
    "r": "relative",
    "f": "foster_carer",
    "a": "advocate",
    "s": "solicitor",
}
CHANNELS = {"e": "email", "t": "telephone", "p": "letter", "o": "online", "i": "in_person"}
SEXES = {"f": "female", "m": "male"}
CODED = {"cp": ("complainant", PEOPLE), "ch": ("channel", CHANNELS), "sex": ("sex", SEXES)}
OF_OMBUDSMAN = {
    "up": "upheld",
    "nu": "not_upheld",
    "cl": "closed_after_initial_enquiries",
    "rb": "referred_back",
}
STOCK = ("cx.lac", "cx.cpp", "cx.cin")


class NoFigure(Exception):
    """The key has no figure in this world or in this section."""


@dataclass(frozen=True)
class Scope:
    """What a section is about; `stage` is 'all' where its heading names none."""

    procedure: str
    stage: str = "all"


@dataclass(frozen=True)
class Figure:
    """A number, how many it is a share of, and its codes."""

    value: int
    codes: dict[str, str] = field(default_factory=dict)
    label: str = ""
    of: int = 0
    """The base of its share."""


def year_name(year: int, style: str = "/") -> str:
    """2021 as '2021/22' or with another style: '-', '–', 'long/' or 'long-'."""
    if style.startswith("long"):
        return f"{year}{style[-1]}{year + 1}"
    return f"{year}{style}{(year + 1) % 100:02d}"


def resolve(world: World, scope: Scope, key: str) -> Figure:
    """The figure of a key. Raises NoFigure."""
    match = KEY.fullmatch(key)
    if not match:
        raise NoFigure(f"'{key}' is no key.")
    back, change = int(match["back"] or 0), match["change"]
    if back + bool(change) > 2:
        raise NoFigure(key)
    if change:
        return _change(world, scope, match, back)
    figure = _plain(world, scope, match, back)
    if not match["share"]:
        return figure
    if not figure.of:
        raise NoFigure(key)
    return Figure(share(figure.value, figure.of), figure.codes | {"unit": "percent"}, figure.label)


def share(part: int, whole: int) -> int:
    """Whole per cent, halves up."""
    return (200 * part + whole) // (2 * whole)


def _change(world: World, scope: Scope, match: re.Match[str], back: int) -> Figure:
    sign = "%" if match["share"] else ""
    stem = match[0].split("@")[0].split("+")[0].removesuffix("%") + sign
    new, old = (resolve(world, scope, f"{stem}@{n}") for n in (back, back + 1))
    unit = {"+": new.codes["unit"], "+%": "percent", "+pp": "percentage_point"}[match["change"]]
    value = new.value - old.value
    if unit == "percent":
        if old.value < 10:
            raise NoFigure(match[0])
        size = share(abs(value), old.value)
        value = size if value > 0 else -size
    return Figure(value, new.codes | {"measure": "change", "unit": unit}, new.label)


def _plain(world: World, scope: Scope, match: re.Match[str], back: int) -> Figure:
    base, part = match["base"], match["part"] or ""
    stage = f"stage_{match['stage']}" if match["stage"] else scope.stage
    if base in _GLOBAL or base.startswith(("csv", "na")):
        return _other(world, scope, base, part, back)
    return _counted(world, Scope(scope.procedure, stage), base, part, back)


def period(world: World, back: int) -> str:
    """The coded financial year."""
    return year_name(world.year - back)


def _codes(world: World, scope: Scope, back: int, measure: str, **more: str) -> dict[str, str]:
    codes = {
        "period": period(world, back),
        "procedure": scope.procedure,
        "stage": scope.stage,
        "measure": measure,
        "unit": "count",
        "unit_of_count": "complaint",
        **more,
    }
    if scope.procedure == "adult_statutory":
        codes["also"] = "stage=stage_1"
    return codes


def _counted(world: World, scope: Scope, base: str, part: str, back: int) -> Figure:
    """Counts of the complaints themselves."""
    procedure, stage = scope.procedure, scope.stage

    def count(**given: str) -> int:
        return world.count(procedure, back, stage, **given)

    def codes(measure: str, **more: str) -> dict[str, str]:
        return _codes(world, scope, back, measure, **more)

    if base == "rec":
        return Figure(count(), codes("complaints_received"))
    if base == "dec":
        return Figure(count(outcome=DECIDED), codes("complaints_decided"))
    if base in OUTCOMES:
        code = UNION if base == "upu" else OUTCOMES[base]
        of = count(outcome=DECIDED)
        return Figure(count(outcome=OUTCOMES[base]), codes("complaints_decided", outcome=code), of=of)
    if base in SPEEDS:
        code, drawn = SPEEDS[base]
        made = codes("complaints_responded", timeliness=code)
        return Figure(count(speed=drawn), made, of=count(speed=RESPONDED))
    if base == "avg":
        if procedure == "all":
            raise NoFigure(base)
        value = world.others[f"avg {procedure} {stage} {back}"][0]
        return Figure(value, codes("response_time", unit="working_days"))
    if base == "open" and back == 0:
        end = f"period={world.year + 1}-03-31"
        made = codes("complaints_open")
        made["also"] = "|".join(filter(None, (made.get("also"), end)))
        return Figure(count(outcome="outstanding"), made)
    if base == "esc" and stage in ("stage_2", "stage_3"):
        before = world.count(procedure, back, f"stage_{int(stage[-1]) - 1}")
        return Figure(count(escalated="True"), codes("complaints_escalated"), of=before)
    if base in CODED:
        name, short = CODED[base]
        if name == "complainant" and procedure != CHILDREN:
            raise NoFigure(base)
        made = codes("complaints_received", **{name: short[part]})
        return Figure(count(**{name: short[part]}), made, of=count())
    if base[:2] in ("sv", "th"):
        return _labelled(world, scope, base, part, back)
    raise NoFigure(base)


def _labelled(world: World, scope: Scope, base: str, part: str, back: int) -> Figure:
    """The nth service or theme of a section, by how many complaints it has this year."""
    name = "services" if base.startswith("sv") else "themes"
    if scope.procedure == "all":
        raise NoFigure(base)

    def count(label: str, at: int, **given: str) -> int:
        return world.count(scope.procedure, at, scope.stage, **{name: label}, **given)

    labels = world.labels[scope.procedure, name]
    ranked = sorted(labels, key=lambda label: (-count(label.text, 0), label.text))
    n = int(base[2:])
    if n > len(ranked):
        raise NoFigure(base)
    if n < len(ranked) and count(ranked[n].text, 0) == count(ranked[n - 1].text, 0):
        raise NoFigure("a tie")
    label = ranked[n - 1].text
    raw = {"service_area_raw" if name == "services" else "theme_raw": label}
    if part:
        made = _codes(world, scope, back, "complaints_decided", outcome=OUTCOMES[part], **raw)
        return Figure(count(label, back, outcome=OUTCOMES[part]), made, label)
    made = _codes(world, scope, back, "complaints_received", **raw)
    return Figure(count(label, back), made, label, world.count(scope.procedure, back, scope.stage))


_NONE = {"procedure": "all", "stage": "all"}
_GLOBAL: dict[str, dict[str, str]] = {
    "ob": {"procedure": "ombudsman", "stage": "ombudsman", "unit_of_count": "case"},
    "comp": {"measure": "compliments_received", "unit_of_count": "compliment", **_NONE},
    "enq": {"measure": "enquiries_received", "unit_of_count": "enquiry", **_NONE},
    "con": {"measure": "contacts_received", "unit_of_count": "contact", **_NONE},
    "reps": {"measure": "representations_received", "stage": "representation", "unit_of_count": "contact"},
    "pay": {"measure": "remedies_paid", "unit": "gbp", "unit_of_count": ""},
    "payn": {"measure": "remedies_paid", "unit_of_count": "payment"},
    "cost": {"measure": "expenditure", "unit": "gbp", "unit_of_count": "", "stage": "all"},
    "recs": {"measure": "recommendations_made", "unit_of_count": "recommendation", "stage": "stage_2"},
    "adv": {"measure": "advocacy_used", "unit_of_count": "person", "stage": "all"},
    "pts": {"measure": "findings_decided", "unit_of_count": "complaint_point", "stage": "stage_2"},
    "cx": {"measure": "context", "unit_of_count": "child", **_NONE},
}
_ALSO = {
    "pay": "procedure=all|procedure=ombudsman|stage=ombudsman|stage=all",
    "payn": "procedure=all|procedure=ombudsman|stage=ombudsman|stage=all",
    "cost": "theme=*|procedure=all|stage=stage_2",
    "adv": "complainant=child_or_young_person|procedure=all",
    "cx": "theme=*|unit_of_count=*",
    "enq": "complainant=|complainant=member_or_mp",
    "recs": "stage=all",
    "pts": "stage=all",
    "reps": "procedure=all",
}


def _other(world: World, scope: Scope, base: str, part: str, back: int) -> Figure:
    """Figures that are not counts of the report's own complaints."""
    at = f"{base}.{part}" if part else base
    if base == "ob":
        return _of_ombudsman(world, part, back)
    if base.startswith("na"):
        at, label = base, world.labels[scope.procedure, "refusal"][int(base[2:]) - 1] if base[2:] else None
        raw = {"theme_raw": label.text} if label else {}
        made = _codes(world, Scope(scope.procedure), back, "complaints_not_accepted", **raw)
        return Figure(world.others[at][back], made, label.text if label else "")
    own = f"procedure={scope.procedure}"
    if base.startswith("csv"):
        labels = world.labels[world.procedures[0], "compliments"]
        if scope.procedure == "all" or int(base[3:]) > len(labels):
            raise NoFigure(base)
        if len(set(world.others[f"csv{n}"][0] for n in range(1, len(labels) + 1))) < len(labels):
            raise NoFigure("a tie")
        label = labels[int(base[3:]) - 1]
        made = {"period": period(world, back), "unit": "count", "also": own, **_GLOBAL["comp"]}
        return Figure(world.others[base][back], made | {"service_area_raw": label.text}, label.text)
    if at not in world.others:
        raise NoFigure(at)
    made = {"period": period(world, back), "unit": "count", "procedure": scope.procedure, "stage": "all"}
    made |= _GLOBAL[base]
    made["also"] = "|".join(filter(None, (_ALSO.get(base), own)))
    if at in STOCK:
        made["also"] += f"|period={world.year + 1 - back}-03-31"
        made["period"] = f"{world.year + 1 - back}-03-31"
        made["also"] += f"|period={period(world, back)}"
    if base == "enq":
        made["complainant"] = {"mem": "member", "mp": "mp"}.get(part, "member_or_mp")
        if part:
            made["also"] = own
    if base == "pts" and part:
        made["outcome"] = OUTCOMES[part]
    return Figure(world.others[at][back], made, of=world.others["pts"][back] if base == "pts" and part else 0)


def _of_ombudsman(world: World, part: str, back: int) -> Figure:
    made = {"period": period(world, back), "unit": "count", **_GLOBAL["ob"]}
    if not part:
        return Figure(world.others["ob"][back], made | {"measure": "complaints_received"})
    if part == "inv":
        return Figure(world.others["ob inv"][back], made | {"measure": "complaints_investigated"})
    made["measure"] = "complaints_decided"
    if part == "dec":
        return Figure(world.others["ob dec"][back], made)
    code = OF_OMBUDSMAN[part]
    of = world.others["ob inv"][back] if part == "up" else 0
    return Figure(world.others[f"ob {code}"][back], made | {"outcome": code}, of=of)
