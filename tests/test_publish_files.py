"""Every file of the outputs folder beside observations.csv: whole, typed, linked, described, safe."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import BOOK, observation
from made_dataset import row, whole
from sampled import trials

from extractor import publish
from extractor.model import contract
from extractor.model.table import chunks, frame_of, records
from extractor.publish import FILES, Dataset
from extractor.publish.database import INDEXED, SEARCHED, link_table, number_column

SCRIPTS = Path(sys.executable).parent
TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


def made(folder: Path, **parts: object) -> Dataset:
    rows = [
        observation("a1", "40"),
        observation("a2", "12", measure="complaints_decided", outcome="upheld", outcome_label="Upheld"),
        observation("a3", "30", measure="complaints_decided", unit="percent", outcome="upheld", base="40"),
        observation("b1", "50", source_file="b.txt", period="2017/18", evidence="Fifty complaints came in."),
    ]
    data = whole(rows, **parts)
    publish.publish(data, folder, BOOK)
    return data


@pytest.fixture(scope="session")
def real(corpus_outputs: Path) -> Path:
    """The corpus as a whole outputs folder."""
    return corpus_outputs


def test_every_file_is_one_that_a_later_run_replaces(tmp_path: Path) -> None:
    corrected = dict.fromkeys(contract.CORRECTION_COLUMNS, "") | {"source_file": "a.txt"}
    said = dict.fromkeys(contract.TABLES["answers"].columns, "") | {"source_file": "a.txt", "reader": "Ada"}
    given = {"corrections": [corrected | {"verdict": "right"}], "answers": [said]}
    made(tmp_path, review=[observation("r1")], **given)
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert written == set(FILES)


def test_the_specification_names_every_table(shared: Path) -> None:
    text = (shared / "spec" / "outputs.md").read_text(encoding="utf-8")
    for name in contract.TABLES:
        assert name in ("review", "corrections") or f"{name}.csv" in text


def test_same_rows_same_bytes_in_every_file(tmp_path: Path) -> None:
    made(tmp_path / "one")
    made(tmp_path / "two")
    for path in sorted((tmp_path / "one").rglob("*")):
        if path.is_file():
            other = tmp_path / "two" / path.relative_to(tmp_path / "one")
            assert path.read_bytes() == other.read_bytes(), path.name


def test_a_failure_leaves_the_folder_of_ees_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    made(out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    real = Path.replace
    for failing in before:

        def sometimes(self: Path, target: Path, failing: Path = failing) -> Path:
            if self.name == failing.name and ".writing" in str(self) and "/old/" not in self.as_posix():
                raise KeyboardInterrupt
            return real(self, target)

        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", sometimes)
            with pytest.raises(KeyboardInterrupt), publish.Aside(out) as aside:
                for path in before:
                    aside.write(path.relative_to(out).as_posix(), b"other")
                aside.swap()
        assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before, failing


def test_a_first_run_that_fails_leaves_no_sub_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.replace

    def last(self: Path, target: Path) -> Path:
        if self.name == "run.json":
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", last)
    with pytest.raises(publish.NotWritten, match="no space left"):
        made(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_database_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("extractor.publish.database.write_database", full)
    with pytest.raises(publish.NotWritten, match="database or disk is full"):
        made(tmp_path / "out")


# CSV and Parquet


@settings(max_examples=trials(60), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, st.sampled_from(["-4", "", "2.5"])), min_size=1, max_size=5))
def test_any_text_comes_back_and_none_runs_as_a_formula(
    tmp_path: Path, cells: list[tuple[str, str, str]]
) -> None:
    rows = [
        observation(f"a{number}", value, evidence=one, theme="unmapped", theme_label=other)
        for number, (one, other, value) in enumerate(cells)
    ]
    path = tmp_path / "observations.csv"
    path.write_bytes(publish.csv_bytes(rows, contract.OBSERVATION_COLUMNS))
    with path.open(newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            assert line["evidence"][:1] not in set("=+-@\t\r\n＝＋－＠") or not line["evidence"]
    read = publish.read_csv(path)
    assert [line["value"] for line in read] == [one["value"] for one in rows]
    for line, one in zip(read, rows, strict=True):
        assert line["evidence"] == one["evidence"].replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("label", ['=1+1";"x', "a\n=cmd|' /C calc'!A0", "😀 + 1", "+44 20", '"@x"', "－1"])
def test_labels_with_quotes_lines_and_emoji(tmp_path: Path, label: str) -> None:
    line = observation("a1", theme="unmapped", theme_label=label)
    (tmp_path / "x.csv").write_bytes(publish.csv_bytes([line], contract.OBSERVATION_COLUMNS))
    assert publish.read_csv(tmp_path / "x.csv") == [line]
    cell = next(csv.DictReader((tmp_path / "x.csv").open(newline="", encoding="utf-8")))["theme_label"]
    assert cell == (f"'{label}" if label[0] in "=+－" else label)


def test_plain_numbers_of_checks_and_councils_are_not_touched(tmp_path: Path) -> None:
    check = row(contract.CHECK_COLUMNS, source_file="a.txt", printed="-4", computed="=4", message="-4")
    made(tmp_path, checks=[check], councils=[{"authority_code": "E1", "period": "2018/19", "change": "-4.5"}])
    line = next(csv.DictReader((tmp_path / "checks.csv").open(encoding="utf-8")))
    assert (line["printed"], line["computed"], line["message"]) == ("-4", "'=4", "'-4")
    assert "E1,2018/19,-4.5" in (tmp_path / "councils.csv").read_text(encoding="utf-8")


def test_councils_have_the_columns_of_their_rows(tmp_path: Path) -> None:
    made(tmp_path, councils=[{"authority_code": "E1", "b": "1"}, {"authority_code": "E2", "c": "x"}])
    assert (tmp_path / "councils.csv").read_text() == "authority_code,b,c\nE1,1,\nE2,,x\n"


def test_comparable_parquet_has_numbers(tmp_path: Path) -> None:
    from pyarrow import parquet

    made(tmp_path)
    table = parquet.read_table(tmp_path / "comparable.parquet")
    assert table.schema.names == list(contract.COMPARABLE_COLUMNS)
    assert str(table.schema.field("value").type) == "double"
    assert str(table.schema.field("printings").type) == "int32"
    assert table.column("value").to_pylist() == [40.0, 12.0, 30.0, 50.0]


def test_columns_and_rows_are_written_alike(tmp_path: Path) -> None:
    rows = [observation(f"a{n}", str(n), page=str(n + 1)) for n in range(7)]
    held = frame_of(rows, contract.OBSERVATION_COLUMNS)
    assert publish.csv_bytes(rows, contract.OBSERVATION_COLUMNS) == publish.csv_bytes(
        held, contract.OBSERVATION_COLUMNS
    )
    assert publish.parquet_bytes(rows, contract.OBSERVATION_COLUMNS) == publish.parquet_bytes(
        held, contract.OBSERVATION_COLUMNS
    )
    small = list(chunks(rows, ("value", "nothing"), 3))
    assert small == list(chunks(held, ("value", "nothing"), 3))
    assert [len(part[0]) for part in small] == [3, 3, 1]
    assert list(records(held)) == rows


# The database


def test_the_database_holds_every_row_with_its_types_and_links(real: Path) -> None:
    base = sqlite3.connect(real / "complaints.db")
    for name, columns in ((one.name, one.columns) for one in contract.TABLES.values()):
        if (real / f"{name}.csv").exists():
            rows = publish.read_csv(real / f"{name}.csv")
            assert base.execute(f"select count(*) from {name}").fetchone() == (len(rows),), name
            listed = [line[1] for line in base.execute(f"pragma table_info({name})")]
            assert set(columns) <= set(listed)
    assert base.execute("pragma foreign_key_check").fetchall() == []
    assert base.execute("pragma integrity_check").fetchone() == ("ok",)
    kinds = {line[0] for line in base.execute("select distinct typeof(value) from observations")}
    assert kinds <= {"real", "null"}
    assert base.execute("select count(*) from observations where outcome = ''").fetchone() == (0,)


def test_figures_and_checks_are_linked_to_what_they_stand_on(real: Path) -> None:
    base = sqlite3.connect(real / "complaints.db")
    for name in ("comparable", "indicators", "checks"):
        number, link = number_column(name), link_table(name)
        found = base.execute(
            f"select t.observation_ids, group_concat(l.observation_id, ';') from {name} t "
            f"join {link} l using ({number}) group by t.{number}"
        ).fetchall()
        assert found and all(set(one.split(";")) == set(other.split(";")) for one, other in found)


def test_words_are_found_in_labels_and_evidence(real: Path) -> None:
    base = sqlite3.connect(real / "complaints.db")
    found = base.execute(
        "select count(*) from observations where rowid in "
        "(select rowid from observations_fts where observations_fts match 'upheld')"
    ).fetchone()[0]
    spoken = " or ".join(f"lower({name}) like '%upheld%'" for name in SEARCHED)
    told = base.execute(f"select count(*) from observations where {spoken}").fetchone()[0]
    assert 0 < found <= told


def test_common_questions_use_an_index(real: Path) -> None:
    base = sqlite3.connect(real / "complaints.db")
    for name, groups in INDEXED.items():
        for columns in groups:
            where = " and ".join(f'"{column}" = 1' for column in columns)
            plan = base.execute(f"explain query plan select * from {name} where {where}").fetchall()
            assert "USING INDEX" in plan[0][3], (name, columns)


def test_every_column_is_described_in_the_database(real: Path) -> None:
    base = sqlite3.connect(real / "complaints.db")
    described = set(base.execute("select table_name, name from _columns where description != ''"))
    for (name,) in base.execute("select name from _tables").fetchall():
        for line in base.execute(f"pragma table_info({name})"):
            assert (name, line[1]) in described or line[1] == number_column(name)


DATASETTE = """
import asyncio, json, sys
from datasette.app import Datasette
async def main():
    folder = sys.argv[1]
    ds = Datasette([folder + "/complaints.db"], metadata=json.load(open(folder + "/metadata.json")))
    await ds.invoke_startup()
    page = await ds.client.get("/complaints/observations?_search=upheld&_facet=measure")
    rows = await ds.client.get("/complaints/observations.json?_search=upheld&_shape=objects")
    linked = await ds.client.get("/complaints/observation_of_comparable.json?_labels=on")
    told = {"status": [page.status_code, linked.status_code], "page": page.text, "rows": rows.json()["rows"]}
    json.dump(told, open(sys.argv[2], "w"))
asyncio.run(main())
"""


def test_datasette_opens_it_with_descriptions_and_facets(real: Path, tmp_path: Path) -> None:
    pytest.importorskip("datasette", reason="Datasette is not installed here")
    said = tmp_path / "said.json"
    subprocess.run([sys.executable, "-c", DATASETTE, str(real), str(said)], capture_output=True, check=True)
    told = json.loads(said.read_text())
    assert told["status"] == [200, 200]
    assert "One row is one printed number" in told["page"]
    assert "The complaints procedure." in told["page"]
    assert "facet-results" in told["page"]
    assert told["rows"]


# The description


def test_frictionless_finds_a_real_run_valid(real: Path, tmp_path: Path) -> None:
    pytest.importorskip("frictionless", reason="frictionless is not installed here")
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    said = subprocess.run(command, cwd=real, capture_output=True, text=True)
    report = json.loads(said.stdout)
    assert said.returncode == 0, [task["errors"][:3] for task in report["tasks"] if task["errors"]]
    assert {task["name"] for task in report["tasks"]} >= {"observations", "comparable", "ees-complaints"}

    broken = tmp_path / "broken"
    shutil.copytree(real, broken)
    text = (broken / "observations.csv").read_text(encoding="utf-8")
    (broken / "observations.csv").write_text(text.replace(",stage_1,", ",stage_9,", 1), encoding="utf-8")
    said = subprocess.run(command, cwd=broken, capture_output=True, text=True)
    assert said.returncode == 1 and "enum" in said.stdout


def test_the_description_names_sources_licences_and_links(real: Path) -> None:
    content = json.loads((real / "datapackage.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in content["licenses"]] == ["OGL-UK-3.0"]
    assert len(content["sources"]) == len(publish.read_csv(real / "reports.csv"))
    tables = {one["name"]: one["schema"] for one in content["resources"]}
    assert tables["observations"]["primaryKey"] == ["observation_id"]
    assert tables["observations"]["foreignKeys"][0]["reference"]["resource"] == "reports"
    assert set(tables["ees-complaints"]["missingValues"]) == {"", "c", "x", "z", "low", "u"}
