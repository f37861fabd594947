"""Small changes of meaning, kept as a list, each of which some test must notice.

changes.yaml names each change, the file, the text that stands there, what takes
its place, what that would mean, and the tests that ought to fail.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field

ROOT = Path(__file__).resolve().parents[2]
CHANGES = Path(__file__).with_name("changes.yaml")
COPIED = ("extractor", "patterns", "tests", "benchmarks", "corpus", "docs")
FILES = ("README.md", "CONTRIBUTING.md", "Makefile", "pyproject.toml")
LOADED = ("hypothesis", "lxml.html", "pandas", "pypdfium2", "rapidfuzz", "reportlab")
"""What most tests need and no change touches: loaded once."""
FORK = multiprocessing.get_context("fork")
MOST_SECONDS = 600
"""A change after which the tests never end is caught: they would be seen to hang."""


class Change(BaseModel):
    """One small change of meaning."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    file: str
    old: str = Field(min_length=1)
    new: str
    means: str = Field(min_length=1)
    """What the program would then do wrong."""
    tests: tuple[str, ...] = Field(min_length=1)
    """Test files, or single tests, that should fail; by their path below tests/."""

    def applied(self, text: str) -> str:
        """The changed text; ValueError where `old` does not stand there exactly once."""
        if (times := text.count(self.old)) != 1:
            raise ValueError(f"{self.name}: the text to change stands {times} times in {self.file}")
        return text.replace(self.old, self.new)


def changes() -> tuple[Change, ...]:
    """The kept list; pydantic.ValidationError where an entry is broken."""
    entries = yaml.load(CHANGES.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return tuple(Change.model_validate(entry) for entry in entries)


@contextmanager
def copy() -> Iterator[Path]:
    """A copy of the project that may be spoilt; the real reports lie beside it as they do here."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        project = Path(folder) / "project"
        project.mkdir()
        for name in COPIED:
            shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in FILES:
            if (ROOT / name).is_file():
                shutil.copy(ROOT / name, project / name)
        if (ROOT.parent / "shared").is_dir():
            (Path(folder) / "shared").symlink_to(ROOT.parent / "shared")
        for name in LOADED:
            importlib.import_module(name)
        sys.dont_write_bytecode = True
        yield project


def caught(change: Change, project: Path) -> bool:
    """Does one of its tests fail once the change is made? The copy is put right again afterwards."""
    path = project / change.file
    text = path.read_text(encoding="utf-8")
    path.write_text(change.applied(text), encoding="utf-8")
    try:
        return failing(change.tests, project)
    finally:
        path.write_text(text, encoding="utf-8")


def failing(tests: tuple[str, ...], project: Path) -> bool:
    """Does any of the tests fail in the copy? RuntimeError where there are no such tests."""
    process = FORK.Process(target=_run, args=([f"tests/{test}" for test in tests], project))
    process.start()
    process.join(MOST_SECONDS)
    if process.exitcode is None:
        process.kill()
        process.join()
        return True
    if process.exitcode in (4, 5):
        raise RuntimeError(f"no such tests: {' '.join(tests)}")
    return process.exitcode != 0


def _run(tests: list[str], project: Path) -> None:
    """Run tests in the copy, in a process in which the packages it needs are loaded and it is not."""
    for name in [name for name in sys.modules if name.split(".")[0] in ("benchmarks", "extractor")]:
        del sys.modules[name]
    sys.path[:] = [str(project), *(one for one in sys.path if one not in ("", str(ROOT)))]
    os.environ["PYTHONPATH"] = str(project)
    os.chdir(project)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    os._exit(int(pytest.main(["-q", "-x", "-p", "no:cacheprovider", *tests])))
