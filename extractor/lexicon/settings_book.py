"""The shape of patterns/settings.yaml: what speaks for the kind of a report and for a procedure."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from extractor.language.fold import fold_text
from extractor.language.regex import compiled
from extractor.lexicon.codes import Procedure
from extractor.lexicon.strict import Strict

Spot = Literal["title", "statement", "heading", "caption", "text"]
_BRACKETS = re.compile(r"\([^()]*\)")
SPOTS: tuple[Spot, ...] = ("title", "statement", "heading", "caption", "text")


def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for words of which `*` is any ending; whole words, in any case."""
    options = sorted(
        (re.escape(fold_text(word).lower()).replace(r"\*", r"[\w']*") for word in words), key=len
    )
    return compiled(rf"(?<![\w])(?:{'|'.join(reversed(options))})(?![\w])")


class Kind(Strict):
    """A kind of report, and the procedure of its complaints where nothing nearer says."""

    id: str
    procedure: Procedure


class Cue(Strict):
    """Words that speak for a kind of report, with their weight by where they stand."""

    id: str
    kind: str
    words: tuple[str, ...] = Field(min_length=1)
    beside: tuple[str, ...] = ()
    """Words of which one must stand in the same sentence."""
    alone: bool = False
    """They speak only where nothing stands beside them but brackets."""
    title: float = 0.0
    statement: float = 0.0
    heading: float = 0.0
    caption: float = 0.0
    text: float = 0.0
    district: float = 0.0
    """What they weigh in a heading or caption where the council is a district."""
    examples: tuple[str, ...] = Field(min_length=1)
    not_: tuple[str, ...] = Field(default=(), alias="not")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return any_of(self.words)

    @cached_property
    def company(self) -> re.Pattern[str] | None:
        return any_of(self.beside) if self.beside else None

    def weight(self, spot: Spot) -> float:
        """What the words weigh in a place of this kind; 0 where they say nothing."""
        return float(getattr(self, spot))

    def speaks(self, plain: str, around: str = "") -> re.Match[str] | None:
        """The cue's words in a folded text in small letters; `around`: where else their company may stand."""
        if self.alone:
            found = self.pattern.fullmatch(_BRACKETS.sub("", plain).strip(" .:*#"))
        else:
            found = self.pattern.search(plain)
        return found if found and (self.company is None or self.company.search(around or plain)) else None


class Statement(Strict):
    """How a sentence opens in which a report says what it covers."""

    words: tuple[str, ...] = Field(min_length=1)
    sentences: int
    opening: int
    """So many sentences at the start of a report state what it covers, however they open."""
    causes: tuple[str, ...] = Field(min_length=1)
    """Words of a sentence that tells why a figure rose or fell, and not what the report covers."""
    names: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = Field(min_length=1)
    naming: int
    """Of so many sentences, one that holds `names` and none of the words `unless` states it too."""
    examples: tuple[str, ...] = Field(min_length=1)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return any_of(self.words)

    @cached_property
    def _causes(self) -> re.Pattern[str]:
        return any_of(self.causes)

    @cached_property
    def _names(self) -> re.Pattern[str]:
        return any_of(self.names)

    @cached_property
    def _unless(self) -> re.Pattern[str]:
        return any_of(self.unless)

    def made(self, plain: str, before: int) -> bool:
        """Does a folded sentence in small letters, after `before` others, say what the report covers?"""
        opens = before < self.opening and not self._causes.search(plain)
        if opens or (before < self.sentences and self.pattern.search(plain)):
            return True
        named = before < self.naming and self._names.search(plain)
        return bool(named) and not self._unless.search(plain)


class Departments(Strict):
    """Service codes by client group; `others` are all those not named here."""

    children: tuple[str, ...]
    adults: tuple[str, ...]
    housing: tuple[str, ...]
    neutral: tuple[str, ...]
    fewest: int
    """Departments with nothing in common, at least, in a report on the whole council."""
    whole: float
    corporate: float
    both: float
    """What these weigh for a report on the whole council, on its own procedure, on both client groups."""
    not_headings: tuple[str, ...] = ()
    """Services whose names head sections about something else."""

    def group(self, code: str) -> str:
        """children, adults, housing, neutral, or the code itself: a department of its own."""
        for name in ("children", "adults", "housing", "neutral"):
            if code in getattr(self, name):
                return name
        if code.startswith("adult_"):
            return "adults"
        parts = {self.group(part) for part in code.split("_and_")} if "_and_" in code else set()
        return parts.pop() if len(parts) == 1 else "neutral" if parts else code


class Density(Strict):
    """How often a report on one client group speaks of it."""

    children: tuple[str, ...]
    adults: tuple[str, ...]
    often: float
    weight: float
    fewest: int
    """Mentions, at least; in a few lines their rate says nothing."""

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """The kind of a report on a client group -> the words for that group."""
        return {"children": self.children, "adults": self.adults}

    @cached_property
    def _children(self) -> re.Pattern[str]:
        return any_of(self.children)

    def names_children(self, text: str) -> bool:
        """Do the words say that children's complaints are meant?"""
        return bool(self._children.search(fold_text(text).lower()))


class SpokenOf(Strict):
    """How often a paper that is about Ombudsman cases alone speaks of the Ombudsman."""

    words: tuple[str, ...] = Field(min_length=1)
    own: tuple[str, ...] = Field(min_length=1)
    """Words for the council's own procedure, of which such a paper speaks hardly at all."""
    often: float
    fewest: int
    times: float
    weight: float

    def met(self, text: str) -> bool:
        """Is the text, folded and in small letters, about the Ombudsman's cases?"""
        told, own = (len(any_of(words).findall(text)) for words in (self.words, self.own))
        return told >= max(self.fewest, own * self.times, self.often * len(text.split()) / 1000)


class Client(Strict):
    """Words for all the services of one client group."""

    code: str
    words: tuple[str, ...] = Field(min_length=1)
    law: bool = False
    """They name social care, whose complaints the law puts under the procedure."""


class SettingsBook(Strict):
    """The content of patterns/settings.yaml."""

    kinds: tuple[Kind, ...]
    cues: tuple[Cue, ...]
    statement: Statement
    departments: Departments
    district: float
    """What it weighs, for a report on all services, that the council is a district."""
    unsaid: float
    """What it weighs for one elsewhere, before any words are looked at."""
    density: Density
    spoken_of_ombudsman: SpokenOf
    clients: tuple[Client, ...]
    ombudsman_outcomes: tuple[str, ...]
    """Outcomes that only the Ombudsman gives."""
    ombudsman_findings: dict[str, str]
    """Words that are an outcome beside another of the Ombudsman's, and elsewhere a subject of complaints."""
    handlers: tuple[str, ...]
    """Words for those who deal with complaints; in running text no service that they are about."""
    bodies: tuple[str, ...]
    """Words for committees and boards, whose names are no evidence."""
    signatures: tuple[str, ...]
    """How a line of the cover opens that says who wrote the report, or for whom."""
    whole_years: tuple[str, ...]
    """Behind a quarter: the paper gives the year as a whole too."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        known = {kind.id for kind in self.kinds}
        for cue in self.cues:
            if cue.kind not in known:
                raise ValueError(f"the cue '{cue.id}' speaks for '{cue.kind}', which is no kind")
            for text in cue.examples:
                if not cue.pattern.search(fold_text(text).lower()):
                    raise ValueError(f"the cue '{cue.id}' does not know its example '{text}'")
            for text in cue.not_:
                if cue.speaks(fold_text(text).lower()):
                    raise ValueError(f"the cue '{cue.id}' is met in '{text}'")
        return self

    @cached_property
    def _bodies(self) -> re.Pattern[str]:
        return any_of(self.bodies)

    @cached_property
    def _handlers(self) -> frozenset[str]:
        return frozenset(self.handlers)

    @cached_property
    def _findings(self) -> re.Pattern[str]:
        return any_of(tuple(sorted(self.ombudsman_findings, key=len, reverse=True)))

    def finding_of(self, label: str) -> str:
        """The outcome of a label that is one of the Ombudsman's findings and nothing else, or ''."""
        return self.ombudsman_findings.get(fold_text(label).lower().strip(" .:*"), "")

    def findings_in(self, text: str) -> list[tuple[int, int, str]]:
        """Where such words stand in a text, and the outcome of each."""
        found = self._findings.finditer(fold_text(text).lower())
        return [(m.start(), m.end(), self.ombudsman_findings[m.group()]) for m in found]

    def handles(self, words: str) -> bool:
        """Do the words name those who deal with complaints?"""
        return (
            fold_text(words).lower().strip(" .:*").removeprefix("the ").removesuffix("'s") in self._handlers
        )

    def signed(self, line: str) -> bool:
        """Does a line of the cover say who wrote the report, or for whom?"""
        return fold_text(line).lower().strip(" *_#").startswith(self.signatures)

    def year_too(self, line: str) -> bool:
        """Does a line of the cover say that the paper is of a whole year beside its last quarter?"""
        plain = f" {fold_text(line).lower().replace('&', 'and').replace('-', ' ')} "
        return any(f" {words} " in plain for words in self.whole_years)

    def names_body(self, line: str) -> bool:
        """Does a line of the cover name a committee or board and no complaints, or who wrote the report?"""
        plain = fold_text(line).lower().strip(" *_#")
        if plain.startswith(self.signatures):
            return True
        return "complain" not in plain and self._bodies.search(plain) is not None

    def procedure(self, kind: str) -> str:
        """The procedure of a kind of report."""
        return next(one.procedure for one in self.kinds if one.id == kind)

    @cached_property
    def client_words(self) -> dict[str, Client]:
        """Folded words in small letters -> the client group that they name."""
        return {fold_text(word).lower(): client for client in self.clients for word in client.words}

    def client(self, label: str) -> Client | None:
        """The client group whose services a label names, and nothing else."""
        return self.client_words.get(fold_text(label).lower().strip(" .:*"))
