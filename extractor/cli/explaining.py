"""From one row back to the printed words. Nothing is printed here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor.cli.text import columns
from extractor.model.contract import DIMENSIONS

if TYPE_CHECKING:
    from extractor.model.observation import Category, Observation
    from extractor.model.records import CategoryRow, CorrectionRow

_PLACE = ("source_file", "page_file", "source_kind", "page", "table_index", "row", "column", "line", "bbox")


@dataclass(frozen=True)
class Explained:
    """A row with what else the run says of it."""

    row: Observation
    categories: Sequence[CategoryRow]
    """Of the whole run."""
    corrections: Sequence[CorrectionRow]
    """The same."""

    def data(self) -> dict[str, Any]:
        """The filled cells, how each label was matched, and what a person decided."""
        labels = [
            {"dimension": one.dimension, "label": one.label, "code": one.code, "matched": self._receipts(one)}
            for one in self.row.slice
        ]
        filled = {name: cell for name, cell in self.row.cells().items() if cell}
        return {"observation": filled, "labels": labels, "corrections": self._decisions()}

    def lines(self) -> Iterator[str]:
        """The same in lines for a terminal."""
        cells = self.row.cells()
        yield f"observation {self.row.observation_id}"
        yield "\nWhat it says"
        skipped = {*DIMENSIONS, "observation_id", "published_label", "evidence", "because", *_PLACE}
        said = [(name, cell) for name, cell in cells.items() if cell and name not in skipped]
        yield from columns([one for one in said if not one[0].endswith("_label")], "  ")
        if self.row.because:
            yield "\nWhere the coding comes from"
            yield from (f"  {part}" for part in self.row.because.split("; "))
        for line in self._decisions():
            what = f"was {line.was}, is {line.now}" if line.now else "confirmed"
            when = f" ({line.date})" if line.date else ""
            yield f"\nCorrected by {line.by}{when}: {what}"
            yield f"  because   {line.because}"
        yield "\nLabels and how each was matched"
        if not self.row.slice:
            yield "  none: the number is not broken down"
        for one in self.row.slice:
            yield f"  {one.dimension}: '{one.label}' -> {one.code}"
            receipts = self._receipts(one)
            yield from (f"    '{r.label}' gave {r.code}: {_receipt(r)}" for r in receipts)
            if not receipts:
                yield "    not in categories.csv: the code follows from the words around the label"
        yield "\nPrinted words"
        yield f"  label     {self.row.published_label}"
        yield f"  evidence  {self.row.evidence}"
        yield "\nPlace"
        yield from columns([(name, cells[name]) for name in _PLACE if cells[name]], "  ")

    def _decisions(self) -> list[CorrectionRow]:
        return [one for one in self.corrections if one.observation_id == self.row.observation_id]

    def _receipts(self, category: Category) -> list[CategoryRow]:
        parts = {category.label, *category.label.split(" > ")}
        return [
            line
            for line in self.categories
            if line.dimension == category.dimension
            and line.label in parts
            and self.row.source_file in line.source_files
        ]


def _receipt(line: CategoryRow) -> str:
    said = {
        "exact": "a name listed in patterns/",
        "fuzzy": f"close to a name listed in patterns/ (score {line.score})",
        "ngram": f"spelt most like names listed in patterns/ (score {line.score})",
        "quirk": "a name listed in this council's quirks",
        "correction": "a correction",
        "none": "no name listed in patterns/ is close enough",
    }.get(line.method, line.method)
    if line.runner_up:
        said += f"; the runner-up was {line.runner_up} (score {line.runner_up_score})"
    return said
