"""States of cells and names as fields of an action file, and back.

A state that may be absent is "-" or begins with a sign that says what follows: "#" a
number, "'" a text, "=" a formula or any other present state. Parts within a state are
parted by U+0001.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xltool.model.patch import Content, Formula, Name, SheetLayout, Span
from xltool.package.looks import LOOKS

ABSENT = "-"
_PART = "\x01"


def text_field(text: str | None) -> str:
    """A note or the place of a link."""
    return ABSENT if text is None else f"={text}"


def content_field(content: Content) -> str:
    """What a cell holds."""
    match content:
        case None:
            return ABSENT
        case Decimal():
            return f"#{content}"
        case str():
            return f"'{content}"
        case Formula(text, cached):
            return f"={text}{_PART}{content_field(cached)}"


def spans_field(spans: Sequence[Span]) -> str:
    """Coloured characters."""
    return _PART.join(f"{span.start},{span.end},{span.colour}" for span in spans) or ABSENT


def name_field(name: Name | None) -> str:
    """A defined name."""
    if name is None:
        return ABSENT
    return f"={name.refers_to}{_PART}{int(name.hidden)}{_PART}{name.comment}"


def layout_fields(layout: SheetLayout) -> tuple[str, ...]:
    """Widths, filter, head rows and direction of a sheet."""
    widths = ",".join(map(repr, layout.widths))
    return widths, layout.autofilter or ABSENT, str(layout.head_rows), str(int(layout.landscape))


def look_field(look: str | None) -> str:
    """What VBA sets for a look, so that it need not know the looks by name."""
    if look is None or look not in LOOKS:
        return ABSENT
    style = LOOKS[look]
    values = (
        style.size,
        int(style.is_bold),
        style.colour or ABSENT,
        int(style.is_underlined),
        style.fill or ABSENT,
        int(style.is_boxed),
        style.horizontal,
        style.typeface,
    )
    return ",".join(map(str, values))


def read_content(state: str) -> Content:
    """What ``content_field`` wrote."""
    if state == ABSENT:
        return None
    sign, rest = state[0], state[1:]
    if sign == "#":
        return Decimal(rest)
    if sign == "'":
        return rest
    text, _, cached = rest.rpartition(_PART)
    value = read_content(cached)
    return Formula(text, None if isinstance(value, Formula) else value)


def read_height(state: str) -> Decimal | None:
    """Points of a row."""
    value = read_content(state)
    return value if isinstance(value, Decimal) else None


def read_text(state: str) -> str | None:
    """What ``text_field`` wrote."""
    return None if state == ABSENT else state[1:]


def read_word(state: str) -> str | None:
    """A state without a sign: a colour, a look, an area."""
    return None if state == ABSENT else state


def read_spans(state: str) -> tuple[Span, ...]:
    """What ``spans_field`` wrote."""
    if state == ABSENT:
        return ()
    parts = (part.split(",", 2) for part in state.split(_PART))
    return tuple(Span(int(start), int(end), colour) for start, end, colour in parts)


def read_name(state: str) -> Name | None:
    """What ``name_field`` wrote."""
    if state == ABSENT:
        return None
    refers_to, hidden, comment = state[1:].split(_PART, 2)
    return Name(refers_to, hidden == "1", comment)


def read_layout(fields: Sequence[str]) -> SheetLayout:
    """What ``layout_fields`` wrote."""
    widths, autofilter, head_rows, landscape = fields
    return SheetLayout(
        tuple(map(float, widths.split(","))) if widths else (),
        read_word(autofilter),
        int(head_rows),
        landscape == "1",
    )
