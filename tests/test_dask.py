"""A Dask cluster reads as this machine does: the same bytes, and a bad report costs itself alone."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import made
import pytest
from made import PATTERNS, Heard

from extractor.lexicon import store
from extractor.lexicon.files import files_of, hash_of
from extractor.model.result import ReportResult
from extractor.run import cache, on_dask, pipeline
from extractor.run.options import Options, Summary
from extractor.run.supervise import WorkersFail
from extractor.run.task import Order, Task
from extractor.run.worker import Limits


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("EXTRACTOR_CACHE", str(tmp_path / "cache"))
    yield
    while on_dask._IDLE:
        on_dask._IDLE.pop()[1].dismiss()
    on_dask._fit.cache_clear()


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(9):
        (folder / f"{number}.txt").write_text(f"report{number} of{number} with{number} {number * 7}")
    return folder


def deadly(rules: str, task: Task) -> ReportResult:
    """As the made work, but one report takes the cluster's own worker with it."""
    if "kill" in Path(task.path).read_text(encoding="utf-8"):
        os.kill(os.getppid(), signal.SIGKILL)
    return made.work(rules, task)


def run(folder: Path, out: Path, work: Any = made.work, **options: Any) -> Summary:
    asked = Options(PATTERNS, out=out, jobs=2, **options)
    return pipeline.run([str(folder)], asked, Heard(), work, made.load)


def written(out: Path) -> dict[str, bytes]:
    """Every file but run.json, which tells the time."""
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*.*") if p.name != "run.json"}


@pytest.fixture
def dask() -> None:
    pytest.importorskip("distributed", reason="Dask is not installed: pip install dask distributed")


@pytest.mark.usefixtures("dask")
def test_the_bytes_are_those_of_this_machine(reports: Path, tmp_path: Path) -> None:
    (reports / "5.txt").write_text("this one will crash 12")
    (reports / "6.txt").write_text("this one is encrypted")
    here = run(reports, tmp_path / "here")
    log = tmp_path / "log.txt"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("READ_LOG", str(log))
        patch.setenv("EXTRACTOR_CACHE", str(tmp_path / "another"))
        there = run(reports, tmp_path / "there", engine="dask")
        assert sorted(log.read_text().split()) == [f"{n}.txt" for n in range(9)]
        again = run(reports, tmp_path / "there", engine="dask")
        assert again.from_cache == 8 and log.read_text().split()[9:] == ["5.txt"]
    assert there.reports == here.reports == {"ok": 7, "failed": 1, "unreadable": 1}
    assert written(tmp_path / "there") == written(tmp_path / "here")


@pytest.mark.usefixtures("dask")
@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_a_report_that_kills_the_workers_of_the_cluster_costs_itself_alone(
    reports: Path, tmp_path: Path
) -> None:
    (reports / "3.txt").write_text("kill")
    summary = run(reports, tmp_path / "out", deadly, engine="dask")
    assert summary.reports == {"ok": 8, "failed": 1}
    coverage = (tmp_path / "out" / "coverage.csv").read_text()
    assert "The workers of the cluster that read it were lost." in coverage


@pytest.mark.usefixtures("dask")
def test_a_cluster_that_is_there_is_used_and_stays(root: Path, tmp_path: Path) -> None:
    import dask
    import distributed

    folder = root / "corpus"
    some = [folder / name for name in ("harrow-2016-17-example.txt", "kingston-2017-18-example.html")]
    asked = partial(Options, root / "patterns", jobs=1)
    pipeline.run([*map(str, some)], asked(out=tmp_path / "here"), Heard())
    with (
        dask.config.set({"distributed.worker.daemon": False}),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
    ):
        there = asked(out=tmp_path / "there", engine="dask", scheduler=cluster.scheduler_address, fresh=True)
        pipeline.run([*map(str, some)], there, Heard())
        assert len(cluster.scheduler_info["workers"]) == 2
    assert written(tmp_path / "there") == written(tmp_path / "here")


@pytest.mark.usefixtures("dask")
def test_a_cluster_that_is_not_there_is_told_in_a_sentence(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_dask, "CONNECT", "1s")
    with pytest.raises(WorkersFail, match=r"^The Dask cluster tcp://127\.0\.0\.1:9 could not be used: .*\.$"):
        run(reports, tmp_path / "out", engine="dask", scheduler="tcp://127.0.0.1:9")
    assert not (tmp_path / "out").exists()


def test_without_dask_a_sentence_says_what_to_install(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(WorkersFail, match=r"council-complaints-extractor\[dask\]"):
        run(reports, tmp_path / "out", engine="dask")


def parcel() -> on_dask.Parcel:
    rules = hash_of(files_of(PATTERNS))
    order = Order(made.work, made.load, str(PATTERNS), Limits())
    assert store.write("ab" * 32, b"here")
    return on_dask.Parcel(order, rules, cache.basis(rules), "ab" * 32)


def task(path: Path) -> Task:
    sha256 = "cd" * 32
    return Task(str(path), path.name, sha256, None, key=cache.key("b", sha256, path.name, ""))


def test_a_batch_gives_receipts_and_is_read_once(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = reports.parent / "log.txt"
    monkeypatch.setenv("READ_LOG", str(log))
    tasks = [task(reports / f"{n}.txt") for n in range(3)]
    bad = task(reports / "bad.txt")
    Path(bad.path).write_text("crash")
    kept, given = parcel(), on_dask.Receipt()
    assert on_dask.read_batch(kept, tasks) == [given, given, given]
    first, lost = on_dask.read_batch(kept, [tasks[0], bad])
    assert first == given and lost.result is not None and lost.result.coverage.status == "failed"
    assert log.read_text().split() == ["0.txt", "1.txt", "2.txt", "bad.txt"]
    assert [cache.load(one.key) is not None for one in (*tasks, bad)] == [True, True, True, False]


def test_a_worker_that_does_not_fit_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_dask, "SEEN_SECONDS", 0)
    fits = parcel()
    with pytest.raises(WorkersFail, match="EXTRACTOR_CACHE"):
        on_dask.read_batch(replace(fits, token="ef" * 32), [])
    with pytest.raises(WorkersFail, match="another version of this program"):
        on_dask.read_batch(replace(fits, basis="another"), [])
    monkeypatch.setattr(on_dask, "may_have_children", lambda: False)
    with pytest.raises(WorkersFail, match="DASK_DISTRIBUTED__WORKER__DAEMON=False"):
        on_dask.read_batch(fits, [])


def test_patterns_that_a_worker_lacks_come_out_of_the_cache(tmp_path: Path) -> None:
    fits = parcel()
    away = replace(fits, order=replace(fits.order, patterns=str(tmp_path / "nowhere")))
    files = files_of(PATTERNS)
    with pytest.raises(WorkersFail, match="has gone"):
        on_dask._patterns(away)
    store.write(on_dask._patterns_key(fits.rules), store.pack(files))
    assert files_of(Path(on_dask._patterns(away))) == files
    assert on_dask._patterns(fits) == str(PATTERNS)
