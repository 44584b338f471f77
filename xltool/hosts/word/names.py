"""Small steps that every change of a document's XML takes."""

from __future__ import annotations

from lxml import etree

from xltool.package.markup import Element, local
from xltool.package.word_markup import w


def made(name: str, **attributes: str) -> Element:
    """A new element; its attributes are in the namespace too, as everywhere in the format."""
    return etree.Element(w(name), {w(key): value for key, value in attributes.items()})


def put_after(element: Element, new: Element) -> None:
    """Puts ``new`` behind ``element``; blanks that print in between stay behind both."""
    element.addnext(new)


def put_before(element: Element, new: Element) -> None:
    """Puts ``new`` right before ``element``."""
    element.addprevious(new)


def take_out(element: Element) -> None:
    """Removes ``element`` and keeps the blanks behind it where they were."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def is_run(element: Element | None) -> bool:
    """Whether an element is a run of text (and not one of DrawingML or mathematics)."""
    return element is not None and element.tag == w("r")


def next_element(element: Element) -> Element | None:
    """The next sibling that is no comment or processing instruction."""
    after = element.getnext()
    while after is not None and not local(after):
        after = after.getnext()
    return after


def previous_element(element: Element) -> Element | None:
    """The sibling before it that is no comment or processing instruction."""
    before = element.getprevious()
    while before is not None and not local(before):
        before = before.getprevious()
    return before
