"""The shape of patterns/second_reader.yaml: how a second reader is instructed, and how it is weighed."""

from __future__ import annotations

from pydantic import Field

from extractor.lexicon.strict import Strict

Share = float


class Trust(Strict):
    """How far readers and rules are trusted."""

    sure: Share = 0.8
    """A reader is judged by rows of at least this confidence, where a report has enough of them."""
    fewest: int = 5
    """Enough of them."""
    quantile: Share = 0.7
    """The share of numbers whose reports agree less well than the one that a reader is judged by."""
    prior: float = 10
    """In numbers: what the reader's other parts count for one part."""
    least: Share = 0.6
    """A reader that is right less often is not heard in that part."""
    chance: Share = 0.5
    """A reader that agrees less often, taken evenly over the rules' codes, is not heard in that part."""
    shrink: float = 4
    """In numbers: what other reports count for the rules of one report."""
    clear: float = 0.2
    """In log odds: two voices nearer than this leave the rules' coding, for review."""
    adds_up: float = 1.5
    """In log odds: what it counts that a coding makes a table add up and the other does not."""
    rules: dict[str, dict[str, Share]] = Field(default_factory=dict)
    """By part, from a confidence on: how often the rules were right in first readings."""

    def mostly(self, part: str, confidence: float) -> float:
        """How often the rules are right in a part of rows of such a confidence."""
        bands = self.rules.get(part, {})
        fitting = [share for start, share in bands.items() if float(start) <= confidence]
        return fitting[-1] if fitting else 0.5


class SecondReaderFile(Strict):
    """patterns/second_reader.yaml."""

    instructions: str
    """The page that a reader follows, in Markdown; the codes are added to it."""
    whose: dict[str, str]
    """What a figure may be of, with a line of meaning each."""
    counts: dict[str, str]
    """Measure -> what one of the count is, where the reader does not say; '' for measures not named."""
    trust: Trust
