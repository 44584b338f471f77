"""Cell styles: what an xf says, and xfs made by appending to styles.xml.

Nothing that is there is changed or removed; a wanted xf that exists already is used
again, the oldest first, so that taking an edit back finds the user's own xf.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable

from lxml import etree

from xltool.model.errors import XltoolError
from xltool.package.markup import (
    Element,
    bare_xml,
    child,
    graft,
    insert_ordered,
    local,
    same_markup,
    sub,
    whole,
)
from xltool.package.number_formats import (
    BUILT_IN,
    BUILT_IN_IDS,
    FIRST_CUSTOM,
    GENERAL,
    SAFE_IDS,
)

_ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
_RGB = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_APPLY = {"numFmtId": "applyNumberFormat", "fillId": "applyFill", "fontId": "applyFont"}


class Styles:
    """The stylesheet over its parsed root; indexes are those of cellXfs."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.is_changed = False
        self._derived: dict[tuple[int, str, str], int] = {}

    # --- reading -------------------------------------------------------------------

    def xf(self, index: int) -> Element | None:
        """The cell format; None where the file names one that it does not have."""
        return _item(child(self.root, "cellXfs"), index)

    def number_format(self, index: int) -> str:
        """Format code of an xf."""
        xf = self.xf(index)
        number = whole(xf, "numFmtId") if xf is not None else 0
        return self._custom_formats().get(number) or BUILT_IN.get(number, GENERAL)

    def fill(self, index: int) -> str | None:
        """Background of an xf: None, "RRGGBB", or the XML of any other fill.

        Theme colours, patterns and gradients have no "RRGGBB"; their XML is accepted by
        ``with_fill``, so they can be put back exactly.
        """
        xf = self.xf(index)
        fill = _item(child(self.root, "fills"), whole(xf, "fillId") if xf is not None else 0)
        return None if fill is None or not len(fill) else _fill_text(fill)

    def font(self, index: int) -> Element | None:
        """The font element of an xf."""
        xf = self.xf(index)
        number = whole(xf, "fontId") if xf is not None else 0
        return _item(child(self.root, "fonts"), number)

    def _custom_formats(self) -> dict[int, str]:
        listed = child(self.root, "numFmts")
        items = listed if listed is not None else ()
        return {
            whole(e, "numFmtId"): e.get("formatCode", "") for e in items if local(e) == "numFmt"
        }

    # --- deriving ------------------------------------------------------------------

    def with_number_format(self, index: int, code: str) -> int:
        """Index of an xf like ``index`` but with that format code."""
        return self._derive(index, "numFmtId", code, self._number_format_id)

    def with_fill(self, index: int, fill: str | None) -> int:
        """Index of an xf like ``index`` but with that background (see ``fill``)."""
        return self._derive(index, "fillId", fill or "", self.fill_id)

    def _derive(self, index: int, name: str, want: str, number_of: Callable[[str], int]) -> int:
        key = (index, name, want)
        if key not in self._derived:
            xf = self.xf(index)
            changed = copy.deepcopy(xf) if xf is not None else self._plain_xf()
            changed.set(name, str(number_of(want)))
            changed.set(_APPLY[name], "1")
            self._derived[key] = self.index_of(changed, but=_APPLY[name])
        return self._derived[key]

    def _plain_xf(self) -> Element:
        made = etree.Element(f"{{{etree.QName(self.root).namespace}}}xf")
        for name in ("numFmtId", "fontId", "fillId", "borderId", "xfId"):
            made.set(name, "0")
        return made

    def index_of(self, wanted: Element, but: str = "") -> int:
        """Index of the first xf that says the same, appended where there is none.

        ``but`` names an apply flag that may differ: writers set it or leave it out.
        """
        listed = child(self.root, "cellXfs")
        if listed is None:
            listed = insert_ordered(self.root, "cellXfs", _ORDER)
            listed.append(self._plain_xf())
        target = _meaning(wanted, but)
        items = [element for element in listed if local(element) == "xf"]
        for index, xf in enumerate(items):
            if _meaning(xf, but) == target and same_children(xf, wanted):
                return index
        listed.append(wanted)
        self._count(listed)
        return len(items)

    def _number_format_id(self, code: str) -> int:
        known = BUILT_IN_IDS.get(code)
        if known in SAFE_IDS:
            return known
        formats = self._custom_formats()
        for number, existing in formats.items():
            if existing == code:
                return number
        if known is not None and known not in formats:
            return known
        listed = child(self.root, "numFmts")
        if listed is None:
            listed = insert_ordered(self.root, "numFmts", _ORDER)
        number = max([FIRST_CUSTOM - 1, *formats]) + 1
        sub(listed, "numFmt", numFmtId=str(number), formatCode=code)
        self._count(listed)
        return number

    def named(self, name: str, make: Callable[[], int]) -> int:
        """Index kept under a name, made when first asked for."""
        key = (-1, "named", name)
        if key not in self._derived:
            self._derived[key] = make()
        return self._derived[key]

    def fill_id(self, fill: str | None) -> int:
        """Number of the fill, appended if missing (see ``fill`` for its spelling)."""
        if not fill:
            return 0
        listed = child(self.root, "fills")
        items = [e for e in listed if local(e)] if listed is not None else []
        for number, item in enumerate(items):
            # Writers differ in alpha and background of a plain colour: the same fill to us.
            if len(item) and _fill_text(item) == fill:
                return number
        return self.item_id("fills", _fill_element(self.root, fill))

    def item_id(self, collection: str, wanted: Element) -> int:
        """Number of an equal item of "fonts", "fills" or "borders", appended if missing."""
        listed = child(self.root, collection)
        if listed is None:
            listed = insert_ordered(self.root, collection, _ORDER)
        items = [element for element in listed if local(element)]
        for number, item in enumerate(items):
            if same_markup(item, wanted):
                return number
        listed.append(wanted)
        self._count(listed)
        return len(items)

    def _count(self, listed: Element) -> None:
        listed.set("count", str(sum(1 for element in listed if local(element))))
        self.is_changed = True


def _item(listed: Element | None, index: int) -> Element | None:
    if listed is None or index < 0:
        return None
    items = [element for element in listed if local(element)]
    return items[index] if index < len(items) else None


def _meaning(xf: Element, but: str) -> dict[str, str]:
    """Attributes that count: a flag that is off says nothing, as does the old quote flag."""
    return {
        str(name): str(value)
        for name, value in xf.items()
        if name != but and not (str(name).startswith("apply") and value in ("0", "false"))
    }


def same_children(first: Element, second: Element) -> bool:
    """Whether alignment, protection and extensions agree."""
    return len(first) == len(second) and all(map(same_markup, first, second))


def _fill_text(fill: Element) -> str | None:
    pattern = fill[0]
    kind = pattern.get("patternType", "none")
    if local(pattern) == "patternFill" and kind == "none":
        return None
    colour = child(pattern, "fgColor")
    if kind == "solid" and colour is not None and list(colour.keys()) == ["rgb"]:
        found = _RGB.fullmatch(colour.get("rgb", ""))
        if found:
            return found[1].upper()
    return bare_xml(pattern)


def _fill_element(root: Element, fill: str) -> Element:
    made = etree.Element(f"{{{etree.QName(root).namespace}}}fill")
    if fill.startswith("<"):
        graft(made, fill)
        return made
    found = _RGB.fullmatch(fill)
    if found is None:
        raise XltoolError(f"“{fill}”不是颜色,应为六位十六进制,如 FFC7CE")
    pattern = sub(made, "patternFill", patternType="solid")
    sub(pattern, "fgColor", rgb=f"FF{found[1].upper()}")
    sub(pattern, "bgColor", indexed="64")
    return made
