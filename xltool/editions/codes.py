"""The tree of codes: who is whose parent.

Functional codes have 3, 5 and 7 digits (类, 款, 项), economic ones 3 and 5; the parent
of a code is the code less its last two digits. Never a bare ``startswith``: 2010 is no
parent of 20106.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

CLASS_LENGTH: Final = 3
_LENGTHS: Final = frozenset({3, 5, 7})


def is_code(text: str) -> bool:
    """Whether ``text`` has the shape of a 类, 款 or 项 code."""
    return len(text) in _LENGTHS and text.isascii() and text.isdigit()


def parent_code(code: str) -> str | None:
    """The code of the 类 or 款 above ``code``; None above a 类."""
    return code[:-2] if len(code) > CLASS_LENGTH else None


def ancestors(code: str) -> Iterator[str]:
    """The codes above ``code``, the nearest first."""
    above = parent_code(code)
    while above is not None:
        yield above
        above = parent_code(above)


def children_of(codes: Iterable[str]) -> Mapping[str | None, tuple[str, ...]]:
    """The direct children of every code among ``codes``; those without a parent under None.

    Where a 款 is missing its 项 hang under the 类, so that no figure leaves the sum; that
    the 款 is missing is for another rule to say.
    """
    given = tuple(dict.fromkeys(codes))
    known = frozenset(given)
    found: dict[str | None, list[str]] = {}
    for code in given:
        found.setdefault(_nearest(code, known), []).append(code)
    return {parent: tuple(below) for parent, below in found.items()}


def _nearest(code: str, known: frozenset[str]) -> str | None:
    return next((above for above in ancestors(code) if above in known), None)
