"""The data dictionary is current, and the researcher's script answers its five questions."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from made import BOOK, observation
from made_dataset import whole

from extractor import publish
from extractor.model import contract
from extractor.publish import quality
from extractor.publish.dictionary import dictionary


def test_the_pages_that_follow_from_the_program_are_current(root: Path) -> None:
    made = runpy.run_path(str(root / "docs" / "make_dictionary.py"))["pages"](BOOK)
    assert set(made) == {"data-dictionary.md", "second-reader.md", "commands.md", "method.md"}
    for name, text in made.items():
        written = (root / "docs" / name).read_text(encoding="utf-8")
        assert written == text, f"{name}: run python docs/make_dictionary.py"
    errors = made["method.md"].partition("<!-- errors: end -->")[0]
    assert errors.count("\n| ") == len(quality()) + 2


def test_the_dictionary_tells_every_column_of_every_file() -> None:
    text = dictionary(BOOK)
    for table in contract.TABLES.values():
        part = text.split(f"\n## {table.name}.csv\n")[1].split("\n## ")[0]
        for name in table.columns:
            assert f"\n| {name} | " in part, (table.name, name)
    for codes in (contract.MEASURES, contract.UNITS, contract.STATUSES, contract.CODES["agreement"]):
        assert all(f"`{code}`" in text for code in codes)


@pytest.fixture(scope="module")
def questions(root: Path) -> dict[str, object]:
    return runpy.run_path(str(root / "docs" / "researcher.py"))


def test_the_researcher_s_questions_on_known_figures(tmp_path: Path, questions: dict[str, object]) -> None:
    decided = {"measure": "complaints_decided"}
    rows = [
        observation("a1", "40", evidence="40 complaints", page="3"),
        observation("a2", "50", period="2017/18"),
        observation("a3", "10", outcome="upheld", **decided),
        observation("a4", "10", outcome="partially_upheld", **decided),
        observation("a5", "20", outcome="not_upheld", **decided),
        observation(
            "a6", "73", measure="complaints_responded", unit="percent", timeliness="within_timescale"
        ),
        observation("a7", "6", theme="delay"),
    ]
    publish.publish(whole(rows), tmp_path, BOOK)
    answers = questions["answers"](tmp_path)  # type: ignore[operator]
    received, upheld, on_time, change, places = answers.values()
    assert received == {("Harrow", "2017/18"): 50, ("Harrow", "2018/19"): 40}
    assert upheld == {("Harrow", "2018/19"): 25.0}
    assert on_time == {("Harrow", "2018/19"): 73}
    assert change == {("Harrow", "2018/19"): -10}
    assert {"value": 40.0, "source_file": "a.txt", "page": 3, "evidence": "40 complaints"} in places


def test_the_researcher_s_script_says_where_there_is_no_dataset(tmp_path: Path, root: Path) -> None:
    script = [sys.executable, str(root / "docs" / "researcher.py")]
    said = subprocess.run(script, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert said.returncode == 1
    assert said.stderr == "There is no dataset in 'outputs': run `extractor run` first, or name its folder.\n"


def test_the_researcher_s_script_runs_on_the_corpus(corpus_outputs: Path, root: Path) -> None:
    script = [sys.executable, str(root / "docs" / "researcher.py"), str(corpus_outputs)]
    said = subprocess.run(script, capture_output=True, text=True, check=True).stdout
    assert said.count("?") >= 5 and said.count("('Harrow', ") >= 5


def test_the_notebook_s_cells_run_one_after_the_other(
    corpus_outputs: Path, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = json.loads((root / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))
    cells = notebook["cells"]
    assert (notebook["nbformat"], len({cell["id"] for cell in cells})) == (4, len(cells))
    (tmp_path / "outputs").symlink_to(corpus_outputs)
    (tmp_path / "corpus").symlink_to(root / "corpus")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXTRACTOR_CACHE", str(tmp_path / "cache"))
    names: dict[str, Any] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [], "what a run gave is not kept"
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    assert set(names["received"]["authority_name"]) >= {"Harrow", "Havering"}
    assert names["upheld"]["value"].between(0, 100).all() and len(names["upheld"])
    assert all(names["behind"]) and set(names["coverage"]["status"]) > {"ok"}
    assert len(names["report"].observations) > 20 and "check" in names["done"].table("checks")
    columns = {name for table in contract.TABLES.values() for name in table.columns}
    r = " ".join("".join(c["source"]) for c in cells if "```r" in "".join(c["source"]))
    named = set(re.findall(r"select\(([^)]*)\)", r)[0].split(", "))
    assert named <= columns, "the snippets in R name columns that there are"


def test_the_licence_and_the_citation_are_there(root: Path) -> None:
    assert "MIT" in (root / "LICENSE").read_text(encoding="utf-8")
    assert "cff-version" in (root / "CITATION.cff").read_text(encoding="utf-8")
