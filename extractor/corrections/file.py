"""corrections.csv: a person's decisions, one a line, plain enough for a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from extractor.model import contract
from extractor.model.csv_text import csv_line, plain, read_given
from extractor.model.observation import Observation

NAME = "corrections.csv"
COLUMNS = (
    *("source_file", "observation_id", "value", "unit", "place", "evidence", "dimension", "label"),
    *("verdict", "set", "because", "by", "date"),
)
"""A row is named by its observation_id, or by its report, printed number and words; a label by its words."""
SETTABLE = (
    *("authority_code", "period", "procedure", "stage", "measure", "unit", "unit_of_count", "value"),
    *("value_status", *contract.DIMENSIONS, "scope", "event_basis", "denominator_class", "limit_days"),
    *("base", "base_status", "change_of"),
)
"""The columns of observations.csv that a correction may set."""
OF_ONE_NUMBER = frozenset({"value", "value_status", "base", "base_status"})
"""What no label can settle for all its numbers."""
PLACES = ("page", "table", "row", "column", "line")
HEAD = 10_000
"""Letters of a header that are looked at."""

Text = Annotated[str, StringConstraints(strip_whitespace=True)]


class CorrectionsFault(Exception):
    """A file of corrections that cannot be used, with one sentence saying why."""


class Line(BaseModel):
    """One line as a person wrote it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    source_file: Text = ""
    observation_id: Text = ""
    value: Text = ""
    unit: Text = ""
    place: Text = ""
    evidence: Text = ""
    dimension: Text = ""
    label: Text = ""
    verdict: Literal["", "right", "not_a_figure", "recode"] = ""
    set: Text = ""
    because: Text = ""
    by: Text = ""
    date: Text = ""

    @field_validator("verdict", mode="before")
    @classmethod
    def _words(cls, verdict: Any) -> Any:
        return "_".join(verdict.lower().split()) if isinstance(verdict, str) else verdict

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if bool(self.label) == bool(self.observation_id or self.evidence):
            raise ValueError(
                "it must name either a row (observation_id, evidence) or a label (dimension, label)"
            )
        if self.label and self.dimension not in contract.DIMENSIONS:
            raise ValueError(f"'{self.dimension}' is not a dimension")
        if not self.label and not self.evidence:
            raise ValueError(
                "the printed words (evidence) are missing, so it cannot be checked against the report"
            )
        if not self.label and not (self.observation_id or self.source_file):
            raise ValueError("neither observation_id nor source_file says where the number is")
        if self.label and self.verdict not in ("", "recode"):
            raise ValueError(f"the verdict '{self.verdict}' is for a row, not for a label")
        if (self.verdict in ("", "recode")) != bool(self.set):
            raise ValueError("set must say what to change if the verdict is recode, and be empty otherwise")
        if not self.because or not self.by:
            raise ValueError("because and by must say why it was decided and by whom")
        return self


@dataclass(frozen=True)
class Correction:
    """One decision, in the words of the file; `changes` are (column, cell) pairs."""

    number: int
    """The line of the file."""
    line: Line
    changes: tuple[tuple[str, str], ...]

    @property
    def verdict(self) -> str:
        """One of VERDICTS."""
        return self.line.verdict or "recode"

    @property
    def subject(self) -> tuple[str, ...]:
        """What it is about: decisions about the same have the same subject."""
        line = self.line
        if line.label:
            return line.source_file, line.dimension, " ".join(line.label.split()).casefold()
        if line.observation_id:
            return (line.observation_id,)
        return line.source_file, line.value, line.unit, line.place, " ".join(line.evidence.split())

    @property
    def of_label(self) -> bool:
        """Is it about a label, wherever that stands?"""
        return bool(self.line.label)


@dataclass(frozen=True)
class Corrections:
    """A file of them."""

    name: str = ""
    sha256: str = ""
    entries: tuple[Correction, ...] = ()
    faults: tuple[tuple[int, str, str], ...] = ()
    """Line, source_file and clause of each that cannot be understood."""


def guard(out: Path) -> None:
    """Keep a run from writing its own corrections.csv over a person's. Raises CorrectionsFault."""
    path = out / NAME
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        head = file.readline(HEAD)
    if "set" in re.split(r"[,;\t]", head.strip()):
        raise CorrectionsFault(f"{path} was written by hand and would be overwritten: choose another --out.")


def load(path: Path) -> Corrections:
    """Every line, understood or not. Raises CorrectionsFault for a file that is none of corrections."""
    given = read_given(path, "The file of corrections", COLUMNS, CorrectionsFault)
    entries, faults = [], []
    for number, row in given.rows:
        cells = {name: plain(row.get(name) or "") for name in COLUMNS}
        if not any(cells.values()):
            continue
        entry = understood(number, cells)
        if isinstance(entry, Correction):
            entries.append(entry)
        else:
            faults.append((number, cells["source_file"], entry))
    return Corrections(path.name, given.sha256, tuple(entries), tuple(faults))


def understood(number: int, cells: Mapping[str, str]) -> Correction | str:
    """The line as a decision, or the clause that says why it is none."""
    try:
        line = Line.model_validate(dict(cells))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if first["loc"] == ("verdict",):
            return f"the verdict '{cells['verdict']}' is not one of {', '.join(contract.VERDICTS)}"
        return first["msg"].removeprefix("Value error, ")
    changes: list[tuple[str, str]] = []
    for part in filter(str.strip, line.set.split(";") if "=" in line.set else ()):
        column, equals, cell = (word.strip() for word in part.partition("="))
        if not equals and changes:  # scope itself joins several codes by semicolons
            changes[-1] = (changes[-1][0], f"{changes[-1][1]};{column}")
        elif column not in SETTABLE or (line.label and column in OF_ONE_NUMBER):
            return f"'{column}' is not a column that a correction may set"
        else:
            changes.append((column, cell))
    if line.set and not changes:
        return f"set '{line.set}' must have the form column=code"
    return Correction(number, line, tuple(changes))


def contradictions(entries: Iterable[Correction]) -> Iterator[tuple[Correction, Correction]]:
    """An earlier and the next later decision about the same row or label that do not say the same."""
    last: dict[tuple[str, ...], Correction] = {}
    for entry in entries:
        before = last.get(entry.subject)
        if before and (before.verdict, sorted(before.changes)) != (entry.verdict, sorted(entry.changes)):
            yield before, entry
        last[entry.subject] = entry


def append(path: Path, cells: Mapping[str, str]) -> list[str]:
    """Add one line at the end, under a header where the file is new; a sentence for each line it overrules.

    Raises OSError, and CorrectionsFault where the file is none of corrections.
    """
    new = not path.is_file() or not path.stat().st_size
    before = () if new else load(path).entries
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "" if new else path.read_text(encoding="utf-8-sig")
    with path.open("a", newline="", encoding="utf-8") as file:
        if new:
            file.write(csv_line(COLUMNS))
        elif not text.endswith("\n"):
            file.write("\n")
        file.write(csv_line(cells.get(name, "") for name in COLUMNS))
    added = understood(0, cells)
    earlier = [one for one in before if isinstance(added, Correction) and one.subject == added.subject]
    pairs = contradictions([*earlier[-1:], added]) if isinstance(added, Correction) else ()
    return [f"This overrules line {one.number} of {path}, which says otherwise." for one, _ in pairs]


def place_of(row: Observation) -> str:
    """'page 2, table 5, row 8, column 3', as far as the format gives it."""
    return ", ".join(f"{name} {part}" for name in PLACES if (part := getattr(row.anchor, name)))


def for_row(row: Observation, verdict: str, **cells: str) -> dict[str, str]:
    """The cells of a line about one row of observations.csv or review.csv."""
    text = row.cells()
    named = {name: text[name] for name in ("source_file", "observation_id", "value", "unit", "evidence")}
    return {**named, "place": place_of(row), "verdict": verdict, **cells}


def for_label(dimension: str, label: str, **cells: str) -> dict[str, str]:
    """The cells of a line about one printed label."""
    return {"dimension": dimension, "label": label, "verdict": "recode", **cells}
