"""Marks in the user's own Word document: characters coloured, a comment at each of them."""

from __future__ import annotations

from xltool.hosts.word.marking import mark_word
from xltool.hosts.word.unmarking import unmark_word

__all__ = ["mark_word", "unmark_word"]
