"""A VBA project from sources ([MS-OVBA]): the bytes of vbaProject.bin.

No compiled cache is written, so that the host compiles the sources when it opens them;
times and cookies are fixed, so that the same sources always give the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from xltool.addin.compound import compound_file
from xltool.addin.compression import compress

CODE_PAGE = "cp1252"
_CODE_PAGE_NUMBER = 1252
_ENGLISH = 0x0409
_WIN64 = 3
_COOKIE = 0xFFFF
_NO_CACHE = bytes.fromhex("CC61FFFF000000")
_PROJECT_ID = "{263B4441-7A44-5C88-B94C-8332372D56B2}"
"""Ours, and always the same; all zeros is how a project locked by a password is marked."""
_OLE_AUTOMATION = (
    r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#"
    r"C:\Windows\System32\stdole2.tlb#OLE Automation"
)
_OFFICE = (
    r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
    r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#"
    r"Microsoft Office 16.0 Object Library"
)
_REFERENCES = (("stdole", _OLE_AUTOMATION), ("Office", _OFFICE))


class ModuleKind(StrEnum):
    """What a module is to the host; the value is its key in the PROJECT stream."""

    STANDARD = "Module"
    CLASS = "Class"
    DOCUMENT = "Document"


@dataclass(frozen=True, slots=True)
class Module:
    """One module: its name, and its source with its Attribute lines (ASCII)."""

    name: str
    kind: ModuleKind
    source: str


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """The compound file of a project ``name`` with ``modules``, documents first.

    Raises:
        UnicodeEncodeError: a source holds other characters than code page 1252 has.
    """
    streams = {module.name: compress(_source_bytes(module)) for module in modules}
    return compound_file(
        {
            "VBA": {
                **streams,
                "dir": compress(_dir_stream(name, modules)),
                "_VBA_PROJECT": _NO_CACHE,
            },
            "PROJECT": _project_stream(name, modules).encode(CODE_PAGE),
            "PROJECTwm": _name_map(modules),
        }
    )


def _source_bytes(module: Module) -> bytes:
    lines = module.source.replace("\r\n", "\n").replace("\n", "\r\n")
    return lines.encode(CODE_PAGE)


def _record(identifier: int, data: bytes) -> bytes:
    return struct.pack("<HI", identifier, len(data)) + data


def _text(identifier: int, unicode_identifier: int, text: str) -> bytes:
    """A text in the project's code page and again in UTF-16."""
    return _record(identifier, text.encode(CODE_PAGE)) + _record(
        unicode_identifier, text.encode("utf-16-le")
    )


def _dir_stream(name: str, modules: Sequence[Module]) -> bytes:
    """The project's directory (2.3.4.2), before compression."""
    return b"".join(
        (
            _record(0x0001, struct.pack("<I", _WIN64)),
            _record(0x0002, struct.pack("<I", _ENGLISH)),
            _record(0x0014, struct.pack("<I", _ENGLISH)),
            _record(0x0003, struct.pack("<H", _CODE_PAGE_NUMBER)),
            _record(0x0004, name.encode(CODE_PAGE)),
            _text(0x0005, 0x0040, ""),
            _record(0x0006, b"") + _record(0x003D, b""),
            _record(0x0007, bytes(4)),
            _record(0x0008, bytes(4)),
            struct.pack("<HIIH", 0x0009, 4, 1, 0),
            _text(0x000C, 0x003C, ""),
            *(_reference(*reference) for reference in _REFERENCES),
            _record(0x000F, struct.pack("<H", len(modules))),
            _record(0x0013, struct.pack("<H", _COOKIE)),
            *(_module_record(module) for module in modules),
            _record(0x0010, b""),
        )
    )


def _reference(name: str, library: str) -> bytes:
    value = library.encode(CODE_PAGE)
    registered = struct.pack("<I", len(value)) + value + bytes(6)
    return _text(0x0016, 0x003E, name) + _record(0x000D, registered)


def _module_record(module: Module) -> bytes:
    kind = 0x0021 if module.kind is ModuleKind.STANDARD else 0x0022
    return b"".join(
        (
            _text(0x0019, 0x0047, module.name),
            _text(0x001A, 0x0032, module.name),
            _text(0x001C, 0x0048, ""),
            _record(0x0031, bytes(4)),
            _record(0x001E, bytes(4)),
            _record(0x002C, struct.pack("<H", _COOKIE)),
            _record(kind, b""),
            _record(0x002B, b""),
        )
    )


def _project_stream(name: str, modules: Sequence[Module]) -> str:
    """The PROJECT stream (2.3.1): modules by kind, no protection, no password."""
    listed = [_listed(module) for module in modules]
    windows = [f"{module.name}=0, 0, 0, 0, C" for module in modules]
    lines = [
        f'ID="{_PROJECT_ID}"',
        *listed,
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_encrypted(bytes(4))}"',
        f'DPB="{_encrypted(bytes(1))}"',
        f'GC="{_encrypted(bytes([0xFF]))}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *windows,
        "",
    ]
    return "\r\n".join(lines)


def _listed(module: Module) -> str:
    suffix = "/&H00000000" if module.kind is ModuleKind.DOCUMENT else ""
    return f"{module.kind.value}={module.name}{suffix}"


def _name_map(modules: Sequence[Module]) -> bytes:
    """The PROJECTwm stream (2.3.3): every name in both encodings."""
    names = (
        module.name.encode(CODE_PAGE) + b"\0" + module.name.encode("utf-16-le") + b"\0\0"
        for module in modules
    )
    return b"".join(names) + b"\0\0"


def _encrypted(data: bytes, seed: int = 0) -> str:
    """``data`` as the format hides it (2.4.3.2), in hexadecimal."""
    version = 2
    key = sum(_PROJECT_ID.encode(CODE_PAGE)) & 0xFF
    out = [seed, seed ^ version, seed ^ key]
    plain, first, second = key, out[2], out[1]
    ignored = bytes((seed & 6) // 2)
    for value in ignored + struct.pack("<I", len(data)) + data:
        hidden = value ^ ((second + plain) & 0xFF)
        out.append(hidden)
        second, first, plain = first, hidden, value
    return bytes(out).hex().upper()
