"""The documents that can be measured, by name."""

from __future__ import annotations

from tests.quality import yangquan
from tests.quality.truth import Document


def named(name: str) -> Document:
    """The document called ``name``: the worked case."""
    if name == "yangquan-2024":
        return yangquan.document()
    raise SystemExit(f"no such document: {name}")
