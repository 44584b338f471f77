"""The module of VBA with the names that users type, against what describes them."""

from __future__ import annotations

import re

from xltool.addin import udfs
from xltool.addin.actions import unescaped
from xltool.addin.cells.functions import CATEGORY, FUNCTIONS
from xltool.addin.cells.wrapper import MODULE, module_source
from xltool.addin.sources import modules

DECLARED = re.compile(r"^Public Function (\w+)\((.*)\) As Variant$", re.MULTILINE)
REGISTERED = re.compile(
    r'MacroOptions Macro:="(\w+)".*?Array\(.*?\)\n(?=    App|    This)', re.DOTALL
)
MOST_CONTINUATIONS = 24
"""VBA takes no more of them in one statement."""
LONGEST_HELP = 255


def test_the_add_in_carries_the_module_as_it_is_written() -> None:
    (found,) = [module for module in modules() if module.name == MODULE]
    assert found.source == module_source()


def test_each_function_stands_there_once_with_its_arguments() -> None:
    declared = DECLARED.findall(module_source())
    assert [name for name, _ in declared] == list(FUNCTIONS)
    for name, parameters in declared:
        assert parameters.split(", ") == [
            f"{'Optional ' * argument.is_optional}ByVal {argument.name} As Variant"
            for argument in FUNCTIONS[name].arguments
        ]


def test_no_other_module_has_a_function_of_that_name() -> None:
    others = [module.source for module in modules() if module.name != MODULE]
    for name in FUNCTIONS:
        assert not any(f"Function {name}(" in source for source in others)


def test_each_calls_the_procedure_that_answers_with_all_its_arguments() -> None:
    (answering,) = [module.source for module in modules() if module.name == "Functions"]
    for name, function in FUNCTIONS.items():
        given = ", ".join(argument.name for argument in function.arguments)
        called = name.removeprefix("BUDGET_").capitalize()
        assert f"    {name} = Functions.{called}({given})\n" in module_source()
        (parameters,) = re.findall(rf"Public Function {called}\((.*)\) As Variant", answering)
        assert len(parameters.split(", ")) == len(function.arguments)


def test_what_vba_asks_python_for_is_a_function_there() -> None:
    (answering,) = [module.source for module in modules() if module.name == "Functions"]
    asked = set(re.findall(r'Python\.Told\(book, "(\w+)"', answering))
    assert asked == {"budget_check", "budget_findings", "budget_figure", "budget_narrative"}
    assert all(callable(getattr(udfs, name)) for name in asked)


def test_help_is_registered_word_for_word() -> None:
    whole = re.sub(r'" & _\s*"', "", module_source())
    registered = {found[1]: found[0] for found in REGISTERED.finditer(whole)}
    assert set(registered) == set(FUNCTIONS)
    for name, function in FUNCTIONS.items():
        texts = re.findall(r'Texts\.Unescaped\("(.*?)"\)', registered[name])
        assert list(map(unescaped, texts)) == [
            function.help,
            *(argument.help for argument in function.arguments),
        ]
        assert all(len(unescaped(text)) <= LONGEST_HELP for text in texts)
    assert CATEGORY in unescaped(whole)


def test_it_is_vba_that_excel_takes() -> None:
    source = module_source()
    assert source.isascii()
    continued = re.findall(r"(?:.* _\n)+", source)
    assert all(block.count("\n") <= MOST_CONTINUATIONS for block in continued)
    assert max(map(len, source.splitlines())) < 1000


def test_telling_the_help_leaves_a_workbook_as_saved_as_it_was() -> None:
    source = module_source()
    before, after = source.index("isSaved = ThisWorkbook.Saved"), source.index(".Saved = isSaved")
    told = [found.start() for found in re.finditer("MacroOptions", source)]
    assert len(told) == len(FUNCTIONS)
    assert before < min(told) < max(told) < after
