"""Yjs v1 updates written by hand, struct by struct, so that a test can say what no honest client would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from server.sync.protocol.lib0 import varstring, varuint

Id = tuple[int, int]
GC, DELETED, JSON, BINARY, STRING, EMBED, FORMAT, TYPE, ANY, DOC, SKIP, MOVE = range(12)
ARRAY, MAP, Y_TEXT, XML_ELEMENT, XML_FRAGMENT, XML_HOOK, XML_TEXT = range(7)


def update(*runs: bytes, deletes: Mapping[int, Sequence[tuple[int, int]]] | None = None) -> bytes:
    ranges = deletes or {}
    out = varuint(len(runs)) + b"".join(runs) + varuint(len(ranges))
    for client, listed in ranges.items():
        out += varuint(client) + varuint(len(listed))
        out += b"".join(varuint(clock) + varuint(length) for clock, length in listed)
    return out


def run(client: int, clock: int, *structs: bytes) -> bytes:
    return varuint(len(structs)) + varuint(client) + varuint(clock) + b"".join(structs)


def _id(reference: Id) -> bytes:
    return varuint(reference[0]) + varuint(reference[1])


def item(
    kind: int,
    content: bytes,
    *,
    left: Id | None = None,
    right: Id | None = None,
    root: str = "",
    parent: Id | None = None,
    key: str | None = None,
) -> bytes:
    """Exactly as Yjs writes it: parent and key only where there is neither ``left`` nor ``right``."""
    info = kind | (0x80 if left else 0) | (0x40 if right else 0) | (0 if key is None else 0x20)
    out = bytes([info]) + (_id(left) if left else b"") + (_id(right) if right else b"")
    if not left and not right:
        out += b"\x00" + _id(parent) if parent else b"\x01" + varstring(root)
        out += b"" if key is None else varstring(key)
    return out + content


def gc(length: int) -> bytes:
    return bytes([GC]) + varuint(length)


def text(words: str, *, left: Id | None = None, right: Id | None = None, parent: Id | None = None) -> bytes:
    return item(STRING, varstring(words), left=left, right=right, parent=parent)


def deleted(length: int, *, left: Id | None = None, parent: Id | None = None) -> bytes:
    return item(DELETED, varuint(length), left=left, parent=parent, root="body")


def block(*, left: Id | None = None, right: Id | None = None) -> bytes:
    return item(TYPE, varuint(XML_ELEMENT) + varstring("block"), left=left, right=right, root="body")


def xml_text(parent: Id | None = None, *, left: Id | None = None) -> bytes:
    return item(TYPE, varuint(XML_TEXT), parent=parent, left=left)


def mark(key: str, json: str, *, left: Id) -> bytes:
    return item(FORMAT, varstring(key) + varstring(json), left=left)


def field(name: str, *values: bytes) -> bytes:
    return item(ANY, varuint(len(values)) + b"".join(values), root="fields", key=name)


def attribute(name: str, value: bytes, parent: Id) -> bytes:
    return item(ANY, varuint(1) + value, parent=parent, key=name)


def any_text(words: str) -> bytes:
    return b"\x77" + varstring(words)
