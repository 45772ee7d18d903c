"""The contents a struct of our documents may have, as far as its bytes tell.

Y types and their encodings: Yjs 13.6 ``src/structs/Content*.js``. What may stand where is step 2
(``shape``); what may stand nowhere is refused here, before yrs sees a byte of it.
"""

from __future__ import annotations

import json
import math
import re

from .closing import Token
from .lib0 import Malformed, Scalar, read_scalar, read_varstring, read_varuint

ELEMENTS = frozenset({"block", "hardBreak"})
ATTRIBUTES = frozenset({"kind", "level", "indent"})
FLAGS = frozenset({"bold", "italic"})
MAX_SCALAR = 1_000
MAX_LINK = 2_048
_LINK = re.compile(r"(https?://|mailto:|tel:)[^\s\x00-\x1f]*", re.IGNORECASE)
_Y_TEXT, _XML_ELEMENT, _XML_TEXT = 2, 3, 6


class Refused(Exception):
    """A change nobody may make; ``token`` is what the sender is told."""

    def __init__(self, reason: str, token: Token = Token.REFUSED) -> None:
        super().__init__(reason)
        self.token = token


def read_string(data: bytes, at: int) -> tuple[int, int]:
    """Length in UTF-16 units, which is how Yjs counts, and the next position."""
    text, at = read_varstring(data, at)
    if not text:
        raise Malformed("an empty text")
    length = len(text)
    if not text.isascii():
        length += sum(character > "\uffff" for character in text)
    return length, at


def read_format(data: bytes, at: int) -> int:
    """A mark's beginning or end: key and JSON value."""
    key, at = read_varstring(data, at)
    text, at = read_varstring(data, at)
    if len(text) > MAX_LINK * 2:
        raise Refused("a mark's value too large")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed("a mark's value that is no JSON") from None
    if not (_is_flag(value) if key in FLAGS else key == "link" and _is_link(value)):
        raise Refused("an unknown mark, or a value it cannot have")
    return at


def _is_flag(value: object) -> bool:
    return value is None or value is True or value == {}


def _is_link(value: object) -> bool:
    if value is None:
        return True
    if not isinstance(value, dict) or value.keys() != {"href"}:
        return False
    href = value["href"]
    return isinstance(href, str) and len(href) <= MAX_LINK and _LINK.fullmatch(href) is not None


def read_type(data: bytes, at: int, *, may_be_text: bool) -> int:
    """A new Y type: our elements and their text; plain ``Y.Text`` only where the server made it."""
    kind, at = read_varuint(data, at)
    if kind == _XML_TEXT or (kind == _Y_TEXT and may_be_text):
        return at
    if kind != _XML_ELEMENT:
        raise Refused("a type our documents do not have")
    name, at = read_varstring(data, at)
    if name not in ELEMENTS:
        raise Refused("an element our documents do not have")
    return at


def read_value(data: bytes, at: int) -> int:
    """The value of a field or an attribute: exactly one scalar."""
    count, at = read_varuint(data, at)
    if count != 1:
        raise Refused("a value that is not exactly one")
    value, at = read_scalar(data, at)
    if not _is_small(value):
        raise Refused("a value too large")
    return at


def _is_small(value: Scalar) -> bool:
    if isinstance(value, str):
        return len(value) <= MAX_SCALAR
    return not isinstance(value, float) or math.isfinite(value)
