"""What one printed number means: the coded row of the dataset, as a type until it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from extractor.model.contract import DIMENSIONS, OBSERVATION_COLUMNS
from extractor.model.fast_dataclass import fast_dataclass
from extractor.model.types import NOWHERE, Anchor, Box

_LABELS = {dimension: f"{dimension}_label" for dimension in DIMENSIONS}
_SAME_NAME = (
    *("authority_code", "authority_name", "publisher_code", "report_period", "period", "procedure"),
    *("stage", "measure", "unit", "unit_of_count", "value_status", "event_basis", "denominator_class"),
    *("published_label", "source_kind", "source_file", "evidence", "base_status", "change_of"),
    *("comparable", "because", "second_reading", "source_url", "page_file"),
)
"""Columns that hold a field of the same name as it is."""
_SAME = attrgetter(*_SAME_NAME)


class Category(NamedTuple):
    """One dimension that a number is broken down by: its code and its printed label, outermost first."""

    dimension: str
    code: str
    label: str


@fast_dataclass
class Observation:
    """One published number: who, when, what was counted, which slice of it, and where it stands.

    The fields mean what the columns of the contract of the same name mean; '' and None stand for an
    empty cell.
    """

    observation_id: str = ""
    authority_code: str = ""
    authority_name: str = ""
    publisher_code: str = ""
    report_period: str = ""
    period: str = ""
    procedure: str = ""
    stage: str = ""
    measure: str = ""
    unit: str = ""
    unit_of_count: str = ""
    value: Decimal | None = None
    """With the decimals that are printed."""
    value_status: str = "exact"
    slice: tuple[Category, ...] = ()
    """The filled dimensions, in the contract's order."""
    scope: tuple[str, ...] = ()
    event_basis: str = ""
    denominator_class: str = ""
    limit_days: int | None = None
    published_label: str = ""
    source_kind: str = ""
    source_file: str = ""
    anchor: Anchor = NOWHERE
    evidence: str = ""
    base: Decimal | None = None
    base_status: str = ""
    change_of: str = ""
    confidence: float = 1.0
    comparable: str = ""
    because: str = ""
    second_reading: str = ""
    flags: tuple[str, ...] = ()
    source_url: str = ""
    page_file: str = ""
    """The edition that page and box are of, where it is another file than the row's own."""

    def code(self, dimension: str) -> str:
        """The code of a dimension; '' where the number is not broken down by it."""
        return next((one.code for one in self.slice if one.dimension == dimension), "")

    def label(self, dimension: str) -> str:
        """The printed label of a dimension; '' where the number is not broken down by it."""
        return next((one.label for one in self.slice if one.dimension == dimension), "")

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions that the number is broken down by."""
        return tuple(one.dimension for one in self.slice)

    def cells(self) -> dict[str, str]:
        """The row as text, as it will stand in observations.csv."""
        anchor = self.anchor
        row = dict.fromkeys(OBSERVATION_COLUMNS, "")
        row.update(zip(_SAME_NAME, _SAME(self), strict=True))
        row.update(
            observation_id=self.observation_id,
            value=_number(self.value),
            base=_number(self.base),
            scope=";".join(self.scope),
            flags=";".join(self.flags),
            limit_days=str(self.limit_days or ""),
            confidence=f"{self.confidence:.2f}",
            page=str(anchor.page or ""),
            table_index=str(anchor.table or ""),
            row=str(anchor.row or ""),
            column=str(anchor.column or ""),
            line=str(anchor.line or ""),
            bbox=" ".join(f"{v:.1f}" for v in anchor.bbox) if anchor.bbox else "",
        )
        for dimension, code, label in self.slice:
            row[dimension], row[_LABELS[dimension]] = code, label
        return row


def of_cells(row: Mapping[str, str]) -> Observation:
    """The observation of a legal row of observations.csv; columns that the row lacks are empty.

    Raises ValueError or decimal.InvalidOperation for a number that is none.
    """
    cell = {name: row.get(name) or "" for name in OBSERVATION_COLUMNS}
    place = (_whole(cell[name]) for name in ("table_index", "row", "column", "line"))
    return Observation(
        **{name: cell[name] for name in _SAME_NAME},
        observation_id=cell["observation_id"],
        value=_decimal(cell["value"]),
        base=_decimal(cell["base"]),
        slice=sliced((d, cell[d], cell[_LABELS[d]]) for d in DIMENSIONS if cell[d] or cell[_LABELS[d]]),
        scope=_several(cell["scope"]),
        flags=_several(cell["flags"]),
        limit_days=_whole(cell["limit_days"]),
        confidence=float(cell["confidence"] or 0),
        anchor=Anchor(_whole(cell["page"]), _box(cell["bbox"]), *place),
    )


def sliced(filled: Iterable[tuple[str, str, str]]) -> tuple[Category, ...]:
    """(dimension, code, label) in the contract's order."""
    return tuple(sorted((Category(*one) for one in filled), key=lambda one: DIMENSIONS.index(one.dimension)))


def as_decimal(value: float | None) -> Decimal | None:
    """A number that was read, to at most four decimals."""
    if value is None:
        return None
    return Decimal(int(value)) if float(value).is_integer() else Decimal(repr(round(float(value), 4)))


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _several(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def _box(text: str) -> Box | None:
    corners = [float(part) for part in text.replace(",", " ").replace(";", " ").split()]
    return (corners[0], corners[1], corners[2], corners[3]) if len(corners) == 4 else None
