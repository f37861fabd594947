"""What a curator may settle: labels without a code and rows of low confidence, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extractor.corrections.file import COLUMNS as CELLS
from extractor.corrections.file import for_label, for_row, place_of
from extractor.language.fold import fold_label
from extractor.model.contract import UNMAPPED
from extractor.model.csv_text import csv_line

if TYPE_CHECKING:
    from extractor.lexicon.entries import Entry
    from extractor.lexicon.rulebook import Rulebook
    from extractor.model.observation import Observation
    from extractor.model.records import CategoryRow

COLUMNS = ("dimension", "label", "occurrences", "source_files", "file", "entry", "line", "correction")
_WORD = re.compile(r"[a-z']+|\d+")


@dataclass(frozen=True)
class Suggestion:
    """One label without a code, and the line that would give it one."""

    dimension: str
    label: str
    occurrences: int
    source_files: tuple[str, ...]
    file: str
    entry: str = ""
    """The code that it surely belongs to; '' where a person has to say."""

    @property
    def line(self) -> str:
        """The line of YAML, as it stands under `aliases:` in the files of patterns/."""
        return f"  - {quoted(self.label)}"

    @property
    def correction(self) -> str:
        """The same for corrections.csv, with what a person has still to fill in."""
        cells = for_label(self.dimension, self.label, set=f"{self.dimension}={self.entry}")
        return csv_line(cells.get(name, "") for name in CELLS).rstrip()

    def cells(self) -> dict[str, str]:
        """The suggestion as text, in COLUMNS."""
        return {
            "dimension": self.dimension,
            "label": self.label,
            "occurrences": str(self.occurrences),
            "source_files": ";".join(self.source_files),
            "file": f"patterns/{self.file}",
            "entry": self.entry,
            "line": self.line,
            "correction": self.correction,
        }


def labels(categories: Sequence[CategoryRow], book: Rulebook) -> list[Suggestion]:
    """Labels without a code, most frequent first, those aside that are pieces of sentences or figures."""
    found, known = [], {column: _Column(column, book) for column in book.columns.values()}
    for line in categories:
        column = known.get(line.dimension)
        if line.code != UNMAPPED or column is None or column.is_debris(line.label):
            continue
        entry = line.runner_up if column.surely(line.label, line.runner_up) else ""
        file = column.file(line.runner_up)
        found.append(Suggestion(line.dimension, line.label, line.occurrences, line.source_files, file, entry))
    return sorted(found, key=lambda one: (-one.occurrences, one.dimension, one.label))


class _Column:
    """The vocabularies of one dimension, by the words of their entries."""

    def __init__(self, column: str, book: Rulebook) -> None:
        self._settings = book.raw("matching")
        self._names = [name for name, one in book.columns.items() if one == column]
        self._entries = {entry.id: (name, entry) for name in self._names for entry in book.entries(name)}
        self._councils = frozenset(fold_label(one.name) for one in book.raw("authorities").entries)

    def file(self, entry: str) -> str:
        """The file of an entry; the column's first where there is none."""
        return f"{self._entries[entry][0] if entry in self._entries else self._names[0]}.yaml"

    def is_debris(self, label: str) -> bool:
        """A figure, words of a sentence, a council or what names nothing: no entry should list it."""
        words = _WORD.findall(fold_label(label))
        return (
            any(word.isdigit() for word in words)
            or any(not part[:1].isalpha() for part in label.split(" > "))
            or label[:1].islower()
            or len(words) > self._settings.thresholds.words / 2
            or fold_label(label) in self._councils
            or not self._telling(words)
        )

    def surely(self, label: str, entry: str) -> bool:
        """Whether the names of this entry, and of no other, hold every telling word of the label."""
        wanted = self._telling(_WORD.findall(fold_label(label)))
        return [one for one, words in self._words.items() if wanted <= words] == [entry]

    def _telling(self, words: Sequence[str]) -> frozenset[str]:
        """The words but for those that matching leaves out."""
        left_out = {*self._settings.stopwords, *self._settings.joiners}
        for name, settings in self._settings.vocabularies.items():
            left_out |= {*settings.places}
            if name in self._names:
                left_out |= {*settings.fillers, *settings.endings}
        return frozenset(word for word in words if word not in left_out and len(word) > 2)

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        return {one: self._telling(_named(entry)) for one, (_, entry) in self._entries.items()}


def _named(entry: Entry) -> list[str]:
    return [word for name in (*entry.words, entry.label) for word in _WORD.findall(fold_label(name))]


def of_labels(found: Sequence[Suggestion]) -> Iterator[str]:
    """The labels in lines for a terminal."""
    if not found:
        yield "Every label has a code."
        return
    yield f"{len(found)} labels without a code, most frequent first. Add the line under `aliases:` of the"
    yield "entry with the right code, or add a new entry."
    for one in found:
        times = "once" if one.occurrences == 1 else f"{one.occurrences} times"
        where = f"entry with id {one.entry}" if one.entry else "entry with the right id"
        yield ""
        yield f"{one.dimension} '{one.label}', {times}: {';'.join(one.source_files)}"
        yield f"  patterns/{one.file}, {where}:"
        yield one.line
        yield "  or, for the rows read so far only, in corrections.csv:"
        yield f"    {one.correction}"


def least_sure(review: Sequence[Observation]) -> list[Observation]:
    """Rows of review.csv, the least sure first."""
    return sorted(review, key=lambda row: (row.confidence, row.source_file, row.observation_id))


def of_rows(review: Sequence[Observation], most: int) -> Iterator[str]:
    """The first rows, and under each the line that confirms it; nothing where there are none."""
    if not review or not most:
        return
    listed = review[:most]
    shown = f"the {len(listed)} rows with the lowest confidence of " if len(listed) < len(review) else ""
    yield ""
    yield f"{shown}{len(review)} rows to review, lowest confidence first. The line below each confirms it in"
    yield "corrections.csv, once you fill in because and by at its end. If the row is wrong, the verdict"
    yield "is not_a_figure, or recode with what to set (stage=stage_1; outcome=upheld)."
    yield f"  {csv_line(CELLS).rstrip()}"
    for row in listed:
        cells = row.cells()
        coding = " ".join(filter(None, map(cells.get, ("period", "stage", "measure", "value", "unit"))))
        yield ""
        yield f"{row.observation_id}, confidence {row.confidence:.2f}: {coding}"
        yield f"  {row.source_file}, {place_of(row) or 'location unknown'}: {row.evidence}"
        line = for_row(row, "right")
        yield f"  {csv_line(line.get(name, '') for name in CELLS).rstrip()}"


def quoted(text: str) -> str:
    """Text as a YAML scalar in double quotes, on one line."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
