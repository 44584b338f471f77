"""Where ``check`` writes its copies and reports: one file, or a folder with one a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xltool.model.errors import XltoolError
from xltool.package import writable

_DOCUMENTS = (".docx", ".docm", ".pdf")
_KEPT = (".xlsx", ".xlsm", ".xltx", ".xltm", *_DOCUMENTS)
MARKED_ENDINGS = {ending: ending for ending in _KEPT}
"""These keep their kind when they are marked; every other workbook becomes an .xlsx."""

_UNMARKABLE = frozenset({".csv", ".tsv", ".json", ".txt", ".html", ".htm"})
_FILE_ENDINGS = frozenset({*MARKED_ENDINGS, ".xls", ".html", ".htm"})
"""Endings that no folder has."""


@dataclass(frozen=True, slots=True)
class MarkedCopy:
    """A marked copy to be written: of which input, and where."""

    source: Path
    target: Path


def marked_copies(
    targets: Sequence[Path],
    documents: Sequence[Path],
    narrative: Path | None,
    inputs: Sequence[Path],
) -> Mapping[Path, tuple[MarkedCopy, ...]]:
    """The marked copies that belong to each document.

    Of one document each target is a copy of the document or of its narrative, by the
    target's ending. Several documents have one copy each in the folder ``targets``.

    Raises:
        XltoolError: no input can be marked, none has the ending of a target, or as
            ``places_of``.
    """
    if not targets:
        return {}
    if len(documents) == 1:
        (document,) = documents
        return {document: _copies(targets, documents, narrative, inputs)}
    if len(targets) > 1:
        raise XltoolError("有多个 DOCUMENT 时 --highlight 只给一次,给文件夹")
    for document in documents:
        if not _is_markable(document):
            raise _no_marks(document)
    places = places_of(targets[0], documents, inputs, _marked_ending)
    return {document: (MarkedCopy(document, place),) for document, place in places.items()}


def copies_together(
    targets: Sequence[Path],
    documents: Sequence[Path],
    narrative: Path | None,
    inputs: Sequence[Path],
) -> tuple[MarkedCopy, ...]:
    """The marked copies of documents that are one publication.

    A folder gets a copy of each input that can be marked; files are copies of one input
    each, by their endings.

    Raises:
        XltoolError: as ``marked_copies``.
    """
    if not targets:
        return ()
    sources = _sources(documents, narrative)
    if len(targets) > 1 or len(sources) == 1 or targets[0].suffix.lower() in MARKED_ENDINGS:
        return _copies(targets, documents, narrative, inputs)
    places = places_of(targets[0], sources, inputs, _marked_ending)
    return tuple(MarkedCopy(source, place) for source, place in places.items())


def _sources(documents: Sequence[Path], narrative: Path | None) -> list[Path]:
    """The inputs that marks can go into.

    Raises:
        XltoolError: there is none.
    """
    sources = [document for document in documents if _is_markable(document)]
    # A narrative in a workbook is written into the copy of the tables.
    if narrative and narrative.suffix.lower() in _DOCUMENTS:
        sources.append(narrative)
    if not sources:
        raise _no_marks(documents[0])
    return sources


def _copies(
    targets: Sequence[Path],
    documents: Sequence[Path],
    narrative: Path | None,
    inputs: Sequence[Path],
) -> tuple[MarkedCopy, ...]:
    """A copy for each target: of the first source left that has its ending."""
    sources = _sources(documents, narrative)
    copies: list[MarkedCopy] = []
    for target in targets:
        if not sources:
            raise XltoolError(f"--highlight 给多了:没有另一份文件可以标到 {target}")
        ending = target.suffix.lower()
        source = next((path for path in sources if _marked_ending(path) == ending), sources[0])
        copies.append(MarkedCopy(source, writable(target, _marked_ending(source), *inputs)))
        sources.remove(source)
    if len({copy.target for copy in copies}) < len(copies):
        raise XltoolError("--highlight 两次给了同一个文件:每份副本用一个文件名")
    return tuple(copies)


def _is_markable(path: Path) -> bool:
    return path.suffix.lower() not in _UNMARKABLE


def _marked_ending(path: Path) -> str:
    return MARKED_ENDINGS.get(path.suffix.lower(), ".xlsx")


def _no_marks(document: Path) -> XltoolError:
    if document.suffix.lower() in {".html", ".htm", ".txt"}:
        return XltoolError(f"{document} 里放不了标记(工作簿、.docx 和 .pdf 可以):请只用 --report")
    return XltoolError(
        f"{document} 不是工作簿,没有格子可以标:先用 xltool fill {document} --as-published"
        " 填成工作簿再核对,或只用 --report"
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
    if target.is_file() or target.suffix.lower() in _FILE_ENDINGS:
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
