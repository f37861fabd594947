"""A decision that holds for many numbers, with the words that say so."""

from __future__ import annotations

from extractor.model.fast_dataclass import fast_dataclass


@fast_dataclass
class Setting:
    """What is in force for a report, a section, a table or one number.

    `origin` says where the words stand (own, row, column, caption, heading1, title, statement,
    manifest, default ...), `score` how strongly they speak against the runner-up (0 to 1).
    """

    facet: str
    code: str
    origin: str
    words: str
    score: float = 1.0
    runner_up: str = ""
    runner_up_words: str = ""

    def because(self) -> str:
        """One clause for the column `because`: 'procedure: title 'Adult social care''."""
        quoted = f" '{self.words}'" if self.words else ""
        return f"{self.facet}: {self.origin}{quoted}"
