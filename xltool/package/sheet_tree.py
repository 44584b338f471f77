"""The cells of one sheet under change."""

from __future__ import annotations

from bisect import bisect_left, insort
from decimal import Decimal

from lxml import etree

from xltool.model.errors import XltoolError
from xltool.package.a1 import Area, Position, area_of, position_of
from xltool.package.formula_text import translated
from xltool.package.markup import Element, child, insert_ordered, local, namespace, unset, whole
from xltool.package.reading import columns

SHEET_ORDER = (
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
"""Sequence of a worksheet's children (ECMA-376 part 1, 18.3.1.99)."""


class SheetTree:
    """Rows and cells by number and address; new ones are put where they belong."""

    def __init__(self, name: str, part: str, root: Element) -> None:
        self.name = name
        self.part = part
        self.root = root
        self.is_changed = False
        self._grown: list[Position] = []
        data = child(root, "sheetData")
        self.data = data if data is not None else insert_ordered(root, "sheetData", SHEET_ORDER)
        self.index()

    def index(self) -> None:
        """Finds all rows and cells; those without address get the one they have by place."""
        self.rows: dict[int, Element] = {}
        self.cells: dict[str, Element] = {}
        self._tag = f"{{{namespace(self.root)}}}c"
        number = 0
        for row in self.data:
            if local(row) != "row":
                continue
            number = whole(row, "r", number + 1)
            row.set("r", str(number))
            self.rows[number] = row
            self._index_row(number, row)
        self._numbers = sorted(self.rows)
        self._arrays = self._find_arrays()
        self._column_styles = [
            (whole(column, "min"), whole(column, "max"), whole(column, "style"))
            for column in columns(self.root)
        ]

    def _index_row(self, number: int, row: Element) -> None:
        column = 0
        last: str | None = None
        for cell in row:
            if cell.tag != self._tag:
                continue
            address = cell.get("r")
            if address is None:
                column = (position_of(last).column if last else column) + 1
                last, address = None, Position(number, column).a1
                cell.set("r", address)
            else:
                last = address
            self.cells[address] = cell

    def cell(self, address: str) -> Element | None:
        """The cell element, None where the file has none."""
        return self.cells.get(address)

    def ensure(self, address: str) -> Element:
        """The cell element, made with its row's or column's style where it is missing."""
        found = self.cells.get(address)
        if found is not None:
            return found
        at = position_of(address)
        row = self._ensure_row(at.row)
        made = etree.Element(self._tag, r=address)
        style = self.default_style(at)
        if style:
            made.set("s", str(style))
        self._place(row, made, at)
        _widen_spans(row, at.column)
        self.cells[address] = made
        self._grown.append(at)
        return made

    def _place(self, row: Element, cell: Element, at: Position) -> None:
        """Puts a cell where its column belongs; most new cells come last."""
        is_last = len(row) == 0 or (
            row[-1].tag == self._tag and position_of(row[-1].get("r", "A1")) < at
        )
        for sibling in () if is_last else row:
            if sibling.tag != self._tag or position_of(sibling.get("r", "A1")) > at:
                sibling.addprevious(cell)
                return
        row.append(cell)

    def _ensure_row(self, number: int) -> Element:
        row = self.rows.get(number)
        if row is not None:
            return row
        made = etree.Element(f"{{{namespace(self.root)}}}row", r=str(number))
        place = bisect_left(self._numbers, number)
        if place < len(self._numbers):
            self.rows[self._numbers[place]].addprevious(made)
        else:
            self.data.append(made)
        insort(self._numbers, number)
        self.rows[number] = made
        return made

    def default_style(self, at: Position) -> int:
        """Style of a cell that is not in the file: its row's, else its column's."""
        row = self.rows.get(at.row)
        if row is not None and row.get("customFormat") in ("1", "true"):
            return whole(row, "s")
        for first, last, style in self._column_styles:
            if first <= at.column <= last:
                return style
        return 0

    def style(self, address: str) -> int:
        """Style index of a cell, in the file or not."""
        cell = self.cells.get(address)
        return self.default_style(position_of(address)) if cell is None else whole(cell, "s")

    def set_style(self, address: str, index: int) -> None:
        """Gives the cell that style; an empty cell that then looks like none is dropped."""
        if self.style(address) != index:
            cell = self.ensure(address)
            if index:
                cell.set("s", str(index))
            else:
                unset(cell, "s")
            self.is_changed = True
        self.drop_if_plain(address)

    def drop_if_plain(self, address: str) -> None:
        """Removes an empty cell that says nothing beyond its row and column."""
        cell = self.cells.get(address)
        at = position_of(address)
        if cell is None or len(cell) or whole(cell, "s") != self.default_style(at):
            return
        row = self.rows[at.row]
        row.remove(cell)
        del self.cells[address]
        self.is_changed = True
        self._drop_row_if_plain(at.row)

    def _drop_row_if_plain(self, number: int) -> None:
        row = self.rows[number]
        if len(row) == 0 and not {name for name, _ in row.items()} - {"r", "spans"}:
            self.data.remove(row)
            del self.rows[number]
            self._numbers.remove(number)

    def set_height(self, number: int, points: Decimal | None) -> None:
        """Stores the height that a row has; one that the user fixed stays."""
        row = self.rows.get(number)
        if row is not None and row.get("customHeight") in ("1", "true"):
            return
        if points is not None:
            self._ensure_row(number).set("ht", f"{points:f}")
        elif row is not None:
            unset(row, "ht")
            self._drop_row_if_plain(number)
        self.is_changed = True

    # --- formulas that hang together -----------------------------------------------

    def release(self, address: str) -> None:
        """Makes the cell's formula its own, so that the cell can be written over.

        Raises:
            XltoolError: it is part of an array formula or a data table.
        """
        cell = self.cells.get(address)
        formula = child(cell, "f") if cell is not None else None
        if formula is not None and formula.get("t") == "shared" and formula.text:
            self.expand_shared(formula.get("si", ""))
        at = position_of(address)
        for area in self._arrays:
            if area.covers(at) and area.a1 != address:
                raise XltoolError(
                    f"“{self.name}”{address} 属于数组公式或模拟运算表 {area.a1},"
                    "不能单独改写,请先在 Excel 中拆开"
                )

    def _find_arrays(self) -> list[Area]:
        """Areas of array formulas and data tables."""
        tag = f"{{{namespace(self.root)}}}f"
        kinds = ("array", "dataTable")
        found = self.data.iterfind(f"*/*/{tag}[@ref]")
        return [area_of(f.get("ref", "A1")) for f in found if f.get("t") in kinds]

    def expand_shared(self, group: str | None = None) -> None:
        """Writes shared formulas out, those of one group or all."""
        tag = f"{{{namespace(self.root)}}}f"
        masters: dict[str, tuple[Position, str]] = {}
        for formula in self.data.iterfind(f"*/*/{tag}[@si]"):
            key = formula.get("si", "")
            if group is not None and key != group:
                continue
            cell = formula.getparent()
            at = position_of(cell.get("r", "A1") if cell is not None else "A1")
            if formula.text:
                masters[key] = (at, formula.text)
            elif key in masters:
                start, text = masters[key]
                formula.text = translated(text, at.row - start.row, at.column - start.column)
            unset(formula, "t", "si", "ref")
            self.is_changed = True

    # --- the end -------------------------------------------------------------------

    def settle(self) -> None:
        """Widens the stated dimension to the cells that were added."""
        added = [at for at in self._grown if at.a1 in self.cells]
        stated = child(self.root, "dimension")
        if stated is None or not added:
            return
        area = area_of(stated.get("ref", "A1"))
        wide = Area(
            min(area.top, *(at.row for at in added)),
            min(area.left, *(at.column for at in added)),
            max(area.bottom, *(at.row for at in added)),
            max(area.right, *(at.column for at in added)),
        )
        if wide != area:
            stated.set("ref", wide.a1)
        self._grown.clear()


def _widen_spans(row: Element, column: int) -> None:
    """A row's spans are a hint for readers; a wrong one must not stay."""
    first, _, last = row.get("spans", "").partition(":")
    if first.isdigit() and last.isdigit():
        row.set("spans", f"{min(int(first), column)}:{max(int(last), column)}")
    else:
        unset(row, "spans")
