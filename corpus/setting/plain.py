"""Sets a report as text: aligned columns, tab tables or Markdown."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from setting.blocks import (
    Aside,
    Block,
    Box,
    Bullets,
    Cell,
    Columns,
    Definitions,
    Heading,
    PageBreak,
    Paragraph,
    Report,
    Table,
    Tiles,
    Title,
)

NUMBERLIKE = re.compile(r"[\d£<–-]")


@dataclass(frozen=True)
class Look:
    """How an edition in text looks."""

    tables: str = "aligned"
    """'aligned', 'tab' or 'markdown'."""
    width: int = 78
    """Columns at which lines break; 0 for one line a paragraph."""
    bullet: str = "-"
    encoding: str = "utf-8"
    newline: str = "\n"


def set_text(report: Report, look: Look) -> bytes:
    """The whole file."""
    parts = [part for block in report.blocks for part in _block(block, look)]
    text = "\n\n".join(part for part in parts if part) + "\n"
    if look.tables != "markdown":
        text = text.replace("**", "")
    return text.replace("\n", look.newline).encode(look.encoding)


def _block(block: Block, look: Look) -> Iterable[str]:
    match block:
        case Title(text, under):
            yield from _title(text, under, look)
        case Heading(text, level):
            yield _heading(text, level, look)
        case Paragraph(text, kind):
            yield _paragraph(text, kind, look)
        case Bullets():
            yield _bullets(block, look)
        case Table():
            yield from _table(block, look)
        case Tiles(tiles):
            yield "\n\n".join(f"{tile.figure}\n{tile.label}" for tile in tiles)
        case Aside(figure, label):
            yield f"{figure}\n{label}"
        case Definitions(entries):
            yield "\n".join(f"{term}:\n    {said}" for term, said in entries)
        case Box(blocks):
            for inner in blocks:
                yield from _block(inner, look)
        case Columns(sides):
            for side in sides:
                for inner in side:
                    yield from _block(inner, look)
        case PageBreak():
            yield "\f"


def _paragraph(text: str, kind: str, look: Look) -> str:
    markdown = look.tables == "markdown"
    if kind == "quote":
        return _wrap(text, look, "> " if markdown else "    ")
    return f"*{text}*" if kind == "notice" and markdown else _wrap(text, look)


def _title(text: str, under: str, look: Look) -> Iterable[str]:
    if look.tables == "markdown":
        yield f"# {text}"
        yield f"**{under}**" if under else ""
    else:
        yield text.upper() if look.tables == "aligned" else text
        yield under


def _heading(text: str, level: int, look: Look) -> str:
    if look.tables == "markdown":
        return f"{'#' * (level + 1)} {text}"
    if look.tables == "aligned":
        return f"{text}\n{('=' if level == 1 else '-') * len(text)}"
    return text


def _wrap(text: str, look: Look, indent: str = "", hanging: str | None = None) -> str:
    if not look.width:
        return indent + text
    following = indent if hanging is None else hanging
    return textwrap.fill(
        text, look.width, initial_indent=indent, subsequent_indent=following, break_on_hyphens=False
    )


def _bullets(block: Bullets, look: Look) -> str:
    lines = []
    for number, item in enumerate(block.items, 1):
        sign = f"{number}." if block.numbered else look.bullet
        indent = "  " * (item.level - 1) + f"{sign} "
        lines.append(_wrap(item.text, look, indent, " " * len(indent)))
    return "\n".join(lines)


def _table(table: Table, look: Look) -> Iterable[str]:
    yield f"**{table.caption}**" if table.caption and look.tables == "markdown" else table.caption
    rows = _flat(table)
    if look.tables == "markdown":
        yield "\n".join(_markdown(rows, table.head_rows))
    elif look.tables == "tab":
        yield "\n".join("\t".join(row) for row in rows)
    else:
        yield "\n".join(_aligned(rows, table.head_rows, table.width))
    yield _wrap(table.note, look) if table.note else ""


def _flat(table: Table) -> list[list[str]]:
    """Rows of equal length; a cell that spans stands in the first of its places."""
    return [["" if cell is None else _one_line(cell) for cell in row] for row in table.grid()]


def _one_line(cell: Cell) -> str:
    return " ".join(cell.text.split())


def _markdown(rows: Sequence[Sequence[str]], head_rows: int) -> Iterable[str]:
    for at, row in enumerate(rows):
        yield "| " + " | ".join(row) + " |"
        if at == max(head_rows, 1) - 1:
            yield "|" + "|".join(" --- " if not column else " ---: " for column in range(len(row))) + "|"


def _aligned(rows: Sequence[Sequence[str]], head_rows: int, width: int) -> Iterable[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(width)]
    right = [
        column > 0 and all(not row[column] or NUMBERLIKE.match(row[column]) for row in rows[head_rows:])
        for column in range(width)
    ]
    for at, row in enumerate(rows):
        cells = [
            text.rjust(size) if flush else text.ljust(size)
            for text, size, flush in zip(row, widths, right, strict=True)
        ]
        yield "   ".join(cells).rstrip()
        if at == head_rows - 1:
            yield "   ".join("-" * size for size in widths)
