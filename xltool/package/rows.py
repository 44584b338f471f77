"""InsertRows and DeleteRows: the rows of a sheet, and everything that refers to them."""

from __future__ import annotations

import copy

from xltool.model.errors import XltoolError
from xltool.model.patch import DeleteRows, InsertRows
from xltool.package.a1 import MAX_ROW, Position, position_of
from xltool.package.contents import drop_calculation_chain
from xltool.package.formula_text import RowShift
from xltool.package.markup import Element, child, local, namespace, unset
from xltool.package.notes import Notes
from xltool.package.references import shift_references
from xltool.package.sheet_tree import SheetTree
from xltool.package.workspace import Workspace

_OF_ONE_ROW = ("r", "hidden", "collapsed")
"""Attributes of a row that a row styled like it does not take over."""


def insert_rows(space: Workspace, edit: InsertRows) -> None:
    """Puts empty rows in before row ``at``; ``like`` counts rows as they stand before.

    Blocks of cells that reach over ``at`` grow, as in Excel: merges, ranges in formulas,
    validation, conditional formats, print areas. Blocks that end right above do not.

    Raises:
        XltoolError: the last rows would fall off the sheet.
    """
    _check(edit)
    tree = space.tree(edit.sheet)
    if max(tree.rows, default=0) + edit.count > MAX_ROW:
        raise XltoolError(f"“{edit.sheet}”末尾已有内容,无法再插入 {edit.count} 行")
    pattern = _pattern(tree, edit.like)
    _shift(space, tree, RowShift(tree.name, edit.at, edit.count))
    if pattern is not None:
        for number in range(edit.at, edit.at + edit.count):
            _insert(tree, number, pattern)
    tree.index()


def delete_rows(space: Workspace, edit: DeleteRows) -> None:
    """Takes the rows out again.

    Raises:
        XltoolError: one of them holds something, or has a note.
    """
    _check(edit)
    tree = space.tree(edit.sheet)
    gone = range(edit.at, edit.at + edit.count)
    for number in gone:
        row = tree.rows.get(number)
        used = [cell.get("r", "") for cell in (row if row is not None else ()) if len(cell)]
        if used:
            raise XltoolError(f"“{edit.sheet}”第 {number} 行的 {used[0]} 还有内容,不能删除该行")
    noted = Notes.of(space, tree).in_rows(gone) if space.related(tree.part, "comments") else []
    if noted:
        raise XltoolError(f"“{edit.sheet}”{noted[0]} 还有批注,不能删除该行")
    for number in gone:
        row = tree.rows.get(number)
        if row is not None:
            tree.data.remove(row)
    tree.index()
    _shift(space, tree, RowShift(tree.name, edit.at, -edit.count))
    tree.index()


def _check(edit: InsertRows | DeleteRows) -> None:
    if edit.at < 1 or edit.count < 1 or edit.like < 1:
        raise XltoolError(f"“{edit.sheet}”插入或删除的行号不对:第 {edit.at} 行起 {edit.count} 行")


def _pattern(tree: SheetTree, like: int) -> Element | None:
    """An empty copy of the row to style by; None where the file has no such row."""
    source = tree.rows.get(like)
    if source is None:
        return None
    pattern = copy.deepcopy(source)
    unset(pattern, *_OF_ONE_ROW)
    pattern.tail = None
    for cell in list(pattern):
        if local(cell) != "c" or not cell.get("s"):
            pattern.remove(cell)
            continue
        unset(cell, "t", "cm", "vm")
        for part in list(cell):
            cell.remove(part)
    return pattern


def _insert(tree: SheetTree, number: int, pattern: Element) -> None:
    row = copy.deepcopy(pattern)
    attributes = dict(row.items())
    for name in attributes:
        del row.attrib[name]
    row.set("r", str(number))
    for name, value in attributes.items():
        row.set(name, value)
    for cell in row:
        cell.set("r", Position(number, position_of(cell.get("r", "A1")).column).a1)
    following = [n for n in tree.rows if n > number]
    if following:
        tree.rows[min(following)].addprevious(row)
    else:
        tree.data.append(row)
    tree.rows[number] = row


def _shift(space: Workspace, tree: SheetTree, shift: RowShift) -> None:
    tree.expand_shared()
    for number, row in tree.rows.items():
        if number >= shift.at:
            _renumber(row, number + shift.count)
    tree.index()
    for formula in tree.data.iterfind(f"*/*/{{{namespace(tree.root)}}}f"):
        _shift_area_of(formula, shift)
    tree.is_changed = True
    shift_references(space, tree, shift)
    if child(tree.root, "legacyDrawing") is not None or space.related(tree.part, "comments"):
        Notes.of(space, tree).shift(shift)
    drop_calculation_chain(space)


def _renumber(row: Element, number: int) -> None:
    row.set("r", str(number))
    for cell in row:
        address = cell.get("r")
        if address is not None:
            cell.set("r", address.rstrip("0123456789") + str(number))


def _shift_area_of(formula: Element, shift: RowShift) -> None:
    """Array formulas and data tables state the cells they fill and feed on."""
    for name in ("ref", "r1", "r2"):
        value = formula.get(name)
        if value is not None:
            formula.set(name, shift.areas(value) or value)
