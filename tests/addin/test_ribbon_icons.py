"""The icons of the ribbon are such as Excel has had since 2010: an unknown one stays empty."""

from __future__ import annotations

from lxml import etree

from xltool.addin.sources import ribbon

OF_EXCEL_2010 = {
    "AdvancedFileProperties",
    "CalculateNow",
    "DataValidation",
    "ErrorChecking",
    "FileNew",
    "FilePrintPreview",
    "FindDialog",
    "GetExternalDataFromText",
    "Help",
    "ReviewDeleteComment",
    "ReviewTrackChanges",
    "Spelling",
    "Undo",
}
"""Names of commands of Office 2010, which are names of their icons, too."""


def test_every_icon_is_one_that_excel_has() -> None:
    icons = {element.get("imageMso") for element in etree.fromstring(ribbon()).iter()}
    assert icons - {None} <= OF_EXCEL_2010


def test_no_two_buttons_look_alike() -> None:
    icons = [e.get("imageMso") for e in etree.fromstring(ribbon()).iter() if e.get("imageMso")]
    assert len(set(icons)) == len(icons)
