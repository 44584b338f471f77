"""SetLook: the few looks of cells on sheets that we add."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from xltool.model.errors import XltoolError
from xltool.package.markup import Element, namespace, sub
from xltool.package.styles import Styles


@dataclass(frozen=True, slots=True)
class Look:
    """Font size in points, colours as "RRGGBB", alignment as the file spells it."""

    size: int = 10
    is_bold: bool = False
    colour: str | None = None
    is_underlined: bool = False
    fill: str | None = None
    is_boxed: bool = True
    horizontal: str = "left"
    vertical: str = "center"
    typeface: str = "宋体"


LOOKS = {
    "title": Look(size=16, is_bold=True, is_boxed=False, horizontal="center", typeface="黑体"),
    "head": Look(is_bold=True, fill="D9E1F2", horizontal="center"),
    "body": Look(),
    "number": Look(horizontal="right"),
    "link": Look(colour="0563C1", is_underlined=True),
}


def look_index(styles: Styles, look: str | None, default: int) -> int:
    """Style index of a look; ``default`` for None.

    Raises:
        XltoolError: no look of that name.
    """
    if look is None:
        return default
    if look not in LOOKS:
        raise XltoolError(f"没有名为“{look}”的单元格样式,可用:{'、'.join(LOOKS)}")
    return styles.named(look, lambda: _index(styles, LOOKS[look]))


def _index(styles: Styles, look: Look) -> int:
    main = namespace(styles.root)
    xf = etree.Element(f"{{{main}}}xf")
    numbers = {
        "numFmtId": 0,
        "fontId": styles.item_id("fonts", _font(main, look)),
        "fillId": styles.fill_id(look.fill),
        "borderId": styles.item_id("borders", _border(main)) if look.is_boxed else 0,
        "xfId": 0,
    }
    for name, number in numbers.items():
        xf.set(name, str(number))
    for name in ("applyFont", "applyFill", "applyBorder", "applyAlignment"):
        xf.set(name, "1")
    sub(xf, "alignment", horizontal=look.horizontal, vertical=look.vertical, wrapText="1")
    return styles.index_of(xf)


def _font(main: str, look: Look) -> Element:
    font = etree.Element(f"{{{main}}}font")
    if look.is_bold:
        sub(font, "b")
    if look.is_underlined:
        sub(font, "u")
    sub(font, "sz", val=str(look.size))
    if look.colour:
        sub(font, "color", rgb=f"FF{look.colour}")
    made = sub(font, "name")
    made.set("val", look.typeface)
    sub(font, "family", val="3")
    sub(font, "charset", val="134")
    return font


def _border(main: str) -> Element:
    border = etree.Element(f"{{{main}}}border")
    for side in ("left", "right", "top", "bottom"):
        sub(sub(border, side, style="thin"), "color", rgb="FFBFBFBF")
    sub(border, "diagonal")
    return border
