"""The shipped example: figures of a worked case under the name 示例单位, and a narrative."""

from __future__ import annotations

from pathlib import Path

FIGURES = Path(__file__).with_name("示例单位.csv")
"""Entered figures, tidy, in 元."""

NARRATIVE = Path(__file__).with_name("示例单位情况说明.txt")
"""A narrative with four planted errors of different kinds."""
