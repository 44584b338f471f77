"""The document property by which a workbook says that its totals are typed.

``xltool.as_published`` = true in docProps/custom.xml (ECMA-376 part 1, 22.3): totals of such
a workbook are values of a publication, and the rule on overwritten formulas is off.
"""

from __future__ import annotations

import re
from typing import Final

from xltool.model.errors import XltoolError
from xltool.package import Package

_PART: Final = "docProps/custom.xml"
_TYPES: Final = "[Content_Types].xml"
_RELATIONS: Final = "_rels/.rels"
_TYPES_NAMESPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_PROPERTY: Final = (
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}"'
    ' name="xltool.as_published">'
    f'<vt:bool xmlns:vt="{_TYPES_NAMESPACE}">true</vt:bool></property>'
)
_EMPTY: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    '"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"></Properties>'
)
_PID: Final = re.compile(r'\spid="(\d+)"')
_FIRST_PID: Final = 2
_TYPE: Final = (
    f'<Override PartName="/{_PART}"'
    ' ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
)
_RELATION: Final = (
    '<Relationship Id="rIdXltoolCustom" Type="http://schemas.openxmlformats.org/officeDocument'
    f'/2006/relationships/custom-properties" Target="{_PART}"/>'
)


def with_published_mark(package: Package) -> Package:
    """The official workbook with the property set, beside those that it has."""
    if _PART in package:
        own = package.part(_PART).decode()
        return package.with_parts({_PART: _marked(own)})
    return package.with_parts(
        {
            _PART: _marked(_EMPTY),
            _TYPES: _with_last(package.part(_TYPES).decode(), "Types", _TYPE),
            _RELATIONS: _with_last(package.part(_RELATIONS).decode(), "Relationships", _RELATION),
        }
    )


def _marked(properties: str) -> bytes:
    taken = [int(pid) for pid in _PID.findall(properties)]
    mark = _PROPERTY.format(pid=max(taken, default=_FIRST_PID - 1) + 1)
    return _with_last(properties, "Properties", mark)


def _with_last(text: str, root: str, element: str) -> bytes:
    """``text`` with ``element`` as its root's last child."""
    before, found, behind = text.rpartition(f"</{root}>")
    if not found:
        raise XltoolError(f"版式的官方工作簿读不懂:没有 </{root}>,请重新生成")
    return f"{before}{element}{found}{behind}".encode()
