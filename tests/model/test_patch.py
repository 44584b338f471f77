from __future__ import annotations

from decimal import Decimal

from xltool.model.patch import (
    AddSheet,
    DeleteRows,
    InsertRows,
    Patch,
    RemoveSheet,
    SetContent,
    SetFill,
    SheetLayout,
)


def test_the_inverse_undoes_edits_in_reverse_order() -> None:
    patch = Patch(
        (
            InsertRows("公开02表", 10, 2, 9),
            SetContent("公开02表", "C10", None, Decimal("1.00")),
            SetFill("公开02表", "C10", None, "FFC7CE"),
            AddSheet("核对结果", SheetLayout()),
        )
    )

    assert patch.inverse.edits == (
        RemoveSheet("核对结果", SheetLayout()),
        SetFill("公开02表", "C10", "FFC7CE", None),
        SetContent("公开02表", "C10", Decimal("1.00"), None),
        DeleteRows("公开02表", 10, 2, 9),
    )


def test_the_inverse_of_the_inverse_is_the_patch() -> None:
    patch = Patch((SetContent("公开01表", "C9", "820.66 ", Decimal("820.66")),))
    assert patch.inverse.inverse == patch
    assert not Patch()
    assert (patch + Patch()).edits == patch.edits
