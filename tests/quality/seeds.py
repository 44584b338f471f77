"""The one source of chance in the measurements."""

from __future__ import annotations

from random import Random


def seeded(seed: int | str) -> Random:
    """The same sequence for the same seed; measurements are repeatable, nothing is secret."""
    return Random(seed)  # noqa: S311 - no cryptography here, repeatability is the purpose
