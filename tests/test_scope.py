"""What is no council's complaint report gives no rows and says so; what is one in part gives its part."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import PATTERNS, Heard

from extractor.identify.manifest import ManifestEntry
from extractor.lexicon import rulebook
from extractor.publish import read_csv
from extractor.run import pipeline
from extractor.run.report import work

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(__file__).parent / "data" / "scope"
STATUS = {
    "scottish-council.txt": ("out_of_scope", "Scotland"),
    "welsh-council.html": ("out_of_scope", "Wales"),
    "northern-irish-council.txt": ("out_of_scope", "Northern Ireland"),
    "fire-authority.txt": ("out_of_scope", "fire and rescue"),
    "police-force.txt": ("out_of_scope", "police"),
    "nhs-trust.txt": ("out_of_scope", "health service"),
    "housing-association.txt": ("out_of_scope", "housing association"),
    "ombudsman-review.txt": ("out_of_scope", "Ombudsman"),
    "planning-report.txt": ("not_a_complaints_report", "mentioned 2 times"),
    "budget-report.txt": ("not_a_complaints_report", "mentioned 2 times"),
    "election-result.html": ("not_a_complaints_report", "mentioned 1 times"),
    "school-inspection.txt": ("not_a_complaints_report", "mentioned 2 times"),
    "menu.txt": ("not_a_complaints_report", "mentioned 1 times"),
    "empty.txt": ("unreadable", "empty"),
    "empty-page.html": ("unreadable", "no text"),
}
IN_PART = {
    "ombudsman-letter.txt": {
        ("complaints_received", "ombudsman", "", "102"),
        ("complaints_decided", "ombudsman", "", "98"),
        ("complaints_decided", "ombudsman", "upheld", "14"),
        ("complaints_decided", "ombudsman", "not_upheld", "11"),
        ("complaints_decided", "ombudsman", "referred_back", "46"),
    },
    "committee-minutes.txt": {
        ("complaints_received", "stage_1", "", "96"),
        ("complaints_received", "stage_2", "", "4"),
        ("complaints_decided", "stage_1", "upheld", "21"),
        ("complaints_decided", "stage_1", "not_upheld", "48"),
    },
    "performance-report.html": {
        ("complaints_received", "stage_1", "", "1204"),
        ("complaints_received", "stage_2", "", "96"),
        ("complaints_decided", "stage_1", "upheld", "410"),
        ("complaints_decided", "stage_1", "not_upheld", "633"),
        ("compliments_received", "all", "", "315"),
    },
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over all of them."""
    folder = tmp_path_factory.mktemp("scope")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("EXTRACTOR_CACHE", str(folder / "cache"))
        pipeline.run([str(DATA)], pipeline.Options(PATTERNS, out=folder / "out", jobs=1), Heard())
    return folder / "out"


@pytest.fixture(scope="module")
def book() -> rulebook.Rulebook:
    return rulebook.load(ROOT / "patterns")


def test_every_document_is_looked_for(out: Path) -> None:
    assert {path.name for path in DATA.iterdir()} == {*STATUS, *IN_PART}
    assert {row["source_file"] for row in read_csv(out / "coverage.csv")} == {*STATUS, *IN_PART}


@pytest.mark.parametrize("name", STATUS)
def test_what_is_no_council_s_complaint_report_gives_no_rows_and_says_why(name: str, out: Path) -> None:
    (line,) = [row for row in read_csv(out / "coverage.csv") if row["source_file"] == name]
    status, reason = STATUS[name]
    assert line["status"] == status and reason in line["reason"]
    assert line["observations"] == "0" and line["authority_code"] in ("", *_ENGLISH.get(status, ()))
    assert name not in {row["source_file"] for row in read_csv(out / "observations.csv")}


_ENGLISH = {"not_a_complaints_report": ("E09000015", "E09000003", "E09000016", "E10000016")}


@pytest.mark.parametrize("name", IN_PART)
def test_what_is_one_in_part_gives_what_it_states_and_no_more(name: str, out: Path) -> None:
    rows = [row for row in read_csv(out / "observations.csv") if row["source_file"] == name]
    assert {(r["measure"], r["stage"], r["outcome"], r["value"]) for r in rows} == IN_PART[name]
    assert len({(row["authority_code"], row["period"]) for row in rows}) == 1 and rows[0]["authority_code"]
    told = [row for row in read_csv(out / "issues.csv") if row["source_file"] == name]
    assert [row["code"] for row in told] == ([] if "letter" in name else ["read-in-part"])


def test_figures_of_an_ombudsman_s_letter_are_the_ombudsman_s(out: Path) -> None:
    rows = [r for r in read_csv(out / "observations.csv") if r["source_file"] == "ombudsman-letter.txt"]
    assert {(row["procedure"], row["authority_name"]) for row in rows} == {("ombudsman", "Harrow")}


def test_a_paper_without_an_item_on_complaints_is_not_cut_down_to_its_table(
    book: rulebook.Rulebook,
) -> None:
    text = """# Ombudsman: annual review letter 2017-18

To: Audit and Accounts Committee, 24 September 2018. Cambridgeshire County Council.
Members are asked to note it.

## Complaints and enquiries received

| Category | 2016/17 | 2017/18 |
| --- | --- | --- |
| Highways | 17 | 14 |
| Total | 72 | 77 |

## Remedies

- Apology: 12
"""
    read = work(text.encode(), "letter.txt", None, book)
    assert {"14", "77", "12"} <= {str(row["value"]) for row in read.rows()}


def test_published_reports_on_other_matters_give_no_rows(shared: Path, book: rulebook.Rulebook) -> None:
    found = sorted((shared / "other-pdfs").glob("*.pdf"))
    assert len(found) >= 6
    for path in found:
        read = work(path.read_bytes(), path.name, None, book)
        assert read.coverage.status == "not_a_complaints_report", path.name
        assert not read.rows()


FIGURES = """

In 2021/22 we received 87 complaints, compared with 102 complaints in 2020/21. Of the 87 complaints, 31 were
upheld and 42 were not upheld. 80 complaints were answered within 20 working days.
"""


def paragraphs(opening: str) -> str:
    """'Kent Police | Complaints report' as two paragraphs."""
    return opening.replace(" | ", "\n\n")


@pytest.mark.parametrize(
    "opening",
    [
        "Kent Fire and Rescue Service | Annual complaints report 2021/22 | We serve Kent and Medway.",
        "Annual complaints report 2021/22 | Humberside Fire & Rescue Service",
        "Police and Crime Commissioner for Devon and Cornwall | Complaints report 2021/22",
        "West Midlands Police | Annual complaints report 2021/22 | Birmingham City Council is a partner.",
        "Riverside Housing Group | Complaints report 2021/22",
        "Sovereign | Complaints report 2021/22 | A resident may ask the Housing Ombudsman to look at it.",
        "University of Essex | Student complaints: annual report 2021/22",
        "Witney Town Council | Complaints report 2021/22",
        "NHS Kent and Medway Integrated Care Board | Complaints: annual report 2021/22",
        "Local Government Ombudsman | Review of complaints 2021/22 | Leeds City Council had 12 complaints.",
    ],
)
def test_other_bodies_by_their_opening(opening: str, book: rulebook.Rulebook) -> None:
    read = work((paragraphs(opening) + FIGURES).encode(), "r.txt", None, book)
    assert (read.coverage.status, len(read.rows())) == ("out_of_scope", 0)


@pytest.mark.parametrize(
    "opening",
    [
        "Barnet Council | Annual complaints report 2021/22 | Working with the police | Kent Police helps.",
        "Annual complaints report 2021/22 | Children's homes | Medway Council received complaints.",
        "Medway | Annual complaints report 2021/22 | Medway Council works with Medway NHS Foundation Trust.",
        "Cornwall Council Fire and Rescue Service | Complaints report 2021/22",
        "Leeds City Council: landlord complaints 2021/22 | Tenants may go to the Housing Ombudsman.",
        "Annual complaints report 2021/22 | Harrow Council tenants may go to the Housing Ombudsman.",
        "Sandhaven Borough Council | LOCAL GOVERNMENT OMBUDSMAN: ANNUAL REVIEW LETTER 2022",
        "Annual complaints report | The Ombudsman | Harrow Council answered complaints in 2021/22.",
        "Hartlepool Borough Council | NHS and public health complaints 2021/22",
    ],
)
def test_councils_that_speak_of_other_bodies_stay_in_scope(opening: str, book: rulebook.Rulebook) -> None:
    read = work((paragraphs(opening) + FIGURES).encode(), "r.txt", None, book)
    assert read.coverage.status in ("ok", "partial") and read.rows()


def test_the_manifest_may_say_that_a_report_is_a_council_s(book: rulebook.Rulebook) -> None:
    opening = "Barnet Homes Limited\n\nComplaints report 2021/22"
    entry = ManifestEntry(file="r.txt", authority_code="E09000003")
    assert work((opening + FIGURES).encode(), "r.txt", None, book).coverage.status == "out_of_scope"
    read = work((opening + FIGURES).encode(), "r.txt", entry, book)
    assert {row["authority_code"] for row in read.rows()} == {"E09000003"}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("Kent Fire and Rescue Service", "Kent Fireworks", "the example 'Kent Fireworks' is not hit"),
        ("not: [Fire safety complaints]", "not: [Fire service complaints]", "is hit, and should not be"),
        ("'\\bconstabulary\\b'", "'\\bconstabulary('", "is broken"),
    ],
)
def test_a_broken_list_of_bodies_is_one_sentence(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    text = (ROOT / "patterns" / "scope.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "scope.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(rulebook.RulebookError, match=r"scope\.yaml") as said:
        rulebook.load(tmp_path).raw("scope")
    assert sentence in str(said.value)
