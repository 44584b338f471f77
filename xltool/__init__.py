"""Fill, recompute and check the published final accounts (决算公开) of a budget unit.

>>> import xltool
>>> book = xltool.fill("录入数.csv")  # doctest: +SKIP
>>> report = xltool.check(book, narrative="情况说明.docx")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xltool.pipeline import apply, check, highlight, read, recompute, save
    from xltool.pipeline import fill as fill

__all__ = ["apply", "check", "fill", "highlight", "read", "recompute", "save"]


def __getattr__(name: str) -> object:
    """Load the pipeline on first use, so that importing the package costs nothing."""
    if name in __all__:
        return getattr(import_module("xltool.pipeline"), name)
    raise AttributeError(f"module 'xltool' has no attribute {name!r}")
