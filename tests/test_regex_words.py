"""English words stand in patterns/, not in regular expressions: those that are left may only become fewer."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

FUNCTIONS = {"compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer"}
TECHNICAL = {
    "identify/council_names.py": "ends of web addresses",
    "identify/year.py": "marks of a purchase order",
    "language/not_counts.py": "parts of web addresses",
    "lexicon/rulebook.py": "a key of the files in patterns/",
    "publish/html/figures.py": "the dataset's own columns and marks",
    "publish/html/wording.py": "a web address",
    "disclosure/__init__.py": "the dataset's own columns",
    "read/docx/charts.py": "the name that Office gives a series without one",
    "read/html/blocks.py": "names of styles and classes",
    "read/html/gather.py": "names of anchors",
    "read/html/pictures.py": "names of classes",
    "read/html/unseen.py": "values of styles",
    "read/ocr/tesseract.py": "the name of the program",
    "read/pdf/engine/pdfium.py": "names that programs write into files",
    "read/text/decode.py": "tags",
    "read/text/html_tags.py": "tags",
    "read/text/paragraph_lines.py": "web addresses",
    "read/text/pictures.py": "tags and their attributes",
}
"""Files whose expressions name things of a format, not words of a report."""
LEFT = {
    "check/case_lists.py": 2,
    "check/row_marks.py": 1,
    "identify/other_bodies.py": 11,
    "lexicon/tagger.py": 12,
    "read/pdf/text/contents.py": 4,
    "read/pdf/text/furniture.py": 2,
    "second_reader/answers.py": 2,
}
"""Words that each other file may have at most."""
UNDERSTAND = 39
"""Words in all of understand/ at most: the small words that stand between a number and its noun."""


def words_in(pattern: str) -> list[str]:
    """The words of two letters and more that a regular expression spells out."""
    pattern = re.sub(r"\(\?(?:P<\w+>|P=\w+|<?[=!]|[aiLmsux]*[:)])", "(", pattern)
    pattern = re.sub(r"\\[a-zA-Z](?:[0-9a-fA-F]{2,4})?|\[[^\]]*\]|\{[^}]*\}", " ", pattern)
    return re.findall(r"[A-Za-z]{2,}", pattern)


def patterns_of(source: str) -> Iterator[str]:
    """The texts of a module's regular expressions, each once, names of its own strings followed."""
    tree = ast.parse(source)
    named = {
        node.targets[0].id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    compilers = {
        n for n, value in named.items() if isinstance(value, ast.Attribute) and value.attr == "compile"
    }
    texts: dict[tuple[int, str], None] = {}

    def gather(node: ast.AST, passed: frozenset[str]) -> None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts[node.lineno, node.value] = None
        elif isinstance(node, ast.JoinedStr | ast.BinOp | ast.FormattedValue):
            for child in ast.iter_child_nodes(node):
                gather(child, passed)
        elif isinstance(node, ast.Name) and node.id in named and node.id not in passed:
            gather(named[node.id], passed | {node.id})

    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            of = node.func.value if isinstance(node.func, ast.Attribute) else None
            known = called == "compile" or (
                called in FUNCTIONS and isinstance(of, ast.Name) and of.id == "re"
            )
            if known or (isinstance(node.func, ast.Name) and node.func.id in ("Shape", *compilers)):
                gather(node.args[0], frozenset())
    yield from (text for _, text in texts)


def test_words_are_told_from_signs_and_names_of_groups() -> None:
    source = 'A = r"(?:upheld|open)"\nB = re.compile(rf"(?P<stage>{A})\\s[a-z]{{2,}}(?i:full)", re.I)\n'
    words = [word for text in patterns_of(source) for word in words_in(text)]
    assert sorted(words) == ["full", "open", "upheld"]


def test_no_file_has_more_words_in_its_expressions_than_it_may(root: Path) -> None:
    package = root / "extractor"
    found: Counter[str] = Counter()
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        found[name] = sum(len(words_in(text)) for text in patterns_of(path.read_text(encoding="utf-8")))
    understood = sum(n for name, n in found.items() if name.startswith("understand/"))
    others = {name: n for name, n in found.items() if not name.startswith(("understand/", *TECHNICAL))}
    assert {name: n for name, n in others.items() if n > LEFT.get(name, 0)} == {}
    assert understood <= UNDERSTAND
    assert {name for name in (*LEFT, *TECHNICAL) if not found[name]} == set(), (
        "take off the list what is done"
    )
