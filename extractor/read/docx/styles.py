"""Styles of a Word file: what a paragraph is, and how a run looks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from lxml import etree

from extractor.model.types import ProseKind

Element: TypeAlias = etree._Element
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
_OFF = ("0", "false", "off", "none")
_TRAILING_NUMBER = re.compile(r"(\d)$")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph's or a run's style with what it inherits; None where nothing is said."""

    kind: ProseKind | None = None
    level: int | None = None
    """Heading level from 1, where the style or its outline level makes it a heading."""
    depth: int = 0
    """Depth of a list style from 1; 0 for what is no list style."""
    numbering: tuple[str, int] | None = None
    """numId and level from 0."""
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    """Hidden or struck out."""
    white: bool | None = None
    """White letters, which show on a coloured ground only."""
    raised: bool | None = None
    capitals: bool | None = None
    size: int | None = None
    """Half points."""
    font: str | None = None


PLAIN = Style()


@dataclass(slots=True)
class Styles:
    """The styles of a file by their id, and what holds where a paragraph names none."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: Style = PLAIN
    grounds: frozenset[str] = frozenset()
    """The styles that colour the ground of what they hold, such as the heads of tables."""

    def get(self, style_id: str | None) -> Style:
        """The style of that id, the default where there is none."""
        return self.by_id.get(style_id, self.default) if style_id else self.default


def value(parent: Element | None, path: str) -> str | None:
    """The w:val of the first element at a path; None where either is not there."""
    found = parent.find(path) if parent is not None else None
    return found.get(VAL) if found is not None else None


def on(element: Element | None) -> bool | None:
    """A switch such as w:b: None where absent."""
    return None if element is None else (element.get(VAL) or "1") not in _OFF


def whole(text: str | None, default: int = 0) -> int:
    """A whole number as the file writes it, the default where it does not."""
    try:
        return int(float(text)) if text else default
    except (ValueError, OverflowError):
        return default


def run_look(base: Style, properties: Element | None) -> Style:
    """The look of a run: the base overlaid by w:rPr."""
    if properties is None:
        return base
    found: dict[str, object] = {}
    for item in properties:
        match item.tag.rpartition("}")[2]:
            case "b":
                found["bold"] = on(item)
            case "i":
                found["italic"] = on(item)
            case "vanish" | "strike" | "dstrike":  # struck out: the author took it back
                found["hidden"] = on(item) or found.get("hidden")
            case "color":
                found["white"] = (item.get(VAL) or "").upper() == "FFFFFF"
            case "vertAlign":
                found["raised"] = item.get(VAL) == "superscript"
            case "position":
                found["raised"] = whole(item.get(VAL)) >= 4
            case "sz":
                found["size"] = whole(item.get(VAL)) or None
            case "caps":
                found["capitals"] = on(item)
            case "rFonts":
                found["font"] = item.get(W + "ascii") or item.get(W + "hAnsi") or None
    return replace(base, **found) if found else base  # type: ignore[arg-type]


def paragraph_numbering(properties: Element | None) -> tuple[str, int] | None:
    """w:numPr as (numId, level); numId '0' means none on purpose."""
    found = properties.find(W + "numPr") if properties is not None else None
    if found is None:
        return None
    num_id = "" if found.find(W + "numId") is None else value(found, W + "numId") or "0"
    return num_id, max(0, min(whole(value(found, W + "ilvl")), 8))


def read_styles(root: Element | None) -> Styles:
    """The styles part, every style with what it inherits."""
    if root is None:
        return Styles()
    defaults = run_look(PLAIN, root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    raw = {s.get(W + "styleId") or "": s for s in root.findall(W + "style")}
    done: dict[str, Style] = {}
    for style_id in raw:
        _resolve(style_id, raw, defaults, done, ())
    normal = next(
        (i for i, s in raw.items() if s.get(W + "default") == "1" and s.get(W + "type") == "paragraph"), ""
    )
    return Styles(done, done.get(normal, defaults), frozenset(i for i, s in raw.items() if coloured(s)))


def coloured(element: Element | None) -> bool:
    """Does a w:shd in the element give a ground that is not white?"""
    found = element.iter(W + "shd") if element is not None else ()
    return any((e.get(W + "fill") or "auto").upper() not in ("AUTO", "FFFFFF") for e in found)


def _resolve(
    style_id: str, raw: dict[str, Element], defaults: Style, done: dict[str, Style], above: tuple[str, ...]
) -> Style:
    if style_id in done:
        return done[style_id]
    element = raw.get(style_id)
    if element is None or style_id in above or len(above) > 40:
        return defaults
    parent = value(element, W + "basedOn")
    character = element.get(W + "type") == "character"
    root = PLAIN if character else defaults
    base = _resolve(parent, raw, root, done, (*above, style_id)) if parent else root
    look = run_look(base, element.find(W + "rPr"))
    properties = element.find(W + "pPr")
    kind, level, depth = _meaning((value(element, W + "name") or style_id).lower())
    outline = whole(value(properties, W + "outlineLvl"), 9)
    if kind is None and outline < 9:
        kind, level = "heading", outline + 1
    numbering = paragraph_numbering(properties) or base.numbering
    if numbering and not numbering[0]:
        numbering = (base.numbering[0], numbering[1]) if base.numbering else None
    done[style_id] = replace(
        look,
        kind=kind or base.kind,
        level=level or base.level,
        depth=depth or base.depth,
        numbering=numbering,
    )
    return done[style_id]


def _meaning(name: str) -> tuple[ProseKind | None, int | None, int]:
    """Kind, heading level and list depth that the name of a built-in style stands for."""
    digit = _TRAILING_NUMBER.search(name)
    number = int(digit[1]) if digit else 0
    if name.startswith("heading") and number:
        return "heading", number, 0
    if name in ("toc heading", "tocheading"):
        return "toc", None, 0
    if name.startswith(("toc ", "toc", "table of figures")) and (number or name.startswith("table of")):
        return "toc", None, 0
    if name.startswith(("list bullet", "list number", "listbullet", "listnumber")):
        return "list", None, number or 1
    kinds: dict[str, ProseKind] = {
        "title": "title",
        "subtitle": "title",
        "caption": "caption",
        "quote": "quote",
        "intense quote": "quote",
        "footnote text": "footnote",
        "endnote text": "footnote",
    }
    return kinds.get(name), None, 0
