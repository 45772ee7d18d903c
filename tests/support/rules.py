"""The tests of each rule of the domain, and kept rules without a test (``make rules``).

The table in docs/domain.md lists for each rule and promise what is kept and what comes later. Tests are
marked with their rules: ``@pytest.mark.rule(17)`` or ``rule("P4")`` on a function, a class or, in
``pytestmark``, on a module; in TypeScript a title that ends with ``(rule 8)`` or ``(rules 8, P5)``.
Sources are parsed and not imported, because collecting with pytest takes seconds.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOMAIN, PROMISES = ROOT / "docs" / "domain.md", ROOT / "docs" / "architecture.md"
NOTHING = "–"

_NUMBERED = re.compile(r"^(\d+)\. ", re.MULTILINE)
_TITLE = re.compile(
    r"""(?P<quote>['"`])(?P<title>(?:(?!(?P=quote)).)*) \(rules? (?P<rules>[P\d, ]+)\)(?P=quote)"""
)


@dataclass(frozen=True, slots=True)
class Line:
    """The table's line of one rule: ``kept`` in words, empty if nothing is, and the capabilities that will
    add the rest."""

    rule: str
    kept: str
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A test, and a rule it is marked with."""

    test: str
    rule: str


class Unreadable(Exception):
    """A document or a mark in a format that this module does not parse."""


def section(text: str, heading: str) -> str:
    """The text below the heading that begins so, up to the next one. Raises ``Unreadable``."""
    found = re.search(rf"^(#+) {re.escape(heading)}.*?\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise Unreadable(f"no heading begins with {heading!r}")
    return found[2]


def rows(text: str) -> list[list[str]]:
    """The cells of a table, without its heading."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def written(domain: str, promises: str) -> list[str]:
    """All rules and promises: ``1`` to ``25``, ``P1`` to ``P8``."""
    rules = _NUMBERED.findall(section(domain, "Rules the software enforces"))
    return rules + [f"P{number}" for number in _NUMBERED.findall(section(promises, "Promises"))]


def table(domain: str) -> list[Line]:
    def line(rule: str, kept: str, later: str) -> Line:
        named = [] if later == NOTHING else [part.split(":")[0].strip() for part in later.split(" · ")]
        return Line(rule, "" if kept == NOTHING else kept, tuple(named))

    return [line(*cells) for cells in rows(section(domain, "What is kept today"))]


def capabilities(domain: str) -> set[str]:
    return {cells[0] for cells in rows(section(domain, "Capabilities to come"))}


def marks_in_python(path: str, source: str) -> Iterator[Mark]:
    """Raises ``Unreadable`` for a mark outside a test, or whose rules are no literals."""
    tree = ast.parse(source)
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "pytestmark":
            marks = statement.value.elts if isinstance(statement.value, ast.List) else [statement.value]
            yield from _marks(path, marks)
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _marked(path, statement)


def _marked(where: str, found: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[Mark]:
    name = f"{where}::{found.name}"
    marks = list(_marks(name, found.decorator_list))
    if marks and not found.name.startswith(("test_", "Test")):
        raise Unreadable(f"{name}: stands for a rule and is no test")
    yield from marks
    for inner in found.body if isinstance(found, ast.ClassDef) else ():
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _marked(name, inner)


def _marks(test: str, expressions: Sequence[ast.expr]) -> Iterator[Mark]:
    for call in expressions:
        if not isinstance(call, ast.Call) or ast.unparse(call.func) != "pytest.mark.rule":
            continue
        if not call.args or not all(isinstance(argument, ast.Constant) for argument in call.args):
            raise Unreadable(f"{test}: rule() takes rules spelt out, such as 17 or 'P4'")
        yield from (Mark(test, str(ast.literal_eval(argument))) for argument in call.args)


def marks_in_typescript(path: str, source: str) -> Iterator[Mark]:
    for found in _TITLE.finditer(source):
        yield from (Mark(f"{path} › {found['title']}", rule.strip()) for rule in found["rules"].split(","))


def all_marks(root: Path = ROOT) -> list[Mark]:
    marks: list[Mark] = []
    for path in sorted((root / "tests").rglob("test_*.py")):
        source = path.read_text()
        if "pytest.mark.rule(" in source:
            marks += marks_in_python(str(path.relative_to(root)), source)
    for path in sorted((root / "frontend" / "src").rglob("*.test.ts*")):
        marks += marks_in_typescript(str(path.relative_to(root)), path.read_text())
    return marks


def problems(
    numbers: Sequence[str], lines: Sequence[Line], marks: Sequence[Mark], to_come: set[str]
) -> Iterator[str]:
    """The problems found, one sentence each."""
    if [line.rule for line in lines] != list(numbers):
        yield f"the table has not exactly the lines {', '.join(numbers)}, in this order"
    kept = {line.rule for line in lines if line.kept}
    tested = {mark.rule for mark in marks}
    for line in lines:
        if line.kept and line.rule not in tested:
            yield f"rule {line.rule} is kept and no test stands for it"
        if not line.kept and not line.later:
            yield f"rule {line.rule} is neither kept nor later"
        yield from (
            f"rule {line.rule} is later with {name!r}, which is no capability"
            for name in line.later
            if name not in to_come
        )
    for mark in marks:
        if mark.rule not in numbers:
            yield f"{mark.test} stands for rule {mark.rule}, which does not exist"
        elif mark.rule not in kept:
            yield f"{mark.test} stands for rule {mark.rule}, of which the table says that nothing is kept"


def report(lines: Sequence[Line], tests: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for line in lines:
        later = f"  (later: {', '.join(line.later)})" if line.later else ""
        yield f"{line.rule:>3}  {line.kept or 'not yet'}{later}"
        yield from (f"       {shortened(test)}" for test in tests.get(line.rule, ()))


def shortened(test: str) -> str:
    return test.removeprefix("tests/").removeprefix("frontend/src/").replace("::test_", "::", 1)


def main(arguments: Sequence[str]) -> int:
    """``--quiet``: only problems."""
    domain, promises = DOMAIN.read_text(), PROMISES.read_text()
    try:
        numbers, lines, marks = written(domain, promises), table(domain), all_marks()
        wrong = list(problems(numbers, lines, marks, capabilities(domain)))
    except Unreadable as unreadable:
        wrong, lines, marks = [str(unreadable)], [], []
    tests: dict[str, list[str]] = {}
    for mark in marks:
        tests.setdefault(mark.rule, []).append(mark.test)
    if "--quiet" not in arguments:
        print("\n".join(report(lines, tests)))
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
