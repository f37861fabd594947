"""What of a web page is the page and what is the site around it: told by structure, never by wording."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from lxml import etree

from extractor.language.shapes import Shape
from extractor.model.types import Prose
from extractor.read.html.parse import Element, text_of
from extractor.read.html.unseen import drop, drop_unseen
from extractor.read.layout.wording import fold

MAIN_SHARE = 0.5
"""Share of the page's own words that its main part must hold to stand for the page."""
LINKED = 0.5
"""Share of the words in links from which a side block counts as a list of links."""
MOST_FURNITURE_LINES = 30

_GONE = ("script", "style", "noscript", "template", "link", "meta", "datalist", "dialog")

# Names of classes and ids that say what a block is for. A name is matched whole,
# part by part, so that 'social-care' is not taken for 'social'.
SITE = Shape(r"(?:\w+-)*{site_parts}(?:-\w+)*")
WIDGET = Shape(r"(?:\w+-)*{site_widgets}(?:-{widget_parts})*|{site_forms}(?:-\w+)*")
LINKS = Shape(r"(?:\w+-)*{link_lists}(?:-\w+)*")
CONTENTS = Shape(r"(?:\w+-)*{contents_names}")
_JOINTS = re.compile(r"[-_]+")
_MAIN_IDS = {
    "main",
    "content",
    "main-content",
    "maincontent",
    "page-content",
    "main_content",
    "primary-content",
}
_MAIN_PROPERTIES = {"mainContentOfPage", "articleBody"}
_SITE_ROLES = {"banner", "navigation", "search", "contentinfo", "alertdialog", "dialog"}
_CONTENT_TAGS = {"main", "article", "section", "body", "html", "table", "tbody", "thead", "tr", "td", "th"}


def own_parts(root: Element) -> tuple[list[Element], tuple[Prose, ...]]:
    """The elements that hold the page's own content, and the lines of the site's header and footer.

    Changes the tree: what nobody sees and what belongs to the site is taken out.
    """
    body = root.find("body")
    body = body if body is not None else root
    sheets = [text_of(e) for e in root.iter("style")]
    linked = any("stylesheet" in (e.get("rel") or "").lower() for e in root.iter("link"))
    etree.strip_elements(body, *_GONE, with_tail=False)
    drop_unseen(body, sheets, linked)
    marked = [e for e in body.iter(etree.Element) if e.keys()]
    headline = next(body.iter("h1"), None)
    furniture = _drop_site(body, marked)
    _drop_by_name(body, marked)
    parts = _main_parts(body, marked)
    if headline is not None and not any(next(p.iter("h1"), None) is not None for p in parts):
        parts = [headline, *parts]
    return parts, furniture


def is_contents(element: Element) -> bool:
    """Is the element a contents list: by its name, or as links to places on this page?"""
    if any(map(CONTENTS.fullmatch, _names(element.get("class"), element.get("id")))):
        return _length(element) < 6000 and (element.tag in ("nav", "table") or _linked(element) >= LINKED)
    links = list(element.iter("a"))
    inside = sum((a.get("href") or "").startswith("#") for a in links)
    return len(links) >= 2 and inside == len(links) and _linked(element) >= 0.8


def _drop_site(body: Element, marked: list[Element]) -> tuple[Prose, ...]:
    """Take header, footer, navigation and side blocks out; the lines of the first two are furniture."""
    lines: dict[str, None] = {}
    found = [*body.iter("header", "footer", "nav", "aside"), *(e for e in marked if e.get("role"))]
    for element in found:
        tag, role = str(element.tag), element.get("role") or ""
        if tag in ("main", "article", "body"):
            continue
        if tag == "nav" or role == "navigation":
            if not (_inside(element, ("main", "article")) and is_contents(element)):
                drop(element)
        elif tag in ("header", "footer") or role in ("banner", "contentinfo"):
            if not _inside(element, ("main", "article", "section", "blockquote", "figure", "table")):
                lines |= dict.fromkeys(_lines(element))
                drop(element)
        elif tag == "aside" or role == "complementary":
            if not _inside(element, ("main", "article")) or _linked(element) >= LINKED:
                drop(element)
        elif role in _SITE_ROLES:
            drop(element)
    return tuple(Prose(line) for line in list(lines)[:MOST_FURNITURE_LINES])


def _drop_by_name(body: Element, marked: list[Element]) -> None:
    """Blocks that their class or id names as the site's; never a large part of the page."""
    whole = max(_length(body), 1)
    left = 10 * whole
    for element in marked:
        purpose = _purpose(element) if element.tag not in _CONTENT_TAGS else ""
        if not purpose or left < 0:
            continue
        length = _length(element)
        left -= length
        if length > 0.4 * whole:
            continue
        if purpose == "always" or (element.find(".//table") is None and _is_side(element, purpose)):
            drop(element)


def _is_side(element: Element, purpose: str) -> bool:
    return _is_widget(element) if purpose == "small" else _linked(element) >= LINKED


def _is_widget(element: Element) -> bool:
    """Short and without a figure outside its links: buttons to share, a box to search."""
    words = " ".join(text_of(element).split())
    for link in element.iter("a"):
        words = words.replace(" ".join(text_of(link).split()), "", 1)
    return len(words) < 400 and not any(map(str.isdigit, words))


def _purpose(element: Element) -> str:
    names = _names(element.get("class"), element.get("id"))
    for purpose, shape in (("always", SITE), ("small", WIDGET), ("links", LINKS)) if names else ():
        if any(map(shape.fullmatch, names)):
            return purpose
    return ""


@lru_cache(maxsize=4096)
def _names(classes: str | None, identity: str | None) -> tuple[str, ...]:
    """The names of an element, the parts of each joined by one hyphen."""
    return tuple(_JOINTS.sub("-", name) for name in f"{classes or ''} {identity or ''}".split())


def _main_parts(body: Element, marked: list[Element]) -> list[Element]:
    """The elements marked as the main part where they hold most words that are no links, else the body."""
    own = _length(body) - _link_length(body)
    for candidates in (
        [*body.iter("main"), *(e for e in marked if e.get("role") == "main")],
        [e for e in marked if e.get("id") in _MAIN_IDS or e.get("itemprop") in _MAIN_PROPERTIES],
        [*body.iter("article"), *(e for e in marked if e.get("role") == "article")],
    ):
        found = _outermost([e for e in candidates if e.tag != "template" and e is not body])
        if found and sum(_length(e) - _link_length(e) for e in found) >= MAIN_SHARE * own:
            return found
    return [body]


def _outermost(elements: list[Element]) -> list[Element]:
    chosen = dict.fromkeys(elements)
    return [e for e in chosen if not any(a in chosen for a in e.iterancestors())]


def _inside(element: Element, tags: Iterable[str]) -> bool:
    return next(element.iterancestors(*tags), None) is not None


def _lines(element: Element) -> Iterable[str]:
    return filter(None, (fold(str(text)) for text in element.itertext()))


def _length(element: Element) -> int:
    return len(" ".join(text_of(element).split()))


def _link_length(element: Element) -> int:
    return sum(_length(a) for a in element.iter("a"))


def _linked(element: Element) -> float:
    """Share of an element's words that stand in links."""
    return _link_length(element) / max(_length(element), 1)
