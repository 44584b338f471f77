"""A made-up unit with funds and capital as Word, HTML and PDF: every figure, every word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office import convert, needs_office
from tests.quality.documents import named
from tests.quality.truth import Document
from tests.sources.publications import figures_of, save_html, save_word
from xltool import pipeline


@pytest.fixture(scope="module")
def unit() -> Document:
    return named("乙:2:0")


def assert_same(path: Path, unit: Document) -> None:
    book = pipeline.read(path)
    assert figures_of(book) == figures_of(unit.book)
    assert book.narrative
    read = ["".join(paragraph.text.split()) for paragraph in book.narrative.paragraphs]
    assert read == ["".join(text.split()) for text in unit.paragraphs if text.strip()]


def test_as_word(tmp_path: Path, unit: Document) -> None:
    assert_same(save_word(tmp_path, unit.book, unit.paragraphs), unit)


def test_as_a_web_page(tmp_path: Path, unit: Document) -> None:
    assert_same(save_html(tmp_path, unit.book, unit.paragraphs), unit)


@needs_office
def test_as_pdf_with_rows_split_over_pages(tmp_path: Path, unit: Document) -> None:
    path = convert(save_word(tmp_path, unit.book, unit.paragraphs), "pdf", tmp_path)
    assert_same(path, unit)
    assert {remark.code for remark in pipeline.read(path).remarks} <= {"read.split-row"}
