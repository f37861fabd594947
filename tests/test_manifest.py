"""What is known before reading, and what there is to read."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import made
import pytest
from made import PATTERNS

from extractor.identify import manifest
from extractor.identify.manifest import ManifestFault
from extractor.read.formats import EXTENSIONS
from extractor.run import pipeline
from extractor.run.inputs import NoInput, gather
from extractor.run.pipeline import Options


def write(folder: Path, *files: str) -> Path:
    for file in files:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"E09000015 {file} 5")
    return folder


def listed(folder: Path, *rows: dict[str, str], name: str = manifest.NAME) -> Path:
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, manifest.COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def names(*paths: Path | str) -> list[str]:
    return [report.source_file for report in gather([str(path) for path in paths], EXTENSIONS).reports]


def test_any_cell_but_the_file_may_be_empty(tmp_path: Path) -> None:
    path = listed(tmp_path, {"file": "a.pdf"}, {"file": "sub/b.docx", "report_period": "2018/19"})
    first, second = manifest.load(path)
    assert (first.file, first.authority_code, first.sha256) == ("a.pdf", "", "")
    assert (second.file, second.report_period) == ("sub/b.docx", "2018/19")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"file": ""}, "line 2: file ''"),
        ({"file": "../a.pdf"}, "line 2: file '../a.pdf'"),
        ({"file": "/etc/passwd"}, "file '/etc/passwd'"),
        ({"file": "a", "authority_code": "Harrow"}, "authority_code 'Harrow' is not a nine-character"),
        ({"file": "a", "report_period": "2018-2019"}, "report_period '2018-2019' is not a financial year"),
        ({"file": "a", "report_period": "2018/20"}, "report_period '2018/20'"),
        ({"file": "a", "procedure": "statutory"}, "procedure 'statutory' is not one of"),
        ({"file": "a", "sha256": "abc"}, "sha256 'abc' is not a sha-256"),
        ({"file": "a", "published": "30/11/2019"}, "published '30/11/2019' is not a date"),
        ({"file": "a", "url": "javascript:x"}, "url 'javascript:x' is not a web address"),
    ],
)
def test_a_broken_row_is_named_with_line_and_column(
    tmp_path: Path, cells: dict[str, str], words: str
) -> None:
    cells = {"title": "x"} | cells
    with pytest.raises(ManifestFault) as caught:
        manifest.load(listed(tmp_path, cells))
    assert words in str(caught.value) and str(caught.value).endswith(".")


def test_other_faults_of_a_manifest(tmp_path: Path) -> None:
    with pytest.raises(ManifestFault, match="already has a row"):
        manifest.load(listed(tmp_path, {"file": "a"}, {"file": "a"}))
    path = tmp_path / "manifest.csv"
    path.write_text("name,year\na,b\n")
    with pytest.raises(ManifestFault, match="no column 'file'"):
        manifest.load(path)
    path.write_bytes(b"file\n\xff\xfe\n")
    with pytest.raises(ManifestFault, match="not UTF-8"):
        manifest.load(path)
    path.write_text("file,title\na,b,c\n")
    with pytest.raises(ManifestFault, match="more cells"):
        manifest.load(path)
    with pytest.raises(ManifestFault, match="cannot be read"):
        manifest.load(tmp_path / "none.csv")


def test_a_spreadsheet_s_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    path = tmp_path / "manifest.csv"
    path.write_text("\ufefffile\na.txt\n\n", encoding="utf-8")
    assert [entry.file for entry in manifest.load(path)] == ["a.txt"]


# What there is to read


def test_folders_are_searched_with_everything_below(tmp_path: Path) -> None:
    write(
        tmp_path,
        "b.pdf",
        "a/c.docx",
        "a/x/d.HTML",
        "e.txt",
        ".git/f.txt",
        "a/~$c.docx",
        "README.md",
        "g.pptx",
        "h.py",
    )
    listed(tmp_path, {"file": "b.pdf"})
    found = gather([str(tmp_path)], EXTENSIONS)
    assert [report.source_file for report in found.reports] == ["b.pdf", "c.docx", "d.HTML", "e.txt"]
    assert [Path(path).name for path, _ in found.skipped] == ["README.md", "g.pptx"]
    assert found.skipped[1][1] == "'.pptx' files are not supported"


def test_source_file_takes_folders_only_where_two_share_a_name(tmp_path: Path) -> None:
    write(tmp_path, "x/r.pdf", "x/deep/r.pdf", "y/r.pdf", "y/only.pdf")
    assert names(tmp_path) == ["only.pdf", "x/deep/r.pdf", "x/r.pdf", "y/r.pdf"]
    assert names(tmp_path / "x", tmp_path / "y") == ["only.pdf", "x/deep/r.pdf", "x/r.pdf", "y/r.pdf"]
    assert names(tmp_path / "x/r.pdf", tmp_path / "y/r.pdf") == ["x/r.pdf", "y/r.pdf"]
    assert names(tmp_path / "y/r.pdf") == ["r.pdf"]


def test_no_file_is_read_twice_and_order_is_by_name(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a.txt")
    assert names(tmp_path / "b.txt", tmp_path, tmp_path / "*.txt", tmp_path / "b.txt") == ["a.txt", "b.txt"]


def test_a_manifest_names_its_files_and_only_them(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    path = listed(tmp_path, {"file": "b.txt", "authority_code": "E09000015"}, name="mine.csv")
    (report,) = gather([str(path)], EXTENSIONS).reports
    assert report.source_file == "b.txt" and report.entry and report.entry.authority_code == "E09000015"


def test_a_file_given_by_itself_still_has_its_row(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    listed(tmp_path, {"file": "a.txt", "report_period": "2018/19"}, {"file": "gone.txt"})
    (report,) = gather([str(tmp_path / "a.txt")], EXTENSIONS).reports
    assert report.entry and report.entry.report_period == "2018/19"


@pytest.mark.parametrize(
    ("files", "given", "words"),
    [
        ([], "", "No reports in"),
        (["data.csv"], "", "No reports in"),
        ([], "none.pdf", "There is no file or folder"),
        ([], "*.pdf", "Nothing matches"),
        (["notes.xyz"], "notes.xyz", "notes.xyz was skipped: '.xyz' files are not supported"),
    ],
)
def test_nothing_to_read_is_said_in_a_sentence(
    tmp_path: Path, files: list[str], given: str, words: str
) -> None:
    write(tmp_path, *files)
    with pytest.raises(NoInput) as caught:
        gather([str(tmp_path / given)], EXTENSIONS)
    assert words in str(caught.value) and str(caught.value).endswith(".")


# In a run


def test_a_missing_file_and_a_changed_one_are_told_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRACTOR_CACHE", str(tmp_path / "cache"))
    folder = write(tmp_path / "in", "a.txt", "b.txt")
    right = hashlib.sha256((folder / "a.txt").read_bytes()).hexdigest()
    listed(
        folder,
        {"file": "a.txt", "sha256": right},
        {"file": "b.txt", "sha256": "0" * 64},
        {"file": "gone.pdf", "authority_code": "E09000016", "report_period": "2017/18"},
    )
    path = folder / "manifest.csv"
    path.write_text(path.read_text().replace("retrieved", "colour"))
    out = tmp_path / "out"
    pipeline.run([str(folder)], Options(PATTERNS, out=out), made.Heard(), made.work, made.load)
    with (out / "coverage.csv").open(newline="", encoding="utf-8") as file:
        lines = {line["source_file"]: line for line in csv.DictReader(file)}
    gone = lines["gone.pdf"]
    assert (gone["status"], gone["authority_code"], gone["report_period"]) == (
        "failed",
        "E09000016",
        "2017/18",
    )
    assert gone["reason"] == "The manifest names gone.pdf, which does not exist."
    with (out / "issues.csv").open(newline="", encoding="utf-8") as file:
        told = [(line["source_file"], line["code"]) for line in csv.DictReader(file)]
    assert ("gone.pdf", "file-missing") in told
    assert ("manifest.csv", "manifest-column-unknown") in told
    assert ("b.txt", "sha256-differs") in told
    assert ("a.txt", "sha256-differs") not in told
