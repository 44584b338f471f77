"""Whether all files of an edition are well formed, for ``xltool editions validate``."""

from __future__ import annotations

from pathlib import Path

from xltool.editions.errors import EditionError
from xltool.editions.loading import edition_folder, read_edition
from xltool.editions.narrative_loading import read_narrative_spec
from xltool.editions.schema import Edition
from xltool.editions.sheet_forms import forms_of


def faults_of(edition_id: str) -> tuple[str, ...]:
    """Every fault of every file of ``edition_id``, none when it can be used."""
    return faults_in(edition_folder(edition_id))


def faults_in(folder: Path) -> tuple[str, ...]:
    """Every fault of the edition in ``folder``: data, looks, narrative, official workbook."""
    faults: list[str] = []
    edition = _read(folder, faults)
    try:
        read_narrative_spec(folder, edition)
    except EditionError as error:
        faults += error.errors
    return tuple(dict.fromkeys(faults))


def _read(folder: Path, faults: list[str]) -> Edition | None:
    """The tables, their looks and the workbook; None where the data cannot be used."""
    try:
        edition = read_edition(folder)
    except EditionError as error:
        faults += error.errors
        return None
    try:
        forms_of(edition)
    except EditionError as error:
        faults += error.errors
    workbook = Path(edition.workbook)
    if not workbook.is_file():
        what = f"缺少官方工作簿;用 python -m xltool.editions.build {edition.id} 生成"
        faults.append(f"{workbook.name}:{what}")
    return edition
