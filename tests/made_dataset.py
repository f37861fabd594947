"""A whole dataset made from observations, with tables that a run of many reports has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from extractor import publish
from extractor.model import contract
from extractor.publish import Dataset, read_csv

Row = dict[str, str]


def row(columns: Iterable[str], **cells: str) -> Row:
    """A row of these columns; `cells` fill some."""
    return {**dict.fromkeys(columns, ""), **cells}


def reports(sources: Iterable[str]) -> list[Row]:
    licence = "Contains public sector information licensed under the Open Government Licence v3.0"
    return [
        row(contract.REPORT_COLUMNS, source_file=name, title=f"Report {name}", licence=licence, status="ok")
        for name in sorted(set(sources))
    ]


def comparable(observations: Iterable[Mapping[str, str]]) -> list[Row]:
    """The observations of one key as one figure, the first one's value preferred."""
    found: dict[tuple[str, ...], Row] = {}
    for one in observations:
        unmapped = [one[f"{name}_label"] for name in contract.DIMENSIONS if one[name] == contract.UNMAPPED]
        key = (*(one[name] for name in contract.KEY_COLUMNS), *unmapped)
        if key in found:
            found[key]["observation_ids"] += f";{one['observation_id']}"
            continue
        cells = {name: one.get(name, "") for name in contract.COMPARABLE_COLUMNS}
        more = {"printings": "1", "agreement": "single", "observation_ids": one["observation_id"]}
        found[key] = cells | {"comparable": "yes", "preferred_because": "it is printed first"} | more
    return list(found.values())


def indicators(figures: Iterable[Mapping[str, str]]) -> list[Row]:
    """The share upheld, wherever upheld and received stand in one council and year."""
    counts = {
        (one["authority_code"], one["period"], one["procedure"], one["stage"], one["outcome"]): one
        for one in figures
        if one["unit"] == "count"
        and one["measure"] in ("complaints_received", "complaints_decided")
        and not any(one[name] for name in contract.DIMENSIONS if name != "outcome")
    }
    found = []
    for (*where, outcome), one in counts.items():
        whole = counts.get((*where, ""))  # type: ignore[arg-type]
        if outcome != "upheld" or whole is None or not (one["value"] and float(whole["value"] or 0)):
            continue
        cells = {
            name: one[name] for name in ("authority_code", "authority_name", "period", "procedure", "stage")
        }
        share = 100 * float(one["value"]) / float(whole["value"])
        ids = f"{one['observation_ids']};{whole['observation_ids']}"
        cells |= {"indicator": "upheld_share", "numerator": one["value"], "denominator": whole["value"]}
        cells |= {"unit": "percent", "value": f"{share:.2f}", "observation_ids": ids}
        found.append(row(contract.INDICATOR_COLUMNS, lower="0.5", upper="99.5", comparable="yes", **cells))
    return found


def checks(observations: Iterable[Mapping[str, str]]) -> list[Row]:
    """A check for each observation that says its number in digits."""
    return [
        row(
            contract.CHECK_COLUMNS,
            source_file=one["source_file"],
            authority_code=one["authority_code"],
            period=one["period"],
            check="breakdown-sum",
            severity="warning",
            printed=one["value"],
            computed="999",
            message=f"The report prints {one['value']} where its parts give 999.",
            observation_ids=one["observation_id"],
        )
        for one in observations
    ]


def councils(figures: Iterable[Mapping[str, str]]) -> list[Row]:
    """Stage 1 complaints received, beside the mark whether they are comparable."""
    return [
        {
            "authority_code": one["authority_code"],
            "authority_name": one["authority_name"],
            "period": one["period"],
            "procedure": one["procedure"],
            "received_stage_1": one["value"],
            "received_stage_1_comparable": one["comparable"],
        }
        for one in figures
        if one["measure"] == "complaints_received"
        and one["stage"] == "stage_1"
        and one["unit"] == "count"
        and not any(one[name] for name in contract.DIMENSIONS)
    ]


def whole(observations: list[Row], **parts: Any) -> Dataset:
    """A dataset in which every table has rows."""
    figures = comparable(observations)
    sources = [one["source_file"] for one in observations]
    universe = row(
        contract.UNIVERSE_COLUMNS,
        authority_code="E09000015",
        period="2018/19",
        old_la_code="310",
        status="have",
    )
    coverage = [
        row(contract.COVERAGE_COLUMNS, source_file=name, status="ok", observations="1")
        for name in sorted(set(sources))
    ]
    made: dict[str, Any] = {
        "categories": [],
        "coverage": coverage,
        "issues": [],
        "run": {"counts": {}},
        "comparable": figures,
        "indicators": indicators(figures),
        "checks": checks(observations),
        "reports": reports(sources),
        "universe": [universe],
        "councils": councils(figures),
        "quality": publish.quality(),
    }
    return Dataset(observations=observations, **(made | parts))


def of_folder(folder: Path) -> Dataset:
    """The dataset of an outputs folder, with what a run of many reports adds made up where it lacks."""
    lists = {name: read_csv(folder / f"{name}.csv") for name in ("categories", "coverage", "issues")}
    sources = [line["source_file"] for line in lists["coverage"]]
    return whole(read_csv(folder / "observations.csv"), **lists, reports=reports(sources))
