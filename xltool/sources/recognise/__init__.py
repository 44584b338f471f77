"""Grids to tables: recognised by title and labels, never by number or position."""

from __future__ import annotations

from xltool.sources.recognise.choice import choose_edition
from xltool.sources.recognise.tables import Recognised, recognise

__all__ = ["Recognised", "choose_edition", "recognise"]
