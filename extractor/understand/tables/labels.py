"""What the labels along a table's axis mean: fixed words, periods, or one free dimension."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import lru_cache

from extractor.language import periods
from extractor.language.fold import fold_text
from extractor.lexicon.asked import Asked
from extractor.lexicon.match import Match, Matcher
from extractor.lexicon.phrases import Phrases
from extractor.lexicon.rulebook import Rulebook
from extractor.lexicon.settings_book import SettingsBook
from extractor.lexicon.tagger import FILES, VOCABULARY, Tag, Tagger
from extractor.model.fast_dataclass import fast_dataclass
from extractor.model.types import Label
from extractor.understand.tables.council_words import CouncilWords
from extractor.understand.tables.label_words import LabelWords

#: Facets whose labels councils invent; the rest are exact or refused.
FREE = (
    "service_area",
    "theme",
    "ethnicity",
    "religion",
    "disability",
    "age_band",
    "complainant",
    "channel",
    "sex",
)

#: Facets that say what is counted; the rest say of which slice.
STRUCTURAL = ("stage", "procedure", "thing", "source", "event", "outcome", "timeliness")

_NUMBER = re.compile(r"\d+")
_PIECE = re.compile(r"[^,;:()%]+")
"""What signs part in a label."""
_WORD = re.compile(r"[a-z0-9']+")
_TOKEN = re.compile(r"(?<![\w/&])[A-Z][\w/&]+")
_BRACKETED = re.compile(r"(?<=\w) ?\([^()]*\)")
"""What a label explains in brackets behind it."""
_YEARS = re.compile(r"\b(19|20)\d\d\s*[-/]\s*\d\d(\d\d)?\b")
_WEIGHT = 1.2
"""What the labels themselves weigh, where all are known."""
_NEAR_WEIGHT = 0.6
"""What a near spelling is worth, a name being 1."""
_BY_PLACE = 0.5
"""What two labels weigh that only a point of the compass tells apart, as teams are."""
_LEAST_SCORE = 0.38
"""Below it an axis of invented labels is left without a dimension."""


@fast_dataclass
class Meaning:
    """What one label says, before its axis is known."""

    text: str
    tags: tuple[Tag, ...]
    period: str
    total: bool
    unit: str
    rest: str
    """Words that no vocabulary explains."""
    average: bool = False
    to_date: bool = False
    """It counts from the start of the year to the day of the report."""


_DATELESS = ("quarter", periods.SAME_PART, periods.SAME_SPAN, "relative_previous", "relative_two_back")
"""Kinds of period that a label may hold without a date."""
_STRONG_UNITS = ("points", "ratio", "change")
"""Of several units in one label ('Change (%)') these are meant, the first before the next."""


class Reader(LabelWords):
    """Reads labels; one per rulebook and process."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.own_stages: Mapping[str, str] = {}
        """The names that the report at hand gives its stages."""
        self.short_forms: Mapping[str, str] = {}
        """What the legends of the report at hand say that short forms stand for."""
        self.asked = Asked()
        self.tagger = Tagger(rulebook, self.asked)
        self.matcher = Matcher(rulebook, asked=self.asked)
        self.phrases = Phrases.of(rulebook)
        super().__init__(self.phrases)
        self.settings: SettingsBook = rulebook.raw("settings")
        self.outcome_parts = {e.id: frozenset(e.covers) for e in rulebook.entries("outcomes")}
        self._fillers = frozenset(self.phrases.words("label_fillers"))
        self._totals = frozenset(word.lower() for word in self.phrases.words("totals"))
        compiled = self.phrases.compile
        self._unit = compiled(
            r"(?P<ratio>\b{unit_ratio}\b)|(?P<points>\b{unit_points}\b)|(?P<percent>%|\b{unit_percent}\b|^shares?\b)|(?P<count>\b{unit_count}\b|\bno\.|#)|(?P<gbp>£)"
            r"|(?P<working_days>\b{unit_working_days}\b)|(?P<change>\b{unit_change}\b|\+\s?/\s?-|\u00b1)"
        )
        self._days = compiled(
            r"\b{label_averages}\b.*\b{lengths_of_time}\b|\b{lengths_of_time}\b.*\b{label_averages}\b"
            r"|\bresponse time\b.*\bdays\b"
        )
        words = CouncilWords(rulebook, self.phrases)
        self.is_council, self.names_councils = words.is_council, words.names_councils
        self.names_a_council = words.names_a_council
        self._everything = compiled(r"{all_words}(?: (?!{remainders}$)[a-z]+s)?")
        self._all = compiled(r"{all_words}\s+")
        self._leaving_out = compiled(r"\b{leaving_out}\b")
        self._to_date = compiled(r"\b{years_to_date}\b")
        self._ratio = compiled(r"\b{unit_ratio}\b")
        self._change = compiled(r"\b(?:{unit_points}|{unit_change})\b")
        self._period_heading = compiled(r"{period_headings}")
        self._joined_before = compiled(r"{joining_words}\s*$")
        self._joined_after = compiled(r"\s*{joining_words}")
        self._received = compiled(r"\b{received_words}$")
        self.meaning = self.asked.noting("meaning", lru_cache(maxsize=20_000)(self._meaning))
        self.hint = lru_cache(maxsize=4_000)(self._hint)

    def taught(
        self, names: Mapping[str, str], nouns: Collection[str], short_forms: Mapping[str, str]
    ) -> Reader:
        """A reader that knows the names which one report gives its stages, and its legends.

        Args:
            names: each name, in small letters, and its stage.
            nouns: those of one word that stand in running text by themselves ('an appeal'); others of
                one word do beside a noun only ('formal complaints').
            short_forms: each short form, as it is printed, and the words that it stands for.
        """
        new = copy(self)
        new.asked = Asked()
        self.asked.pupils.append(((dict(names), sorted(nouns), dict(short_forms)), new.asked))
        if names:
            words = [(name, code, " " not in name and name not in nouns) for name, code in names.items()]
            joined = self.phrases.words("named_nouns")
            words += [
                (f"{n} {noun}", code, False) for n, code in names.items() if " " not in n for noun in joined
            ]
            new.tagger = self.tagger.taught("stage", words, new.asked)
        new.own_stages, new.short_forms = names, short_forms
        new.meaning = new.asked.noting("meaning", lru_cache(maxsize=20_000)(new._meaning))
        return new

    def _spelled_out(self, text: str) -> str:
        """A label with the short forms that a legend of the report explains written out."""
        whole = self.short_forms.get(text.strip(" .:*"))
        if whole is not None or not self.short_forms:
            return text if whole is None else whole
        return _TOKEN.sub(lambda found: self.short_forms.get(found.group(), found.group()), text)

    def _meaning(self, text: str) -> Meaning:
        if self.short_forms and not self.tagger.tags(text):
            text = self._spelled_out(text)
        plain = fold_text(text := self.matcher.in_full(text)).strip()
        bare = plain.strip(" .:*†#").lower()
        period = periods.header_period(plain)
        dateless = self._bare(plain)
        tags = _outermost(self.tagger.tags(text))
        if any(t.label_only for t in tags) and self.residue(without_brackets(dateless), tags):
            tags = tuple(t for t in tags if not t.label_only)
        if self.residue(dateless, [t for t in tags if t.facet in STRUCTURAL or t.facet == "client"]):
            # 'Delay in assessment or review' is of no stage
            tags = tuple(t for t in tags if not (t.label_only and t.facet == "stage"))
            tags = tuple(t for t in tags if not self._part_of_name(plain, t))
        if self.settles_concerns(plain):
            tags = tuple(_as_concern(t) for t in tags if (t.facet, t.code) != ("thing", "complaint"))
        cut = self._leaving_out.search(plain)
        whole = plain[: cut.start()].strip(" (").lower() if cut else ""
        if cut and whole in self._totals:  # 'Total excl premature', 'Total (without premature)'
            tags, bare = tuple(t for t in tags if t.end <= cut.start()), whole
        tags += self._speed(plain, tags)
        units = [found.lastgroup or "" for found in self._unit.finditer(plain)]
        if any(t.facet == "timeliness" for t in tags):
            units = [unit for unit in units if unit != "working_days"]  # responses are counted, not days
        unit = next((unit for unit in _STRONG_UNITS if unit in units), (units or [""])[-1])
        if unit == "points":
            tags = tuple(t for t in tags if t.code != "point")
        words = _YEARS.sub(" ", bare).strip(" ():")
        rest = "" if period else self.residue(dateless, [t for t in tags if t.facet in STRUCTURAL])
        return Meaning(
            text=text,
            tags=tags,
            period=(period.code or period.kind) if period else _inner_period(plain),
            total=words in self._totals
            or words.rstrip("s") in self._totals
            or (words.startswith(("total ", "overall ")) and not rest)
            or bool(self._everything.fullmatch(words))
            or self._all_of_client(words),
            unit=unit,
            rest=rest,
            average=bool(self._days.search(plain)),
            to_date=bool(self._to_date.search(plain)),
        )

    def _bare(self, plain: str) -> str:
        """A folded label without its dates, what it is a rate of and words of change; the same length."""
        for pattern in (self._to_date, self._ratio, self._change):
            plain = pattern.sub(lambda found: " " * len(found.group()), plain)
        return without_periods(plain)

    def _speed(self, plain: str, tags: Sequence[Tag]) -> tuple[Tag, ...]:
        """The speed that a label on a stage's answers tells in figures ('Stage 1 answered in 10 wd, %')."""
        told = {t.facet for t in tags}
        if "timeliness" in told or not ("stage" in told or any(t.code == "responded" for t in tags)):
            return ()
        bare = plain
        for tag in tags:
            if tag.facet in ("stage", "procedure"):
                bare = bare[: tag.start] + " " * (tag.end - tag.start) + bare[tag.end :]
        for piece in _PIECE.finditer(bare):
            found = self.matcher.match("timeliness", piece.group().strip())
            if found.method == "exact" and _NUMBER.search(piece.group()):
                return (Tag(piece.start(), piece.end(), "timeliness", found.code, piece.group().strip()),)
        return ()

    def _all_of_client(self, words: str) -> bool:
        """'All adult social care': the whole of a client group."""
        opening = self._all.match(words)
        return opening is not None and self.settings.client(words[opening.end() :]) is not None

    def _part_of_name(self, plain: str, tag: Tag) -> bool:
        """'Economy, communities and corporate': a word for a procedure that is one of several names."""
        if tag.facet != "procedure" or not tag.label_only:
            return False
        joined = self._joined_before.search(plain[: tag.start]) or self._joined_after.match(plain, tag.end)
        return joined is not None

    def _hint(self, text: str) -> str:
        """The dimension that a corner, caption or heading announces, or ''."""
        plain = fold_text(self.matcher.in_full(text))
        found: list[tuple[int, int, str]] = []
        for facet, pattern in self.phrases.axis_hints:
            found.extend((m.end() - m.start(), -m.start(), facet) for m in pattern.finditer(plain))
        return max(found)[2] if found else ""

    def names_dimension(self, label: str) -> bool:
        """Is the label no more than the name of a dimension ('Outcome', 'Age group', 'Quarter')?"""
        plain = fold_text(label).strip(" .:*")
        patterns = (*(pattern for _, pattern in self.phrases.axis_hints), self._period_heading)
        return any(pattern.fullmatch(plain) for pattern in patterns)

    def residue(self, text: str, tags: Iterable[Tag]) -> str:
        """The words of a label that no tag and no filler explains."""
        plain = fold_text(text).lower()
        for tag in tags:
            plain = plain[: tag.start] + " " * (tag.end - tag.start) + plain[tag.end :]
        return " ".join(w for w in _WORD.findall(plain) if w not in self._fillers and not w.isdigit())

    def is_total(self, text: str) -> bool:
        """Does a label name a total and no period?"""
        meaning = self.meaning(text)
        return meaning.total and not meaning.period

    def is_counted(self, text: str) -> bool:
        """Does a label name an outcome or something that is counted, and nothing else?"""
        meaning = self.meaning(text)
        return not meaning.rest and any(t.facet in ("outcome", "thing", "timeliness") for t in meaning.tags)

    def fixed(self, meaning: Meaning) -> bool:
        """Do stages, outcomes, nouns, events, periods and units explain the label without rest?"""
        if meaning.total or ((meaning.period or meaning.to_date) and not meaning.rest):
            return True
        known = [t for t in meaning.tags if t.facet in STRUCTURAL]
        if meaning.average:
            return True
        if not known and not meaning.unit:
            return False
        text = self._bare(fold_text(meaning.text))
        if {t.facet for t in known} - {"thing"} <= {"procedure", "stage"}:
            text = without_brackets(text)  # 'Statutory (social care)', 'Final review (30 working days)'
        return not self.residue(text, known)

    def counts_received(self, title: str, events: Iterable[str]) -> bool:
        """Does a title say that what came in is counted, in a verb or in the name of the thing counted?"""
        nouns = (t.text for t in self.tagger.tags(title) if t.facet == "thing")
        return "received" in events or any(self._received.search(noun) for noun in nouns)

    def speeds(self, labels: Sequence[str]) -> dict[str, str]:
        """Of labels that leave the word days out ('11 to 20') the code of each that is a speed."""
        codes: dict[str, str] = {}
        for label in labels:
            for said in (f"{label} days", _NUMBER.sub(r"\g<0> days", label, count=1)):
                found = self.matcher.match("timeliness", said)
                if found.method == "exact" and said != label:
                    codes.setdefault(label, found.code)
        return codes

    def support(self, facet: str, labels: Sequence[str]) -> float:
        """The share of labels that the dimension's vocabulary knows, exact ones counting whole."""
        if not labels:
            return 0.0
        score = 0.0
        for label in labels:
            found = self._match(self.matcher.match, VOCABULARY[facet], label)
            if found.code != "unmapped":
                score += 1.0 if found.method == "exact" else _NEAR_WEIGHT * found.score / 100
        return score / len(labels)

    def free_facet(self, labels: Sequence[str], corner: str, caption: str, headings: Sequence[str]) -> str:
        """Which free dimension an axis of invented labels carries, or '' where it cannot tell."""
        hints: dict[str, float] = dict.fromkeys(FREE, 0.0)
        weights = [
            (corner, 1.0),
            (caption, 0.5),
            *((h, 0.4 / (k + 1)) for k, h in enumerate(reversed(headings)) if h != caption.strip()),
        ]
        for text, weight in weights:
            facet = self.hint(text) if text else ""
            if facet in ("remedy", "refusal"):
                facet = "theme"
            if facet in hints:
                hints[facet] += weight
        if self.names_units(self.matcher.in_full(corner)):
            hints["service_area"] += 1.0
        named = sum(bool(self._service.search(x)) or self.names_a_council(x) for x in labels)
        if named * 5 >= len(labels) * 2 and named > 1:
            hints["service_area"] += 1.0
        if self.parted_by_place(labels):
            hints["service_area"] += _BY_PLACE
        return self._best_supported(labels, hints)

    def _best_supported(self, labels: Sequence[str], hints: dict[str, float]) -> str:
        """The facet of the highest score; near spellings are looked for only where they could matter."""
        share = _WEIGHT / max(len(labels), 1)
        best, found = 0.0, ""
        for facet in sorted(hints, key=lambda f: -hints[f]):
            if hints[facet] + _WEIGHT < best - 1e-9:
                break
            known = sum(self.matcher.named(VOCABULARY[facet], label) for label in labels)
            at_most = hints[facet] + share * (known + _NEAR_WEIGHT * (len(labels) - known))
            if at_most < max(best, _LEAST_SCORE) - 1e-9:
                continue
            score = hints[facet] + _WEIGHT * self.support(facet, labels)
            earlier = not found or FREE.index(facet) < FREE.index(found)
            if score > best or (score == best and earlier):
                best, found = score, facet
        return found if best >= _LEAST_SCORE else ""

    def _match(self, find: Callable[[str, str], Match], vocabulary: str, text: str) -> Match:
        """The match of a label; of what a legend says that it stands for, where none knows it as printed."""
        found = find(vocabulary, text)
        if found.code == "unmapped" and self.short_forms and (full := self._spelled_out(text)) != text:
            return find(vocabulary, full)
        return found

    def label(self, facet: str, text: str, origin: str, vocabulary: str = "", settled: bool = False) -> Label:
        """The label as a code of its dimension, with the receipt of the match; `settled`: surely of it."""
        find = self.matcher.match_within if settled else self.matcher.match
        found = self._match(find, VOCABULARY[vocabulary or facet], text)
        return Label(
            facet, text, found.code, origin, found.method, found.score, found.runner_up, found.runner_up_score
        )


def all_answer(changed: Collection[str]) -> tuple[str, ...]:
    """The kinds of question to a Reader that get another answer where these vocabularies do."""
    return ("meaning", "tags", "mentions") if not set(changed).isdisjoint(FILES) else ()


def _outermost(tags: Sequence[Tag]) -> tuple[Tag, ...]:
    """The tags less those inside a longer one of their facet: the 'complaints' of 'Pre-complaints'."""
    return tuple(
        t
        for t in tags
        if not any(
            o.facet == t.facet and o.start <= t.start and t.end <= o.end and len(o.text) > len(t.text)
            for o in tags
        )
    )


def _as_concern(tag: Tag) -> Tag:
    """'Concerns settled without a complaint' are representations."""
    return replace(tag, code="representation") if (tag.facet, tag.code) == ("thing", "contact") else tag


def without_brackets(text: str) -> str:
    """The text with what stands in brackets blanked; the same length."""
    return _BRACKETED.sub(lambda found: " " * len(found.group()), text)


def _inner_period(text: str) -> str:
    """The one period that stands inside a label, or ''."""
    periods_of = periods.find(text)
    found = [p.code for p in periods_of if p.code]
    found = found or [p.kind for p in periods_of if p.kind.startswith(_DATELESS)]
    return found[0] if len(set(found)) == 1 else ""


def without_periods(text: str) -> str:
    """The text with its dates and years blanked; the same length."""
    for p in reversed(periods.find(text)):
        text = text[: p.start] + " " * (p.end - p.start) + text[p.end :]
    return text
