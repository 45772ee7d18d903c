"""Which contents a struct of our documents may have, and in which place, as far as its bytes say.

Y types and their encodings: Yjs 13.6 ``src/structs/Content*.js``. A struct's parent is often implied by
its neighbours; that is checked in step 2 (``document/schema.py``). What is allowed in no place is refused
here, before it is passed to yrs.
"""

from __future__ import annotations

import json
import re

from server.sync.protocol.closings import Token
from server.sync.protocol.lib0 import (
    Malformed,
    Scalar,
    read_scalar,
    read_varbytes,
    read_varstring,
    read_varuint,
)

DELETED, STRING, FORMAT, TYPE, ANY = 1, 4, 6, 7, 8

IN_BODY, IN_FIELDS, IN_TYPE, ATTRIBUTE, BESIDE, BESIDE_KEYED = 1, 2, 4, 8, 16, 32
"""Places: in a root, in a type, under a key of a type, or beside another struct (which has a key)."""

PLACES = {
    DELETED: IN_BODY | IN_FIELDS | IN_TYPE | ATTRIBUTE | BESIDE | BESIDE_KEYED,
    STRING: IN_TYPE | BESIDE,
    FORMAT: IN_TYPE | BESIDE,
    TYPE: IN_BODY | IN_FIELDS | IN_TYPE | BESIDE | BESIDE_KEYED,
    ANY: IN_FIELDS | ATTRIBUTE | BESIDE | BESIDE_KEYED,
}
"""A map entry may lose its key when updates are merged undecoded, so ``ANY`` is allowed ``BESIDE``."""

ATTRIBUTES = frozenset({"kind", "level", "indent"})
MAX_KEY = 64
MAX_SCALAR = 1_000
MAX_LINK = 2_048
_LINK = re.compile(r"(?:https?|mailto|tel):[^\x00-\x1f\x7f\ud800-\udfff]+", re.IGNORECASE)
_TWO_UNITS = re.compile("[\U00010000-\U0010ffff]")
_CONTAINERS = frozenset({116, 117, 118})
_Y_TEXT, _XML_ELEMENT, _XML_TEXT = 2, 3, 6
_ELEMENTS = {"block": IN_BODY | BESIDE, "hardBreak": IN_TYPE | BESIDE}
_ONE_UNIT = bytes(range(0xF0))
"""First bytes of characters of one UTF-16 unit, and all continuation bytes."""


class Refused(Exception):
    """A change that nobody may make; ``token`` is sent to its author."""

    def __init__(self, reason: str, token: Token = Token.REFUSED) -> None:
        super().__init__(reason)
        self.token = token


def read_string(data: bytes, at: int) -> tuple[int, int]:
    """Length in UTF-16 units, as Yjs counts, and the next position."""
    raw, at = read_varbytes(data, at)
    if raw.isascii():
        length = len(raw)
    else:
        try:
            length = len(raw.decode())
        except UnicodeDecodeError:
            raise Malformed("text that is not UTF-8") from None
        length += len(raw.translate(None, _ONE_UNIT))
    if length == 0:
        raise Malformed("an empty text")
    return length, at


def second_halves(data: bytes, at: int, clock: int) -> list[int]:
    """Clocks of the second UTF-16 units in the text at position ``at``, which starts at ``clock``."""
    text, _ = read_varstring(data, at)
    return [clock + found.start() + pairs + 1 for pairs, found in enumerate(_TWO_UNITS.finditer(text))]


def read_deleted(data: bytes, at: int) -> tuple[int, int]:
    """Length of deleted or garbage-collected content, and the next position."""
    length, at = read_varuint(data, at)
    if length == 0:
        raise Malformed("an empty struct")
    return length, at


def read_format(data: bytes, at: int) -> tuple[int, int]:
    """The start or end of a mark: key and JSON value."""
    key, at = read_varstring(data, at)
    text, at = read_varstring(data, at)
    allowed = _MARKS.get(key)
    if allowed is None:
        raise Refused("a mark our documents do not have")
    if text not in allowed and not (key == "link" and _is_link(text)):
        raise Refused("a value this mark cannot have")
    return 1, at


_MARKS = {
    "bold": frozenset({"{}", "true", "null"}),
    "italic": frozenset({"{}", "true", "null"}),
    "link": frozenset({"null"}),
}


def _is_link(text: str) -> bool:
    """``{"href": ...}`` and nothing else; of two ``href`` some parsers take the first, others the last."""
    if len(text) > 6 * MAX_LINK + 32:  # a character may be written as \\uXXXX
        return False
    try:
        pairs = json.loads(text, object_pairs_hook=tuple)
    except (ValueError, RecursionError):
        return False
    if not isinstance(pairs, tuple) or len(pairs) != 1:
        return False
    key, href = pairs[0]
    return key == "href" and isinstance(href, str) and len(href) <= MAX_LINK and bool(_LINK.fullmatch(href))


def read_type(data: bytes, at: int, place: int, *, served: bool) -> int:
    """A new Y type: our elements and their text; a ``Y.Text`` only if the server created it (``served``)."""
    kind, at = read_varuint(data, at)
    if kind == _XML_ELEMENT:
        name, at = read_varstring(data, at)
        places = _ELEMENTS.get(name, 0)
    elif kind == _XML_TEXT:
        places = IN_TYPE | BESIDE
    elif kind == _Y_TEXT and served:
        places = IN_FIELDS | BESIDE | BESIDE_KEYED
    else:
        places = 0
    if not places & place:
        raise Refused("a type our documents do not have there")
    return at


def read_values(data: bytes, at: int) -> tuple[int, int]:
    """Scalars of a field or an attribute: one, or several if overwritten ones were merged into it."""
    count, at = read_varuint(data, at)
    if count == 0:
        raise Malformed("no value")
    for _ in range(count):
        if data[at : at + 1] and data[at] in _CONTAINERS:
            raise Refused("a value that holds others")
        value, at = read_scalar(data, at)
        if not _is_value(value):
            raise Refused("neither a short text nor a whole number")
    return count, at


def _is_value(value: Scalar) -> bool:
    if isinstance(value, str):
        return len(value) <= MAX_SCALAR
    return value is not None and not isinstance(value, bool) and value == value // 1


def read_key(data: bytes, at: int, place: int) -> int:
    """The key of a map entry, if the bytes hold it; returns the next position."""
    key, at = read_varstring(data, at)
    if len(key) > MAX_KEY or (place == ATTRIBUTE and key not in ATTRIBUTES):
        raise Refused("a key our documents do not have")
    return at


READERS = {DELETED: read_deleted, STRING: read_string, FORMAT: read_format, ANY: read_values}
