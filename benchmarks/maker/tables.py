"""Tables and lists in many shapes. A shape is a line of data/layouts.yaml, read as its parts."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from benchmarks.maker.coding import Scope, year_name
from benchmarks.maker.frames import Ledger
from benchmarks.maker.items import Axis, Item
from benchmarks.maker.printing import Printer
from benchmarks.maker.setting import Cell, Table
from benchmarks.maker.splits import identity, load, parted, some_of_split

Rows = list[tuple[Cell, ...]]
MASKED = ("complainants", "sex", "channels", "services")
"""Topics whose small counts some reports do not print."""
OTHER_COUNTS = ("compliments", "enquiries", "ombudsman")
"""Topics whose tables do not head a column 'Complaints'."""
MONTHS = "Apr {0:02d} - Mar {1:02d}"


def _count_word(axis: Axis) -> str:
    return "plain_count" if axis.topic in OTHER_COUNTS else "count"


@dataclass(frozen=True)
class Shape:
    """A line of layouts.yaml."""

    text: str

    def has(self, words: str) -> bool:
        return words in self.text

    @property
    def backs(self) -> tuple[int, ...]:
        """The years of the table, in their order."""
        years = 3 if self.has("3 years") else 2 if self.has("2 years") else 1
        newest_first = tuple(range(years))
        return newest_first[::-1] if self.has("newest last") else newest_first


@dataclass
class Maker:
    """Makes the tables of one report."""

    ledger: Ledger
    rng: Random
    months: bool = False
    """Years in headings as 'Apr 21 - Mar 22'."""
    look: str = "grid"

    def word(self, name: str) -> str:
        """A heading word such as 'Number'."""
        return self.rng.choice(some_of_split(parted(load("labels_other")[name]), self.ledger.world.split))

    def year(self, back: int) -> str:
        start = self.ledger.world.year - back
        if self.months:
            return MONTHS.format(start % 100, (start + 1) % 100)
        return year_name(start, self.ledger.style.years)

    def table(self, axis: Axis, scope: Scope, title: str, shapes: tuple[str, ...] = ()) -> Table:
        """One breakdown, of one year or several."""
        pool = shapes or some_of_split(parted(load("layouts")["tables"], "\n"), self.ledger.world.split)
        shape = Shape(self.rng.choice(pool))
        if axis.topic == "received" and not shape.has("years"):
            shape = Shape("years across, 3 years, newest last, counts")
        totals = len(axis.items) > 1 and self.rng.random() < 0.65
        printer = self._printer(axis, title, shape, totals)
        if shape.has("down"):
            rows, heads = self._down(axis, scope, shape, printer, totals)
        elif shape.has("groups"):
            rows, heads = self._groups(axis, scope, shape, printer, totals)
        else:
            rows, heads = self._across(axis, scope, shape, printer, totals)
        return Table(title, tuple(rows), heads, self.look)

    def _printer(self, axis: Axis, title: str, shape: Shape, totals: bool) -> Printer:
        zero = self.rng.choice(("0", "0", "0", "", "-" if totals else "0", "nil"))
        if axis.topic == "services" and not totals and self.rng.random() < 0.1:
            zero = "n/a"
        plain = shape.text.endswith(("counts", "groups")) or shape.has("counts, heading")
        small = (
            plain
            and axis.topic in ("complainants", "sex", "channels", "services")
            and self.rng.random() < 0.2
        )
        if not plain:
            zero = "0"
        layout = f"{identity(shape.text)} {shape.text}"
        return Printer(self.ledger, "table", title, layout, axis.topic, zero, small)

    def lines(self, axis: Axis, totals: bool) -> list[tuple[Item, str]]:
        """The items with the id of their label, and the total."""
        lines = [(item, item.id) for item in axis.items]
        if totals:
            lines.append((Item(self.word("total"), axis.total), ""))
        return lines

    def _across(
        self, axis: Axis, scope: Scope, shape: Shape, printer: Printer, totals: bool
    ) -> tuple[Rows, int]:
        """A line for each item, a column for each year."""
        heads, columns, count_heads = self._heads(axis, shape)
        printer.bare = shape.has("two columns") and "%" in count_heads[-1]
        rows: Rows = list(heads)
        starts = self._group_starts(axis, shape)
        for at, (item, label) in enumerate(self.lines(axis, totals)):
            if at in starts:
                rows.append((Cell(starts[at], cols=columns, head=True),))
            cells = [Cell(item.label, head=True)]
            figures = {back: item.at(scope, back) for back in range(3)}
            for back in shape.backs:
                of = axis.total(scope, back).value
                where = (item.label, self.year(back))
                if shape.has("in brackets"):
                    text = printer.count(figures[0], *where, label=label)
                    before = printer.count(figures[1], item.label, self.year(1), label=label)
                    cells.append(Cell(f"{text} ({before})"))
                elif shape.has("two columns") or shape.has("under each year"):
                    cells.append(Cell(printer.count(figures[back], *where, label=label)))
                    cells.append(Cell(printer.percent(figures[back], of, *where, label=label)))
                elif shape.has("in the cell"):
                    cells.append(Cell(printer.both(figures[back], of, *where, label=label)))
                elif shape.has("percents"):
                    cells.append(Cell(printer.percent(figures[back], of, *where, label=label)))
                else:
                    cells.append(Cell(printer.count(figures[back], *where, label=label)))
            if shape.has("change"):
                where = (item.label, "change")
                made = printer.change(figures[0], figures[1], shape.has("in percent"), *where, label=label)
                cells.append(Cell(made))
            rows.append(tuple(cells))
        assert all(sum(cell.cols for cell in row) <= columns for row in rows)
        return rows, len(heads)

    def _group_starts(self, axis: Axis, shape: Shape) -> dict[int, str]:
        """Before which lines a group of services begins, and its name."""
        if not shape.has("services in groups") or axis.topic != "services" or len(axis.items) < 4:
            return {}
        pool = some_of_split(parted(load("labels_other")["groups"]), self.ledger.world.split)
        names = self.rng.sample(pool, min(2, len(pool)))
        return {0: names[0], len(axis.items) // 2: names[-1]} if len(names) > 1 else {}

    def _heads(self, axis: Axis, shape: Shape) -> tuple[Rows, int, tuple[str, ...]]:
        """The heading rows, how wide the table is, and the words over the columns."""
        stub = "" if shape.has("no heading") else axis.stub
        years = [self.year(back) for back in shape.backs]
        count, percent = self.word(_count_word(axis)), self.word("percent")
        if shape.has("under each year"):
            top = (Cell(stub, rows=2, head=True), *(Cell(year, cols=2, head=True) for year in years))
            below = tuple(Cell(text, head=True) for _ in years for text in (count, percent))
            return [top, below], 1 + 2 * len(years), (count, percent)
        if shape.has("two columns"):
            words = [count, percent]
        elif shape.has("in brackets"):
            words = [f"{self.year(0)} ({self.year(1)})"]
        elif shape.has("one year") and not shape.has("in the cell"):
            words = [percent if shape.has("percents") else self.rng.choice((count, years[0]))]
        else:
            words = years
        if shape.has("change"):
            sign = " (%)" if shape.has("in percent") and self.rng.random() < 0.4 else ""
            words.append(self.word("change") + sign)
        row = (Cell(stub, head=True), *(Cell(word, head=True) for word in words))
        if shape.has("heading over the years"):
            over = "Number of compliments" if axis.topic == "compliments" else "Number"
            top = (Cell(stub, rows=2, head=True), Cell(over, cols=len(words), head=True))
            return [top, row[1:]], 1 + len(words), tuple(words)
        return [row], 1 + len(words), tuple(words)

    def _down(
        self, axis: Axis, scope: Scope, shape: Shape, printer: Printer, totals: bool
    ) -> tuple[Rows, int]:
        """A column for each item, a line for each year."""
        lines = self.lines(axis, totals)
        stub = self.rng.choice(
            some_of_split(parted(load("labels_other")["stub"]["years"]), printer.ledger.world.split)
        )
        rows: Rows = [(Cell(stub, head=True), *(Cell(item.label, head=True) for item, _ in lines))]
        for back in shape.backs:
            cells = [Cell(self.year(back), head=True)]
            of = axis.total(scope, back).value
            for item, label in lines:
                figure, where = item.at(scope, back), (self.year(back), item.label)
                if shape.has("in the cell"):
                    cells.append(Cell(printer.both(figure, of, *where, label=label)))
                elif shape.has("percents"):
                    cells.append(Cell(printer.percent(figure, of, *where, label=label)))
                else:
                    cells.append(Cell(printer.count(figure, *where, label=label)))
            rows.append(tuple(cells))
        return rows, 1

    def _groups(
        self, axis: Axis, scope: Scope, shape: Shape, printer: Printer, totals: bool
    ) -> tuple[Rows, int]:
        """The years one below the other, each over its own lines."""
        rows: Rows = [(Cell(axis.stub, head=True), Cell(self.word(_count_word(axis)), head=True))]
        lines = self.lines(axis, totals)
        for back in shape.backs:
            rows.append((Cell(self.year(back), cols=2, head=True),))
            for item, label in lines:
                text = printer.count(item.at(scope, back), self.year(back), item.label, label=label)
                rows.append((Cell(item.label), Cell(text)))
        return rows, 1
