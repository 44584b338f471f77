"""What the table checks looked at, whether or not they found anything."""

from __future__ import annotations

from xltool.editions.schema import Edition
from xltool.model.applied import Applied
from xltool.model.book import Book
from xltool.rules.analysis import applied_analysis
from xltool.rules.identities import applied_identities


def applied_rules(book: Book, edition: Edition) -> tuple[Applied, ...]:
    """Every identity and every computed cell of 分析 that says something, with its verdict."""
    return (*applied_identities(book, edition), *applied_analysis(book, edition))
