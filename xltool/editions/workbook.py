"""The official workbook of an edition, built from its data: empty, with live totals.

openpyxl writes it; afterwards the archive is made repeatable (fixed dates, properties
without a person's name), so that the same data always gives the same bytes.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xltool.editions.formulas import formulas
from xltool.editions.layout import layout
from xltool.editions.schema import Edition
from xltool.editions.sheet_forms import Forms, forms_of

if TYPE_CHECKING:
    from openpyxl import Workbook

EDITION_PROPERTY: Final = "xltool.edition"
"""Custom document property that names the edition a workbook was built from."""
_BUILT: Final = "2025-01-01T00:00:00Z"
_CHARACTER: Final = re.compile(rb"&#(\d{3,});")
_MERGE: Final = re.compile(rb"<mergeCell [^>]*/>")
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)


def build_workbook(edition: Edition) -> bytes:
    """The official workbook of ``edition``, the same bytes for the same data.

    Raises:
        EditionError: sheets.toml is malformed.
    """
    from openpyxl import Workbook

    forms = forms_of(edition)
    book = Workbook()
    book.remove(book.worksheets[0])
    _normal_font(book, forms)
    _sheets(book, edition, forms)
    book.active = 0
    _name_edition(book, edition)
    written = BytesIO()
    book.save(written)
    return _repeatable(written.getvalue(), edition)


def _sheets(book: Workbook, edition: Edition, forms: Forms) -> None:
    from xltool.editions.workbook_sheets import SheetBuilder, findings_sheet, narrative_sheet

    places = layout(edition, {})
    texts = formulas(edition, {})
    for key, spec in edition.tables.items():
        sheet = book.create_sheet(spec.sheet)
        builder = SheetBuilder(edition, spec, forms, places.sheets[key], sheet)
        builder.build({cell: text for cell, text in texts.items() if cell.table == key})
    narrative_sheet(book.create_sheet(edition.narrative_sheet), forms)
    findings_sheet(book.create_sheet(edition.findings_sheet), forms)


def _normal_font(book: Workbook, forms: Forms) -> None:
    """Set the font by which column widths are measured."""
    from openpyxl.styles import Font

    # openpyxl has no public way to change the normal style, and its stubs do not know it
    normal = book._named_styles["Normal"]  # type: ignore[attr-defined]  # noqa: SLF001
    normal.font = Font(name=forms.look.font, size=11, charset=134)


def _name_edition(book: Workbook, edition: Edition) -> None:
    from openpyxl.packaging.custom import StringProperty

    # the stubs lag behind openpyxl 3.1
    properties = book.custom_doc_props  # type: ignore[attr-defined]
    properties.append(StringProperty(name=EDITION_PROPERTY, value=edition.id))


def _repeatable(archive: bytes, edition: Edition) -> bytes:
    """The archive with fixed dates and with properties that name nobody."""
    target = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(target, "w", ZIP_DEFLATED) as written:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _core_properties(edition)
            elif name.startswith("xl/worksheets/"):
                data = _plain(data)
            entry = ZipInfo(name, _ZIP_DATE)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            written.writestr(entry, data)
    return target.getvalue()


def _plain(sheet: bytes) -> bytes:
    """A sheet as other programs write it, always in the same order.

    Empty cells lose their type (openpyxl marks them as numbers, which ironcalc reads as
    0), totals get the 0 that they have in an empty form, Chinese stands as UTF-8, and
    merged ranges, which openpyxl keeps in a set, are sorted.
    """
    sheet = sheet.replace(b' t="n"></c>', b"/>")
    sheet = sheet.replace(b",6)</f><v></v>", b",6)</f><v>0</v>").replace(b"<v></v>", b"")
    sheet = _CHARACTER.sub(lambda match: chr(int(match.group(1))).encode(), sheet)
    merges = _MERGE.findall(sheet)
    return sheet.replace(b"".join(merges), b"".join(sorted(merges))) if merges else sheet


def _core_properties(edition: Edition) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{edition.title}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_BUILT}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_BUILT}</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()
