"""One public sheet: cells hold what they show, without formulas and hidden figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Context, Decimal, InvalidOperation

from xltool.hosts.publication.parts import Public
from xltool.model.errors import XltoolError
from xltool.package.a1 import position_of
from xltool.package.markup import Element, child, local, relation_id, sub
from xltool.package.reading import SheetReader, cells, rows
from xltool.package.strings import add_text, decoded
from xltool.sources.shown import shown

_PUBLIC = frozenset(
    (
        "sheetPr",
        "dimension",
        "sheetViews",
        "sheetFormatPr",
        "cols",
        "sheetData",
        "autoFilter",
        "mergeCells",
        "phoneticPr",
        "conditionalFormatting",
        "hyperlinks",
        "printOptions",
        "pageMargins",
        "pageSetup",
        "headerFooter",
        "rowBreaks",
        "colBreaks",
        "ignoredErrors",
        "drawing",
        "picture",
        "tableParts",
    )
)
"""Children of a worksheet that the public form takes over."""
_GENERAL_DECIMALS = 2
"""What a figure under General states: amounts have two decimals."""
_SIGNIFICANT = Context(prec=15)
"""Excel shows what is left of a binary number after 15 digits: 1.005 and not 1.00499…"""
_OUR_PROMPT = "先用 Excel 打开并保存,或用 xltool recompute 重算,再生成公开稿"
_USER_MARKS = re.compile(r"\{[^}]*(?:revision|spreadsheetml/2010/11/ac)[^}]*\}")


def public_sheet(public: Public, reader: SheetReader) -> None:
    """Turn a sheet of ``public`` into what it shows.

    Raises:
        XltoolError: a formula has no result.
    """
    part = reader.sheet.part
    root = public.root(part)
    for element in list(root):
        if local(element) not in _PUBLIC:
            root.remove(element)
    _public_cells(root, reader)
    _public_view(public, root, reader)
    _public_links(public, root, part)
    _public_conditions(public, root)
    for element in root.iter():
        for name in [str(n) for n, _ in element.items() if _USER_MARKS.match(str(n))]:
            del element.attrib[name]


def _public_cells(root: Element, reader: SheetReader) -> None:
    formats = reader.number_formats
    for address, cell in list(cells(root)):
        at = position_of(address)
        for name in ("cm", "vm", "ph"):
            cell.attrib.pop(name, "")
        if at.row in reader.hidden_rows or at.column in reader.hidden_columns:
            _empty(cell)
            continue
        if child(cell, "f") is not None:
            _result_only(cell, f"{reader.sheet.name} {address}")
        _as_shown(cell, formats, address)
    for _, row in rows(root):
        row.attrib.pop("spans", "")


def _empty(cell: Element) -> None:
    cell.attrib.pop("t", "")
    for inner in list(cell):
        cell.remove(inner)


def _result_only(cell: Element, where: str) -> None:
    """The cached result instead of the formula."""
    formula, value = child(cell, "f"), child(cell, "v")
    if value is None or (value.text is None and cell.get("t") != "str"):
        raise XltoolError(f"{where} 的公式还没有算出结果:{_OUR_PROMPT}")
    if formula is not None:
        cell.remove(formula)
    if cell.get("t") != "str":
        return
    text = decoded(value.text or "")
    _empty(cell)
    if text:
        cell.set("t", "inlineStr")
        add_text(sub(cell, "is"), text)


def _as_shown(cell: Element, formats: Mapping[str, str], address: str) -> None:
    value = child(cell, "v")
    if cell.get("t", "n") != "n" or value is None or not value.text:
        return
    try:
        number = Decimal(value.text)
    except InvalidOperation:
        return
    rounded = _rounded(_SIGNIFICANT.plus(number), formats.get(address, "General"))
    if rounded != number:
        value.text = f"{rounded.normalize():f}" if rounded else "0"


def _rounded(number: Decimal, code: str) -> Decimal:
    """The stored number that is exactly what the cell shows."""
    stated = shown(number, code, _GENERAL_DECIMALS)
    if stated is None or not number:
        return number
    shift = number.adjusted() - stated.exact.adjusted()
    return stated.value.scaleb(shift)


def _public_view(public: Public, root: Element, reader: SheetReader) -> None:
    """One tab selected, no code name, no printer of the office."""
    is_first = reader.sheet.name == public.sheets[0].name
    for element in root.iter():
        match local(element):
            case "sheetView":
                element.attrib.pop("tabSelected", "")
                if is_first:
                    element.set("tabSelected", "1")
            case "sheetPr":
                element.attrib.pop("codeName", "")
            case "pageSetup":
                for name in [str(n) for n, _ in element.items() if str(n).endswith("}id")]:
                    del element.attrib[name]


def _public_links(public: Public, root: Element, part: str) -> None:
    listed = child(root, "hyperlinks")
    if listed is None:
        return
    for link in list(listed):
        address = relation_id(link)
        if address is not None:
            stays = public.is_public_link(address, part)
        else:
            stays = not public.leads_out(link.get("location", ""))
        if not stays:
            listed.remove(link)
    if len(listed) == 0:
        root.remove(listed)


def _public_conditions(public: Public, root: Element) -> None:
    """Conditional formats stay unless they ask a sheet that is left out."""
    for listed in [e for e in root if local(e) == "conditionalFormatting"]:
        for rule in list(listed):
            # Extensions name parts of the sheet's extLst, which is left out.
            for extension in [e for e in rule if local(e) == "extLst"]:
                rule.remove(extension)
            formulas = [e.text or "" for e in rule.iter() if local(e) == "formula"]
            if any(public.leads_out(formula) for formula in formulas):
                listed.remove(rule)
        if not any(local(rule) == "cfRule" for rule in listed):
            root.remove(listed)
