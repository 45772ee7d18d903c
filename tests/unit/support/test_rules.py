"""What ``make rules`` finds wrong, and how marks are read."""

from __future__ import annotations

import pytest

from tests.support.rules import (
    DOMAIN,
    PROMISES,
    Line,
    Mark,
    Unreadable,
    all_marks,
    capabilities,
    marks_in_python,
    marks_in_typescript,
    problems,
    report,
    table,
    written,
)

RULES_AND_PROMISES = [*map(str, range(1, 26)), *(f"P{number}" for number in range(1, 9))]
LINES = [Line("1", "", ("cases",)), Line("2", "in words", ()), Line("P1", "committed", ("cases",))]
NUMBERS = ["1", "2", "P1"]
MARKS = [Mark("t.py::test_a", "2"), Mark("t.py::test_b", "P1")]


def found(lines: list[Line] = LINES, marks: list[Mark] = MARKS, numbers: list[str] = NUMBERS) -> list[str]:
    return list(problems(numbers, lines, marks, {"cases"}))


def test_every_rule_that_is_written_has_its_line_and_every_kept_one_a_test() -> None:
    domain, promises = DOMAIN.read_text(), PROMISES.read_text()
    assert written(domain, promises) == RULES_AND_PROMISES
    assert list(problems(RULES_AND_PROMISES, table(domain), all_marks(), capabilities(domain))) == []


def test_a_table_that_is_complete_is_not_complained_of() -> None:
    assert found() == []


def test_a_kept_rule_without_a_test_is_found() -> None:
    assert found(marks=MARKS[1:]) == ["rule 2 is kept and no test stands for it"]


@pytest.mark.parametrize(("rule", "why"), [("26", "does not exist"), ("1", "nothing is kept")])
def test_a_test_of_a_rule_nobody_keeps_is_found(rule: str, why: str) -> None:
    (sentence,) = found(marks=[*MARKS, Mark("t.py::test_c", rule)])
    assert sentence.startswith("t.py::test_c")
    assert why in sentence


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (Line("1", "", ()), "rule 1 is neither kept nor later"),
        (Line("1", "", ("magic",)), "rule 1 is later with 'magic', which is no capability"),
    ],
)
def test_what_is_later_without_a_capability_is_found(line: Line, sentence: str) -> None:
    assert found(lines=[line, *LINES[1:]]) == [sentence]


@pytest.mark.parametrize("numbers", [["1", "2", "3", "P1"], ["1", "2"]])
def test_a_table_with_other_lines_than_there_are_rules_is_found(numbers: list[str]) -> None:
    assert any("has not exactly the lines" in sentence for sentence in found(numbers=numbers))


PYTHON = """
import pytest
pytestmark = [pytest.mark.alone, pytest.mark.rule("P4")]

@pytest.mark.parametrize("x", [1])
@pytest.mark.rule(9, 11)
async def test_a(x): ...

@pytest.mark.rule(17)
class TestB:
    @pytest.mark.rule(8)
    def test_c(self): ...
"""


def test_marks_stand_on_modules_classes_and_functions() -> None:
    assert list(marks_in_python("t.py", PYTHON)) == [
        Mark("t.py", "P4"),
        Mark("t.py::test_a", "9"),
        Mark("t.py::test_a", "11"),
        Mark("t.py::TestB", "17"),
        Mark("t.py::TestB::test_c", "8"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "@pytest.mark.rule(9)\ndef a_fixture(): ...",
        "@pytest.mark.rule(NINE)\ndef test_a(): ...",
        "@pytest.mark.rule()\ndef test_a(): ...",
    ],
    ids=["no test", "not spelt out", "no rule"],
)
def test_a_mark_that_says_nothing_is_refused(source: str) -> None:
    with pytest.raises(Unreadable):
        list(marks_in_python("t.py", source))


def test_titles_in_typescript_end_with_their_rules() -> None:
    source = (
        "test('withdrawn (rules 10, P4)', () => {})\ndescribe(\"it's (rule 8)\", () => {})\n// (rule 9)\n"
    )
    assert list(marks_in_typescript("a.test.ts", source)) == [
        Mark("a.test.ts › withdrawn", "10"),
        Mark("a.test.ts › withdrawn", "P4"),
        Mark("a.test.ts › it's", "8"),
    ]


def test_what_is_told_names_every_rule_with_its_tests() -> None:
    assert list(report(LINES, {"2": ["tests/unit/t.py::test_a"]})) == [
        "  1  not yet  (later: cases)",
        "  2  in words",
        "       unit/t.py::a",
        " P1  committed  (later: cases)",
    ]
