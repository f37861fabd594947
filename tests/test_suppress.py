"""With --suppress N no count of 1 to N stands anywhere, nor can it be worked out of what does."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import BOOK, observation
from made_dataset import of_folder, whole
from sampled import trials

from extractor import publish
from extractor.disclosure import suppress
from extractor.disclosure.linear import recoverable
from extractor.disclosure.text import Cleaner
from extractor.lexicon import rulebook
from extractor.model import contract
from extractor.publish import Dataset

LIMIT = 5
WHOLE = {name for name, column in contract.COLUMNS.items() if column.type == "integer"}
Row = Mapping[str, str]


# The arithmetic


@settings(max_examples=trials(200), deadline=None)
@given(
    st.lists(
        st.dictionaries(st.integers(0, 5), st.sampled_from([-1, 1]), min_size=1, max_size=4), max_size=6
    ),
    st.sets(st.integers(0, 5)),
    st.sets(st.integers(0, 5)),
)
def test_what_sums_give_away_is_what_fractions_say(
    sums: list[dict[int, int]], hidden: set[int], lost: set[int]
) -> None:
    lost -= hidden
    assert recoverable(sums, hidden, lost) == {
        term for term in hidden if rank(sums, hidden | lost) == rank(sums, (hidden | lost) - {term}) + 1
    }


def rank(sums: Sequence[Mapping[int, int]], unknown: set[int]) -> int:
    """How many of the sums are independent in the unknown terms."""
    rows = [[Fraction(one.get(term, 0)) for term in sorted(unknown)] for one in sums]
    found = 0
    for column in range(len(unknown)):
        pivot = next((n for n in range(found, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for n in range(len(rows)):
            if n != found and rows[n][column]:
                times = rows[n][column] / rows[found][column]
                rows[n] = [a - times * b for a, b in zip(rows[n], rows[found], strict=True)]
        found += 1
    return found


# Breaking it by subtraction


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[dict[str, str]], list[tuple[str, str]]]:
    """A table of outcomes by stages with all its totals, some cells in a second report too; and its cells."""
    outcomes = draw(st.lists(st.sampled_from(contract.OUTCOMES[:6]), min_size=1, max_size=4, unique=True))
    stages = draw(
        st.lists(st.sampled_from(["stage_1", "stage_2", "stage_3"]), min_size=1, max_size=3, unique=True)
    )
    counts = {cell: draw(st.integers(0, 14)) for cell in product(outcomes, stages)}
    cells = {**counts}
    cells |= {(one, "all"): sum(counts[one, stage] for stage in stages) for one in outcomes}
    cells |= {("", stage): sum(counts[one, stage] for one in outcomes) for stage in stages}
    cells["", "all"] = sum(counts.values())
    # What a report leaves out: totals, and the noughts of a blank cell.
    blank = [cell for cell, count in sorted(cells.items()) if not count or cell[0] == "" or cell[1] == "all"]
    dropped = draw(st.sets(st.sampled_from(blank), max_size=2))
    rows = []
    for number, ((outcome, stage), count) in enumerate(sorted(cells.items())):
        if (outcome, stage) in dropped:
            continue
        row = {"measure": "complaints_decided", "outcome": outcome, "stage": stage}
        row |= {
            "evidence": f"{outcome} {stage}: {count}",
            "published_label": f"Table {outcome or 'Total'} {count}",
        }
        rows.append(observation(f"a{number}", str(count), **row))
        if draw(st.booleans()):
            rows.append(observation(f"b{number}", str(count), source_file="b.txt", **row))
        total = cells["", stage]
        if outcome and total and draw(st.booleans()):
            share = {"unit": "percent", "base": str(total) if draw(st.booleans()) else ""}
            rows.append(observation(f"c{number}", str(round(100 * count / total)), **(row | share)))
    return rows, sorted(cells)


def attacked(
    rows: Sequence[Row], kept: Sequence[Row], cells: Sequence[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], float]]:
    """Cells that someone who knows that it is a whole table can work out of what is left."""
    names = sorted({(row["outcome"], row["stage"]) for row in rows})
    outcomes = sorted({outcome for outcome, _ in cells} - {""})
    stages = sorted({stage for _, stage in cells} - {"all"})
    known = {
        (row["outcome"], row["stage"])
        for row in kept
        if row["unit"] == "count" and row["value_status"] == "exact"
    }
    # A share of 0 tells its own count, but not of how many.
    shares = {(row["outcome"], row["stage"]) for row in kept if row["unit"] == "percent" and row["value"]}
    telling = {
        (row["outcome"], row["stage"])
        for row in kept
        if row["unit"] == "percent" and row["value"] not in ("", "0")
    }
    known |= {cell for cell in shares if ("", cell[1]) in known}
    known |= {("", cell[1]) for cell in telling if cell in known}
    everything = list(product([*outcomes, ""], [*stages, "all"]))
    number = {cell: n for n, cell in enumerate(everything)}
    sums = [{number[one, "all"]: -1} | {number[one, stage]: 1 for stage in stages} for one in [*outcomes, ""]]
    sums += [
        {number["", stage]: -1} | {number[one, stage]: 1 for one in outcomes} for stage in [*stages, "all"]
    ]
    hidden = {number[cell] for cell in names if cell not in known}
    lost = {number[cell] for cell in everything if cell not in known} - hidden
    values = {(row["outcome"], row["stage"]): float(row["value"]) for row in rows if row["unit"] == "count"}
    for term in sorted(recoverable(sums, hidden, lost)):
        cell = everything[term]
        if cell in values:
            yield cell, values[cell]


@settings(max_examples=10, deadline=None)
@given(tables())
def test_no_subtraction_gives_back_what_is_hidden_and_all_printings_of_a_figure_are(
    table: tuple[list[dict[str, str]], list[tuple[str, str]]],
) -> None:
    rows, cells = table
    kept = suppress(Dataset(rows, [], [], [], {}), LIMIT, BOOK).rows("observations")
    states = defaultdict(set)
    for row in kept:
        if row["unit"] == "count":
            states[row["outcome"], row["stage"]].add(row["value_status"])
            assert not 0 < float(row["value"] or 0) <= LIMIT
    assert all(len(found) == 1 for found in states.values())
    if all(float(row["value"]) > 0 for row in rows):  # a hidden nought is no one's secret
        assert list(attacked(rows, kept, cells)) == []
    else:
        assert [cell for cell, value in attacked(rows, kept, cells) if 0 < value <= LIMIT] == []


def test_without_small_counts_nothing_changes() -> None:
    rows = [
        observation("a1", "40"),
        observation("a2", "0", theme="delay"),
        observation("a3", "6", sex="female"),
    ]
    kept = suppress(Dataset(rows, [], [], [], {}), LIMIT, BOOK)
    assert kept.rows("observations") == rows and kept.run["suppress"] == LIMIT


def test_two_ones_that_add_up_to_two_need_a_third() -> None:
    parts = {"upheld": "1", "not_upheld": "1", "withdrawn": "20", "resolved": "30"}
    rows = [
        observation(name, count, measure="complaints_decided", outcome=name) for name, count in parts.items()
    ]
    rows.append(observation("all", "52", measure="complaints_decided"))
    left = suppress(Dataset(rows, [], [], [], {}), LIMIT, BOOK).rows("observations")
    kept = {old["observation_id"]: row["value"] for old, row in zip(rows, left, strict=True)}
    assert kept == {"upheld": "", "not_upheld": "", "withdrawn": "", "resolved": "30", "all": "52"}


@pytest.mark.parametrize(
    ("rows", "gone"),
    [
        # A share that stands for a small count, with its base printed or elsewhere in the report.
        ([observation("p", "10", unit="percent", theme="delay", base="40")], {"p"}),
        ([observation("p", "10", unit="percent", theme="delay"), observation("t", "40")], {"p"}),
        ([observation("p", "50", unit="percent", theme="delay"), observation("t", "40")], set()),
        # The other share tells it too.
        (
            [
                observation("p", "10", unit="percent", sex="female", base="40"),
                observation("q", "90", unit="percent", sex="male", base="40"),
                observation("t", "40"),
            ],
            {"p", "q"},
        ),
        # A change from a figure that is hidden, or to one.
        (
            [
                observation("a", "3"),
                observation("b", "8", period="2017/18"),
                observation("c", "-63", measure="change", change_of="complaints_received", unit="percent"),
            ],
            {"a", "c"},
        ),
        (
            [
                observation("a", "8"),
                observation("b", "3", period="2017/18"),
                observation("c", "167", measure="change", change_of="complaints_received", unit="percent"),
            ],
            {"b", "c"},
        ),
        # A union and what it covers.
        (
            [
                observation("u", "10", measure="complaints_decided", outcome="upheld_or_partially_upheld"),
                observation("a", "3", measure="complaints_decided", outcome="upheld"),
                observation("b", "7", measure="complaints_decided", outcome="partially_upheld"),
            ],
            {"a", "b"},
        ),
        # The total of one measure stands for that of another.
        (
            [
                observation("t", "20"),
                observation("a", "3", measure="complaints_decided", outcome="upheld"),
                observation("b", "17", measure="complaints_decided", outcome="not_upheld"),
            ],
            {"a", "b"},
        ),
        # Whole numbers that the council itself has given as bounds.
        ([observation("a", "5", value_status="less_than")], {"a"}),
    ],
)
def test_what_else_would_tell(rows: list[dict[str, str]], gone: set[str]) -> None:
    kept = suppress(Dataset(rows, [], [], [], {}), LIMIT, BOOK).rows("observations")
    pairs = zip(rows, kept, strict=True)
    assert {old["observation_id"] for old, row in pairs if row["value_status"] == "suppressed"} == gone


# Searching the folder


def folder_texts(folder: Path) -> Iterator[tuple[str, str, Row]]:
    """(file, column, row) of every cell of every table, database and CSV alike."""
    for path in sorted(folder.rglob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                for column in row:
                    yield path.name, column, row
    base = sqlite3.connect(folder / "complaints.db")
    base.row_factory = sqlite3.Row
    names = [line[0] for line in base.execute("select name from sqlite_master where type = 'table'")]
    for name in names:
        if "_fts" not in name:
            for line in base.execute(f'select * from "{name}"'):
                cells = {key: "" if line[key] is None else str(line[key]) for key in line.keys()}  # noqa: SIM118
                for column in cells:
                    yield f"complaints.db/{name}", column, cells


SECRET = "87"
"""A number that stands for nothing else."""


def test_a_hidden_number_stands_nowhere_in_the_folder(tmp_path: Path) -> None:
    decided = {"measure": "complaints_decided"}
    rows = [
        observation(
            "a1",
            "3",
            outcome="upheld",
            evidence="Three (3) were upheld",
            published_label="3 upheld",
            **decided,
        ),
        observation("a2", SECRET, outcome="not_upheld", outcome_label=f"Not upheld ({SECRET})", **decided),
        observation("a3", "90", evidence=f"Of 90 decided {SECRET} were not upheld, three were.", **decided),
        observation("a4", "97", unit="percent", outcome="not_upheld", base="90", **decided),
        observation("a5", "90", source_kind="prose", evidence=f"We decided 90, {SECRET} of them against."),
    ]
    issue = {
        "source_file": "a.txt",
        "code": "x",
        "message": f"'{SECRET} of 90' is not a date",
        "suggestion": "3 upheld",
    }
    category = {
        "dimension": "outcome",
        "label": f"Not upheld {SECRET}",
        "source_files": "a.txt",
        "occurrences": "1",
    }
    coverage = {"source_file": "a.txt", "status": "partial", "reason": f"{SECRET} was not read."}
    council = {
        "authority_code": "E09000015",
        "period": "2018/19",
        "upheld": "3",
        "not_upheld": SECRET,
        "decided": "90",
    }
    data = whole(rows, issues=[issue], categories=[category], coverage=[coverage], councils=[council])
    publish.publish(suppress(data, LIMIT, BOOK), tmp_path, BOOK)
    for path in sorted(tmp_path.rglob("*")):
        if path.is_file() and path.suffix in (".csv", ".json", ".html"):
            text = re.sub(r"sha256:[0-9a-f]+|\"bytes\": \d+", "", path.read_text(encoding="utf-8"))
            # Of the page what is said, not how wide things are drawn.
            text = re.sub(r"(?s)<style.*?</style>|(?<=<)(?!a\b)[^<>]*(?=>)", "", text)
            assert not re.search(rf"(?<![\d.]){SECRET}(?![\d.])", text), path.name
    for name in ("complaints.db", "observations.parquet", "comparable.parquet"):
        assert SECRET.encode() + b" of" not in (tmp_path / name).read_bytes()
    for file, column, row in folder_texts(tmp_path):
        if column in WHOLE or column.endswith("_number") or "_columns" in file:
            continue
        assert not re.search(rf"\b{SECRET}\b|\bthree\b", row[column], re.I), (file, column)
    with (tmp_path / "councils.csv").open(encoding="utf-8") as file:
        (line,) = csv.DictReader(file)
    assert (line["upheld"], line["not_upheld"], line["decided"]) == ("c", "c", "90")
    assert json.loads((tmp_path / "run.json").read_text())["suppress"] == LIMIT


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, corpus_outputs: Path) -> Path:
    """The corpus without and with suppression: `open` and `kept`; `run` is what they were made of."""
    folder = tmp_path_factory.mktemp("suppressed")
    for name in ("run", "open"):
        (folder / name).symlink_to(corpus_outputs)
    data = of_folder(corpus_outputs)
    publish.publish(suppress(data, LIMIT, BOOK), folder / "kept", BOOK)
    return folder


def test_in_real_reports_no_small_count_stands_in_any_file(real: Path) -> None:
    plainly = publish.read_csv(real / "open" / "observations.csv")
    kept = publish.read_csv(real / "kept" / "observations.csv")
    before = {row["observation_id"]: old for old, row in zip(plainly, kept, strict=True)}
    hidden = {
        row["observation_id"]
        for row in kept
        if row["value_status"] == "suppressed" and before[row["observation_id"]]["value"]
    }
    assert len(hidden) > 100
    small = {one for one, row in before.items() if row["unit"] == "count" and row["value"] in set("12345")}
    assert small <= hidden
    seen = 0
    for file, column, row in folder_texts(real / "kept"):
        identity = row.get("observation_id", "")
        ids = {identity} | set(row.get("observation_ids", "").split(";"))
        if row.get("unit") == "count" and column == "value" and row[column]:
            assert not 0 < float(row[column]) <= LIMIT, (file, row)
        if column in ("base", "numerator", "denominator") and row[column]:
            assert not 0 < float(row[column]) <= LIMIT, (file, row)
        if column in ("value", "base", "numerator", "lower", "upper", "printed", "computed") and ids & hidden:
            assert row[column] in ("", "c"), (file, row)
        if identity in hidden and column in ("evidence", "published_label", *contract.LABELS):
            seen += 1
            value = before[identity]["value"].removeprefix("-")
            text = re.sub(
                r"(?:19|20)\d\d\s?[/–-]\s?\d+|\b[A-Za-z]{3,9}\s?['’]?\d\d(\d\d)?\b", "", row[column]
            )
            assert not re.search(rf"(?<![\d./]){re.escape(value)}(?![\d./])", text), (
                file,
                column,
                row[column],
            )
    assert seen > 1000


def test_real_reports_keep_most_of_their_large_figures(real: Path) -> None:
    kept = publish.read_csv(real / "kept" / "observations.csv")
    before = publish.read_csv(real / "open" / "observations.csv")
    large = [n for n, row in enumerate(before) if row["unit"] == "count" and float(row["value"] or 0) > 20]
    assert sum(bool(kept[n]["value"]) for n in large) / len(large) > 0.75


def test_in_real_reports_totals_and_parts_do_not_give_a_small_count_back(real: Path) -> None:
    """Any total less all the parts but one, along any column, over everything that is printed."""
    before = publish.read_csv(real / "open" / "observations.csv")
    kept = publish.read_csv(real / "kept" / "observations.csv")
    axes = ("procedure", "stage", *contract.DIMENSIONS)
    groups = defaultdict(list)
    for old, new in zip(before, kept, strict=True):
        if old["unit"] != "count" or not old["value"]:
            continue
        codes = tuple(
            "" if old[axis] == "all" else old[axis] + old.get(f"{axis}_label", "") * (old[axis] == "unmapped")
            for axis in axes
        )
        for place in ((old["source_file"], old["table_index"]), (old["source_file"], "")):
            where = (old["authority_code"], old["period"], old["measure"], *place)
            for n, code in enumerate(codes):
                total = codes[:n] + ("",) + codes[n + 1 :]
                if code:
                    groups[where, n, total, "parts"].append((codes, old, new))
            groups[where, "", codes, "whole"].append((codes, old, new))
    broken = []
    for (where, axis, total, kind), parts in groups.items():
        if kind != "parts":
            continue
        figures = {codes: (old, new) for codes, old, new in parts}
        secret = [pair for pair in figures.values() if not pair[1]["value"]]
        wholes = [new for _, _, new in groups.get((where, "", total, "whole"), ()) if new["value"]]
        if len(secret) != 1 or len(figures) < 2:
            continue
        shown = sum(float(new["value"]) for _, new in figures.values() if new["value"])
        for one in wholes:
            if float(one["value"]) - shown == float(secret[0][0]["value"]) > 0:
                broken.append((where, axis, total, secret[0][0]["observation_id"]))
    assert broken == []


def test_the_suppressed_folder_is_valid_and_the_same_every_time(real: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed here")
    report = frictionless.validate(str(real / "kept" / "datapackage.json"))
    assert report.valid, report.flatten(["message"])[:3]
    publish.publish(suppress(of_folder(real / "run"), LIMIT, BOOK), tmp_path, BOOK)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (real / "kept" / path.relative_to(tmp_path)).read_bytes(), path.name


def test_confidential_in_the_pair_for_the_department(real: Path) -> None:
    with (real / "kept" / "ees" / "complaints.csv").open(encoding="utf-8") as file:
        numbers = [row["number"] for row in csv.DictReader(file)]
    assert numbers.count("c") > 50 and not {"1", "2", "3", "4", "5"} & set(numbers)


# Numbers in text


@pytest.fixture(scope="module")
def cleaner(root: Path) -> Cleaner:
    return Cleaner(rulebook.load(root / "patterns").raw("suppression"), LIMIT)


def test_every_example_in_patterns_means_what_it_says(root: Path) -> None:
    book = rulebook.load(root / "patterns").raw("suppression")
    cleaner = Cleaner(book, 5)
    for entry in book.words:
        for example in entry.examples:
            assert cleaner.clean(example, frozenset({float(entry.id)})) != example, example
    for example in book.examples:
        assert cleaner.clean(example, frozenset()) == example


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("3 complaints", "c complaints"),
        ("Three complaints, 40 enquiries", "c complaints, 40 enquiries"),
        ("from 5 to 3", "from c to c"),
        ("3/5 on time", "c/c on time"),
        ("3 (4%)", "c (c%)"),
        ("30 complaints, 2,003 contacts", "30 complaints, 2,003 contacts"),
        ("12 were not", "c were not"),
        ("twelve were not", "c were not"),
        ("Stage 1 in 2018/19", "Stage 1 in 2018/19"),
        ("Stages 1 and 2", "Stages 1 and 2"),
        ("within 5 working days, 4 were late", "within 5 working days, c were late"),
        ("on 3 May 2019, 3 March and April 2", "on 3 May 2019, 3 March and April 2"),
        ("aged 4, aged 5-9", "aged 4, aged 5-9"),
        ("it stood alone; someone phoned", "it stood alone; someone phoned"),
        ("2.5 and 1.0", "2.5 and c"),
    ],
)
def test_numbers_in_text(cleaner: Cleaner, text: str, cleaned: str) -> None:
    assert cleaner.clean(text, frozenset({12.0})) == cleaned


@settings(max_examples=trials(200), deadline=None)
@given(
    st.lists(
        st.sampled_from(["1", "3", "five", "12", "Stage", "days", "of", "(", ")", "40", "-", "/"]), max_size=8
    )
)
def test_strict_cleaning_leaves_no_small_number_but_in_dates(cleaner: Cleaner, words: list[str]) -> None:
    left = cleaner.clean(" ".join(words), frozenset({12.0}), strict=True)
    assert not re.search(r"(?<![\d/])(?:[1-5]|12|five)(?![\d/])", left)


def test_ids_of_hidden_rows_tell_nothing_and_still_point(real: Path) -> None:
    def written(out: Path) -> dict[str, list[dict[str, str]]]:
        return {one: publish.read_csv(out / f"{one}.csv") for one in ("observations", "comparable", "checks")}

    plainly, hidden = written(real / "open"), written(real / "kept")
    before = {row["observation_id"] for row in plainly["observations"]}
    ids = {row["observation_id"]: row for row in hidden["observations"]}
    assert len(ids) == len(before)
    secret = [row for row in ids.values() if row["value_status"] == "suppressed"]
    assert len(secret) > 50
    assert all(row["observation_id"] not in before for row in secret)
    for name in ("comparable", "checks"):
        told = {one for row in hidden[name] for one in row["observation_ids"].split(";") if one}
        assert told <= ids.keys()
