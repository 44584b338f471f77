"""Whether the user presses Esc in Excel while VBA waits for us and cannot hear it."""

from __future__ import annotations

import sys

_ESCAPE = 0x1B
_IS_DOWN, _WAS_PRESSED = 0x8000, 0x0001


def escape_pressed(window: int) -> bool:
    """Whether Esc is down, or was pressed since the last look, with that window in front.

    Windows alone tells; elsewhere the answer is no.

    Args:
        window: the handle of Excel's main window.
    """
    if sys.platform != "win32":
        return False
    import ctypes

    user32 = ctypes.windll.user32
    state = user32.GetAsyncKeyState(_ESCAPE)
    return bool(state & (_IS_DOWN | _WAS_PRESSED)) and user32.GetForegroundWindow() == window
