"""Tables that run over pages put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from xltool.model.book import Address, Remark
from xltool.model.finding import CellPlace, Severity
from xltool.package.a1 import Position
from xltool.sources.document import TableBlock, TableCell, flat
from xltool.sources.labels import normal
from xltool.sources.pdf_lines import PdfTrace
from xltool.sources.printed_numbers import printed_number

_NEAR_EDGE = 8.0
"""Points by which the edges of columns may differ from page to page."""
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\(.{1,2}\)|[0-9]|其中|合计|总计|小计|本年|年[初末])"
)
_PIECE = 8
"""Characters of the rest of a label that went over to the next page at most."""
_MOSTLY = 0.9
_PAGE = re.compile(r"第(\d+)(?:-\d+)?页(.*)")

Rows = tuple[tuple[TableCell, ...], ...]


@dataclass(frozen=True)
class Part:
    """One table, of as many pages as it runs over, with what stands around it."""

    name: str
    rows: Rows
    """Cells by row; each cell's own ``row`` is the one on its page."""
    homes: tuple[tuple[str, int], ...]
    """For each row the page's table and the row there."""
    page: int
    """The last one."""
    edges: tuple[float, ...]
    width: int
    head: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, table: TableBlock, head: tuple[str, ...]) -> Part:
        """The part that one page's table begins."""
        rows = rows_of(table)
        homes = tuple((table.name, number) for number in range(1, len(rows) + 1))
        return cls(table.name, rows, homes, table.page, table.edges, table.width, head)

    def with_notes(self, notes: Sequence[str]) -> Part:
        """The same with the notes below it."""
        return replace(self, notes=(*self.notes, *notes))

    def address(self, index: int, column: int) -> Address:
        """Where a cell of the row with that index stands."""
        name, row = self.homes[index]
        return Address(name, Position(row, column).a1)


def rows_of(table: TableBlock) -> Rows:
    """The cells of a table by row, from the left."""
    rows: list[list[TableCell]] = [[] for _ in range(table.height)]
    for place in sorted(table.cells):
        rows[place[0] - 1].append(table.cells[place])
    return tuple(tuple(row) for row in rows)


def continued(part: Part, table: TableBlock) -> tuple[Part, list[Remark]] | None:
    """``part`` with the next page's rows, None where they are of another table.

    In a source without pages a table goes on that is cut in two with nothing in between.
    """
    if part.notes or table.page != (part.page + 1 if part.page else 0):
        return None
    places = _places(part, table)
    if places is None:
        return None
    rows = [tuple(_moved(cell, places) for cell in row) for row in rows_of(table)]
    skipped = _repeated_head(part.rows, rows)
    homes = [(table.name, number) for number in range(1, len(rows) + 1)]
    kept, kept_homes = [*part.rows, *rows[skipped:]], [*part.homes, *homes[skipped:]]
    remarks = []
    first = len(part.rows)
    if first < len(kept) and _is_split(kept, first):
        remarks.append(_split_remark(part, table.name, kept[first]))
        kept[first - 1 : first + 1] = [_whole(kept[first - 1], kept[first])]
        del kept_homes[first]
    joined = replace(
        part,
        name=_joint_name(part.name, table.page),
        rows=tuple(kept),
        homes=tuple(kept_homes),
        page=table.page,
    )
    return joined, remarks


def _joint_name(name: str, last: int) -> str:
    found = _PAGE.fullmatch(name)
    return f"第{found[1]}-{last}页{found[2]}" if found else name


def _places(part: Part, table: TableBlock) -> tuple[int, ...] | None:
    """For each column of the next page the column of the table, None where they differ."""
    if not part.edges or not table.edges:
        return tuple(range(1, part.width + 1)) if part.width == table.width else None
    shift = part.edges[0] - table.edges[0]
    found = []
    for edge in table.edges:
        nearest = min(range(len(part.edges)), key=lambda k: abs(part.edges[k] - edge - shift))
        if abs(part.edges[nearest] - edge - shift) > _NEAR_EDGE:
            return None
        found.append(nearest + 1)
    is_whole = found[-1] == len(part.edges) and len(set(found)) == len(found)
    return tuple(found) if is_whole else None


def _moved(cell: TableCell, places: Sequence[int]) -> TableCell:
    """A cell of the next page in the columns of the table; places end with the last edge."""
    last = cell.column + cell.columns - 1
    left = places[cell.column - 1]
    right = places[last] - 1 if last < len(places) else places[-1]
    return replace(cell, column=left, columns=max(right - left + 1, 1))


def _repeated_head(before: Rows, rows: Sequence[tuple[TableCell, ...]]) -> int:
    """How many of the first rows repeat the head of the table."""
    count = 0
    while count < min(len(before), len(rows)):
        words = _words(rows[count])
        if not words or words != _words(before[count]):
            break
        count += 1
    return count


def _words(row: Sequence[TableCell]) -> list[str]:
    return [normal(cell.text) for cell in row if cell.text.strip()]


def _is_split(rows: Sequence[tuple[TableCell, ...]], at: int) -> bool:
    """Whether the row at ``at`` is only the rest of the row before it."""
    rest = {cell.column: normal(cell.text) for cell in rows[at] if cell.text.strip()}
    above = {cell.column: normal(cell.text) for cell in rows[at - 1] if cell.text.strip()}
    labels = {column: text for column, text in rest.items() if printed_number(text) is None}
    if not labels or any(c in above and c not in labels for c in rest):
        return False
    if any(column not in above for column in labels):
        return False
    if _is_keyed(rows[:at]) and 1 not in rest:
        return True
    return set(rest) == set(labels) and all(
        len(text) <= _PIECE and not _NUMBERING.match(text) for text in labels.values()
    )


def _is_keyed(rows: Sequence[tuple[TableCell, ...]]) -> bool:
    """Whether nearly every row begins with a code."""
    first = [next((c.text for c in row if c.column == 1), "") for row in rows]
    body = [text for text in first if normal(text)[:3].isdigit()]
    start = next((k for k, text in enumerate(first) if normal(text)[:3].isdigit()), len(first))
    return bool(body) and len(body) >= _MOSTLY * (len(first) - start)


def _whole(above: Sequence[TableCell], below: Sequence[TableCell]) -> tuple[TableCell, ...]:
    """One row of the two pieces; the place of a figure is that of the piece that has it."""
    rest = {cell.column: cell for cell in below if cell.text.strip()}
    found = []
    for cell in above:
        other = rest.pop(cell.column, None)
        if other is None:
            found.append(cell)
        elif not cell.text.strip():
            found.append(replace(cell, text=other.text, trace=other.trace))
        else:
            found.append(replace(cell, text=cell.text + other.text, trace=_both(cell, other)))
    return (*found, *(replace(cell, row=above[0].row) for cell in rest.values()))


def _both(above: TableCell, below: TableCell) -> PdfTrace:
    traces = [cell.trace for cell in (above, below)]
    return sum((t for t in traces if isinstance(t, PdfTrace)), PdfTrace(()))


def _split_remark(part: Part, name: str, row: Sequence[TableCell]) -> Remark:
    text = "、".join(flat(cell.text) for cell in row if cell.text.strip())
    return Remark(
        "read.split-row",
        f"{part.homes[-1][0]}末行与{name}首行是同一行,已并为一行核对(后半是“{text}”)",
        Severity.HINT,
        (CellPlace("", "", "", name, "A1"),),
    )
