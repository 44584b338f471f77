"""LibreOffice for the tests that need an independent reader, writer or calculator."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

needs_office = pytest.mark.skipif(
    SOFFICE is None and not os.environ.get("CI"), reason="LibreOffice is not installed"
)


def convert(source: Path, ending: str, folder: Path) -> Path:
    """``source`` as ``ending`` ("pdf", "xls", "xlsx") in ``folder``, by LibreOffice."""
    profile = folder / "profile"
    done = subprocess.run(  # noqa: S603 - the office suite on a file of the test
        [
            SOFFICE or "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            str(folder),
            str(source),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    target = folder / f"{source.stem}.{ending.split(':', maxsplit=1)[0]}"
    assert target.exists(), done.stdout + done.stderr
    return target
