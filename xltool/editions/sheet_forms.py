"""How the sheets of the official workbook look: sheets.toml, read when it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from xltool.editions.errors import EditionError
from xltool.editions.inheritance import EditionFiles
from xltool.editions.reading import Faults, Section
from xltool.editions.schema import Edition


class Paper(StrEnum):
    """Orientation of the A4 page."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True)
class Look:
    """Fonts, number formats and captions that all sheets share; sizes in points."""

    title_font: str
    title_size: float
    font: str
    size: float
    amount_format: str
    count_format: str
    unit_caption: str
    year_text: str
    amount_caption: str


@dataclass(frozen=True, slots=True)
class SheetForm:
    """One sheet of the form; ranges are those of the empty workbook, heights in points."""

    paper: Paper
    title: str
    number: str
    """Where 公开NN表 stands, "" where the sheet has no number."""
    unit: str
    year: str
    amount_unit: str
    unit_caption: str
    head: tuple[tuple[str, str], ...]
    bands: tuple[tuple[str, str], ...]
    wide: tuple[tuple[str, str], ...]
    numbers_row: int
    """Row of the 栏次, 0 where the sheet prints none."""
    note_letter: str
    note_text: str
    note_height: float
    widths: tuple[float, ...]
    head_height: float
    body_height: float
    tall: Mapping[int, float]
    """Rows that are higher than the others."""
    formats: Mapping[str, str]
    """Number formats of columns that hold no amounts, by column key."""
    shade_entered: bool
    pages_tall: int
    """Pages that the sheet is fitted to in height; 0 leaves it free."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The looks of all sheets of an edition."""

    look: Look
    sheets: Mapping[str, SheetForm]
    findings_columns: tuple[tuple[str, float], ...]
    """Head and width of every column of 核对结果."""


def forms_of(edition: Edition) -> Forms:
    """How the sheets of ``edition`` look.

    Raises:
        EditionError: sheets.toml is malformed, with every fault at once.
    """
    named = tuple((spec.short, spec.id) for spec in edition.tables.values())
    return _read(Path(edition.workbook).parent, edition.id, named)


@cache
def _read(folder: Path, edition_id: str, tables: tuple[tuple[str, str], ...]) -> Forms:
    faults = Faults()
    root = EditionFiles.of(folder, faults).toml("sheets.toml")
    look = _look(root)
    found = {short: _sheet(part, look) for short, part in root.named("sheets")}
    sheets = {id_: found[short] for short, id_ in tables if short in found}
    for short, _ in tables:
        if short not in found:
            root.note(f"sheets.{short}", "缺少")
    findings = root.section("findings")
    forms = Forms(look, sheets, _findings(findings) if findings else ())
    root.close()
    if faults.lines:
        raise EditionError(edition_id, faults.lines)
    return forms


def _look(root: Section) -> Look:
    part = root.section("look") or Section(root.file, "look", {}, root.faults)
    look = Look(
        title_font=part.text("title_font"),
        title_size=part.number("title_size", 18),
        font=part.text("font"),
        size=part.number("size", 10),
        amount_format=part.text("amount_format"),
        count_format=part.text("count_format"),
        unit_caption=part.text("unit_caption"),
        year_text=part.text("year_text"),
        amount_caption=part.text("amount_caption"),
    )
    part.close()
    return look


def _sheet(part: Section, look: Look) -> SheetForm:
    heights = part.section("heights") or Section(part.file, "heights", {}, part.faults)
    head_height = heights.number("head", 18)
    form = SheetForm(
        paper=part.choice("paper", Paper),
        title=part.text("title"),
        number=part.text("number", ""),
        unit=part.text("unit"),
        year=part.text("year"),
        amount_unit=part.text("amount_unit"),
        unit_caption=part.text("unit_caption", look.unit_caption),
        head=part.pairs("head"),
        bands=part.pairs("bands"),
        wide=part.pairs("wide"),
        numbers_row=part.integer("numbers_row", 0),
        note_letter=part.text("note"),
        note_text=part.text("note_text", ""),
        note_height=part.number("note_height", 16),
        widths=part.numbers("widths"),
        head_height=head_height,
        body_height=heights.number("body", head_height),
        tall=_tall(part.section("tall")),
        formats=_formats(part.section("formats")),
        shade_entered=part.flag("shade_entered"),
        pages_tall=part.integer("pages_tall", 1),
    )
    heights.close()
    part.close()
    return form


def _tall(part: Section | None) -> Mapping[int, float]:
    if part is None:
        return {}
    return {int(row): part.number(row, 0) for row in part.data if row.isdigit()}


def _formats(part: Section | None) -> Mapping[str, str]:
    return {column: part.text(column) for column in part.data} if part else {}


def _findings(part: Section) -> tuple[tuple[str, float], ...]:
    """Heads and widths of 核对结果, from pairs of a text and a number."""
    columns = part.pairs("columns")
    part.close()
    return tuple((name, float(width)) for name, width in columns)
