"""The border where a coded row becomes a published one: the contract as a pydantic model.

Rows travel as text, as they will stand in the CSV, so every field is text of a
known shape; nothing is converted here.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, create_model, model_validator
from pydantic_core import ErrorDetails

from extractor.model import contract

Code = Annotated[str, StringConstraints(pattern=r"^([a-z0-9]+(_[a-z0-9]+)*)?$")]
Whole = Annotated[str, StringConstraints(pattern=r"^\d*$")]
Decimal = Annotated[str, StringConstraints(pattern=r"^(-?\d+(\.\d+)?)?$")]
Share = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)?$")]
Place = Annotated[str, StringConstraints(pattern=r"^([1-9]\d*)?$")]
Filled = Annotated[str, StringConstraints(min_length=1)]
Box = Annotated[str, StringConstraints(pattern=r"^(-?\d+(\.\d+)?([ ,;]+-?\d+(\.\d+)?){3})?$")]
EVIDENCE_LENGTH = 240


class Legal(BaseModel):
    """Rules that no single column can state. The columns are added below."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="after")
    def _agree(self) -> Self:
        text = self.__dict__
        value, status = text["value"], text["value_status"]
        if bool(value) == (status in contract.WITHOUT_VALUE):
            raise ValueError(f"value '{value}' and value_status '{status}' contradict each other")
        for column in ("authority_code", "publisher_code"):
            if text[column] and not contract.AUTHORITY_CODE.fullmatch(text[column]):
                raise ValueError(f"{column} '{text[column]}' is no nine-character authority code")
        if text["report_period"] and not contract.is_financial_year(text["report_period"]):
            raise ValueError(f"report_period '{text['report_period']}' is no financial year")
        if text["period"] and not contract.is_period(text["period"]):
            raise ValueError(f"period '{text['period']}' is no year, part of a year or day")
        if not 0 <= float(text["confidence"]) <= 1:
            raise ValueError(f"confidence '{text['confidence']}' is not between 0 and 1")
        for scope in filter(None, text["scope"].split(";")):
            if scope not in contract.SCOPES:
                raise ValueError(f"scope '{scope}' is not one of the contract's codes")
        return self


def _shape(column: str) -> Any:
    if column in contract.FIXED_CODES:
        return Literal.__getitem__(contract.FIXED_CODES[column])
    if column in contract.OPTIONAL_CODES:
        return Literal.__getitem__(("", *contract.OPTIONAL_CODES[column]))
    if column in contract.FREE_CODES:
        return Code
    if column in ("observation_id", "source_file"):
        return Filled
    if column == "confidence":
        return Share
    if column in ("value", "base"):
        return Decimal
    if column == "limit_days":
        return Whole
    if column in contract.WHOLE_NUMBERS:
        return Place
    if column == "bbox":
        return Box
    if column == "evidence":
        return Annotated[str, StringConstraints(max_length=EVIDENCE_LENGTH)]
    return str


_fields: dict[str, Any] = {column: (_shape(column), ...) for column in contract.OBSERVATION_COLUMNS}
PublishedRow: type[BaseModel] = create_model("PublishedRow", __base__=Legal, **_fields)
"""One row of observations.csv. An authority or a period that the report does not tell stays empty."""


def fault_of(row: dict[str, str]) -> str:
    """Why this row may not be published, in one clause; empty where it may."""
    try:
        PublishedRow.model_validate(row)
    except ValidationError as error:
        return "; ".join(_clause(problem, row) for problem in error.errors(include_url=False)[:3])
    return ""


def _clause(problem: ErrorDetails, row: dict[str, str]) -> str:
    if not problem["loc"]:
        return problem["msg"].removeprefix("Value error, ")
    column = str(problem["loc"][0])
    if problem["type"] == "missing":
        return f"the column {column} is missing"
    if problem["type"] == "extra_forbidden":
        return f"{column} is no column of the contract"
    said = {
        "literal_error": "is not one of the contract's codes",
        "string_too_long": f"is longer than {EVIDENCE_LENGTH} characters",
        "string_too_short": "may not be empty",
    }.get(problem["type"], "does not have the shape that the contract asks for")
    return f"{column} '{row[column]}' {said}"
