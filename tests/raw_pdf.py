"""PDFs written byte by byte for the tests: whatever no library would write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

HELVETICA = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>"
UNMAPPED = (
    b"<</Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Odd /Encoding /Identity-H /DescendantFonts "
    b"[<</Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Odd /DW 500 "
    b"/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "
    b"/FontDescriptor <</Type /FontDescriptor /FontName /ABCDEF+Odd /Flags 4 /ItalicAngle 0 /Ascent 800 "
    b"/Descent -200 /CapHeight 700 /StemV 80 /FontBBox [0 0 1000 1000]>>>>]>>"
)
"""A font of numbered glyphs that says nothing of their letters."""
A4 = b"[0 0 595 842]"


def stream(content: bytes, head: bytes = b"") -> bytes:
    """A stream object, as it is."""
    return b"<<%b /Length %d>>\nstream\n%b\nendstream" % (head, len(content), content)


def raw(objects: Mapping[int, bytes]) -> bytes:
    """A file of these objects by number; the first is the catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    places = {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, start)
    return bytes(out)


def pages(
    contents: Sequence[bytes], page: bytes = b"", box: bytes = A4, fonts: Sequence[bytes] = (HELVETICA,)
) -> bytes:
    """One page for each content; `page` goes into every page's dictionary. Fonts are /F0, /F1, ..."""
    named = b" ".join(b"/F%d %d 0 R" % (n, 3 + n) for n in range(len(fonts)))
    first = 3 + len(fonts)
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(len(contents)))
    objects = {
        1: b"<</Type /Catalog /Pages 2 0 R>>",
        2: b"<</Type /Pages /Count %d /Kids [%b]>>" % (len(contents), kids),
        **{3 + n: font for n, font in enumerate(fonts)},
    }
    for n, content in enumerate(contents):
        own = first + 2 * n
        objects[own] = (
            b"<</Type /Page /Parent 2 0 R /MediaBox %b %b /Resources <</Font <<%b>>>> /Contents %d 0 R>>"
            % (box, page, named, own + 1)
        )
        objects[own + 1] = stream(content)
    return raw(objects)


def text(*lines: str, x: float = 60, y: float = 780, size: float = 11, font: int = 0) -> bytes:
    """Lines of text, the first at (x, y)."""
    shown = b" T* ".join(b"(%b) Tj" % line.encode("cp1252") for line in lines)
    return b"BT /F%d %g Tf %g TL %g %g Td %b ET " % (font, size, 1.3 * size, x, y, shown)


def glyphs(line: str, shift: int, x: float = 60, y: float = 700, font: int = 0) -> bytes:
    """A line in glyph numbers: the codes of its letters, shifted."""
    codes = b"".join(b"%04x" % (ord(letter) + shift) for letter in line)
    return b"BT /F%d 11 Tf %g %g Td <%b> Tj ET " % (font, x, y, codes)
