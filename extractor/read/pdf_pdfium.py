"""Pages of a PDF by pdfium's own interface: few calls, no objects per letter but ours.

pdfium is asked once per letter for its advance box and for the text object it
belongs to; font, size, angle and baseline are asked once per text object.
"""

from __future__ import annotations

import ctypes
import math
import re
import struct
from collections.abc import Callable, Iterator, Sequence
from ctypes import byref, c_double, c_int, c_void_p
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdf

from extractor.read.pdf_drawing import Ink
from extractor.read.pdf_page import Char, PageInk, Style, turn
from extractor.read.pdf_pdfium_paths import draw
from extractor.read.pdf_signs import UNDECODED, sign
from extractor.types import Unreadable

BOLD_WORDS = ("bold", "black", "heavy", "demi")
_CATALOGUE = re.compile(rb"(\d{1,9})\s+(\d{1,5})\s+obj\s*<<[^>]{0,400}?/Type\s*/Catalog\b")
_PLACEHOLDER = re.compile(r"\(?(?:untitled|unspecified|anonymous|unknown|user|admin)\)?$", re.IGNORECASE)
_TYPED_FROM = re.compile(r"^Microsoft (?:Word|PowerPoint|Excel) - ")
Point = Callable[[float, float], tuple[float, float]]


def _address(function: Any) -> int:
    return ctypes.cast(function, c_void_p).value or 0


# The two calls made for every letter, without ctypes' building of pointer objects.
_owner_of = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_int)(_address(pdf.FPDFText_GetTextObject))
_box_of = ctypes.CFUNCTYPE(c_int, c_void_p, c_int, c_void_p)(_address(pdf.FPDFText_GetLooseCharBox))


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """The opened file; raises Unreadable with a plain sentence."""
    head = data[:1024]
    if b"%PDF-" not in head:
        raise Unreadable("not-a-pdf", "The file does not begin as a PDF does.")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("encrypted", "The PDF is locked with a password.") from error
        document = _repaired(data)
    if len(document) == 0:
        document.close()
        raise Unreadable("no-pages", "The PDF has no pages.")
    return document


def _repaired(data: bytes) -> pdfium.PdfDocument:
    """The file with a new end that points at its catalogue, where that is still there."""
    catalogues = _CATALOGUE.findall(data)
    if catalogues:
        number, generation = catalogues[-1]
        end = b"\nendobj\ntrailer <</Root %b %b R>>\nstartxref\n0\n%%%%EOF\n" % (number, generation)
        try:
            return pdfium.PdfDocument(data + end)
        except pdfium.PdfiumError:
            pass
    raise Unreadable("damaged-pdf", "The PDF is damaged beyond repair.")


def pdfium_pages(document: pdfium.PdfDocument) -> Iterator[PageInk | None]:
    """Page by page, each closed before the next; None for a page that does not load."""
    for index in range(len(document)):
        try:
            page = document[index]
        except pdfium.PdfiumError:
            yield None
            continue
        try:
            yield _read_page(page, index + 1)
        finally:
            page.close()


def _read_page(page: Any, number: int) -> PageInk:
    place, width, height, rotation = _placing(page)
    chars, undecoded = _chars(page, place, rotation, width, height)
    ink = Ink(place, width, height)
    complete = draw(page.raw, ink)
    return PageInk(
        number,
        width,
        height,
        tuple(chars),
        tuple(ink.rules),
        tuple(ink.fills),
        tuple(ink.shapes),
        tuple(ink.images),
        undecoded,
        not complete,
    )


def _placing(page: Any) -> tuple[Point, float, float, int]:
    """The map from the file's coordinates to the page as shown."""
    x0, y0, x1, y1 = page.get_bbox()
    rotation = page.get_rotation() % 360
    maps: dict[int, Point] = {
        0: lambda x, y: (x - x0, y1 - y),
        90: lambda x, y: (y - y0, x - x0),
        180: lambda x, y: (x1 - x, y - y0),
        270: lambda x, y: (y1 - y, x1 - x),
    }
    width, height = x1 - x0, y1 - y0
    if rotation in (90, 270):
        width, height = height, width
    return maps.get(rotation, maps[0]), width, height, rotation


def _texts(raw: Any, count: int) -> list[int]:
    """The code point of every letter, in one call where the file allows it."""
    units = (ctypes.c_ushort * (count + 1))()
    if pdf.FPDFText_GetText(raw, 0, count, units) - 1 == count:
        codes = list(units)[:count]
        if not any(0xD800 <= code < 0xE000 for code in codes):
            return codes
    return [pdf.FPDFText_GetUnicode(raw, k) for k in range(count)]


def _chars(page: Any, place: Point, rotation: int, width: float, height: float) -> tuple[list[Char], int]:
    textpage = page.get_textpage()
    try:
        return _letters(textpage.raw, place, rotation, width, height)
    finally:
        textpage.close()


def _letters(raw: Any, place: Point, rotation: int, width: float, height: float) -> tuple[list[Char], int]:
    count = pdf.FPDFText_CountChars(raw)
    if count <= 0:
        return [], 0
    handle = ctypes.cast(raw, c_void_p).value
    runs = _Runs(raw, place, rotation)
    lefts, rights = _ends(handle, count, place, rotation)
    found: list[Char] = []
    signs: dict[int, str] = {}
    undecoded = 0
    last, style, baseline = 0, Style("", 1.0), 0.0
    for k, code in enumerate(_texts(raw, count)):
        owner = _owner_of(handle, k)
        if not owner:  # pdfium made it up: a line end, a space; needed only where widths are unknown
            if style.angle and found:
                found.append(found[-1]._replace(text=" "))
            continue
        if owner == last:
            if lefts[k] == lefts[k - 1] and rights[k] == rights[k - 1] and found and not style.angle:
                # one glyph for two letters, such as 'ti'
                found[-1] = found[-1]._replace(
                    text=found[-1].text + (signs.get(code) or sign(code, style.font))
                )
                continue
        else:
            last = owner
            style, baseline = runs.begin(k)
            signs = runs.signs.setdefault(style.font, {})
        text = signs.get(code)
        if text is None:
            text = signs[code] = sign(code, style.font)
        if text == UNDECODED:
            undecoded += 1
        if style.angle:
            found.append(runs.turned(k, text, style, found))
        elif -2 < lefts[k] < width + 2 and -2 < baseline < height + 12:
            found.append(Char(text, lefts[k], rights[k], baseline, style))
    return found, undecoded


def _ends(
    handle: int | None, count: int, place: Point, rotation: int
) -> tuple[Sequence[float], Sequence[float]]:
    """Left and right end of every letter's advance box, on the page as shown."""
    boxes = (pdf.FS_RECTF * count)()
    start, step = ctypes.addressof(boxes), ctypes.sizeof(pdf.FS_RECTF)
    for k in range(count):
        _box_of(handle, k, start + step * k)
    flat = struct.unpack(f"{4 * count}f", boxes)
    if rotation in (0, 180):
        shift = place(0.0, 0.0)[0]
        left, right = flat[0::4], flat[2::4]
        if rotation == 180:
            return [shift - x for x in right], [shift - x for x in left]
    else:
        shift = place(0.0, 0.0)[0]
        top, bottom = flat[1::4], flat[3::4]
        if rotation == 270:
            return [shift - y for y in top], [shift - y for y in bottom]
        left, right = bottom, top
    return ([x + shift for x in left], [x + shift for x in right]) if shift else (left, right)


class _Runs:
    """What is asked once per text object; fonts are asked once per page."""

    def __init__(self, raw: Any, place: Point, rotation: int) -> None:
        self.raw, self.place, self.rotation = raw, place, rotation
        self.matrix = pdf.FS_MATRIX()
        self.x, self.y = c_double(), c_double()
        self.fonts: dict[int, tuple[str, bool, bool]] = {}
        self.styles: dict[tuple[int, float, bool, int], Style] = {}
        self.signs: dict[str, dict[int, str]] = {}

    def begin(self, k: int) -> tuple[Style, float]:
        """Style and baseline of the text object that letter k begins."""
        owner = pdf.FPDFText_GetTextObject(self.raw, k)
        m = self.matrix
        pdf.FPDFText_GetMatrix(self.raw, k, byref(m))
        size = round(pdf.FPDFText_GetFontSize(self.raw, k) * math.hypot(m.c, m.d), 2) or 1.0
        angle = (round(math.degrees(math.atan2(m.b, m.a))) - self.rotation) % 360
        stroked = pdf.FPDFTextObj_GetTextRenderMode(owner) == 2
        font = pdf.FPDFTextObj_GetFont(owner)
        key = (ctypes.addressof(font.contents) if font else 0, size, stroked, angle)
        style = self.styles.get(key)
        if style is None:
            name, bold, italic = self._font(key[0], font)
            style = self.styles[key] = Style(name, size, bold or stroked, italic, angle)
        return style, turn(angle, *self._origin(k))[1]

    def turned(self, k: int, text: str, style: Style, found: list[Char]) -> Char:
        """A letter of slanted or upended text, in the frame where it reads rightwards."""
        u, v = turn(style.angle, *self._origin(k))
        before = found[-1] if found else None
        if before and before.style is style and abs(before.baseline - v) < 1:
            if abs(u - before.x0) < 0.01:  # one glyph for two letters
                found.pop()
                return before._replace(text=before.text + text)
            if 0 < u - before.x0 < 1.2 * style.size:
                found[-1] = before._replace(x1=u)
        return Char(text, u, u + 0.5 * style.size, v, style)

    def _origin(self, k: int) -> tuple[float, float]:
        pdf.FPDFText_GetCharOrigin(self.raw, k, byref(self.x), byref(self.y))
        return self.place(self.x.value, self.y.value)

    def _font(self, address: int, font: Any) -> tuple[str, bool, bool]:
        known = self.fonts.get(address)
        if known is None:
            known = self.fonts[address] = _describe(font) if font else ("", False, False)
        return known


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


def titles(document: pdfium.PdfDocument) -> tuple[str, ...]:
    """Title, subject and author as the file's own metadata give them; placeholders left out."""
    found = (" ".join(document.get_metadata_value(key).split()) for key in ("Title", "Subject", "Author"))
    found = (_TYPED_FROM.sub("", text) for text in found)
    return tuple(dict.fromkeys(text for text in found if text and not _PLACEHOLDER.match(text)))
