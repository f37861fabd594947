"""Train the character n-gram model of labels: `python -m benchmarks.label_model`.

From the names, keywords and examples of service_areas.yaml and themes.yaml and from
patterns/label_examples.csv it writes patterns/label_ngrams.npz. Whatever other
vocabularies hold, and examples of code `unmapped`, teach it what has no code.
`--validate` writes nothing and prints, for labels held out with their whole family
(all labels that share their longest word), how many each threshold codes and rightly.
"""

from __future__ import annotations

import argparse
import csv
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractor.language.fold import fold_label
from extractor.lexicon import rulebook
from extractor.lexicon.match import UNMAPPED, Matcher
from extractor.lexicon.ngram import BUCKETS, LabelModel, features, packed
from extractor.lexicon.rulebook import Rulebook

ROOT = Path(__file__).resolve().parent.parent
PATTERNS = ROOT / "patterns"
EXAMPLES = PATTERNS / "label_examples.csv"
WEIGHTS = PATTERNS / "label_ngrams.npz"
VOCABULARIES = {"service_area": "service_areas", "theme": "themes"}
NO_CLASS = ("several", "other", "not_recorded", "ssu_collision")
"""Codes that are names only: no letters speak for them."""
FOLDS = 4
DECAY = 1e-5
"""Weight of the squared weights against the mean loss."""
STEPS = 140
RATE = 0.12
SMOOTHING = (0.9, 0.99)
"""Of the slope and of its square (Adam)."""
STRANGERS = 2
"""Of the labels of other vocabularies one in so many is used."""
Array = NDArray[np.float32]


def material(book: Rulebook, dimension: str) -> dict[str, str]:
    """Folded label -> code for one dimension; a label that two codes claim is the vocabulary's."""
    own = VOCABULARIES[dimension]
    known: dict[str, str] = {}
    for entry in book.entries(own):
        if entry.covers or entry.id in NO_CLASS:
            continue
        texts = (*entry.aliases, *entry.label_only, *entry.keywords, *entry.examples, entry.label)
        for text in texts:
            known.setdefault(fold_label(text), entry.id)
    with EXAMPLES.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["dimension"] == dimension:
                known.setdefault(fold_label(row["label"]), row["code"])
    if dimension == "service_area":
        for name in _councils(book):
            known.setdefault(fold_label(name), "locality_team")
    matcher = Matcher(book)
    for text in _strangers(book, own):
        if matcher.match(own, text).code == UNMAPPED:
            known.setdefault(fold_label(text), UNMAPPED)
    return {label: code for label, code in known.items() if len(label) > 2}


def _strangers(book: Rulebook, own: str) -> Iterator[str]:
    """A share of the names that other vocabularies hold."""
    for name in book.facets():
        for entry in book.entries(name) if name != own else ():
            yield from (t for t in (*entry.aliases, *entry.label_only) if _bucket(t, STRANGERS) == 0)


def _bucket(text: str, of: int) -> int:
    return zlib.crc32(text.encode("utf-8")) % of


def _councils(book: Rulebook) -> Iterator[str]:
    for entry in book.raw("authorities")["entries"]:
        yield entry["name"]


def matrix(labels: list[str]) -> Array:
    """A row for each label, of length 1, and a last column of ones."""
    rows = np.zeros((len(labels), BUCKETS + 1), np.float32)
    for row, label in zip(rows, labels, strict=True):
        have = features(label)
        row[have] = 1 / np.sqrt(max(len(have), 1))
        row[BUCKETS] = 1
    return rows


def fit(rows: Array, wanted: NDArray[np.int64], codes: int) -> Array:
    """Weights by gradient descent (Adam); the common codes weigh less a label."""
    truth = np.zeros((len(rows), codes), np.float32)
    truth[np.arange(len(rows)), wanted] = 1
    share = np.sqrt(truth.sum(axis=0))
    weight = (1 / share)[wanted][:, None]
    weight /= weight.sum()
    weights = np.zeros((rows.shape[1], codes), np.float32)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        logits = rows @ weights
        logits -= logits.max(axis=1, keepdims=True)
        shares = np.exp(logits)
        shares /= shares.sum(axis=1, keepdims=True)
        slope = rows.T @ (weight * (shares - truth)) + DECAY * weights
        mean += (1 - SMOOTHING[0]) * (slope - mean)
        square += (1 - SMOOTHING[1]) * (slope * slope - square)
        pace = RATE * (1 - SMOOTHING[1] ** step) ** 0.5 / (1 - SMOOTHING[0] ** step)
        weights -= pace * mean / (np.sqrt(square) + 1e-9)
    return weights


def trained(known: dict[str, str]) -> tuple[list[str], Array]:
    """The codes and the weights that a dictionary of labels gives."""
    codes = sorted(set(known.values()))
    index = {code: at for at, code in enumerate(codes)}
    wanted = np.array([index[code] for code in known.values()])
    return codes, fit(matrix(list(known)), wanted, len(codes))


def family(label: str) -> str:
    """The word that stands for all labels that share it."""
    return max(label.split(), key=lambda word: (len(word), word))


def held_out(known: dict[str, str]) -> Iterator[tuple[str, str, float, float]]:
    """(code wanted, code given, score, lead) of each label, by a model that never saw its family."""
    parts = {label: _bucket(family(label), FOLDS) for label in known}
    for fold in range(FOLDS):
        codes, weights = trained({label: c for label, c in known.items() if parts[label] != fold})
        model = LabelModel(codes, weights)
        for label, code in known.items():
            guess = model.guess(label) if parts[label] == fold else None
            if guess:
                yield code, guess.code, guess.score, guess.score - guess.runner_up_score


def validate(book: Rulebook) -> Iterator[str]:
    """The lines of `--validate`."""
    for dimension in VOCABULARIES:
        guesses = list(held_out(material(book, dimension)))
        fitting = sum(code != UNMAPPED for code, *_ in guesses)
        yield f"{dimension}: {len(guesses)} labels held out, {fitting} with a code"
        yield f"{'score':>6} {'margin':>7} {'coded':>7} {'right':>7}"
        for score in (50, 70, 85, 90, 93, 95):
            for margin in (0, 80, 88, 92):
                coded = [g for g in guesses if g[1] != UNMAPPED and g[2] >= score and g[3] >= margin]
                right = sum(code == given for code, given, *_ in coded)
                of = max(len(coded), 1)
                yield f"{score:6} {margin:7} {right / fitting:7.1%} {right / of:7.1%}"


def main() -> None:
    """Train and write, or validate."""
    parser = argparse.ArgumentParser(description="Train the character n-gram model of labels.")
    parser.add_argument("--validate", action="store_true", help="print the held-out curve; write nothing")
    book = rulebook.load(PATTERNS)
    if parser.parse_args().validate:
        print(*validate(book), sep="\n")
        return
    content = packed({VOCABULARIES[name]: trained(material(book, name)) for name in VOCABULARIES})
    WEIGHTS.write_bytes(content)
    print(f"{WEIGHTS.name}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
