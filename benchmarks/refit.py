"""What answers of second readers teach: `python -m benchmarks.refit --answers FILE --reports DIR`.

For every row that a heard reader answered, whether it was right; and for labels that readers agree on and
the vocabularies do not know, their code. With the first readings they refit the rows' confidence, the
labels' model, and how far the rules are trusted beside a second reader. It prints what changes in figures;
`--write` writes patterns/.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks import confidence, label_model
from benchmarks import second_reader as bench
from benchmarks.confidence import Judged
from extractor.language.fold import fold_label
from extractor.language.words import using
from extractor.lexicon import rulebook
from extractor.lexicon.language_words import words_of
from extractor.lexicon.match import UNMAPPED, Matcher
from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract
from extractor.run.report import worked
from extractor.run.report_result import result, traits
from extractor.second_reader import answers
from extractor.second_reader.answers import Choice
from extractor.second_reader.coding import CODES
from extractor.second_reader.settle import settle

ROOT = Path(__file__).resolve().parent.parent
PATTERNS = ROOT / "patterns"
SUFFIXES = (".txt", ".html", ".docx", ".pdf")
AT_LEAST = 0.5
"""A row that is settled less surely teaches nothing; a higher mark would leave out rows that were wrong."""


def labels(choices: Iterable[Choice], book: Rulebook) -> list[tuple[str, str, str]]:
    """(dimension, label, code) of printed labels that all readers code alike and no vocabulary knows."""
    matcher = Matcher(book)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in choices:
        for dimension in label_model.VOCABULARIES:
            label, code = one.labels.get(dimension, ""), one.codes.get(dimension, "")
            if label and code and code != UNMAPPED and fold_label(label) != fold_label(code):
                found[dimension, label].add(code)
    return sorted(
        (dimension, label, *codes)
        for (dimension, label), codes in found.items()
        if len(codes) == 1 and not matcher.named(label_model.VOCABULARIES[dimension], label)
    )


def judged(given: answers.Answers, reports: Path, book: Rulebook) -> list[Judged]:
    """The rows of the reports that were answered and settled surely, right where the answers left them."""
    out = []
    for path in sorted(path for path in reports.iterdir() if path.suffix in SUFFIXES):
        with using(words_of(book)):
            done = worked(path.read_bytes(), path.name, None, book, weighed=False)
            read = result(done)
            own = traits(done)
        after = settle(given, {path.name: read}, book).results[path.name]
        known = {row["observation_id"]: row for row in after.rows()}
        for row, told in zip(read.rows(), own, strict=True):
            new = known.get(row["observation_id"])
            if new is None:
                out.append(Judged("answers", path.stem, told, False))
            elif new["second_reading"] and float(new["confidence"]) >= AT_LEAST:
                right = all(new[name] == row[name] for name in (*CODES, *contract.DIMENSIONS))
                out.append(Judged("answers", path.stem, told, right))
    return out


def refit(given: answers.Answers, reports: Path, sets: Sequence[str], write: bool) -> Iterable[str]:
    """Lines that say what changes; patterns/ is written if asked for."""
    book = rulebook.load(PATTERNS)
    more = labels(given.choices, book)
    yield f"labels that readers code and no vocabulary names: {len(more)}"
    yield from (f"  {dimension}: '{label}' -> {code}" for dimension, label, code in more[:20])
    first = confidence.first_readings()
    taught = judged(given, reports, book)
    yield f"rows that answers judge: {len(taught)}, of which right {sum(row.right for row in taught)}"
    before = confidence.left_out(first)
    after = confidence.left_out(first, taught)
    yield f"confidence before: {confidence.summary(before)}"
    yield f"confidence after:  {confidence.summary(after)}"
    if not write:
        return
    with label_model.EXAMPLES.open("a", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(more)
    names = label_model.VOCABULARIES
    weights = label_model.packed(
        {names[name]: label_model.trained(label_model.material(book, name)) for name in names}
    )
    label_model.WEIGHTS.write_bytes(weights)
    confidence.write(confidence.learn([*first, *taught]), after)
    bench.train(sets)
    yield "written: label_examples.csv, label_ngrams.npz, confidence.yaml, checks.yaml, second_reader.yaml"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.refit", description=__doc__)
    parser.add_argument(
        "--answers", type=Path, required=True, help="the file that `extractor answer` adds to"
    )
    parser.add_argument(
        "--reports", type=Path, required=True, help="the folder of the reports that were asked"
    )
    parser.add_argument("--sets", nargs="+", default=["h", "i", "j", "k"], help="first readings of the rules")
    parser.add_argument("--write", action="store_true", help="write patterns/")
    options = parser.parse_args()
    for line in refit(answers.load(options.answers), options.reports, options.sets, options.write):
        print(line)


if __name__ == "__main__":
    main()
