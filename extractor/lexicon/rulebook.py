"""What we know: everything in patterns/, validated and frozen.

A vocabulary file (such as themes.yaml) holds `facet`, an optional `note`, and `entries`.
Other files (measures, phrases, thresholds) are given as they are, or as the
model that SCHEMAS names for them. A quirk file adds to, or narrows, the
vocabularies for the reports of one authority.
"""

from __future__ import annotations

import pickle
import platform
import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pydantic
import yaml
from pydantic import BaseModel, ValidationError

from extractor.lexicon import store
from extractor.lexicon.authorities_file import AuthoritiesFile
from extractor.lexicon.checklist import CheckBook
from extractor.lexicon.comparison import HeadlinesFile, IndicatorsFile, NeighboursFile, ReconcileFile
from extractor.lexicon.confidence_model import ConfidenceModel
from extractor.lexicon.entries import Entry, QuirkModel, VocabularyModel, overlaid
from extractor.lexicon.files import QUIRKS, WEIGHTS, Files, files_of, hash_of
from extractor.lexicon.language_schema import NotCounts, WordLists
from extractor.lexicon.licences import LicencesFile
from extractor.lexicon.matching import MatchingSettings
from extractor.lexicon.page_schema import PageTexts
from extractor.lexicon.scope_words import ScopeWords
from extractor.lexicon.second_reader_book import SecondReaderFile
from extractor.lexicon.settings_book import SettingsBook
from extractor.lexicon.suppress_settings import Suppression
from extractor.lexicon.wordlists import MeasuresFile, PhrasesFile, ServiceFigures
from extractor.model import contract

SCHEMAS: dict[str, type[BaseModel]] = {
    "authorities": AuthoritiesFile,
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
    "line_words": WordLists,
    "number_words": WordLists,
    "page": PageTexts,
    "periods": WordLists,
    "phrases": PhrasesFile,
    "reconcile": ReconcileFile,
    "report_years": WordLists,
    "scope": ScopeWords,
    "second_reader": SecondReaderFile,
    "settings": SettingsBook,
    "service_figures": ServiceFigures,
    "suppression": Suppression,
}
"""File name without suffix -> the model that its content must fit. Register before load()."""

Model = TypeVar("Model", bound=BaseModel)
Made = TypeVar("Made")

_FACET = re.compile(r"^facet:", re.MULTILINE)
_ID = re.compile(r"[a-z](?:[a-z0-9_]|\{[a-z]+\})*")


class RulebookError(Exception):
    """A broken file in patterns/; the message is one plain sentence naming file and entry."""


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
    general: Rulebook | None = field(default=None, repr=False)
    """Where a quirk is laid over: the rulebook without it."""
    apart: str = ""
    """sha-256 over all files but the vocabularies."""
    hashes: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Of each vocabulary the sha-256 of its file."""
    _made: dict[str, Any] = field(default_factory=dict, init=False, repr=False)
    _packed: dict[str, bytes] = field(default_factory=dict, init=False, repr=False)
    """What was made in an earlier process and not yet asked for in this one."""
    _kept: set[str] = field(default_factory=set, init=False, repr=False)
    _made_of: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False)
    """Of what was made the vocabularies in it."""
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
        return self.once(f"content of {name}", lambda book: _content(name, book.texts[name]))

    def once(self, what: str, make: Callable[[Rulebook], Made], *names: str) -> Made:
        """What `make` gives, made when it is first asked for and kept with the rulebook.

        `names` are the vocabularies that it is made of: where a quirk changes none of them, it is
        the general rules' own. It must go through `store.pack`.
        """
        if self.general:
            if self.quirks[self.authority].vocabularies.keys().isdisjoint(names):
                return self.general.once(what, make, *names)
            return self.general.once(f"{what} of {self.authority}", lambda _: make(self), *names)
        if what in self._packed:
            with suppress(pickle.UnpicklingError):
                self._made[what] = store.unpack(self._packed.pop(what))
        if what not in self._made:
            self._made[what], self._made_of[what] = make(self), names
        made: Made = self._made[what]
        return made

    def has_news(self) -> bool:
        """Was anything made that is not kept, or are vocabularies others than those that were kept?"""
        return not (self._kept and self._made.keys() <= self._kept)

    def keep(self) -> None:
        """Keep what was made for later processes, if anything is new."""
        if self.has_news():
            made = self._packed | {what: store.pack(one) for what, one in self._made.items()}
            self._kept.update(made)
            parts = self.vocabularies, self.columns, self.quirks
            store.write(_key(self.apart), store.pack((self.hashes, parts, self._made_of, made)))

    def without_quirks(self) -> Rulebook:
        """The general rules alone, to measure what the quirks are worth."""
        return replace(self, quirks={})

    def for_authority(self, code: str) -> Rulebook:
        """The rulebook with the quirks of one authority laid over it; itself where there are none."""
        quirk = self.quirks.get(code)
        if quirk is None:
            return self
        if code not in self._overlaid:
            merged = dict(self.vocabularies)
            for name, additions in quirk.vocabularies.items():
                merged[name] = overlaid(merged[name], additions)
            self._overlaid[code] = replace(self, vocabularies=merged, authority=code, general=self)
        return self._overlaid[code]


def load(folder: Path) -> Rulebook:
    """Read patterns/: *.yaml, quirks/*.yml (or .yaml) and *.npz. Raises RulebookError for a broken one."""
    files = files_of(folder)
    if not files:
        raise RulebookError(f"There are no patterns in {folder}.")
    return _loaded(files)


@lru_cache(maxsize=8)
def _loaded(files: Files) -> Rulebook:
    """The rulebook that an earlier process kept, but for vocabularies that have changed, else a new one."""
    store.recall_expressions()
    weights = {name.removesuffix(WEIGHTS): content for name, content in files if name.endswith(WEIGHTS)}
    texts = {name: _text(name, content) for name, content in files if not name.endswith(WEIGHTS)}
    labels = {name for name, text in texts.items() if _is_vocabulary(name, text)}
    hashes = {one[0].removesuffix(".yaml"): hash_of((one,)) for one in files if one[0] in labels}
    apart = hash_of(tuple(one for one in files if one[0] not in labels))
    before, parts, made_of, made = _kept(apart)
    same = {name for name, one in hashes.items() if before.get(name) == one}
    changed = (before.keys() | hashes.keys()) - same
    vocabularies, columns, quirks = _validated_files(texts, same, parts) if changed or not parts else parts
    others = {name.removesuffix(".yaml"): text for name, text in texts.items() if name.endswith(".yaml")}
    others = {name: text for name, text in others.items() if name not in vocabularies}
    book = Rulebook(
        hash_of(files), vocabularies, columns, others, quirks, weights=weights, apart=apart, hashes=hashes
    )
    book._made_of.update(made_of)
    book._packed.update({what: one for what, one in made.items() if changed.isdisjoint(made_of[what])})
    book._kept.update(() if changed else made)
    return book


_Parts = tuple[dict[str, tuple[Entry, ...]], dict[str, str], dict[str, QuirkModel]]
"""The vocabularies, their columns and the quirks."""
_Kept = tuple[dict[str, str], _Parts | None, dict[str, tuple[str, ...]], dict[str, bytes]]
"""The hashes of the vocabularies, the parts, and what was made: of which vocabularies, and packed."""


def _kept(apart: str) -> _Kept:
    packed = store.read(_key(apart))
    nothing: _Kept = ({}, None, {}, {})
    try:
        return nothing if packed is None else store.unpack(packed)
    except (pickle.UnpicklingError, AttributeError, ValueError):
        return nothing


def _key(apart: str) -> str:
    """What a kept rulebook depends on: all other files, this package, and what its objects are built on."""
    return store.key_of(["rulebook", apart, store.code_hash(), platform.python_version(), pydantic.VERSION])


def _is_vocabulary(name: str, text: str) -> bool:
    return not name.startswith(QUIRKS + "/") and _FACET.search(text) is not None


def _validated_files(texts: Mapping[str, str], same: Collection[str], known: _Parts | None) -> _Parts:
    """The parts; the vocabularies that are the `same` as those known are taken over."""
    vocabularies: dict[str, tuple[Entry, ...]] = {}
    columns: dict[str, str] = {}
    quirks: dict[str, QuirkModel] = {}
    for name, text in texts.items():
        if name.startswith(QUIRKS + "/"):
            quirk = _validated(QuirkModel, _parsed(name, text), name)
            if quirk.authority in quirks:
                raise RulebookError(f"{name}: {quirk.authority} already has a file of quirks.")
            quirks[quirk.authority] = quirk
        elif known and (stem := name.removesuffix(".yaml")) in same:
            vocabularies[stem], columns[stem] = known[0][stem], known[1][stem]
        elif _is_vocabulary(name, text):
            model = _validated(VocabularyModel, _parsed(name, text), name)
            vocabularies[name.removesuffix(".yaml")] = _checked(name, _entries(name, model))
            columns[name.removesuffix(".yaml")] = model.facet
    _check_quirks(vocabularies, columns, quirks)
    return vocabularies, columns, quirks


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RulebookError(f"{name}: this is not UTF-8 text.") from error


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


def _entries(name: str, model: VocabularyModel) -> tuple[Entry, ...]:
    """The entries of a file; codes that the contract fixes have their labels from there."""
    column = contract.COLUMNS.get(model.facet)
    if column is None or not column.codes:
        raise RulebookError(f"{name}: facet '{model.facet}' is not a column that holds codes.")
    if column.codes == contract.PATTERNS:
        return model.entries
    found = []
    for entry in model.entries:
        _refuse_unknown(name, column.codes, entry)
        if entry.label:
            raise RulebookError(f"{name}: the label of '{entry.id}' belongs in {contract.FILE.name}.")
        found.append(replace(entry, label=contract.CODES[column.codes][entry.id].name))
    return tuple(found)


def _refuse_unknown(name: str, codes: str, entry: Entry) -> None:
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


def _check_quirks(
    vocabularies: Mapping[str, tuple[Entry, ...]],
    columns: Mapping[str, str],
    quirks: Mapping[str, QuirkModel],
) -> None:
    for quirk in quirks.values():
        where = f"{QUIRKS}, {quirk.name}"
        for name, additions in quirk.vocabularies.items():
            known = {e.id for e in vocabularies.get(name, ())}
            if not known:
                raise RulebookError(f"{where}: there is no vocabulary '{name}'.")
            codes = contract.COLUMNS[columns[name]].codes
            for entry in additions:
                if codes != contract.PATTERNS:
                    _refuse_unknown(where, codes, entry)
                if entry.id not in known and not entry.label:
                    raise RulebookError(f"{where}: the new entry '{entry.id}' needs a label.")
