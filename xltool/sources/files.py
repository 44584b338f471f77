"""Files as bytes, with a clear line where they cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xltool.model.errors import XltoolError

_SIGNATURES = (b"PK", b"\xd0\xcf\x11\xe0")


def is_office(data: bytes) -> bool:
    """Whether the bytes are an archive or a compound file, and so no text."""
    return data.startswith(_SIGNATURES)


def file_bytes(path: Path) -> bytes:
    """All bytes of a file.

    Raises:
        XltoolError: missing, a folder, unreadable or empty.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise XltoolError(f"找不到文件 {path}:检查路径和文件名") from None
    except IsADirectoryError:
        raise XltoolError(f"{path} 是文件夹:请给出一个文件") from None
    except OSError as error:
        raise XltoolError(f"{path.name} 读不了({error.strerror}):检查权限或是否被占用") from None
    if not data:
        raise XltoolError(f"{path.name} 是空文件:请重新获取")
    return data


@contextmanager
def naming(name: str) -> Iterator[None]:
    """Puts the file's name before an error that does not have it."""
    try:
        yield
    except XltoolError as error:
        if name in str(error):
            raise
        raise XltoolError(f"{name}:{error}") from None
