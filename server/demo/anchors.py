"""Anchors of the demo comments, as a page makes them: the ids of letters, and what stands around."""

from __future__ import annotations

import base64

from server.sync.protocol.lib0 import varuint
from server.sync.update.admission import exhausted
from server.sync.update.children import ChildReader

CONTEXT = 32
"""Letters of it on each side."""
_AFTER, _BEFORE = b"\x00", b"\x41"
"""Bound to the letter behind the position, or before it."""


def anchor_of(quote: str, text: str, state: bytes) -> dict[str, object]:
    """``quote`` stands once in ``text``, without marks, whose first content is ``state``."""
    children = exhausted(ChildReader(state).reading())
    client, clock, written = next(
        (child.client, child.clock, child.text)
        for group in children.values()
        for child in group
        if child.text and quote in child.text
    )
    first = clock + _units(written.partition(quote)[0])
    before, _, after = text.partition(quote)
    return {
        "start": _position(client, first, _AFTER),
        "end": _position(client, first + _units(quote) - 1, _BEFORE),
        "before": before[-CONTEXT:],
        "after": after[:CONTEXT],
    }


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _position(client: int, clock: int, side: bytes) -> str:
    return base64.b64encode(b"\x00" + varuint(client) + varuint(clock) + side).decode()
