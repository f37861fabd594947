"""The letters of a label have the last word, on a settled axis alone, and only where they are sure."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.lexicon import ngram
from extractor.lexicon.match import MODEL, UNMAPPED, Matcher
from extractor.lexicon.rulebook import Rulebook, load

VOCABULARIES = {"service_area": "service_areas", "theme": "themes"}


@pytest.fixture(scope="module")
def book(root: Path) -> Rulebook:
    return load(root / "patterns")


@pytest.fixture(scope="module")
def matcher(book: Rulebook) -> Matcher:
    return Matcher(book)


@pytest.mark.parametrize(
    ("name", "label", "code"),
    [
        ("service_areas", "West Lindsey", "locality_team"),
        ("service_areas", "East Lindsey North", "locality_team"),
        ("themes", "Disability access", "access_to_service"),
    ],
)
def test_letters_code_what_no_name_does_and_leave_a_receipt(
    matcher: Matcher, name: str, label: str, code: str
) -> None:
    assert matcher.match(name, label).code == UNMAPPED, "axes are told apart by names alone"
    found = matcher.match_within(name, label)
    assert (found.code, found.method) == (code, "ngram")
    assert 100 >= found.score > found.runner_up_score
    assert found.runner_up


@pytest.mark.parametrize("name", VOCABULARIES.values())
@pytest.mark.parametrize(
    "label",
    ["Marmalade", "Contracting hedges", "Peregrine House", "Qwertyuiop", "12", ""],
)
def test_a_stranger_has_no_code_even_on_a_settled_axis(matcher: Matcher, name: str, label: str) -> None:
    assert matcher.match_within(name, label).code == UNMAPPED


def test_names_come_before_letters(matcher: Matcher) -> None:
    for name, label in (("service_areas", "Fostering Team"), ("themes", "Rude staff")):
        assert matcher.match_within(name, label) == matcher.match(name, label)


def test_two_services_side_by_side_stay_without_a_code(matcher: Matcher) -> None:
    assert matcher.match_within("service_areas", "Youth Offending and Adoption").code == UNMAPPED
    assert matcher.match_within("service_areas", "Adoption and Marmalade").code == UNMAPPED
    assert matcher.match_within("service_areas", "West Lindsey and East Lindsey").code == "locality_team"
    assert matcher.match_within("service_areas", "Whitby and Marmalade").code == UNMAPPED


def test_only_services_and_themes_are_read_by_letters(matcher: Matcher) -> None:
    for name in ("outcomes", "timeliness", "stages", "complainants"):
        assert matcher.match_within(name, "Uphelled").code == UNMAPPED


def test_a_person_has_the_first_word(book: Rulebook) -> None:
    matcher = Matcher(book, {("service_areas", "West Lindsey"): "cin_cp"})
    assert matcher.match_within("service_areas", "West Lindsey").method == "correction"


def test_without_weights_there_are_names_still(book: Rulebook) -> None:
    matcher = Matcher(replace(book, weights={}))
    assert matcher.match_within("service_areas", "West Lindsey").code == UNMAPPED
    assert matcher.match_within("service_areas", "Fostering").code == "fostering"


def test_the_mark_that_is_set_decides(book: Rulebook) -> None:
    text = book.texts["matching"]
    assert 'ngram: "93"' in text
    strict = replace(book, texts={**book.texts, "matching": text.replace('ngram: "93"', 'ngram: "100"')})
    assert Matcher(strict).match_within("service_areas", "West Lindsey").code == UNMAPPED


def test_the_weights_are_small_and_give_no_foreign_code(book: Rulebook) -> None:
    content = book.weights[MODEL]
    assert len(content) < 1_500_000
    for name, model in ngram.models(content).items():
        strangers = set(model.codes) - {e.id for e in book.entries(name)} - {UNMAPPED}
        assert not strangers, f"{name}: run python -m benchmarks.label_model"


def test_weights_are_packed_and_unpacked_alike() -> None:
    import numpy as np

    weights = np.zeros((ngram.BUCKETS + 1, 3), np.float32)
    weights[ngram.features("Bins")] = (3, 0, 0)
    weights[ngram.features("Trees")] = (0, 3, 0)
    model = ngram.models(ngram.packed({"things": (("bin", "tree", "other"), weights)}))["things"]
    for label, code in (("Bins", "bin"), ("Trees", "tree")):
        guess = model.guess(label)
        assert guess is not None
        assert guess.code == code
    with pytest.raises(ValueError, match="other features"):
        ngram.models(ngram.packed({"things": (("bin", "tree", "other"), weights[:9])}))


def test_the_examples_name_codes_that_exist_and_contradict_no_name(book: Rulebook, matcher: Matcher) -> None:
    known = {d: {e.id for e in book.entries(n)} | {UNMAPPED} for d, n in VOCABULARIES.items()}
    with (Path(__file__).parents[1] / "patterns" / "label_examples.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 500
    assert [r for r in rows if r["code"] not in known[r["dimension"]]] == []
    named = [(r, matcher.match(VOCABULARIES[r["dimension"]], r["label"])) for r in rows]
    wrong = [(r["label"], r["code"], m.code) for r, m in named if m.method == "exact" and m.code != r["code"]]
    assert wrong == []


def test_of_joined_things_the_letters_may_be_unsure_of_one(matcher: Matcher) -> None:
    found = matcher.match_within("service_areas", "Bodmin and South Hampshire")
    parts = [matcher.match_within("service_areas", one) for one in ("Bodmin", "South Hampshire")]
    assert [one.code for one in parts] == [UNMAPPED, "locality_team"]
    assert found.code == "locality_team" == parts[0].runner_up


def test_what_a_code_is_not_its_letters_are_not_either(book: Rulebook) -> None:
    entries = tuple(
        replace(one, not_=(*one.not_, "West Lindsey")) if one.id == "locality_team" else one
        for one in book.entries("service_areas")
    )
    barred = Matcher(replace(book, vocabularies={**book.vocabularies, "service_areas": entries}))
    assert barred.match_within("service_areas", "West Lindsey").code == UNMAPPED
