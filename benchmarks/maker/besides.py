"""Figures that are not counts of the report's own complaints: the Ombudsman's, compliments, money."""

from __future__ import annotations

from benchmarks.maker.coding import OUTCOMES, Figure, NoFigure, Scope, codes_of, period
from benchmarks.maker.world import World

OF_OMBUDSMAN = {
    "up": "upheld",
    "nu": "not_upheld",
    "cl": "closed_after_initial_enquiries",
    "rb": "referred_back",
}
STOCK = ("cx.lac", "cx.cpp", "cx.cin")
"""Counts on the last day of the year."""
_NONE = {"procedure": "all", "stage": "all"}
GLOBAL: dict[str, dict[str, str]] = {
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


def other(world: World, scope: Scope, base: str, part: str, back: int) -> Figure:
    """Figures that are not counts of the report's own complaints."""
    at = f"{base}.{part}" if part else base
    if base == "ob":
        return _of_ombudsman(world, part, back)
    if base.startswith("na"):
        at, label = base, world.labels[scope.procedure, "refusal"][int(base[2:]) - 1] if base[2:] else None
        raw = {"theme_raw": label.text} if label else {}
        made = codes_of(world, Scope(scope.procedure), back, "complaints_not_accepted", **raw)
        return Figure(world.others[at][back], made, label.text if label else "")
    own = f"procedure={scope.procedure}"
    if base.startswith("csv"):
        labels = world.labels[world.procedures[0], "compliments"]
        if scope.procedure == "all" or int(base[3:]) > len(labels):
            raise NoFigure(base)
        if len({world.others[f"csv{n}"][0] for n in range(1, len(labels) + 1)}) < len(labels):
            raise NoFigure("a tie")
        label = labels[int(base[3:]) - 1]
        made = {"period": period(world, back), "unit": "count", "also": own, **GLOBAL["comp"]}
        return Figure(world.others[base][back], made | {"service_area_raw": label.text}, label.text)
    if at not in world.others:
        raise NoFigure(at)
    made = {"period": period(world, back), "unit": "count", "procedure": scope.procedure, "stage": "all"}
    made |= GLOBAL[base]
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
    made = {"period": period(world, back), "unit": "count", **GLOBAL["ob"]}
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
