"""Where comments are anchored: positions as a page makes them, by the ids of the letters that were typed."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from server.sync.protocol.lib0 import read_state_vector, varuint
from server.sync.update.admission import exhausted
from server.sync.update.children import ChildReader

from .replicas import ClientReplica

AFTER, BEFORE = b"\x00", b"\x41"


def position(client: int, clock: int, side: bytes = AFTER) -> str:
    return base64.b64encode(b"\x00" + varuint(client) + varuint(clock) + side).decode()


@dataclass(frozen=True)
class Typed:
    """``text`` that one client wrote at once, its first letter with ``clock``."""

    client: int
    clock: int
    text: str

    def start(self, words: str) -> str:
        return position(self.client, self._clock(words, 0), AFTER)

    def end(self, words: str) -> str:
        return position(self.client, self._clock(words, len(words)) - 1, BEFORE)

    def anchor(self, words: str, before: str = "", after: str = "") -> dict[str, object]:
        return {"start": self.start(words), "end": self.end(words), "before": before, "after": after}

    def _clock(self, words: str, more: int) -> int:
        return self.clock + len(self.text[: self.text.index(words) + more].encode("utf-16-le")) // 2


def typed(page: ClientReplica, words: str, block: int = 0, at: int | None = None) -> Typed:
    """``page`` writes ``words`` as ``ClientReplica.type`` does."""
    clock = read_state_vector(page.doc.get_state()).get(page.doc.client_id, 0)
    page.type(words, block, at)
    return Typed(page.doc.client_id, clock, words)


def standing(state: bytes, words: str) -> Typed:
    """The first letters written at once, of all in ``state``, that contain ``words``."""
    children = exhausted(ChildReader(state).reading())
    found = (child for group in children.values() for child in group if words in (child.text or ""))
    client, clock, text = next(found)
    return Typed(client, clock, text or "")
