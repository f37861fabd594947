"""What we know: everything in patterns/, validated and frozen.

A vocabulary file (such as themes.yaml) holds `facet`, an optional `note`, and `entries`.
Other files (measures, phrases, thresholds) are given as they are, or as the
model that SCHEMAS names for them. A quirk file adds to, or narrows, the
vocabularies for the reports of one authority.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.language.fold import fold_label
from extractor.lexicon.checklist import CheckBook
from extractor.lexicon.comparison import HeadlinesFile, IndicatorsFile, NeighboursFile, ReconcileFile
from extractor.lexicon.confidence_model import ConfidenceModel
from extractor.lexicon.language_schema import NotCounts, WordLists
from extractor.lexicon.licences import LicencesFile
from extractor.lexicon.matching import MatchingSettings
from extractor.lexicon.page_schema import PageTexts
from extractor.lexicon.scope_words import ScopeWords
from extractor.lexicon.settings_book import SettingsBook
from extractor.lexicon.suppress_settings import Suppression
from extractor.lexicon.wordlists import MeasuresFile, PhrasesFile, ServiceFigures
from extractor.model import contract

SCHEMAS: dict[str, type[BaseModel]] = {
    "checks": CheckBook,
    "headlines": HeadlinesFile,
    "indicators": IndicatorsFile,
    "council_names": WordLists,
    "confidence": ConfidenceModel,
    "licences": LicencesFile,
    "matching": MatchingSettings,
    "measures": MeasuresFile,
    "neighbours": NeighboursFile,
    "not_counts": NotCounts,
    "layout": WordLists,
    "number_words": WordLists,
    "page": PageTexts,
    "periods": WordLists,
    "phrases": PhrasesFile,
    "reconcile": ReconcileFile,
    "report_years": WordLists,
    "scope": ScopeWords,
    "settings": SettingsBook,
    "service_figures": ServiceFigures,
    "suppression": Suppression,
}
"""File name without suffix -> the model that its content must fit. Register before load()."""

Model = TypeVar("Model", bound=BaseModel)

QUIRKS = "quirks"
WEIGHTS = ".npz"
_FACET = re.compile(r"^facet:", re.MULTILINE)
_ID = re.compile(r"[a-z](?:[a-z0-9_]|\{[a-z]+\})*")

WORD_LISTS = ("aliases", "case_sensitive", "label_only", "keywords", "hints")
"""The lists of an entry that hold words."""


class RulebookError(Exception):
    """A broken file in patterns/; the message is one plain sentence naming file and entry."""


class EntryModel(BaseModel):
    """One entry as it stands in a vocabulary file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    label: str = ""
    note: str = ""
    aliases: tuple[str, ...] = ()
    case_sensitive: tuple[str, ...] = ()
    label_only: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    whole_of: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    not_: tuple[str, ...] = Field(default=(), alias="not")


class VocabularyModel(BaseModel):
    """A vocabulary file; `facet` is the column of the dataset that its codes go to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    facet: str
    note: str = ""
    entries: tuple[EntryModel, ...]


class QuirkModel(BaseModel):
    """A file in patterns/quirks: entries with the same keys, by the vocabulary that they change."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    authority: str
    name: str
    note: str = ""
    vocabularies: dict[str, tuple[EntryModel, ...]]


@dataclass(frozen=True)
class Entry:
    """One code of a facet and the words for it."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    """Names, as whole labels or in running text."""
    case_sensitive: tuple[str, ...] = ()
    """Initials that count only in just this case."""
    label_only: tuple[str, ...] = ()
    """Names that count only as a whole label, never in running text."""
    keywords: tuple[str, ...] = ()
    """Words that speak for the code inside a longer label."""
    hints: tuple[str, ...] = ()
    """Like keywords, but heard only where no other code has a say."""
    patterns: tuple[str, ...] = ()
    """Regular expressions for a whole label; named groups fill the braces of the id."""
    covers: tuple[str, ...] = ()
    """A union: the codes that it takes in."""
    whole_of: tuple[str, ...] = ()
    """The parts of a department: a label that names several of them and nothing else names the department."""
    over: tuple[str, ...] = ()
    """Codes that this one outranks in one label ('delay in assessment'), unless joined by 'and'."""
    examples: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()
    """Labels, aliases or keywords that are not this code, whatever the rest says."""
    note: str = ""
    from_quirk: frozenset[str] = frozenset()
    """The words that a quirk added."""

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that names the code as a whole label."""
        return (*self.aliases, *self.label_only, *self.case_sensitive)


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Everything in patterns/. Two of one content are equal, and may be keys of a cache."""

    hash: str
    """sha-256 over the names and bytes of all files."""
    vocabularies: Mapping[str, tuple[Entry, ...]]
    """By file name without suffix: service_areas, themes, outcomes, ..."""
    columns: Mapping[str, str]
    """By file name without suffix, the column of the dataset that its codes go to."""
    texts: Mapping[str, str] = field(repr=False)
    """The other files by name without suffix, not yet parsed."""
    quirks: Mapping[str, QuirkModel] = field(repr=False)
    authority: str = ""
    weights: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The files of trained weights by name without suffix."""
    _overlaid: dict[str, Rulebook] = field(default_factory=dict, init=False, repr=False)
    """By authority, what `for_authority` gave before."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rulebook) and (self.hash, self.authority) == (other.hash, other.authority)

    def __hash__(self) -> int:
        return hash((self.hash, self.authority))

    def facets(self) -> tuple[str, ...]:
        """The names of the vocabularies."""
        return tuple(self.vocabularies)

    def entries(self, name: str) -> tuple[Entry, ...]:
        """The entries of a vocabulary in file order; raises KeyError for an unknown one."""
        return self.vocabularies[name]

    def entries_of(self, column: str) -> tuple[Entry, ...]:
        """The entries of all vocabularies of one column, by file name."""
        names = [name for name, one in self.columns.items() if one == column]
        return tuple(entry for name in names for entry in self.vocabularies[name])

    def raw(self, name: str) -> Any:
        """The content of another file: its SCHEMAS model, else plain data with every scalar a string.

        Raises RulebookError where there is no such file or it is broken.
        """
        if name not in self.texts:
            raise RulebookError(f"There is no file {name}.yaml in the patterns.")
        return _content(name, self.texts[name])

    def without_quirks(self) -> Rulebook:
        """The general rules alone, to measure what the quirks are worth."""
        return replace(self, quirks={})

    def for_authority(self, code: str) -> Rulebook:
        """The rulebook with the quirks of one authority laid over it; itself where there are none."""
        quirk = self.quirks.get(code)
        if quirk is None:
            return self
        if code in self._overlaid:
            return self._overlaid[code]
        merged = dict(self.vocabularies)
        for name, additions in quirk.vocabularies.items():
            merged[name] = _overlay(merged[name], additions)
        self._overlaid[code] = replace(self, vocabularies=merged, authority=code)
        return self._overlaid[code]


def load(folder: Path) -> Rulebook:
    """Read patterns/: *.yaml, quirks/*.yml and *.npz. Raises RulebookError for a broken one."""
    paths = sorted(folder.glob("*.yaml")) + sorted((folder / QUIRKS).glob("*.yml"))
    if not paths:
        raise RulebookError(f"There are no patterns in {folder}.")
    paths += sorted(folder.glob(f"*{WEIGHTS}"))
    files = tuple((path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths)
    return _build(files)


@lru_cache(maxsize=8)
def _build(files: tuple[tuple[str, bytes], ...]) -> Rulebook:
    digest = hashlib.sha256()
    vocabularies: dict[str, tuple[Entry, ...]] = {}
    columns: dict[str, str] = {}
    texts: dict[str, str] = {}
    quirks: dict[str, QuirkModel] = {}
    weights: dict[str, bytes] = {}
    for name, content in files:
        digest.update(name.encode() + b"\0" + content + b"\0")
        if name.endswith(WEIGHTS):
            weights[name.removesuffix(WEIGHTS)] = content
            continue
        text = content.decode("utf-8")
        if name.startswith(QUIRKS + "/"):
            quirk = _validated(QuirkModel, _parsed(name, text), name)
            quirks[quirk.authority] = quirk
        elif _FACET.search(text):
            model = _validated(VocabularyModel, _parsed(name, text), name)
            vocabularies[name.removesuffix(".yaml")] = _checked(name, _entries(name, model))
            columns[name.removesuffix(".yaml")] = model.facet
        else:
            texts[name.removesuffix(".yaml")] = text
    book = Rulebook(digest.hexdigest(), vocabularies, columns, texts, quirks, weights=weights)
    _check_quirks(book)
    return book


@lru_cache(maxsize=64)
def _content(name: str, text: str) -> Any:
    data = _parsed(f"{name}.yaml", text)
    schema = SCHEMAS.get(name)
    return data if schema is None else _validated(schema, data, f"{name}.yaml")


def _parsed(name: str, text: str) -> Any:
    """YAML with every scalar left a string: 'no' is not False, and 1989 is no number."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" near line {mark.line + 1}" if mark else ""
        raise RulebookError(f"{name}: this is not valid YAML{where}.") from error


def _validated(schema: type[Model], data: Any, name: str) -> Model:
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = _place(data, first["loc"])
        clause = first["msg"].removeprefix("Value error, ")
        raise RulebookError(f"{name}: {where}{clause[0].lower()}{clause[1:]}.") from error


def _place(data: Any, loc: tuple[int | str, ...]) -> str:
    """The path of an error in words, entries by their id."""
    steps = []
    for step in loc:
        data = _inside(data, step)
        named = data.get("id") if isinstance(data, dict) else None
        plain = f"item {step + 1}" if isinstance(step, int) else f"'{step}'"
        steps.append(f"entry '{named}'" if named else plain)
    return f"in {', '.join(steps)}: " if steps else ""


def _inside(data: Any, step: int | str) -> Any:
    if isinstance(data, dict):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


def _entry(model: EntryModel) -> Entry:
    return Entry(**{f.name: getattr(model, f.name) for f in fields(Entry) if f.name != "from_quirk"})


def _entries(name: str, model: VocabularyModel) -> tuple[Entry, ...]:
    """The entries of a file; codes that the contract fixes have their labels from there."""
    column = contract.COLUMNS.get(model.facet)
    if column is None or not column.codes:
        raise RulebookError(f"{name}: facet '{model.facet}' is not a column that holds codes.")
    if column.codes == contract.PATTERNS:
        return tuple(map(_entry, model.entries))
    found = []
    for entry in model.entries:
        _refuse_unknown(name, column.codes, entry)
        if entry.label:
            raise RulebookError(f"{name}: the label of '{entry.id}' belongs in {contract.FILE.name}.")
        found.append(replace(_entry(entry), label=contract.CODES[column.codes][entry.id].name))
    return tuple(found)


def _refuse_unknown(name: str, codes: str, entry: EntryModel) -> None:
    if clause := contract.unknown(codes, entry.id):
        raise RulebookError(f"{name}: {clause}.")


def _checked(name: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries, if each can stand by itself; what needs a look at the words is for check.py."""
    ids: set[str] = set()
    for entry in entries:
        if not _ID.fullmatch(entry.id):
            raise RulebookError(
                f"{name}: '{entry.id}' is not a valid id (small letters, digits and underscores)."
            )
        if entry.id in ids:
            raise RulebookError(f"{name}: entry '{entry.id}' appears twice.")
        ids.add(entry.id)
        for pattern in entry.patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                broken = f"{name}: entry '{entry.id}': the pattern {pattern} is broken: {error}."
                raise RulebookError(broken) from error
    for entry in entries:
        strangers = [code for code in (*entry.covers, *entry.whole_of, *entry.over) if code not in ids]
        if strangers:
            stranger = f"{name}: entry '{entry.id}' names '{strangers[0]}', which is not an id in the file."
            raise RulebookError(stranger)
    return entries


def _check_quirks(book: Rulebook) -> None:
    for quirk in book.quirks.values():
        for name, additions in quirk.vocabularies.items():
            known = {e.id for e in book.vocabularies.get(name, ())}
            if not known:
                raise RulebookError(f"{QUIRKS}, {quirk.name}: there is no vocabulary '{name}'.")
            codes = contract.COLUMNS[book.columns[name]].codes
            for entry in additions:
                if codes != contract.PATTERNS:
                    _refuse_unknown(f"{QUIRKS}, {quirk.name}", codes, entry)
                if entry.id not in known and not entry.label:
                    raise RulebookError(f"{QUIRKS}, {quirk.name}: the new entry '{entry.id}' needs a label.")


def _overlay(entries: tuple[Entry, ...], additions: tuple[EntryModel, ...]) -> tuple[Entry, ...]:
    """General entries with a quirk's laid over: its words are added, and taken from every other code."""
    quirks = {model.id: _entry(model) for model in additions}
    taken = {fold_label(w): q.id for q in quirks.values() for w in (*q.words, *q.keywords, *q.hints)}
    merged = []
    for entry in entries:
        kept: dict[str, Any] = {n: _left(getattr(entry, n), taken, entry.id) for n in WORD_LISTS}
        entry = replace(entry, **kept)
        quirk = quirks.pop(entry.id, None)
        merged.append(_extended(entry, quirk) if quirk else entry)
    return (*merged, *(_extended(Entry(q.id, q.label), q) for q in quirks.values()))


def _left(words: tuple[str, ...], taken: Mapping[str, str], code: str) -> tuple[str, ...]:
    return tuple(w for w in words if taken.get(fold_label(w), code) == code)


def _extended(entry: Entry, quirk: Entry) -> Entry:
    """The quirk's words first, so that they are the ones that a match names."""
    names = (*WORD_LISTS, "patterns", "covers", "whole_of", "over", "examples", "not_")
    both: dict[str, Any] = {n: dict.fromkeys((*getattr(quirk, n), *getattr(entry, n))) for n in names}
    added = frozenset((*quirk.words, *quirk.keywords, *quirk.hints, *quirk.patterns))
    longer: dict[str, Any] = {n: tuple(words) for n, words in both.items()}
    return replace(entry, **longer, from_quirk=added)
