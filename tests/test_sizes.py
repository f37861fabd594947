"""Functions fit a screen and modules a sitting."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

LONGEST_FUNCTION, LONGEST_MODULE, MOST_COMPLEX = 50, 400, 15


def modules(root: Path) -> Iterator[tuple[str, str]]:
    package = root / "extractor"
    for path in sorted(package.rglob("*.py")):
        yield path.relative_to(package).as_posix(), path.read_text(encoding="utf-8")


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Each function's name and lines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield node.name, node.end_lineno - node.lineno + 1


def test_no_function_is_longer_than_a_screen(root: Path) -> None:
    long = {
        f"{name} {function}": lines
        for name, source in modules(root)
        for function, lines in functions(source)
        if lines > LONGEST_FUNCTION
    }
    assert long == {}


def test_no_module_is_too_long(root: Path) -> None:
    assert {
        name: lines for name, source in modules(root) if (lines := len(source.splitlines())) > LONGEST_MODULE
    } == {}


def test_the_linter_holds_complexity(root: Path) -> None:
    ruff = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "C90" in ruff["select"] and ruff["mccabe"]["max-complexity"] == MOST_COMPLEX
    assert "per-file-ignores" not in ruff
