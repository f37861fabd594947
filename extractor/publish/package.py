"""datapackage.json: the folder's CSV files as Frictionless Data describes them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from extractor.lexicon.licences import LicencesFile
from extractor.model import contract
from extractor.model.contract import Column, Table
from extractor.model.table import Row
from extractor.publish import ees

KINDS = {"text": "string", "integer": "integer", "number": "number"}


def package(tables: Sequence[Table], reports: Sequence[Row], folder: Path, licences: LicencesFile) -> bytes:
    """The description of the CSV files that stand in `folder`; sources and licences are the reports'."""
    resources = [_resource(table, folder) for table in tables]
    resources.append(_pair(folder))
    content: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "council-complaints",
        "title": "Figures from English councils' annual complaint reports",
        "description": "One row for each printed number, the comparable figures made of them, every check.",
        "resources": resources,
    }
    if sources := _sources(reports):
        content["sources"] = sources
    if named := _licences(reports, licences):
        content["licenses"] = named
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _resource(table: Table, folder: Path) -> dict[str, Any]:
    described: dict[str, Any] = {
        "fields": [_field(field, table.key == (field.id,)) for field in table.fields],
        "missingValues": ["", "c"] if table.name == "councils" else [""],
    }
    if table.key:
        described["primaryKey"] = list(table.key)
    if table.parent:
        reference = {"resource": table.parent, "fields": ["source_file"]}
        described["foreignKeys"] = [{"fields": ["source_file"], "reference": reference}]
    return _file(folder, f"{table.name}.csv", table.name, table, described)


def _pair(folder: Path) -> dict[str, Any]:
    fields = [
        {"name": name, "type": "number" if kind == "Indicator" else "string", "description": words}
        for name, kind, words in ees.described()
    ]
    described = {"fields": fields, "missingValues": ["", *ees.MARKERS]}
    return _file(folder, ees.DATA, contract.EES.name, contract.EES, described)


def _file(folder: Path, path: str, name: str, table: Table, described: dict[str, Any]) -> dict[str, Any]:
    place = folder / path
    with place.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "name": name,
        "path": path,
        "profile": "tabular-data-resource",
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": place.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": described,
    }


def _field(field: Column, alone: bool) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.id,
        "type": KINDS[field.kind],
        "description": field.description,
    }
    given = {
        "required": field.required or None,
        "unique": alone or None,
        "enum": list(field.allowed) or None,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "maxLength": field.max_length,
    }
    if limits := {name: limit for name, limit in given.items() if limit is not None}:
        described["constraints"] = limits
    return described | ({"unit": field.unit} if field.unit else {})


def _sources(reports: Iterable[Row]) -> list[dict[str, str]]:
    sources = []
    for report in reports:
        source = {"title": report.get("title") or report["source_file"]}
        if report.get("url", "").startswith(("https://", "http://")):
            source["path"] = report["url"]
        sources.append(source)
    return sources


def _licences(reports: Iterable[Row], licences: LicencesFile) -> list[dict[str, str]]:
    """The licences that the reports name, each once; one that nobody knows is in reports.csv only."""
    texts = {report.get("licence", "") for report in reports}
    return [
        {"name": licence.id, "title": licence.title, "path": licence.path}
        for licence in licences.root
        if any(licence.named_in(text) for text in texts)
    ]
