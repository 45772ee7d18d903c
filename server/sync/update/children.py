"""What stands in each type of a document, read from its whole state. In which order, the bytes do not say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator
from dataclasses import dataclass
from typing import NamedTuple

from server.sync.protocol.lib0 import read_varstring, read_varuint

from .contents import DELETED, READERS, STRING, TYPE
from .nesting import Id
from .reader import CONTENT, HAS_KEY, HAS_ORIGIN, HAS_RIGHT_ORIGIN

AT_ONCE = 500
"""Structs read without yielding: a millisecond (measured)."""
ELEMENT = 3
"""The Y type that has a name."""

Parent = Id | str | None
"""The struct of a type, or the name of a root. ``None``: what stood in a type that is gone."""


class Child(NamedTuple):
    """``text``: letters; ``""``: a type; ``None``: deleted."""

    client: int
    clock: int
    text: str | None


@dataclass(slots=True)
class _Struct:
    """``beside``: its neighbour, which has the same parent. ``counts``: it has a place among its siblings."""

    child: Child
    parent: Parent = None
    beside: Id | None = None
    counts: bool = False


class ChildReader:
    """``state`` was encoded by this server: its structs are not judged again."""

    def __init__(self, state: bytes) -> None:
        self._state, self._at = state, 0
        self._structs: dict[int, list[_Struct]] = {}
        self._starts: dict[int, list[int]] = {}

    def reading(self) -> Generator[None, None, dict[Parent, list[Child]]]:
        clients = self._number()
        for _ in range(clients):
            number, client, clock = self._number(), self._number(), self._number()
            structs, starts = self._structs[client], self._starts[client] = [], []
            for done in range(1, number + 1):
                starts.append(clock)
                struct, length = self._read(client, clock)
                structs.append(struct)
                clock += length
                if done % AT_ONCE == 0:
                    yield
            yield
        return (yield from self._by_parent())

    def _by_parent(self) -> Generator[None, None, dict[Parent, list[Child]]]:
        found: dict[Parent, list[Child]] = {}
        for structs in self._structs.values():
            for done, struct in enumerate(structs, 1):
                if struct.counts:
                    found.setdefault(self._parent_of(struct), []).append(struct.child)
                if done % AT_ONCE == 0:
                    yield
        return found

    def _parent_of(self, struct: _Struct) -> Parent:
        """By its neighbours, each asked once: in an honest state they lead to one that names it."""
        passed = []
        while struct.beside is not None:
            passed.append(struct)
            client, clock = struct.beside
            struct.beside = None
            struct = self._structs[client][bisect_right(self._starts[client], clock) - 1]
        for each in passed:
            each.parent = struct.parent
        return struct.parent

    def _read(self, client: int, clock: int) -> tuple[_Struct, int]:
        """The struct at this position, and its length."""
        info = self._state[self._at]
        self._at += 1
        kind = info & CONTENT
        struct = _Struct(Child(client, clock, None))
        if info:
            struct.parent, struct.beside = self._read_place(info)
            struct.counts = not info & HAS_KEY and kind in (DELETED, STRING, TYPE)
        if kind == STRING:
            text, self._at = read_varstring(self._state, self._at)
            struct.child = Child(client, clock, text)
            return struct, units(text)
        if kind == TYPE:
            struct.child = Child(client, clock, "")
            if self._number() == ELEMENT:
                _, self._at = read_varstring(self._state, self._at)
            return struct, 1
        length, self._at = READERS[kind or DELETED](self._state, self._at)
        return struct, length

    def _read_place(self, info: int) -> tuple[Parent, Id | None]:
        origin = self._id() if info & HAS_ORIGIN else None
        right = self._id() if info & HAS_RIGHT_ORIGIN else None
        if origin or right:
            return None, origin or right
        parent: Parent
        if self._number():
            parent, self._at = read_varstring(self._state, self._at)
        else:
            parent = self._id()
        if info & HAS_KEY:
            _, self._at = read_varstring(self._state, self._at)
        return parent, None

    def _id(self) -> Id:
        return self._number(), self._number()

    def _number(self) -> int:
        number, self._at = read_varuint(self._state, self._at)
        return number


def units(text: str) -> int:
    """UTF-16 units, as Yjs counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
