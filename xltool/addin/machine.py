"""The computer as installing and diagnosing see it: a value, so that tests make their own."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from xltool.addin.registry import NoRegistry, Registry, this_registry


class System(StrEnum):
    """The operating system."""

    WINDOWS = "Windows"
    MAC = "Mac"
    OTHER = "Linux"


@dataclass(frozen=True, slots=True)
class Machine:
    """One computer and one user of it."""

    system: System
    home: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    registry: Registry = field(default_factory=NoRegistry)
    root: Path = Path("/")
    """Where programs and settings for all users begin on a Mac."""
    program: str = "xltool"
    """The command line that starts this program, as VBA's Shell takes it."""
    interpreter: Path = Path(sys.base_prefix)
    """Folder of the Python that runs this, behind any virtual environment."""

    @property
    def roaming(self) -> Path:
        r"""%APPDATA%: what follows a user of Windows from computer to computer."""
        given = self.environment.get("APPDATA")
        return Path(given) if given else self.home / "AppData" / "Roaming"

    @property
    def profile(self) -> Path:
        """Folder of settings, journal and exchange: the one that vba_shim's Host names."""
        given = self.environment.get("XLTOOL_HOME")
        if given:
            return Path(given)
        match self.system:
            case System.WINDOWS:
                return self.roaming / "xltool"
            case System.MAC:
                return self.office_group / "xltool"
            case System.OTHER:
                return self.home / ".xltool"

    @property
    def office_group(self) -> Path:
        """The folder that Office on a Mac may use without asking the user."""
        return self.home / "Library" / "Group Containers" / "UBF8T346G9.Office"

    @property
    def command_file(self) -> Path:
        """Where the add-in looks up how to start the program."""
        return self.profile / "command.txt"


def this_machine() -> Machine:
    """The computer and the user that this runs for."""
    systems = {"win32": System.WINDOWS, "darwin": System.MAC}
    return Machine(
        system=systems.get(sys.platform, System.OTHER),
        home=Path.home(),
        environment=dict(os.environ),
        registry=this_registry(),
        program=this_program(),
    )


def this_program() -> str:
    """The frozen program, else the script that pip made, else the module."""
    if is_frozen():
        return sys.executable
    name = "xltool.exe" if sys.platform == "win32" else "xltool"
    schemes = (sysconfig.get_default_scheme(), sysconfig.get_preferred_scheme("user"))
    scripts = (Path(sysconfig.get_path("scripts", scheme), name) for scheme in schemes)
    found = next((script for script in scripts if script.is_file()), None)
    return str(found) if found else f'"{sys.executable}" -m xltool'


def is_frozen() -> bool:
    """Whether this runs as an executable of its own, without Python installed."""
    return bool(getattr(sys, "frozen", False))
