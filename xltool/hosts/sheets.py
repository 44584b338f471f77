"""Names of the sheets that hold our results, and how cells are referred to in them."""

from __future__ import annotations

from xltool.model.book import Address
from xltool.package.formula_text import quoted

ANALYSIS = "分析"
NARRATIVE = "情况说明"
FINDINGS = "核对结果"
ADDED_NARRATIVE = "情况说明(核对)"


def reference(address: Address) -> str:
    """A cell as links and formulas name it: '公开03表'!C9."""
    return f"{quoted(address.sheet)}!{address.cell}"


def fixed(address: Address) -> str:
    """A cell or range as defined names refer to it: '公开03表'!$C$9."""
    cells = ":".join(_dollars(cell) for cell in address.cell.split(":"))
    return f"{quoted(address.sheet)}!{cells}"


def referred(reference_text: str) -> Address | None:
    """The cell or range that a defined name refers to; None where it is gone (#REF!)."""
    sheet, mark, cells = reference_text.rpartition("!")
    if not mark or "#REF" in reference_text:
        return None
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return Address(sheet, cells.replace("$", ""))


def free_name(wanted: str, taken: frozenset[str]) -> str:
    """``wanted``, or the first "wanted(2)", "wanted(3)" … that no sheet has."""
    folded = {name.casefold() for name in taken}
    number, name = 1, wanted
    while name.casefold() in folded:
        number += 1
        name = f"{wanted}({number})"
    return name


def _dollars(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"
