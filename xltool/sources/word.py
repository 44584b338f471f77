"""Word documents as blocks: the accepted text, as it would be printed.

Insertions count and deletions do not; results of fields count, their instructions do
not. A table of one cell is a frame around text; any other is a table of its own, nested
ones too. Text boxes come behind the paragraph that they are anchored in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xltool.model.book import Remark
from xltool.model.errors import XltoolError
from xltool.model.finding import Severity
from xltool.package import FileKind, Package, kind_of
from xltool.package.markup import local
from xltool.package.word_markup import CHARACTERS, NOT_PRINTED, WRAPPERS, is_hidden, w
from xltool.sources.document import Block, Document, DocumentKind, Stretch, TableBlock, TextBlock
from xltool.sources.word_tables import CellContent, laid_out

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRACKED = frozenset(("ins", "del", "moveFrom", "moveTo"))
_DEPTH = 12
"""How deep tables may be nested in one another."""


@dataclass(frozen=True, slots=True)
class WordTrace:
    """Where the characters of a text stand: each piece begins at an offset of the text."""

    pieces: tuple[tuple[int, Stretch], ...] = ()

    def spots(self, start: int, end: int, /) -> tuple[Stretch, ...]:
        """The stretches that cover the characters."""
        found = []
        for offset, piece in self.pieces:
            first = max(start, offset)
            last = min(end, offset + piece.end - piece.start)
            # Where nothing is printed, an empty stretch still says which paragraph is meant.
            if first < last or start == end == first == last:
                shift = piece.start - offset
                found.append(Stretch(piece.paragraph, first + shift, last + shift))
        return tuple(found)

    def moved(self, by: int) -> WordTrace:
        """The same behind ``by`` more characters."""
        return WordTrace(tuple((offset + by, piece) for offset, piece in self.pieces))

    def __add__(self, other: WordTrace) -> WordTrace:
        return WordTrace(self.pieces + other.pieces)


@dataclass
class _Reading:
    """Blocks so far, and what was noticed."""

    numbers: dict[Element, int]
    """Every paragraph's number in document order."""
    blocks: list[Block] = field(default_factory=list)
    tables: int = 0
    tracked: int = 0
    hidden: int = 0


def read_word(data: bytes, name: str) -> Document:
    """The document in a .docx.

    Raises:
        XltoolError: no .docx, damaged, locked by a password, or larger than any narrative.
    """
    body = _body(data, name)
    numbers = {paragraph: number for number, paragraph in enumerate(body.iter(w("p")))}
    reading = _Reading(numbers)
    reading.tracked = sum(local(element) in _TRACKED for element in body.iter())
    _read_blocks(body, reading, 0)
    return Document(name, DocumentKind.WORD, tuple(reading.blocks), tuple(_remarks(reading, name)))


def read_docx(data: bytes, name: str) -> tuple[list[str], tuple[Remark, ...]]:
    """The texts of a narrative's non-empty paragraphs, in order, and remarks.

    Text in tables is left out where the document has other text, because the tables of a
    publication are read as tables.

    Raises:
        XltoolError: as `read_word`.
    """
    document = read_word(data, name)
    texts = [block.text for block in document.texts]
    tables = document.tables
    if not texts:
        lines = (line for table in tables.values() for cell in _cells(table) for line in cell)
        return [line for line in lines if line.strip()], document.remarks
    if not tables:
        return texts, document.remarks
    message = f"{name} 里有 {len(tables)} 个表格,其中的文字没有当作情况说明核对"
    left_out = Remark("read.tables-in-narrative", message, Severity.HINT)
    return texts, (*document.remarks, left_out)


def _cells(table: TableBlock) -> Iterator[list[str]]:
    return (table.cells[place].text.split("\n") for place in sorted(table.cells))


def _body(data: bytes, name: str) -> Element:
    """The document's body, after the archive passed the limits every package must pass."""
    kind = kind_of(data)
    if kind is FileKind.OLD_WORD:
        raise XltoolError(f"{name} 是旧式 .doc 文档:请在 Word 或 WPS 中另存为 .docx 再试")
    if kind is FileKind.ENCRYPTED:
        raise XltoolError(f"{name} 设有打开密码:请去掉密码另存后再试")
    if kind is not FileKind.WORD:
        raise XltoolError(f"{name} 不是 Word 文档:情况说明请给 .docx、.txt 或带情况说明页的工作簿")
    from xltool.package.archive import read_entries
    from xltool.package.markup import child, namespace, parse

    package = Package(read_entries(data))
    try:
        root = parse(package.part(package.workbook_part), package.workbook_part)
    except XltoolError:
        raise XltoolError(f"{name} 已损坏,读不了:请在 Word 中打开修复,另存后再试") from None
    if namespace(root) == _STRICT:
        raise XltoolError(f"{name} 是 Strict Open XML 格式:请在 Word 中另存为普通 .docx 再试")
    body = child(root, "body")
    if body is None:
        raise XltoolError(f"{name} 已损坏,读不了:请在 Word 中打开修复,另存后再试")
    return body


def _read_blocks(parent: Element, reading: _Reading, depth: int) -> None:
    """Paragraphs and tables of a body, a cell or a content control, in order."""
    text, trace = "", WordTrace()
    for block in parent:
        name = local(block)
        if name == "p":
            more, boxes = _paragraph(block, reading)
            trace += WordTrace(((len(text), Stretch(reading.numbers[block], 0, len(more))),))
            text += more
            if not _is_mark_deleted(block):
                _keep(text, trace, reading)
                text, trace = "", WordTrace()
            for box in boxes:
                _read_blocks(box, reading, depth)
        elif name == "tbl":
            _read_table(block, reading, depth)
        elif name in WRAPPERS:
            _read_blocks(block, reading, depth)
    _keep(text, trace, reading)


def _keep(text: str, trace: WordTrace, reading: _Reading) -> None:
    if text.strip():
        reading.blocks.append(TextBlock(text, "", trace))


def _read_table(table: Element, reading: _Reading, depth: int) -> None:
    """A table of one cell is a frame around text; another one is a table.

    Raises:
        XltoolError: tables nested without end.
    """
    if depth > _DEPTH:
        raise XltoolError("表格套了太多层,读不了:请在 Word 中整理后另存再试")
    cells = [c for c in table.iter(w("tc")) if next(c.iterancestors(w("tbl"))) is table]
    if len(cells) <= 1:
        for cell in cells:
            _read_blocks(cell, reading, depth + 1)
        return
    reading.tables += 1
    number = reading.tables
    nested: list[Block] = []

    def content(cell: Element) -> CellContent:
        inside = _Reading(reading.numbers, tables=reading.tables)
        _read_blocks(cell, inside, depth + 1)
        reading.tables, reading.hidden = inside.tables, reading.hidden + inside.hidden
        nested.extend(block for block in inside.blocks if isinstance(block, TableBlock))
        texts = [block for block in inside.blocks if isinstance(block, TextBlock)]
        return _content(texts) if texts else _empty(cell, reading.numbers)

    reading.blocks.append(TableBlock(f"表{number}", laid_out(table, content)))
    reading.blocks += nested


def _content(blocks: list[TextBlock]) -> CellContent:
    """The paragraphs of a cell as its text, one a line."""
    text, trace = "", WordTrace()
    for block in blocks:
        text += "\n" if text else ""
        if isinstance(block.trace, WordTrace):
            trace += block.trace.moved(len(text))
        text += block.text
    return CellContent(text, trace)


def _empty(cell: Element, numbers: dict[Element, int]) -> CellContent:
    """What stands in a cell without text: nothing, in its first paragraph."""
    first = next((numbers[paragraph] for paragraph in cell.iter(w("p"))), None)
    return CellContent("", WordTrace(() if first is None else ((0, Stretch(first, 0, 0)),)))


def _paragraph(paragraph: Element, reading: _Reading) -> tuple[str, list[Element]]:
    """The text of a paragraph, and the text boxes anchored in it."""
    pieces: list[str] = []
    boxes: list[Element] = []
    for element in _printed(paragraph, reading):
        name = local(element)
        if name == "t":
            pieces.append(element.text or "")
        elif name == "txbxContent":
            boxes.append(element)
        elif name in CHARACTERS and _is_in_run(element):
            pieces.append(CHARACTERS[name])
    return "".join(pieces), boxes


def _printed(parent: Element, reading: _Reading) -> Iterator[Element]:
    """Elements whose text is printed, in order; what tracking deleted is not entered."""
    for element in parent:
        name = local(element)
        if name in NOT_PRINTED or name == "Fallback":
            continue
        if name == "r" and is_hidden(element):
            reading.hidden += 1
            continue
        yield element
        if name != "txbxContent":
            yield from _printed(element, reading)


def _is_in_run(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and local(parent) == "r"


def _is_mark_deleted(paragraph: Element) -> bool:
    """Whether the end of the paragraph is deleted, so that the next one follows on."""
    mark = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    return mark is not None and mark.find(w("del")) is not None


def _remarks(reading: _Reading, name: str) -> Iterator[Remark]:
    if reading.tracked:
        yield Remark(
            "read.tracked-changes",
            f"{name} 有 {reading.tracked} 处修订没有接受,按接受后的文字核对:"
            "请接受或拒绝全部修订后再公开",
            Severity.WARNING,
        )
    if reading.hidden:
        yield Remark(
            "read.hidden-text",
            f"{name} 有 {reading.hidden} 处隐藏文字,没有核对:公开前请删除",
            Severity.WARNING,
        )
