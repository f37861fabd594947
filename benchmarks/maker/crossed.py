"""Tables of two breakdowns, of quarters, and the same figures as lists."""

from __future__ import annotations

from benchmarks.maker.coding import Figure, Scope
from benchmarks.maker.figures import resolve
from benchmarks.maker.items import Axis, crossed
from benchmarks.maker.printing import Printer
from benchmarks.maker.setting import Bullets, Cell, ListItem, Table
from benchmarks.maker.splits import identity, load, of_split, parted
from benchmarks.maker.tables import Maker, Rows
from benchmarks.maker.words import in_words


def services_by(maker: Maker, down: Axis, across: Axis, scope: Scope, title: str) -> Table:
    """One year's services against their outcomes or speeds."""
    layout = "two breakdowns of one year"
    printer = Printer(maker.ledger, "table", title, layout, f"{across.topic} by {down.topic}")
    with_totals = maker.rng.random() < 0.6
    word = maker.word("total")
    heads = (*(item.label for item in across.items), *([word] if with_totals else ()))
    rows: Rows = [tuple(Cell(text, head=True) for text in (down.stub, *heads))]
    for item in down.items:
        cells = [Cell(item.label, head=True)]
        total = 0
        for other in across.items:
            figure = crossed((item, other), maker.ledger.world, scope)
            total += figure.value
            cells.append(Cell(printer.count(figure, item.label, other.label, label=item.id)))
        if with_totals:
            whole = across.total(scope, 0)
            raw = {"service_area_raw": item.label}
            own = Figure(total, whole.codes | raw)
            cells.append(Cell(printer.count(own, item.label, word, label=item.id)))
        rows.append(tuple(cells))
    if with_totals:
        sums = [other.at(scope, 0) for other in across.items] + [across.total(scope, 0)]
        texts = [printer.count(one, word, head) for one, head in zip(sums, heads, strict=True)]
        rows.append((Cell(word, head=True), *(Cell(text) for text in texts)))
    return Table(title, tuple(rows), 1, maker.look)


def by_stage(maker: Maker, down: Axis, stages: Axis, scope: Scope, title: str) -> Table:
    """One year's lines at each stage."""
    printer = Printer(maker.ledger, "table", title, "lines by stage of one year", f"{down.topic} by stage")
    heads = [item.label for item in stages.items]
    scopes = [Scope(scope.procedure, item.at(scope, 0).codes["stage"]) for item in stages.items]
    with_totals = maker.rng.random() < 0.5
    if with_totals:
        heads.append(maker.word("total"))
        scopes.append(scope)
    rows: Rows = [tuple(Cell(text, head=True) for text in (down.stub, *heads))]
    for item, label in maker.lines(down, with_totals):
        texts = [
            printer.count(item.at(own, 0), item.label, head, label=label)
            for own, head in zip(scopes, heads, strict=True)
        ]
        rows.append((Cell(item.label, head=True), *(Cell(text) for text in texts)))
    return Table(title, tuple(rows), 1, maker.look)


def quarters(maker: Maker, scope: Scope, title: str) -> Table:
    """Quarters, whose own figures no truth is asked for, and the year's total, whose is."""
    whole = resolve(maker.ledger.world, scope, "rec")
    cuts = sorted(maker.rng.randint(0, whole.value) for _ in range(3))
    parts = [b - a for a, b in zip((0, *cuts), (*cuts, whole.value), strict=True)]
    names = maker.rng.choice((("Q1", "Q2", "Q3", "Q4"), tuple(f"Quarter {in_words(n)}" for n in range(1, 5))))
    printer = Printer(maker.ledger, "table", title, "quarters and the year", "quarters")
    word = maker.word("total")
    rows: Rows = [(Cell("Quarter", head=True), Cell(maker.year(0), head=True))]
    rows += [(Cell(name, head=True), Cell(str(part))) for name, part in zip(names, parts, strict=True)]
    rows.append((Cell(word, head=True), Cell(printer.count(whole, word, maker.year(0)))))
    return Table(title, tuple(rows), 1, maker.look)


def as_list(maker: Maker, axis: Axis, scope: Scope, lead: str) -> Bullets:
    """The year's lines as a list; nothing is said of those at nought."""
    shapes = parted(load("layouts")["lists"], "\n")
    if axis.topic == "age":  # '106 16-24' is what nobody writes
        shapes = tuple(shape for shape in shapes if shape != "count label")
    shape = maker.rng.choice(of_split(shapes, maker.ledger.world.split) or shapes)
    printer = Printer(maker.ledger, "list", lead, f"{identity(shape)} {shape}", axis.topic)
    lines = []
    for item in axis.items:
        figure, before = item.at(scope, 0), item.at(scope, 1)
        if not figure.value:
            continue
        of = axis.total(scope, 0).value
        count = printer.count(figure, item.label, label=item.id)
        if shape == "label: count (percent)":
            text = f"{item.label}: {count} ({printer.percent(figure, of, item.label, label=item.id)})"
        elif "share" in shape:
            text = f"{item.label} - {count}, or {printer.percent(figure, of, item.label, label=item.id)}"
        elif "last year" in shape:
            last = printer.count(before, item.label, maker.year(1), label=item.id)
            text = f"{item.label} - {count} ({last} in {maker.year(1)})"
        elif shape == "count label":
            text = f"{count} {item.label}"
        else:
            text = shape.replace("label", item.label).replace("count", count)
        lines.append(ListItem(text))
    return Bullets(tuple(lines))
