"""What a report is made of once its figures are in place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Title:
    text: str
    under: str = ""
    """The line below it, usually the council or the dates."""


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    text: str
    look: str = ""
    """'', 'notice' (the mark of a re-setting), 'note' (under a table) or 'quote'."""


@dataclass(frozen=True)
class Item:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Bullets:
    items: tuple[Item, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Cell:
    text: str
    """Lines parted by a line feed stand one above the other."""
    cols: int = 1
    rows: int = 1
    head: bool = False


@dataclass(frozen=True)
class Table:
    caption: str
    rows: tuple[tuple[Cell, ...], ...]
    """Without the places that a cell spanning several takes up."""
    head_rows: int = 1
    look: str = "grid"
    """'grid' (all rules), 'lines' (rules between rows only) or 'open' (none)."""
    note: str = ""
    runs_on: bool = False
    """It may break over two pages, with its header rows once more on the second."""

    @property
    def width(self) -> int:
        """How many columns it has."""
        return sum(cell.cols for cell in self.rows[0])

    def grid(self) -> list[list[Cell | None]]:
        """Row by row with None where an earlier cell spans."""
        grid: list[list[Cell | None]] = [[None] * self.width for _ in self.rows]
        taken: set[tuple[int, int]] = set()
        for at, row in enumerate(self.rows):
            column = 0
            for cell in row:
                while (at, column) in taken:
                    column += 1
                grid[at][column] = cell
                taken |= {(at + r, column + c) for r in range(cell.rows) for c in range(cell.cols)}
                column += cell.cols
        return grid


@dataclass(frozen=True)
class Tile:
    figure: str
    label: str


@dataclass(frozen=True)
class Tiles:
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Bar:
    label: str
    figure: str
    """As printed at the bar."""
    size: float


@dataclass(frozen=True)
class Chart:
    caption: str
    bars: tuple[Bar, ...]
    kind: str = "bars"
    """'bars' (lying), 'columns' (standing, with an axis) or 'legend' (label and number beside it)."""


@dataclass(frozen=True)
class Definitions:
    entries: tuple[tuple[str, str], ...]
    """Term and what is said of it."""


@dataclass(frozen=True)
class Aside:
    """A text box beside the text."""

    figure: str
    label: str


@dataclass(frozen=True)
class Box:
    """A section inside a frame: a table of one cell where the format makes frames so."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Columns:
    """A part of the page set in columns."""

    sides: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True)
class PageBreak:
    pass


Block = (
    Title
    | Heading
    | Paragraph
    | Bullets
    | Table
    | Tiles
    | Chart
    | Definitions
    | Aside
    | Box
    | Columns
    | PageBreak
)


@dataclass(frozen=True)
class Report:
    """One report, ready to be set in any format."""

    stem: str
    title: str
    council: str
    year: str
    blocks: tuple[Block, ...]
    site: str = ""
    """The name of the web site that an HTML edition pretends to be part of."""
