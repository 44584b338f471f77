"""What installing wrote, kept so that uninstalling takes exactly that away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from xltool.addin.machine import Machine
from xltool.model.errors import XltoolError
from xltool.package import Package, write_atomic

_RIBBON = "customUI/customUI14.xml"
_TAB = b'id="XltoolTab"'
_SCRIPT_MARK = b"xltool"


@dataclass(frozen=True, slots=True)
class Record:
    """Files written, folders made for them, and the program told to the add-in."""

    version: str = ""
    files: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    command: str = ""


def record_file(machine: Machine) -> Path:
    """Where the record is."""
    return machine.profile / "installed.json"


def read_record(machine: Machine) -> Record:
    """The record of the last installation, empty where there is none or it is damaged."""
    try:
        found = json.loads(record_file(machine).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Record()
    if not isinstance(found, dict):
        return Record()
    return Record(
        _text(found, "version"), _paths(found, "files"), _paths(found, "folders"),
        _text(found, "command"),
    )  # fmt: skip


def write_record(machine: Machine, record: Record) -> None:
    """Keep ``record``.

    Raises:
        XltoolError: the profile cannot be written.
    """
    kept = {
        "version": record.version,
        "files": list(map(str, record.files)),
        "folders": list(map(str, record.folders)),
        "command": record.command,
    }
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    write_atomic(record_file(machine), text.encode())


def is_ours(file: Path) -> bool:
    """Whether a file of our name is our add-in or script, of whatever version."""
    try:
        if file.suffix != ".xlam":
            return _SCRIPT_MARK in file.read_bytes()
        package = Package.open(file)
    except (XltoolError, OSError):
        return False
    return _RIBBON in package and _TAB in package.part(_RIBBON)


def _text(found: Mapping[str, object], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""


def _paths(found: Mapping[str, object], name: str) -> tuple[Path, ...]:
    value = found.get(name)
    listed = value if isinstance(value, list) else []
    return tuple(Path(path) for path in listed if isinstance(path, str))
