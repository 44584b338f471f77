"""Marks in a Word document: what is coloured, what the comments say, what stays as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from tests.hosts.word_documents import (
    EVERYTHING,
    W,
    accepted_text,
    body,
    coloured,
    comments,
    everything,
    parts,
    run,
    stretch,
    with_body,
    with_parts,
)
from tests.office import convert, needs_office
from xltool.hosts.annotations import Annotation
from xltool.hosts.word import mark_word, unmark_word
from xltool.model.errors import XltoolError
from xltool.model.finding import Verdict

RED, YELLOW, GREY = "FFC7CE", "FFEB9C", "D9D9D9"
FIGURES = (
    *("820.66", "12.50", "407.68", "33.21", "44.31", "55.41", "66.51", " 412.97 "),
    *("407.69\n", "0.01", "77.61", "88.71", "99.81", "18.20"),
)


def mark(data: bytes, text: str, verdict: Verdict = Verdict.MISMATCH) -> Annotation:
    return Annotation((stretch(data, text),), verdict, (f"{verdict.label}:{text.strip()}",))


def marked(data: bytes, *texts: str, verdict: Verdict = Verdict.MISMATCH) -> bytes:
    return mark_word(data, [mark(data, text, verdict) for text in texts])


@pytest.mark.parametrize(
    ("verdict", "colour"),
    [(Verdict.MISMATCH, RED), (Verdict.ROUNDING, YELLOW), (Verdict.UNCHECKED, GREY)],
)
def test_exactly_the_characters_of_a_figure_get_the_colour_of_the_verdict(
    verdict: Verdict, colour: str
) -> None:
    data = with_body(run("支出407.68万元,占50.32%。", "<w:b/>"))
    assert coloured(marked(data, "407.68", verdict=verdict)) == [("407.68", colour)]


def test_a_comment_says_what_is_found_and_what_to_do() -> None:
    data = with_body(run("支出407.68万元"))
    assert comments(marked(data, "407.68")) == [
        ("xltool 核对", "不符:407.68\n处理:核实后改正有误的一处,再核对一次")
    ]


def test_a_figure_in_several_runs_keeps_their_formats() -> None:
    data = with_body(run("支出40") + run("7.", "<w:i/>") + run("68万元", "<w:b/>"))
    result = marked(data, "407.68")
    assert coloured(result) == [("40", RED), ("7.", RED), ("68", RED)]
    properties = [
        [child.tag.rpartition("}")[2] for child in element[0]]
        for element in body(result).iter("{*}r")
        if element[0].tag.endswith("rPr")
    ]
    assert properties == [["shd"], ["i", "shd"], ["b", "shd"], ["b"]]


def test_marks_go_to_links_fields_insertions_controls_tables_and_text_boxes() -> None:
    data = everything()
    result = marked(data, *FIGURES)
    users_own = "万元;项目"
    assert [text for text, colour in coloured(result) if colour == RED] == [
        *("820.", "66", "12.50", "40", "7.6", "8", "33.21", "44.31", "55.41", "66.51"),
        *(" 412.97", " ", users_own, "407.69", "0.01", "88.71", "99.81", "18.20"),
    ]
    assert accepted_text(result) == accepted_text(data)


def test_the_users_own_marker_does_not_cover_our_colour_and_comes_back() -> None:
    data = with_body(run("支出407.68万元", '<w:highlight w:val="green"/>'))
    result = marked(data, "407.68")
    markers = [element.values()[0] for element in body(result).iter("{*}highlight")]
    assert markers == ["green", "none", "green"]
    assert parts(unmark_word(result)[0]) == parts(data)


def test_figures_of_one_text_box_share_a_comment_outside_the_box() -> None:
    # Word allows no comments inside text boxes.
    result = marked(with_body(EVERYTHING[4]), "88.71", "99.81")
    assert [text.split("\n")[:2] for _, text in comments(result)] == [["不符:88.71", "不符:99.81"]]
    box = next(body(result).iter("{*}txbxContent"))
    assert not list(box.iter("{*}commentRangeStart"))


def test_a_comment_goes_around_the_field_whose_result_it_is_about() -> None:
    result = marked(with_body(EVERYTHING[0]), "12.50")
    kinds = [
        child.get(f"{W}fldCharType") or child.tag.rpartition("}")[2]
        for child in body(result).iter("{*}fldChar", "{*}commentRangeStart", "{*}commentRangeEnd")
    ]
    assert kinds == ["commentRangeStart", "begin", "separate", "end", "commentRangeEnd"]


def test_an_empty_paragraph_gets_a_comment_without_colour() -> None:
    data = with_body("", run("支出407.68万元"))
    empty = stretch(data, "支出")._replace(paragraph=0, start=0, end=0)
    result = mark_word(data, [Annotation((empty,), Verdict.MISMATCH, ("不符:空",))])
    assert coloured(result) == []
    assert len(comments(result)) == 1
    assert parts(unmark_word(result)[0]) == parts(data)


def test_what_has_no_place_is_a_comment_on_the_first_paragraph() -> None:
    data = with_body("", run("某单位2024年度决算"), run("支出407.68万元"))
    result = mark_word(data, [Annotation((), Verdict.MISMATCH, ("不符:缺少合计行",))])
    assert coloured(result) == []
    (first,) = [
        paragraph
        for paragraph in body(result).iter("{*}p")
        if paragraph.find("{*}commentRangeStart") is not None
    ]
    assert "".join(text.text or "" for text in first.iter("{*}t")) == "某单位2024年度决算"
    assert [text.split("\n")[0] for _, text in comments(result)] == ["不符:缺少合计行"]
    assert parts(unmark_word(result)[0]) == parts(data)


def test_all_other_parts_keep_every_byte() -> None:
    data = everything()
    before, after = parts(data), parts(marked(data, *FIGURES))
    changed = [name for name in before if before[name] != after[name]]
    added = [name for name in after if name not in before]
    assert sorted(changed) == [
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "word/comments.xml",
        "word/document.xml",
    ]
    assert added == ["customXml/item2.xml"]


def test_other_peoples_comments_stay_and_ids_do_not_clash() -> None:
    data = everything()
    result = marked(data, *FIGURES)
    assert comments(result)[0] == ("李", "这个数对吗?")
    root = parts(result)["word/comments.xml"]
    ids = [piece.split(b'"')[0] for piece in root.split(b'<w:comment w:id="')[1:]]
    assert len(ids) == len(set(ids))


def test_marks_taken_out_leave_every_part_as_it_was() -> None:
    data = everything()
    cleaned, count = unmark_word(marked(data, *FIGURES))
    assert parts(cleaned) == parts(data)
    assert list(parts(cleaned)) == list(parts(data))
    assert count == len(FIGURES) - 1  # the two of the text box share a comment


def test_marking_again_replaces_the_marks() -> None:
    data = everything()
    once = marked(data, *FIGURES)
    assert marked(once, *FIGURES) == once
    assert marked(once, "407.68") == marked(data, "407.68")
    assert parts(mark_word(once, [])) == parts(data)


def test_a_document_without_marks_is_left_as_it_is() -> None:
    data = everything()
    assert unmark_word(data) == (data, 0)


def _document(data: bytes, change: tuple[str, str]) -> bytes:
    text = parts(data)["word/document.xml"].decode()
    assert change[0] in text
    return with_parts(data, {"word/document.xml": text.replace(*change).encode()})


def test_a_colour_is_taken_away_even_where_the_user_deleted_its_comment() -> None:
    result = marked(with_body(run("支出407.68万元")), "407.68")
    bare = result
    for name in ("commentRangeStart", "commentRangeEnd"):
        bare = _document(bare, (f'<w:{name} w:id="0"/>', ""))
    bare = _document(bare, ('<w:r><w:commentReference w:id="0"/></w:r>', ""))
    bare = with_parts(
        bare, {"word/comments.xml": b'<w:comments xmlns:w="%s"/>' % _main_namespace()}
    )
    cleaned, count = unmark_word(bare)
    assert coloured(cleaned) == []
    assert count == 1


def _main_namespace() -> bytes:
    return b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_what_the_user_wrote_into_our_comment_stays() -> None:
    result = marked(with_body(run("支出407.68万元")), "407.68")
    own = "<w:p><w:r><w:t>已与财政核实</w:t></w:r></w:p></w:comment>"
    text = parts(result)["word/comments.xml"].decode().replace("</w:comment>", own)
    edited = with_parts(result, {"word/comments.xml": text.encode()})
    cleaned, _ = unmark_word(edited)
    assert [text for _, text in comments(cleaned)] == ["已与财政核实"]
    assert coloured(cleaned) == []
    assert unmark_word(cleaned) == (cleaned, 0)  # it is the user's from now on


def test_numbers_that_no_program_writes_do_no_harm() -> None:
    endless = "9" * 5000
    result = marked(everything(), "820.66")
    text = parts(result)["word/comments.xml"].decode()
    text = text.replace('w:id="0"', f'w:id="{endless}"').replace("核1", f"核{endless}")
    hostile = with_parts(result, {"word/comments.xml": text.encode()})
    assert coloured(unmark_word(hostile)[0]) == coloured(everything())


def test_a_document_saved_by_another_program_loses_the_marks_and_keeps_its_words() -> None:
    # Word numbers comments anew and rewrites the second colour of a shade.
    result = marked(with_body(run("支出407.68万元,占50.32%。")), "407.68", "50.32%")
    text = parts(result)["word/document.xml"].decode()
    notes = parts(result)["word/comments.xml"].decode()
    for old, new in (("1", "8"), ("0", "1"), ("8", "0")):
        text = text.replace(f'w:id="{old}"', f'w:id="{new}"')
        notes = notes.replace(f'w:id="{old}"', f'w:id="{new}"')
    text = text.replace(f'w:color="{RED}"', 'w:color="auto"')
    saved = with_parts(
        result, {"word/document.xml": text.encode(), "word/comments.xml": notes.encode()}
    )
    cleaned, count = unmark_word(saved)
    assert count == 2
    assert (coloured(cleaned), comments(cleaned)) == ([], [])
    assert accepted_text(cleaned)[0] == "支出407.68万元,占50.32%。"


def resolved(data: bytes, words: str) -> bytes:
    """The document after the user resolved our comment that says ``words``, in Word."""
    word14 = "http://schemas.microsoft.com/office/word/2010/wordml"
    root = etree.fromstring(parts(data)["word/comments.xml"])
    (comment,) = [it for it in root if words in "".join(t.text or "" for t in it.iter(f"{W}t"))]
    comment[-1].set(f"{{{word14}}}paraId", "1A2B3C4D")
    threads = parts(data)["word/commentsExtended.xml"].decode()
    entry = '<w15:commentEx w15:paraId="1A2B3C4D" w15:done="1"/></w15:commentsEx>'
    return with_parts(
        data,
        {
            "word/comments.xml": etree.tostring(root, encoding="UTF-8", standalone=True),
            "word/commentsExtended.xml": threads.replace("</w15:commentsEx>", entry).encode(),
        },
    )


def test_a_comment_that_the_user_resolved_stays_resolved_and_without_colour() -> None:
    data = everything()
    first = resolved(marked(data, "33.21", "407.68"), "33.21")
    again = marked(first, "33.21", "407.68")
    assert [text for text, _ in coloured(again)] == ["40", "7.6", "8", " 万元;项目"]
    assert sorted(comments(again)) == sorted(comments(first))
    assert parts(again)["word/commentsExtended.xml"].count(b'w15:done="1"') == 1
    assert marked(again, "33.21", "407.68") == again
    assert parts(unmark_word(again)[0]) == parts(data)


def test_what_the_user_resolved_comes_back_when_it_says_something_else() -> None:
    data = everything()
    first = resolved(marked(data, "33.21"), "33.21")
    other = Annotation((stretch(first, "33.21"),), Verdict.MISMATCH, ("不符:与表中的40.00不同",))
    again = mark_word(first, [other])
    assert ("33.21", RED) in coloured(again)
    assert b'w15:done="1"' not in parts(again)["word/commentsExtended.xml"]


def test_an_answer_to_our_comment_stands_on_its_own_when_ours_goes() -> None:
    data = everything()
    result = marked(data, "820.66")
    texts = parts(result)["word/comments.xml"].decode()
    main = _main_namespace().decode()
    paragraph = (
        'w14:paraId="11111111" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    )
    texts = texts.replace("<w:p><w:r><w:t>处理", f"<w:p {paragraph}><w:r><w:t>处理")
    answer = (
        f'<w:comment xmlns:w="{main}" w:id="9" w:author="李" w:initials="李"><w:p><w:r>'
        "<w:t>已改</w:t></w:r></w:p></w:comment></w:comments>"
    )
    threads = parts(data)["word/commentsExtended.xml"].decode()
    link = (
        '<w15:commentEx w15:paraId="11111111" w15:done="0"/><w15:commentEx'
        ' w15:paraId="22222222" w15:paraIdParent="11111111"/></w15:commentsEx>'
    )
    answered = with_parts(
        result,
        {
            "word/comments.xml": texts.replace("</w:comments>", answer).encode(),
            "word/commentsExtended.xml": threads.replace("</w15:commentsEx>", link).encode(),
        },
    )
    cleaned, _ = unmark_word(answered)
    assert [author for author, _ in comments(cleaned)] == ["李", "李"]
    left = parts(cleaned)["word/commentsExtended.xml"].decode()
    assert "11111111" not in left
    assert 'paraId="22222222"' in left


PLAIN = with_body(run("1.00"))
ENTITY = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hosts">]><a>&b;</a>'
COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")


def protected(enforced: str) -> bytes:
    words = f'<w:documentProtection w:edit="readOnly" w:enforcement="{enforced}"/></w:settings>'
    text = parts(PLAIN)["word/settings.xml"].decode().replace("</w:settings>", words)
    return with_parts(PLAIN, {"word/settings.xml": text.encode()})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (protected("1"), "文档受保护"),
        (with_parts(PLAIN, {"_xmlsignatures/sig1.xml": b"<x/>"}), "数字签名"),
        (with_parts(PLAIN, {"word/document.xml": b"<w:document"}), "已损坏"),
        (with_parts(PLAIN, {"word/document.xml": ENTITY}), "文档已损坏"),
        (with_parts(PLAIN, {"word/settings.xml": b"<w:settings"}), "文档已损坏"),
        (with_parts(everything(), {"word/comments.xml": ENTITY}), "文档已损坏"),
        (b"%PDF-1.7", "不是 Word 文档"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (COMPOUND + "WordDocument".encode("utf-16-le"), ".doc"),
    ],
)
@pytest.mark.parametrize("change", [lambda data: mark_word(data, []), unmark_word])
def test_what_must_not_or_cannot_be_changed_is_refused_in_one_line(
    data: bytes, said: str, change: Callable[[bytes], object]
) -> None:
    with pytest.raises(XltoolError) as told:
        change(data)
    assert said in str(told.value)
    assert "\n" not in str(told.value)


def test_protection_that_is_not_enforced_is_no_obstacle() -> None:
    assert coloured(marked(protected("0"), "1.00")) == [("1.00", RED)]


def test_a_comment_has_the_date_of_the_document_as_it_was_saved() -> None:
    core = parts(PLAIN)["docProps/core.xml"].decode()
    dated = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", r"\g<1>2025-08-20T09:30:00Z", core)
    data = with_parts(PLAIN, {"docProps/core.xml": dated.encode()})
    assert b'w:date="2025-08-20T09:30:00Z"' in parts(marked(data, "1.00"))["word/comments.xml"]
    undated = with_parts(PLAIN, {"docProps/core.xml": core.replace("modified", "x").encode()})
    assert b"w:date" not in parts(marked(undated, "1.00"))["word/comments.xml"]


@needs_office
def test_marks_survive_an_office_program_and_come_off_afterwards(tmp_path: Path) -> None:
    data = everything()
    source = tmp_path / "核对.docx"
    source.write_bytes(marked(data, *FIGURES))
    (tmp_path / "存").mkdir()
    saved = convert(source, "docx:MS Word 2007 XML", tmp_path / "存").read_bytes()
    assert sorted(comments(saved)) == sorted(comments(source.read_bytes()))
    # LibreOffice works the field PAGE out anew and writes figures of a box twice.
    colours = {text.strip(): colour for text, colour in coloured(saved)}
    assert {colours.get(text) for text in ("66", "33.21", "0.01", "88.71", "18.20")} == {RED}
    cleaned, count = unmark_word(saved)
    assert count == len(comments(saved)) - 1
    assert comments(cleaned) == [("李", "这个数对吗?")]
    assert "".join(text for text, _ in coloured(cleaned)) == "万元;项目"  # the user's own
