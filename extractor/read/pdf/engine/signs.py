"""Code points of a PDF as the characters that a reader sees."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from extractor.read.layout.wording import INVISIBLE
from extractor.read.pdf.ink import UNDECODED

_PLAIN = {
    **dict.fromkeys(INVISIBLE, ""),
    0x02: "-",
    0xFFFE: "-",  # pdfium's marks for a hyphen at a line's end
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
    0xA0: " ",
    0x202F: " ",
    0x2007: " ",
    0x2009: " ",
    0x200A: " ",
    0x2002: " ",
    0x2003: " ",
    0x2008: " ",
    0x3000: " ",
    0x09: " ",
    0x0A: " ",
    0x0D: " ",
    0x0C: " ",
    0xAD: "\u00ad",
    0x2010: "-",
    0x2011: "-",
    0x25CF: "•",
    0x2219: "•",
    0x22C5: "·",
}
# Symbol and Wingdings put their signs at U+F020 to U+F0FF.
_SIGNS = {
    0xB7: "•",
    0xA7: "▪",
    0xD8: "➢",
    0xFC: "✓",
    0xFB: "✗",
    0xA8: "▪",
    0x6E: "■",
    0x6F: "□",
    0x71: "❑",
    0x76: "❖",
    0x6C: "•",
    0xE0: "→",
    0xE8: "➔",
    0x75: "◆",
    0x9F: "•",
    0x2D: "-",
    0xB0: "°",
    0xA3: "£",
}
_SIGN_FONTS = ("symbol", "wingding", "webding", "zapfdingbats", "dingbat")


def is_plain(code: int) -> bool:
    """The code point stands for itself in every font."""
    if code in _PLAIN or 0xD800 <= code <= 0xF8FF or code == 0xFFFD:
        return False
    return 0x20 <= code < 0x7F or code >= 0xA0


def is_sign_font(name: str) -> bool:
    """A font of bullets and arrows, in which no letter is one."""
    low = name.lower()
    return any(part in low for part in _SIGN_FONTS)


@lru_cache(maxsize=8192)
def sign(code: int, font: str) -> str:
    """The character for a code point in a font; UNDECODED where nobody can tell."""
    plain = _PLAIN.get(code)
    if plain is not None:
        return plain
    if 0xF000 <= code <= 0xF0FF:
        known = _SIGNS.get(code - 0xF000)
        if known:
            return known
        if is_sign_font(font):
            return "•"
        if 0xF020 <= code <= 0xF07E:  # a plain font addressed through its symbol map
            return chr(code - 0xF000)
        return UNDECODED
    if 0x1D400 <= code <= 0x1D7FF:  # letters and digits of a kind of print, as formulas have them
        return unicodedata.normalize("NFKC", chr(code))
    if (
        code < 0x20
        or 0xD800 <= code < 0xE000
        or 0xE000 <= code <= 0xF8FF
        or code == 0xFFFD
        or 0x7F <= code < 0xA0
    ):
        return UNDECODED
    return chr(code)
