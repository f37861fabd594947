"""Lists of a Word file: the number or bullet printed before a paragraph, which the text does not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.read.docx.styles import VAL, Element, W, value, whole
from extractor.read.layout.wording import written

_PLACE = re.compile(r"%(\d)")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its format word, its text ('%1.%2') and where it starts."""

    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Lists of a file and how far each has counted."""

    lists: dict[str, str] = field(default_factory=dict)
    """numId to abstract list."""
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    """numId to the levels that it starts afresh, once."""

    def next(self, num_id: str, depth: int) -> tuple[str, str]:
        """The number printed before the next paragraph of a list, and its format word."""
        abstract = self.lists.get(num_id, "")
        level = self.levels.get(abstract, {}).get(depth)
        if level is None:
            return "•", "bullet"
        counts = self.counts.setdefault(abstract, {})
        for at, start in self.restarts.pop(num_id, {}).items():
            counts[at] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.form in ("bullet", "none"):
            return "•" if level.form == "bullet" else "", level.form
        return _PLACE.sub(
            lambda m: self._count(abstract, int(m[1]) - 1, counts), level.text
        ).strip(), level.form

    def _count(self, abstract: str, depth: int, counts: dict[int, int]) -> str:
        level = self.levels[abstract].get(depth)
        return written(counts.get(depth, level.start if level else 1), level.form if level else "decimal")


def read_numbering(root: Element | None) -> Numbering:
    """The numbering part."""
    found = Numbering()
    if root is None:
        return found
    for abstract in root.findall(W + "abstractNum"):
        levels = (_level(e) for e in abstract.findall(W + "lvl"))
        found.levels[abstract.get(W + "abstractNumId") or ""] = dict(levels)
    for num in root.findall(W + "num"):
        num_id = num.get(W + "numId") or ""
        found.lists[num_id] = value(num, W + "abstractNumId") or ""
        starts = {
            whole(o.get(W + "ilvl")): o.find(W + "startOverride") for o in num.findall(W + "lvlOverride")
        }
        restarts = {depth: whole(s.get(VAL), 1) for depth, s in starts.items() if s is not None}
        if restarts:
            found.restarts[num_id] = restarts
    return found


def _level(element: Element) -> tuple[int, Level]:
    form, text = value(element, W + "numFmt") or "decimal", value(element, W + "lvlText") or ""
    return whole(element.get(W + "ilvl")), Level(form, text, whole(value(element, W + "start"), 1))
