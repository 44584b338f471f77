"""Damaged text is repaired with a note, and every place still points into the text as given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.narrative.accounts import GENERAL, TOTALS, book, checked, findings, narrative
from xltool import editions
from xltool.model.finding import TextPlace, Verdict
from xltool.narrative import check_narrative

PIECES = st.lists(
    st.sampled_from(
        [
            "收入总计", "130.00", "万元", "支出决算", "占", "%", "。", ",", ";", "比上年", "增加",
            "年初预算", "教育支出(类)", "12", "个", "、", "其中:", "(", ")", "主要原因是", "0", " ",
            "２", "一、收入决算情况说明", "\n", "各", "完成", "“三公”经费", "2050205", "XX",
            "持平", "无",
        ]
    ),
    max_size=40,
)  # fmt: skip


def test_a_decimal_comma_is_read_as_a_point_and_said() -> None:
    result = checked(TOTALS, "收入总计130,00万元。")

    figure = result.figures[0]
    assert (figure.text, str(figure.value), figure.verdict) == (
        "130,00",
        "130.00",
        Verdict.CONSISTENT,
    )
    assert "130,00" in findings(result, "repair")[0].message


def test_blanks_within_a_number_and_wide_digits_are_repaired() -> None:
    result = checked(TOTALS, "收入总计 130. 00 万元,支出总计１３０.００万元。")

    assert [str(figure.value) for figure in result.figures] == ["130.00", "130.00"]
    assert [figure.text for figure in result.figures] == ["130. 00", "１３０.００"]
    assert findings(result, "repair")


def test_a_line_broken_within_a_sentence_is_read_on() -> None:
    result = checked(TOTALS, "收入总计130.00", "万元,比上年增加30.00万元,增长", "30.00%。")

    assert [figure.unit for figure in result.figures][:2] == ["万元", "万元"]
    assert result.figures[0].paragraph == 1


def test_offsets_are_those_of_the_paragraph_as_given() -> None:
    text = "  2024 年度，收入总计 131.00 万元。"
    result = checked(TOTALS, text)

    figure = result.figures[0]
    assert text[figure.start : figure.end] == figure.text == "131.00"
    place = result.findings[0].where[0]
    assert isinstance(place, TextPlace)
    assert (place.paragraph, text[place.start : place.end]) == (1, "131.00")


@given(PIECES)
def test_any_text_is_read_without_fault_and_places_hold(pieces: list[str]) -> None:
    given_text = narrative(GENERAL, "".join(pieces))
    texts = {paragraph.index: paragraph.text for paragraph in given_text.paragraphs}

    result = check_narrative(given_text, book(), editions.load())

    for figure in result.figures:
        assert texts[figure.paragraph][figure.start : figure.end] == figure.text
    for finding in result.findings:
        for place in finding.where:
            if isinstance(place, TextPlace):
                assert 0 <= place.start < place.end <= len(texts[place.paragraph])


@given(PIECES)
def test_a_second_reading_says_the_same(pieces: list[str]) -> None:
    text = narrative(TOTALS, "".join(pieces))

    assert check_narrative(text, book(), editions.load()) == check_narrative(
        text, book(), editions.load()
    )


def test_whole_documents_are_read_from_their_narrative_on() -> None:
    result = checked(
        "第一部分 概况\n本单位有职工30人。",
        "第三部分 2024年度决算情况说明",
        TOTALS,
        "收入总计130.00万元。",
        "第五部分 附件",
        "项目预算777.00万元。",
    )

    assert [figure.text for figure in result.figures] == ["130.00"]
    assert findings(result, "left-out")


def test_a_stamp_on_every_page_is_left_out_and_said() -> None:
    stamped = checked(
        TOTALS, "仅供内部核对", "收入总计130.00", "仅供内部核对", "万元。", "仅供内部核对"
    )

    assert [(figure.text, figure.unit) for figure in stamped.figures] == [("130.00", "万元")]
    assert "仅供内部核对" in findings(stamped, "repair")[0].message


def test_a_figure_of_two_dozen_digits_is_judged_without_fault() -> None:
    digits = "9" * 26
    result = checked(TOTALS, f"收入总计{digits}.00万元,比上年增加0.01万元,增长{digits}%。")

    assert [figure.text for figure in result.figures] == [f"{digits}.00", "0.01", digits]
    assert result.figures[0].verdict is Verdict.MISMATCH
