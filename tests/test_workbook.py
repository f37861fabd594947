"""The Excel workbook: every table on a sheet, numbers as numbers, nothing run as a formula."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from made import BOOK, observation
from made_dataset import whole
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from extractor import publish
from extractor.publish import workbook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [
        observation("a1", "40", evidence="=1+1 complaints"),
        observation("a2", "5.5", unit="percent", measure="complaints_decided", outcome="upheld"),
        observation("b1", "", value_status="not_available", source_file="b.txt"),
    ]
    publish.publish(whole(rows), tmp_path / "out", BOOK)
    return tmp_path / "out"


def _rows(sheet: Worksheet) -> list[dict[str, object]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_each_table_of_the_database_is_a_sheet_with_all_its_rows(folder: Path, tmp_path: Path) -> None:
    sheets = workbook.write_workbook(folder, tmp_path / "c.xlsx")
    book = load_workbook(tmp_path / "c.xlsx")
    assert book.sheetnames == sheets and sheets[:2] == ["notes", "councils"]
    database = sqlite3.connect(folder / "complaints.db")
    for name in sheets[1:]:
        (count,) = database.execute(f'select count(*) from "{name}"').fetchone()
        assert len(_rows(book[name])) == count
        assert book[name].freeze_panes and book[name].auto_filter.ref
    tables = {name for (name,) in database.execute("select name from _tables")}
    assert tables == set(sheets[1:])


def test_numbers_are_numbers_and_what_is_printed_is_text(folder: Path, tmp_path: Path) -> None:
    workbook.write_workbook(folder, tmp_path / "c.xlsx")
    rows = {row["observation_id"]: row for row in _rows(load_workbook(tmp_path / "c.xlsx")["observations"])}
    assert rows["a1"]["value"] == 40 and rows["a2"]["value"] == 5.5
    assert rows["b1"]["value"] is None, "an absent figure is an empty cell, not a nought"
    assert rows["a1"]["evidence"] == "=1+1 complaints", "as printed, not guarded for a CSV"
    sheet = load_workbook(tmp_path / "c.xlsx")["observations"]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}, "no formulas"


def test_the_notes_say_what_each_column_holds(folder: Path, tmp_path: Path) -> None:
    sheets = workbook.write_workbook(folder, tmp_path / "c.xlsx")
    book = load_workbook(tmp_path / "c.xlsx")
    noted = {(row[0], row[1]) for row in book["notes"].iter_rows(values_only=True) if row[2]}
    assert noted >= {(name, str(cell.value)) for name in sheets[1:] for cell in book[name][1]}


def test_a_table_too_long_for_a_sheet_goes_on_in_another(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    sheets = workbook.write_workbook(folder, tmp_path / "c.xlsx")
    book = load_workbook(tmp_path / "c.xlsx")
    assert "observations 2" in sheets
    assert [len(_rows(book[name])) for name in ("observations", "observations 2")] == [2, 1]


def test_the_same_outputs_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for name in ("c.xlsx", "d.xlsx"):
        workbook.write_workbook(folder, tmp_path / name)
    assert (tmp_path / "c.xlsx").read_bytes() == (tmp_path / "d.xlsx").read_bytes()


def test_nothing_is_left_where_it_cannot_be_made(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "c.xlsx"
    target.write_bytes(b"an older workbook")
    (folder / "complaints.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(workbook.WorkbookFault, match="cannot be used"):
        workbook.write_workbook(folder, target)
    assert target.read_bytes() == b"an older workbook"
    with pytest.raises(workbook.WorkbookFault, match="run `extractor run` first"):
        workbook.write_workbook(tmp_path, target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.xlsx", "out"]
