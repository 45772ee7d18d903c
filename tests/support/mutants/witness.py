"""A pytest plugin that notes how tests fail, one JSON object a line: what an exit code does not tell."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Generator
from pathlib import Path

import pytest

NOTES = "TESTS_WITNESS"
"""The environment variable that names the file."""
DEFECTS = re.compile(
    r"^(?:E\s+|\s*\|\s*)?((?:Attribute|Import|ModuleNotFound|Name|Syntax|Type|UnboundLocal)Error): ",
    re.MULTILINE,
)
"""The fault itself does not run: what fails of that says nothing of the test."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed and call.excinfo is not None:
        said = "\n".join([report.longreprtext, *(text for _, text in report.sections)])
        _note(
            {
                "test": item.nodeid,
                "when": report.when,
                "asserts": _asserts(call.excinfo.value),
                "defects": sorted(set(DEFECTS.findall(said))),
                "why": call.excinfo.exconly().splitlines()[0],
            }
        )
    return report


def _asserts(error: BaseException) -> bool:
    """Whether the test says so itself, has waited in vain, or is refused otherwise than it expects: not where
    pytest-timeout has ended it."""
    if isinstance(error, BaseExceptionGroup):
        return any(map(_asserts, error.exceptions))
    if isinstance(error, pytest.fail.Exception):
        return not str(error).startswith("Timeout (>")
    refused = type(error).__module__.startswith("server.")
    return refused or isinstance(error, AssertionError | TimeoutError)


def _note(failure: dict[str, object]) -> None:
    with Path(os.environ[NOTES]).open("a", encoding="utf-8") as notes:
        notes.write(json.dumps(failure) + "\n")
