"""Fixtures that several suites share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sampled import trials

from extractor.language.words import Words, using
from extractor.lexicon import rulebook
from extractor.lexicon.language_words import words_of

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

settings.register_profile("unhurried", deadline=None, max_examples=trials())
settings.load_profile("unhurried")


LONG = {
    f"test_{name}"
    for name in ("every_document", "maker", "ocr_reports", "read_pdf_hard", "restyled", "truth")
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files with the longest tests come first: begun last, one process would wait for another's."""
    items.sort(key=lambda item: item.path.stem not in LONG)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def words_of_patterns() -> Words:
    """The words of patterns/."""
    return words_of(rulebook.load(ROOT / "patterns"))


@pytest.fixture(autouse=True, scope="session")
def words_in_force(words_of_patterns: Words) -> Iterator[None]:
    """Every test reads numbers and periods with the words of patterns/."""
    with using(words_of_patterns):
        yield


@pytest.fixture(scope="session")
def corpus_outputs(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run over corpus/ writes, made once for all processes; not to be changed."""
    from made import Heard

    from extractor.run import pipeline

    base = tmp_path_factory.getbasetemp()
    place = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    out = place / "corpus-outputs"
    with (place / "corpus.lock").open("w") as lock:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        if not (out / "run.json").exists():
            pipeline.run([str(root / "corpus")], pipeline.Options(root / "patterns", out=out), Heard())
    return out


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has no engine for pictures of text."""
    monkeypatch.setenv("EXTRACTOR_OCR", "none")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and hand-coded rows that lies beside the project."""
    if not SHARED.is_dir():
        pytest.skip("the real reports (../shared) are not on this machine")
    return SHARED
