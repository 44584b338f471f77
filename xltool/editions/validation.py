"""Whether all files of an edition are well formed, for ``xltool editions validate``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xltool.editions.errors import EditionError
from xltool.editions.loading import edition_folder, read_edition
from xltool.editions.narrative_loading import read_narrative_spec
from xltool.editions.sheet_forms import forms_of


def faults_of(edition_id: str) -> tuple[str, ...]:
    """Every fault of every file of ``edition_id``, none when it can be used."""
    return faults_in(edition_folder(edition_id))


def faults_in(folder: Path) -> tuple[str, ...]:
    """Every fault of the edition in ``folder``: data, looks, narrative, official workbook."""
    found = [*_faults(lambda: _check_tables(folder)), *_faults(lambda: read_narrative_spec(folder))]
    return tuple(dict.fromkeys(found))


def _check_tables(folder: Path) -> None:
    edition = read_edition(folder)
    forms_of(edition)
    workbook = Path(edition.workbook)
    if not workbook.is_file():
        what = f"缺少官方工作簿;用 python -m xltool.editions.build {edition.id} 生成"
        raise EditionError(edition.id, [f"{workbook.name}:{what}"])


def _faults(read: Callable[[], object]) -> tuple[str, ...]:
    try:
        read()
    except EditionError as error:
        return error.errors
    return ()
