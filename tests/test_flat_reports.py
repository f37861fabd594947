"""Reports whose headings and titles all look alike, and cells and lists that could be taken for others."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.lexicon import rulebook
from extractor.model.result import ReportResult
from extractor.run.report import work
from extractor.understand import entry_lines

ROOT = Path(__file__).resolve().parent.parent
START = """Complaints Annual Report 2022/23

Harrow Council

Introduction

This report is about complaints that Harrow Council received in 2022/23, what became of them and
what was learnt. Complaints about the whole council and complaints about children's services are
told apart. The complaints team advises managers and reports to the corporate board.
"""
PARTS = """
Corporate complaints procedure

Number of complaints

The council received 120 complaints in 2022/23.

Complaint outcomes

{own}Of the complaints closed, 31 were upheld.

Children's statutory complaints

{lead}Complaint outcomes

Of the complaints closed, 17 were upheld.

Compliments

The council received 88 compliments in 2022/23.
"""


def _read(text: str, name: str = "a.txt") -> ReportResult:
    return work(text.encode(), name, None, rulebook.load(ROOT / "patterns"))


def _by_value(text: str, name: str = "a.txt") -> dict[str, dict[str, str]]:
    return {row["value"]: row for row in _read(text, name).rows()}


@pytest.mark.parametrize("lead", ["", "This procedure follows the Children Act 1989.\n\n"])
def test_headings_of_one_look_keep_the_procedure_that_their_part_opens_with(lead: str) -> None:
    rows = _by_value(START + PARTS.format(own="", lead=lead))
    assert rows["31"]["procedure"] == "corporate"
    assert rows["17"]["procedure"] == "children_statutory"
    assert rows["88"]["procedure"] not in ("corporate", "children_statutory")


def test_a_heading_on_its_own_level_still_ends_a_part() -> None:
    marked = START.replace("Introduction\n", "# Introduction\n") + (
        "\n# Corporate complaints\n\n## Volume\n\nThe council received 120 complaints in 2022/23.\n"
        "\n## Speed\n\nOf these, 61 were answered on time.\n"
        "\n# Children's statutory complaints\n\n## Volume\n\nThere were 40 complaints in 2022/23.\n"
        "\n## Speed\n\nOf these, 22 were answered on time.\n"
        "\n# Complaint outcomes\n\nAcross the council, 53 complaints were upheld.\n"
    )
    rows = _by_value(marked, "a.md")
    assert rows["61"]["procedure"] == "corporate"
    assert rows["22"]["procedure"] == "children_statutory"
    assert rows["53"]["procedure"] == "all"


TITLED = """
Stage 1 complaints by service

Most complaints came from two teams, as in the year before.

Complaints received by service

Service        2021/22   2022/23
Adoption            11        14
Fostering           21        23

Complaints by channel

People used email more than ever before in the year.

Channels used for complaints

Channel        2021/22   2022/23
Email               41        52
Letter              12         9
{more}"""
THIRD = """
Complaints received by ethnicity

Numbers are small and should be read with care, as always.

Complaints by ethnic group

Ethnicity      2021/22   2022/23
Asian                3         4
White               32        33
"""


@pytest.mark.parametrize("more", ["", THIRD])
def test_a_title_between_a_section_and_its_table_keeps_the_stage_of_the_section(more: str) -> None:
    rows = _by_value(START + TITLED.format(more=more))
    assert (rows["14"]["stage"], rows["14"]["service_area"]) == ("stage_1", "adoption")
    assert (rows["52"]["stage"], rows["52"]["channel"]) == ("all", "email")


SPANS = """<h1>Complaints Annual Report 2022/23</h1><p>Harrow Council</p>
<p>This report is about complaints that Harrow Council received in 2022/23 and what became of them. The
complaints team advises managers. Complaints about children's services are complaints, too.</p>
<h2>Complaints by stage</h2><table><tr><th>Service</th><th>Stage 1</th><th>Stage 2</th></tr>
<tr><td>Fostering</td><td>12</td><td>3</td></tr><tr><td>Adoption</td><td colspan=2>45</td></tr>
<tr><td>Leaving care</td><td colspan=2>46 7</td></tr>
<tr><td>Transport</td><td rowspan=2>81</td><td>5</td></tr><tr><td>Admissions</td><td>6</td></tr></table>"""


def test_a_cell_under_several_headings_is_never_given_to_the_first() -> None:
    rows = _by_value(SPANS, "a.html")
    assert "45" not in rows
    assert "81" not in rows
    assert (rows["46"]["stage"], rows["7"]["stage"]) == ("stage_1", "stage_2")
    assert (rows["5"]["stage"], rows["6"]["stage"]) == ("stage_2", "stage_2")


@pytest.mark.parametrize(
    ("line", "label", "value"),
    [
        ("16-24 (27)", "16-24", "27"),
        ("75+ (1)", "75+", "1"),
        ("Under 16 (4)", "Under 16", "4"),
        ("Aged 18-24 - 7 (10%)", "Aged 18-24", "7 (10%)"),
        ("80 and over (3)", "80 and over", "3"),
    ],
)
def test_age_bands_are_labels_of_entries(line: str, label: str, value: str) -> None:
    assert entry_lines.split(line) == (label, value)


def test_the_last_item_of_a_list_takes_no_heading_for_its_words() -> None:
    rows = _by_value(
        "# Complaints Annual Report 2022/23\n\nHarrow Council\n\n## Introduction\n\nThis report is about"
        " complaints that Harrow Council received in 2022/23 and what became of them.\n\n"
        "## Who complained\n\nComplaints by age of the person:\n\n- 16-24 (27)\n- 25-39 (14)\n- 75+ (1)\n\n"
        "## Outcomes at Stage 1\n\nOf the complaints closed, 33 were upheld.\n",
        "a.md",
    )
    assert rows["33"]["stage"] == "stage_1"
    assert rows["1"]["age_band_label"] == "75+"


def test_headings_over_pairs_of_columns_share_them_evenly() -> None:
    table = """
Service                 2021-22                2022-23
                            No.   Percentage       No.   Percentage
-------------------   -------   ----------   -------   ----------
Fostering                    36          42%        49          51%
Adoption                     17          20%         8           8%
Leaving care                  9          11%        21          22%
"""
    rows = _by_value(START + "\nComplaints received by service\n" + table)
    assert (rows["42"]["period"], rows["42"]["unit"]) == ("2021/22", "percent")
    assert (rows["8"]["period"], rows["51"]["period"]) == ("2022/23", "2022/23")


@pytest.mark.parametrize(
    "label",
    ["Passed back to the authority for local resolution", "Referred to the council for local resolution"],
)
def test_what_the_ombudsman_sends_back_is_a_decision_and_no_stage(label: str) -> None:
    table = (
        "\n## Ombudsman complaints\n\nTable 4: Ombudsman decisions by outcome\n\n| Decision | 2022/23 |\n"
        f"|---|---|\n| Upheld | 4 |\n| Not upheld | 6 |\n| {label} | 5 |\n| Out of jurisdiction | 2 |\n"
    )
    row = _by_value(START.replace("Introduction\n", "## Introduction\n") + table, "a.md")["5"]
    assert (row["procedure"], row["stage"], row["measure"]) == (
        "ombudsman",
        "ombudsman",
        "complaints_decided",
    )
    assert row["outcome"] == "referred_back"


def test_a_figure_of_last_year_in_the_opening_does_not_name_the_reports_year() -> None:
    text = (
        "<h1>Complaints and compliments: annual report of the council</h1><p>Leicestershire County Council,"
        " 2022/23</p><h2>Main figures</h2><p>The main figures for the year are:</p><ul><li>111 Stage 1"
        " complaints received, 148 in 2021/22</li><li>9 complaints upheld by the Ombudsman</li></ul>"
        "<p>This report tells what people complained about and what was done about the complaints.</p>"
    )
    rows = _by_value(text, "a.html")
    assert (rows["111"]["period"], rows["148"]["period"]) == ("2022/23", "2021/22")
