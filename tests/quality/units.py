"""Made-up units: what they spend and where the money comes from, code by code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from tests.quality.accounts import (
    CAPITAL_CODES,
    FINAL,
    FUND_CODES,
    INCOME_COLUMNS,
    PRIOR,
    SOURCES,
    SPENDING_COLUMNS,
    Accounts,
    Shape,
    amount,
    code_names,
    near,
)
from tests.quality.details import economic_table, statistics_table, trips_table
from tests.quality.seeds import seeded
from tests.quality.summaries import summary_tables
from tests.quality.truth import Measure, SumRule
from xltool.model.amount import round_half_up
from xltool.model.book import TOTAL_ROW

_NAMED = str.maketrans("0123456789", "天地玄黄宇宙洪荒日月")
"""Names of made-up items hold no digits, so that an amount may follow."""


def make(shape: Shape) -> Accounts:
    """Accounts of one unit and year."""
    accounts = Accounts(shape, seeded(shape.seed))
    accounts.names = {**code_names("functional"), **code_names("economic")}
    _choose_items(accounts)
    for fund in ("一般公共", "基金", "国资"):
        _spend(accounts, fund)
    _other_money(accounts)
    _spending_tables(accounts)
    _income_tables(accounts)
    summary_tables(accounts)
    economic_table(accounts)
    trips_table(accounts)
    statistics_table(accounts)
    return accounts


def _choose_items(accounts: Accounts) -> None:
    shape, random = accounts.shape, accounts.random
    known = [
        code
        for code in accounts.names
        if len(code) == 7 and code not in FUND_CODES and code not in CAPITAL_CODES
    ]
    always = ["2010650", "2080505", "2101102", "2210201"][: shape.rows]
    rest = [code for code in known if code not in always]
    chosen = [*always, *random.sample(rest, min(max(shape.rows - 4, 0), len(rest)))]
    divisions = sorted({code[:5] for code in rest})
    while len(chosen) < shape.rows:
        code = f"{random.choice(divisions)}{random.randint(30, 89)}"
        if code not in accounts.names:
            accounts.names[code] = "示例事项" + code[3:].translate(_NAMED)
            chosen.append(code)
    accounts.items["一般公共"] = sorted(chosen)
    if shape.funds:
        accounts.items["基金"] = sorted(random.sample(FUND_CODES, 2))
    if shape.capital:
        accounts.items["国资"] = list(CAPITAL_CODES)


def _spend(accounts: Accounts, fund: str) -> None:
    """Leaves and tree of one fund's expenditure: 项, 款, 类, total; basic, project, both."""
    for number, code in enumerate(accounts.items[fund]):
        basic = fund == "一般公共" and (number % 3 == 0 or code == "2010650")
        parts: tuple[str, ...] = ("基本",) if basic else ("项目",)
        if basic and number % 4 == 0 and len(accounts.items[fund]) > 1:
            parts = ("基本", "项目")
        for part in parts:
            _leaf(accounts, f"{fund}/{code}/{part}")
    codes = accounts.items[fund]
    for part in ("基本", "项目"):
        _tree(accounts, fund, codes, f"/{part}")
    for code in _with_parents(codes):
        accounts.total(f"{fund}/{code}", [f"{fund}/{code}/基本", f"{fund}/{code}/项目"])
    _tree(accounts, fund, codes, "")


def _leaf(accounts: Accounts, subject: str) -> None:
    final = amount(accounts)
    random = accounts.random
    accounts.put(subject, FINAL, final)
    if not accounts.shape.new_unit:
        accounts.put(subject, PRIOR, near(final, random, 0.6, 1.5))
    accounts.put(subject, Measure.FULL_BUDGET, near(final, random, 1.0, 1.3))
    accounts.put(subject, Measure.BUDGET, near(final, random, 0.7, 1.4))


def _with_parents(codes: Iterable[str]) -> list[str]:
    return sorted({code[:length] for code in codes for length in (3, 5, 7)})


def _tree(accounts: Accounts, fund: str, codes: Sequence[str], tail: str) -> None:
    for length in (5, 3):
        for parent in sorted({code[:length] for code in codes}):
            children = sorted({code[: length + 2] for code in codes if code[:length] == parent})
            accounts.total(
                f"{fund}/{parent}{tail}", [f"{fund}/{child}{tail}" for child in children]
            )
    classes = sorted({code[:3] for code in codes})
    accounts.total(f"{fund}{tail}", [f"{fund}/{code}{tail}" for code in classes])


def _other_money(accounts: Accounts) -> None:
    """Income that is no appropriation, spent on the unit's first item; 经营 leaves a balance."""
    if not accounts.shape.other_income:
        return
    accounts.items["自有"] = accounts.items["一般公共"][:1]
    code = accounts.items["自有"][0]
    spent = {"上级补助": "项目", "事业": "基本", "经营": "经营", "其他": "项目"}
    for source, part in spent.items():
        for measure in (FINAL, PRIOR):
            accounts.put(f"来源/{source}", measure, amount(accounts, 0.5))
        accounts.put(f"自有/{code}/{source}", FINAL, accounts.get(FINAL, f"来源/{source}"))
        accounts.put(f"自有/{code}/{source}", PRIOR, accounts.get(PRIOR, f"来源/{source}"))
        accounts.items[f"自有/{part}"].append(source)
    kept = round_half_up(accounts.get(FINAL, "来源/经营") / 10, 2)
    accounts.put("结余分配", FINAL, kept)
    before = accounts.get(FINAL, f"自有/{code}/经营")
    accounts.put(f"自有/{code}/经营", FINAL, before - kept)


def _spending_tables(accounts: Accounts) -> None:
    codes = sorted({code for fund in ("一般公共", "基金", "国资") for code in accounts.items[fund]})
    own = accounts.items["自有"]
    for code in codes:
        for part in SPENDING_COLUMNS:
            leaves = [f"{fund}/{code}/{part}" for fund in ("一般公共", "基金", "国资")]
            if code in own:
                leaves += [f"自有/{code}/{source}" for source in accounts.items[f"自有/{part}"]]
            accounts.total(f"支出/{code}/{part}", leaves, (FINAL, PRIOR))
    for part in SPENDING_COLUMNS:
        _tree(accounts, "支出", codes, f"/{part}")
    for code in _with_parents(codes):
        accounts.total(f"支出/{code}", [f"支出/{code}/{part}" for part in SPENDING_COLUMNS])
    _tree(accounts, "支出", codes, "")
    accounts.sums.append(
        SumRule("支出", tuple(f"支出/{part}" for part in SPENDING_COLUMNS), (FINAL, PRIOR))
    )
    for subject, row in (
        ("支出", TOTAL_ROW),
        *((f"支出/{code}", code) for code in _with_parents(codes)),
    ):
        accounts.state(subject, "03", row, "本年支出合计")
        for part, column in SPENDING_COLUMNS.items():
            accounts.state(f"{subject}/{part}", "03", row, column)
    _fund_tables(accounts)


def _fund_tables(accounts: Accounts) -> None:
    columns = {"一般公共": ("05", "小计"), "基金": ("07", "小计"), "国资": ("08", "合计")}
    for fund, (table, both) in columns.items():
        codes = accounts.items[fund]
        if not codes:
            continue
        rows = [(fund, TOTAL_ROW), *((f"{fund}/{code}", code) for code in _with_parents(codes))]
        for subject, row in rows:
            accounts.state(subject, table, row, both)
            accounts.state(f"{subject}/基本", table, row, "基本支出")
            accounts.state(f"{subject}/项目", table, row, "项目支出")
            if fund == "基金":
                accounts.total(f"{subject}/收入", [subject], (FINAL,))
                accounts.state(f"{subject}/收入", table, row, "本年收入")


def _income_tables(accounts: Accounts) -> None:
    codes = sorted({code for fund in ("一般公共", "基金", "国资") for code in accounts.items[fund]})
    _carry(accounts)
    own = accounts.items["自有"]
    for code in codes:
        for measure in (FINAL, PRIOR):
            spent = sum(
                (accounts.get(measure, f"{fund}/{code}") for fund in ("一般公共", "基金", "国资")),
                Decimal(0),
            )
            moved = accounts.get(measure, "年末/一般公共") - accounts.get(measure, "年初/一般公共")
            accounts.put(
                f"收入/{code}/财政拨款",
                measure,
                spent + (moved if code == accounts.items["一般公共"][0] else 0),
            )
        if code in own:
            for source in SOURCES:
                accounts.total(f"收入/{code}/{source}", [f"来源/{source}"], (FINAL, PRIOR))
    for source in INCOME_COLUMNS:
        _tree(accounts, "收入", codes, f"/{source}")
    for code in _with_parents(codes):
        accounts.total(f"收入/{code}", [f"收入/{code}/{source}" for source in INCOME_COLUMNS])
    _tree(accounts, "收入", codes, "")
    accounts.sums.append(
        SumRule("收入", tuple(f"收入/{source}" for source in INCOME_COLUMNS), (FINAL, PRIOR))
    )
    for subject, row in (
        ("收入", TOTAL_ROW),
        *((f"收入/{code}", code) for code in _with_parents(codes)),
    ):
        accounts.state(subject, "02", row, "本年收入合计")
        for source, column in INCOME_COLUMNS.items():
            accounts.state(f"{subject}/{source}", "02", row, column)


def _carry(accounts: Accounts) -> None:
    if accounts.shape.carry:
        first = accounts.get(FINAL, f"一般公共/{accounts.items['一般公共'][0]}")
        prior = accounts.get(PRIOR, f"一般公共/{accounts.items['一般公共'][0]}")
        accounts.put("年初/一般公共", FINAL, round_half_up(first / 5, 2))
        accounts.put("年末/一般公共", FINAL, round_half_up(first / 7, 2))
        accounts.put("年初/一般公共", PRIOR, round_half_up(prior / 6, 2))
        accounts.put("年末/一般公共", PRIOR, accounts.get(FINAL, "年初/一般公共"))
