"""A change of vocabularies re-reads the reports that it can touch; the others' results stay."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from extractor.lexicon import rulebook, store
from extractor.lexicon.rulebook import Rulebook
from extractor.model.result import ReportResult
from extractor.run import cache, report, same_answers, task
from extractor.run.inputs import sha256_of
from extractor.run.task import Task

CHANGES = int(os.environ.get("CHANGES", "5"))
REPORTS = (
    "tests/made/a01.txt",
    "tests/made/a04.txt",
    "corpus/havering-2017-18-example.html",
    "corpus/kingston-2017-18-example.md",
    "corpus/staffordshire-2017-18-example.html",
    "corpus/staffordshire-corporate-2018-19-example.txt",
)
OWN_NAMES = """<html><body><h1>Harrow Council: corporate complaints 2021/22</h1>
<p>The team answers complaints, learns from complaints and reports on complaints to the Council.</p>
<p>Stage 1, which we call Early Answer, is with the team. Stage 2 is called Fresh Look.</p>
<table><tr><td>Complaints received</td><td>2021/22</td></tr><tr><td>Early Answer</td><td>41</td></tr>
<tr><td>Fresh Look</td><td>7</td></tr></table>
<p>Of the Early Answer complaints 12 were upheld.</p></body></html>
"""
"""A report that gives its stages names of its own."""
LISTS = ("aliases", "label_only", "keywords", "hints", "case_sensitive", "not")
OWN = ("service_areas", "themes", "outcomes", "stages", "complainants", "channels", "age_bands", "timeliness")


@pytest.fixture(scope="module", autouse=True)
def _own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXTRACTOR_CACHE", str(tmp_path_factory.mktemp("cache")))
        rulebook._loaded.cache_clear()
        yield
        rulebook._loaded.cache_clear()


@pytest.fixture(scope="module")
def tasks(root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Task]:
    named = tmp_path_factory.mktemp("reports") / "named.html"
    named.write_text(OWN_NAMES, encoding="utf-8")
    paths = [named, *(root / name for name in REPORTS)]
    return [
        Task(str(path), path.name, sha256_of(path), None, key=store.key_of([path.name])) for path in paths
    ]


@pytest.fixture(scope="module")
def words(root: Path, tasks: list[Task]) -> list[str]:
    """Labels that the reports print, after every one of them was read and kept by the real rulebook."""
    book = task.prepare(str(root / "patterns"))
    found = [kept(book, one) for one in tasks]
    return sorted({line.label for result in found for line in result.categories})


def kept(book: Rulebook, one: Task) -> ReportResult:
    """A report read, and kept as a run keeps it."""
    result = task.read_one(book, one)
    cache.save(one.key, result)
    return result


def test_random_changes_of_words_leave_no_result_that_reading_anew_would_not_give(
    root: Path, tmp_path: Path, tasks: list[Task], words: list[str]
) -> None:
    chance = random.Random(CHANGES)
    real = task.prepare(str(root / "patterns"))
    known = [fresh(real, one) for one in tasks]
    recalled = differing = 0
    for number in range(CHANGES):
        folder = tmp_path / str(number)
        shutil.copytree(root / "patterns", folder)
        said = [changed(folder, words, chance) for _ in range(chance.choice((1, 1, 2)))]
        book = rulebook.load(folder)
        for one, was in zip(tasks, known, strict=True):
            before, after = same_answers.recall(book, one), fresh(book, one)
            assert before in (None, after), f"{one.source_file}: {said}"
            recalled += before is not None
            differing += after != was
        shutil.rmtree(folder)
    assert recalled > CHANGES
    assert differing


def fresh(book: Rulebook, one: Task) -> ReportResult:
    return report.work(Path(one.path).read_bytes(), one.source_file, None, book)


def changed(folder: Path, words: list[str], chance: random.Random) -> str:
    """One word more, one less or one gone elsewhere in a vocabulary, as a curator might."""
    name, kind = chance.choice(OWN), chance.choice(LISTS)
    path = folder / f"{name}.yaml"
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    entry = chance.choice(content["entries"])
    printed = [(each, old) for each in content["entries"] for old in each.get("aliases", []) if old in words]
    if printed and chance.random() < 0.4:
        entry, said = chance.choice(printed)
        entry["aliases"].remove(said)
    else:
        word = chance.choice(words) if chance.random() < 0.6 else f"Zorbing {chance.choice(words)[:9]}"
        if chance.random() < 0.3:
            word = word[: len(word) // 2] + word[len(word) // 2 + 1 :]  # all but spelled alike
        entry.setdefault(kind, []).append(word)
        said = f"more {word}"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return f"{said} ({kind} of {entry['id']} in {name})"


def test_a_word_that_no_report_has_makes_none_be_read_again(
    root: Path, tmp_path: Path, tasks: list[Task], words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(root / "patterns", tmp_path / "patterns")
    path = tmp_path / "patterns" / "service_areas.yaml"
    text = path.read_text(encoding="utf-8")
    more = "  aliases:\n  - Zorbing Quxotic Desk\n"
    path.write_text(text.replace("  aliases:\n", more, 1), encoding="utf-8")
    book = rulebook.load(tmp_path / "patterns")
    monkeypatch.setattr(report, "work", lambda *_: pytest.fail("read again"))
    assert all(task.read_one(book, one) for one in tasks)


@pytest.mark.parametrize(("word", "stands"), [("Zorbing", True), ("Early Answer complaint", False)])
def test_names_that_a_report_gives_its_stages_are_asked_for_with_the_others(
    word: str, stands: bool, root: Path, tmp_path: Path, tasks: list[Task], words: list[str]
) -> None:
    shutil.copytree(root / "patterns", tmp_path / "patterns")
    path = tmp_path / "patterns" / "complainants.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  aliases:\n", f"  aliases:\n  - {word}\n", 1), encoding="utf-8")
    book = rulebook.load(tmp_path / "patterns")
    recalled, after = same_answers.recall(book, tasks[0]), fresh(book, tasks[0])
    assert recalled == (after if stands else None)
    assert [row["stage"] for row in after.rows()][:2] == ["stage_1", "stage_2"]


@pytest.mark.parametrize("name", ["contact_kinds", "measures"])
def test_a_change_of_what_is_not_asked_for_by_label_reads_all_again(
    name: str, root: Path, tmp_path: Path, tasks: list[Task], words: list[str]
) -> None:
    shutil.copytree(root / "patterns", tmp_path / "patterns")
    path = tmp_path / "patterns" / f"{name}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    book = rulebook.load(tmp_path / "patterns")
    assert [same_answers.recall(book, one) for one in tasks] == [None] * len(tasks)


def test_only_what_is_made_of_a_changed_vocabulary_is_made_again(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRACTOR_CACHE", str(tmp_path / "cache"))
    rulebook._loaded.cache_clear()
    task.prepare(str(root / "patterns"))
    shutil.copytree(root / "patterns", tmp_path / "patterns")
    path = tmp_path / "patterns" / "themes.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    book = rulebook.load(tmp_path / "patterns")
    assert book.has_news()
    assert "vocabulary service_areas" in book._packed
    assert not {"vocabulary themes", "phrases of themes", "phrases"} & book._packed.keys()
    assert book.vocabularies.keys() == rulebook.load(root / "patterns").vocabularies.keys()
    assert store.read(rulebook._key(book.apart)) is not None
