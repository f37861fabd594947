"""The corpus that ships: built as its script says, true to the published figures, plainly marked."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import io
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import docx
import pdfplumber
import pytest
from lxml import etree, html

from extractor.identify import manifest
from extractor.model import contract

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
REPORTS = tuple(sorted(path for path in CORPUS.glob("*-example.*")))
TRUTH = tuple(sorted((CORPUS / "truth").glob("*.csv")))
MARK = "re-setting of published figures"
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
WORDS = re.compile(r"[a-z0-9]+")
LONGEST_SHARED_RUN = 7
"""Words in a row that may be a council's too: the names of bodies and services are that long."""
PUBLISHED = {
    "harrow": "gold/harrow-2018-19.csv",
    "havering": "gold/havering-2017-18.csv",
    "kingston": "gold/kingston-2017-18.csv",
}
CODED_HERE = {"staffordshire": "staffordshire-2019-20.csv", "hartlepool": "hartlepool-2020-21.csv"}


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    """corpus/build.py as a module."""
    before = list(sys.path)
    spec = importlib.util.spec_from_file_location("corpus_build", CORPUS / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path[:] = before


@pytest.fixture(scope="module")
def built(script: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("corpus")
    script.build(out)
    return out


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def words_of(text: str) -> list[str]:
    return WORDS.findall(text.lower().replace("’", "").replace("'", ""))


def text_of(path: Path) -> str:
    """All the words of a report, read without the extractor's own readers."""
    if path.suffix == ".pdf":
        with pdfplumber.open(path) as document:
            return "\n".join(page.extract_text() for page in document.pages)
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as package:
            parts = [
                name for name in ("word/document.xml", "word/footnotes.xml") if name in package.namelist()
            ]
            roots = [etree.fromstring(package.read(name)) for name in parts]
        return "\n".join("".join(p.itertext()) for root in roots for p in root.iter("{*}p"))
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    return " ".join(html.fromstring(data).itertext()) if path.suffix == ".html" else text


def same_content(one: Path, other: Path) -> bool:
    """The same bytes or, from other versions of the libraries, the same words in the same order."""
    if one.read_bytes() == other.read_bytes():
        return True
    return one.suffix in (".pdf", ".docx") and words_of(text_of(one)) == words_of(text_of(other))


def test_the_committed_files_are_what_the_script_builds(built: Path) -> None:
    made = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
    here = {path.relative_to(CORPUS).as_posix() for path in (*REPORTS, *TRUTH, CORPUS / "manifest.csv")}
    assert made == here
    different = [
        name for name in sorted(made - {"manifest.csv"}) if not same_content(built / name, CORPUS / name)
    ]
    assert not different

    def known(folder: Path) -> list[dict[str, str]]:
        return [{**row, "sha256": ""} for row in rows_of(folder / "manifest.csv")]

    assert known(built) == known(CORPUS)


def test_two_builds_write_the_same_bytes(script: ModuleType, built: Path, tmp_path: Path) -> None:
    script.build(tmp_path)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (built / path.relative_to(tmp_path)).read_bytes(), path.name


def test_nothing_in_a_word_file_tells_when_it_was_built() -> None:
    for path in (path for path in REPORTS if path.suffix == ".docx"):
        with zipfile.ZipFile(path) as package:
            assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = docx.Document(str(path)).core_properties
        assert properties.created == properties.modified


def test_the_manifest_names_every_report_with_its_hash() -> None:
    entries = manifest.load(CORPUS / "manifest.csv")
    assert [entry.file for entry in entries] == [path.name for path in REPORTS]
    assert not manifest.unknown_columns(CORPUS / "manifest.csv")
    for entry in entries:
        assert entry.sha256 == hashlib.sha256((CORPUS / entry.file).read_bytes()).hexdigest(), entry.file
        assert entry.authority_code and entry.report_period and entry.title
        assert "Open Government Licence" in entry.licence
        assert not entry.url and not entry.retrieved


def test_there_are_enough_reports_of_every_format_and_they_are_small() -> None:
    formats = Counter(path.suffix for path in REPORTS)
    text = formats[".txt"] + formats[".md"]
    assert sum(formats.values()) >= 10
    assert min(formats[".pdf"], formats[".docx"], formats[".html"], text) >= 2
    assert sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()) < 2_000_000


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_a_report_says_on_its_first_page_that_it_is_a_re_setting(path: Path) -> None:
    if path.suffix == ".pdf":
        with pdfplumber.open(path) as document:
            first = document.pages[0].extract_text()
    else:
        first = text_of(path)[:1200]
    said = " ".join(first.split())
    assert MARK in said
    assert "not the council's own report" in said


@pytest.mark.parametrize("path", TRUTH, ids=lambda path: path.stem)
def test_truth_keeps_to_the_contract(path: Path) -> None:
    allowed = {
        **contract.FIXED_CODES,
        "outcome": ("", *contract.OUTCOMES),
        "timeliness": ("", *contract.CODES["timeliness"]),
        "complainant": ("", *contract.CODES["complainant"]),
        "channel": ("", *contract.CODES["channel"]),
        "sex": ("", *contract.CODES["sex"]),
        "unit_of_count": ("", *contract.CODES["unit_of_count"]),
    }
    rows = rows_of(path)
    assert rows
    for row in rows:
        for column, codes in allowed.items():
            assert row[column] in codes, (row["evidence"], column)
        assert bool(row["value"]) != (row["value_status"] in contract.WITHOUT_VALUE), row["evidence"]
        assert re.fullmatch(r"\d{4}/\d\d|\d{4}-03-31", row["period"]), row["evidence"]
    assert len({row["evidence"] for row in rows}) == len(rows), "two rows in one place"


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_a_report_prints_every_number_and_label_of_its_truth(path: Path, script: ModuleType) -> None:
    text = text_of(path)
    rows = rows_of(CORPUS / "truth" / f"{path.stem}.csv")
    digits = Counter(number.replace(",", "") for number in NUMBER.findall(text))
    words = Counter(words_of(text))
    have = set(words)
    wanted = Counter(row["value"].lstrip("-") for row in rows if row["value"])
    for value, times in wanted.items():
        in_words = (
            {"no", "zero"} if value == "0" else {script.in_words(int(value))} if int(value) < 20 else ()
        )
        printed = digits[value] + sum(words[word] for word in in_words)
        if value == "0":
            printed += len(re.findall(r"(?m)(?:^|\s)-(?=\s|$)", text))
        assert printed >= times, value
    labels = {row[name].split(" > ")[-1] for row in rows for name in row if name.endswith("_raw")}
    for label in labels - {""}:
        assert set(words_of(label)) <= have, label


SAME = (
    "procedure",
    "stage",
    "measure",
    "unit",
    "unit_of_count",
    "value_status",
    "outcome",
    "timeliness",
    "complainant",
    "channel",
    "sex",
)


@pytest.mark.parametrize("council", [*PUBLISHED, *CODED_HERE])
def test_no_figure_is_invented(
    council: str, script: ModuleType, root: Path, request: pytest.FixtureRequest
) -> None:
    """Each is a number that the council's report prints, for that year and coded so."""
    if council in CODED_HERE:
        published = root / "tests" / "truth" / CODED_HERE[council]
    else:
        published = request.getfixturevalue("shared") / PUBLISHED[council]
    known = {
        (
            row["period"],
            row["value"],
            row["service_area_raw"],
            row["theme_raw"],
            *(row[name] for name in SAME),
        )
        for row in rows_of(published)
    }
    figures = script.Figures(CORPUS / "figures" / f"{council}.csv")
    for series, year in sorted(figures.cells()):
        figure = figures.get(series, year)
        codes = {**figure.codes, "value_status": figure.status}
        key = (figure.period, figure.value, codes["service_area_raw"], codes["theme_raw"])
        assert (*key, *(codes[name] for name in SAME)) in known, (series, year)


def test_every_figure_is_printed_somewhere(script: ModuleType) -> None:
    drawn: dict[str, Any] = {}
    for path in sorted((CORPUS / "contents").glob("*.yaml")):
        given = script.content.load(path)
        council = script.figures_of(given["council"])
        figures = drawn.setdefault(council, script.Figures(CORPUS / "figures" / f"{council}.csv"))
        script.content.write(path.stem, given, script.Ledger(figures, given["year"]))
    assert set(drawn) == {path.stem for path in (CORPUS / "figures").glob("*.csv")}
    for council, figures in drawn.items():
        assert not figures.cells() - figures.used, council


def test_editions_of_one_report_say_the_same() -> None:
    by_stem: dict[str, list[Path]] = {}
    for path in REPORTS:
        by_stem.setdefault(path.stem, []).append(path)
    pairs = [paths for paths in by_stem.values() if len(paths) > 1]
    assert len(pairs) == 2
    for paths in pairs:
        one, other = (set(words_of(text_of(path))) for path in paths)
        assert len(one & other) > 0.95 * min(len(one), len(other)), paths[0].stem
        assert len({hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}) == 2


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = words_of(text)
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def test_the_words_are_not_a_councils(shared: Path) -> None:
    theirs: set[tuple[str, ...]] = set()
    for path in (shared / "reports").glob("*.txt"):
        if path.name != "README.md":
            theirs |= runs(path.read_text(encoding="utf-8"), LONGEST_SHARED_RUN + 1)
    for path in (CORPUS / "contents").glob("*.yaml"):
        said = re.sub(r"\{[^{}]*\}", " # ", path.read_text(encoding="utf-8"))
        for sentence in (line for line in io.StringIO(said) if not line.lstrip(" -").startswith("[")):
            shared_runs = runs(sentence, LONGEST_SHARED_RUN + 1) & theirs
            assert not shared_runs, (path.name, sorted(shared_runs)[0])
