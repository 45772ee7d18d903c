"""Where comments are anchored: positions as a page makes them, by the ids of the letters that were typed."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, StickyIndex

from server.sync.protocol.lib0 import read_state_vector, varuint
from server.sync.update.admission import exhausted
from server.sync.update.children import Child, ChildReader, Parent, units

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


def end_of(child: Child, side: bytes = AFTER) -> str:
    """The beginning or the end of a type."""
    return base64.b64encode(b"\x02" + varuint(child.client) + varuint(child.clock) + side).decode()


class Line:
    """One text of a body, or a block without any: where its letters are, by their ids."""

    def __init__(self, itself: Child, letters: Sequence[Child]) -> None:
        self.itself, self._letters = itself, letters
        self.text = "".join(each.text or "" for each in letters)

    def place(self, start: int, end: int) -> tuple[str, str]:
        """From one character until before another, as a page names it."""
        return self._start(units(self.text[:start])), self._end(units(self.text[:end]))

    def _start(self, unit: int) -> str:
        found = self._letter(unit)
        return end_of(self.itself) if found is None else position(*found, AFTER)

    def _end(self, unit: int) -> str:
        found = self._letter(unit - 1) if unit else None
        return end_of(self.itself, BEFORE) if found is None else position(*found, BEFORE)

    def _letter(self, unit: int) -> tuple[int, int] | None:
        for each in self._letters:
            length = units(each.text or "")
            if unit < length:
                return each.client, each.clock + unit
            unit -= length
        return None


def lines_of(doc: Doc[Any]) -> list[Line]:
    """All texts of a body in order, and the blocks that have none."""
    children: Mapping[Parent, Sequence[Child]] = exhausted(ChildReader(doc.get_update()).reading())

    def index(child: Child) -> int:
        where = b"\x00" + varuint(child.client) + varuint(child.clock) + AFTER
        with doc.transaction() as transaction:
            return StickyIndex.decode(where).get_index(transaction)

    def ordered(parent: Parent) -> list[Child]:
        return sorted((each for each in children.get(parent, ()) if each.text is not None), key=index)

    found = []
    for block in ordered("body"):
        inside = ordered((block.client, block.clock))
        found += [Line(each, ordered((each.client, each.clock))) for each in inside] or [Line(block, ())]
    return found
