"""A PDF opened for marks: new and changed objects are appended, no byte of it is touched.

What is appended is an incremental update (ISO 32000-1, 7.5.6): objects, a
cross-reference section of the file's own kind, a trailer. A remark of ours before it
says how long the file was without it.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Protocol

from xltool.hosts.pdf.sections import Number, stream_section, table_section
from xltool.model.errors import XltoolError

if TYPE_CHECKING:
    from pypdf.generic import ArrayObject, DictionaryObject

_START = re.compile(rb"startxref\s+([0-9]{1,15})\s+%%EOF")
_TABLE, _STREAM = re.compile(rb"\s*xref\b"), re.compile(rb"\s*[0-9]+\s+[0-9]+\s+obj\b")
_OURS = re.compile(rb"\n%xltool-marks ([0-9]{1,15})\n")
_TRAILER = ("/Root", "/Info", "/ID")
_UNSUITABLE = "这份 PDF 的结构不完整,写不进批注:请用 PDF 阅读器另存为新文件后再试,或只用 --report"
_LOCKED = "PDF 设有密码或权限限制,写不进批注:请另存为不加密的 PDF 再试,或只用 --report"
_NO_PDF = "不是 PDF 文件:请给出 .pdf 文件"

# What the library repairs while it reads would be printed; what matters is told in our words.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


class Listed(NamedTuple):
    """One annotation of a page: how the page lists it, and what it says of itself."""

    reference: bytes
    object: Number | None
    """None for one that stands in the list itself."""
    author: str
    name: str
    kind: str


def without_increment(data: bytes) -> bytes:
    """The file as it was before our increment, if that is its last one."""
    found = list(_OURS.finditer(data))
    if not found:
        return data
    length = int(found[-1][1])
    is_last = found[-1].start() == length and len(_START.findall(data, length)) == 1
    return data[:length] if is_last else data


class PdfFile:
    """The pages of a PDF, and the objects that are to be appended to it."""

    def __init__(self, data: bytes) -> None:
        """Reads ``data``.

        Raises:
            XltoolError: no PDF, locked by a password or permissions, or not in order.
        """
        if b"%PDF" not in data[:1024]:
            raise XltoolError(_NO_PDF)
        self._data = data
        self._previous, self._has_table = _last_section(data)
        self._changed: dict[Number, bytes] = {}
        with _readable():
            from pypdf import PdfReader

            self._reader = PdfReader(io.BytesIO(data))
            if self._reader.is_encrypted:
                raise XltoolError(_LOCKED)
            self._pages = [_number(page.indirect_reference) for page in self._reader.pages]
            numbers = [number for of in self._reader.xref.values() for number in of]
            size = self._reader.trailer.get("/Size", 0)
            self._next = max(int(size), *numbers, *self._reader.xref_objStm) + 1

    @property
    def page_count(self) -> int:
        """Number of pages."""
        return len(self._pages)

    def page(self, number: int) -> Number:
        """The object of a page, from 1.

        Raises:
            XltoolError: there is none; other readers see one in a damaged file.
        """
        if not 0 < number <= len(self._pages):
            raise XltoolError(_UNSUITABLE)
        return self._pages[number - 1]

    def upper_left(self, number: int) -> tuple[float, float]:
        """The upper left corner of what shows of a page, in its user space."""
        with _readable():
            box = self._reader.pages[number - 1].cropbox
            return float(box.left), float(box.top)

    def annotations(self, page: Number) -> list[Listed]:
        """The annotations of a page, in their order."""
        with _readable():
            return [_listed(item) for item in self._list(page)]

    def new(self) -> Number:
        """A free number for a new object."""
        self._next += 1
        return Number(self._next - 1, 0)

    def put(self, number: Number, content: bytes) -> None:
        """Appends an object, new or in place of the one that has its number."""
        self._changed[number] = content

    def set_annotations(self, page: Number, references: Sequence[bytes]) -> None:
        """Gives the page this list of annotations; nothing else of it changes."""
        with _readable():
            found = self._object(page)
            entries = [
                _bytes(key) + b" " + _bytes(found.raw_get(key)) for key in found if key != "/Annots"
            ]
        if references:
            entries.append(b"/Annots [ " + b" ".join(references) + b" ]")
        self.put(page, b"<< " + b"\n".join(entries) + b" >>")

    def to_bytes(self) -> bytes:
        """The file with its increment; the file itself where nothing was put."""
        if not self._changed:
            return self._data
        out = bytearray(self._data)
        out += b"\n%%xltool-marks %d\n" % len(self._data)
        offsets: dict[Number, int] = {}
        for number, content in sorted(self._changed.items()):
            offsets[number] = len(out)
            out += b"%d %d obj\n%b\nendobj\n" % (*number, content)
        start = len(out)
        if self._has_table:
            out += table_section(offsets, self._next, self._trailer())
        else:
            offsets[self.new()] = start
            out += stream_section(offsets, self._next, self._trailer())
        return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)

    def _trailer(self) -> bytes:
        trailer = self._reader.trailer
        kept = [_bytes(trailer.raw_get(key)) for key in _TRAILER if key in trailer]
        names = [key.encode() for key in _TRAILER if key in trailer]
        pairs = (name + b" " + value for name, value in zip(names, kept, strict=True))
        return b" ".join((b"/Prev %d" % self._previous, *pairs))

    def _object(self, page: Number) -> DictionaryObject:
        from pypdf.generic import DictionaryObject, IndirectObject

        found = self._reader.get_object(IndirectObject(*page, self._reader))
        if not isinstance(found, DictionaryObject):
            raise XltoolError(_UNSUITABLE)
        return found

    def _list(self, page: Number) -> ArrayObject:
        from pypdf.generic import ArrayObject

        listed = self._object(page).get("/Annots")
        found = None if listed is None else listed.get_object()
        return found if isinstance(found, ArrayObject) else ArrayObject()


def _last_section(data: bytes) -> tuple[int, bool]:
    """Where the last cross-reference section begins, and whether it is a table.

    Raises:
        XltoolError: it is not where the file says; programs repair that, each in its way.
    """
    starts = _START.findall(data)
    at = int(starts[-1]) if starts else len(data)
    if _TABLE.match(data, at):
        return at, True
    if _STREAM.match(data, at):
        return at, False
    raise XltoolError(_UNSUITABLE)


_OF_DAMAGE = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError),
    *(RuntimeError, TypeError, ValueError, zlib.error),
)
"""What the library also raises where a file is damaged."""


@contextmanager
def _readable() -> Iterator[None]:
    """Tells what the library cannot read in one line."""
    from pypdf.errors import PyPdfError

    try:
        yield
    except (PyPdfError, *_OF_DAMAGE):
        raise XltoolError(_UNSUITABLE) from None


class _Reference(Protocol):
    idnum: int
    generation: int


class _Writable(Protocol):
    def write_to_stream(self, stream: io.BytesIO, /) -> None: ...


def _number(reference: _Reference | None) -> Number:
    if reference is None:
        raise XltoolError(_UNSUITABLE)
    return Number(reference.idnum, reference.generation)


def _bytes(item: _Writable) -> bytes:
    stream = io.BytesIO()
    item.write_to_stream(stream)
    return stream.getvalue()


def _listed(item: object) -> Listed:
    from pypdf.generic import DictionaryObject, IndirectObject, PdfObject

    if not isinstance(item, PdfObject):
        raise XltoolError(_UNSUITABLE)
    content = item.get_object()
    number = _number(item) if isinstance(item, IndirectObject) else None
    words = ["", "", ""]
    if isinstance(content, DictionaryObject):
        words = [str(content.get(key, "")) for key in ("/T", "/NM", "/Subtype")]
    return Listed(_bytes(item), number, *words)
