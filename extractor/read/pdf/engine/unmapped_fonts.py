"""Fonts without a map to Unicode: their text counts only where it spells words.

Where a font says nothing of its letters, the reader is given numbers of glyphs.
Some producers number them as ASCII does, and then the text is right; with others
an 'N' would be read as a '1'. Which it is, is told from the vowels of a font's text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.read.pdf.engine.signs import is_sign_font
from extractor.read.pdf.ink import UNDECODED

FEWEST = 30
"""Letters of a font from which its spelling can be judged."""
VOWELS = (0.3, 0.48)
"""Share of vowels among the letters of English text."""
LETTERS = 0.6
"""Least share of Latin letters in what a font prints, spaces and figures apart."""

Legible = dict[str, bool]
"""Name of a font -> whether its text was found to spell words, as far as a document is read."""


def without_unmapped(
    texts: list[str],
    fonts: NDArray[np.int64],
    codes: NDArray[np.int64],
    unmapped: Callable[[int], bool],
    names: Sequence[str],
    legible: Legible,
) -> tuple[list[str], int]:
    """The letters of a page, those that cannot be trusted replaced by UNDECODED, and how many these are.

    One entry of `texts`, `fonts` and `codes` a letter; `unmapped` says of a place whether the file gives
    its letter no meaning; `names` are the fonts' names by number.
    """
    keys, first = np.unique(fonts * 0x200000 + codes, return_index=True)
    doubtful = [int(key) for key, at in zip(keys.tolist(), first.tolist(), strict=True) if unmapped(at)]
    if not doubtful:
        return texts, 0
    found = list(texts)
    lost = 0
    for font in sorted({key // 0x200000 for key in doubtful}):
        name = names[font]
        if is_sign_font(name):
            continue
        own = np.flatnonzero(fonts == font)
        if _spells(name, [texts[k] for k in own.tolist()], legible):
            continue
        these = [key % 0x200000 for key in doubtful if key // 0x200000 == font]
        places = [at for at in own[np.isin(codes[own], these)].tolist() if not found[at].isspace()]
        if any(found[at].isalnum() for at in places):  # a font of bullets alone may stay
            for at in places:
                found[at] = UNDECODED
            lost += len(places)
    return found, lost


def _spells(name: str, texts: Sequence[str], legible: Legible) -> bool:
    """Whether a font's text reads as English; few letters are judged by what the font printed before."""
    counts = Counter("".join(texts).lower())
    letters = sum(n for letter, n in counts.items() if letter.isascii() and letter.isalpha())
    if letters >= FEWEST:
        others = sum(n for sign, n in counts.items() if not sign.isspace() and not sign.isdecimal())
        vowels = sum(counts[vowel] for vowel in "aeiou") / letters
        usual = {letter for letter, _ in counts.most_common(6)}
        legible[name] = VOWELS[0] <= vowels <= VOWELS[1] and "e" in usual and letters >= LETTERS * others
    return legible.get(name, False)
