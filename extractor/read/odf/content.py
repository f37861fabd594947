"""What OpenDocument texts and spreadsheets share: opening one, its styles, and the text of a paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

from extractor.model.types import Unreadable
from extractor.read.layout.wording import fold_tabs
from extractor.read.zip_package import Package, open_zip

Element: TypeAlias = etree._Element
_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TEXT, TABLE, STYLE, DRAW = (_NS % n for n in ("office", "text", "table", "style", "drawing"))
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
MOST_REPEATS = 1_000
_NOT_TEXT = {
    TEXT + "note",
    TEXT + "tracked-changes",
    OFFICE + "annotation",
    TEXT + "ruby-text",
    DRAW + "frame",
}


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits."""

    parent: str = ""
    bold: bool = False
    unseen: bool = False
    """Hidden, struck out, or white on white."""
    hides: bool = False
    """A table that is not displayed."""


@dataclass(slots=True)
class Content:
    """An opened file: its body and its styles by name."""

    package: Package
    body: Element
    styles: dict[str, Style] = field(default_factory=dict)

    def style(self, element: Element, attribute: str = TEXT + "style-name") -> Style:
        """The style that an element names, one that says nothing where it names none."""
        return self.styles.get(element.get(attribute) or "", Style())

    def titles(self) -> list[str]:
        """Title, subject and author as the file's properties give them."""
        return self.package.properties("meta.xml", "title", "subject", "creator")


def open_content(data: bytes, kind: str) -> Content:
    """The body of an OpenDocument 'text' or 'spreadsheet'; raises Unreadable where there is none."""
    package = open_zip(data)
    manifest = package.data("meta-inf/manifest.xml")
    if b"encryption-data" in manifest:
        raise Unreadable("encrypted", "The file is protected by a password.")
    root = package.xml("content.xml")
    body = root.find(f"{OFFICE}body/{OFFICE}{kind}") if root is not None else None
    if root is None or body is None:
        raise Unreadable("damaged", "The file's content is missing or damaged.")
    content = Content(package, body)
    for part in (package.xml("styles.xml"), root):
        for element in part.iter(STYLE + "style") if part is not None else ():
            content.styles[element.get(STYLE + "name") or ""] = _style(element, content.styles)
    return content


def _style(element: Element, known: dict[str, Style]) -> Style:
    parent = element.get(STYLE + "parent-style-name") or ""
    base = known.get(parent, Style())
    letters, ground = element.find(STYLE + "text-properties"), element.find(STYLE + "table-cell-properties")
    table = element.find(STYLE + "table-properties")
    hides = table is not None and table.get(TABLE + "display") == "false"
    if letters is None:
        return Style(parent or (element.get(STYLE + "name") or ""), base.bold, base.unseen, hides)
    weight = letters.get(FO + "font-weight")
    struck = (
        letters.get(STYLE + "text-line-through-style")
        or letters.get(STYLE + "text-line-through-type")
        or "none"
    )
    shaded = ground is not None and (ground.get(FO + "background-color") or "transparent") not in (
        "transparent",
        "#ffffff",
    )
    back = letters.get(FO + "background-color") or "transparent"
    white = (letters.get(FO + "color") or "").lower() == "#ffffff" and not shaded and back == "transparent"
    unseen = struck != "none" or letters.get(TEXT + "display") == "none" or white
    return Style(
        parent or (element.get(STYLE + "name") or ""),
        base.bold if weight is None else weight in ("bold", "700", "800", "900"),
        base.unseen or unseen,
        hides,
    )


def text_of(element: Element, content: Content) -> str:
    """The text of a paragraph as it is shown: tabs and line breaks kept, notes and unseen text left out."""
    lines = "".join(_pieces(element, content)).split("\n")
    return "\n".join(map(fold_tabs, lines))


def _pieces(element: Element, content: Content) -> Iterator[str]:
    if content.style(element).unseen:
        return
    yield element.text or ""
    for child in element:
        if child.tag == TEXT + "s":
            yield " " * min(int(child.get(TEXT + "c") or 1), MOST_REPEATS)
        elif child.tag == TEXT + "tab":
            yield "\t"
        elif child.tag == TEXT + "line-break":
            yield "\n"
        elif child.tag not in _NOT_TEXT:
            yield from _pieces(child, content)
        yield child.tail or ""


def repeats(element: Element, what: str) -> int:
    """How often a row ('rows') or cell ('columns') comes, clamped."""
    text = element.get(f"{TABLE}number-{what}-repeated") or "1"
    return min(int(text), MOST_REPEATS) if text.isdecimal() else 1


def span(element: Element, what: str) -> int:
    """The columns or rows that a cell covers, clamped."""
    text = element.get(f"{TABLE}number-{what}-spanned") or "1"
    return max(1, min(int(text), MOST_REPEATS)) if text.isdecimal() else 1


def rows_of(table: Element) -> Iterator[tuple[Element, bool]]:
    """The rows of a table that are shown, and whether each is in its head."""
    for child in table:
        if child.tag == TABLE + "table-row":
            if child.get(TABLE + "visibility") not in ("collapse", "filter"):
                yield child, table.tag == TABLE + "table-header-rows"
        elif child.tag in (TABLE + "table-header-rows", TABLE + "table-rows", TABLE + "table-row-group"):
            yield from rows_of(child)


def hidden_columns(table: Element) -> set[int]:
    """The columns that are not shown, from 0."""
    hidden: set[int] = set()
    at = 0
    for column in table.iter(TABLE + "table-column"):
        count = repeats(column, "columns")
        if column.get(TABLE + "visibility") in ("collapse", "filter"):
            hidden.update(range(at, at + count))
        at += count
    return hidden
