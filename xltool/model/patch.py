"""The Patch: the only language in which a workbook is changed.

A Patch is an ordered list of edits, each with the state before and after, so that
every edit has an inverse. Three appliers understand it: the package's parts,
xlwings, and VBA. Sheets go by name, cells by A1, colours by "RRGGBB".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its "=", and the value cached for readers that do not calculate."""

    text: str
    cached: Decimal | str | None = None


Content = Decimal | str | Formula | None
"""What a cell holds: a number, a text (never taken for a formula), a formula, nothing."""


@dataclass(frozen=True, slots=True)
class SetContent:
    """What a cell holds; its style stays."""

    sheet: str
    cell: str
    before: Content
    after: Content


@dataclass(frozen=True, slots=True)
class SetNumberFormat:
    """The number format code of a cell ("General", "#,##0.00")."""

    sheet: str
    cell: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SetFill:
    """Background of a cell; None is no fill."""

    sheet: str
    cell: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class SetNote:
    """The legacy note (comment) of a cell, whole text; None is no note."""

    sheet: str
    cell: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of a text cell in one font colour."""

    start: int
    end: int
    colour: str


@dataclass(frozen=True, slots=True)
class ColourText:
    """Font colours inside a text cell.

    Characters of ``before`` go back to the cell's own colour, then ``after`` is laid on.
    """

    sheet: str
    cell: str
    before: tuple[Span, ...]
    after: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SetLink:
    """Hyperlink to a place inside the workbook ("'公开03表'!C9"); None is no link."""

    sheet: str
    cell: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class SetLook:
    """A look of ours ("head", "body", "number", "link", "title"); None is the default style."""

    sheet: str
    cell: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class SetRowHeight:
    """Height of a row in points, as a program that fits it to its text would store it.

    None leaves it to the program that shows the sheet. A height that the user fixed is
    not ours to set.
    """

    sheet: str
    row: int
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class InsertRows:
    """``count`` rows put in before row ``at`` (1-based), styled like row ``like``."""

    sheet: str
    at: int
    count: int
    like: int


@dataclass(frozen=True, slots=True)
class DeleteRows:
    """The inverse of InsertRows: the rows must be empty of the user's content."""

    sheet: str
    at: int
    count: int
    like: int


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """Layout of a sheet that we add: widths in characters, filter, repeated head rows."""

    widths: tuple[float, ...] = ()
    autofilter: str | None = None
    head_rows: int = 0
    landscape: bool = True


@dataclass(frozen=True, slots=True)
class AddSheet:
    """A new empty sheet behind the last one."""

    sheet: str
    layout: SheetLayout


@dataclass(frozen=True, slots=True)
class RemoveSheet:
    """The inverse of AddSheet: the sheet must be one of ours."""

    sheet: str
    layout: SheetLayout


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name: what it refers to (without "="), hidden or not, its comment."""

    refers_to: str
    hidden: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True)
class SetName:
    """A defined name of the workbook; None is no name."""

    name: str
    before: Name | None
    after: Name | None


Swap = (
    SetContent
    | SetNumberFormat
    | SetFill
    | SetNote
    | ColourText
    | SetLink
    | SetLook
    | SetRowHeight
    | SetName
)
Edit = Swap | InsertRows | DeleteRows | AddSheet | RemoveSheet


def inverse_of(edit: Edit) -> Edit:
    """The edit that takes ``edit`` back."""
    match edit:
        case InsertRows(sheet, at, count, like):
            return DeleteRows(sheet, at, count, like)
        case DeleteRows(sheet, at, count, like):
            return InsertRows(sheet, at, count, like)
        case AddSheet(sheet, layout):
            return RemoveSheet(sheet, layout)
        case RemoveSheet(sheet, layout):
            return AddSheet(sheet, layout)
        case _:
            return _swapped(edit)


def _swapped(edit: Swap) -> Swap:
    return replace(edit, before=edit.after, after=edit.before)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Patch:
    """Edits in the order in which they apply."""

    edits: tuple[Edit, ...] = ()

    def __add__(self, other: Patch) -> Patch:
        return Patch(self.edits + other.edits)

    def __bool__(self) -> bool:
        return bool(self.edits)

    @property
    def inverse(self) -> Patch:
        """The Patch that restores the state before this one."""
        return Patch(tuple(inverse_of(edit) for edit in reversed(self.edits)))
