r"""The action file: a Patch as ASCII lines that VBA applies, and the way back.

The first line is HEAD, the last one END; between them one line a step (see steps), its
fields parted by tabs. Characters beyond printable ASCII, and the backslash, stand as
\uXXXX (UTF-16 code units), so that neither code pages nor line ends can harm them. How
states of cells are written is told in states. Lines before the edits tell the host what
to say, where to go, what to open.

A line on cells names a sheet, then one or more areas parted by commas, then the state
before and the state after, which all of those cells share; only "content" has one area
and the two states of each of its cells, row by row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import InvalidOperation

from xltool.addin.states import (
    ABSENT,
    content_field,
    layout_fields,
    look_field,
    name_field,
    read_content,
    read_height,
    read_layout,
    read_name,
    read_spans,
    read_text,
    read_word,
    spans_field,
    text_field,
)
from xltool.addin.steps import Step, cells_of, steps
from xltool.model.book import Address
from xltool.model.errors import XltoolError
from xltool.model.patch import (
    AddSheet,
    ColourText,
    DeleteRows,
    Edit,
    InsertRows,
    Patch,
    RemoveSheet,
    SetContent,
    SetFill,
    SetLink,
    SetLook,
    SetName,
    SetNote,
    SetNumberFormat,
    SetRowHeight,
)

HEAD = "xltool-actions 1"
END = "end"
_LINE_END = "\r\n"
"""Line Input of VBA on Windows knows no other."""
_ESCAPE = re.compile(r"\\u([0-9A-F]{4})")


@dataclass(frozen=True, slots=True)
class Actions:
    """What a command gives back: edits, a message, a cell to go to, a file to open."""

    patch: Patch = field(default_factory=Patch)
    message: str = ""
    goto: Address | None = None
    opens: str = ""
    applied: bool = False
    """Whether the edits are done already; then the patch is empty."""


def write_actions(actions: Actions) -> str:
    """The action file as text, ASCII only."""
    lines = [HEAD]
    if actions.message:
        lines.append(_line("say", actions.message))
    if actions.goto:
        lines.append(_line("goto", actions.goto.sheet, actions.goto.cell))
    if actions.opens:
        lines.append(_line("open", actions.opens))
    if actions.applied:
        lines.append(_line("applied", "1"))
    lines += (_line(*_fields(step)) for step in steps(actions.patch))
    return _LINE_END.join((*lines, END, ""))


def read_actions(text: str) -> Actions:
    """The actions of an action file, edits in the order in which they are done.

    Raises:
        XltoolError: it is cut off, or not an action file of this version.
    """
    lines = text.split(_LINE_END)
    if lines[0] != HEAD or lines[-2:] != [END, ""]:
        raise XltoolError("操作文件不完整或版本不符:请重新运行这一步")
    actions = Actions()
    edits: list[Edit] = []
    for number, line in enumerate(lines[1:-2], 2):
        kind, *fields = (unescaped(field) for field in line.split("\t"))
        match kind, fields:
            case "say", [message]:
                actions = replace(actions, message=message)
            case "goto", [sheet, cell]:
                actions = replace(actions, goto=Address(sheet, cell))
            case "open", [path]:
                actions = replace(actions, opens=path)
            case "applied", ["1"]:
                actions = replace(actions, applied=True)
            case _:
                edits += _read_step(kind, fields, number)
    return replace(actions, patch=Patch(tuple(edits)))


def escaped(text: str) -> str:
    """``text`` in printable ASCII without a backslash of its own."""
    if text.isascii() and text.isprintable() and "\\" not in text:
        return text
    return "".join(
        chr(unit) if 0x20 <= unit < 0x7F and unit != 0x5C else f"\\u{unit:04X}"  # noqa: PLR2004 - printable ASCII, backslash
        for unit in _units(text)
    )


def unescaped(text: str) -> str:
    """The text that ``escaped`` wrote."""
    units = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return units.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "surrogatepass")


def _units(text: str) -> Iterator[int]:
    data = text.encode("utf-16-be", "surrogatepass")
    return (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))


def _line(*fields: str) -> str:
    return "\t".join(map(escaped, fields))


# --- steps as lines ----------------------------------------------------------------------


def _fields(step: Step) -> tuple[str, ...]:
    fields: tuple[str, ...]
    match step.first:
        case InsertRows(sheet, at, count, like):
            fields = ("insert", sheet, str(at), str(count), str(like))
        case DeleteRows(sheet, at, count, like):
            fields = ("delete", sheet, str(at), str(count), str(like))
        case AddSheet(sheet, layout):
            fields = ("addsheet", sheet, *layout_fields(layout))
        case RemoveSheet(sheet, layout):
            fields = ("removesheet", sheet, *layout_fields(layout))
        case SetName(name, old, new):
            fields = ("name", name, name_field(old), name_field(new))
        case SetRowHeight(sheet, row, before, after):
            fields = ("height", sheet, str(row), content_field(before), content_field(after))
        case SetContent(sheet):
            fields = ("content", sheet, *step.areas, *_contents(step.edits))
        case edit:
            fields = _cell_fields(edit, ",".join(step.areas))
    return fields


def _contents(edits: Iterable[Edit]) -> Iterator[str]:
    for edit in edits:
        if isinstance(edit, SetContent):
            yield content_field(edit.before)
            yield content_field(edit.after)


_CellEdit = SetNumberFormat | SetFill | SetNote | ColourText | SetLink | SetLook


def _cell_fields(edit: _CellEdit, areas: str) -> tuple[str, ...]:
    at = (edit.sheet, areas)
    fields: tuple[str, ...]
    match edit:
        case SetNumberFormat(_, _, before, after):
            fields = ("format", *at, before, after)
        case SetNote(_, _, text, new_text):
            fields = ("note", *at, text_field(text), text_field(new_text))
        case SetLink(_, _, text, new_text):
            fields = ("link", *at, text_field(text), text_field(new_text))
        case ColourText(_, _, spans, new_spans):
            fields = ("colours", *at, spans_field(spans), spans_field(new_spans))
        case SetFill(_, _, fill, new_fill):
            fields = ("fill", *at, fill or ABSENT, new_fill or ABSENT)
        case SetLook(_, _, look, new_look):
            words = (look or ABSENT, new_look or ABSENT)
            fields = ("look", *at, *words, look_field(new_look))
    return fields


# --- lines as edits ----------------------------------------------------------------------


def _read_step(kind: str, fields: Sequence[str], number: int) -> list[Edit]:
    try:
        if kind == "content":
            return list(_read_contents(*fields))
        if kind in _OF_CELLS:
            sheet, areas, *states = fields
            return [_OF_CELLS[kind](sheet, cell, states) for cell in cells_of(areas)]
        if kind in _OTHERS:
            return [_OTHERS[kind](fields)]
    except (ValueError, IndexError, TypeError, InvalidOperation, XltoolError):
        raise XltoolError(f"操作文件第 {number} 行已损坏:请重新运行这一步") from None
    raise XltoolError(f"操作文件第 {number} 行的“{kind}”不认识:请更新加载项")


def _read_contents(sheet: str, area: str, *states: str) -> Iterator[SetContent]:
    pairs = zip(states[::2], states[1::2], strict=True)
    for cell, (before, after) in zip(cells_of(area), pairs, strict=True):
        yield SetContent(sheet, cell, read_content(before), read_content(after))


_OF_CELLS: dict[str, Callable[[str, str, Sequence[str]], Edit]] = {
    "look": lambda sheet, cell, f: SetLook(sheet, cell, read_word(f[0]), read_word(f[1])),
    "format": lambda sheet, cell, f: SetNumberFormat(sheet, cell, f[0], f[1]),
    "fill": lambda sheet, cell, f: SetFill(sheet, cell, read_word(f[0]), read_word(f[1])),
    "note": lambda sheet, cell, f: SetNote(sheet, cell, read_text(f[0]), read_text(f[1])),
    "link": lambda sheet, cell, f: SetLink(sheet, cell, read_text(f[0]), read_text(f[1])),
    "colours": lambda sheet, cell, f: ColourText(sheet, cell, read_spans(f[0]), read_spans(f[1])),
}
_OTHERS: dict[str, Callable[[Sequence[str]], Edit]] = {
    "insert": lambda f: InsertRows(f[0], int(f[1]), int(f[2]), int(f[3])),
    "delete": lambda f: DeleteRows(f[0], int(f[1]), int(f[2]), int(f[3])),
    "addsheet": lambda f: AddSheet(f[0], read_layout(f[1:])),
    "removesheet": lambda f: RemoveSheet(f[0], read_layout(f[1:])),
    "name": lambda f: SetName(f[0], read_name(f[1]), read_name(f[2])),
    "height": lambda f: SetRowHeight(f[0], int(f[1]), read_height(f[2]), read_height(f[3])),
}
