"""From a key in a frame ('1.up%@1') to its figure: the value and how it is coded.

    [stage.]base[.part][%][@years back][+ change]

`1.rec` is what came in at Stage 1, `up%@1` last year's share upheld at the section's
own stage, `sv2` the second service, `rec+%` the change in per cent, `in%+pp` in points.
"""

from __future__ import annotations

import re

from benchmarks.maker.besides import GLOBAL, other
from benchmarks.maker.coding import OUTCOMES, UNION, Figure, NoFigure, Scope, codes_of, share
from benchmarks.maker.world import CHILDREN, World

KEY = re.compile(
    r"(?:(?P<stage>[123])\.)?(?P<base>[a-z]+\d*)(?:\.(?P<part>[a-z]+))?(?P<share>%)?"
    r"(?:@(?P<back>\d))?(?P<change>\+(?:%|pp)?)?"
)
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
    if base in GLOBAL or base.startswith(("csv", "na")):
        return other(world, scope, base, part, back)
    return _counted(world, Scope(scope.procedure, stage), base, part, back)


def _counted(world: World, scope: Scope, base: str, part: str, back: int) -> Figure:
    """Counts of the complaints themselves."""
    procedure, stage = scope.procedure, scope.stage

    def count(**given: str) -> int:
        return world.count(procedure, back, stage, **given)

    def codes(measure: str, **more: str) -> dict[str, str]:
        return codes_of(world, scope, back, measure, **more)

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
        made = codes_of(world, scope, back, "complaints_decided", outcome=OUTCOMES[part], **raw)
        return Figure(count(label, back, outcome=OUTCOMES[part]), made, label)
    made = codes_of(world, scope, back, "complaints_received", **raw)
    return Figure(count(label, back), made, label, world.count(scope.procedure, back, scope.stage))
