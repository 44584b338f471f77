r"""The action file: a Patch as ASCII lines that VBA applies, and the way back.

The first line is HEAD, the last one END; between them one line an edit, its fields
parted by tabs. Characters beyond printable ASCII, and the backslash, stand as \uXXXX
(UTF-16 code units), so that neither code pages nor line ends can harm them. A state that
may be absent is "-" or begins with a sign that says what follows: "#" a number, "'" a
text, "=" a formula or any other present state. Parts within a state are parted by
U+0001. Lines before the edits tell the host what to say, where to go, what to open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from xltool.model.book import Address
from xltool.model.errors import XltoolError
from xltool.model.patch import (
    AddSheet,
    ColourText,
    Content,
    DeleteRows,
    Edit,
    Formula,
    InsertRows,
    Name,
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
    SheetLayout,
    Span,
)
from xltool.package.looks import LOOKS

HEAD = "xltool-actions 1"
END = "end"
_LINE_END = "\r\n"
"""Line Input of VBA on Windows knows no other."""
_ABSENT = "-"
_PART = "\x01"
_ESCAPE = re.compile(r"\\u([0-9A-F]{4})")


@dataclass(frozen=True, slots=True)
class Actions:
    """What a command gives back: edits, a message, a cell to go to, a file to open."""

    patch: Patch = field(default_factory=Patch)
    message: str = ""
    goto: Address | None = None
    opens: str = ""


def write_actions(actions: Actions) -> str:
    """The action file as text, ASCII only."""
    lines = [HEAD]
    if actions.message:
        lines.append(_line("say", actions.message))
    if actions.goto:
        lines.append(_line("goto", actions.goto.sheet, actions.goto.cell))
    if actions.opens:
        lines.append(_line("open", actions.opens))
    lines += (_edit_line(edit) for edit in actions.patch.edits)
    return _LINE_END.join((*lines, END, ""))


def read_actions(text: str) -> Actions:
    """The actions of an action file.

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
            case _:
                edits.append(_read_edit(kind, fields, number))
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


# --- edits as lines ----------------------------------------------------------------------


def _edit_line(edit: Edit) -> str:
    fields: tuple[str, ...]
    match edit:
        case InsertRows(sheet, at, count, like):
            fields = ("insert", sheet, str(at), str(count), str(like))
        case DeleteRows(sheet, at, count, like):
            fields = ("delete", sheet, str(at), str(count), str(like))
        case AddSheet(sheet, layout):
            fields = ("addsheet", sheet, *_layout_fields(layout))
        case RemoveSheet(sheet, layout):
            fields = ("removesheet", sheet, *_layout_fields(layout))
        case SetName(name, old, new):
            fields = ("name", name, _name(old), _name(new))
        case SetRowHeight(sheet, row, before, after):
            fields = ("height", sheet, str(row), _content(before), _content(after))
        case _:
            fields = _cell_fields(edit)
    return _line(*fields)


_CellEdit = SetContent | SetNumberFormat | SetFill | SetNote | ColourText | SetLink | SetLook


def _cell_fields(edit: _CellEdit) -> tuple[str, ...]:
    at = (edit.sheet, edit.cell)
    fields: tuple[str, ...]
    match edit:
        case SetContent(_, _, old, new):
            fields = ("content", *at, _content(old), _content(new))
        case SetNumberFormat(_, _, before, after):
            fields = ("format", *at, before, after)
        case SetNote(_, _, text, new_text):
            fields = ("note", *at, _text(text), _text(new_text))
        case SetLink(_, _, text, new_text):
            fields = ("link", *at, _text(text), _text(new_text))
        case ColourText(_, _, spans, new_spans):
            fields = ("colours", *at, _spans(spans), _spans(new_spans))
        case SetFill(_, _, fill, new_fill):
            fields = ("fill", *at, fill or _ABSENT, new_fill or _ABSENT)
        case SetLook(_, _, look, new_look):
            words = (look or _ABSENT, new_look or _ABSENT)
            fields = ("look", *at, *words, _look_properties(new_look))
    return fields


def _text(text: str | None) -> str:
    return _ABSENT if text is None else f"={text}"


def _content(content: Content) -> str:
    match content:
        case None:
            return _ABSENT
        case Decimal():
            return f"#{content}"
        case str():
            return f"'{content}"
        case Formula(text, cached):
            return f"={text}{_PART}{_content(cached)}"


def _spans(spans: Sequence[Span]) -> str:
    return _PART.join(f"{span.start},{span.end},{span.colour}" for span in spans) or _ABSENT


def _name(name: Name | None) -> str:
    if name is None:
        return _ABSENT
    return f"={name.refers_to}{_PART}{int(name.hidden)}{_PART}{name.comment}"


def _layout_fields(layout: SheetLayout) -> tuple[str, ...]:
    widths = ",".join(map(repr, layout.widths))
    return widths, layout.autofilter or _ABSENT, str(layout.head_rows), str(int(layout.landscape))


def _look_properties(look: str | None) -> str:
    """What VBA sets for a look, so that it need not know the looks by name."""
    if look is None or look not in LOOKS:
        return _ABSENT
    style = LOOKS[look]
    values = (
        style.size,
        int(style.is_bold),
        style.colour or _ABSENT,
        int(style.is_underlined),
        style.fill or _ABSENT,
        int(style.is_boxed),
        style.horizontal,
        style.typeface,
    )
    return ",".join(map(str, values))


# --- lines as edits ----------------------------------------------------------------------


def _read_edit(kind: str, fields: Sequence[str], number: int) -> Edit:
    reader = _READERS.get(kind)
    if reader is None:
        raise XltoolError(f"操作文件第 {number} 行的“{kind}”不认识:请更新加载项")
    try:
        return reader(fields)
    except (ValueError, IndexError, InvalidOperation):
        raise XltoolError(f"操作文件第 {number} 行已损坏:请重新运行这一步") from None


def _read_content(state: str) -> Content:
    if state == _ABSENT:
        return None
    sign, rest = state[0], state[1:]
    if sign == "#":
        return Decimal(rest)
    if sign == "'":
        return rest
    text, _, cached = rest.rpartition(_PART)
    value = _read_content(cached)
    return Formula(text, None if isinstance(value, Formula) else value)


def _read_height(state: str) -> Decimal | None:
    value = _read_content(state)
    return value if isinstance(value, Decimal) else None


def _read_text(state: str) -> str | None:
    return None if state == _ABSENT else state[1:]


def _read_word(state: str) -> str | None:
    return None if state == _ABSENT else state


def _read_spans(state: str) -> tuple[Span, ...]:
    if state == _ABSENT:
        return ()
    parts = (part.split(",", 2) for part in state.split(_PART))
    return tuple(Span(int(start), int(end), colour) for start, end, colour in parts)


def _read_name(state: str) -> Name | None:
    if state == _ABSENT:
        return None
    refers_to, hidden, comment = state[1:].split(_PART, 2)
    return Name(refers_to, hidden == "1", comment)


def _read_layout(fields: Sequence[str]) -> SheetLayout:
    widths, autofilter, head_rows, landscape = fields
    return SheetLayout(
        tuple(map(float, widths.split(","))) if widths else (),
        _read_word(autofilter),
        int(head_rows),
        landscape == "1",
    )


_READERS: dict[str, Callable[[Sequence[str]], Edit]] = {
    "insert": lambda f: InsertRows(f[0], int(f[1]), int(f[2]), int(f[3])),
    "delete": lambda f: DeleteRows(f[0], int(f[1]), int(f[2]), int(f[3])),
    "addsheet": lambda f: AddSheet(f[0], _read_layout(f[1:])),
    "removesheet": lambda f: RemoveSheet(f[0], _read_layout(f[1:])),
    "name": lambda f: SetName(f[0], _read_name(f[1]), _read_name(f[2])),
    "height": lambda f: SetRowHeight(f[0], int(f[1]), _read_height(f[2]), _read_height(f[3])),
    "look": lambda f: SetLook(f[0], f[1], _read_word(f[2]), _read_word(f[3])),
    "content": lambda f: SetContent(f[0], f[1], _read_content(f[2]), _read_content(f[3])),
    "format": lambda f: SetNumberFormat(f[0], f[1], f[2], f[3]),
    "fill": lambda f: SetFill(f[0], f[1], _read_word(f[2]), _read_word(f[3])),
    "note": lambda f: SetNote(f[0], f[1], _read_text(f[2]), _read_text(f[3])),
    "link": lambda f: SetLink(f[0], f[1], _read_text(f[2]), _read_text(f[3])),
    "colours": lambda f: ColourText(f[0], f[1], _read_spans(f[2]), _read_spans(f[3])),
}
