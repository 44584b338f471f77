"""Sentences of narratives against tables: the verdict of every figure, by hand.

Each case is a heading, a paragraph in our own words, and one letter for every figure in
the order it stands: c consistent, r rounding, m mismatch, u unchecked, ? one of them
where reviewers would differ.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.domain.unit import unit
from xltool import editions
from xltool.model.book import Cell, Narrative, Paragraph
from xltool.model.finding import CheckResult, Severity, Verdict
from xltool.narrative import check_narrative

LETTERS = {
    Verdict.CONSISTENT: "c",
    Verdict.ROUNDING: "r",
    Verdict.MISMATCH: "m",
    Verdict.UNCHECKED: "u",
}

TOTALS = "一、收入支出决算总体情况说明"
INCOME = "二、收入决算情况说明"
SPENDING = "三、支出决算情况说明"
FISCAL = "四、财政拨款收入支出决算总体情况说明"
GENERAL = "五、一般公共预算财政拨款支出决算情况说明"
STRUCTURE = f"{GENERAL}\n(二)一般公共预算财政拨款支出决算结构情况"
DETAIL = f"{GENERAL}\n(三)一般公共预算财政拨款支出决算具体情况"
BASIC = "六、一般公共预算财政拨款基本支出决算情况说明"
FUND = "七、政府性基金预算财政拨款收入支出决算情况说明"
CAPITAL = "八、国有资本经营预算财政拨款支出决算情况说明"
THREE = "九、财政拨款“三公”经费支出决算情况说明"
OTHER = "十、其他重要事项的情况说明"

CASES = [
    # copies of one figure of a table
    (TOTALS, "2024年度收入总计555.00万元,支出总计555.00万元。", "cc"),
    (TOTALS, "2024年度收、支总计各555万元。", "c"),
    (TOTALS, "本年收入支出总计555.00万元。", "c"),
    (TOTALS, "2024年度收、支总计各是555.00万元、550.00万元。", "cm"),
    (TOTALS, "2024年度总收入555.00万元,其中本年收入555.00万元;总支出555.00万元。", "ccc"),
    (TOTALS, "收入总计5,550,000.00元,支出总计5550000元。", "cc"),
    (TOTALS, "收入总计0.0555亿元。", "c"),
    (TOTALS, "收入总计565.00万元。", "m"),
    (TOTALS, "收入总计555.01万元。", "r"),
    (TOTALS, "收入总计555.02万元。", "m"),
    (TOTALS, "支出总计555.00万元,其中本年支出550.00万元,年末结转和结余5.00万元。", "ccc"),
    # shares
    (
        INCOME,
        "本年收入合计555.00万元,其中:财政拨款收入530.00万元,占95.50%;事业收入20.00万元,占3.60%;其他收入5.00万元,占0.90%。",
        "ccccccc",
    ),
    (
        INCOME,
        "收入合计555万元。其中:财政拨款收入530万元,占比95.5%;事业收入20万元,占比3.6%。",
        "ccccc",
    ),
    (INCOME, "本年收入合计555.00万元,其中:财政拨款收入530.00万元,占59.50%。", "ccm"),
    (INCOME, "本年收入合计555.00万元,其中:事业收入0.00万元,占0%。", "cm?"),
    (INCOME, "本年收入合计555.00万元,其中:经营收入0万元,占0%。", "ccc"),
    (
        SPENDING,
        "本年支出合计550.00万元,其中:基本支出370.00万元,占67.27%;项目支出180.00万元,占32.73%;经营支出0万元,占0%。",
        "ccccccc",
    ),
    (SPENDING, "本年支出合计550.00万元,其中:基本支出370.00万元,占67.28%。", "ccm"),
    (
        SPENDING,
        "本年支出合计550.00万元,其中:基本支出、项目支出分别为370.00万元、180.00万元,分别占67.27%、32.73%。",
        "ccccc",
    ),
    (SPENDING, "本年支出合计550.00万元,其中:基本支出180.00万元,项目支出370.00万元。", "cmm"),
    # changes: last year's figure follows, amount and rate must agree
    (
        FISCAL,
        "财政拨款收、支总计530.00万元。与2023年度相比,财政拨款收、支总计各增加30.00万元,增长6.00%。",
        "ccc",
    ),
    (FISCAL, "财政拨款收入支出总计530.00万元。与上年相比增加30.00万元,增长16.00%。", "ccm"),
    (FISCAL, "财政拨款收入支出总计530.00万元,较上年560.00万元减少30.00万元,下降5.36%。", "cccc"),
    (FISCAL, "财政拨款收入支出总计530.00万元,比上年增加530.00万元,增长100%。", "ccu"),
    (FISCAL, "财政拨款收入支出总计530.00万元,与上年持平。", "c"),
    (FISCAL, "财政拨款收入支出总计530.00万元,比上年减少0.00万元,下降0%。", "ccc"),
    # general public budget
    (GENERAL, "一般公共预算财政拨款支出470.00万元,占本年支出合计的85.45%。", "cc"),
    (GENERAL, "一般公共预算财政拨款支出470.00万元,占本年支出合计的88.68%。", "cm"),
    (
        STRUCTURE,
        "一般公共预算财政拨款支出470.00万元,主要用于以下方面:一般公共服务支出(类)400.00万元,占85.11%;社会保障和就业支出(类)40.00万元,占8.51%;住房保障支出(类)30.00万元,占6.38%。",
        "ccccccc",
    ),
    (
        STRUCTURE,
        "一般公共预算财政拨款支出470.00万元,主要用于以下方面:一般公共服务(类)支出400.00万元,占85.11%;教育支出(类)0万元,占0%。",
        "ccccc",
    ),
    (
        STRUCTURE,
        "一般公共预算财政拨款支出470.00万元,其中:社会保障和就业支出(类)30.00万元,占6.38%。",
        "cm?",
    ),
    (
        DETAIL,
        "一般公共预算财政拨款支出年初预算为500.00万元,支出决算为470.00万元,完成年初预算的94.00%。",
        "ccc",
    ),
    (
        DETAIL,
        "一般公共预算财政拨款支出年初预算为500.00万元,支出决算为470.00万元,完成年初预算的0.94%。",
        "ccm",
    ),
    (
        DETAIL,
        "一般公共预算财政拨款支出年初预算为0万元,全年预算为490.15万元,支出决算为470.00万元,完成年初预算的95.89%。",
        "?ucm",
    ),
    (
        DETAIL,
        "1.一般公共服务支出(类)财政事务(款)行政运行(项)。主要用于人员支出。年初预算为320.00万元,支出决算为300.00万元,完成年初预算的93.75%。决算数小于预算数的主要原因是人员减少。",
        "ccc",
    ),
    (
        DETAIL,
        "1.一般公共服务支出(类)财政事务(款)行政运行(项)。年初预算为280.00万元,支出决算为300.00万元,完成年初预算的107.14%。决算数小于预算数的主要原因是人员减少。",
        "ccc",
    ),
    (
        DETAIL,
        "2.社会保障和就业支出(类)行政事业单位养老支出(款)机关事业单位基本养老保险缴费支出(项)。年初预算为40.00万元,支出决算为40.00万元,完成年初预算的100%,决算数与预算数持平。",
        "ccc",
    ),
    (
        DETAIL,
        "3.住房保障支出(类)住房改革支出(款)住房公积金(项)30.00万元。主要用于缴存住房公积金。",
        "c",
    ),
    (DETAIL, "3.住房保障支出(类)住房改革支出(款)住房公积金(项)33.00万元。", "m"),
    (
        DETAIL,
        "一般公共服务支出(201类)财政事务(06款)一般行政管理事务(02项)年初预算0万元,全年预算110.00万元,支出决算100.00万元,完成全年预算的90.91%。",
        "uccc",
    ),
    # basic expenditure
    (
        BASIC,
        "一般公共预算财政拨款基本支出370.00万元。其中:人员经费320.00万元,主要包括:基本工资、津贴补贴、机关事业单位基本养老保险缴费、住房公积金、退休费;公用经费50.00万元,主要包括:办公费、差旅费、公务接待费。",
        "ccc",
    ),
    (BASIC, "基本支出370.00万元,其中人员经费230.00万元,公用经费50.00万元。", "cmc"),
    # funds
    (
        FUND,
        "政府性基金预算财政拨款收入50.00万元,支出50.00万元。城乡社区支出(类)国有土地使用权出让收入安排的支出(款)城市建设支出(项)支出决算为50.00万元。",
        "ccc",
    ),
    (
        FUND,
        "政府性基金预算财政拨款年初结转和结余0万元,本年收入50.00万元,本年支出60.00万元,年末结转和结余0万元。",
        "ccmc",
    ),
    (CAPITAL, "国有资本经营预算财政拨款支出10.00万元。", "c"),
    (CAPITAL, "国有资本经营预算财政拨款支出1.00万元。", "m"),
    # three public expenses
    (
        THREE,
        "“三公”经费财政拨款支出全年预算为42.00万元,支出决算为38.00万元,完成全年预算的90.48%。其中:因公出国(境)费支出决算5.00万元,完成预算的83.33%;公务用车购置及运行维护费支出决算30.00万元,完成预算的93.75%;公务接待费支出决算3.00万元,完成预算的75.00%。",
        "ccccccccc",
    ),
    (
        THREE,
        "“三公”经费支出决算38.00万元,其中:公务用车购置费18.00万元、公务用车运行维护费12.00万元、公务接待费3.00万元、因公出国(境)费5.00万元。",
        "ccccc",
    ),
    (
        THREE,
        "因公出国(境)费支出5.00万元,占13.16%;公务用车购置及运行维护费支出30.00万元,占78.95%;公务接待费支出3.00万元,占7.89%。",
        "cccccc",
    ),
    (
        THREE,
        "公务接待费支出3.00万元,其中:国内接待费2.50万元,接待20批次、160人次;国(境)外接待费0.50万元,接待1批次、8人次。",
        "ccuucuu",
    ),
    (
        THREE,
        "公务用车购置支出18.00万元,购置公务用车1辆;公务用车运行维护费12.00万元,公务用车保有量7辆。",
        "cucc",
    ),
    (THREE, "公务用车运行维护费12.00万元,公务用车保有量9辆。", "cm"),
    (THREE, "因公出国(境)费支出50.00万元。", "m"),
    # other matters
    (
        f"{OTHER}\n(一)机关运行经费支出情况",
        "机关运行经费支出50.00万元,比2023年度增加5.00万元,增长11.11%。",
        "ccc",
    ),
    (
        f"{OTHER}\n(一)机关运行经费支出情况",
        "机关运行经费支出50.00万元,比2023年度减少5.00万元,增长11.11%。",
        "c??",
    ),
    (
        f"{OTHER}\n(二)政府采购支出情况",
        "政府采购支出总额80.00万元,其中:政府采购货物支出30.00万元、政府采购工程支出40.00万元、政府采购服务支出10.00万元。授予中小企业合同金额60.00万元,占政府采购支出总额的75.00%,其中:授予小微企业合同金额45.00万元,占授予中小企业合同金额的75.00%。",
        "cccccccc",
    ),
    (
        f"{OTHER}\n(二)政府采购支出情况",
        "政府采购支出总额80.00万元,其中:货物支出30.00万元、工程支出40.00万元、服务支出20.00万元。",
        "cccm",
    ),
    (
        f"{OTHER}\n(二)政府采购支出情况",
        "政府采购支出总额80.00万元。授予中小企业合同金额90.00万元,占政府采购支出总额的112.50%。",
        "cm?",
    ),
    (
        f"{OTHER}\n(三)国有资产占有使用情况",
        "截至2024年12月31日,本单位共有车辆7辆,其中:主要负责人用车1辆、应急保障用车2辆、其他用车4辆。单价100万元(含)以上设备(不含车辆)3台(套)。",
        "ccccc",
    ),
    (
        f"{OTHER}\n(三)国有资产占有使用情况",
        "截至2024年12月31日,本单位共有车辆8辆,其中:主要负责人用车1辆、应急保障用车2辆、其他用车4辆。",
        "mccc",
    ),
    (f"{OTHER}\n(四)预算绩效情况", "绩效自评项目5个,其中:评为“优”的3个,“良”的2个。", "ccc"),
    (f"{OTHER}\n(四)预算绩效情况", "绩效自评项目5个,涉及资金180.00万元,平均得分92.5分。", "uuu"),
    # 分别: one figure for each of what was listed before
    (
        INCOME,
        "财政拨款收入530.00万元、事业收入20.00万元、其他收入5.00万元,分别占95.50%、3.60%、0.90%。",
        "cccccc",
    ),
    (
        INCOME,
        "财政拨款收入530.00万元、事业收入20.00万元、其他收入5.00万元,分别占本年收入的95.50%、3.60%和0.09%。",
        "ccc??m",
    ),
    (SPENDING, "基本支出和项目支出分别为370.00万元和180.00万元,占比分别为67.27%和32.73%。", "cccc"),
    (
        THREE,
        "因公出国(境)费、公务用车购置及运行维护费、公务接待费决算分别为5.00万元、30.00万元、3.00万元,分别完成预算的83.33%、93.75%、75.00%。",
        "cccccc",
    ),
    # 节约 behind a comparison with the budget
    (
        THREE,
        "“三公”经费决算38.00万元,较预算42.00万元节约4.00万元,下降9.52%。其中公务接待费3.00万元,比预算减少1.00万元。",
        "cccccc",
    ),
    (THREE, "“三公”经费决算38.00万元,较预算42.00万元节约5.00万元,下降9.52%。", "??m?"),
    # no heading: the words a sentence opens with say what it is about
    ("", "2024年,示例单位乙收入总计555.00万元,比上年增加55万元,增长11%,主要是人员增加。", "ccc"),
    (
        "",
        "一般公共预算财政拨款支出470.00万元中:一般公共服务支出400.00万元,占85.11%;住房保障支出30.00万元,占6.38%。",
        "ccccc",
    ),
    (
        "",
        "公务用车购置及运行费30.00万元,其中公务用车购置费18.00万元(购置1辆),运行维护费12.00万元,保有量7辆。",
        "cc?cc",
    ),
    ("", "收入总计565.00万元。公务接待费3.50万元。", "mm"),
    # headings in other words, other numbers, another order
    ("一、收支总体情况", "收入总计555.00万元,支出总计555.00万元。", "cc"),
    ("(一)收入决算情况", "本年收入合计555.00万元,其中:财政拨款收入530.00万元,占95.50%。", "ccc"),
    (
        f"{GENERAL}\n1.基本支出情况",
        "基本支出370.00万元,其中人员经费320.00万元,公用经费50.00万元。",
        "ccc",
    ),
    (
        "关于2024年度收入支出决算总体情况的说明",
        "2024年度收入总计555.00万元,支出总计555.00万元。",
        "cc",
    ),
    ("收支总体情况", "收入总计555.00万元,支出总计555.00万元。", "cc"),
    ("七、“三公”经费支出决算情况说明\n(一)总体情况", "“三公”经费支出决算为38.00万元。", "c"),
    (f"{THREE}\n机关运行经费", "机关运行经费支出50.00万元。", "c"),
    (f"{THREE}\n政府采购", "政府采购支出总额80.00万元。", "c"),
    # other units, other words for growth, gaps and shares
    (
        SPENDING,
        "示例单位乙2024年本年支出合计5500000元,其中:基本支出3,700,000元,项目支出1,800,000元。",
        "ccc",
    ),
    (OTHER, "机关运行经费支出500,000元,比上年增加5万,增长11.11%。", "ccc"),
    (GENERAL, "一般公共预算财政拨款支出0.047亿元。", "c"),
    (TOTALS, "支出总计555.00万元,较上年度决算数增加55.00万元,增幅为11.00%。", "ccc"),
    (TOTALS, "收入总计555.00万元,同比增长11.00%,增加55.00万元。", "ccc"),
    (
        GENERAL,
        "社会保障和就业支出(类)年初预算45.00万元,支出决算40.00万元,与年初预算相比减少5.00万元(决算小于预算)。",
        "ccc",
    ),
    (GENERAL, "住房保障支出(类)30.00万元,与年初预算相比增加5.00万元(决算大于预算)。", "cu"),
    (
        SPENDING,
        "基本支出370.00万元,占总支出的67.27%;项目支出180.00万元,占支出总额比重为32.73%。",
        "cccc",
    ),
    (
        STRUCTURE,
        "社会保障和就业支出40.00万元,占支出总额的比重为8.51%;住房保障支出30.00万元,占总支出的7.38%。",
        "cccm",
    ),
    (
        FISCAL,
        "财政拨款收入530.00万元,其中,一般公共预算470.00万元,政府性基金50.00万元,国有资本经营10.00万元。",
        "cccc",
    ),
    # classes of all funds where only 财政拨款 is said
    (
        f"{GENERAL}\n(二)财政拨款支出决算结构情况",
        "财政拨款支出530.00万元,主要用于以下方面:城乡社区支出(类)支出50.00万元,占9.43%;住房保障支出(类)支出31.00万元,占5.66%。",
        "cccm?",
    ),
]


def checked(heading: str, paragraph: str) -> CheckResult:
    lines = [*heading.split("\n"), paragraph]
    narrative = Narrative(
        tuple(Paragraph(text, index) for index, text in enumerate(lines)), "情况说明.txt"
    )
    book = unit()
    return check_narrative(narrative, book, editions.load(book.edition))


@pytest.mark.parametrize(("heading", "paragraph", "verdicts"), CASES, ids=itertools.count(1))
def test_every_figure_has_the_verdict_a_reviewer_would_give(
    heading: str, paragraph: str, verdicts: str
) -> None:
    result = checked(heading, paragraph)

    said = [(figure.text, LETTERS[figure.verdict], figure.reason) for figure in result.figures]
    assert len(said) == len(verdicts), said
    for (text, letter, reason), wanted in zip(said, verdicts, strict=True):
        assert wanted in {letter, "?"}, (text, letter, reason)


@pytest.mark.parametrize(
    ("heading", "paragraph"),
    [(heading, paragraph) for heading, paragraph, verdicts in CASES if set(verdicts) <= set("cu")],
)
def test_nothing_red_is_said_of_what_is_right(heading: str, paragraph: str) -> None:
    red = [
        finding.message
        for finding in checked(heading, paragraph).findings
        if finding.verdict is Verdict.MISMATCH
    ]
    wrong_direction = "决算数小于预算数" in paragraph and "107.14" in paragraph
    assert len(red) == (1 if wrong_direction else 0), red


RED_SENTENCES = [
    (FISCAL, "财政拨款收入支出总计530.00万元,比上年增加30.00万元,与上年持平。", "持平"),
    (FUND, "本年度无此项收支。", "50"),
    (CAPITAL, "本年度没有国有资本经营预算财政拨款支出。", "10"),
    (TOTALS, "收入总计555.00万元,比上年增长(下降)5.00%。", "增长(下降)"),
    (TOTALS, "2023年度收入总计555.00万元。", "2023"),
    (DETAIL, "住房保障支出(类)住房改革支出(款)购房补贴(项)8.00万元。", "购房补贴"),
    (DETAIL, "支出决算为470.00万元。决算数小于(大于)预算数的主要原因:压减。", "小于(大于)"),
    (THREE, "因公出国(境)费支出5.00万元,与全年预算数持平。", "6.00"),
    (
        DETAIL,
        "行政运行(项)支出决算300.00万元,完成全年预算93.75%,决算数大于全年预算数。",
        "93.75",
    ),
    ("第三部分 示例单位丙2024年度决算情况说明", "2022年度收入总计555.00万元。", "2022"),
    (f"{OTHER}\n(一)机关运行经费支出情况", "无机关运行经费。", "50"),
]


@pytest.mark.parametrize(("heading", "paragraph", "word"), RED_SENTENCES)
def test_a_contradicted_statement_is_red(heading: str, paragraph: str, word: str) -> None:
    findings = checked(heading, paragraph).findings

    red = [finding for finding in findings if finding.verdict is Verdict.MISMATCH]
    assert red, findings
    assert any(word in finding.message for finding in red)


QUIET_SENTENCES = [
    # a figure inside a reason belongs to the reason
    (
        FISCAL,
        "财政拨款收入支出总计530.00万元,比上年增加30.00万元,增长6.00%,主要原因是新增设备购置25.00万元,人员经费较上一年度增加5.00万元。",
    ),
    # loose names in a list
    (BASIC, "公用经费50.00万元,主要包括办公费、饭贴、社保等。"),
    # years, dates, document numbers, codes and sections are no figures
    (OTHER, "根据财预〔2024〕36号文件,截至2024年12月31日,按照第3条的要求开展工作。"),
    (DETAIL, "本单位使用的功能科目为2010601行政运行,2210201住房公积金。"),
]


@pytest.mark.parametrize(("heading", "paragraph"), QUIET_SENTENCES)
def test_what_is_no_error_raises_nothing_red_or_yellow(heading: str, paragraph: str) -> None:
    loud = [
        finding.message
        for finding in checked(heading, paragraph).findings
        if finding.verdict in {Verdict.MISMATCH, Verdict.ROUNDING}
    ]
    assert loud == []


def test_an_item_that_a_list_of_items_leaves_out_is_named() -> None:
    items = (
        "1.一般公共服务支出(类)财政事务(款)行政运行(项)支出决算300.00万元。"
        "2.一般公共服务支出(类)财政事务(款)一般行政管理事务(项)支出决算100.00万元。"
    )
    last = "3.住房保障支出(类)住房改革支出(款)住房公积金(项)支出决算30.00万元。"
    kept = (
        "4.社会保障和就业支出(类)行政事业单位养老支出(款)"
        "机关事业单位基本养老保险缴费支出(项)支出决算40.00万元。"
    )

    said = [one.message for one in checked(DETAIL, items + last).findings]
    assert said == ["表中有金额、逐项说明里没有写到:2080505机关事业单位基本养老保险缴费支出"]
    assert not checked(DETAIL, items + last + kept).findings


def test_growth_from_a_zero_base_is_at_most_a_hint() -> None:
    findings = checked(
        FISCAL, "财政拨款收入支出总计530.00万元,比上年增加530.00万元,增长100%。"
    ).findings
    assert {finding.severity for finding in findings} <= {Severity.HINT}


def test_another_table_that_agrees_does_not_turn_a_mismatch_into_a_tail() -> None:
    book = unit()
    table = book.tables["公开05表"]
    cells = dict(table.cells)
    cells["201", "基本支出"] = Cell(Decimal("292.36"))
    wrong = replace(book, tables={**book.tables, "公开05表": replace(table, cells=cells)})
    lines = (DETAIL.split("\n", maxsplit=1)[0], "一般公共服务支出(类)基本支出300.00万元。")

    narrative = Narrative(
        tuple(Paragraph(text, index) for index, text in enumerate(lines)), "情况说明.txt"
    )
    (figure,) = check_narrative(narrative, wrong, editions.load(book.edition)).figures

    assert figure.verdict is Verdict.MISMATCH
