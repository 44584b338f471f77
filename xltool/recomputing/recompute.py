"""Totals and percentages of a workbook rebuilt: overwritten formulas back, values fresh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from xltool.editions import computed_cells, ratios
from xltool.editions.equations import Equation
from xltool.editions.formulas import render_formula, render_ratio
from xltool.editions.roles import may_be_entered
from xltool.editions.schema import Edition
from xltool.editions.totals import derive, derive_ratios
from xltool.model.book import Book, Cell, CellId
from xltool.model.finding import CellPlace
from xltool.model.patch import Content, Formula, Patch, SetContent
from xltool.recomputing.places import Places

_NUMBER_AS_TEXT: Final = "read.number-as-text"
_CODE_AS_NUMBER: Final = "read.code-as-number"
_UNCALCULATED: Final = "="
"""What the text of a formula without a result begins with."""


def recompute(book: Book, edition: Edition) -> Patch:
    """Every total, subtotal, 类 and 款 row, linked class row and percentage as a live formula.

    A figure typed over a total gives way to the formula, whether it agrees or not; a class
    row of T01 or T04 that holds a typed figure was entered and stays. A formula that gives
    the computed value stays as it is, also when it is worded otherwise. Books as published
    keep their typed totals, only 分析 is rebuilt. Parts of totals that stand as text become
    numbers, and codes that stand as numbers become text, by which totals look them up.
    Nothing else is touched.

    Args:
        book: read from a workbook, its cells with addresses; those without are left out.
        edition: whose identities compute the totals.
    """
    places = Places(book)
    computed = {
        cell: equation
        for cell, equation in computed_cells(edition, book.tables).items()
        if _is_rebuilt(cell, book, edition, places)
    }
    figures = {
        CellId(id_, *key): cell.exact
        for id_, table in book.tables.items()
        for key, cell in table.cells.items()
        if cell.value is not None
    }
    totals = derive(computed, figures)
    edits = [*_total_edits(book, places, computed, totals)]
    wanted = ratios(edition, book.tables)
    shares = derive_ratios(wanted, totals, figures)
    for ratio in wanted:
        cell = book.cell(ratio.cell)
        formula = render_ratio(ratio, places.locate)
        if cell and formula:
            edits += _edit(cell, formula, shares[ratio.cell])
    return Patch((*_code_edits(book), *_number_edits(book, computed), *edits))


def _is_rebuilt(cell: CellId, book: Book, edition: Edition, places: Places) -> bool:
    """Whether ``cell`` is computed in this workbook."""
    found = book.cell(cell)
    if found is None:
        return False
    if cell.table == edition.analysis_sheet or found.live:
        return True
    if book.as_published:
        return False
    is_blank = found.value is None and found.text is None
    if is_blank:
        return places.is_live(cell.table)
    return not may_be_entered(edition.tables[cell.table], cell)


def _number_edits(book: Book, computed: Mapping[CellId, Equation]) -> Iterator[SetContent]:
    """Entered figures that stand as text become numbers: SUM passes over texts."""
    parts = {term.cell for equation in computed.values() for term in equation.right}
    for place in _remarked(book, _NUMBER_AS_TEXT):
        at = CellId(place.table, place.row, place.column)
        cell = book.cell(at)
        if at in parts and at not in computed and cell and cell.address:
            yield SetContent(cell.address.sheet, cell.address.cell, str(cell.exact), cell.exact)


def _code_edits(book: Book) -> Iterator[SetContent]:
    """Codes that stand as numbers become text: a wildcard of SUMIF matches texts alone."""
    for place in _remarked(book, _CODE_AS_NUMBER):
        if place.sheet and place.address:
            yield SetContent(place.sheet, place.address, Decimal(place.row), place.row)


def _remarked(book: Book, code: str) -> Iterator[CellPlace]:
    """The cells that remarks of one kind name."""
    for remark in book.remarks:
        if remark.code == code:
            yield from (place for place in remark.where if isinstance(place, CellPlace))


def _total_edits(
    book: Book,
    places: Places,
    computed: Mapping[CellId, Equation],
    totals: Mapping[CellId, Decimal],
) -> Iterator[SetContent]:
    for at, equation in computed.items():
        cell = book.cell(at)
        formula = render_formula(equation, places.locate, places.code_ranges)
        if cell and (formula or cell.formula):
            yield from _edit(cell, formula or cell.formula or "", totals[at])


def _edit(cell: Cell, formula: str, value: Decimal | None) -> Iterator[SetContent]:
    """What has to change in ``cell`` for it to hold ``formula`` and ``value``."""
    if cell.address is None:
        return
    cached: Decimal | str = "" if value is None else value
    if cell.live and _states(cell, value) and not _is_uncalculated(cell):
        return
    own = cell.formula if cell.formula and _is_same(cell.formula, formula) else formula
    before, after = content_of(cell), Formula(own, cached)
    yield SetContent(cell.address.sheet, cell.address.cell, before, after)


def _states(cell: Cell, value: Decimal | None) -> bool:
    """Whether the cell's formula gave ``value``; None is an empty text."""
    if value is None or cell.value is None:
        return cell.value is value
    return cell.exact == value


def _is_uncalculated(cell: Cell) -> bool:
    return cell.value is None and (cell.text or "").startswith(_UNCALCULATED)


def _is_same(first: str, second: str) -> bool:
    """Whether two formulas differ in writing only (case, blanks)."""
    return first.replace(" ", "").casefold() == second.replace(" ", "").casefold()


def content_of(cell: Cell) -> Content:
    """What the cell of the workbook holds, as far as the Book tells."""
    if cell.live and cell.formula is not None:
        if _is_uncalculated(cell):
            return Formula(cell.formula)
        return Formula(cell.formula, cell.exact if cell.value is not None else cell.text or "")
    return cell.exact if cell.value is not None else cell.text
