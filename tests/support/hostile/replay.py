"""Replays a document's log in a fresh replica of a process of its own, and says what is in it.

``python hostile_replay.py DATABASE DOCUMENT`` prints the content as JSON; it fails, or dies, where the log
does. ``assert_shape`` says independently of the server what may stand in a document (docs/contract.md).
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parents[3]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from pycrdt import Doc, Map, Text, XmlElement, XmlFragment, XmlText  # noqa: E402

KINDS = ("paragraph", "heading", "bullet", "ordered")
TEXTS = {"title", "extent", "how"}
CHOICES = {
    "status": r"planned|started|done|stopped",
    "decision": r"none|applied|granted|refused|not-needed",
    "start": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "due": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "goal": r"[A-Za-z0-9_-]{1,64}",
}
LINK = re.compile(r"(https?|mailto|tel):[^\x00-\x1f]+", re.IGNORECASE)


async def replay(database: Path, document: str) -> object:
    """The content of the log as another process reads it; fails if that process does."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, str(database), document,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    output, errors = await process.communicate()
    assert process.returncode == 0, (process.returncode, errors.decode()[-2_000:])
    return json.loads(output)


def assert_shape(doc: Doc[Any], *, measure: bool) -> None:
    for block in doc.get("body", type=XmlFragment).children:
        assert isinstance(block, XmlElement), block
        assert block.tag == "block"
        for name, value in iter(cast(Any, block.attributes)):
            _assert_attribute(name, value)
        for child in block.children:
            _assert_inline(child)
    fields = doc.get("fields", type=Map)
    assert measure or not list(fields)
    for name in fields:
        _assert_field(name, fields[name])
    assert not measure or set(fields) >= TEXTS


def _assert_attribute(name: str, value: object) -> None:
    allowed = {"kind": KINDS, "level": ("1", "2", "3"), "indent": ("0", "1", "2", "3", "4", "5", "6")}
    written = str(int(value)) if isinstance(value, float) else str(value)
    assert written in allowed[name], (name, value)


def _assert_inline(child: object) -> None:
    if isinstance(child, XmlText):
        for piece, marks in child.diff():
            assert isinstance(piece, str), piece
            assert set(marks or {}) <= {"bold", "italic", "link"}, marks
            link: Any = (marks or {}).get("link")
            assert link is None or (list(link) == ["href"] and LINK.fullmatch(link["href"])), link
    else:
        assert isinstance(child, XmlElement), child
        assert child.tag == "hardBreak"
        assert not list(child.children)


def _assert_field(name: str, value: object) -> None:
    if name in TEXTS:
        assert isinstance(value, Text), (name, value)
        assert all(isinstance(piece, str) and not marks for piece, marks in value.diff())
    else:
        assert value is None or value == "" or re.fullmatch(CHOICES[name], str(value)), (name, value)


def words_of(content: Any) -> Iterator[str]:
    """Every letter of every text, and every value, of what ``content_of`` answers, as JSON."""
    blocks, fields = content
    for value in fields.values():
        yield from value
    for tag, attributes, children in blocks:
        yield from (tag, *(f"{name}={value}" for name, value in attributes))
        for child in children:
            texts = child if not child or isinstance(child[0], list) else []
            yield from (letter for words, _ in texts for letter in words)


if __name__ == "__main__":
    from tests.support.clients.replicas import content_of
    from tests.support.servers.stored import from_snapshot, replayed

    built = (build(Path(sys.argv[1]), sys.argv[2]) for build in (replayed, from_snapshot))
    of_log, of_snapshot = (json.loads(json.dumps(content_of(doc))) for doc in built)
    # Not in order, which hostile structs may have another of (docs/architecture.md, hazards).
    assert sorted(words_of(of_log)) == sorted(words_of(of_snapshot))
    print(json.dumps(of_log))
