"""The add-in and the macro workbook, looked at part by part without Excel."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import olefile
import pytest
from lxml import etree
from oletools.olevba import VBA_Parser

from xltool.addin.build import ADDIN_NAME, addin_bytes, build, macro_workbook_bytes
from xltool.addin.sources import modules, ribbon
from xltool.editions import load
from xltool.model.errors import XltoolError
from xltool.package import Package, WorkbookReader

EDITION = "shanxi/2024"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module", params=["xlam", "xlsm"])
def built(request: pytest.FixtureRequest) -> bytes:
    return addin_bytes() if request.param == "xlam" else macro_workbook_bytes(EDITION)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_module_is_read_back_identical(built: bytes) -> None:
    parser = VBA_Parser("vbaProject.bin", data=parts_of(built)["xl/vbaProject.bin"])
    read = {name.rpartition(".")[0]: code for _, _, name, code in parser.extract_macros()}
    for module in modules():
        assert read[module.name].replace("\r\n", "\n") == module.source


def test_the_compound_file_has_no_defect(built: bytes) -> None:
    project = parts_of(built)["xl/vbaProject.bin"]
    file = olefile.OleFileIO(project, raise_defects=olefile.DEFECT_UNSURE)
    assert file.parsing_issues == []


def test_every_part_is_well_formed_and_has_a_content_type(built: bytes) -> None:
    parts = parts_of(built)
    types = etree.fromstring(parts["[Content_Types].xml"])
    defaults = {element.get("Extension") for element in types}
    named = {element.get("PartName") for element in types}
    for name, data in parts.items():
        if name != "[Content_Types].xml":
            assert f"/{name}" in named or name.rpartition(".")[2] in defaults
        if name.endswith((".xml", ".rels", ".vml")):
            etree.fromstring(data, etree.XMLParser(resolve_entities=False))


def test_every_relationship_leads_to_a_part(built: bytes) -> None:
    package = Package.open(built)
    for part in ("", *package.names):
        for relation in package.relations(part):
            assert relation.is_external or relation.target in package


def test_the_ribbon_is_related_to_the_package(built: bytes) -> None:
    package = Package.open(built)
    targets = {relation.kind: relation.target for relation in package.relations("")}
    assert targets["extensibility"] == "customUI/customUI14.xml"
    assert package.part("customUI/customUI14.xml") == ribbon()


def test_code_names_are_those_of_the_document_modules(built: bytes) -> None:
    package = Package.open(built)
    workbook = etree.fromstring(package.part(package.workbook_part))
    names = [element.get("codeName") for element in workbook.iter(f"{MAIN}workbookPr")]
    for sheet in package.sheets:
        first = etree.fromstring(package.part(sheet.part))[0]
        assert first.tag == f"{MAIN}sheetPr"
        names.append(first.get("codeName"))
    project = olefile.OleFileIO(package.part("xl/vbaProject.bin"))
    listed = re.findall(r"Document=(\w+)/", project.openstream("PROJECT").read().decode())
    assert names == listed


def test_the_same_sources_give_the_same_bytes() -> None:
    assert addin_bytes() == addin_bytes()
    assert macro_workbook_bytes(EDITION) == macro_workbook_bytes(EDITION)


def test_the_macro_workbook_holds_the_official_form() -> None:
    official = WorkbookReader(Package.open(Path(load(EDITION).workbook)))
    made = WorkbookReader(Package.open(macro_workbook_bytes(EDITION)))
    for sheet in official.package.sheets:
        assert made.sheet(sheet.name).contents == official.sheet(sheet.name).contents
        assert made.sheet(sheet.name).number_formats == official.sheet(sheet.name).number_formats


def test_the_main_parts_say_what_kind_of_file_it_is() -> None:
    assert b"addin.macroEnabled.main+xml" in parts_of(addin_bytes())["[Content_Types].xml"]
    types = parts_of(macro_workbook_bytes(EDITION))["[Content_Types].xml"]
    assert b"sheet.macroEnabled.main+xml" in types
    assert b"spreadsheetml.sheet.main+xml" not in types


def test_both_files_are_written_into_the_folder(tmp_path: Path) -> None:
    written = build(tmp_path / "新 文件夹", EDITION)
    assert [path.name for path in written] == [ADDIN_NAME, "决算公开表.xlsm"]
    assert written[0].read_bytes() == addin_bytes()


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(XltoolError, match="换一个位置"):
        build(tmp_path / "x", EDITION)
