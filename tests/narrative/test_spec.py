"""narrative.toml: what it says is used, and a malformed one is refused with all its faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from xltool.editions import load
from xltool.editions.errors import EditionError
from xltool.editions.narrative_loading import load_narrative, read_narrative_spec
from xltool.resources import resource

SHIPPED = resource("workbook_templates") / "national" / "2024" / "narrative.toml"


def test_the_shipped_file_is_well_formed() -> None:
    spec = load_narrative("shanxi/2024")

    assert "收入总计" in spec.subjects
    assert all(rule.total in spec.subjects for rule in spec.sums)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = SHIPPED.read_text("utf-8")
    text = text.replace('total = "采购"', 'total = "彩购"', 1)
    text = text.replace('"T01 31 金额"', '"T01 31"', 1).replace("rank = 1", 'rank = "高"', 1)
    (tmp_path / "narrative.toml").write_text(text, "utf-8")

    with pytest.raises(EditionError) as refused:
        read_narrative_spec(tmp_path, load())

    assert len(refused.value.errors) == 3
    told = "\n".join(refused.value.errors)
    assert "彩购" in told
    assert "T01 31" in told
    assert "rank" in told
    assert "narrative.toml" in told
