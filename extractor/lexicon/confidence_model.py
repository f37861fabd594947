"""The schema of patterns/confidence.yaml, and the chance that it gives."""

from __future__ import annotations

import math
from collections.abc import Iterable

from extractor.lexicon.strict import Strict


class ConfidenceModel(Strict):
    """patterns/confidence.yaml: what each trait adds, in log odds, and the least and most a row may have."""

    base: float
    least: float
    most: float
    weights: dict[str, float]

    def odds(self, traits: Iterable[str]) -> float:
        """What the traits add, in log odds."""
        return math.fsum(self.weights.get(trait, 0.0) for trait in traits)

    def of(self, traits: Iterable[str], more: float = 0.0) -> float:
        """The chance, from 0 to 1, that a row of these traits is right; `more` are odds known besides."""
        odds = self.base + more + self.odds(traits)
        return min(max(1 / (1 + math.exp(-odds)), self.least), self.most)
