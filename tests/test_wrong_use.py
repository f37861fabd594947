"""A tour of every command with wrong input: one plain sentence and an exit code, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from test_cli import call, outputs
from typed import typed

from extractor.cli.app import _commands, app
from extractor.model import contract
from extractor.publish import csv_bytes

REPORT = (
    "Barset Council: annual complaints report 2018/19\n\n"
    "In 2018/19 Havering Council received 40 complaints, of which 16 were upheld.\n"
)
RIGHT: dict[str, tuple[str, ...]] = {
    "run": ("report.txt", "--out", "new", "--jobs", "1"),
    "inspect": ("report.txt",),
    "explain": ("abc123", "--out", "out"),
    "correct": ("abc123", "--right", "--because", "so", "--by", "me", "--out", "out"),
    "suggest": ("--out", "out"),
    "check": ("manifest.csv",),
    "evaluate": ("truth", "--out", "out"),
    "compare": ("Harrow", "Havering", "--out", "out"),
    "diff": ("out", "out"),
    "ask": ("out", "--to", "questions.jsonl"),
    "answer": ("answers.jsonl", "--out", "out"),
    "explore": ("out", "--port", "0"),
    "fetch": ("manifest.csv",),
    "workbook": ("out", "--to", "complaints.xlsx"),
}
"""How each command is used where all is well."""
NOT_HERE = {"compare", "ask", "answer", "explore", "workbook"}
"""They need figures, the database or the kept reading of a real run."""
WRONG = (
    *("none", "folder", "empty.csv", "letters.csv", "latin.csv", "bytes.pdf", "ruins", "old"),
    *("https://example.org/report.pdf", "", "-1", "file/below"),
)
"""What is typed in the place of each argument and each option in turn."""
COMMANDS = {command.name: command for command in typer.main.get_command(app).commands.values()}  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what is right and much that is not."""
    monkeypatch.setenv("EXTRACTOR_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("socketserver.BaseServer.serve_forever", lambda *_: None)
    row = outputs(Path("out"))
    (row / "indicators.csv").write_bytes(csv_bytes([], contract.INDICATOR_COLUMNS))
    Path("report.txt").write_text(REPORT)
    Path("manifest.csv").write_text("file\nreport.txt\n")
    for name in ("truth", "folder", "ruins", "old"):
        Path(name).mkdir()
    Path("truth", "a.csv").write_text("value,unit,period,measure\n7,count,2018/19,complaints_received\n")
    Path("empty.csv").touch()
    Path("file").touch()
    Path("letters.csv").write_text('a,b\n1,2,3\n"open')
    Path("latin.csv").write_bytes("naïve,£\n1,2\n".encode("latin-1"))
    Path("bytes.pdf").write_bytes(bytes(range(256)) * 8)
    for name in ("observations", "categories", "corrections", "review", "indicators", "run", "themes"):
        for ending in ("csv", "json", "yaml"):
            Path("ruins", f"{name}.{ending}").write_bytes(b"\xff\xfe\x00")
        Path("old", f"{name}.csv").write_text("observation_id,source_file,confidence\nabc123,a.txt,high\n")
    return tmp_path


def test_every_command_is_on_the_tour() -> None:
    assert set(RIGHT) == set(COMMANDS), "say how a new command is used where all is well"


@pytest.mark.parametrize("name", [name for name in RIGHT if name not in NOT_HERE])
def test_where_all_is_well_there_is_no_complaint(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call(monkeypatch, name, *RIGHT[name]) == 0


def _variants(name: str) -> list[tuple[str, ...]]:
    """The command with each wrong value in the place of each argument, and some for each option.

    Each option that takes a value gets three of the wrong ones, and so its neighbours get the others.
    """
    right = RIGHT[name]
    found = [(*right[:n], wrong, *right[n + 1 :]) for wrong in WRONG for n in range(len(right))]
    taking = [p for p in COMMANDS[name].params if p.param_type_name == "option" and not p.is_flag]
    options = [max(param.opts, key=len) for param in taking]
    found += [(*right, option, wrong) for n, option in enumerate(options) for wrong in WRONG[n % 4 :: 4]]
    return [*dict.fromkeys(found), (), *[(*right, option) for option in options]]


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_wrong_input_is_one_sentence(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if name == "run":  # what may be read is read by worker processes elsewhere: here it is what stops a run
        from extractor.run import outputs, pipeline

        monkeypatch.setattr(pipeline.supervise, "run_all", lambda *_, **__: [])
        nothing = pipeline.Summary({}, 0, None, {}, 0, (), 0.0, Path("new"))
        monkeypatch.setattr(outputs, "write", lambda *_: nothing)
    if name == "check":  # the examples of patterns/ are tried elsewhere, and take long
        monkeypatch.setattr("extractor.lexicon.check.check", lambda _: ["There is a fault."])
    for words in _variants(name):
        try:
            code = call(monkeypatch, name, *words)
        except BaseException as error:
            raise AssertionError(f"extractor {name} {words} ended in {error!r}") from error
        said = capsys.readouterr().err.strip()
        assert code in (0, 1, 2), words
        if code == 2:
            assert said and len(said.splitlines()) == 1, (words, said)
            assert "Error" not in said and "Errno" not in said, (words, said)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("run", "https://example.org/a.pdf"), "is a web address"),
        (("inspect", "https://example.org/a.pdf"), "is a web address"),
        (("inspect", "folder"), "is a folder: name one report in it, or use `extractor run`"),
        (("explain", "abc123", "--out", "old"), "cannot be used"),
        (("explain", "abc123", "--out", "ruins"), "cannot be used"),
        (("evaluate", "old", "--out", "out"), "holds no hand-coded rows"),
        (("run", "report.txt", "--patterns", "ruins"), "categories.yaml: this is not UTF-8 text."),
    ],
)
def test_the_sentence_says_what_to_do(
    words: tuple[str, ...],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert call(monkeypatch, *words) == 2
    assert sentence in capsys.readouterr().err


def test_another_encoding_of_the_output_loses_no_word() -> None:
    Path("report.txt").write_text(
        REPORT.replace("40 complaints", "40 complaints and £300…"), encoding="utf-8"
    )
    said = typed("inspect", "report.txt", PYTHONIOENCODING="ascii")
    assert said.returncode == 0 and said.stderr == ""
    assert "\\xa3300\\u2026" in said.stdout


def test_ctrl_c_in_the_first_moment_is_a_sentence_too() -> None:
    script = "import sys, extractor.__main__ as m\nclass Stop:\n def find_spec(self, name, *_):\n"
    script += "  if name == 'typer': raise KeyboardInterrupt\nsys.meta_path.insert(0, Stop())\nm.main()"
    root = str(Path(__file__).resolve().parent.parent)
    said = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
        check=False,
    )
    assert said.returncode == 130
    assert said.stderr == "Stopped before the end. The outputs folder has not been changed.\n"


@pytest.mark.parametrize("name", sorted(set(RIGHT) - NOT_HERE - {"correct"}))
def test_what_is_printed_may_be_json(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, name, *RIGHT[name], "--json") == 0
    assert isinstance(json.loads(capsys.readouterr().out), dict | list)


def test_completion_can_be_shown() -> None:
    _commands.cache_clear()  # where they were made, the shell was looked for
    said = typed("--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert said.returncode == 0 and "complete" in said.stdout
