"""Commands as a person types them, each a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
LOADED = ("cli.app", "run.outputs", "publish.database", "publish.html.build", "publish.parquet_file")


def typed(*words: object, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    """What `extractor` says to these words, in this folder and with these variables as well."""
    from extractor.__main__ import main

    _load()
    return copied(main, ["extractor", *map(str, words)], cwd, env)


def copied(
    program: Callable[[], Any],
    line: Sequence[str],
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """What a program says in a copy of this process, which has loaded all that a new one would."""
    sys.stdout.flush()
    sys.stderr.flush()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = os.fork()
        if not process:
            os.environ.update(env or {})
            os.chdir(cwd or ".")
            sys.argv = list(line)
            _be(program, out.fileno(), err.fileno())
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        said = [os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0).decode() for file in (out, err)]
    return subprocess.CompletedProcess(line, code, *said)


def _be(program: Callable[[], Any], out: int, err: int) -> NoReturn:
    """The program alone, until it ends, and this process with it."""
    code: Any = 1
    encoding = os.environ.get("PYTHONIOENCODING", "utf-8")
    for place, file in enumerate((os.open(os.devnull, os.O_RDONLY), out, err)):
        os.dup2(file, place)
    with open(1, "w", encoding=encoding) as said, open(2, "w", encoding=encoding) as complaints:
        with redirect_stdout(said), redirect_stderr(complaints):
            try:
                program()
                code = 0
            except SystemExit as left:
                code = left.code or 0
            except BaseException:
                traceback.print_exc()
        said.flush()
        complaints.flush()
        os._exit(code if isinstance(code, int) else 1)


@cache
def _load() -> None:
    """All that commands need, once and for all of them."""
    for name in ("pandas", "spacy", *(f"extractor.{name}" for name in LOADED)):
        import_module(name)
    import_module("extractor.run.task").prepare(str(ROOT / "patterns"))
