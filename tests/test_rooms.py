"""Every line in its room: who may import what."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from benchmarks import moves

ROOMS = {
    "PIL": ("understand/page_picture.py", "read/docx/drawings.py", "read/ocr/"),
    "dask": "run/on_dask.py",
    "datasette": "explore/",
    "distributed": "run/on_dask.py",
    "docx": "read/docx",
    "httpx": ("run/fetch.py", "run/web.py", "second_reader/model.py"),
    "jinja2": "publish/html/",
    "lxml": "read/",
    "numpy": ("lexicon/ngram.py", "model/table.py", "read/", "reconcile/", "run/report_result.py"),
    "pandas": ("cli/diff.py", "disclosure/", "evaluate.py", "model/", "publish/", "reconcile/", "run/api.py"),
    "markupsafe": "publish/html/",
    "pdfminer": "read/pdf",
    "pdfplumber": "read/pdf",
    "pyarrow": ("model/", "publish/", "reconcile/assemble.py", "run/cache.py"),
    "pypdfium2": "read/pdf",
    "rapidfuzz": "lexicon/match.py",
    "rapidocr": "read/ocr/",
    "resource": "run/worker.py",
    "multiprocessing": ("run/supervise.py", "run/worker.py"),
    "rich": "run/progress.py",
    "spacy": "lexicon/phrase_check.py",
    "sqlite_utils": "publish/",
    "typer": ("cli/app.py", "cli/commands/", "cli/shell.py"),
    "uvicorn": "explore/server.py",
    "xlsxwriter": "publish/workbook.py",
    "yaml": ("explore/server.py", "lexicon/rulebook.py", "model/contract.py"),
}
"""Package -> the modules that may import it, by the start of their path below extractor/."""


MOST_MOVES = 45


def modules(root: Path) -> dict[str, Path]:
    package = root / "extractor"
    return {path.relative_to(package).as_posix(): path for path in sorted(package.rglob("*.py"))}


@cache
def nodes(path: Path) -> list[ast.AST]:
    """All that a module consists of."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path: Path) -> set[str]:
    """Full dotted names of everything that a module imports, anywhere in it, types too."""
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_packages_stay_in_their_rooms(root: Path) -> None:
    strays = [
        f"{module} imports {name}"
        for module, path in modules(root).items()
        for name in imports(path)
        if (room := ROOMS.get(name.split(".")[0])) and not module.startswith(room)
    ]
    assert strays == []


def test_no_arrow_points_up_and_none_is_excused(root: Path) -> None:
    """The floors themselves are held by lint-imports, which `make test` runs."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    (floors,) = project["tool"]["importlinter"]["contracts"]
    assert "ignore_imports" not in floors
    named = {name for layer in floors["layers"] for name in re.split(r" [|:] ", layer)}
    there = {f"extractor.{name.split('/')[0].removesuffix('.py')}" for name in modules(root)}
    assert named == there - {"extractor.__init__"}


def test_nothing_but_the_border_prints(root: Path) -> None:
    printing = {
        module
        for module, path in modules(root).items()
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert printing == {"__main__.py", "cli/app.py", "cli/shell.py", "run/progress.py"}


def test_every_dependency_is_imported_and_every_import_is_a_dependency(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    given = [*project["dependencies"], *extras["reader"], *extras["explore"], *extras["dask"]]
    wanted = {re.split(r"[<>=\[]", name)[0] for name in given}
    wanted -= {"pdfminer.six"}  # under pdfplumber; named for its version, below which a PDF may run code
    top = {name.split(".")[0] for path in modules(root).values() for name in imports(path)}
    other = {
        "PIL": "pillow",
        "docx": "python-docx",
        "pdfminer": "pdfminer.six",
        "pydantic_core": "pydantic",
        "sqlite_utils": "sqlite-utils",
        "yaml": "pyyaml",
    }
    used = {other.get(name, name) for name in top - set(sys.stdlib_module_names) - {"extractor"}}
    assert used == wanted


LOCKED = ("", "dask", "dev", "explore", "local-model", "ocr", "reader")
"""The extras that have a lock of their own; '' is the tool alone."""


@pytest.mark.parametrize("extra", LOCKED)
def test_locks_are_whole_and_name_no_place(root: Path, extra: str) -> None:
    text = (root / f"requirements{'-' * bool(extra)}{extra}.txt").read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--find-links|--(extra-)?index-url|/\w+/", text)
    pinned = re.findall(
        r"^([a-z0-9.-]+)==\S+[^\n]*\\\n((?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.M
    )
    assert len(pinned) == len(re.findall(r"^[a-z]", text, re.M)) > 30
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["build"]]
    wanted += project["optional-dependencies"].get(extra, [])
    names = {re.split(r"[<>=\[]", one)[0].replace(".", "-") for one in wanted}
    assert names <= {one for one, _ in pinned}


def test_each_lock_is_made_and_tested(root: Path) -> None:
    files = {path.name for path in root.glob("requirements*.txt")}
    assert files == {f"requirements{'-' * bool(one)}{one}.txt" for one in LOCKED}
    made = (root / "Makefile").read_text(encoding="utf-8")
    assert files == set(re.findall(r"--output-file (requirements\S*)", made))


@pytest.mark.parametrize("kind", ["pdf", "html"])
def test_one_report_moves_between_few_packages(root: Path, kind: str) -> None:
    report = next(iter(sorted((root / "corpus").glob(f"*.{kind}"))))
    assert moves.between(moves.moves(report)) <= MOST_MOVES
