"""From a run to questions, to answers, and to the next run: as a person types it."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from second_reading import PAGE
from test_second_reader_model import good, serving
from test_wrong_use import call

from extractor.model.observation import of_cells
from extractor.publish import read_csv

pytest.importorskip("httpx")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two reports, one of them confidential, that were read once."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXTRACTOR_CACHE", str(folder / "cache"))
        patch.chdir(folder)
        Path("reports").mkdir()
        Path("reports/open.html").write_text(PAGE.replace("{more}", ""))
        Path("reports/secret.html").write_text(PAGE.replace("Hackney", "Harrow").replace("{more}", ""))
        Path("reports/manifest.csv").write_text("file,confidential\nopen.html,\nsecret.html,yes\n")
        assert call(patch, "run", "reports", "--out", "out", "--jobs", "1") == 0
    return folder


@pytest.fixture(autouse=True)
def place(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it for each test."""
    folder = tmp_path / "here"
    shutil.copytree(made, folder)
    monkeypatch.setenv("EXTRACTOR_CACHE", str(folder / "cache"))
    monkeypatch.setenv("EXTRACTOR_READER_KEY", "sk-of-the-test")
    monkeypatch.chdir(folder)
    return folder


def questions(path: str = "q.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def test_questions_answers_and_the_next_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, "ask", "out", "--to", "q.jsonl", "--which", "all") == 0
    said = capsys.readouterr()
    assert "secret.html: the manifest says that it is confidential" in said.err
    assert "Harrow" not in Path("q.jsonl").read_text(encoding="utf-8")
    assert Path("q.md").is_file() and json.loads(Path("q.schema.json").read_text())["type"] == "object"
    rows = [row for row in read_csv(Path("out/observations.csv")) if row["source_file"] == "open.html"]
    lines = []
    for one in questions():
        numbers = {"1": {"measure": "complaints_received", "stage": "stage_1", "period": "2021/22"}}
        lines.append(json.dumps({"question": one["question"], "reader": "A. Reader", "numbers": numbers}))
    Path("a.jsonl").write_text("\n".join([*lines, '{"question": "0000"}', "{"]), encoding="utf-8")
    assert call(monkeypatch, "answer", "a.jsonl", "--out", "out") == 0
    said = capsys.readouterr()
    assert "'A. Reader' is named like a person" in said.err and f"Line {len(lines) + 2} is not" in said.err
    assert f"{len(lines)} of {len(lines) + 1} answers are wholly legal" in said.out
    before = Path("corpus/answers.csv").read_bytes()
    assert call(monkeypatch, "answer", "a.jsonl", "--out", "out") == 0
    assert Path("corpus/answers.csv").read_bytes() == before, "the same again adds nothing"
    capsys.readouterr()
    assert call(monkeypatch, "run", "reports", "--out", "out", "--jobs", "1") == 0
    assert "A. Reader agrees on measure" in capsys.readouterr().out
    assert call(monkeypatch, "run", "reports", "--out", "out", "--jobs", "1", "--json") == 0
    closing = json.loads(capsys.readouterr().out)
    assert closing["second"]["agreement"][0]["reader"] == "A. Reader"
    new = [row for row in read_csv(Path("out/observations.csv")) if row["source_file"] == "open.html"]
    assert len(new) == len(rows) and {row["second_reading"] for row in new} >= {"", "agrees"}
    agreed = next(row for row in new if row["second_reading"] == "agrees")
    record = json.loads(Path("out/run.json").read_text())
    assert record["answers"] and record["counts"]["second_reading"]["rows"]["agrees"] >= 1
    assert call(monkeypatch, "explain", agreed["observation_id"], "--out", "out") == 0
    assert "A. Reader agrees" in capsys.readouterr().out
    assert of_cells(agreed).second_reading == "agrees"


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        (("ask", "out"), "Use --to"),
        (("ask", "nowhere", "--to", "q.jsonl"), "not the outputs folder of a run"),
        (("ask", "out", "--to", "q.jsonl", "--which", "some"), "'some' is not one of doubtful"),
        (("ask", "out", "--to", "q.jsonl", "--reports", "x*"), "No report of out is called x*"),
        (("ask", "out", "--to", "no/such/q.jsonl"), "could not be written"),
        (("ask", "out", "--to", "q.md"), "would be written over"),
        (
            ("ask", "out", "--to", "q.jsonl", "--which", "disagreeing", "--reports", "secret.html"),
            "nothing to",
        ),
        (("ask", "out", "--to", "a.jsonl", "--endpoint", "http://127.0.0.1:9/v1"), "--model"),
        (("ask", "out", "--dry-run", "--price", "cheap"), "is not two prices"),
        (("answer", "none.jsonl", "--out", "out"), "cannot be read"),
        (("answer", "reports/open.html", "--out", "nowhere"), "not the outputs folder"),
    ],
)
def test_wrong_use_is_one_sentence(
    words: tuple[str, ...], clause: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, *words) == 2
    said = capsys.readouterr().err.splitlines()
    assert clause in said[-1] and said[-1].endswith(".")
    assert not Path("corpus").exists()


def test_a_budget_and_a_choice_of_reports_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    assert call(monkeypatch, "ask", "out", "--to", "q.jsonl", "--which", "all", "--most", "1") == 0
    assert len(questions()) == 1
    assert call(monkeypatch, "ask", "out", "--to", "q.jsonl", "--reports", "open.*", "--show") == 0
    assert all(one["council"] == "Hackney" and one["rules"] for one in questions())


def test_a_reading_that_is_not_kept_any_longer_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("EXTRACTOR_CACHE", str(tmp_path / "elsewhere"))
    assert call(monkeypatch, "ask", "out", "--to", "q.jsonl") == 2
    assert "open.html: its reading is not kept any longer; run `extractor run`" in capsys.readouterr().err


def test_a_run_that_hides_small_numbers_can_be_asked_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, "run", "reports", "--out", "hidden", "--suppress", "5", "--jobs", "1") == 0
    assert call(monkeypatch, "ask", "hidden", "--to", "q.jsonl") == 2
    assert "a run with --suppress keeps nothing" in capsys.readouterr().err


def test_a_model_answers_and_a_broken_pass_goes_on_where_it_stopped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert call(monkeypatch, "ask", "out", "--which", "all", "--dry-run", "--price", "1,2") == 0
    assert "tokens to send" in (said := capsys.readouterr().out) and "in the currency of --price" in said
    with serving(good) as server:
        model = ("--endpoint", server.url, "--model", "tiny", "--which", "all", "--to", "a.jsonl")
        assert call(monkeypatch, "ask", "out", *model, "--budget", "20") == 1
        assert server.asked == [] and "budget of 20 tokens" in capsys.readouterr().err
        assert call(monkeypatch, "ask", "out", *model) == 0
        asked = len(server.asked)
        assert asked == len(questions("a.jsonl")) > 1
        assert call(monkeypatch, "ask", "out", *model) == 0
        assert len(server.asked) == asked, "what the file holds is not asked again"
        assert all("Harrow" not in body["messages"][1]["content"] for body in server.asked)
    assert call(monkeypatch, "answer", "a.jsonl", "--out", "out") == 0
    with Path("corpus/answers.csv").open(newline="", encoding="utf-8") as file:
        assert {row["source_file"] for row in csv.DictReader(file)} == {"open.html"}
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"sk-of-the-test" not in left and "sk-of-the-test" not in str(capsys.readouterr())
