"""The councils of patterns/authorities.yaml, as they are written there."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from extractor.lexicon.strict import Strict

Kind = Literal[
    "unitary", "metropolitan", "london_borough", "county", "district", "wales", "scotland", "northern_ireland"
]
ELSEWHERE = {"wales": "Wales", "scotland": "Scotland", "northern_ireland": "Northern Ireland"}
"""Types that are out of scope, and the country to name."""


class Authority(Strict):
    """One entry of patterns/authorities.yaml; dates are '2019-03-31', '' where unknown or open."""

    code: str
    name: str
    type: Kind
    region_code: str = ""
    region: str = ""
    old_code: Annotated[str, StringConstraints(pattern=r"^([2-9][0-9]{2})?$")] = ""
    """The Department for Education's three digits; '' for a council without children's services."""
    names: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    start: str = Field(default="", alias="from")
    end: str = Field(default="", alias="to")
    successor: tuple[str, ...] = ()
    plain: bool = True
    examples: tuple[str, ...] = ()
    not_: tuple[str, ...] = Field(default=(), alias="not")

    @property
    def printed(self) -> tuple[str, ...]:
        """The forms that are printed before 'Council'."""
        return self.names or (self.name,)

    @property
    def key(self) -> str:
        """The same for the old and the new code of one name; apart for districts and abroad."""
        apart = f" {self.type}" if self.type in (*ELSEWHERE, "district") else ""
        return self.printed[0].lower() + apart

    def exists_on(self, day: str) -> bool:
        """Whether it existed on a day; unknown dates do not exclude."""
        return (not self.start or self.start <= day) and (not self.end or day <= self.end)


class AuthoritiesFile(Strict):
    """All of them, in the order of the file."""

    entries: tuple[Authority, ...]
