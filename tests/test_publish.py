"""The outputs folder: right bytes, same bytes, whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from made import BOOK, observation, result
from typed import copied

from extractor.model import contract, row
from extractor.model.records import CategoryRow, Check, IssueRow
from extractor.model.table import records
from extractor.publish import (
    FILES,
    Aside,
    Dataset,
    NotWritten,
    check_writable,
    plain,
    publish,
    read_csv,
    safe,
)
from extractor.reconcile import editions
from extractor.reconcile.assemble import assemble

DANGEROUS = "=HYPERLINK(0)"


def dataset(*rows: dict[str, str], **parts: object) -> Dataset:
    empty: dict[str, object] = {"categories": [], "coverage": [], "issues": [], "run": {"counts": {}}}
    return Dataset(observations=list(rows), **{**empty, **parts})  # type: ignore[arg-type]


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_files_and_columns_are_the_contract_s(tmp_path: Path) -> None:
    publish(dataset(observation("a1")), tmp_path / "out", BOOK)
    files = content(tmp_path / "out")
    assert set(files) == set(FILES) - {"review.csv", "corrections.csv", "answers.csv"}
    header, first = files["observations.csv"].decode().splitlines()
    assert tuple(header.split(",")) == contract.OBSERVATION_COLUMNS
    assert first.startswith("a1,E09000015,Harrow,E09000015,2018/19,2018/19,children_statutory,stage_1,")
    assert b"\r" not in files["observations.csv"]
    assert json.loads(files["run.json"]) == {"counts": {}}


def test_the_contract_s_columns_are_those_of_the_specification(shared: Path) -> None:
    text = (shared / "spec" / "dataset.md").read_text(encoding="utf-8")
    rows = [
        line.split("|")[1].strip() for line in text.split("## Measures")[0].splitlines() if line[:1] == "|"
    ]
    told: list[str] = []
    for cell in rows[2:]:
        if "_label, outcome_label" in cell:
            told += contract.LABELS
        else:
            told += [name.strip() for name in cell.replace(" (denominator)", "").split(",")]
    assert tuple(told) == contract.OBSERVATION_COLUMNS[: len(told)], "more columns may only follow"
    for codes in (
        contract.MEASURES,
        contract.OUTCOMES,
        contract.CODES["timeliness"],
        contract.CODES["complainant"],
    ):
        assert all(f"`{code}`" in text or f"| {code} |" in text for code in codes)


def test_text_that_a_spreadsheet_would_run_is_made_safe_and_numbers_are_not(tmp_path: Path) -> None:
    printed = observation(
        "a1", "-4", measure="change", unit="percent", evidence=DANGEROUS, theme="unmapped", theme_label="-"
    )
    publish(dataset(printed), tmp_path, BOOK)
    with (tmp_path / "observations.csv").open(newline="", encoding="utf-8") as file:
        (cells,) = csv.DictReader(file)
    assert cells["value"] == "-4"
    assert (cells["evidence"], cells["theme_label"]) == (f"'{DANGEROUS}", "'-")
    assert read_csv(tmp_path / "observations.csv") == [printed]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "'=1", "''=1", "'tis", "it's", "", "1-2"])
def test_making_safe_can_be_undone(text: str) -> None:
    assert plain(safe(text)) == text
    assert safe(text)[:1] not in {"=", "+", "-", "@", "\t"}


def test_parquet_has_real_types(tmp_path: Path) -> None:
    from pyarrow import parquet

    publish(dataset(observation("a1", "2.5", page="7"), observation("a2", "")), tmp_path, BOOK)
    table = parquet.read_table(tmp_path / "observations.parquet")
    assert table.schema.names == list(contract.OBSERVATION_COLUMNS)
    kinds = {name: str(table.schema.field(name).type) for name in ("value", "page", "confidence", "theme")}
    assert kinds == {"value": "double", "page": "int32", "confidence": "double", "theme": "string"}
    assert table.column("value").to_pylist() == [2.5, None]
    assert table.column("page").to_pylist() == [7, None]


def test_same_rows_same_bytes(tmp_path: Path) -> None:
    rows = [observation(f"a{n}", str(n)) for n in range(50)]
    publish(dataset(*rows), tmp_path / "one", BOOK)
    publish(dataset(*rows), tmp_path / "two", BOOK)
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_only_our_own_files_are_replaced(tmp_path: Path) -> None:
    publish(dataset(observation("a1"), review=[observation("a2")]), tmp_path, BOOK)
    (tmp_path / "notes.txt").write_text("mine")
    assert (tmp_path / "review.csv").exists()
    publish(dataset(observation("b1")), tmp_path, BOOK)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert not (tmp_path / "review.csv").exists(), "left over from the run before"
    assert b"b1" in (tmp_path / "observations.csv").read_bytes()


def test_a_failure_while_renaming_puts_everything_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(dataset(observation("a1")), tmp_path, BOOK)
    before = content(tmp_path)
    real, calls = Path.replace, []

    def sometimes(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 6:
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "replace", sometimes)
    with pytest.raises(KeyboardInterrupt):
        publish(dataset(observation("b1")), tmp_path, BOOK)
    assert content(tmp_path) == before


def onto_a_full_disk(out: Path) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    rows = [observation(f"b{n}", evidence="words " * 30) for n in range(5000)]
    try:
        publish(dataset(*rows), out, BOOK)
    except NotWritten as error:
        print(error)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on file sizes here")
@pytest.mark.parametrize("existed", [True, False])
def test_a_full_disk_leaves_the_old_output_whole(tmp_path: Path, existed: bool) -> None:
    out = tmp_path / "new" / "out"
    if existed:
        publish(dataset(observation("a1")), out, BOOK)
    before = content(out) if existed else None
    said = copied(partial(onto_a_full_disk, out), [])
    assert said.stdout.startswith(f"The outputs could not be written to {out}: file too large.")
    assert (content(out) if existed else None) == before
    assert existed or not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_written_is_told_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "out"):
        with pytest.raises(NotWritten, match="could not be written to"):
            check_writable(folder)
    check_writable(tmp_path / "made" / "for" / "it")
    assert not (tmp_path / "made").exists(), "a look leaves nothing behind"


def test_a_folder_in_the_place_of_a_file_is_no_reason_to_lose_anything(tmp_path: Path) -> None:
    publish(dataset(observation("a1")), tmp_path, BOOK)
    (tmp_path / "review.csv").mkdir()
    before = (tmp_path / "observations.csv").read_bytes()
    with pytest.raises(NotWritten, match="review"):
        publish(dataset(observation("b1")), tmp_path, BOOK)
    assert (tmp_path / "observations.csv").read_bytes() == before


def test_aside_leaves_no_trace(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), Aside(tmp_path / "out") as aside:
        aside.write("observations.csv", b"half")
        raise ZeroDivisionError
    assert os.listdir(tmp_path) == []


# From results to rows


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"stage": "stage_9"}, "stage 'stage_9' is not one of the contract's codes"),
        ({"sex": "woman"}, "sex 'woman' is not one"),
        ({"value": ""}, "value '' and value_status 'exact' contradict"),
        ({"value": "3", "value_status": "not_available"}, "contradict"),
        ({"value": "1e5"}, "value '1e5' is not in the form"),
        ({"value": "nan"}, "value 'nan'"),
        ({"period": "2018/20"}, "period '2018/20'"),
        ({"period": "2018/19 Q5"}, "period"),
        ({"authority_code": "Harrow"}, "authority_code 'Harrow'"),
        ({"page": "0"}, "page '0'"),
        ({"theme": "Delay"}, "theme 'Delay'"),
        ({"evidence": "x" * 241}, "longer than 240"),
        ({"confidence": "1.5"}, "confidence"),
        ({"scope": "everything"}, "scope"),
        ({"surprise": "1"}, "surprise is not a column"),
    ],
)
def test_an_illegal_row_becomes_an_issue_with_its_number(cells: dict[str, str], words: str) -> None:
    broken = observation("a2", "17") | cells
    whole = assemble([result("a.txt", observation("a1"), broken)])
    assert [line["observation_id"] for line in records(whole.observations)] == ["a1"]
    (fault,) = whole.issues
    assert (fault.code, fault.severity) == ("row-not-legal", "error")
    assert words in fault.message
    assert whole.coverage[0].observations == 1


@pytest.mark.parametrize(
    "cells",
    [
        {"period": "2019-03-31"},
        {"period": "2024/25 Q1-Q3"},
        {"period": "2019"},
        {"period": "1999/00"},
        {"period": "", "authority_code": "", "publisher_code": "", "report_period": ""},
        {"value": "", "value_status": "suppressed"},
        {"theme": "unmapped"},
        {"scope": "whole_council;excluding_open", "bbox": "72 100.5 300 112"},
    ],
)
def test_legal_rows_stay(cells: dict[str, str]) -> None:
    assert row.fault_of(observation("a1") | cells) == ""


def test_no_row_is_left_out_for_its_id() -> None:
    first = result("a.txt", observation("a1", "4"), observation("a1", "5"), words="a b c")
    check = Check("b.txt", "E09000015", "2018/19", "breakdown-sum", "error", "6", "7", "6, not 7", ("a1",))
    second = replace(result("b.txt", observation("a1", "6"), words="x y z"), checks=(check,))
    whole = assemble([first, second])
    rows = list(records(whole.observations))
    assert [row["value"] for row in rows] == ["4", "5", "6"] and rows[0]["observation_id"] == "a1"
    assert len({row["observation_id"] for row in rows}) == 3
    assert whole.checks[0].observation_ids == (rows[2]["observation_id"],)
    assert [issue.code for issue in whole.issues] == ["same-council-same-year"] * 2


def test_rows_under_the_wanted_confidence_go_to_review() -> None:
    rows = [observation("a1", confidence="0.4"), observation("a2", confidence="0.5")]
    whole = assemble([result("a.txt", *rows)], min_confidence=0.5)
    assert [line["observation_id"] for line in records(whole.observations)] == ["a2"]
    assert [line["observation_id"] for line in records(whole.review)] == ["a1"]


def test_labels_of_several_reports_are_counted_together() -> None:
    receipt = CategoryRow("theme", "Delay", "delay", "exact", 100, occurrences=2)
    parts = [result(name, observation(name), words=name) for name in ("b.txt", "a.txt")]
    parts = [replace(part, categories=(receipt,)) for part in parts]
    (line,) = assemble(parts).categories
    assert (line.occurrences, line.source_files) == (4, ("a.txt", "b.txt"))


WORDS = " ".join(f"word{n}" for n in range(300))
MOST = " ".join(f"word{n}" for n in range(20, 310))


def test_one_edition_is_counted_and_the_others_name_it() -> None:
    html, pdf = observation("h1"), observation("p1")
    whole = assemble(
        [
            result("r.pdf", pdf, observation("p2"), words=WORDS),
            result("r.html", html, words=MOST),
            result("other.txt", observation("o1"), words="quite other words", report_period="2017/18"),
        ]
    )
    lines = {line.source_file: line for line in whole.coverage}
    assert lines["r.html"].status == "duplicate_edition"
    assert lines["r.html"].reason == "Another edition of this report is counted: r.pdf."
    assert lines["r.html"].observations == 0
    assert [line["observation_id"] for line in records(whole.observations)] == ["o1", "p1", "p2"]
    assert not whole.issues


def test_a_pdf_beside_its_word_file_keeps_its_pages_and_boxes() -> None:
    def row(name: str, value: str, words: str, **cells: str) -> dict[str, str]:
        return observation(name, value, evidence=words, **cells)

    word = [
        row("w1", "5", "5 were late"),
        row("w2", "7", "A | 7"),
        row("w3", "7", "B | 7"),
        row("w4", "9", "x"),
    ]
    word += [row("w5", "2", "2 of them", stage="stage_2"), row("w6", "3", "three"), row("w7", "3", "three")]
    paged = [
        row("p1", "5", "5  were late", page="1", bbox="1.0 1.0 2.0 2.0"),
        row("p2", "7", "B | 7", page="2"),
    ]
    paged += [row("p3", "7", "A | 7", page="3"), row("p5", "2", "2 of\u2026", stage="stage_2", page="4")]
    paged += [row("p6", "3", "three", page="5")]
    whole = assemble([result("r.docx", *word, words=WORDS), result("r.pdf", *paged, words=WORDS)])
    rows = {line["observation_id"]: line for line in records(whole.observations)}
    assert set(rows) == {f"w{n}" for n in range(1, 8)}, "the rows of one edition"
    assert [rows[f"w{n}"]["page"] for n in range(1, 8)] == ["1", "3", "2", "", "4", "", ""]
    assert rows["w1"]["bbox"] == "1.0 1.0 2.0 2.0" and rows["w1"]["page_file"] == "r.pdf"
    assert rows["w6"]["page_file"] == "", "two threes here and one there: nobody knows which it is"


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (["r.txt", "r.pdf", "r.docx", "r.html"], "r.html"),
        (["r.txt", "r.pdf", "r.docx"], "r.docx"),
        (["r.txt", "r.pdf"], "r.pdf"),
        (["b.txt", "a.txt"], "a.txt"),
    ],
)
def test_of_equal_editions_the_telling_format_counts(names: list[str], kept: str) -> None:
    found = editions.duplicates([result(name, observation(name), words=WORDS) for name in names])
    assert found == {name: kept for name in names if name != kept}


def test_a_form_filled_in_again_is_another_report() -> None:
    def filled(name: str, *values: int) -> object:
        return result(name, *(observation(f"{name}{n}", str(n)) for n in values), words=WORDS)

    assert not editions.duplicates(
        [filled("adults.pdf", 1, 2, 3, 4, 5, 6), filled("children.pdf", 1, 2, 3, 7, 8, 9)]
    )
    assert editions.duplicates([filled("r.pdf", 1, 2, 3, 4, 5, 6), filled("r.docx", 1, 2, 3, 4, 5)])


def test_two_different_reports_of_a_council_and_year_both_stay_with_an_issue() -> None:
    whole = assemble(
        [
            result("annual.txt", observation("a1"), words=WORDS),
            result("adults.txt", observation("a2"), words="some other words entirely"),
        ]
    )
    assert len(whole.observations) == 2
    assert [line.code for line in whole.issues] == ["same-council-same-year"] * 2
    assert "annual.txt" in whole.issues[0].message


@pytest.mark.parametrize(
    ("coverage", "words", "same"),
    [
        ({}, MOST, True),
        ({"authority_code": ""}, MOST, False),
        ({"authority_code": ""}, WORDS, False),
        ({"report_period": ""}, MOST, True),
        ({"report_period": ""}, " ".join(MOST.split()[:200]), False),
        ({}, " ".join(MOST.split()[:220]), True),
        ({"report_period": "2017/18"}, WORDS, False),
        ({"authority_code": "E09000016"}, WORDS, False),
        ({"status": "unreadable"}, WORDS, False),
        ({}, "", False),
    ],
)
def test_what_is_an_edition(coverage: dict[str, str], words: str, same: bool) -> None:
    found = editions.duplicates(
        [
            result("r.pdf", observation("p1"), observation("p2"), words=WORDS),
            result("r.txt", words=words, **coverage),
        ]
    )
    assert bool(found) is same


@pytest.mark.parametrize("council", ["", "E09000015"])
def test_the_very_same_file_is_counted_once_whether_its_council_is_known_or_not(council: str) -> None:
    one = result("a.pdf", observation("a1"), words=WORDS)
    again = replace(result("b.pdf", words=WORDS, authority_code=council), sha256=one.sha256)
    assert editions.duplicates([one, again]) == {"b.pdf": "a.pdf"}


def test_issues_are_sorted_by_report_and_page() -> None:
    lines = [
        IssueRow("b", "x", "info", None, "m"),
        IssueRow("a", "x", "info", 10, "m"),
        IssueRow("a", "x", "info", 9, "m"),
    ]
    assert [(line.source_file, line.page) for line in assemble([], lines).issues] == [
        ("a", 9),
        ("a", 10),
        ("b", None),
    ]


def test_files_that_no_run_wrote_are_not_overwritten(tmp_path: Path) -> None:
    mine = tmp_path / "report.html"
    mine.write_text("mine")
    with pytest.raises(NotWritten, match=r"holds report.html, which no run wrote there"):
        check_writable(tmp_path)
    assert content(tmp_path) == {"report.html": b"mine"}
    mine.unlink()
    (tmp_path / "notes.txt").write_text("mine too")
    check_writable(tmp_path)
    publish(dataset(observation("a1")), tmp_path, BOOK)
    check_writable(tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine too"


@pytest.mark.parametrize("given", ["", "out", "out/report.html", "**/*.html"])
def test_a_run_never_reads_an_outputs_folder(
    tmp_path: Path, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from extractor.run import inputs

    publish(dataset(observation("a1")), tmp_path / "out", BOOK)
    (tmp_path / "a.html").write_text("a report")
    formats = {".html": "html", ".csv": "csv"}
    monkeypatch.chdir(tmp_path)
    if given.startswith("out"):
        with pytest.raises(inputs.NoInput, match="it is the outputs folder of a run"):
            inputs.gather([given], formats)
    else:
        found = inputs.gather([given or "."], formats)
        assert [one.path.name for one in found.reports] == ["a.html"]
        assert [(Path(path).name, why) for path, why in found.skipped] == [("out", inputs.OUTPUTS)]
