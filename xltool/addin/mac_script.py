"""The script by which Excel on a Mac starts the program, with its place filled in."""

from __future__ import annotations

import shlex
from pathlib import Path

from xltool.addin.sources import folder

SCRIPT_NAME = "xltool.applescript"
_PLACE = "@PROGRAM@"


def mac_script(program: str) -> bytes:
    """The script that starts ``program``, a path or a command line of the shell."""
    words = shlex.quote(program) if Path(program).is_file() else program
    literal = words.replace("\\", "\\\\").replace('"', '\\"')
    source = (folder() / SCRIPT_NAME).read_text(encoding="utf-8")
    return source.replace(_PLACE, literal).encode("utf-8")
