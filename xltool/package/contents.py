"""SetContent: numbers, texts and formulas into cells."""

from __future__ import annotations

from decimal import Decimal

from xltool.model.errors import XltoolError
from xltool.model.patch import Content, Formula, SetContent
from xltool.package.markup import Element, child, sub, unset
from xltool.package.opc import CONTENT_TYPES
from xltool.package.strings import add_text, encoded
from xltool.package.workspace import Workspace

_ERRORS = frozenset(
    ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!")
)
_LARGEST = 307
"""Power of ten of the largest number that Excel holds."""
_SPELLED_OUT = range(-14, 21)
_LONGEST = 32_767
"""Characters that a cell can hold; Excel calls a file with more damaged."""
_TRUTH = {"TRUE": "1", "FALSE": "0"}
_TRUTH_NAMES = frozenset(_TRUTH)


def set_content(space: Workspace, edit: SetContent) -> None:
    """Puts ``edit.after`` into the cell; its style stays."""
    tree = space.tree(edit.sheet)
    if edit.after is None and tree.cell(edit.cell) is None:
        return
    tree.release(edit.cell)
    cell = tree.ensure(edit.cell)
    had_formula = child(cell, "f") is not None
    _clear(cell)
    _write(space, cell, edit.after)
    tree.is_changed = True
    if had_formula != (child(cell, "f") is not None):
        drop_calculation_chain(space)
    if edit.after is None:
        tree.drop_if_plain(edit.cell)


def _clear(cell: Element) -> None:
    """Empties the cell: type, value, formula and the metadata that belongs to them."""
    unset(cell, "t", "cm", "vm")
    for part in list(cell):
        cell.remove(part)


def _write(space: Workspace, cell: Element, content: Content) -> None:
    match content:
        case None:
            return
        case Formula(text, cached):
            _write_formula(cell, text, cached)
        case Decimal():
            sub(cell, "v").text = plain_number(content)
        case str():
            write_text(space, cell, content)


def write_text(space: Workspace, cell: Element, text: str) -> None:
    """The text by its shared item where there is one, else in the cell itself."""
    if len(text) > _LONGEST:
        raise XltoolError(f"单元格 {cell.get('r')} 的文字有 {len(text)} 字,超过上限 {_LONGEST} 字")
    number = space.shared_plain.get(text)
    if number is not None:
        cell.set("t", "s")
        sub(cell, "v").text = str(number)
    else:
        cell.set("t", "inlineStr")
        add_text(sub(cell, "is"), text)


def _write_formula(cell: Element, text: str, cached: Decimal | str | None) -> None:
    is_error_or_truth = cached in _ERRORS or cached in _TRUTH_NAMES
    if is_error_or_truth and text == cached:
        # A typed TRUE or #N/A: the reader gave it as a formula that gives itself.
        _write_cached(cell, cached)
        return
    made = sub(cell, "f")
    if text.startswith("{=") and text.endswith("}"):
        made.set("t", "array")
        made.set("ref", cell.get("r", ""))
        text = text[2:-1]
    made.text = text
    _write_cached(cell, cached)


def _write_cached(cell: Element, cached: Decimal | str | None) -> None:
    match cached:
        case None:
            return
        case Decimal():
            sub(cell, "v").text = plain_number(cached)
            return
        case _ if cached in _ERRORS:
            kind, text = "e", cached
        case _ if cached in _TRUTH_NAMES:
            kind, text = "b", _TRUTH[cached]
        case _:
            kind, text = "str", cached
    cell.set("t", kind)
    sub(cell, "v").text = encoded(text)


def plain_number(value: Decimal) -> str:
    """The number as a part spells it: no exponent for ordinary sizes, no idle zeros.

    Raises:
        XltoolError: not a number that a cell can hold.
    """
    if not value:
        return "0"
    if not value.is_finite() or value.adjusted() > _LARGEST:
        raise XltoolError(f"数值 {value} 超出单元格能存的范围")
    text = format(value, "f") if value.adjusted() in _SPELLED_OUT else str(value)
    return text.rstrip("0").rstrip(".") if "." in text and "E" not in text else text


def drop_calculation_chain(space: Workspace) -> None:
    """Takes calcChain.xml out: it lists cells with formulas, and Excel makes it anew.

    A chain that names a cell without a formula makes Excel call the file damaged.
    """
    part = space.related(space.package.workbook_part, "calcChain")
    if part is None:
        return
    for relation in space.relations(space.package.workbook_part):
        if relation.target == part:
            space.unrelate(space.package.workbook_part, relation.id)
    space.remove_part(part)
    space.touch(CONTENT_TYPES)
