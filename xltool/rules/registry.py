"""Every table rule with what it says, its source, its tables and two examples."""

from __future__ import annotations

from xltool.editions.implied import implied
from xltool.editions.schema import Edition, IdentityRule, Relation
from xltool.model.finding import Severity
from xltool.model.rule import RuleInfo
from xltool.rules import analysis, codes, completeness, last_year, mistyped, overwritten, wrong_unit
from xltool.rules.examples import Samples, message_of
from xltool.rules.slips import Slip

_FORM = "决算公开表编制要求"
_TREE = "政府收支分类科目"


def registry(edition: Edition | None = None) -> tuple[RuleInfo, ...]:
    """The rules of one edition's tables (default shanxi/2024): identities, then the others."""
    from xltool import editions

    chosen = edition or editions.load()
    samples = Samples(chosen)
    named = (_identity(samples, rule) for rule in chosen.identities)
    return (*named, *OTHER_RULES, *implied().rules.values())


def _identity(samples: Samples, rule: IdentityRule) -> RuleInfo:
    tables = tuple(dict.fromkeys(ref.table for ref in (*rule.left, *rule.right)))
    within = "表内勾稽关系" if len(tables) == 1 else "表间勾稽关系"
    failing = samples.example_of(rule, failing=True)
    edition = samples.edition
    return RuleInfo(
        rule.id,
        rule.title,
        f"{rule.title}。{_strictness(rule)}",
        rule.source or f"{edition.title} {within}",
        tables,
        rule.example,
        message_of(edition, failing) if failing else "",
    )


def _strictness(rule: IdentityRule) -> str:
    if rule.severity is not Severity.ERROR:
        return "不是勾稽关系,不合时提示核实"
    if rule.relation is not Relation.EQ:
        return "超出各数按印出位数四舍五入所能解释的范围为不符"
    return "印出的数相等为一致;差额在各数四舍五入所能解释的范围内为尾差;否则为不符"


OTHER_RULES = (
    RuleInfo(
        codes.SHAPE,
        "科目代码的位数",
        "类、款、项代码为 3、5、7 位数字。",
        _TREE,
        (),
        "2010607 信息化建设(7 位)",
        "201060 信息化建设(6 位)",
    ),
    RuleInfo(
        codes.PARENT,
        "上级科目齐全",
        "每个项在同一表中有它的款和类;上级代码是去掉末两位,不看开头相同。",
        _TREE,
        (),
        "201、20106、2010607 三行都在",
        "有 201 和 2010607,没有 20106",
    ),
    RuleInfo(
        codes.LEAF,
        "科目列到项",
        "表中其他科目列到项时,有数的类、款下面也有行;没有的可能漏了行,为提示。",
        _TREE,
        (),
        "20106 下有 2010607",
        "20106 有数,下面没有一项,其他各款都有项",
    ),
    RuleInfo(
        codes.REPEATED,
        "科目不重复",
        "一个科目代码在一张表中只有一行。",
        _FORM,
        (),
        "2010607 一行",
        "2010607 两行",
    ),
    RuleInfo(
        codes.ORDER,
        "科目的次序",
        "科目按代码从小到大、上级在前排列;次序不同为提示。",
        _FORM,
        (),
        "201、20106、2010607、208",
        "208 排在 201 之前",
    ),
    RuleInfo(
        codes.NAME,
        "科目名称与分类目录相同",
        "名称与分类目录不同,或目录中没有的科目在各表名称不同,提示核实;目录没有的科目不算错。",
        _TREE,
        (),
        "2210201 住房公积金",
        "2210201 名为“住房基金”,分类目录为“住房公积金”",
    ),
    RuleInfo(
        completeness.MISSING,
        "各表齐全",
        "版式中的每张表都在,空表也保留;缺表时与它有关的勾稽未核对。",
        _FORM,
        (),
        "十张表都在",
        "没有公开08表",
    ),
    RuleInfo(
        completeness.EMPTY,
        "空表注明没有数据",
        "没有数据的表写明“本表无数据”。",
        _FORM,
        (),
        "公开07表为空并注明“本表无数据”",
        "公开07表为空,没有说明",
    ),
    RuleInfo(
        completeness.CONTRADICTED,
        "有数的表不注明无数据",
        "注明“本表无数据”的表中没有数。",
        _FORM,
        (),
        "公开07表有数,没有说明",
        "公开07表注明“本表无数据”,合计为 30.00",
    ),
    RuleInfo(
        completeness.YEAR,
        "表头年度一致",
        "各表表头的年度与整套报表相同。",
        _FORM,
        (),
        "各表均为 2024 年度",
        "公开05表为 2023 年度,其他各表为 2024 年度",
    ),
    RuleInfo(
        completeness.UNIT_NAME,
        "表头单位名称一致",
        "各表表头的单位名称与整套报表相同;不同时提示核实。",
        _FORM,
        (),
        "各表均为“示例单位”",
        "公开05表为“示例单位本级”,其他各表为“示例单位”",
    ),
    RuleInfo(
        Slip.ROWS.rule,
        "两行的数对调",
        "代码表中两行的数互换后,涉及的勾稽关系全部成立的,报为一处对调。",
        "勾稽关系的推论",
        (),
        "2010607 项目支出 15.00,2080505 项目支出 30.00,与其上级和各表相符",
        "2010607 项目支出 30.00,2080505 项目支出 15.00,互换后才与其上级相符",
    ),
    RuleInfo(
        mistyped.RULE,
        "科目代码没有误写",
        "一行的代码其他表没有,而改成其他表有、本表没有的相近代码后勾稽相符的,"
        "报为代码误写,其余按改后的代码核对。",
        "勾稽关系的推论",
        (),
        "公开03表与公开05表都有 2010607",
        "公开05表有 2010607,公开03表写成 2010670,其余各数相同",
    ),
    RuleInfo(
        Slip.COLUMNS.rule,
        "两栏的数对调",
        "一行或整张表的两栏互换后,涉及的勾稽关系全部成立的,报为一处对调。",
        "勾稽关系的推论",
        (),
        "2010607 基本支出 15.00、项目支出 3.00,与其上级相符",
        "2010607 基本支出 3.00、项目支出 15.00,互换后才与其上级相符",
    ),
    RuleInfo(
        Slip.SLID.rule,
        "没有错行",
        "一张表有三行以上不符,而各数移动同样的行数后相符,是一处错行,由它引起的不符不再单列。",
        "勾稽关系的推论",
        (),
        "第32行 715.32、第39行 56.88、第40行 17.25 在各自的行",
        "三个数都写在下一行(第33、40、41行)",
    ),
    RuleInfo(
        wrong_unit.RULE,
        "金额单位与表头一致",
        "一张表与其他表的勾稽几乎全部不符,而各数乘或除以一万后相符,是金额单位与表头不一致。",
        "勾稽关系的推论",
        (),
        "各表均以万元填列",
        "公开05表以元填列,表头为万元:公开05表 201 小计 7153200.00,公开04表 33 行 715.32",
    ),
    RuleInfo(
        overwritten.RULE,
        "合计的公式没有被数字覆盖",
        "其他合计是公式时,合计处直接填数,数值相符为提示;按公布数填制的报表不核对本条。",
        "版式的公式",
        (),
        "公开03表合计是公式",
        "公开03表合计填了 820.66,其他合计是公式",
    ),
    RuleInfo(
        analysis.RULE,
        "分析表与各表一致",
        "分析表的本年决算与所取的表相同,占比、完成率、增减由本表的数算得;"
        "按公布数填制的报表不核对本条。",
        "版式的公式",
        ("分析",),
        "收入总计 本年决算 820.66,公开01表第31行 820.66",
        "收入总计 本年决算 700.00,公开01表第31行 820.66",
    ),
    RuleInfo(
        last_year.SAME,
        "上年决算与上年报表相同",
        "分析表填列的上年决算与上年报表的数相同,不允许差额。",
        "上年公布的决算",
        ("分析",),
        "上年决算 522.38,上年公开01表第31行 522.38",
        "上年决算 522.83,上年公开01表第31行 522.38",
    ),
    RuleInfo(
        last_year.YEAR,
        "上年数据是上一年的",
        "用来核对的上年数据,年度比本年少一。",
        "上年公布的决算",
        (),
        "本年 2024,上年数据 2023",
        "本年 2024,上年数据也是 2024",
    ),
)
"""Rules that are no identities."""
