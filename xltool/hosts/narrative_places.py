"""Where the paragraphs of a narrative stand in the workbook: found by their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xltool.hosts.narrative_sheet import fitting
from xltool.hosts.sheet_area import text_of
from xltool.hosts.sheets import NARRATIVE
from xltool.model.book import Address, Narrative, Paragraph
from xltool.model.patch import Content, Formula
from xltool.package import Package, SheetReader, WorkbookReader


def places_of(narrative: Narrative | None, package: Package) -> Mapping[int, Address]:
    """The cell of each paragraph, by its index; none where the workbook holds another text.

    A narrative from a file may stand in the workbook as well, lower or higher than it was
    written: it does if one sheet has all its paragraphs in their order.
    """
    if narrative is None or not narrative.paragraphs:
        return {}
    reader = WorkbookReader(package)
    grids = [sheet.name for sheet in package.sheets if sheet.is_grid]
    home = {p.address.sheet for p in narrative.paragraphs if p.address}
    likely = [name for name in grids if name in home or name.startswith(NARRATIVE)]
    for name in sorted(likely, key=lambda name: (name not in home, name != NARRATIVE)):
        found = _found(narrative, reader.sheet(name), name)
        if found:
            return found
    return _as_read(narrative, {name: reader.sheet(name) for name in home.intersection(grids)})


def _found(narrative: Narrative, sheet: SheetReader, name: str) -> Mapping[int, Address]:
    """The cells of a sheet that hold the paragraphs one after the other; none if one lacks."""
    cells = _texts(sheet)
    found = {}
    for paragraph in narrative.paragraphs:
        wanted = _bare(fitting(paragraph.text))
        cell = next((cell for cell, text in cells if text == wanted), None)
        if cell is None:
            return {}
        found[paragraph.index] = Address(name, cell)
    return found


def _texts(sheet: SheetReader) -> Iterator[tuple[str, str]]:
    for cell, content in sheet.contents.items():
        yield cell, _bare(_shown(content))


def _bare(text: str) -> str:
    """The words without blanks and control characters, which programs spell differently."""
    return "".join(char for char in text if char.isprintable() and not char.isspace())


def _as_read(narrative: Narrative, sheets: Mapping[str, SheetReader]) -> Mapping[int, Address]:
    """The cells that a narrative was read from, where most of them hold its paragraphs.

    Single cells may be spelled otherwise in the file than their reader gives them (numbers).
    """
    known = [(paragraph, paragraph.address) for paragraph in narrative.paragraphs]
    placed = {paragraph.index: at for paragraph, at in known if at and at.sheet in sheets}
    agreeing = sum(
        at is not None and at.sheet in sheets and _holds(sheets[at.sheet], at, paragraph)
        for paragraph, at in known
    )
    return placed if 2 * agreeing >= len(known) else {}


def _holds(sheet: SheetReader, at: Address, paragraph: Paragraph) -> bool:
    return paragraph.text in _shown(sheet.content(at.cell))


def _shown(content: Content) -> str:
    return text_of(content.cached if isinstance(content, Formula) else content)
