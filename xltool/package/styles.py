"""Cell styles: what an xf says, and xfs made by appending to styles.xml.

Nothing that is there is changed or removed; a wanted xf that exists already is used
again, the oldest first, so that taking an edit back finds the user's own xf.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from functools import cached_property

from lxml import etree

from xltool.model.errors import XltoolError
from xltool.package.markup import (
    Element,
    bare_xml,
    child,
    exact_content,
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
        self._fills: dict[int, str | None] = {}

    # --- reading -------------------------------------------------------------------

    def xf(self, index: int) -> Element | None:
        """The cell format; None where the file names one that it does not have."""
        return _item(child(self.root, "cellXfs"), index)

    def number_format(self, index: int) -> str:
        """Format code of an xf."""
        xf = self.xf(index)
        return self._code(whole(xf, "numFmtId") if xf is not None else 0)

    def _code(self, number: int) -> str:
        return self._custom_formats.get(number) or BUILT_IN.get(number, GENERAL)

    def fill(self, index: int) -> str | None:
        """Background of an xf: None, "RRGGBB", or the XML of any other fill.

        Theme colours, patterns and gradients have no "RRGGBB"; their XML is accepted by
        ``with_fill``, so they can be put back exactly.
        """
        xf = self.xf(index)
        return self._fill_by_number(whole(xf, "fillId") if xf is not None else 0)

    def _fill_by_number(self, number: int) -> str | None:
        if number not in self._fills:
            fill = _item(child(self.root, "fills"), number)
            self._fills[number] = None if fill is None or not len(fill) else _fill_text(fill)
        return self._fills[number]

    def font(self, index: int) -> Element | None:
        """The font element of an xf."""
        xf = self.xf(index)
        number = whole(xf, "fontId") if xf is not None else 0
        return _item(child(self.root, "fonts"), number)

    @cached_property
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
            self._derived[key] = self.index_of(changed)
        return self._derived[key]

    def _plain_xf(self) -> Element:
        made = etree.Element(f"{{{etree.QName(self.root).namespace}}}xf")
        for name in ("numFmtId", "fontId", "fillId", "borderId", "xfId"):
            made.set(name, "0")
        return made

    def index_of(self, wanted: Element) -> int:
        """Index of the first xf that looks the same, appended where there is none.

        Apply flags do not count: in a cell's xf they say what a later change of its
        named style would overwrite, not how it looks, and writers differ in them.
        """
        listed = child(self.root, "cellXfs")
        if listed is None:
            listed = insert_ordered(self.root, "cellXfs", _ORDER)
            listed.append(self._plain_xf())
        key = self._meaning(wanted)
        if key not in self._by_meaning:
            self._by_meaning[key] = len(_items(listed))
            listed.append(wanted)
            self._count(listed)
        return self._by_meaning[key]

    @cached_property
    def _by_meaning(self) -> dict[tuple[object, ...], int]:
        found: dict[tuple[object, ...], int] = {}
        for index, xf in enumerate(_items(child(self.root, "cellXfs"))):
            found.setdefault(self._meaning(xf), index)
        return found

    def _meaning(self, xf: Element) -> tuple[object, ...]:
        """What an xf looks like; format codes and fills by what they say, not by number."""
        attributes = {
            str(name): str(value) for name, value in xf.items() if not str(name).startswith("apply")
        }
        code = self._code(whole(xf, "numFmtId"))
        fill = self._fill_by_number(whole(xf, "fillId"))
        for name in ("numFmtId", "fillId"):
            attributes.pop(name, None)
        return (code, fill, frozenset(attributes.items()), exact_content(xf))

    def _number_format_id(self, code: str) -> int:
        formats = self._custom_formats
        for number, existing in formats.items():
            if existing == code:
                return number
        known = BUILT_IN_IDS.get(code)
        if known in SAFE_IDS:
            return known
        listed = child(self.root, "numFmts")
        if listed is None:
            listed = insert_ordered(self.root, "numFmts", _ORDER)
        number = max([FIRST_CUSTOM - 1, *formats]) + 1
        sub(listed, "numFmt", numFmtId=str(number), formatCode=code)
        formats[number] = code
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
        for number, item in enumerate(_items(listed)):
            # Writers differ in alpha and background of a plain colour: the same fill to us.
            if len(item) and _fill_text(item) == fill:
                return number
        return self.item_id("fills", _fill_element(self.root, fill))

    def item_id(self, collection: str, wanted: Element) -> int:
        """Number of an equal item of "fonts", "fills" or "borders", appended if missing."""
        listed = child(self.root, collection)
        if listed is None:
            listed = insert_ordered(self.root, collection, _ORDER)
        items = _items(listed)
        for number, item in enumerate(items):
            if same_markup(item, wanted):
                return number
        listed.append(wanted)
        self._count(listed)
        return len(items)

    def _count(self, listed: Element) -> None:
        listed.set("count", str(len(_items(listed))))
        self.is_changed = True


def _item(listed: Element | None, index: int) -> Element | None:
    if listed is None or index < 0:
        return None
    return listed[index] if index < len(listed) else None


def _items(listed: Element | None) -> list[Element]:
    return [e for e in (listed if listed is not None else ()) if local(e)]


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
