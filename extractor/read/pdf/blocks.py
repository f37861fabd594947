"""Pages read one by one to the blocks of a whole document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractor.model.types import Anchor, Block, Box, Issue, Prose, Table
from extractor.read.layout.tables import blocks_from_table
from extractor.read.pdf.charts.pictures import pictures, with_chart_marks
from extractor.read.pdf.charts.repeats import Points, without_repeats
from extractor.read.pdf.page_reading import Draft
from extractor.read.pdf.regions.items import Item, Stretch, Thing
from extractor.read.pdf.regions.order import ordered
from extractor.read.pdf.regions.page_breaks import join_aligned, join_prose, join_tables
from extractor.read.pdf.tables.cells import (
    Ruled,
    Sizes,
    aligned_table,
    prose_of,
    raw_table,
    rounded,
    ruled_table,
    tightened,
)
from extractor.read.pdf.tables.ruled import Filled
from extractor.read.pdf.tables.white_space import Aligned
from extractor.read.pdf.text.footnotes import foot_start, footnotes
from extractor.read.pdf.text.furniture import Edge, furniture_boxes, furniture_rows
from extractor.read.pdf.text.headings import Spot, body_size, with_headings
from extractor.read.pdf.text.paragraphs import paragraphs
from extractor.read.pdf.text.words import rows_of

INDENT = 90.0
"""Points by which the items of a list are set in at most."""
NEAR = 200
"""Blocks of a page on either side of one that are looked at."""
NESTED = 7.0
"""Points by which an inner list is set further in."""


Drawn = tuple[int, float, Sequence[tuple[Box, str]]]
"""Page number, height of the page, box and text of its tables."""
LOOK_BACK = 8
"""Pages before a batch that its running headers are compared with."""


class Story:
    """Gathers the pages of a document in order; what is settled is kept as blocks, without its words."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.notes: dict[int, list[Prose]] = {}
        self.furniture: list[Prose] = []
        self.sizes: Sizes = {}
        self.letters: Counter[float] = Counter()
        self.charts: dict[Spot, Points] = {}
        self._edges: list[Edge] = []
        self._tables: list[Drawn] = []
        """The last pages taken in, by which the next ones know their furniture."""
        self._images: Counter[tuple[int, ...]] = Counter()
        self._open: tuple[int, int, Item] | None = None
        """First page, last page and content of the last item, which the next page may go on with."""
        self._page = 0
        self._bare = False

    def add(self, drafts: Sequence[Draft]) -> None:
        """Takes in consecutive pages; running headers are told by comparing them."""
        for draft in drafts:
            self.letters.update(draft.letters)
            self.charts.update(draft.charts)
        body = body_size(self.letters)
        edges: list[Edge] = [(d.number, d.height, d.rows) for d in drafts]
        tables: list[Drawn] = [
            (d.number, d.height, [(g.box, _grid_text(g)) for g in d.grids]) for d in drafts
        ]
        known = len(self._edges)
        aside = furniture_rows([*self._edges, *edges])[known:]
        heads = {(place - known, index) for place, index in furniture_boxes([*self._tables, *tables])}
        self._edges, self._tables = edges[-LOOK_BACK:], tables[-LOOK_BACK:]
        figures = pictures(drafts, self._images)
        for place, (draft, own, images) in enumerate(zip(drafts, aside, figures, strict=True)):
            for index in sorted(own):
                anchor = Anchor(page=draft.number, bbox=rounded(draft.rows[index].box))
                self.furniture.append(Prose(draft.rows[index].text, anchor=anchor))
            rows = [row for index, row in enumerate(draft.rows) if index not in own]
            foot = foot_start(rows, draft.rules, draft.height, draft.width, body)
            if foot < len(rows):
                self.notes[draft.number] = footnotes(rows[foot:], draft.number)
            things: list[Thing] = []
            for index, filled in enumerate(draft.grids):
                if (place, index) in heads:
                    anchor = Anchor(page=draft.number, bbox=rounded(filled.box))
                    self.furniture.append(Prose(_grid_text(filled), anchor=anchor))
                else:
                    things.append(Thing(filled.box, ruled_table(filled, draft.number, self.sizes)))
            things += [Thing(f.box, f.blocks) for f in (*draft.figures, *images)]
            things += [Thing(table.box, table) for table in draft.tables]
            for item in ordered(rows[:foot], things, draft.rules, draft.boxes):
                self._take(draft.number, item)

    def blocks(self) -> tuple[list[Block], list[Issue]]:
        """All blocks in reading order, page breaks mended, headings by their size."""
        self._close()
        for number in sorted(self.notes):
            self.found.extend(self.notes[number])
        found, issues = without_repeats(with_chart_marks(self.found), self.charts)
        return with_headings(nested_lists(found), self.sizes, body_size(self.letters)), issues

    def _take(self, page: int, item: Item) -> None:
        """The next item of a page: a table that goes on with the last one, or what closes that."""
        if self._open is not None:
            first, last, before = self._open
            one = _table_over_break(before, item) if page == last + 1 else None
            if one is not None:
                self._open = first, page, one
                return
            self._close()
        self._open = page, page, item

    def _close(self) -> None:
        """The last item as blocks, joined to those before where a page break parted them."""
        if self._open is None:
            return
        number, _, item = self._open
        self._open = None
        found = self.found
        for block in self._item_blocks(number, item):
            here = block.anchor.page or number
            one: Block | None = None
            near = here == self._page + 1 or (
                here == self._page and bool(found) and _next_column(found[-1], block)
            )
            if found and self._page and near:
                one = join_prose(found[-1], block)
                if one is None and self._bare and _is_bare(item):
                    one = join_bare(found[-1], block)
            if one is not None:
                found[-1] = one
            if here > self._page:
                for between in range(self._page, here):
                    found.extend(self.notes.pop(between, ()))
                self._page = here
            if one is None:
                found.append(block)
        self._bare = _is_bare(item)

    def _item_blocks(self, page: int, item: Item) -> list[Block]:
        if isinstance(item, Stretch):
            return self._prose_blocks(page, item)
        content = item.content if isinstance(item, Thing) else item
        if isinstance(content, Aligned):
            return [aligned_table(content, page)]
        if isinstance(content, Ruled):
            return [tightened(block) for block in blocks_from_table(raw_table(content))]
        return list(content)

    def _prose_blocks(self, page: int, item: Stretch) -> list[Block]:
        """The paragraphs of a stretch; one that a box interrupts is one."""
        found: list[Block] = []
        for para in paragraphs(item.rows):
            block = prose_of(para, page, self.sizes)
            resumes = found and para.rows[0].baseline in item.resumed
            one = join_prose(found[-1], block) if resumes else None
            if one is not None:
                found[-1] = one
            else:
                found.append(block)
        return found


def _is_bare(item: Item) -> bool:
    """A table that only white space draws."""
    return isinstance(item, Aligned) or (isinstance(item, Thing) and isinstance(item.content, Aligned))


def _grid_text(filled: Filled) -> str:
    return " ".join(row.text for words in filled.words if words for row in rows_of(words))


def _table_over_break(above: Item, below: Item) -> Item | None:
    """One ruled table of two that a page break parted; None where they are two."""
    if not isinstance(above, Thing) or not isinstance(below, Thing):
        return None
    if not isinstance(above.content, Ruled) or not isinstance(below.content, Ruled):
        return None
    one = join_tables(above.content, below.content)
    return None if one is None else Thing(above.box, one)


def _next_column(above: Block, below: Block) -> bool:
    """The second block stands at the head of the next column of the same page."""
    a, b = above.anchor.bbox, below.anchor.bbox
    return a is not None and b is not None and b[0] > a[2] - 5 and b[1] < a[3] - 8


def _margin(block: Block, near: Sequence[Block]) -> float:
    """The left edge of the column in which a block stands."""
    own = block.anchor.bbox or (0.0, 0.0, 0.0, 0.0)
    page = [b.anchor.bbox for b in near if b.anchor.page == block.anchor.page and b.anchor.bbox]
    return min((b[0] for b in page if own[0] - INDENT < b[0] < own[2] and b[2] > own[0]), default=own[0])


def join_bare(above: Block, below: Block) -> Block | None:
    """Two tables without lines as one, where a page break parted them."""
    if isinstance(above, Table) and isinstance(below, Table):
        return join_aligned(above, below)
    return None


def nested_lists(blocks: Sequence[Block]) -> list[Block]:
    """List items with the depth that their indentation shows, each list by itself."""
    found: list[Block] = []
    edges: list[float] = []
    shift = 0.0
    for k, block in enumerate(blocks):
        above = blocks[k - 1] if k else None
        if above is None or above.anchor.page != block.anchor.page:
            shift = 0.0
        elif _next_column(above, block):
            near = blocks[max(0, k - NEAR) : k + NEAR]
            shift = _margin(block, near) - _margin(above, near)
        if isinstance(block, Prose) and block.kind == "list" and block.anchor.bbox:
            x0 = block.anchor.bbox[0] - shift
            while edges and x0 < edges[-1] - NESTED:
                edges.pop()
            if not edges or x0 > edges[-1] + NESTED:
                edges.append(x0)
            found.append(replace(block, level=len(edges)))
            continue
        if not (isinstance(block, Prose) and block.kind == "footnote"):
            edges = []
        found.append(block)
    return found
