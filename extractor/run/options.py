"""What a run is asked for, and what it came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from extractor.run.worker import Limits

if TYPE_CHECKING:
    from extractor.second_reader.settle import Settled


class Progress(Protocol):
    """Who wants to hear how far the reading is."""

    def begin(self, reports: int, cached: int) -> None: ...

    def reading(self, source_file: str) -> None: ...

    def read(self, source_file: str, status: str, reason: str) -> None: ...

    def doing(self, what: str) -> None: ...


@dataclass(frozen=True)
class Options:
    """How to run. Paths, patterns, population, corrections and min_confidence may change the dataset."""

    patterns: Path
    out: Path = Path("outputs")
    jobs: int = 0
    """Worker processes; 0 is one for each core that may be used."""
    fresh: bool = False
    min_confidence: float | None = None
    population: Path | None = None
    """A file of how many children live where, for rates."""
    corrections: Path | None = None
    """A file of corrections made by hand."""
    answers: Path | None = None
    """A file of answers of second readers."""
    suppress: int | None = None
    """Counts of 1 to this are taken out, with all that would give them away."""
    limits: Limits = field(default_factory=Limits)
    engine: str = "local"
    """What reads the reports: "local", this machine's processes, or "dask", those of a Dask cluster."""
    scheduler: str = ""
    """The address of the cluster's scheduler; '' is a cluster on this machine, made for the run."""


@dataclass(frozen=True)
class Summary:
    """What a run came to."""

    reports: Mapping[str, int]
    """How many reports have each status."""
    rows: int
    review_rows: int | None
    issues: Mapping[str, int]
    """How many issues have each severity."""
    from_cache: int
    skipped: tuple[tuple[str, str], ...]
    seconds: float
    out: Path
    corrected: int | None = None
    """Rows that a person settled; None where no corrections were given."""
    second: Settled | None = None
    """What came of second readers' answers; None where none were given."""
    unchanged: bool = False
    """Nothing has changed since the run that wrote the outputs folder, which is left as it was."""
