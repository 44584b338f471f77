"""XML of the parts: parsed without entities or DTD, written back with its own declaration."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from xltool.model.errors import XltoolError

__all__ = [
    "DOCUMENT_RELATIONS",
    "Element",
    "bare_xml",
    "child",
    "exact_content",
    "graft",
    "insert_ordered",
    "local",
    "namespace",
    "parse",
    "relation_id",
    "same_markup",
    "serialise",
    "set_space",
    "sub",
    "unset",
    "whole",
]

DOCUMENT_RELATIONS = {
    "transitional": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "strict": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MOST_DIGITS = 18
"""Of a number in an attribute; the longest real ones have ten."""
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>\s*")
_DEFAULT_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def parse(data: bytes, part: str) -> Element:
    """The root of a part; a DOCTYPE is refused, entities are never resolved.

    Raises:
        XltoolError: not well formed, or with a DOCTYPE.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise XltoolError(f"工作簿部件 {part} 的内容已损坏,请用 Excel 修复后另存再试") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise XltoolError(f"工作簿部件 {part} 带有 DOCTYPE 声明,不安全,已拒绝读取")
    return root


def serialise(root: Element, original: bytes | None = None) -> bytes:
    """Bytes of the part in UTF-8, with the XML declaration of ``original`` where it fits."""
    body = etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=False)
    if original is None:
        return _DEFAULT_DECLARATION + body
    found = _DECLARATION.match(original)
    if found is None:
        return body
    return (found.group() if _says_utf8(found.group()) else _DEFAULT_DECLARATION) + body


def _says_utf8(declaration: bytes) -> bool:
    lowered = declaration.lower()
    return b"encoding" not in lowered or b"utf-8" in lowered


def local(element: Element) -> str:
    """Tag without namespace; "" for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: Element) -> str:
    """Namespace of the element's tag; "" without one."""
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""


def child(parent: Element, name: str) -> Element | None:
    """First child of that local name in the parent's namespace."""
    # A loop over the few children is several times as fast as a path expression.
    tag = parent.tag[: parent.tag.find("}") + 1] + name
    for element in parent:
        if element.tag == tag:
            return element
    return None


def sub(parent: Element, name: str, /, **attributes: str) -> Element:
    """A new last child in the parent's namespace."""
    return etree.SubElement(parent, f"{{{namespace(parent)}}}{name}", attributes)


def insert_ordered(
    parent: Element, name: str, order: Sequence[str], prefixes: Mapping[str, str] | None = None
) -> Element:
    """A new child put where the schema's sequence ``order`` wants it."""
    made = etree.Element(f"{{{namespace(parent)}}}{name}", nsmap=prefixes)
    behind = frozenset(order[order.index(name) + 1 :])
    for position, sibling in enumerate(parent):
        if _sequence_name(sibling) in behind:
            parent.insert(position, made)
            return made
    parent.append(made)
    return made


def _sequence_name(element: Element) -> str:
    """Name that decides an element's position; mc:AlternateContent has that of its choice."""
    name = local(element)
    if name != "AlternateContent":
        return name
    inner = next((e for branch in element for e in branch if local(e)), None)
    return local(inner) if inner is not None else name


def relation_id(element: Element) -> str | None:
    """The r:id attribute, strict or transitional."""
    for base in DOCUMENT_RELATIONS.values():
        value = element.get(f"{{{base}}}id")
        if value is not None:
            return value
    return None


def set_space(text: Element) -> None:
    """Marks a text whose outer blanks or line breaks count."""
    value = text.text or ""
    if value != value.strip() or "\n" in value:
        text.set(XML_SPACE, "preserve")


def same_markup(first: Element | None, second: Element | None) -> bool:
    """Whether two elements say the same, whatever their prefixes, order of attributes aside."""
    if first is None or second is None:
        return first is second
    return (
        first.tag == second.tag
        and (first.text or "").strip() == (second.text or "").strip()
        and sorted(first.items()) == sorted(second.items())
        and len(first) == len(second)
        and all(map(same_markup, first, second))
    )


def exact_content(element: Element) -> tuple[object, ...]:
    """All that an element holds, comparable across parts and prefixes; blanks in texts count."""
    return tuple(
        (part.tag, part.text or "", _plain_attributes(part), exact_content(part))
        for part in element
        if local(part)
    )


def _plain_attributes(element: Element) -> tuple[tuple[str, str], ...]:
    items = ((str(name), str(value)) for name, value in element.items())
    return tuple(sorted(item for item in items if item[0] != XML_SPACE))


def whole(element: Element, name: str, default: int = 0) -> int:
    """An attribute as a whole number; ``default`` where it is absent or no number."""
    value = element.get(name, "").strip()
    is_number = value.isdecimal() and value.isascii() and len(value) <= _MOST_DIGITS
    return int(value) if is_number else default


def unset(element: Element, *names: str) -> None:
    """Takes attributes away where they are."""
    for name in names:
        if name in element.attrib:
            del element.attrib[name]


def bare_xml(element: Element) -> str:
    """The element as text without namespaces, short enough to keep in a name's comment."""
    plain = etree.Element(local(element), {str(k): str(v) for k, v in element.items()})
    for inner in element:
        if local(inner):
            plain.append(etree.fromstring(bare_xml(inner)))
    return etree.tostring(plain, encoding="unicode")


def graft(parent: Element, text: str) -> None:
    """Appends what ``bare_xml`` gave, in the parent's namespace."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        source = etree.fromstring(text, parser)
    except etree.XMLSyntaxError:
        raise XltoolError("样式说明已损坏,无法还原原来的颜色") from None
    _copy_into(parent, source)


def _copy_into(parent: Element, source: Element) -> None:
    made = sub(parent, local(source), **{str(k): str(v) for k, v in source.items()})
    for inner in source:
        _copy_into(made, inner)
