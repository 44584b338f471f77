"""Where results land: marks in workbooks, Word files and PDFs, the HTML report, the public form."""

from __future__ import annotations

from xltool.hosts.documents import marked_document, unmarked_document
from xltool.hosts.one_file import part_of
from xltool.hosts.publication import publish
from xltool.hosts.report import report_html
from xltool.hosts.unmarking import count_marks, unmark
from xltool.hosts.workbook_marks import marks, open_for_marks

__all__ = [
    "count_marks",
    "marked_document",
    "marks",
    "open_for_marks",
    "part_of",
    "publish",
    "report_html",
    "unmark",
    "unmarked_document",
]
