"""PDF files written by hand, so that a test says exactly what stands where on a page.

Chinese comes from a font that readers know by name (STSong-Light, encoding UniGB-UCS2-H):
nothing is embedded, and half-width characters are half as wide as the others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
    "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 "
    "/W [1 95 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light "
    "/Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 "
    "/CapHeight 800 /StemV 80 >> >>] >>"
)


_UNREADABLE_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /Unknown /Encoding /Identity-H "
    "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Unknown "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 "
    "/FontDescriptor << /Type /FontDescriptor /FontName /Unknown /Flags 4 "
    "/FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 800 "
    "/StemV 80 >> >>] >>"
)
"""A font that does not say which characters its glyphs are."""


def width(text: str, size: float) -> float:
    """How wide a text prints."""
    return sum(size * (0.5 if character.isascii() else 1) for character in text)


@dataclass
class PdfPage:
    """One page to be; coordinates are in points from the top left corner."""

    width: float = 595
    height: float = 842
    rotate: int = 0
    _parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = 10, angle: float = 0) -> None:
        """A text whose baseline begins at ``x``, ``y``; ``angle`` against the clock."""
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        matrix = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.2f} {self.height - y:.2f}"
        code = text.encode("utf-16-be").hex()
        self._parts.append(f"BT /F1 {size} Tf {matrix} Tm <{code}> Tj ET")

    def unreadable(self, x: float, y: float, count: int) -> None:
        """Glyphs that no reader can name."""
        code = "".join(f"{number:04x}" for number in range(40000, 40000 + count))
        self._parts.append(f"BT /F2 10 Tf 1 0 0 1 {x:.2f} {self.height - y:.2f} Tm <{code}> Tj ET")

    def picture(self) -> None:
        """A picture over the whole page, as a scanner leaves it."""
        self._parts.append(
            f"q {self.width} 0 0 {self.height} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID a EI Q"
        )

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A drawn line."""
        top = self.height
        self._parts.append(f"0.5 w {x0:.2f} {top - y0:.2f} m {x1:.2f} {top - y1:.2f} l S")

    def grid(
        self,
        x: float,
        y: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        *,
        height: float = 18,
        size: float = 8,
        ruled: bool = True,
    ) -> float:
        """A table; a text with line ends takes several lines of its cell. Returns its end."""
        edges = [x]
        for one in widths:
            edges.append(edges[-1] + one)
        at = y
        for row in rows:
            lines = max(text.count("\n") + 1 for text in row)
            tall = max(height, lines * (size + 3) + 6)
            if ruled:
                self.line(edges[0], at, edges[-1], at)
            for edge, text in zip(edges, row, strict=False):
                for number, line in enumerate(text.split("\n")):
                    self.text(edge + 2, at + size + 3 + number * (size + 3), line, size)
            if ruled:
                for edge in edges:
                    self.line(edge, at, edge, at + tall)
            at += tall
        if ruled:
            self.line(edges[0], at, edges[-1], at)
        return at

    @property
    def content(self) -> bytes:
        """The page's drawing."""
        return "\n".join(self._parts).encode("ascii")


def pdf_bytes(*pages: PdfPage) -> bytes:
    """A PDF of these pages."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", _FONT.encode("ascii")]
    objects.append(_UNREADABLE_FONT.encode("ascii"))
    kids = []
    for page in pages:
        content = page.content
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        box = f"[0 0 {page.width} {page.height}]"
        entry = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Rotate {page.rotate} "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> "
            f"/Contents {len(objects)} 0 R >>"
        )
        objects.append(entry.encode("ascii"))
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode("ascii")
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)
