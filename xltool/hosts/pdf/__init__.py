"""Marks on the pages of a PDF: highlights with notes, appended so that all else stays."""

from __future__ import annotations

from xltool.hosts.pdf.marking import mark_pdf, unmark_pdf

__all__ = ["mark_pdf", "unmark_pdf"]
