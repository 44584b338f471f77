"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from xltool.model.errors import XltoolError


def write_atomic(path: str | Path, data: bytes) -> None:
    """Writes ``data`` beside the target, flushes it to disk, then puts it in its place.

    Raises:
        XltoolError: the workbook is open elsewhere (lock file), the folder is
            missing or read-only, the disk is full. The old file is then untouched and
            no half file is left.
    """
    target = Path(path)
    if target.is_symlink():
        target = target.resolve()
    if target.exists() and not target.is_file() and not target.is_dir():
        raise XltoolError(f"写不了 {target}:这是设备,不是文件")
    lock = lock_file(target)
    if lock is not None:
        raise XltoolError(
            f"{target.name} 正在别处打开(有锁文件 {lock.name}),请先关闭;确认未打开时删除锁文件再试"
        )
    try:
        _replace(target, data)
    except OSError as error:
        raise XltoolError(f"写不了 {target}:{_reason(error)}") from None


def lock_file(path: str | Path) -> Path | None:
    """The lock file that Excel, WPS or LibreOffice keeps beside an open workbook, if any."""
    target = Path(path)
    # Office shortens the name in its lock file when it is long: the first two letters go.
    names = (f"~${target.name}", f"~${target.name[2:]}", f".~lock.{target.name}#")
    return next((lock for name in names if (lock := target.with_name(name)).is_file()), None)


def _replace(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".xltool-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _keep_mode(target, name)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _keep_mode(target: Path, temporary: str) -> None:
    """The permissions of the old file, or what the user's mask gives a new one."""
    try:
        mode = target.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    Path(temporary).chmod(mode)


_REASONS = {
    errno.ENOSPC: "磁盘已满,请清理后再试",
    errno.EDQUOT: "磁盘配额已满,请清理后再试",
    errno.EROFS: "所在磁盘是只读的,请换一个文件夹",
    errno.EACCES: "没有写权限或文件被占用,请关闭该文件或换一个文件夹",
    errno.EPERM: "没有写权限,请换一个文件夹",
    errno.ENOENT: "文件夹不存在,请先建立",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENAMETOOLONG: "文件名太长,请改短",
    errno.EINVAL: "文件名含有不允许的字符",
}


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, error.strerror or "原因不明")
