"""What was read once is not read again, and what is kept is whole or nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import made
import pytest
from made import PATTERNS

from extractor import publish
from extractor.corrections import COLUMNS
from extractor.lexicon import store
from extractor.publish.atomic_folder import held
from extractor.read.formats import EXTENSIONS
from extractor.run import cache, inputs, look_up, pipeline, unchanged
from extractor.run.pipeline import Options, Summary
from extractor.second_reader.settle import Agreement, Settled

DATA = ("observations.csv", "observations.parquet", "categories.csv", "coverage.csv", "issues.csv")
RESULT = made.result("a.txt", made.observation("a1", evidence="£5 – ‘fair’"), words="some words")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_CACHE", str(tmp_path / "cache"))


def key(**parts: str) -> str:
    parts = {"rules": "r", "sha256": "ab", "name": "a.txt", "entry": "", **parts}
    return cache.key(cache.basis(parts.pop("rules")), **parts)


def test_what_is_kept_comes_back_equal() -> None:
    assert cache.load(key()) is None
    assert cache.save(key(), RESULT)
    assert cache.load(key()) == RESULT


@pytest.mark.parametrize("part", ["sha256", "name", "entry", "rules"])
def test_everything_that_a_result_depends_on_is_in_the_key(part: str) -> None:
    assert key(**{part: "other"}) != key()


def test_code_and_versions_are_in_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key()
    monkeypatch.setattr(store, "code_hash", lambda: "other")
    assert key() != before
    monkeypatch.undo()
    assert key() == before
    monkeypatch.setattr(cache, "versions", lambda: {"pdfplumber": "0"})
    assert key() != before


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "foreign", "folder"])
def test_a_damaged_entry_is_as_good_as_none(damage: str) -> None:
    cache.save(key(), RESULT)
    (path,) = store.folder().glob("??/*")
    whole = path.read_bytes()
    match damage:
        case "cut":
            path.write_bytes(whole[:-5])
        case "flip":
            path.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])
        case "empty":
            path.write_bytes(b"")
        case "foreign":
            path.write_text(json.dumps({"source": "a"}))
        case "folder":
            path.unlink()
            path.mkdir()
    assert cache.load(key()) is None


def test_a_cache_that_cannot_be_written_harms_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file, not a folder")
    assert cache.save(key(), RESULT) is False
    assert cache.load(key()) is None


def test_entries_long_unused_are_removed() -> None:
    cache.save(key(), RESULT)
    cache.save(key(name="b.txt"), RESULT)
    for path in store.folder().glob("??/*"):
        os.utime(path, (0, 0))
    cache.load(key())  # asked for: kept
    assert store.tidy() == 1
    assert cache.load(key()) == RESULT


def corpus(folder: Path) -> Path:
    folder.mkdir()
    (folder / "one.txt").write_text("E09000015 alpha beta gamma 40 16 7")
    (folder / "two.txt").write_text("E09000016 delta epsilon zeta 12 illegal")
    (folder / "three.txt").write_text("E09000017 locked encrypted")
    return folder


def run(paths: Path, out: Path, **options: Any) -> tuple[Summary, made.Heard]:
    heard = made.Heard()
    settings = replace(Options(PATTERNS, out=out, jobs=1), **options)
    return pipeline.run([str(paths)], settings, heard, made.work, made.load), heard


def content(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in DATA}


def test_a_second_run_reads_nothing_and_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    monkeypatch.setenv("READ_LOG", str(log))
    folder, out = corpus(tmp_path / "in"), tmp_path / "out"
    cold, _ = run(folder, out)
    first = content(out)
    assert sorted(log.read_text().split()) == ["one.txt", "three.txt", "two.txt"]
    assert (cold.from_cache, cold.rows) == (0, 3)

    log.unlink()
    warm, heard = run(folder, out)
    assert not log.exists()
    assert content(out) == first
    assert (warm.from_cache, heard.cached) == (3, 3)
    assert {name for name, _, _ in heard.lines} == {"one.txt", "two.txt", "three.txt"}

    fresh, _ = run(folder, out, fresh=True)
    assert len(log.read_text().split()) == 3
    assert fresh.from_cache == 0
    assert content(out) == first


def test_only_what_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out = corpus(tmp_path / "in"), tmp_path / "out"
    run(folder, out)
    monkeypatch.setenv("READ_LOG", str(tmp_path / "log"))
    (folder / "one.txt").write_text("E09000015 alpha beta 41")
    summary, _ = run(folder, out)
    assert (tmp_path / "log").read_text() == "one.txt\n"
    assert summary.from_cache == 2


def test_any_number_of_workers_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "in")
    for n in range(8):
        (folder / f"more{n}.txt").write_text(f"E0900000{n} " + " ".join(f"w{n}{m} {m}" for m in range(20)))
    run(folder, tmp_path / "one", fresh=True, jobs=1)
    run(folder, tmp_path / "three", fresh=True, jobs=3)
    assert content(tmp_path / "one") == content(tmp_path / "three")


def test_a_report_that_failed_is_tried_again(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "one.txt").write_text("E09000015 crash")
    (folder / "two.txt").write_text("E09000016 5")
    for _ in range(2):
        summary, _ = run(folder, out)
        assert summary.reports == {"failed": 1, "ok": 1}
    assert summary.from_cache == 1


def test_what_has_not_changed_is_not_written_again(tmp_path: Path) -> None:
    folder, out = corpus(tmp_path / "in"), tmp_path / "out"
    (folder / "manifest.csv").write_text(f"file,sha256\none.txt,{'0' * 64}\nlost.txt,\n")
    (folder / "film.mp4").write_text("")
    cold, _ = run(folder, out)
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in out.rglob("*") if path.is_file()}
    warm, heard = run(folder, out)
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in before} == before
    assert not cold.unchanged and warm == replace(
        cold, unchanged=True, from_cache=3, seconds=warm.seconds, reports=dict(cold.reports)
    )
    assert sorted(name for name, _, _ in heard.lines) == ["lost.txt", "one.txt", "three.txt", "two.txt"]
    assert ("lost.txt", "failed", "The manifest names lost.txt, which does not exist.") in heard.lines


def is_unchanged(folder: Path, out: Path, **options: Any) -> bool:
    """Whether a run would find nothing changed."""
    found, state = inputs.gather([str(folder)], EXTENSIONS), look_up.State()
    look_up.tasks_of(found, "rules", state)
    key = unchanged.signature(found, replace(Options(PATTERNS, out=out), **options), state)
    return unchanged.told(key, out, state) is not None


def test_whatever_has_changed_is_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "hash_of", lambda _: "rules")
    folder, out, by_hand = corpus(tmp_path / "in"), tmp_path / "out", tmp_path / "corrections.csv"
    by_hand.write_text(",".join(COLUMNS) + "\n")
    run(folder, out, corrections=by_hand)
    assert is_unchanged(folder, out, corrections=by_hand)
    assert not is_unchanged(folder, tmp_path / "another", corrections=by_hand)
    assert not is_unchanged(folder, out, corrections=by_hand, min_confidence=0.5)
    assert not is_unchanged(folder, out, corrections=by_hand, suppress=5)
    assert not is_unchanged(folder, out, corrections=by_hand, population=by_hand)
    assert not is_unchanged(folder, out)
    for path, text in (
        (folder / "one.txt", "E09000015 alpha beta gamma 41 16 7"),
        (folder / "manifest.csv", "file,title\none.txt,Another title\n"),
        (folder / "more.rtf", ""),
        (by_hand, ",".join(COLUMNS)),
    ):
        before = path.read_bytes() if path.exists() else None
        path.write_text(text)
        assert not is_unchanged(folder, out, corrections=by_hand), path.name
        path.unlink()
        if before is not None:
            path.write_bytes(before)
        assert is_unchanged(folder, out, corrections=by_hand), path.name
    for path in store.folder().glob("??/*"):
        kept = path.read_bytes()
        path.unlink()
        assert not is_unchanged(folder, out, corrections=by_hand)
        path.write_bytes(kept)
        path.chmod(0o600)
    (out / "observations.csv").write_text("edited")
    assert not is_unchanged(folder, out, corrections=by_hand)
    (out / "observations.csv").unlink()
    assert not is_unchanged(folder, out, corrections=by_hand)
    monkeypatch.setattr(cache, "versions", lambda: {"pdfplumber": "0"})
    assert not is_unchanged(folder, out, corrections=by_hand)


def test_what_second_readers_settled_is_told_again(tmp_path: Path) -> None:
    agreement = Agreement("model", "measure", "", 9, 8, 0.9)
    settled = Settled({}, agreements=[agreement], counts=Counter(recoded=2))
    said = Summary({"ok": 1}, 3, None, {}, 0, (("a", "b"),), 0.0, tmp_path, second=settled)
    unchanged.remember(key(), said, look_up.State())
    told = unchanged.told(key(), tmp_path, look_up.State())
    assert told is not None and told.summary == replace(said, unchanged=True)


HOLDING = """
import sys, time
from pathlib import Path
from extractor.publish.atomic_folder import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such lock")
def test_two_runs_do_not_write_one_folder(tmp_path: Path) -> None:
    folder, out = corpus(tmp_path / "in"), tmp_path / "new" / "out"
    other = subprocess.Popen([sys.executable, "-c", HOLDING, str(out)], stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with pytest.raises(publish.NotWritten, match="Another run is writing to"):
            run(folder, out)
        assert list(out.iterdir()) == []
    finally:
        other.kill()
        other.communicate()
    assert run(folder, out)[0].rows == 3


COPYING = """
import os, sys, time
from pathlib import Path
from extractor.publish.atomic_folder import held
with held(Path(sys.argv[1])):
    if copy := os.fork():
        print(copy, flush=True)
        os._exit(0)
    os.close(1)
    time.sleep(600)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied here")
def test_a_copied_process_that_outlives_the_run_holds_no_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-c", COPYING, str(tmp_path / "out")]
    copy = int(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    try:
        with held(tmp_path / "out"):
            os.kill(copy, 0)
    finally:
        os.kill(copy, signal.SIGKILL)


def test_a_folder_made_only_to_be_locked_does_not_stay(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="on the way"), held(tmp_path / "new" / "out"):
        assert (tmp_path / "new" / "out").is_dir()
        raise ValueError("on the way")
    assert list(tmp_path.iterdir()) == []
