"""Rows that a person should look at, each with the line of corrections.csv that would confirm it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Row = Mapping[str, str]


def rows(review: Sequence[Row], most: int) -> Iterator[str]:
    """The least sure rows of review.csv first, and under each its line; nothing where there are none."""
    from extractor.corrections.file import COLUMNS, as_line
    from extractor.corrections.lines import for_row, place_of

    if not review or not most:
        return
    listed = sorted(review, key=_least_sure)[:most]
    shown = f"the {len(listed)} rows with the lowest confidence of " if len(listed) < len(review) else ""
    yield ""
    yield f"{shown}{len(review)} rows to review, lowest confidence first. The line below each confirms it in"
    yield "corrections.csv, once you fill in because and by at its end. If the row is wrong, the verdict"
    yield "is not_a_figure, or recode with what to set (stage=stage_1; outcome=upheld)."
    yield f"  {as_line(COLUMNS).rstrip()}"
    for row in listed:
        coding = " ".join(row[name] for name in ("period", "stage", "measure", "value", "unit") if row[name])
        yield ""
        yield f"{row['observation_id']}, confidence {row['confidence']}: {coding}"
        yield f"  {row['source_file']}, {place_of(row) or 'location unknown'}: {row['evidence']}"
        cells = for_row(row, "right")
        yield f"  {as_line(cells.get(name, '') for name in COLUMNS).rstrip()}"


def _least_sure(row: Row) -> tuple[float, str, str]:
    return float(row["confidence"]), row["source_file"], row["observation_id"]
