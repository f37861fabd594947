"""How labels are matched, as patterns/matching.yaml says it."""

from __future__ import annotations

from pydantic import Field

from extractor.lexicon.strict import Strict


class Thresholds(Strict):
    """Scores from 0 to 100, lengths in characters or words."""

    fuzzy: float
    """The lowest likeness at which another spelling is accepted."""
    fuzzy_short: float
    """The same for labels of fewer than `short` characters."""
    short: int
    word: float
    """How like each word of another spelling must be to some word of the alias."""
    margin: float
    """How far the best code must stand above the best other code."""
    receipt: float
    """Runners-up below this likeness are not worth naming."""
    keyword: float
    """The least share of a label's telling letters, in percent, that its keywords must cover."""
    ngram: float = 100.0
    """The least score at which the letters of a label alone give its code."""
    ngram_margin: float = 0.0
    """How far it must stand above the next code's."""
    words: int
    """A label of more words is a sentence: no keywords, no near spelling."""


class VocabularySettings(Strict):
    """How the labels of one vocabulary are read."""

    keywords: bool = False
    fuzzy: bool = False
    ngram: bool = False
    """May the character n-gram model have the last word, where the dimension is settled?"""
    every_part: bool = False
    """Of things joined by 'and', each must be known, or none is: 'Fostering and Hedges'."""
    head: float = 100.0
    """The least share where a keyword opens the label and so heads it: 'Delay in the matter of hedges'."""
    lead_ins: tuple[str, ...] = ()
    """Words that may stand before the telling part: 'complaints about'."""
    endings: tuple[str, ...] = ()
    """Words that may stand after it: 'team', 'service'."""
    fillers: tuple[str, ...] = ()
    """Words that say nothing wherever they stand: 'council'."""
    places: tuple[str, ...] = ()
    """Fillers that may be joined to each other: 'north and east'."""


class MatchingSettings(Strict):
    """The content of patterns/matching.yaml."""

    thresholds: Thresholds
    joiners: tuple[str, ...]
    """Words that join two things of one rank: 'and', 'or', 'plus'."""
    stopwords: tuple[str, ...]
    """Words left out where two labels are compared word by word."""
    short_forms: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """A word in full, and how the labels of tables shorten it: 'stage': 'stg'."""
    shortened: tuple[str, ...] = ()
    """Words that labels shorten by leaving letters out ("recv'd", 'init.'), told by the letters that stay."""
    vocabularies: dict[str, VocabularySettings]
