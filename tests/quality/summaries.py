"""The two summary tables (公开01表, 公开04表) of made-up accounts."""

from __future__ import annotations

from tests.quality.accounts import FINAL, PRIOR, SOURCES, Accounts
from tests.quality.books import CLASSES
from tests.quality.truth import SumRule
from xltool.model.book import TOTAL_ROW

_FUNDS = ("一般公共", "基金", "国资")
_COLUMNS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
_BOTH = (FINAL, PRIOR)
_T01 = {
    "27": "收入",
    "29": "年初结转和结余",
    "58": "支出",
    "59": "结余分配",
    "60": "年末结转和结余",
}
_T04 = {"27": "财政拨款收入", "28": "财政拨款年初", "29": "年初/一般公共"}
_TOTALS = {
    "财政拨款收入": ("拨款/一般公共", "拨款/基金", "拨款/国资"),
    "财政拨款支出": _FUNDS,
    "财政拨款年初": ("年初/一般公共",),
    "财政拨款年末": ("年末/一般公共",),
    "财政拨款收入总计": ("财政拨款收入", "财政拨款年初"),
    "财政拨款支出总计": ("财政拨款支出", "财政拨款年末"),
    "年初结转和结余": ("财政拨款年初",),
    "年末结转和结余": ("财政拨款年末",),
    "收入总计": ("收入", "年初结转和结余"),
    "支出总计": ("支出", "结余分配", "年末结转和结余"),
}


def summary_tables(accounts: Accounts) -> None:
    """Grand totals, their parts, and one line a functional class."""
    for fund in ("基金", "国资"):
        accounts.total(f"拨款/{fund}", [fund], _BOTH)
    for measure in _BOTH:
        moved = accounts.get(measure, "年末/一般公共") - accounts.get(measure, "年初/一般公共")
        accounts.put("拨款/一般公共", measure, accounts.get(measure, "一般公共") + moved)
    for subject, parts in _TOTALS.items():
        accounts.total(subject, parts, _BOTH)
    for left, right in (("支出总计", "收入总计"), ("财政拨款支出总计", "财政拨款收入总计")):
        accounts.sums.append(SumRule(left, (right,)))
    _lines(accounts)
    for row, kind in (("59", ""), ("60", "年末"), ("64", "总计")):
        _fund_line(accounts, row, kind)
    for number, code in enumerate(CLASSES):
        _class_line(accounts, number, code)


def _lines(accounts: Accounts) -> None:
    for number, fund in enumerate(_FUNDS, 1):
        accounts.state(f"拨款/{fund}", "01", str(number), "金额")
        accounts.state(f"拨款/{fund}", "04", str(number), "金额")
    for number, source in enumerate(SOURCES, 4):
        accounts.state(f"收入/{source}", "01", str(number), "金额")
    for row, subject in _T01.items():
        accounts.state(subject, "01", row, "金额")
    for row, subject in _T04.items():
        accounts.state(subject, "04", row, "金额")
    for subject in ("收入总计", "支出总计"):
        accounts.state(subject, "01", "31", "金额")
        accounts.state(subject, "01", "62", "金额")
        accounts.state(f"财政拨款{subject}", "04", "32", "金额")
    accounts.state("财政拨款收入", "02", TOTAL_ROW, "财政拨款收入")
    accounts.state("拨款/基金", "07", TOTAL_ROW, "本年收入")
    accounts.state("年初/基金", "07", TOTAL_ROW, "年初结转和结余")
    accounts.state("年末/基金", "07", TOTAL_ROW, "年末结转和结余")


def _class_line(accounts: Accounts, number: int, code: str) -> None:
    accounts.state(f"支出/{code}", "01", str(32 + number), "金额")
    accounts.total(f"财政/{code}", [f"{fund}/{code}" for fund in _FUNDS], _BOTH)
    accounts.state(f"财政/{code}", "04", str(33 + number), "合计")
    for fund, column in zip(_FUNDS, _COLUMNS, strict=True):
        accounts.state(f"{fund}/{code}", "04", str(33 + number), column)


def _fund_line(accounts: Accounts, row: str, kind: str) -> None:
    """支出合计, 年末结转 and 总计 of 公开04表, all funds and one by one."""
    whole = {"": "财政拨款支出", "年末": "财政拨款年末", "总计": "财政拨款支出总计"}[kind]
    accounts.state(whole, "04", row, "合计")
    if kind == "总计":
        accounts.state("财政拨款收入总计", "04", row, "合计")
    for fund, column in zip(_FUNDS, _COLUMNS, strict=True):
        if kind == "总计":
            accounts.total(f"总计/{fund}", [fund, f"年末/{fund}"], (FINAL,))
        subject = {"": fund, "年末": f"年末/{fund}", "总计": f"总计/{fund}"}[kind]
        accounts.state(subject, "04", row, column)
