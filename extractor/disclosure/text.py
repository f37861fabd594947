"""Takes numbers out of text: digits and words, unless they are stages, pages, days, ages or dates."""

from __future__ import annotations

import re
from collections.abc import Collection

from extractor.lexicon.suppress_settings import Suppression

MARK = "c"
_DIGITS = r"\d[\d,]*(?:\.\d+)?"


class Cleaner:
    """Takes numbers out of text.

    A class, since the patterns and what was cleaned before are kept between the calls.
    """

    def __init__(self, settings: Suppression, limit: int) -> None:
        self.small = frozenset(float(number) for number in range(1, limit + 1))
        self._words = {word: float(entry.id) for entry in settings.words for word in entry.words}
        spoken = "|".join(sorted(map(re.escape, self._words), key=len, reverse=True)).replace(r"\ ", r"\s+")
        self._number = re.compile(rf"(?<![\w.,])(?:{_DIGITS}(?!\w)|(?:{spoken})(?!\w))|{_DIGITS}", re.I)
        before, after, joiners, ranges, ordinals, months = (
            "|".join(sorted(getattr(settings, name), key=len, reverse=True))
            for name in ("before", "after", "joiners", "ranges", "ordinals", "months")
        )
        self._no_count = re.compile(
            rf"\b(?:{before})s?[\s_-]*{_DIGITS}(?:\s*(?:{joiners}|[,&–-])\s*\d+\b)*"
            rf"|\d+(?:\s*(?:{ranges}|[–-])\s*\d+)?[\s-]*(?:{after}|{ordinals})\b|\b\d+[-–]\d+\b|\b\d+\+",
            re.I,
        )
        self._dates = re.compile(
            rf"\b(?:{months})[a-z]*\.?[\s'’]*\d+|\b\d+(?:{ordinals})?\s*(?:{months})[a-z]*\b"
            r"|\b\d{1,2}[/.]\d{1,2}[/.](?:\d\d){1,2}\b|\b\d{1,2}:\d\d\b"
            r"|(?:19|20)\d\d\s?[/–-]\s?\d\d(?:\d\d)?\b",
            re.I,
        )
        self._kept: dict[tuple[str, frozenset[float], bool], str] = {}

    def clean(self, text: str, numbers: frozenset[float], strict: bool = False) -> str:
        """The text with `c` for each small number and each of `numbers`.

        Dates stay; stages, pages, days and ages too, unless it is strict.
        """
        key = (text, numbers, strict)
        cleaned = self._kept.get(key)
        if cleaned is None:
            if len(self._kept) > 500_000:
                self._kept.clear()
            cleaned = self._kept[key] = self._cleaned(text, numbers | self.small, strict)
        return cleaned

    def _cleaned(self, text: str, numbers: Collection[float], strict: bool) -> str:
        kinds = (self._dates,) if strict else (self._dates, self._no_count)
        passed = [match.span() for kind in kinds for match in kind.finditer(text)]

        def replaced(match: re.Match[str]) -> str:
            word = match[0]
            value = self._words.get(" ".join(word.lower().split()))
            if value is None:
                value = float(word.replace(",", "").rstrip("."))
            # 'Half' is told by the percentage that it stands for.
            if value not in numbers or any(start <= match.start() < end for start, end in passed):
                return word
            return MARK

        return self._number.sub(replaced, text)
