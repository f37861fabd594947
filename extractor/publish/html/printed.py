"""Where each figure is printed: the words, the page, and the report's address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.model.table import records
from extractor.publish.html import wording
from extractor.publish.html.figures import Figure, Row

if TYPE_CHECKING:
    from extractor.model.dataset import Dataset

_COLUMNS = ("observation_id", "source_file", "page", "page_file", "line", "source_url", "evidence")


@dataclass(frozen=True)
class Printed:
    """One place where a figure, or a part of it, is printed."""

    words: str
    place: str
    """The file with its page or line."""
    link: str


def printed(dataset: Dataset, rows: Sequence[Row]) -> Mapping[str, Printed]:
    """The place of each observation that the rows of indicators.csv rest on, by its id."""
    wanted = {one for row in rows for one in row.get("observation_ids", "").split(";") if one}
    frame = dataset.observations
    found = frame[frame["observation_id"].isin(wanted)]
    return {row["observation_id"]: _place(row) for row in records(found, _COLUMNS)}


def behind(figure: Figure, known: Mapping[str, Printed]) -> tuple[list[Printed], list[str]]:
    """The places of a figure, each once, and the ids of which nothing is known."""
    return (
        list(dict.fromkeys(known[one] for one in figure.ids if one in known)),
        [one for one in figure.ids if one not in known],
    )


def _place(row: Row) -> Printed:
    where = f", page {row['page']}" if row["page"] else f", line {row['line']}" if row["line"] else ""
    file = row["page_file"] if row["page"] and row["page_file"] else row["source_file"]
    return Printed(row["evidence"], file + where, wording.web_address(row["source_url"]))
