"""分析 against the tables it is filled from."""

from tests.rules.given import check, of_rule, only, places
from xltool.model.finding import Verdict

RULE = "analysis.computed"
TEXT = """
    T01 1 金额 820.66
    T01 27 金额 820.66
    T01 31 金额 820.66
    T01 32 金额 820.66
    T01 58 金额 820.66
    T01 62 金额 820.66
    分析 收入总计 本年决算 {stated}
    分析 收入总计 上年决算 410.33
    分析 收入总计 增减额 ~410.33
    分析 收入总计 增减率 {rate}
"""


def _told(stated: str = "~820.66", rate: str = "~1.0000", *, published: bool = False) -> list[str]:
    result = check(TEXT.format(stated=stated, rate=rate), as_published=published)
    return [finding.message for finding in of_rule(result, RULE)]


def test_formulas_that_give_what_the_tables_hold_are_silent() -> None:
    assert _told() == []


def test_a_figure_typed_over_a_link_that_disagrees_is_a_mismatch() -> None:
    text = TEXT.format(stated="700.00", rate="~1.0000")
    finding = only(of_rule(check(text, as_published=False), RULE))
    assert finding.verdict is Verdict.MISMATCH
    assert places(finding) == ["分析 收入总计 本年决算", "公开01表 31 金额"]
    assert "填列 700.00" in finding.message
    assert "820.66" in finding.message


def test_a_link_that_points_at_another_cell_is_a_mismatch() -> None:
    assert len(_told(stated="~715.32")) == 1


def test_an_equal_figure_typed_over_a_link_is_silent() -> None:
    assert _told(stated="820.66") == []


def test_a_typed_percentage_that_disagrees_is_a_mismatch() -> None:
    (message,) = _told(rate="0.5000")
    assert "填列 0.5000" in message
    assert "1.0000" in message


def test_a_percentage_that_rounding_of_its_figures_explains_is_silent() -> None:
    # between 4.095 / 4.105 and 4.105 / 4.095: 0.9976 to 1.0024
    text = """
        分析 收入总计 上年决算 4.10
        分析 收入总计 增减额 ~4.10
        分析 收入总计 增减率 {}
    """
    assert not of_rule(check(text.format("1.0024"), as_published=False), RULE)
    assert len(of_rule(check(text.format("1.0026"), as_published=False), RULE)) == 1


def test_a_book_filled_as_published_is_not_compared() -> None:
    assert _told(stated="700.00", published=True) == []


def test_what_is_taken_from_a_wrong_total_is_told_at_the_total_only() -> None:
    text = TEXT.replace("T01 31 金额 820.66", "T01 31 金额 900.66")
    result = check(text.format(stated="~820.66", rate="~1.0000"), as_published=False)

    assert of_rule(result, RULE) == []
    assert any(finding.verdict is Verdict.MISMATCH for finding in result.findings)
