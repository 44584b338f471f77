"""A workbook as a Book: the edition's own layout and whatever people made of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.editions import DEFAULT_EDITION, available, load
from xltool.editions.schema import Edition
from xltool.editions.workbook import EDITION_PROPERTY
from xltool.model.book import Address, Book, Narrative, Paragraph, Remark
from xltool.model.errors import XltoolError
from xltool.model.finding import Severity
from xltool.sources.files import file_bytes, naming
from xltool.sources.grid import Grid, Grids
from xltool.sources.labels import normal
from xltool.sources.plain_book import book_of
from xltool.sources.recognise import choose_edition
from xltool.sources.recognised_book import recognised_book
from xltool.sources.spreadsheet import open_grids, tidy_grid
from xltool.sources.tidy import read_tidy

if TYPE_CHECKING:
    from xltool.package import Package

AS_PUBLISHED = "xltool.as_published"
"""Custom document property of a book that holds figures as published, totals too."""
CUSTOM_PROPERTIES = "docProps/custom.xml"
CHECKED_NARRATIVE = "情况说明(核对)"
"""The sheet into which a highlighted copy puts a narrative from a file."""


def read_workbook(source: Path | str | bytes, edition: Edition | None = None) -> Book:
    """The Book of an .xlsx, .xlsm, .xls or .xlsb, tables recognised by title and labels.

    A workbook that holds tidy data gives the Book of that. Of .xls and .xlsb only values
    are read, so their totals count as published.

    Args:
        source: path, or the bytes of the file.
        edition: the form; default the one that the workbook names or whose tables it has.

    Raises:
        XltoolError: no workbook, damaged, locked by a password, or without any table of
            the edition.
    """
    if isinstance(source, bytes):
        grids, package = open_grids(source, source)
        return _book(grids, package, edition or _edition_of(grids, package))
    path = Path(source)
    data = file_bytes(path)
    with naming(path.name):
        grids, package = open_grids(path, data)
        if tidy_grid(grids):
            form = edition or load(DEFAULT_EDITION)
            return book_of(read_tidy(path, form), form)
        book = _book(grids, package, edition or _edition_of(grids, package))
    narrative = replace(book.narrative, source=path.name) if book.narrative else None
    remarks = (*_lock_remarks(path), *book.remarks)
    return replace(book, remarks=remarks, narrative=narrative, sources=(path.name,))


def _edition_of(grids: Grids, package: Package | None) -> Edition:
    """The edition that a workbook of ours names, else the one whose tables it has."""
    named = custom_property(package, EDITION_PROPERTY) if package else None
    if named in available():
        return load(named)
    return choose_edition(grids.sheets)


def _book(grids: Grids, package: Package | None, edition: Edition) -> Book:
    own = {normal(name) for name in _own_sheets(edition)}
    forms = [grid for grid in grids.sheets if normal(grid.name) not in own]
    as_published = package is None or is_as_published(package)
    book = recognised_book(forms, edition, as_published=as_published)
    if book is None:
        raise XltoolError(_nothing_found(grids, edition))
    remarks = [Remark("read.skipped-sheet", text, Severity.WARNING) for text in grids.skipped]
    if not grids.has_formulas:
        message = "这种格式的工作簿读不到公式,合计按所写的数核对"
        remarks.append(Remark("read.no-formulas", message, Severity.HINT))
    narrative = narrative_of(grids, edition)
    return replace(book, narrative=narrative, remarks=(*remarks, *book.remarks))


def _own_sheets(edition: Edition) -> tuple[str, ...]:
    return (edition.narrative_sheet, edition.findings_sheet, CHECKED_NARRATIVE)


def _nothing_found(grids: Grids, edition: Edition) -> str:
    if grids.skipped:
        return f"没有认出任何一张公开表:{grids.skipped[0]}"
    titles = "、".join(spec.title for spec in list(edition.tables.values())[:3])
    return f"没有认出任何一张公开表(按标题认,如 {titles}):请检查是不是这份工作簿"


def is_as_published(package: Package) -> bool:
    """Whether the workbook says that its figures stand as published."""
    return custom_property(package, AS_PUBLISHED) in ("true", "1")


def custom_property(package: Package, name: str) -> str | None:
    """A custom document property as text in small letters, None where there is none."""
    from xltool.package.markup import local, parse

    if CUSTOM_PROPERTIES not in package:
        return None
    for element in parse(package.part(CUSTOM_PROPERTIES), CUSTOM_PROPERTIES):
        if local(element) == "property" and element.get("name") == name:
            return "".join(map(str, element.itertext())).strip().lower()
    return None


def narrative_of(grids: Grids, edition: Edition) -> Narrative | None:
    """The text of 情况说明, one paragraph a cell; None where there is none."""
    for name in (edition.narrative_sheet, CHECKED_NARRATIVE):
        for grid in grids.sheets:
            paragraphs = _paragraphs(grid) if normal(grid.name) == normal(name) else ()
            if paragraphs:
                return Narrative(paragraphs, grid.name)
    return None


def _paragraphs(grid: Grid) -> tuple[Paragraph, ...]:
    texts = [cell for cells in grid.rows.values() for cell in cells if cell.text.strip()]
    return tuple(
        Paragraph(cell.text, index, Address(grid.name, cell.address))
        for index, cell in enumerate(texts)
    )


def _lock_remarks(path: Path) -> tuple[Remark, ...]:
    """A lock file beside the workbook: somebody has it open, perhaps with unsaved changes."""
    from xltool.package import lock_file

    if lock_file(path) is None:
        return ()
    message = f"{path.name} 正在别处打开,读的是上次保存的内容;如有未保存的修改,请先保存再核对"
    return (Remark("read.open-elsewhere", message, Severity.HINT),)
