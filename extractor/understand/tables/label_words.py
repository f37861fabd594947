"""What a few words of a label, a corner or a note say by themselves, told by patterns/phrases.yaml."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.language import periods
from extractor.language.fold import fold_text
from extractor.language.words import in_force
from extractor.lexicon.phrases import Phrases

_COMPARING = r"\b{comparing}(?:\s[a-z]+){0,2}\s$"


class LabelWords:
    """Questions that one list of phrases answers; a label is asked without knowing its axis."""

    def __init__(self, phrases: Phrases) -> None:
        compiled = phrases.compile
        self._party = compiled(r"\b{label_party_leads}\s+(?:(?!{joining_words})\w+\s+){0,2}$")
        self._way = compiled(r"\b{channel_leads}\s+(?:{articles} )?$")
        self._way_led = compiled(r"{channel_leads}\s")
        self._includes = compiled(
            r"\b{includes_subjects}\b[^.]*\b(?:also )?includ(?:e|es|ing)\b[^.]*\benquir"
        )
        self._taken_in = compiled(
            r"\benquir\w+[^.]{0,40}\b(?:were|was)\s+{taken_in}\s+as\s+(?:\w+\s+)?complaints?"
        )
        self._investigations = compiled(r"(?:{ombudsman_investigations})")
        self._average = compiled(r"{label_averages}")
        self._part = compiled(r"\W*{parts_of_above}\b")
        self._percent = compiled(r"%|{unit_percent}")
        self._concern = compiled(r"\b{concern_words}\b")
        self._settled = compiled(r"\b{settling_words}\b")
        self._before_complaint = compiled(r"\b{before_complaints}\b")
        self._service = compiled(r"\b{service_endings}$")
        self._short_compliments = compiled(r"{short_compliments}\.?")
        self._reference = compiled(r"{reference_corners}")
        self._days_corner = compiled(r"\bdays\b")
        self._units = compiled(r"{unit_corners}s?")
        self._compass = compiled(r"[\W_]*\b{compass_words}\b[\W_]*")
        self._row_kind = compiled(r"\b{row_kinds}\b")

    def names_party(self, before: str) -> bool:
        """Do the words say that whoever is named after them complained?"""
        return bool(self._party.search(before))

    def names_way(self, before: str, words: str) -> bool:
        """Do the words, or those before them, say how something was sent ('by letter', 'through a form')?"""
        return bool(self._way.search(before) or self._way_led.match(words.lower()))

    def only_compares(self, text: str) -> bool:
        """Does a heading name a year only to compare with it ('How we did against last year')?"""
        found, plain = periods.find(text), fold_text(text, lower=True)
        comparing = in_force().compile(_COMPARING)
        return bool(found) and all(comparing.search(plain[: p.start]) for p in found)

    def names_row_kind(self, corner: str) -> bool:
        """Does a corner say what its rows are ('Complaints by team')?"""
        return bool(self._row_kind.search(corner))

    def shortens_compliments(self, label: str) -> bool:
        """Is a label a short form that stands for compliments, where complaints have their own ('Comps')?"""
        return bool(self._short_compliments.fullmatch(fold_text(label).strip(" :*")))

    def takes_in_enquiries(self, note: str) -> bool:
        """Does a note say that the figures take enquiries in?"""
        return bool(self._includes.search(note))

    def takes_complaints_in(self, text: str) -> bool:
        """Does a sentence say that some of the enquiries became complaints?"""
        return bool(self._taken_in.search(text))

    def names_investigations(self, label: str) -> bool:
        """Does a label name investigations and nothing else?"""
        return bool(self._investigations.fullmatch(label.strip(" .:*")))

    def is_part(self, label: str) -> bool:
        """Does a label say that it is a part of what stands before it ('of which on time')?"""
        return bool(self._part.match(label))

    def is_percent(self, label: str) -> bool:
        """Is a label no more than the sign or word for a percentage?"""
        return bool(self._percent.fullmatch(label.strip(" .:")))

    def names_concerns(self, words: str) -> bool:
        """Are the words those for worries that are put right before a complaint is made?"""
        return bool(self._concern.search(words))

    def settles_concerns(self, sentence: str) -> bool:
        """Does a sentence say that concerns are put right before a complaint is made?"""
        patterns = (self._concern, self._settled, self._before_complaint)
        return all(pattern.search(fold_text(sentence)) for pattern in patterns)

    def without_ending(self, name: str) -> str:
        """A service's name without the word that says that it is one ('Highways Service')."""
        return self._service.sub("", name).strip()

    def names_units(self, corner: str) -> bool:
        """Is a corner a word for parts of the council that is too common elsewhere ('District')?"""
        return bool(self._units.fullmatch(fold_text(corner).strip(" .:*")))

    def parted_by_place(self, labels: Sequence[str]) -> bool:
        """Does nothing but a point of the compass tell two of the labels apart ('Homecare North')?"""
        stems = (self._compass.subn(" ", fold_text(label).lower()) for label in labels)
        named = [stem.strip() for stem, places in stems if places]
        return len(named) > len(set(named))

    def names_average(self, label: str) -> bool:
        """Is the label no more than the word average?"""
        return bool(self._average.fullmatch(fold_text(label).strip(" .:*")))

    def numbers_rows(self, corner: str) -> bool:
        """Does a corner say that its column only numbers the rows ('Ref')?"""
        return bool(self._reference.fullmatch(corner.strip(" .:")))

    def counts_days(self, corner: str) -> bool:
        """Does a corner say that its labels are days ('Working days')?"""
        return bool(self._days_corner.search(corner))
