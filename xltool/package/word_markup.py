"""What prints in a paragraph of WordprocessingML, for the reader and for those who mark it.

Both count characters by these names: an offset that one gives is an offset of the other.
"""

from __future__ import annotations

from xltool.package.markup import Element

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NOT_PRINTED = frozenset(("del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr"))
"""Elements whose characters do not print: deletions, instructions of fields, properties."""
CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
"""Elements of a run that print one character."""
WRAPPERS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
"""Elements around paragraphs, rows and cells that print nothing of their own."""
_OFF = ("0", "false", "off")


def w(name: str) -> str:
    """The qualified name of an element or attribute of WordprocessingML."""
    return f"{{{MAIN}}}{name}"


def is_on(value: str) -> bool:
    """Whether the value of an on-off attribute switches on (17.17.4 of ECMA-376 part 1)."""
    return value not in _OFF


def is_hidden(run: Element) -> bool:
    """Whether a run is hidden text."""
    vanish = run.find(f"{w('rPr')}/{w('vanish')}")
    return vanish is not None and is_on(vanish.get(w("val"), "1"))
