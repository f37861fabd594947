"""What a run has to say, as it is handed to publishing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from extractor.model import contract
from extractor.model.table import frame_of, records

if TYPE_CHECKING:
    from pandas import DataFrame

COLUMNS = {name: table.columns for name, table in contract.TABLES.items()} | {"councils": ()}
"""File -> its columns; councils has those of its rows."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """What a run has to say: a DataFrame of text cells for each file, in the order in which it is read.

    Rows given as mappings of text, as a test or a filter makes them, are held as a DataFrame too.
    """

    observations: DataFrame
    categories: DataFrame
    coverage: DataFrame
    issues: DataFrame
    run: Mapping[str, Any]
    review: DataFrame | None = None
    """Rows under the wanted confidence; None where none was asked for."""
    comparable: DataFrame = ()
    indicators: DataFrame = ()
    checks: DataFrame = ()
    reports: DataFrame = ()
    universe: DataFrame = ()
    councils: DataFrame = ()
    """One council and year, flat."""
    quality: DataFrame = ()
    """How well first readings went, by kind of report."""
    corrections: DataFrame | None = None
    """Rows that a person corrected, with the machine's coding; None where no corrections were given."""
    answers: DataFrame | None = None
    """What second readers say beside what the rules say; None where no answers were given."""

    def __post_init__(self) -> None:
        for field in fields(self):
            rows = getattr(self, field.name)
            if field.name in COLUMNS and rows is not None and not hasattr(rows, "iloc"):
                known = COLUMNS[field.name]
                more = [name for row in rows for name in row if name not in known]
                object.__setattr__(self, field.name, frame_of(rows, (*known, *dict.fromkeys(more))))

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of a file as dictionaries of text; none where the run writes no such file."""
        found = getattr(self, name)
        return [] if found is None else list(records(found))
