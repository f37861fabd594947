"""From Python: `extractor.read` takes one report, `extractor.run` many."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from made import PATTERNS

import extractor
import extractor.read.pdf
import extractor.run.pipeline
from extractor.lexicon.rulebook import RulebookError
from extractor.model import contract
from extractor.model.types import Unreadable

REPORT = """Barnsley Council
Children's social care complaints annual report 2021/22

Stage 1
We received 46 stage 1 complaints in 2021/22. Of these, 12 were upheld.
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "barnsley.txt"
    file.write_text(REPORT, encoding="utf-8")
    return file


def test_the_names_are_functions_whatever_is_loaded_of_the_packages() -> None:
    from extractor import read, run
    from extractor.read.files import load

    assert [callable(one) for one in (read, run, extractor.read, extractor.run, load)] == [True] * 5


def test_one_report_is_read_to_typed_rows(report: Path) -> None:
    found = extractor.read(report)
    assert tuple(found.observations.columns) == contract.OBSERVATION_COLUMNS
    received = found.observations.query("measure == 'complaints_received'")
    assert received[["value", "stage", "authority_name"]].to_numpy().tolist() == [
        [46.0, "stage_1", "Barnsley"]
    ]
    assert found.observations["value"].dtype == "Float64" and found.observations["page"].isna().all()
    (coverage,) = found.coverage.to_dict("records")
    assert (coverage["status"], coverage["report_period"]) == ("ok", "2021/22")
    assert coverage["observations"] == len(found.observations)
    assert tuple(found.issues.columns) == contract.ISSUE_COLUMNS
    assert [path.name for path in report.parent.iterdir()] == [report.name], "nothing is written"


def test_what_cannot_be_read_is_said_in_one_sentence(report: Path, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"There is no file named none\.txt"):
        extractor.read(tmp_path / "none.txt")
    with pytest.raises(RulebookError):
        extractor.read(report, patterns=tmp_path)


def test_a_run_gives_its_folder_and_its_tables(report: Path, tmp_path: Path) -> None:
    done = extractor.run(report, tmp_path / "out", patterns=PATTERNS, jobs=1, fresh=True)
    assert done.folder == tmp_path / "out" and done.summary.reports == {"ok": 1}
    comparable = done.table("comparable")
    assert comparable.query("measure == 'complaints_received'")["value"].tolist() == [46.0]
    assert done.table("councils").query("procedure == 'children_statutory'")["received"].tolist() == [46]
    for name in contract.TABLES:
        if (done.folder / f"{name}.csv").is_file():
            assert len(done.table(name).columns)
    with pytest.raises(ValueError, match="The run has written no table 'figures'; there are observations"):
        done.table("figures")
    with pytest.raises(TypeError, match="colour"):
        extractor.run(report, tmp_path / "out", colour="red")


def test_a_script_without_a_guard_neither_hangs_nor_runs_twice(
    report: Path, tmp_path: Path, root: Path
) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import threading\n"
        "import extractor\n"
        "threading.Thread(target=threading.Event().wait, daemon=True).start()  # workers are spawned\n"
        f"done = extractor.run({str(report)!r}, 'out', jobs=2, fresh=True)\n"
        "print('rows:', len(done.table('observations')))\n",
        encoding="utf-8",
    )
    given = {**os.environ, "PYTHONPATH": str(root), "EXTRACTOR_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, str(script)]
    said = subprocess.run(
        command, cwd=tmp_path, env=given, capture_output=True, text=True, timeout=300, check=False
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout == "rows: 2\n"
