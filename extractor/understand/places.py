"""Which blocks of a document are worth reading, and what is in force at each."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace

from extractor.language import number_words, numbers, periods
from extractor.language.shapes import has_loose_digits
from extractor.lexicon.rulebook import Rulebook
from extractor.model.types import Block, Context, Document, Picture, Place, Prose, SourceKind, Table
from extractor.read.layout.line_shapes import is_part
from extractor.understand import entry_lines

_DIGIT = re.compile(r"\d")
_CAPTION = re.compile(r"^\s*(?:table|figure|chart|graph|fig\.?)\s*\d+[a-z]?\b", re.I)
_WORDS = re.compile(r"[A-Za-z]{3,}\W+[A-Za-z]{2,}|[A-Za-z]{6,}")
_NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2})*\.?\s+")
"""The number of a section before its title."""
_LETTERED = re.compile(r"[A-Z]\d{1,2}(?:\.\d{1,2})*\.?\s+")
"""The mark of a section in a lettered part: 'B3'."""
_FIRST = 3
"""Blocks of which the first heading is the document's title."""
_TILE_ROWS = 4
_TILE_LABEL = 60
"""Characters of the words of a tile, at most."""
_BELOW_TILES = ("paragraph", "list", "caption", "heading")
_MARKS = re.compile(r"[*_]{1,2}")


@dataclass
class _State:
    headings: list[tuple[int, str]] = field(default_factory=list)
    caption: str = ""
    lead: str = ""
    lead_at: int = -9
    notes: tuple[str, ...] = ()
    titles: set[str] = field(default_factory=set)
    legend: str = ""

    def context(self, caption: str = "") -> Context:
        titles = sum(text in self.titles for _, text in self.headings)
        headings = tuple(h for _, h in self.headings)
        return Context(headings, caption or self.caption, self.lead, self.notes, self.legend, titles)

    def heading(self, level: int, text: str) -> None:
        level = level or 9
        self.headings = [h for h in self.headings if h[0] < level]
        self.headings.append((level, text))
        self.caption = self.lead = ""


def locate(document: Document, rulebook: Rulebook) -> list[Place]:
    """The places of a document in reading order, each with its context."""
    return list(_places(_with_captions_above(document.blocks)))


def _with_captions_above(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks; where every caption stands below its table, and none above one, each as its table's."""
    out = list(blocks)
    captions = [i for i, b in enumerate(blocks) if isinstance(b, Prose) and b.kind == "caption"]
    below = [i for i in captions if i and isinstance(blocks[i - 1], Table)]
    above = [i for i in captions if i + 1 < len(blocks) and isinstance(blocks[i + 1], Table)]
    if len(below) == len(captions) and not above:
        for i in below:
            table, caption = blocks[i - 1], blocks[i]
            if isinstance(table, Table) and isinstance(caption, Prose) and not table.caption:
                out[i - 1] = replace(table, caption=caption.text)
                out[i] = replace(caption, kind="toc")
    for i in captions:
        run = _run_above(blocks, i)
        if run > 1 and not (i + 1 < len(blocks) and isinstance(blocks[i + 1], Table | Picture)):
            out[i - run : i + 1] = [blocks[i], *blocks[i - run : i]]
    return tuple(out)


def _run_above(blocks: tuple[Block, ...], i: int) -> int:
    """How many lines that are each a label with its number, and no more, stand right above a block."""
    run = 0
    for block in reversed(blocks[:i]):
        if not isinstance(block, Prose) or block.kind != "paragraph" or not entry_lines.split(block.text):
            break
        run += 1
    return run


def _places(blocks: tuple[Block, ...]) -> Iterator[Place]:
    state = _State(legend=_legend(blocks))
    i = 0
    while i < len(blocks):
        block = blocks[i]
        if state.lead and not isinstance(block, Prose) and i - state.lead_at > 2:
            state.lead = ""
        if isinstance(block, Table) and (tiles := _tiles(block)):
            for tile in tiles:
                yield Place(tile, "tile", "a key number and its words", state.context(), i)
        elif isinstance(block, Table):
            yield _table(blocks, i, block, state)
        elif isinstance(block, Picture):
            yield from _picture(block, state, i)
        elif block.kind in ("heading", "title"):
            first = block.kind == "title" or (block.level <= 1 and not state.titles and i < _FIRST)
            if first and not is_part(block.text):  # 'Chapter 4: Housing' titles a part of a report
                state.titles.add(block.text)
            lowest = block.kind == "title" or _leads_list(blocks, i)
            state.heading(0 if lowest else block.level, block.text)
        elif _weak_heading(blocks, i):
            state.heading(7 if _weak_heading(blocks, i + 1) else 8, block.text)
        elif block.kind == "caption":
            state.caption, state.lead = block.text, ""
            state.headings = [h for h in state.headings if h[0] < 7]
        elif block.kind not in ("toc",):
            if item := _item_above(blocks, i):
                state, whole = replace(state, lead=item, lead_at=i), state
            else:
                whole = state
            read = _list(blocks, i, block, state)
            if read is not None:
                yield read[0]
                i += read[1]
            else:
                skip = yield from _prose(blocks, i, block, state)
                i += skip
            state = whole
        i += 1


def _table(blocks: tuple[Block, ...], i: int, block: Table, state: _State) -> Place:
    """A table or chart, under its own caption or the title or note above it."""
    above, outer = _above(blocks, i), state.caption
    if block.caption:
        state.caption = _with_own_title(state.caption, block)
    elif not state.caption and _is_title(above):
        state.caption = above.text if isinstance(above, Prose) else ""
    elif not state.caption and isinstance(above, Prose) and above.kind == "heading" and not block.chart:
        state.caption = above.text
    told = _above(blocks, i - 1) if _captioned(above) or _is_title(above) else above
    state.notes = block.notes + _note(told)
    kind, words = ("chart", "a chart that prints its numbers") if block.chart else ("table", "a table")
    place = Place(block, kind, words, state.context(), i)  # type: ignore[arg-type]
    state.caption, state.lead, state.notes = outer if _shares_caption(blocks, i) else "", "", ()
    return place


def _list(blocks: tuple[Block, ...], i: int, block: Prose, state: _State) -> tuple[Place, int] | None:
    """Entries in one line, or line by line, as a small table, with how many more blocks they take."""
    run = _entries(blocks, i)
    listed = entry_lines.split_list(block.text) if block.kind in ("paragraph", "list") else None
    if run is None and listed is not None and not _is_tile(block.text):
        table = entry_lines.list_table(listed[1], block.anchor)
        context = replace(state.context(), lead=listed[0] or state.lead)
        return Place(table, "list", "a list in one line", context, i), 0
    if run is None:
        return None
    above = _above(blocks, i)
    titled = not state.caption and not state.lead and _is_title(above)
    context = replace(
        state.context(above.text if titled and isinstance(above, Prose) else ""), notes=_note(above)
    )
    state.lead = ""
    return Place(run, "list", "a list of labels with their numbers", context, i), run.rows + 1 - run.columns


def _legend(blocks: tuple[Block, ...]) -> str:
    """The first sentence that says what stands in brackets, for tables that do not say it themselves."""
    texts = (b.text for b in blocks if isinstance(b, Prose) and "brackets" in b.text)
    sentences = (s for text in texts for s in re.split(r"(?<=[.!?])\s+(?=[A-Z])", text))
    return next((s for s in sentences if "brackets" in s and periods.find(s)), "")


def _with_own_title(caption: str, block: Table) -> str:
    """A table's own caption; that of a chart with a bare title ('2021/22') keeps the one printed above it."""
    bare = block.chart and caption and len(block.caption.split()) < 3 and block.caption not in caption
    return f"{caption}: {block.caption}" if bare else block.caption


def _shares_caption(blocks: tuple[Block, ...], i: int) -> bool:
    """Two charts side by side stand under one caption."""
    here, after = blocks[i], blocks[i + 1] if i + 1 < len(blocks) else None
    return isinstance(here, Table) and here.chart and isinstance(after, Table) and after.chart


def _numberish(text: str) -> bool:
    """Can this text hold a number at all? A cheap first question."""
    return _DIGIT.search(text) is not None or number_words.mentioned(text.lower())


def _above(blocks: tuple[Block, ...], i: int) -> Block | None:
    """The block above, pictures passed over."""
    return next((b for b in reversed(blocks[max(0, i - 4) : i]) if not isinstance(b, Picture)), None)


def _note(above: Block | None) -> tuple[str, ...]:
    """The paragraph above a table or list, where it is short enough to introduce it."""
    told = isinstance(above, Prose) and above.kind == "paragraph" and len(above.text) < 400
    return (above.text,) if told and isinstance(above, Prose) else ()


def _captioned(block: Block | None) -> bool:
    """Is it the caption of what follows?"""
    return isinstance(block, Prose) and (block.kind == "caption" or bool(_CAPTION.match(block.text)))


def _is_title(block: Block | None) -> bool:
    """A short line right above a table, without an end mark, is its title."""
    if not isinstance(block, Prose) or block.kind != "paragraph":
        return False
    text = _NUMBERED.sub("", block.text.strip())
    return 1 < len(text.split()) <= 16 and text[-1:] not in ".;,!" and (text[0].isupper() or text[0] == "%")


def _weak_heading(blocks: tuple[Block, ...], i: int) -> bool:
    """A short line of words without an end mark, set above a paragraph: a heading not marked as one."""
    if i + 1 >= len(blocks):
        return False
    block, below = blocks[i], blocks[i + 1]
    if not isinstance(block, Prose) or block.kind != "paragraph" or not isinstance(below, Prose):
        return False
    text = block.text.strip()
    mark = _LETTERED.match(text)
    text = text[mark.end() :] if mark else text
    if not text[:1].isupper() or len(text.split()) > 9 or text[-1:] in ".:;,?!":
        return False
    if has_loose_digits(text) or number_words.mentioned(text.lower()):
        return False
    return below.kind == "paragraph" and (
        mark is not None or len(below.text) > 60 or below.text[-1:] == ":" or _weak_heading(blocks, i + 1)
    )


def _picture(block: Picture, state: _State, i: int) -> Iterator[Place]:
    """A chart whose legend prints its numbers is read as a small table."""
    lines = [line for line in block.legend if entry_lines.split(line)]
    table = entry_lines.as_table(lines, [block.anchor] * len(lines), state.caption) if lines else None
    if table is not None:
        yield Place(table, "chart", "a chart whose legend prints its numbers", state.context(), i)
    elif block.chart:
        yield Place(block, "chart", "a chart", state.context(block.alt), i)


def _item_above(blocks: tuple[Block, ...], i: int) -> str:
    """The label of the item that an item of a list in a list is about ('Planning: 12', '3 upheld'), or ''."""
    items: list[Prose] = []
    for block in reversed(blocks[: i + 1]):
        if not isinstance(block, Prose) or block.kind != "list" or not block.level:
            break
        items.append(block)
    above = next((item for item in items[1:] if item.level < items[0].level), None)
    entry = entry_lines.split(above.text) if above else None
    return entry[0] if entry and not entry[0][:1].islower() else ""


def _leads_list(blocks: tuple[Block, ...], i: int) -> bool:
    """'The complaints concerned:', set as a heading on top of a list, heads that list alone."""
    here, below = blocks[i], blocks[i + 1] if i + 1 < len(blocks) else None
    colon = isinstance(here, Prose) and here.text.rstrip().endswith(":")
    return colon and isinstance(below, Prose) and below.kind == "list"


def _entries(blocks: tuple[Block, ...], i: int) -> Table | None:
    """Two or more neighbouring lines that are each a label with its number."""
    run: list[Prose] = []
    for block in blocks[i:]:
        if (
            not isinstance(block, Prose)
            or block.kind not in ("list", "paragraph")
            or block.level != getattr(blocks[i], "level", 0)
            or not entry_lines.split(block.text)
            or entry_lines.split_list(block.text)
        ):
            break
        run.append(block)
    below = blocks[i + len(run)] if i + len(run) < len(blocks) else None
    leads = len(run) == 1 and isinstance(below, Prose) and below.kind == "list" and below.level > run[0].level
    if len(run) < 2 and not (leads and run[0].kind == "list" and run[0].level):
        return None
    return entry_lines.as_table([b.text for b in run], [b.anchor for b in run])


def _prose(blocks: tuple[Block, ...], i: int, block: Prose, state: _State) -> Generator[Place, None, int]:
    """One paragraph or list item; a number alone takes the words below it as its tile."""
    text = block.text.strip()
    skip = 0
    kind: SourceKind = "list" if block.kind == "list" else "prose"
    if _is_tile(text) and block.kind != "footnote":
        above = _words_first(blocks, i)
        words = blocks[i - 1] if above else _tile_words(blocks, i)
        if isinstance(words, Prose):
            block = replace(block, text=f"{text} {words.text.strip()}")
            kind, skip = "tile", 0 if above else 1
    if _CAPTION.match(text) and len(text) < 160 and block.kind == "paragraph" and not text.endswith("."):
        state.caption = text
        return skip
    before = blocks[i - 1] if i else None
    if kind == "prose" and isinstance(before, Prose) and before.kind == "list":
        state.lead = ""
    if kind == "prose" and state.lead and _label_value(text):
        kind = "list"
    if _numberish(block.text):
        yield Place(block, kind, "words with a number", state.context(), i)
    if block.kind == "footnote":
        return skip
    if text.endswith((":", ": -", ":-")):
        state.lead, state.lead_at = _last_sentence(text), i
    elif block.kind == "list" and state.lead:
        state.lead_at = i
    elif kind == "prose" and block.kind == "paragraph":
        state.lead = ""
        if len(text) > 200:
            state.caption = ""
    return skip


def _words_first(blocks: tuple[Block, ...], i: int) -> bool:
    """Does each number of a row of tiles stand below its words: 'Upheld', '48%', 'Not upheld', '27%'?"""
    first = last = i
    while first and _turns(blocks[first - 1], blocks[first]):
        first -= 1
    while last + 1 < len(blocks) and _turns(blocks[last + 1], blocks[last]):
        last += 1
    return last - first > 1 and not _is_tile_block(blocks[first]) and _is_tile_block(blocks[last])


def _turns(block: Block, beside: Block) -> bool:
    """Is a short line a number beside words, or words beside a number?"""
    short = isinstance(block, Prose) and block.kind == "paragraph" and len(block.text) <= _TILE_LABEL
    ends = isinstance(block, Prose) and block.text.rstrip().endswith((".", ":", ";"))
    return short and not ends and _is_tile_block(block) != _is_tile_block(beside)


def _is_tile_block(block: Block) -> bool:
    return isinstance(block, Prose) and _is_tile(block.text.strip())


def _last_sentence(text: str) -> str:
    """The words that lead into what follows: the part after the last full stop."""
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", text)[-1]


def _is_tile(text: str) -> bool:
    plain = _MARKS.sub("", text).strip()
    return (
        len(plain) <= 14
        and numbers.is_value_cell(plain)
        and any(c.isdigit() for c in plain)
        and not periods.find(plain)
    )


def _tiles(table: Table) -> list[Prose]:
    """The boxes of a table that only lays out key numbers: a number on a line of its own and its words."""
    out: list[Prose] = []
    for cell in table.cells:
        lines = [line.strip() for line in cell.text.split("\n") if line.strip()]
        if not lines:
            continue
        head, words = (lines[0], lines[1:]) if _is_tile(lines[0]) else (lines[-1], lines[:-1])
        if cell.header or not words or not _is_tile(head) or any(_DIGIT.match(line) for line in words):
            return []
        if not any(_WORDS.search(line) for line in words):
            return []
        told = " ".join(words) if lines[0] == head else " ".join(words).rstrip(":") + ":"
        text = f"{head} {told}" if lines[0] == head else f"{told} {head}"
        out.append(Prose(text, anchor=cell.anchor))
    return out if len(out) > 1 and table.rows <= _TILE_ROWS else []


def _tile_words(blocks: tuple[Block, ...], i: int) -> Prose | None:
    """The words that belong to a number standing alone: the next paragraph, if it holds words."""
    if i + 1 >= len(blocks):
        return None
    block, after = blocks[i], blocks[i + 1]
    listed = isinstance(block, Prose) and block.kind == "list"  # the words of an item stand in the list
    if isinstance(after, Prose) and after.kind in (("list",) if listed else _BELOW_TILES):
        text = after.text.strip()
        if text and not _is_tile(text) and len(text) < 200 and (text[:1].islower() or len(text) < 80):
            return after
    return None


def _label_value(text: str) -> bool:
    return bool(re.match(r"^[^.]{2,80}?\s*(?:[:–-]\s*|\()\s*[<>£]?\d[\d,.]*\s*%?\)?\s*$", text))


__all__ = ["locate"]
