"""The shape of patterns/columns.yaml: what every file and column of the outputs folder says."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TableNote(_Strict):
    """One file: its name without the ending, and what one row of it is."""

    id: Text
    title: Text
    description: Text
    facets: tuple[Text, ...] = ()
    """Columns by which readers filter."""


class ColumnNote(_Strict):
    """One column name; `in` holds other words for one table only."""

    id: Text
    description: Text
    unit: str = ""
    examples: tuple[Text, ...] = Field(min_length=1)
    in_: dict[str, Text] = Field(default_factory=dict, alias="in")

    def words(self, table: str) -> str:
        """The description of this column in a table."""
        return self.in_.get(table, self.description)


class LicenceNote(_Strict):
    """A licence and the words, in lower case, by which a report's own text names it."""

    id: Text
    title: Text
    words: tuple[Text, ...] = Field(min_length=1)
    path: Text
    examples: tuple[Text, ...] = Field(min_length=1)

    def named_in(self, text: str) -> bool:
        """Does this text speak of this licence?"""
        return any(word in text.lower() for word in self.words)


class ColumnNotes(_Strict):
    """The content of patterns/columns.yaml."""

    tables: tuple[TableNote, ...]
    columns: tuple[ColumnNote, ...]
    licences: tuple[LicenceNote, ...]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for kind in ("tables", "columns", "licences"):
            ids = [entry.id for entry in getattr(self, kind)]
            twice = next((one for one in ids if ids.count(one) > 1), None)
            if twice:
                raise ValueError(f"'{twice}' stands twice under {kind}")
        tables = {table.id for table in self.tables}
        for column in self.columns:
            for name in column.in_:
                if name not in tables:
                    raise ValueError(f"column '{column.id}' speaks of a table '{name}' that is not there")
        for licence in self.licences:
            for example in licence.examples:
                if not licence.named_in(example):
                    raise ValueError(f"licence '{licence.id}': nothing in '{example}' names it")
        return self
