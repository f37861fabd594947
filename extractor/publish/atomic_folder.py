"""A folder's files change all at once or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from extractor.model import contract

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

FILES = (
    *(f"{name}.csv" for name in contract.TABLES),
    *(f"{table.name}.parquet" for table in contract.TABLES.values() if table.parquet),
    "ees/complaints.csv",
    "ees/complaints.meta.csv",
    "complaints.db",
    "metadata.json",
    "datapackage.json",
    "report.html",
    "method.html",
    "run.json",
)
"""Every file that this tool writes, and so may replace or take away; others are left alone."""


WRITING = ".writing-"
"""How the name of a folder begins in which files wait to take their places."""


class NotWritten(Exception):
    """The outputs could not be written and the folder is as it was, with one sentence saying why."""


class Aside:
    """A hidden folder inside the outputs folder, whose files take their places all at once.

    Inside, not beside, since renaming is only sure within one file system. If
    anything fails, Ctrl-C too, what stood in the outputs folder stands there again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Aside:
        self._made = _missing(self.folder)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._new = Path(tempfile.mkdtemp(prefix=WRITING, dir=self.folder))
        except OSError as error:
            self.unmake()
            raise _not_written(self.folder, error) from error
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        shutil.rmtree(self._new, ignore_errors=True)
        if error is not None:
            self.unmake()
        if isinstance(error, (OSError, sqlite3.Error)):
            raise _not_written(self.folder, error) from error

    def write(self, name: str, content: bytes) -> None:
        """One file, down to the disk."""
        self.path(name).write_bytes(content)
        self.keep(name)

    def path(self, name: str) -> Path:
        """Where to write the file of this name (`ees/complaints.csv`), for `keep` to be called after."""
        place = self._new / name
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def keep(self, name: str) -> None:
        """What was written to `path(name)`, down to the disk."""
        with (self._new / name).open("rb+") as file:
            os.fsync(file.fileno())

    def swap(self) -> None:
        """New files in, old ones out, files of ours that this run does not have too; or no change."""
        old = self._new / "old"
        moved: list[tuple[Path, Path]] = []
        made: list[Path] = []
        try:
            for name in FILES:
                new, place, before = self._new / name, self.folder / name, old / name
                if place.is_dir():
                    raise IsADirectoryError(21, f"'{name}' is a folder there")
                if place.exists():
                    before.parent.mkdir(parents=True, exist_ok=True)
                    moved.append((place, before))
                    place.replace(before)
                if new.exists():
                    made += _missing(place.parent)
                    place.parent.mkdir(exist_ok=True)
                    moved.append((new, place))
                    new.replace(place)
        except BaseException:
            for start, end in reversed(moved):
                with suppress(OSError):  # one that cannot go back keeps none of the others from it
                    end.replace(start)
            _remove_empty(made)
            raise
        _remove_empty([self.folder / name for name in {os.path.dirname(name) for name in FILES} if name])
        for left in set(self.folder.glob(f"{WRITING}*")) - {self._new}:  # by a run that was killed
            shutil.rmtree(left, ignore_errors=True)

    def unmake(self) -> None:
        """Take away the folders that were made for this, where they are empty."""
        _remove_empty(self._made)


def check_writable(folder: Path) -> None:
    """Find out before hours of reading, not after, that nothing can be written. Raises NotWritten."""
    foreign = [name for name in FILES if (folder / name).is_file()]
    broken_off = any(folder.glob(f"{WRITING}*"))
    if foreign and not broken_off and not (folder / "run.json").is_file():
        raise NotWritten(
            f"'{folder}' holds {foreign[0]}, which no run wrote there (it has no run.json): "
            "choose another folder, or take the file away."
        )
    with Aside(folder) as aside:
        aside.write("empty", b"")
    aside.unmake()


_HELD: set[int] = set()
"""Folders that are locked."""


def _let_go() -> None:
    """A copied process holds no lock: it may outlive the run."""
    while _HELD:
        os.close(_HELD.pop())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """The folder is this process's alone inside the block. Raises NotWritten where another run has it.

    The system itself lets go of it when a process ends, however that comes about. Windows, and
    disks of other machines that know no such lock, do without.
    """
    made = _missing(folder)
    try:
        lock = _locked(folder)
        if lock is not None:
            _HELD.add(lock)
        try:
            yield
        finally:
            if lock is not None:
                _HELD.discard(lock)
                os.close(lock)
    finally:
        _remove_empty(made)


def _locked(folder: Path) -> int | None:
    """The open folder that is locked, None where there are no locks."""
    if fcntl is None:
        return None
    while True:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            opened = os.open(folder, os.O_RDONLY)
        except OSError as error:
            raise _not_written(folder, error) from error
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(opened)
            busy = f"Another run is writing to '{folder}': wait until it has ended, or choose another --out."
            raise NotWritten(busy) from None
        except OSError:
            os.close(opened)
            return None
        with suppress(OSError):
            if os.path.samestat(os.fstat(opened), folder.stat()):
                return opened
        os.close(opened)  # another run made the folder, failed, and took it away again just now


def _missing(folder: Path) -> list[Path]:
    return [path for path in (folder, *folder.parents) if not path.exists()]


def _remove_empty(folders: list[Path]) -> None:
    for path in folders:
        with suppress(OSError):
            path.rmdir()


def _not_written(folder: Path, error: OSError | sqlite3.Error) -> NotWritten:
    why = (getattr(error, "strerror", None) or str(error)).lower() or type(error).__name__
    return NotWritten(f"The outputs could not be written to {folder}: {why}.")
