"""The step of a wheel's build that puts the built add-in and macro workbooks into it.

Named by ``[tool.hatch.build.targets.wheel.hooks.custom]`` and run by hatchling with the
repository as it lies; not part of the wheel. Editable installs get nothing: there the
files are built from their sources when they are asked for (``xltool.addin.shipped``).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuiltAddin(BuildHookInterface[Any]):
    """Builds the files into a folder of their own, from where the wheel takes them."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the wheel is written; ``version`` is "standard" or "editable"."""
        if version != "standard":
            return
        sys.path.insert(0, self.root)
        from xltool.addin.shipped import SHIPPED, built_files

        self._folder = tempfile.TemporaryDirectory(prefix="xltool-addin-")
        for name, data in built_files().items():
            file = Path(self._folder.name, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            build_data["force_include"][str(file)] = f"xltool/_data/{SHIPPED}/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """After the wheel is written."""
        del build_data, artifact_path
        if version == "standard":
            self._folder.cleanup()
