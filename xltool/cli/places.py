"""Where ``check`` writes its copies and reports: one file, or a folder with one a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from xltool.model.errors import XltoolError
from xltool.package import writable

MARKED_ENDINGS = {".xlsx": ".xlsx", ".xlsm": ".xlsm", ".xltx": ".xltx", ".xltm": ".xltm"}
"""Workbooks keep their kind when they are marked; every other kind becomes an .xlsx."""

TIDY = frozenset({".csv", ".tsv", ".json", ".txt"})


def markable_places(
    target: Path, documents: Sequence[Path], inputs: Sequence[Path]
) -> Mapping[Path, Path]:
    """Where the marked copy of each document goes.

    Raises:
        XltoolError: a document is no workbook, or as ``places_of``.
    """
    for document in documents:
        if document.suffix.lower() in TIDY:
            raise XltoolError(
                f"{document} 不是工作簿,没有格子可以标:先用 xltool fill {document} --as-published"
                " 填成工作簿再核对,或只用 --report"
            )
    return places_of(
        target, documents, inputs, lambda path: MARKED_ENDINGS.get(path.suffix.lower(), ".xlsx")
    )


def is_lock_file(path: Path) -> bool:
    """Whether this is what Excel or WPS keeps beside an open workbook."""
    return path.name.startswith("~$")


def places_of(
    target: Path,
    documents: Sequence[Path],
    inputs: Sequence[Path],
    ending_of: Callable[[Path], str],
) -> Mapping[Path, Path]:
    """Where the result of each document goes: ``target``, or a name of its own in that folder.

    Raises:
        XltoolError: a result would lie over an input, its ending does not fit, or the
            target of several documents is no folder.
    """
    if len(documents) == 1:
        document = documents[0]
        return {document: writable(target, ending_of(document), *inputs)}
    if target.is_file() or target.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".html", ".htm"}:
        raise XltoolError(f"有多个 DOCUMENT 时 {target} 应是文件夹:每个文件在其中各写一份")
    names = _names(documents)
    places = {
        document: writable(target / f"{names[document]}{ending}", ending, *inputs)
        for document in documents
        for ending in (ending_of(document),)
    }
    _make_folder(target)
    return places


def _names(documents: Sequence[Path]) -> Mapping[Path, str]:
    """A name for each document that no other one has: its own, else with its folder's."""
    different = tuple(dict.fromkeys(documents))
    stems = Counter(document.stem for document in different)
    named = {
        document: document.stem
        if stems[document.stem] == 1
        else f"{document.resolve().parent.name}-{document.stem}"
        for document in different
    }
    taken: Counter[str] = Counter()
    result = {}
    for document, name in named.items():
        taken[name] += 1
        result[document] = name if taken[name] == 1 else f"{name}({taken[name]})"
    return result


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise XltoolError(f"文件夹 {folder} 建不了:{error.strerror},换一个位置") from error
