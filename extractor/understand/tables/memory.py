"""What a report has said so far: values that later words point back to, and its own labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extractor.language.fold import fold_text
from extractor.model.types import Claim, Label

#: Dimensions that make a count a slice of another.
SLICES = (
    "outcome",
    "timeliness",
    "service_area",
    "theme",
    "channel",
    "sex",
    "age_band",
    "ethnicity",
    "disability",
    "religion",
    "change",
)


def _key(text: str) -> str:
    return " ".join(fold_text(text).lower().replace("&", "and").strip(" .:*'\"").split()).rstrip("s")


@dataclass
class Memory:
    """Grows as a report is read from top to bottom; one per report."""

    labels: dict[str, Label] = field(default_factory=dict)
    """Row and legend labels of the report's tables and charts, folded."""
    services: set[str] = field(default_factory=set)
    """Service codes that tables or charts break figures down by."""
    values: dict[tuple[float, str], Claim] = field(default_factory=dict)
    """The latest claim of each value that counts a whole, not a slice."""
    anything: set[float] = field(default_factory=set)
    """Every count printed so far."""
    just: dict[float, list[Label]] = field(default_factory=dict)
    """What was said of the counts of the sentence before, of slices too."""
    printed: dict[float, list[Claim]] = field(default_factory=dict)
    """By value, the counts of the report's tables."""

    def learn_labels(self, claims: Iterable[Claim]) -> None:
        """Remember the free labels of a table or chart."""
        for claim in claims:
            if claim.unit == "count" and claim.value is not None:
                self.printed.setdefault(claim.value, []).append(claim)
            for label in claim.labels:
                if label.facet in ("service_area", "theme") and label.origin in ("row", "column", "own"):
                    inner = label.text.split(" > ")[-1]
                    self.labels.setdefault(_key(inner), label)
                    if label.facet == "service_area":
                        self.services.add(label.code)

    def learn_label(self, label: Label) -> None:
        """Remember a name that the report's captions or headings count by."""
        self.labels.setdefault(_key(label.text), label)
        if label.facet == "service_area":
            self.services.add(label.code)

    def learn_values(self, claims: Iterable[Claim]) -> None:
        """Remember printed counts, so that 'of the 18' is known for a back-reference."""
        for claim in claims:
            if claim.value is None or claim.unit != "count":
                continue
            self.anything.add(claim.value)
            if not any(
                x.facet in SLICES and x.origin in ("own", "row", "column", "clause") for x in claim.labels
            ):
                self.values[claim.value, claim.unit] = claim

    def counted_once(self, value: float) -> Claim | None:
        """The count of a table with this value, where all that have it count the same."""
        found = self.printed.get(value, [])
        codings = {frozenset((x.facet, x.code) for x in claim.labels) for claim in found}
        return found[0] if len(codings) == 1 else None

    def label(self, text: str) -> Label | None:
        """The report's own label with these words, if a table or chart prints it."""
        return self.labels.get(_key(text))
