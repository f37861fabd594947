"""Puts one report together: title page, contents, and the sections in between."""

from __future__ import annotations

from random import Random

from benchmarks.maker.coding import NoFigure
from benchmarks.maker.frames import Ledger, Style
from benchmarks.maker.sections import body
from benchmarks.maker.setting import Block, Heading, Paragraph, Report, Title
from benchmarks.maker.splits import load, parted, some_of_split
from benchmarks.maker.tables import Maker
from benchmarks.maker.world import World
from benchmarks.maker.writer import Plan, Writer

YEAR_STYLES = ("/", "/", "/", "-", "-", "–", "long/", "long-")
PERCENT_STYLES = ("%", "%", "%", "%", " per cent", "% ")


def plan(rng: Random) -> Plan:
    """A kind of report: mixed, prose only, or mostly tables."""
    kind = rng.choice(("mixed", "mixed", "mixed", "prose", "tables", "lists"))
    return Plan(
        frames={"prose": (2, 4), "tables": (0, 1)}.get(kind, (1, 3)),
        tables={"prose": 0.0, "tables": 0.9, "lists": 0.3}.get(kind, 0.65),
        lists={"prose": 0.1, "lists": 0.6}.get(kind, 0.15),
        numbered=rng.random() < 0.4,
        captions=rng.choice(("", "", "Table", "Table", "Figure")),
        distractors=rng.choice((0.2, 0.5, 0.7)),
    )


def write(world: World, rng: Random, stem: str) -> tuple[Report, list[dict[str, str]]]:
    """The report and its truth."""
    style = Style(
        years=rng.choice(YEAR_STYLES),
        words_below=rng.choice((0, 0, 10, 11, 21)),
        percent=rng.choice(PERCENT_STYLES).rstrip(" ") or "%",
        pence=rng.random() < 0.2,
    )
    ledger = Ledger(world, style)
    maker = Maker(ledger, rng, months=rng.random() < 0.1, look=rng.choice(("grid", "grid", "lines", "open")))
    writer = Writer(world, ledger, maker, plan(rng), rng)
    name = world.procedures[0] if len(world.procedures) == 1 else "mixed"
    title = rng.choice(some_of_split(parted(load("headings")["titles"][name]), world.split))
    year = writer.filled("{Y}")
    dates = writer.filled("1 April {B} to 31 March {E}")
    under = rng.choice((f"{world.council}, {year}", f"{world.council}\n{dates}", world.council))
    heading = f"{title} {year}" if under == world.council or rng.random() < 0.6 else title
    blocks: list[Block] = [Title(heading, under)]
    try:
        body(writer)
    except NoFigure as error:
        raise AssertionError(f"{stem}: a figure that was promised is not there: {error}") from error
    inside = _without_empty(writer.blocks)
    if writer.plan.numbered:
        inside = _numbered(inside)
    if rng.random() < 0.4:
        blocks += _contents(inside)
    blocks += inside
    report = Report(stem, heading, world.council, year, tuple(blocks), site=world.council)
    return report, ledger.rows


def _without_empty(blocks: list[Block]) -> list[Block]:
    """The blocks without headings over nothing."""
    kept: list[Block] = []
    for block in reversed(blocks):
        after = kept[-1] if kept else None
        nothing = after is None or (isinstance(after, Heading) and after.level <= getattr(block, "level", 0))
        if not (isinstance(block, Heading) and nothing):
            kept.append(block)
    return kept[::-1]


def _numbered(blocks: list[Block]) -> list[Block]:
    """The blocks with '3.' and '3.2' before their headings."""
    first = second = 0
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            first, second = (first + 1, 0) if block.level == 1 else (first, second + 1)
            number = f"{first}." if block.level == 1 else f"{first}.{second}"
            block = Heading(f"{number} {block.text}", block.level)
        made.append(block)
    return made


def _contents(blocks: list[Block]) -> list[Block]:
    """A list of the headings with page numbers."""
    lines, page = [], 3
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            lines.append(f"{block.text} {'.' * 8} {page}")
            page += 1
    return [Heading("Contents", 1), Paragraph("\n".join(lines))]
