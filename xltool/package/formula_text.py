"""References inside formula texts: moved with a shared formula, or with inserted rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from xltool.package.a1 import MAX_COLUMN, MAX_ROW, Area, area_of, column_letters, column_number

LOST = "#REF!"

_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_TOKEN = re.compile(
    rf"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<error>\#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!))
    | (?P<sheet>\$?'(?:[^']|'')+'!|(?:\[[^\[\]]+\])?\$?[\w.]+(?::[\w.]+)?!)?
      (?P<ref>{_CELL}(?::{_CELL})?
        | \$?[1-9][0-9]{{0,6}}:\$?[1-9][0-9]{{0,6}}
        | \$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}})
      (?![\w(.!\[])
    | (?P<skip>\[(?:[^\[\]]|\[[^\[\]]*\])*\]|'(?:[^']|'')+'!|[\w.\\?]+)
    """,
    re.VERBOSE,
)
_END = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


@dataclass(frozen=True, slots=True)
class _End:
    """One corner of a reference; column or row is None in references to whole rows, columns."""

    column: int | None
    row: int | None
    fixed_column: bool
    fixed_row: bool

    @classmethod
    def parse(cls, text: str) -> _End:
        """From "$C$9", "C", "$9"."""
        first, letters, second, digits = _END.fullmatch(text).groups()  # type: ignore[union-attr]
        # The token's pattern has vetted the text, so the match cannot be None.
        column = column_number(letters) if letters else None
        row = int(digits) if digits else None
        fixed_row = bool(second) if letters else bool(first)
        return cls(column, row, bool(first and letters), fixed_row)

    @property
    def is_valid(self) -> bool:
        """Whether it lies on a sheet; ABC1234 may be a name beyond the last column."""
        return (self.column or 1) in range(1, MAX_COLUMN + 1) and (self.row or 1) in range(
            1, MAX_ROW + 1
        )

    def __str__(self) -> str:
        column = column_letters(self.column) if self.column else ""
        row = str(self.row) if self.row else ""
        return f"{'$' * self.fixed_column}{column}{'$' * self.fixed_row}{row}"


Ends = tuple[_End, ...]


def _rewrite(formula: str, change: Callable[[str | None, Ends], Ends | None]) -> str:
    """The formula with each reference replaced by what ``change`` makes of it; None is lost."""

    def replaced(match: re.Match[str]) -> str:
        if match["ref"] is None:
            return match[0]
        ends = tuple(map(_End.parse, match["ref"].split(":")))
        if not all(end.is_valid for end in ends):
            return match[0]
        changed = change(match["sheet"], ends)
        if changed is ends:
            return match[0]
        return (match["sheet"] or "") + (LOST if changed is None else ":".join(map(str, changed)))

    return _TOKEN.sub(replaced, formula)


def translated(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads ``rows`` further down and ``columns`` further right."""

    def moved(end: _End) -> _End:
        row = end.row if end.row is None or end.fixed_row else end.row + rows
        column = end.column if end.column is None or end.fixed_column else end.column + columns
        return _End(column, row, end.fixed_column, end.fixed_row)

    def change(_sheet: str | None, ends: Ends) -> Ends | None:
        changed = tuple(map(moved, ends))
        inside = all(end.is_valid and end.row != 0 and end.column != 0 for end in changed)
        return changed if inside else None

    return _rewrite(formula, change)


@dataclass(frozen=True, slots=True)
class RowShift:
    """Rows put in (``count`` > 0) or taken out (``count`` < 0) at row ``at`` of a sheet."""

    sheet: str
    at: int
    count: int

    def row(self, row: int) -> int | None:
        """Where a row stands afterwards; None when it was taken out."""
        if row < self.at:
            return row
        if self.count < 0 and row < self.at - self.count:
            return None
        return row + self.count

    def span(self, top: int, bottom: int) -> tuple[int, int] | None:
        """Where a block of rows stands afterwards; what is taken out of it shortens it.

        A block that reaches down to the last row of a sheet still does.
        """
        if bottom == MAX_ROW:
            moved = self.span(top, MAX_ROW - 1)
            return (moved[0], MAX_ROW) if moved else None
        if self.count > 0:
            return (
                top + self.count if top >= self.at else top,
                bottom + self.count if bottom >= self.at else bottom,
            )
        first_kept = self.at - self.count
        new_top = min(top, self.at) if top < first_kept else top + self.count
        new_bottom = self._clipped(bottom, first_kept)
        return (new_top, new_bottom) if new_top <= new_bottom else None

    def _clipped(self, bottom: int, first_kept: int) -> int:
        if bottom >= first_kept:
            return bottom + self.count
        return min(bottom, self.at - 1)

    def formula(self, formula: str, home: str | None, *, only_fixed: bool = False) -> str:
        """The formula as it reads afterwards.

        ``home`` is the sheet that unqualified references mean. ``only_fixed``: relative
        rows stay, as in defined names, where they count from the asking cell.
        """
        is_home = home is not None and home.casefold() == self._folded
        if not is_home and self._folded.replace("'", "''") not in formula.casefold():
            return formula

        def change(sheet: str | None, ends: Ends) -> Ends | None:
            means = home if sheet is None else sheet_of_prefix(sheet)
            if means is None or means.casefold() != self._folded or ends[0].row is None:
                return ends
            if only_fixed and not all(end.fixed_row for end in ends):
                return ends
            return self._moved(ends)

        return _rewrite(formula, change)

    @property
    def _folded(self) -> str:
        return self.sheet.casefold()

    def areas(self, references: str) -> str | None:
        """Blocks of cells as a sheet lists them ("A1:B2 D4"); None when none is left."""
        moved = []
        for reference in references.split():
            area = area_of(reference)
            span = self.span(area.top, area.bottom)
            if span is not None:
                is_same = span == (area.top, area.bottom)
                changed = Area(span[0], area.left, span[1], area.right).a1
                moved.append(reference if is_same else changed)
        return " ".join(moved) or None

    def _moved(self, ends: Ends) -> Ends | None:
        rows = [end.row or 1 for end in ends]
        span = self.span(min(rows), max(rows))
        if span is None:
            return None
        if span == (min(rows), max(rows)):
            return ends
        order = span if rows[0] <= rows[-1] else span[::-1]
        pairs = zip(ends, order if len(ends) > 1 else span[:1], strict=True)
        return tuple(_End(e.column, row, e.fixed_column, e.fixed_row) for e, row in pairs)


def sheet_of_prefix(prefix: str) -> str:
    """Sheet name meant by "公开03表!" or "'a b'!"; of another book or several sheets it stays."""
    name = prefix[:-1].removeprefix("$")
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    return name


def quoted(sheet: str) -> str:
    """The sheet name as formulas write it, always in quotes: "'公开03表'"."""
    return "'" + sheet.replace("'", "''") + "'"
