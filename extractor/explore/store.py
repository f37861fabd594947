"""What the pages ask of complaints.db. Each call opens the file anew, so that a later run is seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.lexicon.comparison import Headline, HeadlinesFile
from extractor.model import contract

Row = Mapping[str, Any]
_WHOLE = " and ".join(f"{name} is null" for name in contract.DIMENSIONS if name != "outcome")
"""No breakdown but by outcome."""


@dataclass(frozen=True)
class Cell:
    """A headline figure as a page shows it."""

    value: float | None
    mark: str
    """Its comparable mark or, where it is empty, why."""
    observations: tuple[str, ...]
    """Behind it; () where it is empty."""


@dataclass(frozen=True)
class Line:
    """A council, year and procedure with its headline figures by their ids."""

    code: str
    name: str
    period: str
    procedure: str
    cells: Mapping[str, Cell]


class Store:
    """Questions to one database. Every method may raise sqlite3.Error."""

    def __init__(self, path: Path, headlines: HeadlinesFile) -> None:
        self.path = path
        self.headlines = headlines

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The rows of a query as dictionaries."""
        with closing(sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            opened.row_factory = sqlite3.Row
            return [dict(row) for row in opened.execute(sql, values)]

    def one(self, sql: str, values: Sequence[Any] = ()) -> dict[str, Any] | None:
        """The first row, if there is one."""
        return next(iter(self.rows(sql, values)), None)

    def periods(self) -> list[tuple[str, int]]:
        """Years of the headline figures with how many councils have any; the fullest first."""
        sql = (
            "select period, count(distinct authority_code) as many from councils group by period"
            " order by many desc, period desc"
        )
        return [(row["period"], row["many"]) for row in self.rows(sql)]

    def lines(self, columns: Sequence[Headline], where: str, values: Sequence[Any]) -> list[Line]:
        """Rows of councils.csv that meet the condition, each figure with what stands behind it."""
        found = self.rows(f"select * from councils where {where} order by authority_name, period", values)
        return [self._line(row, columns) for row in found]

    def _line(self, row: Row, columns: Iterable[Headline]) -> Line:
        who = (row["authority_code"], row["period"], row["procedure"])
        cells = {}
        for one in columns:
            value = row[one.id] if isinstance(row[one.id], (int, float)) else None
            behind = self._behind(one, who, value) if value is not None else ()
            cells[one.id] = Cell(value, row[f"{one.id}_comparable"] or "", behind)
        return Line(row["authority_code"], row["authority_name"], row["period"], row["procedure"], cells)

    def _behind(self, headline: Headline, who: tuple[str, str, str], value: float) -> tuple[str, ...]:
        """The observations from which the figure comes: of the first row that shows this very value."""
        code, period, procedure = who
        procedure = headline.of or procedure
        for stage in headline.stages:
            place = (code, period, procedure, stage)
            for ids, shown in self._candidates(headline, place):
                if shown is not None and abs(float(shown) - value) < 5e-7 * max(1.0, abs(value)):
                    return tuple(filter(None, (ids or "").split(";")))
        return ()

    def _candidates(self, headline: Headline, place: tuple[str, ...]) -> list[tuple[str, Any]]:
        found: list[dict[str, Any]] = []
        at = "authority_code = ? and period = ? and procedure = ? and stage = ?"
        if headline.measure:
            sql = (
                f"select observation_ids, value as shown from comparable where {at} and measure = ?"
                f" and coalesce(outcome, '') = ? and unit = 'count' and {_WHOLE}"
            )
            found += self.rows(sql, (*place, headline.measure, headline.outcome))
        part = "denominator" if headline.part == "denominator" else "value"
        for indicator in headline.indicators:
            sql = f"select observation_ids, {part} as shown from indicators where {at} and indicator = ?"
            found += self.rows(sql, (*place, indicator))
        return [(row["observation_ids"], row["shown"]) for row in found]

    def figure(self, identity: str) -> dict[str, Any] | None:
        """One observation, with its council's page and its report's address, by its id."""
        return self.one(
            "select o.*, o.rowid as place, r.title as report_title, r.url as report_url"
            " from observations o left join reports r using (source_file) where observation_id = ?",
            (identity,),
        )

    def beside(self, row: Row) -> tuple[str, str]:
        """The observations before and after it in its report, '' at the ends."""
        return self._nearest(row, "<", "desc"), self._nearest(row, ">", "asc")

    def _nearest(self, row: Row, side: str, order: str) -> str:
        sql = f"select observation_id as id from observations where source_file = ? and rowid {side} ?"
        found = self.one(f"{sql} order by rowid {order} limit 1", (row["source_file"], row["place"]))
        return str(found["id"]) if found else ""

    def answers(self, row: Row) -> list[dict[str, Any]]:
        """What second readers say of a row; none where the run had no answers."""
        if self.one("select 1 from sqlite_master where name = 'answers'") is None:
            return []
        sql = "select * from answers where observation_id = ? order by reader"
        return self.rows(sql, (row["observation_id"],))

    def categories(self, row: Row) -> list[dict[str, Any]]:
        """How the labels of a row were matched."""
        pairs = [(name, row[f"{name}_label"]) for name in contract.DIMENSIONS if row[f"{name}_label"]]
        sql = "select * from categories where dimension = ? and label = ? limit 1"
        return [one for pair in pairs if (one := self.one(sql, pair))]
