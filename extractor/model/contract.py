"""The published columns, in order, and the codes that may stand in them.

Plain lists, so that any module may import them at no cost; row.py holds a
finished row against them.
"""

from __future__ import annotations

import re

DIMENSIONS = (
    "service_area",
    "outcome",
    "theme",
    "timeliness",
    "complainant",
    "channel",
    "sex",
    "age_band",
    "ethnicity",
    "disability",
    "religion",
)
LABELS = tuple(f"{dimension}_label" for dimension in DIMENSIONS)

OBSERVATION_COLUMNS = (
    "observation_id",
    "authority_code",
    "authority_name",
    "publisher_code",
    "report_period",
    "period",
    "procedure",
    "stage",
    "measure",
    "unit",
    "unit_of_count",
    "value",
    "value_status",
    *DIMENSIONS,
    *LABELS,
    "scope",
    "event_basis",
    "denominator_class",
    "limit_days",
    "published_label",
    "source_kind",
    "source_file",
    "page",
    "table_index",
    "row",
    "column",
    "bbox",
    "evidence",
    "base",
    "base_status",
    "change_of",
    "confidence",
    "comparable",
    "flags",
    "line",
    "source_url",
)
"""Columns of observations.csv, observations.parquet and review.csv."""

COVERAGE_COLUMNS = (
    "source_file",
    "sha256",
    "authority_code",
    "authority_name",
    "report_period",
    "pages",
    "tables_seen",
    "tables_read",
    "numbers_seen",
    "numbers_claimed",
    "numbers_ignored",
    "numbers_unread",
    "charts_unread",
    "observations",
    "status",
    "reason",
    "source_url",
)
CATEGORY_COLUMNS = (
    "dimension",
    "label",
    "code",
    "method",
    "score",
    "runner_up",
    "runner_up_score",
    "occurrences",
    "source_files",
)
ISSUE_COLUMNS = ("source_file", "code", "severity", "page", "message", "suggestion", "source_url")

CHECK_COLUMNS = (
    "source_file",
    "authority_code",
    "period",
    "check",
    "severity",
    "printed",
    "computed",
    "message",
    "observation_ids",
    "source_url",
)
KEY_COLUMNS = (
    "authority_code",
    "authority_name",
    "period",
    "procedure",
    "stage",
    "measure",
    "unit",
    "unit_of_count",
    *DIMENSIONS,
    "change_of",
    "scope",
    "event_basis",
    "denominator_class",
    "limit_days",
)
"""What two printed figures must share to speak of the same thing."""
COMPARABLE_COLUMNS = (
    *KEY_COLUMNS[: KEY_COLUMNS.index(DIMENSIONS[0])],
    *DIMENSIONS,
    *LABELS,
    *KEY_COLUMNS[KEY_COLUMNS.index("change_of") :],
    "value",
    "value_status",
    "base",
    "preferred_because",
    "agreement",
    "printings",
    "conflict_group",
    "comparable",
    "flags",
    "observation_ids",
    "source_file",
    "page",
    "source_url",
)
INDICATOR_COLUMNS = (
    "authority_code",
    "authority_name",
    "period",
    "procedure",
    "stage",
    "indicator",
    "numerator",
    "denominator",
    "denominator_class",
    "limit_days",
    "unit",
    "value",
    "lower",
    "upper",
    "approximate",
    "comparable",
    "not_comparable_because",
    "flags",
    "observation_ids",
    "scope",
    "event_basis",
    "unit_of_count",
)
REPORT_COLUMNS = (
    "source_file",
    "title",
    "authority_code",
    "authority_name",
    "publisher",
    "report_period",
    "published",
    "url",
    "licence",
    "sha256",
    "retrieved",
    "pages",
    "status",
)
UNIVERSE_COLUMNS = (
    "authority_code",
    "authority_name",
    "old_la_code",
    "type",
    "region_code",
    "region",
    "period",
    "status",
    "source_files",
)
"""One authority that exists in a year; its status is have, missing or out of scope."""
CORRECTION_COLUMNS = (
    "source_file",
    "observation_id",
    "verdict",
    "dimension",
    "label",
    "was",
    "now",
    "because",
    "by",
    "date",
    "value",
    "unit",
    "page",
    "table_index",
    "row",
    "column",
    "line",
    "evidence",
    "source_url",
)
"""Columns of corrections.csv as a run writes it: one row of the dataset that a person corrected."""
VERDICTS = ("right", "not_a_figure", "recode")
AGREEMENTS = ("single", "agreed", "restated", "disputed")
UNIVERSE_STATUSES = ("have", "missing", "out_of_scope")

WHOLE_NUMBERS = frozenset(
    {
        "limit_days",
        "page",
        "table_index",
        "row",
        "column",
        "line",
        "pages",
        "tables_seen",
        "tables_read",
        "numbers_seen",
        "numbers_claimed",
        "numbers_ignored",
        "numbers_unread",
        "charts_unread",
        "observations",
        "occurrences",
        "printings",
    }
)
DECIMALS = frozenset(
    {
        "value",
        "base",
        "confidence",
        "score",
        "runner_up_score",
        "numerator",
        "denominator",
        "lower",
        "upper",
    }
)

STATUSES = (
    "ok",
    "partial",
    "unreadable",
    "not_a_complaints_report",
    "out_of_scope",
    "duplicate_edition",
    "failed",
)
SEVERITIES = ("error", "warning", "info")
METHODS = ("exact", "fuzzy", "quirk", "correction", "none")

PROCEDURES = ("children_statutory", "corporate", "adult_statutory", "public_health", "ombudsman", "all")
STAGES = ("representation", "stage_1", "stage_2", "stage_3", "ombudsman", "all")
MEASURES = (
    "complaints_received",
    "complaints_investigated",
    "complaints_decided",
    "complaints_responded",
    "response_time",
    "complaints_escalated",
    "complaints_not_accepted",
    "complaints_open",
    "findings_decided",
    "representations_received",
    "enquiries_received",
    "contacts_received",
    "compliments_received",
    "recommendations_made",
    "remedies_paid",
    "remedies_given",
    "expenditure",
    "advocacy_used",
    "context",
    "change",
)
UNITS = ("count", "percent", "percentage_point", "gbp", "working_days", "days", "ratio")
UNITS_OF_COUNT = (
    "complaint",
    "complaint_point",
    "person",
    "enquiry",
    "compliment",
    "payment",
    "recommendation",
    "contact",
    "child",
    "case",
    "remedy",
    "event",
)
VALUE_STATUSES = ("exact", "approximate", "less_than", "more_than", "suppressed", "not_available")
WITHOUT_VALUE = frozenset({"suppressed", "not_available"})
OUTCOMES = (
    "upheld",
    "partially_upheld",
    "not_upheld",
    "no_finding",
    "withdrawn",
    "resolved",
    "no_further_action",
    "outstanding",
    "upheld_or_partially_upheld",
    "closed_after_initial_enquiries",
    "referred_back",
    "premature",
    "outside_jurisdiction",
    "not_investigated",
    "discontinued",
    "investigating",
    "maladministration_injustice",
    "maladministration_no_injustice",
    "no_maladministration",
    "ombudsman_discretion",
    "local_settlement",
    "advice_given",
    "incomplete_or_invalid",
)
TIMELINESS = (
    "within_timescale",
    "over_timescale",
    "within_10_days",
    "days_11_to_20",
    "over_20_days",
    "within_20_days",
    "within_25_days",
    "within_65_days",
    "over_65_days",
    "outstanding",
    "withdrawn",
)
COMPLAINANTS = (
    "child_or_young_person",
    "parent_or_carer",
    "relative",
    "parent_or_relative",
    "foster_carer",
    "advocate",
    "solicitor",
    "professional",
    "member",
    "mp",
    "member_or_mp",
    "other",
)
CHANNELS = ("letter", "email", "form", "telephone", "in_person", "online", "social_media", "other")
SEXES = ("female", "male", "other_or_unknown")
UNMAPPED = "unmapped"
"""The number is broken down by this dimension, but no code fits the printed label."""

SCOPES = (
    "children_social_care",
    "children_and_education",
    "whole_council",
    "including_enquiries",
    "including_representations",
    "excluding_open",
    "excluding_withdrawn",
)
EVENT_BASES = ("received", "accepted", "responded", "closed", "decided", "open_on_day")
DENOMINATOR_CLASSES = (
    "all_received",
    "accepted",
    "decided",
    "decided_without_withdrawn",
    "responded",
    "all_with_open",
    "detailed_investigations",
    "other_measure",
    "unknown",
)
SOURCE_KINDS = ("table", "prose", "list", "tile", "chart")
BASE_STATUSES = ("printed", "inferred", "unknown")
COMPARABLE = ("yes", "with_care", "no")

FIXED_CODES: dict[str, tuple[str, ...]] = {
    "procedure": PROCEDURES,
    "stage": STAGES,
    "measure": MEASURES,
    "unit": UNITS,
    "value_status": VALUE_STATUSES,
    "source_kind": SOURCE_KINDS,
}
"""Columns that always hold one of these codes."""

OPTIONAL_CODES: dict[str, tuple[str, ...]] = {
    "unit_of_count": UNITS_OF_COUNT,
    "outcome": (*OUTCOMES, UNMAPPED),
    "timeliness": (*TIMELINESS, UNMAPPED),
    "complainant": (*COMPLAINANTS, UNMAPPED),
    "channel": (*CHANNELS, UNMAPPED),
    "sex": (*SEXES, UNMAPPED),
    "event_basis": EVENT_BASES,
    "denominator_class": DENOMINATOR_CLASSES,
    "base_status": BASE_STATUSES,
    "change_of": MEASURES,
    "comparable": COMPARABLE,
}
"""Columns that hold one of these codes or nothing."""

FREE_CODES = ("service_area", "theme", "age_band", "ethnicity", "disability", "religion")
"""Dimensions whose codes are the project's own vocabularies."""

AUTHORITY_CODE = re.compile(r"[EWSN]\d{8}")
FINANCIAL_YEAR = re.compile(r"(?P<from>(?:19|20)\d\d)/(?P<to>\d\d)")
PERIOD = re.compile(
    r"(?P<from>(?:19|20)\d\d)/(?P<to>\d\d)(?: Q[1-4](?:-Q[1-4])?)?"
    r"|(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"|(?:19|20)\d\d"
)


def is_financial_year(text: str) -> bool:
    """Is this '2018/19', and does its second year follow its first?"""
    found = FINANCIAL_YEAR.fullmatch(text)
    return found is not None and _follows(found)


def is_period(text: str) -> bool:
    """Is this a period as the contract writes one (year, part of a year, quarter, day)?"""
    found = PERIOD.fullmatch(text)
    return found is not None and (found["from"] is None or _follows(found))


def _follows(found: re.Match[str]) -> bool:
    return (int(found["from"]) + 1) % 100 == int(found["to"])
