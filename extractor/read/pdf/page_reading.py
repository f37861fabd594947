"""One page as far as it can be read by itself: grids filled, charts read, rows of text left over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.model.types import Anchor, Block, Box, Cell, Picture, Table
from extractor.read.pdf.charts.find import Chart, find_charts
from extractor.read.pdf.charts.marks import Point
from extractor.read.pdf.charts.repeats import Points
from extractor.read.pdf.charts.values import Reading, read_chart
from extractor.read.pdf.engine.images import together
from extractor.read.pdf.ink import PageInk, Rule, hull, within
from extractor.read.pdf.regions.boxes import text_boxes
from extractor.read.pdf.tables.cells import rounded
from extractor.read.pdf.tables.lines import Line, split_rules
from extractor.read.pdf.tables.part_ruled import completed
from extractor.read.pdf.tables.ruled import Figure, Filled, drawn_grids, faint_grids, fill_grids
from extractor.read.pdf.tables.shading import bands
from extractor.read.pdf.tables.white_space import Aligned
from extractor.read.pdf.text.headings import Spot
from extractor.read.pdf.text.initials import with_initials
from extractor.read.pdf.text.pieces import chunks
from extractor.read.pdf.text.words import Row, Word, rows_of, turned_words, words_of

LONG_RULE = 30.0
TYPED = 15
"""Underscores or dashes in a row that are a line across the text; fewer are a blank to fill in."""
PICTURE_SIDE = 70.0
"""Points: smaller images are logos and bullets."""


@dataclass(slots=True)
class Draft:
    """What one page gives before the other pages are known."""

    number: int
    width: float
    height: float
    rows: list[Row]
    """Rows of text outside grids and charts, top to bottom."""
    grids: list[Filled]
    figures: list[Figure]
    rules: list[Line]
    """Long horizontal rules."""
    images: list[Box]
    boxes: list[Box] = field(default_factory=list)
    """Coloured and framed boxes with text of their own, the largest first."""
    charted: frozenset[Box] = frozenset()
    """Images that look like charts."""
    charts: dict[Spot, Points] = field(default_factory=dict)
    """Labels and figures of the charts that print theirs, by where they stand."""
    letters: Counter[float] = field(default_factory=Counter)
    """Letters by size of print, the whole page."""
    tables: list[Aligned] = field(default_factory=list)
    """Tables of white space of which something is drawn."""

    def words(self) -> list[Word]:
        """All words outside charts."""
        found = [word for row in self.rows for word in row.words]
        found += [word for grid in self.grids for cell in grid.words for word in cell]
        lines = (line for table in self.tables for row in table.rows for _, _, cell in row for line in cell)
        return [*found, *(word for line in lines for word in line.words)]


def draft_of(ink: PageInk) -> Draft:
    """Reads one page."""
    words, typed = _typed_rules(with_initials(words_of(ink)))
    if typed:
        ink = replace(ink, rules=(*ink.rules, *typed))
    turned = turned_words(ink) if any(char.style.angle for char in ink.chars) else []
    grids = drawn_grids(ink.rules, ink.fills)
    charts = find_charts(ink, words, turned, [g.cell_box(c) for g in grids for c in g.cells])
    rules: Sequence[Rule] = ink.rules
    if charts:
        words, turned, rules = _without(charts, words, turned, ink.rules)
        fills = [f for f in ink.fills if not any(within(f.box, c.box, 2) for c in charts)]
        grids = drawn_grids(rules, fills)
    read = [chart_figure(chart, ink.number) for chart in charts]
    figures = [figure for figure, _ in read]
    filled, left, loose = fill_grids(grids, [*words, *_upended(turned)], figures)
    across, _ = split_rules([*rules, *bands(ink.fills)], LONG_RULE)
    filled, left, whole = completed(filled, faint_grids(grids, left), left, across)
    letters: Counter[float] = Counter()
    for word in words:
        letters[word.style.size] += len(word.text)
    images = [box for box in together(ink.images) if min(box[2] - box[0], box[3] - box[1]) >= PICTURE_SIDE]
    rows = rows_of(left)
    return Draft(
        ink.number,
        ink.width,
        ink.height,
        rows,
        filled,
        loose,
        across,
        images,
        text_boxes(
            ink, rows, [*(f.box for f in filled), *(f.box for f in figures), *(table.box for table in whole)]
        ),
        frozenset(ink.charted),
        {(ink.number, rounded(figure.box)): points for figure, points in read if points},
        letters,
        whole,
    )


def _typed_rules(words: list[Word]) -> tuple[list[Word], list[Rule]]:
    """The words, less the lines that are typed as rows of underscores, dashes or the like; those as rules."""
    lines = [w for w in words if len(w.text) >= TYPED and not w.text.strip("_-–—=")]
    if not lines:
        return words, []
    at = [(w, w.baseline + 1 if w.text[0] == "_" else w.baseline - 0.3 * w.style.size) for w in lines]
    rules = [Rule(w.x0, y, w.x1, y) for w, y in at]
    return [w for w in words if w not in lines], rules


def _upended(turned: Sequence[Word]) -> list[Word]:
    """Lines of upended text as upright words in the box where they stand, for turned headers."""
    found: list[Word] = []
    for angle in sorted({word.style.angle for word in turned}):
        for row in rows_of([word for word in turned if word.style.angle == angle]):
            for part in chunks(row):
                x0, top, x1, bottom = hull([word.box for word in part.words])
                style = part.words[0].style._replace(angle=0)
                base = bottom if angle == 90 else (top + bottom) / 2 + 0.3 * style.size
                found.append(Word(part.text, x0, top, x1, bottom, base, style))
    return found


def _without(
    charts: Sequence[Chart], words: Sequence[Word], turned: Sequence[Word], rules: Sequence[Rule]
) -> tuple[list[Word], list[Word], list[Rule]]:
    """Words and rules that belong to no chart."""
    own = {id(w) for c in charts for w in (*c.words, *c.turned)}
    mine = {w for c in charts for w in (*c.words, *c.turned)}
    return (
        [w for w in words if id(w) not in own and w not in mine],
        [w for w in turned if w not in mine],
        [r for r in rules if not any(within(r[:4], c.box, 2) for c in charts)],
    )


def chart_figure(chart: Chart, page: int) -> tuple[Figure, Points]:
    """A chart as a table of its figures, or as a Picture with its legend.

    With it the labels and figures; the labels of a point are parted by '|'.
    """
    reading = read_chart(chart)
    points = tuple((f"{p.category}|{p.series}", p.figure) for p in reading.points)
    anchor = Anchor(page=page, bbox=rounded(chart.box))
    series = list(dict.fromkeys(p.series for p in reading.points))
    if points:
        return Figure(chart.box, (_series_table(reading, series, anchor),)), points
    alt = reading.title or ("" if reading.legend else "; ".join(reading.labels))
    return Figure(chart.box, (Picture(alt, reading.legend, True, anchor),)), points


def _series_table(reading: Reading, series: Sequence[str], anchor: Anchor) -> Block:
    """Categories down, series across; each figure with the box where it is printed."""
    figures = {(p.category, p.series): p for p in reading.points}
    names = list(dict.fromkeys(p.category for p in _in_order(reading)))
    heads = list(series) if len(series) > 1 else [reading.axis]
    lines: list[list[Point | str]] = [["", *heads]] if any(heads) else []
    lines += [[name, *(figures.get((name, s), "") for s in series)] for name in names]
    cells = tuple(
        Cell(
            part if isinstance(part, str) else part.figure,
            r,
            c,
            header=(any(heads) and not r) or not c,
            anchor=_cell_anchor(part, anchor, r, c),
        )
        for r, line in enumerate(lines)
        for c, part in enumerate(line)
    )
    return Table(cells, len(lines), len(lines[0]), reading.title, anchor=anchor, chart=True)


def _cell_anchor(part: Point | str, chart: Anchor, row: int, column: int) -> Anchor:
    """A figure stands in its own box, a label somewhere in the chart's."""
    box = chart.bbox if isinstance(part, str) else rounded(part.box)
    return Anchor(chart.page, box, row=row + 1, column=column + 1)


def _in_order(reading: Reading) -> list[Point]:
    """Points in the order in which the chart's labels stand."""
    at = {label: i for i, label in enumerate(reading.labels)}
    return sorted(reading.points, key=lambda p: at.get(p.category, len(at)))
