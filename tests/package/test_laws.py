"""A Patch and its inverse leave the workbook as it was, whatever the Patch."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.package.workbooks import everything
from xltool.model.patch import (
    AddSheet,
    ColourText,
    Content,
    Edit,
    Formula,
    InsertRows,
    Name,
    Patch,
    SetContent,
    SetFill,
    SetLink,
    SetName,
    SetNote,
    SetNumberFormat,
    SheetLayout,
    Span,
)
from xltool.package import Package, WorkbookReader, apply, defined_names

SHEETS = ("公开03表", "空白", "图")
COLUMNS = "ABCD"
LAST_ROW = 17
COLOURS = ("FFC7CE", "FFEB9C", "D9D9D9")
LAYOUT = SheetLayout(widths=(8.0,), autofilter="A1:B2", head_rows=1)

CELLS = st.builds("{}{}".format, st.sampled_from(COLUMNS), st.integers(2, LAST_ROW))
CONTENTS: st.SearchStrategy[Content] = st.one_of(
    st.none(),
    st.decimals(-(10**9), 10**9, places=2),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=8),
    st.sampled_from(["相同文字", "=1+1", " 空 "]),
    st.builds(Formula, st.sampled_from(["C9*2", "SUM(C9:C12)"]), st.just(Decimal(3))),
)
NOTES = st.one_of(st.none(), st.text(st.characters(codec="utf-8"), min_size=1, max_size=12))


@functools.cache
def package() -> Package:
    return Package.open(everything())


class Maker:
    """Draws edits whose ``before`` is what the workbook says at that moment."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.now = package()
        self.edits: list[Edit] = []

    def add(self, edit: Edit) -> None:
        """Applies an edit and keeps it."""
        self.now = apply(Patch((edit,)), self.now)
        self.edits.append(edit)

    def step(self) -> None:
        """Draws one edit."""
        sheet = self.draw(st.sampled_from(SHEETS))
        cell = self.draw(CELLS)
        read = WorkbookReader(self.now).sheet(sheet)
        content = read.content(cell)
        kind = self.draw(st.integers(0, 7))
        if kind == 0 and not has_runs(read.text_colours(cell)):
            self.add(SetContent(sheet, cell, content, self.draw(CONTENTS)))
        elif kind == 1:
            self.add(SetFill(sheet, cell, read.fill(cell), self.draw(st.sampled_from(COLOURS))))
        elif kind == 2:
            before = read.number_formats.get(cell, "General")
            after = self.draw(st.sampled_from(["General", "0.00", '0.0"万元"', "#,##0.00"]))
            self.add(SetNumberFormat(sheet, cell, before, after))
        elif kind == 3:
            self.add(SetNote(sheet, cell, read.notes.get(cell), self.draw(NOTES)))
        elif kind == 4 and isinstance(content, str) and len(content) > 1:
            own = read.text_colours(cell)
            end = self.draw(st.integers(1, len(content)))
            start = self.draw(st.integers(0, end - 1))
            self.add(ColourText(sheet, cell, own, (Span(start, end, "C00000"),)))
        elif kind == 5:
            place = self.draw(st.sampled_from([None, "'图'!A1"]))
            self.add(SetLink(sheet, cell, read.links.get(cell), place))
        elif kind == 6:
            at, count = self.draw(st.integers(1, LAST_ROW)), self.draw(st.integers(1, 4))
            like = self.draw(st.integers(1, LAST_ROW))
            self.add(InsertRows(sheet, at, count, like))
        else:
            self.structure()

    def structure(self) -> None:
        """Adds a sheet or a name."""
        number = len(self.edits)
        if self.draw(st.booleans()):
            self.add(AddSheet(f"新{number}", LAYOUT))
        else:
            name = Name("'公开03表'!$C$9", hidden=True, comment="原底色")
            self.add(SetName(f"_xltool_mark_{number}", None, name))


def has_runs(spans: tuple[Span, ...]) -> bool:
    """A text with runs has a look that SetContent cannot say."""
    return bool(spans)


@st.composite
def patches(draw: st.DrawFn) -> tuple[Patch, Package]:
    """A Patch of one to eight edits, and the package after it, edit by edit."""
    maker = Maker(draw)
    for _ in range(draw(st.integers(1, 8))):
        maker.step()
    return Patch(tuple(maker.edits)), maker.now


def meaning(package: Package) -> dict[str, object]:
    """All that a user could see of the workbook, however the parts say it."""
    reader = WorkbookReader(package)
    found: dict[str, object] = {
        "sheets": [(sheet.name, sheet.state) for sheet in package.sheets],
        "names": sorted((n.name, n.sheet or "", n.value.refers_to) for n in defined_names(package)),
    }
    for name in (sheet.name for sheet in package.sheets):
        sheet = reader.sheet(name)
        found[name] = (
            sheet.contents,
            dict(visible_formats(sheet.number_formats)),
            sheet.fills,
            sheet.notes,
            sheet.links,
            sheet.merges,
            {cell: sheet.text_colours(cell) for cell in sheet.contents},
        )
    return found


def visible_formats(formats: object) -> Iterator[tuple[str, str]]:
    """General says no more than a cell that is not in the file."""
    assert isinstance(formats, dict)
    return ((cell, code) for cell, code in formats.items() if code != "General")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(patches())
def test_the_inverse_restores_the_workbook(made: tuple[Patch, Package]) -> None:
    patch, after = made
    assert meaning(apply(patch, package())) == meaning(after)
    back = apply(patch.inverse, apply(patch, package()))
    assert meaning(back) == meaning(package())
    # Parts of foreign kinds are the very same, and no part is left over.
    assert set(back.names) == set(package().names)
    for name in ("xl/vbaProject.bin", "xl/charts/chart1.xml", "xl/drawings/drawing1.xml"):
        assert back.part(name) == package().part(name)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(patches())
def test_a_written_package_reads_as_it_was(made: tuple[Patch, Package]) -> None:
    _, after = made
    assert meaning(Package.open(after.to_bytes())) == meaning(after)
