"""What of a web page is the page and what is the site around it: told by structure, never by wording."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

from lxml import etree

from extractor.model.types import Prose
from extractor.read.html.parse import text_of
from extractor.read.html.unseen import drop, drop_unseen
from extractor.read.layout.wording import fold

Element: TypeAlias = etree._Element

MAIN_SHARE = 0.5
"""Share of the page's own words that its main part must hold to stand for the page."""
LINKED = 0.5
"""Share of the words in links from which a side block counts as a list of links."""
MOST_FURNITURE_LINES = 30

_GONE = ("script", "style", "noscript", "template", "link", "meta", "datalist", "dialog")

# Names of classes and ids that say what a block is for. A name is matched whole,
# part by part, so that 'social-care' is not taken for 'social'.
_ALWAYS = re.compile(
    r"(?:\w+[-_])*(?:cookies?|gdpr|cookiebot|onetrust|cookie\w+)(?:[-_]\w+)*|ccc"
    r"|(?:\w+[-_])*breadcrumbs?(?:[-_]+\w+)*|(?:\w+[-_])*skip[-_]?(?:links?|nav|to[-_]\w+)?"
    r"|back[-_]?to[-_]?top|(?:\w+[-_])*(?:addthis|addtoany|sharethis)(?:[-_]\w+)*"
    r"|(?:page[-_])?print(?:[-_](?:page|button|link|this))+"
    r"|(?:\w+[-_])*(?:pagination|pager|prev[-_]?next)(?:[-_]+\w+)*",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"(?:\w+[-_])*(?:share|sharing|social)(?:[-_](?:links?|media|share|sharing|icons?|buttons?|bar|this|page|list))*"
    r"|(?:\w+[-_])*search(?:[-_](?:form|box|bar|wrapper|container|block|field))*"
    r"|(?:page|site|user)[-_]feedback(?:[-_]\w+)*|feedback|was[-_]this[-_]\w+|(?:\w+[-_])*helpful\w*|newsletter|subscribe",
    re.IGNORECASE,
)
_LINKS = re.compile(
    r"(?:\w+[-_])*(?:nav|navbar|navigation|menu|submenu|megamenu|sidenav|sidebar|related|see[-_]also|aside|toolbar)"
    r"(?:[-_]+\w+)*",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"(?:\w+[-_])*(?:toc|table[-_]of[-_]contents|contents(?:[-_]list)?|on[-_]this[-_]page|jump[-_]links)"
)
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
    names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    if any(_CONTENTS.fullmatch(n.lower()) for n in names):
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
    patience = 10 * whole
    for element in marked:
        classes, identity = element.get("class"), element.get("id")
        if not (classes or identity) or element.tag in _CONTENT_TAGS:
            continue
        purpose = _purpose(classes or "", identity or "")
        if not purpose or patience < 0:
            continue
        length = _length(element)
        patience -= length
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


@lru_cache(maxsize=4096)
def _purpose(classes: str, identity: str) -> str:
    names = [*classes.split(), *identity.split()]
    for purpose, pattern in (("always", _ALWAYS), ("small", _SMALL), ("links", _LINKS)):
        if any(pattern.fullmatch(name) for name in names):
            return purpose
    return ""


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
