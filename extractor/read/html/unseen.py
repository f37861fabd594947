"""What a web page holds but does not show, or shows as taken back: hidden, struck-out and white text.

Told by attributes, by styles on the element and by the page's own style sheet, of which simple
selectors (a tag, a class, an id) are read. Text put aside for screen readers is content, and so
is what something on the page opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from lxml import etree

from extractor.read.html.parse import Element, text_of

Look: TypeAlias = dict[str, str]
"""Properties of a style and their values, in small letters."""

MOST_HIDDEN = 0.3
"""Share of the page's text that a class may hide; a class that hides more is opened by a script."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?(?:[.#][\w-]+)?", re.IGNORECASE)
_WHITE = re.compile(r"white|#fff(?:fff)?|rgba?\(\s*255\s*,\s*255\s*,\s*255\b.*\)")
_NOTHING = re.compile(r"(?:0|0?\.0+)(?:px|pt|em|rem|%)?")
_CLEAR = re.compile(r"transparent|none|inherit|initial")
_CELLS = ("td", "th")


def drop_unseen(body: Element, sheets: Iterable[str], linked: bool) -> None:
    """Take out of the tree what nobody sees; a cell that is only empty to the eye keeps its place.

    `sheets` are the page's style sheets; `linked` says that it has others elsewhere, so that a
    background of white letters may not be known.
    """
    rules = _rules(sheets)
    marked = [e for e in body.iter(etree.Element) if e.keys() or str(e.tag) in rules]
    opened = {i for e in marked for i in (e.get("aria-controls") or "").split()}
    whole = len(text_of(body))
    for element in marked:
        own, sheet = _look(element, {}), _look(element, rules)
        gone = element.get("hidden") is not None or element.get("aria-hidden") == "true"
        gone = gone or own.get("display") == "none"
        by_sheet = not gone and sheet.get("display") == "none" and own.get("display") is None
        if by_sheet and len(text_of(element)) > MOST_HIDDEN * whole:
            continue
        if (gone or by_sheet or _invisible(sheet)) and not _opens(element, opened):
            drop(element, element.tag in _CELLS and not (gone or by_sheet))
        elif _taken_back(sheet) or (not linked and _is_white(element, sheet, rules)):
            drop(element, element.tag in _CELLS)


def drop(element: Element, keep_place: bool = False) -> None:
    """Empty an element and make it one that is never read; the text after it stays.

    With `keep_place` the element itself stays, empty.
    """
    del element[:]
    element.text = None
    if not keep_place:
        element.attrib.clear()
        element.tag = "template"


def _invisible(look: Look) -> bool:
    if look.get("visibility") in ("hidden", "collapse"):
        return True
    return any(_NOTHING.fullmatch(look.get(name, "")) is not None for name in ("opacity", "font-size"))


def _taken_back(look: Look) -> bool:
    return "line-through" in look.get("text-decoration", "") + look.get("text-decoration-line", "")


def _is_white(element: Element, look: Look, rules: Mapping[str, Look]) -> bool:
    """White letters on no other ground; not where something inside has a colour of its own."""
    if not _WHITE.fullmatch(look.get("color", "")) or _coloured(element, rules):
        return False
    return not any("color" in _look(e, rules) for e in element.iterdescendants(etree.Element))


def _opens(element: Element, opened: set[str]) -> bool:
    """Does something on the page open this hidden part: a tab, or a button by its id or just before it?"""
    identity = element.get("id")
    if identity and (identity in opened or element.get("role") == "tabpanel"):
        return True
    before = element.getprevious()
    return before is not None and any(e.get("aria-expanded") is not None for e in before.iter(etree.Element))


def _coloured(element: Element, rules: Mapping[str, Look]) -> bool:
    """Does the element, or one that it stands in, have a ground of another colour than white?"""
    for at in (element, *element.iterancestors()):
        look = _look(at, rules)
        ground = at.get("bgcolor") or look.get("background-color") or look.get("background") or ""
        if at.get("background") or (ground and not _WHITE.match(ground) and not _CLEAR.match(ground)):
            return True
    return False


def _look(element: Element, rules: Mapping[str, Look]) -> Look:
    """The styles of an element by the rules of the page and its own."""
    look: Look = {}
    if rules:
        tag = str(element.tag)
        names = [f".{name}" for name in (element.get("class") or "").split()]
        names += [f"#{element.get('id')}"] if element.get("id") else []
        for name in (tag, *names, *(tag + name for name in names)):
            look |= rules.get(name, {})
    own = element.get("style")
    return look | _declared(own) if own else look


def _rules(sheets: Iterable[str]) -> dict[str, Look]:
    """The rules of style sheets by their simple selectors, rules for print and small screens left out."""
    found: dict[str, Look] = {}
    for sheet in sheets:
        for selectors, declared in _RULE.findall(_AT_RULE.sub(" ", _COMMENT.sub(" ", sheet))):
            for selector in map(str.strip, selectors.split(",")):
                if selector and _SELECTOR.fullmatch(selector):
                    found[selector] = found.get(selector, {}) | _declared(declared)
    return found


def _declared(text: str) -> Look:
    pairs = (part.partition(":") for part in text.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, colon, value in pairs if colon}
