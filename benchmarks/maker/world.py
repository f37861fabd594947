"""The facts of one report: single complaints drawn at random, so that every sum and cross-table holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import NamedTuple

from benchmarks.maker.splits import load, parted, some_of_split

YEARS_BACK = 3
CHILDREN, ADULTS, CORPORATE = "children_statutory", "adult_statutory", "corporate"
STAGES = {
    CHILDREN: ("stage_1", "stage_2", "stage_3"),
    ADULTS: ("all",),
    CORPORATE: ("stage_1", "stage_2"),
}
SIZES = {CHILDREN: (24, 150), ADULTS: (30, 160), CORPORATE: (60, 420)}
"""Stage 1 complaints in the first year, from and to."""
OMBUDSMAN = (
    *("upheld", "not_upheld", "closed_after_initial_enquiries", "referred_back"),
    *("advice_given", "incomplete_or_invalid"),
)


class Complaint(NamedTuple):
    """One complaint; '' where a field says nothing (no speed while it is open)."""

    stage: str
    services: str
    themes: str
    outcome: str
    speed: str
    """within_10_days, days_11_to_20 (both in time) or over_20_days (late)."""
    complainant: str
    channel: str
    sex: str
    age: str
    ethnicity: str
    escalated: bool


@dataclass(frozen=True)
class Label:
    """A printed label and the code that a reader should give it ('' where the contract has none)."""

    text: str
    code: str


@dataclass
class World:
    """What is true of one council in one year and the two before it."""

    split: str
    council: str
    other: str
    year: int
    """In which the year begins: 2021 for 2021/22."""
    procedures: tuple[str, ...]
    labels: dict[tuple[str, str], tuple[Label, ...]] = field(default_factory=dict)
    """By procedure and dimension, the most frequent first."""
    complaints: dict[tuple[str, int], tuple[Complaint, ...]] = field(default_factory=dict)
    """By procedure and years back."""
    others: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Figures that are not counts of these complaints, by name and years back."""

    def __post_init__(self) -> None:
        self.count = lru_cache(maxsize=None)(self._count)

    def _count(self, procedure: str, back: int, stage: str, **given: str) -> int:
        """How many complaints there are with these values; several are joined by '|', all is 'all'."""
        wanted = {name: value.split("|") for name, value in given.items()}
        return sum(
            all(str(getattr(one, name)) in values for name, values in wanted.items())
            for each in (self.procedures if procedure == "all" else (procedure,))
            for one in self.complaints[each, back]
            if stage == "all" or one.stage == stage
        )


def make(rng: Random, split: str, council: str, other: str, year: int, procedures: tuple[str, ...]) -> World:
    """A world of its own from a seed."""
    world = World(split, council, other, year, procedures)
    for procedure in procedures:
        _labels(rng, world, procedure)
        _complaints(rng, world, procedure)
    _others(rng, world)
    return world


def _labels(rng: Random, world: World, procedure: str) -> None:
    area = {CHILDREN: "children", ADULTS: "adults", CORPORATE: "corporate"}[procedure]
    services = load("labels_services")[area]
    themes = load("labels_themes")
    world.labels[procedure, "services"] = _drawn(rng, services, world.split, rng.randint(4, 8))
    world.labels[procedure, "themes"] = _drawn(rng, themes, world.split, rng.randint(4, 8))
    for name in ("complainant", "channel"):
        given = load("labels_other")["adult_complainant" if _adult(name, procedure) else name]
        world.labels[procedure, name] = _one_each(rng, given, world.split)
    for name in ("outcome", "timeliness", "bands", "ombudsman"):
        world.labels[procedure, name] = _one_each(rng, load("labels_other")[name], world.split)
    pair = parted(rng.choice(load("labels_other")["sex"]))
    world.labels[procedure, "sex"] = tuple(map(Label, pair, ("female", "male")))
    for name in ("age", "ethnicity"):
        texts = parted(rng.choice(load("labels_other")[name]))
        world.labels[procedure, name] = tuple(Label(text, text) for text in texts)
    reasons = list(some_of_split(parted(load("labels_other")["refusal"]), world.split))
    rng.shuffle(reasons)
    world.labels[procedure, "refusal"] = tuple(Label(text, "") for text in reasons[:3])


def _adult(name: str, procedure: str) -> bool:
    return name == "complainant" and procedure != CHILDREN


def _drawn(rng: Random, given: Mapping[str, str], split: str, number: int) -> tuple[Label, ...]:
    """Labels of different codes; where there is one code for all, different labels."""
    pools = [
        [Label(text, code) for text in some_of_split(parted(texts), split)] for code, texts in given.items()
    ]
    if len(pools) == 1:
        return tuple(rng.sample(pools[0], min(number, len(pools[0]))))
    rng.shuffle(pools)
    return tuple(rng.choice(pool) for pool in pools[:number])


def _one_each(rng: Random, given: Mapping[str, str], split: str) -> tuple[Label, ...]:
    return tuple(
        Label(rng.choice(some_of_split(parted(texts), split)), code) for code, texts in given.items()
    )


def _weighted(rng: Random, names: Sequence[str], steep: float) -> dict[str, float]:
    return {name: rng.uniform(0.6, 1.4) * steep**n for n, name in enumerate(names)}


def _complaints(rng: Random, world: World, procedure: str) -> None:
    """Three years with the same leanings, a little different each year."""
    base = {
        name: _weighted(rng, [label.text for label in world.labels[procedure, name]], 0.68)
        for name in ("services", "themes")
    }
    base |= {
        name: _weighted(rng, [label.code for label in world.labels[procedure, name]], 0.55)
        for name in ("complainant", "channel", "sex", "age", "ethnicity")
    }
    size = rng.randint(*SIZES[procedure])
    for back in reversed(range(YEARS_BACK)):
        leanings = {
            name: {key: weight * rng.uniform(0.6, 1.5) for key, weight in weights.items()}
            for name, weights in base.items()
        }
        outcomes = {
            "upheld": rng.uniform(2, 4),
            "partially_upheld": rng.uniform(2, 4),
            "not_upheld": rng.uniform(3, 6),
            "withdrawn": rng.uniform(0.3, 0.9),
        }
        if back == 0:
            outcomes["outstanding"] = rng.choice((0, 0.4, 0.8))
        speeds = {
            "within_10_days": rng.uniform(2, 5),
            "days_11_to_20": rng.uniform(2, 4),
            "over_20_days": rng.uniform(0.6, 3),
        }
        made = []
        for stage in STAGES[procedure]:
            number = _at_stage(rng, stage, size)
            made += [_complaint(rng, stage, leanings, outcomes, speeds) for _ in range(number)]
        world.complaints[procedure, back] = tuple(made)
        size = max(14, round(size * rng.choice((0.75, 0.85, 0.9, 1, 1.1, 1.2, 1.35))))
        for stage in STAGES[procedure]:
            world.others[f"avg {procedure} {stage} {back}"] = (
                rng.randint(9, 24) if stage != "stage_2" else rng.randint(28, 80),
            )
        world.others[f"avg {procedure} all {back}"] = (rng.randint(10, 27),)


def _at_stage(rng: Random, stage: str, size: int) -> int:
    if stage == "stage_2":
        return round(size * rng.uniform(0.04, 0.2))
    if stage == "stage_3":
        return rng.choice((0, 0, 0, 1, 2, 3))
    return size


def _complaint(
    rng: Random,
    stage: str,
    leanings: Mapping[str, Mapping[str, float]],
    outcomes: Mapping[str, float],
    speeds: Mapping[str, float],
) -> Complaint:
    drawn = {name: _draw(rng, weights) for name, weights in leanings.items()}
    outcome = _draw(rng, outcomes)
    speed = "" if outcome in ("withdrawn", "outstanding") else _draw(rng, speeds)
    escalated = stage == "stage_3" or (stage == "stage_2" and rng.random() < 0.8)
    return Complaint(stage=stage, outcome=outcome, speed=speed, escalated=escalated, **drawn)


def _draw(rng: Random, weights: Mapping[str, float]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def _others(rng: Random, world: World) -> None:
    """The Ombudsman, compliments, enquiries, money and the service itself, each for three years."""

    def three(low: int, high: int) -> tuple[int, ...]:
        middle = rng.randint(low, high)
        return tuple(max(low // 2, round(middle * rng.uniform(0.7, 1.35))) for _ in range(YEARS_BACK))

    def add(name: str, parts: Iterable[str]) -> None:
        world.others[name] = tuple(map(sum, zip(*(world.others[part] for part in parts), strict=True)))

    for code in OMBUDSMAN:
        high = 3 if code in ("advice_given", "incomplete_or_invalid") else 9
        world.others[f"ob {code}"] = tuple(rng.randint(0, high) for _ in range(YEARS_BACK))
    add("ob dec", (f"ob {code}" for code in OMBUDSMAN))
    add("ob inv", ("ob upheld", "ob not_upheld"))
    world.others["ob"] = tuple(decided + rng.randint(0, 4) for decided in world.others["ob dec"])
    services = world.labels[world.procedures[0], "services"]
    for n in range(1, len(services) + 1):
        world.others[f"csv{n}"] = three(max(2, 28 // n), 60 // n)
    order = sorted(range(1, len(services) + 1), key=lambda n: -world.others[f"csv{n}"][0])
    kept = [world.others[f"csv{n}"] for n in order]
    world.labels[world.procedures[0], "compliments"] = tuple(services[n - 1] for n in order)
    world.others |= {f"csv{n}": values for n, values in enumerate(kept, 1)}
    add("comp", (f"csv{n}" for n in range(1, len(services) + 1)))
    world.others |= {"enq.mem": three(20, 140), "enq.mp": three(6, 60), "reps": three(15, 90)}
    add("enq", ("enq.mem", "enq.mp"))
    received = tuple(world.count("all", back, "all") for back in range(YEARS_BACK))
    world.others["received"] = received
    world.others["extra"] = three(20, 90)
    add("con", ("received", "comp", "enq", "extra"))
    world.others |= {"pay": three(400, 6000), "payn": three(2, 14), "cost": three(4000, 42000)}
    world.others |= {f"na{n}": three(8 // n, 14 // n) for n in range(1, 4)}
    ranked = sorted((world.others[f"na{n}"] for n in range(1, 4)), key=lambda values: -values[0])
    world.others |= {f"na{n}": values for n, values in enumerate(ranked, 1)}
    add("na", ("na1", "na2", "na3"))
    world.others |= {"pts.up": three(4, 20), "pts.pu": three(3, 16), "pts.nu": three(5, 30)}
    add("pts", ("pts.up", "pts.pu", "pts.nu"))
    world.others |= {"recs": three(8, 60), "adv": three(4, 20), "cx.staff": three(20, 200)}
    world.others |= {"cx.lac": three(150, 900), "cx.cpp": three(90, 500), "cx.cin": three(900, 4000)}
    world.others |= {"cx.ref": three(1500, 7000), "cx.ass": three(1200, 6000)}
