"""The real documents beside the checkout, for tests that need them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
CASES = SHARED / "cases"
YANGQUAN = CASES / "yangquan-2024"

_REQUIRED = bool(os.environ.get("CI"))

needs_cases = pytest.mark.skipif(
    not _REQUIRED and not YANGQUAN.is_dir(),
    reason="the real cases (../shared/cases) are not beside this checkout",
)
