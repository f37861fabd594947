"""The shape of patterns/page.yaml: the words and thresholds of report.html."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from extractor.lexicon.checklist import CheckBook
from extractor.lexicon.codes import Procedure
from extractor.lexicon.strict import Entries, Strict, Text

Year = Annotated[str, StringConstraints(pattern=r"^(19|20)\d\d/\d\d$")]


class Named(Strict):
    """Something that the page speaks of, and what it calls it; codes have their names from the contract."""

    id: Text
    name: Text
    text: str = ""
    """What it means, in one or two sentences."""


class IndicatorText(Named):
    """An indicator as the page presents it; an indicator without an entry is shown by its code's words."""

    kind: str = Field(default="share", pattern="^(share|rate|count|ratio)$")
    """A share and a rate may have a funnel plot; a count and a ratio never do."""
    limited: bool = False
    """A limit in days is part of what it says."""


class Break(Strict):
    """A year with which a series begins anew, for the procedures (and indicators) named."""

    year: Year
    procedures: tuple[Procedure, ...]
    indicators: tuple[Text, ...] = ()
    """Empty: every indicator of these procedures."""
    text: Text


class Region(Strict):
    """Where a region of England stands on the map of tiles."""

    id: Text
    column: int = Field(ge=1, le=3)
    row: int = Field(ge=1, le=4)


class Thresholds(Strict):
    """Numbers that decide what is shown."""

    funnel_councils: int = Field(ge=3)
    """Councils with comparable figures below which there is no funnel plot."""
    percent_base: int = Field(ge=1)
    """A percent change on a base below this is not given."""
    page_bytes: int = Field(ge=100_000)
    """What the lists may take up all together."""


class Shares(Strict):
    """How many of a hundred parts of page_bytes each part of the page may take up."""

    gaps: int = Field(ge=1)
    index: int = Field(ge=1)
    not_whole: int = Field(ge=1)
    indicators: int = Field(ge=1)
    checks: int = Field(ge=1)
    issues: int = Field(ge=1)
    sources: int = Field(ge=1)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if sum(self.model_dump().values()) > 100:
            raise ValueError("the shares come to more than 100")
        return self


class PageTexts(Strict):
    """The content of patterns/page.yaml."""

    title: Text
    lead: tuple[Text, ...]
    thresholds: Thresholds
    shares: Shares
    indicators: Entries[IndicatorText]
    map: Entries[Region]
    breaks: tuple[Break, ...]
    how_to_read: Entries[Named]
    cite: tuple[Text, ...]
    licence: tuple[Text, ...]
    glossary: Entries[Named]
    files: Entries[Named]


class Page(PageTexts):
    """The words of the page with those of the checks, which patterns/checks.yaml has."""

    checks: tuple[Named, ...]

    @classmethod
    def of(cls, texts: PageTexts, book: CheckBook) -> Self:
        """Both files' words together."""
        named = tuple(Named(id=one.code, name=one.name, text=one.text) for one in book.checks)
        return cls.model_construct(**dict(texts), checks=named)
