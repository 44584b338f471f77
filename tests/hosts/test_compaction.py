"""A change without detours: what is taken away and put back again is changed once."""

from __future__ import annotations

from xltool.hosts.compaction import compacted
from xltool.model.patch import Patch, SetContent, SetFill, SetLink

SHEET = "核对结果"


def test_a_mark_taken_away_and_set_again_is_no_change() -> None:
    patch = Patch(
        (SetFill(SHEET, "C8", "FFC7CE", None), SetFill(SHEET, "C8", None, "FFC7CE")),
    )
    assert compacted(patch) == Patch()


def test_a_mark_of_another_colour_is_changed_once() -> None:
    patch = Patch(
        (SetFill(SHEET, "C8", "FFC7CE", None), SetFill(SHEET, "C8", None, "FFEB9C")),
    )
    assert compacted(patch) == Patch((SetFill(SHEET, "C8", "FFC7CE", "FFEB9C"),))


def rewritten(text: str, link: str) -> Patch:
    """A cell with text and link, cleared and written again."""
    return Patch(
        (
            SetLink(SHEET, "J2", "公开03表!C8", None),
            SetContent(SHEET, "J2", "公开03表 合计", None),
            SetContent(SHEET, "J2", None, text),
            SetLink(SHEET, "J2", None, link),
        )
    )


def test_a_link_goes_before_its_text_changes_and_comes_after_it_back_as_well_as_forth() -> None:
    patch = compacted(rewritten("公开03表 201", "公开03表!C8"))
    kinds = [(type(edit), edit.after) for edit in patch.edits if isinstance(edit, SetLink)]
    assert kinds == [(SetLink, None), (SetLink, "公开03表!C8")]
    for one_way in (patch, patch.inverse):
        assert [type(edit) for edit in one_way.edits] == [SetLink, SetContent, SetLink]


def test_a_link_of_an_unchanged_text_is_left_or_changed_once() -> None:
    assert compacted(rewritten("公开03表 合计", "公开03表!C8")) == Patch()
    other = compacted(rewritten("公开03表 合计", "公开05表!C8"))
    assert other == Patch((SetLink(SHEET, "J2", "公开03表!C8", "公开05表!C8"),))
