"""Drafts of editions: an official workbook that nobody described, read by its looks."""

from __future__ import annotations

from xltool.sources.learn.draft import Draft, DraftTable, learn, summary
from xltool.sources.learn.files import WORKBOOK, files_of

__all__ = ["WORKBOOK", "Draft", "DraftTable", "files_of", "learn", "summary"]
