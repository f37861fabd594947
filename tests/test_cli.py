"""What a person types and what comes back: words, exit codes, quickness."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import tomllib
from functools import partial
from pathlib import Path

import made
import pytest
from typed import typed

from extractor.cli import app, suggestions
from extractor.cli import text as show
from extractor.evaluate import Rates
from extractor.lexicon import rulebook
from extractor.model import contract
from extractor.model.records import CategoryRow
from extractor.model.types import Anchor, Cell, Claim, Context, Ignored, Issue, Label, Place, Reading, Table
from extractor.publish import csv_bytes
from extractor.run import pipeline
from extractor.understand.inspection import seen

COMMANDS = ("run", "inspect", "explain", "suggest", "check", "evaluate")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs with a stand-in for the stages."""
    monkeypatch.setattr(pipeline, "run", partial(pipeline.run, work=made.work, load=made.load))


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text("E09000015 alpha beta gamma 40 16 7")
    (folder / "other.txt").write_text("E09000016 delta epsilon 12")
    return folder


def call(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    """The exit code of a command, run in this process."""
    monkeypatch.setattr(sys, "argv", ["extractor", *map(str, words)])
    handler = signal.getsignal(signal.SIGTERM)
    try:
        with pytest.raises(SystemExit) as left:
            app.main()
    finally:
        signal.signal(signal.SIGTERM, handler)
    assert isinstance(left.value.code, int)
    return left.value.code


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_has_an_example(command: tuple[str, ...]) -> None:
    said = typed(*command, "--help")
    assert said.returncode == 0
    text = " ".join(said.stdout.split())
    assert f"Example: extractor {command[0] if command else 'run'} " in text
    assert "[[" not in text and "..." not in text.replace("]...", ""), "no cut sentence, no double bracket"
    root = Path(__file__).resolve().parent.parent
    named = [word for word in text.split() if word.startswith(("corpus/", "tests/")) and word.isascii()]
    made = ("corrections.csv", "answers.csv")
    assert all(
        (root / word).exists() for word in (w.rstrip(".,;]") for w in named) if not word.endswith(made)
    )


def test_the_version_is_that_of_the_package() -> None:
    root = Path(__file__).resolve().parent.parent
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    said = typed("--version")
    assert said.returncode == 0 and said.stdout == f"extractor {project['version']}\n"


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys, extractor.cli; "
        "print(*sorted({name.split('.')[0] for name in sys.modules} & "
        "{'pandas','numpy','pyarrow','pydantic','lxml','docx','pypdfium2','pdfplumber','rapidfuzz','yaml'}))"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == ""


@pytest.mark.usefixtures("_stand_in")
def test_a_run_says_what_came_of_it(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    (reports / "notes.mp4").write_text("")
    assert call(monkeypatch, "run", reports, "--out", out, "--jobs", 2) == 0
    said, progress = capsys.readouterr()
    assert [line.split()[-1] for line in said.splitlines()[:3]] == ["2", "1", "4"]
    assert (
        "reports ok" in said and "seconds" in said and f"written to {out}: open {out / 'report.html'}" in said
    )
    assert "2 reports" in progress and "[2/2]" in progress and "notes.mp4: skipped" in progress
    record = json.loads((out / "run.json").read_text())
    assert record["counts"]["observations"] == 4
    assert record["inputs"][0]["source_file"] == "good.txt" and len(record["inputs"][0]["sha256"]) == 64
    assert set(record["timings"]) == {"looking_up", "reading", "assembling", "reconciling"}


@pytest.mark.usefixtures("_stand_in")
@pytest.mark.parametrize(
    ("mischief", "options", "code"),
    [
        ("crash", (), 1),
        ("forever", ("--time-limit", "5"), 1),
        ("encrypted", (), 0),
        ("encrypted", ("--strict",), 1),
        ("illegal 5", (), 0),
        ("illegal 5", ("--strict",), 1),
        ("plain 5", ("--strict",), 0),
    ],
)
def test_exit_codes_of_a_run(
    reports: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mischief: str,
    options: tuple[str, ...],
    code: int,
) -> None:
    (reports / "third.txt").write_text(f"E09000017 {mischief}")
    out = tmp_path / "out"
    assert call(monkeypatch, "run", reports, "--out", out, *options) == code
    with (out / "coverage.csv").open(newline="", encoding="utf-8") as file:
        lines = {line["source_file"]: line for line in csv.DictReader(file)}
    assert (lines["good.txt"]["status"], lines["good.txt"]["observations"]) == ("ok", "3")
    if lines["third.txt"]["status"] == "failed":
        assert lines["third.txt"]["reason"].endswith(".")


@pytest.mark.usefixtures("_stand_in")
def test_rows_under_the_confidence_go_to_review(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert call(monkeypatch, "run", reports, "--out", out, "--min-confidence", 0.2) == 0
    assert len((out / "observations.csv").read_text().splitlines()) == 1 + 1
    assert len((out / "review.csv").read_text().splitlines()) == 1 + 3


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("run", "none.pdf"), "There is no file or folder 'none.pdf'."),
        (("run", "--jobs", "x"), "--jobs"),
        (("run", "--nonsense"), "No such option"),
        (("nonsense",), "No such command 'nonsense'."),
        (("inspect", "none.pdf"), "There is no file 'none.pdf'."),
        (("explain", "abc"), "There is no observations.csv in 'outputs'"),
        (("suggest", "--out", "x"), "There is no categories.csv in 'x'"),
        (("evaluate", "x"), "There is no folder 'x'."),
        (("check", "x.csv"), "There is no manifest 'x.csv'."),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(
    tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    said = typed(*words, cwd=tmp_path)
    assert said.returncode == 2
    assert sentence in said.stderr
    assert len(said.stderr.strip().splitlines()) == 1
    assert said.stdout == ""


RUN_FOREVER = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are born deaf to it
from functools import partial
sys.path[:0] = sys.argv[1:3]
import made
from extractor.cli import app
from extractor.run import pipeline
if __name__ == "__main__":
    pipeline.run = partial(pipeline.run, work=made.work, load=made.load)
    sys.argv = ["extractor", "run", sys.argv[3], "--out", sys.argv[4]]
    app.main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_leaves_the_old_outputs_and_exits_with_130(
    reports: Path, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch, how: signal.Signals
) -> None:
    (reports / "third.txt").write_text("E09000017 forever")
    script = tmp_path / "script.py"
    script.write_text(RUN_FOREVER)
    out = tmp_path / "out"
    out.mkdir()
    for name in ("observations.csv", "run.json"):
        (out / name).write_text("as it was")
    line = [sys.executable, str(script), str(root), str(root / "tests"), str(reports), str(out)]
    process = subprocess.Popen(
        line, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stderr
    heard = [process.stderr.readline() for _ in range(3)]
    assert "[2/3]" in heard[2], "two of three are read, the third never ends"
    os.killpg(process.pid, how)
    said, complaints = process.communicate()
    assert process.returncode == 130
    assert complaints == "Stopped before the end. The outputs folder has not been changed.\n"
    assert said == ""
    assert {path.name: path.read_text() for path in out.iterdir()} == {
        "observations.csv": "as it was",
        "run.json": "as it was",
    }


# The other commands


def outputs(folder: Path) -> Path:
    folder.mkdir()
    row = made.observation(
        "abc123", "7", theme="delay", theme_label="Themes > Delays", page="4", evidence="7 delays"
    )
    other = made.observation("abd456", "8", sex="female", sex_label="=Girls")
    receipt = dict.fromkeys(contract.CATEGORY_COLUMNS, "")
    delay = receipt | {
        "dimension": "theme",
        "label": "Delays",
        "code": "delay",
        "method": "fuzzy",
        "score": "93",
    }
    delay |= {
        "runner_up": "quality",
        "runner_up_score": "61",
        "occurrences": "2",
        "source_files": "a.txt;b.txt",
    }
    lost = receipt | {"dimension": "theme", "code": "unmapped", "method": "none", "score": "0"}
    once = lost | {"label": 'Odd "one"', "occurrences": "1", "source_files": "a.txt"}
    often = lost | {"label": "Often", "occurrences": "12", "source_files": "a.txt"}
    often |= {"runner_up": "delay", "runner_up_score": "58"}
    (folder / "observations.csv").write_bytes(csv_bytes([row, other], contract.OBSERVATION_COLUMNS))
    (folder / "categories.csv").write_bytes(csv_bytes([delay, once, often], contract.CATEGORY_COLUMNS))
    return folder


def test_explain_goes_back_to_the_printed_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = outputs(tmp_path / "out")
    assert call(monkeypatch, "explain", "abc", "--out", out) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "theme: 'Themes > Delays' -> delay" in said
    assert "'Delays' gave delay: close to a name listed in patterns/ (score 93)" in said
    assert "the runner-up was quality (score 61)" in said
    assert "evidence 7 delays" in said and "page 4" in said
    assert call(monkeypatch, "explain", "abd456", "--out", out) == 0
    assert "sex: '=Girls' -> female" in capsys.readouterr().out
    assert call(monkeypatch, "explain", "ab", "--out", out) == 2
    assert "2 observations" in capsys.readouterr().err
    assert call(monkeypatch, "explain", "zz", "--out", out) == 2


def test_explain_takes_several_rows_in_any_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = outputs(tmp_path / "out")
    assert call(monkeypatch, "explain", "ABD456; abc", "--out", out) == 0
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if line.startswith("observation")] == [
        "observation abd456",
        "observation abc123",
    ]
    assert call(monkeypatch, "explain", "abc;abd", "--out", out, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["observation"]["observation_id"] for one in told] == ["abc123", "abd456"]
    assert told[0]["labels"][0]["matched"][0]["runner_up"] == "quality"


def test_suggest_gives_the_most_frequent_first_and_lines_that_are_yaml_in_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: Path
) -> None:
    assert call(monkeypatch, "suggest", "--out", outputs(tmp_path / "out")) == 0
    said = capsys.readouterr().out
    lines = [line for line in said.splitlines() if line.startswith("  - ")]
    assert lines == ['  - "Often"', '  - "Odd \\"one\\""']
    assert "12 times: a.txt" in said and "once: a.txt" in said and "Delays" not in said
    patterns = tmp_path / "patterns"
    shutil.copytree(root / "patterns", patterns)
    head, aliases, rest = (patterns / "themes.yaml").read_text(encoding="utf-8").partition("  aliases:\n")
    text = head + aliases + "".join(f"{line}\n" for line in lines) + rest
    (patterns / "themes.yaml").write_text(text, encoding="utf-8")
    assert rulebook.load(patterns).entries("themes")[0].aliases[:2] == ("Often", 'Odd "one"')


@pytest.mark.parametrize(
    ("dimension", "label", "runner_up", "listed", "entry"),
    [
        ("theme", "Total since April 2012", "", False, ""),  # a figure's words
        ("theme", "Wolverhampton", "staff_conduct", False, ""),  # a council
        ("theme", "This service", "quality", False, ""),  # nothing is named
        ("service_area", "referred back to us", "", False, ""),  # words of a sentence
        ("service_area", "Housing Benefits Public > & tax", "revenues_benefits", False, ""),  # a torn cell
        ("service_area", "Keighley and Shipley", "locality_team", True, ""),  # the guess knows neither name
        ("service_area", "Foster carers recruited", "fostering", True, ""),  # nor all of these
        ("service_area", "Leaving care and asylum", "leaving_care", True, "leaving_care"),
    ],
)
def test_suggest_leaves_debris_out_and_names_an_entry_only_where_it_is_sure(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    root: Path,
    dimension: str,
    label: str,
    runner_up: str,
    listed: bool,
    entry: str,
) -> None:
    row = CategoryRow(dimension, label, "unmapped", "none", 0, runner_up, 88)
    found = suggestions.labels([row], rulebook.load(root / "patterns"))
    assert [(one.label, one.entry) for one in found] == ([(label, entry)] if listed else [])


def test_suggest_says_so_when_nothing_is_missing() -> None:
    assert list(suggestions.of_labels([])) == ["Every label has a code."]


def test_suggestions_and_answers_as_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out, file = outputs(tmp_path / "out"), tmp_path / "labels.csv"
    assert call(monkeypatch, "suggest", "--out", out, "--csv", file, "--json") == 0
    said, remark = capsys.readouterr()
    assert [one["label"] for one in json.loads(said)["labels"]] == ["Often", 'Odd "one"']
    assert remark == f"2 labels are written to {file}.\n"
    with file.open(newline="", encoding="utf-8") as lines:
        assert [row["occurrences"] for row in csv.DictReader(lines)] == ["12", "1"]


def test_evaluate_prints_both_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = tmp_path / "truth"
    truth.mkdir()
    (truth / "a.csv").write_text(
        "period,procedure,stage,measure,unit,value,also,evidence\n"
        "2018/19,children_statutory,stage_1,complaints_received,count,8,,eight\n"
        "2018/19,children_statutory,stage_1,complaints_decided,count,9,,nine\n"
    )
    out = outputs(tmp_path / "out")
    assert call(monkeypatch, "evaluate", truth, "--out", out, "--misses", 3) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["a", "2", "2", "0.500", "0.500", "0.500", "0.000", "0.000", "0.000"]
    measures = {line.split()[0]: line.split()[1:3] for line in lines[4:7]}
    assert measures == {
        "measure": ["truth", "out"],
        "complaints_decided": ["1", "0"],
        "complaints_received": ["1", "2"],
    }
    assert any("missed" in line and "complaints_decided 9 count | nine" in line for line in lines)
    assert any("wrong" in line and "sex female" in line for line in lines)
    assert any("extra" in line and "| 7 delays" in line for line in lines)
    assert call(monkeypatch, "evaluate", truth, "--out", out, "--json") == 0
    assert json.loads(capsys.readouterr().out)["total"]["found"]["recall"] == 0.5
    (truth / "a.csv").rename(truth / "b.csv")
    assert call(monkeypatch, "evaluate", truth, "--out", out) == 2, "no file is of a report of the run"
    assert "has the name of a report" in capsys.readouterr().err


def test_rates_over_nothing_are_nought() -> None:
    assert (Rates().precision, Rates().recall, Rates().f1) == (0, 0, 0)


def test_inspection_shows_grids_claims_and_what_was_left() -> None:
    cells = tuple(
        Cell(text, n // 2, n % 2) for n, text in enumerate(["Stage", "2018/19", "Stage 1", "40\n41"])
    )
    table = Table(cells, 2, 2, anchor=Anchor(page=3, table=1))
    claim = Claim(
        raw="40",
        value=40.0,
        value_status="exact",
        unit="count",
        labels=(Label("stage", "Stage 1", "stage_1", "row"), Label("theme", "x", "y", "row", "fuzzy", 91)),
        kind="table",
        published_label="Stage 1 > 2018/19",
        evidence="Stage 1 40",
        anchor=Anchor(page=3, table=1, row=2, column=2),
    )
    reading = Reading(
        (claim,), (Ignored("2018/19", "a year", Anchor(page=3)),), (Issue("x-y", "info", "Look."),)
    )
    place = seen(Place(table, "table", "it has stages", Context(("Part 1",), "Table 1"), 0), reading)
    from extractor.understand.inspection import Inspection

    whole = Inspection("a.pdf", (("authority", "Harrow"),), (place,), ("warning z: Mind.",))
    said = "\n".join(show.inspection(whole, None))
    for words in (
        "page 3, table 1: table (it has stages)",
        "under  Part 1 > Table 1",
        "  | Stage 1  40 / 41",
        "claim  40 -> 40 count [stage: stage_1 ('Stage 1', row), theme: y ('x', row, fuzzy 91)] at page 3",
        "left   2018/19: a year (page 3)",
        "issue  info x-y: Look.",
        "warning z: Mind.",
    ):
        assert words in said
    assert "Nothing was read on page 9." in "\n".join(show.inspection(whole, 9))


def test_the_bar_names_reports_that_fail(capsys: pytest.CaptureFixture[str]) -> None:
    from extractor.run.progress import Bar

    with Bar() as bar:
        bar.begin(3, 0)
        bar.reading("[a].txt")
        bar.reading("b.txt")
        assert bar.bar.tasks[0].description == "reading \\[a].txt and 1 more"
        bar.read("[a].txt", "failed", "It is [broken].")
        assert bar.bar.tasks[0].description == "reading b.txt"
        bar.read("b.txt", "ok", "")
        bar.read("c.txt", "partial", "A chart was not read.")
    said = capsys.readouterr().err
    assert "[a].txt: failed (It is [broken].)" in said
    assert "c.txt: partial (A chart was not read.)" in said and "b.txt: ok" not in said


# The whole tool on real reports


def real_run(out: Path, reports: list[Path], jobs: int, seed: int) -> dict[str, bytes]:
    root = str(Path(__file__).resolve().parent.parent)
    env = {**os.environ, "PYTHONPATH": root, "PYTHONHASHSEED": str(seed)}
    options = ("--fresh", "--out", str(out), "--jobs", str(jobs))
    line = [sys.executable, "-m", "extractor", "run", *map(str, reports), *options]
    said = subprocess.run(line, capture_output=True, text=True, env=env, check=False)
    assert said.returncode == 0, said.stderr
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != "run.json"
    }


def test_real_reports_give_the_same_bytes_whatever_the_workers_and_their_seeds(
    shared: Path, tmp_path: Path
) -> None:
    """Sets in Python come in another order in every process: nothing published may hang on it."""
    reports = sorted((shared / "reports").glob("*.txt"), key=lambda path: path.stat().st_size)
    reports = reports if os.environ.get("WHOLE") else reports[:3]
    one = real_run(tmp_path / "one", reports, jobs=1, seed=1)
    other = real_run(tmp_path / "other", list(reversed(reports)), jobs=3, seed=2)
    assert len(one["observations.csv"].splitlines()) > 50 * len(reports)
    assert one == other
    assert b"row-not-legal" not in one["issues.csv"]
    for name, column, codes in (
        ("categories.csv", "method", contract.CODES["method"]),
        ("coverage.csv", "status", contract.STATUSES),
        ("issues.csv", "severity", contract.SEVERITIES),
    ):
        lines = csv.DictReader(one[name].decode().splitlines())
        assert {line[column] for line in lines} <= set(codes)


def test_editions_of_one_report_are_counted_once(shared: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    names = ("harrow-2018-19", "kingston-2017-18")
    reports = [shared / "reports" / f"{name}{ending}" for name in names for ending in (".docx", ".txt")]
    assert typed("run", *reports, "--out", out, "--jobs", 2).returncode == 0
    with (out / "coverage.csv").open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    statuses = {line["source_file"]: line["status"] for line in lines}
    assert sorted(statuses.values()) == ["duplicate_edition"] * len(names) + sorted(
        status for status in statuses.values() if status in {"ok", "partial"}
    )
    for line in lines:
        if line["status"] == "duplicate_edition":
            counted = line["reason"].removesuffix(".").split(": ")[1]
            assert Path(counted).stem == Path(line["source_file"]).stem
            assert statuses[counted] in {"ok", "partial"}


def test_inspect_shows_what_was_seen_in_a_real_report(shared: Path) -> None:
    said = typed("inspect", shared / "reports" / "kingston-2017-18.txt")
    assert said.returncode == 0, said.stderr
    assert "E09000021" in said.stdout and "2017/18" in said.stdout
    claims = [line for line in said.stdout.splitlines() if line.startswith("  claim  ")]
    assert len(claims) > 20
    assert any("stage: stage_1" in line for line in claims)
