"""Text and labels without what makes two spellings of one thing differ.

`fold_text` keeps every character in its place, so that offsets hold; `fold_label`
makes the key by which labels are compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

#: Same length in and out, so that offsets hold.
_PLAIN = {
    **dict.fromkeys("\u2018\u2019\u02bc`", "'"),
    **dict.fromkeys("\u201c\u201d", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\t\n\r\x0b\x0c\u00a0\u2002\u2003\u2007\u2009\u200a\u202f", " "),
}
_ODD = re.compile("[" + "".join(_PLAIN) + "]")
_QUOTES = re.compile("['\u2018\u2019\u201b\u2032`\u00b4\"\u201c\u201d]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_TOKEN = re.compile(r"\d+\+|[^\W_]+|[&/,+;:]|(?<=\s)-(?=\s)")
_MARKS = frozenset("&/,+;:-")
_NUMBERING = re.compile(r"^\s*(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)]|[\u2022\u25cf\u25aa\uf0b7*-])\s+")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")


def fold_text(text: str, lower: bool = False) -> str:
    """Plain quotes, dashes and spaces, in small letters if asked; every character keeps its place."""
    if not (text.isascii() and text.isprintable()):
        text = _ODD.sub(lambda found: _PLAIN[found.group()], text)
    if not lower:
        return text
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _singular(token: str) -> str:
    """The word without its plural s; words such as 'access' or 'basis' stay."""
    if len(token) < 4 or token[-1] != "s" or token[-2] in "sui":
        return token
    if token.endswith("ies") and len(token) > 4:
        return token[:-3] + "y"
    return token[:-1]


def dashes(text: str) -> str:
    """The text with every kind of dash as a hyphen."""
    return _DASHES.sub("-", text)


@lru_cache(maxsize=65536)
def tokens(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a label as (as printed, folded); marks that join words are words here."""
    plain = _QUOTES.sub("", text if text.isascii() else dashes(unicodedata.normalize("NFKC", text)))
    return tuple((t, "and" if t == "&" else _singular(t.lower())) for t in _TOKEN.findall(plain))


@lru_cache(maxsize=65536)
def fold_label(text: str) -> str:
    """The label without case, quotes, punctuation and plural s; '&' as 'and', single spaces."""
    return " ".join(folded for _, folded in tokens(text) if folded not in _MARKS)


@lru_cache(maxsize=4096)
def readings(text: str) -> tuple[tuple[str, str], ...]:
    """A label as it stands, without its numbering, and without its brackets; what they held beside it."""
    return tuple(_readings(text))


def _readings(text: str) -> Iterator[tuple[str, str]]:
    yield text, ""
    plain = _NUMBERING.sub("", text)
    if plain != text:
        yield plain, ""
    outside = _BRACKETS.sub("", plain).strip()
    if outside and outside != plain:
        yield outside, " ".join(_BRACKETS.findall(plain))


def shortens(initials: str, name: str) -> bool:
    """True where capitals are the first letters of a name's words: SSU, Specialist Safeguarding Unit."""
    first = "".join(word[0] for word, _ in tokens(name) if word[0].isalnum())
    capitals = "".join(word[0] for word, _ in tokens(name) if word[0].isupper())
    short = initials.strip()
    return short.isalnum() and len(short) > 1 and (short.upper() in first.upper() or short in capitals)
