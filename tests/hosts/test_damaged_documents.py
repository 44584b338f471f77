"""Damaged documents are marked as far as they can be read, or refused in one line."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hosts import pdf_documents, word_documents
from tests.hosts.word_documents import parts, stretch, with_parts
from xltool.hosts.annotations import Annotation
from xltool.hosts.pdf import mark_pdf, unmark_pdf
from xltool.hosts.word import mark_word, unmark_word
from xltool.model.errors import XltoolError
from xltool.model.finding import Verdict
from xltool.sources.document import Box

WORD = word_documents.everything()
FIGURE = Annotation((stretch(WORD, "820.66"),), Verdict.MISMATCH, ("不符:820.66",))
MARKED_WORD = mark_word(WORD, [FIGURE])
GENERAL = Annotation((), Verdict.MISMATCH, ("不符:缺表",))
BOX = Annotation((Box(1, 130, 695, 200, 716),), Verdict.MISMATCH, ("不符:820.66",))
PDFS = [
    pdf_documents.everything(),
    *(mark_pdf(pdf_documents.plain(compressed=packed), [BOX]) for packed in (False, True)),
]
PARTS = [
    *("word/document.xml", "word/comments.xml", "word/commentsExtended.xml", "word/settings.xml"),
    *("word/_rels/document.xml.rels", "[Content_Types].xml", "customXml/item2.xml"),
]
FRACTIONS = st.floats(0, 1, exclude_max=True)


def harmed(data: bytes, at: float, length: int, put: bytes) -> bytes:
    start = int(at * len(data))
    return data[:start] + put + data[start + length :]


def survives(change: Callable[[], object]) -> None:
    with suppress(XltoolError):
        change()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PARTS), FRACTIONS, st.integers(0, 60), st.binary(max_size=8))
def test_a_damaged_word_document(part: str, at: float, length: int, put: bytes) -> None:
    harm = harmed(parts(MARKED_WORD)[part], at, length, put)
    data = with_parts(MARKED_WORD, {part: harm})
    survives(lambda: unmark_word(data))
    survives(lambda: mark_word(data, [GENERAL]))


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(PDFS), FRACTIONS, st.integers(0, 60), st.binary(max_size=8))
def test_a_damaged_pdf(pdf: bytes, at: float, length: int, put: bytes) -> None:
    data = harmed(pdf, at, length, put)
    survives(lambda: unmark_pdf(data))
    survives(lambda: mark_pdf(data, [BOX, GENERAL]))
