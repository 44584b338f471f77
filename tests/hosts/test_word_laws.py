"""Laws of marks in Word: whatever the runs and the figures, taking marks out undoes them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hosts.word_documents import accepted_text, coloured, parts, with_body
from xltool.hosts.annotations import Annotation, merged
from xltool.hosts.word import mark_word, unmark_word
from xltool.model.finding import Verdict
from xltool.sources.document import Stretch

VERDICTS = st.sampled_from([Verdict.MISMATCH, Verdict.ROUNDING, Verdict.UNCHECKED])
PROPERTIES = st.sampled_from(
    [
        "",
        "<w:rPr/>",
        "<w:rPr><w:b/></w:rPr>",
        '<w:rPr><w:highlight w:val="red"/><w:u w:val="single"/></w:rPr>',
        '<w:rPr><w:shd w:val="clear" w:color="auto" w:fill="FFEB9C"/><w:oMath/></w:rPr>',
        '<w:rPr><w:rFonts w:ascii="Arial"/><w:sz w:val="21"/></w:rPr>',
    ]
)
TEXTS = st.text("0123456789. 万", min_size=1, max_size=8)
CONTENT = st.one_of(
    TEXTS.map(lambda text: f"<w:t>{text.strip() or '0'}</w:t>"),
    TEXTS.map(lambda text: f'<w:t xml:space="preserve">{text}</w:t>'),
    st.sampled_from(["<w:tab/>", "<w:br/>", "<w:lastRenderedPageBreak/>", "<w:t/>", "\n  "]),
)


@st.composite
def runs(draw: st.DrawFn) -> str:
    inner = "".join(draw(st.lists(CONTENT, max_size=4)))
    attribute = draw(st.sampled_from(["", ' w:rsidR="00112233"']))
    return f"<w:r{attribute}>{draw(PROPERTIES)}{inner}</w:r>"


WRAPPED = runs().flatmap(
    lambda markup: st.sampled_from(
        [
            markup,
            markup,
            f'<w:hyperlink w:anchor="a">{markup}</w:hyperlink>',
            f'<w:ins w:id="1" w:author="张">{markup}</w:ins>',
            f'<w:fldSimple w:instr="REF a">{markup}</w:fldSimple>',
            f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{markup}</w:sdtContent></w:sdt>",
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + markup,
            markup + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            '<w:proofErr w:type="spellStart"/>' + markup,
            f'<w:bookmarkStart w:id="3" w:name="b"/>\n{markup}\n<w:bookmarkEnd w:id="3"/>\n',
        ]
    )
)
PARAGRAPHS = st.lists(st.lists(WRAPPED, max_size=5).map("".join), min_size=1, max_size=3)


def document(paragraphs: list[str]) -> bytes:
    return with_body(*paragraphs)


@st.composite
def marks(draw: st.DrawFn, data: bytes) -> list[Annotation]:
    texts = accepted_text(data)
    drawn = []
    for _ in range(draw(st.integers(0, 4))):
        number = draw(st.integers(0, len(texts) - 1))
        start = draw(st.integers(0, len(texts[number])))
        end = draw(st.integers(start, len(texts[number])))
        spot = Stretch(number, start, end)
        drawn.append(Annotation((spot,), draw(VERDICTS), ("不符:0.01",)))
    return list(merged(drawn))


@settings(max_examples=80, deadline=None)
@given(st.data(), PARAGRAPHS)
def test_unmark_undoes_mark_part_by_part(data: st.DataObject, paragraphs: list[str]) -> None:
    before = document(paragraphs)
    drawn = data.draw(marks(before))
    result = mark_word(before, drawn)
    assert accepted_text(result) == accepted_text(before)
    assert mark_word(result, drawn) == result
    assert parts(unmark_word(result)[0]) == parts(before)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.lists(TEXTS, min_size=1, max_size=5))
def test_the_coloured_characters_are_those_of_the_figure(
    data: st.DataObject, texts: list[str]
) -> None:
    before = with_body(
        "".join(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts)
    )
    whole = "".join(texts)
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    mark = Annotation((Stretch(0, start, end),), Verdict.MISMATCH, ())
    assert "".join(text for text, _ in coloured(mark_word(before, [mark]))) == whole[start:end]
