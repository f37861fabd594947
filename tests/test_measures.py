"""Do the words for what is counted, and for what happened to it, mean what their file says?"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.lexicon.rulebook import Rulebook, RulebookError, load
from extractor.lexicon.tagger import Tagger
from extractor.lexicon.wordlists import Counted, MeasuresFile, ServiceFigures
from extractor.model.sense import Sense
from extractor.model.types import Label
from extractor.understand.coding.measure import measure_of, unit_of_count


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


def _changed(file: MeasuresFile, part: str, one: Counted, **new: object) -> MeasuresFile:
    """The file with one entry changed."""
    entries = [x.model_copy(update=new) if x is one else x for x in getattr(file, part)]
    return MeasuresFile.model_construct(**{**dict(file), part: tuple(entries)})


def test_each_measure_is_what_the_file_says(book: Rulebook) -> None:
    file: MeasuresFile = book.raw("measures")
    for thing in file.things:
        unit = "gbp" if thing.id == "expenditure" else "count"
        sense = Sense.of([Label("thing", thing.words[0], thing.id, "own")])
        other = _changed(file, "things", thing, measure="context")
        assert measure_of(sense, unit, "prose", file)[0] == thing.measure
        assert measure_of(sense, unit, "prose", other)[0] == "context", thing.id
    for event in file.events:
        sense = Sense.of(
            [Label("event", event.words[0], event.id, "own"), Label("thing", "x", "complaint", "own")]
        )
        other = _changed(file, "events", event, measure="context")
        assert measure_of(sense, "count", "prose", file)[0] == event.measure
        assert measure_of(sense, "count", "prose", other)[0] == "context", event.id


def test_each_unit_of_count_is_what_the_file_says(book: Rulebook) -> None:
    file: MeasuresFile = book.raw("measures")
    for thing in file.things:
        if thing.unit_of_count and thing.id != "case":  # cases are complaints, and counted as these are
            other = _changed(file, "things", thing, unit_of_count="event")
            told = (thing.measure, Sense.of(()), thing.id, "all", "count", {})
            assert (unit_of_count(*told, file), unit_of_count(*told, other)) == (thing.unit_of_count, "event")


def test_a_weak_noun_gives_way_to_a_firm_one(book: Rulebook) -> None:
    file: MeasuresFile = book.raw("measures")
    weak = next(thing for thing in file.things if thing.weak)
    sense = Sense.of([Label("thing", "c", "compliment", "own"), Label("thing", "r", weak.id, "own")])
    firm = _changed(file, "things", weak, weak=False)
    measures = [measure_of(sense, "count", "prose", one)[0] for one in (file, firm)]
    assert measures == ["compliments_received", "complaints_received"]
