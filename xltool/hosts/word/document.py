"""A Word document opened for marks: its parts under change, refused where it must not change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from xltool.model.errors import XltoolError
from xltool.package import FileKind, Package, kind_of
from xltool.package.archive import read_entries
from xltool.package.markup import Element, child, namespace
from xltool.package.opc import CONTENT_TYPES
from xltool.package.word_markup import MAIN, is_on, w
from xltool.package.workspace import Workspace

_DAMAGED = "文档已损坏,读不了:请在 Word 中打开修复,另存后再试"
_REFUSALS = {
    FileKind.OLD_WORD: "这是旧式 .doc 文档:请在 Word 或 WPS 中另存为 .docx 再试",
    FileKind.ENCRYPTED: "文档设有打开密码:请去掉密码另存后再试",
}
_TOUCHED = (
    *("settings", "comments", "people"),
    *("commentsExtended", "commentsIds", "commentsExtensible"),
)
"""Parts beside the main one that are read or changed, by their relationship."""
_SIGNATURES = "_xmlsignatures/"
_MODIFIED = re.compile(
    rb"<dcterms:modified[^>]*>\s*([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)\s*<"
)


@dataclass(frozen=True)
class WordDocument:
    """The parts of a document, of which the main one holds the text."""

    space: Workspace
    main: str

    @cached_property
    def root(self) -> Element:
        """The root of the main part."""
        return self.space.root(self.main)

    @cached_property
    def paragraphs(self) -> tuple[Element, ...]:
        """Every w:p of the main part, in the order of the document."""
        return tuple(self.root.iter(w("p")))

    @cached_property
    def saved(self) -> str:
        """When this state of the document was saved, as it says itself; "" where it does not."""
        for relation in self.space.relations(""):
            if relation.kind == "core-properties" and self.space.has(relation.target):
                words = _MODIFIED.search(self.space.raw(relation.target))
                return words[1].decode("ascii") if words else ""
        return ""

    def to_bytes(self) -> bytes:
        """The file with the changes made so far; untouched parts keep every byte."""
        self.space.touch(self.main)
        return self.space.finish().to_bytes()


def open_word(data: bytes) -> WordDocument:
    """The document in ``data``, ready to be marked or unmarked.

    Raises:
        XltoolError: no .docx, damaged, locked by a password, protected against editing,
            or signed.
    """
    kind = kind_of(data)
    if kind is not FileKind.WORD:
        raise XltoolError(_REFUSALS.get(kind, "不是 Word 文档:请给出 .docx 文件"))
    package = Package(read_entries(data))
    try:
        document = WordDocument(Workspace(package), package.workbook_part)
        is_usual = namespace(document.root) == MAIN
        document.space.root(CONTENT_TYPES)
        for relation in document.space.relations(document.main):
            if relation.kind in _TOUCHED and document.space.has(relation.target):
                document.space.root(relation.target)
    except XltoolError:
        raise XltoolError(_DAMAGED) from None
    if not is_usual:
        raise XltoolError("文档是 Strict Open XML 格式:请在 Word 中另存为普通 .docx 再试")
    if any(name.startswith(_SIGNATURES) for name in package.names):
        raise XltoolError("文档有数字签名,写入标记会使签名失效:请用没有签名的一份")
    if _is_protected(document):
        raise XltoolError(
            "文档受保护(限制编辑),不能写入标记:请在 Word 的“审阅-限制编辑”中停止保护,另存后再试"
        )
    return document


def _is_protected(document: WordDocument) -> bool:
    part = document.space.related(document.main, "settings")
    if part is None:
        return False
    protection = child(document.space.root(part), "documentProtection")
    if protection is None:
        return False
    return is_on(protection.get(w("enforcement"), "0").lower())
