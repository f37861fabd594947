"""What one printed line looks like: caption, section number, bullet, heading, note.

Knows shapes only, never words of a particular report. Every reader may use it.
"""

from __future__ import annotations

import re

from extractor.language.shapes import Shape, has_loose_digits
from extractor.language.shapes import words as words_of
from extractor.read.layout.words import QUESTION_CLAUSE

CAPTION = Shape(
    r"^{caption_nouns}\b\.?\s*(?:{caption_numbers}\.?\s*)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,2})*[a-z]?|[A-Z](?=\s*(?:[:.–—-]|$)))"
    r"(?P<rest>(?:\s*[:.–—-])?\s*(?P<title>.*))$",
    re.IGNORECASE | re.DOTALL,
)
_CAPTION_AT_END = Shape(r"[–—-]\s*{caption_nouns}\.?\s+\d{1,3}[a-z]?\s*$")
SECTION = re.compile(r"^\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[A-Za-z]|[ivxIVX]{1,5})[.):]?$")
_BULLETS = "•·●○▪■□◦‣⁃∙»➢➤►▶✓✔❖\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf02d"
_BULLET = re.compile(
    rf"^\s*(?P<mark>[{_BULLETS}](?=\s*\S)|[-–—*o§](?=[ \t]+\S)|[+>](?=[ \t]+[^\s\d]))\s*(?P<rest>.*)$",
    re.DOTALL,
)
BARE_BULLET = re.compile(rf"^\s*[{_BULLETS}]\s*$")
_ITEM = re.compile(
    r"^\s*(?P<mark>\((?:\d{1,2}|[a-z]|[ivx]{1,5})\)|\d{1,2}\)|(?:[a-z]|[ivx]{1,5})[.)]|[A-Z][.)])"
    r"[ \t]+(?P<rest>\S.*)$",
    re.DOTALL,
)
_NUMBERED = re.compile(
    r"^\s*(?P<mark>\d{1,2}(?:\.\d{1,2}){1,4}\.?|\d{1,2}\.)(?:[ \t]+|(?=[A-Z]))(?P<rest>\S.*)$", re.DOTALL
)
NOTE = Shape(r"{note_leads}\s*:")
"""How a note below a table begins."""
_VALUE_AT_END = Shape(
    r"[:=–—-]\s*[(<>~£]?\s*(?:\d|{cell_nothings}\b|{ending_nothings}\b)[^A-Za-z]*{ending_units}?\s*$"
)
_VERBS = Shape(r"\b{sentence_words}\b")
_COUNTED = Shape(r"^(?:{counting_nothings}|{units}|{teens})\b")
_PART = Shape(r"^{part_titles}\s+(?:\d{1,2}|[A-Z]|[IVX]{1,4})\s*(?:$|[:.–—-]|[A-Z])")
_QUESTION = Shape(r"^{question_words}\b")
_NUMBER_ALONE = re.compile(r"^[<>~£+-]?\s?\d[\d,.]*\s?%?$")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’&-]*")
_TERMINAL = re.compile(r"[.!?:;…][\"'”’)\]*]*$")


def is_caption(text: str) -> bool:
    """True for 'Table 2: ...', 'Figure 3', '... – Table 7'; False for 'Table 3 shows that ...'."""
    if len(text) > 220:
        return False
    found = CAPTION.match(text)
    if found is None:
        return bool(_CAPTION_AT_END.search(text))
    title = found["title"]
    if not title:
        return True
    separated = len(found["rest"].lstrip()) > len(title)
    return separated or not title[0].islower()


def is_bare_caption(text: str) -> bool:
    """True for a caption that is only its number: 'Table 16', 'Figure 2.'"""
    found = CAPTION.match(text.strip())
    return found is not None and not found["title"]


def is_section_number(text: str) -> bool:
    """True for what numbers a section: '2', '2.1', 'a)', '(iv)'."""
    return len(text) <= 12 and SECTION.match(text) is not None


def is_number_alone(text: str) -> bool:
    """True for a line that is one number: '225', '52%', '£1,300'."""
    return len(text) < 60 and _NUMBER_ALONE.match(text.strip()) is not None


def ends_sentence(text: str) -> bool:
    """True where the text ends as a sentence, a clause of a list or a lead-in does."""
    return _TERMINAL.search(text[-12:].rstrip()) is not None


def depth(number: str) -> int:
    """Depth of a section number: '2' is 1, '3.6.1' is 3; 0 without a digit."""
    digits = re.findall(r"\d+", number)
    if len(digits) > 1 and digits[-1] == "0":
        digits.pop()
    return len(digits)


def take_bullet(text: str) -> tuple[str, str]:
    """('•', 'rest') for a bulleted line, else ('', text)."""
    found = _BULLET.match(text)
    return (found["mark"], found["rest"]) if found else ("", text)


def take_item(text: str) -> tuple[str, str]:
    """('a)', 'rest') for a lettered or bracketed item, else ('', text)."""
    found = _ITEM.match(text)
    return (found["mark"], found["rest"]) if found else ("", text)


def take_number(text: str) -> tuple[str, str]:
    """('3.2', 'rest') for a line that begins with a section number, else ('', text).

    A decimal followed by a lower-case word ('4.5 days') or a sign is a figure, not a number.
    """
    found = _NUMBERED.match(text)
    if found is None or not (found["rest"][0].isalpha() or found["rest"][0] in "'‘\"“(-"):
        return "", text
    if found["rest"][0].islower() and not found["mark"].endswith("."):
        return "", text
    return found["mark"], found["rest"]


def is_title_case(text: str) -> bool:
    """True where most longer words begin with a capital."""
    small = words_of("small_title_words")
    words = [w for w in _WORD.findall(text) if len(w) > 3 and w.lower() not in small]
    if not words:
        words = _WORD.findall(text)
    return bool(words) and sum(w[0].isupper() for w in words) >= 0.6 * len(words)


def is_heading_like(text: str, alone: bool) -> bool:
    """True for a line that reads as a heading; `alone` says that blank lines stand round it.

    Never true for a figure with its label, a list line, an answer ('None') or a sentence.
    """
    bare = text.rstrip("*† ").strip()
    words = bare.split()
    if not 3 <= len(bare) <= 110 or len(words) > 16 or bare.lower().rstrip(".:") in words_of("answers"):
        return False
    if not (bare[0].isupper() or bare[0] in "'‘\"“") or not re.search(r"[A-Za-z]{3}", bare):
        return False
    if bare[-1] in ".,;!…" or _VALUE_AT_END.search(bare) or has_loose_digits(bare) or "@" in bare:
        return False
    if (bare[-1] in "\"”’'" and bare[0] in "\"“‘'") or "?" in bare[:-1] or _COUNTED.match(bare):
        return False
    if alone and is_part(bare):
        return True
    if bare[-1] == "?":
        return len(words) <= 9 and _QUESTION.match(bare) is not None
    titled = is_title_case(bare)
    if bare[-1] == ":":
        return titled and len(words) <= 8
    if titled:
        return len(words) <= 14 and not (len(words) > 7 and _VERBS.search(bare) and not bare.isupper())
    return (
        alone and len(words) <= 8 and (_VERBS.search(bare) is None or QUESTION_CLAUSE.match(bare) is not None)
    )


def is_part(text: str) -> bool:
    """True for 'Appendix A: ...', 'Section 2 – ...'; False for 'Section 47 enquiries'."""
    found = _PART.match(text)
    return found is not None and (not found[0][-1].isalpha() or found[0][-1].isupper() or found[0] == text)


def is_capitals(text: str) -> bool:
    """True for text that stands in capitals."""
    return len(text) > 3 and text.isupper()


def has_verb(text: str) -> bool:
    """True where a common verb or pronoun shows that the text is a sentence."""
    return _VERBS.search(text) is not None
