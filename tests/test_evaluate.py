"""Our figures must be those of the scorer that others use, on made-up and on real rows."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import made
import pytest

from extractor.evaluate import Rates, TruthFault, TruthRow, compare, differences, evaluate
from extractor.model import contract
from extractor.model.observation import of_cells
from extractor.publish import csv_bytes

Rows = Sequence[dict[str, str]]


def truth(value: str = "3", **cells: str) -> dict[str, str]:
    row = {name: made.observation("", value).get(name, "") for name in contract.OBSERVATION_COLUMNS}
    raw = {f"{name}_raw": "" for name in contract.FREE_CODES}
    return row | raw | {"also": "", "derived": "", "evidence": "made up"} | cells


def hand() -> TruthRow:
    return TruthRow.of_cells(truth())


def write_truth(path: Path, rows: Rows) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def scored(shared: Path, tmp_path: Path, observations: Rows, folder: Path) -> tuple[Any, Any]:
    """The other scorer's figures and ours, in its shape."""
    path = tmp_path / "observations.csv"
    path.write_bytes(csv_bytes(observations, contract.OBSERVATION_COLUMNS))
    script = shared / "tools" / "score.py"
    files = [str(file) for file in sorted(folder.glob("*.csv"))]
    call = [sys.executable, str(script), str(path), *files, "--json"]
    theirs = json.loads(subprocess.run(call, capture_output=True, text=True, check=True).stdout)
    result = evaluate(list(map(of_cells, observations)), folder)

    def shape(score: Any) -> dict[str, Any]:
        return {
            "gold": score.found.truth,
            "out": score.found.out,
            "found": [score.found.precision, score.found.recall, score.found.f1],
            "right": [score.right.precision, score.right.recall, score.right.f1],
        }

    ours = {
        "reports": {name: shape(score) for name, score in result.by_report().items()},
        "total": shape(result.total()),
        "rest": {name: list(counts) for name, counts in result.besides.items()},
    }
    for name, report in theirs["reports"].items():
        fields: dict[str, int] = {}
        for pair in result.reports[name].pairs:
            for wrong in pair.wrong:
                fields[wrong] = fields.get(wrong, 0) + 1
        assert dict(report.pop("wrong_fields")) == fields
    return theirs, ours


def made_up(seed: int) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Truth and observations that agree often enough to compete for each other."""
    chance = random.Random(seed)
    labels = ["Adoption & Fostering", "Team > Duty desk", "duty desk", "Adoptoin fostering", "LAC", ""]
    choices = {
        "period": ["2018/19", "2018/19", "2017/18", "2018/19 Q1"],
        "measure": ["complaints_received", "complaints_decided", "change"],
        "stage": ["stage_1", "stage_2"],
        "outcome": ["", "upheld"],
        "sex": ["", "", "female"],
        "unit": ["count", "percent"],
        "source_kind": ["table", "prose"],
        "unit_of_count": ["complaint", "case"],
    }

    def some() -> dict[str, str]:
        return {name: chance.choice(codes) for name, codes in choices.items()}

    truths, observations = [], []
    for n in range(120):
        value = chance.choice(["1", "2", "3", "£1,000", "4.5", "", "n/a"])
        also = chance.choice(
            ["", "", "stage=stage_2|stage=all", "service_area=*", "measure=change|outcome=upheld"]
        )
        label = chance.choice(labels)
        derived = chance.choice(["", "", "", "yes"])
        truths.append(truth(value, service_area_raw=label, also=also, derived=derived, **some()))
        label = chance.choice(labels)
        area = chance.choice(["duty", "unmapped"]) if label else ""
        cells = some() | {"source_file": chance.choice(["sub/rep-scan.pdf", "rep.txt", "else.txt"])}
        cells |= {"authority_code": chance.choice(["E09000015"] * 4 + ["E09000016"])}
        row = made.observation(
            f"o{n}", value.lstrip("£").replace(",", "").replace("n/a", "3"), service_area=area, **cells
        )
        row |= {"service_area_label": chance.choice([label, ""]), "published_label": f"Table > {label}"}
        observations.append(row)
    return truths, observations


@pytest.mark.parametrize("seed", [*range(6), 7, 8])
def test_made_up_rows_score_as_the_other_scorer_scores_them(shared: Path, tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "truth"
    folder.mkdir()
    truths, observations = made_up(seed)
    write_truth(folder / "rep.csv", truths)
    write_truth(folder / "absent.csv", truths[:7])
    wanted = {"report": "rep", "dimension": "service_area", "label": "LAC", "code": "duty"}
    write_truth(folder / "labels.csv", [wanted])
    theirs, ours = scored(shared, tmp_path, observations, folder)
    assert ours == theirs
    assert 0 < theirs["total"]["right"][2] < theirs["total"]["found"][2] < 1


def test_the_real_truth_scores_alike_when_it_is_spoilt(shared: Path, tmp_path: Path) -> None:
    """The hand-coded rows themselves as observations, some dropped, doubled or coded wrongly."""
    chance = random.Random(1)
    observations: list[dict[str, str]] = []
    for path in sorted((shared / "gold").glob("*.csv")):
        if path.name == "labels.csv":
            continue
        with path.open(newline="", encoding="utf-8") as file:
            for n, row in enumerate(csv.DictReader(file)):
                observations += as_observations(f"{path.stem}-{n}", f"{path.stem}.txt", row, chance)
    theirs, ours = scored(shared, tmp_path, observations, shared / "gold")
    assert ours == theirs
    assert 0.8 < theirs["total"]["right"][2] < theirs["total"]["found"][2] < 0.99


def as_observations(
    identity: str, source: str, row: dict[str, str], chance: random.Random
) -> list[dict[str, str]]:
    cells = {name: row[name] for name in contract.OBSERVATION_COLUMNS if row.get(name)}
    for name in contract.FREE_CODES:
        if row[f"{name}_raw"]:
            cells |= {f"{name}_label": row[f"{name}_raw"], name: chance.choice(["unmapped", "some_code"])}
    observation = made.observation(identity, **cells) | {"source_file": source}
    match chance.randrange(12):
        case 0:
            return []
        case 1:
            return [observation, observation | {"observation_id": f"{identity}-twice"}]
        case 2:
            return [observation | {"stage": "stage_3"}]
        case 3:
            return [observation | {"theme": "", "unit_of_count": "event"}]
    return [observation]


def test_a_number_written_twice_costs_precision() -> None:
    comparison = compare([hand()], [of_cells(made.observation(n)) for n in "ab"])
    score = comparison.score()
    assert (score.found.precision, score.found.recall) == (0.5, 1.0)
    assert [row.observation_id for row in comparison.extra] == ["b"]


def test_the_closest_coding_is_paired_first() -> None:
    wrong, right = made.observation("a", stage="stage_2"), made.observation("b")
    (pair,) = compare([hand()], [of_cells(wrong), of_cells(right)]).pairs
    assert pair.observation.observation_id == "b" and not pair.wrong


@pytest.mark.parametrize(
    ("hand", "ours", "wrong"),
    [
        ({}, {}, []),
        ({"outcome": "upheld"}, {}, ["outcome"]),
        ({"also": "stage=stage_2"}, {"stage": "stage_2"}, []),
        ({"also": "stage=stage_2"}, {"stage": "stage_3"}, ["stage"]),
        ({"theme_raw": "Delay"}, {}, ["theme"]),
        ({}, {"theme": "delay", "theme_label": "Delay"}, ["theme"]),
        ({"theme_raw": "Poor communication"}, {"theme": "x", "theme_label": "Poor comunication"}, []),
        (
            {"theme_raw": "Themes > Delay"},
            {"theme": "x", "theme_label": "", "published_label": "a > Delay"},
            [],
        ),
        ({"theme_raw": "Delay"}, {"theme": "unmapped", "theme_label": "Quality"}, ["theme"]),
        ({"theme_raw": "Delay", "also": "theme=*"}, {}, []),
    ],
)
def test_what_makes_an_observation_wrong(
    hand: dict[str, str], ours: dict[str, str], wrong: list[str]
) -> None:
    coded = TruthRow.of_cells(truth(**hand))
    assert differences(coded, of_cells(made.observation("a", **ours))) == wrong


def test_measures_are_scored_apart(tmp_path: Path) -> None:
    rows = [truth("1"), truth("2"), truth("3", measure="change")]
    write_truth(tmp_path / "a.csv", rows)
    out = [
        made.observation("a", "1"),
        made.observation("b", "9"),
        made.observation("c", "3", measure="change"),
    ]
    scores = evaluate(list(map(of_cells, out)), tmp_path).by_measure()
    assert scores["complaints_received"].found == Rates(2, 2, 1)
    assert scores["change"].right == Rates(1, 1, 1)


def test_a_folder_without_truth_is_told(tmp_path: Path) -> None:
    with pytest.raises(TruthFault, match="no hand-coded CSV files"):
        evaluate([], tmp_path)
