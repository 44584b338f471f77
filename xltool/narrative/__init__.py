"""Reads figures out of Chinese narrative, binds them by meaning, and judges them."""

from xltool.narrative.check import check_narrative
from xltool.narrative.registry import registry

__all__ = ["check_narrative", "registry"]
