"""Runs that are killed at random moments, or run out of room, and are then begun again.

    python -m benchmarks.faults.kills [--moments 100] [--budgets 50] [--engine local] [--seed 1] FOLDER

Each moment has an outputs folder and a cache of its own. The run is killed (SIGKILL, the first process
alone) somewhere between its start and its end; begun again, it must write the bytes of a run that nobody
disturbed, leave nothing else behind, and read no report whose result was kept. With a budget no file may
grow beyond so many bytes: the run must end by itself, and the folder be as it was or whole.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Callable[[Path], list[str]]
"""The command of a run into a folder."""
END_SECONDS = 60.0
"""How long workers may live on after their run."""


@dataclass(frozen=True)
class Whole:
    """What a run came to that nobody disturbed."""

    files: dict[str, bytes]
    keys: tuple[str, ...]
    """Of the reports whose results are kept."""
    seconds: float


def extractor(folder: str, engine: str) -> Command:
    """`extractor run` over a folder, with two workers."""
    begin = [sys.executable, "-m", "extractor", "run", folder, "--jobs", "2", "--engine", engine]
    return lambda out: [*begin, "--out", str(out)]


def files_of(out: Path) -> dict[str, bytes]:
    """All files of an outputs folder; of run.json what does not depend on the time and the cache."""
    found = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    if "run.json" in found:
        record = json.loads(found["run.json"])
        del record["timings"], record["counts"]["from_cache"]
        for line in record["inputs"]:
            del line["from_cache"]
        found["run.json"] = json.dumps(record).encode()
    return found


def environment(place: Path) -> dict[str, str]:
    return {**os.environ, "EXTRACTOR_CACHE": str(place / "cache")}


def undisturbed(command: Command, place: Path) -> Whole:
    """A run to its end."""
    began = time.monotonic()
    subprocess.run(command(place / "out"), env=environment(place), check=True, capture_output=True)
    took = time.monotonic() - began
    record = json.loads((place / "out" / "run.json").read_text(encoding="utf-8"))
    keys = tuple(line["kept"] for line in record["inputs"] if line["kept"])
    return Whole(files_of(place / "out"), keys, took)


def killed(command: Command, whole: Whole, place: Path, after: float) -> str:
    """What went wrong where a run was killed after so many seconds and begun again; '' for nothing."""
    with subprocess.Popen(
        command(place / "out"), env=environment(place), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        time.sleep(after)
        process.kill()
    if left := _still_there(place):
        return f"processes {left} outlived the run by {END_SECONDS:g} seconds"
    kept = sum((place / "cache" / key[:2] / key[2:]).exists() for key in whole.keys)
    if (place / "out" / "run.json").exists():  # it was at its end, and has nothing to read again
        kept = 0
    return resumed(command, whole, place, kept)


def resumed(command: Command, whole: Whole, place: Path, kept: int) -> str:
    """What is wrong with the run that is begun again; '' for nothing."""
    again = subprocess.run(command(place / "out"), env=environment(place), capture_output=True, text=True)
    if not (place / "out" / "run.json").exists():
        return f"it would not begin again: {again.stderr.strip()}"
    record = json.loads((place / "out" / "run.json").read_text(encoding="utf-8"))
    found = files_of(place / "out")
    if found != whole.files:
        names = {name for name in found.keys() | whole.files if found.get(name) != whole.files.get(name)}
        return f"other bytes in {', '.join(sorted(names))}"
    if record["counts"]["from_cache"] < kept:
        return f"{kept} results were kept, {record['counts']['from_cache']} used"
    return ""


def without_room(command: Command, whole: Whole, place: Path, budget: int) -> str:
    """The same where no file may grow beyond `budget` bytes: first into an empty folder, then resumed."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (budget, budget))

    said = subprocess.run(
        command(place / "out"), env=environment(place), capture_output=True, text=True, preexec_fn=limit
    )
    found = files_of(place / "out") if (place / "out").exists() else {}
    if "Traceback" in said.stderr:
        return said.stderr.strip().rsplit("\n", 1)[-1]
    if found and found != whole.files:
        return f"a folder that is neither empty nor whole: {sorted(found)}"
    return resumed(command, whole, place, 0)


def _still_there(place: Path) -> list[int]:
    """Processes with this moment's cache that have not ended in time; they are ended now."""
    mark = f"EXTRACTOR_CACHE={place / 'cache'}\0".encode()
    deadline = time.monotonic() + END_SECONDS
    while (alive := [pid for pid in _processes() if _has(pid, mark)]) and time.monotonic() < deadline:
        time.sleep(0.1)
    for pid in alive:
        os.kill(pid, 9)
    return alive


def _processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*") if int(path.name) != os.getpid()]


def _has(pid: int, mark: bytes) -> bool:
    try:
        return mark in Path(f"/proc/{pid}/environ").read_bytes() + b"\0"
    except OSError:
        return False


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults.kills", description=__doc__)
    parser.add_argument("folder", nargs="?", default="corpus")
    parser.add_argument("--moments", type=int, default=100)
    parser.add_argument("--budgets", type=int, default=50)
    parser.add_argument("--engine", default="local")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    command, chance = extractor(asked.folder, asked.engine), random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        whole = undisturbed(command, place / "whole")
        largest = max(map(len, whole.files.values()))
        moments = [chance.uniform(0, whole.seconds) for _ in range(asked.moments)]
        budgets = [int(chance.uniform(100, largest)) for _ in range(asked.budgets)]
        for name, given, trial in (("killed after", moments, killed), ("room for", budgets, without_room)):
            good = 0
            for number, one in enumerate(given):
                wrong = trial(command, whole, place / f"{trial.__name__}-{number}", one)  # type: ignore[operator]
                good += not wrong
                print(f"{name} {one:.6g}: {wrong or 'resumed'}", flush=True)
            print(f"{asked.engine}: {trial.__name__}: {good} of {len(given)} resumed to identical bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
