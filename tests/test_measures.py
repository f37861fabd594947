"""Do the words for what is counted, and for what happened to it, mean what their file says?"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.lexicon.rulebook import Rulebook, RulebookError, load
from extractor.lexicon.tagger import Tagger
from extractor.lexicon.wordlists import MeasuresFile, ServiceFigures


@pytest.fixture(scope="module")
def book(root: Path) -> Rulebook:
    return load(root / "patterns")


@pytest.fixture(scope="module")
def tagger(book: Rulebook) -> Tagger:
    return Tagger(book)


def found(tagger: Tagger, facet: str, text: str) -> set[str]:
    return {tag.code for tag in tagger.tags(text) if tag.facet == facet}


@pytest.mark.parametrize("facet", ["thing", "event", "source"])
def test_examples_of_measures_get_their_codes(book: Rulebook, tagger: Tagger, facet: str) -> None:
    file: MeasuresFile = book.raw("measures")
    entries = getattr(file, f"{facet}s")
    assert len(entries) >= 2
    examples = [(entry.id, text) for entry in entries for text in entry.examples]
    assert [one for one in examples if one[0] not in found(tagger, facet, one[1])] == []


def test_examples_of_service_figures_get_their_codes(book: Rulebook, tagger: Tagger) -> None:
    file: ServiceFigures = book.raw("service_figures")
    examples = [(entry.id, text) for entry in file.root for text in entry.examples]
    assert len(examples) >= 20
    assert [one for one in examples if one[0] not in found(tagger, "context", one[1])] == []


def test_a_word_means_one_thing_and_one_event(book: Rulebook) -> None:
    file: MeasuresFile = book.raw("measures")
    for entries in (file.things, file.events, file.sources):
        words = [word.lower() for entry in entries for word in entry.words]
        assert sorted({word for word in words if words.count(word) > 1}) == []


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("measures", "things: []\nevents: []", "in 'sources'"),
        (
            "measures",
            "things:\n- {id: one, measure: context, words: [], examples: [x]}\nevents: []\nsources: []",
            "entry 'one', 'words'",
        ),
        (
            "measures",
            "things:\n- {id: one, measure: context, words: [x, x], examples: [x]}\nevents: []\nsources: []",
            "'x' appears twice",
        ),
        ("service_figures", "- {id: one, label: One, unit_of_count: child, examples: [x]}", "entry 'one'"),
    ],
)
def test_a_broken_entry_is_named_with_its_file(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RulebookError) as told:
        load(tmp_path).raw(name)
    assert str(told.value).startswith(f"{name}.yaml: ")
    assert sentence in str(told.value)
