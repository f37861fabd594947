"""A run that is killed, or has no room, and is begun again writes what an undisturbed run writes."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from benchmarks.faults.kills import Whole, killed, undisturbed, without_room
from extractor.publish.atomic_folder import Aside, NotWritten, check_writable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")

SCRIPT = """
import sys, time
sys.path[:0] = sys.argv[3:]
import made
from extractor.publish import NotWritten
from extractor.run import pipeline

def slow(rules, task):
    time.sleep(0.2)
    return made.work(rules, task)

if __name__ == "__main__":
    options = pipeline.Options(made.PATTERNS, out=__import__("pathlib").Path(sys.argv[2]), jobs=2)
    try:
        pipeline.run([sys.argv[1]], options, made.Heard(), slow, made.load)
    except NotWritten as fault:
        sys.exit(str(fault))
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, root: Path) -> tuple[Whole, list[str]]:
    place = tmp_path_factory.mktemp("whole")
    reports = place / "in"
    reports.mkdir()
    for number in range(8):
        (reports / f"{number}.txt").write_text(f"report{number} of{number} with{number} {number * 7}")
    script = place / "script.py"
    script.write_text(SCRIPT)
    begin = [sys.executable, str(script), str(reports)]
    return undisturbed(lambda out: [*begin, str(out), str(root), str(root / "tests")], place), begin


@pytest.mark.parametrize("share", [0.4, 0.8])
def test_a_killed_run_is_resumed(
    whole: tuple[Whole, list[str]], root: Path, tmp_path: Path, share: float
) -> None:
    undisturbed_run, begin = whole
    after = undisturbed_run.seconds * (share + random.Random(share).uniform(-0.05, 0.05))
    places = [str(root), str(root / "tests")]
    assert killed(lambda out: [*begin, str(out), *places], undisturbed_run, tmp_path, after) == ""


def test_a_run_without_room_leaves_nothing_torn(
    whole: tuple[Whole, list[str]], root: Path, tmp_path: Path
) -> None:
    undisturbed_run, begin = whole
    places = [str(root), str(root / "tests")]
    assert without_room(lambda out: [*begin, str(out), *places], undisturbed_run, tmp_path, 20_000) == ""


def test_what_a_killed_run_left_aside_is_taken_away_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / ".writing-abc" / "old"
    left.mkdir(parents=True)
    (left / "run.json").write_text("{}")
    (tmp_path / "coverage.csv").write_text("a file\n")
    check_writable(tmp_path)  # killed while files changed places: this folder is a run's
    with Aside(tmp_path) as aside:
        aside.write("run.json", b"{}")
        aside.swap()
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]
    (tmp_path / "run.json").rename(tmp_path / "coverage.csv")
    with pytest.raises(NotWritten, match="which no run wrote there"):
        check_writable(tmp_path)
