"""Letters of a PDF's page by pdfium's own interface, as stretches that follow each other closely.

pdfium is asked once per letter for its advance box and for the text object it
belongs to; font, size, angle and baseline are asked once per text object. All
the rest is arithmetic on arrays, one entry a letter.
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from ctypes import byref, c_double, c_int, c_size_t, c_uint, c_void_p
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdf
from numpy.typing import NDArray

from extractor.read.pdf.engine.signs import is_plain, sign
from extractor.read.pdf.engine.unmapped_fonts import Legible, without_unmapped
from extractor.read.pdf.engine.unseen import Ground
from extractor.read.pdf.ink import UNDECODED, Char, Colour, Rule, Style, turn, unturn

BOLD_WORDS = ("bold", "black", "heavy", "demi")
SAME_LINE = 0.05
"""In sizes: baselines this near are one."""
CLOSE = (-0.45, 0.14)
"""In sizes: the gaps between two letters of one stretch; the second is that of words."""
UNINKED = (3, 7)
"""Modes of printing that leave no ink; 7 only clips."""
PALE = 200
"""A colour with all its parts darker than this can be seen on paper, and is taken to be meant to."""
NOTHING = 0x200B
SET_ON = 0.02
"""In sizes: the largest gap between letters of one word that are drawn apart."""
TWICE = 0.12
"""In sizes: a letter this near to the same letter was struck twice."""
Point = Callable[[float, float], tuple[float, float]]
Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Frame(NamedTuple):
    """How the file's coordinates lie on the page as it is read."""

    place: Point
    width: float
    height: float
    rotation: int
    """Degrees, clockwise: 0, 90, 180 or 270."""


class Letters(NamedTuple):
    """The text of one page."""

    chars: tuple[Char, ...] = ()
    undecoded: int = 0
    """Letters for which nobody knows a sign."""
    illegible: int = 0
    """Letters and digits of fonts that have no map to Unicode and spell no words."""
    unseen: int = 0
    """Letters that nobody sees: printed without ink, or in the colour of what they stand on."""


def _address(function: Any) -> int:
    return ctypes.cast(function, c_void_p).value or 0


# The calls made for every letter, without ctypes' building of pointer objects.
_owner_of = ctypes.CFUNCTYPE(c_size_t, c_void_p, c_int)(_address(pdf.FPDFText_GetTextObject))
_box_of = ctypes.CFUNCTYPE(c_int, c_void_p, c_int, c_void_p)(_address(pdf.FPDFText_GetLooseCharBox))
_unmapped = ctypes.CFUNCTYPE(c_int, c_void_p, c_int)(_address(pdf.FPDFText_HasUnicodeMapError))
_PLAIN = np.array([is_plain(code) for code in range(0x10000)])


def letters(page: Any, frame: Frame, legible: Legible, ground: Ground) -> Letters:
    """Everything printed on a page that can be seen on `ground`; `legible` remembers the document's fonts."""
    textpage = page.get_textpage()
    try:
        count = pdf.FPDFText_CountChars(textpage.raw)
        return _letters(textpage.raw, count, frame, legible, ground) if count > 0 else Letters()
    finally:
        textpage.close()


def _letters(raw: Any, count: int, frame: Frame, legible: Legible, ground: Ground) -> Letters:
    handle = ctypes.cast(raw, c_void_p).value
    owners = np.fromiter(map(_owner_of, repeat(handle), range(count)), np.int64, count)
    kept = np.flatnonzero(owners)  # the others pdfium made up: line ends, spaces
    if not len(kept):
        return Letters()
    starts = np.flatnonzero(np.diff(owners[kept], prepend=0))
    runs = _runs(raw, kept[starts].tolist(), frame)
    run = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(kept)))
    shown = np.array([ground.shows(*paint) for paint in _paints(raw, kept[starts].tolist(), runs, frame)])
    unseen = 0
    if not shown.all():
        unseen = int(len(kept) - shown[run].sum())
        kept, run = kept[shown[run]], run[shown[run]]
        if not len(kept):
            return Letters(unseen=unseen)
    codes = _codes(raw, count)
    texts, undecoded = _texts(codes[kept], run, runs)
    font = runs.fonts[run]
    texts, illegible = without_unmapped(
        texts, font, codes[kept], lambda at: bool(_unmapped(handle, int(kept[at]))), runs.names, legible
    )
    left, right = _ends(handle, count, frame)
    upright = runs.upright[run]
    chars: list[Char] = []
    if upright.all():
        follows = np.diff(kept, prepend=-2) == 1
        chars = _stretches(texts, left[kept], right[kept], follows, run, runs, frame, ground.walls)
    else:
        own = np.flatnonzero(upright)
        if len(own):
            follows = np.diff(kept[own], prepend=-2) == 1
            picked = [texts[k] for k in own.tolist()]
            ends = left[kept[own]], right[kept[own]]
            chars = _stretches(picked, *ends, follows, run[own], runs, frame, ground.walls)
        chars += _turned(raw, owners, kept, texts, run, runs, frame)
    return Letters(tuple(chars), undecoded, illegible, unseen)


def _codes(raw: Any, count: int) -> NDArray[np.int64]:
    """The code point of every letter, in one call where the file allows it."""
    units = (ctypes.c_ushort * (count + 1))()
    if pdf.FPDFText_GetText(raw, 0, count, units) - 1 == count:
        codes: Whole = np.frombuffer(bytes(units), np.uint16)[:count].astype(np.int64)
        if not ((codes >= 0xD800) & (codes < 0xE000)).any():
            return codes
    codes = np.array([pdf.FPDFText_GetUnicode(raw, k) for k in range(count)], np.int64)
    return _paired(codes)


def _paired(codes: Whole) -> Whole:
    """The two halves of a sign beyond 0xFFFF as one; the second leaves nothing."""
    high = (codes[:-1] & 0xFC00 == 0xD800) & (codes[1:] & 0xFC00 == 0xDC00)
    for k in np.flatnonzero(high).tolist():
        codes[k] = 0x10000 + ((int(codes[k]) & 0x3FF) << 10) + (int(codes[k + 1]) & 0x3FF)
        codes[k + 1] = NOTHING
    return codes


def _paints(
    raw: Any, starts: Sequence[int], runs: _Runs, frame: Frame
) -> Iterator[tuple[Colour | None, float, float]]:
    """Of each text object its colour, None for no ink, and a place in its first letter."""
    x, y = c_double(), c_double()
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    for k, style in zip(starts, runs.styles, strict=True):
        owner = pdf.FPDFText_GetTextObject(raw, k)
        mode = pdf.FPDFTextObj_GetTextRenderMode(owner)
        colour: Colour | None = (0, 0, 0)
        if mode in UNINKED:
            colour = None
        elif not mode and pdf.FPDFPageObj_GetFillColor(
            owner, byref(red), byref(green), byref(blue), byref(alpha)
        ):
            colour = (red.value, green.value, blue.value) if alpha.value else None
        if colour is not None and max(colour) < PALE:
            yield colour, 0.0, 0.0
            continue
        pdf.FPDFText_GetCharOrigin(raw, k, byref(x), byref(y))
        u, v = turn(style.angle, *frame.place(x.value, y.value))
        x0, top, x1, bottom = unturn(style.angle, (u + 0.1 * style.size, v - 0.3 * style.size) * 2)
        yield colour, (x0 + x1) / 2, (top + bottom) / 2


def _ends(handle: int | None, count: int, frame: Frame) -> tuple[Floats, Floats]:
    """Left and right end of every letter's advance box, on the page as it is read."""
    boxes = (pdf.FS_RECTF * count)()
    start, step = ctypes.addressof(boxes), ctypes.sizeof(pdf.FS_RECTF)
    deque(map(_box_of, repeat(handle), range(count), range(start, start + step * count, step)), maxlen=0)
    flat = np.frombuffer(memoryview(boxes), np.float32).reshape(count, 4).astype(np.float64)
    left, top, right, bottom = flat.T
    shift = frame.place(0.0, 0.0)[0]
    match frame.rotation:
        case 90:
            return bottom + shift, top + shift
        case 180:
            return shift - right, shift - left
        case 270:
            return shift - top, shift - bottom
        case _:
            return left + shift, right + shift


class _Runs(NamedTuple):
    """What the text objects of a page say, one entry each."""

    styles: list[Style]
    baselines: Floats
    sizes: Floats
    kinds: Whole
    """The same number for the same style."""
    fonts: Whole
    """The place of the font in `names`."""
    upright: Flags
    names: list[str]


def _runs(raw: Any, starts: Sequence[int], frame: Frame) -> _Runs:
    """Style and baseline of the text objects that begin at these letters; fonts are asked once."""
    matrix, x, y = pdf.FS_MATRIX(), c_double(), c_double()
    known: dict[int, int] = {}
    described: list[tuple[str, bool, bool]] = []
    styles: dict[tuple[int, float, bool, int], tuple[int, Style]] = {}
    found: list[tuple[int, Style]] = []
    baselines: list[float] = []
    fonts: list[int] = []
    for k in starts:
        owner = pdf.FPDFText_GetTextObject(raw, k)
        pdf.FPDFText_GetMatrix(raw, k, byref(matrix))
        size = round(pdf.FPDFText_GetFontSize(raw, k) * math.hypot(matrix.c, matrix.d), 2) or 1.0
        angle = (round(math.degrees(math.atan2(matrix.b, matrix.a))) - frame.rotation) % 360
        stroked = pdf.FPDFTextObj_GetTextRenderMode(owner) == 2
        font = pdf.FPDFTextObj_GetFont(owner)
        address = ctypes.addressof(font.contents) if font else 0
        at = known.get(address)
        if at is None:
            at = known[address] = len(described)
            described.append(_describe(font) if font else ("", False, False))
        style = styles.get((at, size, stroked, angle))
        if style is None:
            name, bold, italic = described[at]
            style = len(styles), Style(name, size, bold or stroked, italic, angle)
            styles[at, size, stroked, angle] = style
        pdf.FPDFText_GetCharOrigin(raw, k, byref(x), byref(y))
        found.append(style)
        baselines.append(turn(angle, *frame.place(x.value, y.value))[1])
        fonts.append(at)
    return _Runs(
        [style for _, style in found],
        np.array(baselines),
        np.array([style.size for _, style in found]),
        np.array([kind for kind, _ in found]),
        np.array(fonts),
        np.array([not style.angle for _, style in found]),
        [name for name, _, _ in described],
    )


def _describe(font: Any) -> tuple[str, bool, bool]:
    """Name, bold, italic of a font."""
    size = pdf.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 1))
    pdf.FPDFFont_GetBaseFontName(font, buffer, size)
    name = buffer.value.decode("latin-1").rsplit("+", 1)[-1]
    low = name.lower()
    flags = pdf.FPDFFont_GetFlags(font)
    bold = any(word in low for word in BOLD_WORDS) or bool(flags & 1 << 18)
    slope = c_int()
    pdf.FPDFFont_GetItalicAngle(font, byref(slope))
    return name, bold, "italic" in low or "oblique" in low or slope.value != 0


def _texts(codes: Whole, run: Whole, runs: _Runs) -> tuple[list[str], int]:
    """What a reader sees for each letter, and how many nobody knows."""
    small = np.minimum(codes, 0xFFFF)
    texts = list(map(chr, codes.tolist()))
    undecoded = 0
    for at in np.flatnonzero(~_PLAIN[small] | (codes > 0xFFFF)).tolist():
        texts[at] = sign(int(codes[at]), runs.styles[run[at]].font)
        undecoded += texts[at] == UNDECODED
    return texts, undecoded


def _stretches(
    texts: list[str],
    left: Floats,
    right: Floats,
    follows: Flags,
    run: Whole,
    runs: _Runs,
    frame: Frame,
    walls: Sequence[Rule],
) -> list[Char]:
    """Upright letters, those that follow each other closely as one; `follows` tells neighbours in the file.

    A stretch of which no letter stands on the page is left out; one that the page's edge cuts
    is whole, for half a number is another number.
    """
    size, base, kind = runs.sizes[run], runs.baselines[run], runs.kinds[run]
    blank = np.array([not text or text == " " for text in texts])
    # one glyph for two letters, such as 'ti', has one box
    shared = follows & np.r_[False, (np.diff(left) == 0) & (np.diff(right) == 0) & (np.diff(run) == 0)]
    kept = np.flatnonzero(np.array(list(map(bool, texts))))
    if len(kept) < len(texts):
        texts = [texts[k] for k in kept.tolist()]
        left, right, size, base = left[kept], right[kept], size[kept], base[kept]
        kind, blank, shared, run = kind[kept], blank[kept], shared[kept], run[kept]
    if not texts:
        return []
    gap = np.r_[0.0, left[1:] - right[:-1]] / size
    if len(at := _walled(left, right, base, gap, run, size, walls)):
        columns = (left, right, size, base, kind, blank, shared, run, gap)
        left, right, size, base, kind, blank, shared, run, gap = (np.insert(c, at, c[at]) for c in columns)
        for k in at[::-1].tolist():
            texts.insert(k, " ")
        blank[at + np.arange(len(at))] = True
    joined = _joined(left, gap, base, size, kind, blank, shared)
    starts = np.flatnonzero(~joined)
    ends = [*starts[1:].tolist(), len(texts)]
    found = np.logical_or.reduceat(_on_page(left, right, base, size, frame), starts).tolist()
    x0, x1, lines = left[starts].tolist(), np.maximum.reduceat(right, starts).tolist(), base[starts].tolist()
    places = zip(starts.tolist(), ends, x0, x1, lines, run[starts].tolist(), found, strict=True)
    return [
        Char(texts[a] if b - a == 1 else "".join(texts[a:b]), start, end, line, runs.styles[r])
        for a, b, start, end, line, r, on in places
        if on
    ]


def _on_page(left: Floats, right: Floats, base: Floats, size: Floats, frame: Frame) -> Flags:
    """The letters whose middle stands on the page."""
    x, y = (left + right) / 2, base - 0.35 * size
    seen: Flags = (x > -1) & (x < frame.width + 1) & (y > -1) & (y < frame.height + 1)
    return seen


def _joined(
    left: Floats, gap: Floats, base: Floats, size: Floats, kind: Whole, blank: Flags, shared: Flags
) -> Flags:
    """The letters that are of one stretch with the letter before."""
    level = np.abs(np.diff(base, prepend=base[0])) < SAME_LINE * size
    joined: Flags = level & (gap > CLOSE[0]) & (gap < CLOSE[1]) & (np.diff(kind, prepend=-1) == 0)
    joined &= ~blank & ~np.r_[True, blank[:-1]]
    joined |= shared & (np.arange(len(left)) > 0)
    if not joined[1:].all():
        # a letter struck twice is told from the one before it, which must then stand alone
        near = np.abs(np.diff(left, prepend=-1e9)) < TWICE * size
        twice = np.flatnonzero(near & ~joined & ~blank)
        joined[twice - 1] = False
    return joined


def _walled(
    left: Floats, right: Floats, base: Floats, gap: Floats, run: Whole, size: Floats, walls: Sequence[Rule]
) -> Whole:
    """Letters that an upright line parts from those before: of another text object, and not set on to it."""
    if not walls:
        return np.zeros(0, np.int64)
    level = np.abs(np.diff(base, prepend=base[0])) < SAME_LINE * size
    near = level & (gap > CLOSE[0]) & (gap < CLOSE[1]) & (np.abs(gap) > SET_ON)
    at = np.flatnonzero(near & (np.diff(run, prepend=run[0]) != 0))
    middle, height = (left + right) / 2, base - 0.35 * size
    parted = [
        k
        for k in at.tolist()
        if any(left[k - 1] < x < middle[k] and top < height[k] < bottom for x, top, _, bottom, _ in walls)
    ]
    return np.array(parted, np.int64)


def _turned(
    raw: Any, owners: Whole, kept: Whole, texts: list[str], run: Whole, runs: _Runs, frame: Frame
) -> list[Char]:
    """Letters of slanted or upended text, in the frame where it reads rightwards."""
    found: list[Char] = []
    x, y = c_double(), c_double()
    last = -2
    for at in np.flatnonzero(~runs.upright[run]).tolist():
        k, style, text = int(kept[at]), runs.styles[run[at]], texts[at]
        if found and last + 1 < k and last >= 0 and not owners[last + 1]:
            found.append(found[-1]._replace(text=" "))  # pdfium saw a space; its width is unknown
        last = k
        pdf.FPDFText_GetCharOrigin(raw, k, byref(x), byref(y))
        u, v = turn(style.angle, *frame.place(x.value, y.value))
        before = found[-1] if found else None
        if before and before.style is style and abs(before.baseline - v) < 1:
            if abs(u - before.x0) < 0.01:  # one glyph for two letters
                found[-1] = before._replace(text=before.text + text)
                continue
            if 0 < u - before.x0 < 1.2 * style.size:
                found[-1] = before._replace(x1=u)
        found.append(Char(text, u, u + 0.5 * style.size, v, style))
    return found
