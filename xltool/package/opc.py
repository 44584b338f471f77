"""The workbook as a package of parts (ECMA-376 part 2): content, relationships, sheets."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from xltool.model.errors import XltoolError
from xltool.package.archive import Entry, deflated, pack, read_entries
from xltool.package.kinds import FileKind, kind_of, refusal, zip_kind
from xltool.package.markup import child, local, parse, relation_id

CONTENT_TYPES = "[Content_Types].xml"
MAX_FILE = 512 << 20
"""Bytes of a workbook file; the largest real ones have some ten million."""
_NO_WORKBOOK = "工作簿已损坏(找不到主部件 workbook),请用 Excel 修复后另存再试"


class SheetState(StrEnum):
    """Whether a sheet's tab shows."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "veryHidden"


_STATES = {state.value: state for state in SheetState}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the workbook; ``part`` holds it, ``is_grid`` says that it has cells."""

    name: str
    part: str
    state: SheetState
    relation: str
    is_grid: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part. ``kind`` is the last word of its type ("worksheet")."""

    id: str
    kind: str
    target: str
    """Name of the part it leads to, or the address outside the package."""
    is_external: bool = False


@dataclass(frozen=True)
class Package:
    """A workbook's parts. A value: changing parts gives a new Package."""

    entries: tuple[Entry, ...]
    _unpacked: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, source: str | Path | bytes) -> Package:
        """Reads a workbook (.xlsx, .xlsm, .xltx …) from a path or from bytes.

        Raises:
            XltoolError: one Chinese line that says why it is not a readable workbook.
        """
        if isinstance(source, bytes):
            return cls._read(source)
        path = Path(source)
        try:
            return cls._read(_file_bytes(path))
        except XltoolError as error:
            raise XltoolError(f"{path.name}:{error}") from None

    @classmethod
    def _read(cls, data: bytes) -> Package:
        if not data.startswith(b"PK"):
            raise refusal(kind_of(data))
        entries = read_entries(data)
        kind = zip_kind(entries)
        if kind is not FileKind.XLSX:
            raise refusal(kind)
        package = cls(entries)
        if not package.sheets:
            raise XltoolError("工作簿里没有工作表")
        return package

    @cached_property
    def _index(self) -> dict[str, Entry]:
        """Entries by folded name: part names do not distinguish case (OPC 6.2.2.3)."""
        return {_fold(entry.name): entry for entry in self.entries}

    @property
    def names(self) -> tuple[str, ...]:
        """All parts, in the order of the archive, as written there."""
        return tuple(entry.name for entry in self.entries)

    def __contains__(self, name: str) -> bool:
        return _fold(name) in self._index

    def part(self, name: str) -> bytes:
        """Content of a part.

        Raises:
            XltoolError: there is no such part, or it is damaged.
        """
        key = _fold(name)
        if key not in self._unpacked:
            entry = self._index.get(key)
            if entry is None:
                raise XltoolError(f"工作簿已损坏:缺少部件 {name},请用 Excel 修复后另存再试")
            self._unpacked[key] = entry.unpack()
        return self._unpacked[key]

    def with_parts(self, changes: Mapping[str, bytes | None]) -> Package:
        """A Package in which those parts have new content; None takes a part out."""
        pending = {_fold(name): (name, data) for name, data in changes.items()}
        entries: list[Entry] = []
        for entry in self.entries:
            if _fold(entry.name) not in pending:
                entries.append(entry)
                continue
            _, data = pending.pop(_fold(entry.name))
            if data is not None:
                entries.append(deflated(entry.name, data))
        entries += [deflated(name, data) for name, data in pending.values() if data is not None]
        kept = {k: v for k, v in self._unpacked.items() if k not in {_fold(n) for n in changes}}
        return Package(tuple(entries), kept)

    def to_bytes(self) -> bytes:
        """The workbook file; untouched parts are copied compressed as they came."""
        return pack(self.entries)

    @cached_property
    def workbook_part(self) -> str:
        """Name of the main part, usually xl/workbook.xml."""
        for relation in self.relations(""):
            if relation.kind == "officeDocument":
                return relation.target
        raise XltoolError(_NO_WORKBOOK)

    def relations(self, part: str) -> tuple[Relation, ...]:
        """Relationships of a part, "" being the package itself; none where it has none."""
        name = relations_part(part)
        if name not in self:
            return ()
        return tuple(_relations(self.part(name), name, part))

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets in the order of their tabs."""
        by_id = {r.id: r for r in self.relations(self.workbook_part)}
        root = parse(self.part(self.workbook_part), self.workbook_part)
        listed = child(root, "sheets")
        found = []
        for element in listed if listed is not None else ():
            relation = by_id.get(relation_id(element) or "")
            if local(element) != "sheet" or relation is None:
                continue
            state = _STATES.get(element.get("state", ""), SheetState.VISIBLE)
            is_grid = relation.kind == "worksheet" and relation.target in self
            name = element.get("name", "")
            found.append(Sheet(name, relation.target, state, relation.id, is_grid))
        return tuple(found)

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name (case does not count, as in Excel).

        Raises:
            XltoolError: there is none.
        """
        for sheet in self.sheets:
            if sheet.name == name or sheet.name.casefold() == name.casefold():
                return sheet
        raise XltoolError(f"工作簿里没有工作表“{name}”,请检查表名")


def _file_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE:
            raise XltoolError(f"文件超过 {MAX_FILE >> 20} MB,不像一份决算工作簿,已拒绝读取")
        return path.read_bytes()
    except FileNotFoundError:
        raise XltoolError("找不到文件,请检查路径") from None
    except IsADirectoryError:
        raise XltoolError("这是文件夹,不是工作簿") from None
    except PermissionError:
        raise XltoolError("没有读取权限,或文件被其他程序独占,请关闭后再试") from None
    except OSError as error:
        raise XltoolError(f"文件读不了({error.strerror}),请检查路径和磁盘") from None


def _fold(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def relations_part(part: str) -> str:
    """Name of the part that holds the relationships of ``part``."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relations(data: bytes, name: str, part: str) -> Iterator[Relation]:
    folder = posixpath.dirname(part)
    for element in parse(data, name):
        if local(element) != "Relationship":
            continue
        target = element.get("Target", "")
        is_external = element.get("TargetMode") == "External"
        if not is_external:
            target = resolve(folder, target)
        kind = element.get("Type", "").rpartition("/")[2]
        yield Relation(element.get("Id", ""), kind, target, is_external)


def resolve(folder: str, target: str) -> str:
    """Part name that a relationship target means, seen from ``folder``."""
    target = unquote(target).replace("\\", "/")
    joined = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(joined).lstrip("/")
