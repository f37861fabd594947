"""One bad task costs itself and nothing else."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from sampled import trials

from extractor.model import deadline
from extractor.run import supervise
from extractor.run.supervise import WorkersFail, forks, run_all
from extractor.run.worker import Done, Failed, Limits, Outcome

MEBIBYTE = 1 << 20
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="memory of a process is read from /proc")


def nibble() -> None:
    """Takes ever more memory, a little at a time."""
    kept = []
    while True:
        kept.append(bytearray(8 * MEBIBYTE))
        time.sleep(0.005)


def act(state: Any, task: str) -> Any:
    """Do what the task's name says; anything else is given back."""
    match task:
        case "raise":
            raise ValueError("the table has\nno rows.")
        case "segfault":
            ctypes.string_at(0)
        case "exit":
            os._exit(3)
        case "leave":
            sys.exit("left")
        case "loop":
            while True:
                pass
        case "eat":
            return len(b"x" * (2048 * MEBIBYTE))
        case "nibble":
            nibble()
        case "unpicklable":
            return lambda: 0
        case "ask and sleep":
            deadline.ask(30.0)
            time.sleep(2)
        case "ask and loop":
            deadline.ask(0.5)
            while True:
                pass
        case "big":
            return "y" * (5 * MEBIBYTE)
        case "stop in the middle":
            threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGSTOP)).start()
            time.sleep(0.2)
    return state, task


def load(given: str) -> str:
    if given == "broken":
        raise ValueError("patterns/stages.yaml has no entries")
    if given == "dies":
        os._exit(9)
    return given.upper()


def values(outcomes: list[Outcome]) -> list[Any]:
    return [outcome.value for outcome in outcomes if isinstance(outcome, Done)]


def failure(outcomes: list[Outcome]) -> Failed:
    (failed,) = (outcome for outcome in outcomes if isinstance(outcome, Failed))
    assert failed.sentence.endswith(".") and "\n" not in failed.sentence
    return failed


def test_outcomes_stand_in_the_order_of_the_tasks_and_the_state_is_prepared() -> None:
    tasks = [f"task {n}" for n in range(30)]
    heard: list[int] = []
    outcomes = run_all(
        act, tasks, prepare=load, given="rules", workers=3, on_done=lambda n, _: heard.append(n)
    )
    assert values(outcomes) == [("RULES", task) for task in tasks]
    assert sorted(heard) == list(range(30))


def test_no_tasks_start_no_worker() -> None:
    assert run_all(act, [], prepare=load, given="broken") == []


@pytest.mark.parametrize(
    ("task", "code", "words"),
    [
        ("raise", "worker-error", "ValueError: the table has no rows, test_supervise.py line"),
        ("segfault", "worker-crashed", "SIGSEGV"),
        ("exit", "worker-crashed", "exit code 3"),
        ("leave", "worker-error", "SystemExit"),
        ("loop", "too-long", "limit of 1.5 seconds"),
        ("unpicklable", "worker-error", "pickle"),
        pytest.param("eat", "too-big", "limit of 0.5 GiB", marks=linux_only),
        pytest.param("nibble", "too-big", "limit of 0.5 GiB", marks=linux_only),
    ],
)
def test_a_bad_task_is_one_failure_with_a_sentence(task: str, code: str, words: str) -> None:
    seconds = 1.5 if code == "too-long" else 300.0  # a busy machine must not come first
    limits = Limits(seconds, bytes=512 * MEBIBYTE)
    outcomes = run_all(act, ["a", task, "b", "c"], workers=2, limits=limits)
    failed = failure(outcomes)
    assert failed.code == code
    assert words.casefold() in failed.sentence.casefold()
    assert values(outcomes) == [(None, "a"), (None, "b"), (None, "c")]


def test_a_single_worker_is_replaced_too() -> None:
    outcomes = run_all(act, ["exit", "a", "segfault", "b"], workers=1)
    assert [type(outcome) for outcome in outcomes] == [Failed, Done, Failed, Done]


def test_one_bad_task_of_200_leaves_199_results() -> None:
    tasks = [str(n) for n in range(200)]
    tasks[77] = "segfault"
    outcomes = run_all(act, tasks, workers=4)
    assert len(values(outcomes)) == 199
    assert failure(outcomes) is outcomes[77]


def test_large_results_do_not_lock_the_pipes() -> None:
    outcomes = run_all(act, ["big"] * 12, workers=3)
    assert [len(value) for value in values(outcomes)] == [5 * MEBIBYTE] * 12


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no such signal here")
def test_a_worker_halted_from_outside_is_ended_at_its_limit() -> None:
    outcomes = run_all(act, ["stop in the middle", "a"], workers=1, limits=Limits(seconds=2))
    assert failure(outcomes).code == "too-long"
    assert values(outcomes) == [(None, "a")]


def test_an_answer_that_came_while_the_clock_was_looked_at_counts() -> None:
    ours, theirs = multiprocessing.Pipe()
    late = supervise._Worker(multiprocessing.current_process(), ours, deadline=0.0, ready=True, task=1)
    theirs.send("an answer")
    assert not list(supervise._over_limit(supervise.Crew(act), late))


def log_and_return(folder: str, task: int) -> bytes:
    with open(Path(folder) / "begun.txt", "a", encoding="ascii") as file:
        file.write(f"{task} {os.getpid()}\n")
    time.sleep(0.005)
    return bytes([task % 251]) * MEBIBYTE


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds workers in /proc")
def test_random_kills_with_large_results_lose_no_task_and_begin_none_twice(tmp_path: Path) -> None:
    """Workers are killed while they start, work, send and wait."""
    chance, tasks = random.Random(7), trials(80)
    ended = threading.Event()
    killed = []

    def kill_now_and_then() -> None:
        while not ended.wait(chance.uniform(0.02, 0.15)):
            log = tmp_path / "begun.txt"
            begun = log.read_text().splitlines() if log.exists() else []
            alive = [pid for pid in {line.split()[1] for line in begun} if Path(f"/proc/{pid}").exists()]
            if alive:
                killed.append(chance.choice(alive))
                os.kill(int(killed[-1]), signal.SIGKILL)

    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    try:
        outcomes = run_all(log_and_return, list(range(tasks)), given=str(tmp_path), workers=3)
    finally:
        ended.set()
        killer.join()
    assert len(outcomes) == tasks
    assert killed
    for number, outcome in enumerate(outcomes):
        assert isinstance(outcome, Failed) or outcome.value == bytes([number % 251]) * MEBIBYTE
    begun = [line.split()[0] for line in (tmp_path / "begun.txt").read_text().splitlines()]
    assert len(begun) == len(set(begun))


def test_workers_that_cannot_prepare_end_the_run_with_the_reason() -> None:
    with pytest.raises(WorkersFail, match=r"stages\.yaml has no entries"):
        run_all(act, ["a"], prepare=load, given="broken")
    with pytest.raises(WorkersFail, match="could not start"):
        run_all(act, ["a"], prepare=load, given="dies")


INTERRUPTED = """
import os, pathlib, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are born deaf to it
from extractor.run.supervise import run_all

def slow(folder, task):
    (pathlib.Path(folder) / str(os.getpid())).touch()
    time.sleep(60)

if __name__ == "__main__":
    try:
        run_all(slow, list(range(4)), given=sys.argv[1], workers=2)
    except KeyboardInterrupt:
        sys.exit(130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal to a process group")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_their_supervisor(tmp_path: Path, root: Path, how: int) -> None:
    """Ctrl-C reaches the whole group, as from a terminal; a kill reaches the supervisor alone."""
    script = tmp_path / "script.py"
    script.write_text(INTERRUPTED.replace("time.sleep(60)", "time.sleep(60 if sys.argv[2] == '2' else 1)"))
    folder = tmp_path / "workers"
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, str(script), str(folder), str(int(how))],
        env={**os.environ, "PYTHONPATH": str(root)},
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    _wait_until(lambda: len(list(folder.iterdir())) == 2)
    if how == signal.SIGINT:
        os.killpg(process.pid, how)
    else:
        process.kill()
    _, errors = process.communicate()
    assert process.returncode == (130 if how == signal.SIGINT else -9)
    assert b"Traceback" not in errors
    _wait_until(lambda: not any(_alive(int(path.name)) for path in folder.iterdir()))


def _wait_until(true: Any) -> None:
    for _ in range(3000):
        if true():
            return
        time.sleep(0.02)
    pytest.fail("waited in vain")


def _alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process_id}/stat")
    return not (state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z")


COPIED = """
import os
from extractor.run import supervise
from extractor.run.worker import Limits

loaded = "nothing"

def act(state, task):
    if task == "die":
        os._exit(5)
    return loaded, task, os.getpid() != state

if __name__ == "__main__":
    loaded = "here"
    copied = supervise.forks(Limits())
    done = supervise.run_all(act, ["a", "die", "b"], given=os.getpid(), workers=2)
    print(copied, [getattr(one, "value", None) for one in done])
"""


@linux_only
def test_a_worker_begins_with_all_that_a_small_process_of_one_thread_has_loaded(
    tmp_path: Path, root: Path
) -> None:
    script = tmp_path / "script.py"
    script.write_text(COPIED)
    environment = {**os.environ, "PYTHONPATH": str(root)}
    said = subprocess.run([sys.executable, str(script)], env=environment, capture_output=True, text=True)
    assert said.stdout == "True [('here', 'a', True), None, ('here', 'b', True)]\n", said.stderr
    assert not forks(Limits(bytes=1))
    other = threading.Event()
    thread = threading.Thread(target=other.wait)
    thread.start()
    assert not forks(Limits())
    other.set()
    thread.join()


def test_a_task_that_asks_for_time_gets_it_and_no_more() -> None:
    limits = Limits(seconds=1.4)
    assert values(run_all(act, ["ask and sleep"], limits=limits)) == [(None, "ask and sleep")]
    failed = failure(run_all(act, ["ask and loop"], limits=limits))
    assert failed == Failed("too-long", "Reading it took longer than the limit of 1.9 seconds.")
