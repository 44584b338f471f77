"""Cheap reading of what value readers do not give: formulas, formats, fills, notes, runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

from xltool.model.errors import XltoolError
from xltool.model.patch import Content, Formula, Name, Span
from xltool.package.a1 import MAX_COLUMN, Area, Position, area_of, position_of
from xltool.package.formula_text import translated
from xltool.package.markup import Element, child, local, namespace, parse, whole
from xltool.package.opc import Package
from xltool.package.rich_text import colours_of, font_properties
from xltool.package.strings import decoded, plain_text
from xltool.package.styles import Styles

MAX_SHEET = 96 << 20
"""Bytes of one sheet's XML; a larger one would not fit in an ordinary machine's memory."""


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A defined name; ``sheet`` is the sheet it is local to, None for the whole workbook."""

    name: str
    sheet: str | None
    value: Name


def defined_names(package: Package) -> tuple[DefinedName, ...]:
    """All defined names, built-in ones (_xlnm.Print_Area) included."""
    root = parse(package.part(package.workbook_part), package.workbook_part)
    listed = child(root, "definedNames")
    found = []
    for element in listed if listed is not None else ():
        if local(element) != "definedName":
            continue
        home = whole(element, "localSheetId", -1)
        sheet = package.sheets[home].name if 0 <= home < len(package.sheets) else None
        found.append(DefinedName(element.get("name", ""), sheet, name_of(element)))
    return tuple(found)


def name_of(element: Element) -> Name:
    """What a <definedName> says."""
    is_hidden = element.get("hidden") in ("1", "true")
    return Name(element.text or "", is_hidden, decoded(element.get("comment", "")))


def part_of_kind(package: Package, part: str, kind: str) -> str | None:
    """The first part that ``part`` is related to by that kind of relationship."""
    for relation in package.relations(part):
        if relation.kind == kind and not relation.is_external and relation.target in package:
            return relation.target
    return None


class WorkbookReader:
    """Parts that all sheets share, parsed once and only when asked for."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._sheets: dict[str, SheetReader] = {}

    def sheet(self, name: str) -> SheetReader:
        """The reader of one sheet."""
        if name not in self._sheets:
            self._sheets[name] = SheetReader(self, name)
        return self._sheets[name]

    @cached_property
    def styles(self) -> Styles | None:
        """The stylesheet; None where the workbook has none."""
        part = part_of_kind(self.package, self.package.workbook_part, "styles")
        return Styles(parse(self.package.part(part), part)) if part else None

    @cached_property
    def shared_strings(self) -> tuple[Element, ...]:
        """The shared string items."""
        part = part_of_kind(self.package, self.package.workbook_part, "sharedStrings")
        root = parse(self.package.part(part), part) if part else ()
        return tuple(element for element in root if local(element) == "si")

    @cached_property
    def shared_texts(self) -> tuple[str, ...]:
        """Their texts."""
        return tuple(map(plain_text, self.shared_strings))


def sheet_root(package: Package, name: str) -> Element:
    """The parsed sheet.

    Raises:
        XltoolError: no such sheet, a chart sheet, or one that is too large.
    """
    sheet = package.sheet(name)
    if not sheet.is_grid:
        raise XltoolError(f"“{sheet.name}”不是普通工作表(图表页或宏表),没有单元格")
    data = package.part(sheet.part)
    if len(data) > MAX_SHEET:
        raise XltoolError(
            f"工作表“{sheet.name}”过大({len(data) >> 20} MB),请删除多余的空行空列后另存再试"
        )
    return parse(data, sheet.part)


class SheetReader:
    """One sheet. Addresses are A1 without "$"; each mapping is built when first asked for."""

    def __init__(self, workbook: WorkbookReader, name: str) -> None:
        self.workbook = workbook
        self.package = workbook.package
        self.sheet = self.package.sheet(name)

    @cached_property
    def _root(self) -> Element:
        return sheet_root(self.package, self.sheet.name)

    @cached_property
    def _cells(self) -> dict[str, Element]:
        return dict(cells(self._root))

    @cached_property
    def formulas(self) -> Mapping[str, str]:
        """Formula texts without "=", shared ones written out; {=…} for a one-cell array."""
        return dict(_formulas(self._cells))

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """Numbers as the file spells them, cached results included."""
        found = {}
        for address, cell in self._cells.items():
            value = child(cell, "v") if cell.get("t", "n") == "n" else None
            if value is not None and value.text:
                found[address] = value.text
        return found

    @cached_property
    def contents(self) -> Mapping[str, Content]:
        """What each non-empty cell holds, in the terms of SetContent."""
        found = ((address, self.content(address)) for address in self._cells)
        return {address: content for address, content in found if content is not None}

    def content(self, address: str) -> Content:
        """What a cell holds; truth values and errors are formulas that give themselves."""
        cell = self._cells.get(address)
        if cell is None:
            return None
        value = self._value(cell)
        if address in self.formulas:
            return Formula(self.formulas[address], value)
        if cell.get("t") in ("b", "e") and value is not None:
            return Formula(str(value), value)
        return value

    def _value(self, cell: Element) -> Decimal | str | None:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = child(cell, "is")
            return plain_text(inline) if inline is not None else None
        value = child(cell, "v")
        if value is None or value.text is None:
            return "" if value is not None and kind == "str" else None
        return self._typed(kind, value.text)

    def _typed(self, kind: str, text: str) -> Decimal | str | None:
        if kind == "s":
            shared = self.workbook.shared_texts
            return shared[int(text)] if text.isdigit() and int(text) < len(shared) else None
        if kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        if kind == "n":
            try:
                return Decimal(text)
            except InvalidOperation:
                return text
        return decoded(text)

    @cached_property
    def number_formats(self) -> Mapping[str, str]:
        """Format codes of all cells that are in the file ("General", "#,##0.00")."""
        styles, known = self.workbook.styles, dict[int, str]()
        found = {}
        for address, cell in self._cells.items():
            index = whole(cell, "s")
            if index not in known:
                known[index] = styles.number_format(index) if styles else "General"
            found[address] = known[index]
        return found

    @cached_property
    def fills(self) -> Mapping[str, str]:
        """Backgrounds of the cells that have one (see Styles.fill)."""
        return {address: fill for address in self._cells if (fill := self.fill(address))}

    def fill(self, address: str) -> str | None:
        """Background of a cell; one that is not in the file has its row's or column's."""
        styles = self.workbook.styles
        if styles is None:
            return None
        cell = self._cells.get(address)
        at = position_of(address)
        index = whole(cell, "s") if cell is not None else default_style(self._root, at)
        known = self._fills_by_style
        if index not in known:
            known[index] = styles.fill(index)
        return known[index]

    @cached_property
    def _fills_by_style(self) -> dict[int, str | None]:
        return {}

    @cached_property
    def notes(self) -> Mapping[str, str]:
        """Texts of the legacy notes."""
        part = part_of_kind(self.package, self.sheet.part, "comments")
        if part is None:
            return {}
        listed = child(parse(self.package.part(part), part), "commentList")
        found = {}
        for comment in listed if listed is not None else ():
            text = child(comment, "text") if local(comment) == "comment" else None
            if text is not None:
                found[comment.get("ref", "")] = plain_text(text)
        return found

    @cached_property
    def links(self) -> Mapping[str, str]:
        """Places inside the workbook that cells link to."""
        listed = child(self._root, "hyperlinks")
        items = listed if listed is not None else ()
        return {e.get("ref", ""): e.get("location", "") for e in items if e.get("location")}

    def text_colours(self, address: str) -> tuple[Span, ...]:
        """Stretches of a text cell whose colour is their own and not the cell's."""
        cell = self._cells.get(address)
        item = self._item(cell) if cell is not None else None
        if cell is None or item is None:
            return ()
        styles = self.workbook.styles
        font = styles.font(whole(cell, "s")) if styles else None
        return colours_of(item, font_properties(font, item))

    def _item(self, cell: Element) -> Element | None:
        if cell.get("t") == "inlineStr":
            return child(cell, "is")
        value = child(cell, "v")
        if cell.get("t") != "s" or value is None or not (value.text or "").isdigit():
            return None
        items = self.workbook.shared_strings
        return items[int(value.text or "0")] if int(value.text or "0") < len(items) else None

    @cached_property
    def hidden_rows(self) -> frozenset[int]:
        """Numbers of hidden rows, those that a filter hides included."""
        return frozenset(
            number for number, row in rows(self._root) if row.get("hidden") in ("1", "true")
        )

    @cached_property
    def hidden_columns(self) -> frozenset[int]:
        """Numbers of hidden columns."""
        found: set[int] = set()
        for column in columns(self._root):
            if column.get("hidden") in ("1", "true"):
                last = min(whole(column, "max", 1), MAX_COLUMN)
                found.update(range(whole(column, "min", 1), last + 1))
        return frozenset(found)

    @cached_property
    def merges(self) -> tuple[Area, ...]:
        """Merged areas."""
        listed = child(self._root, "mergeCells")
        items = listed if listed is not None else ()
        return tuple(area_of(e.get("ref", "A1")) for e in items if local(e) == "mergeCell")


def rows(root: Element) -> Iterator[tuple[int, Element]]:
    """Row elements with their numbers; a row without number follows the one before."""
    data = child(root, "sheetData")
    number = 0
    for row in data if data is not None else ():
        if local(row) == "row":
            number = whole(row, "r", number + 1)
            yield number, row


def cells(root: Element) -> Iterator[tuple[str, Element]]:
    """Cell elements with their addresses; a cell without one follows the one before."""
    tag = f"{{{namespace(root)}}}c"
    for number, row in rows(root):
        previous = Position(number, 0)
        for cell in row:
            if cell.tag != tag:
                continue
            address = cell.get("r")
            if address is None:
                previous = Position(number, previous.column + 1)
                yield previous.a1, cell
            else:
                yield address, cell
                if row[-1].get("r") is None:
                    previous = position_of(address)


def columns(root: Element) -> Iterator[Element]:
    """The <col> elements."""
    listed = child(root, "cols")
    for column in listed if listed is not None else ():
        if local(column) == "col":
            yield column


def default_style(root: Element, at: Position) -> int:
    """Style index that a cell has which is not in the file: its row's, else its column's."""
    for number, row in rows(root):
        if number == at.row and row.get("customFormat") in ("1", "true"):
            return whole(row, "s")
    for column in columns(root):
        if whole(column, "min") <= at.column <= whole(column, "max"):
            return whole(column, "style")
    return 0


def _formulas(found: Mapping[str, Element]) -> Iterator[tuple[str, str]]:
    masters: dict[str, tuple[Position, str]] = {}
    for address, cell in found.items():
        formula = child(cell, "f")
        if formula is None:
            continue
        text, group = formula.text or "", formula.get("si")
        if formula.get("t") == "shared" and group is not None:
            at = position_of(address)
            if text:
                masters[group] = (at, text)
            elif group in masters:
                start, master = masters[group]
                text = translated(master, at.row - start.row, at.column - start.column)
        if formula.get("t") == "array" and text:
            text = f"{{={text}}}"
        if text:
            yield address, text
