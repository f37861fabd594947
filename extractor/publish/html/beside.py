"""Councils side by side as a page: one with its peers, or two, and all of the dataset together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from extractor.lexicon.page_schema import Page
from extractor.model import contract
from extractor.model.dataset import Dataset
from extractor.model.intervals import wilson
from extractor.publish.html import build, years
from extractor.publish.html.figures import Group, Row, folded, groups, once
from extractor.publish.html.printed import printed

if TYPE_CHECKING:
    from extractor.lexicon.rulebook import Rulebook

ROOM = 4_000_000


def page(
    rows: Sequence[Row],
    observations: Iterable[Row],
    shown: Mapping[str, tuple[str, ...]],
    year: str,
    book: Rulebook,
) -> bytes:
    """The page as UTF-8.

    `rows` are those of indicators.csv, `observations` those that they rest on; `shown` are the
    councils' names with their codes, the one that was asked for first. Raises RulebookError.
    """
    texts = Page.of(book.raw("page"), book.raw("checks"))
    mine, *_ = shown.values()
    codes = {code for council in shown.values() for code in council}
    of_year = [row for row in rows if row.get("period") == year]
    kept: list[Row] = []
    for group in groups(of_year, texts):
        here = {figure.code for figure in group.figures}
        if here & set(mine) and here & codes - set(mine):
            kept += [figure.row for figure in group.figures if figure.code in codes]
            kept += _together(group)
    dataset = Dataset(list(observations), [], [], [], {}, indicators=kept)
    figures = folded(groups(kept, texts))
    parts = build.environment().get_template("parts.html").module
    sections = years.sections(figures, printed(dataset, kept), texts, parts, ROOM)
    return build.rendered("compare.html", dataset, names=list(shown), year=year, indicators=sections)


def _together(group: Group) -> list[Row]:
    """All councils of the dataset as if they were one: of shares of a known base that may be compared."""
    whole = [
        figure
        for figure in once(group.figures)
        if figure.numerator is not None and figure.denominator and figure.row.get("approximate") != "yes"
    ]
    if group.kind != "share" or group.unsettled or len(whole) < 2:
        return []
    part, base = (sum(getattr(one, name) for one in whole) for name in ("numerator", "denominator"))
    low, high = wilson(part, base)
    return [
        {
            **{column: whole[0].row.get(column, "") for column in contract.INDICATOR_COLUMNS},
            "authority_code": "",
            "authority_name": f"All {len(whole)} councils here, as one",
            "numerator": f"{part:g}",
            "denominator": f"{base:g}",
            "value": f"{100 * part / base:.4f}",
            "lower": f"{100 * low:.4f}",
            "upper": f"{100 * high:.4f}",
            "comparable": "with_care",
            "not_comparable_because": "the councils whose reports are at hand, and no sample of England",
            "flags": "",
            "observation_ids": "",
        }
    ]
