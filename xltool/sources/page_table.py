"""A table found on one page of a PDF, by its lines or by alignment."""

from __future__ import annotations

from dataclasses import dataclass

from xltool.sources.document import TableCell
from xltool.sources.pdf_pages import Glyph


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on one page: its cells, and the part of the page that it takes."""

    left: float
    top: float
    right: float
    bottom: float
    cells: dict[tuple[int, int], TableCell]
    edges: tuple[float, ...]

    def covers(self, glyph: Glyph) -> bool:
        """Whether the glyph's middle lies inside."""
        return self.left <= glyph.middle <= self.right and self.top <= glyph.centre <= self.bottom
