"""Labels that name councils, regions or the country, and the phrases for the council itself."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.language.fold import fold_text
from extractor.lexicon.authorities_file import Authority
from extractor.lexicon.phrases import Phrases
from extractor.lexicon.rulebook import Rulebook


class CouncilWords:
    """The names of patterns/authorities.yaml and the phrases that stand for them; one per rulebook."""

    def __init__(self, rulebook: Rulebook, phrases: Phrases) -> None:
        entries = rulebook.raw("authorities").entries
        self._places = frozenset(_bare_place(name) for entry in entries for name in _names(entry))
        named = (name for entry in entries for name in (entry.name, *entry.names))
        self._named = frozenset(map(_bare_place, named))
        self._titles = frozenset(phrases.words("council_titles"))
        self._itself = phrases.compile(r"{self_references}")
        self._others = phrases.compile(r"{council_labels}")
        self._corners = phrases.compile(r"{council_corners}")

    def names_councils(self, corner: str) -> bool:
        """Does a corner say that the rows are councils ('Authority')?"""
        return bool(self._corners.fullmatch(corner.strip(" :")))

    def is_council(self, label: str) -> bool:
        """Is the label the name of a council, of a region or of the country?"""
        words = _bare_place(label)
        return words in self._places or bool(self._others.fullmatch(words))

    def names_a_council(self, words: str) -> bool:
        """Are the words the name of a council, district or not, or a phrase for the council itself?"""
        bare = _bare_place(words).removesuffix("'s")
        while bare and bare.rsplit(" ", 1)[-1] in self._titles:
            bare = bare.rpartition(" ")[0]
        return not bare or bare in self._named or bool(self._itself.fullmatch(bare))


def _names(authority: Authority) -> Iterator[str]:
    """The names of a council, and its region's.

    Districts are left out: a county's teams bear their names.
    """
    if authority.type != "district":
        yield from filter(None, (authority.name, *authority.names, authority.region))


def _bare_place(name: str) -> str:
    return fold_text(name).strip(" .:*").lower().replace(" and the ", " and ").replace(" & ", " and ")
