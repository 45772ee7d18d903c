"""docs/contract.md names every address, token, close code and setting that there is, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import server.settings
from server.sync.protocol.closings import CLOSINGS
from server.web.problems import DEFECT, METHOD, PROBLEMS, UNAVAILABLE
from tests.support.operations import OPERATIONS

CONTRACT = (Path(__file__).parents[2] / "docs" / "contract.md").read_text(encoding="utf-8")
OF_OPERATORS = {"GET /healthz", "GET /readyz", "GET /metrics"}
LATER = "Arriving with later issues"
SETTING = re.compile(r"\b(?:SAMPLAN|OTEL)_[A-Z_]+\b")


def line_of(beginning: str) -> str:
    """The one line that begins so."""
    (found,) = [line for line in CONTRACT.splitlines() if line.startswith(beginning)]
    return found


def addresses(text: str) -> set[str]:
    return set(re.findall(r"`((?:GET|POST|PUT|PATCH|DELETE) /[^\s`]*)", text))


def test_the_contract_names_every_address_and_no_other() -> None:
    there = {f"{operation.method} {operation.path}" for operation in OPERATIONS.values()}
    named = addresses(CONTRACT.replace(line_of(LATER), ""))
    assert named == there | OF_OPERATORS


def test_what_comes_later_is_not_there() -> None:
    later = addresses(line_of(LATER))
    assert later
    assert not later & {f"{operation.method} {operation.path}" for operation in OPERATIONS.values()}


def test_the_contract_names_every_type_of_problem() -> None:
    named = set(re.findall(r"`([a-z-]+)`", line_of("- Problem types:")))
    assert named == {problem.token for problem in (*PROBLEMS.values(), UNAVAILABLE, METHOD, DEFECT)}


def test_the_contract_names_every_closing_with_its_code() -> None:
    tokens = line_of("Refusal and closing tokens:").partition(".")[0]
    assert set(re.findall(r"`([a-z-]+)`", tokens)) == set(CLOSINGS)
    codes = dict(re.findall(r"`([a-z-]+)` (\d{4})", line_of("Codes of closing sockets:")))
    assert codes == {str(token): str(closing.code) for token, closing in CLOSINGS.items()}


@pytest.mark.parametrize("document", ["contract.md", "operations.md"])
def test_every_setting_is_documented(document: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / document).read_text(encoding="utf-8")
    read = set(SETTING.findall(Path(server.settings.__file__).read_text(encoding="utf-8")))
    assert read - set(SETTING.findall(text)) == set()
