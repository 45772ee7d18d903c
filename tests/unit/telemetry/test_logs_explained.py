"""Every event that the server logs is explained to operators, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
CALL = re.compile(r"(logger|log)\.(info|warning|error|exception|critical)")


def logged(code: str) -> Iterator[str]:
    """The words of each call of a logger, with ``…`` for what differs."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and CALL.fullmatch(ast.unparse(node.func)):
            yield re.sub(r"%[.\d]*[a-z]", "…", ast.literal_eval(node.args[0]))


def explained() -> set[str]:
    """What stands in the table of events in code style, and is more than one word."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    found = re.search(r"^\| event \|.*\n\|---.*\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert found is not None
    return {event for event in re.findall(r"`([^`]+)`", found.group(1)) if " " in event}


def test_every_logged_event_is_explained_to_operators() -> None:
    files = sorted((ROOT / "server").rglob("*.py"))
    events = {event for file in files for event in logged(file.read_text(encoding="utf-8"))}
    assert events == explained()


def test_an_event_is_its_words_without_the_values() -> None:
    code = 'logger.error("%d are lost in %.0f s", 3, 4)\nlog.info("said")\nlogger.level("no")'
    assert list(logged(code)) == ["… are lost in … s", "said"]
