"""What a look at one thing found, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How it stands with the thing looked at."""

    GOOD = "good"
    NOTE = "note"
    """Works, but the user should know."""
    WRONG = "wrong"
    """Keeps the add-in or a part of it from working."""

    @property
    def label(self) -> str:
        """The word the user reads."""
        return {"good": "好", "note": "注意", "wrong": "有问题"}[self.value]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line of the doctor."""

    subject: str
    state: State
    found: str
    advice: str = ""
    """What to do; empty where nothing needs to be done."""

    def __str__(self) -> str:
        line = f"[{self.state.label}] {self.subject}:{self.found}"
        return line + (f"。办法:{self.advice}" if self.advice else "")


def good(subject: str, found: str) -> Diagnosis:
    """Nothing to be done."""
    return Diagnosis(subject, State.GOOD, found)


def note(subject: str, found: str, advice: str = "") -> Diagnosis:
    """Worth knowing."""
    return Diagnosis(subject, State.NOTE, found, advice)


def wrong(subject: str, found: str, advice: str) -> Diagnosis:
    """To be mended."""
    return Diagnosis(subject, State.WRONG, found, advice)
