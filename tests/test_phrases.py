"""Does every list of patterns/phrases.yaml hit what it should, and is every list used?"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.lexicon.phrases import Phrases
from extractor.lexicon.rulebook import Rulebook, RulebookError, load
from extractor.lexicon.wordlists import PhrasesFile
from extractor.understand.tables.labels import Reader

#: Lists in which capitals tell.
CASED = {"titles", "titles_with_initials", "lettered_persons", "first_person"}


@pytest.fixture(scope="module")
def book(root: Path) -> Rulebook:
    return load(root / "patterns")


@pytest.fixture(scope="module")
def hits(book: Rulebook) -> Callable[[str, str], bool]:
    phrases = Phrases.of(book)

    def hit(name: str, text: str) -> bool:
        template = rf"(?<!\w){{{name}}}(?!\w)"
        return bool(phrases.compile(template, 0 if name in CASED else re.I).search(text))

    return hit


def test_every_example_is_hit_and_every_not_is_not(book: Rulebook, hits: Callable[[str, str], bool]) -> None:
    file: PhrasesFile = book.raw("phrases")
    missed = [(one.id, text) for one in file.lists for text in one.examples if not hits(one.id, text)]
    wrong = [(one.id, text) for one in file.lists for text in one.not_ if hits(one.id, text)]
    assert (missed, wrong) == ([], [])
    assert len(file.lists) > 50


def test_every_announcement_of_an_axis_is_heard(book: Rulebook) -> None:
    reader = Reader(book)
    file: PhrasesFile = book.raw("phrases")
    heard = [(hint.id, text, reader.hint(text)) for hint in file.axis_hints for text in hint.examples]
    assert [one for one in heard if one[0] != one[2]] == []


def test_every_list_is_used_and_every_list_that_is_used_is_there(root: Path, book: Rulebook) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (root / "extractor").rglob("*.py"))
    named = set(re.findall(r"\{([a-z_]+)\}", code))
    named |= set(re.findall(r'\.words\("([a-z_]+)"\)', code))
    named |= set(re.findall(r'"([a-z_]+_acts)"', code))  # what people do, list by list
    assert {one.id for one in book.raw("phrases").lists} - named == set()


@pytest.mark.parametrize(
    ("words", "hit", "missed"),
    [
        ("[increas*]", "increasing", "decreasing"),
        ('["polic(y|ies)"]', "policies", "police"),
        ("[e.g]", "e.g", "egg"),
        ("[so]\n  guarded:\n  - {word: up, not_after: ['made ']}", "going up", "made up"),
        ("[so]\n  guarded:\n  - {word: can be, not_before: [' seen']}", "can be ten", "can be seen"),
    ],
)
def test_what_the_signs_in_a_word_mean(tmp_path: Path, words: str, hit: str, missed: str) -> None:
    phrases = Phrases.of(load(written(tmp_path, f"- id: one\n  words: {words}\n  examples: [x]")))
    pattern = phrases.compile(r"\b{one}\b")
    assert pattern.search(hit)
    assert not pattern.search(missed)


@pytest.mark.parametrize(
    ("lists", "sentence"),
    [
        ("- id: one\n  words: []\n  examples: [x]", "entry 'one', 'words'"),
        ("- id: one\n  words: [up]", "entry 'one'"),
        ("- id: one\n  words: [up, up]\n  examples: [up]", "'words': 'up' appears twice"),
        ("- id: one\n  words: ['a(b|c']\n  examples: [up]", "the brackets of 'a(b|c' do not close"),
        ("- id: one\n  word: [up]\n  examples: [up]", "entry 'one'"),
    ],
)
def test_a_broken_list_is_named_with_its_file(tmp_path: Path, lists: str, sentence: str) -> None:
    with pytest.raises(RulebookError) as told:
        load(written(tmp_path, lists)).raw("phrases")
    assert str(told.value).startswith("phrases.yaml: ")
    assert sentence in str(told.value)


def test_a_list_that_is_missing_is_named(tmp_path: Path) -> None:
    phrases = Phrases.of(load(written(tmp_path, "- id: one\n  words: [up]\n  examples: [up]")))
    with pytest.raises(RulebookError, match=r"phrases\.yaml: the list 'two' is missing"):
        phrases.compile(r"\b{two}\b")


def written(folder: Path, lists: str) -> Path:
    """A folder of patterns with nothing but these lists of phrases."""
    (folder / "phrases.yaml").write_text(f"axis_hints: []\nlists:\n{lists}\n", encoding="utf-8")
    return folder
