"""Characters, marks and bold lines of word-processor and web files, as a reader sees them."""

from __future__ import annotations

import re
import unicodedata

from extractor.language.shapes import Shape, has_loose_digits
from extractor.read.layout import line_shapes

INVISIBLE = (
    0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065),
    *range(0x2066, 0x206A), 0xFEFF,
)  # fmt: skip
"""Soft hyphens, joiners, spaces of no width, and the marks that say which way text runs."""

MATHS = {n: unicodedata.normalize("NFKC", chr(n)) for n in range(0x1D400, 0x1D800)}
"""Letters and digits of mathematics, with which some write bold text, to plain ones."""

_FOLDS: dict[int, str | None] = {
    **dict.fromkeys(INVISIBLE), **MATHS,
    0x00A0: " ", 0x202F: " ", 0x2007: " ", 0x2011: "-", 0x2010: "-", 0x2028: " ", 0x2029: " ",
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
    0xF0B7: "•", 0xF0A7: "▪", 0xF0A8: "▪", 0xF0D8: "➢", 0xF076: "❖", 0xF06E: "■", 0xF0FC: "✓", 0xF0FB: "✗",
    0xF0DF: "←", 0xF0E0: "→", 0xF0E1: "↑", 0xF0E2: "↓", 0xF0E7: "←", 0xF0E8: "→", 0xF0E9: "↑", 0xF0EA: "↓",
}  # fmt: skip
_RAISED = re.compile(r"(?<=[\w)\]%”\"’'.,:;!?])(?<!\b[kcm]m)(?<!\bm)[¹²³⁰⁴-⁹]+")

# Fonts of signs: the letters and digits typed in them are arrows and ticks, never text.
_WINGDINGS = {
    0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE3: "↖", 0xE4: "↗", 0xE5: "↙", 0xE6: "↘",
    0xE7: "←", 0xE8: "→", 0xE9: "↑", 0xEA: "↓", 0xEB: "↖", 0xEC: "↗", 0xED: "↙", 0xEE: "↘",
    0xEF: "←", 0xF0: "→", 0xF1: "↑", 0xF2: "↓", 0xF3: "↔", 0xFB: "✗", 0xFC: "✓",
    0x6C: "•", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA7: "▪",
    0xA8: "□", 0xD8: "➢", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_3 = {0x23: "↑", 0x24: "↓", 0x21: "←", 0x22: "→", 0x70: "▲", 0x71: "▼", 0x74: "◄", 0x75: "►"}
_WEBDINGS = {0x33: "◄", 0x34: "►", 0x35: "▲", 0x36: "▼", 0x61: "✓", 0x72: "✗", 0x6E: "●"}
_SYMBOL = {0xB7: "•", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xAB: "↔", 0xB3: "≥", 0xA3: "≤", 0xB1: "±"}
_SIGN_FONTS = {
    "wingdings": _WINGDINGS, "wingdings 2": {0x50: "✓", 0x4F: "✗", 0x97: "•", 0x98: "•"},
    "wingdings 3": _WINGDINGS_3, "webdings": _WEBDINGS,
    "zapfdingbats": {0x33: "✓", 0x34: "✓", 0x6C: "●", 0x6E: "■"},
}  # fmt: skip

_BARE_NUMBER = re.compile(r"(?P<n>\d{1,2})\s+(?=[A-Z“‘\"'])")
_MARK = r"[*†‡§¶#]{1,3}|\d{1,3}|[a-z]|[ivx]{2,4}"
NOTE_MARK = re.compile(rf"\s*[\[(]?\s*(?:{_MARK})(?:\s*,\s*(?:{_MARK}))*\s*[\])]?\s*")
_NOTE = re.compile(r"(?P<n>\*{1,3}|[†‡]{1,3}|[¹²³⁰⁴-⁹]{1,3})(?=\S)(?!\*)")

_NUMBER_WORD = Shape(r"\b(?:{units}|{teens}|{tens})\b", 0)
_FIGURE_ALONE = re.compile(r"[<>~£]?\s?\d[\d,]*(?:\.\d+)?\s?[%km]?")
_FIGURE_GIVEN = re.compile(
    r"^[<>~£]?\d[\d,]*(?:\.\d+)?(?:\s?%|\s+[a-z])|[:=]\s*[<>~£]?\d[\d,.]*\s?%?$|\d\s?%|£\d"
)
MOST_HEADING_LETTERS = 110
MOST_HEADING_WORDS = 16


def fold(text: str) -> str:
    """One line, single spaces, plain spaces and hyphens, raised digits dropped."""
    if not text.isascii():
        text = _RAISED.sub("", text.translate(_FOLDS))
    return " ".join(text.split())


def fold_tabs(text: str) -> str:
    """As `fold`, but tabs stay; three or more spaces, which line columns up, stay three."""
    if not text.isascii():
        text = _RAISED.sub("", text.translate(_FOLDS))
    if "\t" not in text and "   " not in text:
        return " ".join(text.split())
    pieces = (
        "   ".join(" ".join(p.split()) for p in part.split("   ") if p.strip()) for part in text.split("\t")
    )
    return "\t".join(pieces).strip("\t ")


def join_wrapped(pieces: list[str], always: bool = False) -> list[str]:
    """Lines parted by a break, joined where the next one only goes on ('Children' / 'and families')."""
    texts: list[str] = []
    for piece in pieces:
        if not piece:
            continue
        end = texts[-1][-1] if texts else ""
        if texts and (always or end in ",-–&" or (piece[0].islower() and end.isalpha())):
            texts[-1] += f" {piece}"
        else:
            texts.append(piece)
    return texts


def font_text(text: str, font: str) -> str:
    """What a reader sees where letters are typed in a font of signs; other fonts unchanged."""
    name = font.lower()
    if name == "symbol":
        return "".join(_SYMBOL.get(ord(c) & 0xFF, c if ord(c) < 0x80 else "") for c in text)
    signs = _SIGN_FONTS.get(name)
    if signs is None:
        return text
    return "".join(c if c.isspace() else signs.get(ord(c) & 0xFF, "") for c in text)


def split_marker(text: str) -> tuple[str, str]:
    """The printed bullet or number at the start, and the rest: '3.1 Teams' gives '3.1', 'Teams'."""
    first, second = text[:1], text[1:2]
    if first.isalpha() and second not in (".", ")", " ", "\t") and first not in "ivxIVX":
        return "", text  # a word
    for take in (line_shapes.take_bullet, line_shapes.take_item, line_shapes.take_number):
        number, rest = take(text)
        if number:
            return number, rest
    return "", text


def split_bare_number(text: str) -> tuple[int, str] | None:
    """A whole number without a point before a capital: perhaps a section number, perhaps a count."""
    found = _BARE_NUMBER.match(text)
    return (int(found["n"]), text[found.end() :]) if found else None


def split_note(text: str) -> tuple[str, str]:
    """The note mark stuck to the front of a note under a table, and the rest."""
    found = _NOTE.match(text)
    return (found["n"], text[found.end() :].lstrip()) if found else ("", text)


_QUOTES = {'"': '"', "“": "”", "‘": "’", "'": "'", "«": "»"}
FEWEST_QUOTED = 40


def is_quote(text: str) -> bool:
    """Someone's words in quotation marks from the first letter to the last, or nearly.

    A paragraph that only begins by quoting a term ('Level of service' has ...) is none.
    """
    close = _QUOTES.get(text[:1])
    if close is None or len(text) < FEWEST_QUOTED:
        return False
    end = 0
    while (end := text.find(close, end + 1)) > 0:
        after = text[end + 1 : end + 2]
        if not after.isalnum() and not (close in "'’" and text[end - 1 : end] == "s" and after == " "):
            return end >= FEWEST_QUOTED and len(text) - end < 90
    return False


def like_heading(text: str) -> bool:
    """Short, no sentence, and no number in it but of stages, sections, years and dates."""
    if len(text) > MOST_HEADING_LETTERS or len(text.split()) > MOST_HEADING_WORDS:
        return False
    if text[-1] in ".;," or (not text[0].isupper() and text[0] not in "‘“'\"("):
        return False
    if not any(map(str.isalpha, text)):
        return False
    if _NUMBER_WORD.search(text):
        return False
    return not has_loose_digits(text)


def states_figure(text: str) -> bool:
    """A heading that is a figure ('51') or gives one ('51 complaints', 'Upheld: 24%') is no heading only."""
    if _FIGURE_ALONE.fullmatch(text):
        return True
    return has_loose_digits(text) and _FIGURE_GIVEN.search(text) is not None


def too_long_for_heading(text: str) -> bool:
    """A whole sentence or more set in a heading's style is a paragraph all the same."""
    words = len(text.split())
    return words > 32 or (words > 12 and text[-1] in ".;" and not text.endswith("etc."))


def written(number: int, form: str) -> str:
    """A list number in its form: decimal, lowerLetter, upperLetter, lowerRoman or upperRoman."""
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(97 + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman if form == "lowerRoman" else roman.upper()
    return str(number)


def _roman(number: int) -> str:
    out = ""
    for value, sign in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
        (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        out += sign * (number // value)
        number %= value
    return out
