"""The manifest: what is known of the reports before they are read."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    StringConstraints,
    ValidationError,
    field_validator,
)

from extractor.model import contract
from extractor.model.csv_text import read_given

COLUMNS = (
    *("file", "authority_code", "report_period", "procedure", "title", "published", "url", "licence"),
    *("sha256", "retrieved", "confidential"),
)
NAME = "manifest.csv"

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Date = Annotated[Text, StringConstraints(pattern=r"^(\d{4}(-\d\d(-\d\d)?)?)?$")]


class ManifestFault(Exception):
    """A manifest that cannot be used, with one sentence naming file, line and column."""


def _inside(file: str) -> str:
    path = PurePosixPath(file.replace("\\", "/"))
    if not file or path.is_absolute() or ".." in path.parts:
        raise ValueError("is not the name of a file below the manifest's folder")
    return str(path)


class ManifestEntry(BaseModel):
    """One row; an empty cell means that nothing is known, never that there is none."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    file: Annotated[Text, AfterValidator(_inside)]
    authority_code: Text = ""
    report_period: Text = ""
    procedure: Text = ""
    title: Text = ""
    published: Date = ""
    url: Text = ""
    licence: Text = ""
    sha256: Annotated[Text, StringConstraints(to_lower=True, pattern=r"^([0-9a-f]{64})?$")] = ""
    retrieved: Date = ""
    confidential: Text = ""
    """Anything but an empty cell, no and false: its words are for nobody's eyes."""

    @property
    def is_confidential(self) -> bool:
        """May nobody else be asked about the report?"""
        return self.confidential.lower() not in ("", "no", "false", "0", "n")

    @field_validator("authority_code")
    @classmethod
    def _a_code(cls, code: str) -> str:
        if code and not contract.AUTHORITY_CODE.fullmatch(code):
            raise ValueError("is not a nine-character authority code such as E09000015")
        return code

    @field_validator("report_period")
    @classmethod
    def _a_year(cls, year: str) -> str:
        if year and not contract.is_financial_year(year):
            raise ValueError("is not a financial year such as 2018/19")
        return year

    @field_validator("procedure")
    @classmethod
    def _a_procedure(cls, procedure: str) -> str:
        if procedure and procedure not in contract.PROCEDURES:
            raise ValueError(f"is not one of {', '.join(contract.PROCEDURES)}")
        return procedure

    @field_validator("url")
    @classmethod
    def _an_address(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://")):
            raise ValueError("is not a web address")
        return url


def load(path: Path) -> list[ManifestEntry]:
    """The entries in the order of the file; raises ManifestFault."""
    entries: dict[str, ManifestEntry] = {}
    for line, row in read_given(path, "The manifest", ("file",), ManifestFault).rows:
        if not any(cell for cell in row.values() if cell):
            continue
        entry = _entry(path, line, row)
        if entry.file in entries:
            raise ManifestFault(f"{path} line {line}: '{entry.file}' already has a row.")
        entries[entry.file] = entry
    return list(entries.values())


def unknown_columns(path: Path) -> list[str]:
    """Columns that mean nothing here, for `extractor check`."""
    names = read_given(path, "The manifest", (), ManifestFault).names
    return [name for name in names if name not in COLUMNS]


def _entry(path: Path, line: int, row: dict[str, str]) -> ManifestEntry:
    known = {column: row.get(column) or "" for column in COLUMNS}
    if None in row:
        raise ManifestFault(f"{path} line {line} has more cells than the header.")
    try:
        return ManifestEntry.model_validate(known)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        column = str(first["loc"][0])
        said = first["msg"].removeprefix("Value error, ")
        if first["type"] == "string_pattern_mismatch":
            said = "is not a sha-256 in hex" if column == "sha256" else "is not a date such as 2019-11-30"
        raise ManifestFault(f"{path} line {line}: {column} '{known[column]}' {said}.") from error
