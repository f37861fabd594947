"""The printed place behind a figure: the page as a picture, or the words around it with the figure marked."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor.model.types import Block, Cell, Document, Prose, Table

NEAR = 130.0
"""Points above and below the figure that the zoomed picture shows."""
KEPT_PICTURES, KEPT_REPORTS = 24, 4
"""What stays in memory; a picture is some 200 kB."""
AROUND = 2
"""Blocks before and after the one with the figure."""
MOST_ROWS = 40


@dataclass(frozen=True)
class Part:
    """A paragraph or a grid; `pieces` are texts, each with whether it is marked."""

    kind: str
    pieces: tuple[tuple[str, bool], ...] = ()
    caption: str = ""
    grid: tuple[tuple[tuple[str, str], ...], ...] = ()
    """Rows of (text, role); the role is figure, label or ''."""


def report_file(folder: Path, source: str) -> Path | None:
    """The report's file under a folder; None where it is not there any more, or would lie outside."""
    root = folder.resolve()
    direct = (root / source).resolve()
    if direct.is_file() and direct.is_relative_to(root):
        return direct
    if not root.is_dir():
        return None
    name = Path(source).name
    return next((path for path in sorted(root.rglob(name)) if path.is_file()), None)


def picture(path: Path, row: Mapping[str, Any], patterns: Path, near: bool) -> bytes:
    """The page with the figure and its labels drawn on it, as PNG; near: only the band around it.

    Raises Unreadable where the file gives no such page.
    """
    box = tuple(map(float, row["bbox"].split()))
    value = float(row["value"]) if row["value"] is not None else None
    return _picture(path, path.stat().st_mtime_ns, int(row["page"]), (box, value), str(patterns), near)


@lru_cache(maxsize=KEPT_PICTURES)
def _picture(
    path: Path,
    changed: int,
    page: int,
    figure: tuple[tuple[float, ...], float | None],
    patterns: str,
    near: bool,
) -> bytes:
    from extractor.read.files import load
    from extractor.run import looking
    from extractor.understand.page_marks import labels_of

    (x0, top, x1, bottom), value = figure
    marks = _of_figure(labels_of(_marks(path, changed, patterns), page, (x0, top, x1, bottom)), value)
    drawn, scale = looking.drawn_page(load(path), page, marks)
    if near:
        last = min(drawn.height, round((bottom + NEAR) * scale))
        drawn = drawn.crop((0, max(0, round((top - NEAR) * scale)), drawn.width, last))
    buffer = io.BytesIO()
    drawn.save(buffer, format="PNG")
    return buffer.getvalue()


def _of_figure(marks: Sequence[Any], value: float | None) -> list[Any]:
    """Of several numbers in one sentence only the figure's own, where its digits tell it."""
    others = [mark for mark in marks if mark.kind == "claim" and _printed(mark.text) != value]
    told = any(mark.kind == "claim" and mark not in others for mark in marks)
    return [mark for mark in marks if not (told and mark in others)]


def _printed(text: str) -> float | None:
    digits = "".join(sign for sign in text if sign.isdigit() or sign == ".").strip(".")
    return float(digits) if digits.count(".") < 2 and digits else None


@lru_cache(maxsize=KEPT_REPORTS)
def _marks(path: Path, changed: int, patterns: str) -> Sequence[Any]:
    """`changed` is when the file was written: another file under the name is read anew."""
    from extractor.run import looking

    return looking.inspect(path, Path(patterns)).marks


def excerpt(path: Path, row: Mapping[str, Any], patterns: Path) -> tuple[Part, ...] | None:
    """The words around the figure, None where they are not found. Raises Unreadable."""
    document = _document(path, path.stat().st_mtime_ns, str(patterns))
    at = _block_of(document, row)
    if at is None:
        return None
    blocks = document.blocks[max(0, at - AROUND) : at + AROUND + 1]
    return tuple(_part(block, row, block is document.blocks[at]) for block in blocks if _text(block))


@lru_cache(maxsize=KEPT_REPORTS)
def _document(path: Path, changed: int, patterns: str) -> Document:
    from extractor.language.words import using
    from extractor.lexicon import rulebook
    from extractor.lexicon.language_words import words_of
    from extractor.read.files import load, read_bytes

    with using(words_of(rulebook.load(Path(patterns)))):
        return read_bytes(load(path), path.name)


def _block_of(document: Document, row: Mapping[str, Any]) -> int | None:
    """The block with the figure: the table of its number, else the paragraph with its words."""
    if row["table_index"]:
        tables = ((n, b.anchor.table) for n, b in enumerate(document.blocks) if isinstance(b, Table))
        return next((n for n, table in tables if table == int(row["table_index"])), None)
    words = _plain(row["evidence"] or "").rstrip("…")[:80]
    texts = [_plain(_text(block)) for block in document.blocks]
    found = next((n for n, text in enumerate(texts) if words and words in text), None)
    return _likest(words.split(), texts) if found is None else found


def _likest(words: Sequence[str], texts: Sequence[str]) -> int | None:
    """The text with most of the words, the number among them: a tile's words stand apart from its number."""
    number = next((word for word in words if _printed(word) is not None), "")
    shares = [
        sum(word in known for word in words) if number in (known := set(text.split())) else 0
        for text in texts
    ]
    return shares.index(max(shares)) if any(shares) else None


def _text(block: Block) -> str:
    if isinstance(block, Table):
        return " ".join(cell.text for cell in block.cells)
    return block.text if isinstance(block, Prose) else ""


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _part(block: Block, row: Mapping[str, Any], own: bool) -> Part:
    if isinstance(block, Table):
        return Part("table", caption=block.caption, grid=_grid(block, row if own else {}))
    text = _text(block)
    kind = block.kind if isinstance(block, Prose) else "paragraph"
    if not own:
        return Part(kind, ((text, False),))
    words = (row["evidence"] or "").rstrip("…")
    start = text.casefold().find(words.casefold())
    if start < 0:
        return Part(kind, ((text, True),))
    end = start + len(words)
    pieces = ((text[:start], False), (text[start:end], True), (text[end:], False))
    return Part(kind, tuple(piece for piece in pieces if piece[0]))


def _grid(table: Table, row: Mapping[str, Any]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The grid with the figure and its labels marked; of a long table the rows around the figure."""
    at = int(row.get("row") or 0) - 1, int(row.get("column") or 0) - 1
    if row and at == (-1, -1):  # a tile: the cell with the number
        number = next((w for w in (row["evidence"] or "").split() if _printed(w) is not None), "")
        at = next(((c.row, c.column) for c in table.cells if number and number in c.text.split()), at)
    cells = [[("", "") for _ in range(table.columns)] for _ in range(table.rows)]
    for cell in table.cells:
        cells[cell.row][cell.column] = (cell.text, _role(cell, at))
    first = max(0, at[0] - MOST_ROWS)
    return tuple(tuple(cells[n]) for n in range(first, min(table.rows, first + 2 * MOST_ROWS)))


def _role(cell: Cell, at: tuple[int, int]) -> str:
    """'figure', 'label' for words to its left in its row or above it in its column, or ''."""
    if (cell.row, cell.column) == at:
        return "figure"
    in_row = cell.row <= at[0] < cell.row + cell.row_span and cell.column < at[1]
    in_column = cell.column <= at[1] < cell.column + cell.column_span and cell.row < at[0]
    return "label" if (in_row or in_column) and not any(sign.isdigit() for sign in cell.text) else ""
