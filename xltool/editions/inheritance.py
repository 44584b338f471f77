"""The files of an edition, each laid over those of the edition that it extends.

``edition.toml`` may say ``extends = "national/2024"``. Then a file that the folder lacks is
the other edition's, and one that it has says only what differs:

* a key replaces the inherited one, a table is merged key by key, ``drop = true`` takes an
  inherited table away;
* a list replaces the inherited list; ``["+", "x"]`` adds to it;
* entries of a list of tables are matched by their ``id``; of the narrative's lists without
  ids (``sum``, ``pair``) the own entries are added to the inherited ones;
* rows of ``lines.csv`` are matched by table, block and key, codes by their code; a line
  with the role ``drop`` is taken away, one with the key ``*`` takes its whole block away;
  one whose ``base`` names an inherited line stands in its place.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from xltool.editions.reading import Faults, Section
from xltool.resources import resource

EDITION_FILE: Final = "edition.toml"
EXTENDS: Final = "extends"
DROP: Final = "drop"
ADD: Final = "+"
ALL: Final = "*"
ADDED: Final = frozenset({"sum", "pair"})
"""Lists of tables without ids, of which all entries count."""
OWN_KEYS: Final = frozenset({EXTENDS, "id"})
"""Keys that are never inherited."""
_MOST_LEVELS: Final = 8

Data = Mapping[str, object]
RowsByKey = dict[tuple[str, ...], dict[str, str]]


@dataclass(frozen=True)
class EditionFiles:
    """The files of one edition; ``folders`` begins with its own, then what it extends."""

    folders: tuple[Path, ...]
    faults: Faults

    @classmethod
    def of(cls, folder: Path, faults: Faults) -> EditionFiles:
        """The files in ``folder`` and of every edition that it extends."""
        return cls(_chain(folder, faults), faults)

    @property
    def is_extension(self) -> bool:
        """Whether the edition extends another one."""
        return len(self.folders) > 1

    def toml(self, name: str, *, required: bool = True) -> Section:
        """The TOML file ``name``; an empty section with a fault noted if there is none."""
        merged: Data | None = None
        origins: dict[str, str] = {}
        for folder in reversed(self.folders):
            own = _toml(folder / name, self._label(folder, name), self.faults)
            if own is None:
                continue
            if merged is not None:
                own = _merged(merged, own, name, "", origins, self.faults)
            elif folder is not self.folders[0]:
                origins[""] = self._label(folder, name)
            merged = own
        if merged is None and required:
            self.faults.note(name, "", "缺少这个文件")
        return Section(name, "", merged or {}, self.faults, origins=origins)

    def rows(
        self,
        name: str,
        columns: tuple[str, ...],
        key: tuple[str, ...],
        optional: frozenset[str] = frozenset(),
    ) -> list[dict[str, str]]:
        """The rows of the CSV ``name`` in order.

        Args:
            name: the file.
            columns: all of its columns, those in ``optional`` too.
            key: the columns by which a row stands in the place of an inherited one.
            optional: columns that need not be there.
        """
        found: RowsByKey = {}
        exists = False
        for folder in reversed(self.folders):
            path = folder / name
            if not path.is_file():
                continue
            exists = True
            label = self._label(folder, name)
            own = read_rows(path, label, columns, optional, self.faults)
            _lay_over(found, own, key, label, self.faults)
        if not exists:
            self.faults.note(name, "", "缺少这个文件")
        return list(found.values())

    def _label(self, folder: Path, name: str) -> str:
        """How messages name a file: with its edition where that is another one."""
        return name if folder is self.folders[0] else f"{'/'.join(folder.parts[-2:])}/{name}"


def _chain(folder: Path, faults: Faults) -> tuple[Path, ...]:
    root = resource("workbook_templates")
    folders = [folder]
    while len(folders) < _MOST_LEVELS:
        head = _toml(folders[-1] / EDITION_FILE, EDITION_FILE, Faults()) or {}
        base = head.get(EXTENDS)
        if base is None:
            return tuple(folders)
        above = root.joinpath(*str(base).split("/"))
        if not (above / EDITION_FILE).is_file() or above in folders:
            why = "互相继承" if above in folders else "没有这个版式"
            faults.note(EDITION_FILE, EXTENDS, f"“{base}”不可用:{why}")
            return tuple(folders)
        folders.append(above)
    faults.note(EDITION_FILE, EXTENDS, f"继承超过 {_MOST_LEVELS} 层")
    return tuple(folders)


def _toml(path: Path, label: str, faults: Faults) -> Data | None:
    """The contents of a TOML file; None where it is missing, or with a fault cannot be read."""
    try:
        return _parsed(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        faults.note(label, "", "应为 UTF-8 编码")
    except tomllib.TOMLDecodeError as error:
        faults.note(label, "", f"TOML 语法有误:{error}")
    return {}


@lru_cache(maxsize=64)
def _parsed(path: Path, _changed: int) -> Data:
    """Parsed once for all editions that extend it; nobody changes what is returned."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _merged(
    base: Data, own: Data, file: str, path: str, origins: dict[str, str], faults: Faults
) -> Data:
    """``base`` with ``own`` laid over it; ``origins`` learns which paths ``own`` states."""
    merged = {key: value for key, value in base.items() if path or key not in OWN_KEYS}
    for key, value in own.items():
        at = f"{path}.{key}" if path else key
        known = merged.get(key)
        if isinstance(value, dict) and value.get(DROP) is True:
            if merged.pop(key, None) is None:
                faults.note(file, at, "继承的版式里没有,不能去掉")
        elif isinstance(value, dict) and isinstance(known, dict):
            merged[key] = _merged(known, value, file, at, origins, faults)
        elif isinstance(value, list) and isinstance(known, list):
            merged[key] = _merged_list(known, value, (file, at), origins, faults)
            origins[at] = file
        else:
            merged[key] = value
            origins[at] = file
    return merged


def _merged_list(
    base: list[object],
    own: list[object],
    where: tuple[str, str],
    origins: dict[str, str],
    faults: Faults,
) -> list[object]:
    if own and own[0] == ADD:
        return [*base, *(item for item in own[1:] if item not in base)]
    if where[1] in ADDED:
        return [*base, *own]
    if not all(isinstance(item, dict) for item in (*base, *own)) or not _have_ids(base):
        return own
    merged: list[object] = list(base)
    for item in own:
        if isinstance(item, dict):
            _lay_entry(merged, item, where, origins, faults)
    return merged


def _have_ids(items: Iterable[object]) -> bool:
    return all(isinstance(item, dict) and "id" in item for item in items)


def _lay_entry(
    merged: list[object],
    item: Mapping[str, object],
    where: tuple[str, str],
    origins: dict[str, str],
    faults: Faults,
) -> None:
    """One entry in the place of the inherited one of its id, or behind them all."""
    file, path = where
    id_ = item.get("id")
    at = next(
        (place for place, other in enumerate(merged) if isinstance(other, dict)
         and other.get("id") == id_),
        None,
    )  # fmt: skip
    known = merged[at] if at is not None else None
    if item.get(DROP) is True:
        merged[:] = [one for one in merged if not (isinstance(one, dict) and one.get("id") == id_)]
        if known is None:
            faults.note(file, f"{path} {id_}", "继承的版式里没有,不能去掉")
    elif at is not None and isinstance(known, dict):
        merged[at] = _merged(known, item, file, f"{path} {id_}", origins, faults)
    else:
        merged.append(item)


def read_rows(
    path: Path, label: str, columns: tuple[str, ...], optional: frozenset[str], faults: Faults
) -> list[dict[str, str]]:
    """The rows of the CSV at ``path``, every column filled, "" where it is absent."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except UnicodeDecodeError:
        faults.note(label, "", "应为 UTF-8 编码")
        return []
    head = tuple(rows[0]) if rows else ()
    if tuple(c for c in columns if c in head or c not in optional) != head:
        faults.note(label, "第1行", f"列名应为 {','.join(columns)}")
        return []
    found = []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) == len(head):
            found.append(dict.fromkeys(columns, "") | dict(zip(head, row, strict=True)))
        else:
            faults.note(label, f"第{number}行", f"应有 {len(head)} 列,实有 {len(row)} 列")
    return found


def _lay_over(
    found: RowsByKey,
    own: Iterable[dict[str, str]],
    key: tuple[str, ...],
    label: str,
    faults: Faults,
) -> None:
    """Rows in the place of those of the same key, or behind them."""
    seen: set[tuple[str, ...]] = set()
    for row in own:
        name = tuple(row[column] for column in key)
        if name in seen:
            faults.note(label, " ".join(name), "重复")
        seen.add(name)
        if row.get("role") != DROP:
            _put(found, name, row)
            continue
        gone = [n for n in found if n == name or (name[-1] == ALL and n[:-1] == name[:-1])]
        for other in gone:
            del found[other]
        if not gone:
            faults.note(label, " ".join(name), "继承的版式里没有,不能去掉")


def _put(found: RowsByKey, name: tuple[str, ...], row: dict[str, str]) -> None:
    """``row`` in the place of the one of its key, or of the one that it calls its base."""
    if "base" not in row:
        found[name] = row
        return
    base = (*name[:-1], row["base"])
    if name in found:
        found[name] = row | {"base": row["base"] or found[name]["base"]}
    elif row["base"] and base in found:
        kept = {name if other == base else other: one for other, one in found.items()}
        found.clear()
        found.update(kept)
        found[name] = row
    else:
        found[name] = row
