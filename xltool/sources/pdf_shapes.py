"""Straight lines drawn on a page of a PDF, nested drawings included."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

MAX_OBJECTS = 60_000
_THIN = 3.0
"""Points up to which a filled rectangle is a drawn line."""
_SHORTEST_RULE = 3.0
_DEPTH = 4
"""How deep drawings may be nested in one another."""


class Rule(NamedTuple):
    """A drawn line, horizontal at y = ``at`` or vertical at x = ``at``."""

    is_horizontal: bool
    at: float
    start: float
    end: float


def upright(turn: int, x: float, y: float) -> tuple[float, float]:
    """User space to the page as its text stands, turned by ``turn`` quarters; y goes down.

    Each of the four is its own inverse, so the same way leads back.
    """
    return ((x, -y), (y, x), (-x, y), (-y, -x))[turn]


_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """The matrix that applies ``inner`` first, then ``outer`` (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


class Shapes:
    """The straight lines of a page, nested drawings included."""

    def __init__(self, turn: int) -> None:
        self.rules: list[Rule] = []
        self.has_picture = False
        self.is_crowded = False
        """There are more drawings than were looked at."""
        self._turn = turn
        self._seen = 0

    def add(self, page: PdfPage) -> None:
        """All drawn lines of the page."""
        from pypdfium2 import raw

        for index in range(raw.FPDFPage_CountObjects(page)):
            self._object(raw.FPDFPage_GetObject(page, index), _IDENTITY, 0)

    def _object(self, item: object, outer: _Matrix, depth: int) -> None:
        from pypdfium2 import raw

        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            self.has_picture = True
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM):
            return
        self._seen += 1
        if self._seen > MAX_OBJECTS or depth > _DEPTH:
            self.is_crowded = True
            return
        matrix = _times(_matrix_of(item), outer)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix)
            return
        for index in range(raw.FPDFFormObj_CountObjects(item)):
            self._object(raw.FPDFFormObj_GetObject(item, index), matrix, depth + 1)

    def _path(self, item: object, matrix: _Matrix) -> None:
        from pypdfium2 import raw

        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        for outline in _outlines(item, matrix):
            points = [upright(self._turn, *point) for point in outline]
            if stroke.value:
                self._edges(points)
            elif fill.value:
                self._bar(points)

    def _edges(self, points: Sequence[tuple[float, float]]) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        is_thin = min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN
        if is_thin:
            self._bar(points)
            return
        for (left, top), (right, bottom) in pairwise(points):
            self._line(left, top, right, bottom)

    def _bar(self, points: Sequence[tuple[float, float]]) -> None:
        """A filled shape that is so thin that it is a line."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        if min(width, height) > _THIN:
            return
        if width >= height:
            self._line(min(xs), sum(ys) / len(ys), max(xs), sum(ys) / len(ys))
        else:
            self._line(sum(xs) / len(xs), min(ys), sum(xs) / len(xs), max(ys))

    def _line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if abs(y1 - y0) <= 1 and abs(x1 - x0) >= _SHORTEST_RULE:
            level = (y0 + y1) / 2
            self.rules.append(
                Rule(is_horizontal=True, at=level, start=min(x0, x1), end=max(x0, x1))
            )
        elif abs(x1 - x0) <= 1 and abs(y1 - y0) >= _SHORTEST_RULE:
            plumb = (x0 + x1) / 2
            self.rules.append(
                Rule(is_horizontal=False, at=plumb, start=min(y0, y1), end=max(y0, y1))
            )


def _matrix_of(item: object) -> _Matrix:
    from pypdfium2 import raw

    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return _IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _outlines(item: object, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
    """The points of each part of a path, in user space; a closed part ends where it began."""
    from pypdfium2 import raw

    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO and points:
            if len(points) > 1:
                yield points
            points = []
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            yield [*points, points[0]]
            points = []
    if len(points) > 1:
        yield points
