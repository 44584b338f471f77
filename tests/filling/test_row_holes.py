from __future__ import annotations

import pytest

from xltool.filling.row_holes import OWN, Block, EndHole, holed_formula, shifted_reference
from xltool.model.errors import XltoolError

_PROBE = {"公开03表": Block("公开03表", 9, 20)}


def _shaped(formula: str, own: int | None, last: int, row: int = 0) -> str:
    holed = holed_formula(formula, "公开03表", own, _PROBE)
    return holed.shaped({"公开03表": last}).replace(OWN, str(row))


def test_own_row_and_end_of_the_table_move() -> None:
    formula = 'ROUND(SUMIF($A$8:$A$21,$A14&"??",C$8:C$21),6)'
    assert _shaped(formula, 14, last=30, row=17) == (
        'ROUND(SUMIF($A$8:$A$31,$A17&"??",C$8:C$31),6)'
    )


def test_rows_above_the_codes_stay() -> None:
    assert _shaped("SUM(C8:C9)", None, last=99) == "SUM(C8:C9)"


def test_rows_of_other_tables_of_codes_move_with_those() -> None:
    holed = holed_formula("SUMIF('公开03表'!$A$8:$A$20,\"201\",D5)", "公开01表", None, _PROBE)
    assert holed.shaped({"公开03表": 9}) == "SUMIF('公开03表'!$A$8:$A$9,\"201\",D5)"


def test_texts_and_functions_are_no_references() -> None:
    formula = 'IF(LOG10(D14)>0,"D20","")'
    assert _shaped(formula, 14, last=40, row=15) == 'IF(LOG10(D15)>0,"D20","")'


def test_formula_that_names_another_code_row_is_refused() -> None:
    with pytest.raises(XltoolError, match="D15"):
        holed_formula("D14+D15", "公开03表", 14, _PROBE)


def test_references_of_the_template_grow_and_shift() -> None:
    block = Block("公开03表", 9, 9)
    holed = shifted_reference("A10:I10 C9:I9 C8 A11", "公开03表", block)
    assert holed.shaped({"公开03表": 25}) == "A26:I26 C9:I25 C8 A27"
    assert holed.pieces[1] == EndHole("公开03表", 1)


def test_references_to_other_sheets_stay() -> None:
    block = Block("公开03表", 9, 9)
    name = "'公开01表'!$A$1:$F$40"
    assert shifted_reference(name, "公开03表", block).pieces == (name,)
