"""The five rows with which the README opens: one of each kind of place where a number may stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Row = Mapping[str, str]

DIMENSIONS = (
    "service_area", "outcome", "theme", "timeliness", "complainant",
    "channel", "sex", "age_band", "ethnicity", "disability", "religion",
)  # fmt: skip
CARRIED = (
    "authority_name", "period", "procedure", "stage", "measure", "unit", "value", *DIMENSIONS,
    "source_file", "page", "table_index", "row", "column", "line", "evidence",
)  # fmt: skip
"""The columns of a shown row that are kept."""

CHOSEN = (
    {"source_file": "harrow-2018-19-example.pdf", "unit": "percent", "evidence": "2017/18 | 57 (47%)"},
    {"source_file": "harrow-2018-19-example.pdf", "value": "94", "evidence": "compared with 94% in 2017/18"},
    {"source_file": "harrow-2018-19-example.pdf", "evidence": "Unhappy with assessment"},
    {
        "source_file": "havering-2017-18-example.html",
        "value": "41",
        "evidence": "41 were upheld, 38",
    },
    {
        "source_file": "staffordshire-2019-20-example.pdf",
        "evidence": "Performance Licence Team | 2019/20 | -",
    },
)
"""What tells each row from all others: columns with their content, `evidence` a part of it."""


class NotOne(Exception):
    """A chosen row that a run does not give, or gives more than once."""


def shown(rows: Sequence[Row]) -> list[dict[str, str]]:
    """The chosen rows out of a run's observations; raises NotOne."""
    return [{column: _one(rows, chosen).get(column, "") for column in CARRIED} for chosen in CHOSEN]


def _one(rows: Sequence[Row], chosen: Row) -> Row:
    found = [row for row in rows if _is(row, chosen)]
    if len(found) != 1:
        raise NotOne(f"The run has {len(found)} rows with {dict(chosen)}: choose another in {__name__}.")
    return found[0]


def _is(row: Row, chosen: Row) -> bool:
    fixed = all(row[column] == content for column, content in chosen.items() if column != "evidence")
    return fixed and chosen["evidence"] in row["evidence"]
