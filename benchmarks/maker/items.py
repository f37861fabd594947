"""What a table or list of a topic counts: its lines with their figures, and what they add up to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from benchmarks.maker.coding import UNION, Figure, Scope, period
from benchmarks.maker.figures import DECIDED, RESPONDED, resolve
from benchmarks.maker.splits import identity, load, parted, some_of_split
from benchmarks.maker.world import CHILDREN, OMBUDSMAN, STAGES, World

SPEED_OF = {"within_timescale": "within_10_days|days_11_to_20", "over_timescale": "over_20_days"}
RECEIVED = {
    "services": "service_area_raw",
    "themes": "theme_raw",
    "age": "age_band_raw",
    "ethnicity": "ethnicity_raw",
}
OF_FIELD = {"complainants": "complainant", "channels": "channel", "sex": "sex"}


@dataclass(frozen=True)
class Item:
    """One line: its label and its figure in a scope, so many years back."""

    label: str
    at: Callable[[Scope, int], Figure]

    @property
    def id(self) -> str:
        return identity(self.label)


@dataclass(frozen=True)
class Axis:
    """All lines of a topic and their total."""

    topic: str
    stub: str
    items: tuple[Item, ...]
    total: Callable[[Scope, int], Figure]


def axis(topic: str, world: World, scope: Scope, rng: Random) -> Axis | None:
    """The lines of a topic; None where a world has none."""
    makers = {
        **dict.fromkeys(RECEIVED, _labelled),
        **dict.fromkeys(OF_FIELD, _coded),
        "outcomes": _outcomes,
        "timeliness": _speeds,
        "bands": _speeds,
        "stages": _stages,
        "received": _received,
        "ombudsman": _ombudsman,
        "compliments": _compliments,
        "enquiries": _enquiries,
        "notaccepted": _refusals,
    }
    stubs = {
        "complainants": "complainant",
        "channels": "channel",
        "outcomes": "outcome",
        "bands": "timeliness",
    }
    stubs |= {"compliments": "services", "notaccepted": "refusal", "received": "years", "enquiries": "themes"}
    pool = load("labels_other")["stub"].get(stubs.get(topic, topic), "Item")
    stub = rng.choice(some_of_split(parted(pool), world.split)) if topic != "enquiries" else "Enquiries"
    made = makers[topic](topic, world, scope, rng)
    return Axis(topic, stub, *made) if made else None


Made = tuple[tuple[Item, ...], Callable[[Scope, int], Figure]] | None


def figure(world: World, scope: Scope, back: int, measure: str, value: int, **codes: str) -> Figure:
    """A count of complaints with its codes."""
    made = {
        "period": period(world, back),
        "procedure": scope.procedure,
        "stage": scope.stage,
        "measure": measure,
        "unit": "count",
        "unit_of_count": "complaint",
        **codes,
    }
    if scope.procedure == "adult_statutory":
        made["also"] = "|".join(filter(None, (made.get("also"), "stage=stage_1")))
    return Figure(value, made)


def _count(world: World, scope: Scope, back: int, **given: str) -> int:
    return int(world.count(scope.procedure, back, scope.stage, **given))


def _received_total(world: World) -> Callable[[Scope, int], Figure]:
    return lambda scope, back: figure(world, scope, back, "complaints_received", _count(world, scope, back))


def _labelled(topic: str, world: World, scope: Scope, rng: Random) -> Made:
    labels = list(world.labels[scope.procedure, topic])
    if topic in ("services", "themes") and rng.random() < 0.5:
        labels.sort(key=lambda label: label.text)

    def item(text: str) -> Item:
        def at(scope: Scope, back: int) -> Figure:
            number = _count(world, scope, back, **{topic: text})
            return figure(world, scope, back, "complaints_received", number, **{RECEIVED[topic]: text})

        return Item(text, at)

    return tuple(item(label.text) for label in labels), _received_total(world)


def _coded(topic: str, world: World, scope: Scope, rng: Random) -> Made:
    name = OF_FIELD[topic]

    def item(text: str, code: str) -> Item:
        def at(scope: Scope, back: int) -> Figure:
            number = _count(world, scope, back, **{name: code})
            return figure(world, scope, back, "complaints_received", number, **{name: code})

        return Item(text, at)

    labels = world.labels[scope.procedure, name]
    used = [one for one in labels if any(_count(world, scope, back, **{name: one.code}) for back in range(3))]
    return tuple(item(label.text, label.code) for label in used), _received_total(world)


def _outcomes(topic: str, world: World, scope: Scope, rng: Random) -> Made:
    """With a line for those still open only where there are some; then the total may be called received."""
    is_open = _count(world, scope, 0, outcome="outstanding") > 0
    wanted = ["upheld", "partially_upheld", "not_upheld", "withdrawn", *(["outstanding"] if is_open else [])]

    def item(text: str, code: str) -> Item:
        def at(scope: Scope, back: int) -> Figure:
            number = _count(world, scope, back, outcome=code)
            return figure(world, scope, back, "complaints_decided", number, outcome=code)

        return Item(text, at)

    def total(scope: Scope, back: int) -> Figure:
        number = _count(world, scope, back, outcome="|".join((DECIDED, "outstanding")))
        also = "measure=complaints_received"
        return figure(world, scope, back, "complaints_decided", number, also=also)

    labels = {label.code: label.text for label in world.labels[scope.procedure, "outcome"]}
    return tuple(item(labels[code], code) for code in wanted), total


def _speeds(topic: str, world: World, scope: Scope, rng: Random) -> Made:
    if topic == "bands" and (scope.procedure, scope.stage) != (CHILDREN, "stage_1"):
        return None

    def item(text: str, code: str) -> Item:
        def at(scope: Scope, back: int) -> Figure:
            number = _count(world, scope, back, speed=SPEED_OF.get(code, code))
            return figure(world, scope, back, "complaints_responded", number, timeliness=code)

        return Item(text, at)

    def total(scope: Scope, back: int) -> Figure:
        number = _count(world, scope, back, speed=RESPONDED)
        also = "measure=complaints_decided"
        return figure(world, scope, back, "complaints_responded", number, also=also)

    return tuple(item(one.text, one.code) for one in world.labels[scope.procedure, topic]), total


def _stages(topic: str, world: World, scope: Scope, rng: Random) -> Made:
    stages = STAGES.get(scope.procedure, ())
    if len(stages) < 2:
        return None
    pools = load("labels_other")["stages"]
    kind = rng.randrange(5)

    def item(stage: str) -> Item:
        labels = parted(pools[stage])
        text = labels[kind % len(labels)]

        def at(scope: Scope, back: int) -> Figure:
            own = Scope(scope.procedure, stage)
            return figure(world, own, back, "complaints_received", _count(world, own, back))

        return Item(text, at)

    return tuple(item(stage) for stage in stages), _received_total(world)


def _received(topic: str, world: World, scope: Scope, rng: Random) -> Made:
    total = _received_total(world)
    text = rng.choice(("Complaints received", "Complaints", "Number of complaints received"))
    return (Item(text, total),), total


def _ombudsman(topic: str, world: World, scope: Scope, rng: Random) -> Made:
    codes = {"procedure": "ombudsman", "stage": "ombudsman", "unit_of_count": "case"}
    labels = {label.code: label.text for label in world.labels[world.procedures[0], "ombudsman"]}

    def item(code: str) -> Item:
        def at(scope: Scope, back: int) -> Figure:
            number = world.others[f"ob {code}"][back]
            return _plain(world, back, "complaints_decided", number, outcome=code, **codes)

        return Item(labels[code], at)

    def total(scope: Scope, back: int) -> Figure:
        also = "measure=complaints_received"
        return _plain(world, back, "complaints_decided", world.others["ob dec"][back], also=also, **codes)

    return tuple(item(code) for code in OMBUDSMAN), total


def _plain(world: World, back: int, measure: str, value: int, **codes: str) -> Figure:
    return Figure(value, {"period": period(world, back), "measure": measure, "unit": "count", **codes})


def _compliments(topic: str, world: World, scope: Scope, rng: Random) -> Made:
    codes = {"procedure": "all", "stage": "all", "unit_of_count": "compliment"}
    codes["also"] = f"procedure={scope.procedure}"

    def item(n: int, text: str) -> Item:
        def at(scope: Scope, back: int) -> Figure:
            number = world.others[f"csv{n}"][back]
            return _plain(world, back, "compliments_received", number, service_area_raw=text, **codes)

        return Item(text, at)

    def total(scope: Scope, back: int) -> Figure:
        return _plain(world, back, "compliments_received", world.others["comp"][back], **codes)

    labels = world.labels[world.procedures[0], "compliments"]
    return tuple(item(n, label.text) for n, label in enumerate(labels, 1)), total


def _enquiries(topic: str, world: World, scope: Scope, rng: Random) -> Made:
    pairs = (("Member enquiries", "MP enquiries"), ("Councillor enquiries", "MP enquiries"))
    texts = rng.choice(pairs)

    def item(text: str, part: str) -> Item:
        return Item(text, lambda scope, back: resolve(world, scope, f"enq.{part}@{back}"))

    def total(scope: Scope, back: int) -> Figure:
        return resolve(world, scope, f"enq@{back}")

    return (item(texts[0], "mem"), item(texts[1], "mp")), total


def _refusals(topic: str, world: World, scope: Scope, rng: Random) -> Made:
    if scope.procedure == "all":
        return None

    def item(n: int, text: str) -> Item:
        return Item(text, lambda scope, back: resolve(world, scope, f"na{n}@{back}"))

    def total(scope: Scope, back: int) -> Figure:
        return resolve(world, scope, f"na@{back}")

    labels = world.labels[scope.procedure, "refusal"]
    return tuple(item(n, label.text) for n, label in enumerate(labels, 1)), total


def crossed(axes: tuple[Item, Item], world: World, scope: Scope) -> Figure:
    """The figure of a cell between a service and an outcome or a speed."""
    row, column = (item.at(scope, 0).codes for item in axes)
    given = {"services": row["service_area_raw"]}
    if outcome := column.get("outcome", ""):
        given["outcome"] = outcome
    else:
        given["speed"] = SPEED_OF.get(column["timeliness"], column["timeliness"])
    number = _count(world, scope, 0, **given)
    assert outcome != UNION
    return Figure(number, column | {"service_area_raw": row["service_area_raw"]})
