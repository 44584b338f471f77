"""The cell functions as xlwings functions (Excel on Windows).

The add-in's own module of VBA calls these with texts alone: a scope as 公开03表!C9, and the
workbook's name and generation as ``state``, so that an answer takes no look at Excel. Where
they are imported by xlwings itself, ranges come as ranges and ``state`` is empty.
Nothing is raised: a cell would show #VALUE! and no reason.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import xlwings as xw
from xlwings.conversion import Pipeline

from xltool.addin import cells
from xltool.addin.cells.functions import CATEGORY, FUNCTIONS, CellFunction
from xltool.addin.cells.limits import LONGEST_TEXT, Rows, clipped
from xltool.addin.cells.live import Checks
from xltool.model.errors import XltoolError
from xltool.package import write_atomic
from xltool.package.a1 import Area

if TYPE_CHECKING:
    from decimal import Decimal

    from xltool.addin.cells.checked import Checked

    Shown = str | float
    Given = xw.Range | str | float | None

_Taken = ParamSpec("_Taken")
_Made = TypeVar("_Made")
STATE = "state"
"""The argument that no user sees: full name of the workbook, a tab, its generation."""
STALE = "已过期(稍候自动更新):"
UNCHECKED_YET = "还没有核对:请点“全部核对”"
checks = Checks()


class AsGiven:
    """Hands a function the range where a range is given, else the value."""

    @classmethod
    def reader(cls, options: object) -> Pipeline:
        """The stages of xlwings' conversion: one."""
        _ = options
        return Pipeline([cls._kept])

    @staticmethod
    def _kept(context: Any) -> None:  # noqa: ANN401 - xlwings' own, without a public type
        if context.range is not None:
            context.value = context.range


def _cell_function(
    name: str,
) -> Callable[[Callable[_Taken, _Made]], Callable[_Taken, _Made | str]]:
    """Register a function under its definition: category, help of arguments, no errors."""
    definition = FUNCTIONS[name]

    def made(function: Callable[_Taken, _Made]) -> Callable[_Taken, _Made | str]:
        safe = _reasoned(function)
        safe.__doc__ = definition.help
        # xlwings would convert by the annotations, which it cannot resolve.
        safe.__annotations__ = {}
        _register(safe, definition)
        return safe

    return made


def _reasoned(function: Callable[_Taken, _Made]) -> Callable[_Taken, _Made | str]:
    @wraps(function)
    def safe(*args: _Taken.args, **kwargs: _Taken.kwargs) -> _Made | str:
        try:
            return function(*args, **kwargs)
        except XltoolError as error:
            return clipped(str(error))
        except Exception as error:  # noqa: BLE001 - a cell must show a reason, whatever it is
            return clipped(f"程序内部错误 {type(error).__name__}: {error}")

    return safe


def _register(function: Callable[..., object], definition: CellFunction) -> None:
    """Tell xlwings; its decorators hang what they are told on the function itself."""
    xlwings: Any = xw
    for argument in definition.arguments:
        xlwings.arg(argument.name, AsGiven, doc=argument.help)(function)
    if STATE in signature(function).parameters:
        xlwings.arg(STATE, vba="Empty")(function)
    # Last: the others would set the category back.
    xlwings.func(function, category=CATEGORY, volatile=definition.is_live)


@_cell_function("BUDGET_CHECK")
def budget_check(scope: Given = None, state: str | None = None) -> str:
    """A scope in one line, or one cell with its reason."""
    checked, is_fresh = _checked(scope, state)
    answer = cells.check(checked, _scope(scope))
    return clipped(answer if is_fresh else STALE + answer)


@_cell_function("BUDGET_FINDINGS")
def budget_findings(scope: Given = None, state: str | None = None) -> list[list[Shown]]:
    """The findings of a scope under a head."""
    checked, is_fresh = _checked(scope, state)
    return _shown(cells.findings(checked, _scope(scope)), is_fresh=is_fresh)


@_cell_function("BUDGET_FIGURE")
def budget_figure(table: Given, row: Given, column: Given, state: str | None = None) -> Shown:
    """The number that table, row and column name."""
    checked, is_fresh = _checked(None, state)
    if not is_fresh:
        return f"{STALE}{_text(table)} {_text(row)} {_text(column)}"
    return _number(cells.figure(checked, _text(table), _text(row), _text(column)))


@_cell_function("BUDGET_SHARE")
def budget_share(part: Given, whole: Given) -> Shown:
    """Part / whole with four decimals."""
    return _number(cells.share(_value(part), _value(whole)))


@_cell_function("BUDGET_GROWTH")
def budget_growth(now: Given, last: Given) -> Shown:
    """(now - last) / last with four decimals."""
    return _number(cells.growth(_value(now), _value(last)))


@_cell_function("BUDGET_RATE")
def budget_rate(actual: Given, budget: Given) -> Shown:
    """Actual / budget with four decimals."""
    return _number(cells.rate(_value(actual), _value(budget)))


@_cell_function("BUDGET_NARRATIVE")
def budget_narrative(text: Given, state: str | None = None) -> list[list[Shown]]:
    """The figures of a sentence with their verdicts under a head."""
    checked, is_fresh = _checked(text, state)
    return _shown(cells.narrative(checked, _text(text)), is_fresh=is_fresh)


def refresh(book: object, state: str, target: str) -> str:
    """Check the workbook unless nothing has changed, and store the answers for VBA.

    Called by the add-in when a calculation is over. Returns "" or why it cannot be checked.

    Args:
        book: the workbook, Excel's own object.
        state: as the functions get it from then on.
        target: the file that the answers go to.
    """
    from xltool.addin.cells.stored import write_stored

    try:
        name, _, generation = state.partition("\t")
        kept = checks.refresh(_book(book), name, generation)
        write_atomic(Path(target), write_stored(kept.checked).encode("ascii"))
    except XltoolError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - as in a cell
        return f"程序内部错误 {type(error).__name__}: {error}"
    return ""


def _checked(given: Given, state: str | None) -> tuple[Checked, bool]:
    """The check to answer from, and whether it is of the workbook as it stands.

    Raises:
        XltoolError: there is none yet, or the workbook cannot be checked.
    """
    if not state:
        book = given.sheet.book if isinstance(given, xw.Range) else xw.Book.caller()
        return checks.recent(book).checked, True
    name, _, generation = state.partition("\t")
    last = checks.last(name)
    if last is None:
        raise XltoolError(UNCHECKED_YET)
    return last.checked, last.generation == generation


def _book(book: object) -> xw.Book:
    """The workbook as xlwings shows it; VBA hands over Excel's own object."""
    if isinstance(book, xw.Book):
        return book
    from xlwings import _xlwindows

    excel: Any = _xlwindows
    return xw.Book(impl=excel.Book(xl=book))


def _scope(given: Given) -> str:
    if isinstance(given, xw.Range):
        rows, columns = given.shape
        top, left = given.row, given.column
        return f"{given.sheet.name}!{Area(top, left, top + rows - 1, left + columns - 1).a1}"
    return _text(given)


def _value(given: Given) -> object:
    return given.raw_value if isinstance(given, xw.Range) else given


def _text(given: Given) -> str:
    """A text as typed; a number as a code or a line number: 201, not 201.0."""
    value = _value(given)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _number(value: Decimal | str) -> Shown:
    """A number as Excel takes it, a text within its limit."""
    return clipped(value, LONGEST_TEXT) if isinstance(value, str) else float(value)


def _shown(rows: Rows, *, is_fresh: bool) -> list[list[Shown]]:
    shown = [[_number(value) for value in row] for row in rows]
    return shown if is_fresh else [[STALE, *[""] * (len(rows[0]) - 1)], *shown]
