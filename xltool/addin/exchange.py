"""The files through which a click in Excel and the program talk, all beside the action file.

VBA writes the request and a ticket, then starts a program. The program that takes the
ticket does the work, and no other: a program that comes too late, when VBA has gone on
to another road, finds none and does nothing. While it works it writes the stage that it
is in, and a sign of life twice a second; a cancel marker tells it to stop. The action
file comes last and whole.
"""

from __future__ import annotations

import _thread
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from xltool.addin.actions import Actions, escaped, write_actions
from xltool.package import write_atomic

_LOOKS_EVERY = 0.1
"""Seconds between two looks for the cancel marker."""
_SIGN_EVERY = 5
"""Looks between two signs of life."""
_TRIES = 50
"""How often a ticket that somebody else holds is tried."""


class Cancelled(Exception):  # noqa: N818 - not an error: the user wanted it
    """The user has given up."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """The files of one click."""

    actions: Path

    @property
    def undo(self) -> Path:
        """An action file that takes the edits back."""
        return self._beside("undo")

    @property
    def checked(self) -> Path:
        """What cell functions answer from after a check."""
        return self._beside("checked")

    @property
    def request(self) -> Path:
        """What is asked."""
        return self._beside("request")

    @property
    def ticket(self) -> Path:
        """There until a program takes the work."""
        return self._beside("ticket")

    @property
    def taken(self) -> Path:
        """The ticket when a program has taken it."""
        return self._beside("taken")

    @property
    def progress(self) -> Path:
        """Stages, and signs of life between them."""
        return self._beside("progress")

    @property
    def cancel(self) -> Path:
        """There when the user has given up."""
        return self._beside("cancel")

    def _beside(self, ending: str) -> Path:
        return self.actions.with_name(f"{self.actions.name}.{ending}")

    def take(self) -> bool:
        """Whether the work is ours to do: of several programs one alone can take a ticket.

        A ticket that is there and cannot be renamed is being looked at by somebody else (a
        virus scanner): it is tried again for a while.
        """
        for _ in range(_TRIES):
            try:
                os.rename(self.ticket, self.taken)  # noqa: PTH104 - fails for all but one
            except FileNotFoundError:
                return False
            except OSError:
                time.sleep(_LOOKS_EVERY)
            else:
                return True
        return False

    def answer(self, result: Actions) -> None:
        """Write what undoes the edits, then the action file.

        Raises:
            Cancelled: the user had given up before it was there, and nothing is done yet.
            XltoolError: the files cannot be written.
        """
        undo = write_actions(Actions(result.patch.inverse))
        write_atomic(self.undo, undo.encode("ascii"))
        write_atomic(self.actions, write_actions(result).encode("ascii"))
        if self.cancel.exists() and not result.applied:
            raise Cancelled

    def withdraw(self) -> None:
        """Leave nothing of a click that was given up; the marker goes last."""
        files = (self.actions, self.undo, self.checked, self.request, self.taken, self.progress)
        for file in (*files, self.cancel):
            with suppress(OSError):
                file.unlink(missing_ok=True)

    def note(self, line: str) -> None:
        """Add a line to the progress; VBA may be reading it, then the line is lost."""
        with suppress(OSError), self.progress.open("a", encoding="ascii", newline="\r\n") as file:
            file.write(f"{line}\n")

    def tell(self, stage: str) -> None:
        """Write the stage that begins.

        Raises:
            Cancelled: the user has given up.
        """
        if self.cancel.exists():
            raise Cancelled
        self.note(f"stage\t{escaped(stage)}")

    @contextmanager
    def watched(self, gives_up: Callable[[], bool] = bool) -> Iterator[None]:
        """Give signs of life and interrupt the work when it is cancelled.

        Args:
            gives_up: another way in which the user may give up, asked again and again.

        Raises:
            Cancelled: the user has given up; what was being written is not there.
        """
        over = threading.Event()
        watch = threading.Thread(target=self._watch, args=(over, gives_up), daemon=True)
        # A shell that starts a program in the background has it ignore interrupts.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        watch.start()
        try:
            yield
        except KeyboardInterrupt:
            raise Cancelled from None
        finally:
            over.set()
            watch.join()
            signal.signal(signal.SIGINT, before or signal.SIG_DFL)

    def _watch(self, over: threading.Event, gives_up: Callable[[], bool]) -> None:
        looks = 0
        while not over.wait(_LOOKS_EVERY):
            looks += 1
            if looks % _SIGN_EVERY == 0:
                self.note(".")
            if self.cancel.exists() or gives_up():
                _thread.interrupt_main()
                return
