"""Text that a reader of the page does not take in: without ink, white on white, struck out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extractor.model.types import Box
from extractor.read.pdf.engine.paths import Ink
from extractor.read.pdf.ink import Char, Colour, Rule, covers

WHITE = (255, 255, 255)
SAME = 16
"""Two colours whose parts all differ by less cannot be told from each other."""
STRIKE = (0.12, 0.5)
"""In sizes: how far above the baseline a line runs that strikes a word out."""
COVERED = 0.8
"""Share of a stretch of letters that such a line covers."""
BEYOND = 0.7
"""In sizes: how far it may run on beyond the letters; a line of a table or a chart runs further."""


class Ground:
    """What is drawn on a page, as the ground on which its text stands."""

    def __init__(self, ink: Ink) -> None:
        self._fills = ink.fills
        self._others: list[Box] = [*ink.images, *(shape.box for shape in ink.shapes if shape.filled)]
        self._images = ink.images
        self.walls = [rule for rule in ink.rules if not rule.horizontal]
        """Upright lines."""

    def shows(self, colour: Colour | None, x: float, y: float) -> bool:
        """Whether text of a colour can be seen at a place; None is text without ink.

        Text without ink on a picture is what a scanner read there. Wherever something
        of another colour is drawn, text is taken to be seen.
        """
        if colour is None:
            return any(covers(box, x, y) for box in self._images)
        if not _same(colour, WHITE):
            return True
        grounds = [fill.colour for fill in self._fills if covers(fill.box, x, y)]
        return not all(_same(colour, ground) for ground in grounds) or any(
            covers(box, x, y) for box in self._others
        )


def without_struck(
    chars: Sequence[Char], rules: Sequence[Rule]
) -> tuple[tuple[Char, ...], tuple[Rule, ...], int]:
    """The letters and the lines of a page without what is struck out, and how many letters that is."""
    level = [rule for rule in rules if rule.horizontal]
    if not level or not chars:
        return tuple(chars), tuple(rules), 0
    order = sorted((char.baseline, k) for k, char in enumerate(chars) if not char.style.angle)
    heights = [height for height, _ in order]
    most = max(char.style.size for char in chars)
    gone: set[int] = set()
    strokes: set[Rule] = set()
    for rule in level:
        near = order[bisect_left(heights, rule.top) : bisect_left(heights, rule.top + STRIKE[1] * most)]
        under = [k for _, k in near if _strikes(rule, chars[k])]
        if under and _ends_with(rule, [chars[k] for k in under]):
            gone.update(under)
            strokes.add(rule)
    if not gone:
        return tuple(chars), tuple(rules), 0
    lost = sum(len(chars[k].text.strip()) for k in gone)
    kept = tuple(char for k, char in enumerate(chars) if k not in gone)
    return kept, tuple(rule for rule in rules if rule not in strokes), lost


def _strikes(rule: Rule, char: Char) -> bool:
    size = char.style.size
    covered = min(rule.x1, char.x1) - max(rule.x0, char.x0)
    return (
        STRIKE[0] * size < char.baseline - rule.top < STRIKE[1] * size
        and covered >= COVERED * (char.x1 - char.x0)
        and covered > 0
    )


def _ends_with(rule: Rule, chars: Sequence[Char]) -> bool:
    reach = BEYOND * max(char.style.size for char in chars)
    return rule.x0 > min(c.x0 for c in chars) - reach and rule.x1 < max(c.x1 for c in chars) + reach


def _same(a: Colour, b: Colour) -> bool:
    return max(abs(p - q) for p, q in zip(a, b, strict=True)) < SAME
