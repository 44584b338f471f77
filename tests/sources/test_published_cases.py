"""The two real documents and the worked case in other files: every figure of their tables.

The golden of the PDF was typed from its printed pages, that of the recognised text is the
published accounts themselves. What the text has lost is listed here by hand.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import RectangleObject

from tests.office import convert, needs_office
from tests.shared_cases import CASES, YANGQUAN, needs_cases
from tests.sources.publications import figures_of, save_html, save_word
from xltool import editions, pipeline
from xltool.model.book import Book, CellId
from xltool.sources import read_published

PUTUO = CASES / "putuo-2024" / "published.pdf"
GOLDEN = Path(__file__).parents[1] / "quality" / "data" / "putuo-2024-tables.csv"
LOST = {CellId("公开06表", "公用经费合计", "决算数"): Decimal("24.83")}
"""The recognised text ends at "24.8"."""

pytestmark = needs_cases


def typed(path: Path) -> dict[CellId, Decimal]:
    """The figures of a golden file that are not zero."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (CellId(r["table"], r["row"], r["column"]), r["value"]) for r in csv.DictReader(file)
        ]
    return {cell: Decimal(value) for cell, value in rows if Decimal(value)}


@pytest.fixture(scope="module")
def worked_case() -> Book:
    return pipeline.read(YANGQUAN / "published.csv")


@pytest.fixture(scope="module")
def narrative() -> list[str]:
    lines = (YANGQUAN / "narrative.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line.strip()]


def test_every_figure_of_a_published_pdf_is_read() -> None:
    book = read_published(PUTUO, editions.load("shanxi/2024"))
    assert figures_of(book) == typed(GOLDEN)
    assert (book.unit_name, book.year) == ("中共上海市普陀区委社会工作部", 2024)
    assert not [remark.message for remark in book.remarks]


def test_a_published_pdf_becomes_the_official_workbook_of_its_edition(tmp_path: Path) -> None:
    book = pipeline.read(PUTUO)
    pipeline.save(book, tmp_path / "公开表.xlsx")
    again = pipeline.read(tmp_path / "公开表.xlsx")
    own = {cell: value for cell, value in figures_of(again).items() if cell.table != "分析"}
    assert (again.edition, own) == ("shanghai/2024", figures_of(book))


def test_the_narrative_of_a_published_pdf_is_whole_paragraphs() -> None:
    narrative = pipeline.read(PUTUO).narrative
    assert narrative
    texts = [paragraph.text for paragraph in narrative.paragraphs]
    start = texts.index("五、一般公共预算财政拨款支出决算情况说明", 40)
    assert texts[start + 1] == "（一）一般公共预算财政拨款支出决算总体情况"
    assert texts[start + 2] == (
        "一般公共预算财政拨款支出307.82万元，占本年支出合计的100.00%。与2023年度相比，"
        "一般公共预算财政拨款支出增加307.82万元，增长100.00%。主要原因：单位于2024年成立。"
    )
    assert not any("\n" in text for text in texts)


@pytest.mark.parametrize("rotate", [0, 90])
def test_pages_on_their_side_give_the_same(rotate: int, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=PUTUO)
    for page in writer.pages:
        wide, tall = float(page.mediabox.height), float(page.mediabox.width)
        page.add_transformation(pypdf.Transformation().rotate(90).translate(wide, 0))
        page.mediabox = page.cropbox = RectangleObject((0, 0, wide, tall))
        page.rotate(rotate)
    writer.write(tmp_path / "横.pdf")
    upright, turned = pipeline.read(PUTUO), pipeline.read(tmp_path / "横.pdf")
    assert figures_of(turned) == figures_of(upright)
    assert upright.narrative
    assert turned.narrative
    assert turned.narrative.paragraphs == upright.narrative.paragraphs


def test_every_figure_of_recognised_text_is_read_or_told(worked_case: Book) -> None:
    book = read_published(YANGQUAN / "ocr.txt", editions.load("shanxi/2024"))
    assert figures_of(book) == {
        cell: value for cell, value in figures_of(worked_case).items() if cell not in LOST
    }
    said = " ".join(remark.message for remark in book.remarks)
    assert "24.8…" in said
    codes = {remark.code for remark in book.remarks}
    assert {"read.mended-figure", "read.misread-label", "read.debris"} <= codes


@pytest.mark.parametrize("save", [save_word, save_html])
def test_word_and_html_give_the_same_book_as_the_figures(
    tmp_path: Path,
    worked_case: Book,
    narrative: list[str],
    save: Callable[[Path, Book, list[str]], Path],
) -> None:
    book = pipeline.read(save(tmp_path, worked_case, narrative))
    assert figures_of(book) == figures_of(worked_case)
    assert book.edition == "shanxi/2024"
    assert book.narrative
    assert [paragraph.text for paragraph in book.narrative.paragraphs] == narrative
    assert not book.remarks


@pytest.fixture(scope="module")
def office_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all conversions, so that LibreOffice sets itself up once."""
    return tmp_path_factory.mktemp("office")


@needs_office
def test_a_pdf_of_the_word_file_gives_the_same_book(
    office_folder: Path, worked_case: Book, narrative: list[str]
) -> None:
    word = save_word(office_folder, worked_case, narrative)
    book = pipeline.read(convert(word, "pdf", office_folder))
    assert figures_of(book) == figures_of(worked_case)
    assert book.narrative
    assert [_tight(p.text) for p in book.narrative.paragraphs] == [_tight(t) for t in narrative]
    assert {remark.code for remark in book.remarks} <= {"read.split-row"}


@needs_office
def test_a_pdf_of_the_official_workbook_gives_the_same_figures(
    office_folder: Path, worked_case: Book
) -> None:
    pipeline.save(worked_case, office_folder / "公开表.xlsx")
    book = pipeline.read(convert(office_folder / "公开表.xlsx", "pdf", office_folder))
    own = {cell: value for cell, value in figures_of(book).items() if cell.table != "分析"}
    assert own == figures_of(worked_case)


def _tight(text: str) -> str:
    return "".join(text.split())
