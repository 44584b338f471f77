"""Marks in a PDF: highlights with notes on top of pages that stay byte for byte."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import Destination

from tests.hosts.pdf_documents import (
    contents,
    everything,
    listed,
    locked,
    notes,
    plain,
)
from tests.shared_cases import CASES, needs_cases
from xltool.hosts.annotations import Annotation
from xltool.hosts.pdf import mark_pdf, unmark_pdf
from xltool.model.errors import XltoolError
from xltool.model.finding import Verdict
from xltool.sources.document import Box
from xltool.sources.documents import open_document

FIGURE = Box(1, 130.0, 695.5, 200.25, 716.0)
ADVICE = "处理:核实后改正有误的一处,再核对一次"


def mark(*boxes: Box, verdict: Verdict = Verdict.MISMATCH) -> Annotation:
    return Annotation(boxes or (FIGURE,), verdict, (f"{verdict.label}:收入820.66万元与表不同",))


def test_the_original_is_the_beginning_of_the_marked_file() -> None:
    data = everything()
    result = mark_pdf(data, [mark()])
    assert result.startswith(data)
    assert contents(result) == contents(data)


def test_a_highlight_lies_over_the_figure_and_its_note_says_what_disagrees() -> None:
    (found, window) = listed(mark_pdf(plain(), [mark()]))
    assert found["/Subtype"] == "/Highlight"
    assert found["/Rect"] == [130, 695.5, 200.25, 716]
    assert found["/QuadPoints"] == [130, 716, 200.25, 716, 130, 695.5, 200.25, 695.5]
    assert found["/T"] == "xltool 核对"
    assert found["/Contents"] == f"不符:收入820.66万元与表不同\n{ADVICE}"
    assert window["/Subtype"] == "/Popup"
    assert window["/Parent"] == found


@pytest.mark.parametrize(
    ("verdict", "colour"),
    [
        (Verdict.MISMATCH, "1 0.78 0.808"),
        (Verdict.ROUNDING, "1 0.922 0.612"),
        (Verdict.UNCHECKED, "0.851 0.851 0.851"),
    ],
)
def test_the_drawing_has_the_colour_of_the_verdict_and_lets_the_print_through(
    verdict: Verdict, colour: str
) -> None:
    found = listed(mark_pdf(plain(), [mark(verdict=verdict)]))[0]
    drawing = found["/AP"]["/N"]
    assert colour.encode() in drawing.get_data()
    assert b"130 695.5 70.25 20.5 re f" in drawing.get_data()
    assert drawing["/Resources"]["/ExtGState"]["/Under"]["/BM"] == "/Multiply"


def test_a_figure_broken_over_two_lines_is_one_highlight_of_two_bars() -> None:
    second = Box(1, 72.0, 660.0, 90.0, 680.0)
    (found, _) = listed(mark_pdf(plain(), [mark(FIGURE, second)]))
    assert len(found["/QuadPoints"]) == 16
    assert found["/Rect"] == [72, 660, 200.25, 716]


def test_a_figure_broken_over_two_pages_is_marked_on_both() -> None:
    other = FIGURE._replace(page=2)
    result = mark_pdf(plain(pages=2), [mark(FIGURE, other)])
    assert notes(result, 1) == notes(result, 2) != []


def test_outline_links_fields_data_and_other_peoples_notes_stay() -> None:
    data = everything()
    before, after = (PdfReader(io.BytesIO(it)) for it in (data, mark_pdf(data, [mark()])))
    titles = [str(item["/Title"]) for item in after.outline if isinstance(item, Destination)]
    assert titles == ["三、支出决算情况说明"]
    assert after.metadata == before.metadata
    assert after.get_form_text_fields() == {"单位": "某单位"}
    kinds = [item["/Subtype"] for item in listed(mark_pdf(data, [mark()]))]
    assert kinds == ["/Link", "/FreeText", "/Widget", "/Highlight", "/Popup"]
    assert after.trailer.get("/ID") == before.trailer.get("/ID")


@pytest.mark.parametrize("data", [plain(), plain(compressed=True), everything()])
def test_marks_taken_off_leave_the_file_byte_for_byte(data: bytes) -> None:
    result = mark_pdf(data, [mark(), mark(FIGURE._replace(left=10.0, right=20.0))])
    assert unmark_pdf(result) == (data, 2)
    assert unmark_pdf(data) == (data, 0)


def test_marking_again_replaces_the_marks() -> None:
    data = everything()
    once = mark_pdf(data, [mark()])
    assert mark_pdf(once, [mark()]) == once
    assert mark_pdf(once, []) == data


@pytest.mark.parametrize("compressed", [False, True])
def test_other_readers_follow_the_references_of_the_marked_file(*, compressed: bool) -> None:
    import pypdfium2

    result = mark_pdf(plain(compressed=compressed), [mark()])
    strict = PdfReader(io.BytesIO(result), strict=True)
    assert strict.pages[0].annotations is not None
    assert len(strict.pages[0].annotations) == 2
    page = pypdfium2.PdfDocument(result)[0]
    red, green, blue = page.render(scale=1).to_pil().getpixel((132, 842 - 714))[:3]
    assert (red, green, blue) == pytest.approx((0xFF, 0xC7, 0xCE), abs=2)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_marks_lie_where_the_reader_says_the_characters_are(tmp_path: Path, rotate: int) -> None:
    import pypdfium2

    path = tmp_path / "决算.pdf"
    path.write_bytes(plain(rotate=rotate))
    text = next(open_document(path).texts)
    at = text.text.index("820.66")
    spots = text.trace.spots(at, at + len("820.66"))
    result = mark_pdf(path.read_bytes(), [Annotation(spots, Verdict.MISMATCH, ())])
    rectangle = [float(value) for value in listed(result)[0]["/Rect"]]
    within = pypdfium2.PdfDocument(result)[0].get_textpage().get_text_bounded(*rectangle)
    assert within.strip() == "820.66"


def test_what_has_no_place_is_a_note_on_the_first_page() -> None:
    result = mark_pdf(plain(), [Annotation((), Verdict.MISMATCH, ("不符:缺少合计行",))])
    found = listed(result)[0]
    assert found["/Subtype"] == "/Text"
    assert found["/Rect"] == [18, 806, 36, 824]
    assert found["/Contents"] == f"不符:缺少合计行\n{ADVICE}"
    assert unmark_pdf(result) == (plain(), 1)


def _by_another_program(data: bytes) -> bytes:
    """The file written anew, with a note of the user's."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.add_annotation(0, FreeText(text="已核实", rect=(10, 10, 60, 30)))
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _by_an_increment(data: bytes) -> bytes:
    writer = PdfWriter(io.BytesIO(data), incremental=True)
    writer.add_annotation(0, FreeText(text="已核实", rect=(10, 10, 60, 30)))
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize("saved", [_by_another_program, _by_an_increment])
def test_marks_are_found_after_another_program_saved_the_file(
    saved: Callable[[bytes], bytes],
) -> None:
    cleaned, count = unmark_pdf(saved(mark_pdf(everything(), [mark()])))
    assert count == 1
    kinds = [item["/Subtype"] for item in listed(cleaned)]
    assert kinds == ["/Link", "/FreeText", "/Widget", "/FreeText"]
    again = mark_pdf(cleaned, [mark()])
    assert len(notes(again)) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (locked(), "权限限制"),
        (b"PK\x03\x04", "不是 PDF"),
        (plain()[:-40], "结构不完整"),
        (plain() + b"startxref\n" + b"9" * 5000 + b"\n%%EOF\n%xltool-marks 9" * 2, "结构不完整"),
        (plain().replace(b"startxref\n", b"startxref\n9"), "结构不完整"),
    ],
)
def test_what_cannot_be_marked_is_refused_in_one_line(data: bytes, said: str) -> None:
    with pytest.raises(XltoolError) as told:
        mark_pdf(data, [mark()])
    assert said in str(told.value)
    assert "\n" not in str(told.value)


BOXES = st.builds(
    Box,
    st.integers(1, 3),
    st.floats(0, 300),
    st.floats(0, 400),
    st.floats(301, 595),
    st.floats(401, 842),
)
MARKS = st.lists(
    st.builds(
        Annotation,
        st.lists(BOXES, min_size=1, max_size=3).map(tuple),
        st.sampled_from([Verdict.MISMATCH, Verdict.ROUNDING, Verdict.UNCHECKED]),
        st.lists(st.text(max_size=20), max_size=2).map(tuple),
    ),
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(MARKS, st.sampled_from([plain(pages=3), plain(pages=3, compressed=True)]))
def test_whatever_is_marked_can_be_read_and_taken_off(marks: list[Annotation], data: bytes) -> None:
    result = mark_pdf(data, marks)
    said = sum(len(notes(result, page)) for page in (1, 2, 3))
    assert said == sum(len({spot[0] for spot in mark.spots}) for mark in marks)
    assert unmark_pdf(result) == (data, len(marks))


@needs_cases
def test_a_published_document_keeps_every_page_under_its_marks() -> None:
    data = (CASES / "putuo-2024" / "published.pdf").read_bytes()
    result = mark_pdf(data, [mark(FIGURE._replace(page=page)) for page in range(1, 25)])
    assert result.startswith(data)
    assert contents(result) == contents(data)
    assert unmark_pdf(result) == (data, 24)
