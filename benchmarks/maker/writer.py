"""Writes the blocks of one report, its figures going into the ledger as they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from random import Random

from benchmarks.maker import crossed
from benchmarks.maker.coding import Figure, Scope, period
from benchmarks.maker.frames import Frame, Ledger, choices, fill, year_word
from benchmarks.maker.items import axis
from benchmarks.maker.setting import Block, Bullets, Heading, ListItem, Paragraph, Table, Tile, Tiles
from benchmarks.maker.splits import load, parted, some_of_split
from benchmarks.maker.tables import Maker
from benchmarks.maker.words import with_figure
from benchmarks.maker.world import CHILDREN, World

DRAWN = re.compile(r"\{(\d+) (\d+)(?:\|(count|gbp|percent))?\}")
"""A number drawn between two; with a unit it is one about the service, which a reader may code or not."""
NOTES = 0.2
"""Share of the tables with a note under them."""
FURNITURE = 0.2
"""How often a page's furniture stands in the text, as a share of the other distractors."""
ABOUT_CHILDREN = "[children] "
STAGE_NAMES = {"stage_1": "Stage 1", "stage_2": "Stage 2", "stage_3": "Stage 3"}


@dataclass(frozen=True)
class Plan:
    """How much of what a report has."""

    frames: tuple[int, int]
    """Sentences of a topic in one section, from and to."""
    tables: float
    lists: float
    numbered: bool
    captions: str
    """'', 'Table' or 'Figure': how tables are numbered."""
    distractors: float


@dataclass
class Writer:
    """Writes the blocks of one report; the figures go into the ledger as they are printed."""

    world: World
    ledger: Ledger
    maker: Maker
    plan: Plan
    rng: Random
    blocks: list[Block] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    tables: int = 0

    @property
    def split(self) -> str:
        return self.world.split

    def heading(self, name: str, level: int = 1, stage: str = "") -> None:
        """A heading of the pool for a section."""
        pool = some_of_split(parted(load("headings")["headings"][name]), self.split)
        text = self.filled(self.rng.choice(pool).replace("{stage}", STAGE_NAMES.get(stage, "")))
        self.put_heading(text, level)

    def put_heading(self, text: str, level: int) -> None:
        """A heading in its own words; numbers come when all headings are known."""
        self.blocks.append(Heading(text, level))

    def filled(self, text: str) -> str:
        """A text without figures of its own: its years, drawn numbers and the other council."""
        text = DRAWN.sub(self._drawn, text)
        text = text.replace("{other}", self.world.other)
        return re.sub(
            r"\{(Y|Y1|Y2|N|N4|B|E)\}",
            lambda match: year_word(self.world, match[1], self.ledger.style),
            text,
        )

    def _drawn(self, match: re.Match[str]) -> str:
        number = self.rng.randint(int(match[1]), int(match[2]))
        if not match[3]:
            return str(number)
        codes = {"period": period(self.world, 0), "measure": "context", "unit": match[3]}
        codes |= {"procedure": "all", "stage": "all", "also": "theme=*"}
        printed = with_figure(str(number), match[3], "%", False)
        source = {"source_kind": "prose", "evidence": printed, "kind": "about the service", "optional": "1"}
        self.ledger.add(Figure(number, codes), str(number), "exact", source)
        return printed

    def distractor(self, topic: str) -> str:
        """A line that carries nothing to code, and is true of this kind of report."""
        lines = parted(load("distractors")[topic], "\n")
        if self.world.procedures != (CHILDREN,):
            lines = tuple(line for line in lines if not line.startswith(ABOUT_CHILDREN))
        pool = some_of_split(lines, self.split)
        line = self.rng.choice([one for one in pool if one not in self.used] or pool)
        self.used.add(line)
        return self.filled(line.removeprefix(ABOUT_CHILDREN))

    def pick(self, topic: str, scope: Scope, number: int) -> list[Frame]:
        """Frames that hold here and were not used yet."""
        pool = [one for one in choices(topic, self.world, scope, self.split) if one.id not in self.used]
        self.rng.shuffle(pool)
        self.used |= {one.id for one in pool[:number]}
        return pool[:number]

    def prose(self, topics: tuple[str, ...], scope: Scope, more: tuple[str, ...] = ()) -> None:
        """One or two paragraphs on these topics, with a distractor now and then."""
        sentences: list[str] = []
        for topic in topics:
            number = 1 if topic.startswith("fractions") else self.rng.randint(*self.plan.frames)
            for frame in self.pick(topic, scope, number):
                sentences.append(_ended(fill(frame, self.ledger, scope, "prose")))
        for topic in more:
            if self.rng.random() < self.plan.distractors:
                sentences.append(self.distractor(topic))
        while sentences:
            cut = self.rng.randint(1, 3)
            self.blocks.append(Paragraph(" ".join(sentences[:cut])))
            del sentences[:cut]
        if self.rng.random() < self.plan.distractors * FURNITURE:
            self.blocks.append(Paragraph(self.distractor("furniture")))

    def data(self, topic: str, scope: Scope) -> None:
        """A table or a list of the topic, or neither."""
        made = axis(topic, self.world, scope, self.rng)
        if made is None or not made.total(scope, 0).value:
            return
        chance = self.rng.random()
        if chance < self.plan.tables:
            self.put_table(self.maker.table(made, scope, self.title(topic)), self.note(topic, scope))
        elif chance < self.plan.tables + self.plan.lists and topic not in ("received", "stages"):
            lead = f"{self.title(topic)}:"
            self.blocks.append(Paragraph(lead))
            self.blocks.append(crossed.as_list(self.maker, made, scope, lead))

    def title(self, topic: str) -> str:
        """A table's title, with the year in some reports."""
        text = self.rng.choice(some_of_split(parted(load("headings")["tables"][topic]), self.split))
        return self.filled(f"{text} {{Y}}") if self.maker.months else text

    def note(self, topic: str, scope: Scope) -> str:
        """A note under a table: what is still open, or nothing to code."""
        if self.rng.random() > NOTES:
            return ""
        if topic == "outcomes" and (found := self.pick("open", scope, 1)):
            return f"*{_ended(fill(found[0], self.ledger, scope, 'prose'))}"
        return f"*{self.distractor('notes')}"

    def put_table(self, table: Table, note: str = "") -> None:
        """Adds a table, its caption numbered where the plan says so."""
        self.tables += 1
        table = replace(table, note=note)
        if self.plan.captions:
            table = replace(table, caption=f"{self.plan.captions} {self.tables}: {table.caption}")
        self.blocks.append(table)

    def cross(self, topic: str, scope: Scope) -> None:
        """A table of services against outcomes or speeds, or of lines at each stage."""
        if self.rng.random() > self.plan.tables * 0.5:
            return
        services = axis("services", self.world, scope, self.rng)
        other = axis(topic, self.world, scope, self.rng)
        if services and other and topic == "stages":
            self.put_table(
                crossed.by_stage(self.maker, services, other, scope, self.title("services_by_stage"))
            )
        elif services and other:
            title = self.title(f"{topic}_by_service")
            self.put_table(crossed.services_by(self.maker, services, other, scope, title))

    def tiles(self, scope: Scope) -> None:
        """Key figures as boxes."""
        made: list[Tile] = []
        keys: set[str] = set()
        for frame in self.pick("tiles", scope, 12):
            key = frame.places()[0][0]
            if key not in keys and len(made) < 6:
                keys.add(key)
                figure, _, label = fill(frame, self.ledger, scope, "tile").partition(" || ")
                made.append(Tile(figure, label))
        if made:
            self.blocks.append(Tiles(tuple(made)))

    def items(self, topics: tuple[str, ...], scope: Scope, number: int, lead: str) -> None:
        """Whole lines as a list, no figure twice."""
        lines: list[ListItem] = []
        keys: set[str] = set()
        for topic in topics:
            for frame in self.pick(topic, scope, 20):
                own = {key.split("%")[0] for key, _ in frame.places()}
                if keys.isdisjoint(own) and len(lines) < number:
                    keys |= own
                    lines.append(ListItem(fill(frame, self.ledger, scope, "list")))
        if lines:
            if lead:
                self.blocks.append(Paragraph(lead))
            self.blocks.append(Bullets(tuple(lines)))


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."
