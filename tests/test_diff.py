"""Two outputs folders side by side: what was added, what is gone, what was read in another way."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import observation
from sampled import trials
from typer.testing import CliRunner

from extractor import publish
from extractor.cli import app
from extractor.cli.diff import CHANGE_COLUMNS, NotOutputs, difference, summary
from extractor.model import contract

ROWS = [
    observation("a1", "40", page="1", evidence="forty", table_index="1", row="1", column="1"),
    observation("a2", "12", page="2", evidence="twelve", table_index="1", row="2", column="1"),
    observation("a3", "7", page="10", evidence="seven", table_index="1", row="3", column="1"),
]


def folder(
    path: Path, rows: list[dict[str, str]], columns: tuple[str, ...] = contract.OBSERVATION_COLUMNS
) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    (path / "observations.csv").write_bytes(publish.csv_bytes(rows, columns))
    return path


def compared(tmp_path: Path, old: list[dict[str, str]], new: list[dict[str, str]]):  # type: ignore[no-untyped-def]
    return difference(folder(tmp_path / "old", old), folder(tmp_path / "new", new))


def test_nothing_changed(tmp_path: Path) -> None:
    found = compared(tmp_path, ROWS, ROWS[::-1])
    assert found.is_empty and summary(found) == ["No rows were added, removed or recoded: 3 rows."]


def test_added_gone_and_recoded(tmp_path: Path) -> None:
    new = [ROWS[0] | {"stage": "stage_2", "theme": "delay"}, ROWS[1], observation("a4", "9", evidence="nine")]
    found = compared(tmp_path, ROWS, new)
    told = ["change", "column_name", "old", "new", "observation_id", "old_observation_id"]
    assert found.changes[told].to_numpy().tolist() == [
        ["added", "", "", "9", "a4", ""],
        ["gone", "", "7", "", "", "a3"],
        ["recoded", "stage", "stage_1", "stage_2", "a1", "a1"],
        ["recoded", "theme", "", "delay", "a1", "a1"],
    ]
    assert set(CHANGE_COLUMNS) <= set(found.changes)
    assert [found.count(kind) for kind in ("added", "gone", "recoded")] == [1, 1, 1]
    assert summary(found)[:6] == [
        "3 rows before, 3 after",
        "added    1",
        "removed  1",
        "recoded  1",
        "  stage: 1",
        "  theme: 1",
    ]
    said = (
        "a.txt page 1, complaints_received 40 count (a1): stage 'stage_1' is now 'stage_2', theme '' is now"
    )
    assert summary(found)[-1] == f"  {said} 'delay'"


def test_a_number_whose_identifier_changed_is_found_by_its_place(tmp_path: Path) -> None:
    same = [row | {"observation_id": f"n{n}"} for n, row in enumerate(ROWS)]
    found = compared(tmp_path, ROWS, same)
    assert found.is_empty and found.renamed == 3
    assert "3 rows have a new observation_id." in summary(found)
    read_again = [ROWS[0], ROWS[1], ROWS[2] | {"observation_id": "n3", "value": "71"}]
    told = ["column_name", "old", "new", "old_observation_id"]
    changes = compared(tmp_path, ROWS, read_again).changes
    assert changes[told].to_numpy().tolist() == [["value", "7", "71", "a3"]]


def test_two_numbers_of_one_cell_keep_apart(tmp_path: Path) -> None:
    pair = [ROWS[0], ROWS[0] | {"observation_id": "p", "unit": "percent", "value": "47"}]
    new = [row | {"observation_id": f"n{n}"} for n, row in enumerate(reversed(pair))]
    assert compared(tmp_path, pair, new).is_empty


@settings(max_examples=trials(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 3), st.booleans()), max_size=8), st.data()
)
def test_every_row_is_counted_once(
    tmp_path: Path, cells: list[tuple[str, int, bool]], data: st.DataObject
) -> None:
    def rows(prefix: str) -> list[dict[str, str]]:
        picked = data.draw(st.permutations(cells))
        return [
            observation(f"{prefix if fresh else ''}{number}{place}", str(value), evidence=place)
            for number, (place, value, fresh) in enumerate(picked)
        ]

    old, new = rows("o"), rows("n")
    found = compared(tmp_path, old, new)
    added, gone, recoded = (found.count(kind) for kind in ("added", "gone", "recoded"))
    assert found.old_rows - gone == found.new_rows - added >= found.renamed + recoded
    back = difference(tmp_path / "new", tmp_path / "old")
    assert [back.count(kind) for kind in ("gone", "added", "recoded")] == [added, gone, recoded]


def test_an_older_version_is_told_and_the_rest_compared(tmp_path: Path) -> None:
    fewer = tuple(name for name in contract.OBSERVATION_COLUMNS if name not in ("line", "flags"))
    old = folder(tmp_path / "old", ROWS, fewer)
    found = difference(old, folder(tmp_path / "new", [row | {"flags": "x"} for row in ROWS]))
    assert found.is_empty
    (remark,) = found.remarks
    assert remark == (
        f"'{old}' was written by another version: it has no column flags, line, "
        "so that these are not compared."
    )


def test_what_is_no_outputs_folder_is_told_in_one_sentence(tmp_path: Path) -> None:
    good = folder(tmp_path / "good", ROWS)
    (tmp_path / "empty").mkdir()
    folder(tmp_path / "other", [{"name": "x"}], ("name",))
    (tmp_path / "picture").mkdir()
    (tmp_path / "picture" / "observations.csv").write_bytes(b"\x89PNG\xff\xfe\x00")
    for name, words in {
        "missing": "There is no folder",
        "empty": "is not an outputs folder: it has no observations.csv",
        "other": "has no column observation_id",
        "picture": "was not written by this tool",
    }.items():
        with pytest.raises(NotOutputs, match=words):
            difference(tmp_path / name, good)


def test_on_the_command_line(tmp_path: Path) -> None:
    old, new = folder(tmp_path / "old", ROWS), folder(tmp_path / "new", ROWS[:2])
    said = CliRunner().invoke(app.app, ["diff", str(old), str(new), "--csv", str(tmp_path / "c.csv")])
    assert said.exit_code == 0 and "removed  1" in said.output
    with (tmp_path / "c.csv").open(encoding="utf-8") as file:
        assert [line["change"] for line in csv.DictReader(file)] == ["gone"]
    said = CliRunner().invoke(app.app, ["diff", str(old), str(new), "--csv", str(tmp_path / "no" / "c.csv")])
    assert isinstance(said.exception, app.Stop) and "could not be written" in str(said.exception)
