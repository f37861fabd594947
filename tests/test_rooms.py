"""Every line in its room: who may import what."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOMS = {
    "PIL": ("page_picture.py", "read/docx_pictures.py", "ocr/"),
    "docx": "read/docx",
    "jinja2": "page/",
    "lxml": "read/",
    "numpy": (
        "assemble.py",
        "frame.py",
        "ocr/",
        "publish/",
        "read/docx_pictures.py",
        "read/pdf",
        "read/picture_look.py",
        "reconcile/",
        "report/result.py",
    ),
    "pandas": "publish/",
    "markupsafe": "page/",
    "pdfminer": "read/pdf",
    "pdfplumber": "read/pdf",
    "pyarrow": "publish/",
    "pypdfium2": "read/pdf",
    "rapidfuzz": "match.py",
    "rapidocr": "ocr/",
    "resource": "worker.py",
    "multiprocessing": ("supervise.py", "worker.py"),
    "rich": ("cli.py", "progress.py"),
    "spacy": "parse/",
    "sqlite_utils": "publish/",
    "typer": "cli.py",
    "yaml": "rulebook.py",
}
"""Package -> the modules that may import it, by the start of their path below extractor/."""
STAGES = ("read", "locate", "parse", "normalise", "reconcile")
PIPELINE = ("pipeline.py", "report/")
"""One report's stages are put together in report/, many reports in pipeline.py."""


def modules(root: Path) -> dict[str, Path]:
    package = root / "extractor"
    return {path.relative_to(package).as_posix(): path for path in sorted(package.rglob("*.py"))}


def imports(path: Path) -> set[str]:
    """Full dotted names of everything that a module imports, anywhere in it, types too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def inner(name: str) -> str:
    """'read' for 'extractor.read.pdf.read', '' for what is not ours."""
    return name.split(".")[1] if name.startswith("extractor.") else ""


def test_packages_stay_in_their_rooms(root: Path) -> None:
    strays = [
        f"{module} imports {name}"
        for module, path in modules(root).items()
        for name in imports(path)
        if (room := ROOMS.get(name.split(".")[0])) and not module.startswith(room)
    ]
    assert strays == []


def test_stages_do_not_know_each_other(root: Path) -> None:
    strays = []
    for module, path in modules(root).items():
        own = module.split("/")[0].removesuffix(".py")
        for other in {inner(name) for name in imports(path)} & set(STAGES):
            if other != own and not module.startswith(PIPELINE):
                strays.append(f"{module} imports the stage {other}")
    assert strays == []


def test_the_checks_know_figures_and_the_document_only(root: Path) -> None:
    known = {"checks", "checklist", "contract", "dates", "types"}
    strays = {
        f"{module} imports {name}"
        for module, path in modules(root).items()
        if module.startswith("checks/")
        for name in imports(path)
        if inner(name) not in {"", *known}
    }
    assert strays == set()


def test_only_the_command_line_runs_the_pipeline(root: Path) -> None:
    users = {
        (module, used)
        for module, path in modules(root).items()
        for used in {inner(name) for name in imports(path)} & {"pipeline", "report", "cli"}
    }
    of_types = {("show.py", "pipeline")}
    users = {(module, used) for module, used in users if not module.startswith("report/")}
    assert users - of_types == {("cli.py", "pipeline"), ("pipeline.py", "report"), ("__main__.py", "cli")}


def test_nothing_but_the_border_prints(root: Path) -> None:
    printing = {
        module
        for module, path in modules(root).items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert printing <= {"cli.py", "progress.py"}


def test_every_dependency_is_imported_and_every_import_is_a_dependency(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[<>=\[]", name)[0] for name in project["dependencies"]}
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


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_locks_are_whole_and_name_no_place(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--find-links|--(extra-)?index-url|/\w+/", text)
    pinned = re.findall(
        r"^([a-z0-9.-]+)==\S+[^\n]*\\\n((?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.M
    )
    assert len(pinned) == len(re.findall(r"^[a-z]", text, re.M)) > 30
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["build"]]
    if name == "requirements-dev.txt":
        wanted += project["optional-dependencies"]["dev"]
    names = {re.split(r"[<>=\[]", one)[0].replace(".", "-") for one in wanted}
    assert names <= {one for one, _ in pinned}
