"""What changed between two outputs folders: rows added, gone, and read in another way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor import publish
from extractor.model import contract

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
Row = Mapping[str, str]


class NotOutputs(Exception):
    """A folder that cannot be compared, with one sentence saying why."""


@dataclass(frozen=True)
class Recoded:
    """One printed number that both folders have, with other cells; column -> (old, new)."""

    old: Row
    new: Row
    cells: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Difference:
    """What changed from one folder to another."""

    old_rows: int
    new_rows: int
    added: Sequence[Row]
    gone: Sequence[Row]
    recoded: Sequence[Recoded]
    renamed: int
    """Rows that differ in nothing but their identifier."""
    remarks: Sequence[str]
    """Sentences about what could not be compared."""

    @property
    def is_empty(self) -> bool:
        """Do both folders say the same?"""
        return not (self.added or self.gone or self.recoded)


def difference(old: Path, new: Path) -> Difference:
    """Compare two outputs folders. Raises NotOutputs."""
    before, after = _read(old), _read(new)
    shared, remarks = _shared_columns(old, before, new, after)
    earlier = {row["observation_id"]: row for row in before}
    later = {row["observation_id"]: row for row in after}
    pairs = [(earlier[one], later[one]) for one in later if one in earlier]
    gone = [row for one, row in earlier.items() if one not in later]
    added = [row for one, row in later.items() if one not in earlier]
    moved: list[tuple[Row, Row]] = []
    for columns in ((*PLACE, "value", "unit"), PLACE):
        found, gone, added = _matched(gone, added, columns)
        moved += found
    recoded = [_recoded(one, other, shared) for one, other in (*pairs, *moved)]
    renamed = sum(not change.cells for change in recoded[len(pairs) :])
    changed = sorted((change for change in recoded if change.cells), key=lambda change: _order(change.new))
    return Difference(
        len(before),
        len(after),
        sorted(added, key=_order),
        sorted(gone, key=_order),
        changed,
        renamed,
        remarks,
    )


def _read(folder: Path) -> list[Row]:
    path = folder / FILE
    if not folder.is_dir():
        raise NotOutputs(f"There is no folder '{folder}'.")
    if not path.is_file():
        raise NotOutputs(f"'{folder}' is not an outputs folder: it has no {FILE}.")
    try:
        rows: list[Row] = list(publish.read_csv(path))
        with path.open(encoding="utf-8") as file:
            header = file.readline().strip().split(",")
    except (UnicodeDecodeError, ValueError) as error:
        raise NotOutputs(f"{path} was not written by this tool.") from error
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise NotOutputs(
            f"{path} cannot be compared: it has no column {', '.join(missing)}; "
            "it is of a version too old or was not written by this tool."
        )
    return rows


def _shared_columns(
    old: Path, before: Sequence[Row], new: Path, after: Sequence[Row]
) -> tuple[list[str], list[str]]:
    sides = [(old, set(before[0]) if before else set()), (new, set(after[0]) if after else set())]
    if not all(columns for _, columns in sides):
        return [], []
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


def _matched(
    gone: Sequence[Row], added: Sequence[Row], columns: Sequence[str]
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Rows of the same place, in their order; and what is left of both."""
    waiting: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in reversed(gone):
        waiting[tuple(row[name] for name in columns)].append(row)
    found, left = [], []
    for row in added:
        same = waiting.get(tuple(row[name] for name in columns))
        if same:
            found.append((same.pop(), row))
        else:
            left.append(row)
    taken = {one["observation_id"] for one, _ in found}
    return found, [row for row in gone if row["observation_id"] not in taken], left


def _recoded(old: Row, new: Row, columns: Sequence[str]) -> Recoded:
    return Recoded(old, new, {name: (old[name], new[name]) for name in columns if old[name] != new[name]})


def _order(row: Row) -> tuple[str, int, str]:
    return row["source_file"], int(row["page"] or 0), row["observation_id"]


def changes(found: Difference) -> Iterator[dict[str, str]]:
    """One row for each row added or gone, and for each cell that differs, in CHANGE_COLUMNS."""
    for kind, rows in (("added", found.added), ("gone", found.gone)):
        for row in rows:
            mine, other = ("observation_id", "old_observation_id")[:: 1 if kind == "added" else -1]
            said = {"new" if kind == "added" else "old": row["value"], mine: row["observation_id"], other: ""}
            yield _line(kind, row) | said
    for change in found.recoded:
        for name, (old, new) in change.cells.items():
            yield _line("recoded", change.new) | {
                "old_observation_id": change.old["observation_id"],
                "column_name": name,
                "old": old,
                "new": new,
            }


def _line(kind: str, row: Row) -> dict[str, str]:
    line = {name: row.get(name, "") for name in CHANGE_COLUMNS}
    return line | {"change": kind}


def summary(found: Difference, shown: int = 5) -> list[str]:
    """What changed, in lines for a terminal: how many rows, in which columns, and some of them."""
    if found.is_empty:
        same = f"No rows were added, removed or recoded: {found.new_rows} rows."
        return [same, *([f"{found.renamed} rows have a new observation_id."] if found.renamed else [])]
    lines = [
        f"{found.old_rows} rows before, {found.new_rows} after",
        f"added    {len(found.added)}",
        f"removed  {len(found.gone)}",
        f"recoded  {len(found.recoded)}",
    ]
    columns = Counter(name for change in found.recoded for name in change.cells)
    lines += [f"  {name}: {times}" for name, times in sorted(columns.items(), key=lambda c: (-c[1], c[0]))]
    for title, rows in (("Added", found.added), ("Removed", found.gone)):
        lines += _some(title, [_told(row) for row in rows], shown)
    said = [
        f"{_told(change.new)}: "
        + ", ".join(f"{name} '{old}' is now '{new}'" for name, (old, new) in change.cells.items())
        for change in found.recoded
    ]
    return lines + _some("Recoded", said, shown)


def _some(title: str, lines: Sequence[str], shown: int) -> list[str]:
    if not lines:
        return []
    rest = [f"  ... and {len(lines) - shown} more"] if len(lines) > shown else []
    return ["", f"{title}:", *(f"  {line}" for line in lines[:shown]), *rest]


def _told(row: Row) -> str:
    page = f" page {row['page']}" if row["page"] else ""
    value = row["value"] or row.get("value_status", "")
    said = f"{row.get('measure', '')} {value} {row['unit']}"
    return f"{row['source_file']}{page}, {said} ({row['observation_id']})"
