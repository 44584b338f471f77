"""What installing and uninstalling tell: each step done, or left with what to do by hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a step."""

    DONE = "已完成"
    SAME = "无需改动"
    LEFT = "未做"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of installing or uninstalling, told to the user."""

    outcome: Outcome
    what: str
    advice: str = ""
    """What the user does by hand."""

    def __str__(self) -> str:
        return f"{self.outcome}:{self.what}" + (f"。请{self.advice}" if self.advice else "")


def said(error: Exception) -> str:
    """What went wrong, in words for the user."""
    if isinstance(error, OSError):
        return error.strerror or "系统拒绝"
    return str(error)
