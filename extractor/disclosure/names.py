"""Ids of hidden rows: an observation_id is a hash of the value too, and a small value is soon tried out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from extractor.disclosure.rows import Columns
from extractor.model.table import Row

_PLACE = ("source_file", "page", "table_index", "row", "column", "line", "period", "measure", "unit")


def renamed(rows: Columns, hidden: Sequence[int]) -> dict[str, str]:
    """Old id -> new id of the hidden rows, made of where they stand and of no value; the rows change too."""
    ids = rows.column("observation_id")
    places = [rows.column(name) for name in _PLACE]
    seen: Counter[str] = Counter()
    new: dict[str, str] = {}
    for number in hidden:
        place = "\x1f".join(column[number] for column in places)
        seen[place] += 1
        digest = hashlib.sha256(f"{place}\x1f{seen[place]}".encode()).hexdigest()
        new[ids[number]] = f"s{digest[:15]}"
    rows.change("observation_id", lambda _, cell: new.get(cell, cell))
    return new


def pointing(row: Row, new: Mapping[str, str]) -> dict[str, str]:
    """The row with the ids of its evidence as they are now."""
    return {**row, "observation_ids": point(row.get("observation_ids", ""), new)}


def point(ids: str, new: Mapping[str, str]) -> str:
    """The ids, joined by semicolons, as they are now."""
    return ";".join(new.get(one, one) for one in ids.split(";"))
