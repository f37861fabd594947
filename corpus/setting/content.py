"""From a report's YAML to its blocks, with the rows of truth for every figure in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from setting.blocks import (
    Aside,
    Bar,
    Block,
    Box,
    Bullets,
    Cell,
    Chart,
    Columns,
    Definitions,
    Heading,
    Item,
    PageBreak,
    Paragraph,
    Report,
    Table,
    Tile,
    Tiles,
    Title,
)
from setting.wording import Ledger

NOTICE = (
    "This is a re-setting of published figures, made as an example; it is not the council's own report. "
    "The words and the layout are new. The figures are those of {source}."
)


FOOTNOTE = re.compile(r"\[\^(.+?)\^\]")


class ContentFault(Exception):
    """A report's YAML that cannot be set."""


class Writer:
    """Fills one report's blocks in reading order and counts the places that truth names."""

    def __init__(self, ledger: Ledger, source: str) -> None:
        self.ledger = ledger
        self.source = source
        self.section = 0
        self.counts: dict[str, int] = {}

    def blocks(self, given: Iterable[dict[str, Any]]) -> tuple[Block, ...]:
        """The blocks, each a mapping with one key that names its kind."""
        return tuple(self._block(block) for block in given)

    def _block(self, given: dict[str, Any]) -> Block:
        kind = next(iter(given))
        make = getattr(self, f"_{kind}", None)
        if make is None:
            raise ContentFault(f"'{kind}' is no kind of block.")
        block: Block = make(given[kind])
        return block

    def _next(self, kind: str) -> int:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return self.counts[kind]

    def _within(self, kind: str) -> str:
        return f"section {self.section}, {kind} {self._next(f'{self.section} {kind}')}"

    def _title(self, given: Any) -> Block:
        return Title(given["text"], given.get("under", ""))

    def _notice(self, _: Any) -> Block:
        return Paragraph(NOTICE.format(source=self.source), "notice")

    def _h1(self, text: str) -> Block:
        self.section += 1
        return Heading(text, 1)

    def _h2(self, text: str) -> Block:
        self.section += 1
        return Heading(text, 2)

    def _p(self, text: str) -> Block:
        return Paragraph(self.ledger.fill(text, "prose", self._within("paragraph")))

    def _note(self, text: str) -> Block:
        return Paragraph(self.ledger.fill(text, "prose", self._within("note")), "note")

    def _quote(self, text: str) -> Block:
        return Paragraph(text, "quote")

    def _list(self, given: Any) -> Block:
        place = self._within("list")
        items: list[Item] = []
        for entry in given:
            level, text = (2, entry["sub"]) if isinstance(entry, dict) else (1, entry)
            filled = self.ledger.fill(text, "list", f"{place}, item {len(items) + 1}")
            items.append(Item(filled, level))
        return Bullets(tuple(items))

    def _definitions(self, given: Any) -> Block:
        place = self._within("definitions")
        entries = [
            (term, self.ledger.fill(text, "list", f"{place}, entry {at}"))
            for at, (term, text) in enumerate(given.items(), 1)
        ]
        return Definitions(tuple(entries))

    def _tiles(self, given: Any) -> Block:
        tiles = []
        for figure, label in given:
            place = f"tile {self._next('tile')}"
            tiles.append(Tile(self.ledger.fill(figure, "tile", place), label))
        return Tiles(tuple(tiles))

    def _aside(self, given: Any) -> Block:
        figure, label = given
        return Aside(self.ledger.fill(figure, "tile", f"text box {self._next('text box')}"), label)

    def _chart(self, given: Any) -> Block:
        place = f"chart {self._next('chart')}"
        bars = []
        for at, (label, figure) in enumerate(given["bars"], 1):
            printed = self.ledger.fill(figure, "chart", f"{place}, label {at}")
            bars.append(Bar(label, printed, float(printed.strip("<%").replace(",", ""))))
        return Chart(given["caption"], tuple(bars), given.get("kind", "bars"))

    def _table(self, given: Any) -> Block:
        place = f"table {self._next('table')}"
        head_rows = given.get("head_rows", 1)
        plain = [[_cell(cell, at < head_rows) for cell in row] for at, row in enumerate(given["rows"])]
        empty = Table("", tuple(map(tuple, plain)))
        filled: list[list[Cell]] = []
        for at, row in enumerate(empty.grid(), 1):
            filled.append([])
            for column, cell in enumerate(row, 1):
                if cell is not None:
                    text = self.ledger.fill(cell.text, "table", f"{place}, row {at}, column {column}")
                    filled[-1].append(Cell(text, cell.cols, cell.rows, cell.head))
        note = self.ledger.fill(given.get("note", ""), "prose", f"{place}, note")
        caption = given.get("caption", "")
        return Table(
            caption,
            tuple(map(tuple, filled)),
            head_rows,
            given.get("look", "grid"),
            note,
            given.get("runs_on", False),
        )

    def _box(self, given: Any) -> Block:
        return Box(self.blocks(given))

    def _columns(self, given: Any) -> Block:
        return Columns(tuple(self.blocks(side) for side in given))

    def _page(self, _: Any) -> Block:
        return PageBreak()


def with_plain_notes(report: Report) -> Report:
    """The same report for a format without footnotes: a star in the text, the note below the paragraph."""
    return replace(report, blocks=tuple(_with_plain_notes(report.blocks)))


def _with_plain_notes(given: Iterable[Block]) -> Iterable[Block]:
    for block in given:
        if isinstance(block, Box):
            yield replace(block, blocks=tuple(_with_plain_notes(block.blocks)))
        elif isinstance(block, Paragraph) and (notes := FOOTNOTE.findall(block.text)):
            yield replace(block, text=FOOTNOTE.sub("*", block.text))
            yield from (Paragraph(f"* {note}", "note") for note in notes)
        else:
            yield block


def _cell(given: Any, head: bool) -> Cell:
    if not isinstance(given, dict):
        return Cell("" if given is None else str(given), head=head)
    text = str(given.get("text", ""))
    return Cell(text, given.get("cols", 1), given.get("rows", 1), given.get("head", head))


def load(path: Path) -> dict[str, Any]:
    """A report's YAML: stem, council, year, editions, manifest and blocks."""
    given: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    missing = {"council", "year", "title", "source", "editions", "blocks"} - set(given)
    if missing:
        raise ContentFault(f"{path.name} has no {sorted(missing)[0]}.")
    return given


def write(stem: str, given: dict[str, Any], ledger: Ledger) -> Report:
    """The report with its figures in place; their rows are added to the ledger."""
    blocks = Writer(ledger, given["source"]).blocks(given["blocks"])
    return Report(stem, given["title"], given["council"], given["year"], blocks, given.get("site", ""))
