"""What a rule is to the reader of ``xltool rules``: an id, a source and two examples."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """One rule in the user's words; ``id`` is what findings carry."""

    id: str
    title: str
    says: str
    """What it demands, in one or two Chinese sentences."""
    source: str
    """Where the demand comes from: a note of the form, a regulation, the edition."""
    tables: tuple[str, ...]
    """Ids of the tables concerned; empty where it concerns all of them or the text."""
    passing: str
    failing: str
