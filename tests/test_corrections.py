"""What a person settled stays settled, as long as the report prints what they saw."""

from __future__ import annotations

import csv
import json
import signal
import sys
from dataclasses import replace
from pathlib import Path

import made
import pytest
from made import PATTERNS

from extractor import corrections
from extractor.cli import app
from extractor.lexicon import rulebook
from extractor.model import contract
from extractor.model.observation import of_cells
from extractor.model.records import CategoryRow, CorrectionRow, frame_of_records
from extractor.model.result import ReportResult
from extractor.model.table import texts
from extractor.publish import csv_bytes, read_csv
from extractor.publish.atomic_folder import NotWritten
from extractor.reconcile.links import linked
from extractor.run import pipeline

ROOT = Path(__file__).resolve().parent.parent
REPORT = """Harrow Council
Annual complaints report 2018/19

Complaints received

In 2018/19 we received 40 complaints at Stage 1 and 6 complaints at Stage 2.
Of the complaints at Stage 1, 12 were upheld, 20 were partly upheld and 8 were not upheld.
A further 317 complaints were about the water company.
"""
Row = dict[str, str]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_CACHE", str(tmp_path / "cache"))


class Quiet:
    """Hears nothing."""

    def begin(self, reports: int, cached: int) -> None: ...

    def reading(self, source_file: str) -> None: ...

    def doing(self, what: str) -> None: ...

    def read(self, source_file: str, status: str, reason: str) -> None: ...


def book() -> rulebook.Rulebook:
    return rulebook.load(ROOT / "patterns")


def line(**cells: str) -> Row:
    return dict.fromkeys(corrections.COLUMNS, "") | {"because": "the page says so", "by": "A. Editor"} | cells


def file(path: Path, *lines: Row) -> Path:
    for cells in lines:
        corrections.append(path, cells)
    return path


def one(identity: str, value: str = "40", **cells: str) -> Row:
    """A row of the stand-in report a.txt."""
    said = {"evidence": f"We received {value}.", "page": "2", "table_index": "1", "row": "3", "column": "2"}
    return made.observation(identity, value, **(said | cells))


def reading(*rows: Row, source: str = "a.txt") -> dict[str, ReportResult]:
    counts = {"numbers_seen": 9, "numbers_claimed": len(rows), "numbers_ignored": 9 - len(rows)}
    found = made.result(source, *({**row, "source_file": source} for row in rows), **counts)
    labels = tuple(
        CategoryRow(name, row[f"{name}_label"], row[name], "fuzzy", 91, source_files=(source,))
        for row in rows
        for name in contract.DIMENSIONS
        if row[name]
    )
    return {source: replace(found, categories=labels)}


def laid_over(results: dict[str, ReportResult], path: Path, *lines: Row) -> corrections.Applied:
    return corrections.apply(corrections.load(file(path / "corrections.csv", *lines)), results, book())


def _row(row: Row, verdict: str) -> Row:
    return corrections.for_row(of_cells(row), verdict)


def rows_of(done: corrections.Applied, source: str = "a.txt") -> dict[str, Row]:
    return {row["observation_id"]: row for row in done.results[source].rows()}


# Rows


def test_a_row_is_coded_as_the_person_says_and_the_machine_s_coding_stays(tmp_path: Path) -> None:
    row = one("a1")
    done = laid_over(reading(row), tmp_path, _row(row, "recode") | line_of("stage=stage_2"))
    found = rows_of(done)["a1"]
    assert (found["stage"], found["value"], found["confidence"]) == ("stage_2", "40", "1.00")
    assert [(r.was, r.now, r.by) for r in done.rows] == [("stage=stage_1", "stage=stage_2", "A. Editor")]
    assert not done.issues


def test_a_corrected_row_says_so_itself(tmp_path: Path) -> None:
    row, other = one("a1"), one("b2", "12")
    line = _row(row, "recode") | line_of("value=14; stage=stage_1")
    found = rows_of(laid_over(reading(row, other), tmp_path, line))
    assert "corrected" in found["a1"]["flags"].split(";") and found["a1"]["value"] == "14"
    assert found["a1"]["because"].endswith("value: corrected by A. Editor"), "and not the stage, as it was"
    assert "40" not in found["a1"]["because"], "a number that may have to be hidden stands nowhere else"
    assert "corrected" not in found["b2"]["flags"]


def line_of(change: str = "") -> Row:
    """The cells that a person fills in."""
    return {"set": change, "because": "the page says so", "by": "A. Editor"}


def test_a_number_that_is_no_figure_is_set_aside_and_not_lost(tmp_path: Path) -> None:
    rows = one("a1"), one("a2", "7", row="4")
    done = laid_over(reading(*rows), tmp_path, _row(rows[1], "not a figure") | line_of())
    assert list(rows_of(done)) == ["a1"]
    coverage = done.results["a.txt"].coverage
    assert coverage.numbers_claimed == 1 and coverage.numbers_ignored == 8
    (told,) = done.rows
    assert (told.verdict, told.value, told.evidence) == ("not_a_figure", "7", "We received 7.")
    assert "measure=complaints_received" in told.was and told.now == ""


def test_a_row_found_right_is_sure_and_otherwise_as_it_was(tmp_path: Path) -> None:
    row = one("a1", flags="small-number")
    done = laid_over(reading(row), tmp_path, _row(row, "Right") | line_of())
    assert rows_of(done)["a1"] == row | {"confidence": "1.00"}
    assert [told.verdict for told in done.rows] == ["right"]


@pytest.mark.parametrize(
    ("now", "fits"),
    [
        ({}, True),
        ({"observation_id": "b1"}, True),  # coded otherwise than before: another id
        ({"observation_id": "b1", "row": "5", "page": "3"}, True),  # moved, as text before it changed
        ({"observation_id": "b1", "evidence": "We  received\n40."}, True),
        ({"value": "41"}, False),
        ({"evidence": "They received 40."}, False),
        ({"observation_id": "b1", "unit": "percent"}, False),
        ({"observation_id": "b1", "evidence": "We received 40 more."}, False),
    ],
)
def test_it_is_applied_only_where_number_and_words_still_stand(tmp_path: Path, now: Row, fits: bool) -> None:
    old, new = one("a1"), one("a1") | now
    done = laid_over(reading(new), tmp_path, _row(old, "recode") | line_of("stage=stage_2"))
    (found,) = rows_of(done).values()
    assert found["stage"] == ("stage_2" if fits else "stage_1")
    assert [i.code for i in done.issues] == ([] if fits else ["correction-does-not-fit"])
    assert all(i.severity == "error" and "line 2 of corrections.csv" in i.message for i in done.issues)


def test_of_two_alike_the_place_decides_and_without_it_nobody_guesses(tmp_path: Path) -> None:
    rows = one("b1"), one("b2", row="9")
    wanted = _row(one("a1", row="9"), "recode") | line_of("stage=stage_2")
    done = laid_over(reading(*rows), tmp_path, wanted)
    assert [row["stage"] for row in rows_of(done).values()] == ["stage_1", "stage_2"]
    (tmp_path / "corrections.csv").unlink()
    done = laid_over(reading(*rows), tmp_path, wanted | {"place": ""})
    assert [row["stage"] for row in rows_of(done).values()] == ["stage_1", "stage_1"]
    assert "2 rows of the report" in done.issues[0].message


@pytest.mark.parametrize(
    ("cells", "clause"),
    [
        (line_of("stage=stage_9"), "'stage_9' is not a code of stage"),
        (line_of("service_area=moon_base"), "'moon_base' is not a code of service_area"),
        (line_of("authority_code=E09999999"), "'E09999999' is not the code of a council"),
        (line_of("period=2018/25"), "its row would break the contract"),
        (line_of("value="), "its row would break the contract"),
        (line_of("evidence=x"), "'evidence' is not a column that a correction may set"),
        (line_of("stage_2"), "must have the form column=code"),
        (line_of(""), "set must say what to change"),
        (line_of("stage=stage_2") | {"by": ""}, "by whom"),
        (line_of("stage=stage_2") | {"evidence": "", "value": ""}, "words (evidence) are missing"),
        (line_of("stage=stage_2") | {"verdict": "maybe"}, "the verdict 'maybe' is not one of"),
        (line_of("stage=stage_2") | {"dimension": "theme", "label": "X"}, "either a row"),
    ],
)
def test_one_that_cannot_be_is_said_and_changes_nothing(tmp_path: Path, cells: Row, clause: str) -> None:
    row = one("a1")
    done = laid_over(reading(row), tmp_path, _row(row, "recode") | cells)
    assert rows_of(done)["a1"] == row and not done.rows
    assert [i.severity for i in done.issues] == ["error"]
    assert clause in done.issues[0].message


def test_codes_with_a_number_in_them_and_figures_of_the_service_may_be_set(tmp_path: Path) -> None:
    row = one("a1")
    change = "age_band=age_5_9; measure=context; theme=children_in_need; scope=whole_council;excluding_open"
    figures = [entry.id for entry in book().raw("service_figures").root]
    change = change.replace("children_in_need", figures[0])
    done = laid_over(reading(row), tmp_path, _row(row, "recode") | line_of(change))
    found = rows_of(done)["a1"]
    assert (found["age_band"], found["theme"]) == ("age_5_9", figures[0])
    assert found["scope"] == "whole_council;excluding_open"


def test_the_lower_of_two_lines_counts(tmp_path: Path) -> None:
    row = one("a1")
    said = _row(row, "recode") | line_of("stage=stage_2")
    done = laid_over(reading(row), tmp_path, said, said | {"set": "stage=stage_3"})
    assert rows_of(done)["a1"]["stage"] == "stage_3"
    assert [(i.code, i.severity) for i in done.issues] == [("correction-overruled", "info")]


def test_opposite_lines_are_named_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, manifest = tmp_path / "corrections.csv", tmp_path / "manifest.csv"
    manifest.write_text("file\n")
    label = label_line("Found for them", "outcome=upheld")
    assert corrections.append(path, label) == []
    assert corrections.append(path, label) == [], "the same once more is no contradiction"
    (said,) = corrections.append(path, label | {"label": "FOUND  for them", "set": "outcome=not_upheld"})
    assert said == f"This overrules line 3 of {path}, which says otherwise."
    assert call(monkeypatch, "check", manifest) == 1
    assert "lines 3 and 4 say opposite things of the same" in capsys.readouterr().err
    done = corrections.apply(corrections.load(path), reading(decided("a1", "Found for them")), book())
    assert [(i.code, i.severity) for i in done.issues] == [("correction-overruled", "warning")]
    assert rows_of(done)["a1"]["outcome"] == "not_upheld"


def test_a_label_that_no_report_of_the_last_run_prints_is_told_when_it_is_added(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out, path = tmp_path / "out", tmp_path / "c.csv"
    run(folder, out)
    why = ("--set", "upheld", "--because", "x", "--by", "y", "--corrections", path, "--out", out)
    for label, told in (("Found in their favour", True), ("PARTLY upheld", False)):
        capsys.readouterr()
        assert call(monkeypatch, "correct", "--dimension", "outcome", "--label", label, *why) == 0
        assert ("have no number under the outcome label" in capsys.readouterr().err) == told


def test_reports_that_are_not_in_the_run_are_named_once(tmp_path: Path) -> None:
    lines = [_row(one(f"x{n}", source_file="z.txt"), "right") | line_of() for n in range(30)]
    done = laid_over(reading(one("a1")), tmp_path, *lines)
    assert [(i.code, i.severity) for i in done.issues] == [("correction-elsewhere", "info")]


# Labels


def label_line(label: str, change: str, **cells: str) -> Row:
    return corrections.for_label("outcome", label) | line_of(change) | cells


def decided(identity: str, label: str, code: str = "unmapped") -> Row:
    cells = {"measure": "complaints_decided", "outcome": code, "outcome_label": label}
    return one(identity, **cells, evidence=f"{label} {identity}")


def test_a_label_is_settled_in_all_reports_or_in_one(tmp_path: Path) -> None:
    results = reading(decided("a1", "Mostly  Right"), decided("a2", "Wrong")) | reading(
        decided("b1", "mostly right"), source="b.txt"
    )
    done = laid_over(
        results,
        tmp_path,
        label_line("Mostly right", "outcome=not_upheld", source_file="b.txt"),
        label_line("Mostly right", "outcome=upheld"),
    )
    assert rows_of(done)["a1"]["outcome"] == "upheld"
    assert rows_of(done)["a2"]["outcome"] == "unmapped"
    assert rows_of(done, "b.txt")["b1"]["outcome"] == "not_upheld"
    assert rows_of(done)["a1"]["confidence"] == "0.90", "the words were seen, not this number"
    (receipt,) = [c.cells() for c in done.results["a.txt"].categories if c.method == "correction"]
    assert (receipt["code"], receipt["runner_up"], receipt["score"]) == ("upheld", "unmapped", "100")


def test_a_label_may_move_to_another_dimension_with_its_words(tmp_path: Path) -> None:
    change = "outcome=; channel=email; measure=complaints_received"
    done = laid_over(reading(decided("a1", "By mail")), tmp_path, label_line("By mail", change))
    found = rows_of(done)["a1"]
    assert [found[n] for n in ("outcome", "outcome_label", "channel", "channel_label")] == [
        "",
        "",
        "email",
        "By mail",
    ]
    assert [c.dimension for c in done.results["a.txt"].categories] == ["channel"]


def test_a_label_settles_no_numbers_and_one_nobody_prints_is_said(tmp_path: Path) -> None:
    done = laid_over(
        reading(decided("a1", "X")), tmp_path, label_line("X", "value=3"), label_line("Y", "outcome=upheld")
    )
    assert {i.code: i.severity for i in done.issues} == {
        "correction-not-valid": "error",
        "correction-does-not-fit": "info",
    }


# The file


def test_a_spreadsheet_s_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    cells = _row(one("a1"), "recode") | line_of("stage=stage_2") | {"value": "40.0"}
    head = ";".join(corrections.COLUMNS)
    body = ";".join(f'"{cells.get(name, "")}"' for name in corrections.COLUMNS)
    path.write_bytes(f"\ufeff{head}\r\n{body}\r\n{';' * 12}\r\n".encode())
    done = corrections.apply(corrections.load(path), reading(one("a1")), book())
    assert rows_of(done)["a1"]["stage"] == "stage_2" and not done.issues


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"source_file,verdict\n", "there is no column 'observation_id'"),
        ("évidence".encode("cp1252"), "not UTF-8"),
        (None, "cannot be read: no such file"),
    ],
)
def test_a_file_that_is_none_of_corrections_stops_the_run(
    tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / "corrections.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(corrections.CorrectionsFault, match=sentence):
        corrections.load(path)


def test_cells_that_a_spreadsheet_would_run_come_back_as_they_were(tmp_path: Path) -> None:
    row = one("a1", evidence="=40 complaints")
    path = file(tmp_path / "c.csv", _row(row, "right") | line_of())
    assert "'=40" in path.read_text()
    assert corrections.load(path).entries[0].line.evidence == "=40 complaints"


# Whole runs


def run(folder: Path, out: Path, given: Path | None = None, **options: object) -> pipeline.Summary:
    asked = pipeline.Options(PATTERNS, out=out, jobs=1, corrections=given, **options)  # type: ignore[arg-type]
    return pipeline.run([str(folder)], asked, Quiet())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    place.mkdir()
    (place / "harrow.txt").write_text(REPORT)
    return place


def numbered(out: Path, value: str) -> Row:
    (row,) = [row for row in read_csv(out / "observations.csv") if row["value"] == value]
    return row


def test_corrections_outlive_edits_elsewhere_and_need_no_second_reading(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "one")
    calls, stage_2 = numbered(tmp_path / "one", "317"), numbered(tmp_path / "one", "6")
    given = file(
        tmp_path / "corrections.csv",
        _row(calls, "not_a_figure") | line_of(),
        _row(stage_2, "recode") | line_of("stage=stage_3"),
    )
    summary = run(folder, tmp_path / "two", given)
    assert summary.from_cache == 1 and not summary.issues.get("error")
    two = tmp_path / "two"
    assert "317" not in [row["value"] for row in read_csv(two / "observations.csv")]
    assert numbered(two, "6")["stage"] == "stage_3"
    before, after = (read_csv(tmp_path / name / "coverage.csv")[0] for name in ("one", "two"))
    assert before["numbers_seen"] == after["numbers_seen"]
    assert int(after["numbers_claimed"]) == int(before["numbers_claimed"]) - 1
    assert int(after["numbers_ignored"]) == int(before["numbers_ignored"]) + 1
    hashes = [
        json.loads((tmp_path / name / "run.json").read_text()).get("corrections") for name in ("one", "two")
    ]
    assert hashes[0] is None and len(hashes[1]) == 64

    text = (folder / "harrow.txt").read_text()
    (folder / "harrow.txt").write_text(
        text.replace("Complaints received\n", "Foreword\n\nThank you.\n\nReceived\n")
    )
    again = run(folder, tmp_path / "three", given)
    assert again.from_cache == 0 and not again.issues.get("error")
    assert numbered(tmp_path / "three", "6")["stage"] == "stage_3"
    assert len(read_csv(tmp_path / "three" / "corrections.csv")) == 2

    (folder / "harrow.txt").write_text(text.replace("317", "318"))
    changed = run(folder, tmp_path / "four", given)
    assert changed.issues["error"] == 1, "the printed number is another: nobody decided on that"
    assert "318" in [row["value"] for row in read_csv(tmp_path / "four" / "observations.csv")]


def test_the_run_s_file_is_described_and_in_the_database(folder: Path, tmp_path: Path) -> None:
    import sqlite3

    run(folder, tmp_path / "one")
    given = file(tmp_path / "c.csv", _row(numbered(tmp_path / "one", "6"), "right") | line_of())
    out = tmp_path / "two"
    run(folder, out, given)
    with (out / "corrections.csv").open() as opened:
        assert tuple(next(csv.reader(opened))) == contract.CORRECTION_COLUMNS
    package = json.loads((out / "datapackage.json").read_text())
    assert "corrections.csv" in [resource["path"] for resource in package["resources"]]
    with sqlite3.connect(out / "complaints.db") as database:
        assert database.execute("select verdict, by from corrections").fetchall() == [("right", "A. Editor")]
    assert numbered(out, "6")["confidence"] == "1.00"
    run(folder, out)
    assert not (out / "corrections.csv").exists(), "without corrections there is no such file"


def test_a_confirmed_row_is_never_sent_to_review(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "one", min_confidence=1.0)
    (row, *_) = read_csv(tmp_path / "one" / "review.csv")
    given = file(tmp_path / "c.csv", _row(row, "right") | line_of())
    run(folder, tmp_path / "two", given, min_confidence=1.0)
    kept = {r["observation_id"] for r in read_csv(tmp_path / "two" / "observations.csv")}
    assert kept == {row["observation_id"]}


def test_with_small_counts_suppressed_the_corrections_tell_none(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "one")
    row = numbered(tmp_path / "one", "6")
    said = _row(row, "recode") | line_of("stage=stage_3; value=4")
    given = file(tmp_path / "c.csv", said | {"because": "It says 4 and not 6."})
    run(folder, tmp_path / "two", given, suppress=6)
    (told,) = read_csv(tmp_path / "two" / "corrections.csv")
    assert (told["value"], told["evidence"], told["now"]) == ("", "c", "stage=stage_3; value=c")
    assert not {"4", "6"} & set(told["because"].replace(".", "").split())
    assert told["observation_id"] in {
        r["observation_id"] for r in read_csv(tmp_path / "two" / "observations.csv")
    }
    for name, leads in (("one", True), ("two", False)):  # what is kept of a report has its small counts
        inputs = json.loads((tmp_path / name / "run.json").read_text())["inputs"]
        assert {bool(report["kept"]) for report in inputs} == {leads}


def test_a_person_s_file_is_never_replaced_by_a_run_s(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    given = file(out / "corrections.csv", line(observation_id="a1", evidence="x", verdict="right"))
    before = given.read_bytes()
    for asked in (None, given):
        with pytest.raises((corrections.CorrectionsFault, NotWritten), match=r"by hand|which no run wrote"):
            run(folder, out, asked)
    assert given.read_bytes() == before


# The command line


def call(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr(sys, "argv", ["extractor", *map(str, words)])
    handler = signal.getsignal(signal.SIGTERM)
    try:
        with pytest.raises(SystemExit) as left:
            app.main()
    finally:
        signal.signal(signal.SIGTERM, handler)
    return int(left.value.code or 0)


def test_the_tool_writes_the_line_and_the_next_run_takes_it_up(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    run(folder, tmp_path / "outputs")
    row = numbered(tmp_path / "outputs", "6")
    why = ("--because", "so the heading says", "--by", "A. Editor", "--date", "4 May")
    assert call(monkeypatch, "correct", row["observation_id"][:8], "--set", "stage=stage_3", *why) == 0
    assert call(monkeypatch, "run", folder, "--strict") == 0, "corpus/corrections.csv is taken up unasked"
    assert numbered(tmp_path / "outputs", "6")["stage"] == "stage_3"
    capsys.readouterr()
    assert call(monkeypatch, "explain", row["observation_id"]) == 0
    assert "Corrected by A. Editor (4 May): was stage=stage_2, is stage=stage_3" in capsys.readouterr().out
    label = ("--dimension", "outcome", "--label", "partly upheld")
    assert call(monkeypatch, "correct", *label, "--set", "upheld", *why) == 0
    lines = read_csv(tmp_path / "corpus" / "corrections.csv")
    assert [one["set"] for one in lines] == ["stage=stage_3", "outcome=upheld"]
    (folder / "harrow.txt").write_text(REPORT.replace("6 complaints", "5 complaints"))
    assert call(monkeypatch, "run", folder) == 0
    assert call(monkeypatch, "run", folder, "--strict") == 1, "a correction that no longer fits is an error"


def test_check_looks_at_the_corrections_beside_the_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_text("file\n")
    good = _row(one("a1"), "recode") | line_of("stage=stage_2")
    file(tmp_path / "corrections.csv", good)
    assert call(monkeypatch, "check", manifest) == 0
    file(tmp_path / "corrections.csv", good | {"by": ""}, good | {"set": "stage=stage_9"})
    capsys.readouterr()
    assert call(monkeypatch, "check", manifest) == 1
    said = capsys.readouterr().err
    assert "line 3: because and by must say" in said and "line 4: 'stage_9' is not a code of stage." in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--right",), "Give an ID or a --label"),
        (("ID",), "and one of --set"),
        (("ID", "--right", "--not-a-figure"), "and one of --set"),
        (("ID", "--right"), "by whom"),
        (("ID", "--set", "stage=stage_9", "--because", "x", "--by", "y"), "'stage_9' is not a code of stage"),
        (("ID", "--set", "period=soon", "--because", "x", "--by", "y"), "would break the contract"),
        (("zzz", "--right", "--because", "x", "--by", "y"), "There is no observation 'zzz'"),
        (
            ("--label", "x", "--dimension", "y", "--set", "z", "--because", "x", "--by", "y"),
            "'y' is not a dimension",
        ),
        (("ID", "--right", "--because", "x", "--by", "y", "--corrections", "in"), "could not be written"),
    ],
)
def test_wrong_use_is_one_sentence_and_writes_nothing(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "outputs"
    out.mkdir()
    (out / "observations.csv").write_bytes(csv_bytes([one("ID")], contract.OBSERVATION_COLUMNS))
    assert call(monkeypatch, "correct", *words) == 2
    said = capsys.readouterr().err.strip()
    assert sentence in said and len(said.splitlines()) == 1
    assert not (tmp_path / "corpus").exists()


def test_a_corrections_file_that_is_not_there_is_wrong_use(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "outputs"
    assert call(monkeypatch, "run", folder, "--out", out, "--corrections", tmp_path / "none.csv") == 2
    assert "none.csv cannot be read: no such file or directory." in capsys.readouterr().err
    assert not out.exists()


def test_suggest_gives_the_line_that_confirms_a_row(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    run(folder, out, min_confidence=1.0)
    review = read_csv(out / "review.csv")
    capsys.readouterr()
    assert call(monkeypatch, "suggest", "--out", out) == 0
    said = [text.strip() for text in capsys.readouterr().out.splitlines()]
    first = said.index(",".join(corrections.COLUMNS))
    lines = [text for text in said[first:] if text.endswith(",right,,,,")]
    assert len(lines) == len(review)
    path = tmp_path / "c.csv"
    signed = "\n".join(text.removesuffix(",,,") + ",seen,A. Editor," for text in lines)
    path.write_text(f"{said[first]}\n{signed}\n")
    run(folder, tmp_path / "two", path, min_confidence=1.0)
    assert not read_csv(tmp_path / "two" / "review.csv")
    listed = [text.split(",")[0] for text in said if ", confidence " in text]
    order = sorted(review, key=lambda row: float(row["confidence"]))
    assert float(order[0]["confidence"]) == min(
        float(row["confidence"]) for row in review if row["observation_id"] == listed[0]
    )


def test_the_checks_are_made_anew_of_corrected_rows(tmp_path: Path) -> None:
    rows = [one("t", "40", measure="complaints_decided", evidence="40 decided")]
    for name, value in {"upheld": "12", "partially_upheld": "20", "not_upheld": "9"}.items():
        cells = {"measure": "complaints_decided", "outcome": name, "outcome_label": name}
        rows.append(one(name, value, **cells, evidence=f"{name} {value}"))
    results = reading(*rows)
    done = laid_over(results, tmp_path, _row(rows[-1], "recode") | line_of("value=8"))
    assert not [c for c in done.results["a.txt"].checks if c.check == "breakdown-sum"]
    (tmp_path / "corrections.csv").unlink()
    worse = laid_over(results, tmp_path, _row(rows[-1], "recode") | line_of("event_basis=decided"))
    assert [c.check for c in worse.results["a.txt"].checks] == ["breakdown-sum"]
    assert "breakdown-sum" in rows_of(worse)["t"]["flags"]
    placed = linked(frame_of_records(CorrectionRow, worse.rows), {"a.txt": "https://x.org/a.pdf"})
    assert texts(placed, "source_url")[0].endswith("#page=2")
