"""Messages name things as the form does, explain in a few terms, and quote whole clauses."""

from __future__ import annotations

from tests.narrative.accounts import ASSETS, BASIC, GENERAL, THREE, TOTALS, checked, findings, reds
from xltool.model.finding import TextPlace, Verdict


def test_lines_are_named_with_their_label() -> None:
    (finding,) = reds(checked(TOTALS, "收入总计131.00万元。"))

    assert "收入总计131.00万元" in finding.message
    assert "公开01表 31行 总计 金额" in finding.message


def test_counts_without_money_say_what_was_counted() -> None:
    (finding,) = reds(checked(THREE, "因公出国(境)费支出0万元,出国(境)团组2个。"))

    assert finding.message == "因公出国(境)费为0元,却写了2个团组"


def test_more_vehicles_than_the_table_has_are_named_on_both_sides() -> None:
    (finding,) = reds(checked(THREE, "公务用车保有量4辆。"))

    assert finding.message.startswith("公务用车保有量4辆多于公开10表 7行 车辆数合计")


def test_a_sum_explains_rather_than_a_difference() -> None:
    (finding,) = findings(checked(BASIC, "基本支出60.03万元。"), "copy")

    assert "60.03万元=50.01+10.02" in finding.message
    assert "-" not in finding.message.split("=")[1]


def test_a_rate_that_fits_the_other_budget_is_said() -> None:
    result = checked(
        GENERAL,
        "一般公共预算财政拨款支出年初预算80.00万元,支出决算100.00万元,完成全年预算的125.00%。",
    )

    (finding,) = findings(result, "completion")
    assert finding.verdict is Verdict.UNCHECKED
    assert "与年初预算80.00万元相符" in finding.message


def test_of_flat_items_the_one_with_money_is_blamed() -> None:
    result = checked(
        THREE,
        "“三公”经费支出决算6.00万元,比上年增加2.00万元,增长50.00%。其中:",
        "因公出国(境)费支出0万元,与上年持平。",
        "公务用车购置费支出0万元,与上年持平。",
        "公务用车运行维护费支出4.00万元,与上年持平。",
        "公务接待费支出2.00万元,比上年增加1.00万元,增长100.00%。",
    )

    (finding,) = reds(result)
    place = finding.where[0]
    assert isinstance(place, TextPlace)
    assert place.paragraph == 4


def test_quotes_begin_with_their_clause_and_end_with_their_unit() -> None:
    (finding,) = reds(checked(ASSETS, "截至2024年12月31日,本部门(单位)共有车辆5辆。"))

    place = finding.where[0]
    assert isinstance(place, TextPlace)
    assert place.quote == "本部门(单位)共有车辆5辆"
