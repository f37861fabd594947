"""The border where a coded row becomes a published one: the contract as a pydantic model.

Rows travel as text, as they will stand in the CSV, so every field is text of a
known shape; nothing is converted here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, create_model, model_validator
from pydantic_core import ErrorDetails

from extractor.model import contract
from extractor.model.contract import Column

Code = Annotated[str, StringConstraints(pattern=r"^([a-z0-9]+(_[a-z0-9]+)*)?$")]
Whole = Annotated[str, StringConstraints(pattern=r"^\d*$")]
Decimal = Annotated[str, StringConstraints(pattern=r"^(-?\d+(\.\d+)?)?$")]
Share = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)?$")]
Place = Annotated[str, StringConstraints(pattern=r"^([1-9]\d*)?$")]
Box = Annotated[str, StringConstraints(pattern=r"^(-?\d+(\.\d+)?([ ,;]+-?\d+(\.\d+)?){3})?$")]


class Legal(BaseModel):
    """Rules that no single column can state. The columns are added below."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    @model_validator(mode="after")
    def _agree(self) -> Self:
        text = self.__dict__
        value, status = text["value"], text["value_status"]
        if bool(value) == (status in contract.WITHOUT_VALUE):
            raise ValueError(f"value '{value}' and value_status '{status}' contradict each other")
        for column in ("authority_code", "publisher_code"):
            if text[column] and not contract.AUTHORITY_CODE.fullmatch(text[column]):
                raise ValueError(f"{column} '{text[column]}' is not a nine-character authority code")
        if text["report_period"] and not contract.is_financial_year(text["report_period"]):
            raise ValueError(f"report_period '{text['report_period']}' is not a financial year")
        if text["period"] and not contract.is_period(text["period"]):
            raise ValueError(f"period '{text['period']}' is not a year, part of a year or day")
        if not 0 <= float(text["confidence"]) <= 1:
            raise ValueError(f"confidence '{text['confidence']}' is not between 0 and 1")
        for scope in filter(None, text["scope"].split(";")):
            if scope not in contract.SCOPES:
                raise ValueError(f"scope '{scope}' is not one of the contract's codes")
        return self


def _shape(column: Column) -> Any:
    if column.allowed:
        return Literal.__getitem__(column.allowed if column.required else ("", *column.allowed))
    if column.codes == contract.PATTERNS:
        return Code
    if column.type == "number":
        return Share if column.required else Decimal
    if column.type == "integer":
        return Whole if column.minimum is None else Place
    if column.type == "box":
        return Box
    return Annotated[
        str, StringConstraints(min_length=1 if column.required else None, max_length=column.max_length)
    ]


EVIDENCE_LENGTH = contract.COLUMNS["evidence"].max_length
_COLUMNS = {column.id: column for column in contract.TABLES["observations"].fields}
_FIELDS: dict[str, Any] = {name: (_shape(column), ...) for name, column in _COLUMNS.items()}
PublishedRow: type[BaseModel] = create_model("PublishedRow", __base__=Legal, **_FIELDS)
"""One row of observations.csv. An authority or a period that the report does not give stays empty."""


def fault_of(row: Mapping[str, str]) -> str:
    """Why this row may not be published, in one clause; empty where it may."""
    try:
        PublishedRow.model_validate(row)
    except ValidationError as error:
        return "; ".join(_clause(problem, row) for problem in error.errors(include_url=False)[:3])
    return ""


def _clause(problem: ErrorDetails, row: Mapping[str, str]) -> str:
    if not problem["loc"]:
        return problem["msg"].removeprefix("Value error, ")
    column = str(problem["loc"][0])
    if problem["type"] == "missing":
        return f"the column {column} is missing"
    if problem["type"] == "extra_forbidden":
        return f"{column} is not a column of the contract"
    fault = {
        "literal_error": "is not one of the contract's codes",
        "string_too_long": f"is longer than {_COLUMNS[column].max_length} characters",
        "string_too_short": "may not be empty",
    }.get(problem["type"], "is not in the form that the contract asks for")
    return f"{column} '{row[column]}' {fault}"
