"""Sets a report as a web page: navigation, cookie and share text around the report itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from setting.blocks import (
    Aside,
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
    Tiles,
    Title,
)

STYLE = """body { font-family: sans-serif; margin: 0 auto; max-width: 60rem }
table { border-collapse: collapse } th, td { border: 1px solid #888; padding: .2rem .6rem }
.banner, nav, footer { background: #eee; padding: .5rem 1rem } .tiles div { display: inline-block }"""


@dataclass(frozen=True)
class Look:
    """How an edition as a web page looks."""

    wrapped: bool = False
    """Everything in nested divs, as many content systems do, instead of main and article."""
    scopes: bool = True
    """Header cells say with `scope` what they head."""


def set_page(report: Report, look: Look) -> bytes:
    """The whole file."""
    body = "\n".join(part for block in report.blocks for part in _block(block, look))
    if look.wrapped:
        body = f'<div id="page"><div class="col col-9"><div class="content">\n{body}\n</div></div></div>'
    else:
        body = f"<main>\n<article>\n{body}\n</article>\n</main>"
    parts = (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
        f"<title>{escape(report.title)} | {escape(report.site)}</title>",
        f"<style>\n{STYLE}\n</style>\n</head>\n<body>",
        _before(report),
        body,
        _after(report),
        "</body>\n</html>\n",
    )
    return "\n".join(parts).encode("utf-8")


def _before(report: Report) -> str:
    links = "".join(
        f'<li><a href="#">{name}</a></li>'
        for name in ("Home", "Children and families", "Have your say", "News (3)")
    )
    return (
        '<div class="banner cookie-banner" role="dialog" aria-label="Cookies">\n'
        "<p>This site stores 2 cookies on your device. We keep them for 30 days.</p>\n"
        "<button>Accept all</button> <button>Choose</button>\n</div>\n"
        '<header><a href="#page">Skip to main content</a> '
        f'<span class="logo">{escape(report.site)}</span></header>\n'
        f'<nav aria-label="Main"><ul>{links}</ul></nav>\n'
        '<nav class="breadcrumb" aria-label="You are here">'
        f"Home &gt; Complaints &gt; {escape(report.title)}</nav>"
    )


def _after(report: Report) -> str:
    return (
        '<div class="share"><p>Share this page</p><ul><li><a href="#">By e-mail</a></li>'
        '<li><a href="#">Copy the link</a></li></ul></div>\n'
        '<aside class="related"><h2>Related pages</h2><ul><li><a href="#">Make a complaint</a></li>'
        '<li><a href="#">School admissions: 12 questions answered</a></li></ul></aside>\n'
        f"<footer><p>{escape(report.site)}. Call 0300 000 0000, open 9 to 5.</p></footer>"
    )


def _block(block: Block, look: Look) -> Iterable[str]:
    match block:
        case Title(text, under):
            yield f"<h1>{_inline(text)}</h1>"
            yield f'<p class="subtitle">{_inline(under)}</p>' if under else ""
        case Heading(text, level):
            yield f"<h{level + 1}>{_inline(text)}</h{level + 1}>"
        case Paragraph(text, "quote"):
            yield f"<blockquote><p>{_inline(text)}</p></blockquote>"
        case Paragraph(text, kind):
            yield f'<p class="{kind}">{_inline(text)}</p>' if kind else f"<p>{_inline(text)}</p>"
        case Bullets(items, numbered):
            yield _list(items, "ol" if numbered else "ul")
        case Table():
            yield from _table(block, look)
        case Tiles(tiles):
            yield '<div class="tiles">'
            yield from (_tile(tile.figure, tile.label) for tile in tiles)
            yield "</div>"
        case Aside(figure, label):
            yield _tile(figure, label)
        case Definitions(entries):
            terms = "\n".join(f"<dt>{_inline(term)}</dt>\n<dd>{_inline(said)}</dd>" for term, said in entries)
            yield f"<dl>\n{terms}\n</dl>"
        case Chart() | PageBreak():
            yield from ()
        case Box(blocks):
            yield from _panel(blocks, look)
        case Columns(sides):
            for side in sides:
                yield from _panel(side, look)


def _panel(inner: Iterable[Block], look: Look) -> Iterable[str]:
    yield '<div class="panel">'
    for block in inner:
        yield from _block(block, look)
    yield "</div>"


def _inline(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text, quote=False)).replace("\n", "<br>")


def _tile(figure: str, label: str) -> str:
    return f'<div class="tile"><p class="big">{_inline(figure)}</p><p>{_inline(label)}</p></div>'


def _list(items: tuple[Item, ...], tag: str) -> str:
    parts, at = [f"<{tag}>"], 0
    while at < len(items):
        below = at + 1
        while below < len(items) and items[below].level > 1:
            below += 1
        inner = "".join(f"<li>{_inline(item.text)}</li>" for item in items[at + 1 : below])
        parts.append(f"<li>{_inline(items[at].text)}{f'<ul>{inner}</ul>' if inner else ''}</li>")
        at = below
    return "\n".join((*parts, f"</{tag}>"))


def _table(table: Table, look: Look) -> Iterable[str]:
    yield "<table>"
    if table.caption:
        yield f"<caption>{_inline(table.caption)}</caption>"
    for at, row in enumerate(table.rows):
        head = at < table.head_rows
        if at == 0 and head:
            yield "<thead>"
        yield "<tr>" + "".join(_cell(cell, head, look) for cell in row) + "</tr>"
        if head and at == table.head_rows - 1:
            yield "</thead>\n<tbody>"
    yield "</tbody>\n</table>" if table.head_rows else "</table>"
    if table.note:
        yield f'<p class="note">{_inline(table.note)}</p>'


def _cell(cell: Cell, in_head: bool, look: Look) -> str:
    tag = "th" if cell.head else "td"
    spans = f' colspan="{cell.cols}"' if cell.cols > 1 else ""
    spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    scope = ""
    if cell.head and look.scopes:
        grouped = cell.cols > 1 if in_head else cell.rows > 1
        scope = f' scope="{"col" if in_head else "row"}{"group" if grouped else ""}"'
    return f"<{tag}{spans}{scope}>{_inline(cell.text)}</{tag}>"
