"""What changed between two outputs folders: rows added, gone, and read in another way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor import publish
from extractor.model import contract

if TYPE_CHECKING:
    from pandas import DataFrame

FILE = "observations.csv"
PLACE = ("source_file", "page", "table_index", "row", "column", "evidence")
"""Where a number stands, when its identifier changed."""
NEEDED = ("observation_id", *PLACE, "value", "unit")
CHANGE_COLUMNS = (
    "change",
    "source_file",
    "page",
    "observation_id",
    "old_observation_id",
    "column_name",
    "old",
    "new",
    "published_label",
    "evidence",
)
TOLD = ("source_file", "page", "measure", "value", "value_status", "unit", "id")
"""What the summary says of a row."""


class NotOutputs(Exception):
    """A folder that cannot be compared, with one sentence saying why."""


@dataclass(frozen=True)
class Difference:
    """What changed from one folder to another."""

    old_rows: int
    new_rows: int
    changes: DataFrame
    """One row for each row added or gone, and for each cell that differs: CHANGE_COLUMNS and TOLD."""
    renamed: int
    """Rows that differ in nothing but their identifier."""
    remarks: Sequence[str]
    """Sentences about what could not be compared."""

    @property
    def is_empty(self) -> bool:
        """Do both folders say the same?"""
        return bool(self.changes.empty)

    def of(self, kind: str) -> DataFrame:
        """The changes that are added, gone or recoded."""
        return self.changes[self.changes["change"] == kind]

    def count(self, kind: str) -> int:
        """How many rows were added, are gone, or were recoded."""
        return int(self.of(kind)["id"].nunique())


def difference(old: Path, new: Path) -> Difference:
    """Compare two outputs folders. Raises NotOutputs."""
    from pandas import concat

    before, after = _read(old), _read(new)
    shared, remarks = _shared_columns(old, before, new, after)
    gone, added = before, after
    pairs = []
    for columns in (("observation_id",), (*PLACE, "value", "unit"), PLACE):
        found = _paired(gone, added, list(columns))
        gone, added = gone.drop(found["at_old"]), added.drop(found["at_new"])
        pairs.append(found)
    both = concat(pairs)
    was = before.loc[both["at_old"]].reset_index(drop=True)
    now = after.loc[both["at_new"]].reset_index(drop=True)
    differs = was[shared].ne(now[shared])
    recoded = [
        _lines(
            "recoded",
            now,
            old_observation_id=was["observation_id"],
            column_name=name,
            old=was[name],
            new=now[name],
        )[differs[name]]
        for name in shared
    ]
    none = now.iloc[:0]
    changes = (
        _lines("added", added, new=added["value"]),
        _lines("gone", gone, old=gone["value"], observation_id="", old_observation_id=gone["observation_id"]),
        concat([_lines("recoded", none), *recoded]),
    )
    renamed = int((~differs.iloc[len(pairs[0]) :].any(axis=1)).sum())
    return Difference(len(before), len(after), concat(map(_in_order, changes)), renamed, remarks)


def _read(folder: Path) -> DataFrame:
    from pandas import DataFrame

    path = folder / FILE
    if not folder.is_dir():
        raise NotOutputs(f"There is no folder '{folder}'.")
    if not path.is_file():
        raise NotOutputs(f"'{folder}' is not an outputs folder: it has no {FILE}.")
    try:
        with path.open(encoding="utf-8") as file:
            header = file.readline().strip().split(",")
        rows = DataFrame(publish.read_csv(path), columns=header, dtype=object)
    except (UnicodeDecodeError, ValueError) as error:
        raise NotOutputs(f"{path} was not written by this tool.") from error
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise NotOutputs(
            f"{path} cannot be compared: it has no column {', '.join(missing)}; "
            "it is of a version too old or was not written by this tool."
        )
    return rows


def _shared_columns(old: Path, before: DataFrame, new: Path, after: DataFrame) -> tuple[list[str], list[str]]:
    sides = [(old, set(before)), (new, set(after))]
    remarks = []
    for (folder, columns), (_, others) in (sides, sides[::-1]):
        lacking = sorted((others - columns) & {*contract.OBSERVATION_COLUMNS})
        if lacking:
            remarks.append(
                f"'{folder}' was written by another version: it has no column {', '.join(lacking)}, "
                "so that these are not compared."
            )
    both = sides[0][1] & sides[1][1] - {"observation_id"}
    return [name for name in contract.OBSERVATION_COLUMNS if name in both], remarks


def _paired(old: DataFrame, new: DataFrame, columns: list[str]) -> DataFrame:
    """Rows of both sides with the same cells in these columns, in their order: at_old and at_new."""
    sides = [side[columns].assign(nth=side.groupby(columns).cumcount(), at=side.index) for side in (old, new)]
    return sides[0].merge(sides[1], on=[*columns, "nth"], suffixes=("_old", "_new"))[["at_old", "at_new"]]


def _lines(kind: str, rows: DataFrame, **cells: Any) -> DataFrame:
    told = rows.reindex(columns=list(dict.fromkeys((*CHANGE_COLUMNS, *TOLD))), fill_value="")
    return told.assign(id=rows["observation_id"], change=kind, **cells)


def _in_order(lines: DataFrame) -> DataFrame:
    page = lines["page"].replace("", "0").astype(int)
    return lines.assign(at=page).sort_values(["source_file", "at", "id"], kind="stable").drop(columns="at")


def summary(found: Difference, shown: int = 5) -> list[str]:
    """What changed, in lines for a terminal: how many rows, in which columns, and some of them."""
    if found.is_empty:
        same = f"No rows were added, removed or recoded: {found.new_rows} rows."
        return [same, *([f"{found.renamed} rows have a new observation_id."] if found.renamed else [])]
    recoded = found.of("recoded")
    lines = [
        f"{found.old_rows} rows before, {found.new_rows} after",
        f"added    {found.count('added')}",
        f"removed  {found.count('gone')}",
        f"recoded  {found.count('recoded')}",
    ]
    times = recoded["column_name"].value_counts()
    lines += [f"  {name}: {n}" for name, n in sorted(times.items(), key=lambda c: (-c[1], c[0]))]
    lines += _some("Added", _told(found.of("added")), shown)
    lines += _some("Removed", _told(found.of("gone")), shown)
    said: dict[str, list[str]] = {}
    for row, name, old, new in zip(
        _told(recoded), recoded["column_name"], recoded["old"], recoded["new"], strict=True
    ):
        said.setdefault(row, []).append(f"{name} '{old}' is now '{new}'")
    return lines + _some("Recoded", [f"{row}: {', '.join(cells)}" for row, cells in said.items()], shown)


def _some(title: str, lines: Sequence[str], shown: int) -> list[str]:
    if not lines:
        return []
    rest = [f"  ... and {len(lines) - shown} more"] if len(lines) > shown else []
    return ["", f"{title}:", *(f"  {line}" for line in lines[:shown]), *rest]


def _told(rows: DataFrame) -> list[str]:
    return [
        f"{file}{f' page {page}' if page else ''}, {measure} {value or status} {unit} ({identity})"
        for file, page, measure, value, status, unit, identity in zip(*(rows[n] for n in TOLD), strict=True)
    ]
