"""quality.csv: how well first readings went, by kind of report, as it was measured for this version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from extractor.model import contract
from extractor.model.csv_text import read_csv
from extractor.model.table import frame_of

if TYPE_CHECKING:
    from pandas import DataFrame

FILE = Path(__file__).with_name("quality.csv")
"""Written by `python -m benchmarks.readme` from tests/first_readings."""
COLUMNS = contract.TABLES["quality"].columns


def quality() -> DataFrame:
    """The rows of quality.csv, all kinds together first."""
    return frame_of(read_csv(FILE), COLUMNS)
