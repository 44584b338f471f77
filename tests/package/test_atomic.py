"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from xltool.model.errors import XltoolError
from xltool.package import lock_file, write_atomic


def test_writes_and_replaces(tmp_path: Path) -> None:
    target = tmp_path / "表.xlsx"
    write_atomic(target, b"one")
    write_atomic(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["表.xlsx"]


@pytest.mark.parametrize("lock", ["~$表格名字.xlsx", "~$名字.xlsx", ".~lock.表格名字.xlsx#"])
def test_a_workbook_open_elsewhere_is_not_written_over(tmp_path: Path, lock: str) -> None:
    target = tmp_path / "表格名字.xlsx"
    target.write_bytes(b"old")
    (tmp_path / lock).write_bytes(b"")
    assert lock_file(target) == tmp_path / lock
    with pytest.raises(XltoolError, match="正在别处打开"):
        write_atomic(target, b"new")
    assert target.read_bytes() == b"old"


def test_a_full_disk_leaves_the_old_file_and_no_half_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "表.xlsx"
    target.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(XltoolError, match="磁盘已满"):
        write_atomic(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["表.xlsx"]


def test_a_read_only_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(**_: object) -> tuple[int, str]:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", denied)
    with pytest.raises(XltoolError, match="没有写权限"):
        write_atomic(tmp_path / "表.xlsx", b"new")


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(XltoolError, match="文件夹不存在"):
        write_atomic(tmp_path / "无" / "表.xlsx", b"new")


def test_a_link_stays_a_link_to_the_new_content(tmp_path: Path) -> None:
    real, link = tmp_path / "实.xlsx", tmp_path / "链.xlsx"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write_atomic(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_device_is_not_replaced_by_a_file() -> None:
    with pytest.raises(XltoolError, match="设备"):
        write_atomic(os.devnull, b"new")
