"""ColourText: colours on stretches of a text cell."""

from __future__ import annotations

import copy

from lxml import etree

from xltool.model.errors import XltoolError
from xltool.model.patch import ColourText
from xltool.package.contents import write_text
from xltool.package.markup import Element, child, exact_content, local, namespace, sub, unset
from xltool.package.rich_text import font_properties, paint
from xltool.package.strings import is_plain, plain_text
from xltool.package.workspace import Workspace


def colour_text(space: Workspace, edit: ColourText) -> None:
    """Colours the cell's text; a text with runs then stands in the cell itself.

    The shared strings are not touched: other cells may use the same item, and a text
    whose colours are taken back finds its item there again.

    Raises:
        XltoolError: the cell holds no text of its own, or a span does not fit it.
    """
    tree = space.tree(edit.sheet)
    where = f"“{edit.sheet}”{edit.cell}"
    cell = tree.cell(edit.cell)
    item = _own_item(space, cell) if cell is not None else None
    if cell is None or item is None:
        raise XltoolError(f"{where} 不是文字单元格,无法给其中的数字标色")
    own = font_properties(space.styles.font(tree.style(edit.cell)), item)
    paint(item, own, edit.before, edit.after, where)
    _store(space, cell, item)
    tree.is_changed = True


def _own_item(space: Workspace, cell: Element) -> Element | None:
    """The cell's text as an <is> that may be changed."""
    made = etree.Element(f"{{{namespace(cell)}}}is")
    if child(cell, "f") is not None:
        return None
    source = child(cell, "is") if cell.get("t") == "inlineStr" else _shared(space, cell)
    if source is not None:
        made.extend(copy.deepcopy(part) for part in source)
        return made
    value = child(cell, "v")
    if cell.get("t") != "str" or value is None:
        return None
    sub(made, "t").text = value.text
    return made


def _shared(space: Workspace, cell: Element) -> Element | None:
    value = child(cell, "v")
    if cell.get("t") != "s" or value is None or not (value.text or "").isdigit():
        return None
    number, items = int(value.text or "0"), space.shared_strings
    return items[number] if number < len(items) else None


def _store(space: Workspace, cell: Element, item: Element) -> None:
    """Puts the text into the cell, by its shared item where an equal one is there."""
    for part in list(cell):
        if local(part) in ("v", "is"):
            cell.remove(part)
    unset(cell, "t")
    if is_plain(item):
        write_text(space, cell, plain_text(item))
        return
    number = space.shared_rich.get(exact_content(item))
    if number is not None:
        cell.set("t", "s")
        sub(cell, "v").text = str(number)
    else:
        cell.set("t", "inlineStr")
        cell.insert(0, item)
