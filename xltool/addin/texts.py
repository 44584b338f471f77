"""Texts and scripts that users get, written as the system they are for reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

_CRLF = (".cmd", ".txt")
_WITH_BOM = (".txt",)
"""Notepad of older Windows takes text without it for the local code page."""
_RUN_BY_CLICK = (".command",)


def write_texts(home: Path, names: Iterable[str], folder: Path, facts: Mapping[str, str]) -> None:
    """Write the files ``names`` of ``home`` into ``folder``, each @NAME@ as ``facts`` say."""
    for name in names:
        text = (home / name).read_text(encoding="utf-8")
        for fact, value in facts.items():
            text = text.replace(f"@{fact.upper()}@", value)
        _write(folder / name, text.encode("utf-8"))


def _write(file: Path, data: bytes) -> None:
    if file.suffix in _CRLF:
        data = data.replace(b"\n", b"\r\n")
    file.write_bytes(b"\xef\xbb\xbf" + data if file.suffix in _WITH_BOM else data)
    if file.suffix in _RUN_BY_CLICK:
        file.chmod(0o755)
