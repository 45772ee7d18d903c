"""The files and commands that docs/operations.md gives operators, taken out of its text."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parents[2]
OPERATIONS = ROOT / "docs" / "operations.md"
ALARMS = ROOT / "docs" / "operations" / "alarms.yml"

_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"# (/\S+)\n")


def blocks(language: str) -> list[str]:
    """Every block of this language."""
    return [text for kind, text in _all_blocks() if kind == language]


def files(beginning: str) -> dict[str, list[str]]:
    """What stands in the text for each file whose path begins so: once, or for several installations."""
    found: dict[str, list[str]] = {}
    for _, text in _all_blocks():
        named = _NAMED.match(text)
        if named is not None and named.group(1).startswith(beginning):
            found.setdefault(named.group(1), []).append(text[named.end() :])
    return found


def file(path: str) -> str:
    """What stands in this file, of which there is one."""
    (text,) = files(path)[path]
    return text


def with_changes(text: str, changes: dict[str, str]) -> str:
    """``text`` with what tests must have elsewhere; fails if one of them does not stand there."""
    for there, elsewhere in changes.items():
        assert there in text, there
        text = text.replace(there, elsewhere)
    return text


def _all_blocks() -> list[tuple[str, str]]:
    text = OPERATIONS.read_text(encoding="utf-8")
    return [(found.group(2), dedent(found.group(3))) for found in _BLOCK.finditer(text)]
