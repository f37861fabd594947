"""Does the matcher say what it knows, and no more?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.fold import fold_label
from extractor.lexicon.match import UNMAPPED, Matcher
from extractor.lexicon.rulebook import load


@pytest.fixture(scope="module")
def matcher(root: Path) -> Matcher:
    return Matcher(load(root / "patterns"))


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("Children’s Services", "children service"),
        ("CHILDRENS SERVICE", "children service"),
        ("Triage/MASH & Assessment", "triage mash and assessment"),
        ("Looked-after\u00a0 children", "looked after children"),
        ("“Families”", "family"),
        ("access / status / basis / process", "access status basis process"),
        ("16+ team", "16+ team"),
        ("IROs", "iro"),
        ("", ""),
    ],
)
def test_fold(printed: str, folded: str) -> None:
    assert fold_label(printed) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold_label(fold_label(text)) == fold_label(text)


@pytest.mark.parametrize(
    ("name", "label", "code"),
    [
        ("service_areas", "3.2 Fostering Team*", "fostering"),
        ("service_areas", "a) Adoption Service", "adoption"),
        ("service_areas", "Total Early Help", "early_help"),
        ("service_areas", "Special Educational Needs & Disabilities (SEND)", "send"),
        ("service_areas", "“Front door” ", "front_door_assessment"),
        ("service_areas", "North and East Family Safeguarding", "cin_cp"),
        ("service_areas", "Family Safeguarding Teams 1 & 2", "cin_cp"),
        ("outcomes", "Number upheld", "upheld"),
        ("outcomes", "Complaints partially upheld", "partially_upheld"),
        ("stages", "Stage 2 (Independent Investigation)", "stage_2"),
        ("complainants", "Complaints made by parents", "parent_or_carer"),
        ("channels", "Received by e-mail", "email"),
        ("timeliness", "Responded to within 10 working days", "within_10_days"),
        ("timeliness", "% within timescale", "within_timescale"),
        ("age_bands", "5 – 9 years", "age_5_9"),
        ("age_bands", "<5", "age_0_4"),
        ("ethnicity", "White: English/Welsh/Scottish/Northern Irish/British", "white_british"),
    ],
)
def test_decorations_are_looked_through(matcher: Matcher, name: str, label: str, code: str) -> None:
    found = matcher.match(name, label)
    assert (found.code, found.method) == (code, "exact")
    assert found.alias


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("outcomes", "Not uphelp"),
        ("outcomes", "Uphelld"),
        ("outcomes", "Upheld, of which not upheld"),
        ("outcomes", "Yes"),
        ("stages", "Stage 11"),
        ("stages", "Stage 4 2"),
        ("timeliness", "Within 100 days"),
        ("timeliness", "20"),
        ("sex", "Femal"),
        ("channels", "Emial"),
        ("complainants", "Perent"),
        ("procedures", "Statuary complaints"),
        ("age_bands", "5"),
        ("age_bands", "2018"),
    ],
)
def test_facts_that_are_close_strings_are_exact_or_refused(matcher: Matcher, name: str, label: str) -> None:
    assert matcher.match(name, label).code == UNMAPPED


def test_near_spelling_keeps_its_receipt(matcher: Matcher) -> None:
    found = matcher.match("service_areas", "Emergncy Duty Teams")
    assert (found.code, found.method) == ("edt", "fuzzy")
    assert found.score >= 90
    assert found.score - found.runner_up_score >= 5


@pytest.mark.parametrize("label", ["Contracting hedges", "Hope in Borsetshire", "Qwertyuiop", "12", "—"])
def test_a_stranger_stays_a_stranger(matcher: Matcher, label: str) -> None:
    for name in ("service_areas", "themes"):
        found = matcher.match(name, label)
        assert (found.code, found.method) == (UNMAPPED, "none"), name


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Disability & Looked After Children", "looked_after_and_disability"),
        ("Leaving Care & Children in Care", "looked_after_and_leaving_care"),
        ("Adoption/Fostering", "fostering_and_adoption"),
        ("Youth Offending and Adoption", UNMAPPED),
        ("Adoption, School Admissions and EDT", UNMAPPED),
    ],
)
def test_merged_services_are_themselves_or_nothing(matcher: Matcher, label: str, code: str) -> None:
    assert matcher.match("service_areas", label).code == code


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Delay in assessment", "delay"),
        ("Delay in completing the EHCP", "ehcp_send"),
        ("Poor communication and delay", UNMAPPED),
        ("Conduct of foster carers", "carer_conduct"),
        ("Communication with foster carers", "communication"),
        ("Inaccurate information in assessment", "inaccurate_records"),
        ("Breach of confidentiality by staff", "confidentiality"),
    ],
)
def test_one_theme_outranks_another_unless_both_are_named(matcher: Matcher, label: str, code: str) -> None:
    assert matcher.match("themes", label).code == code


def test_initials_count_in_their_own_case_only(matcher: Matcher) -> None:
    assert matcher.match("service_areas", "LAC").code == "looked_after"
    assert matcher.match("service_areas", "lac").code == UNMAPPED
    assert matcher.match("service_areas", "IROs").code == "quality_assurance"


def test_one_word_labels_are_not_met_in_running_text(matcher: Matcher, root: Path) -> None:
    """'Placement' is a reason where it is a row's label; 'placement' in a sentence is only a word."""
    spoken = {w.lower() for e in load(root / "patterns").entries("themes") for w in e.aliases}
    assert spoken.isdisjoint({"other", "placement", "finance", "delay", "support", "contact", "policy"})
    assert matcher.match("themes", "Placement").code == "placement"


def test_a_persons_word_is_last(root: Path) -> None:
    matcher = Matcher(load(root / "patterns"), {("themes", "Phoenix team"): "delay"})
    found = matcher.match("themes", "PHOENIX TEAMS")
    assert (found.code, found.method) == ("delay", "correction")


def test_a_sentence_is_no_label(matcher: Matcher) -> None:
    long = "The fostering team was asked whether it could look at this again before the end of the money year"
    assert matcher.match("service_areas", long).code == UNMAPPED


def test_what_all_councils_call_a_service_is_no_quirk_of_one(root: Path) -> None:
    own = Matcher(load(root / "patterns").for_authority("E09000016"))
    assert [own.match("service_areas", label).method for label in ("SSU", "Quality assurance")] == [
        "quirk",
        "exact",
    ]


def test_a_code_that_takes_in_the_others_is_the_label_s(matcher: Matcher) -> None:
    assert matcher.match("disability", "Sensory: visual and hearing").code == "sensory"


def test_an_unknown_vocabulary_is_an_error(matcher: Matcher) -> None:
    with pytest.raises(KeyError):
        matcher.match("colours", "Red")
