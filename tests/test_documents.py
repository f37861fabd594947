"""A report is read once; a change of what its words mean does not read it again."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.language.words import Words, in_force, using
from extractor.lexicon import rulebook, store
from extractor.model.types import Document, Issue
from extractor.run import cache, documents
from extractor.run.task import Task, read_one

NAME = "harrow-2016-17-example.txt"


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are really read."""
    names: list[str] = []
    reading = documents.read_bytes

    def listed(data: bytes, name: str) -> Document:
        names.append(name)
        return reading(data, name)

    monkeypatch.setattr(documents, "read_bytes", listed)
    return names


@pytest.mark.parametrize("kind", ["txt", "pdf", "docx", "html"])
def test_a_document_comes_back_equal(root: Path, read: list[str], kind: str) -> None:
    path = next((root / "corpus").glob(f"*.{kind}"))
    first = documents.kept(path.read_bytes(), path.name)
    assert documents.kept(path.read_bytes(), path.name) == first
    assert read == [path.name]


def test_an_alias_more_reads_no_file_again(root: Path, read: list[str], tmp_path: Path) -> None:
    path = root / "corpus" / NAME
    task = Task(str(path), NAME, "", None)
    book = rulebook.load(root / "patterns")
    before = read_one(book, task)
    stages = tuple(replace(e, label_only=(), aliases=(), keywords=()) for e in book.entries("stages"))
    other = replace(book, hash="other", vocabularies={**book.vocabularies, "stages": stages})
    after = read_one(other, task)
    assert read == [NAME]
    assert {row["stage"] for row in before.rows()} > {row["stage"] for row in after.rows()}
    assert read_one(book, task) == before
    assert read_one(book, replace(task, fresh=True)) == before
    assert read == [NAME, NAME]


def test_all_that_reading_depends_on_is_in_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    def key(data: bytes = b"a", name: str = "a.txt") -> str:
        return documents._key(data, name)

    keys = {key(), key(b"b"), key(name="b.txt")}
    words = in_force()
    word = next(iter(words.lists))
    for other in (
        Words({**words.lists, word: (*words.lists[word], "another")}, words.values, words.rules),
        Words(words.lists, {**words.values, word: {"one": "1"}}, words.rules),
        Words(words.lists, words.values, words.rules[1:]),
    ):
        with using(other):
            keys.add(key())
    with using(Words(words.lists, words.values, words.rules)):
        assert key() in keys
    monkeypatch.setattr(cache, "versions", lambda: {"pdfplumber": "0"})
    keys.add(key())
    monkeypatch.setattr(store, "code_hash", lambda *packages: f"other {packages}")
    keys.add(key())
    assert len(keys) == 8


def test_a_damaged_document_is_read_again(root: Path, read: list[str]) -> None:
    data = (root / "corpus" / NAME).read_bytes()
    first = documents.kept(data, NAME)
    store.write(documents._key(data, NAME), zlib.compress(b"cos\nsystem\n."))
    assert documents.kept(data, NAME) == first
    assert read == [NAME, NAME]


def test_what_an_engine_failed_on_is_not_kept(monkeypatch: pytest.MonkeyPatch, read: list[str]) -> None:
    failed = Document("a", "a.pdf", "pdf", (), issues=(Issue("ocr-failed", "warning", "No time."),))
    monkeypatch.setattr(documents, "read_bytes", lambda *_: read.append("a") or failed)
    documents.kept(b"a", "a.pdf")
    documents.kept(b"a", "a.pdf")
    assert read == ["a", "a"]
