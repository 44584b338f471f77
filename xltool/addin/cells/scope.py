"""What a formula asks about: the workbook, one table, or an area of a sheet."""

from __future__ import annotations

from dataclasses import dataclass

from xltool import editions
from xltool.model.book import Book
from xltool.model.errors import XltoolError
from xltool.package.a1 import Area, area_of


@dataclass(frozen=True, slots=True)
class Whole:
    """The workbook with its narrative."""


@dataclass(frozen=True, slots=True)
class OfTable:
    """One table, by its id."""

    table: str


@dataclass(frozen=True, slots=True)
class OfArea:
    """Cells of a sheet."""

    sheet: str
    area: Area


Scope = Whole | OfTable | OfArea


def scope_of(text: str, book: Book) -> Scope:
    """The scope that a text names: "", 公开03表, 支出决算表, or sheet and cells as 公开03表!C9:F20.

    Raises:
        XltoolError: it names nothing of ``book``.
    """
    given = text.strip()
    if not given:
        return Whole()
    sheet, mark, cells = given.rpartition("!")
    if mark:
        return OfArea(_unquoted(sheet), area_of(cells))
    if given in book.tables:
        return OfTable(given)
    return OfTable(table_called(given, book))


def table_called(text: str, book: Book) -> str:
    """The id of the table of ``book`` with that id, title, or sheet.

    Raises:
        XltoolError: none, or several.
    """
    from xltool.sources.lookup import Finder, LookupFaultError

    for table in book.tables.values():
        if text == table.sheet:
            return table.id
    try:
        found = Finder(editions.load(book.edition), {}).table(text).id
    except LookupFaultError:
        known = "、".join(book.tables)
        raise XltoolError(f"没有表“{text}”,有 {known};单元格请直接引用,不加引号") from None
    if found not in book.tables:
        raise XltoolError(f"工作簿里没有认出 {found}:请检查表的标题")
    return found


def _unquoted(sheet: str) -> str:
    """A sheet's name as references quote it: 'O''Brien' is O'Brien."""
    inner = sheet.startswith("'") and sheet.endswith("'") and len(sheet) > 1
    return sheet[1:-1].replace("''", "'") if inner else sheet
