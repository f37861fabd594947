"""Initials: the large first letter of a text that is set over several of its lines."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.read.pdf.text.words import Word

LARGE = 2.0
"""Times the print beside it: the smallest initial."""
WORDS = frozenset("AI")
"""Letters that are words by themselves; they stay words."""


def with_initials(words: list[Word]) -> list[Word]:
    """The words, every initial put to the first line beside it."""
    initials = [w for w in words if len(w.text) == 1 and w.text.isalpha() and w.text.isupper()]
    if not initials:
        return words
    usual = sorted(w.style.size for w in words)[len(words) // 2]
    moved: dict[int, Word] = {}
    for initial in initials:
        if initial.style.size < LARGE * usual:
            continue
        at = _first_beside(initial, words)
        if at is None:
            continue
        word = words[at]
        lone = initial.text in WORDS
        text = initial.text if lone else initial.text + word.text
        x1 = initial.x1 if lone else word.x1
        moved[words.index(initial)] = word._replace(text=text, x0=initial.x0, x1=min(x1, word.x1))
        if not lone:
            moved[at] = word._replace(text="")
    return [word for k, old in enumerate(words) if (word := moved.get(k, old)).text or word.mark]


def _first_beside(initial: Word, words: Sequence[Word]) -> int | None:
    """The word right beside the top of an initial; None where several lines do not stand beside it."""
    size = initial.style.size
    beside = [
        k
        for k, word in enumerate(words)
        if word.style.size * LARGE <= size
        and -0.1 * size < word.x0 - initial.x1 < 0.5 * size
        and initial.baseline - 0.9 * size < word.baseline < initial.baseline + 0.1 * size
    ]
    heights = {round(words[k].baseline) for k in beside}
    if len(heights) < 2:
        return None
    first = min(beside, key=lambda k: (words[k].baseline, words[k].x0))
    return first if words[first].text[:1].islower() else None
