"""Live Excel formulas for totals and linked cells, written from the identity that computes them.

Only SUM, SUMIF, ROUND, IF, ISNUMBER and N: right in Excel, WPS, LibreOffice and ironcalc.
A code's children are summed by SUMIF with the wildcard ``??`` over text codes, and other
sheets are looked up by code, so that formulas stay right when rows come in between.
Every sum is rounded to 6 decimals: binary dust goes, tenths of a 分 stay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xltool.editions.codes import CLASS_LENGTH, is_code
from xltool.editions.equations import Equation, Ratio, Term
from xltool.editions.instantiation import computed_cells, ratios
from xltool.editions.layout import CodeRange, layout, split_cell
from xltool.editions.schema import Edition
from xltool.model.book import TOTAL_ROW, Address, CellId, Row, RowKind, Table
from xltool.package.formula_text import quoted

Locate = Callable[[CellId], Address | None]
CodeRanges = Callable[[str], tuple[CodeRange, ...]]

SUM_DECIMALS: Final = 6
RATIO_DECIMALS: Final = 4
_ANY_CLASS: Final = "?" * CLASS_LENGTH
_CHILD: Final = "??"


def formulas(edition: Edition, codes: Mapping[str, Sequence[str]]) -> Mapping[CellId, str]:
    """The formula (without "=") of every total, linked cell and ratio of the official workbook.

    Args:
        edition: the form.
        codes: the codes of each growing table, by table id, in the order they stand.
    """
    places = layout(edition, codes)
    tables = skeleton(edition, codes)
    found: dict[CellId, str] = {}
    for cell, equation in computed_cells(edition, tables).items():
        text = render_formula(equation, places.address, places.code_ranges)
        if text:
            found[cell] = text
    for ratio in ratios(edition, tables):
        text = render_ratio(ratio, places.address)
        if text:
            found[ratio.cell] = text
    return found


def skeleton(edition: Edition, codes: Mapping[str, Sequence[str]]) -> Mapping[str, Table]:
    """Every table of ``edition`` with its rows, the given codes in those that grow, no figures."""
    return {
        key: Table(key, spec.title, _rows(edition, key, codes.get(key, ())), {})
        for key, spec in edition.tables.items()
    }


def _rows(edition: Edition, table: str, codes: Sequence[str]) -> tuple[Row, ...]:
    spec = edition.tables[table]
    if spec.code_rows is None:
        printed = (line for line in spec.lines if line.is_printed)
        return tuple(Row(line.key, line.label, code=line.code) for line in printed)
    total = Row(TOTAL_ROW, TOTAL_ROW, RowKind.TOTAL)
    below = tuple(Row(code, "", RowKind.CODE, code) for code in codes)
    return (*below, total) if spec.code_rows.total_is_last else (total, *below)


def no_code_ranges(_table: str) -> tuple[CodeRange, ...]:
    """For workbooks whose columns of codes are not known: cells are then named one by one."""
    return ()


def render_formula(
    equation: Equation, locate: Locate, code_ranges: CodeRanges = no_code_ranges
) -> str | None:
    """The formula (without "=") that computes the left cell of ``equation`` from its right.

    Args:
        equation: an identity whose left side is one cell.
        locate: where a cell stands, None where the workbook has no such cell.
        code_ranges: the columns of codes of a table; without them children and classes
            are named cell by cell, which does not survive an inserted row.

    Returns:
        None where the left cell, or every cell of the right side, is nowhere.
    """
    if len(equation.left) != 1:
        return None
    target = locate(equation.left[0].cell)
    if target is None:
        return None
    writer = _Writer(equation.left[0].cell, target, locate, code_ranges)
    if any(ref.children for ref in equation.rule.right):
        summed = writer.children(equation.right)
    else:
        summed = writer.total(equation.right)
    return f"ROUND({summed},{SUM_DECIMALS})" if summed else None


def render_ratio(ratio: Ratio, locate: Locate) -> str | None:
    """The formula (without "=") of a share, completion or change; None where a cell is nowhere."""
    target = locate(ratio.cell)
    if target is None:
        return None
    writer = _Writer(ratio.cell, target, locate, no_code_ranges)
    numerator = writer.total(ratio.numerator)
    if ratio.denominator is not None:
        below = writer.reference(ratio.denominator)
        if numerator and below:
            return f'IF(N({below})=0,"",ROUND({numerator}/{below},{RATIO_DECIMALS}))'
    elif ratio.needs is not None:
        needed = writer.reference(ratio.needs)
        if numerator and needed:
            return f'IF(ISNUMBER({needed}),ROUND({numerator},{SUM_DECIMALS}),"")'
    return None


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes references as seen from the cell that is computed."""

    cell: CellId
    target: Address
    locate: Locate
    code_ranges: CodeRanges

    def reference(self, cell: CellId) -> str | None:
        """A1 of ``cell``, with its sheet where that is another one; then absolute."""
        at = self.locate(cell)
        if at is None:
            return None
        if at.sheet == self.target.sheet:
            return at.cell
        letter, row = split_cell(at.cell)
        return f"{quoted(at.sheet)}!${letter}${row}"

    def children(self, terms: Sequence[Term]) -> str:
        """The sum of a code's direct children, by the wildcard on their codes."""
        letter, row = split_cell(self.target.cell)
        own = self._own_range(letter)
        if own is None:
            return self.total(terms)
        is_total = self.cell.row == TOTAL_ROW
        criterion = f'"{_ANY_CLASS}"' if is_total else f'${own.letter}{row}&"{_CHILD}"'
        parts = [
            self._sumif(codes, criterion, relative=True) for codes in self._ranges_of(terms, own)
        ]
        return "+".join(parts)

    def total(self, terms: Sequence[Term]) -> str:
        """The sum of ``terms``: neighbours as ranges, codes of other tables looked up."""
        plus = self._operands([term.cell for term in terms if term.sign > 0])
        minus = self._operands([term.cell for term in terms if term.sign < 0])
        if not plus and not minus:
            return ""
        added = _sum(plus)
        return added + "".join(f"-{operand}" for operand in map(_addend, minus))

    def _operands(self, cells: Sequence[CellId]) -> list[str]:
        looked_up = [cell for cell in cells if self._is_looked_up(cell)]
        named = [cell for cell in cells if not self._is_looked_up(cell)]
        return [*_runs(self._addresses(named), self.target.sheet), *map(self._look_up, looked_up)]

    def _addresses(self, cells: Sequence[CellId]) -> list[Address]:
        return [at for at in map(self.locate, cells) if at is not None]

    def _is_looked_up(self, cell: CellId) -> bool:
        """Whether ``cell`` is a row of codes of another table."""
        return (
            cell.table != self.cell.table
            and is_code(cell.row)
            and bool(self.code_ranges(cell.table))
        )

    def _look_up(self, cell: CellId) -> str:
        ranges = [codes for codes in self.code_ranges(cell.table) if cell.column in codes.letters]
        criterion = f'"{cell.row}"'
        parts = [self._sumif(codes, criterion, column=cell.column) for codes in ranges]
        return "+".join(parts)

    def _own_range(self, letter: str) -> CodeRange | None:
        """The column of codes to which the computed cell belongs."""
        for codes in self.code_ranges(self.cell.table):
            if codes.letters.get(self.cell.column) == letter:
                return codes
        return None

    def _ranges_of(self, terms: Sequence[Term], own: CodeRange) -> list[CodeRange]:
        """The columns of codes where children stand: in T06 a class may run on in the next."""
        letters = {split_cell(at.cell)[0] for at in self._addresses([t.cell for t in terms])}
        holding = [
            codes
            for codes in self.code_ranges(self.cell.table)
            if codes.letters.get(self.cell.column) in letters
        ]
        return holding or [own]

    def _sumif(
        self, codes: CodeRange, criterion: str, column: str | None = None, *, relative: bool = False
    ) -> str:
        """SUMIF over a column of codes; ``relative`` lets the letter of amounts move along."""
        sheet = "" if codes.sheet == self.target.sheet else f"{quoted(codes.sheet)}!"
        letter = codes.letters[column or self.cell.column]
        dollar = "" if relative else "$"
        keys = f"{sheet}${codes.letter}${codes.first}:${codes.letter}${codes.last}"
        sums = f"{sheet}{dollar}{letter}${codes.first}:{dollar}{letter}${codes.last}"
        return f"SUMIF({keys},{criterion},{sums})"


def _sum(operands: Sequence[str]) -> str:
    """SUM of ranges and single cells; one single cell or look-up stands alone."""
    if not operands:
        return "0"
    plain = [operand for operand in operands if not operand.startswith("SUMIF")]
    looked_up = [operand for operand in operands if operand.startswith("SUMIF")]
    if len(plain) > 1 or any(":" in operand for operand in plain):
        plain = [f"SUM({','.join(plain)})"]
    return "+".join([*plain, *looked_up])


def _addend(operand: str) -> str:
    """An operand that can follow a minus sign."""
    if operand.startswith("SUMIF"):
        return f"({operand})" if "+" in operand else operand
    return f"SUM({operand})" if ":" in operand else operand


def _runs(addresses: Sequence[Address], home: str) -> list[str]:
    """Cells that follow one another down or across joined into ranges."""
    runs: list[list[Address]] = []
    for at in addresses:
        if runs and _continues(runs[-1], at):
            runs[-1].append(at)
        else:
            runs.append([at])
    return [_range(run, home) for run in runs]


def _continues(run: Sequence[Address], at: Address) -> bool:
    last = run[-1]
    if last.sheet != at.sheet:
        return False
    step = _step(last.cell, at.cell)
    return step in {(0, 1), (1, 0)} and (len(run) == 1 or step == _step(run[-2].cell, last.cell))


def _step(before: str, after: str) -> tuple[int, int]:
    """How many columns and rows lie between two cells."""
    (first, above), (second, below) = split_cell(before), split_cell(after)
    return _index(second) - _index(first), below - above


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _range(run: Sequence[Address], home: str) -> str:
    first, last = run[0], run[-1]
    if first.sheet == home:
        return first.cell if len(run) == 1 else f"{first.cell}:{last.cell}"
    cells = [_absolute(first.cell)] if len(run) == 1 else map(_absolute, (first.cell, last.cell))
    return f"{quoted(first.sheet)}!{':'.join(cells)}"


def _absolute(cell: str) -> str:
    letter, row = split_cell(cell)
    return f"${letter}${row}"
