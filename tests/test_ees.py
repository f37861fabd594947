"""The pair of files for Explore Education Statistics keeps to the service's rules for columns."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import BOOK, observation
from made_dataset import comparable, whole
from sampled import trials

from extractor import publish
from extractor.model import contract
from extractor.publish import ees

LISTS = {"outcome": ("", *contract.OUTCOMES, "unmapped"), "sex": ("", *contract.CODES["sex"])}


@st.composite
def figures(draw: st.DrawFn) -> list[dict[str, str]]:
    rows = []
    for number in range(draw(st.integers(0, 12))):
        status = draw(st.sampled_from(contract.VALUE_STATUSES))
        value = "" if status in contract.WITHOUT_VALUE else draw(st.sampled_from(["0", "3", "0.04", "-2.5"]))
        cells = {name: draw(st.sampled_from(codes)) for name, codes in LISTS.items()}
        rows.append(
            observation(
                f"a{number}",
                value,
                value_status=status,
                period=draw(st.sampled_from(["2018/19", "2017/18", "2019", "2018/19 Q1", "2019-03-31"])),
                authority_code=draw(st.sampled_from(["E09000015", "E09000016", "W06000001", ""])),
                measure=draw(st.sampled_from(contract.MEASURES)),
                stage=draw(st.sampled_from(contract.STAGES)),
                unit=draw(st.sampled_from(contract.UNITS)),
                outcome_label=draw(st.sampled_from(["", "Upheld ="])),
                **cells,
            )
        )
    return rows


def check_pair(data: list[dict[str, str]], meta: list[dict[str, str]]) -> None:
    """What the service refuses."""
    names = [line["col_name"] for line in meta]
    assert len(names) == len(set(names))
    assert set(names) | set(ees.GEOGRAPHY) == set(ees.columns())
    assert not set(names) & set(ees.GEOGRAPHY)
    filters = [line["col_name"] for line in meta if line["col_type"] == "Filter"]
    indicators = [line["col_name"] for line in meta if line["col_type"] == "Indicator"]
    assert filters and indicators and len(filters) + len(indicators) == len(meta)
    for line in meta:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", line["col_name"]) and line["label"]
        assert (line["indicator_dp"] != "") == (line["col_type"] == "Indicator")
        assert line["indicator_unit"] in ("", "%", "pp", "£")
    seen = set()
    for line in data:
        assert re.fullmatch(r"20\d{4}", line["time_period"])
        assert int(line["time_period"][4:]) == (int(line["time_period"][2:4]) + 1) % 100
        assert line["time_identifier"] == "Financial year"
        assert line["geographic_level"] == "Local authority"
        assert (line["country_code"], line["country_name"]) == ("E92000001", "England")
        assert re.fullmatch(r"E\d{8}", line["new_la_code"]) and re.fullmatch(r"E12\d{6}", line["region_code"])
        assert re.fullmatch(r"[2-9]\d\d|z", line["old_la_code"])
        assert all(line[name].strip() for name in (*filters, "la_name", "region_name"))
        for name in indicators:
            assert line[name] in ees.MARKERS or re.fullmatch(r"-?\d+(\.\d+)?", line[name]), line[name]
        assert any(line[name] not in ("x", "z") or True for name in indicators)
        key = (line["time_period"], line["new_la_code"], *(line[name].casefold() for name in filters))
        assert key not in seen
        seen.add(key)


@settings(max_examples=trials(150), deadline=None)
@given(figures())
def test_the_pair_keeps_the_rules_whatever_the_figures(rows: list[dict[str, str]]) -> None:
    made = list(ees.rows(comparable(rows), BOOK))
    check_pair(made, ees.meta())
    wanted = {
        (one["period"], one["authority_code"])
        for one in rows
        if contract.is_financial_year(one["period"]) and one["authority_code"].startswith("E")
    }
    assert {
        (f"{line['time_period'][:4]}/{line['time_period'][4:]}", line["new_la_code"]) for line in made
    } == wanted


def test_real_reports_keep_the_rules(corpus_outputs: Path) -> None:
    with (corpus_outputs / "ees" / "complaints.csv").open(encoding="utf-8", newline="") as file:
        data = list(csv.DictReader(file))
    with (corpus_outputs / "ees" / "complaints.meta.csv").open(encoding="utf-8", newline="") as file:
        meta = list(csv.DictReader(file))
    check_pair(data, meta)
    assert len(data) > 300
    assert {line["old_la_code"] for line in data} >= {"310", "311", "314", "860"}


@pytest.mark.parametrize(
    ("cells", "marker"),
    [
        ({"value": "12"}, "12"),
        ({"value": "0"}, "0"),
        ({"value": "", "value_status": "suppressed"}, "c"),
        ({"value": "5", "value_status": "less_than"}, "c"),
        ({"value": "", "value_status": "not_available"}, "x"),
        ({"value": "40", "value_status": "approximate"}, "u"),
        ({"value": "12", "comparable": "no"}, "u"),
        ({"value": "0.04", "unit": "percent"}, "low"),
        ({"value": "0.05", "unit": "percent"}, "0.05"),
    ],
)
def test_markers(cells: dict[str, str], marker: str) -> None:
    figure = comparable([observation("a1")])[0] | cells
    (line,) = ees.rows([figure], BOOK)
    assert line[ees.INDICATORS[figure["unit"]]] == marker


def test_what_could_not_be_printed_is_not_applicable() -> None:
    (line,) = ees.rows(
        comparable([observation("a1", "9", measure="response_time", unit="working_days")]), BOOK
    )
    assert (line["average_working_days"], line["average_days"], line["number"]) == ("9", "x", "z")
    (line,) = ees.rows(comparable([observation("a1", "9")]), BOOK)
    assert (line["number"], line["percentage"], line["amount"]) == ("9", "x", "z")


def test_count_and_share_of_a_slice_share_a_row_and_two_payments_are_no_figure() -> None:
    rows = [
        observation("a1", "9", outcome="upheld"),
        observation("a2", "30", unit="percent", outcome="upheld"),
    ]
    (line,) = ees.rows(comparable(rows), BOOK)
    assert (line["number"], line["percentage"], line["outcome"]) == ("9", "30", "Upheld")
    payments = [
        comparable([observation(f"p{n}", str(n), measure="remedies_paid", unit="gbp")])[0] for n in (100, 250)
    ]
    (line,) = ees.rows(payments, BOOK)
    assert line["amount"] == "u"


def test_two_labels_without_a_code_are_two_rows() -> None:
    rows = [observation(f"a{n}", "9", theme="unmapped", theme_label=f"Label {n}") for n in (1, 2)]
    assert [line["theme"] for line in ees.rows(comparable(rows), BOOK)] == [
        "Not coded: Label 1",
        "Not coded: Label 2",
    ]


def test_old_codes_are_those_of_the_department(shared: Path, root: Path) -> None:
    with (shared / "domain" / "authorities.csv").open(encoding="utf-8") as file:
        known = {line["new_la_code"]: line["old_la_code"] for line in csv.DictReader(file)}
    ours = {code: council.old_code for code, council in ees._councils(BOOK).items() if council.old_code}
    assert ours == {code: old for code, old in known.items() if old.isdigit()}


def test_the_folder_holds_the_pair(tmp_path: Path) -> None:
    publish.publish(whole([observation("a1", "40")]), tmp_path, BOOK)
    header = (tmp_path / "ees" / "complaints.csv").read_text(encoding="utf-8").splitlines()[0]
    assert tuple(header.split(",")) == ees.columns()


def test_a_label_that_two_codes_share_names_neither() -> None:
    listed = [SimpleNamespace(id=code, label=label) for code, label in ("aA", "ba", "cB")]
    assert ees._labels("theme", SimpleNamespace(entries_of=lambda _: listed)) == {"c": "B"}  # type: ignore[arg-type]
