"""Lines, boxes and images of a page by pdfium's own interface, forms followed inwards."""

from __future__ import annotations

from ctypes import CFUNCTYPE, addressof, byref, c_float, c_int, c_uint, c_void_p, cast
from typing import Any

import pypdfium2.raw as pdf

from extractor.read.pdf.engine.paths import CURVE, MOVE, STRAIGHT, Ink, Matrix, PathPoint

MOST_OBJECTS = 40_000
MOST_SEGMENTS = 400
"""Of a path of more segments only the bounds matter, unless all its lines lie along an axis: a grid."""
LONGEST_GRID = 8_000
DEEPEST_FORM = 6


def _address(function: Any) -> int:
    return cast(function, c_void_p).value or 0


# The calls made for every point, without ctypes' building of pointer objects.
_segment = CFUNCTYPE(c_void_p, c_void_p, c_int)(_address(pdf.FPDFPath_GetPathSegment))
_point = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p)(_address(pdf.FPDFPathSegment_GetPoint))
_kind = CFUNCTYPE(c_int, c_void_p)(_address(pdf.FPDFPathSegment_GetType))
_closes = CFUNCTYPE(c_int, c_void_p)(_address(pdf.FPDFPathSegment_GetClose))


def draw(page: Any, ink: Ink) -> bool:
    """Hands every drawing of a page to `ink`; False where there is more than MOST_OBJECTS."""
    count, get = pdf.FPDFPage_CountObjects, pdf.FPDFPage_GetObject
    return _walk(page, count, get, ink, None, 0, MOST_OBJECTS) > 0


def _walk(parent: Any, count: Any, get: Any, ink: Ink, matrix: Matrix | None, depth: int, left: int) -> int:
    """Follows objects and the forms in them; returns how many objects may still be read."""
    for index in range(count(parent)):
        left -= 1
        if left <= 0:
            return left
        obj = get(parent, index)
        kind = pdf.FPDFPageObj_GetType(obj)
        if kind == pdf.FPDF_PAGEOBJ_PATH:
            left -= _path(obj, ink, matrix)
        elif kind in (pdf.FPDF_PAGEOBJ_IMAGE, pdf.FPDF_PAGEOBJ_SHADING):
            ink.image(_bounds(obj), matrix)
        elif kind == pdf.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            inner = _matrix(obj, matrix)
            left = _walk(
                obj, pdf.FPDFFormObj_CountObjects, pdf.FPDFFormObj_GetObject, ink, inner, depth + 1, left
            )
    return left


def _path(obj: Any, ink: Ink, outer: Matrix | None) -> int:
    """Reads one path into `ink`; returns its number of segments."""
    fill, stroke = c_int(), c_int()
    pdf.FPDFPath_GetDrawMode(obj, byref(fill), byref(stroke))
    if not fill.value and not stroke.value:  # only clips
        return 0
    inside = _colour(obj, pdf.FPDFPageObj_GetFillColor) if fill.value else None
    edge = _colour(obj, pdf.FPDFPageObj_GetStrokeColor) if stroke.value else None
    colour = inside or edge
    if colour is None:  # fully transparent
        return 0
    count = int(pdf.FPDFPath_CountSegments(obj))
    points = _points(obj, count)
    if points:
        ink.path(points, _matrix(obj, outer), inside, edge)
        return count
    ink.shape(_bounds(obj), outer, inside is not None, colour, count)
    return 1


def _points(obj: Any, count: int) -> list[PathPoint]:
    """The points of a path; none for a long one, but for a grid."""
    if count > LONGEST_GRID:
        return []
    path, x, y = cast(obj, c_void_p).value, c_float(), c_float()
    at_x, at_y = addressof(x), addressof(y)
    points: list[PathPoint] = []
    for k in range(count):
        segment = _segment(path, k)
        _point(segment, at_x, at_y)
        kind = _kind(segment)
        if count > MOST_SEGMENTS and points and kind != MOVE:
            slanted = abs(x.value - points[-1][1]) > STRAIGHT < abs(y.value - points[-1][2])
            if kind == CURVE or slanted:
                return []
        points.append((kind, x.value, y.value, _closes(segment) != 0))
    return points


def _colour(obj: Any, ask: Any) -> tuple[int, int, int] | None:
    """Red, green, blue; None where it is fully transparent."""
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not ask(obj, byref(red), byref(green), byref(blue), byref(alpha)):
        return (0, 0, 0)
    return (red.value, green.value, blue.value) if alpha.value else None


def _matrix(obj: Any, outer: Matrix | None) -> Matrix:
    m = pdf.FS_MATRIX()
    pdf.FPDFPageObj_GetMatrix(obj, byref(m))
    inner = (m.a, m.b, m.c, m.d, m.e, m.f)
    if outer is None:
        return inner
    a, b, c, d, e, f = outer
    return (
        inner[0] * a + inner[1] * c,
        inner[0] * b + inner[1] * d,
        inner[2] * a + inner[3] * c,
        inner[2] * b + inner[3] * d,
        inner[4] * a + inner[5] * c + e,
        inner[4] * b + inner[5] * d + f,
    )


def _bounds(obj: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    pdf.FPDFPageObj_GetBounds(obj, byref(left), byref(bottom), byref(right), byref(top))
    return left.value, bottom.value, right.value, top.value
